# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases that are missing, foreign, damaged or not ours to write, writes
that fail, and runs that are interrupted."""

import random
import resource
import shutil
import signal
import subprocess
import time
import unittest

from tools import TIMEOUT, ToolTest, xapian

TABLES = ("docdata.glass", "postlist.glass", "termlist.glass")


def article(number, words=40):
    """One that compresses badly, so that databases grow with it."""
    chosen = random.Random(number)
    text = " ".join(f"w{chosen.randrange(100000)}" for _ in range(words))
    return f"Article {number}\n\nCommon {text}.\n"


class BadDatabase(ToolTest):
    def setUp(self):
        super().setUp()
        self.box.write("d/a.txt", "Title\n\nA healthy paragraph.\n")

    def check_error(self, program, *args, kind, expect=2, **more):
        """The error for people is one line with a hint; gives the JSON one."""
        text = self.box.run(program, *args, expect=expect, **more)
        self.assertEqual(text.out, b"")
        self.assertEqual(len(text.errors), 1, text.errors)
        self.assertTrue(text.errors[0].startswith(program + ": "))
        error = self.box.run(program, "--json", *args, expect=expect,
                             **more).json()["error"]
        self.assertEqual(error["kind"], kind)
        self.assertIn(error["message"], text.errors[0])
        self.assertTrue(error["hint"])
        self.assertIn(f"({error['hint']})", text.errors[0])
        return error

    def test_a_database_that_is_missing(self):
        error = self.check_error("ibid-searcher", "healthy", kind="not_found")
        self.assertIn(str(self.box.db), error["message"])
        self.assertIn("ibid-indexer", error["hint"])
        self.box.db.mkdir()  # an empty folder is no database either
        self.check_error("ibid-searcher", "healthy", kind="not_found")
        self.box.index("d")
        self.box.search("healthy")

    def test_a_database_that_is_a_file(self):
        for content in (b"", b"text\n", b"\0" * 5000):
            self.box.db.write_bytes(content)
            with self.subTest(content[:9]):
                for program, what in [("ibid-searcher", "healthy"),
                                      ("ibid-indexer", "d")]:
                    error = self.check_error(program, what, kind="corrupt")
                    self.assertIn("is a file", error["message"])
                self.box.index("--rebuild", "d", expect=2)
                self.assertEqual(self.box.db.read_bytes(), content)

    def test_a_database_below_a_file(self):
        self.box.write("file", "x")
        below = ["--db", "file/db"]
        self.box.index(*below, "d", expect=2)
        self.box.search(*below, "healthy", expect=2)

    def test_a_folder_of_other_files_is_left_alone(self):
        for how in ([], ["--rebuild"]):
            error = self.check_error("ibid-indexer", "--db", "d", *how, "d",
                                     kind="usage")
            self.assertIn("--db", error["hint"])
        self.assertEqual([p.name for p in (self.box.files / "d").iterdir()],
                         ["a.txt"])
        self.check_error("ibid-searcher", "--db", "d", "x", kind="not_found")

    def test_an_empty_database_finds_nothing(self):
        self.box.index("d/a.txt")
        self.box.index("--remove", "a.txt")
        answer = self.box.search("healthy", expect=1)
        self.assertEqual(answer["missing"], ["healthy"])

    def fresh(self):
        shutil.rmtree(self.box.db, ignore_errors=True)
        self.box.index("d")

    def check_survives(self, what):
        """No crash, no hang, no stray output, and a rebuild heals it."""
        for program, query in [("ibid-searcher", "healthy"),
                               ("ibid-searcher", "+par* OR title:title"),
                               ("ibid-indexer", "d")]:
            result = self.box.run(program, "--json", query)
            self.assertIn(result.code, (0, 1, 2), (what, result))
            if "error" in result.json():
                self.assertEqual(result.code, 2)
                self.assertIn("--rebuild", result.json()["error"]["hint"])
        self.box.index("--rebuild", "d")
        self.box.search("healthy")
        xapian("xapian-check", self.box.db)

    def test_truncated_tables(self):
        for table in TABLES:
            for share in (0, .5, .99):
                with self.subTest(table=table, share=share):
                    self.fresh()
                    path = self.box.db / table
                    data = path.read_bytes()
                    path.write_bytes(data[:int(len(data) * share)])
                    if table in ("docdata.glass", "postlist.glass"):
                        self.check_error("ibid-searcher", "healthy",
                                         kind="corrupt")
                    self.check_survives((table, share))

    def test_missing_and_garbage_tables(self):
        noise = random.Random(5)
        for table in (*TABLES, "iamglass"):
            self.fresh()
            path = self.box.db / table
            size = path.stat().st_size
            path.write_bytes(noise.randbytes(size))
            with self.subTest(garbage=table):
                if table in ("iamglass", "docdata.glass", "postlist.glass"):
                    self.check_error("ibid-searcher", "healthy",
                                     kind="corrupt")
                self.check_survives(table)
            self.fresh()
            path.unlink()
            with self.subTest(missing=table):
                self.check_survives(table)

    def test_flipped_bits(self):
        for seed in range(12):
            with self.subTest(seed):
                chosen = random.Random(seed)
                self.fresh()
                path = self.box.db / chosen.choice(TABLES)
                data = bytearray(path.read_bytes())
                for _ in range(16):
                    bit = chosen.randrange(len(data) * 8)
                    data[bit // 8] ^= 1 << bit % 8
                path.write_bytes(data)
                self.check_survives(seed)

    def test_a_database_of_another_version(self):
        self.box.index("d")
        path = self.box.db / "postlist.glass"
        data = path.read_bytes()
        for old, new in [(b'"analysis":1', b'"analysis":9'),
                         (b"ibid:format4", b"ibid:format7")]:
            self.assertIn(old, data)
            path.write_bytes(data.replace(old, new))
            for program in ("ibid-indexer", "ibid-searcher"):
                with self.subTest(program=program, new=new):
                    answer = self.check_error(program, "d", kind="version")
                    self.assertIn("--rebuild", answer["hint"])
        self.box.index("--rebuild", "d")
        self.box.search("healthy")

    def test_a_database_of_another_program_is_left_alone(self):
        self.box.index("d")
        path = self.box.db / "postlist.glass"
        path.write_bytes(path.read_bytes().replace(b"ibid:", b"they:"))
        before = path.read_bytes()
        for how in ([], ["--rebuild"]):
            self.check_error("ibid-indexer", *how, "d", kind="usage")
        self.check_error("ibid-searcher", "healthy", kind="usage")
        self.assertEqual(path.read_bytes(), before)

    def test_a_database_that_may_not_be_written(self):
        self.box.index("d")
        more = self.box.without_rights()
        self.box.db.chmod(0o555)
        self.addCleanup(self.box.db.chmod, 0o755)
        for path in self.box.db.iterdir():
            path.chmod(0o444)
        self.check_error("ibid-indexer", "d", kind="permission", **more)
        self.box.search("healthy", **more)
        self.box.index("--dry-run", "d", **more)

    def test_a_database_that_may_not_be_read(self):
        self.box.index("d")
        more = self.box.without_rights()
        self.box.db.chmod(0)
        self.addCleanup(self.box.db.chmod, 0o755)
        for program in ("ibid-searcher", "ibid-indexer"):
            self.check_error(program, "d", kind="permission", **more)

    def test_a_folder_in_which_no_database_may_be_made(self):
        more = self.box.without_rights()
        self.box.top.chmod(0o555)
        self.addCleanup(self.box.top.chmod, 0o755)
        self.check_error("ibid-indexer", "d", kind="permission", **more)

    def test_a_write_that_fails_keeps_what_was_there(self):
        def limit_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))

        self.box.index("d")
        before = self.box.passages()
        for number in range(400):
            self.box.write(f"more/{number}.txt", article(number))
        self.check_error("ibid-indexer", "more", kind="io",
                         preexec_fn=limit_files)
        self.assertEqual(self.box.passages(), before)
        self.assertEqual(self.box.index("more")["articles"]["added"], 400)


class Interrupted(ToolTest):
    """SIGINT and SIGTERM in the middle of a run."""

    COUNT = 500

    def setUp(self):
        super().setUp()
        for number in range(self.COUNT):
            self.box.write(f"d/{'long-name-' * 8}{number:04}.txt",
                           article(number))

    def start(self, *args):
        """An indexer that has named its first article, and cannot come to its
        end before somebody reads the names of all of them."""
        indexer = self.box.start("ibid-indexer", "-v", *args, pipesize=4096)
        indexer.stderr.readline()
        return indexer

    def interrupt(self, *args, by=signal.SIGINT):
        indexer = self.start(*args)
        indexer.send_signal(by)
        out, err = indexer.communicate(timeout=TIMEOUT)
        self.assertEqual(indexer.returncode, 130, err[-500:])
        last = err.decode().splitlines()[-1]
        self.assertTrue(last.startswith("ibid-indexer: error: interrupted"))
        self.assertIn("run the same command again", last)
        return out

    def test_the_next_run_carries_on(self):
        self.assertEqual(self.interrupt("d"), b"")
        self.assertIn("No errors found", xapian("xapian-check", self.box.db))
        report = self.box.index("d")
        articles = report["articles"]
        self.assertGreater(articles["kept"], 0)
        self.assertGreater(articles["added"], 0)
        self.assertEqual(articles["kept"] + articles["added"], self.COUNT)
        self.assertEqual(report["passages"]["total"], self.COUNT)

    def test_all_or_nothing_and_rebuild_leave_the_old_state(self):
        self.box.write("other/x.txt", "Other\n\nNot in the way.\n")
        self.box.index("other")
        before = self.box.passages()
        self.interrupt("--all-or-nothing", "d", by=signal.SIGTERM)
        self.assertEqual(self.box.passages(), before)
        out = self.interrupt("--rebuild", "--json", "d")
        self.assertIn(b'"kind":"interrupted"', out)
        self.assertEqual(self.box.passages(), before)
        self.assertEqual([p.name for p in self.box.top.iterdir()
                          if p.name.startswith("db")], ["db"])

    def test_a_kill_leaves_a_database_that_works(self):
        indexer = self.start("d")
        indexer.kill()
        indexer.communicate(timeout=TIMEOUT)
        report = self.box.index("d")  # the lock is free again
        self.assertEqual(report["passages"]["total"], self.COUNT)
        self.box.search("common")

    def test_waiting_for_stdin_can_be_interrupted(self):
        indexer = self.box.start("ibid-indexer", "--id", "x", "-",
                                 stdin=subprocess.PIPE)
        deadline = time.monotonic() + TIMEOUT
        while indexer.poll() is None and time.monotonic() < deadline:
            if (self.box.db / "iamglass").exists():
                indexer.send_signal(signal.SIGINT)
            try:
                indexer.wait(timeout=.05)
            except subprocess.TimeoutExpired:
                pass  # not there yet, or it came before the wait for input
        _, err = indexer.communicate(timeout=TIMEOUT)
        self.assertEqual(indexer.returncode, 130, err)
        self.assertEqual(self.box.index("d")["articles"]["added"], self.COUNT)


if __name__ == "__main__":
    unittest.main()
