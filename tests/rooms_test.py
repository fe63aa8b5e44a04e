"""The walls between the rooms of src/ stand where the root CMakeLists.txt says.

A room's `MAY_INCLUDE` names every room whose headers its files may include, tests included. What a
named room includes in its turn does not count: a room that is used must be named. Some libraries
belong to one room alone.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^">]+)[">]')

# Who alone may include a library's headers.
LIBRARY_OWNERS = {
    "DuckDB": (re.compile(r"^duckdb[\w./]*$"), "engine"),
    "simdjson": (re.compile(r"^simdjson\b"), "format"),
    "libxml2": (re.compile(r"^libxml/"), "format"),
    "librdkafka": (re.compile(r"^(librdkafka/|rdkafka)"), "kafka"),
}


def read_rooms(cmake):
    """The rooms in the order in which they stand, each with the rooms that it may include."""
    text = "\n".join(line.split("#", 1)[0] for line in cmake.splitlines())
    rooms = {}
    for call in re.finditer(r"^\s*room\s*\(([^)]*)\)", text, re.MULTILINE):
        words = call.group(1).split()
        rooms[words[0]] = named = set()
        taking = False
        for word in words[1:]:
            if word in ("MAY_INCLUDE", "USES"):
                taking = word == "MAY_INCLUDE"
            elif taking:
                named.add(word)
    return rooms


def read_includes(source_root):
    """(room, file, line number, included path) of every #include of src/."""
    for path in sorted(source_root.rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        file = path.relative_to(source_root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := INCLUDE.match(line):
                yield file.parts[0], file, number, match.group(1)


def find_cycle(rooms):
    """Rooms that name each other in a ring, first again last; or nothing."""
    finished, path = set(), []

    def visit(room):
        if room in path:
            return path[path.index(room):] + [room]
        if room in finished or room not in rooms:
            return None
        path.append(room)
        for named in sorted(rooms[room]):
            if ring := visit(named):
                return ring
        path.pop()
        finished.add(room)
        return None

    for room in rooms:
        if ring := visit(room):
            return ring
    return None


def violations(root):
    rooms = read_rooms((root / "CMakeLists.txt").read_text(encoding="utf-8"))
    source_root = root / "src"
    found = []
    if not rooms:
        return ["CMakeLists.txt: no room(...) line was found"]

    for room, named in rooms.items():
        for unknown in sorted(named - rooms.keys()):
            found.append(f"CMakeLists.txt: room {room} names {unknown}, which is not a room")
    if ring := find_cycle(rooms):
        found.append("CMakeLists.txt: rooms include each other: " + " -> ".join(ring))
    for folder in sorted(path.name for path in source_root.iterdir() if path.is_dir()):
        if folder not in rooms and any((source_root / folder).rglob("*.cc")):
            found.append(f"src/{folder}: no room(...) line names it")

    for room, file, number, included in read_includes(source_root):
        place = f"src/{file}:{number}"
        first = included.split("/", 1)[0]
        if first in rooms and first != room and first not in rooms.get(room, set()):
            found.append(f"{place}: {room} includes {included}, and its line does not name {first}")
        if included.startswith("."):
            found.append(f"{place}: {included} is not a path from src/")
        for library, (pattern, owner) in LIBRARY_OWNERS.items():
            if pattern.match(included) and room != owner:
                found.append(f"{place}: {room} includes {included}; {library} belongs to {owner}")
    return found


SOUND_TREE = {
    "CMakeLists.txt": "room(low)  # room(ghost)\n"
                      "room(engine MAY_INCLUDE\n     low USES DuckDB::cxx)\n"
                      "room(high MAY_INCLUDE low engine\n     USES fmt::fmt)\n",
    "src/low/a.h": "#include <string>\n",
    "src/engine/b.h": '#include <duckdb_cpp.hpp>\n#include "low/a.h"\n',
    "src/high/c.cc": '#include "engine/b.h"\n#include "high/c.h"\n#include "low/a.h"\n',
}

# Each change to the sound tree, and what must be said about it.
BROKEN_TREES = [
    ({"src/low/a.h": '\n#include "high/c.h"\n'},
     "src/low/a.h:2: low includes high/c.h, and its line does not name high"),
    ({"src/low/deep/a_test.cc": '#  include "engine/b.h"\n'},
     "src/low/deep/a_test.cc:1: low includes engine/b.h, and its line does not name engine"),
    ({"src/high/d.cc": '#include "duckdb.h"\n'},
     "src/high/d.cc:1: high includes duckdb.h; DuckDB belongs to engine"),
    ({"src/high/d.cc": "#include <simdjson.h>\n"},
     "src/high/d.cc:1: high includes simdjson.h; simdjson belongs to format"),
    ({"src/high/d.cc": "#include <librdkafka/rdkafka.h>\n"},
     "src/high/d.cc:1: high includes librdkafka/rdkafka.h; librdkafka belongs to kafka"),
    ({"src/high/d.cc": '#include "../low/a.h"\n'},
     "src/high/d.cc:1: ../low/a.h is not a path from src/"),
    ({"CMakeLists.txt": "room(low MAY_INCLUDE high)\nroom(engine MAY_INCLUDE low)\n"
                        "room(high MAY_INCLUDE low engine)\n"},
     "CMakeLists.txt: rooms include each other: low -> high -> engine -> low"),
    ({"CMakeLists.txt": "room(low)\nroom(engine MAY_INCLUDE low)\nroom(high MAY_INCLUDE engine)\n"},
     "src/high/c.cc:3: high includes low/a.h, and its line does not name low"),
    ({"CMakeLists.txt": SOUND_TREE["CMakeLists.txt"] + "room(top MAY_INCLUDE nowhere)\n"},
     "CMakeLists.txt: room top names nowhere, which is not a room"),
    ({"src/attic/e.cc": "\n"}, "src/attic: no room(...) line names it"),
    ({"CMakeLists.txt": "project(tarn)\n"}, "CMakeLists.txt: no room(...) line was found"),
]


def violations_of_tree(files):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return violations(root)


def self_check():
    """What this test says of made-up trees, where it is not what it should say."""
    wrong = []
    if found := violations_of_tree(SOUND_TREE):
        wrong.append(f"a sound tree is reported: {found}")
    for change, expected in BROKEN_TREES:
        if (found := violations_of_tree(SOUND_TREE | change)) != [expected]:
            wrong.append(f"expected [{expected!r}], found {found}")
    return wrong


def main():
    if wrong := self_check():
        print("This test does not see what it must see:", *wrong, sep="\n  ")
        return 1
    root = Path(os.environ.get("TARN_SOURCE_DIR", Path(__file__).resolve().parent.parent))
    found = violations(root)
    if found:
        print(f"{len(found)} includes or lines go through a wall:", *found, sep="\n  ")
        return 1
    rooms = read_rooms((root / "CMakeLists.txt").read_text(encoding="utf-8"))
    print(f"{len(rooms)} rooms include only what they name; "
          f"{len(BROKEN_TREES)} made-up violations were seen.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
