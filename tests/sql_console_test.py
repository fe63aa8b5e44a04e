"""`tarn sql` at a terminal, as a user types: what is shown, and that Ctrl-C ends a statement and not the session."""
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time

from support.project import expect_equal

TARN = os.environ["TARN_BINARY"]
PROMPT = "tarn> "
PATIENCE_SECONDS = 60
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\x07|\r")
UP, TAB, CTRL_C, CTRL_D = "\x1b[A", "\t", "\x03", "\x04"


class Terminal:
    """A session in a folder of its own, with what it has shown since it was last asked."""

    def __init__(self, folder, **variables):
        self.folder = folder
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.chdir(folder)
            environment = {**os.environ, "HOME": folder, "TERM": "xterm", "LC_ALL": "C.UTF-8", "PAGER": "cat", **variables}
            environment.pop("XDG_STATE_HOME", None)
            os.execve(TARN, ["tarn", "sql"], environment)
        self.pid = pid
        self.shown = ""
        self.greeting = self.until(PROMPT)

    def until(self, wanted):
        """All that is shown up to where `wanted` ends."""
        end = time.monotonic() + PATIENCE_SECONDS
        while wanted not in self.shown:
            left = end - time.monotonic()
            ready = left > 0 and select.select([self.terminal], [], [], left)[0]
            if not ready:
                raise AssertionError(f"{wanted!r} was not shown, but: {self.shown!r}")
            try:
                self.shown += CONTROLS.sub("", os.read(self.terminal, 65536).decode("utf-8", "replace"))
            except OSError as gone:
                raise AssertionError(f"the session ended: {self.shown!r}") from gone
        at = self.shown.index(wanted) + len(wanted)
        seen, self.shown = self.shown[:at], self.shown[at:]
        return seen

    def type(self, keys):
        os.write(self.terminal, keys.encode())

    def ask(self, text, wanted):
        """Types a text and Enter; what is shown up to `wanted` and the next prompt."""
        self.type(text + "\r")
        seen = self.until(wanted)
        self.until(PROMPT)
        return seen

    def leave(self, keys=CTRL_D):
        self.type(keys)
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                break
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError(f"{keys!r} does not end the session: {self.shown!r}")
            time.sleep(0.02)
        os.close(self.terminal)
        expect_equal("exit code", os.waitstatus_to_exitcode(status), 0)


def in_a_folder(work):
    folder = tempfile.mkdtemp()
    try:
        work(folder)
    finally:
        shutil.rmtree(folder)


def statements_take_several_lines_and_tell_their_rows(folder):
    session = Terminal(folder)
    assert "no project here" in session.greeting, session.greeting
    session.ask("CREATE TABLE sales (item STRING, quantity INT);", "OK")
    session.ask("INSERT INTO sales\rVALUES ('tea', 1),\r('salt', 20);", "OK")
    seen = session.ask("SELECT *\rFROM sales\rORDER BY quantity;", "(2 rows)")
    assert "item | quantity\n-----+---------\ntea  |        1\nsalt |       20\n" in seen, seen
    session.ask("SELECT nothing FROM sales;", "error[UNRESOLVED_COLUMN.WITH_SUGGESTION]")
    session.ask("SELECT 'a;\rb';", "a;\\nb")
    session.leave()


def tab_completes_tables_and_columns(folder):
    session = Terminal(folder)
    session.ask("CREATE TABLE sales (item STRING, quantity INT);", "OK")
    session.type("SELECT * FROM sal" + TAB)
    session.until("sales")
    session.type(" WHERE sales." + TAB)
    session.until("item      quantity")
    session.until("WHERE sales.")
    session.type("qu" + TAB)
    session.until("quantity")
    session.ask(" = 1;", "(0 rows)")
    session.leave()


def what_was_typed_comes_back_in_the_next_session(folder):
    session = Terminal(folder)
    session.ask("SELECT 11 +\r31 AS n;", "42")
    session.leave("\\q\r")
    session = Terminal(folder)
    session.type(UP + UP)
    session.until("31 AS n;")
    session.ask("", "42")
    session.leave("exit\r")
    with open(os.path.join(folder, ".local/state/tarn/sql_history"), encoding="utf-8") as file:
        expect_equal("history", file.read().splitlines()[:2], ['"SELECT 11 +\\n31 AS n;"', '"\\\\q"'])


def control_c_gives_up_a_text_and_ends_a_statement(folder):
    session = Terminal(folder)
    session.type("SELECT 1 +")
    session.until("1 +")
    session.type(CTRL_C)
    session.until(PROMPT)
    session.ask("SELECT 2;", "(1 row)")
    session.type("SELECT count(*) FROM range(1000000000000) WHERE id % 7 = 8;\r")
    session.until("= 8;\n")
    time.sleep(1)  # it has begun, or it is ended before its first row
    session.type(CTRL_C)
    session.until("the execution was interrupted")
    session.until(PROMPT)
    session.ask("SELECT 3;", "(1 row)")
    session.leave()


