# SPDX-License-Identifier: GPL-3.0-or-later
"""The first build of much, which is committed once, at its end: whatever ends it
before, the database is as empty as it was, nothing is left lying about, and the
next run does all of it."""

import errno
import json
import random
import resource
import signal
import subprocess
import time
import unittest

from faults import SEED, TIMEOUT, FaultTest, held_sections, rounds, tell

KILLED = -signal.SIGKILL
# In bulk, however little it is, and by several threads.
BULK = ("--bulk-bytes", "1", "--jobs", "3", "d")


class Bulk(FaultTest):
    def setUp(self):
        super().setUp()
        while len(self.desk.articles) < 150:
            self.desk.add()

    def count(self, kind):
        counted = self.box.top / "calls"
        counted.unlink(missing_ok=True)
        self.box.run("ibid-indexer", *BULK, expect=0, env=self.faulty(
            self.box.top, calls=kind, count=counted))
        self.remove()
        return counted.stat().st_size if counted.exists() else 0

    def remove(self):
        subprocess.run(["rm", "-rf", self.box.db, f"{self.box.db}.rebuild"],
                       check=True)

    def check_nothing_or_all(self, code):
        """And that the next run does what is left."""
        if self.box.db.exists():
            result = self.box.run("ibid-indexer", "--status", "--json")
            self.assertIn(result.code, (0, 2), result)
            if result.code == 0 and code != 0:
                self.assertIn(result.json()["passages"],
                              (0, sum(map(len, self.desk.state().values()))))
        self.box.index(*BULK)
        self.assertEqual(held_sections(self.box), self.desk.state())
        self.assertEqual(sorted(p.name for p in self.box.db.iterdir()
                                if not p.name.endswith(".glass")),
                         ["flintlock", "iamglass"])
        self.remove()

    def test_killed_at_calls(self):
        kinds = [(kind, self.count(kind)) for kind in ("write", "rename",
                                                       "mkdir", "unlink")]
        chosen = random.Random(SEED)
        for number in range(rounds(8, 200)):
            kind, calls = kinds[number % len(kinds)]
            at = chosen.randint(1, calls)
            with self.subTest(kind=kind, at=at, seed=SEED):
                code = self.box.run("ibid-indexer", *BULK, env=self.faulty(
                    self.box.top, calls=kind, at=at, then="kill")).code
                self.assertIn(code, (0, KILLED, 130))
                self.check_nothing_or_all(code)
        tell(f"bulk: seed {SEED}: killed at {rounds(8, 200)} calls")

    def test_of_failing_calls(self):
        kinds = [(kind, error, self.count(kind)) for kind, error in (
            ("write", errno.ENOSPC), ("write", errno.EIO),
            ("sync", errno.EIO), ("rename", errno.EIO),
            ("mkdir", errno.ENOSPC), ("open", errno.EMFILE))]
        chosen = random.Random(SEED)
        told = 0
        for number in range(rounds(6, 120)):
            kind, error, calls = kinds[number % len(kinds)]
            at = chosen.randint(1, calls)
            with self.subTest(kind=kind, at=at, error=error, seed=SEED):
                result = self.box.run("ibid-indexer", *BULK, env=self.faulty(
                    self.box.top, calls=kind, at=at, then=error,
                    stays=number % 2))
                if result.code != 0:
                    self.assertEqual(result.code, 2, result)
                    self.check_one_line(result)
                    told += 1
                self.check_nothing_or_all(result.code)
        tell(f"bulk: seed {SEED}: {told} failed calls told")

    def test_interrupted(self):
        chosen = random.Random(SEED)
        started = time.monotonic()
        self.box.index(*BULK)
        taken = time.monotonic() - started
        self.check_as_rebuilt()
        self.box.index("--rebuild", *BULK)
        self.assertEqual(held_sections(self.box), self.desk.state())
        self.assertEqual([p.name for p in self.box.top.glob("db*")], ["db"])
        self.remove()
        stopped = 0
        for _ in range(rounds(6, 60)):
            indexer = self.box.start("ibid-indexer", *BULK,
                                     stdout=subprocess.DEVNULL)
            time.sleep(chosen.uniform(.02, taken))
            sent = time.monotonic()
            indexer.send_signal(chosen.choice((signal.SIGINT, signal.SIGTERM)))
            _, err = indexer.communicate(timeout=TIMEOUT)
            self.assertLess(time.monotonic() - sent, 2)
            with self.subTest(seed=SEED, err=err):
                self.assertIn(indexer.returncode,
                              (0, 130, -signal.SIGINT, -signal.SIGTERM))
                if indexer.returncode == 130:
                    stopped += 1
                    self.assertEqual(err.count(b"\n"), 1, err)
                    self.assertIn(b"nothing was changed", err)
                self.check_nothing_or_all(indexer.returncode)
        tell(f"bulk: seed {SEED}: {stopped} interrupted")

    def test_in_a_mount(self):
        """Nothing can take its place, so it is filled where it is."""
        self.box.db.mkdir()
        command = ('mount -t tmpfs tmpfs "$1" || exit 77; shift; "$@" && '
                   'exec "$1" --status --json')
        result = subprocess.run(
            ["unshare", "--mount", "sh", "-c", command, "sh", self.box.db,
             self.box.bin / "ibid-indexer", *BULK],
            cwd=self.box.files, env=self.box.env, capture_output=True,
            timeout=TIMEOUT, check=False)
        if result.returncode == 77 or b"unshare" in result.stderr:
            self.skipTest("no file system may be mounted")
        self.assertEqual(result.returncode, 0, result.stderr)
        held = json.loads(result.stdout.splitlines()[-1])
        self.assertEqual(held["articles"], len(self.desk.articles))

    def test_with_few_open_files(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (96, 96))

        indexer = subprocess.run(
            [self.box.bin / "ibid-indexer", *BULK], preexec_fn=limit,
            cwd=self.box.files, env=self.box.env, capture_output=True,
            timeout=TIMEOUT, check=False)
        self.assertEqual(indexer.returncode, 0, indexer.stderr)
        self.assertEqual(held_sections(self.box), self.desk.state())


if __name__ == "__main__":
    unittest.main()
