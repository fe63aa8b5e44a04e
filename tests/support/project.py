"""A project in a temporary folder, and the program run in it as a user runs it."""

import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from deltalake import DeltaTable

TARN = os.environ["TARN_BINARY"]
SOURCE = Path(os.environ["TARN_SOURCE_DIR"])


class Project:
    def __init__(self, files=None):
        self.folder = Path(tempfile.mkdtemp(prefix="tarn-test-"))
        for path, text in (files or {}).items():
            self.write(path, text)

    @classmethod
    def example(cls, name):
        project = cls()
        example = SOURCE / "examples" / name
        shutil.copytree(example / "transformations", project.folder / "transformations")
        shutil.copy(example / "spark-pipeline.yml", project.folder)
        return project

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            shutil.rmtree(self.folder)
        else:
            print(f"the project is kept in {self.folder}")

    def write(self, path, text):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def start(self, *arguments, **environment):
        return subprocess.Popen(
            [TARN, *arguments], cwd=self.folder, env={**os.environ, **environment},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def call(self, *arguments, **environment):
        """The exit code, what was printed, and what was complained of."""
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def tarn(self, *arguments):
        """What was printed. It must succeed."""
        code, out, err = self.call(*arguments)
        if code != 0:
            raise AssertionError(f"tarn {' '.join(arguments)}: exit code {code}\n{out}{err}")
        return out

    def table_path(self, table, schema="default", catalog="spark_catalog"):
        return str(self.folder / "warehouse" / catalog / schema / table)

    def table(self, table, schema="default"):
        return DeltaTable(self.table_path(table, schema))

    def rows(self, table, schema="default"):
        """The rows, each a tuple in the order of the columns, with how often each is there."""
        return counted(self.table(table, schema).to_pyarrow_table().to_pylist())

    def versions(self, schema="default", catalog="spark_catalog"):
        folder = self.folder / "warehouse" / catalog / schema
        return {path.name: DeltaTable(str(path)).version() for path in sorted(folder.iterdir())}

    def events(self):
        return [json.loads(line) for line in self.tarn("events", "--all", "--json").splitlines()]


def counted(rows):
    return Counter(tuple(row.values()) for row in rows)


def expect_equal(what, actual, expected):
    if isinstance(actual, Counter) and isinstance(expected, Counter):
        missing, extra = expected - actual, actual - expected
        if missing or extra:
            raise AssertionError(
                f"{what}: {sum(missing.values())} rows missing, {sum(extra.values())} too many; missing "
                f"{list(missing.elements())[:3]}, too many {list(extra.elements())[:3]}")
        return
    if actual != expected:
        raise AssertionError(f"{what}: {actual!r}, expected {expected!r}")
