"""Every keyword in every place where a name may stand: mutants of mutate.py, made by rule and not by chance."""
from pathlib import Path
import re

TABLE = Path(__file__).resolve().parents[2] / "src/plan/keyword_table.cc"

PLACES = ["SELECT 1 AS {k}", "SELECT 1 {k}", "SELECT {k} FROM VALUES (1) t({k})", "SELECT {k}.a FROM VALUES (1) AS {k}(a)", "SELECT * FROM VALUES (1) {k}",
          "SELECT {k}(1)", "WITH {k} AS (SELECT 1) SELECT * FROM {k}", "SELECT sum(1) OVER {k} FROM VALUES (1) WINDOW {k} AS (ORDER BY 1)",
          "SELECT a.{k} FROM VALUES (named_struct('{k}', 1)) t(a)", "SELECT struct(1 AS {k}).{k}", "SELECT struct(1 {k})", "SELECT transform(array(1), {k} -> {k} + 1)",
          "SELECT * FROM (SELECT 1) {k}", "SELECT * FROM (SELECT 1) AS {k}", "SELECT * FROM {k}", "SELECT * FROM a.{k}", "SELECT {k} + 1 FROM VALUES (1) t({k})",
          "SELECT 1 FROM VALUES (1) t({k}) ORDER BY {k}", "SELECT CASE WHEN {k} THEN {k} END FROM VALUES (true) t({k})", "SELECT max({k}) FROM VALUES (1) t({k}) GROUP BY {k}",
          "SELECT * FROM VALUES (1) {k} JOIN VALUES (1) b", "SELECT * FROM VALUES (1) t(a) LATERAL VIEW explode(array(1)) {k} AS x",
          "SELECT * FROM VALUES (1) t(a) LATERAL VIEW explode(array(1)) v AS {k}", "SELECT CAST(1 AS {k})", "SELECT {k}", "SELECT - {k} FROM VALUES (1) t({k})", "SELECT {k} 1",
          "SELECT * FROM VALUES (1) t(a) WHERE {k} = 1", "SELECT {k}.* FROM VALUES (1) {k}", "SELECT count(DISTINCT {k}) FROM VALUES (1) t({k})",
          "SELECT sum(1) OVER ({k} ORDER BY 1) FROM VALUES (1) t(a)", "SELECT 1 IN ({k}) FROM VALUES (1) t({k})", "SELECT a {k}, 2 FROM VALUES (1) t(a)",
          "SELECT row_number() OVER ({k}) FROM VALUES (1) WINDOW {k} AS (ORDER BY 1)", "SELECT abs(expr => {k}) FROM VALUES (1) t({k})", "SELECT {k} => 1",
          "SELECT * FROM VALUES (1) t(a) TABLESAMPLE (1 {k})", "SELECT :{k}", "SELECT 1 AS ({k}, b)", "SELECT INTERVAL 1 {k}", "SELECT EXTRACT({k} FROM DATE'2024-01-01')",
          "SELECT {k} '1'", "SELECT * FROM VALUES (1) t(a) |> AS {k} |> SELECT {k}.a", "SELECT * FROM VALUES (1) t(a) JOIN VALUES (1) {k}(a) USING (a)", "SELECT CAST(NULL AS STRUCT<{k}: INT>)"]


def words():
    texts = re.findall(r'"([A-Z_ ]+)"', TABLE.read_text(encoding="utf-8"))
    return sorted({word for text in texts for word in text.split()})


def statements(settings):
    """As mutate.mutants has them."""
    return [(f"{place}:{word}", "keywords", f"place {place}", settings, PLACES[place].replace("{k}", word))
            for word in words() for place in range(len(PLACES))]
