"""`tarn sql --input jsonl`: whatever a line is, it is answered, in one process, outside of any project too."""
import json
import os
import subprocess
import tempfile

TARN = os.environ["TARN_BINARY"]


def answers(lines, folder, scratch=None):
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    done = subprocess.run([TARN, "sql", "--input", "jsonl", "--output", "jsonl"], input=text, text=True, cwd=folder,
                          env={**os.environ, **({"TMPDIR": scratch} if scratch else {})}, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(request, expected, got):
    error = got.get("error")
    if error and "message" not in expected.get("error", {}):
        error.pop("message")
    assert got == expected, f"{request}\n  expected {expected}\n  got      {got}"


def session_of(requests):
    # Its own temporary folder: other tests' sessions come and go in the common one.
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as scratch:
        got = answers([request for request, _ in requests], folder, scratch)
        assert len(got) == len(requests), got
        for (request, expected), answer in zip(requests, got):
            check(request, expected, answer)
        assert not os.listdir(scratch), f"left behind: {os.listdir(scratch)}"


def values_are_as_sparks_shell_prints_them():
    session_of([
        ({"id": 1, "sql": "SELECT 1 AS a, CAST(2.5 AS DECIMAL(10,2)) AS b"},
         {"id": 1, "schema": "struct<a:int,b:decimal(10,2)>", "rows": [["1", "2.50"]]}),
        ({"id": "two", "sql": "SELECT NULL AS n, array(1, NULL) AS a, named_struct('x', NULL) AS s, map('k', 1.0D) AS m"},
         {"id": "two", "schema": "struct<n:void,a:array<int>,s:struct<x:void>,m:map<string,double>>",
          "rows": [[None, "[1,null]", '{"x":null}', '{"k":1.0}']]}),
        ({"id": 3, "sql": "SELECT * FROM VALUES (2, 'ü\"'), (1, NULL) AS t(n, s) ORDER BY n;"},
         {"id": 3, "schema": "struct<n:int,s:string>", "rows": [["1", None], ["2", 'ü"']]}),
        ({"id": 4, "sql": "SELECT n FROM VALUES (1) AS t(n) WHERE n > 1"},
         {"id": 4, "schema": "struct<n:int>", "rows": []}),
    ])


def errors_say_their_class_and_place():
    session_of([
        ({"id": 1, "sql": "SELECT\n  nosuch FROM VALUES (1) AS t(n)"},
         {"id": 1, "error": {"class": "UNRESOLVED_COLUMN.WITH_SUGGESTION", "sqlstate": "42703", "line": 2, "column": 3}}),
        ({"id": 2, "sql": "SELEC 1"},
         {"id": 2, "error": {"class": "PARSE_SYNTAX_ERROR", "sqlstate": "42601", "hint": "did you mean 'SELECT'?",
                             "line": 1, "column": 1}}),
        ({"id": 3, "sql": "SELECT 1 / n FROM VALUES (0) AS t(n)"},
         {"id": 3, "error": {"class": "DIVIDE_BY_ZERO", "sqlstate": "22012", "hint": "raised by `1 / n` (1:8)",
                             "line": 1, "column": 8}}),
        ({"id": 4, "sql": ""},
         {"id": 4, "error": {"class": "PARSE_EMPTY_STATEMENT", "sqlstate": "42617", "line": 1, "column": 1}}),
        ({"id": 5, "sql": "SELECT 5 AS a"}, {"id": 5, "schema": "struct<a:int>", "rows": [["5"]]}),
    ])


def a_session_lasts_until_a_fresh_one_is_asked_for():
    session_of([
        ({"id": 1, "sql": "CREATE TEMPORARY VIEW v AS SELECT 1 AS a"}, {"id": 1, "schema": "struct<>", "rows": []}),
        ({"id": 2, "set": {"spark.sql.session.timeZone": "Asia/Tokyo", "my.number": 7}},
         {"id": 2, "schema": "struct<>", "rows": []}),
        ({"id": 3, "sql": "SELECT a, current_timezone() AS z FROM v"},
         {"id": 3, "schema": "struct<a:int,z:string>", "rows": [["1", "Asia/Tokyo"]]}),
        ({"id": 4, "sql": "SET my.number"},
         {"id": 4, "schema": "struct<key:string,value:string>", "rows": [["my.number", "7"]]}),
        ({"reset": True}, {"id": None, "schema": "struct<>", "rows": []}),
        ({"id": 6, "sql": "SELECT a FROM v"},
         {"id": 6, "error": {"class": "TABLE_OR_VIEW_NOT_FOUND", "sqlstate": "42P01", "line": 1, "column": 15}}),
        ({"id": 7, "reset": True, "set": {"spark.sql.session.timeZone": "UTC"}, "sql": "SELECT current_timezone() AS z"},
         {"id": 7, "schema": "struct<z:string>", "rows": [["UTC"]]}),
        ({"id": 8, "set": {"spark.sql.session.timeZone": "Nowhere"}},
         {"id": 8, "error": {"class": "INVALID_CONF_VALUE.TIME_ZONE", "sqlstate": "22022"}}),
    ])


def what_is_no_request_is_answered_too():
    def refused(id, message):
        return {"id": id, "error": {"class": "INVALID_REQUEST", "sqlstate": "08P01", "message": message}}
    whole = 'a request is one line with a JSON object: {"id": 1, "sql": ".."}'
    session_of([
        ("SELECT 1", refused(None, whole)),
        ("[1]", refused(None, whole)),
        ('{"id": 1', refused(None, whole)),
        ({"id": 2, "sqll": "SELECT 1"}, refused(2, "'sqll' is no part of a request; id, sql, args, set and reset are")),
        ({"id": 3, "sql": 7}, refused(3, "'sql' must be a text")),
        ({"id": 4, "reset": "yes"}, refused(4, "'reset' must be true or false")),
        ({"id": 5, "set": ["a"]}, refused(5, "'set' must be an object of keys and values")),
        ({"id": 6, "set": {"a": None}}, refused(6, "the value of 'a' in 'set' must be a text")),
        ({"id": 7, "sql": "SELECT 7 AS a"}, {"id": 7, "schema": "struct<a:int>", "rows": [["7"]]}),
        ({"id": 8, "sql": "SELECT 1", "args": 1}, refused(8, "'args' must be an object of names and values, or a list of values")),
        ({"id": 9, "sql": "SELECT :a", "args": {"a": {"type": "NO TYPE", "value": 1}}},
         refused(9, "the 'type' of a value in 'args' must be a data type's name")),
    ])


def parameters_stand_where_literals_may():
    def unbound(id, column):
        return {"id": id, "error": {"class": "UNBOUND_SQL_PARAMETER", "sqlstate": "42P02", "line": 1, "column": column}}
    session_of([
        ({"id": 1, "sql": "SELECT :a, :b, :c, :d, :e", "args": {"a": 1, "b": 3000000000, "c": 1.5, "d": "it's", "e": None}},
         {"id": 1, "schema": "struct<1:int,3000000000:bigint,1.5:double,it's:string,NULL:void>",
          "rows": [["1", "3000000000", "1.5", "it's", None]]}),
        ({"id": 2, "sql": "SELECT ? + ?, ? AS t", "args": [1, -2, True]},
         {"id": 2, "schema": "struct<(1 + -2):int,t:boolean>", "rows": [["-1", "true"]]}),
        ({"id": 3, "sql": "SELECT id FROM range(10) WHERE id > :low ORDER BY id LIMIT :n OFFSET :o", "args": {"low": 3, "n": 2, "o": 1}},
         {"id": 3, "schema": "struct<id:bigint>", "rows": [["5"], ["6"]]}),
        ({"id": 4, "sql": "SELECT IDENTIFIER(:f)(IDENTIFIER(:c)) AS r FROM VALUES (-7) AS t(a)", "args": {"f": "abs", "c": "t.a"}},
         {"id": 4, "schema": "struct<r:int>", "rows": [["7"]]}),
        ({"id": 5, "sql": "SELECT * FROM IDENTIFIER('ran' || :f)(2)", "args": {"f": "ge"}},
         {"id": 5, "schema": "struct<id:bigint>", "rows": [["0"], ["1"]]}),
        ({"id": 6, "sql": "SELECT :d AS d, :l AS l, :m AS m",
          "args": {"d": {"type": "DATE", "value": "2020-01-02"}, "l": [1, 2], "m": {"k": "v"}}},
         {"id": 6, "schema": "struct<d:date,l:array<int>,m:map<string,string>>", "rows": [["2020-01-02", "[1,2]", '{"k":"v"}']]}),
        ({"id": 7, "sql": "SELECT ':a' AS s, :a AS v -- :a", "args": {"a": "x"}},
         {"id": 7, "schema": "struct<s:string,v:string>", "rows": [[":a", "x"]]}),
        ({"id": 8, "sql": "SELECT :a, :b", "args": {"a": 1}}, unbound(8, 12)),
        ({"id": 9, "sql": "SELECT :a"}, unbound(9, 8)),
        ({"id": 10, "sql": "SELECT ?, ?", "args": [1]}, unbound(10, 11)),
        ({"id": 11, "sql": "SELECT :a + nosuch", "args": {"a": 123456}},
         {"id": 11, "error": {"class": "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", "sqlstate": "42703", "line": 1, "column": 13}}),
        ({"id": 12, "sql": "CREATE TEMP VIEW v AS SELECT :a AS a", "args": {"a": 5}}, {"id": 12, "schema": "struct<>", "rows": []}),
        ({"id": 13, "sql": "SELECT * FROM v WHERE a = :a", "args": {"a": 5}}, {"id": 13, "schema": "struct<a:int>", "rows": [["5"]]}),
    ])


def many_statements_are_one_process():
    requests = []
    for i in range(2000):
        if i % 10 == 9:
            requests.append(({"id": i, "sql": f"SELECT {i} +"},
                             {"id": i, "error": {"class": "PARSE_SYNTAX_ERROR", "sqlstate": "42601",
                                                 "hint": "expected an expression", "line": 1, "column": 10 + len(str(i))}}))
        else:
            requests.append(({"id": i, "sql": f"SELECT {i} + 1 AS a"},
                             {"id": i, "schema": "struct<a:int>", "rows": [[str(i + 1)]]}))
    session_of(requests)


def a_statement_after_the_other_outside_of_jsonl():
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([TARN, "sql", "--output", "csv",
                               "CREATE TEMP VIEW v AS SELECT 1 AS a; SELECT a + 1 AS b FROM v; SELECT nosuch; SELECT 3"],
                              text=True, cwd=folder, capture_output=True, timeout=60)
        assert done.returncode == 1
        assert done.stdout == "b\n2\n", done.stdout
        assert done.stderr.startswith("query:1:71: error[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION]"), done.stderr


if __name__ == "__main__":
    values_are_as_sparks_shell_prints_them()
    errors_say_their_class_and_place()
    a_session_lasts_until_a_fresh_one_is_asked_for()
    what_is_no_request_is_answered_too()
    parameters_stand_where_literals_may()
    many_statements_are_one_process()
    a_statement_after_the_other_outside_of_jsonl()
    print("a session for programs answers every line")
