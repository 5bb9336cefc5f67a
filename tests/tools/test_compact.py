# SPDX-License-Identifier: GPL-3.0-or-later
"""Compaction gives space back, changes no answer, and harms no reader."""

import json
import os
import random
import signal
import subprocess
import unittest

try:
    import xapian as bindings
except ImportError:
    bindings = None

from tools import TIMEOUT, ToolTest, xapian


def article(number):
    chosen = random.Random(number)
    text = " ".join(f"w{chosen.randrange(3000)}" for _ in range(150))
    return f"Article {number}\n\nCommon {text}.\n"


class Compaction(ToolTest):
    COUNT = 600
    AUTOMATIC = ("--compact-bytes", "100000")

    def setUp(self):
        super().setUp()
        for number in range(self.COUNT):
            self.box.write(f"d/{number}.txt", article(number))
        self.box.index("d")

    def size(self):
        return sum(p.stat().st_size for p in self.box.db.iterdir())

    def remove(self, first, last):
        for number in range(first, last):
            (self.box.files / f"d/{number}.txt").unlink()

    def answers(self):
        return [self.box.search("-n", "1000", q)["hits"]
                for q in ("common", "w1 w2 w3", "path:**", 'w7*')]

    def beside(self):
        return [p.name for p in self.box.top.iterdir()
                if p.name.startswith("db")]

    def test_it_gives_space_back_and_changes_no_answer(self):
        self.remove(0, 300)
        self.box.index("d")
        before, answers = self.size(), self.answers()
        report = self.box.run("ibid-indexer", "--compact", "--json",
                              expect=0).json()
        self.assertEqual(report, {"format": 1, "compacted": {
            "before": before, "after": self.size()}})
        self.assertLess(self.size(), before * 2 // 3)
        self.assertEqual(self.answers(), answers)
        self.assertIn("No errors found", xapian("xapian-check", self.box.db))
        self.assertEqual(self.beside(), ["db"])
        self.box.run("ibid-indexer", "--check", expect=0)
        self.assertEqual(self.box.index("d")["articles"]["kept"], 300)
        text = self.box.run("ibid-indexer", "--compact", expect=0)
        self.assertRegex(text.out.decode(), r"^compacted: .* to .*B\n$")

    def test_it_comes_by_itself_where_a_third_is_gone(self):
        self.remove(0, 150)
        self.assertNotIn("compacted", self.box.index(*self.AUTOMATIC, "d"))
        self.remove(150, 250)
        dry = self.box.index(*self.AUTOMATIC, "--dry-run", "d")
        self.assertNotIn("compacted", dry)
        done = self.box.index(*self.AUTOMATIC, "d")["compacted"]
        self.assertLess(done["after"], done["before"])
        self.assertEqual(done["after"], self.size())
        self.assertEqual(len(self.box.passages()), 350)
        # Counted from the last time on.
        self.remove(250, 300)
        self.assertNotIn("compacted", self.box.index(*self.AUTOMATIC, "d"))

    @unittest.skipIf(bindings is None, "python3-xapian is not installed")
    def test_who_has_it_open_sees_what_took_its_place(self):
        # As xapian-tcpsrv and Xapian's own tools have it open.
        reader = bindings.Database(str(self.box.db))
        for count, updates in ((599, 1), (598, 0)):
            self.remove(count, count + 1)
            with self.subTest(count):
                # The reader does not look at the revisions in between.
                for number in range(updates):
                    self.box.write("d/0.txt", article(1000 + number))
                    self.box.index("d")
                self.box.index("--rebuild", "d")
                self.assertTrue(reader.reopen())
                self.assertEqual(reader.get_doccount(), count)

    def test_what_replicas_need_is_no_hindrance(self):
        self.box.env["XAPIAN_MAX_CHANGESETS"] = "5"
        self.remove(0, 50)
        self.box.index("d")
        self.assertTrue(self.changes())
        answers = self.answers()
        self.box.run("ibid-indexer", "--compact", expect=0)
        self.assertEqual(self.changes(), [])
        self.remove(50, 400)
        self.assertIn("compacted", self.box.index(*self.AUTOMATIC, "d"))
        self.assertEqual(self.changes(), [])
        self.box.index("--rebuild", "d")
        self.assertEqual(self.changes(), [])
        self.assertNotEqual(self.answers(), answers)
        self.assertEqual(len(self.box.passages()), 200)

    def changes(self):
        return [p.name for p in self.box.db.glob("changes*")]

    def test_a_small_database_stays_as_it_is(self):
        self.remove(0, 500)
        self.assertNotIn("compacted", self.box.index("d"))

    def test_searches_go_on_meanwhile(self):
        line = json.dumps({"_id": "1", "text": "common"}) + "\n"
        reader = self.box.start("ibid-searcher", "-n", "1000", "--batch", "-",
                                stdin=subprocess.PIPE)

        def ask():
            reader.stdin.write(line.encode())
            reader.stdin.flush()
            return len(json.loads(reader.stdout.readline())["hits"])

        left = self.COUNT
        self.assertEqual(ask(), left)
        for step in range(5):
            self.remove(step * 50, step * 50 + 50)
            self.box.index("d")
            left -= 50
            compacting = self.box.start("ibid-indexer", "--compact")
            self.assertEqual(ask(), left)
            while compacting.poll() is None:
                self.assertEqual(ask(), left)
            compacting.communicate()
            self.assertEqual(compacting.returncode, 0)
            self.assertEqual(ask(), left)
        reader.stdin.close()
        self.assertEqual(reader.wait(timeout=TIMEOUT), 0)
        reader.stdout.close()
        reader.stderr.close()

    def test_kills_and_interrupts_leave_a_whole_database(self):
        self.remove(0, 300)
        self.box.index("d")
        answers = self.answers()
        chosen = random.Random(1)
        for number in range(int(os.environ.get("IBID_KILLS", "15"))):
            how = chosen.choice((signal.SIGKILL, signal.SIGINT))
            compacting = self.box.start("ibid-indexer", "--compact")
            try:
                compacting.wait(timeout=chosen.uniform(0, .3))
            except subprocess.TimeoutExpired:
                compacting.send_signal(how)
            compacting.communicate(timeout=TIMEOUT)
            with self.subTest(number=number, how=how):
                self.assertIn(compacting.returncode,
                              (0, 130, -signal.SIGKILL, -signal.SIGINT))
                self.box.run("ibid-indexer", "--check", expect=0)
        self.assertEqual(self.answers(), answers)
        self.box.run("ibid-indexer", "--compact", expect=0)
        self.assertEqual(self.beside(), ["db"])

    def test_what_cannot_be_compacted_is_left_as_it_is(self):
        error = self.box.run("ibid-indexer", "--compact", "--json", "--db",
                             "nowhere", expect=2).json()["error"]
        self.assertEqual(error["kind"], "not_found")
        path = self.box.db / "postlist.glass"
        data = path.read_bytes()
        path.write_bytes(data.replace(b"ibid:format4", b"ibid:format1"))
        error = self.box.run("ibid-indexer", "--compact", "--json",
                             expect=2).json()["error"]
        self.assertEqual(error["kind"], "version")
        self.assertIn("--rebuild", error["hint"])
        self.assertEqual(self.beside(), ["db"])


class OlderFormat(ToolTest):
    """A database of an older ibid is refused, and rebuilt when told to."""

    def setUp(self):
        super().setUp()
        self.box.write("d/a.txt", "Title\n\nA healthy paragraph.\n")

    def make_older(self, old, new):
        self.box.index("--rebuild", "d")
        path = self.box.db / "postlist.glass"
        data = path.read_bytes()
        self.assertIn(old, data)
        path.write_bytes(data.replace(old, new))

    def test_it_is_refused_by_all_and_mended_by_a_rebuild(self):
        commands = (["ibid-searcher", "healthy"], ["ibid-indexer", "d"],
                    ["ibid-indexer"], ["ibid-indexer", "--dry-run", "d"],
                    ["ibid-indexer", "--remove", "a.txt"],
                    ["ibid-indexer", "--status"], ["ibid-indexer", "--check"],
                    ["ibid-indexer", "--compact"])
        for old, new in ((b"ibid:format4", b"ibid:format1"),
                         (b'"analysis":1', b'"analysis":0')):
            self.make_older(old, new)
            before = {p.name: p.read_bytes() for p in self.box.db.iterdir()}
            for program, *args in commands:
                with self.subTest(new=new, program=program, args=args):
                    result = self.box.run(program, "--json", *args, expect=2)
                    error = result.json()["error"]
                    self.assertEqual(error["kind"], "version")
                    self.assertIn("ibid-indexer --rebuild", error["hint"])
                    self.assertNotIn("hits", result.json())
            after = {p.name: p.read_bytes() for p in self.box.db.iterdir()}
            self.assertEqual(after, before)
            self.box.index("--rebuild", "d")
            self.box.search("healthy")
            self.box.run("ibid-indexer", "--check", expect=0)


if __name__ == "__main__":
    unittest.main()
