# SPDX-License-Identifier: GPL-3.0-or-later
"""ibid-server and ibid-mcp under load, while the index changes, up to a signal
in the midst of it. A sanitizer that has something to say of it says it on
stderr, where nothing may stand."""

import concurrent.futures
import contextlib
import http.client
import json
import signal
import socket
import threading
import unittest

from mcp import META, Client
from server import Server, read_all, wait_until, write_articles
from tools import TIMEOUT, ToolTest

COMMITS = 4
CLIENTS = 6
TARGETS = ("/search?q=index", "/search?q=is+an+index+fast%3F",
           "/search?q=wodrs+of+stme", "/search?q=generation&n=3",
           "/search?like=index.txt%231", "/search?q=index&path=*.md",
           "/search?q=kind:section", "/search?q=path:**+index",
           "/suggest?q=ind", "/suggest?q=is+an", "/passage/index.txt%231",
           "/article/index.txt", "/article/stem%20cells%20100%25.md", "/status",
           "/metrics", "/health", "/openapi.json")
TOOLS = (("search", {"query": "index"}), ("search", {"query": "generation"}),
         ("answer", {"question": "Is an index fast?"}),
         ("get_article", {"id": "index.txt"}),
         ("get_passage", {"id": "index.txt#1"}), ("status", {}))


class Load(ToolTest):
    maxDiff = None
    def setUp(self):
        super().setUp()
        write_articles(self.box)
        self.over = threading.Event()

    def commit(self):
        """Changes the index a few times; the others go on until it is done."""
        try:
            for generation in range(COMMITS):
                self.box.write("a/new.txt", "New\n\nThis is generation "
                               f"{generation} of the index.\n")
                self.box.index("a")
        finally:
            self.over.set()

    def run_beside(self, *tasks):
        """All tasks on threads of their own; raises what the first of them to
        fail raises."""
        with concurrent.futures.ThreadPoolExecutor(len(tasks)) as pool:
            running = [pool.submit(task) for task in tasks]
            for task in concurrent.futures.as_completed(running):
                task.result()

    def check_silent(self, server):
        """Where the server has ended already it says why."""
        if server.process.poll() is not None:
            self.assertEqual(server.process.stderr.read().decode(), "")

    def visit(self, server, first):
        """Asks all there is until the commits are over; from `first` on, so
        that each client is somewhere else."""
        connection = http.client.HTTPConnection("127.0.0.1", server.port,
                                                timeout=TIMEOUT)
        with contextlib.closing(connection):
            while True:
                for at in range(len(TARGETS)):
                    target = TARGETS[(first + at) % len(TARGETS)]
                    headers = {"Accept-Encoding": "gzip"} if at % 2 else {}
                    status = 503  # a slow machine is busy now and then
                    while status == 503:
                        connection.request("GET", target, headers=headers)
                        response = connection.getresponse()
                        status = response.status
                        body = response.read()
                    self.assertEqual(status, 200, (target, body))
                if self.over.is_set():
                    return

    def disturb(self, server):
        """Comes and goes, also in the midst of a request."""
        while not self.over.is_set():
            for part in (b"", b"GET /search?q=in", b"GET /search?q=index "
                         b"HTTP/1.1\r\nHost: localhost\r\n\r\n"):
                with server.connect() as client:
                    client.sendall(part)
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                      b"\1\0\0\0\0\0\0\0")
            server.raw(b"GET /search HTTP/1.1\r\n\r\n")

    def test_the_server_bears_clients_commits_and_a_signal(self):
        server = Server(self.box, "--threads", "3")
        self.addCleanup(server.close)
        self.addCleanup(self.check_silent, server)
        self.run_beside(self.commit, lambda: self.disturb(server),
                        *(lambda n=n: self.visit(server, n * 3)
                          for n in range(CLIENTS)))
        found = wait_until(lambda: server.get("/search?q=generation").json()
                           .get("hits"))
        self.assertIn(f"generation {COMMITS - 1} of", found[0]["text"])
        clients = [server.connect() for _ in range(16)]
        for client in clients:
            self.addCleanup(client.close)
            client.sendall(b"GET /search?q=index HTTP/1.1\r\n"
                           b"Host: localhost\r\n\r\n" * 4)
        self.assertIn(clients[0].recv(1 << 16)[9:12], (b"200", b"503"))
        server.process.send_signal(signal.SIGTERM)
        for client in clients:
            read_all(client)
        self.assertEqual(server.process.wait(TIMEOUT), 0)

    def converse(self, client):
        """Calls tools a frame after the other, with every fourth of them
        cancelled, until the commits are over."""
        number = 0
        while not self.over.is_set():
            asked = set()
            for at in range(24):
                number += 1
                name, arguments = TOOLS[at % len(TOOLS)]
                client.send({"jsonrpc": "2.0", "id": number,
                             "method": "tools/call", "params": {
                                 "name": name, "arguments": arguments,
                                 "_meta": META}})
                asked.add(number)
                if at % 4 == 0:
                    client.send({"jsonrpc": "2.0",
                                 "method": "notifications/cancelled",
                                 "params": {"requestId": number}})
                if at % 5 == 0:
                    client.send({"jsonrpc": "2.0", "id": f"ping {number}",
                                 "method": "ping"})
            # The last is not cancelled, and comes last.
            while (answer := client.receive())["id"] != number:
                if isinstance(answer["id"], int):
                    self.assertIs(answer["result"]["isError"], False, answer)
                    asked.remove(answer["id"])

    def test_the_agents_server_bears_calls_commits_and_a_signal(self):
        with Client(self.box) as client:
            self.run_beside(self.commit, lambda: self.converse(client))
            last = json.dumps({"jsonrpc": "2.0", "id": "last",
                               "method": "tools/list",
                               "params": {"_meta": META}}).encode() + b"\n"
            client.send(last * 50)
            client.receive()
            client.process.send_signal(signal.SIGTERM)
            self.assertEqual(client.process.wait(TIMEOUT), 0)
            client.end()
            self.assertEqual(client.errors, b"")


if __name__ == "__main__":
    unittest.main()
