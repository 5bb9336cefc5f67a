# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files become articles, under which ids, and the ways to write them."""

import fcntl
import os
import unittest

from tools import ToolTest, xapian


def text(word):
    return f"Title of {word}\n\nA paragraph about {word}.\n"


class Selection(ToolTest):
    def write(self, *names):
        for name in names:
            self.box.write(name, text(name.replace("/", " ")))

    def ids(self):
        return sorted({h["article"]["id"] for h in self.box.passages()})

    def test_folders_are_walked_without_hidden_and_unknown_files(self):
        self.write("d/a.txt", "d/b/c.md", "d/.hidden.txt", "d/.git/x.txt")
        self.box.write("d/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        self.box.write("d/code.py", "print(1)\n")
        report = self.box.index("d")
        self.assertEqual(self.ids(), ["a.txt", "b/c.md"])
        self.assertEqual(report["articles"]["skipped"], 4)

    def test_hidden_files_are_taken_where_they_are_named(self):
        self.write("d/.hidden.txt", "d/a.txt")
        self.box.index("d", "d/.hidden.txt")
        self.assertEqual(self.ids(), [".hidden.txt", "a.txt"])

    def test_gitignore_leaves_out_and_is_overruled_by_a_name(self):
        self.write("d/a.txt", "d/build/b.txt", "d/x.txt", "d/sub/x.txt",
                   "d/sub/keep.txt")
        self.box.write("d/.gitignore", "build/\n*.txt\n!a.txt\n!keep.txt\n")
        self.box.index("d")
        self.assertEqual(self.ids(), ["a.txt", "sub/keep.txt"])
        self.box.index("d/x.txt")
        self.assertEqual(self.ids(), ["a.txt", "sub/keep.txt", "x.txt"])

    def test_include_and_exclude_choose_by_pattern(self):
        self.write("d/a.txt", "d/b.md", "d/old/c.txt", "d/new/d.txt")
        self.box.index("--include", "*.txt", "--exclude", "old", "d")
        self.assertEqual(self.ids(), ["a.txt", "new/d.txt"])
        self.box.index("--rebuild", "--include", "new/**", "--include", "*.md",
                       "d")
        self.assertEqual(self.ids(), ["b.md", "new/d.txt"])

    def test_an_article_comes_from_stdin_with_its_id(self):
        self.box.index("--id", "mail/1", "-", stdin=text("xylem").encode())
        hit = self.box.search("xylem")["hits"][0]
        self.assertEqual(hit["id"], "mail/1#1")
        self.assertIsNone(hit["article"]["path"])
        self.assertIsNone(hit["stale"])
        self.assertEqual(hit["article"]["title"], "Title of xylem")

    def test_stdin_takes_the_format_that_is_named(self):
        self.box.index("--id", "x", "--format", "html", "-",
                       stdin=b"<h1>Top</h1><h2>Head</h2><p>Body</p>")
        hit = self.box.search("body")["hits"][0]
        self.assertEqual(hit["section"], ["Head"])

    def test_stdin_without_an_id_is_wrong_usage(self):
        result = self.box.run("ibid-indexer", "-", stdin=b"x", expect=2)
        self.assertIn("--id", result.errors[0])
        self.assertFalse(self.box.db.exists())

    def test_paths_come_from_a_file_or_from_stdin(self):
        self.write("d/a.txt", "d/b.txt", "d/name with space.txt")
        self.box.write("list", "d/a.txt\nd/name with space.txt\n")
        self.box.index("--files-from", "list")
        self.assertEqual(self.ids(), ["a.txt", "name with space.txt"])
        self.box.index("--files-from", "-", stdin=b"d/b.txt")
        self.assertEqual(self.ids(),
                         ["a.txt", "b.txt", "name with space.txt"])

    def test_a_missing_list_of_paths_is_named(self):
        result = self.box.run("ibid-indexer", "--files-from", "no-list",
                              expect=2)
        self.assertIn("no-list", result.errors[0])

    def test_roots_prefix_ids(self):
        self.write("one/a.txt", "two/a.txt")
        self.box.index("--root", "first=one", "--root", "second=two")
        self.assertEqual(self.ids(), ["first/a.txt", "second/a.txt"])
        self.box.index("one/a.txt", "two")  # the roots are remembered
        self.assertEqual(self.ids(), ["first/a.txt", "second/a.txt"])

    def test_a_file_outside_known_roots_goes_by_its_name(self):
        self.write("d/a.txt", "d/sub/b.txt")
        self.box.index("d/sub/b.txt")
        self.assertEqual(self.ids(), ["b.txt"])
        self.box.index("d/sub")
        self.assertEqual(self.ids(), ["b.txt"])

    def test_a_file_below_a_known_root_belongs_to_it(self):
        self.write("d/a.txt", "d/sub/b.txt")
        self.box.index("d")
        self.box.write("d/sub/c.txt", text("c"))
        self.box.index("d/sub/c.txt")
        self.assertEqual(self.ids(), ["a.txt", "sub/b.txt", "sub/c.txt"])

    def test_an_id_of_two_places_is_reported_with_both(self):
        self.write("one/a.txt", "two/a.txt", "two/b.txt")
        result = self.box.run("ibid-indexer", "one", "two", expect=1)
        self.assertEqual(len(result.errors), 1, result.errors)
        for part in ("one/a.txt", "two/a.txt", "--root"):
            self.assertIn(part, result.errors[0])
        self.assertEqual(self.ids(), ["a.txt", "b.txt"])
        hit = self.box.search("path:a.txt")["hits"][0]
        self.assertTrue(hit["article"]["path"].endswith("one/a.txt"))
        # The same in a later run.
        report = self.box.index("two", expect=1)
        self.assertEqual(report["articles"]["failed"], 1)
        self.assertTrue(report["failures"][0]["path"].endswith("two/a.txt"))

    def test_an_id_twice_in_jsonl_is_reported_with_its_line(self):
        self.box.write("x.jsonl", '{"_id":"a","text":"one"}\n'
                                  '{"_id":"a","text":"two"}\n')
        report = self.box.index("x.jsonl", expect=1)
        self.assertEqual(report["failures"][0]["line"], 2)
        self.assertEqual(report["articles"]["added"], 1)
        self.box.search("one")
        self.box.search("two", expect=1)

    def test_links_are_followed_inside_the_root_only(self):
        self.write("d/a.txt", "outside/secret.txt", "d/.real/b.txt")
        os.symlink("../outside", self.box.files / "d/out")
        os.symlink(".real", self.box.files / "d/in")
        os.symlink("nowhere", self.box.files / "d/broken")
        self.box.index("d")
        self.assertEqual(self.ids(), ["a.txt", "in/b.txt"])

    def test_several_paths_and_the_same_path_twice(self):
        self.write("d/a.txt", "e/b.txt")
        report = self.box.index("d", "e", "d", "./d/a.txt")
        self.assertEqual(report["articles"]["added"], 2)
        self.assertEqual(report["articles"]["failed"], 0)

    def test_names_that_are_no_utf8_are_taken(self):
        name = b"d/na\xefve.txt"
        folder = os.fsencode(self.box.files)
        os.mkdir(folder + b"/d")
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text("latin"))
        self.box.index("d")
        hit = self.box.search("latin")["hits"][0]
        self.assertIn("\ufffd", hit["article"]["path"])
        self.assertIs(hit["stale"], False)
        self.assertEqual(self.box.index("d")["articles"]["kept"], 1)
        self.box.index("--remove", name)
        self.assertEqual(self.ids(), [])


