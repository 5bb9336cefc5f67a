# SPDX-License-Identifier: GPL-3.0-or-later
"""What ibid-server refuses, and what it bears: requests that no client of good
will sends."""

import gzip
import json
import os
import pathlib
import unittest

from server import (BODY, CLOSE, GET, HEAD, LAST, POST, SEARCH, ServerTest,
                    resident, wait_until)


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
    "signed chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n" + BODY,
    "chunk without end": POST + b"Transfer-Encoding: chunked\r\n\r\nd\r\n" + BODY
                         + b"0\r\n\r\n" + SEARCH,
    "endless chunk size": POST + b"Transfer-Encoding: chunked\r\n\r\n"
                          + b"0" * 1000000,
    "endless extension": POST + b"Transfer-Encoding: chunked\r\n\r\nd;"
                         + b"a" * 1000000,
    "endless trailer": POST + b"Transfer-Encoding: chunked\r\n\r\nd\r\n" + BODY
                       + b"\r\n0\r\n" + b"X: 1\r\n" * 200000,
    "short chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n" + BODY,
    "cut body": POST + b"Content-Length: 13\r\n\r\n{",
    "cut head": GET,
    "version": b"GET /health HTTP/9.9\r\n" + HEAD + b"\r\n",
}
PATHS = ("/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/article/../../etc",
         "/article/..%2F..%2Fetc%2Fpasswd", "//etc/passwd", "/%2e%2e/",
         "/passage//etc/passwd%231", "/article//etc/passwd", "/.", "/*",
         "/article/a/../../../etc/passwd", "/article/%2e%2e/%2e%2e/etc/passwd",
         "/article/..%5c..%5cetc%5cpasswd", "/article/%c0%ae%c0%ae/etc/passwd",
         "/article/index.txt%00.html", "/article/%2fetc%2fpasswd",
         "/article/..%252f..%252fetc%252fpasswd", "/article/file:///etc/passwd")


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

    def test_compressed_bodies_are_not_unpacked(self):
        before = resident(self.server)
        bomb = gzip.compress(gzip.compress(bytes(100_000_000)))
        self.assertLess(len(bomb), 20_000)
        length = b"Content-Length: %d\r\n" % len(bomb)
        for headers, status in (
                (length + b"Content-Encoding: gzip\r\n", 415),
                (length + b"Content-Encoding: gzip, gzip\r\n", 415),
                (length + b"Content-Encoding: deflate\r\n", 415),
                (b"Transfer-Encoding: gzip, chunked\r\n", 400), (length, 400)):
            got = self.server.raw(POST + headers + CLOSE + bomb)
            self.assertEqual(int(got[9:12]), status, headers)
        self.assertLess(resident(self.server), before + 20000)

    def test_floods_in_one_header_are_harmless(self):
        for name, part in (("Range", "0-0,"), ("If-None-Match", '"x", '),
                           ("Accept", "*/*;q=0.1,"),
                           ("Accept-Encoding", "gzip;q=0.1,"),
                           ("Range", "bytes=0-18446744073709551617,-0,9-1,")):
            with self.subTest(name):
                value = part * (16000 // len(part))
                got = self.server.get("/search?q=index",
                                      **{name.replace("-", "_"): value})
                self.assertEqual(got.status, 200)
                self.assertNotIn("Content-Range", got.headers)

    def test_each_parameter_has_its_bound(self):
        for name in ("q", "path", "tag", "lang", "like", "kind", "after",
                     "language", "db", "mode"):
            with self.subTest(name):
                body = json.dumps({"q": "index", name: "a*" * 5000})
                got = self.server.ask("POST", "/search", body,
                                      {"Content-Type": "application/json"})
                self.assertIn(got.status, (400, 404))
                self.assertLess(len(got.body), 2000)
        for target in ("/search?q=", "/suggest?q=", "/article/", "/passage/"):
            self.assertEqual(self.server.get(target + "a" * 10000).status, 414)

    def test_who_has_asked_and_says_no_more_counts_as_gone(self):
        got = self.server.raw(SEARCH + SEARCH, goes=True)
        self.assertIn(got[:13], (b"", b"HTTP/1.1 200 "))

    def test_scripts_in_titles_are_plain_text_wherever_they_come(self):
        for target in ("/search?q=stems+script", "/suggest?q=stems",
                       "/article/stem%20cells%20100%25.md", "/search?q=%3Cscript",
                       "/passage/stem%20cells%20100%25.md%231",
                       "/nowhere/%3Cscript%3E", "/search?%3Cscript%3E=1"):
            with self.subTest(target):
                got = self.server.get(target, Accept="*/*")
                self.assertEqual(got.headers["Content-Type"],
                                 "application/json")
                self.assertEqual(got.headers["X-Content-Type-Options"],
                                 "nosniff")
                self.assertIn("default-src 'none'",
                              got.headers["Content-Security-Policy"])
                for hit in got.json().get("hits", ()):
                    text = hit["snippet"]["text"].encode()
                    self.assertNotIn(b"<mark", text)
                    for start, end in hit["snippet"]["highlights"]:
                        text[start:end].decode()  # whole characters
                        self.assertLess(start, end)

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


if __name__ == "__main__":
    unittest.main()
