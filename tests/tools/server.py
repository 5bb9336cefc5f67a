# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ibid-server beside a test, and talks to it by sockets."""

import contextlib
import http.client
import json
import pathlib
import re
import socket
import subprocess
import time

from tools import TIMEOUT, Sandbox, SharedToolTest, is_sanitized

HEAD = b"Host: localhost\r\n"
GET = b"GET /health HTTP/1.1\r\n" + HEAD
POST = (b"POST /search HTTP/1.1\r\n" + HEAD +
        b"Content-Type: application/json\r\n")
BODY = b'{"q":"index"}'
SEARCH = b"GET /search?q=index HTTP/1.1\r\n" + HEAD + b"\r\n"
# The server closes after it.
CLOSE = b"Connection: close\r\n\r\n"
LAST = SEARCH[:-2] + CLOSE


class Server:
    """ibid-server on a free port, ended with the test."""

    def __init__(self, box, *options):
        self.process = box.start("ibid-server", "--listen", "127.0.0.1:0",
                                 *options, stdout=subprocess.DEVNULL)
        line = self.process.stderr.readline().decode()
        found = re.search(r"listening on http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            self.process.kill()
            raise AssertionError(line + self.process.stderr.read().decode())
        self.port = int(found[1])

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(TIMEOUT)
        self.process.stderr.close()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT)

    def ask(self, method, target, body=None, headers=None):
        """One request on a connection of its own: status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=TIMEOUT)
        with contextlib.closing(connection):
            connection.request(method, target, body, headers or {})
            response = connection.getresponse()
            return Response(response.status, dict(response.headers),
                            response.read())

    def get(self, target, **headers):
        return self.ask("GET", target, headers={
            name.replace("_", "-"): value for name, value in headers.items()})

    def raw(self, request, goes=False):
        """All that the server sends for these bytes until it closes; goes:
        the client says that it sends no more."""
        with self.connect() as client:
            with contextlib.suppress(OSError):  # closed already
                client.sendall(request)
                if goes:
                    client.shutdown(socket.SHUT_WR)
            return read_all(client)

    def statuses(self, request):
        """The status of each response to these bytes."""
        return [int(x) for x in re.findall(rb"HTTP/1\.[01] (\d{3}) ",
                                           self.raw(request))]


class Response:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)

    def error(self):
        return self.json()["error"]


def read_all(client):
    received = b""
    with contextlib.suppress(ConnectionError):
        while chunk := client.recv(1 << 16):
            received += chunk
    return received


def wait_until(condition, seconds=TIMEOUT):
    """The first true value of condition()."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(0.01)


def resident(server):
    """KiB of memory that the server has; nothing where a sanitizer keeps what
    was given back."""
    if is_sanitized():
        return 0
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


class ServerTest(SharedToolTest):
    """Tests of one server that goes on all the while."""

    OPTIONS = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = Server(cls.box, *cls.OPTIONS)
        cls.addClassCleanup(cls.server.close)

    @classmethod
    def fill(cls, box):
        write_articles(box)


def write_articles(box):
    box.write("a/index.txt", (
        "What is an index\n\nLast updated: 2026-01-02\n\nQuick Answer: An "
        "inverted index lists words.\n\nKey Facts\n\nWeights\n\nAn index "
        "stores weights.\n\nRelated Questions\n\nIs an index fast?\n\nYes."
        " It looks up words.\n\nSources\n\n  1. A book CC-BY-4.0\n"))
    box.write("a/stem cells 100%.md",
              "---\ntags: [search]\n---\n# Stems & <script>alert(1)</script>\n"
              "\nA stem joins words of an index. <script>x</script>\n")
    box.index("a")


__all__ = ["BODY", "CLOSE", "GET", "HEAD", "LAST", "POST", "SEARCH", "Response",
           "Sandbox", "Server", "ServerTest", "read_all", "resident",
           "wait_until", "write_articles"]
