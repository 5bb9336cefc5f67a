# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 while several shards are written to. Their commits are not one, so a
kill may come between two of them: the next run mends that, and then nothing
differs from a database by itself that was built anew."""

import random
import shutil
import signal
import unittest

from faults import (FaultTest, QUERIES, SEED, answers, held_sections, rounds,
                    tell)

KILLED = -signal.SIGKILL
# Those of wildcards have other scores.
ASKED = [query for query in QUERIES if query != "word4*"]
BULK = ("--bulk-bytes", "1", "--jobs", "2")


class Shards(FaultTest):
    def calls(self, kind, *args):
        """How many calls of a kind on the shards a run takes."""
        counted = self.box.top / "calls"
        counted.unlink(missing_ok=True)
        self.box.run("ibid-indexer", *args, expect=0,
                     env=self.faulty(self.box.top, calls=kind, count=counted))
        return counted.stat().st_size if counted.exists() else 0

    def killed_at(self, call, kind, *args):
        code = self.box.run("ibid-indexer", *args, env=self.faulty(
            self.box.top, calls=kind, at=call, then="kill")).code
        self.assertIn(code, (0, KILLED, 130))
        return code != 0

    def move_some(self):
        """Each takes the name of another, or a new one."""
        chosen = self.desk.random.sample(sorted(self.desk.articles), 6)
        for name in chosen[:3]:
            new = f"m{name}"
            (self.desk.folder / name).rename(self.desk.folder / new)
            self.desk.articles[new] = self.desk.articles.pop(name)
        for name in chosen[1:3]:
            self.desk.articles[name] = [self.desk.section()]
            self.desk.save(name)

    def check_held(self):
        self.assertEqual(held_sections(self.box), self.desk.state())
        self.box.run("ibid-indexer", "--check", expect=0)

    def is_torn(self):
        told = self.box.run("ibid-indexer", "--check", "--json").json()
        reasons = [p["reason"] for p in told["problems"]]
        self.assertTrue(all("cut short" in r for r in reasons), told)
        return bool(reasons)

    def test_at_random_moments_of_an_update(self):
        chosen = random.Random(SEED)
        self.box.index("--shards", "3", "d")
        torn = killed = 0
        for number in range(rounds(8, 300)):
            self.desk.work(.3)
            self.move_some()
            batches = ("--batch-bytes", chosen.choice(("1", "3000", "100000")))
            kind = ("write", "rename", "sync")[number % 3]
            at = chosen.randint(1, 40)
            with self.subTest(number=number, kind=kind, at=at, seed=SEED):
                killed += self.killed_at(at, kind, *batches, "d")
                torn += self.is_torn()
                if number % 2:
                    self.desk.work(.1)
                self.box.index("d")
                self.check_held()
        new = self.box.top / "new-db"
        self.box.index("--db", new, "d")
        for one, other in zip(answers(self.box, self.box.db, ASKED),
                              answers(self.box, new, ASKED)):
            for answer in (one, other):
                answer.pop("total", None)
            self.assertEqual(one, other)
        tell(f"shards: seed {SEED}: {killed} killed, {torn} of them between "
             "two commits")
        self.assertGreater(killed, 0)

    def test_at_calls_of_the_first_build(self):
        chosen = random.Random(SEED)
        for number in range(rounds(5, 100)):
            kind = ("write", "rename", "mkdir", "sync")[number % 4]
            args = ("--shards", "3", *(BULK if number % 3 else ()), "d")
            shutil.rmtree(self.box.db, ignore_errors=True)
            calls = self.calls(kind, *args)
            shutil.rmtree(self.box.db)
            at = chosen.randint(1, calls)
            with self.subTest(kind=kind, at=at, args=args, seed=SEED):
                self.killed_at(at, kind, *args)
                self.box.index(*args)
                self.check_held()
                self.assertEqual([p.name for p in self.box.top.glob("db*")],
                                 ["db"])
        self.assertEqual(len(list(self.box.db.iterdir())), 4)

    def test_at_calls_of_resharding(self):
        chosen = random.Random(SEED)
        self.box.index("d")
        before = held_sections(self.box)
        count = 1
        for number in range(rounds(3, 60)):
            wanted = (2, 3, 1)[number % 3]
            args = ("--reshard", str(wanted), "--batch-bytes", "3000")
            kind = ("write", "rename", "sync")[number % 3]
            at = chosen.randint(1, 60)
            with self.subTest(count=count, wanted=wanted, kind=kind, at=at,
                              seed=SEED):
                self.killed_at(at, kind, *args)
                self.assertEqual(held_sections(self.box), before)
                self.box.run("ibid-indexer", *args, expect=0)
                self.check_held()
                count = wanted
        self.assertEqual(sorted(p.name for p in self.box.top.glob("db*")),
                         ["db"])


if __name__ == "__main__":
    unittest.main()
