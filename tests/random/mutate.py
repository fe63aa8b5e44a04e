"""Asks Spark and Tarn recorded statements that were spoilt (mutations.py), and shows where their refusals part.

usage: mutate.py [--seed S] [--count N] [--topics A,B] [--tarn PROGRAM] [--keep FILE] [--show K]
       mutate.py --keywords [--set KEY=VALUE]      every keyword wherever a name may stand (keywords.py)
       mutate.py --replay FILE [--tarn PROGRAM] [--show K] [--kind REGEX]   asks Tarn alone, against answers kept before

Differences are counted by kind: another condition, Tarn answers, Tarn refuses, another answer; and places of errors, where
Spark names one. Mutant 17 of seed S comes again with `--seed S:17 --count 1`.
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
import keywords
import mutations
import record

# What another statement of the same session, or another session, would notice.
STATEMENTS = re.compile(r"(?is)^\s*(SELECT|WITH|VALUES|FROM|TABLE|\(|EXPLAIN|\|>|\w*\s*$)")
# Numbers whose repetition would take minutes: of ranges and repeats.
LARGE = re.compile(r"(?<![\w.'])\d{5,}(?![\w.'])")
HEAVY = re.compile(r"(?i)\b(range|repeat|sequence|array_repeat|lpad|rpad|space|explode|split)\b")
# Another value each time, or the machine's.
FLEETING = re.compile(r"(?i)\b(now|rand|randn|random|uuid|shuffle|randstr|uniform|current_\w+|curdate|localtimestamp|version|user|"
                      r"session_user|unix_timestamp|spark_partition_id|input_file\w*|java_method|reflect|monotonically_increasing_id)\b")


def bases(topics):
    """(topic, settings, statement) of what is recorded and does not differ; of `random`'s long ones each fourth."""
    found = []
    for path in sorted(record.HERE.glob("*.sql")):
        if topics and path.stem not in topics or not topics and path.stem == "random_found":
            continue
        for number, (sql, settings, reason) in enumerate(record.queries(path)):
            if reason or not STATEMENTS.match(sql) or FLEETING.search(sql) or path.stem == "random" and number % 8:
                continue
            found.append((path.stem, settings, sql))
    return found


def mutants(seed, first, count, topics):
    """(name of the seed, topic, mutation, settings, text); those of equal settings behind one another."""
    pool, out = bases(topics), []
    for number in range(first, first + count):
        rng = random.Random(f"{seed}:{number}")
        topic, settings, sql = rng.choice(pool)
        kind, text = mutations.mutated(sql, rng)
        if not STATEMENTS.match(text) or LARGE.search(text) and HEAVY.search(text) or FLEETING.search(text):
            continue
        out.append((f"{seed}:{number}", topic, kind, settings, text))
    return sorted(out, key=lambda each: sorted(each[3].items()))


class Oracle(engines.Spark):
    def ask(self, sql, settings):
        self.asked = sql
        return super().ask(sql, settings)

    def refusal(self, error):
        """With the stretch of the text that Spark blames, [begin, end], or None."""
        kind, condition, state, message = super().refusal(error)
        if not message:  # a parser's error, whose text begins with an empty line
            message = next((line for line in error.getMessage().split("\n") if line), "")
        return (kind, condition, state, message, self.place(error))

    def place(self, error):
        try:
            if error.getClass().getName().endswith(".ParseException"):
                start = error.start()
                at = offset_of(self.asked, [start.line().get(), start.startPosition().get() + 1])
                return [at, at]
            contexts = error.getQueryContext()
            return [contexts[0].startIndex(), contexts[0].stopIndex()] if contexts else None
        except Exception:  # one of Java's own, or of another object's text
            return None


class Tarn(engines.Tarn):
    """An answer of ours, its error with (line, column)."""

    @staticmethod
    def answer(object):
        plain = engines.Tarn.answer(object)
        if plain[0] == "error":
            return (*plain, [object["error"].get("line"), object["error"].get("column")])
        return plain


def offset_of(sql, place):
    """The 0-based character of a line and column."""
    lines = sql.split("\n")
    if not place or place[0] is None or place[0] > len(lines):
        return None
    return sum(len(line) + 1 for line in lines[:place[0] - 1]) + place[1] - 1


