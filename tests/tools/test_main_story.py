# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job: index a folder, ask it, get the passage and its place; then
edit, forget and index again."""

import json
import os
import pathlib
import unittest

from tools import Sandbox, ToolTest, passage_order, place_name, xapian

TEXT = """What is a posting list

Last updated: April 1, 2026

Quick Answer: A posting list holds the numbers of the documents
that contain a word.

Key Facts

How It Is Stored

The numbers stand in ascending order, so that only the gaps
between them are written. Naïve coding would double the size.

Related Questions

Is a posting list sorted?

Yes, by document number in most engines.

Sources

  1. Wikipedia - Inverted index CC-BY-SA-4.0
  2. A blog about engines
"""

MARKDOWN = """---
title: Skip pointers
date: 2025-12-24
tags: [search, data]
url: https://example.org/skip
---

Before the first heading there is a paragraph.

## Placement

Evenly *spaced* pointers work well, about `sqrt(n)` of them.

```c
skip = next[i];
```

### Costs

- more bytes
- fewer comparisons
"""

HTML = """<!DOCTYPE html>
<html lang="en"><head><title>Compression of gaps</title>
<meta name="description" content="Gaps are small numbers.">
<link rel="canonical" href="https://example.org/gaps">
<script>var hidden = "scriptword";</script></head>
<body><nav>navigationword</nav>
<p>Changed on <time datetime="2026-02-03">3 February</time>.</p>
<h2 id="vbyte">Variable bytes</h2>
<p>Seven bits a byte &amp; one bit to go on.</p>
</body></html>
"""

LINES = [
    {"_id": "bm25", "title": "BM25", "text": "Saturates the frequency.",
     "updated": "2024-05-06", "tags": ["ranking"], "lang": "en",
     "sources": [{"name": "Robertson", "licence": "CC0-1.0"}]},
    {"_id": "tfidf", "text": "Rare words weigh more.\n\nCommon ones less.",
     "questions": [{"question": "Who invented it?",
                    "answer": "Karen Spärck Jones, in 1972."}]},
]


def write_articles(box: Sandbox):
    box.write("notes/posting.txt", TEXT)
    box.write("notes/deep/skip.md", MARKDOWN)
    box.write("notes/gaps.html", HTML)
    lines = [json.dumps(x, ensure_ascii=False) for x in LINES]
    box.write("weights.jsonl", "\n".join(lines) + "\n")


class MainStory(ToolTest):
    def setUp(self):
        super().setUp()
        write_articles(self.box)
        self.report = self.box.index("notes", "weights.jsonl")

    def hits(self, article):
        hits = [h for h in self.box.passages() if h["article"]["id"] == article]
        self.assertTrue(hits, article)
        return hits

    def one(self, *query):
        return self.box.search("-n", "1", *query)["hits"][0]

    def test_the_report_counts_articles_and_passages(self):
        self.assertEqual(self.report["articles"],
                         {"added": 5, "changed": 0, "moved": 0, "removed": 0,
                          "kept": 0, "failed": 0, "skipped": 0, "total": 5})
        passages = self.report["passages"]
        self.assertEqual(passages["written"], len(self.box.passages()))
        self.assertEqual(passages["total"], passages["written"])
        self.assertEqual(passages["removed"], 0)
        self.assertEqual(self.report["failures"], [])
        self.assertGreaterEqual(self.report["seconds"], 0)
        self.assertEqual(self.report["format"], 1)

    def test_a_text_gives_each_of_its_parts_with_its_place(self):
        hits = self.hits("posting.txt")
        self.assertEqual(
            [(h["kind"], h["section"], h["question"]) for h in hits],
            [("quick_answer", [], None),
             ("section", ["How It Is Stored"], None),
             ("question", [], "Is a posting list sorted?")])
        for hit in hits:
            self.check_exact(hit)
            article = hit["article"]
            self.assertEqual(article["title"], "What is a posting list")
            self.assertEqual(article["updated"], "2026-04-01")
            self.assertEqual(article["path"],
                             str(self.box.files / "notes/posting.txt"))
            self.assertEqual(article["sources"], [
                {"name": "Wikipedia - Inverted index",
                 "licence": "CC-BY-SA-4.0"},
                {"name": "A blog about engines", "licence": None}])
        self.assertEqual([h["line"] for h in hits], [5, 12, 19])
        self.assertTrue(hits[0]["text"].startswith("A posting list holds"))
        self.assertEqual(hits[2]["text"],
                         "Yes, by document number in most engines.")

    def test_markdown_gives_whole_blocks_of_its_source(self):
        hits = self.hits("deep/skip.md")
        self.assertEqual([h["section"] for h in hits],
                         [[], ["Placement"], ["Placement", "Costs"]])
        for hit in hits:
            self.check_exact(hit)
            self.assertEqual(hit["article"]["title"], "Skip pointers")
            self.assertEqual(hit["article"]["updated"], "2025-12-24")
            self.assertEqual(hit["article"]["url"], "https://example.org/skip")
        self.assertTrue(hits[1]["text"].startswith("Evenly *spaced*"))
        self.assertTrue(hits[1]["text"].endswith("skip = next[i];\n```"))
        self.assertEqual(self.one("skip next tag:search")["id"],
                         "deep/skip.md#2")

    def test_html_gives_readable_text_and_the_markup_around_it(self):
        hits = self.hits("gaps.html")
        vbyte = next(h for h in hits if h["section"] == ["Variable bytes"])
        self.assertEqual(vbyte["text"], "Seven bits a byte & one bit to go on.")
        source = (self.box.files / "notes/gaps.html").read_bytes()
        markup = source[vbyte["start"]:vbyte["end"]]
        self.assertIn(b"Seven bits a byte &amp; one bit to go on.", markup)
        self.assertNotIn(b"Variable bytes</h2>", markup)
        self.assertEqual(vbyte["line"],
                         source[:vbyte["start"]].count(b"\n") + 1)
        self.assertFalse(vbyte["exact"])
        self.assertEqual(vbyte["anchor"], "vbyte")
        self.assertEqual(vbyte["article"]["url"], "https://example.org/gaps")
        self.assertEqual(vbyte["article"]["updated"], "2026-02-03")
        self.assertEqual(hits[0]["kind"], "quick_answer")
        self.assertEqual(hits[0]["text"], "Gaps are small numbers.")
        for word in ("scriptword", "navigationword"):
            self.box.search(word, expect=1)

    def test_jsonl_gives_an_article_a_line(self):
        source = (self.box.files / "weights.jsonl").read_bytes()
        lines = source.split(b"\n")
        for number, article in enumerate(["bm25", "tfidf"], start=1):
            for hit in self.hits(article):
                span = source[hit["start"]:hit["end"]]
                self.assertEqual(span, lines[number - 1])
                self.assertEqual(hit["line"], number)
                self.assertFalse(hit["exact"])
                self.assertEqual(hit["article"]["path"],
                                 str(self.box.files / "weights.jsonl"))
        bm25 = self.hits("bm25")[0]
        self.assertEqual(bm25["article"]["title"], "BM25")
        self.assertEqual(bm25["article"]["updated"], "2024-05-06")
        self.assertEqual(bm25["article"]["sources"],
                         [{"name": "Robertson", "licence": "CC0-1.0"}])
        asked = self.one("who invented tfidf?")
        self.assertEqual(asked["question"], "Who invented it?")
        self.assertEqual(asked["text"], "Karen Spärck Jones, in 1972.")

    def test_questions_and_keywords_find_the_passage(self):
        for query, wanted in [
                ("what does a posting list hold", "posting.txt:Quick Answer"),
                ("are postings sorted?",
                 "posting.txt:Is a posting list sorted?"),
                ("naive coding size", "posting.txt:How It Is Stored"),
                ("how many bits in a byte", "gaps.html:Variable bytes"),
                ("sqrt(n) pointers", "deep/skip.md:Placement")]:
            with self.subTest(query):
                self.assertEqual(place_name(self.one(query)), wanted)

    def test_highlights_are_the_words_that_matched(self):
        snippet = self.one("naive sizes")["snippet"]
        text = snippet["text"].encode("utf-8")
        marked = [text[a:b].decode("utf-8") for a, b in snippet["highlights"]]
        self.assertEqual(marked, ["Naïve", "size"])

    def test_a_hit_is_stale_where_other_bytes_stand(self):
        def stale(text):
            path = self.box.write("notes/posting.txt", text)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            return self.one("posting list")["stale"]

        before = (self.box.files / "notes/posting.txt").stat()
        self.assertIs(stale(TEXT), False)
        self.assertIs(stale(TEXT + "\nMore.\n"), False)
        self.assertIs(stale("More.\n" + TEXT), True)
        self.assertIs(stale(TEXT.swapcase()), True)
        self.assertIs(stale(TEXT[:10]), True)
        self.assertIs(stale(""), True)
        (self.box.files / "notes/posting.txt").unlink()
        self.assertIs(self.one("posting list")["stale"], True)

    def test_xapians_own_programs_work_on_the_database(self):
        db = self.box.db
        self.assertIn("No errors found", xapian("xapian-check", db))
        count = len(self.box.passages())
        self.assertIn(f"number of documents = {count}",
                      xapian("xapian-delve", db))
        self.assertIn("posting", xapian("xapian-delve", "-t", "Len", "-1", "-d",
                                        db))
        self.assertIn("numbers of the documents",
                      xapian("quest", "-d", db, "-s", "none", "number"))
        compact = self.box.top / "compact"
        xapian("xapian-compact", db, compact)
        before = [h["id"] for h in self.box.passages()]
        self.assertEqual([h["id"] for h in self.box.passages(compact)], before)


class Update(ToolTest):
    def setUp(self):
        super().setUp()
        write_articles(self.box)
        self.box.index("notes", "weights.jsonl")
        self.before = self.box.passages()

    def test_what_did_not_change_is_kept_and_nothing_is_written(self):
        revision = xapian("xapian-delve", "-v", self.box.db)
        report = self.box.index("notes", "weights.jsonl")
        self.assertEqual(report["articles"]["kept"], 5)
        self.assertEqual(report["passages"]["written"], 0)
        self.assertEqual(report["passages"]["removed"], 0)
        self.assertEqual(xapian("xapian-delve", "-v", self.box.db), revision)
        self.assertEqual(self.box.passages(), self.before)

    def test_of_an_edited_file_only_what_changed_is_written(self):
        text = TEXT.replace("What is a posting list\n",
                            "What is a posting list\n\n\n", 1)
        text = text.replace("double the size", "triple the size")
        self.box.write("notes/posting.txt", text)
        report = self.box.index("notes", "weights.jsonl")
        self.assertEqual(report["articles"]["changed"], 1)
        self.assertEqual(report["articles"]["kept"], 4)
        self.assertEqual(report["passages"]["written"], 1)
        self.assertEqual(report["passages"]["removed"], 1)
        after = [h for h in self.box.passages()
                 if h["article"]["id"] == "posting.txt"]
        self.assertEqual(len(after), 3)
        for hit in after:
            self.check_exact(hit)  # those that moved down as well
            self.assertIs(hit["stale"], False)
        self.box.search("+triple", "size")
        self.box.search("+double", "size", expect=1)

    def test_an_edited_line_changes_its_article_alone(self):
        lines = [dict(LINES[0], text="Dampens the frequency."), LINES[1]]
        self.box.write("weights.jsonl",
                       "\n".join(json.dumps(x) for x in lines))
        report = self.box.index("weights.jsonl")
        # The second line was written anew, with \u escapes for the umlaut.
        self.assertEqual(report["articles"]["changed"], 2)
        self.assertEqual(report["passages"]["written"], 1)
        self.assertEqual(report["passages"]["removed"], 1)

    def test_articles_that_are_not_named_stay(self):
        self.box.write("other/new.txt", "New\n\nA fresh word: zyzzyva.\n")
        report = self.box.index("other")
        self.assertEqual(report["articles"]["added"], 1)
        ids = [h["id"] for h in self.box.passages()]
        self.assertEqual(ids, sorted([h["id"] for h in self.before]
                                     + ["new.txt#1"],
                                     key=lambda i: passage_order({"id": i})))

    def test_a_moved_article_keeps_its_passages(self):
        box = self.box
        box.index("--rebuild", "--root", "r=notes")
        (box.files / "notes").rename(box.files / "moved")
        report = box.index("--root", "r=moved")
        self.assertEqual(report["passages"]["written"], 0)
        hit = box.search("-n", "1", "posting", "list")["hits"][0]
        self.assertEqual(hit["article"]["path"],
                         str(box.files / "moved/posting.txt"))
        self.assertIs(hit["stale"], False)

    def test_remove_forgets_an_article_by_its_id(self):
        report = self.box.index("--remove", "posting.txt")
        self.assertEqual(report["articles"]["removed"], 1)
        self.assertEqual(report["passages"]["removed"], 3)
        self.assertNotIn("posting.txt",
                         {h["article"]["id"] for h in self.box.passages()})

    def test_remove_forgets_articles_by_their_path(self):
        for path, gone in [("notes/gaps.html", {"gaps.html"}),
                           ("weights.jsonl", {"bm25", "tfidf"}),
                           (self.box.files / "notes",
                            {"posting.txt", "deep/skip.md"})]:
            with self.subTest(path):
                before = {h["article"]["id"] for h in self.box.passages()}
                report = self.box.index("--remove", path)
                self.assertEqual(report["articles"]["removed"], len(gone))
                after = {h["article"]["id"] for h in self.box.passages()}
                self.assertEqual(before - after, gone)

    def test_remove_works_when_the_file_is_gone(self):
        (self.box.files / "notes/gaps.html").unlink()
        report = self.box.index("--remove", "notes/gaps.html")
        self.assertEqual(report["articles"]["removed"], 1)

    def test_remove_of_what_is_not_there_is_reported(self):
        result = self.box.run("ibid-indexer", "--remove", "nothing.txt",
                              expect=1)
        self.assertEqual(len(result.errors), 1)
        self.assertIn("nothing.txt", result.errors[0])


class LongArticles(ToolTest):
    def test_passages_of_a_long_paragraph_have_places_of_their_own(self):
        for end in ("\n", "\r\n"):
            for name in ("long.txt", "long.md"):
                lines = [f"Sentence {i} of a paragraph that is long, said in\n"
                         f"two lines with häufig more bytes." for i in
                         range(1, 90)]
                text = "\n".join(["Title", "", *lines, "", "A short one."])
                with self.subTest(name=name, end=repr(end)):
                    self.box.write(name, text.replace("\n", end))
                    self.box.index("--rebuild", name)
                    hits = self.box.passages()
                    self.assertGreater(len(hits), 5)
                    for hit in hits:
                        self.check_exact(hit)


class Corpus(ToolTest):
    def test_every_passage_of_the_corpus_stands_where_it_is_said_to(self):
        corpus = pathlib.Path(__file__).resolve().parents[2] / "corpus"
        report = self.box.index("--exclude", "README.md", corpus)
        self.assertEqual(report["failures"], [])
        hits = self.box.passages()
        self.assertEqual(len(hits), report["passages"]["total"])
        for hit in hits:
            if not hit["article"]["path"].endswith(".html"):
                self.check_exact(hit)
            self.assertIsNotNone(hit["article"]["updated"], hit["id"])
            self.assertTrue(hit["article"]["sources"], hit["id"])


if __name__ == "__main__":
    unittest.main()
