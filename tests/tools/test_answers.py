# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions asked to the articles that ship: what is answered, what is only
related, and that the answer stands in the file where it is said to stand."""

import json
import pathlib
import unittest

import jsonschema

from tools import ROOT, SharedToolTest

MAX_CHARS = 350
CARD = "│"

# The article, and a word that the answer must hold.
ANSWERED = [
    ("What is BM25?", "what-is-bm25.txt", "formula"),
    ("Can a BM25 weight be negative?", "what-is-bm25.txt", "Yes"),
    ("What is an inverted index?", "what-is-an-inverted-index.txt",
     "data structure"),
    ("When was Rust 1.0 released?", "what-is-rust-used-for.txt", "2015"),
    ("Which companies use Rust?", "what-is-rust-used-for.txt", "Amazon"),
    ("Is it safe to parse JSON with eval?", "what-is-json.md", "No"),
    ("How can very large JSON files be read?", "what-is-json.md", "streaming"),
    ("What is a surrogate pair?", "what-is-json.md", "emoji"),
    ("Who created the Go programming language?", "what-is-go-used-for.txt",
     "Rob Pike"),
    ("How do I tune the garbage collector in Go?",
     "what-is-garbage-collection.txt", "GOGC"),
    ("What is memory safety?", "what-is-memory-safety.txt", "Memory safety"),
]
# Of these the articles know nothing, although they have some of the words.
RELATED = [
    "What is the capital of Mongolia?", "Who painted the Mona Lisa?",
    "How do I bake sourdough bread?", "When was the Eiffel Tower built?",
    "What is the boiling point of ethanol?", "Which river flows through Vienna?",
    "How many moons does Jupiter have?", "Who won the world cup in 1998?",
    "What is the population of Brazil?", "Why is the sky blue?",
    "How do I prune roses in winter?", "How do I cancel my subscription?",
    "Is Haskell lazy?", "Who wrote Hamlet?", "What is Fortran used for?",
]
GIBBERISH = ["zzzqqq xyzzyfoo?", "xqzvwk plughfoo", "wqpf?", "???", "...",
             "\U0001f9ff\U0001f9ff?"]
KEYWORDS = [
    "inverted index", "json web api", "bm25 k1", "rust", "garbage collector go",
    '"inverted index"', "+rust companies", "title:bm25", "memory safety",
    "what", "kind:quick_answer",
]
QUESTIONS = [question for question, _, _ in ANSWERED] + RELATED + GIBBERISH


class AnswersTest(SharedToolTest):
    @classmethod
    def fill(cls, box):
        box.index(ROOT / "corpus")

    def ask(self, question, *options):
        return self.box.run("ibid-searcher", "--json", *options, "--",
                            question).json()

    def text(self, question, *options):
        return self.box.run("ibid-searcher", *options, "--",
                            question).out.decode("utf-8")

    def is_answered(self, question, *options):
        return self.ask(question, *options)["outcome"] == "answered"


class Outcomes(AnswersTest):
    def test_what_the_articles_say_is_answered(self):
        for question, article, word in ANSWERED:
            with self.subTest(question):
                found = self.ask(question)
                self.assertEqual(found["mode"], "question")
                self.assertEqual(found["outcome"], "answered")
                answer = found["answer"]
                hit = found["hits"][answer["hit"]]
                self.assertEqual(hit["article"]["id"], article)
                self.assertIn(word, answer["text"])

    def test_what_they_do_not_say_is_only_related(self):
        for question in RELATED:
            with self.subTest(question):
                found = self.ask(question)
                self.assertEqual(found["outcome"], "related")
                self.assertTrue(found["hits"])
                self.assertIsNotNone(found["answer"])

    def test_gibberish_finds_nothing(self):
        for query in GIBBERISH:
            with self.subTest(query):
                result = self.box.run("ibid-searcher", "--json", "--", query,
                                      expect=1)
                found = result.json()
                self.assertEqual(found["outcome"], "none")
                self.assertIsNone(found["answer"])
                self.assertEqual(found["hits"], [])

    def test_keywords_are_never_answered(self):
        for query in KEYWORDS:
            with self.subTest(query):
                found = self.ask(query)
                self.assertEqual(found["mode"], "keyword")
                self.assertEqual(found["outcome"], "related")
        for question, _, _ in ANSWERED:
            with self.subTest(question):
                self.assertFalse(self.is_answered(question, "--mode",
                                                  "keyword"))

    def test_keywords_may_be_asked_as_a_question(self):
        self.assertTrue(self.is_answered("memory safety definition", "--mode",
                                         "question")
                        or self.is_answered("inverted index", "--mode",
                                            "question"))


class Pages(AnswersTest):
    def test_the_outcome_does_not_hang_on_the_number_of_hits(self):
        # Of these, the best sentence is not in the first passage.
        more = ["Which databases use BM25 by default?",
                "When was WebAssembly standardized?"]
        for question in QUESTIONS + more:
            with self.subTest(question):
                found = [self.ask(question, "-n", n)
                         for n in ("1", "2", "3", "5", "10", "60")]
                self.assertEqual(len({one["outcome"] for one in found}), 1)
                for one in found:
                    if (one["answer"] and found[-1]["answer"]["hit"]
                            < len(one["hits"])):
                        self.assertEqual(one["answer"], found[-1]["answer"])

    def test_later_pages_are_related(self):
        for question, _, _ in ANSWERED:
            for offset in ("1", "3", "10"):
                with self.subTest((question, offset)):
                    found = self.ask(question, "--offset", offset)
                    self.assertEqual(found["outcome"], "related")

    def test_a_page_without_hits_has_no_answer(self):
        for options in (["-n", "0"], ["--offset", "100000"]):
            found = self.ask("What is BM25?", *options)
            self.assertEqual(found["outcome"], "none")
            self.assertIsNone(found["answer"])

    def test_hits_by_date_claim_nothing(self):
        found = self.ask("What is BM25?", "--sort", "date")
        self.assertEqual(found["outcome"], "related")

    def test_a_batch_answers_as_one_question_does(self):
        lines = "".join(json.dumps({"_id": str(i), "text": question}) + "\n"
                        for i, question in enumerate(QUESTIONS))
        batch = self.box.run("ibid-searcher", "--batch", "-",
                             stdin=lines.encode("utf-8")).json_lines()
        self.assertEqual(len(batch), len(QUESTIONS))
        for question, found in zip(QUESTIONS, batch):
            with self.subTest(question):
                alone = self.ask(question)
                self.assertEqual(found["outcome"], alone["outcome"])
                self.assertEqual(found["answer"], alone["answer"])


class Spans(AnswersTest):
    def check(self, found):
        answer = found["answer"]
        hit = found["hits"][answer["hit"]]
        self.assertTrue(answer["text"].strip())
        self.assertLessEqual(len(answer["text"]), MAX_CHARS)
        self.assertIn(answer["text"], hit["text"])
        self.assertLessEqual(hit["start"], answer["start"])
        self.assertLessEqual(answer["end"], hit["end"])
        if hit["exact"]:
            source = pathlib.Path(hit["article"]["path"]).read_bytes()
            self.assertEqual(source[answer["start"]:answer["end"]],
                             answer["text"].encode("utf-8"))
        return hit["exact"]

    def test_the_bytes_of_the_file_are_the_answer(self):
        exact = 0
        for query in QUESTIONS + KEYWORDS:
            for options in (["-n", "10"], ["-n", "1"], ["--offset", "2"]):
                with self.subTest((query, options)):
                    found = self.ask(query, *options)
                    if found["answer"]:
                        exact += self.check(found)
        self.assertGreater(exact, 50)

    # Every title is asked for; several articles are HTML, whose passages have
    # only the span of their markup.
    def test_every_article_can_be_asked_what_it_is(self):
        titles = {hit["article"]["title"] for hit in self.box.passages()}
        self.assertGreater(len(titles), 20)
        for title in sorted(titles):
            with self.subTest(title):
                found = self.ask(title.rstrip("?") + "?")
                self.check(found)
                hit = found["hits"][found["answer"]["hit"]]
                self.assertEqual(hit["article"]["title"], title)

    def test_answers_are_as_the_schema_says(self):
        schema = json.loads((ROOT / "docs/answer.schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        for query in QUESTIONS + KEYWORDS:
            for options in ([], ["-n", "1"], ["--explain"], ["--offset", "1"]):
                with self.subTest((query, options)):
                    found = self.ask(query, *options)
                    errors = [e.message for e in validator.iter_errors(found)]
                    self.assertEqual(errors, [])


class Cards(AnswersTest):
    def test_stand_only_over_what_is_answered(self):
        for query in QUESTIONS + KEYWORDS:
            with self.subTest(query):
                answered = self.is_answered(query)
                self.assertEqual(self.text(query).startswith(CARD), answered)
                if not answered:
                    self.assertNotIn(CARD, self.text(query))

    def test_show_the_whole_answer_and_its_place(self):
        for question, article, _ in ANSWERED:
            with self.subTest(question):
                found = self.ask(question)
                lines = self.text(question).splitlines()
                card = " ".join(line[len(CARD):].strip() for line in lines
                                if line.startswith(CARD))
                self.assertIn(" ".join(found["answer"]["text"].split()), card)
                hit = found["hits"][found["answer"]["hit"]]
                self.assertIn(f"{article}:{hit['line']}", card)

    def test_are_missing_on_later_pages(self):
        for question, _, _ in ANSWERED:
            with self.subTest(question):
                self.assertNotIn(CARD, self.text(question, "--offset", "1"))


if __name__ == "__main__":
    unittest.main()
