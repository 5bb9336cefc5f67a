# SPDX-License-Identifier: GPL-3.0-or-later
"""SIGINT and SIGTERM at random moments of an update: 130 in under two seconds,
nothing is lost, and the next run carries on."""

import random
import signal
import subprocess
import time
import unittest

from faults import SEED, TIMEOUT, FaultTest, revision, rounds, tell


class Signals(FaultTest):
    def interrupt(self, seconds, *args, by):
        """Exit, and how long it took to get there."""
        indexer = self.box.start("ibid-indexer", *args,
                                 stdout=subprocess.DEVNULL)
        time.sleep(seconds)
        sent = time.monotonic()
        indexer.send_signal(by)
        _, err = indexer.communicate(timeout=TIMEOUT)
        return indexer.returncode, time.monotonic() - sent, err

    def check(self, few, full, *how):
        chosen = random.Random(SEED)
        self.box.index("d")
        started = time.monotonic()
        self.desk.work()
        self.box.index(*how, "d")
        taken = time.monotonic() - started
        interrupted = 0
        slowest = 0
        for number in range(rounds(few, full)):
            before = self.desk.state()
            self.desk.work(.8)
            with self.subTest(round=number, seed=SEED):
                code, took, err = self.interrupt(
                    # Before that, nothing handles signals yet.
                    chosen.uniform(.01, taken), *how, "d",
                    by=chosen.choice((signal.SIGINT, signal.SIGTERM)))
                slowest = max(slowest, took)
                self.assertIn(code, (0, 130, -signal.SIGINT, -signal.SIGTERM))
                if code == 130:
                    interrupted += 1
                    self.assertEqual(err.count(b"\n"), 1, err)
                    self.assertIn(b"run the same command again", err)
                    if "--all-or-nothing" in how:
                        self.check_whole(before)
                self.check_whole(before, self.desk.state())
                self.box.index("d")
                self.check_as_rebuilt()
        self.assertLess(slowest, 2)
        tell(f"signals {how}: seed {SEED}: {interrupted} interrupted, the "
             f"slowest took {slowest:.2f} s")

    def test_between_batches(self):
        self.check(5, 100, *self.SMALL)

    def test_all_or_nothing(self):
        self.check(4, 50, "--all-or-nothing")

    def test_of_big_batches(self):
        """Most of the 16 MB that make a batch are held when it comes."""
        chosen = random.Random(SEED)
        words = [f"w{n:x}" for n in range(50000)]
        for number in range(rounds(10, 120)):
            text = "\n\n".join(f"Head {n}\n\n" + " ".join(
                chosen.choices(words, k=150)) + "." for n in range(120))
            self.box.write(f"big/{number}.txt", f"Title\n\n{text}\n")
        self.box.index("d")
        for seconds in (.5, 1, 2, 4)[:rounds(2, 4)]:
            for how in ([], ["--all-or-nothing"]):
                before = revision(self.box.db)
                code, took, _ = self.interrupt(seconds, *how, "big",
                                               by=signal.SIGINT)
                tell(f"signals: big batch, after {seconds} s: exit {code} in "
                     f"{took:.2f} s")
                self.assertLess(took, 2)
                if code == 130 and how:
                    self.assertEqual(revision(self.box.db), before)


if __name__ == "__main__":
    unittest.main()
