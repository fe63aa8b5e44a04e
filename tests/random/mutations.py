"""Statements that Spark has answered, spoilt: a token lost, an argument of another type, a name misspelt ...

A mutation takes the tokens of a statement and returns its text spoilt, or None where it finds nothing to spoil.
What comes out may well be right; both engines are asked all the same.
"""
import re

TOKEN = re.compile(r"""\s+|--[^\n]*|/\*.*?\*/|[rR]?'(?:[^'\\]|\\.|'')*'|[rR]?"(?:[^"\\]|\\.)*"|`[^`]*`"""
                   r"""|\d+\.\d+(?:[eE][+-]?\d+)?\w*|\w+|<=>|=>|->|\|>|\|\||::|<=|>=|<>|!=|==|<<|.""", re.S)
KEYWORDS = """SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET UNION ALL EXCEPT INTERSECT DISTINCT AS ON USING JOIN LEFT RIGHT
FULL INNER CROSS SEMI ANTI NATURAL LATERAL VIEW OUTER AND OR NOT IN EXISTS BETWEEN LIKE RLIKE IS NULL CASE WHEN THEN ELSE END CAST
WITH VALUES OVER PARTITION ROWS RANGE PRECEDING FOLLOWING UNBOUNDED CURRENT ROW WINDOW FILTER WITHIN INTERVAL DATE TIMESTAMP TRUE
FALSE ASC DESC NULLS FIRST LAST PIVOT UNPIVOT FOR TABLE ROLLUP CUBE GROUPING SETS ESCAPE TO DAY HOUR MINUTE SECOND YEAR MONTH
RECURSIVE QUALIFY SORT CLUSTER DISTRIBUTE TABLESAMPLE ARRAY MAP STRUCT INT STRING DOUBLE""".split()
KEYWORD_SET = set(KEYWORDS)
TYPES = ["INT", "STRING", "DATE", "TIMESTAMP", "BOOLEAN", "BINARY", "DOUBLE", "DECIMAL(3,1)", "DECIMAL(50,2)", "DECIMAL(2,5)",
         "ARRAY<INT>", "MAP<STRING, INT>", "STRUCT<a: INT>", "INTERVAL DAY", "INTERVAL YEAR TO MONTH", "VARIANT", "TINYINT",
         "TIMESTAMP_NTZ", "TIME", "nosuchtype", "CHAR", "VARCHAR(0)", "ARRAY", "DECIMAL(3", "INTERVAL", "MAP<STRING>", "VOID"]
VALUES = ["1", "'a'", "true", "NULL", "DATE'2024-01-31'", "TIMESTAMP'2024-01-31 10:00:00'", "array(1, 2)", "map('k', 1)",
          "named_struct('a', 1)", "INTERVAL '1' DAY", "INTERVAL '2' MONTH", "INTERVAL 1 MONTH 2 DAYS", "X'01'", "1.5", "2.5D", "-1", "''",
          "0", "array('a')", "1Y", "9223372036854775807", "array()", "map()", "x -> x", "TIME'10:00:00'", "parse_json('1')"]
ODD = ["*", "count(*)", "sum(1)", "explode(array(1, 2))", "row_number() OVER (ORDER BY 1)", "row_number() OVER ()", "(SELECT 1, 2)", "(SELECT 1)",
       "(SELECT c FROM VALUES (1), (2) u(c))", "EXISTS (SELECT 1)", "1 IN (SELECT 1, 2)", "nosuch", "nosuch(1)", "nosuch.a", "t.nosuch",
       "max(max(1))", "sum(row_number() OVER (ORDER BY 1))", "lag(1)", "explode(explode(array(array(1))))", "t.*", "nosuch.*", "grouping(1)",
       "grouping_id()", "first(1) FILTER (WHERE 1)", "percentile_cont(0.5)", "count(DISTINCT 1) OVER ()", "abs(DISTINCT 1)", "1 FILTER (WHERE true)",
       "posexplode(array(1))", "stack(2, 1, 2)", "inline(array(struct(1, 2)))", "count()", "(SELECT sum(1) OVER ())", "(SELECT count(*))", "rand('a')",
       "if(1, 2, 3)", "CASE WHEN 1 THEN 2 END", "NOT 1", "-'a'", "- true", "1 + true", "'a' || array(1)", "1 = array(1)", "1 IN ('a', array(1))",
       "1 BETWEEN 'a' AND array(1)", "1 LIKE 'a'", "array(1)[true]", "map('a', 1)[1]", "struct(1).nosuch", "struct(1).col1", "1.a", "'a'.b",
       "raise_error('x')", "1 / 0", "CAST('a' AS INT)", "array(1)[5]", "assert_true(false)", "map(1, 2, 1, 3)", "1 % 0", "DATE'x'",
       "CAST(array(1) AS INT)", "CAST(1 AS ARRAY<INT>)", "CAST(1 AS nosuch)", "1 COLLATE nosuch", "current_date(1)", "transform(1, x -> x)",
       "transform(array(1), (x, y, z) -> x)", "filter(array(1), x -> 1)", "(x -> x)", "aggregate(array(1), 0, (a, b) -> 'x')", "TABLE(range(1))",
       "?", ":p", "`no such`", "@", "exists(1)", "any(1)", "2147483648 + 'x'", "interval '1' day + 1", "date'2024-01-01' + 'a'", "unix_timestamp(1)"]
