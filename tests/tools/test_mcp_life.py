# SPDX-License-Identifier: GPL-3.0-or-later
"""ibid-mcp over time: a database that comes, changes and goes, cancellations,
signals, and clients that leave."""

import array
import fcntl
import json
import os
import shutil
import signal
import termios
import time
import unittest

from mcp import ARTICLES, META, STATELESS, Client, fill
from tools import TIMEOUT, ToolTest


class Lists(ToolTest):
    def test_resources_come_in_pages(self):
        lines = b"".join(b'{"_id":"%d","title":"T%d","text":"Text."}\n' % (n, n)
                         for n in range(250))
        self.box.write("many.jsonl", lines)
        self.box.index("many.jsonl")
        with Client(self.box) as client:
            client.begin()
            page = client.result("resources/list")
            names = [r["name"] for r in page["resources"]]
            sizes = [len(names)]
            while "nextCursor" in page:
                page = client.result("resources/list",
                                     {"cursor": page["nextCursor"]})
                sizes.append(len(page["resources"]))
                names += [r["name"] for r in page["resources"]]
            self.assertEqual(sizes, [100, 100, 50])
            self.assertEqual(sorted(names), sorted(map(str, range(250))))
            for cursor in ("x", "", 5, "z" * 24):
                error = client.ask("resources/list", {"cursor": cursor})["error"]
                self.assertEqual(error["code"], -32602)


