"""Asks Spark and Tarn the same random statements, and shows where they part.

usage: run.py [--seed S] [--count N] [--queries N] [--tarn PROGRAM] [--keep FILE] [--all]
       run.py --ask FILE [--seed ..]               asks Spark alone, and keeps its answers
       run.py --replay FILE .. [--plain [--all]] [--tarn PROGRAM]   compares Tarn with answers kept before; Spark is
                                                   asked only to make what differs small, and not at all with --plain;
                                                   a time of today is one of the day of asking (--asked 2026-11-22T18:00+00:00
                                                   for files whose lines do not say when)
       run.py --record N [--out TOPIC] [--replay FILE]   a topic of tests/answers, with Spark's answers
                                                   (out of FILE, if one is named)

Every statement comes from a seed of its own, which is printed with a difference: `--seed S:17 --count 1` makes
statement 17 of seed S again. A difference is made smaller and shown once for each cause that it seems to have;
--all shows each. The known ones (differences.py) are counted by name.
"""
import argparse
import collections
import datetime
import json
import random
import re
import sys
import tempfile
import time
from pathlib import Path

import differences
import engines
import expressions
import queries
import shrink
from tree import words

ZONES = ["UTC"] * 6 + ["America/Los_Angeles", "Asia/Kolkata", "Europe/Berlin", "Pacific/Apia"]

# Where rows may be removed before an expression is computed.
PREDICATE = re.compile(r"\b(WHERE|ON|FILTER|HAVING|QUALIFY)\b")


def settings_of(rng):
    settings = {}
    if rng.random() < .2:
        settings["spark.sql.ansi.enabled"] = "false"
    zone = rng.choice(ZONES)
    if zone != "UTC":
        settings["spark.sql.session.timeZone"] = zone
    return settings


def statements(seed, first, count, make):
    """(name of the seed, settings, tree); those of equal settings behind one another."""
    all = []
    for number in range(first, first + count):
        name = f"{seed}:{make.__module__[0]}{number}"
        rng = random.Random(name)
        all.append((name, settings_of(rng), make(rng)))
    return sorted(all, key=lambda each: sorted(each[1].items()))


def kept_line(name, settings, sql, spark):
    """A statement with Spark's answer and the second of asking: some answers tell of today."""
    return json.dumps({"seed": name, "set": settings, "sql": sql, "at": int(time.time()), "spark": spark}) + "\n"


def parts(tree, leaves=False):
    """The expressions in a statement that can be asked alone, each once: (text, FROM clause or nothing)."""
    found = {}
    for select, source in list(tree.selects()) or [(tree, "")]:
        for node, bound in select.walk():
            is_asked = node.is_expression() and node.kind != "row" and (leaves or node.children())
            if is_asked and not set(bound) & node.free():
                found[node.text(), " FROM " + source if source and node.free() else ""] = True
    return list(found)


def single_rows(tree):
    """The statement with one row alone of its VALUES, once for each of them."""
    for node, _ in tree.walk():
        rows = [child for child in node.children() if child.kind == "row"]
        for kept in rows if node.kind == "list" and len(rows) > 1 else []:
            left = node
            for row in rows:
                if row is not kept:
                    left = left.without(row)
            yield tree.replaced(node, left).text()


