#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SQLite's FTS5 as its users run it, for compare.py: one transaction, Porter's
stems; a query is the OR of its words by bm25, the first ten rows whole.

    fts5.py index PASSAGES DB
    fts5.py ask DB QUERIES ROUNDS THREADS
    fts5.py once DB QUERY
"""

import json
import re
import sqlite3
import statistics
import sys
import threading
import time

HITS = 10
SELECT = "SELECT id, title, text FROM passages(?) ORDER BY rank LIMIT ?"


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def index(passages, path):
    db = sqlite3.connect(path)
    db.execute("CREATE VIRTUAL TABLE passages USING fts5("
               "id UNINDEXED, title, text, tokenize = 'porter unicode61')")
    db.executemany("INSERT INTO passages VALUES (?, ?, ?)",
                   ((row["_id"], row["title"], row["text"])
                    for row in rows(passages)))
    db.commit()
    print(db.execute("SELECT count(*) FROM passages").fetchone()[0])
    db.close()


def ask(db, query):
    words = re.findall(r"\w+", query)
    match = " OR ".join(f'"{word}"' for word in words)
    return len(db.execute(SELECT, (match, HITS)).fetchall())


def timed(db, query):
    started = time.perf_counter()
    ask(db, query)
    return (time.perf_counter() - started) * 1e3


def per_second(path, queries, rounds, threads):
    """SQLite lets go of Python's lock while it works."""
    def work(first):
        db = sqlite3.connect(path)
        for _ in range(rounds):
            for query in queries[first::threads]:
                ask(db, query)
        db.close()

    running = [threading.Thread(target=work, args=[i]) for i in range(threads)]
    started = time.perf_counter()
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return len(queries) * rounds / (time.perf_counter() - started)


def ask_file(path, queries_path, rounds, threads):
    queries = [row["text"] for row in rows(queries_path)]
    db = sqlite3.connect(path)
    hits = sum(ask(db, query) for query in queries)
    taken = [[timed(db, query) for query in queries] for _ in range(rounds)]
    ms = [statistics.median_low(times) for times in zip(*taken)]
    print(json.dumps({"ms": ms, "hits": hits, "per_second": per_second(
        path, queries, rounds, threads)}))


def main(words):
    if len(words) == 3 and words[0] == "index":
        index(*words[1:])
    elif len(words) == 5 and words[0] == "ask":
        ask_file(words[1], words[2], int(words[3]), int(words[4]))
    elif len(words) == 3 and words[0] == "once":
        print(ask(sqlite3.connect(words[1]), words[2]))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
