"""Types, and the texts of their literals: plain values, and those at which engines part ways.

A type is a word ('int', 'ym' and 'ds' and 'cal' for the three families of intervals) or a tuple:
('array', T), ('map', K, V), ('struct', (T, ..)).
"""

WHOLE = ["tinyint", "smallint", "int", "bigint"]
NUMERIC = WHOLE + ["decimal", "float", "double"]
TIMES = ["date", "timestamp", "timestamp_ntz", "time"]
KEYS = NUMERIC + ["string", "binary", "boolean", "ym", "ds"] + TIMES
ORDERED = KEYS
SCALARS = ORDERED + ["cal", "variant"]

# Values that meet one another often, for the columns of queries.
TAME = {"int": ["0", "1", "2", "3", "NULL"], "string": ["'a'", "'b'", "''", "'é'", "NULL", "'B'"],
          "double": ["0.5D", "-1D", "2.25D", "NULL", "double('NaN')"], "bigint": ["7L", "-3L", "NULL"],
          "decimal": ["1.50", "-2.25", "10.00", "NULL", "0.001", "12345678901234567890.5"], "boolean": ["true", "false", "NULL"],
          "date": ["DATE'2024-02-29'", "DATE'2023-12-31'", "NULL"], "float": ["1.5F", "NULL", "-0.25F"],
          "timestamp": ["TIMESTAMP'2024-02-29 12:34:56'", "TIMESTAMP'2024-11-03 01:30:00'", "NULL"],
          "ds": ["INTERVAL '1' DAY", "INTERVAL '36' HOUR"], "ym": ["INTERVAL '3' MONTH", "INTERVAL '1' YEAR"],
          "smallint": ["5S", "-5S", "NULL"], "binary": ["X'61'", "X''", "NULL"],
          "timestamp_ntz": ["TIMESTAMP_NTZ'2024-02-29 12:34:56'", "NULL"], "time": ["TIME'01:02:03'", "NULL"],
          "cal": ["make_interval(0, 1)", "make_interval(0, 0, 0, 2)", "NULL"],
          "variant": ["parse_json('{\"a\":1}')", "parse_json('[1,2]')", "NULL"],
          ("array", "int"): ["array(1, 2)", "array(3, NULL)", "NULL", "array(2)"],
          ("array", "string"): ["array('a', 'b')", "array('b')", "NULL"],
          ("map", "string", "int"): ["map('a', 1)", "map('a', 1, 'b', 2)", "NULL"],
          ("struct", ("int", "string")): ["struct(1, 'a')", "struct(2, 'b')", "struct(NULL, 'a')", "NULL"]}

CAST_NAMES = {"ym": ["INTERVAL YEAR TO MONTH", "INTERVAL YEAR", "INTERVAL MONTH"],
              "ds": ["INTERVAL DAY TO SECOND", "INTERVAL DAY", "INTERVAL HOUR TO MINUTE", "INTERVAL SECOND",
                     "INTERVAL MINUTE TO SECOND"],
              "cal": ["INTERVAL"], "time": ["TIME", "TIME(0)", "TIME(3)"],
              "decimal": ["DECIMAL(10,2)", "DECIMAL(38,18)", "DECIMAL(5,0)", "DECIMAL(38,0)", "DECIMAL(18,6)",
                          "DECIMAL(3,3)", "DECIMAL(38,38)", "DECIMAL(20,4)", "DECIMAL"]}

PLAIN = {
    "tinyint": "0Y 1Y -1Y 5Y 100Y 127Y -128Y",
    "smallint": "0S 1S -1S 7S 1000S 32767S -32768S",
    "int": "0 1 -1 2 3 10 42 1000 2147483647 -2147483648 -7",
    "bigint": "0L 1L -1L 12L 3000000000L 9223372036854775807L -9223372036854775808L 86400L 1700000000L",
    "float": "0F 1.5F -2.25F float('NaN') float('Infinity') 3.4E38F float('1.4E-45') 16777216F 0.1F float('-0.0')",
    "double": "0D 1.5D -0.0D 0.1D 1E10D double('NaN') double('Infinity') double('-Infinity') "
              "1.7976931348623157E308D 4.9E-324D 123456.789D 1E-5D 2.5D -3D 9007199254740993D",
    "decimal": "0.0 1.5 -2.25 123.456 0.005 99999999999999999999999999999999999999 "
               "-0.00000000000000000000000000000000000001 12345678901234567890.123456789 1BD 2.50BD 100 -7.5",
    "boolean": "true false",
}

