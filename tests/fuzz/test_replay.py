# SPDX-License-Identifier: GPL-3.0-or-later
"""Replay programs: what they run is the same each time, and what goes wrong is
noticed and kept."""

import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

PLANTED = os.environ["IBID_PLANTED"]


class Replay(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name)
        self.input = self.top / "input"
        (self.top / "tests/fuzz/seeds").mkdir(parents=True)
        self.write("targets.txt", "planted 100 2000 words lines - -")
        self.write("seeds/lines.txt", "# seeds\nan input\nanother")
        self.write("words.dict", '"word"')

    def write(self, name, text):
        (self.top / "tests/fuzz" / name).write_text(text + "\n",
                                                    encoding="utf-8")

    def run_planted(self, *words):
        return subprocess.run(
            [PLANTED, "--project", self.top, "--input-file", self.input,
             *words], capture_output=True, text=True, check=False)

    def shown(self, *words):
        """What was run, by the input alone."""
        result = self.run_planted("--slowest", "3000", *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return sorted(line.split(" ms ")[1]
                      for line in result.stdout.splitlines()[1:])

    def assert_kept(self, result, fault):
        self.assertEqual(result.returncode, -signal.SIGABRT, result)
        self.assertIn(fault, self.input.read_bytes())
        kept = self.input.rename(self.top / "kept")
        again = self.run_planted(kept)
        self.assertEqual(again.returncode, -signal.SIGABRT)

    def test_runs_the_same_inputs_each_time(self):
        first = self.shown()
        self.assertEqual(len(first), 2002)
        self.assertEqual(first, self.shown())
        self.assertNotEqual(first, self.shown("--seed", "2"))
        self.assertFalse(self.input.exists())

    def test_keeps_the_input_that_breaks_a_promise(self):
        self.write("words.dict", '"please abort"')
        result = self.run_planted()
        self.assertIn("broken promise: no input aborts", result.stderr)
        self.assert_kept(result, b"abort")

    def test_keeps_the_input_that_throws(self):
        self.write("words.dict", '"please throw"')
        self.assert_kept(self.run_planted(), b"throw")

    def test_fails_where_an_input_takes_longer_than_it_may(self):
        self.write("seeds/lines.txt", "# seeds\nplease hang")
        result = self.run_planted("--runs", "0", "--max-ms", "2",
                                  "--slowest", "1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("hang", result.stdout.splitlines()[1])
        result = self.run_planted("--runs", "0", "--max-ms", "60000")
        self.assertEqual(result.returncode, 0)

    def test_fails_where_memory_passes_its_limit(self):
        self.assertEqual(self.run_planted("--max-mb", "1").returncode, 1)

    def test_ends_at_its_time(self):
        result = self.run_planted("--runs", "1000000000", "--seconds", "1")
        self.assertEqual(result.returncode, 0)

    def test_says_what_is_wrong_with_its_options(self):
        for words in (["--runs"], ["--runs", "x"], ["--other", "1"]):
            result = self.run_planted(*words)
            self.assertEqual(result.returncode, 2)
            self.assertIn("usage:", result.stderr)
        self.assertEqual(self.run_planted("no file").returncode, 2)


if __name__ == "__main__":
    unittest.main()
