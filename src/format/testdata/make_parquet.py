"""Makes columns.parquet with PyArrow: one column of each type that Spark reads, no row.

Spark 4.2 says of it: spark.read.parquet('columns.parquet').schema.
"""

import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA = pa.schema(
    [
        pa.field("flag", pa.bool_(), nullable=False),
        ("tiny", pa.int8()),
        ("small", pa.int16()),
        ("int", pa.int32()),
        ("big", pa.int64()),
        ("u8", pa.uint8()),
        ("u16", pa.uint16()),
        ("u32", pa.uint32()),
        ("u64", pa.uint64()),
        ("f", pa.float32()),
        ("d", pa.float64()),
        ("money", pa.decimal128(10, 2)),
        ("wide", pa.decimal128(38, 10)),
        ("text", pa.string()),
        ("bytes", pa.binary()),
        ("fixed", pa.binary(4)),
        ("day", pa.date32()),
        ("instant", pa.timestamp("us", tz="UTC")),
        ("clock", pa.timestamp("ms")),
        ("list", pa.list_(pa.int32())),
        ("map", pa.map_(pa.string(), pa.float64())),
        ("deep", pa.struct([("x", pa.int64()), ("l", pa.list_(pa.struct([("y", pa.string())])))])),
    ]
)

if __name__ == "__main__":
    table = pa.Table.from_batches([], SCHEMA)
    path = pathlib.Path(__file__).parent / "columns.parquet"
    pq.write_table(table, path, store_schema=False)
