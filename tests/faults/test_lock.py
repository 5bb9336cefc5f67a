# SPDX-License-Identifier: GPL-3.0-or-later
"""A second writer: told at once who holds the database, or made to wait."""

import pathlib
import signal
import subprocess
import time
import unittest

from faults import TIMEOUT, FaultTest


def has_lock(process):
    """Whether the process holds a lock on one of its files."""
    for info in pathlib.Path(f"/proc/{process}/fdinfo").iterdir():
        try:
            if "lock:" in info.read_text():
                return True
        except FileNotFoundError:  # closed since it was listed
            pass
    return False


class Lock(FaultTest):
    def setUp(self):
        super().setUp()
        self.box.index("d")
        self.hold("x")
        self.addCleanup(self.release)

    def hold(self, name):
        """Starts a writer that waits for its article."""
        self.holder = self.box.start("ibid-indexer", "--id", name, "-",
                                     stdin=subprocess.PIPE)
        deadline = time.monotonic() + TIMEOUT
        while not has_lock(self.holder.pid):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(.01)

    def release(self):
        self.holder.communicate(timeout=TIMEOUT)

    def test_is_told_at_once(self):
        for how in ([], ["--rebuild"], ["--wait", "0"]):
            with self.subTest(how):
                started = time.monotonic()
                result = self.box.run("ibid-indexer", "--json", *how, "d")
                self.assertLess(time.monotonic() - started, 2)
                self.assertEqual(result.code, 3)
                self.check_one_line(result)
                error = result.json()["error"]
                self.assertEqual(error["kind"], "locked")
                self.assertIn(f"ibid-indexer (process {self.holder.pid})",
                              error["message"])
                self.assertIn("--wait", error["hint"])

    def test_readers_and_dry_runs_need_no_lock(self):
        self.box.search("path:**")
        self.box.index("--dry-run", "d")

    def test_is_waited_for(self):
        for how in ([], ["--rebuild"]):
            waiting = self.box.start("ibid-indexer", "--wait", "60", *how, "d")
            with self.assertRaises(subprocess.TimeoutExpired):
                waiting.wait(.3)
            self.release()
            out, err = waiting.communicate(timeout=TIMEOUT)
            self.assertEqual((waiting.returncode, err), (0, b""), out)
            self.hold("y")

    def test_the_wait_has_an_end(self):
        started = time.monotonic()
        self.box.index("--wait", "1", "d", expect=3)
        self.assertGreaterEqual(time.monotonic() - started, 1)

    def test_the_wait_can_be_interrupted(self):
        waiting = self.box.start("ibid-indexer", "--wait", "60", "d")
        with self.assertRaises(subprocess.TimeoutExpired):
            waiting.wait(.3)
        started = time.monotonic()
        waiting.send_signal(signal.SIGINT)
        _, err = waiting.communicate(timeout=TIMEOUT)
        self.assertLess(time.monotonic() - started, 2)
        self.assertEqual(waiting.returncode, 130)
        self.assertIn(b"interrupted", err)

    def test_how_long_must_be_a_number(self):
        for seconds in ("-1", "x", "", "1e99"):
            self.box.run("ibid-indexer", f"--wait={seconds}", "d", expect=2)


if __name__ == "__main__":
    unittest.main()