QUOTED = {
    "string": ["", "a", "abc", "ABC", "Spark SQL", " x ", "trailing  ", "0", "1", "-12", "3.14", "1e3", "NaN", "true",
               "héllo", "Straße", "日本語", "👍a👍", "İ", "a,b,,c", "%_", "\\\\", "it''s", "\\n", "2024-02-29", "12:34:56",
               "2024-03-10 02:30:00", "null", "e\\u0301", "ß", "ﬁ", "aaa", "abcabc", "\\t", "x\\u0000y", "+5", " 7 "],
    "date": ["2024-02-29", "1970-01-01", "0001-01-01", "9999-12-31", "2023-12-31", "1582-10-15", "1582-10-04",
             "1900-01-01", "2024-03-10", "2000-01-31", "2021-01-03", "-0044-03-15", "+12345-06-07"],
    "timestamp": ["2024-02-29 12:34:56.789012", "1970-01-01 00:00:00", "2024-03-10 02:30:00", "2024-11-03 01:30:00",
                  "2024-03-31 02:30:00", "1969-12-31 23:59:59.999999", "0001-01-01 00:00:00",
                  "9999-12-31 23:59:59.999999", "1883-11-18 12:00:00", "2023-06-15 08:00:00+05:30",
                  "2011-12-30 10:00:00", "-0044-03-15 01:02:03.5", "+12345-06-07 08:09:10"],
    "timestamp_ntz": ["2024-02-29 12:34:56.789012", "1970-01-01 00:00:00", "2024-03-10 02:30:00",
                      "1969-12-31 23:59:59.999999", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999",
                      "-0044-03-15 01:02:03.5", "+12345-06-07 08:09:10"],
    "time": ["00:00:00", "23:59:59.999999", "12:34:56.5", "01:02:03"],
    "json": ['{"a":1,"b":"x"}', '{"a":[1,2,3],"b":{"c":null}}', "[1,2,3]", "[]", "{}", "null", "1.50", '"s"', "{bad", "",
             '{"a":1.0e10,"a":2}', '[{"a":1},{"a":2}]', '{"é":true}', " [1 , 2] ", "true", '{"a":"1"}'],
    "json_path": ["$.a", "$", "$.b.c", "$[0]", "$[*].a", "$.a[1]", "$.x", "$['a']", "a", ""],
    "csv": ["1,x", "abc,d", "", ",", '2,"q,r"', "1", "7,é,9"],
    "xml": ["<a><b>1</b><b>2</b></a>", '<a x="5">t</a>', "<a/>", "", "<a>"],
    "xpath": ["a/b", "a/b/text()", "a/@x", "count(a/b)", "sum(a/b)", "a", "//b[2]", "a/"],
    "like": ["%", "a%", "_b_", "", "%a%", "abc", "a/%b", "%é%", "A_C", "\\\\%", "%\\n%"],
    "regex": ["a", "[a-c]+", "\\\\d+", "(a)(b)?", "", "^", "$", "\\\\s*", "(?i)ABC", "x*", ".", "[", "\\\\w+", "b|c", "(\\\\d)-(\\\\d)",
              "\\\\p{L}", "(?<n>.)", "\\\\b"],
    "replacement": ["", "x", "$1", "<$0>", "\\\\$", "é", "$9"],
    "pairs": ["a:1,b:2", "", "a", "a:1,a:2", ":,:", "k:v:w"],
    "hex": ["", "41", "1F2e", "zz", "abc", "C3A9"],
    "base64": ["", "YWJj", "YQ==", "!", "YWI", "/+8="],
    "digits": ["0", "10", "-1", "ff", "FFFFFFFFFFFFFFFF", "9223372036854775808", "zz", "", "4111111111111111", "12.5"],
    "number_pattern": ["#,###.##", "0.00", "000", "", "#", "##0.###E0"],
    "number_format": ["999", "9,999.99", "$99.9", "S99", "0000", "99D9", "999PR", "MI99", "9G999", "abc", "99.999"],
    "number_text": ["12", "1,234.56", "$5.5", "-7", "0042", "<12>", "", "x", "12.345"],
    "printf": ["%s %s", "%d-%s", "%5.2f|%s", "%x %s", "%2$s %1$s", "%%%s", "%08d %s", "%e %s", "%b %s", "%c %s", "%,d %s"],
    "charset": ["UTF-8", "US-ASCII", "ISO-8859-1", "UTF-16", "UTF-16BE", "utf-16le", "latin9"],
    "url": ["https://u:p@spark.apache.org:80/p/a?q=1&r=2#ref", "http://h", "", "not a url", "http://[::1]/x?q=%20", "ftp://a/b c"],
    "url_part": ["HOST", "PATH", "QUERY", "REF", "PROTOCOL", "FILE", "AUTHORITY", "USERINFO", "host", ""],
    "schema": ["a INT, b STRING", "a STRING", "a ARRAY<INT>, b STRUCT<c: STRING>", "a DOUBLE, b BOOLEAN", "a DECIMAL(5,2)", "a BIGINT, x DATE"],
    "variant_type": ["int", "string", "double", "boolean", "decimal(5,2)", "array<int>", "map<string,string>", "date"],
    "date_pattern": ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "dd/MM/yyyy", "EEEE", "MMM d, yyyy", "yyyyMMdd", "HH:mm:ss.SSS",
                     "yy", "D", "Q", "a hh", "G yyyy", "XXX", "VV", "z", "\\'T\\'yyyy", "MMMM", "", "yyyy-MM-dd\\'T\\'HH:mm:ssXXX", "bad", "u", "k", "SSSSSS"],
    "date_text": ["2024-02-29", "2024-02-29 10:11:12", "29/02/2024", "2023-02-29", "20240229", "", "1", "2024", "2024-3",
                  "2024-02-29T01:02:03Z", "2024-02-29 10:11:12.123456789", " 2024-01-01 ", "Feb 3, 2024", "epoch", "9999-12-31",
                  "10:11:12", "-0044-03-15", "2024-03-10 02:30:00"],
    "time_text": ["10:11:12", "1:2:3", "24:00:00", "", "23:59:59.9999999", "10:11", "T10:11:12", "x"],
    "zone": ["UTC", "America/Los_Angeles", "Asia/Kolkata", "+01:00", "GMT-8", "Europe/Berlin", "Nowhere/Else", "PST", "Z"],
    "weekday": ["MO", "tuesday", "Fri", "x", "SUNDAY", ""],
    "trunc_unit": ["YEAR", "month", "week", "quarter", "DAY", "HOUR", "minute", "SECOND", "MILLISECOND", "MICROSECOND", "mm", "yy", "bad", ""],
    "date_part": ["year", "doy", "dow", "DAYOFWEEK_ISO", "week", "YEAROFWEEK", "seconds", "hour", "quarter", "month", "minute", "dd", "bad"],
    "time_unit": ["HOUR", "minute", "SECOND", "MILLISECOND", "MICROSECOND", "DAY", ""],
}

