# SPDX-License-Identifier: GPL-3.0-or-later
"""What ibid-server bears: clients that are slow, that go, more of them than it
takes, searches that take too long, and all that for some time."""

import contextlib
import json
import re
import select
import socket
import time
import unittest

from server import (BODY, GET, HEAD, LAST, POST, SEARCH, Server, read_all,
                    resident, wait_until, write_articles)
from tools import TIMEOUT, ToolTest


class Crowds(ToolTest):
    def start(self, *options):
        write_articles(self.box)
        server = Server(self.box, *options)
        self.addCleanup(server.close)
        return server

    def clients(self, server, count):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        return [stack.enter_context(server.connect()) for _ in range(count)]

    def test_slow_clients_hold_up_nobody(self):
        server = self.start("--threads", "1")
        slow = self.clients(server, 64)
        request = SEARCH[:-2]
        for at in range(0, len(request), 8):
            for client in slow:
                client.sendall(request[at:at + 8])
            self.assertEqual(server.get("/search?q=index").status, 200)
        # Each gets its answer once it has asked.
        for client in slow:
            client.sendall(b"\r\n")
            self.assertTrue(client.recv(100).startswith(b"HTTP/1.1 200 "))

    def test_a_client_that_drips_is_cut_off_in_the_end(self):
        server = self.start("--read-time", "1000")
        [client] = self.clients(server, 1)
        client.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: ")
        started = time.monotonic()
        while not select.select([client], [], [], 0.2)[0]:
            client.sendall(b"a")
            self.assertLess(time.monotonic() - started, TIMEOUT)
        self.assertNotIn(b" 200 ", read_all(client))

    def test_a_body_that_drips_is_cut_off_as_well(self):
        server = self.start("--read-time", "1000")
        for length in (b"Content-Length: 60000\r\n\r\n",
                       b"Transfer-Encoding: chunked\r\n\r\nffff\r\n"):
            [client] = self.clients(server, 1)
            client.sendall(POST + length)
            started = time.monotonic()
            while not select.select([client], [], [], 0.2)[0]:
                client.sendall(b" ")
                self.assertLess(time.monotonic() - started, TIMEOUT)
            self.assertNotIn(b" 200 ", read_all(client))

    def test_those_that_are_too_many_get_503(self):
        server = self.start("--max-connections", "2")
        # They do not read what they asked for, so they are never done.
        full = self.clients(server, 2)
        many = b"GET /openapi.json HTTP/1.1\r\n" + HEAD + b"\r\n"
        for client in full:
            client.sendall(many * 1000)
        wait_until(lambda: server.raw(LAST)[9:12] == b"503")
        refused = server.get("/health")
        self.assertEqual(refused.status, 503)
        self.assertEqual(refused.headers["Retry-After"], "1")
        self.assertEqual(refused.error()["kind"], "limit")
        for client in full:
            client.close()
        wait_until(lambda: server.raw(LAST)[9:12] == b"200")
        wait_until(lambda: re.search(
            rb"ibid_connections_refused_total [1-9]",
            server.get("/metrics").body))

    def test_four_times_too_many_are_all_told_something(self):
        server = self.start("--max-connections", "16", "--threads", "1")
        clients = self.clients(server, 64)
        for client in clients:
            with contextlib.suppress(ConnectionError):
                client.sendall(LAST)
        for client in clients:
            self.assertIn(read_all(client)[9:12], (b"200", b"503"))
        wait_until(lambda: server.raw(LAST)[9:12] == b"200")

    def test_idle_clients_make_room(self):
        server = self.start("--max-connections", "4")
        idle = self.clients(server, 4)

        def answered():
            # Refused until the idle ones have been so for a second.
            return server.raw(LAST)[9:12]

        wait_until(lambda: answered() == b"200")
        idle[0].settimeout(TIMEOUT)
        self.assertEqual(idle[0].recv(1), b"")

    def test_half_open_and_reset_connections_go(self):
        server = self.start("--max-connections", "16")
        for _ in range(100):
            client = server.connect()
            client.sendall(b"GET /he")
            # A reset in the place of an end.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                              b"\1\0\0\0\0\0\0\0")
            client.close()
        wait_until(lambda: server.raw(LAST)[9:12] == b"200")

    def test_a_search_that_takes_too_long_is_ended(self):
        words = " ".join(f"w{i}" for i in range(40))
        self.box.write("a/many.jsonl", "".join(
            json.dumps({"_id": str(i), "title": f"t{i}", "text": f"{words} {i}"})
            + "\n" for i in range(3000)))
        self.box.index("a/many.jsonl")
        server = self.start("--time-limit", "1", "--threads", "1")
        got = server.get("/search?q=" + words.replace(" ", "+"))
        self.assertEqual(got.status, 503)
        self.assertEqual(got.error()["kind"], "limit")
        self.assertEqual(got.headers["Retry-After"], "1")
        self.assertEqual(server.get("/health").status, 200)
        self.assertEqual(server.process.poll(), None)

    def test_memory_stays_flat(self):
        server = self.start("--threads", "2")
        requests = (SEARCH + GET + b"Host: x\r\n\r\n", SEARCH * 20 + LAST,
                    POST + b"Content-Length: 13\r\n\r\n" + BODY + LAST,
                    POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                    GET + b"X: " + b"a" * 1000000)

        def load(rounds):
            for _ in range(rounds):
                for request in requests:
                    server.raw(request)

        load(20)
        before = resident(server)
        load(40)
        self.assertLessEqual(resident(server), before * 1.2)


if __name__ == "__main__":
    unittest.main()
