# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are missing, closed, broken or hostile: each is told in one clear
line, and everything else is indexed, within bounds."""

import json
import os
import resource
import unittest

from tools import ToolTest, is_sanitized

MEMORY = 1536 << 20  # bytes of address space that hostile files may take
GOOD = "Good article\n\nA healthy paragraph.\n"


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class BadInput(ToolTest):
    def setUp(self):
        super().setUp()
        self.box.write("d/good.txt", GOOD)
        # AddressSanitizer reserves terabytes of addresses.
        self.bounded = {} if is_sanitized() else {"preexec_fn": limit_memory}

    def index(self, *args, expect, **more):
        """Indexes with and without --json; the good article must be found.
        Gives the report and the lines for people."""
        self.box.run("ibid-indexer", "--rebuild", "d/good.txt", expect=0,
                     **more)
        text = self.box.run("ibid-indexer", *args, expect=expect,
                            **self.bounded, **more)
        report = self.box.index("--rebuild", "d/good.txt", *args,
                                expect=expect, **self.bounded, **more)
        self.box.search("healthy")
        for line in text.errors:
            self.assertTrue(line.startswith("ibid-indexer: "), line)
        return report, text.errors

    def check_one(self, args, path, line, reason, expect=1, **more):
        """One failure, told with its place, its reason and a hint."""
        report, errors = self.index(*args, expect=expect, **more)
        self.assertEqual(len(report["failures"]), 1, report)
        failure = report["failures"][0]
        self.assertTrue(failure["path"].endswith(str(path)), failure)
        self.assertEqual(failure["line"], line)
        self.assertIn(reason, failure["reason"])
        self.assertTrue(failure["hint"])
        self.assertEqual(len(errors), 1, errors)
        place = f"{path}:{line}: " if line else f"{path}: "
        self.assertIn(place, errors[0])
        self.assertIn(reason, errors[0])
        self.assertIn(f"({failure['hint']})", errors[0])
        return report

    def test_a_missing_path(self):
        self.check_one(["d", "missing.txt"], "missing.txt", None, "no such")
        self.check_one(["d", "d/good.txt/x"], "x", None, "no such")

    def test_a_link_that_leads_nowhere(self):
        os.symlink("nowhere", self.box.files / "link.txt")
        self.check_one(["d", "link.txt"], "link.txt", None, "link")

    def test_a_file_that_may_not_be_read(self):
        self.box.write("d/closed.txt", GOOD).chmod(0)
        more = self.box.without_rights()
        self.box.top.chmod(0o777)  # the database is made in it
        report = self.check_one(["d"], "d/closed.txt", None,
                                "Permission denied", **more)
        self.assertEqual(report["articles"]["added"], 1)

    def test_a_folder_that_may_not_be_read(self):
        self.box.write("d/closed/a.txt", GOOD)
        (self.box.files / "d/closed").chmod(0)
        self.addCleanup((self.box.files / "d/closed").chmod, 0o755)
        more = self.box.without_rights()
        self.box.top.chmod(0o777)
        self.box.run("ibid-indexer", "d", expect=1, **more)
        report = self.box.index("d", expect=1, **more)
        self.assertEqual(len(report["failures"]), 1)
        self.assertTrue(report["failures"][0]["path"].endswith("d/closed"))
        self.box.search("healthy")

    def test_a_loop_of_folders_ends(self):
        self.box.write("d/a/deep.txt", GOOD)
        os.symlink("..", self.box.files / "d/a/up")
        os.symlink(".", self.box.files / "d/self")
        os.symlink("loop", self.box.files / "d/loop")
        report, errors = self.index("d", expect=0)
        self.assertEqual(report["articles"]["added"], 2)
        self.assertEqual(errors, [])

    def test_an_empty_file_is_an_article_with_a_warning(self):
        for content in (b"", b" \n\t\n", b"\xef\xbb\xbf"):
            with self.subTest(content):
                self.box.write("d/empty.txt", content)
                report, errors = self.index("d", expect=0)
                self.assertEqual(report["articles"]["added"], 2)
                self.assertEqual(report["passages"]["total"], 1)
                self.assertEqual(report["failures"], [])
                self.assertEqual(len(errors), 1, errors)
                self.assertIn("warning", errors[0])
                self.assertIn("d/empty.txt", errors[0])

    def test_empty_files_of_other_formats(self):
        for name in ("empty.md", "empty.html", "empty.jsonl"):
            self.box.write(f"d/{name}", b"")
        report, errors = self.index("d", expect=0)
        self.assertEqual(report["articles"]["failed"], 0)
        self.assertEqual(len([e for e in errors if "empty.jsonl" in e]), 0)
        for name in ("empty.md", "empty.html"):
            self.assertEqual(len([e for e in errors if name in e]), 1)

    def test_binary_files_are_skipped_in_folders_and_told_by_name(self):
        data = bytes(range(256)) * 64
        for name in ("noending", "image.png", "data.xyz"):
            self.box.write(f"d/{name}", data)
        report, errors = self.index("d", expect=0)
        self.assertEqual(report["articles"]["skipped"], 3)
        self.assertEqual(errors, [])
        for name in ("noending", "image.png"):
            with self.subTest(name):
                self.check_one([f"d/{name}"], f"d/{name}", None, "not a text")

    def test_a_device_or_a_pipe_is_no_article(self):
        os.mkfifo(self.box.files / "d/pipe.txt")
        report, _ = self.index("d", expect=0)
        self.assertEqual(report["articles"]["skipped"], 1)
        self.check_one(["d/pipe.txt"], "d/pipe.txt", None, "not a regular")

    def write_long_line(self, name, megabytes, word=b"word "):
        path = self.box.write(name, b"")
        with open(path, "wb") as file:
            for _ in range(megabytes):
                file.write((word * (1 << 20))[:1 << 20])

    def test_a_line_of_200_mb(self):
        self.write_long_line("d/long.txt", 200)
        self.check_one(["d"], "d/long.txt", None, "larger than 64 MB")
        (self.box.files / "d/long.txt").unlink()
        self.write_long_line("d/long.jsonl", 200)
        with open(self.box.files / "d/long.jsonl", "ab") as file:
            file.write(b'\n{"_id":"after","text":"Later line."}\n')
        self.check_one(["d"], "d/long.jsonl", 1, "longer than 16 MB")
        self.box.search("later")

    def test_stdin_of_200_mb(self):
        self.write_long_line("long", 200)
        with open(self.box.files / "long", "rb") as long:
            popen = self.box.start("ibid-indexer", "--id", "long", "-", "d",
                                   stdin=long, **self.bounded)
            _, err = popen.communicate()
        self.assertEqual(popen.returncode, 1, err)
        self.assertIn(b"larger than 64 MB", err)
        self.box.search("healthy")

    def test_a_line_of_60_mb_without_a_space(self):
        self.write_long_line("d/long.txt", 60, b"a")
        report = self.box.index("d", **self.bounded)
        self.assertEqual(report["articles"]["added"], 2)
        self.box.search("healthy")

    def test_nul_bytes(self):
        self.box.write("d/nul.txt", b"Title\0\n\nNul \0 byte\0s here.\n")
        self.box.write("d/nul.md", b"# Ti\0tle\n\nMarked \0 down.\n")
        self.box.write("d/nul.html", b"<p>Marked \0 up.</p>")
        self.box.write("d/nul.jsonl", b'{"_id":"n","text":"Escaped \\u0000."}')
        report, _ = self.index("d", expect=0)
        self.assertEqual(report["articles"]["added"], 5)
        for word in ("nul", "down", "up", "escaped"):
            self.box.search(word)

    def test_a_nul_byte_in_a_line_of_json(self):
        self.box.write("d/n.jsonl", b'{"_id":"n","text":"a\0b"}\n'
                                    b'{"_id":"m","text":"Next."}\n')
        self.check_one(["d"], "d/n.jsonl", 1, "JSON")
        self.box.search("next")

    def test_invalid_utf8(self):
        broken = b"Title\n\nHead\n\nBroken \xff\xfe bytes.\n\nOther\n\nWhole.\n"
        self.box.write("d/x.txt", broken)
        self.box.write("d/x.md", b"# T\n\nMark \xc3( down.\n")
        self.box.write("d/x.jsonl", b'{"_id":"j","text":"Line \xe2\x82."}\n')
        self.index("d", expect=0)
        hit = self.box.search("broken")["hits"][0]
        self.assertEqual(hit["text"], "Broken \ufffd\ufffd bytes.")
        self.assertFalse(hit["exact"])
        self.assertEqual(broken[hit["start"]:hit["end"]],
                         b"Broken \xff\xfe bytes.")
        self.check_exact(self.box.search("whole")["hits"][0])
        for word in ("mark", "line"):
            self.assertIn("\ufffd", self.box.search(word)["hits"][0]["text"])

    def test_html_nested_100000_deep(self):
        deep = 100000
        for name, html in [
                ("div", b"<div>" * deep + b"innermost" + b"</div>" * deep),
                ("open", b"<b><i>" * deep + b"innermost"),
                ("list", b"<ul><li>" * deep + b"innermost"),
                ("table", b"<table><tr><td>" * deep + b"innermost"),
                ("details", b"<details><summary>" * deep + b"innermost"),
                ("quote", b"<blockquote>" * deep + b"innermost"),
                ("junk", b"<" * deep + b"p>innermost" + b"</x>" * deep)]:
            self.box.write(f"d/{name}.html", html)
        report = self.box.run("ibid-indexer", "--json", "d",
                              **self.bounded).json()
        self.assertEqual(report["articles"]["added"], 8)
        self.box.search("healthy")
        self.box.search("innermost")

    def test_markdown_nested_deep(self):
        for name, mark in [("quote", ">"), ("list", "- "), ("link", "["),
                           ("image", "!["), ("star", "*"), ("tick", "`")]:
            self.box.write(f"d/{name}.md", mark * 100000 + " innermost\n")
        report = self.box.run("ibid-indexer", "--json", "d",
                              **self.bounded).json()
        self.assertEqual(report["articles"]["added"], 7)
        self.box.search("innermost")

    def test_yaml_bombs(self):
        bomb = "a0: &a0 [x, x]\n" + "".join(
            f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n"
            for i in range(1, 12))
        for name, yaml in [("alias", bomb), ("deep", "a: " + "[" * 50000),
                           ("flow", "{" * 5000), ("tab", "a:\n\t- b"),
                           ("colon", "title: a: b: c"),
                           ("large", "a: " + "x" * 100000)]:
            with self.subTest(name):
                self.box.write("d/y.md", f"---\n{yaml}\n---\n# T\n\nBody.\n")
                report, errors = self.index("d", expect=1)
                self.assertEqual(len(report["failures"]), 1, report)
                self.assertGreaterEqual(report["failures"][0]["line"], 1)
                self.assertIn("d/y.md:", errors[0])
                self.box.search("body")  # the text is kept

    def test_json_of_the_wrong_shape(self):
        lines = ['{"_id":"a","text":"First."}', "[1,2]", '"text"', "12", "null",
                 "{}", '{"_id":"b"', '{"_id":["c"],"text":"x"}',
                 '{"id":"d","text":"x"}', '{"_id":"","text":"x"}',
                 '{"_id":"e","text":{"a":1}}', '{"_id":"f","text":1e999}',
                 "{'_id':'g'}", '{"_id":"h","text":"x"} trailing', "",
                 '{"_id":"z","text":"Last."}']
        self.box.write("d/x.jsonl", "\n".join(lines))
        report, errors = self.index("d", expect=1)
        told = [f["line"] for f in report["failures"]]
        self.assertEqual(told, list(range(2, 15)))
        self.assertEqual(report["articles"]["failed"], 13)
        self.assertEqual(report["articles"]["added"], 3)
        for failure, line in zip(report["failures"], errors):
            self.assertIn(f"d/x.jsonl:{failure['line']}: ", line)
            self.assertTrue(failure["hint"], failure)
        for word in ("first", "last"):
            self.box.search(word)

    def test_json_fields_of_the_wrong_shape_are_warnings(self):
        odd = {"_id": 7, "text": "Kept.", "title": "T", "updated": "someday",
               "tags": "x", "questions": [1, {"question": "Q?"}],
               "sources": {"a": 1}, "url": 5, "lang": ["en"]}
        self.box.write("d/x.jsonl", json.dumps(odd))
        _, errors = self.index("d", expect=0)
        self.assertTrue(errors)
        for line in errors:
            self.assertIn("warning: ", line)
            self.assertIn("d/x.jsonl:1: ", line)
        hit = self.box.search("kept")["hits"][0]
        self.assertEqual(hit["article"]["id"], "7")
        self.assertIsNone(hit["article"]["updated"])

    def test_json_nested_100000_deep(self):
        for name, value in [("array", "[" * 100000 + "]" * 100000),
                            ("open", '{"a":' * 100000)]:
            with self.subTest(name):
                self.box.write("d/x.jsonl", '{"_id":"a","text":"First."}\n'
                               f'{{"_id":"b","x":{value}}}\n')
                self.check_one(["d"], "d/x.jsonl", 2, "nested")
                self.box.search("first")

    def test_a_date_that_is_none_is_a_warning(self):
        self.box.write("d/x.txt", "T\n\nLast updated: someday\n\nBody.\n")
        _, errors = self.index("d", expect=0)
        self.assertEqual(len(errors), 1)
        self.assertIn("d/x.txt:3: ", errors[0])
        self.assertIsNone(self.box.search("body")["hits"][0]["article"]
                          ["updated"])

    def test_names_cannot_steer_the_terminal(self):
        self.box.write("d/\x1b[31mred\x07.txt", b"")
        _, errors = self.index("d", "missing\x1b]0;x\x07", expect=1)
        self.assertEqual(len(errors), 2)
        loud = self.box.run("ibid-indexer", "-v", "--rebuild", "d")
        for line in errors + loud.errors:
            self.assertNotRegex(line, "[\x00-\x1f\x7f]")

    def test_wrong_usage(self):
        for args in ([], ["--unknown"], ["--format", "pdf", "d"],
                     ["--root", "x", "d"], ["--root", "=d"],
                     ["--root", "a/b=d"], ["--id", "x", "d"],
                     ["--color", "red", "d"], ["--db"], [""],
                     ["--files-from", "-", "--id", "x", "-"]):
            with self.subTest(args):
                result = self.box.run("ibid-indexer", *args, expect=2)
                self.assertEqual(result.out, b"")
                self.assertEqual(len(result.errors), 1, result.errors)
                answer = self.box.index(*args, expect=2)
                self.assertEqual(answer["error"]["kind"], "usage")
        self.assertFalse(self.box.db.exists())


if __name__ == "__main__":
    unittest.main()