def place_kind(sql, spark, tarn):
    """How our place of an error stands to Spark's; None where Spark names none."""
    if len(spark) < 5 or spark[4] is None or spark[4][0] < 0:
        return None
    at = offset_of(sql, tarn[4]) if len(tarn) > 4 else None
    if at is None:
        return "none"
    begin, end = spark[4]
    return "same" if at == begin else "inside" if begin < at <= end + 1 else "elsewhere"


class Tally:
    def __init__(self):
        self.asked = self.equal = self.refused = 0
        self.known, self.found = collections.Counter(), collections.defaultdict(list)
        self.places = collections.defaultdict(lambda: collections.defaultdict(list))

    def count(self, name, mutation, settings, sql, spark, tarn):
        self.asked += 1
        self.refused += spark[0] == "error"
        kind = differences.kind_of(spark[:4], tarn[:4])
        if kind is None:
            self.equal += 1
            place = place_kind(sql, spark, tarn) if spark[0] == "error" else None
            if place:
                self.places[spark[1]][place].append((name, settings, sql, spark, tarn))
            return
        label = differences.known(sql, spark[:4], tarn[:4], kind)
        if label or spark[0] == "error" and spark[1] is None:
            self.known[label] += 1
            return
        if tarn[0] == "error" and tarn[1] == "UNSUPPORTED_FEATURE" and spark[0] == "rows":
            self.known["refused by name"] += 1
            return
        self.found[kind].append((name, mutation, settings, sql, spark, tarn))

    def report(self, show, only):
        differ = sum(map(len, self.found.values()))
        print(f"{self.asked} asked, {self.equal} equal ({self.refused} refused by Spark), {sum(self.known.values())} of known classes, {differ} differ")
        for label, count in self.known.most_common():
            print(f"  known: {label}: {count}")
        for kind, cases in sorted(self.found.items(), key=lambda each: -len(each[1])):
            if only and not re.search(only, kind):
                continue
            print(f"\n## {len(cases)} x {kind}")
            for name, mutation, settings, sql, spark, tarn in sorted(cases, key=lambda each: len(each[3]))[:show]:
                print(f"-- {name} {mutation} {settings or ''}\n{sql};\n   Spark: {shown(spark)}\n   Tarn:  {shown(tarn)}")
        self.report_places(show, only)

    def report_places(self, show, only):
        total = collections.Counter()
        for condition, kinds in self.places.items():
            total.update({kind: len(cases) for kind, cases in kinds.items()})
        print("\n## places of equal errors:", dict(total))
        for condition, kinds in sorted(self.places.items()):
            counts = {kind: len(cases) for kind, cases in kinds.items()}
            if set(counts) != {"same"}:
                print(f"  {condition}: {counts}")
            for kind in ("elsewhere", "none"):
                for name, settings, sql, spark, tarn in sorted(kinds.get(kind, []), key=lambda each: len(each[2]))[:show if only == "places" else 1]:
                    begin, end = spark[4]
                    at = offset_of(sql, tarn[4]) if tarn[4][0] else None
                    print(f"    {name} {kind}: {sql}\n      Spark at {begin}: {sql[begin:end + 1]!r}; Tarn at {at}: {sql[at:at + 12] if at is not None else ''!r}")


def shown(answer):
    if answer[0] == "error":
        return f"! {answer[1]} {answer[2]} ({answer[3][:200]})"
    return answer[1][:200] + "".join("\n          " + row[:200] for row in answer[2][:4])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", default=str(int(time.time())))
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--topics", default="")
    parser.add_argument("--tarn", default=str(engines.ROOT / "build/dev/tarn"))
    parser.add_argument("--keep")
    parser.add_argument("--replay")
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--kind")
    parser.add_argument("--record", type=int, help="with --replay: so many of FILE become a topic of tests/answers")
    parser.add_argument("--out", default=str(record.HERE / "mutants"))
    parser.add_argument("--keywords", action="store_true", help="every keyword in every place of a name, instead")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting for all of --keywords")
    parser.add_argument("--spark-only", action="store_true", help="only keep Spark's answers, for a replay")
    given = parser.parse_args()
    if given.record:
        write_topic(given)
        return 0
    tally = Tally()
    if given.replay:
        tarn = Tarn(str(Path(given.tarn).resolve()))
        for line in Path(given.replay).read_text(encoding="utf-8").splitlines():
            each = json.loads(line)
            tally.count(each["seed"], each["mutation"], each["set"], each["sql"], tuple(each["spark"]), tarn.ask(each["sql"], each["set"]))
        tarn.close()
    else:
        ask_both(given, tally)
    if not given.spark_only:
        tally.report(given.show, given.kind)
    return 1 if tally.found else 0


