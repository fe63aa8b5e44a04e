"""The syntax tree of what the generator writes: enough of one to print it and to make it smaller."""


class Node:
    """Texts and nodes behind one another. `kind` is the type of an expression, 'query' or 'clause'.

    `optional`: the text stays a statement without it. `separator`: the parts are items of a list, of which
    one must stay. `binds`: names of lambda parameters that its parts may use and nobody outside.
    """

    def __init__(self, parts, kind, optional=False, separator=None, binds=(), name="", uses=None):
        self.parts, self.kind, self.optional = list(parts), kind, optional
        self.separator, self.binds, self.name = separator, binds, name
        self.uses = uses  # the lambda parameter or column that this is

    def text(self):
        texts = (part if isinstance(part, str) else part.text() for part in self.parts)
        return (self.separator or "").join(texts)

    def children(self):
        return [part for part in self.parts if isinstance(part, Node)]

    def walk(self, bound=()):
        """(node, names of lambda parameters around it), from the root down."""
        yield self, bound
        for child in self.children():
            yield from child.walk(bound + tuple(self.binds))

    def selects(self):
        """(query, text of what stands behind its FROM up to a WHERE) of every query in it that has one."""
        for node, _ in self.walk():
            texts = [part for part in node.parts if isinstance(part, str)]
            if node.kind == "query" and " FROM " in texts:
                yield node, node.parts[node.parts.index(" FROM ") + 1].text()

    def is_expression(self):
        return self.kind not in ("query", "clause", "list")

    def free(self):
        """The names of parameters and columns that are used here and bound outside."""
        names = {self.uses} if self.uses else set()
        for child in self.children():
            names |= child.free()
        return names - set(self.binds)

    def size(self):
        return 1 + sum(child.size() for child in self.children())

    def replaced(self, old, new):
        """A copy with one node for another."""
        if self is old:
            return new
        copy = Node([part if isinstance(part, str) else part.replaced(old, new) for part in self.parts], self.kind,
                    self.optional, self.separator, self.binds, self.name, self.uses)
        return copy

    def replaced_id(self, columns):
        """A copy in which a bare `id` is the first of the columns of that name, which makes rows different."""
        names = [name for name, _ in columns if name.endswith(".id")] or [columns[0][0]]
        return self.mapped(lambda text: names[0] if text == "id" else text)

    def mapped(self, change):
        copy = self.replaced(None, None)
        copy.parts = [change(part) if isinstance(part, str) else part.mapped(change) for part in copy.parts]
        copy.uses = change(copy.uses) if copy.uses else None
        return copy

    def without(self, gone):
        """A copy without a node: an item of a list with its separator, anything else with nothing left behind."""
        copy = Node([], self.kind, self.optional, self.separator, self.binds, self.name, self.uses)
        for part in self.parts:
            if part is not gone:
                copy.parts.append(part if isinstance(part, str) else part.without(gone))
        return copy


def words(text, kind="clause", **more):
    return Node([text], kind, **more)


def listed(items, **more):
    return Node(items, "list", separator=", ", **more)
