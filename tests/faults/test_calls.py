# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that fail: each is told in one line and ends the run, or changes
nothing; the last commit stays whole, and the next run heals the rest."""

import errno
import os
import random
import shutil
import unittest

from faults import (SEED, FaultTest, answers, held_sections, rounds, tell)

# Kinds of calls, and what a real disk and system answer them with.
FAILURES = (
    ("write", (errno.ENOSPC, errno.EIO, "short", errno.EDQUOT)),
    ("sync", (errno.EIO, errno.ENOSPC)),
    ("rename", (errno.EIO, errno.ENOSPC, errno.EACCES)),
    ("open", (errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EIO)),
    ("read", (errno.EIO,)),
    ("mkdir", (errno.ENOSPC, errno.EACCES)),
    ("unlink", (errno.EACCES, errno.EIO)),
)


class Calls(FaultTest):
    def count(self, kind, program, *args, below=None):
        counted = self.box.top / "calls"
        counted.unlink(missing_ok=True)
        self.box.run(program, *args,
                     env=self.faulty(below, calls=kind, count=counted))
        return counted.stat().st_size if counted.exists() else 0

    def copy(self):
        """A database to go back to."""
        kept = self.box.top / "kept"
        if self.box.db.exists():
            shutil.copytree(self.box.db, kept, dirs_exist_ok=True)
        return kept

    def restore(self):
        shutil.rmtree(self.box.db, ignore_errors=True)
        if (self.box.top / "kept").exists():
            shutil.copytree(self.box.top / "kept", self.box.db)

    def cases(self, few, full, program, *args):
        """(kind, N, what) of calls that the run of these arguments makes."""
        chosen = random.Random(SEED)
        counts = {}
        for kind, _ in FAILURES:
            counts[kind] = self.count(kind, program, *args)
            self.restore()
        made = [f for f in FAILURES if counts[f[0]] > 0]
        for number in range(rounds(few, full)):
            kind, whats = made[number % len(made)]
            yield (kind, chosen.randint(1, counts[kind]), chosen.choice(whats),
                   chosen.choice((0, 1)))

    def check_failures(self, few, full, before):
        update = [*self.SMALL, "d"]
        self.copy()
        told = tried = 0
        for kind, at, then, stays in self.cases(few, full, "ibid-indexer",
                                                *update):
            case = (kind, at, then, stays)
            with self.subTest(case=case, seed=SEED):
                result = self.box.run("ibid-indexer", *update, env=self.faulty(
                    calls=kind, at=at, then=then, stays=stays))
                tried += 1
                if result.code != 0:
                    self.assertEqual(result.code, 2, result)
                    self.check_one_line(result, case)
                    told += 1
                if before is not None:
                    self.check_whole(before, self.desk.state())
                if result.code == 0:
                    self.assertEqual(held_sections(self.box),
                                     self.desk.state())
                self.box.index("d")
                self.check_as_rebuilt()
            self.restore()
        return tried, told

    def test_of_an_update(self):
        self.box.index("d")
        before = self.desk.state()
        self.desk.work()
        tried, told = self.check_failures(12, 240, before)
        tell(f"calls: seed {SEED}: {tried} failed in an update, {told} told, "
             "the others harmless")

    def test_while_a_database_is_made(self):
        tried, told = self.check_failures(6, 60, None)
        tell(f"calls: seed {SEED}: {tried} failed in a first run, {told} told, "
             "the others harmless")

    def test_of_a_search(self):
        self.box.index("d")
        self.copy()
        expected = answers(self.box, self.box.db)
        told = 0
        for case in self.cases(6, 60, "ibid-searcher", "path:**"):
            kind, at, then, stays = case
            with self.subTest(case=case):
                env = self.faulty(calls=kind, at=at, then=then, stays=stays)
                result = self.box.run("ibid-searcher", "path:**", env=env)
                if result.code == 2:
                    self.check_one_line(result, case)
                    told += 1
                else:
                    self.assertEqual(
                        answers(self.box, self.box.db, env=env), expected)
        tell(f"calls: {told} failures of a search told")

    def test_of_reading_articles(self):
        """What cannot be read is reported, and stays as it was."""
        self.box.index("d")
        names = sorted(self.desk.articles)
        before = self.desk.state()
        for name in names:
            self.desk.edit(name)
        for kind, error in [("open", errno.EMFILE), ("open", errno.EACCES),
                            ("open", errno.EIO), ("read", errno.EIO)]:
            path = self.box.files / "d" / names[3]
            with self.subTest(kind=kind, error=error):
                result = self.box.run("ibid-indexer", "d", env=self.faulty(
                    path, calls=kind, at=1, then=error, stays=1))
                self.assertEqual(result.code, 1)
                self.check_one_line(result)
                self.assertIn(names[3], result.errors[0])
                state = self.desk.state()
                state[names[3]] = before[names[3]]
                self.assertEqual(held_sections(self.box), state)
        self.box.index("d")
        self.check_as_rebuilt()

    def test_of_the_swap_after_a_rebuild(self):
        """The old database stays until the new one is in its place for
        sure."""
        self.box.index("d")
        rebuild = ("--rebuild", "d")
        # Each of two rebuilds in a row takes a commit more than the one before,
        # to go past its revision.
        first, second = (self.count("sync", "ibid-indexer", *rebuild,
                                    below=self.box.top) for _ in range(2))
        syncs = second + (second - first)
        result = self.box.run("ibid-indexer", *rebuild, env=self.faulty(
            self.box.top, calls="sync", at=syncs, then=errno.EIO))
        self.assertEqual(result.code, 2)
        self.check_one_line(result)
        self.assertIn(f"sync the folder {self.box.top}", result.errors[0])
        old = f"{self.box.db}.rebuild"
        for db in (self.box.db, old):
            self.assertEqual(held_sections(self.box, db), self.desk.state())
        self.box.index(*rebuild)
        self.assertFalse(os.path.exists(old))
        self.check_as_rebuilt()

    def test_of_a_folder_that_cannot_be_read(self):
        self.box.index("d")
        result = self.box.run("ibid-indexer", "d", env=self.faulty(
            self.box.files / "d", calls="open", at=1, then=errno.EIO,
            stays=1))
        self.assertEqual(result.code, 1)
        self.assertEqual(held_sections(self.box), self.desk.state())


if __name__ == "__main__":
    unittest.main()
