"""Every function that `tarn` lists is one that the generator of random statements makes or leaves out by name."""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/random"))
import signatures  # noqa: E402


def listed(program):
    """The function table's names, as SHOW FUNCTIONS has them."""
    asked = json.dumps({"sql": "SHOW FUNCTIONS"}) + "\n"
    answer = subprocess.run([program, "sql", "--input", "jsonl", "--output", "jsonl"], input=asked, capture_output=True,
                            text=True, check=True, cwd="/").stdout
    return {row[0].lower() for row in json.loads(answer)["rows"]}


def made():
    """The words of the signatures' heads that a parenthesis follows, or that are all of a head."""
    names = set()
    for line in (signatures.SCALAR + signatures.AGGREGATE + signatures.ELSEWHERE).strip().splitlines():
        head = line.rpartition(" | ")[0] or line
        names |= {word.lower() for word in re.findall(r"\w+", head)}
    return names


def main():
    left_out = {name for names in signatures.LEFT_OUT.values() for name in names.split()}
    names = {name for name in listed(os.environ["TARN_BINARY"]) if re.fullmatch(r"\w+", name)}
    missing = sorted(names - made() - left_out)
    if missing:
        sys.exit("in SHOW FUNCTIONS, and neither in tests/random/signatures.py nor left out there: " + " ".join(missing))
    print(f"{len(names)} functions are known to the generator")


if __name__ == "__main__":
    main()
