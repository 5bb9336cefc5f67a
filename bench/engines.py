# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines that compare.py measures: with which commands each is run. Where
one is absent, missing() says what of it."""

import importlib.util
import pathlib
import shutil
import sys

from running import run

HERE = pathlib.Path(__file__).resolve().parent
JARS = pathlib.Path("/usr/share/java")
LUCENE_JARS = ("lucene-core", "lucene-analyzers-common", "lucene-queryparser")


class TextEngine:
    """Takes passages from JSON lines. index() prints how many it holds, ask()
    the object that query_latency --json prints."""

    name = ""
    rounds = 5  # over the queries, on one thread
    is_slow = False  # asked in the first of several runs alone

    def missing(self):
        """None: all is there."""

    def index(self, passages, db):
        raise NotImplementedError

    def ask(self, db, queries, threads):
        raise NotImplementedError

    def once(self, db, query):
        """A process that answers one query."""
        raise NotImplementedError


class Ibid(TextEngine):
    name = "ibid"

    def __init__(self, programs):
        self._indexer = programs / "ibid-indexer"
        self._searcher = programs / "ibid-searcher"
        self._latency = programs / "bench/query_latency"
        self.export = programs / "bench/export_passages"

    def missing(self):
        for program in (self._indexer, self._searcher, self._latency,
                        self.export):
            if not program.exists():
                return f"no {program.name} (cmake -D IBID_BENCH=ON)"
        return None

    def index(self, passages, db):
        return [self._indexer, "--json", "--db", db, "--format", "jsonl",
                passages]

    def index_html(self, folder, db):
        return [self._indexer, "--json", "--db", db, folder]

    def update(self, db):
        return [self._indexer, "--json", "--db", db]

    def ask(self, db, queries, threads):
        return [self._latency, "--json", db, queries, self.rounds, threads]

    def once(self, db, query):
        return [self._searcher, "--db", db, query]


class PlainXapian(TextEngine):
    name = "plain Xapian"

    def __init__(self, programs):
        self._program = programs / "bench/plain_xapian"

    def missing(self):
        return None if self._program.exists() else "not built"

    def index(self, passages, db):
        return [self._program, "index", passages, db]

    def ask(self, db, queries, threads):
        return [self._program, "ask", db, queries, self.rounds, threads]

    def once(self, db, query):
        return [self._program, "once", db, query]


class Lucene(TextEngine):
    name = "Lucene 8"

    def __init__(self, work):
        self._classes = work / "classes"
        self._compiled = False

    @staticmethod
    def _jars():
        found = [sorted(JARS.glob(f"{jar}-8.*.jar")) for jar in LUCENE_JARS]
        return [jars[-1] for jars in found if jars]

    def missing(self):
        if len(self._jars()) < len(LUCENE_JARS):
            return "no jars (liblucene8-java)"
        if not shutil.which("javac"):
            return "no javac (default-jdk-headless)"
        return None

    def _java(self, *words):
        if not self._compiled:
            self._classes.mkdir(parents=True, exist_ok=True)
            run(["javac", "-cp", self._path(), "-d", self._classes,
                 HERE / "peers/LucenePeer.java"])
            self._compiled = True
        return ["java", "-cp", self._path(), "LucenePeer", *words]

    def _path(self):
        return ":".join(map(str, [*self._jars(), self._classes]))

    def index(self, passages, db):
        return self._java("index", passages, db)

    def ask(self, db, queries, threads):
        return self._java("ask", db, queries, self.rounds, threads)

    def once(self, db, query):
        return self._java("once", db, query)


class Fts5(TextEngine):
    name = "SQLite FTS5"
    rounds = 1
    is_slow = True

    def missing(self):
        if importlib.util.find_spec("sqlite3") is None:
            return "no sqlite3 in Python"
        return None

    @staticmethod
    def _script(*words):
        return [sys.executable, HERE / "peers/fts5.py", *words]

    def index(self, passages, db):
        return self._script("index", passages, db)

    def ask(self, db, queries, threads):
        return self._script("ask", db, queries, self.rounds, threads)

    def once(self, db, query):
        return self._script("once", db, query)


class Omindex:
    """One document a page, no passages."""

    name = "omindex"

    def missing(self):
        return None if shutil.which("omindex") else "xapian-omega"

    def index_html(self, folder, db):
        return ["omindex", "--db", db, "--url", "/", folder]


class Recoll:
    """One document a page. It steps back behind all other processes by itself,
    which would say nothing of its speed: not here."""

    name = "Recoll"

    def missing(self):
        return None if shutil.which("recollindex") else "recollcmd"

    def index_html(self, folder, db):
        """db: its configuration folder, with the database below."""
        db.mkdir(parents=True)
        (db / "recoll.conf").write_text(
            f"topdirs = {folder}\nindexstemminglanguages = english\n"
            "idxniceprio = 0\nmonioniceclass = 2\n", "utf-8")
        return ["recollindex", "-c", db]