BAD_LITERALS = ["DATE'2020-13-01'", "TIMESTAMP'x'", "INTERVAL 'x' DAY", "1E999", "99999999999999999999999999999999999999999", "128Y", "40000S",
                "9223372036854775808L", "X'0G'", "X'0'", "'open", "`open", "1e", "1.5BDX", "INTERVAL '1-13' YEAR TO MONTH", "INTERVAL 1 NOSUCH",
                "INTERVAL '1' YEAR TO DAY", "TIME'25:00:00'", "\"open", "b'1'", "1_000", "0x1F", ".", "1..2", "INTERVAL", "DATE", "TIMESTAMP 'x' 'y'",
                "1.0E400BD", "'a' 'b'", "$1", "#", "{d '2020-01-01'}", "N'a'", "1a", "ARRAY[1]", "[1]", "ROW(1)", "1::nosuch", "1::", "3.4e39f"]
TAILS = ["WHERE sum(1) > 0", "WHERE row_number() OVER (ORDER BY 1) = 1", "WHERE explode(array(1)) = 1", "ORDER BY 99", "ORDER BY 0", "ORDER BY nosuch",
         "GROUP BY 99", "GROUP BY ALL", "GROUP BY 0", "GROUP BY nosuch", "GROUP BY count(*)", "HAVING nosuch", "HAVING 1", "HAVING count(*) > 'a'",
         "LIMIT -1", "LIMIT 'a'", "LIMIT nosuch", "LIMIT rand()", "LIMIT NULL", "OFFSET -1", "OFFSET 'x'", "LIMIT ALL", "LIMIT 1 LIMIT 2",
         "UNION ALL SELECT 1, 2, 3, 4, 5, 6, 7", "UNION SELECT array(1)", "EXCEPT SELECT 1", "INTERSECT SELECT map(1, 2)", "UNION BY NAME SELECT 1 AS nosuch",
         "ORDER BY sum(1)", "ORDER BY row_number() OVER (ORDER BY 1)", "ORDER BY (SELECT 1)", "SORT BY 1 ORDER BY 1", "CLUSTER BY 1 SORT BY 1", "WHERE 1", "WHERE NULL",
         "WHERE 'a'", "WHERE (SELECT 1, 2) = 1", "WHERE EXISTS (SELECT nosuch)", "WHERE 1 IN (SELECT 1, 2)", "QUALIFY 1 = 1", "QUALIFY row_number() OVER (ORDER BY 1) = 1",
         "GROUP BY ROLLUP(1, nosuch)", "GROUP BY GROUPING SETS ((1), (99))", "WINDOW w AS (ORDER BY 1), w AS (ORDER BY 2)", "WINDOW w AS (nosuch)",
         "LATERAL VIEW explode(1) v AS x", "LATERAL VIEW nosuch(1) v AS x", "LATERAL VIEW explode(array(1)) v AS x, y", "JOIN nosuch", "JOIN (SELECT 1 AS a) USING (nosuch)",
         "|> WHERE nosuch", "|> AGGREGATE count(*)", "|> SELECT nosuch", "|> EXTEND sum(1)", "|> DROP nosuch", "|> ORDER BY 99", "|> SET nosuch = 1", "|> LIMIT -1",
         "PIVOT (sum(1) FOR nosuch IN (1))", "UNPIVOT (a FOR b IN (nosuch))", "TABLESAMPLE (200 PERCENT)", "TABLESAMPLE (x ROWS)", "LIMIT (SELECT 1)", "ORDER BY *", "ORDER BY ALL"]
