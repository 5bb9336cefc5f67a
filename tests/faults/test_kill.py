# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at random moments of an update. What was committed stays, what was
not is done by the next run, and then nothing differs from a fresh build."""

import random
import shutil
import signal
import subprocess
import time
import unittest

from faults import (FaultTest, SEED, TIMEOUT, answers, held_sections, revision,
                    rounds, tell)

KILLED = -signal.SIGKILL


def size_of(path):
    return path.stat().st_size if path.exists() else 0


class Kill(FaultTest):
    def calls(self, *args, below=None):
        """How many calls on the database the run of these arguments takes."""
        counted = self.box.top / "calls"
        counted.unlink(missing_ok=True)
        self.box.run("ibid-indexer", *args, expect=0,
                     env=self.faulty(below, count=counted))
        return size_of(counted)

    def killed_at(self, call, *args, below=None):
        """The exit of a run that dies before a call on the database."""
        return self.box.run("ibid-indexer", *args, env=self.faulty(
            below, at=call, then="kill", synced=self.synced)).code

    def killed_after(self, seconds, *args):
        """The exit of a run that dies after some time."""
        env = {**self.box.env, **self.faulty(synced=self.synced)}
        indexer = subprocess.Popen(
            [self.box.bin / "ibid-indexer", *args], cwd=self.box.files, env=env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        indexer.kill()
        return indexer.wait(TIMEOUT)

    def setUp(self):
        super().setUp()
        self.synced = self.box.top / "synced"

    def update(self):
        return [*self.SMALL, "d"]

    def test_at_random_moments_of_an_update(self):
        chosen = random.Random(SEED)
        count = rounds(40, 500)
        self.box.index("d")
        self.desk.work()
        update = self.update()
        started = time.monotonic()
        calls = self.calls(*update)
        taken = time.monotonic() - started
        killed = batches = number = 0
        while killed < count:
            number += 1
            self.assertLess(number, 3 * count, "too many come to their end")
            before = self.desk.state()
            self.desk.work()
            self.synced.unlink(missing_ok=True)
            old = revision(self.box.db)
            update = self.update()
            if number % 2:
                code = self.killed_after(chosen.uniform(0, taken), *update)
            else:
                code = self.killed_at(chosen.randint(1, calls), *update)
            with self.subTest(round=number, seed=SEED):
                self.assertIn(code, (0, KILLED))
                killed += code == KILLED
                committed = size_of(self.synced)
                batches += committed
                self.assertGreaterEqual(revision(self.box.db), old + committed)
                self.check_whole(before, self.desk.state())
                self.box.index("d")
                self.check_as_rebuilt()
        tell(f"kill: seed {SEED}: {killed} of {number} runs were killed, "
             f"{batches} batches acknowledged before")
        self.assertGreater(batches, 0)

    def test_at_each_call_while_a_database_is_made(self):
        calls = self.calls("d/" + min(self.desk.articles))
        step = rounds(3, 1) if calls > 20 else 1
        for call in range(1, calls + 1, step):
            shutil.rmtree(self.box.db)
            with self.subTest(call=call):
                self.assertEqual(self.killed_at(call, "d"), KILLED)
                self.box.index("d")
                self.assertEqual(held_sections(self.box), self.desk.state())

    def test_while_a_database_is_rebuilt(self):
        self.box.index("d")
        before = answers(self.box, self.box.db)
        beside = f"{self.box.db}.rebuild"
        # Of two in a row one takes a commit more (test_calls.py).
        calls = min(self.calls("--rebuild", "d", below=beside)
                    for _ in range(2))
        for call in range(1, calls + 1, max(1, calls // rounds(8, 100))):
            with self.subTest(call=call):
                code = self.killed_at(call, "--rebuild", "d", below=beside)
                self.assertEqual(code, KILLED)
                self.assertEqual(answers(self.box, self.box.db), before)
                self.box.index("--rebuild", "d")
                self.assertEqual([p.name for p in self.box.top.glob("db*")],
                                 ["db"])


if __name__ == "__main__":
    unittest.main()
