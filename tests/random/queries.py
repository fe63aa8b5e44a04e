"""Random queries over small inline tables: every clause, and answers that rest on no order of rows.

Each table has an `id` of its own in each row, so that windows and LIMIT have a total order to go by.
"""
from expressions import AGGREGATE, Expressions, Scope
from literals import ORDERED, TAME
from tree import Node, listed, words

JOINS = ["JOIN", "INNER JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL OUTER JOIN", "CROSS JOIN", "LEFT SEMI JOIN", "LEFT ANTI JOIN"]
FRAMES = ["", "", " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW", " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
          " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING", " ROWS 2 PRECEDING", " ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING",
          " RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING", " RANGE BETWEEN 1 PRECEDING AND CURRENT ROW",
          " ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING", " RANGE BETWEEN CURRENT ROW AND 2 FOLLOWING"]
RANKINGS = [("row_number()", "int"), ("rank()", "int"), ("dense_rank()", "int"), ("percent_rank()", "double"),
            ("cume_dist()", "double"), ("ntile(2)", "int")]
# Nested ones are of fewer uses, so they come less often.
COLUMN_TYPES = [kind for kind in TAME if kind in ORDERED] * 3 + [kind for kind in TAME if kind not in ORDERED]


class Source:
    """A FROM: its text, its columns, those that make its rows different, and whether a JOIN may follow it."""

    def __init__(self, node, columns, ids, joinable=True):
        self.node, self.columns, self.ids, self.joinable = node, columns, ids, joinable


