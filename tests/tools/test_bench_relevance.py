# SPDX-License-Identifier: GPL-3.0-or-later
"""bench/relevance.py on a collection whose values are known by hand."""

import json
import math
import subprocess
import sys
import unittest

from tools import BIN, ROOT, TIMEOUT, ToolTest

sys.path.insert(0, str(ROOT / "bench"))
import measures  # noqa: E402  (found by the line above)

ARTICLES = [
    {"_id": "a1", "title": "Zebras", "text": "The zebra has stripes."},
    {"_id": "a2", "title": "Oxen", "text": "A yak has long hair."},
    {"_id": "a3", "title": "Llamas", "text": "A llama has soft wool."},
]
QUERIES = [
    {"_id": "q1", "text": "zebra"}, {"_id": "q2", "text": "yak"},
    {"_id": "q3", "text": "llama"},
]
# q1: the one relevant article comes first. q2: an article of grade 1 comes
# first, one of grade 2 is not found. q3: what is found is of no use.
QRELS = [("q1", "a1", 1), ("q2", "a2", 1), ("q2", "a3", 2), ("q3", "a1", 1),
         ("q3", "a3", 0)]
NDCG = [1, 1 / (2 + 1 / math.log2(3)), 0]


class Relevance(ToolTest):
    def setUp(self):
        super().setUp()
        self.write_rows("tiny/corpus.jsonl", ARTICLES)
        self.write_rows("tiny/queries.jsonl", QUERIES)
        self.box.write("tiny/qrels.tsv", "query-id\tcorpus-id\tscore\n" +
                       "".join(f"{q}\t{a}\t{g}\n" for q, a, g in QRELS))
        self.box.write("baselines.tsv", "# collection Lucene recipe\n"
                                        "tiny .400 .500\n")

    def write_rows(self, name, rows):
        self.box.write(name, "".join(json.dumps(row) + "\n" for row in rows))

    def bench(self, *options, expect=0, programs=BIN):
        """Lines of stdout, each cut into words, and stderr."""
        done = subprocess.run(
            [sys.executable, "-B", str(ROOT / "bench/relevance.py"), "--bin",
             str(programs), "--data", str(self.box.files), *map(str, options)],
            capture_output=True, timeout=TIMEOUT, check=False, text=True,
            env=self.box.env)
        self.assertEqual(done.returncode, expect, done)
        return [x.split() for x in done.stdout.splitlines()], done.stderr

    def write_programs(self, searcher):
        """A folder with an indexer that does nothing, and this searcher."""
        for name, script in [("ibid-indexer", ""), ("ibid-searcher", searcher)]:
            path = self.box.write(f"../fake/{name}", f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        return self.box.top / "fake"

    def test_values_are_those_known_by_hand(self):
        lines, _ = self.bench()
        mean = sum(NDCG) / 3
        self.assertEqual(lines[1][:8], [
            "tiny", f"{mean:.4f}", "0.400", f"{mean - .4:+.4f}", "0.500",
            "0.6667", "0.500", "0.500"])
        self.assertEqual(lines[2][:3], ["mean", "nDCG@10", f"{mean:.4f}"])

    def test_runs_keep_the_ranking_and_the_values_of_each_query(self):
        runs = self.box.top / "runs"
        self.bench("--runs", runs)
        trec = [x.split()
                for x in (runs / "tiny.trec").read_text().splitlines()]
        self.assertEqual([(x[0], x[2], x[3]) for x in trec],
                         [("q1", "a1", "1"), ("q2", "a2", "1"),
                          ("q3", "a3", "1")])
        scores = [x.split("\t")
                  for x in (runs / "tiny.tsv").read_text().splitlines()]
        self.assertEqual(scores[0], ["query-id", *measures.MEASURES, "answer"])
        self.assertEqual([x[1] for x in scores[1:]], [f"{x:.6f}" for x in NDCG])

    def test_a_run_does_not_differ_from_itself(self):
        runs = self.box.top / "runs"
        self.bench("--runs", runs)
        lines, _ = self.bench("--compare", runs, runs)
        self.assertEqual([x[0] for x in lines[1:]], ["tiny", "pooled", "mean"])
        for line in lines[1:]:
            self.assertEqual(line[1:], ["3", "+0.0000", "0", "0", "3",
                                        "1.00000", "[+0.0000,", "+0.0000]"])

    def test_runs_without_a_common_collection_cannot_be_compared(self):
        _, errors = self.bench("--compare", self.box.top, self.box.files,
                               expect=2)
        self.assertIn("no collection", errors)

    def test_answers_and_outcomes_are_asked_for_by_option(self):
        self.write_rows("tiny/answers.jsonl", [
            {"_id": "q1", "answers": ["Stripes"]},
            {"_id": "q2", "answers": ["?"]}])
        lines, _ = self.bench("--answers", "--outcome")
        self.assertIn(lines[1][10], ("0.0000", "1.0000"))  # q1's alone
        self.assertEqual(lines[-2][:4],
                         ["half", "indexed", "answerable", "without"])
        self.assertEqual(lines[-1][0], "tiny")
        self.assertEqual(sum(map(int, lines[-1][1:3])), 3)

    def test_runs_that_are_not_the_same_bytes_are_an_error(self):
        programs = self.write_programs(
            "echo q1 Q0 a1 1 $(date +%N)$$ ibid")
        _, errors = self.bench(expect=1, programs=programs)
        self.assertIn("tiny: a second run", errors)

    def test_an_article_that_a_query_lists_twice_is_an_error(self):
        programs = self.write_programs(
            "echo q1 Q0 a1 1 2.0 ibid; echo q1 Q0 a1 2 1.0 ibid")
        _, errors = self.bench(expect=1, programs=programs)
        self.assertIn("query q1 lists a1 twice", errors)

    def test_a_program_that_fails_or_is_missing_ends_the_run(self):
        programs = self.write_programs("echo broken >&2; exit 2")
        _, errors = self.bench(expect=2, programs=programs)
        self.assertIn("broken", errors)
        _, errors = self.bench(expect=2, programs=self.box.top / "none")
        self.assertIn("cannot run", errors)

    def test_without_data_it_is_skipped(self):
        lines, errors = self.bench("--data", self.box.top / "none")
        self.assertEqual(lines, [])
        self.assertEqual(len(errors.splitlines()), 1)
        self.assertIn("skipped", errors)

    def test_an_unknown_collection_is_an_error_that_names_the_known(self):
        _, errors = self.bench("other", expect=2)
        self.assertIn("no collection other", errors)
        self.assertIn("tiny", errors)


class Measures(unittest.TestCase):
    def test_a_ranking_counts_grades_by_their_place(self):
        values = measures.score_ranking(["x", "b", "a"], {"a": 1, "b": 2})
        best = 2 + 1 / math.log2(3)
        self.assertAlmostEqual(values[0], (2 / math.log2(3) + 1 / 2) / best)
        self.assertEqual(values[1:], (1 / 2, 0, 1, 1, 1))

    def test_what_is_below_ten_counts_for_recall_alone(self):
        ranked = [f"x{i}" for i in range(10)] + ["a"]
        self.assertEqual(measures.score_ranking(ranked, {"a": 1}),
                         (0, 0, 0, 0, 1, 1))

    def test_an_answer_holds_the_words_of_a_gold_string(self):
        for text, gold, expected in [
                ("It was the U.S. Navy.", ["US navy", "u.s. navy"], True),
                ("In 1066, William won.", ["1066"], True),
                ("In 10660, William won.", ["1066"], False),
                ("", ["1066"], False),
                ("a " * 175, ["a"], True),
                ("a " * 176, ["a"], False),
                ("any", ["?", " "], None),
                ("any", [], None)]:
            with self.subTest(text[:30]):
                self.assertIs(measures.holds_answer(text, gold), expected)

    def test_outcomes_are_shares_of_what_they_are_told_of(self):
        outcomes = measures.Outcomes()
        for case in [(True, True, True), (True, True, False),
                     (False, True, True), (False, True, False),
                     (True, False, False), (False, False, False)]:
            outcomes.add(*case)
        self.assertEqual(outcomes.shares(), (1 / 2, 1 / 4, 1 / 4))

    def test_chance_gives_three_equal_gains_in_two_of_eight_cases(self):
        difference = measures.compare([[0.5, 0.5, 0.5, 0, 0]])
        self.assertAlmostEqual(difference.p, 2 / 8, delta=0.02)
        self.assertAlmostEqual(difference.mean, 0.3)
        self.assertEqual((difference.wins, difference.losses, difference.ties),
                         (3, 0, 2))
        self.assertLessEqual(difference.low, 0.3)
        self.assertGreaterEqual(difference.high, 0.3)

    def test_a_clear_loss_is_no_chance(self):
        difference = measures.compare([[-0.1] * 40, [-0.2, 0.1] * 20])
        self.assertLess(difference.p, 0.001)
        self.assertAlmostEqual(difference.mean, -0.075)
        self.assertLess(difference.high, 0)


if __name__ == "__main__":
    unittest.main()
