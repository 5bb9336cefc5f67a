# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full for real: small file systems in memory, in a mount
namespace of the test's own; where that may not be, a limit on the size of
files stands in."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import unittest

from faults import (SEED, Desk, FaultTest, answers, held_sections, rounds, tell)

SIZES = range(320, 1120, 40)  # KiB: 20 of them; all is about 1 MiB


def may_mount():
    return subprocess.run(["unshare", "--mount", "true"], check=False,
                          capture_output=True).returncode == 0


class FullDisk(FaultTest):
    def setUp(self):
        super().setUp()
        self.disk = self.box.top / "disk"
        self.disk.mkdir()
        self.box.db = self.disk / "db"
        self.box.env["IBID_DB"] = str(self.box.db)

    def mount(self, kilobytes, how="size"):
        subprocess.run(["mount", "-t", "tmpfs", "-o",
                        f"{how}={kilobytes}k", "tmpfs", self.disk], check=True)
        self.addCleanup(subprocess.run, ["umount", self.disk], check=False,
                        capture_output=True)

    def check_failed(self, result, before, kilobytes):
        self.assertEqual(result.code, 2, (kilobytes, result))
        self.check_one_line(result, kilobytes)
        self.check_whole(before, self.desk.state())

    def test_of_twenty_sizes(self):
        if not may_mount():
            self.skipTest("no file system may be mounted")
        sizes = list(SIZES)[::rounds(5, 1)]
        full = 0
        for kilobytes in sizes:
            shutil.rmtree(self.desk.folder)
            self.desk = Desk(self.box.files / "d", SEED, count=20)
            self.mount(kilobytes)
            with self.subTest(kilobytes=kilobytes):
                self.box.index("d")
                before = self.desk.state()
                while len(self.desk.articles) < 200:
                    self.desk.add()
                result = self.box.run("ibid-indexer", *self.SMALL, "d")
                if result.code != 0:
                    full += 1
                    self.check_failed(result, before, kilobytes)
                    whole = answers(self.box, self.box.db)
                    rebuilt = self.box.run("ibid-indexer", "--rebuild", "d")
                    self.assertEqual(rebuilt.code, 2)
                    self.check_one_line(rebuilt)
                    self.assertTrue(answers(self.box, self.box.db) == whole)
                    self.assertEqual([p.name for p in self.disk.iterdir()],
                                     ["db"])
                subprocess.run(["mount", "-o", "remount,size=16m", self.disk],
                               check=True)
                self.box.index("d")
                self.check_as_rebuilt()
            subprocess.run(["umount", self.disk], check=True)
        tell(f"full disk: {full} of {len(sizes)} sizes were too small")
        self.assertGreater(full, len(sizes) // 2)

    def test_of_limited_files(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10,) * 2)

        self.box.index("d")
        before = self.desk.state()
        while len(self.desk.articles) < 150:
            self.desk.add()
        kept = self.box.top / "kept"
        shutil.copytree(self.box.db, kept)
        for kilobytes in range(64, 260, rounds(64, 16)):
            with self.subTest(kilobytes=kilobytes):
                result = self.box.run("ibid-indexer", *self.SMALL, "d",
                                      preexec_fn=limit)
                if result.code != 0:
                    self.check_failed(result, before, kilobytes)
                self.box.index("d")
                self.assertTrue(held_sections(self.box) == self.desk.state())
            shutil.rmtree(self.box.db)
            shutil.copytree(kept, self.box.db)


if __name__ == "__main__":
    # Mounts are seen by this process and its children only.
    if "IBID_FAULT_MOUNTS" not in os.environ and may_mount():
        os.environ["IBID_FAULT_MOUNTS"] = "own"
        os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])
    unittest.main()
