# SPDX-License-Identifier: GPL-3.0-or-later
"""The measurements of compare.py, one function a group of rows. Each gives back
a plain dictionary that results.py makes tables of, and interleaves the engines
within a run, so that what slows the machine slows all."""

import dataclasses
import json
import math
import shutil
import subprocess

import inputs
from running import Failure, disk_bytes, run, start_ms, warm

THREADS = 2  # of the queries a second
STARTS = 20  # processes a run


def remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def in_turn(engines, round_number):
    """Another one first in each round."""
    first = round_number % len(engines)
    return engines[first:] + engines[:first]


def took(done):
    return {"seconds": done.seconds, "cpu": done.cpu, "peak_mb": done.peak_mb}


def percentile(values, share):
    """The value that a share of the values is not above."""
    return sorted(values)[max(1, math.ceil(share * len(values))) - 1]


def counted(out):
    """How many passages a text engine says it holds."""
    told = json.loads(out)
    return told if isinstance(told, int) else told["passages"]["total"]


def documents(db):
    """Of any Xapian database; None without xapian-delve."""
    if not shutil.which("xapian-delve"):
        return None
    told = subprocess.run(["xapian-delve", db], capture_output=True, text=True,
                          check=True).stdout
    return int(told.split("number of documents = ")[1].split()[0])


@dataclasses.dataclass
class Bench:
    """What all measurements need."""

    work: object  # a folder of our own, a pathlib.Path
    runs: int
    text_engines: list
    html_engines: list  # ibid is the first of both
    tell: object  # called with a line of progress

    @property
    def ibid(self):
        return self.text_engines[0]

    def db(self, engine, label):
        return self.work / f"{engine.name.replace(' ', '-')}-{label}.db"


def measure_html(bench, folder, pages, html_bytes):
    """Files to a database. ibid's stays, as html_db."""
    warm(folder)
    rounds = []
    for number in range(bench.runs):
        taken = {}
        for engine in in_turn(bench.html_engines, number):
            db = bench.db(engine, "html")
            remove(db)
            taken[engine.name] = took(run(engine.index_html(folder, db)))
            bench.tell(f"html {number + 1}: {engine.name} "
                       f"{taken[engine.name]['seconds']:.1f} s")
        rounds.append(taken)
    dbs = {e.name: bench.db(e, "html") for e in bench.html_engines}
    result = {
        "pages": pages, "html_bytes": html_bytes, "runs": rounds,
        "bytes": {name: disk_bytes(db) for name, db in dbs.items()},
        "documents": {name: documents(db / "xapiandb" if name == "Recoll"
                                      else db) for name, db in dbs.items()}}
    for engine in bench.html_engines[1:]:
        remove(bench.db(engine, "html"))
    return result


def forget_pages(bench):
    """What was made of pages that may be others by now."""
    remove(bench.db(bench.ibid, "html"))
    remove(bench.work / "passages.jsonl")


def html_db(bench, folder):
    """ibid's database of the pages, made where it is missing."""
    db = bench.db(bench.ibid, "html")
    if not db.exists():
        bench.tell("indexing the pages, to have their passages")
        run(bench.ibid.index_html(folder, db))
    return db


def export_passages(bench, folder):
    """All passages of the pages as JSON lines; made where they are missing."""
    path = bench.work / "passages.jsonl"
    if not path.exists():
        with open(path, "wb") as out:
            subprocess.run([bench.ibid.export, html_db(bench, folder)],
                           stdout=out, check=True)
    return path