def asked(given, seed, first):
    if given.keywords:
        return keywords.statements(dict(each.split("=", 1) for each in given.set))
    return mutants(seed, first, given.count, set(filter(None, given.topics.split(","))))


def fits_a_topic(each):
    """Whether record.py would read the statement again as it is."""
    sql, spark = each["sql"], tuple(each["spark"])
    return (not re.search(r"[;\n]", sql) and re.match(r"[A-Z(]", sql) and not re.match(r"(SET|RESET|EXPLAIN)\b", sql)
            and len(sql) < 400 and not (spark[0] == "error" and (spark[1] is None or spark[1].startswith("INTERNAL_ERROR")))
            and not (spark[0] == "rows" and len(spark[2]) > 20))


def write_topic(given):
    """A topic as record.py writes it, out of kept answers: refusals above all, each condition as evenly as can be."""
    by_kind = collections.defaultdict(list)
    seen = set()
    for line in Path(given.replay).read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        if fits_a_topic(each) and each["sql"] not in seen:
            seen.add(each["sql"])
            by_kind[each["spark"][1] if each["spark"][0] == "error" else "rows"].append(each)
    chosen, rank = [], 0
    while len(chosen) < given.record and any(rank < len(cases) for cases in by_kind.values()):
        chosen += [cases[rank] for _, cases in sorted(by_kind.items()) if rank < len(cases)]
        rank += 1
    chosen = sorted(chosen[:given.record], key=lambda each: sorted(each["set"].items()))
    tarn = Tarn(str(Path(given.tarn).resolve()))
    text, lines, now, differing = ["-- Recorded statements, spoilt: `tests/random/mutate.py --record`.\n"], [], {}, 0
    for each in chosen:
        sql, settings, spark = each["sql"], each["set"], tuple(each["spark"])
        ours = tarn.ask(sql, settings)
        kind = differences.kind_of(spark[:4], ours[:4])
        reason = kind and (differences.known(sql, spark[:4], ours[:4], kind) or f"found and not mended yet: {kind}")
        differing += reason is not None
        if settings != now:
            text.append("RESET;\n" + "".join(f"SET {key} = {value};\n" for key, value in settings.items()))
            now = settings
        text.append((f"-- differs: {reason}\n" if reason else "") + sql + ";\n")
        line = {"sql": sql, **({"set": settings} if settings else {}), **({"differs": reason} if reason else {})}
        if spark[0] == "rows":
            line |= {"schema": spark[1], "rows": spark[2]}
        else:
            line |= {"error": spark[1], "sqlstate": spark[2], "message": spark[3].split(" SQLSTATE: ")[0].removeprefix(f"[{spark[1]}] ")}
            if not reason and place_kind(sql, spark, ours) == "same":
                line["at"] = spark[4][0]
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    tarn.close()
    Path(f"{given.out}.sql").write_text("".join(text), encoding="utf-8")
    Path(f"{given.out}.jsonl").write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} recorded, {differing} of them differ")


def ask_both(given, tally):
    seed, _, first = given.seed.partition(":")
    print(f"seed {seed}", flush=True)
    tarn = None if given.spark_only else Tarn(str(Path(given.tarn).resolve()))
    keep = open(given.keep, "w", encoding="utf-8") if given.keep else None
    with tempfile.TemporaryDirectory() as warehouse:
        spark = Oracle(warehouse)
        began = time.time()
        for name, topic, mutation, settings, sql in asked(given, seed, int(first or 0)):
            answer = spark.ask(sql, settings)
            if keep:
                keep.write(json.dumps({"seed": name, "topic": topic, "mutation": mutation, "set": settings, "sql": sql, "spark": answer}) + "\n")
                keep.flush()
            if tarn:
                tally.count(name, mutation, settings, sql, answer, tarn.ask(sql, settings))
        print(f"asked in {time.time() - began:.0f} s", flush=True)
        spark.close()


if __name__ == "__main__":
    raise SystemExit(main())
