# SPDX-License-Identifier: GPL-3.0-or-later
"""Talks to ibid-mcp as a client would: lines of JSON on its stdin and stdout."""

import json
import queue
import subprocess
import threading

from tools import TIMEOUT

REVISIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
STATELESS = "2026-07-28"
META = {"io.modelcontextprotocol/protocolVersion": STATELESS,
        "io.modelcontextprotocol/clientCapabilities": {}}

ARTICLES = {
    "index.txt": (
        "What is an index\n\nLast updated: 2026-01-02\n\nQuick Answer: An "
        "inverted index lists, for every word, the passages that have it.\n\n"
        "Posting lists\n\nA posting list is sorted by passage. It is stored as "
        "gaps.\n\nRelated Questions\n\nWho invented the posting list?\n\nHans "
        "Peter Luhn described the posting list in 1957.\n\nSources\n\n"
        "1. A book on indexes CC-BY-4.0\n"),
    "docs/über uns.md": (
        "---\ntags: [search]\n---\n# Über uns\n\nLast words: **we** sort gaps."
        "\n"),
    "long.txt": "A long one\n\n" + "\n\n".join(
        f"Part {n}\n\n" + f"Sentence number {n} speaks of gaps and of words. "
        * 12 for n in range(1, 13)) + "\n",
}


def fill(box):
    """Indexes ARTICLES."""
    for name, text in ARTICLES.items():
        box.write(f"a/{name}", text)
    box.index("a")


class Client:
    """One run of ibid-mcp; use it in a with statement."""

    def __init__(self, box, *args):
        self.process = box.start("ibid-mcp", *args, stdin=subprocess.PIPE)
        self.lines = queue.Queue()
        self.errors = b""
        self.threads = [threading.Thread(target=self._read),
                        threading.Thread(target=self._read_errors)]
        for thread in self.threads:
            thread.start()
        self.next_id = 0
        self.revision = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.end()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def _read_errors(self):
        self.errors = self.process.stderr.read()

    def send(self, message):
        """A message, or bytes as they are."""
        if not isinstance(message, bytes):
            message = json.dumps(message, ensure_ascii=False).encode() + b"\n"
        self.process.stdin.write(message)
        self.process.stdin.flush()

    def receive(self):
        """The next line as JSON; None at the end of the output."""
        line = self.lines.get(timeout=TIMEOUT)
        return line and json.loads(line)

    def ask(self, method, params=None, **more):
        """The answer to a request, with its result or error."""
        self.next_id += 1
        message = {"jsonrpc": "2.0", "id": self.next_id, "method": method}
        if self.revision == STATELESS:
            params = {**(params or {}), "_meta": META}
        if params is not None:
            message["params"] = params
        self.send({**message, **more})
        answer = self.receive()
        if answer is None or answer["id"] != self.next_id:
            raise AssertionError(f"no answer to {message}: {answer}")
        return answer

    def result(self, method, params=None):
        answer = self.ask(method, params)
        if "result" not in answer:
            raise AssertionError(f"{method}: {answer}")
        return answer["result"]

    def begin(self, revision=REVISIONS[-1]):
        """Agrees on a revision; gives back what the server says of itself."""
        if revision == STATELESS:
            self.revision = revision
            return self.result("server/discover")
        result = self.result("initialize", {
            "protocolVersion": revision, "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}})
        self.revision = result["protocolVersion"]
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return result

    def call(self, tool, **arguments):
        """The result of a tool that does not fail."""
        result = self.result("tools/call",
                             {"name": tool, "arguments": arguments})
        if result["isError"]:
            raise AssertionError(f"{tool}({arguments}): {result}")
        return json.loads(result["content"][0]["text"])

    def refusal(self, tool, **arguments):
        """The error of a tool that fails."""
        result = self.result("tools/call",
                             {"name": tool, "arguments": arguments})
        if not result["isError"]:
            raise AssertionError(f"{tool}({arguments}): {result}")
        if "structuredContent" in result:
            raise AssertionError(f"an error has a result: {result}")
        return json.loads(result["content"][0]["text"])["error"]

    def end(self):
        """Closes the input and gives back the exit code."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        code = self.process.wait(TIMEOUT)
        for thread in self.threads:
            thread.join(TIMEOUT)
        self.process.stdout.close()
        self.process.stderr.close()
        return code
