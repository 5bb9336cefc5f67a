# SPDX-License-Identifier: GPL-3.0-or-later
"""ibid-server as server_load.py runs it, and clients that ask it: honest ones,
ones that drip, and crowds of them."""

import contextlib
import dataclasses
import os
import pathlib
import re
import selectors
import socket
import subprocess
import threading
import time

from running import Failure

TIMEOUT = 60  # seconds; an answer that takes longer is an error
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """ibid-server on a free port; use it in a with statement."""

    def __init__(self, programs, db, *options):
        self.process = subprocess.Popen(
            [programs / "ibid-server", "--db", f"load={db}", "--listen",
             "127.0.0.1:0", *map(str, options)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            self.process.kill()
            raise Failure(line + self.process.stderr.read())
        self.port = int(found[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        errors = self.process.communicate()[1]
        if errors:
            raise Failure(f"ibid-server says: {errors}")

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT)

    def resident_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) / 1024

    def cpu(self):
        """Seconds of all threads so far."""
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def request_of(target, last=False):
    end = "Connection: close\r\n\r\n" if last else "\r\n"
    return f"GET {target} HTTP/1.1\r\nHost: localhost\r\n{end}".encode()


class Connection:
    """One that is kept for many requests."""

    def __init__(self, server):
        self.server = server
        self.socket = None

    def get(self, target):
        """Status and body. Raises OSError."""
        try:
            if self.socket is None:
                self.socket = self.server.connect()
            self.socket.sendall(request_of(target))
            return self._read()
        except OSError:
            self.close()
            raise

    def _read(self):
        got = self._more()
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head = got[:end].lower()
        length = int(re.search(rb"content-length: (\d+)", head)[1])
        while len(got) < end + 4 + length:
            got += self._more()
        if b"connection: close" in head:
            self.close()
        return int(got[9:12]), got[end + 4:]

    def _more(self):
        more = self.socket.recv(1 << 16)
        if not more:
            raise ConnectionError("closed in the midst of a response")
        return more

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None


class Crew:
    """Clients on threads of their own, each one request after the other, until
    `count` of them are answered or stop() is called. Times in milliseconds."""

    def __init__(self, server, targets, clients, count=None):
        self.times = []
        self.errors = []
        self._server = server
        self._targets = targets
        self._left = count
        self._asked = 0
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run)
                         for _ in range(clients)]
        for thread in self._threads:
            thread.start()

    def _next(self):
        with self._lock:
            if self._left is not None and self._asked >= self._left:
                return None
            self._asked += 1
            return self._targets[self._asked % len(self._targets)]

    def _run(self):
        connection = Connection(self._server)
        while (target := self._next()) is not None:
            started = time.perf_counter()
            try:
                status, body = connection.get(target)
                if status != 200:
                    self.errors.append(f"{status} {target}: {body[:200]}")
            except OSError as e:
                self.errors.append(f"{target}: {e!r}")
            self.times.append((time.perf_counter() - started) * 1e3)
        connection.close()

    def done(self):
        return len(self.times)

    def is_running(self):
        return any(thread.is_alive() for thread in self._threads)

    def wait(self):
        for thread in self._threads:
            thread.join()

    def stop(self):
        with self._lock:
            self._left = 0
        self.wait()


class Drips:
    """Sockets that send a byte a second of a request that never ends; one that
    is cut off begins anew."""

    def __init__(self, server, count):
        self.cut = 0
        self._server = server
        self._over = threading.Event()
        self._sockets = [server.connect() for _ in range(count)]
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        at = 0
        request = request_of("/search?q=slow&x=" + "a" * 4000)
        while not self._over.wait(1):
            for i, client in enumerate(self._sockets):
                try:
                    client.sendall(request[at % 4000:at % 4000 + 1])
                except OSError:
                    self.cut += 1
                    client.close()
                    with contextlib.suppress(OSError):
                        self._sockets[i] = self._server.connect()
            at += 1

    def stop(self):
        self._over.set()
        self._thread.join()
        for client in self._sockets:
            client.close()


@dataclasses.dataclass
class Told:
    """What one of a crowd was told."""

    status: int = 0  # 0: nothing, though it waited
    ms: float = 0  # from its connection to the first byte


def crowd(server, targets, count):
    """`count` clients that connect before any of them asks; then each asks one
    thing. Gives back what they were told."""
    started = time.perf_counter()
    told = {}
    with selectors.DefaultSelector() as selector:
        for i in range(count):
            client = server.connect()
            client.setblocking(False)
            selector.register(client, selectors.EVENT_READ, i)
            told[i] = Told()
        waiting = [key.fileobj for key in selector.get_map().values()]
        for i, client in enumerate(waiting):
            with contextlib.suppress(OSError):  # told already, and closed
                client.send(request_of(targets[i % len(targets)], True))
        latest = time.perf_counter() + TIMEOUT
        while selector.get_map() and time.perf_counter() < latest:
            for key, _ in selector.select(1):
                answer = told[key.data]
                try:
                    got = key.fileobj.recv(1 << 16)
                except OSError:
                    got = b""
                if got and not answer.status:
                    answer.status = int(got[9:12])
                    answer.ms = (time.perf_counter() - started) * 1e3
                if not got:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
        for key in list(selector.get_map().values()):
            key.fileobj.close()
    return list(told.values())
