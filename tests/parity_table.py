"""docs/PARITY.md: which rule is covered by which cases, and on which engines.

usage: parity_table.py           says whether the page is what the cases make of it
       parity_table.py --write   writes it (`./dev parity` does)

A case names its rules under `rules:`; what they say stands in parity_rules.yml. A case is on both engines unless it says
`engines: tarn  # why`: tests/parity_spark_test.py shows that nothing else is left out.
"""
import difflib
import re
import sys
from collections import defaultdict
from pathlib import Path

import yaml

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "docs/PARITY.md"
HEAD = """\
# Rules, and the cases that cover them

Made by `tests/parity_table.py --write`; do not edit. A case of `tests/cases` runs a pipeline on Tarn, and on PySpark 4.2.1 with
Delta 4.4.0 (`tarn test --engine spark`; all of them: `./dev parity`), and both must end with what it expects.
"""


def cases():
    """(path, case, why it is for Tarn alone or None) of every case."""
    for path in sorted((TESTS / "cases").rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        read = yaml.safe_load(text)
        reasons = iter(re.findall(r"^ *engines: tarn +# *(.*)$", text, flags=re.M))
        for case in read if isinstance(read, list) else [read]:
            yield path.relative_to(TESTS), case, next(reasons) if "engines" in case else None


def page():
    rules = yaml.safe_load((TESTS / "parity_rules.yml").read_text(encoding="utf-8"))
    covered, on_both = defaultdict(int), defaultdict(int)
    alone, total = [], 0
    for path, case, reason in cases():
        total += 1
        if not case.get("rules"):
            sys.exit(f"{path}: the case names no rules: {case['test']}")
        for rule in case["rules"]:
            if rule not in rules:
                sys.exit(f"{path}: there is no rule {rule}: {case['test']}")
            covered[rule] += 1
            on_both[rule] += reason is None
        if reason is not None:
            alone.append(f"- {path}: {case['test']} ({reason})")
    lines = [HEAD, f"{total} cases, {total - len(alone)} of them on both engines.\n",
             "| rule | what it says | cases | on both |", "| --- | --- | --- | --- |"]
    lines += [f"| {rule} | {says} | {covered[rule]} | {on_both[rule]} |" for rule, says in rules.items()]
    lines += ["\n## For Tarn alone\n", *alone]
    return "\n".join(lines) + "\n"


def main():
    made = page()
    if "--write" in sys.argv[1:]:
        PAGE.write_text(made, encoding="utf-8")
        return
    there = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if there != made:
        sys.stdout.writelines(difflib.unified_diff(there.splitlines(True), made.splitlines(True), "docs/PARITY.md", "the cases"))
        sys.exit("docs/PARITY.md is not what the cases say; tests/parity_table.py --write")


main()
