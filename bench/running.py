# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs programs for compare.py and says what they took."""

import dataclasses
import os
import pathlib
import subprocess
import tempfile
import time

NULL = os.open(os.devnull, os.O_RDWR)


class Failure(Exception):
    """Ends compare.py with a message."""


@dataclasses.dataclass
class Run:
    seconds: float  # on the clock
    cpu: float  # seconds, all threads and children
    peak_mb: float  # resident; of the largest process. Not below our own
    out: str


def run(command, env=None):
    """A whole run of a program. Raises Failure where it fails. What earlier
    runs left to write is written first, so that this one does not wait for
    it."""
    command = [str(word) for word in command]
    os.sync()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        try:
            process = subprocess.Popen(
                command, stdin=NULL, stdout=out, stderr=errors,
                env={**os.environ, **(env or {})})
        except OSError as e:
            raise Failure(f"cannot run {command[0]}: {e}") from e
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            tail = errors.read()[-2000:].decode("utf-8", "replace")
            raise Failure(f"{' '.join(command)}: exit {process.returncode}\n"
                          f"{tail}")
        out.seek(0)
        return Run(seconds, usage.ru_utime + usage.ru_stime,
                   usage.ru_maxrss / 1024, out.read().decode("utf-8"))


def start_ms(command, expect=(0,)):
    """Milliseconds from the start of a process to its end."""
    command = [str(word) for word in command]
    actions = [(os.POSIX_SPAWN_DUP2, NULL, fd) for fd in (0, 1, 2)]
    started = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ,
                          file_actions=actions)
    _, status = os.waitpid(pid, 0)
    taken = (time.perf_counter() - started) * 1e3
    if os.waitstatus_to_exitcode(status) not in expect:
        raise Failure(f"{' '.join(command)}: failed")
    return taken


def disk_bytes(path):
    """Of a file, or of all below a folder."""
    path = pathlib.Path(path)
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(f.stat().st_size for f in files if f.is_file())


def warm(path):
    """Reads all below a folder, so that it lies in the page cache."""
    files = path.rglob("*") if path.is_dir() else [path]
    for file in files:
        if file.is_file():
            with open(file, "rb") as source:
                while source.read(1 << 20):
                    pass
