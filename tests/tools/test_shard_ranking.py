# SPDX-License-Identifier: GPL-3.0-or-later
"""A database in shards, local or remote, answers as one that is whole: the same
passages in the same order, scores to 1e-9, snippets, answers and corrections.

Over corpus/ always; over the test collections of shared/relevance where they
are, 40 queries of each, all with IBID_QUERIES=all. Not compared: how many
matches there are where that is an estimate, and how long it took."""

import json
import os
import unittest

from shard_servers import ShardServer, need_tcpsrv
from tools import ROOT, SharedToolTest, is_sanitized

SHARED = ROOT.parent / "shared" / "relevance"
SHARDS = (1, 2, 5)
# On a machine that is busy no shard is taken to be away.
PATIENT = ("--shard-timeout", "60000")

# Beside a query, what else is asked for.
SEARCHES = [
    ("how does ownership work",),
    ("What is Rust used for?",),
    ("ownersihp of a valeu",),            # corrected
    ("borow* NOT thread",),
    ('"memory safety" garbage',),
    ("zzyzx",),                           # nothing
    ("when was rust released", "-n", "3", "--offset", "2"),
    ("rust", "--per-article", "1"),
    ("rust", "--kind", "question", "-n", "20"),
    ("rust", "--sort", "date", "-n", "20"),
    ("rust", "--after", "2026-01-01", "--lang", "en"),
    ("rust language", "--path", "*rust*"),
    ("path:*used* rust",),
    ("rust", "--explain"),
    ("--like", "what-is-rust-used-for.txt"),
    ("--like", "what-is-rust-used-for.txt#2", "--path", "**"),
]


def without_estimates(a, b):
    """Both answers without what may differ."""
    counted = a["total"]["exact"] and b["total"]["exact"]
    left_out = {"took_ms"} if counted else {"took_ms", "total"}
    return [{k: v for k, v in answer.items() if k not in left_out}
            for answer in (a, b)]


def differences(a, b, place=""):
    """Where two values differ; numbers by more than 1e-9."""
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return [d for key in a for d in differences(a[key], b[key],
                                                    f"{place}.{key}")]
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [d for i, (x, y) in enumerate(zip(a, b))
                for d in differences(x, y, f"{place}[{i}]")]
    if isinstance(a, float) and isinstance(b, float):
        # Rounding to 1e-9 may turn the last bit of a double into one step.
        return [] if abs(a - b) < 1.5e-9 else [(place, a, b)]
    return [] if a == b else [(place, a, b)]


class ShardRanking(SharedToolTest):
    @classmethod
    def fill(cls, box):
        cls.servers = []
        cls.addClassCleanup(lambda: [s.close() for s in cls.servers])
        cls.index("corpus", ROOT / "corpus")

    @classmethod
    def index(cls, name, source, counts=SHARDS):
        """Whole, and in shards: NAME-0, NAME-1, NAME-2, NAME-5."""
        box = cls.box
        box.run("ibid-indexer", "-q", "--db", box.top / f"{name}-0", source,
                expect=0)
        for count in counts:
            box.run("ibid-indexer", "-q", "--db", box.top / f"{name}-{count}",
                    "--shards", count, source, expect=0)

    def remote(self, name, count):
        """A stub of servers of the shards of a database."""
        folder = self.box.top / f"{name}-{count}"
        shards = sorted(folder.glob("shard-*")) or [folder]
        servers = [ShardServer(shard) for shard in shards]
        self.servers.extend(servers)
        stub = self.box.top / f"{name}-{count}.stub"
        stub.write_text("".join(f"remote 127.0.0.1:{s.port}\n"
                                for s in servers))
        return stub

    def databases(self, name, counts=SHARDS):
        for count in counts:
            yield f"{count} local", self.box.top / f"{name}-{count}"
        for count in counts:
            yield f"{count} remote", self.remote(name, count)

    def check(self, expected, found, what):
        for a, b in zip(expected, found, strict=True):
            self.assertEqual(differences(*without_estimates(a, b)), [],
                             f"{what}: {a['query']}")

    def test_searches_of_all_kinds(self):
        need_tcpsrv()
        def ask(db):
            return [self.box.run("ibid-searcher", "--json", "--db", db,
                                 *PATIENT, *search).json()
                    for search in SEARCHES]
        for what, db in self.databases("corpus"):
            with self.subTest(what):
                self.check(ask(self.box.top / "corpus-0"), ask(db), what)

    def batch(self, db, queries):
        done = self.box.run("ibid-searcher", "--db", db, *PATIENT,
                            "--batch", "-", "--output", "jsonl", "-n", "10",
                            stdin=queries)
        self.assertNotEqual(done.code, 2, done.err)
        return done.json_lines()

    def check_collection(self, name, queries, counts=SHARDS):
        # Of many words each, whose weight is of all of them together.
        queries += b'{"_id": "wild", "text": "re* co* th*"}\n'
        expected = self.batch(self.box.top / f"{name}-0", queries)
        for what, db in self.databases(name, counts):
            with self.subTest(collection=name, shards=what):
                self.check(expected, self.batch(db, queries), f"{name}, {what}")

    def test_own_questions(self):
        need_tcpsrv()
        lines = (ROOT / "tests/relevance/questions.tsv").read_text("utf-8")
        texts = [line.split("\t")[1] for line in lines.splitlines()
                 if line and not line.startswith("#")]
        queries = "".join(json.dumps({"_id": str(i), "text": text}) + "\n"
                          for i, text in enumerate(texts))
        self.check_collection("corpus", queries.encode())

    def test_collections(self):
        need_tcpsrv()
        if not SHARED.is_dir():
            self.skipTest(f"no test collections in {SHARED}")
        if is_sanitized():
            self.skipTest("too long for programs with sanitizers")
        for folder in sorted(SHARED.iterdir()):
            if not folder.is_dir():
                continue
            queries = (folder / "queries.jsonl").read_bytes().splitlines(True)
            if os.environ.get("IBID_QUERIES") != "all":
                queries = queries[::max(1, len(queries) // 8)]
            counts = SHARDS[1:]
            self.index(folder.name, folder / "corpus.jsonl", counts)
            self.check_collection(folder.name, b"".join(queries), counts)


if __name__ == "__main__":
    unittest.main()
