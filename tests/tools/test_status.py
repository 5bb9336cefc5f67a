# SPDX-License-Identifier: GPL-3.0-or-later
"""--status says what is indexed, and with --check what has changed since."""

import shutil
import unittest

from tools import ToolTest, xapian

TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"


class Status(ToolTest):
    def setUp(self):
        super().setUp()
        self.a = self.box.write("d/a.txt", "A\n\nOne text.\n")
        self.b = self.box.write("d/b.txt", "B\n\nAnother text.\n")
        self.box.write("e/c.txt", "C\n\nNamed alone.\n")
        self.box.index("--exclude", "*.bak", "--language", "de", "d")
        self.box.index("e/c.txt")
        self.box.index("--id", "noted", "-", stdin=b"Noted\n\nBy hand.\n")

    def status(self, *args, expect=0):
        return self.box.run("ibid-indexer", "--status", "--json", *args,
                            expect=expect).json()

    def changes(self, expect=0):
        changes = self.status("--check", expect=expect)["changes"]
        return {k: v for k, v in changes.items() if v}

    def test_what_is_indexed(self):
        status = self.status()
        self.assertEqual(status["db"], str(self.box.db))
        self.assertEqual((status["articles"], status["passages"]), (4, 4))
        self.assertEqual(sorted(status["versions"]), ["analysis", "format"])
        self.assertEqual(status["bytes"], sum(
            p.stat().st_size for p in self.box.db.iterdir()))
        self.assertRegex(status["updated"], TIME)
        self.assertEqual(status["languages"], ["de", "en"])
        stdin, d, e = status["roots"]
        self.assertEqual((stdin["path"], stdin["articles"]), (None, 1))
        self.assertEqual((d["path"], d["whole"], d["missing"]),
                         (str(self.box.files / "d"), True, False))
        self.assertEqual((d["files"], d["articles"], d["passages"]), (2, 2, 2))
        self.assertEqual(d["bytes"],
                         self.a.stat().st_size + self.b.stat().st_size)
        self.assertRegex(d["read"], TIME)
        self.assertEqual(d["options"], {"include": [], "exclude": ["*.bak"],
                                        "format": None, "language": "de"})
        self.assertEqual((e["whole"], e["articles"]), (False, 1))
        self.assertNotIn("changes", status)

    def test_for_people(self):
        lines = self.box.run("ibid-indexer", "--status", "--check",
                             expect=0).out.decode().splitlines()
        self.assertEqual(lines[0], str(self.box.db))
        self.assertRegex(lines[1], r"^4 articles, 4 passages; .*; updated 2")
        self.assertRegex(lines[3], r"/d: 2 articles, 2 passages, 2 files, 30 "
                         r"bytes; read .*; --exclude \*\.bak --language de$")
        self.assertEqual(lines[-1], "on the disk: nothing has changed")

    def test_what_has_changed_and_nothing_is_written(self):
        before = xapian("xapian-delve", "-v", self.box.db)
        self.assertEqual(self.changes(), {"kept": 3})
        self.box.write("d/new.txt", "New\n\nA third.\n")
        self.a.write_text("A\n\nOne other text.\n", encoding="utf-8")
        self.b.unlink()
        self.assertEqual(self.changes(), {"added": 1, "changed": 1, "gone": 1,
                                          "kept": 1})
        self.assertEqual(xapian("xapian-delve", "-v", self.box.db), before)
        report = self.box.index()["articles"]
        self.assertEqual((report["added"], report["changed"],
                          report["removed"]), (1, 1, 1))
        self.assertEqual(self.changes(), {"kept": 3})

    def test_a_folder_that_is_missing_is_told(self):
        shutil.rmtree(self.box.files / "d")
        result = self.box.run("ibid-indexer", "--status", expect=1)
        self.assertIn("; MISSING", result.out.decode())
        self.assertEqual(len(result.errors), 1)
        self.assertIn(str(self.box.files / "d"), result.errors[0])
        roots = self.status(expect=1)["roots"]
        self.assertEqual([r["missing"] for r in roots], [False, True, False])
        self.assertEqual(self.changes(expect=1), {"failed": 1, "kept": 1})

    def test_an_empty_database(self):
        db = self.box.top / "new"
        (self.box.files / "none").mkdir()
        self.box.index("--db", db, "none")
        status = self.status("--db", db, "--check")
        self.assertEqual((status["articles"], status["languages"]), (0, []))

    def test_no_database_is_an_error(self):
        error = self.status("--db", "nowhere", expect=2)["error"]
        self.assertEqual(error["kind"], "not_found")

    def test_it_takes_nothing_that_is_about_indexing(self):
        for args in (["d"], ["--rebuild"], ["--compact"], ["--dry-run"],
                     ["--include", "x"], ["--remove", "x"], ["--id", "x"]):
            with self.subTest(args):
                error = self.status(*args, expect=2)["error"]
                self.assertEqual(error["kind"], "usage")
                self.assertIn(args[0] if args[0] != "d" else "PATH",
                              error["message"])


if __name__ == "__main__":
    unittest.main()
