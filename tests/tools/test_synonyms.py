# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a user's synonyms: from the file into the database."""

import json
import shutil
import unittest

from tools import ToolTest, xapian

GROUPS = """\
# ours
k8s, Kubernetes

car, automobile, motor  car
laptop => notebook
"""
STORED = [{"to": ["automobile", "car", "motor car"]},
          {"to": ["k8s", "kubernetes"]},
          {"from": ["laptop"], "to": ["notebook"]}]


class Synonyms(ToolTest):
    def setUp(self):
        super().setUp()
        self.box.write("d/a.txt", "Cars\n\nAn automobile is a car.\n")
        self.box.write("groups", GROUPS)

    def stored(self):
        text = xapian("xapian-metadata", "get", self.box.db, "ibid:synonyms")
        return json.loads(text) if text.strip() else []

    def revision(self):
        return [line for line in
                xapian("xapian-delve", "-v", self.box.db).splitlines()
                if "revision" in line.lower()]

    def test_they_are_stored_with_the_articles(self):
        report = self.box.index("--all-or-nothing", "--synonyms", "groups", "d")
        self.assertEqual(report["synonyms"], {"groups": 3})
        self.assertEqual(report["articles"]["added"], 1)
        self.assertEqual(self.stored(), STORED)
        # One commit made the database, the other filled it.
        self.assertIn("= 2", self.revision()[0])

    def test_they_are_changed_without_any_path(self):
        self.box.index("d")
        report = self.box.index("--synonyms", "groups")
        self.assertEqual(report["synonyms"], {"groups": 3})
        self.assertEqual(report["passages"], {"written": 0, "removed": 0,
                                              "total": 1})
        self.assertEqual(self.stored(), STORED)
        self.box.write("groups", "x, y\n")
        self.box.index("--synonyms", "groups")
        self.assertEqual(self.stored(), [{"to": ["x", "y"]}])
        self.box.search("automobile")

    def test_the_report_for_people_counts_them(self):
        result = self.box.run("ibid-indexer", "--synonyms", "groups", expect=0)
        self.assertIn(b"synonym groups: 3;", result.out)
        result = self.box.run("ibid-indexer", "d", expect=0)
        self.assertNotIn(b"synonym", result.out)

    def test_they_stay_where_nothing_is_said_of_them(self):
        self.box.index("--synonyms", "groups", "d")
        report = self.box.index("d")
        self.assertNotIn("synonyms", report)
        self.box.index("--remove", "a.txt")
        self.assertEqual(self.stored(), STORED)

    def test_the_same_ones_leave_the_revision(self):
        self.box.index("--synonyms", "groups", "d")
        before = self.revision()
        self.box.write("groups", "laptop=>Notebook\nkubernetes,K8S\r\n"
                                 "motor car, car,AUTOMOBILE\n")
        self.box.index("--synonyms", "groups", "d")
        self.assertEqual(self.revision(), before)
        self.assertEqual(self.stored(), STORED)

    def test_an_empty_name_removes_them(self):
        for how in (["--synonyms", ""], ["--synonyms="]):
            with self.subTest(how):
                self.box.index("--synonyms", "groups", "d")
                report = self.box.index(*how)
                self.assertEqual(report["synonyms"], {"groups": 0})
                self.assertEqual(self.stored(), [])
        before = self.revision()
        self.box.index("--synonyms", "")
        self.assertEqual(self.revision(), before)

    def test_an_empty_name_goes_with_paths(self):
        for how in (["--synonyms", ""], ["--synonyms="]):
            with self.subTest(how):
                self.box.index("--synonyms", "groups")
                report = self.box.index(*how, "d/a.txt")
                self.assertEqual(report["passages"]["total"], 1)
                self.assertEqual(report["articles"]["failed"], 0)
                self.assertEqual(self.stored(), [])

    def test_a_file_without_groups_removes_them(self):
        for content in ("", "# none any more\n\n", "\ufeff"):
            with self.subTest(content):
                self.box.index("--synonyms", "groups")
                self.box.write("none", content)
                report = self.box.index("--synonyms", "none")
                self.assertEqual(report["synonyms"], {"groups": 0})
                self.assertEqual(self.stored(), [])

    def test_a_rebuild_keeps_them_unless_it_says_others(self):
        self.box.index("--synonyms", "groups", "d")
        report = self.box.index("--rebuild", "d")
        self.assertNotIn("synonyms", report)
        self.assertEqual(self.stored(), STORED)
        self.box.write("groups", "x, y\n")
        self.box.index("--rebuild", "--synonyms", "groups", "d")
        self.assertEqual(self.stored(), [{"to": ["x", "y"]}])
        self.box.index("--rebuild", "--synonyms", "", "d")
        self.assertEqual(self.stored(), [])

    def test_a_rebuild_of_another_version_keeps_them(self):
        self.box.index("--synonyms", "groups", "d")
        xapian("xapian-metadata", "set", self.box.db, "ibid:format", "999")
        self.box.index("d", expect=2)
        self.box.index("--rebuild", "d")
        self.assertEqual(self.stored(), STORED)

    def test_a_rebuild_of_damage_says_that_they_are_lost(self):
        self.box.index("--synonyms", "groups", "d")
        xapian("xapian-metadata", "set", self.box.db, "ibid:synonyms", "[1")
        result = self.box.run("ibid-indexer", "--rebuild", "d", expect=0)
        self.assertEqual(len(result.errors), 1, result.errors)
        for part in ("warning", str(self.box.db), "synonyms", "lost"):
            self.assertIn(part, result.errors[0])
        self.assertEqual(self.stored(), [])

    def test_damaged_ones_are_replaced(self):
        self.box.index("--synonyms", "groups", "d")
        xapian("xapian-metadata", "set", self.box.db, "ibid:synonyms", "[1")
        self.box.index("--synonyms", "groups")
        self.assertEqual(self.stored(), STORED)

    def test_a_rebuild_of_nothing_else_keeps_all_articles(self):
        answer = self.box.index("--rebuild", "--synonyms", "groups", expect=2)
        self.assertEqual(answer["error"]["kind"], "usage")
        self.box.index("d")
        before = self.box.passages()
        self.box.index("--rebuild", "--synonyms", "groups")
        self.assertEqual(self.box.passages(), before)
        self.box.search("automobile")

    def test_a_dry_run_checks_the_file_and_writes_nothing(self):
        report = self.box.index("--dry-run", "--synonyms", "groups")
        self.assertEqual(report["synonyms"], {"groups": 3})
        self.assertFalse(self.box.db.exists())
        self.box.index("d")
        before = self.revision()
        self.box.write("groups", "a, b\nalone\n")
        for how in ([], ["--rebuild"]):
            report = self.box.index("--dry-run", *how, "--synonyms", "groups",
                                    "d", expect=1)
            self.assertEqual(report["failures"][0]["line"], 2)
        self.assertEqual(self.revision(), before)
        self.assertEqual(self.stored(), [])

    def test_bad_lines_are_told_and_the_others_count(self):
        self.box.write("groups", b"\xef\xbb\xbfk8s, kubernetes\r\nalone\r\n"
                                 b"a,,b\r\n# x\r\na, \xff\r\nx, \x1b[31my\r\n"
                                 b"c++, cpp")
        args = ["--synonyms", "groups", "d"]
        result = self.box.run("ibid-indexer", *args, expect=1)
        self.assertEqual(len(result.errors), 4, result.errors)
        for line, number in zip(result.errors, (2, 3, 5, 6)):
            self.assertRegex(line, rf"^ibid-indexer: error: groups:{number}: "
                                   r".+ \(.+\)$")
            self.assertNotRegex(line, "[\x00-\x1f\x7f]")
        self.assertEqual(self.stored(), [{"to": ["c++", "cpp"]},
                                         {"to": ["k8s", "kubernetes"]}])
        report = self.box.index(*args, expect=1)
        self.assertEqual([(f["path"], f["line"]) for f in report["failures"]],
                         [("groups", n) for n in (2, 3, 5, 6)])
        for failure in report["failures"]:
            self.assertTrue(failure["reason"])
            self.assertTrue(failure["hint"])
        # They are no articles.
        self.assertEqual(report["articles"]["failed"], 0)
        self.assertEqual(report["articles"]["kept"], 1)

    def test_another_file_by_mistake_removes_nothing(self):
        self.box.index("--synonyms", "groups", "d")
        self.box.write("wrong", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        for how in ([], ["--rebuild"]):
            report = self.box.index(*how, "--synonyms", "wrong", "d", expect=1)
            self.assertTrue(report["failures"])
            self.assertNotIn("synonyms", report)
            self.assertEqual(self.stored(), STORED)

    def test_a_file_that_cannot_be_read_is_an_error(self):
        self.box.write("large", "a, b\n" * 1_000_000)
        for name in ("missing", "d", "large"):
            with self.subTest(name):
                result = self.box.run("ibid-indexer", "--synonyms", name, "d",
                                      expect=2)
                self.assertEqual(result.out, b"")
                self.assertEqual(len(result.errors), 1, result.errors)
                self.assertIn(f"--synonyms {name}: ", result.errors[0])
                answer = self.box.index("--synonyms", name, "d", expect=2)
                self.assertTrue(answer["error"]["hint"])
                self.assertFalse(self.box.db.exists())

    def test_wrong_usage(self):
        for args in (["--synonyms"], ["d", "--synonyms"],
                     ["--synonyms", "groups", "--synonyms", "groups"]):
            with self.subTest(args):
                answer = self.box.index(*args, expect=2)
                self.assertEqual(answer["error"]["kind"], "usage")

    def test_they_survive_compaction(self):
        self.box.index("--synonyms", "groups", "d")
        small = self.box.top / "small"
        xapian("xapian-compact", self.box.db, small)
        shutil.rmtree(self.box.db)
        small.rename(self.box.db)
        self.assertEqual(self.stored(), STORED)
        self.assertEqual(self.box.index("d")["articles"]["kept"], 1)


if __name__ == "__main__":
    unittest.main()
