"""A kept answer that tells of today is compared with what `tarn` says on the day of asking."""
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/random"))
import engines  # noqa: E402

QUESTION = "SELECT to_timestamp('10:11:12') AS t"
APIA = {"spark.sql.session.timeZone": "Pacific/Apia"}
NEW_YEARS_EVE = datetime.datetime(2019, 12, 31, 18, tzinfo=datetime.timezone.utc).timestamp()


def days(tarn):
    """The day of QUESTION's answer: at two times and in two zones, then today."""
    for at, zone in (NEW_YEARS_EVE, {}), (NEW_YEARS_EVE, APIA), (NEW_YEARS_EVE + 86400, {}), (None, {}):
        kind, _, rows = tarn.ask(QUESTION, zone, at=at)
        yield rows[0].split()[0] if kind == "rows" else rows


def replayed(day):
    """What a replay says of an answer that was kept on 2019-12-31 and names that day."""
    line = {"seed": "s:e1", "set": {}, "sql": QUESTION, "at": int(NEW_YEARS_EVE),
            "spark": ["rows", "struct<t:timestamp>", [f"{day} 10:11:12"]]}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept.jsonl"
        kept.write_text(json.dumps(line) + "\n", encoding="utf-8")
        run = subprocess.run([sys.executable, "-B", ROOT / "tests/random/run.py", "--replay", kept, "--plain", "--tarn",
                              os.environ["TARN_BINARY"]], capture_output=True, text=True)
    return run.stdout.splitlines()[0]


def main():
    tarn = engines.Tarn(os.environ["TARN_BINARY"])
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    found = list(days(tarn))
    tarn.close()
    if found not in (["2019-12-31", "2020-01-01", "2020-01-01", each] for each in (today, today_again())):
        sys.exit(f"days of asking: {found}")
    if " 0 differ" not in replayed("2019-12-31") or " 1 differ" not in replayed("2019-12-30"):
        sys.exit(f"a replay: {replayed('2019-12-31')}; of another day: {replayed('2019-12-30')}")
    print("answers are those of the day of asking")


def today_again():
    """Today again: it may have changed meanwhile."""
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


if __name__ == "__main__":
    main()
