"""Typed expressions, made from the signatures: a result is wanted, its arguments are made in turn."""
import re

import literals
import signatures
from tree import Node

LETTERS = "TUVKONI"


class Signature:
    def __init__(self, line):
        head, _, rest = line.rpartition(" | ")
        arguments, _, self.result = rest.rpartition("-> ")
        self.template = head if "{}" in head else None
        self.name = re.sub(r"[{}()\[\]]", "", head).split()[0] if self.template and re.match(r"\w", head) else head
        self.fixed = self.template is None and "(" in head  # count(*), mode()
        self.needed, self.optional = split_arguments(arguments.strip())


def split_arguments(text):
    needed, optional = [], []
    for part in re.findall(r"\[[^\]]*\]|'[^']*'|\S+", text):
        if part.startswith("["):
            optional.append([each for each in re.findall(r"'[^']*'|\S+", part[1:-1])])
        else:
            needed.append(part)
    return needed, optional


def parse_table(text):
    return [Signature(line) for line in text.strip().splitlines()]


SCALAR = parse_table(signatures.SCALAR)
AGGREGATE = parse_table(signatures.AGGREGATE)


class Pattern:
    """A type of a signature, with letters in it."""

    @staticmethod
    def parse(text):
        text = text.strip()
        found = re.fullmatch(r"(array|map)<(.*)>", text)
        if not found:
            return text
        inner, depth, parts = found[2], 0, [""]
        for char in inner:
            depth += (char == "<") - (char == ">")
            if char == "," and depth == 0:
                parts.append("")
            else:
                parts[-1] += char
        return (found[1], *map(Pattern.parse, parts))


def unify(pattern, kind, bound):
    """Whether the pattern may be the kind; the letters that this needs are noted in `bound`."""
    if isinstance(pattern, tuple):
        return (isinstance(kind, tuple) and kind[0] == pattern[0] and len(kind) == len(pattern)
                and all(unify(p, k, bound) for p, k in zip(pattern[1:], kind[1:])))
    if pattern in LETTERS and len(pattern) == 1:
        if pattern in bound:
            return bound[pattern] == kind
        if not fits_letter(pattern, kind):
            return False
        bound[pattern] = kind
        return True
    if pattern == "num":
        return kind in ("decimal", "double", "bigint", "int")
    if pattern == "struct":
        return isinstance(kind, tuple) and kind[0] == "struct"
    return pattern == kind


def fits_letter(letter, kind):
    if letter in "TUV":
        return True
    if letter == "N":
        return kind in literals.NUMERIC
    if letter == "I":
        return kind in literals.WHOLE
    if letter == "K":
        return kind in literals.KEYS
    return kind in literals.ORDERED or (isinstance(kind, tuple) and kind[0] == "array" and fits_letter("O", kind[1]))


class Scope:
    """The columns and lambda parameters that an expression may name: (text, type)."""

    def __init__(self, columns=(), parameters=(), tame=False):
        self.columns, self.parameters, self.tame = list(columns), list(parameters), tame

    def with_parameters(self, more):
        return Scope(self.columns, self.parameters + more, self.tame)


# What is taken for another type, by an implicit cast or nearly.
COERCED = {"bigint": ["int", "smallint", "string", "decimal"], "int": ["tinyint", "smallint", "string", "bigint"],
           "double": ["int", "float", "decimal", "string"], "decimal": ["int", "bigint", "double"],
           "string": ["int", "date", "boolean", "double", "binary", "timestamp", "decimal"],
           "date": ["timestamp", "string", "timestamp_ntz"], "timestamp": ["date", "timestamp_ntz", "string"],
           "timestamp_ntz": ["date", "timestamp"], "boolean": ["string", "int"], "binary": ["string"],
           "float": ["int", "double", "decimal"], "time": ["string"], "ds": ["string", "ym"], "ym": ["string", "ds"]}


