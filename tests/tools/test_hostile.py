# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries that no person means: each is answered, in time and in print that
cannot steer a terminal."""

import itertools
import json
import re
import string
import time
import unittest

from test_output import CONTROL
from tools import ROOT, SharedToolTest

# Only to catch what hangs: a query takes some milliseconds.
MAX_SECONDS = 10

PAIRS = ["".join(p) for p in itertools.product(string.ascii_lowercase,
                                               repeat=2)]

# What means something to other engines.
SYNTAX = [
    # SQLite FTS5
    "rust AND", "AND", "OR OR", "NOT", "rust NOT", "NOT rust", '"', '"rust',
    'rust"', '""', '"" ""', "^rust", "title : rust", "{title body} : rust",
    "- title : rust", "rust + memory", '"rust" * "memory" *',
    "NEAR(rust a, 3)", "NEAR(", "NEAR/3", "rust NEAR/3 memory", "rust*",
    "*rust", "*", "**", "r*t", "'rust'", "rust; DROP TABLE passages; --",
    "a:(^", "a:(^b", "^", ":", "::",
    # Lucene
    "title:(+rust -java)", "rust~", "rust~0.8", '"rust memory"~', "~5",
    '"a"~99', '"rust memory"~99999999999999999999', "rust^4", "rust^-1",
    "rust^", "[a TO b]", "{a TO b}", "[* TO *]", "[", "]", "{", "}",
    "title:[a TO", "/r[ua]st/", "/(/", "rust && memory", "rust || memory",
    "!rust", "!", "&&", "||", "(", ")", "()", "(((", ")))", "(rust", "rust)",
    "(rust OR", "+(", "-(", "+-rust", "-+rust", "--rust", "++rust", "+", "-",
    "+ -", r"\(1\+1\)\:2", "\\", "\\\\", "\\\"", "_exists_:title", "title:",
    "title::", "title:*", "*:*", "path:", "path:[", "path:[!", "path:\\",
    "tag:(", "kind:", "kind:x", "lang:(a OR", "path:(",
    # Xapian
    "rust XOR memory", "rust ADJ memory", "rust ADJ/2 memory",
    "rust SYN memory", "~rust", "rust::memory", "1..2", "..", "$1..$2",
    "XTrust", "Srust", "XWrust", "Q0123456789abcdef", "XAa", "\x00",
    "rust\x00memory", "NOT NOT rust", "rust AND NOT", "(rust AND) OR (NOT)",
    "title:NOT", "hello.world.foo-bar/baz",
    # Shells, pages, formats
    "$(rm -rf /)", "`id`", "%s%n%x", "%00", "../../etc/passwd", "<script>x",
    "${jndi:ldap://x}", "{{7*7}}", "\r\nSet-Cookie: a", "null", "undefined",
]

# Scripts, marks and what is no text.
TEXT = [
    "the of and", "what is the of?", "to be or not to be", "how is it?", "?",
    "!", "...", "?!?!", "-_-", "¯\\_(ツ)_/¯", "•", "—", "“”", "«»", "„“", "🦀",
    "🦀🦀 🦀*", "-🦀", "👩‍💻", "🏳️‍🌈 OR 👍🏽", '"🦀 🦀"', "tag:🦀", "\u202erust",
    "rust \u202emem\u202cory", "\u2066rust\u2069", "\u200frust\u200f",
    "\u200b", "\ufeffrust", "ru\u00adst", "ru\u200dst", "مرحبا rust",
    "שלום -עולם", "東京 rust", "索引index検索", "東京*", '"東京 rust"~3',
    "한국어 検索 中文", "ﾃｽﾄ", "ภาษาไทย rust", "ချစ်", "ру́сский", "ΣΊΣΥΦΟΣ", "İstanbul ı", "ﬁﬂ",
    "Ⅷ", "𝖗𝖚𝖘𝖙", "a" + "\u0301" * 1000, "\u0301", "\u0301*", "a\u0301\u0302*",
    "\x1b[31mrust", "\x1b]0;owned\x07", "rust\x9b2J", "\x07\x08\x7f", "\x85",
    "\x1b", '"\x1b[2J"', "-\x1b[2J rust", "path:\x1b[2J", "\x1b[2J*",
    b"\xff\xfe", b"rust \xc3", b"\xed\xa0\x80 x", b"\xf4\x90\x80\x80",
    b'"\xff', "", " ", "\t\n", "\u3000",
]

# Long ones; what is over the bounds is left out.
LONG = [
    " ".join(itertools.islice(itertools.cycle(PAIRS), 10000)), "the " * 10000,
    "rust " * 10000, "what is " * 5000 + "?", "a" * 100000, "東京" * 5000,
    "🦀" * 5000, "\u202e" * 5000, "?" * 16000, '"' * 16000, "(" * 16000,
    "(" * 8000 + "rust" + ")" * 8000, "-(" * 5000, "NOT " * 5000,
    "(rust OR (a " * 1000, "a-b-c." * 3000, "a.b" * 5000,
    "rust" + " OR x" * 4000, "ab* " * 100, "ab* " * 4000,
    " ".join(p + "*" for p in PAIRS), "in* ru* wo* " * 1300,
    " ".join(f"+{p}*" for p in PAIRS),
    "rust " + " ".join(f"-{p}*" for p in PAIRS), "path:*ab*", "path:std/vec/*",
    "vec path:std/**", "rust path:*a* path:*b* path:*c* path:*d*",
    " ".join(f"path:*{p}*" for p in PAIRS),
    " OR ".join(f"path:*{p}*" for p in PAIRS),
    "rust " + " ".join(f"-path:*{p}*" for p in PAIRS),
    "path:" + "*a" * 200 + "b", "path:" + "**/" * 60 + "*x*y*z",
    "path:" + "**/*" * 3000 + "*x", "path:" + "?*" * 5000 + "x",
    "path:" + "*[a-z]" * 2000, "path:" + "[" * 10000, "-path:" + "*?" * 5000,
    "path:" + "a" * 16000, "rust -path:**", "rust" + " -a" * 5000,
    "rust" + " -a" * 400, "rust" + " -(a OR b)" * 1500,
    "rust " + " ".join("-" + p for p in PAIRS), '"a b"~5 ' * 2300,
    " ".join(f'"{p} the"~9' for p in PAIRS), '"the of" ' * 1800,
    '"' + "the " * 4000 + '"', '"' + "the of " * 2000 + '"~100',
    '"compiled languages" OR "' + " ".join(PAIRS * 7) + '"',
    " OR ".join(f"(the {p})" for p in PAIRS), "title:a " * 2000,
    " ".join(f"+(the OR {p})" for p in PAIRS), "lang:en " * 2000,
    " OR ".join(["kind:section", "kind:question"] * 400),
    "tag:a OR " * 1800 + "x",
    "rust " + " ".join(f"-{a}-{b}" for a, b in zip(PAIRS, PAIRS[1:])),
]
QUERIES = SYNTAX + TEXT + LONG


class Hostile(SharedToolTest):
    @classmethod
    def fill(cls, box):
        box.index(ROOT / "corpus")

    def ask(self, query, *options):
        started = time.monotonic()
        result = self.box.run("ibid-searcher", *options, "--", query)
        self.assertLess(time.monotonic() - started, MAX_SECONDS)
        return result

    def check_print(self, out):
        text = out.decode("utf-8")  # fails where it is none
        self.assertIsNone(CONTROL.search(text), text[:500])

    def read_json(self, line):
        self.check_print(line)
        answer = json.loads(line)
        self.assertNotIn("error", answer)
        return answer

    def check_all(self, check, *options):
        for query in QUERIES:
            if isinstance(query, str) and "\0" in query:
                continue  # no argument of a program can be; see the batch
            with self.subTest(query[:60], length=len(query)):
                check(query, self.ask(query, *options))

    def check_json(self, query, result):
        self.assertEqual(result.out.count(b"\n"), 1)
        answer = self.read_json(result.out)
        self.assertEqual(result.code, 0 if answer["hits"] else 1)
        self.assertEqual(result.err, b"")
        if isinstance(query, str):
            self.assertEqual(answer["query"], query)

    def check_text(self, _, result):
        self.assertIn(result.code, (0, 1))
        self.check_print(result.out)
        self.check_print(result.err)

    def check_strict(self, _, result):
        self.assertIn(result.code, (0, 1, 2))
        self.check_print(result.out)
        self.check_print(result.err)
        self.assertEqual(len(result.errors), 1 if result.code == 2 else 0)

    def test_each_is_answered_in_json(self):
        self.check_all(self.check_json, "--json")

    def test_each_is_answered_in_text(self):
        self.check_all(self.check_text)

    def test_each_is_answered_with_every_word_required(self):
        self.check_all(self.check_json, "--json", "--all")

    def test_each_is_answered_as_a_question(self):
        self.check_all(self.check_json, "--json", "--mode", "question")

    def test_each_is_at_most_one_error_where_strict(self):
        self.check_all(self.check_strict, "--strict")

    def test_a_batch_of_them_is_answered(self):
        texts = [q for q in QUERIES if isinstance(q, str)]
        lines = [json.dumps({"_id": str(i), "text": text})
                 for i, text in enumerate(texts)]
        started = time.monotonic()
        result = self.box.run("ibid-searcher", "--batch", "-", expect=0,
                              stdin="\n".join(lines).encode())
        self.assertLess(time.monotonic() - started, 4 * MAX_SECONDS)
        answers = map(self.read_json, result.out.splitlines())
        self.assertEqual([a["query"] for a in answers], texts)


if __name__ == "__main__":
    unittest.main()
