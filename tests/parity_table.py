"""docs/PARITY.md: which rule is covered by which cases, and on which engines they were seen to pass.

usage: parity_table.py                says whether the page is what the cases and the record make of it
       parity_table.py --write        writes it
       parity_table.py --run [...]    runs `tarn test --engine spark` (all cases, or files and parts of titles), keeps in
                                      parity_passed.txt which passed on both engines, and writes the page: `./dev parity`

A case names its rules under `rules:`; what they say stands in parity_rules.txt. A line of the record holds a digest of what the case
does, so that one that changes has to be seen again.
"""
import difflib
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import yaml

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "docs/PARITY.md"
RECORD = TESTS / "parity_passed.txt"
HEAD = """\
# Rules, and the cases that cover them

Made by `tests/parity_table.py`; do not edit. A case of `tests/cases` runs a pipeline on Tarn, and on PySpark 4.2.1 with
Delta 4.4.0 (`tarn test --engine spark`; all of them: `./dev parity`), and both must end with what it expects. "On both" counts those that
were seen to, as they stand.
"""


def digest(case):
    done = {key: value for key, value in case.items() if key not in ("rules", "engines", "cuts")}
    return hashlib.sha256(json.dumps(done, sort_keys=True, default=str).encode()).hexdigest()[:16]


def cases():
    """(path, case, why it is for Tarn alone or None) of every case."""
    for path in sorted((TESTS / "cases").rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        read = yaml.safe_load(text)
        reasons = iter(re.findall(r"^ *engines: tarn +# *(.*)$", text, flags=re.M))
        for case in read if isinstance(read, list) else [read]:
            yield str(path.relative_to(TESTS)), case, next(reasons) if "engines" in case else None


def line_of(path, case):
    return f"{digest(case)} {path}: {case['test']}"


def record():
    return set(RECORD.read_text(encoding="utf-8").splitlines()) if RECORD.exists() else set()


def page():
    rules = yaml.safe_load((TESTS / "parity_rules.txt").read_text(encoding="utf-8"))
    passed = record()
    covered, on_both = defaultdict(int), defaultdict(int)
    alone, unseen, total = [], [], 0
    for path, case, reason in cases():
        total += 1
        if not case.get("rules"):
            sys.exit(f"{path}: the case names no rules: {case['test']}")
        is_seen = reason is None and line_of(path, case) in passed
        for rule in case["rules"]:
            if rule not in rules:
                sys.exit(f"{path}: there is no rule {rule}: {case['test']}")
            covered[rule] += 1
            on_both[rule] += is_seen
        if reason is not None:
            alone.append(f"- {path}: {case['test']} ({reason})")
        elif not is_seen:
            unseen.append(f"- {path}: {case['test']}")
    lines = [HEAD, f"{total} cases, {total - len(alone) - len(unseen)} of them on both engines.\n",
             "| rule | what it says | cases | on both |", "| --- | --- | --- | --- |"]
    lines += [f"| {rule} | {says} | {covered[rule]} | {on_both[rule]} |" for rule, says in rules.items()]
    lines += ["\n## For Tarn alone\n", *alone]
    if unseen:
        lines += ["\n## Not seen on Spark yet\n", *unseen]
    return "\n".join(lines) + "\n"


def write():
    known = {line_of(path, case) for path, case, _ in cases()}
    RECORD.write_text("".join(line + "\n" for line in sorted(record() & known, key=lambda line: line[17:])), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


def run(arguments):
    lines = {(path, case["test"]): line_of(path, case) for path, case, _ in cases()}
    passed = record()
    command = [os.environ["TARN_BINARY"], "test", "--engine", "spark", "--json", *(arguments or ["tests/cases"])]
    with subprocess.Popen(command, cwd=TESTS.parent, stdout=subprocess.PIPE, text=True) as tarn:
        for told in map(json.loads, tarn.stdout):
            status = next((way["status"] for way in told.get("ways", []) if way["way"] == "on Spark"), "failed")
            ok = status == "passed" and told["status"] == "passed"
            line = lines[(told["file"].removeprefix("tests/"), told["test"])]
            (passed.add if ok else passed.discard)(line)
            print(f"{told['file']}: {status}: {told['test']}", flush=True)
            for way in told["ways"]:
                print("".join(f"  {failure}" for failure in way.get("failures", [])), end="", flush=True)
    RECORD.write_text("".join(line + "\n" for line in passed), encoding="utf-8")
    write()
    print(page().split("\n")[6])
    sys.exit(tarn.returncode)


def check():
    made = page()
    there = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if there != made:
        sys.stdout.writelines(difflib.unified_diff(there.splitlines(True), made.splitlines(True), "docs/PARITY.md", "the cases"))
        sys.exit("docs/PARITY.md is not what the cases say; tests/parity_table.py --write")


if "--run" in sys.argv[1:2]:
    run(sys.argv[2:])
elif "--write" in sys.argv[1:2]:
    write()
else:
    check()
