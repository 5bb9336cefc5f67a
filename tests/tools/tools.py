# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ibid-indexer and ibid-searcher as a user would.

IBID_BIN names the folder with both programs. A Sandbox is a user of its own:
home, configuration, database and files in one temporary folder.
"""

import dataclasses
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import unittest

BIN = pathlib.Path(os.environ.get("IBID_BIN", "build/release")).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT = 120  # seconds; a program that hangs fails its test

# Taken over from the environment of the tests; nothing else is.
_PASSED_ON = ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS",
              "UBSAN_OPTIONS")


def is_sanitized():
    """Whether the programs reserve address space for a sanitizer."""
    program = (BIN / "ibid-indexer").read_bytes()
    return b"__asan_init" in program or b"__tsan_init" in program


@dataclasses.dataclass
class Result:
    code: int
    out: bytes
    err: bytes

    @property
    def errors(self):
        """The lines of stderr."""
        return self.err.decode("utf-8", "replace").splitlines()

    def json(self):
        """The one object that stands on stdout, and nothing beside it."""
        lines = self.out.decode("utf-8").splitlines()
        if len(lines) != 1:
            raise AssertionError(f"not one line of JSON: {self}")
        return json.loads(lines[0])

    def json_lines(self):
        return [json.loads(x) for x in self.out.decode("utf-8").splitlines()]


class Sandbox:
    def __init__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="ibid-test-")
        self.top = pathlib.Path(self._temporary.name).resolve()
        self.files = self.top / "files"
        self.db = self.top / "db"
        self.bin = BIN
        self.files.mkdir()
        self.env = {k: os.environ[k] for k in _PASSED_ON if k in os.environ}
        self.env.update(HOME=str(self.top / "home"), LANG="C.UTF-8",
                        IBID_DB=str(self.db))

    def close(self):
        self._temporary.cleanup()

    def write(self, name, content):
        """Writes a file below `files`; text is encoded as UTF-8."""
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode("utf-8")
        path.write_bytes(content)
        return path

    def write_config(self, content):
        path = self.top / "home/.config/ibid/config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    def run(self, program, *args, expect=None, stdin=b"", env=None, **popen):
        """Runs a program of IBID_BIN in the folder `files`; expect: its exit
        code, where the test is about something else."""
        command = [str(self.bin / program), *(str_or_bytes(a) for a in args)]
        popen.setdefault("cwd", self.files)
        done = subprocess.run(command, input=stdin, capture_output=True,
                              env={**self.env, **(env or {})},
                              timeout=TIMEOUT, check=False, **popen)
        result = Result(done.returncode, done.stdout, done.stderr)
        if expect is not None and result.code != expect:
            raise AssertionError(
                f"exit {result.code}, not {expect}: {command}\n"
                f"{result.out[-2000:]}\n{result.err[-2000:]}")
        return result

    def start(self, program, *args, **popen):
        """A program that runs on beside the test."""
        command = [str(self.bin / program), *map(str, args)]
        popen = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **popen}
        return subprocess.Popen(command, cwd=self.files, env=self.env, **popen)

    def without_rights(self):
        """What makes run() run as a user who may not read and write all; for
        root that is nobody."""
        if os.geteuid() != 0:
            return {}
        nobody = pwd.getpwnam("nobody")
        self.top.chmod(0o755)
        self.bin = self.top / "bin"
        shutil.copytree(BIN, self.bin, dirs_exist_ok=True,
                        ignore=lambda folder, names: [
                            n for n in names if not n.startswith("ibid-")])
        more = {"user": nobody.pw_uid, "group": nobody.pw_gid,
                "extra_groups": []}
        try:
            self.run("ibid-indexer", "--version", expect=0, **more)
        except PermissionError as e:
            raise unittest.SkipTest(f"root cannot run as nobody: {e}") from e
        return more

    def index(self, *args, expect=0, **more):
        """The report of ibid-indexer --json."""
        return self.run("ibid-indexer", "--json", *args, expect=expect,
                        **more).json()

    def search(self, *args, expect=0, **more):
        """The answer of ibid-searcher --json."""
        return self.run("ibid-searcher", "--json", *args, expect=expect,
                        **more).json()

    def passages(self, db=None):
        """All passages of the database, as hits, in the order of their ids."""
        where = ["--db", db] if db else []
        result = self.run("ibid-searcher", "--json", "-n", "10000", *where,
                          "path:**").json()
        return sorted(result["hits"], key=passage_order)


def passage_order(hit):
    article, number = hit["id"].rsplit("#", 1)
    return article, int(number)


def str_or_bytes(value):
    return value if isinstance(value, bytes) else str(value)


def place_name(hit):
    """ARTICLE-ID:HEADING, where the heading is the related question or "Quick
    Answer" in such passages, and empty where there is none."""
    if hit["kind"] == "quick_answer":
        last = "Quick Answer"
    else:
        last = hit["question"] or (hit["section"] or [""])[-1]
    return f"{hit['article']['id']}:{last}"


def xapian(tool, *args, check=True):
    """Stdout of one of Xapian's own programs."""
    if shutil.which(tool) is None:
        raise unittest.SkipTest(f"{tool} is not installed (xapian-tools)")
    done = subprocess.run([tool, *map(str, args)], capture_output=True,
                          timeout=TIMEOUT, check=False)
    if check and done.returncode != 0:
        raise AssertionError(f"{tool}: {done.stdout!r} {done.stderr!r}")
    return done.stdout.decode("utf-8", "replace")


class ToolTest(unittest.TestCase):
    """A test with a sandbox of its own."""

    def setUp(self):
        self.box = Sandbox()
        self.addCleanup(self.box.close)

    def check_exact(self, hit):
        """The passage is the bytes of its span, and its line is theirs."""
        source = pathlib.Path(hit["article"]["path"]).read_bytes()
        span = source[hit["start"]:hit["end"]]
        self.assertTrue(hit["exact"], hit["id"])
        self.assertEqual(span, hit["text"].encode("utf-8"), hit["id"])
        line = source[:hit["start"]].count(b"\n") + 1
        self.assertEqual(hit["line"], line, hit["id"])


class SharedToolTest(unittest.TestCase):
    """Tests that only read: one sandbox for all, filled by fill(box)."""

    @classmethod
    def setUpClass(cls):
        cls.box = Sandbox()
        cls.addClassCleanup(cls.box.close)
        cls.fill(cls.box)

    @classmethod
    def fill(cls, box):
        raise NotImplementedError
