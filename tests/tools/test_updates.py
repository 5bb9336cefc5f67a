# SPDX-License-Identifier: GPL-3.0-or-later
"""Files change, move and go between runs; the database follows, at the cost of
what changed, and removes nothing that may only be out of reach."""

import json
import os
import shutil
import unittest

from tools import ToolTest, xapian


def article(title, *sections):
    """A text with a heading a section."""
    parts = [f"{title}\n\nKey Facts\n"]
    for number, text in enumerate(sections):
        parts.append(f"Section {number}\n\n{text}\n")
    return "\n".join(parts)


def line(name, text):
    return json.dumps({"_id": name, "title": name, "text": text}) + "\n"


class UpdateTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.box.write("d/cats.txt", article("Cats", "They sleep.", "They eat."))
        self.box.write("d/dogs.txt", article("Dogs", "They bark."))
        self.box.write("d/sub/owls.txt", article("Owls", "They hunt."))

    def revision(self):
        return xapian("xapian-delve", "-v", self.box.db)

    def ids(self):
        return sorted({h["article"]["id"] for h in self.box.passages()})

    def counts(self, report):
        """What is not zero, without what stayed the same."""
        counts = {k: v for k, v in report["articles"].items()
                  if v and k not in ("kept", "total")}
        passages = report["passages"]
        return counts, passages["written"], passages["removed"]

    def check_new_build(self, *paths):
        """The database says what one built anew says."""
        fresh = self.box.top / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        self.box.index("--db", fresh, *paths)
        self.assertEqual(self.box.passages(), self.box.passages(fresh))


