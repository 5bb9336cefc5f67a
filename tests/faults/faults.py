# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of faults share: articles that change, the preload library,
and what a database must hold afterwards.

IBID_FAULT_LIBRARY names the preload library. IBID_FAULT_ROUNDS is how often
each test tries, or "full" for the figures that ibid promises; IBID_FAULT_SEED
where the random choices begin. Both are printed.
"""

import json
import os
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent /
                       "tools"))

# pylint: disable=wrong-import-position
from tools import TIMEOUT, ToolTest, xapian  # noqa: E402

try:
    import xapian as bindings
except ImportError as e:
    raise SystemExit(f"{e}: install python3-xapian") from e

LIBRARY = pathlib.Path(os.environ.get(
    "IBID_FAULT_LIBRARY", "build/release/tests/libibid_faults.so")).resolve()
SEED = int(os.environ.get("IBID_FAULT_SEED", "1"))
WORDS = [f"word{n}" for n in range(300)]
QUERIES = ("path:**", "word1 word2 word3", "word10 OR word20 OR word30",
           "what is word7 for", '"word5 word6"', "word4*", "head -word8",
           "title", "+word9 word11")


def rounds(few, all_of_them):
    """How often to try: `few` in CI."""
    wanted = os.environ.get("IBID_FAULT_ROUNDS", "")
    count = int(wanted) if wanted.isdigit() else few
    return all_of_them if wanted == "full" else count


def tell(text):
    """A figure, for whoever reads the log."""
    print(f"# {text}", file=sys.stderr, flush=True)


class Desk:
    """A folder of articles that somebody works on. Each is a list of sections,
    and each of these becomes one passage."""

    def __init__(self, folder, seed, count=40):
        self.folder = folder
        self.random = random.Random(seed)
        self.articles = {}
        self.folder.mkdir(parents=True, exist_ok=True)
        for _ in range(count):
            self.add()

    def section(self):
        return " ".join(self.random.choices(WORDS, k=25)) + "."

    def add(self):
        name = f"a{self.random.randrange(10**9):09}.txt"
        self.articles[name] = [self.section()
                               for _ in range(self.random.randint(1, 6))]
        self.save(name)

    def save(self, name):
        sections = "".join(f"Head {n}\n\n{text}\n\n"
                           for n, text in enumerate(self.articles[name]))
        path = self.folder / name
        path.write_text(f"Title of {name}\n\n{sections}", encoding="utf-8")

    def edit(self, name):
        sections = self.articles[name]
        what = self.random.choice(("change", "change", "append", "drop"))
        place = self.random.randrange(len(sections))
        if what == "append":
            sections.insert(place, self.section())
        elif what == "drop" and len(sections) > 1:
            del sections[place]
        else:
            sections[place] = self.section()
        self.save(name)

    def remove(self, name):
        del self.articles[name]
        (self.folder / name).unlink()

    def work(self, share=.4):
        """Edits about this share of the articles, adds and deletes a few."""
        for name in sorted(self.articles):
            if self.random.random() < share:
                if self.random.random() < .1:
                    self.remove(name)
                else:
                    self.edit(name)
        while len(self.articles) < 40 or self.random.random() < .5:
            self.add()

    def state(self):
        return {name: tuple(sections)
                for name, sections in self.articles.items()}


class FaultTest(ToolTest):
    """A desk below files/d, and its database."""

    SMALL = ("--batch-bytes", "3000")

    def setUp(self):
        super().setUp()
        self.desk = Desk(self.box.files / "d", SEED)

    def faulty(self, below=None, **settings):
        """The environment in which calls fail; see fault_plan.h."""
        env = {f"IBID_FAULT_{k.upper()}": str(v) for k, v in settings.items()}
        env["IBID_FAULT_BELOW"] = str(below or self.box.db)
        env["LD_PRELOAD"] = str(LIBRARY)
        return env

    def check_whole(self, *states):
        """The database is sound, and each article is as in one of the
        states."""
        checked = xapian("xapian-check", self.box.db, check=False)
        self.assertIn("No errors found", checked)
        held = held_sections(self.box)
        for name in set(held).union(*states):
            known = held.get(name) in [s.get(name) for s in states]
            self.assertTrue(known, f"{name} is as it never was")

    def check_as_rebuilt(self):
        """The database is what a new one from the same files would be."""
        new = self.box.top / "new-db"
        self.box.index("--rebuild", "--db", new, "d")
        for one, other in zip(answers(self.box, self.box.db),
                              answers(self.box, new)):
            self.assertTrue(one == other, f"other answers to {one['query']}")
        self.assertTrue(logical_dump(self.box.db) == logical_dump(new),
                        "not the same passages as in a rebuilt database")

    def check_one_line(self, result, what=""):
        """An error is told in one line, and is none of ibid's bugs."""
        self.assertEqual(len(result.errors), 1, (what, result))
        self.assertRegex(result.errors[0], r"^ibid-(indexer|searcher): ")
        self.assertNotIn("bug", result.errors[0], what)


def held_sections(box, db=None):
    """The passages that the searcher shows of each article, in order."""
    held = {}
    for hit in box.passages(db):
        held.setdefault(hit["article"]["id"], []).append(hit["text"])
    return {name: tuple(texts) for name, texts in held.items()}


def answers(box, db, queries=QUERIES, expect=0, **more):
    """What the searcher says to queries that reach all passages, with scores;
    without what depends on the clock. expect: its exit; None: any of its own,
    and no answers where it gives none but a line of error."""
    lines = "".join(json.dumps({"_id": str(n), "text": q}) + "\n"
                    for n, q in enumerate(queries))
    result = box.run("ibid-searcher", "--db", db, "-n", "10000", "--batch", "-",
                     stdin=lines.encode(), expect=expect, **more)
    if result.code not in (0, 1, 2):
        raise AssertionError(f"crashed: {result.code} {result.err[-500:]}")
    found = result.json_lines()
    for answer in found:
        for hit in answer.get("hits", ()):
            del hit["stale"]
    return found


def logical_dump(db):
    """All passages with their terms and values, by article. The
    keys of the articles are opaque, so they are left out."""
    opened = bindings.Database(str(db))
    articles = {}
    for posting in opened.postlist(""):
        doc = opened.get_document(posting.docid)
        key, passage = "", []
        for item in doc.termlist():
            term = item.term
            if term.startswith(b"XA"):
                key = term
            elif not term.startswith(b"Q"):
                passage.append((term, item.wdf))
        values = [(v.num, v.value) for v in doc.values() if v.num != 5]
        lines = doc.get_data().split(b"\n")
        articles.setdefault(key, []).append((lines[2:], passage, values))
    records = sum(1 for _ in opened.metadata_keys("A"))
    opened.close()
    return records, sorted(sorted(passages) for passages in articles.values())


def revision(db):
    """The number of the last commit."""
    opened = bindings.Database(str(db))
    found = opened.get_revision()
    opened.close()
    return found