class Life(ToolTest):
    """The server over time."""

    def test_a_database_may_come_change_and_go(self):
        with Client(self.box) as client:
            client.begin()
            error = client.refusal("status")
            self.assertEqual(error["kind"], "not_found")
            self.assertIn("ibid-indexer", error["hint"])
            error = client.ask("resources/list")["error"]
            self.assertEqual(error["code"], -32603)
            fill(self.box)
            self.assertEqual(client.call("status")["articles"], len(ARTICLES))
            self.assertEqual(client.call("search", query="brandnew")["hits"],
                             [])
            self.box.write("a/new.txt", "New\n\nA brandnew article.\n")
            self.box.index("a")
            hit, = client.call("search", query="brandnew")["hits"]
            self.assertEqual(hit["id"], "new.txt#1")
            self.assertIs(hit["stale"], False)
            self.box.write("a/new.txt", "New\n\nA changed article.\n")
            hit, = client.call("search", query="brandnew")["hits"]
            self.assertIs(hit["stale"], True)
            self.assertIn("changed since", hit["citation"])
            self.box.index("--rebuild", "a")
            self.assertEqual(client.call("search", query="brandnew")["hits"],
                             [])
            shutil.rmtree(self.box.db)
            self.assertIn(client.refusal("search", query="gaps")["kind"],
                          ("not_found", "io", "corrupt"))
            self.box.index("--rebuild", "a")
            self.assertTrue(client.call("search", query="gaps")["hits"])
            self.assertEqual(client.end(), 0)
            self.assertEqual(client.errors, b"")

    def test_a_database_that_is_broken_is_an_error_of_the_tool(self):
        self.box.db.mkdir()
        (self.box.db / "iamglass").write_bytes(b"nonsense")
        with Client(self.box) as client:
            client.begin()
            for tool, arguments in (("status", {}), ("search", {"query": "x"}),
                                    ("get_article", {"id": "x"})):
                error = client.refusal(tool, **arguments)
                self.assertIn(error["kind"], ("corrupt", "version", "io"))
                self.assertTrue(error["hint"])
            self.assertEqual(client.end(), 0)

    def test_the_end_of_the_input_ends_it_after_the_last_answer(self):
        fill(self.box)
        lines = [{"jsonrpc": "2.0", "id": n, "method": "tools/call",
                  "params": {"name": "search", "_meta": META,
                             "arguments": {"query": "gaps"}}}
                 for n in range(200)]
        # The last line has no end.
        text = "\n".join(map(json.dumps, lines)).encode()
        result = self.box.run("ibid-mcp", stdin=text, expect=0)
        self.assertEqual([a["id"] for a in result.json_lines()],
                         list(range(200)))
        self.assertEqual(self.box.run("ibid-mcp", stdin=b"", expect=0).out, b"")

    def test_signals_end_it(self):
        fill(self.box)
        for number in (signal.SIGTERM, signal.SIGINT):
            with Client(self.box) as client:
                client.begin()
                client.call("status")
                client.process.send_signal(number)
                self.assertEqual(client.process.wait(TIMEOUT), 0)
                self.assertEqual(client.errors, b"")

    def test_a_signal_ends_it_also_where_nobody_reads_its_answers(self):
        fill(self.box)
        process = self.box.start("ibid-mcp", stdin=-1)
        line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list",
                           "params": {"_meta": META}}).encode() + b"\n"
        # More answers than a pipe holds, fewer lines than one does.
        process.stdin.write(line * 100)
        process.stdin.flush()
        process.stdout.read(1)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(TIMEOUT), 0)
        for file in (process.stdin, process.stdout, process.stderr):
            file.close()

    def test_a_client_that_has_gone_is_an_error(self):
        fill(self.box)
        process = self.box.start("ibid-mcp", stdin=-1)
        process.stdout.close()
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"tools/list",'
                            b'"params":%s}\n'
                            % json.dumps({"_meta": META}).encode())
        process.stdin.flush()
        self.assertEqual(process.wait(TIMEOUT), 2)
        self.assertIn(b"cannot write the output", process.stderr.read())
        process.stdin.close()
        process.stderr.close()

    def test_no_input_or_output_at_all_is_an_error(self):
        for number in (0, 1):
            process = self.box.start("ibid-mcp", stdin=-1,
                                     preexec_fn=lambda n=number: os.close(n))
            _, errors = process.communicate(timeout=TIMEOUT)
            self.assertEqual(process.returncode, 2)
            self.assertIn(b"is closed", errors)

    def test_what_is_cancelled_is_not_answered(self):
        fill(self.box)
        search = {"jsonrpc": "2.0", "method": "tools/call", "params": {
            "name": "search", "_meta": META,
            "arguments": {"query": "who sorts gaps of words?"}}}
        cancel = {"jsonrpc": "2.0", "method": "notifications/cancelled"}
        listing = {"jsonrpc": "2.0", "method": "tools/list",
                   "params": {"_meta": META}}
        process = self.box.start("ibid-mcp", stdin=-1)
        self.addCleanup(process.kill)
        # Answers that a pipe does not hold keep the rest waiting.
        lines = [{**listing, "id": n} for n in range(20)]
        lines += [{**search, "id": "x"}, {**search, "id": "y"},
                  {**cancel, "params": {"requestId": "x"}},
                  {**cancel, "params": {"requestId": 1000}}]
        process.stdin.write("".join(json.dumps(x) + "\n"
                                    for x in lines).encode())
        for _ in range(2):  # read, and looked at before more is read
            process.stdin.write(b"\n")
            process.stdin.flush()
            self.wait_until_read(process.stdin)
        out, _ = process.communicate(timeout=TIMEOUT)
        ids = [json.loads(line)["id"] for line in out.splitlines()]
        self.assertEqual(ids, [*range(20), "y"])

    def wait_until_read(self, pipe):
        end = time.monotonic() + TIMEOUT
        left = array.array("i", [1])
        while left[0] > 0:
            self.assertLess(time.monotonic(), end)
            fcntl.ioctl(pipe, termios.FIONREAD, left)
            time.sleep(0.001)

    def test_subscriptions_stay_open_until_they_are_cancelled_or_the_end(self):
        with Client(self.box) as client:
            client.revision = STATELESS
            listen = {"jsonrpc": "2.0", "method": "subscriptions/listen",
                      "params": {"_meta": META, "notifications": {
                          "toolsListChanged": True}}}
            key = "io.modelcontextprotocol/subscriptionId"
            for number in ("a", "b"):
                client.send({**listen, "id": number})
                self.assertEqual(client.receive(), {
                    "jsonrpc": "2.0",
                    "method": "notifications/subscriptions/acknowledged",
                    "params": {"_meta": {key: number}, "notifications": {}}})
            client.send({"jsonrpc": "2.0", "method": "notifications/cancelled",
                         "params": {"requestId": "a"}})
            self.assertIn("result", client.ask("tools/list"))
            self.assertEqual(client.end(), 0)
            last = client.receive()
            self.assertEqual((last["id"], last["result"]["resultType"]),
                             ("b", "complete"))
            self.assertIsNone(client.receive())

    def test_a_search_that_takes_too_long_is_ended(self):
        words = " ".join(f"w{n}" for n in range(40))
        self.box.write("many.jsonl", "".join(
            json.dumps({"_id": str(n), "title": f"t{n}", "text": f"{words} {n}"})
            + "\n" for n in range(3000)))
        self.box.index("many.jsonl")
        with Client(self.box, "--time-limit", "1") as client:
            client.begin()
            for tool, name in (("search", "query"), ("answer", "question")):
                error = client.refusal(tool, **{name: words})
                self.assertEqual(error["kind"], "limit")
                self.assertTrue(error["hint"])
            self.assertEqual(client.call("status")["articles"], 3000)
            self.assertEqual(client.end(), 0)

    def test_options(self):
        fill(self.box)
        self.assertIn("ibid-mcp", self.box.run("ibid-mcp", "--help",
                                               expect=0).out.decode())
        self.assertRegex(self.box.run("ibid-mcp", "--version",
                                      expect=0).out.decode(), r"^ibid-mcp \d")
        for args in (["--unknown"], ["word"], ["--db"],
                     ["--time-limit", "0"], ["--time-limit", "60001"]):
            result = self.box.run("ibid-mcp", *args, expect=2)
            self.assertEqual(result.out, b"")
            self.assertEqual(len(result.errors), 1)
        self.box.write_config("unknown = 1\n")
        self.assertIn("config.toml",
                      self.box.run("ibid-mcp", expect=2).errors[0])
        self.box.write_config("")
        with Client(self.box, "--db", self.box.top / "other") as client:
            client.begin()
            self.assertIn("other", client.refusal("status")["message"])


if __name__ == "__main__":
    unittest.main()
