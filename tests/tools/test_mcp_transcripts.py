# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole sessions of each revision of the protocol, tests/mcp/REVISION.jsonl:
what is sent and what comes back for it, one JSON object a line. "send" is a
message, "raw" a line that is none, "expect" the answer to the line before;
a line without one is not answered.

In answers $FILES and $DB stand for folders, $SCORE, $TIME, $NUMBER and $VERSION
for what differs from run to run, and the text of a tool's result for the JSON in
it. IBID_RECORD=1 writes the answers anew, to be read before they are believed.
"""

import json
import os
import unittest

from mcp import REVISIONS, STATELESS, Client, fill
from tools import ROOT, SharedToolTest

FOLDER = ROOT / "tests/mcp"
MASKS = {"score": "$SCORE", "age_seconds": "$NUMBER", "revision": "$NUMBER"}


class Transcripts(SharedToolTest):
    @classmethod
    def fill(cls, box):
        fill(box)

    def masked(self, value, key=None):
        if key in MASKS and isinstance(value, (int, float)):
            return MASKS[key]
        if key == "version" and isinstance(value, str):
            return "$VERSION"
        if isinstance(value, list):
            return [self.masked(v) for v in value]
        if isinstance(value, dict):
            value = {k: self.masked(v, k) for k, v in value.items()}
            if value.get("age_seconds") == "$NUMBER":
                value["updated"] = "$TIME"
            return self.without_repetition(value)
        if isinstance(value, str):
            value = value.replace(str(self.box.files), "$FILES")
            value = value.replace(str(self.box.db), "$DB")
        return value

    def without_repetition(self, result):
        """The text of a tool's result as JSON, or as the same as another."""
        if "isError" in result:
            text, = result["content"]
            inner = self.masked(json.loads(text["text"]))
            same = inner == result.get("structuredContent")
            text["text"] = "$STRUCTURED" if same else inner
        return result

    def replay(self, steps):
        """The steps, with the answers that came."""
        played = []
        with Client(self.box) as client:
            for step in steps:
                if "expect" in step:
                    answer = client.receive()
                    played.append({"expect": self.masked(answer)})
                    continue
                played.append(step)
                if "raw" in step:
                    client.send(step["raw"].encode() + b"\n")
                else:
                    client.send(step["send"])
            self.assertEqual(client.end(), 0)
            self.assertIsNone(client.receive(), "more came than was expected")
            self.assertEqual(client.errors, b"")
        return played

    def check(self, revision):
        path = FOLDER / f"{revision}.jsonl"
        steps = [json.loads(line) for line in
                 path.read_text(encoding="utf-8").splitlines()]
        played = self.replay(steps)
        if os.environ.get("IBID_RECORD"):
            path.write_text("".join(
                json.dumps(s, ensure_ascii=False) + "\n" for s in played),
                encoding="utf-8")
        for number, (step, came) in enumerate(zip(steps, played), 1):
            self.assertEqual(came, step, f"{path.name}, line {number}")

    def test_there_is_one_of_each_revision(self):
        self.assertEqual(sorted(p.stem for p in FOLDER.glob("*.jsonl")),
                         [*REVISIONS, STATELESS])


def add_test(revision):
    setattr(Transcripts, "test_" + revision.replace("-", "_"),
            lambda self: self.check(revision))


for name in [*REVISIONS, STATELESS]:
    add_test(name)

if __name__ == "__main__":
    unittest.main()
