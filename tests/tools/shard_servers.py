# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs xapian-tcpsrv beside a test, on a port of loopback that stays its own
while it is down."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import unittest

from tools import TIMEOUT

HOST = "127.0.0.1"
PROGRAM = "xapian-tcpsrv"


def need_tcpsrv():
    """Skips the test where the program is missing."""
    if shutil.which(PROGRAM) is None:
        raise unittest.SkipTest(f"{PROGRAM} is not installed (xapian-tools)")


class ShardServer:
    """xapian-tcpsrv of a database, read-only; close() it with the test."""

    def __init__(self, database):
        need_tcpsrv()
        self.database = str(database)
        self.process = None
        # Bound and never listening: nobody else is given the port, and the
        # server, which takes addresses in use as well, can have it again.
        self.holder = socket.socket()
        self.holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.holder.bind((HOST, 0))
        self.port = self.holder.getsockname()[1]
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    @property
    def location(self):
        """As --db takes it."""
        return f"tcp:{HOST}:{self.port}"

    def start(self):
        """Returns when it greets whoever connects."""
        end = time.monotonic() + TIMEOUT
        self.launch()
        while not self.greets():
            if time.monotonic() > end:
                raise AssertionError(f"{PROGRAM} does not serve "
                                     f"{self.database}")
            if self.process.poll() is not None:
                # What was killed may have the port for a moment longer.
                self.launch()
            time.sleep(0.01)

    def launch(self):
        # It forks for each connection: a session holds them all.
        self.process = subprocess.Popen(
            [PROGRAM, "--quiet", "--interface", HOST, "--port", str(self.port),
             self.database], start_new_session=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def greets(self):
        with contextlib.suppress(OSError):
            with socket.create_connection((HOST, self.port), TIMEOUT) as client:
                return client.recv(1) != b""
        return False

    def send(self, number):
        """A signal to the server and all that it has forked."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def kill(self):
        """Ends it at once, with all its connections; start() begins anew."""
        if self.process is None:
            return
        self.send(signal.SIGKILL)
        self.process.wait(TIMEOUT)
        self.process = None

    def pause(self):
        """From now on it is silent, though connections are still accepted."""
        self.send(signal.SIGSTOP)

    def resume(self):
        self.send(signal.SIGCONT)

    def close(self):
        self.kill()
        self.holder.close()


__all__ = ["PROGRAM", "ShardServer", "need_tcpsrv"]