WRAPS = ["SELECT * FROM ({q}) t(a)", "SELECT nosuch FROM ({q})", "SELECT ({q})", "SELECT 1 IN ({q})", "SELECT EXISTS ({q})", "({q}) UNION ({q}) ORDER BY 2",
         "WITH t AS ({q}) SELECT t.nosuch FROM t", "SELECT *, * FROM ({q}) t", "SELECT t.*, u.* FROM ({q}) t JOIN ({q}) u", "WITH t(a, b) AS ({q}) SELECT a FROM t",
         "SELECT count(*), * FROM ({q})", "SELECT * FROM ({q}) GROUP BY 1", "SELECT DISTINCT * FROM ({q}) ORDER BY nosuch", "{q}; {q}", "({q}", "{q})", "EXPLAIN {q} {q}",
         "SELECT sum(*) FROM ({q})", "SELECT max(struct(*)) FROM ({q})", "SELECT ARRAY({q})", "SELECT * EXCEPT (nosuch) FROM ({q})", "TABLE ({q})", "FROM ({q}) SELECT 1, nosuch",
         "SELECT * FROM VALUES (1) v(z), LATERAL ({q})", "SELECT (SELECT z FROM ({q})) FROM VALUES (1) v(z)", "SELECT z FROM VALUES (1) v(z) WHERE z = ({q})",
         "SELECT z FROM VALUES (1) v(z) WHERE z NOT IN ({q})", "WITH t AS ({q}), t AS ({q}) SELECT 1", "WITH RECURSIVE t AS ({q} UNION ALL SELECT * FROM t) SELECT * FROM t LIMIT 3",
         "SELECT a FROM ({q}) NATURAL JOIN ({q})", "SELECT z FROM VALUES (1), (2) v(z) GROUP BY z HAVING z IN ({q})", "SELECT CAST(({q}) AS INT)"]


def tokens_of(sql):
    return [token for token in TOKEN.findall(sql)]


def places(tokens, accept):
    return [at for at, token in enumerate(tokens) if accept(token)]


def solid(token):
    return not token.isspace() and not token.startswith(("--", "/*"))


def is_name(token):
    return bool(re.fullmatch(r"[A-Za-z_]\w*", token)) and token.upper() not in KEYWORD_SET


def is_literal(token):
    return bool(re.match(r"[\d'\"]", token))


def put(tokens, at, end, text):
    """The statement with tokens [at, end) replaced."""
    return "".join(tokens[:at]) + text + "".join(tokens[end:])


def closing(tokens, open_at):
    depth = 0
    for at in range(open_at, len(tokens)):
        depth += (tokens[at] in "([") - (tokens[at] in ")]")
        if depth == 0:
            return at
    return None


def calls(tokens):
    """(place of the name, [(begin, end) of each argument]) of what looks like a call."""
    found = []
    for at in range(len(tokens) - 1):
        if not re.fullmatch(r"\w+", tokens[at]) or tokens[at + 1] != "(":
            continue
        end = closing(tokens, at + 1)
        if end is not None:
            found.append((at, split(tokens, at + 2, end)))
    return found


def split(tokens, begin, end):
    """The items between commas of [begin, end)."""
    items, depth, start = [], 0, begin
    for at in range(begin, end):
        depth += (tokens[at] in "([") - (tokens[at] in ")]")
        if tokens[at] == "," and depth == 0:
            items.append((start, at))
            start = at + 1
    if any(solid(token) for token in tokens[start:end]):
        items.append((start, end))
    return items


def items_of_select(tokens):
    """The items of the first SELECT."""
    begin = next((at for at, token in enumerate(tokens) if token.upper() == "SELECT"), None)
    if begin is None:
        return []
    depth = 0
    for at in range(begin + 1, len(tokens)):
        depth += (tokens[at] in "([") - (tokens[at] in ")]")
        if depth < 0 or depth == 0 and tokens[at].upper() in ("FROM", "WHERE", "GROUP", "ORDER", "UNION", "LIMIT", "HAVING"):
            return split(tokens, begin + 1, at)
    return split(tokens, begin + 1, len(tokens))


