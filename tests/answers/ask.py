"""Asks Spark and Tarn the statements of files of one's own, and shows where they part.

usage: ask.py [--delta] [--again] [--all] [--add TOPIC] [--tarn PROGRAM] FILE ..      `./dev ask` calls it

A file is written as one of tests/answers/sessions is: statements of one session, each ending in `;` at a line's
end. Spark's answers are kept beside it (FILE.answers), and asked anew where the statements are others or with --again.
--all shows what is equal, too. --add appends what is equal now to sessions/TOPIC.sql, for `./dev record` to keep.
"""
import argparse
import json
import logging
import sys
import tempfile
from pathlib import Path

import record

sys.path.insert(0, str(record.HERE.parent / "random"))
import engines  # noqa: E402


def spark_answers(path, with_delta, again):
    """(statement, Spark's answer) of a file."""
    texts = [text for text, _ in record.statements(path)]
    kept = path.with_name(path.name + ".answers")
    if kept.exists() and not again:
        answers = [json.loads(line) for line in kept.read_text(encoding="utf-8").split("\n")[:-1]]
        if [answer["sql"] for answer in answers] == texts:
            return answers
    with tempfile.TemporaryDirectory() as warehouse:
        oracle = record.Oracle(warehouse, with_delta)
        answers = [{"sql": text, **oracle.statement(text)} for text in texts]
        oracle.spark.stop()
    kept.write_text("".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers), encoding="utf-8")
    return answers


def comparable(answer):
    if "error" in answer:
        return ("error", answer["error"], answer["sqlstate"] or "")
    return ("rows", answer["schema"], answer["rows"])


def text_of(answer):
    if answer[0] == "error":
        return f"{answer[1]} {answer[2]}: {answer[3] if len(answer) > 3 else ''}"
    return f"{answer[1]}\n" + "\n".join("        " + row for row in answer[2])


def compare(path, arguments, seen):
    """Prints what differs; the statements that are equal."""
    equal, tarn = [], engines.Tarn(arguments.tarn)
    answers = spark_answers(path, arguments.delta, arguments.again)
    for number, spark in enumerate(answers, 1):
        theirs, ours = comparable(spark), tarn.ask(spark["sql"], {})
        # A Java exception without a condition is met by any refusal.
        same = theirs == ours[:3] or theirs[0] == ours[0] == "error" and theirs[1] is None
        if same:
            is_bare = theirs == ("error", None, "") and ours[1] is not None
            equal.append(("-- differs: Spark lets a bare exception of Java through\n" if is_bare else "") + spark["sql"])
        seen[same] += 1
        if not same or arguments.all:
            if theirs[0] == "error":
                theirs += (spark["message"],)
            reordered = theirs[0] == ours[0] == "rows" and theirs[1] == ours[1] and sorted(theirs[2]) == sorted(ours[2])
            print(f"{path.name}:{number}{'' if same else ' DIFFERS'}{' in order' if reordered and not same else ''}\n"
                  f"  {spark['sql']}\n  Spark {text_of(theirs)}\n  Tarn  {text_of(ours)}")
    tarn.close()
    return equal


def add(topic, statements):
    path = record.HERE / "sessions" / f"{topic}.sql"
    there = [text for text, _ in record.statements(path)] if path.exists() else []
    settings = ("SET ", "RESET")
    fresh = [text for text in statements if text.split("\n", 1)[-1] not in there or text.startswith(settings)]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{text};\n" for text in fresh)
    print(f"{len(fresh)} statements added to {path.name}; now: ./dev record sessions/{topic}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--delta", action="store_true", help="Spark knows Delta")
    parser.add_argument("--again", action="store_true", help="ask Spark anew")
    parser.add_argument("--all", action="store_true", help="show what is equal, too")
    parser.add_argument("--add", metavar="TOPIC", help="append what is equal to sessions/TOPIC.sql")
    parser.add_argument("--tarn", default="build/dev/tarn")
    arguments = parser.parse_args()
    arguments.tarn = str(Path(arguments.tarn).resolve())
    logging.disable(logging.CRITICAL)
    seen, equal = {True: 0, False: 0}, []
    for path in arguments.files:
        equal += compare(path, arguments, seen)
    print(f"{seen[True]} equal, {seen[False]} differ")
    if arguments.add:
        add(arguments.add, equal)


if __name__ == "__main__":
    main()