class Comparison:
    def __init__(self, spark, tarn, keep):
        self.spark, self.tarn, self.keep = spark, tarn, keep
        self.asked, self.equal, self.errors = 0, 0, 0
        self.known, self.found = collections.Counter(), []

    def ask(self, name, settings, tree):
        sql = tree.text()
        spark, tarn = self.spark.ask(sql, settings), self.tarn.ask(sql, settings)
        if self.keep:
            self.keep.write(kept_line(name, settings, sql, spark))
        self.count(name, settings, tree, sql, spark, tarn)

    def count(self, name, settings, tree, sql, spark, tarn, at=None):
        self.asked += 1
        self.errors += spark[0] == "error"
        kind = differences.kind_of(spark, tarn)
        if kind is None:
            self.equal += 1
            return
        label = differences.known(sql, spark, tarn, kind)
        if label is None and self.lies_in_a_part(settings, tree, spark, tarn, at):
            label = differences.unlike_refusal(bool(PREDICATE.search(sql)), spark, tarn)
        if label is None:
            label = self.shown_by_a_part(settings, tree, kind, (spark, tarn), at)
        if label:
            self.known[label] += 1
        else:
            self.found.append((kind, name, settings, tree, sql, spark, tarn))

    def lies_in_a_part(self, settings, tree, spark, tarn, at):
        """Whether Tarn raises Spark's very error once it is asked for a part of the statement alone, so that the two
        differ only in whether, or when, that part is looked at."""
        if not differences.may_lie_in_a_part(spark, tarn):
            return False
        alone = ["SELECT " + part + source for part, source in parts(tree)]
        # A cast that nobody wrote.
        wanted = differences.type_cast_to(spark)
        if wanted and tarn[0] == "rows":
            alone += [f"SELECT CAST({part} AS {wanted}){source}" for part, source in parts(tree, leaves=True)]
        # Or for another row, which Spark comes to first; or for a map's first key, which is NULL.
        if tarn[0] == "error":
            alone += single_rows(tree)
            alone += self.around_the_refused(settings, tree, tarn, at)
        if spark[1] == "NULL_MAP_KEY":
            alone += [f"SELECT map({part}, 1){source}" for part, source in parts(tree, leaves=True) if f"map({part}, " in tree.text()]
        return any(differences.is_that_error(spark, self.tarn.ask(each, settings, at=at)) for each in alone)

    def around_the_refused(self, settings, tree, tarn, at):
        """The statement without an aggregate() that Tarn refuses: with its first value in its place."""
        for node, _ in tree.walk():
            if re.match(r"(aggregate|reduce)\(", node.text()) and tree.text() != node.text():
                alone = self.tarn.ask(f"SELECT {node.text()}", settings, at=at)
                if alone[:3] == tarn[:3]:
                    yield from (tree.text().replace(node.text(), child.text()) for child in node.children()[1:2])

    def stands_for_null(self, settings, tree, spark, tarn, at):
        """Whether NULL in the place of a part without a type, or of one that is refused, gives Spark's answer."""
        for part, source in parts(tree):
            alone = self.tarn.ask(f"SELECT typeof({part}){source}", settings, at=at)
            is_open = alone[:3] == tarn[:3] if tarn[0] == "error" else alone[0] == "rows" and "void" in alone[2]
            if is_open:
                replaced = self.tarn.ask(tree.text().replace(part, "NULL"), settings, at=at)
                if differences.kind_of(spark, replaced) is None:
                    return True
        return False

    def has_two_answers(self, settings, tree, at):
        """Whether a part is a hash of an INTERVAL, or a levenshtein() that Tarn takes for NULL."""
        for part, source in parts(tree):
            if re.match(r"(hash|xxhash64)\(", part):
                kinds = (self.tarn.ask(f"SELECT typeof({each}){source}", settings, at=at)
                         for each, _ in parts(tree, leaves=True) if each in part and each != part)
                if any(kind[0] == "rows" and "interval" in kind[2] for kind in kinds):
                    return True
            if part.startswith("levenshtein("):
                alone = self.tarn.ask(f"SELECT {part}{source}", settings, at=at)
                if alone[0] == "rows" and "NULL" in alone[2]:
                    return True
        return False

    def shown_by_a_part(self, settings, tree, kind, answers, at):
        """The class of a difference that a part of the statement shows when Tarn is asked for it alone, or None."""
        spark, tarn = answers
        if spark[0] == "error":
            return None
        if self.has_bytes_as_text(settings, tree, kind, spark, at):
            return "invalid UTF-8"
        if tarn[0] == "error" and self.is_past_the_last_day(settings, tree, tarn, at):
            return "last day"
        if kind == "value" and self.shows_an_object(settings, tree, at):
            return "Java object"
        if kind == "value" and self.has_two_answers(settings, tree, at):
            return "compiled"
        if (kind == "name" or tarn[0] == "error") and self.stands_for_null(settings, tree, spark, tarn, at):
            return "without a type"
        return None

    def has_bytes_as_text(self, settings, tree, kind, spark, at):
        """Whether a part of the statement has bytes that are no UTF-8, and the answer shows no bytes themselves."""
        if kind == "value" and "binary" in spark[1].lower().rpartition(":")[2] or kind in ("type", "name"):
            return False
        asked = (self.tarn.ask(f"SELECT decode({part}, 'UTF-8')" + source, settings, at=at)
                 for part, source in parts(tree, leaves=True))
        return any(each[0] == "error" and each[1] == "MALFORMED_CHARACTER_CODING" for each in asked)

    def is_past_the_last_day(self, settings, tree, tarn, at):
        """Whether a date, a timestamp or an interval among the parts is what Tarn's answer ends at, beside a number from
        the end of its bits."""
        for part, source in parts(tree):
            if not differences.END_OF_BITS.search(part):
                continue
            kind = self.tarn.ask(f"SELECT typeof({part}){source}", settings, at=at)
            is_time = kind[0] == "rows" and any(re.match(r"date|timestamp|interval", row) for row in kind[2])
            alone = self.tarn.ask(f"SELECT {part}{source}", settings, at=at) if is_time else None
            if is_time and (alone[:2] == tarn[:2] or alone[0] == "rows" and differences.LAST_YEARS.search(" ".join(alone[2]))):
                return True
        return False

    def shows_an_object(self, settings, tree, at):
        """Whether a part is a printf() of BINARY or VARIANT, which Tarn answers."""
        for part, source in parts(tree):
            if not re.match(r"(printf|format_string)\(", part):
                continue
            kinds = (self.tarn.ask(f"SELECT typeof({each}){source}", settings, at=at)
                     for each, _ in parts(tree, leaves=True) if each in part and each != part)
            if any(kind[0] == "rows" and kind[2] and re.match(r"binary|variant", kind[2][0]) for kind in kinds):
                return True
        return False

    def smaller(self, settings, tree, kind):
        def differs(sql):
            spark, tarn = self.spark.ask(sql, settings), self.tarn.ask(sql, settings)
            found = differences.kind_of(spark, tarn)
            return None if found and differences.known(sql, spark, tarn, found) else found
        return shrink.Shrinker(differs).shrink(tree, kind)

    def report(self):
        print(f"{self.asked} asked, {self.equal} equal ({self.errors} refused by Spark), {sum(self.known.values())} of known "
              f"classes, {len(self.found)} differ")
        for label, count in self.known.most_common():
            print(f"  known: {label}: {count}")