def drop_token(tokens, rng):
    at = rng.choice(places(tokens, solid))
    return put(tokens, at, at + 1, "")


def double_token(tokens, rng):
    at = rng.choice(places(tokens, solid))
    return put(tokens, at, at + 1, tokens[at] + " " + tokens[at])


def swap_tokens(tokens, rng):
    solids = places(tokens, solid)
    if len(solids) < 3:
        return None
    which = rng.randrange(len(solids) - 1)
    a, b = solids[which], solids[which + 1]
    return "".join(tokens[:a]) + tokens[b] + " " + "".join(tokens[a + 1:b]) + tokens[a] + " " + "".join(tokens[b + 1:])


def cut_short(tokens, rng):
    return "".join(tokens[:rng.choice(places(tokens, solid))]) or None


def insert_keyword(tokens, rng):
    at = rng.choice(places(tokens, solid))
    return put(tokens, at, at, " " + rng.choice(KEYWORDS) + " ")


def other_keyword(tokens, rng):
    spots = places(tokens, lambda token: token.upper() in KEYWORD_SET)
    return put(tokens, (at := rng.choice(spots)), at + 1, rng.choice(KEYWORDS)) if spots else None


def other_operator(tokens, rng):
    signs = ["+", "-", "*", "/", "%", "=", "<", ">", "<=>", "<>", "||", "&", "|", "^", "!", "~", ",", ".", "::", "->", "=>", ":", "[", "(", ")", "IS", "<<", ">>"]
    spots = places(tokens, lambda token: solid(token) and not re.match(r"[\w'\"`]", token))
    return put(tokens, (at := rng.choice(spots)), at + 1, rng.choice(signs)) if spots else None


def misspell(tokens, rng):
    spots = places(tokens, is_name)
    if not spots:
        return None
    at = rng.choice(spots)
    word = tokens[at]
    cut = rng.randrange(len(word))
    return put(tokens, at, at + 1, rng.choice([word + "x", word[:cut] + word[cut + 1:] or "q", word[:cut] + "z" + word[cut + 1:], "nosuch"]))


def qualify(tokens, rng):
    spots = places(tokens, is_name)
    return put(tokens, (at := rng.choice(spots)), at + 1, rng.choice(["nosuch.", "t.", "a.b.c."]) + tokens[at]) if spots else None


def swap_names(tokens, rng):
    spots = places(tokens, is_name)
    return put(tokens, (at := rng.choice(spots)), at + 1, tokens[rng.choice(spots)]) if spots else None


def drop_argument(tokens, rng):
    found = [call for call in calls(tokens) if call[1]]
    if not found:
        return None
    _, arguments = rng.choice(found)
    which = rng.randrange(len(arguments))
    begin, end = arguments[which]
    if len(arguments) > 1:
        begin, end = (begin, end + 1) if which == 0 else (begin - 1, end)
    return put(tokens, begin, end, "")


def add_argument(tokens, rng):
    found = calls(tokens)
    if not found:
        return None
    at, arguments = rng.choice(found)
    value = rng.choice(VALUES)
    return put(tokens, at + 2, at + 2, value + ", " if arguments else value)


def append_argument(tokens, rng):
    found = [call for call in calls(tokens) if call[1]]
    if not found:
        return None
    end = rng.choice(found)[1][-1][1]
    return put(tokens, end, end, ", " + rng.choice(VALUES))


def named_argument(tokens, rng):
    found = [call for call in calls(tokens) if call[1]]
    if not found:
        return None
    begin, _ = rng.choice(rng.choice(found)[1])
    return put(tokens, begin, begin, rng.choice(["nosuch", "expr", "str", "start"]) + " => ")


def other_argument(tokens, rng, offered=VALUES):
    found = [call for call in calls(tokens) if call[1]]
    if not found:
        return None
    begin, end = rng.choice(rng.choice(found)[1])
    return put(tokens, begin, end, rng.choice(offered))


def odd_argument(tokens, rng):
    return other_argument(tokens, rng, ODD)


def other_item(tokens, rng):
    items = items_of_select(tokens)
    if not items:
        return None
    begin, end = rng.choice(items)
    return put(tokens, begin, end, " " + rng.choice(ODD + VALUES) + " ")


