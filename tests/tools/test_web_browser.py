# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of ibid-server in Chromium. Nothing else needs what this does: where
node, chromium or the packages of tests/web are missing (tests/web/README.md
puts them there), nothing is tested."""

import shutil
import subprocess
import unittest

from server import ServerTest
from tools import ROOT, TIMEOUT

FOLDER = ROOT / "tests/web"
STORIES_TIMEOUT = 4 * TIMEOUT


def missing():
    """What is not installed, in words; empty: all is there."""
    for program in ("node", "chromium"):
        if shutil.which(program) is None:
            return f"{program} is not installed (see tests/web/README.md)"
    for package in ("playwright-core", "axe-core"):
        if not (FOLDER / "node_modules" / package).is_dir():
            return f"{package} is not installed: npm ci in tests/web"
    return ""


@unittest.skipIf(missing(), missing())
class Browser(ServerTest):
    @classmethod
    def fill(cls, box):
        shutil.copytree(ROOT / "corpus", box.files / "corpus")
        box.index("--exclude", "README.md", "corpus")

    def test_stories(self):
        done = subprocess.run(
            ["node", "browser.mjs", f"http://127.0.0.1:{self.server.port}/",
             shutil.which("chromium")],
            cwd=FOLDER, env=self.box.env, capture_output=True,
            timeout=STORIES_TIMEOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertRegex(done.stdout.decode(), r"^\d+ stories, 0 failed")


if __name__ == "__main__":
    unittest.main()