def shown(answer):
    if answer[0] == "error":
        return f"! {answer[1]} {answer[2]} ({answer[3][:160]})"
    return answer[1][:300] + "".join("\n             " + row[:300] for row in answer[2][:5])


def cause(kind, sql):
    """What differences of one cause have in common: what differs, and the functions of the small statement."""
    head = sql.split(" FROM VALUES")[0]
    calls = re.findall(r"(\w+)\(", head) or re.findall(r"[-+*/%<>=&|^]+|[A-Z]{2,}", head)
    return (kind, " ".join(calls[:2]))


def show(comparison, everything):
    groups = collections.defaultdict(list)
    for kind, name, settings, tree, sql, *_ in sorted(comparison.found, key=lambda each: len(each[4])):
        rough = cause(kind, sql)
        if not everything and len(groups[rough]) >= 3:
            groups[rough].append(None)
            continue
        small = comparison.smaller(settings, tree, kind)
        groups[rough].append((kind, name, settings, small.text()))
    by_cause = collections.defaultdict(list)
    for group in groups.values():
        shown_ones = [each for each in group if each]
        for each in shown_ones:
            by_cause[cause(each[0], each[3])].append(each)
    for (kind, calls), cases in sorted(by_cause.items(), key=lambda each: (-len(each[1]), each[0])):
        print(f"\n## {len(cases)} x {kind}: {calls}")
        for _, name, settings, sql in cases if everything else sorted(cases, key=lambda each: len(each[3]))[:2]:
            print(f"-- seed {name} {settings or ''}\n{sql};")
            print("   Spark:   ", shown(comparison.spark.ask(sql, settings)))
            print("   Tarn:    ", shown(comparison.tarn.ask(sql, settings)))