class Queries:
    def __init__(self, rng):
        self.rng, self.expressions, self.names = rng, Expressions(rng), 0

    def name(self, letter):
        self.names += 1
        return f"{letter}{self.names}"

    def chance(self, share):
        return self.rng.random() < share

    # -- FROM

    def table(self, name=None):
        name = name or self.name("t")
        columns = [("id", "int"), ("k", "int"), ("s", "string")]
        columns += [(each, self.rng.choice(COLUMN_TYPES)) for each in "vw"[:self.rng.randrange(1, 3)]]
        rows = []
        for i in range(self.rng.randrange(1, 6)):
            cells = [Node([str(i + 1)], "row")] + [Node([self.rng.choice(TAME[kind])], "row") for _, kind in columns[1:]]
            rows.append(Node(["(", Node(cells, "row", separator=", "), ")"], "row"))
        # The first row has a type for each column.
        typed = [Node([TAME[kind][0]], "row") for _, kind in columns[1:]]
        rows.insert(0, Node(["(", Node([Node(["0"], "row"), *typed], "row", separator=", "), ")"], "row"))
        alias = f" AS {name}(" + ", ".join(each for each, _ in columns) + ")"
        return Source(Node(["VALUES ", listed(rows), alias], "clause"),
                      [(f"{name}.{each}", kind) for each, kind in columns], [f"{name}.id"])

    def source(self, depth=1):
        roll = self.rng.random()
        if depth > 0 and roll < .4:
            return self.join(depth)
        if depth > 0 and roll < .5:
            return self.derived(depth)
        if roll < .58:
            return self.exploded()
        return self.table()

    def relation(self, source):
        """What may stand on a join's side."""
        return source.node

    def join(self, depth):
        left = self.source(depth - 1)
        if not left.joinable:
            left = self.table()
        if self.chance(.15):
            return self.lateral(left)
        right = self.table()
        kind = self.rng.choice(JOINS)
        columns, ids = left.columns + right.columns, left.ids + right.ids
        if "SEMI" in kind or "ANTI" in kind:
            columns, ids = left.columns, left.ids
        if kind == "CROSS JOIN":
            return Source(Node([left.node, " CROSS JOIN ", right.node], "clause"), columns, ids)
        if self.chance(.12) and all(f".{name}" in "".join(source.ids) for name in ["id"] for source in (left, right)) and len(left.ids) == 1:
            return Source(Node([left.node, f" {kind} ", right.node, self.rng.choice([" USING (id)", " USING (id, k)"])], "clause"), columns, ids)
        condition = self.join_condition(left, right)
        return Source(Node([left.node, f" {kind} ", right.node, " ON ", condition], "clause"), columns, ids)

    def lateral(self, left):
        """A subquery that reads the columns to its left."""
        alias, inner = self.name("l"), self.table()
        outer = self.rng.choice([name for name, kind in left.columns if kind == "int"])
        mine, kind = self.rng.choice(inner.columns[:3])
        what, kind = self.rng.choice([(f"{mine} AS y", kind), ("count(*) AS y", "bigint"), (f"max({mine}) AS y", kind),
                                      (f"{inner.columns[0][0]} + {outer} AS y", "int")])
        where = f" WHERE {inner.columns[1][0]} {self.rng.choice(['=', '<', '<=>'])} {outer}"
        limit = f" ORDER BY {inner.columns[0][0]} LIMIT 1" if "(" not in what and self.chance(.3) else ""
        head, tail = self.rng.choice([(" CROSS JOIN", ""), (" JOIN", " ON true"), (" LEFT JOIN", " ON true"), (",", "")])
        return Source(Node([left.node, f"{head} LATERAL (SELECT {what} FROM ", inner.node, where, limit, f") AS {alias}{tail}"], "clause"),
                      left.columns + [(f"{alias}.y", kind)], left.ids + [f"{alias}.y"], head != ",")

    def join_condition(self, left, right):
        one = self.rng.choice([name for name, kind in left.columns if kind == "int"])
        other = self.rng.choice([name for name, kind in right.columns if kind == "int"])
        equal = Node([f"{one} {self.rng.choice(['=', '=', '=', '<=>', '<'])} {other}"], "boolean")
        if self.chance(.3):
            more = self.condition(left.columns + right.columns)
            return Node(["(", equal, self.rng.choice([" AND ", " OR "]), more, ")"], "boolean")
        return equal

    def derived(self, depth):
        query, columns = self.select(depth - 1, named=True)
        alias = self.name("d")
        if not any(kind == "int" for _, kind in columns):
            return self.table()
        return Source(Node(["(", query, f") AS {alias}"], "clause"), [(f"{alias}.{name}", kind) for name, kind in columns],
                      [f"{alias}.{name}" for name, _ in columns])

    def exploded(self):
        base, alias = self.table(), self.name("e")
        k, text = base.columns[1][0], base.columns[2][0]
        view, columns, ids = self.rng.choice([
            (f" LATERAL VIEW explode(array(1, 2, {k})) {alias} AS x", [("x", "int")], "x"),
            (f" LATERAL VIEW OUTER posexplode(split({text}, '')) {alias} AS p, x", [("p", "int"), ("x", "string")], "p"),
            (f" LATERAL VIEW OUTER explode(filter(array({k}, 2), y -> y > 1)) {alias} AS x", [("x", "int")], "x"),
            (f" LATERAL VIEW inline(array(struct({k}, 'p'), struct(7, {text}))) {alias} AS x, y", [("x", "int"), ("y", "string")], "y"),
            (f" LATERAL VIEW stack(2, 1, {text}, 2, 'z') {alias} AS x, y", [("x", "int"), ("y", "string")], "x"),
            (f" LATERAL VIEW json_tuple('{{\"a\":1,\"b\":\"x\"}}', 'a', 'b') {alias} AS x, y", [("x", "string"), ("y", "string")], "x"),
            (f", LATERAL (SELECT {k} + 1 AS y) AS {alias}", [("y", "int")], "y"),
            (f", LATERAL explode(map('p', {k}, 'q', 2)) AS {alias}(x, y)", [("x", "string"), ("y", "int")], "x"),
            (f", LATERAL variant_explode(parse_json('[1, \"a\"]')) AS {alias}(p, x, y)", [("p", "int"), ("x", "string"), ("y", "variant")], "p"),
        ])
        return Source(Node([base.node, view], "clause"), base.columns + [(f"{alias}.{name}", kind) for name, kind in columns],
                      base.ids + [f"{alias}.{ids}"], joinable=False)

    # -- expressions

    def expression(self, kind, columns, depth=None):
        depth = self.rng.choice([0, 1, 1, 2]) if depth is None else depth
        return self.expressions.make(kind, depth, Scope(columns, tame=True))

    def any_kind(self):
        return self.rng.choice(["int"] * 4 + ["string"] * 3 + ["double", "boolean", "bigint", "decimal", "date"])

    def column(self, columns):
        name, kind = self.rng.choice(columns)
        return Node([name], kind, uses=name), kind

    def item(self, columns):
        if self.chance(.5):
            return self.column(columns)
        kind = self.any_kind()
        return self.expression(kind, columns), kind

    def predicate(self, columns):
        roll = self.rng.random()
        if roll < .25:
            return self.subquery_predicate(columns)
        if roll < .5:
            one = self.rng.choice([name for name, kind in columns if kind == "int"] or ["1"])
            return Node([f"{one} {self.rng.choice(['>', '<=', '<>', '=', 'IS DISTINCT FROM'])} {self.rng.randrange(4)}"], "boolean")
        return self.condition(columns)

    def condition(self, columns, depth=None):
        """An expression that is a boolean, too, where it is no more than a NULL."""
        node = self.expression("boolean", columns, depth)
        return words("(NULL = 1)", "boolean") if node.text() == "NULL" and self.chance(.9) else node

    def subquery_predicate(self, columns):
        inner = self.table()
        outer = self.rng.choice([name for name, kind in columns if kind == "int"] or ["1"])
        mine = self.rng.choice([inner.columns[0][0], inner.columns[1][0]])
        where = Node([f" WHERE {inner.columns[1][0]} {self.rng.choice(['=', '<', '<=>'])} {outer}"], "clause", optional=True)
        if self.chance(.4):
            where = self.where(inner.columns, .5)
        shape = self.rng.randrange(5)
        no = "NOT " if self.chance(.4) else ""
        if shape == 0:
            return Node([f"({no}EXISTS (SELECT 1 FROM ", inner.node, where, "))"], "boolean")
        if shape == 1:
            return Node([f"({outer} {no}IN (SELECT {mine} FROM ", inner.node, where, "))"], "boolean")
        if shape == 2:
            return Node([f"(({outer}, 'a') {no}IN (SELECT {mine}, {inner.columns[2][0]} FROM ", inner.node, where, "))"], "boolean")
        made = self.rng.choice(["max", "min", "count", "sum"])
        return Node([f"({outer} >= (SELECT {made}({mine}) FROM ", inner.node, where, "))"], "boolean")

    def where(self, columns, share=.45):
        if not self.chance(share):
            return words("")
        predicate = self.condition(columns) if self.chance(.4) else Node(
            [f"{self.rng.choice([n for n, kind in columns if kind == 'int'] or ['1'])} >= {self.rng.randrange(3)}"], "boolean")
        return Node([" WHERE ", predicate], "clause", optional=True)

    # -- SELECT

    def select(self, depth=1, named=False):
        """(node, columns); with `named` each column has a name of its own."""
        shape = self.rng.choice([self.plain] * 4 + [self.grouped] * 4 + [self.windowed] * 3 + [self.set_operation, self.with_query,
                                self.pivoted, self.unpivoted, self.piped, self.recursive, self.starred, self.generated])
        if depth <= 0 and shape in (self.set_operation, self.with_query, self.piped, self.recursive):
            shape = self.plain
        return shape(depth, named)

    def filtered(self, source):
        if not self.chance(.5):
            return words("")
        return Node([" WHERE ", self.predicate(source.columns)], "clause", optional=True)

    def items(self, made, named):
        nodes, columns = [], []
        for node, kind in made:
            name = self.name("c")
            if named or self.chance(.3):
                node = Node([node, f" AS {name}"], "clause")
            nodes.append(node)
            columns.append((name, kind))
        return listed(nodes), columns

    def plain(self, depth, named):
        source = self.source(depth)
        made = [self.item(source.columns) for _ in range(self.rng.randrange(1, 4))]
        if self.chance(.15):
            inner = self.table()
            scalar = f"(SELECT {self.rng.choice(['max', 'count', 'sum', 'min'])}({inner.columns[1][0]}) FROM "
            outer = self.rng.choice([name for name, kind in source.columns if kind == "int"])
            made.append((Node([scalar, inner.node, f" WHERE {inner.columns[1][0]} = {outer})"], "bigint"), "bigint"))
        items, columns = self.items(made, named)
        distinct = Node(["DISTINCT "], "clause", optional=True) if self.chance(.2) else words("")
        return Node(["SELECT ", distinct, items, " FROM ", source.node, self.filtered(source)], "query"), columns

    def aggregate(self, columns, over=False):
        # Some are no single aggregate, and so none of a window's.
        fitting = [each for each in AGGREGATE if not over or "sort" not in each.name and each.name != "mode" and
                   ("DISTINCT" not in (each.template or "") or self.chance(.05))]
        signature = self.rng.choice(fitting)
        self.expressions.preferred = [kind for _, kind in columns]
        node = self.expressions.call(signature, {}, 1, Scope(columns, tame=True))
        self.expressions.preferred = []
        node = node.replaced_id(columns)
        if self.chance(.15) and not over:
            node = Node([node, " FILTER (WHERE ", self.condition(columns, 1), ")"], node.kind)
        return node, node.kind

    def grouped(self, depth, named):
        source = self.source(depth)
        keys = [self.column(source.columns) if self.chance(.7) else self.item(source.columns)
                for _ in range(self.rng.randrange(0, 3))]
        made = [key for key in keys if self.chance(.85)]
        made += [self.aggregate(source.columns) for _ in range(self.rng.randrange(1, 3))]
        clause = self.group_by(keys)
        if len(keys) and ("ROLLUP" in clause.text() or "CUBE" in clause.text() or "SETS" in clause.text()) and self.chance(.4):
            said = self.rng.choice(["grouping_id()", f"grouping({keys[0][0].text()})"])
            made.append((Node([said], "bigint"), "bigint"))
        items, columns = self.items(made, named)
        having = words("")
        if self.chance(.2):
            having = Node([" HAVING ", self.rng.choice(["count(*) > 1", "count(*) >= 1", "true"])], "clause", optional=True)
        return Node(["SELECT ", items, " FROM ", source.node, self.filtered(source), clause, having], "query"), columns

    def group_by(self, keys):
        if not keys:
            return words("")
        texts = [node.text() for node, _ in keys]
        all = ", ".join(texts)
        return words(" GROUP BY " + self.rng.choice([all] * 4 + [
            "ALL", f"ROLLUP({all})", f"CUBE({all})", f"GROUPING SETS (({all}), ({texts[0]}), ())", f"{texts[0]}, ROLLUP({texts[-1]})"]))

    def windowed(self, depth, named):
        source = self.source(depth)
        made = [self.item(source.columns)]
        for _ in range(self.rng.randrange(1, 3)):
            made.append(self.window(source))
        items, columns = self.items(made, named)
        qualify = words("")
        if self.chance(.12):
            qualify = Node([f" QUALIFY row_number() OVER (ORDER BY {', '.join(source.ids)}) <= 2"], "clause", optional=True)
        return Node(["SELECT ", items, " FROM ", source.node, self.filtered(source), qualify], "query"), columns

    def window(self, source):
        partition = ""
        if self.chance(.6):
            partition = "PARTITION BY " + self.column(source.columns)[0].text() + " "
        total = ", ".join(each + self.rng.choice(["", " DESC", " NULLS LAST"]) for each in source.ids)
        frame = self.rng.choice(FRAMES)
        if "RANGE BETWEEN 1" in frame or "2 FOLLOWING" in frame and "RANGE" in frame:
            kinds = {"int": "1", "bigint": "1", "double": "1", "decimal": "1", "date": "1", "timestamp": "INTERVAL '1' DAY",
                     "timestamp_ntz": "INTERVAL '12' HOUR"}
            name, step = self.rng.choice([(name, kinds[kind]) for name, kind in source.columns if kind in kinds] or [("1", "1")])
            frame = frame.replace("2 F", "1 F").replace("1 ", step + " ")
            total = name + self.rng.choice(["", " DESC"])
        roll = self.rng.random()
        if roll < .3:
            text, kind = self.rng.choice(RANKINGS)
            return Node([text, f" OVER ({partition}ORDER BY {', '.join(source.ids)})"], kind), kind
        if roll < .5 and "RANGE" not in frame:
            value, kind = self.column(source.columns)
            if self.chance(.25):
                call = self.rng.choice(["collect_list({})", "any_value({})", "array_agg({})", "first({}, true)", "last({})"])
                before, after = call.split("{}")
                kind = ("array", kind) if "coll" in call or "agg" in call else kind
                return Node([before, value, after, f" OVER ({partition}ORDER BY {total}{frame})"], kind), kind
            call = self.rng.choice(["lag({})", "lead({})", "lag({}, 2)", "lead({}, 1) IGNORE NULLS"])
            if self.chance(.4):
                call, ordered = self.rng.choice(["first_value({})", "last_value({})", "nth_value({}, 2)", "first({}) IGNORE NULLS"]), frame
            else:
                ordered = ""
            before, after = call.split("{}")
            return Node([before, value, after, f" OVER ({partition}ORDER BY {total}{ordered})"], kind), kind
        node, kind = self.aggregate(source.columns, over=True)
        order = f"ORDER BY {total}{frame}" if self.chance(.8) else ""
        return Node([node, f" OVER ({partition}{order})"], kind), kind

    def set_operation(self, depth, named):
        left = self.table()
        kinds = [kind for _, kind in left.columns]
        right = self.table()
        count = self.rng.randrange(1, 4)
        ours = [self.column(left.columns) for _ in range(count)]
        theirs = [(self.expression(kind, right.columns, 1), kind) for _, kind in ours]
        items, columns = self.items(ours, True)
        others, _ = self.items(theirs, False)
        word = self.rng.choice(["UNION ALL", "UNION", "INTERSECT", "EXCEPT", "EXCEPT ALL", "INTERSECT ALL", "UNION DISTINCT", "MINUS"])
        return Node(["SELECT ", items, " FROM ", left.node, self.filtered(left), f" {word} SELECT ", others, " FROM ", right.node,
                     self.filtered(right)], "query"), columns

    def with_query(self, depth, named):
        inner, columns = self.select(depth - 1, named=True)
        name = self.name("w")
        made = [self.item([(f"{name}.{each}", kind) for each, kind in columns]) for _ in range(self.rng.randrange(1, 3))]
        items, outer = self.items(made, named)
        again = ""
        if self.chance(.3):
            again = f" CROSS JOIN {name} AS again"
        return Node([f"WITH {name} AS (", inner, ") SELECT ", items, f" FROM {name}{again}"], "query"), outer

    def piped(self, depth, named):
        source = self.source(depth - 1)
        name, kind = self.rng.choice(source.columns)
        parts = ["FROM ", source.node]
        if self.chance(.5):
            parts.append(Node([" |> WHERE ", self.predicate(source.columns)], "clause", optional=True))
        if self.chance(.5):
            made, kind = self.aggregate(source.columns)
            column, grouped = self.name("c"), self.name("c")
            parts += [" |> AGGREGATE ", made, f" AS {column} GROUP BY {name} AS {grouped}"]
            columns = [(grouped, "string"), (column, kind)]
        else:
            item, kind = self.item(source.columns)
            column = self.name("c")
            parts += [" |> SELECT ", item, f" AS {column}"]
            columns = [(column, kind)]
        if self.chance(.3):
            parts.append(words(self.rng.choice([f" |> ORDER BY {column} |> LIMIT 9", f" |> EXTEND {column} IS NULL AS z |> DROP z",
                                                f" |> WHERE {column} IS NOT NULL", f" |> AS p |> SELECT p.*"]), optional=True))
        return Node(parts, "query"), columns

    def recursive(self, depth, named):
        name = self.name("r")
        start, step, most = self.rng.randrange(3), self.rng.randrange(1, 4), self.rng.randrange(1, 9)
        text = self.rng.choice(["'a'", "CAST('x' AS STRING)", "''"])
        made, kind = self.item([(f"{name}.n", "int"), (f"{name}.s", "string")])
        items, columns = self.items([(Node([f"{name}.n"], "int", uses=f"{name}.n"), "int"), (made, kind)], named)
        return Node([f"WITH RECURSIVE {name}(n, s) AS (SELECT {start}, {text} UNION ALL SELECT n + {step}, concat(s, n) FROM {name} "
                     f"WHERE n < {most}) SELECT ", items, f" FROM {name}"], "query"), columns

    def starred(self, depth, named):
        base = self.table()
        star = self.rng.choice(["*", "* EXCEPT (s)", f"{base.columns[0][0].split('.')[0]}.*", "*, id + 1 AS z"])
        if named:
            star = "id, k"
        return Node([f"SELECT {star} FROM ", base.node, self.filtered(base)], "query"), [("id", "int"), ("k", "int")]

    def generated(self, depth, named):
        """A generator among the selected."""
        base = self.table()
        k, text = base.columns[1][0], base.columns[2][0]
        call, kinds = self.rng.choice([
            (f"explode(array({k}, 5))", ["int"]), (f"explode_outer(filter(array({k}), x -> x > 1))", ["int"]),
            (f"posexplode(array({text}, 'q'))", ["int", "string"]), ("posexplode_outer(map('a', 1))", ["int", "string", "int"]),
            (f"inline(array(struct({k}, {text})))", ["int", "string"]), (f"inline_outer(array(struct({text}, 1)))", ["string", "int"]),
            (f"stack(2, {k}, 'a', 3, {text})", ["int", "string"]), (f"json_tuple(to_json(named_struct('a', {k}, 'b', {text})), 'a', 'b')", ["string", "string"])])
        names = [self.name("c") for _ in kinds]
        alias = f" AS ({', '.join(names)})" if named or self.chance(.4) else ""
        return (Node(["SELECT ", base.ids[0], " AS " + self.name("c") if named else "", ", ", Node([call], "clause"), alias, " FROM ", base.node,
                      self.filtered(base)], "query"), list(zip(names, kinds)))

    def pivoted(self, depth, named):
        base = self.table()
        made = self.rng.choice(["sum", "max", "count", "min", "avg"])
        third = "'é' AS c" if named else "'é'"
        query = Node(["SELECT * FROM (SELECT k, s, id FROM ", base.node, self.where(base.columns),
                      f") PIVOT ({made}(id) AS m FOR s IN ('a' AS a, 'b' AS b, {third}))"], "query")
        if named:
            return Node(["SELECT k, a FROM (", query, ")"], "query"), [("k", "int"), ("a", "bigint")]
        return query, [("k", "int"), ("a", "bigint"), ("b", "bigint"), ("c", "bigint")]

    def unpivoted(self, depth, named):
        base = self.table()
        nulls = self.rng.choice(["", "INCLUDE NULLS ", "EXCLUDE NULLS "])
        what = self.rng.choice(["(u FOR n IN (k, id))", "(u FOR n IN (k AS a, id AS b))", "((u, x) FOR n IN ((k, s), (id, s)))"])
        columns = [("u", "int"), ("n", "string")]
        return Node(["SELECT u, n FROM ", base.node, f" UNPIVOT {nulls}{what}"], "query"), columns

    def whole(self):
        query, columns = self.select(2)
        if self.chance(.35):
            if self.chance(.1):
                query.parts.append(words(" ORDER BY ALL", optional=True))
                return query
            places = ", ".join(str(i + 1) + self.rng.choice(["", "", " DESC", " NULLS LAST", " DESC NULLS FIRST"])
                               for i in range(len(columns)))
            query.parts.append(words(f" ORDER BY {places}", optional=True))
            if self.chance(.6):
                query.parts.append(words(f" LIMIT {self.rng.randrange(1, 5)}" + self.rng.choice(["", " OFFSET 1"]), optional=True))
        return query


def statement(rng):
    return Queries(rng).whole()
