# SPDX-License-Identifier: GPL-3.0-or-later
"""The official clients of the protocol, from npm, use ibid-mcp. They are not
needed to build or test anything else: where node or they are missing (npm
install --no-package-lock in tests/mcp puts them there), nothing is tested."""

import json
import re
import shutil
import subprocess
import unittest

from mcp import ARTICLES, fill
from tools import BIN, ROOT, TIMEOUT, SharedToolTest

FOLDER = ROOT / "tests/mcp"
PACKAGES = FOLDER / "node_modules/@modelcontextprotocol"


def node_version():
    """0 where there is no node."""
    if shutil.which("node") is None:
        return 0
    done = subprocess.run(["node", "--version"], capture_output=True,
                          timeout=TIMEOUT, check=False)
    found = re.match(rb"v(\d+)", done.stdout)
    return int(found[1]) if found else 0


def needs(package, node):
    """Skips a test where the package or a node that runs it is missing."""
    if node_version() < node:
        return unittest.skip(f"node {node} or newer is not installed")
    if not (PACKAGES / package).is_dir():
        return unittest.skip(
            f"@modelcontextprotocol/{package} is not installed: npm install "
            "--no-package-lock in tests/mcp")
    return lambda test: test


class Clients(SharedToolTest):
    @classmethod
    def fill(cls, box):
        fill(box)

    def session(self, which):
        done = subprocess.run(
            ["node", str(FOLDER / "clients.mjs"), which,
             str(BIN / "ibid-mcp")],
            cwd=FOLDER, env=self.box.env, capture_output=True, timeout=TIMEOUT,
            check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return json.loads(done.stdout)

    def content(self, result):
        """What a tool gave, from its text; and the same as structured."""
        self.assertFalse(result.get("isError"), result)
        content = json.loads(result["content"][0]["text"])
        if "structuredContent" in result:
            self.assertEqual(result["structuredContent"], content)
        return content

    def check_session(self, seen, structured, hints=True, missing=-32002):
        self.assertEqual(seen["server"], "ibid-mcp")
        self.assertEqual(seen["tools"], ["search", "answer", "get_passage",
                                         "get_article", "status"])
        self.assertEqual(seen["hints"], [True if hints else None] * 5)
        for tool in ("search", "answer", "passage", "article", "status"):
            self.assertEqual("structuredContent" in seen[tool], structured)
        self.assertEqual(len(self.content(seen["search"])["hits"]), 2)
        self.assertEqual(self.content(seen["answer"])["answer"]["text"],
                         "Hans Peter Luhn described the posting list in 1957.")
        self.assertIn("sorted", self.content(seen["passage"])["text"])
        self.assertTrue(self.content(seen["article"])["truncated"])
        self.assertEqual(self.content(seen["status"])["articles"],
                         len(ARTICLES))
        self.assertIs(seen["refused"]["isError"], True)
        self.assertIn("limit", seen["refused"]["content"][0]["text"])
        self.assertEqual(seen["unknown"]["code"], -32602)
        self.assertEqual(len(seen["resources"]), len(ARTICLES))
        self.assertEqual(seen["templates"], 1)
        self.assertIn("line ", seen["read"]["contents"][0]["text"])
        self.assertEqual(seen["missing"]["code"], missing)

    @needs("sdk", 18)
    def test_the_first_client(self):
        self.check_session(self.session("sdk"), structured=True)

    @needs("sdk", 18)
    def test_the_first_client_with_older_revisions(self):
        self.check_session(self.session("sdk-2025-06-18"), structured=True)
        self.check_session(self.session("sdk-2025-03-26"), structured=False)
        self.check_session(self.session("sdk-2024-11-05"), structured=False,
                           hints=False)

    @needs("client", 20)
    def test_the_second_client_by_handshake(self):
        seen = self.session("client-legacy")
        # It tells its caller of -32002 by the newer code.
        self.check_session(seen, structured=True, missing=-32602)
        self.assertEqual(seen["era"], "legacy")

    @needs("client", 20)
    def test_the_second_client_without_a_session(self):
        for which in ("client-auto", "client-pinned"):
            seen = self.session(which)
            self.check_session(seen, structured=True, missing=-32602)
            self.assertEqual((seen["era"], seen["revision"]),
                             ("modern", "2026-07-28"))


if __name__ == "__main__":
    unittest.main()
