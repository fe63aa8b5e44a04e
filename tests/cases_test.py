"""Our pipeline cases (tests/cases), each in three ways; and `tarn test` as a user meets it."""

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree

from support.project import SOURCE, TARN, Project, expect_equal

SPEC = """\
name: shop
storage: file:///nowhere/at/all
libraries:
  - glob:
      include: transformations/**
"""

SQL = """\
CREATE STREAMING TABLE bronze AS
  SELECT * FROM STREAM read_files('/data/orders', format => 'json', schema => 'id INT, item STRING');
CREATE TEMPORARY VIEW known AS SELECT * FROM STREAM bronze WHERE item IS NOT NULL;
CREATE STREAMING TABLE silver AS SELECT id, upper(item) AS item FROM STREAM known;
CREATE MATERIALIZED VIEW gold AS SELECT s.item, p.price, count(*) AS sold
  FROM silver s LEFT JOIN prices p ON p.item = s.item GROUP BY ALL;
CREATE MATERIALIZED VIEW unrelated AS SELECT * FROM nothing_of_this_test;
"""

RAW = """\
test: Raw lines under a path outside of the project.
given:
  /data/orders/1.json: |
    {"id": 1, "item": "tea"}
    {"id": 2}
expect:
  silver: |
    id | item
    1  | TEA
"""

STAND_IN = """\
test: Rows that stand in for a table of the pipeline and for one outside of it.
given:
  silver: |
    id | item
    1  | TEA
    2  | TEA
    3  | SALT
  prices:
    columns: "item STRING, price DECIMAL(5,2)"
    csv: |
      item,price
      TEA,1.5
expect:
  gold: |
    item | price: decimal(5,2) | sold
    TEA  | 1.50                | 2
    SALT | NULL                | 1
"""

VIEW = """\
test: Rows that stand in for a temporary view.
given:
  known:
    - {id: 7, item: tea}
expect:
  silver:
    - {item: TEA}
"""

WRONG = """\
test: The number is wrong & the reason is shown.
given:
  silver: |
    id | item
    1  | TEA
    2  | TEA
  prices: |
    item: string | price: int
expect:
  gold: |
    item | sold | ...
    TEA  | 3
"""


def our_cases_end_with_the_same_tables_in_all_three_ways():
    cases = subprocess.run([TARN, "test", "--cut", "--kill", "tests/cases"], cwd=SOURCE, capture_output=True, text=True)
    if cases.returncode != 0:
        raise AssertionError(cases.stdout + cases.stderr)
    if int(re.search(r"(\d+) times in all", cases.stdout).group(1)) < 500:
        raise AssertionError(f"hardly any case died: {cases.stdout}")
    print(cases.stdout, end="")


def shop(**cases):
    return Project({"spark-pipeline.yml": SPEC, "transformations/shop.sql": SQL,
                    **{f"tests/{name}.yml": text for name, text in cases.items()}})


def rows_stand_in_for_whatever_a_project_reads():
    with shop(raw=RAW, stand_in=STAND_IN, view=VIEW) as project:
        before = sorted(os.listdir(project.folder))
        code, out, err = project.call("test", "-v")
        expect_equal("a project's cases", (code, err), (0, ""))
        expect_equal("its lines", [line.split(":")[0] for line in out.splitlines()[:3]],
                     ["tests/raw.yml", "tests/stand_in.yml", "tests/view.yml"])
        expect_equal("the project's folder", sorted(os.listdir(project.folder)), before)
        expect_equal("by title", project.call("test", "temporary view", "-v")[1].count(": ok: "), 1)
        expect_equal("no such title", project.call("test", "nonesuch")[0], 2)


def a_failure_is_shown_written_for_ci_and_mended_on_request():
    with shop(wrong=WRONG) as project:
        code, out, _ = project.call("test", "--junit", "report.xml")
        expect_equal("a wrong case", code, 1)
        expect_equal("what is shown", out.rsplit("\n\n", 1)[0], (
            "tests/wrong.yml:1: FAILED: The number is wrong & the reason is shown.\n"
            "  gold: 1 row differs (1 expected, 1 found)\n"
            "      item | sold\n"
            "    ~ TEA  | 3 -> 2"))
        suites = ElementTree.parse(project.folder / "report.xml").getroot()
        expect_equal("JUnit counts", (suites.get("tests"), suites.get("failures")), ("1", "1"))
        case = suites.find("./testsuite/testcase")
        expect_equal("JUnit's case", (case.get("name"), case.get("file"), case.get("line")),
                     ("The number is wrong & the reason is shown.", "tests/wrong.yml", "1"))
        line = json.loads(project.call("test", "--json")[1])
        expect_equal("as JSON", (line["file"], line["status"], line["ways"][0]["way"]),
                     ("tests/wrong.yml", "failed", "as written"))
        expect_equal("an update still tells", project.call("test", "--update")[0], 1)
        expect_equal("the mended file", (project.folder / "tests/wrong.yml").read_text(), WRONG.replace("| 3", "| 2"))
        expect_equal("the mended case", project.call("test")[0], 0)


def what_is_wrong_in_a_case_is_told_with_its_place():
    with shop(bad="test: x\ngivn: {}\nexpect:\n  a: |\n    id | item\n    1\n") as project:
        code, out, err = project.call("test")
        expect_equal("a bad case", (code, out), (1, ""))
        expect_equal("its mistakes", [line for line in err.splitlines() if ": error: " in line], [
            "tests/bad.yml:2:1: error: a case has no key 'givn'; did you mean 'given'?",
            "tests/bad.yml:6:5: error: a row has 1 cells under 2 columns; quote a cell that holds '|'"])


if __name__ == "__main__":
    rows_stand_in_for_whatever_a_project_reads()
    a_failure_is_shown_written_for_ci_and_mended_on_request()
    what_is_wrong_in_a_case_is_told_with_its_place()
    our_cases_end_with_the_same_tables_in_all_three_ways()
