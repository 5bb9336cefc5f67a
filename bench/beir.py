# SPDX-License-Identifier: GPL-3.0-or-later
"""What relevance.py measures with: collections on disk, and the two programs
that index and ask them."""

import contextlib
import dataclasses
import json
import pathlib
import subprocess
import tempfile

DEPTH = 100  # articles a query in a run
TIMEOUT = 3600  # seconds that one run of a program may take


class Failure(Exception):
    """Ends the program with a message and an exit code."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


@dataclasses.dataclass
class Collection:
    name: str
    folder: pathlib.Path
    queries: list  # their ids, in order
    grades: dict  # query id -> {article id: grade}
    gold: dict  # query id -> strings of which an answer holds one

    @property
    def corpus(self):
        return self.folder / "corpus.jsonl"

    def relevant(self, query):
        grades = self.grades.get(query, {})
        return {article for article, grade in grades.items() if grade > 0}


def read_rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_collection(folder):
    grades = {}
    with open(folder / "qrels.tsv", encoding="utf-8") as lines:
        next(lines)  # the names of the columns
        for line in lines:
            query, article, grade = line.rstrip("\n").split("\t")
            grades.setdefault(query, {})[article] = int(grade)
    gold = {}
    if (folder / "answers.jsonl").exists():
        gold = {row["_id"]: row["answers"]
                for row in read_rows(folder / "answers.jsonl")}
    queries = [row["_id"] for row in read_rows(folder / "queries.jsonl")]
    return Collection(folder.name, folder, queries, grades, gold)


def read_collections(data, names):
    known = sorted(p.parent.name for p in data.glob("*/qrels.tsv"))
    for name in names:
        if name not in known:
            raise Failure(2, f"no collection {name} in {data}; there are: "
                             f"{' '.join(known) or 'none'}")
    return [read_collection(data / name) for name in names or known]


def read_baselines(data):
    """Collection to the nDCG@10 of Lucene and of the recipe."""
    baselines = {}
    with contextlib.suppress(FileNotFoundError):
        for line in (data / "baselines.tsv").read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                name, *values = line.split()
                baselines[name] = tuple(map(float, values))
    return baselines


class Programs:
    """ibid-indexer and ibid-searcher of one build, on one database."""

    def __init__(self, folder, db):
        self._folder, self._db = folder, db

    def _run(self, program, *arguments):
        command = [str(self._folder / program), "--db", str(self._db),
                   *map(str, arguments)]
        try:
            done = subprocess.run(command, capture_output=True, check=False,
                                  timeout=TIMEOUT)
        except (OSError, subprocess.TimeoutExpired) as e:
            raise Failure(2, f"cannot run {command[0]}: {e}") from e
        if done.returncode not in (0, 1):
            raise Failure(2, f"{' '.join(command)}: exit {done.returncode}\n"
                             f"{done.stderr.decode('utf-8', 'replace')}")
        return done.stdout

    def index(self, corpus):
        self._run("ibid-indexer", "--quiet", "--format", "jsonl", corpus)

    def trec(self, collection):
        """The bytes of a TREC run."""
        return self._run("ibid-searcher", "--batch",
                         collection.folder / "queries.jsonl", "--output",
                         "trec", "-n", DEPTH)

    def answers(self, collection, hits):
        """One answer object a query."""
        out = self._run("ibid-searcher", "--batch",
                        collection.folder / "queries.jsonl", "--output",
                        "jsonl", "-n", hits)
        answers = [json.loads(x) for x in out.decode("utf-8").split("\n") if x]
        if len(answers) != len(collection.queries):
            raise Failure(2, f"{collection.name}: {len(answers)} objects for "
                             f"{len(collection.queries)} queries")
        return answers


def parse_run(name, run):
    """Query id to article ids, best first."""
    ranked = {}
    for line in run.decode("utf-8").split("\n"):
        if not line:
            continue
        query, _, article, *_ = line.split(" ")
        articles = ranked.setdefault(query, {})
        if article in articles:
            raise Failure(1, f"{name}: query {query} lists {article} twice")
        articles[article] = True
    return {query: list(articles) for query, articles in ranked.items()}


@contextlib.contextmanager
def database(programs):
    """The Programs of a folder, with a new database that goes at the end."""
    with tempfile.TemporaryDirectory(prefix="ibid-bench-") as folder:
        yield Programs(programs, pathlib.Path(folder, "db"))
