# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases of several shards: whatever is done to one, it is found, told and
kept as by a database by itself."""

import json
import os
import shutil
import signal
import subprocess
import unittest

from tools import ROOT, TIMEOUT, ToolTest

QUERIES = ("what is a compiler", "search engine", '"search engine"', "path:**",
           "compil*", "why is the sky blue", "-search evaluation",
           "who invented the compiler?", "title:compiler", "bm25 OR ranking",
           "evaluted", "what is what-is-a-compiler.txt about")


def article(number):
    return f"Article {number}\n\nCommon words, and w{number} alone.\n"


class Shards(ToolTest):
    def setUp(self):
        super().setUp()
        for number in range(40):
            self.box.write(f"d/{number}.txt", article(number))

    def shard(self, number):
        return self.box.db / f"shard-{number}"

    def names(self):
        return sorted(p.name for p in self.box.db.iterdir())

    def status(self):
        return self.box.run("ibid-indexer", "--status", "--json",
                            expect=0).json()

    def check(self, expect=0):
        return self.box.run("ibid-indexer", "--check", "--json",
                            expect=expect).json()

    def fails(self, *args, db=None):
        where = ["--db", db] if db else []
        result = self.box.run("ibid-indexer", *where, *args, expect=2)
        self.assertEqual(len(result.errors), 1, result)
        return result.errors[0]

    def found(self, db=None):
        """Ids and texts of all passages."""
        return [(hit["id"], hit["text"]) for hit in self.box.passages(db)]

    def check_as_new(self):
        """It holds what a build anew of the same files does."""
        other = self.box.top / "anew"
        shutil.rmtree(other, ignore_errors=True)
        self.box.index("--db", other, "d")
        self.assertEqual(self.found(), self.found(other))
        shutil.rmtree(other)
        self.assertTrue(self.check()["sound"])
        self.assertEqual(self.box.index("d")["articles"]["kept"],
                         len(list((self.box.files / "d").iterdir())))

    def change_much(self):
        folder = self.box.files / "d"
        for number in range(10):
            (folder / f"{number}.txt").rename(folder / f"moved{number}.txt")
            if number < 5:  # another takes its id
                self.box.write(f"d/{number}.txt", article(1000 + number))
        for number in range(10, 20):
            (folder / f"{number}.txt").unlink()
        for number in range(20, 30):
            self.box.write(f"d/{number}.txt", article(2000 + number))

    def test_the_life_of_a_database(self):
        self.box.index("--shards", "3", "d")
        self.assertEqual(self.names(),
                         ["XAPIANDB", "shard-0", "shard-1", "shard-2"])
        self.check_as_new()
        self.change_much()
        report = self.box.index("d")
        self.assertEqual(report["articles"]["removed"], 10)
        self.assertEqual(report["articles"]["moved"], 5)
        self.check_as_new()
        self.box.index("--remove", "25.txt")
        self.assertNotIn("25.txt#1", dict(self.found()))
        self.box.index("d")
        self.box.run("ibid-indexer", "--id", "said", "-", expect=0,
                     stdin=b"Said\n\nOn standard input.\n")
        self.assertEqual(self.box.search("standard input")["hits"][0]["id"],
                         "said#1")
        self.box.index("--remove", "said")
        groups = self.box.write("groups", "common, usual\n")
        self.box.index("--synonyms", groups)
        self.assertEqual(self.box.search("usual")["total"],
                         self.box.search("common")["total"])
        dry = self.box.index("--dry-run", "--rehash", "d")
        self.assertEqual(dry["articles"]["kept"], 35)
        self.check_as_new()

    def test_it_is_built_in_bulk(self):
        self.box.index("--shards", "3", "--bulk-bytes", "1", "--jobs", "3", "d")
        for number in range(3):
            self.assertEqual(
                sorted(p.name for p in self.shard(number).iterdir()
                       if not p.name.endswith(".glass")),
                ["flintlock", "iamglass"])
        self.check_as_new()
        self.change_much()
        self.box.index("d")
        self.check_as_new()

    def test_status_tells_each_shard(self):
        self.box.index("--shards", "3", "d")
        status = self.status()
        self.assertEqual(status["passages"], 40)
        self.assertEqual(status["articles"], 40)
        shards = status["shards"]
        self.assertEqual([s["number"] for s in shards], [0, 1, 2])
        self.assertEqual(sum(s["passages"] for s in shards), 40)
        self.assertEqual(sum(s["bytes"] for s in shards), status["bytes"])
        self.assertEqual(shards[1]["path"], str(self.shard(1)))
        text = self.box.run("ibid-indexer", "--status", expect=0).out.decode()
        self.assertIn(f"shard 1: {self.shard(1)}: ", text)
        (self.box.files / "d/3.txt").unlink()
        changes = self.box.run("ibid-indexer", "--status", "--check", "--json",
                               expect=0).json()["changes"]
        self.assertEqual(changes["gone"], 1)

    def test_a_missing_shard_is_told(self):
        self.box.index("--shards", "3", "d")
        shutil.move(self.shard(1), self.box.top / "away")
        told = self.box.run("ibid-indexer", "--status", "--json", expect=1)
        missing = [s for s in told.json()["shards"] if s["missing"]]
        self.assertEqual([s["path"] for s in missing], [str(self.shard(1))])
        problems = self.check(expect=1)["problems"]
        self.assertIn("shard-1", problems[0]["reason"])
        for args in (["d"], ["--dry-run", "d"], ["--compact"], [],
                     ["--reshard", "2"], ["--rebuild"]):
            self.assertIn("missing", self.fails(*args), args)
        self.assertFalse(self.shard(1).exists())
        self.box.index("--rebuild", "d")
        self.check_as_new()

    def test_check_names_the_shard(self):
        self.box.index("--shards", "2", "d")
        self.assertEqual(self.check()["passages"], 40)
        # Passages of the first stand in the second.
        shutil.copy(self.shard(0) / "docdata.glass", self.shard(1))
        report = self.check(expect=1)
        self.assertFalse(report["sound"])
        places = [p["where"] for p in report["problems"]]
        self.assertTrue(places)
        self.assertTrue(all("shard-1" in place or place.startswith("passage ")
                            for place in places), report)
        self.assertTrue(any("another shard" in p["reason"]
                            for p in report["problems"]), report)

    def test_an_old_copy_of_a_shard_is_mended(self):
        """As where the machine stops between the commits of two shards."""
        for kept in ((0,), (0, 2), (1,)):
            with self.subTest(kept=kept):
                shutil.rmtree(self.box.db, ignore_errors=True)
                shutil.rmtree(self.box.files / "d")
                for number in range(40):
                    self.box.write(f"d/{number}.txt", article(number))
                self.box.index("--shards", "3", "d")
                old = self.box.top / "old"
                shutil.copytree(self.box.db, old)
                self.change_much()
                self.box.index("d")
                for number in kept:
                    shutil.rmtree(self.shard(number))
                    shutil.copytree(old / f"shard-{number}",
                                    self.shard(number))
                shutil.rmtree(old)
                told = self.check(expect=1)
                self.assertIn("cut short", told["problems"][0]["reason"])
                self.assertIn("mend", told["repair"])
                (self.box.files / "d/moved3.txt").unlink()
                self.box.index("d")
                self.check_as_new()

    def test_compaction(self):
        self.box.index("--shards", "3", "d")
        for number in range(30):
            (self.box.files / f"d/{number}.txt").unlink()
        report = self.box.index("--compact-bytes", "1", "d")
        self.assertGreater(report["compacted"]["before"],
                           report["compacted"]["after"] - 1)
        self.check_as_new()
        self.box.run("ibid-indexer", "--compact", expect=0)
        self.check_as_new()
        self.assertEqual(self.names(),
                         ["XAPIANDB", "shard-0", "shard-1", "shard-2"])

    def test_resharding(self):
        self.box.index("d")
        self.change_much()
        self.box.index("d")
        before = self.found()
        for count in (3, 5, 2, 1):
            told = self.box.run("ibid-indexer", "--reshard", count, "--json",
                                "--batch-bytes", "300", expect=0).json()
            self.assertEqual(told["resharded"]["after"], count)
            self.assertEqual(told["passages"], len(before))
            self.assertEqual(self.found(), before)
            self.check_as_new()
            self.assertEqual(len(self.status().get("shards", [])),
                             count if count > 1 else 0)
            self.assertEqual([p.name for p in self.box.top.glob("db*")], ["db"])
        same = self.box.run("ibid-indexer", "--reshard", "1", expect=0)
        self.assertIn(b"nothing to do", same.out)

    def test_resharding_goes_on_where_it_was_stopped(self):
        self.box.index("--shards", "2", "d")
        before = self.found()
        for sent in (signal.SIGINT, signal.SIGKILL):
            indexer = self.box.start("ibid-indexer", "--reshard", "3",
                                     "--batch-bytes", "1")
            copy = self.box.top / "db.reshard/XAPIANDB"
            while not copy.exists() and indexer.poll() is None:
                os.sched_yield()
            indexer.send_signal(sent)
            indexer.communicate(timeout=TIMEOUT)
            self.assertIn(indexer.returncode, (0, 130, -signal.SIGKILL))
            self.assertEqual(self.found(), before)
        self.box.run("ibid-indexer", "--reshard", "3", expect=0)
        self.assertEqual(self.found(), before)
        self.check_as_new()
        # What was written in between is not lost.
        self.box.index("--shards", "2", "--db", self.box.top / "other", "d")
        self.assertEqual([p.name for p in self.box.top.glob("db*")], ["db"])

    def test_rebuilding(self):
        self.box.index("--shards", "3", "d")
        self.box.index("--rebuild")
        self.assertEqual(len(self.status()["shards"]), 3)
        self.check_as_new()
        self.box.index("--rebuild", "--shards", "2", "--bulk-bytes", "1")
        self.assertEqual(len(self.status()["shards"]), 2)
        self.check_as_new()
        self.box.index("--rebuild", "--shards", "1")
        self.assertNotIn("shards", self.status())
        self.check_as_new()
        self.assertEqual([p.name for p in self.box.top.glob("db*")], ["db"])

    def test_a_stub_file(self):
        stub = self.box.top / "stub"
        stub.write_text("auto one\nauto far/two\n")
        self.box.env["IBID_DB"] = str(stub)
        self.box.index("--bulk-bytes", "1", "d")
        self.check_as_new()
        self.change_much()
        self.box.index("d")
        self.check_as_new()
        self.box.run("ibid-indexer", "--compact", expect=0)
        self.check_as_new()
        # The order says nothing.
        stub.write_text("auto far/two\nauto one\n")
        self.check_as_new()
        self.box.index("--rebuild")
        self.check_as_new()
        self.assertEqual(sorted(p.name for p in self.box.top.iterdir()),
                         ["far", "files", "one", "stub"])
        self.assertIn("stub file", self.fails("--reshard", "3"))
        shutil.move(self.box.top / "one", self.box.top / "away")
        self.assertIn("missing", self.fails("d"))
        shutil.move(self.box.top / "away", self.box.top / "one")
        self.check_as_new()

    def test_wrong_uses(self):
        self.box.index("--shards", "3", "d")
        self.assertIn("--reshard 4", self.fails("--shards", "4", "d"))
        self.assertIn("is shard 1 of 3", self.fails("d", db=self.shard(1)))
        for args in (["--compact"], ["--check"], ["--dry-run", "d"],
                     ["--reshard", "2"]):
            self.assertIn("is one shard",
                          self.fails(*args, db=self.shard(1)))
        stub = self.box.top / "stub"
        lines = [f"auto {self.shard(n)}\n" for n in range(3)]
        for text, told in (
                (lines[0] + lines[1], "one of 3"),
                (lines[0] + lines[1] + lines[1], "twice"),
                (lines[0] + lines[1] + "remote there:80\n", "another machine"),
                (lines[0] + lines[1] + "auto new\n", "missing"),
                ("remote\n", "no stub of databases: line 1")):
            stub.write_text(text)
            self.assertIn(told, self.fails("d", db=stub))
        alone = self.box.top / "alone"
        self.box.index("--db", alone, "d")
        self.assertIn("1 shard, not 2",
                      self.fails("--shards", "2", "d", db=alone))
        self.fails("--shards", "0", "d")
        self.fails("--shards", "101", "d")
        self.fails("--reshard", "2", "d")

    def test_locks(self):
        self.box.index("--shards", "2", "d")
        holder = subprocess.Popen(
            ["python3", "-c",
             "import fcntl,sys; f=open(sys.argv[1],'r+');"
             "fcntl.lockf(f, fcntl.LOCK_EX, 1);"
             "print('held', flush=True); sys.stdin.read()",
             self.shard(1) / "flintlock"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(holder.stdout.close)
        self.assertEqual(holder.stdout.readline(), b"held\n")
        for args in (["d"], ["--check"], ["--compact"], ["--reshard", "3"]):
            self.box.run("ibid-indexer", *args, expect=3)
        holder.communicate(timeout=TIMEOUT)
        self.box.index("d")

    def test_a_folder_of_shards_is_not_indexed(self):
        self.box.index("--db", self.box.files / "d/db", "--shards", "2", "d")
        report = self.box.index("--db", self.box.files / "d/db", "d")
        self.assertEqual(report["articles"]["kept"], 40)
        self.assertEqual(report["articles"]["failed"], 0)

    def test_answers_are_those_of_a_database_by_itself(self):
        self.box.index(ROOT / "corpus")
        alone = {q: self.answer(q) for q in QUERIES}
        self.box.run("ibid-indexer", "--reshard", "3", expect=0)
        self.assertEqual({q: self.answer(q) for q in QUERIES}, alone)
        shutil.rmtree(self.box.db)
        self.box.index("--shards", "5", ROOT / "corpus")
        self.assertEqual({q: self.answer(q) for q in QUERIES}, alone)

    def answer(self, query):
        result = self.box.run("ibid-searcher", "--json", query)
        self.assertIn(result.code, (0, 1), result)
        answer = json.loads(result.out)
        answer.pop("took_ms", None)
        # Xapian estimates the number of matches shard by shard.
        answer.pop("total", None)
        return answer


if __name__ == "__main__":
    unittest.main()
