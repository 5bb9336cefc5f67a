# SPDX-License-Identifier: GPL-3.0-or-later
"""What ibid-server refuses, and what it bears: requests that no client of good
will sends, clients that are slow, and more of them than it takes."""

import contextlib
import json
import os
import pathlib
import re
import select
import socket
import time
import unittest

from server import (Server, ServerTest, read_all, wait_until, write_articles)
from tools import TIMEOUT, ToolTest, is_sanitized

HEAD = b"Host: localhost\r\n"
GET = b"GET /health HTTP/1.1\r\n" + HEAD
POST = (b"POST /search HTTP/1.1\r\n" + HEAD +
        b"Content-Type: application/json\r\n")
BODY = b'{"q":"index"}'
SEARCH = b"GET /search?q=index HTTP/1.1\r\n" + HEAD + b"\r\n"
# The server closes after it.
CLOSE = b"Connection: close\r\n\r\n"
LAST = SEARCH[:-2] + CLOSE

# What a request is answered with, and nothing behind it.
REFUSED = {
    "CL with TE": (POST + b"Content-Length: 13\r\nTransfer-Encoding: chunked"
                   b"\r\n\r\n0\r\n\r\n" + SEARCH, 400),
    "TE with CL": (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5"
                   b"\r\n\r\n0\r\n\r\n" + SEARCH, 400),
    "doubled CL": (POST + b"Content-Length: 13\r\nContent-Length: 13\r\n\r\n"
                   + BODY, 400),
    "two different CL": (POST + b"Content-Length: 13\r\nContent-Length: 2"
                         b"\r\n\r\n" + BODY, 400),
    "large CL": (POST + b"Content-Length: 99999999999\r\n\r\n", 413),
    "TE twice": (POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: "
                 b"chunked\r\n\r\n0\r\n\r\n", 400),
    "TE of another kind": (POST + b"Transfer-Encoding: gzip\r\n\r\n", 400),
    "TE with a space": (POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                        400),
    "body of a GET": (GET + b"Content-Length: 5\r\n\r\nhello" + SEARCH, 400),
    "Host twice": (GET + HEAD + b"\r\n", 400),
    "no Host": (b"GET /health HTTP/1.1\r\n\r\n", 400),
    "another Host": (b"GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                     421),
    "another Origin": (GET + b"Origin: http://evil.example\r\n\r\n", 403),
    "Origin null": (GET + b"Origin: null\r\n\r\n", 403),
    "Expect": (POST + b"Content-Length: 13\r\nExpect: x\r\n\r\n" + BODY, 417),
    "absolute address": (b"GET http://evil.example/health HTTP/1.1\r\n" + HEAD
                         + CLOSE, 400),
    "no path": (b"GET health HTTP/1.1\r\n" + HEAD + CLOSE, 400),
    "space in the address": (b"GET /health x HTTP/1.1\r\n" + HEAD + b"\r\n",
                             400),
    "CONNECT": (b"CONNECT localhost:22 HTTP/1.1\r\n" + HEAD + CLOSE, 400),
    "many headers": (GET + b"X: 1\r\n" * 100 + b"\r\n", 431),
    "long header": (GET + b"X: " + b"a" * 20000 + b"\r\n\r\n", 431),
    "long address": (b"GET /search?q=" + b"a" * 10000 + b" HTTP/1.1\r\n" + HEAD
                     + b"\r\n", 414),
}
# Refused by the library, by whatever status, or by closing.
BROKEN = {
    "listed CL": POST + b"Content-Length: 13, 13\r\n\r\n" + BODY,
    "signed CL": POST + b"Content-Length: +13\r\n\r\n" + BODY,
    "negative CL": POST + b"Content-Length: -1\r\n\r\n" + BODY,
    "huge CL": POST + b"Content-Length: 18446744073709551617\r\n\r\n",
    "endless header": GET + b"X: " + b"a" * 1000000,
    "endless address": b"GET /" + b"a" * 1000000,
    "endless method": b"G" * 1000000,
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 300,
    "zeros": b"\0" * 100000,
    "line ends": b"\r\n" * 100000,
    "bad chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + SEARCH,
    "huge chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n"
                  b"ffffffffffffffff\r\n" + BODY,
    "short chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n" + BODY,
    "cut body": POST + b"Content-Length: 13\r\n\r\n{",
    "cut head": GET,
    "version": b"GET /health HTTP/9.9\r\n" + HEAD + b"\r\n",
}
PATHS = ("/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/article/../../etc",
         "/article/..%2F..%2Fetc%2Fpasswd", "//etc/passwd", "/%2e%2e/",
         "/passage//etc/passwd%231", "/article//etc/passwd", "/.", "/*")


def resident(server):
    """KiB of memory that the server has; nothing where a sanitizer keeps what
    was given back."""
    if is_sanitized():
        return 0
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


class Refused(ServerTest):
    def tearDown(self):
        self.assertEqual(self.server.get("/health").status, 200)

    def test_requests_of_two_meanings_get_one_answer(self):
        for name, (request, expected) in REFUSED.items():
            with self.subTest(name):
                got = self.server.raw(request)
                self.assertTrue(got.startswith(b"HTTP/1.1 %d " % expected))
                self.assertEqual(got.count(b"HTTP/1.1 "), 1, got)
                self.assertNotIn(b'"hits"', got)

    def test_what_is_no_http_gets_nothing(self):
        for name, request in BROKEN.items():
            with self.subTest(name):
                got = self.server.raw(request, goes=True)
                self.assertNotIn(b" 200 OK", got)
                self.assertLess(len(got), 2000)

    def test_refusals_close_the_connection_and_say_why(self):
        got = self.server.raw(REFUSED["CL with TE"][0])
        head, body = got.split(b"\r\n\r\n", 1)
        self.assertIn(b"connection: close", head.lower())
        self.assertEqual(json.loads(body)["error"]["kind"], "usage")

    def test_a_body_that_is_too_long_is_told_so(self):
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        for request in (POST + b"Content-Length: 100000\r\n\r\n" + b"a" * 100000,
                        POST + b"Transfer-Encoding: chunked\r\n\r\n"
                        + chunk * 2 + b"0\r\n\r\n"):
            self.assertEqual(self.server.statuses(request + LAST), [413, 200])

    def test_a_body_without_end_is_cut_off(self):
        before = resident(self.server)
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        got = self.server.raw(POST + b"Transfer-Encoding: chunked\r\n\r\n"
                              + chunk * 1000)
        self.assertNotIn(b" 200 ", got)
        self.assertLess(resident(self.server), before + 20000)

    def test_bodies_may_come_in_chunks(self):
        request = (POST + b"Transfer-Encoding: chunked\r\n\r\n"
                   + b"".join(b"1\r\n%c\r\n" % c for c in BODY)
                   + b"0\r\n\r\n")
        self.assertEqual(self.server.statuses(request + LAST), [200, 200])
        expecting = (POST + b"Content-Length: 13\r\nExpect: 100-continue\r\n"
                     b"\r\n" + BODY)
        self.assertEqual(self.server.statuses(expecting + LAST),
                         [100, 200, 200])

    def test_requests_one_after_the_other_are_answered_in_turn(self):
        nowhere = b"GET /nowhere HTTP/1.1\r\n" + HEAD + b"\r\n"
        post = POST + b"Content-Length: 13\r\n\r\n" + BODY
        self.assertEqual(
            self.server.statuses((SEARCH + nowhere + post) * 20 + LAST),
            [200, 404, 200] * 20 + [200])
        # What stands behind a refused one is not looked at.
        self.assertEqual(
            self.server.statuses(SEARCH + REFUSED["doubled CL"][0] + SEARCH),
            [200, 400])

    def test_ranges_are_left_alone(self):
        ranges = b",".join(b"%d-" % i for i in range(1500))
        got = self.server.raw(SEARCH[:-2] + b"Range: bytes=" + ranges
                              + b"\r\nConnection: close\r\n\r\n")
        self.assertTrue(got.startswith(b"HTTP/1.1 200 "))
        self.assertEqual(got.count(b'"format":1'), 1)

    def test_old_clients_are_answered_and_let_go(self):
        self.assertEqual(
            self.server.statuses(b"GET /health HTTP/1.0\r\n\r\n"), [200])

    def test_no_file_is_reached_by_a_path(self):
        for path in PATHS:
            with self.subTest(path):
                got = self.server.raw(
                    b"GET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n" %
                    (path.encode(), HEAD))
                self.assertIn(got[:13], (b"HTTP/1.1 404 ", b"HTTP/1.1 400 "))
                self.assertNotIn(b"root:", got)

    def test_hostile_queries_are_answered(self):
        for query in ("(" * 1000 + "index", '"' * 1000, "a* " * 1000,
                      "-" * 1000, "index " * 600, "%F0%9F%98%80" * 500,
                      "path:** " * 100, "%3Cscript%3E", "a OR " * 500,
                      '"index+of"~9 ' * 100, "%01%02%7f", "%E2%80%AE"):
            with self.subTest(query[:20]):
                got = self.server.get("/search?q=" + query.replace(" ", "+")
                                      .replace('"', "%22"))
                self.assertEqual(got.status, 200, got.body)
                self.assertIn("hits", got.json())

    def test_ten_thousand_characters_are_too_many(self):
        got = self.server.ask("POST", "/search",
                              json.dumps({"q": "word " * 2000}),
                              {"Content-Type": "application/json"})
        self.assertEqual(got.status, 400)
        self.assertIn("too long", got.error()["message"])

    def test_header_values_cannot_be_smuggled_into_answers(self):
        for target in ("/article/a%0d%0aX-Evil:%201", "/%0d%0aX-Evil:%201",
                       "/search?q=a%0d%0aX-Evil:%201", "/opensearch.xml"):
            got = self.server.get(target, If_None_Match="x%0d%0aX-Evil: 1")
            self.assertNotIn("X-Evil", got.headers)

    def test_clients_that_go_leave_nothing_behind(self):
        for _ in range(200):
            with self.server.connect() as client:
                client.sendall(SEARCH)
        self.assertEqual(self.server.get("/search?q=index").status, 200)
        sockets = pathlib.Path(f"/proc/{self.server.process.pid}/fd")
        wait_until(lambda: len(os.listdir(sockets)) < 60)


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
        requests = (SEARCH + REFUSED["another Host"][0], SEARCH * 20 + LAST,
                    POST + b"Content-Length: 13\r\n\r\n" + BODY + LAST,
                    BROKEN["bad chunk"], BROKEN["endless header"])

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
