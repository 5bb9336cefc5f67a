# SPDX-License-Identifier: GPL-3.0-or-later
"""bench/server_load.py: each mode on a handful of passages, whatever the times;
and what it makes of answers that are wrong."""

import pathlib
import shutil
import subprocess
import sys
import time
import types
import unittest

from server import write_articles
from tools import BIN, ROOT, TIMEOUT, SharedToolTest

sys.path.insert(0, str(ROOT / "bench"))
import server_load  # noqa: E402  (found by the line above)


class Modes(SharedToolTest):
    @classmethod
    def fill(cls, box):
        write_articles(box)
        box.write("queries.tsv", "# kind\tquery\nquestion\tIs an index fast?\n"
                                 "keyword\tstem \"of\" words\n")
        # Without bench/query_latency, which an earlier build may have left.
        cls.bin = box.top / "bin"
        cls.bin.mkdir()
        for name in ("ibid-server", "ibid-indexer"):
            (cls.bin / name).symlink_to(BIN / name)

    def load(self, mode, *options):
        done = subprocess.run(
            [sys.executable, ROOT / "bench/server_load.py", mode, self.box.db,
             "--bin", self.bin, "--queries", self.box.files / "queries.tsv",
             "--server=--time-limit=60000", *options], env=self.box.env, capture_output=True, text=True,
            timeout=TIMEOUT, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def test_memory_is_told_for_each_tenth(self):
        out = self.load("searches", "--count", "100", "--clients", "2",
                        "--server=--threads=4")
        rows = [line.split() for line in out.splitlines()[1:12]]
        self.assertEqual(rows[0][0], "0")
        self.assertEqual(rows[10][0], "100")
        self.assertIn("p99", out)
        self.assertIn(" 0 errors", out)

    def test_commits_are_followed(self):
        before = (self.box.db / "iamglass").read_bytes()
        out = self.load("commits", "--seconds", "2", "--every", "0.2",
                        "--clients", "2", "--server=--threads=4")
        self.assertRegex(out, r"^[1-9]\d* commits in 2 s; [1-9]\d* requests")
        self.assertIn(" 0 errors", out)
        self.assertIn("stale of them 0.00 s", out)
        # It is a copy that is committed to.
        self.assertEqual((self.box.db / "iamglass").read_bytes(), before)

    def test_drips_stand_beside_honest_clients(self):
        out = self.load("drips", "--seconds", "2", "--drips", "8",
                        "--clients", "2")
        self.assertIn("2 clients alone: p50", out)
        self.assertIn("beside 8 that drip: p50", out)

    def test_each_of_a_crowd_is_told_something(self):
        out = self.load("crowd", "--connections", "4", "--rounds", "2")
        self.assertRegex(out, r"^32 clients, 16 at a time: ")
        self.assertRegex(out, r": [1-9]\d* served .*, [1-9]\d* got 503 ")

    @unittest.skipUnless(shutil.which("wrk"), "wrk is not installed")
    def test_wrk_is_told_of_with_its_cpu_time_taken_off(self):
        out = self.load("wrk", "--seconds", "1", "--clients", "4",
                        "--rounds", "1")
        self.assertRegex(out, r"^wrk, 4 connections, 1 s: \d+ queries/s, p50 .*"
                              r" \d+ errors\n.*taken off: \d+ queries/s; ")


class Checks(unittest.TestCase):
    def test_an_answer_behind_a_commit_is_told(self):
        commits = server_load.Commits(types.SimpleNamespace(
            bin=pathlib.Path("/")), "db", pathlib.Path("/"))
        now = time.perf_counter()
        commits.at = [now - 30, now - 20, now - 10, now + 1000]
        for seen, behind in ((0, 20), (1, 10), (2, 0), (3, 0)):
            connection = types.SimpleNamespace(get=lambda _, n=seen: (
                200, b"The commits are %d by now." % n))
            self.assertEqual(commits.check(connection) // 10 * 10, behind)
        for status, body in ((200, b'{"hits":[]}'), (503, b"are 3 by now")):
            connection = types.SimpleNamespace(
                get=lambda _, s=status, b=body: (s, b))
            with self.assertRaises(server_load.Missed):
                commits.check(connection)

    def test_a_bound_that_is_missed_is_another_exit(self):
        def miss(*_):
            raise server_load.Missed("p99 is too much")

        modes, server_load.MODES = server_load.MODES, {"crowd": miss}
        try:
            self.assertEqual(server_load.main(["crowd", "x", "--check"]), 3)
            self.assertEqual(server_load.main(["crowd", "x"]), 0)
        finally:
            server_load.MODES = modes


if __name__ == "__main__":
    unittest.main()
