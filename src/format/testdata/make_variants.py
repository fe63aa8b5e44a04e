"""Makes variant*.parquet with Spark and Delta: VARIANTs in columns, structs, arrays and maps, with the logical
type VARIANT in the footer, without it (variant_plain), and shredded (variant_shredded).

usage: make_variants.py  (beside the tests' Python; TARN_SPARK_JARS names the jars of Delta)
"""
import glob
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "tests"))
from support.spark import open_spark  # noqa: E402

ROWS = """(1, parse_json('null'), named_struct('x', parse_json('null')),
 array(parse_json('1'), null, parse_json('null')), map('k', parse_json('null'))),
(2, null, null, null, null),
(3, parse_json('{"a":1,"b":[1.5,true,null,"x"],"c":{"d":12345678901234567890}}'), named_struct('x', parse_json('[]')),
 array(), map()),
(4, cast(date'2020-01-02' as variant), named_struct('x', cast(timestamp'2020-01-02 03:04:05.678901' as variant)),
 array(cast(timestamp_ntz'1900-01-01 00:00:00' as variant)), map('b', cast(X'00ff' as variant))),
(5, cast(1.25d as variant), named_struct('x', cast(cast(1.5 as float) as variant)),
 array(cast(1y as variant), cast(1s as variant), cast(1 as variant), cast(1L as variant)),
 map('d', cast(cast('99999999999999999999999999.123' as decimal(38,3)) as variant))),
(6, parse_json(concat('"', repeat('long', 100), '"')), null, null, null)"""


def keep(folder, name):
    shutil.copy(glob.glob(f"{folder}/*.parquet")[0], HERE / name)


with tempfile.TemporaryDirectory() as work:
    spark = open_spark()
    every = f"SELECT /*+ COALESCE(1) */ * FROM VALUES {ROWS}"
    spark.sql(every).write.parquet(f"{work}/variant")
    keep(f"{work}/variant", "variant.parquet")
    spark.conf.set("spark.sql.parquet.variant.annotateLogicalType.enabled", "false")
    spark.sql(every).write.parquet(f"{work}/plain")
    keep(f"{work}/plain", "variant_plain.parquet")
    spark.conf.unset("spark.sql.parquet.variant.annotateLogicalType.enabled")
    spark.conf.set("spark.sql.variant.writeShredding.enabled", "true")
    spark.conf.set("spark.sql.variant.forceShreddingSchemaForTest", "a int, b string")
    spark.sql(f"CREATE TABLE delta.`{work}/shredded` (col1 INT, col2 VARIANT) USING delta"
              " TBLPROPERTIES ('delta.enableVariantShredding' = 'true')")
    spark.sql(f"INSERT INTO delta.`{work}/shredded` SELECT /*+ COALESCE(1) */ col1, col2 FROM (VALUES {ROWS})")
    keep(f"{work}/shredded", "variant_shredded.parquet")
    spark.stop()