class Modes(ToolTest):
    def setUp(self):
        super().setUp()
        self.box.write("d/a.txt", text("alpha"))
        self.box.write("d/b.txt", text("beta"))

    def state(self):
        """Names, sizes and times of all that is beside the articles."""
        found = {}
        for path in sorted(self.box.top.rglob("*")):
            if self.box.files not in path.parents:
                info = path.stat()
                found[path] = (info.st_size, info.st_mtime_ns, info.st_ino)
        return found

    def test_a_dry_run_of_the_first_time_writes_nothing(self):
        before = self.state()
        report = self.box.index("--dry-run", "d")
        self.assertEqual(report["articles"]["added"], 2)
        self.assertEqual(report["passages"]["written"], 2)
        self.assertEqual(report["passages"]["total"], 2)
        self.assertEqual(self.state(), before)

    def test_a_dry_run_says_what_the_real_one_does(self):
        self.box.index("d")
        self.box.write("d/a.txt", text("gamma"))
        self.box.write("d/c.txt", text("new"))
        before = self.state()
        dry = self.box.index("--dry-run", "--remove", "b.txt", "d/a.txt",
                             "d/c.txt")
        self.assertEqual(self.state(), before)
        real = self.box.index("--remove", "b.txt", "d/a.txt", "d/c.txt")
        for report in (dry, real):
            del report["seconds"]
        self.assertEqual(dry, real)

    def test_a_dry_run_says_what_a_rebuild_does(self):
        self.box.index("d")
        before = self.state()
        dry = self.box.index("--dry-run", "--rebuild", "d/a.txt")
        self.assertEqual(self.state(), before)
        real = self.box.index("--rebuild", "d/a.txt")
        for report in (dry, real):
            del report["seconds"]
        self.assertEqual(dry, real)

    def test_rebuild_leaves_only_what_was_named(self):
        self.box.index("d")
        report = self.box.index("--rebuild", "d/a.txt")
        self.assertEqual(report["articles"]["added"], 1)
        self.assertEqual(report["passages"]["total"], 1)
        self.box.search("beta", expect=1)
        self.box.search("alpha")
        self.assertEqual([p.name for p in self.box.top.iterdir()
                          if p.name.startswith("db")], ["db"])
        xapian("xapian-check", self.box.db)

    def test_rebuild_makes_a_database_where_there_is_none(self):
        self.assertEqual(self.box.index("--rebuild", "d")["articles"]["added"],
                         2)
        self.box.search("alpha")

    def test_all_or_nothing_commits_once(self):
        self.box.index("--all-or-nothing", "d")
        # One commit made the database, the other filled it.
        self.assertIn("revision = 2",
                      xapian("xapian-delve", "-v", self.box.db).lower())
        self.box.search("alpha")

    def test_quiet_says_nothing_and_verbose_names_each_article(self):
        quiet = self.box.run("ibid-indexer", "-q", "d", expect=0)
        self.assertEqual((quiet.out, quiet.err), (b"", b""))
        loud = self.box.run("ibid-indexer", "--rebuild", "-v", "d", expect=0)
        for name in (b"d/a.txt", b"d/b.txt"):
            self.assertIn(name, loud.err)
        self.assertNotIn(b"a.txt", loud.out)
        self.assertIn(b"2 added", loud.out)

    def test_stdout_of_a_failed_run_is_empty_without_json(self):
        result = self.box.run("ibid-indexer", "missing", expect=1)
        self.assertIn("missing", result.errors[0])
        self.assertNotIn(b"missing", result.out)

    def test_another_writer_is_told_and_the_exit_is_3(self):
        self.box.index("d")
        with open(self.box.db / "flintlock", "r+b") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for how in ([], ["--rebuild"], ["--remove", "a.txt"]):
                with self.subTest(how):
                    answer = self.box.index(*how, "d", expect=3)
                    self.assertEqual(answer["error"]["kind"], "locked")
                    self.assertTrue(answer["error"]["hint"])
            # Readers and dry runs need no lock.
            self.box.index("--dry-run", "d")
            self.box.search("alpha")
        self.assertEqual(self.box.index("d")["articles"]["kept"], 2)


if __name__ == "__main__":
    unittest.main()