def measure_updates(bench, folder):
    """A run with nothing changed, beside find; one with one file changed."""
    db = html_db(bench, folder)
    file = max(folder.rglob("*.html"), key=lambda p: (p.stat().st_size < 50_000,
                                                      p.stat().st_size, p))
    find = ["find", folder, "-type", "f", "-printf", "%T@ %s %p\\n"]
    before = file.read_bytes()
    run(bench.ibid.update(db))
    rounds = []
    try:
        for number in range(bench.runs):
            taken = {"find": run(find).seconds}
            same = run(bench.ibid.update(db))
            file.write_bytes(before + b"<p>Added in round %d.</p>" % number)
            changed = run(bench.ibid.update(db))
            if json.loads(changed.out)["articles"]["changed"] != 1:
                raise Failure(f"not one article changed: {changed.out}")
            taken.update(same=same.seconds, changed=changed.seconds)
            rounds.append(taken)
            run(bench.ibid.update(db))  # settles what was written just now
    finally:
        file.write_bytes(before)
        run(bench.ibid.update(db))
    bench.tell(f"updates: {rounds[-1]}")
    return {"files": sum(1 for p in folder.rglob("*") if p.is_file()),
            "runs": rounds}


def ask(bench, engine, db, queries):
    """Percentiles of the times of each kind of query, and how many a second."""
    result = {}
    for kind, path in queries.items():
        told = json.loads(run(engine.ask(db, path, THREADS)).out)
        result[kind] = {"p50": percentile(told["ms"], .5),
                        "p95": percentile(told["ms"], .95),
                        "p99": percentile(told["ms"], .99),
                        "per_second": told["per_second"],
                        "hits": told["hits"]}
    bench.tell(f"  asked {engine.name}: " + ", ".join(
        f"{kind} p50 {told['p50']:.2f} ms" for kind, told in result.items()))
    return result


def index_text(bench, passages, count, number, label):
    taken = {}
    for engine in in_turn(bench.text_engines, number):
        db = bench.db(engine, label)
        remove(db)
        done = run(engine.index(passages, db))
        if counted(done.out) != count:
            raise Failure(f"{engine.name} holds {counted(done.out)} passages "
                          f"instead of {count}")
        taken[engine.name] = took(done)
        bench.tell(f"text {count}: {engine.name} {done.seconds:.1f} s")
    return taken


def measure_text(bench, passages, size, runs, queries):
    """Passages to databases, and queries to them. runs: of both, in order."""
    label = f"text{size}"
    part = bench.work / f"{label}.jsonl"
    count, text_bytes, title_bytes = inputs.take_passages(passages, size, part)
    index_runs, ask_runs = runs
    built = [index_text(bench, part, count, number, label)
             for number in range(index_runs)]
    asked = [{engine.name: ask(bench, engine, bench.db(engine, label), queries)
              for engine in in_turn(bench.text_engines, number)
              if number == 0 or not engine.is_slow}
             for number in range(ask_runs)]
    dbs = {e.name: bench.db(e, label) for e in bench.text_engines}
    result = {"passages": count, "text_bytes": text_bytes,
              "title_bytes": title_bytes, "runs": built,
              "bytes": {name: disk_bytes(db) for name, db in dbs.items()},
              "asked": asked}
    for path in (*dbs.values(), part):
        remove(path)
    return result


def measure_start(bench, corpus):
    """Whole processes that answer one question about the articles that come
    with ibid, beside one that does nothing."""
    query = "which companies use rust"
    source = bench.db(bench.ibid, "corpus")
    remove(source)
    run([*bench.ibid.index_html(corpus, source), "--exclude", "README.md"])
    part = bench.work / "corpus.jsonl"
    with open(part, "wb") as out:
        subprocess.run([bench.ibid.export, source], stdout=out, check=True)
    commands = {"(true)": ["true"], "ibid": bench.ibid.once(source, query)}
    for engine in bench.text_engines[1:]:
        db = bench.db(engine, "corpus")
        remove(db)
        run(engine.index(part, db))
        commands[engine.name] = engine.once(db, query)
    rounds = []
    for _ in range(bench.runs):
        times = {name: [] for name in commands}
        for _ in range(STARTS):
            for name, command in commands.items():
                times[name].append(start_ms(command))
        rounds.append({name: percentile(ms, .5) for name, ms in times.items()})
    bench.tell(f"start: {rounds[-1]}")
    return {"runs": rounds}