class Files(UpdateTest):
    def setUp(self):
        super().setUp()
        self.box.index("d")

    def test_an_edit_is_seen_though_its_mtime_was_set_back(self):
        path = self.box.files / "d/cats.txt"
        before = path.stat()
        path.write_text(path.read_text().replace("sleep", "dream"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        report = self.box.index("d")
        self.assertEqual(self.counts(report), ({"changed": 1}, 1, 1))
        self.box.search("dream")

    def test_a_touched_file_writes_no_passage(self):
        os.utime(self.box.files / "d/cats.txt")
        report = self.box.index("d")
        self.assertEqual(self.counts(report), ({}, 0, 0))
        self.assertIs(self.box.search("sleep")["hits"][0]["stale"], False)

    def test_a_run_with_nothing_to_do_writes_nothing(self):
        before = self.revision()
        for args in (["d"], [], ["--rehash"], ["--rehash", "d/cats.txt"]):
            self.assertEqual(self.counts(self.box.index(*args)), ({}, 0, 0))
        self.assertEqual(self.revision(), before)

    def test_a_moved_file_keeps_its_passages(self):
        (self.box.files / "d/cats.txt").rename(
            self.box.files / "d/sub/felines.txt")
        dry = self.box.index("--dry-run")
        report = self.box.index()
        self.assertEqual(self.counts(report), ({"moved": 1}, 0, 0))
        self.assertEqual(self.counts(dry), self.counts(report))
        self.assertEqual(self.ids(), ["dogs.txt", "sub/felines.txt",
                                      "sub/owls.txt"])
        self.check_new_build("d")
        hits = self.box.search("--like", "sub/felines.txt#1")["hits"]
        self.assertNotIn("sub/felines.txt#1", [h["id"] for h in hits])

    def test_a_new_file_may_have_the_name_that_another_had(self):
        (self.box.files / "d/cats.txt").rename(self.box.files / "d/felines.txt")
        self.box.index()
        self.box.write("d/cats.txt", article("Big cats", "They roar."))
        self.assertEqual(self.counts(self.box.index()), ({"added": 1}, 1, 0))
        (self.box.files / "d/felines.txt").unlink()
        self.assertEqual(self.counts(self.box.index()), ({"removed": 1}, 0, 2))
        self.check_new_build("d")

    def test_a_file_that_is_gone_is_removed(self):
        (self.box.files / "d/dogs.txt").unlink()
        dry = self.box.index("--dry-run", "d")
        report = self.box.index("d")
        self.assertEqual(self.counts(report), ({"removed": 1}, 0, 1))
        self.assertEqual(dry["passages"], report["passages"])
        self.assertEqual(dry["articles"], report["articles"])
        self.assertEqual(report["articles"]["total"], 2)

    def test_only_what_is_below_the_path_is_removed(self):
        (self.box.files / "d/dogs.txt").unlink()
        self.assertEqual(self.counts(self.box.index("d/sub")), ({}, 0, 0))
        self.assertIn("dogs.txt", self.ids())

    def test_a_missing_file_is_told_and_stays(self):
        (self.box.files / "d/dogs.txt").unlink()
        report = self.box.index("d/dogs.txt", expect=1)
        self.assertIn("--remove", report["failures"][0]["hint"])
        self.assertIn("dogs.txt", self.ids())
        self.box.index("--remove", "d/dogs.txt")
        self.assertNotIn("dogs.txt", self.ids())

    def test_a_folder_that_is_missing_or_empty_is_told_and_stays(self):
        before = self.ids()
        away = self.box.files / "away"
        for make in (lambda: None, lambda: (self.box.files / "d").mkdir()):
            (self.box.files / "d").rename(away)
            make()
            for args in (["d"], []):
                report = self.box.index(*args, expect=1)
                self.assertIn("--prune-all", report["failures"][0]["hint"])
                self.assertEqual(self.counts(report), ({"failed": 1}, 0, 0))
            self.assertEqual(self.ids(), before)
            shutil.rmtree(self.box.files / "d", ignore_errors=True)
            away.rename(self.box.files / "d")
        shutil.rmtree(self.box.files / "d")
        report = self.box.index("--prune-all")
        self.assertEqual(report["articles"]["removed"], 3)
        self.assertEqual(report["passages"]["total"], 0)
        self.box.index(expect=2)  # nothing is remembered any more

    def test_a_folder_that_cannot_be_read_stays(self):
        more = self.box.without_rights()
        self.box.db.chmod(0o777)
        for file in self.box.db.iterdir():
            file.chmod(0o666)
        (self.box.files / "d/sub").chmod(0)
        (self.box.files / "d/dogs.txt").unlink()
        report = self.box.index("d", expect=1, **more)
        (self.box.files / "d/sub").chmod(0o755)
        self.assertEqual(self.counts(report),
                         ({"removed": 1, "failed": 1}, 0, 1))
        self.assertEqual(self.ids(), ["cats.txt", "sub/owls.txt"])

    def test_excluded_and_ignored_files_are_removed(self):
        report = self.box.index("--exclude", "sub", "d")
        self.assertEqual(self.counts(report), ({"removed": 1, "skipped": 1},
                                               0, 1))
        self.box.write("d/.gitignore", "dogs.txt\n")
        self.assertEqual(self.box.index()["articles"]["removed"], 1)
        self.assertEqual(self.ids(), ["cats.txt"])

    def test_what_was_removed_by_name_comes_back_with_its_folder(self):
        self.box.index("--remove", "cats.txt")
        self.assertEqual(self.counts(self.box.index("d")),
                         ({"added": 1}, 2, 0))
        self.check_new_build("d")


class Remembered(UpdateTest):
    def test_all_roots_are_updated_with_their_options(self):
        self.box.write("e/one.txt", article("Eins", "Die Katzen schlafen."))
        self.box.write("named/this.txt", article("This", "It is named."))
        self.box.write("named/that.txt", article("That", "It is not."))
        self.box.index("--exclude", "sub", "d")
        self.box.index("--language", "de", "e")
        self.box.index("named/this.txt")
        self.box.write("d/sub/new.txt", "Left out")
        self.box.write("e/two.txt", article("Zwei", "Die Katze schläft."))
        report = self.box.index()
        self.assertEqual(report["articles"]["added"], 1)
        self.assertEqual(self.ids(), ["cats.txt", "dogs.txt", "one.txt",
                                      "this.txt", "two.txt"])
        self.assertEqual(
            {h["article"]["id"] for h in
             self.box.search("--lang", "de", "Katzen")["hits"]},
            {"one.txt", "two.txt"})

    def test_options_take_the_place_of_those_remembered(self):
        self.box.index("--exclude", "sub", "d")
        self.box.index("--exclude", "dogs.txt", "d")
        self.assertEqual(self.ids(), ["cats.txt", "sub/owls.txt"])
        self.box.index("--exclude", "", "d")
        self.box.index("--language", "de", "d")
        self.check_new_build("--language", "de", "d")

    def test_a_rebuild_of_no_path_takes_all_that_is_remembered(self):
        self.box.write("named/this.txt", article("This", "It is named."))
        self.box.write("named/that.txt", article("That", "It is not."))
        self.box.index("--exclude", "sub", "d")
        self.box.index("named/this.txt")
        before = self.box.passages()
        self.box.index("--rebuild")
        self.assertEqual(self.box.passages(), before)

    def test_without_anything_remembered_it_is_wrong_usage(self):
        self.assertEqual(self.box.index(expect=2)["error"]["kind"], "usage")
        self.assertFalse(self.box.db.exists())

    def test_a_root_that_was_removed_is_forgotten(self):
        self.box.index("d")
        self.box.index("--remove", "d")
        self.box.index(expect=2)


class Lines(UpdateTest):
    def setUp(self):
        super().setUp()
        self.lines = [line(f"l{i}", f"Line {i} is here.") for i in range(5)]
        self.write("x.jsonl", self.lines)
        self.box.index("x.jsonl")

    def write(self, name, lines):
        self.box.write(name, "".join(lines))

    def check_places(self):
        source = (self.box.files / "x.jsonl").read_bytes()
        for hit in self.box.passages():
            name = json.loads(source[hit["start"]:hit["end"]])["_id"]
            self.assertEqual(name, hit["article"]["id"])
            self.assertEqual(hit["line"],
                             source[:hit["start"]].count(b"\n") + 1)

    def test_lines_that_move_write_no_passage(self):
        self.write("x.jsonl", [line("new", "Fresh.")] + self.lines[::-1])
        report = self.box.index()
        self.assertEqual(self.counts(report), ({"added": 1}, 1, 0))
        self.check_places()
        self.check_new_build("x.jsonl")

    def test_lines_that_are_gone_are_removed(self):
        self.write("x.jsonl", self.lines[1:4])
        self.assertEqual(self.counts(self.box.index()),
                         ({"removed": 2}, 0, 2))
        self.check_places()

    def test_lines_that_are_gone_stay_while_one_is_broken(self):
        self.write("x.jsonl", self.lines[1:4] + ['{"_id":"l4","text\n'])
        report = self.box.run("ibid-indexer", expect=1)
        self.assertTrue(any("stay" in e for e in report.errors), report.errors)
        self.assertEqual(len(self.ids()), 5)
        self.box.index(expect=1)  # told each time
        self.write("x.jsonl", self.lines[1:])
        self.assertEqual(self.counts(self.box.index()), ({"removed": 1}, 0, 1))

    def test_a_file_without_lines_is_told_and_stays(self):
        self.write("x.jsonl", [])
        self.box.index(expect=1)
        self.assertEqual(len(self.ids()), 5)
        self.box.index("--prune-all")
        self.assertEqual(self.ids(), [])

    def test_a_line_may_move_to_another_file(self):
        for name in ("a.jsonl", "y.jsonl"):
            self.write("x.jsonl", self.lines[1:])
            self.write(name, self.lines[:1])
            report = self.box.index(name, "x.jsonl")
            self.assertEqual(self.counts(report), ({"moved": 1}, 0, 0))
            (self.box.files / name).unlink()
            self.write("x.jsonl", self.lines)
            self.box.index("x.jsonl")

    def test_of_two_files_with_an_id_the_first_has_it(self):
        self.write("a.jsonl", [line("l0", "Line 0 of another.")])
        for expected in (1, 1):
            report = self.box.index("a.jsonl", "x.jsonl", expect=1)
            self.assertEqual(len(report["failures"]), expected)
        self.box.search("+another")
        self.write("a.jsonl", [line("a", "Line of a.")])
        self.box.index("a.jsonl", "x.jsonl")
        self.assertEqual(self.ids(), ["a", "l0", "l1", "l2", "l3", "l4"])


class Reports(UpdateTest):
    def report(self, *args):
        out = self.box.run("ibid-indexer", *args, expect=0).out.decode()
        return out.rpartition(";")[0]

    def test_the_report_says_how_little_was_written(self):
        self.assertEqual(self.report("d"), "4 of 4 passages in 3 of 3 articles; "
                         "0 removed (3 added)")
        self.box.write("d/cats.txt", article("Cats", "They dream.",
                                             "They eat."))
        expected = ("1 of 4 passages in 1 of 3 articles; 0 removed "
                    "(1 changed, 2 unchanged)")
        self.assertEqual(self.report("--dry-run"),
                         "dry run, nothing written; " + expected)
        self.assertEqual(self.report(), expected)
        (self.box.files / "d/dogs.txt").unlink()
        self.assertEqual(self.report(), "0 of 3 passages in 0 of 2 articles; "
                         "1 removed (2 unchanged)")


if __name__ == "__main__":
    unittest.main()
