# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of malformed frames: ibid-mcp neither dies nor hangs, and says
nothing on stdout but messages of JSON-RPC. IBID_MCP_FRAMES sets how many."""

import json
import os
import random
import threading
import unittest

from mcp import META, REVISIONS, Client, fill
from tools import SharedToolTest

FRAMES = int(os.environ.get("IBID_MCP_FRAMES", "10000"))
CODES = {-32700, -32600, -32601, -32602, -32603, -32002, -32022}
METHODS = ["initialize", "ping", "tools/list", "tools/call", "resources/list",
           "resources/templates/list", "resources/read", "server/discover",
           "notifications/cancelled", "notifications/initialized",
           "subscriptions/listen", "prompts/list", "", "rpc.x", "\u202e"]
TOOLS = ["search", "answer", "get_passage", "get_article", "status", "", "x"]
ARGUMENTS = ["query", "question", "id", "limit", "kind", "after", "before",
             "path", "tag", "lang", "max_tokens", "cursor", "mode", "sort",
             "all", "per_article", "x"]
VALUES = [None, True, False, 0, 1, -1, 7, 200, 2**31, 2**53, 2**63, -2**63,
          2**64, 10**30, 1.5, -0.0, 1e300, "", " ", "a", "gaps", "index.txt",
          "index.txt#1", "long.txt", "*.md", "2026", "section", "date", "1.0.x",
          "ibid://article/index.txt", "ibid://article/%", "\u0000", "\ud800",
          "\U0001f600", "\u202e\u0007", "(" * 400, "OR AND NOT \"", "*" * 50,
          "x" * 20000, [], {}, [[]], {"a": {}}, [None] * 50]
SPLICES = [b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"\x00", b"\xff",
           b"\xc3", b"\xed\xa0\x80", b"\r", b"\n", b"\xef\xbb\xbf", b"1e999",
           b"NaN", b"null", b"//", b"\\u0000", b"\\ud800", b"[" * 5000]


class Maker:
    """Makes lines from messages that are right, wrong, and broken."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, values):
        return self.random.choice(values)

    def arguments(self):
        return {self.pick(ARGUMENTS): self.pick(VALUES)
                for _ in range(self.random.randrange(5))}

    def params(self):
        params = {}
        if self.random.random() < 0.6:
            params.update(name=self.pick(TOOLS), arguments=self.arguments())
        if self.random.random() < 0.4:
            params["_meta"] = self.pick([META, META, META, *VALUES])
        if self.random.random() < 0.3:
            params[self.pick(["uri", "cursor", "requestId", "protocolVersion",
                              "notifications", "name", "arguments"])] = (
                self.pick([*VALUES, *REVISIONS]))
        return self.pick([params] * 9 + VALUES)

    def message(self):
        message = {"jsonrpc": "2.0", "id": self.random.randrange(50),
                   "method": self.pick(METHODS), "params": self.params()}
        for name in list(message):
            chance = self.random.random()
            if chance < 0.08:
                del message[name]
            elif chance < 0.16:
                message[name] = self.pick(VALUES)
        if self.random.random() < 0.02:
            message["result"] = self.pick(VALUES)
        return message

    def frame(self):
        chance = self.random.random()
        if chance < 0.05:
            return self.pick(VALUES)
        if chance < 0.15:
            return [self.message() for _ in range(self.random.randrange(6))]
        return self.message()

    def line(self):
        text = bytearray(json.dumps(self.frame()).encode())
        for _ in range(self.pick([0, 0, 1, 1, 2, 5])):
            at = self.random.randrange(len(text) + 1)
            kind = self.random.randrange(4)
            if kind == 0:
                text[at:at] = self.pick(SPLICES)
            elif kind == 1:
                del text[at:at + self.random.randrange(1, 20)]
            elif kind == 2:
                text[at:at + 1] = bytes([self.random.randrange(256)])
            else:
                del text[at:]
        return bytes(text) + b"\n"


class Frames(SharedToolTest):
    @classmethod
    def fill(cls, box):
        fill(box)

    def check_message(self, message):
        self.assertIsInstance(message, dict)
        self.assertEqual(message["jsonrpc"], "2.0")
        if "method" in message:
            self.assertEqual(message["method"],
                             "notifications/subscriptions/acknowledged")
            self.assertNotIn("id", message)
            return
        self.assertNotIsInstance(message["id"], (bool, float, list, dict))
        self.assertEqual(len({"result", "error"} & set(message)), 1)
        if "error" in message:
            self.assertIn(message["error"]["code"], CODES)
            self.assertTrue(message["error"]["message"])
        else:
            self.assertIsNotNone(message["id"])
            self.assertIsInstance(message["result"], dict)

    def feed(self, client, make):
        """Sends FRAMES lines while the answers are read and checked."""
        def write():
            for _ in range(FRAMES):
                client.process.stdin.write(make())
            client.process.stdin.write(
                b'\n{"jsonrpc":"2.0","id":"last","method":"server/discover",'
                b'"params":%s}\n' % json.dumps({"_meta": META}).encode())
            client.process.stdin.flush()
        writer = threading.Thread(target=write)
        writer.start()
        count = 0
        while True:
            answer = client.receive()
            self.assertIsNotNone(answer, client.process.poll())
            for message in answer if isinstance(answer, list) else [answer]:
                self.check_message(message)
                count += 1
            if isinstance(answer, dict) and answer.get("id") == "last":
                break
        writer.join()
        return count

    def test_malformed_frames_leave_it_whole(self):
        maker = Maker(20261123)
        with Client(self.box) as client:
            client.begin("2025-03-26")
            count = self.feed(client, maker.line)
            self.assertGreater(count, FRAMES // 2)
            self.assertIn("result", client.ask("tools/list", {"_meta": META}))
            self.assertEqual(client.end(), 0)
            self.assertEqual(client.errors, b"")
            while (answer := client.receive()) is not None:
                self.check_message(answer)

    def test_long_and_deep_lines_are_refused_and_read_on(self):
        long = b'{"jsonrpc":"2.0","id":1,"method":"' + b"x" * (5 << 20) + b'"}\n'
        deep = b"[" * (1 << 20) + b"\n"
        wide = b"[" + b"{}," * (1 << 20) + b"{}]\n"
        keys = b"{%s}\n" % b",".join(b'"%d":1' % n for n in range(300000))
        endless = b"x" * (9 << 20)
        with Client(self.box) as client:
            client.begin()
            for line in (long, deep, wide, keys, endless + b"\n", long):
                client.send(line)
                answer = client.receive()
                self.check_message(answer)
                self.assertEqual((answer["id"], answer["error"]["code"]),
                                 (None, -32600))
                self.assertIn("result", client.ask("tools/list"))
            client.send(endless)
            self.assertEqual(client.end(), 0)
            self.assertEqual(client.receive()["error"]["code"], -32600)


if __name__ == "__main__":
    unittest.main()
