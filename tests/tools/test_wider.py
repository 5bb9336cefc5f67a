# SPDX-License-Identifier: GPL-3.0-or-later
"""What the searcher looks for besides the words of a query: words that were
meant, the user's synonyms, passages like one; and what it leaves out because
another hit says the same."""

import unittest

from tools import ToolTest

FILLER = "\n\n".join(f"Topic {x}\n\nThe database keeps its {x} in order."
                     for x in ("pages", "leaves", "blocks", "rows"))
LONG = ("The scheduler gives every task a slice of time and takes the "
        "processor back when the slice is over, so that no task can starve "
        "another one by running on and on without a break.")


class Wider(ToolTest):
    def setUp(self):
        super().setUp()
        self.box.write("d/db.txt", f"Databases\n\n{FILLER}\n")
        self.box.write("d/k.txt", "Clusters\n\nKubernetes restarts pods.\n")
        self.box.write("d/one.txt", f"Scheduling\n\n{LONG}\n")
        self.box.write("d/two.txt", f"Time slices\n\n{LONG}\n")
        self.box.index("d")

    def test_a_misspelt_word_is_looked_for_as_it_was_meant(self):
        answer = self.box.search("databse", "leaves")
        self.assertEqual(answer["missing"], ["databse"])
        self.assertEqual(answer["widened"], [
            {"word": "databse", "by": ["database"], "why": "spelling"}])
        self.assertEqual(answer["suggestion"], "database leaves")
        self.assertEqual(answer["hits"][0]["article"]["id"], "db.txt")
        text = self.box.run("ibid-searcher", "databse").out.decode()
        self.assertIn("No passage has: databse", text)
        self.assertIn("Looked for database instead of databse", text)

    def test_a_beginning_finds_the_words_that_it_begins(self):
        answer = self.box.search("kubern")
        self.assertEqual(answer["widened"], [
            {"word": "kubern", "by": ["kubern*"], "why": "prefix"}])
        self.assertEqual(answer["hits"][0]["article"]["id"], "k.txt")

    def test_numbers_names_and_excluded_words_are_not_corrected(self):
        self.box.write("d/n.txt", "Releases\n\nVersion 1024 has run_task2.\n")
        self.box.index("d")
        for query in ("1025", "task2x", '"databse"'):
            with self.subTest(query):
                answer = self.box.search(query, expect=1)
                self.assertEqual(answer["widened"], [])
        answer = self.box.search("leaves -databse")
        self.assertEqual((answer["widened"], answer["suggestion"]), ([], None))

    def test_a_question_about_an_unknown_name_is_not_answered(self):
        answer = self.box.search("What is a datubase?")
        self.assertEqual(answer["outcome"], "related")

    def test_synonyms_are_looked_for_as_well(self):
        self.assertEqual(
            self.box.run("ibid-searcher", "k8s").code, 1)
        self.box.write("groups", "k8s, kubernetes\nunit of work => task\n")
        self.box.index("--synonyms", "groups")
        answer = self.box.search("k8s")
        self.assertEqual(answer["hits"][0]["article"]["id"], "k.txt")
        self.assertEqual(answer["widened"], [
            {"word": "k8s", "by": ["kubernetes"], "why": "synonym"}])
        self.assertEqual(answer["missing"], [])
        answer = self.box.search("unit of work")
        self.assertEqual(answer["hits"][0]["article"]["id"], "one.txt")
        shown = self.box.run("ibid-searcher", "--explain", "k8s").out.decode()
        self.assertIn("Looked for kubernetes besides k8s", shown)

    def test_near_identical_passages_are_one_hit(self):
        answer = self.box.search("scheduler slice")
        self.assertEqual([h["article"]["id"] for h in answer["hits"]],
                         ["one.txt"])
        self.assertEqual(answer["hits"][0]["similar"], 1)
        text = self.box.run("ibid-searcher", "scheduler").out.decode()
        self.assertIn("and 1 more that says nearly the same", text)
        run = self.box.run("ibid-searcher", "--output", "trec", "scheduler")
        self.assertEqual(len(run.out.splitlines()), 2)

    def test_passages_like_one_are_found(self):
        hits = self.box.search("--like", "one.txt")["hits"]
        self.assertEqual(hits[0]["article"]["id"], "two.txt")
        hits = self.box.search("--like", "db.txt#1")["hits"]
        self.assertEqual(hits[0]["article"]["id"], "db.txt")
        self.assertNotIn("db.txt#1", [h["id"] for h in hits])
        hits = self.box.search("--like", "one.txt", "--path", "t*.txt")["hits"]
        self.assertEqual([h["article"]["id"] for h in hits], ["two.txt"])
        error = self.box.search("--like", "nope.txt", expect=2)["error"]
        self.assertEqual(error["kind"], "not_found")
        error = self.box.search("--like", "one.txt", "word", expect=2)["error"]
        self.assertEqual(error["kind"], "usage")


if __name__ == "__main__":
    unittest.main()