class Expressions:
    def __init__(self, rng):
        self.rng, self.names = rng, 0
        self.preferred = []  # types of columns, which a query's aggregates should read

    # -- types

    def any_type(self, depth=1):
        roll = self.rng.random()
        if depth == 0 or roll < .8:
            return self.rng.choice(literals.SCALARS + ["int", "string", "double", "decimal", "bigint"] * 2)
        if roll < .9:
            return ("array", self.any_type(depth - 1))
        if roll < .95:
            return ("map", self.rng.choice(literals.KEYS), self.any_type(depth - 1))
        return self.struct_type(depth)

    def struct_type(self, depth=1):
        return ("struct", tuple(self.any_type(depth - 1) for _ in range(self.rng.randrange(1, 3))))

    def letter(self, letter):
        fitting = [kind for kind in self.preferred if fits_letter(letter, kind)]
        if fitting and self.rng.random() < .85:
            return self.rng.choice(fitting)
        if letter == "N":
            return self.rng.choice(literals.NUMERIC)
        if letter == "I":
            return self.rng.choice(literals.WHOLE)
        if letter == "K":
            return self.rng.choice(literals.KEYS + ["int", "string"] * 3)
        if letter == "O":
            return self.rng.choice(literals.ORDERED + ["int", "string", "double"] * 2)
        return self.any_type()

    def concrete(self, pattern, bound):
        if isinstance(pattern, tuple):
            return (pattern[0], *(self.concrete(each, bound) for each in pattern[1:]))
        if len(pattern) == 1 and pattern in LETTERS:
            if pattern not in bound:
                bound[pattern] = self.letter(pattern)
            return bound[pattern]
        if pattern == "num":
            return self.letter("N") if self.preferred else self.rng.choice(literals.NUMERIC + ["decimal", "int"])
        if pattern == "any":
            return self.letter("T")
        if pattern == "ordered":
            return self.letter("O")
        if pattern == "struct":
            return self.struct_type()
        return pattern

    # -- expressions

    def some(self, depth, scope):
        """An expression whose outermost call is any of the table's, each as likely."""
        if self.rng.random() < .06:
            return self.cast(self.any_type(), depth, scope)
        return self.call(self.rng.choice(SCALAR), {}, depth, scope)

    def make(self, kind, depth, scope):
        if depth <= 0 or self.rng.random() < .2:
            return self.leaf(kind, scope)
        if self.rng.random() < .12:
            return self.cast(kind, depth, scope)
        fitting = []
        for signature in SCALAR:
            bound = {}
            if unify(Pattern.parse(signature.result), kind, bound):
                fitting.append((signature, bound))
        # Those whose result is any type would drown the few of a rare type.
        narrow = [each for each in fitting if not (len(each[0].result) == 1 and each[0].result in "TUV")]
        if narrow and self.rng.random() < .7:
            fitting = narrow
        if not fitting:
            return self.leaf(kind, scope)
        return self.call(*self.rng.choice(fitting), depth, scope)

    def leaf(self, kind, scope):
        named = [name for name, its in scope.parameters if its == kind] * 2
        named += [name for name, its in scope.columns if its == kind]
        if named and self.rng.random() < (.92 if scope.tame else .7):
            name = self.rng.choice(named)
            return Node([name], kind, uses=name)
        if scope.tame and kind in literals.TAME:
            return Node([literals.tame(self.rng, kind)], kind)
        return Node([literals.literal(self.rng, kind)], kind)

    def cast(self, kind, depth, scope):
        source = self.rng.choice(COERCED.get(kind, ["string"])) if self.rng.random() < .88 else self.any_type()
        name = literals.cast_name(self.rng, kind)
        inner = self.make(source, depth - 1, scope)
        shape = self.rng.choice(["CAST({} AS %s)"] * 3 + ["TRY_CAST({} AS %s)", "({})::%s"])
        before, after = (shape % name).split("{}")
        return Node([before, inner, after], kind, name="cast")

    def call(self, signature, bound, depth, scope):
        arguments, texts = [], []
        for pattern in signature.needed:
            count = self.rng.randrange(1, 4) if pattern.endswith("*") and len(pattern) > 1 else 1
            arguments += [pattern.rstrip("*") if len(pattern) > 1 else pattern] * count
        for group in signature.optional:
            if self.rng.random() < .5:
                break
            arguments += group
        made = []
        for pattern in arguments:
            made.append(made[-1] if pattern == "@same" else self.argument(pattern, bound, depth - 1, scope))
        result = self.concrete(Pattern.parse(signature.result), bound)
        if signature.template:
            pieces = signature.template.split("{}")
            parts = [pieces[0]]
            for node, piece in zip(made, pieces[1:]):
                parts += [node, piece]
        elif signature.fixed:
            parts = [signature.name]
        else:
            parts = [signature.name + "("]
            for i, node in enumerate(made):
                parts += ([", "] if i else []) + [node]
            parts.append(")")
        return Node(parts, result, name=signature.name)

    def argument(self, pattern, bound, depth, scope):
        if pattern == "id":
            return Node(["id"], "int", uses="id")
        if pattern[0] == "'" or pattern[0].isdigit() or pattern[0] == "X" or pattern in ("false",) or "(" in pattern and not pattern.startswith("fn"):
            choices = pattern.split("|") if pattern[0] == "'" and "|'" not in pattern and "'|" not in pattern else [pattern]
            return Node([self.rng.choice(choices) if pattern != "'%s|%5s'" else "'%s|%5s'"], "clause")
        if pattern[0] == "~":
            word = self.rng.choice(literals.WORDS[pattern[1:]].split())
            return Node([word.replace("_", " ") if word.startswith("INTERVAL") else word], "clause")
        if pattern[0] == "@":
            if self.rng.random() < .06:
                return self.make("int" if pattern[1:] in literals.NUMBERS else "string", depth - 1, scope)
            kind = "int" if pattern[1:] in literals.NUMBERS else "string"
            return Node([literals.pooled(self.rng, pattern[1:])], kind)
        if pattern.startswith("fn("):
            return self.function(pattern, bound, depth, scope)
        kind = self.concrete(Pattern.parse(pattern), bound)
        roll = self.rng.random()
        if roll < .05 and kind in COERCED:
            kind = self.rng.choice(COERCED[kind])
        elif roll < .058:
            kind = self.any_type()
        elif roll < .064:
            kind = "void"
        return self.make(kind, depth, scope)

    def function(self, pattern, bound, depth, scope):
        inside, _, result = pattern[3:].partition(")")
        parameters = []
        for each in inside.split(","):
            self.names += 1
            parameters.append((f"x{self.names}", self.concrete(Pattern.parse(each), bound)))
        names = [name for name, _ in parameters]
        body = self.make(self.concrete(Pattern.parse(result), bound), max(depth, 1), scope.with_parameters(parameters))
        head = names[0] if len(names) == 1 else "(" + ", ".join(names) + ")"
        return Node([head + " -> ", body], "clause", binds=names)


class Table:
    """An inline table: `VALUES ..` with named columns."""

    def __init__(self, rng, expressions, name, columns, rows):
        self.name, self.columns = name, columns
        self.rows = [[Node([literals.literal(rng, kind)], kind) for _, kind in columns] for _ in range(rows)]

    def node(self):
        rows = Node([Node(["(", Node(row, "row", separator=", "), ")"], "row") for row in self.rows], "list", separator=", ")
        return Node(["VALUES ", rows, f" AS {self.name}(" + ", ".join(name for name, _ in self.columns) + ")"], "clause")


def statement(rng, depth=3):
    """A SELECT of one expression, over literals or over the columns of a small table."""
    expressions = Expressions(rng)
    if rng.random() < .5:
        return Node(["SELECT ", expressions.some(depth, Scope())], "query")
    columns = [(name, expressions.any_type()) for name in "abcd"[:rng.randrange(1, 5)]]
    table = Table(rng, expressions, "t", columns, rng.randrange(1, 4))
    chosen = expressions.some(depth, Scope(columns))
    if not chosen.free():
        return Node(["SELECT ", chosen], "query")
    return Node(["SELECT ", chosen, " FROM ", table.node()], "query")
