"""Asks Spark and Tarn the same random statements, and shows where they part.

usage: run.py [--seed S] [--count N] [--queries N] [--tarn PROGRAM] [--keep FILE] [--all]
       run.py --replay FILE [--tarn PROGRAM]       asks Tarn alone, against answers kept before
       run.py --record N --out TOPIC.sql           a topic file for tests/answers/record.py

Every statement comes from a seed of its own, which is printed with a difference: `--seed S:17 --count 1` makes
statement 17 of seed S again. A difference is made smaller and shown once for each cause that it seems to have;
--all shows each. The known ones (differences.py) are counted by name.
"""
import argparse
import collections
import json
import random
import re
import tempfile
import time
from pathlib import Path

import differences
import engines
import expressions
import queries
import shrink

ZONES = ["UTC"] * 6 + ["America/Los_Angeles", "Asia/Kolkata", "Europe/Berlin", "Pacific/Apia"]


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


class Comparison:
    def __init__(self, spark, tarn, keep):
        self.spark, self.tarn, self.keep = spark, tarn, keep
        self.asked, self.equal, self.errors = 0, 0, 0
        self.known, self.found = collections.Counter(), []

    def ask(self, name, settings, tree):
        sql = tree.text()
        spark, tarn = self.spark.ask(sql, settings), self.tarn.ask(sql, settings)
        if self.keep:
            self.keep.write(json.dumps({"seed": name, "set": settings, "sql": sql, "spark": spark}) + "\n")
        self.count(name, settings, tree, sql, spark, tarn)

    def count(self, name, settings, tree, sql, spark, tarn):
        self.asked += 1
        self.errors += spark[0] == "error"
        kind = differences.kind_of(spark, tarn)
        if kind is None:
            self.equal += 1
            return
        label = differences.known(sql, spark, tarn, kind)
        if label:
            self.known[label] += 1
        else:
            self.found.append((kind, name, settings, tree, sql, spark, tarn))

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
        if groups[rough] and not everything and len(groups[rough]) >= 2:
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


def replay(path, tarn):
    """Kept answers again, in order: what differs now."""
    comparison = Comparison(None, tarn, None)
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        comparison.count(each["seed"], each["set"], None, each["sql"], tuple(each["spark"]),
                         tarn.ask(each["sql"], each["set"]))
    comparison.report()
    by_kind = collections.Counter(kind for kind, *_ in comparison.found)
    for kind, count in by_kind.most_common(60):
        print(f"  {count} x {kind}")
        shortest = sorted((each for each in comparison.found if each[0] == kind), key=lambda each: len(each[4]))[:2]
        for _, name, settings, _, sql, spark, ours in shortest:
            print(f"    {name} {settings or ''}\n    {sql}\n      Spark: {shown(spark)}\n      Tarn:  {shown(ours)}")
    return comparison


def record(seed, count, out, tarn_program):
    """A topic of statements, three quarters expressions."""
    lines = [f"-- Random statements of seed {seed}: `./dev random --record {count} --seed {seed}` wrote them.\n"]
    chosen = statements(seed, 0, count * 3 // 4, expressions.statement) + statements(seed, 0, count - count * 3 // 4, queries.statement)
    now = {}
    for name, settings, tree in sorted(chosen, key=lambda each: sorted(each[1].items())):
        if settings != now:
            lines.append("RESET;\n" + "".join(f"SET {key} = {value};\n" for key, value in settings.items()))
            now = settings
        lines.append(tree.text() + ";\n")
    Path(out).write_text("".join(lines), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", default=str(int(time.time())))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--queries", type=int, default=0)
    parser.add_argument("--tarn", default=str(engines.ROOT / "build/dev/tarn"))
    parser.add_argument("--keep")
    parser.add_argument("--replay")
    parser.add_argument("--record", type=int)
    parser.add_argument("--out", default=str(engines.ROOT / "tests/answers/random.sql"))
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    seed, first = first_and_seed(given.seed)
    if given.record:
        return record(seed, given.record, given.out, given.tarn)
    tarn = engines.Tarn(given.tarn)
    if given.replay:
        return 1 if replay(given.replay, tarn).found else 0
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as warehouse:
        spark = engines.Spark(warehouse)
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
        show(comparison, given.all)
        spark.close()
        tarn.close()
    return 1 if comparison.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