def another_item(tokens, rng):
    items = items_of_select(tokens)
    return put(tokens, items[0][0], items[0][0], " " + rng.choice(ODD) + ",") if items else None


def wrap_item(tokens, rng):
    items = items_of_select(tokens)
    if not items:
        return None
    begin, end = rng.choice(items)
    text = "".join(tokens[begin:end]).strip()
    text = re.split(r"\s+AS\s+\w+$", text, flags=re.I)[0]
    form = rng.choice(["sum({})", "explode({})", "count(DISTINCT {})", "({}) OVER (ORDER BY 1)", "({}).nosuch", "({})[0]", "- ({})", "NOT ({})", "({}) + 1",
                       "({}) || 'a'", "({}) AND true", "abs({})", "upper({})", "CAST({} AS %s)" % rng.choice(TYPES), "({}) = 1", "({}) IN (1, 'a')", "array({}, 1)",
                       "map({}, 1)", "coalesce({}, 1)", "max({}) OVER ()", "sum(sum({}))", "({}) LIKE 'a'", "date_add({}, 1)", "size({})", "({}).*", "({}) AS (a, b)",
                       "({})::%s" % rng.choice(TYPES), "collect_set({})", "max({})", "transform({}, x -> x + 1)", "EXISTS ({})", "grouping({})", "({}) IS TRUE", "{} {}"])
    return put(tokens, begin, end, " " + form.replace("{}", text) + " ")


def other_literal(tokens, rng):
    spots = places(tokens, is_literal)
    return put(tokens, (at := rng.choice(spots)), at + 1, rng.choice(VALUES)) if spots else None


def odd_value(tokens, rng):
    spots = places(tokens, lambda token: is_literal(token) or is_name(token))
    return put(tokens, (at := rng.choice(spots)), at + 1, rng.choice(ODD)) if spots else None


def bad_literal(tokens, rng):
    spots = places(tokens, is_literal)
    return put(tokens, (at := rng.choice(spots)), at + 1, rng.choice(BAD_LITERALS)) if spots else None


def other_type(tokens, rng):
    spots = [at for at in range(2, len(tokens)) if tokens[at - 2].upper() == "AS" and re.fullmatch(r"\w+", tokens[at])]
    return put(tokens, (at := rng.choice(spots)), at + 1, rng.choice(TYPES)) if spots else None


def drop_clause(tokens, rng):
    """Without GROUP BY .., ORDER BY .., WHERE .. or the like, up to the next clause or parenthesis."""
    heads = {"GROUP", "WHERE", "ORDER", "HAVING", "FROM", "PARTITION", "ON", "USING", "FILTER", "WITHIN", "OVER", "LIMIT", "WINDOW"}
    spots = places(tokens, lambda token: token.upper() in heads)
    if not spots:
        return None
    at = rng.choice(spots)
    depth = 0
    for end in range(at + 1, len(tokens) + 1):
        if end == len(tokens):
            break
        depth += (tokens[end] in "([") - (tokens[end] in ")]")
        if depth < 0 or depth == 0 and tokens[end].upper() in heads | {"UNION", "SELECT"}:
            break
    return put(tokens, at, end, "")


def tail(tokens, rng):
    return "".join(tokens) + " " + rng.choice(TAILS)


def tail_inside(tokens, rng):
    spots = places(tokens, lambda token: token == ")")
    return put(tokens, (at := rng.choice(spots)), at, " " + rng.choice(TAILS)) if spots else None


def wrap(tokens, rng):
    return rng.choice(WRAPS).replace("{q}", "".join(tokens))


# Of syntax, and of everything behind it, which is asked twice as often.
OF_TOKENS = [drop_token, double_token, swap_tokens, cut_short, insert_keyword, other_keyword, other_operator, bad_literal]
OF_MEANING = [misspell, qualify, swap_names, drop_argument, add_argument, append_argument, named_argument, other_argument, odd_argument, other_item,
              another_item, wrap_item, other_literal, odd_value, other_type, drop_clause, tail, tail_inside, wrap]
MUTATIONS = OF_TOKENS + 2 * OF_MEANING


def mutated(sql, rng):
    """(name of the mutation, the statement spoilt)."""
    tokens = tokens_of(sql)
    while True:
        mutation = rng.choice(MUTATIONS)
        text = mutation(tokens, rng)
        if text and text != sql:
            return mutation.__name__, text