def commands_show_things_and_change_the_format(folder):
    session = Terminal(folder)
    session.ask("CREATE TABLE sales (item STRING, quantity INT);", "OK")
    session.ask("INSERT INTO sales VALUES ('tea', 1);", "OK")
    assert "sales" in session.ask("\\d", "(1 row)")
    assert "quantity | int" in session.ask("\\d sales", "(2 rows)")
    assert "substring_index" in session.ask("\\df substring*", "(2 rows)")
    session.ask("\\nothing", "there is no command \\nothing")
    session.ask("\\format markdown", "Rows are shown as markdown.")
    assert "| tea | 1 |" in session.ask("TABLE sales;", "| tea | 1 |\n")
    session.ask("\\format xml", "there is no format 'xml'; table, vertical, markdown, csv, json are")
    session.ask("\\x", "Vertical rows: on.")
    assert "item     | tea\n" in session.ask("TABLE sales;", "(1 row)")
    session.ask("\\format csv", "Rows are shown as csv.")
    session.ask("\\timing on", "Timing: on.")
    session.ask("TABLE sales;", "Time: ")
    session.ask("\\timing maybe", "on or off, not 'maybe'")
    session.ask("\\o rows.csv", "Rows go to rows.csv.")
    session.ask("TABLE sales;", "(1 row)")
    session.ask("\\o", "Rows are shown here.")
    with open(os.path.join(folder, "rows.csv"), encoding="utf-8") as file:
        expect_equal("rows.csv", file.read(), "item,quantity\ntea,1\n")
    session.ask("\\o /dev/full", "Rows go to /dev/full.")
    session.ask("TABLE sales;", "tarn: not all rows could be written")
    session.ask("\\o", "Rows are shown here.")
    with open(os.path.join(folder, "more.sql"), "w", encoding="utf-8") as file:
        file.write("INSERT INTO sales VALUES ('salt', 2);\nSELECT count(*) AS n FROM sales;\nSELECT broken;\nSELECT 7;\n")
    seen = session.ask("\\i more.sql", "more.sql:3:8: error[UNRESOLVED_COLUMN")
    assert "n\n2\n" in seen, seen
    assert "7" not in session.ask("\\i nothing.sql", "tarn: ")
    session.ask("\\?", "Tab completes names")
    session.leave()


def a_long_answer_goes_to_the_pager(folder):
    session = Terminal(folder, PAGER=f"cat > {folder}/paged")
    session.ask("SELECT id FROM range(1000);", "(1000 rows)")
    with open(os.path.join(folder, "paged"), encoding="utf-8") as file:
        expect_equal("lines", len(file.read().splitlines()), 1002)
    os.remove(os.path.join(folder, "paged"))
    session.ask("SELECT id FROM range(3);", "(3 rows)")
    session.ask("\\pager off", "The pager: off.")
    session.ask("SELECT id FROM range(1000);", "(1000 rows)")
    expect_equal("no pager", os.path.exists(os.path.join(folder, "paged")), False)
    session.leave()


def without_a_terminal_statements_come_from_standard_input(folder):
    def sql(text, *options):
        return subprocess.run([TARN, "sql", *options], input=text, text=True, cwd=folder, capture_output=True,
                              timeout=PATIENCE_SECONDS)

    done = sql("SELECT 1 AS a; SELECT 'x|y' AS b;", "--output", "markdown")
    expect_equal("rows", (done.returncode, done.stdout, done.stderr), (0, "| a |\n| ---: |\n| 1 |\n| b |\n| --- |\n| x\\|y |\n", ""))
    done = sql("SELECT 1 AS a;\nSELECT nothing;\nSELECT 3 AS c;", "--output", "vertical")
    expect_equal("stops at a mistake", (done.returncode, done.stdout), (1, "-[ row 1 ]-\na | 1\n"))
    with open("/dev/full", "w", encoding="utf-8") as full:
        lost = subprocess.run([TARN, "sql", "SELECT 1 AS a"], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True)
    expect_equal("a full disk", (lost.returncode, lost.stderr), (1, "tarn: not all rows could be written\n"))
    assert done.stderr.startswith("input:2:8: error[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION]"), done.stderr


for test in [statements_take_several_lines_and_tell_their_rows, tab_completes_tables_and_columns,
             what_was_typed_comes_back_in_the_next_session, control_c_gives_up_a_text_and_ends_a_statement,
             commands_show_things_and_change_the_format, a_long_answer_goes_to_the_pager,
             without_a_terminal_statements_come_from_standard_input]:
    in_a_folder(test)
    print("ok", test.__name__, flush=True)
