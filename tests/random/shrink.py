"""Makes a statement that differs smaller, as long as it differs in the same way."""
from tree import Node


class Shrinker:
    """`differs(sql)` asks both and says what differs, in a word, or None."""

    def __init__(self, differs, most=150):
        self.differs, self.left = differs, most
        self.seen = {}

    def still(self, tree, kind):
        text = tree.text()
        if text not in self.seen:
            if self.left <= 0:
                return False
            self.left -= 1
            self.seen[text] = self.differs(text)
        return self.seen[text] == kind

    def shrink(self, tree, kind):
        if len(tree.parts) > 1 and isinstance(tree.parts[1], Node) and tree.parts[0] == "SELECT ":
            tree = self.smallest_part(tree, kind)
        while self.left > 0:
            smaller = self.step(tree, kind)
            if smaller is None:
                return tree
            tree = smaller
        return tree

    def smallest_part(self, tree, kind):
        """The innermost part of the one selected expression that differs by itself."""
        chosen = tree.parts[1]
        parts = [(node, bound) for node, bound in chosen.walk() if node.is_expression() and node is not chosen]
        for node, bound in sorted(parts, key=lambda each: each[0].size()):
            if set(bound) & node.free() or not node.children():
                continue
            candidate = tree.replaced(chosen, node)
            if self.still(candidate, kind):
                return candidate
        return tree

    def step(self, tree, kind):
        for candidate in self.candidates(tree):
            if self.still(candidate, kind):
                return candidate
        return None

    def candidates(self, tree):
        nodes = [node for node, _ in tree.walk()]
        for node in nodes:  # the outermost first: what goes takes most with it
            if node.optional:
                yield tree.without(node)
            if node.separator and len(node.parts) > 1 and node.kind == "list":
                for child in node.children():
                    yield tree.without(child)
            if node.kind == "query" and node is not tree:
                continue
            if node.is_expression() and node.kind != "row":
                for inner, bound in node.walk():
                    if inner is not node and inner.is_expression() and inner.kind == node.kind and not (
                            set(inner_bound(node, inner)) & inner.free()):
                        yield tree.replaced(node, inner)
                if node.children():
                    for text in simple(node.kind):
                        yield tree.replaced(node, Node([text], node.kind))
        for node in nodes:
            if node.is_expression() and not node.children() and node.kind != "row" and not node.uses:
                for text in simple(node.kind):
                    if len(text) < len(node.text()):
                        yield tree.replaced(node, Node([text], node.kind))


def inner_bound(outer, inner):
    return next((bound for node, bound in outer.walk() if node is inner), ())


SIMPLE = {"int": ["1"], "bigint": ["1L"], "string": ["'a'"], "double": ["1D"], "boolean": ["true"], "decimal": ["1.5"],
          "date": ["DATE'2024-02-29'"], "timestamp": ["TIMESTAMP'2024-02-29 12:34:56'"], "binary": ["X'61'"],
          "tinyint": ["1Y"], "smallint": ["1S"], "float": ["1F"], "time": ["TIME'01:02:03'"],
          "timestamp_ntz": ["TIMESTAMP_NTZ'2024-02-29 12:34:56'"], "ym": ["INTERVAL '3' YEAR"],
          "ds": ["INTERVAL '-1' DAY"], "cal": ["make_interval(0)"], "variant": ["parse_json('1')"]}


def simple(kind):
    if isinstance(kind, tuple):
        return ["array()", "array(NULL)"] if kind[0] == "array" else ["NULL"]
    return SIMPLE.get(kind, []) + ["NULL"]
