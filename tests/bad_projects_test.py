#!/usr/bin/env python3
"""What `tarn dry-run` says of projects in which something is wrong.

Each file of tests/projects/bad holds one project and, under `==> expected <==`, the exact output of
`tarn dry-run`. Above the first `==> path <==` stands what the project shows, and on a line `Spark
4.2.1: ..` the classes that Spark gave it, each of which must be among ours. Where no
spark-pipeline.yml is given, one is made that names every SQL file. `tarn dry-run --json` must say
the same on one JSON line for each diagnostic, and no run may leave a file behind.

    TARN_BINARY=build/dev/tarn tests/bad_projects_test.py [--update] [name ..]

--update writes what is said into the files; the difference is then read line by line.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECTS = Path(__file__).resolve().parent / "projects" / "bad"
TARN = os.environ.get("TARN_BINARY", "tarn")
EXPECTED = "expected"
# Classes that Spark's Python client raises itself, and that have no SQLSTATE there.
WITHOUT_SQLSTATE = re.compile(r"(PIPELINE_SPEC_|MULTIPLE_PIPELINE_SPEC_|PIPELINE_UNSUPPORTED_)")


class Project:
    """One file of tests/projects/bad."""

    def __init__(self, path):
        self.path = path
        parts = re.split(r"^==> (.+) <==\n", path.read_text(encoding="utf-8"), flags=re.M)
        self.about = parts[0]
        recorded = re.search(r"^Spark 4\.2\.1: (.+)$", self.about, flags=re.M)
        self.classes_of_spark = set(recorded.group(1).split()) if recorded else set()
        self.files = dict(zip(parts[1::2], parts[2::2]))
        self.expected = self.files.pop(EXPECTED, None)

    def write(self, folder):
        for name, text in {**self.default_spec(), **self.files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def default_spec(self):
        if any(name.startswith("spark-pipeline.") for name in self.files):
            return {}
        globs = "".join(f"  - glob: {{include: {name}}}\n" for name in sorted(self.files))
        return {"spark-pipeline.yml": f"name: shop\nstorage: file:///storage\nlibraries:\n{globs}"}

    def update(self, output):
        sections = "".join(f"==> {name} <==\n{text}" for name, text in self.files.items())
        text = f"{self.about}{sections}==> {EXPECTED} <==\n{output}"
        self.path.write_text(text, encoding="utf-8")


def dry_run(folder, *options):
    run = subprocess.run(
        [TARN, "dry-run", *options], cwd=folder, capture_output=True, text=True, timeout=60
    )
    return run.returncode, run.stdout, run.stderr.replace(str(folder), "{project}")


def files_of(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def first_line_of(diagnostic):
    """The line that the text form begins a diagnostic with."""
    place = ""
    if "file" in diagnostic:
        place = f"{diagnostic['file']}:{diagnostic['line']}:{diagnostic['column']}: "
    kind = f"error[{diagnostic['class']}]" if diagnostic["class"] else "error"
    message = diagnostic["message"]
    if "hint" in diagnostic:
        message = f"{message.removesuffix('.')}; {diagnostic['hint']}"
    return f"{place}{kind}: {message}"


def complaints_of_json(folder, lines, text):
    for line in lines:
        diagnostic = json.loads(line)
        for key in ("class", "sqlstate", "message"):
            if not isinstance(diagnostic.get(key), str):
                yield f"--json: no text under '{key}': {line}"
                return
        if len({"file", "line", "column"} & diagnostic.keys()) not in (0, 3):
            yield f"--json: half a place: {line}"
        first = first_line_of(diagnostic).replace(str(folder), "{project}")
        if first + "\n" not in text and not text.startswith("tarn: "):
            yield f"--json says something else: {first}"
        sqlstate, condition = diagnostic["sqlstate"], diagnostic["class"]
        if condition and not WITHOUT_SQLSTATE.match(condition):
            if not re.fullmatch(r"[0-9A-Z]{5}", sqlstate):
                yield f"--json: {condition} with the SQLSTATE '{sqlstate}'"


def check(path, update):
    """The complaints about one project, each a text."""
    project = Project(path)
    with tempfile.TemporaryDirectory(prefix="tarn-bad-") as name:
        folder = Path(name).resolve()
        project.write(folder)
        before = files_of(folder)
        code, out, text = dry_run(folder)
        json_code, json_lines, _ = dry_run(folder, "--json")
        after = files_of(folder)

    found = list(complaints_of_json(folder, json_lines.splitlines(), text))
    if code != 1 or json_code != 1:
        found.append(f"exit codes {code} and, with --json, {json_code}; wanted 1")
    if out:
        found.append(f"standard output without --json: {out}")
    if before != after:
        found.append(f"files before {before}, and after {after}")
    said = text.count("error: ") + text.count("error[") + text.startswith("tarn: ")
    if len(json_lines.splitlines()) > said:
        found.append(f"--json says more than the text:\n{json_lines}")
    missing = project.classes_of_spark - set(re.findall(r"error\[([A-Z0-9_.]+)\]", text))
    if missing:
        found.append(f"Spark says {', '.join(sorted(missing))}")
    if update:
        project.update(text)
    elif project.expected != text:
        found.append(f"expected:\n{project.expected}but it says:\n{text}")
    return found


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--update"]
    update = "--update" in sys.argv
    paths = sorted(PROJECTS.glob("*.txt"))
    if arguments:
        paths = [path for path in paths if path.stem in arguments]
    if not paths:
        sys.exit("no project to check")
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda path: check(path, update), paths))
    bad = 0
    for path, found in zip(paths, results):
        for complaint in found:
            print(f"{path.stem}: {complaint}")
        bad += bool(found)
    print(f"{len(paths)} bad projects, {bad} not as expected")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