NUMBERS = {
    "count": "0 1 2 3 -1 5 -2 10 12 31 4",
    "group": "0 1 2 3 -1", "places": "0 1 2 -1 3 -2 10 5", "shift": "0 1 3 31 32 63 64 -1 7", "radix": "2 10 16 36 -10 8 -16 1 37",
    "bits": "0 224 256 384 512 1", "year": "2024 1 9999 1970 0 10000 -5 2023", "seconds": "0 59 59.999999 60 1.5 30.123 -1 61 12.0000001",
}

WORDS = {
    "field": "YEAR QUARTER MONTH WEEK DAY DOW DOY HOUR MINUTE SECOND YEAROFWEEK DAYOFWEEK_ISO",
    "ds_field": "DAY HOUR MINUTE SECOND DAYS", "ym_field": "YEAR MONTH YEARS", "time_field": "HOUR MINUTE SECOND",
    "unit": "YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND DAYOFYEAR",
    "day_step": "INTERVAL_1_DAY INTERVAL_'1'_MONTH INTERVAL_-7_DAY INTERVAL_1_YEAR",
}

INTERVALS = {
    "ym": ["INTERVAL '1-2' YEAR TO MONTH", "INTERVAL '0' MONTH", "INTERVAL '-5' MONTH", "INTERVAL '3' YEAR",
           "INTERVAL '178956970-7' YEAR TO MONTH", "INTERVAL -'1-11' YEAR TO MONTH"],
    "ds": ["INTERVAL '1 02:03:04.567891' DAY TO SECOND", "INTERVAL '0' SECOND", "INTERVAL '-1' DAY",
           "INTERVAL '36' HOUR", "INTERVAL '106751991 04:00:54.775807' DAY TO SECOND", "INTERVAL '90' MINUTE",
           "INTERVAL -'0 00:00:00.000001' DAY TO SECOND", "INTERVAL '30' DAY"],
    "cal": ["make_interval(1, 2, 0, 3, 4, 5, 6.5)", "make_interval(0)", "make_interval(0, -1, 0, 1)",
            "make_interval(0, 0, 0, 0, 25)"],
}