def first_and_seed(text):
    seed, _, number = text.partition(":")
    return seed, int(re.sub(r"\D", "", number) or 0)


def first_seed(path):
    with open(path, encoding="utf-8") as lines:
        return json.loads(lines.readline())["seed"].partition(":")[0]


def ask(spark, seed, first, counts, path):
    """Spark's answers alone, into a file."""
    with open(path, "w", encoding="utf-8") as keep:
        for count, make in counts:
            began = time.time()
            for name, settings, tree in statements(seed, first, count, make):
                sql = tree.text()
                keep.write(kept_line(name, settings, sql, spark.ask(sql, settings)))
            keep.flush()
            if count:
                print(f"{count} {make.__module__} in {time.time() - began:.0f} s", flush=True)


def tree_of(name, sql):
    """The tree of a statement that was kept, where the generator still makes it."""
    make = expressions.statement if ":e" in name else queries.statement
    rng = random.Random(name)
    settings_of(rng)
    tree = make(rng)
    return tree if tree.text() == sql else words(sql, "query")


def replay(paths, spark, tarn, plain, everything, asked):
    """Kept answers again, in order: what differs now. `asked` is the second of asking where a line has none."""
    comparison = Comparison(spark, tarn, None)
    by_sort = collections.Counter()
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                each = json.loads(line)
                by_sort["queries" if ":q" in each["seed"] else "expressions"] += 1
                at = each.get("at", asked)
                answers = tuple(each["spark"]), tarn.ask(each["sql"], each["set"], at=at)
                tree = None
                if differences.kind_of(*answers):
                    tree = tree_of(each["seed"], each["sql"])
                comparison.count(each["seed"], each["set"], tree, each["sql"], *answers, at)
                if comparison.asked % 5000 == 0:
                    print(f"{comparison.asked} compared, {len(comparison.found)} differ", file=sys.stderr, flush=True)
    if not plain:
        show(comparison, everything)
    comparison.report()
    print(", ".join(f"{count} {sort}" for sort, count in sorted(by_sort.items())))
    if plain:
        show_plainly(comparison, everything)
    return comparison


def show_plainly(comparison, everything):
    """What differs by its kind, as it was asked: the two shortest of each, or all."""
    by_kind = collections.defaultdict(list)
    for found in sorted(comparison.found, key=lambda each: len(each[4])):
        by_kind[found[0]].append(found)
    for kind, cases in sorted(by_kind.items(), key=lambda each: (-len(each[1]), each[0])):
        print(f"  {len(cases)} x {kind}")
        for _, name, settings, _, sql, spark, ours in cases if everything else cases[:2]:
            print(f"    {name} {settings or ''}\n    {sql}\n      Spark: {shown(spark)}\n      Tarn:  {shown(ours)}")


def topic(seed, count):
    """Statements for a topic file, three quarters expressions; equal settings behind one another."""
    expected = statements(seed, 0, count * 3 // 4, expressions.statement)
    expected += statements(seed, 0, count - count * 3 // 4, queries.statement)
    return sorted(expected, key=lambda each: sorted(each[1].items()))


def asked(seed, count, spark):
    """(settings, statement, Spark's answer) of a topic's statements."""
    for _, settings, tree in topic(seed, count):
        yield settings, tree.text(), spark.ask(tree.text(), settings)


def kept(path, count):
    """The same out of a file of answers kept before: the first `count`, three quarters expressions."""
    lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    chosen = [each for each in lines if ":e" in each["seed"]][:count * 3 // 4]
    chosen += [each for each in lines if ":q" in each["seed"]][:count - len(chosen)]
    for each in sorted(chosen, key=lambda each: sorted(each["set"].items())):
        yield each["set"], each["sql"], tuple(each["spark"])


def record(answers, head, out, tarn):
    """Writes <out>.sql and <out>.jsonl as record.py has them, with Spark's answers and why ours differ."""
    text, lines, now, differing = [f"-- {head}\n"], [], {}, 0
    for settings, sql, answer in answers:
        if is_fleeting(answer):
            continue
        ours = tarn.ask(sql, settings)
        kind = differences.kind_of(answer, ours)
        reason = kind and (differences.known(sql, answer, ours, kind) or f"found and not mended yet: {kind}")
        differing += reason is not None
        if settings != now:
            text.append("RESET;\n" + "".join(f"SET {key} = {value};\n" for key, value in settings.items()))
            now = settings
        text.append((f"-- differs: {reason}\n" if reason else "") + sql + ";\n")
        line = {"sql": sql, **({"set": settings} if settings else {}), **({"differs": reason} if reason else {})}
        if answer[0] == "rows":
            line |= {"schema": answer[1], "rows": answer[2]}
        else:
            line |= {"error": answer[1], "sqlstate": answer[2], "message": answer[3]}
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    Path(f"{out}.sql").write_text("".join(text), encoding="utf-8")
    Path(f"{out}.jsonl").write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} recorded, {differing} of them differ")


def is_fleeting(answer):
    """Whether Spark itself would not say it again: today's date, an object's address."""
    if answer[0] == "error":
        return answer[1] is None
    return any(differences.TODAY in row or differences.ADDRESS.search(row) for row in answer[2])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", default=str(int(time.time())))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--queries", type=int, default=0)
    parser.add_argument("--tarn", default=str(engines.ROOT / "build/dev/tarn"))
    parser.add_argument("--keep")
    parser.add_argument("--ask")
    parser.add_argument("--replay", nargs="+")
    parser.add_argument("--asked", type=datetime.datetime.fromisoformat, help="when lines without a time of asking were asked")
    parser.add_argument("--record", type=int)
    parser.add_argument("--out", default=str(engines.ROOT / "tests/answers/random"))
    parser.add_argument("--plain", action="store_true", help="count only; nothing is made smaller")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    seed, first = first_and_seed(given.seed)
    tarn = engines.Tarn(str(Path(given.tarn).resolve()))
    if given.replay and given.record:
        head = f"Random statements, out of answers that `./dev random --keep` kept: seed {first_seed(given.replay[0])}."
        record(kept(given.replay[0], given.record), head, given.out, tarn)
        return 0
    if given.replay:
        with tempfile.TemporaryDirectory() as warehouse:
            spark = engines.Spark(warehouse)
            asked = given.asked and given.asked.timestamp()
            return 1 if replay(given.replay, spark, tarn, given.plain, given.all, asked).found else 0
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as warehouse:
        spark = engines.Spark(warehouse)
        if given.record:
            record(asked(seed, given.record, spark), f"Random statements: `./dev random --record {given.record} --seed {seed}`.",
                   given.out, tarn)
            return 0
        if given.ask:
            ask(spark, seed, first, ((given.count, expressions.statement), (given.queries, queries.statement)), given.ask)
            spark.close()
            return 0
        keep = open(given.keep, "w", encoding="utf-8") if given.keep else None
        comparison = Comparison(spark, tarn, keep)
        for count, make in ((given.count, expressions.statement), (given.queries, queries.statement)):
            began = time.time()
            for each in statements(seed, first, count, make):
                comparison.ask(*each)
            if count:
                print(f"{count} {make.__module__} in {time.time() - began:.0f} s", flush=True)
        comparison.report()
        if keep:
            keep.close()
        if not given.plain:
            show(comparison, given.all)
        spark.close()
        tarn.close()
    return 1 if comparison.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