def plain(rng, kind):
    """The text of a literal of the type that is not NULL."""
    if isinstance(kind, tuple):
        if kind[0] == "array":
            items = [literal(rng, kind[1]) for _ in range(rng.randrange(4))]
            # An empty array, or one of bare NULLs, has elements of no type: that is seldom what users write.
            if all(item == "NULL" for item in items):
                return f"CAST(array({', '.join(items)}) AS {cast_name(rng, kind)})" if rng.random() < .8 else "array()"
            return "array(" + ", ".join(items) + ")"
        if kind[0] == "map":
            keys = list(dict.fromkeys(plain(rng, kind[1]) for _ in range(rng.randrange(1, 3))))
            return "map(" + ", ".join(f"{key}, {literal(rng, kind[2])}" for key in keys) + ")"
        return "struct(" + ", ".join(literal(rng, each) for each in kind[1]) + ")"
    if kind in PLAIN:
        text = rng.choice(PLAIN[kind].split())
        return f"CAST({text} AS {cast_name(rng, kind)})" if kind == "decimal" and rng.random() < .2 else text
    if kind in INTERVALS:
        return rng.choice(INTERVALS[kind])
    if kind in ("date", "timestamp", "timestamp_ntz", "time"):
        return f"{kind.upper()}'{rng.choice(QUOTED[kind])}'"
    if kind == "string":
        return f"'{rng.choice(QUOTED[kind])}'"
    if kind == "binary":
        return rng.choice(["X''", "X'00'", "X'616263'", "X'FF80'", "X'C3A9'", "X'F09F918D'", "CAST('abc' AS BINARY)"])
    if kind == "variant":
        return f"parse_json('{rng.choice(QUOTED['json'][:8])}')"
    return "NULL"


def tame(rng, kind):
    """A value of TAME as an expression of its own, where a bare NULL would have no type."""
    text = rng.choice(TAME[kind])
    return f"CAST(NULL AS {cast_name(rng, kind)})" if text == "NULL" and rng.random() < .85 else text


def null(rng, kind):
    if rng.random() < .25 or kind == "void":
        return "NULL"
    return f"CAST(NULL AS {cast_name(rng, kind)})"


def literal(rng, kind):
    return null(rng, kind) if rng.random() < .12 else plain(rng, kind)


def pooled(rng, pool):
    """A text or a number of a pool; now and then one of another."""
    if pool in NUMBERS:
        return rng.choice(NUMBERS[pool].split()) if rng.random() < .95 else literal(rng, rng.choice(WHOLE[:3]))
    if rng.random() < .08:
        return literal(rng, "string")
    return "'" + rng.choice(QUOTED[pool]) + "'"


def cast_name(rng, kind):
    if isinstance(kind, tuple):
        if kind[0] == "array":
            return f"ARRAY<{cast_name(rng, kind[1])}>"
        if kind[0] == "map":
            return f"MAP<{cast_name(rng, kind[1])}, {cast_name(rng, kind[2])}>"
        return "STRUCT<" + ", ".join(f"f{i}: {cast_name(rng, each)}" for i, each in enumerate(kind[1])) + ">"
    if kind == "decimal" and rng.random() < .4:
        precision = rng.randrange(1, 39)
        return f"DECIMAL({precision},{rng.randrange(0, precision + 1)})"
    return rng.choice(CAST_NAMES[kind]) if kind in CAST_NAMES else kind.upper()
