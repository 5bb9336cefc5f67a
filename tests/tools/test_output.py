# SPDX-License-Identifier: GPL-3.0-or-later
"""What ibid-searcher prints: JSON as docs/answer.schema.json says, JSON lines,
TREC runs, and text that cannot steer a terminal."""

import json
import os
import pty
import re
import unittest

import jsonschema

from tools import BIN, ROOT, TIMEOUT, SharedToolTest

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e"
                     "\u2066-\u2069]")
HOSTILE_TITLE = "Evil\x1b]0;owned\x07 \x1b[31mred\x9b2J \u202erev \u2066iso"

# Options and queries of every kind: found, not found, questions, syntax, bytes
# that are no UTF-8, and more of each than anyone types.
QUERIES = [
    ["index"], ["what is an index?"], ["how do engines rank"], ["nowherefound"],
    ["index nowherefound plugh"], ['"inverted index"'], ['"index inverted"'],
    ["+index -stem"], ["-index"], ["title:index"], ["heading:weights"],
    ["question:fast"], ["path:*.txt"], ["kind:question"], ["kind:x"],
    ["tag:search"], ["lang:de"], ["ind*"], ['"index words"~5'],
    ["index OR stem"], ["index AND stem"], ["(index"], ["index)"], ["()"], [""],
    [" "], ["*"], ["?"], ["-"], ["\u202e"], ["\x01\x02"], [b"\xff\xfe index"],
    [b"\xc3"], ["\U0001f600"], ["索引"], ["Häuser"], ["word " * 4000],
    ["(" * 500 + "index" + ")" * 500], ["a" * 40000], ["c++"], ["[]"], ["-5"],
    ["rust", "-java"], ["--", "-n"], ["\"' \\ / {}"], ["evil"], ["stdin"],
    ["-n", "0", "index"], ["-n1", "index"], ["--offset", "3", "index"],
    ["--offset", "1000", "index"], ["--per-article", "1", "index"],
    ["--kind", "question", "index"], ["--tag", "search", "index"],
    ["--lang", "de", "haus"], ["--after", "2025", "index"],
    ["--before", "1999", "index"], ["--path", "*.md", "index"],
    ["--sort", "date", "index"], ["--all", "index", "stem"],
    ["--mode", "question", "index"], ["--language", "de", "index"],
    ["--output", "json", "index"], ["--output", "jsonl", "index"],
]
ERRORS = [
    [], ["--strict", "index AND"], ["--kind", "x", "index"], ["-n", "x", "y"],
    ["--after", "never", "x"], ["--db", "/nowhere/at/all", "index"],
    ["--db", "/dev/null", "index"], ["--db", "/", "index"],
    ["--batch", "/nowhere/queries"], ["--batch", "-", "index"],
    ["--output", "xml", "index"], ["--strict", '"\x1b[31m'], ["index", "--tag"],
    ["--strict", b"\xff ("],
]
BATCH = [
    {"_id": "q1", "text": "index"}, {"_id": "q2", "text": "nowherefound"},
    {"_id": 3, "text": "how fast is an index?"},
    {"_id": "q 4", "text": "[" * 100 + " index"}, {"_id": "ä", "text": ""},
    {"_id": "q6", "text": "evil \x1b]0;x\x07", "metadata": {"a": [1]}},
]
BAD_LINES = [
    b"not json", b"[]", b'"x"', b"7", b"null", b'{"text":"no id"}',
    b'{"_id":"no text"}', b'{"_id":"x","text":5}', b'{"_id":null,"text":"x"}',
    b"[" * 100000, b'{"_id":"\xff","text":"x"}', b'{"_id":"cut","te',
    b'{"_id":"big","text":1e999}',
]


def batch(lines):
    return b"".join((x if isinstance(x, bytes) else json.dumps(x).encode())
                    + b"\n" for x in lines)


class OutputTest(SharedToolTest):
    @classmethod
    def fill(cls, box):
        box.write("a/index.txt", (
            "What is an index\n\nLast updated: 2026-01-02\n\nQuick Answer: An "
            "inverted index lists words.\n\nKey Facts\n\nWeights\n\nAn index "
            "stores weights.\n\nRelated Questions\n\nIs an index fast?\n\nYes."
            " It looks up words.\n\nSources\n\n  1. A book CC-BY-4.0\n  2. B"))
        box.write("a/stem.md", "---\ntags: [search]\n---\n# Stems\n\nA stem "
                               "joins words of an index. Index index.\n")
        box.write("a/haus.md", "---\nlang: de\n---\n# Haus\n\nViele Häuser.\n")
        box.write("a/索引.txt", "索引\n\n転置索引は単語から文書を引く。\n")
        box.write("a/\x1b[31mevil.txt", f"{HOSTILE_TITLE}\n\nAn evil index "
                  f"\x1b[2J\x1b]8;;http://x\x07 of \x9b1m \u202ewords\x07.\n")
        box.index("a")
        box.index("--id", "from stdin", "-", stdin=b"An article of stdin.\n")


class Json(OutputTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        schema = json.loads((ROOT / "docs/answer.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        cls.validator = jsonschema.Draft202012Validator(schema)

    def check(self, answer):
        errors = [e.message for e in self.validator.iter_errors(answer)]
        self.assertEqual(errors, [], answer)
        for hit in answer.get("hits", []):
            self.check_highlights(hit["snippet"])

    def check_highlights(self, snippet):
        text = snippet["text"].encode("utf-8")
        self.assertNotIn(b"\n", text)
        end = 0
        for start, stop in snippet["highlights"]:
            self.assertLessEqual(end, start)
            self.assertLess(start, stop)
            text[start:stop].decode("utf-8")  # cuts no character
            end = stop
        self.assertLessEqual(end, len(text))

    def test_every_answer_is_as_the_schema_says(self):
        for query in QUERIES:
            with self.subTest(query):
                result = self.box.run("ibid-searcher", "--json", *query)
                answer = result.json()
                self.check(answer)
                self.assertEqual(result.code, 0 if answer["hits"] else 1)
                self.assertEqual(result.err, b"")

    def test_every_error_is_as_the_schema_says(self):
        for query in ERRORS:
            with self.subTest(query):
                result = self.box.run("ibid-searcher", "--json", *query,
                                      expect=2)
                answer = result.json()
                self.check(answer)
                self.assertIn("error", answer)
                # For people the same stands on stderr, in one line.
                self.assertEqual(len(result.errors), 1, result.errors)
                self.assertIsNone(CONTROL.search(result.errors[0]))

    def test_lines_of_a_batch_are_as_the_schema_says(self):
        result = self.box.run("ibid-searcher", "--batch", "-", expect=0,
                              stdin=batch(BATCH))
        answers = result.json_lines()
        self.assertEqual([a["id"] for a in answers],
                         [str(q["_id"]) for q in BATCH])
        for answer, query in zip(answers, BATCH):
            self.check(answer)
            self.assertEqual(answer["query"], query["text"])
            self.assertNotIn("took_ms", answer)
        self.assertTrue(answers[3]["hits"])

    def test_bad_lines_of_a_batch_are_errors_in_their_place(self):
        for bad in BAD_LINES:
            with self.subTest(bad[:40]):
                result = self.box.run(
                    "ibid-searcher", "--batch", "-", expect=2,
                    stdin=batch([BATCH[0], bad, BATCH[1]]))
                answers = result.json_lines()
                self.assertEqual(len(answers), 3)
                for answer in answers:
                    self.check(answer)
                self.assertEqual(answers[0]["id"], "q1")
                self.assertIn("line 2", answers[1]["error"]["message"])
                self.assertEqual(answers[2]["id"], "q2")

    def test_a_batch_in_which_nothing_is_found_exits_with_1(self):
        self.box.run("ibid-searcher", "--batch", "-", expect=1,
                     stdin=batch([BATCH[1], BATCH[1]]))
        empty = self.box.run("ibid-searcher", "--batch", "-", expect=1)
        self.assertEqual(empty.out, b"")

    def test_a_batch_file_may_end_without_a_line_end_and_have_empty_ones(self):
        path = self.box.write("queries", batch(BATCH[:2]).replace(
            b"\n", b"\r\n\n").rstrip())
        result = self.box.run("ibid-searcher", "--batch", path, expect=0)
        self.assertEqual(len(result.json_lines()), 2)

    def test_a_batch_that_cannot_be_read_is_an_error(self):
        for path in ("missing", "."):
            with self.subTest(path):
                error = self.box.search("--batch", path, expect=2)["error"]
                self.assertIn(path, error["message"])

    def test_a_batch_is_the_same_bytes_at_every_run(self):
        runs = {self.box.run("ibid-searcher", "--batch", "-", "--output",
                             output, stdin=batch(BATCH)).out
                for output in ("jsonl", "jsonl", "jsonl")}
        self.assertEqual(len(runs), 1)


class Trec(OutputTest):
    def rows(self, *options, queries=None, expect=0):
        result = self.box.run("ibid-searcher", "--output", "trec", *options,
                              stdin=batch(queries or []), expect=expect)
        again = self.box.run("ibid-searcher", "--output", "trec", *options,
                             stdin=batch(queries or []), expect=expect)
        self.assertEqual(result.out, again.out)
        return [x.split() for x in result.out.decode().split("\n")[:-1]], result

    def check_rows(self, rows):
        seen = set()
        scores = {}
        ranks = {}
        for row in rows:
            self.assertEqual(len(row), 6, row)
            query, q0, article, rank, score, name = row
            self.assertEqual((q0, name), ("Q0", "ibid"))
            self.assertNotIn((query, article), seen)
            seen.add((query, article))
            self.assertRegex(score, r"^-?\d+\.\d{6}$")
            self.assertLessEqual(float(score), scores.get(query, 1e9))
            scores[query] = float(score)
            self.assertEqual(int(rank), ranks.get(query, 0) + 1)
            ranks[query] = int(rank)

    def test_a_batch_lists_each_article_once_by_falling_score(self):
        rows, _ = self.rows("--batch", "-", queries=BATCH)
        self.check_rows(rows)
        self.assertEqual({r[0] for r in rows}, {"q1", "3", "q_4", "q6"})
        of_q1 = [r[2] for r in rows if r[0] == "q1"]
        self.assertIn("index.txt", of_q1)
        self.assertIn("stem.md", of_q1)

    def test_the_number_of_hits_counts_articles(self):
        rows, _ = self.rows("-n", "2", "index")
        self.check_rows(rows)
        self.assertEqual(len(rows), 2)

    def test_scores_are_those_of_the_best_passages(self):
        rows, _ = self.rows("-n", "100", "index")
        best = {}
        for hit in self.box.search("-n", "100", "index")["hits"]:
            best.setdefault(hit["article"]["id"], hit["score"])
        for row in rows:
            score = best.get(row[2])
            if score is not None:  # white space of ids is replaced
                self.assertAlmostEqual(float(row[4]), score, places=5)

    def test_ids_lose_their_white_space(self):
        rows, _ = self.rows("stdin")
        self.assertEqual(rows[0][2], "from_stdin")

    def test_bad_lines_are_told_on_stderr_in_one_clean_line(self):
        for bad in BAD_LINES + [b'{"_id":"\x1b[31m"}']:
            with self.subTest(bad[:40]):
                rows, result = self.rows("--batch", "-", expect=2,
                                         queries=[BATCH[0], bad])
                self.check_rows(rows)
                self.assertEqual(len(result.errors), 1)
                self.assertIn("line 2", result.errors[0])
                self.assertIsNone(CONTROL.search(result.errors[0]))
        _, result = self.rows("--strict", "--batch", "-", expect=2,
                              queries=[{"_id": "a", "text": 'kind:\x1b[1m"'}])
        self.assertIsNone(CONTROL.search("".join(result.errors)))

    def test_nothing_found_prints_nothing(self):
        rows, _ = self.rows("nowherefound", expect=1)
        self.assertEqual(rows, [])


class Text(OutputTest):
    def text(self, *args, expect=0, env=None):
        result = self.box.run("ibid-searcher", *args, expect=expect, env=env)
        self.assertEqual(result.err, b"")
        return result.out.decode("utf-8")

    def on_terminal(self, *args, env=None, columns=80):
        """What a terminal of so many columns gets."""
        pid, terminal = pty.fork()
        if pid == 0:
            program = str(BIN / "ibid-searcher")
            more = {"TERM": "xterm-256color", "COLUMNS": str(columns)}
            os.chdir(self.box.files)
            os.execve(program, [program, *args],
                      {**self.box.env, **more, **(env or {})})
        output = b""
        try:
            while chunk := os.read(terminal, 65536):
                output += chunk
        except OSError:
            pass  # how Linux says that the other side was closed
        finally:
            os.close(terminal)
            os.waitpid(pid, 0)
        return output.decode("utf-8")

    def test_a_hit_shows_title_headings_place_date_and_kind(self):
        text = self.text("-n", "1", "weights")
        lines = text.splitlines()
        self.assertEqual(lines[0], "1. What is an index › Weights")
        self.assertEqual(lines[1].strip(),
                         "a/index.txt:11 · 2026-01-02 · section")
        self.assertEqual(lines[2].strip(), "An index stores weights.")

    def test_nothing_found_says_so(self):
        text = self.text("nowherefound", expect=1)
        self.assertIn("No passage found.", text)
        self.assertIn("nowherefound", text)

    def test_no_article_or_query_reaches_the_terminal_raw(self):
        for query in (["evil"], ["evil", "\x1b[31m", "\x07\u202e"],
                      ["nowhere\u0007\u202e found\x1b]0;x"],
                      ["--sort", "date", "-n", "50", "index"]):
            with self.subTest(query):
                result = self.box.run("ibid-searcher", *query)
                text = result.out.decode("utf-8")
                self.assertIsNone(CONTROL.search(text), text)
        self.assertIn("Evil", self.text("evil"))

    def test_colour_is_for_terminals_or_those_who_ask(self):
        for options, env, wanted in [
                ([], {}, False), (["--color", "never"], {}, False),
                (["--color=always"], {}, True),
                (["--color", "always"], {"NO_COLOR": "1"}, True)]:
            with self.subTest(options=options, env=env):
                text = self.text(*options, "index", env=env)
                self.assertEqual("\x1b[" in text, wanted)
                self.assertNotIn("\x1b]8", text)

    def test_a_terminal_gets_colours_and_links(self):
        text = self.on_terminal("weights")
        self.assertIn("\x1b[1m", text)
        self.assertIn("\x1b]8;;file://", text)
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            with self.subTest(env):
                self.assertNotIn("\x1b", self.on_terminal("weights", env=env))
        self.assertNotIn("\x1b", self.on_terminal("--color", "never",
                                                  "weights"))

    def test_colours_and_links_are_the_only_sequences_of_a_terminal(self):
        text = self.on_terminal("evil")
        ours = re.compile("\x1b\\[[0-9;]*m|\x1b]8;;[ -~]*\x1b\\\\")
        rest = ours.sub("", text).replace("\r\n", "\n")
        self.assertIsNone(CONTROL.search(rest), repr(rest))
        for style in re.findall("\x1b\\[[0-9;]*m", text):
            self.assertNotIn("31m", style)  # the article's own red

    def test_batch_gives_no_text(self):
        result = self.box.run("ibid-searcher", "--batch", "-", "--output",
                              "text", expect=2)
        self.assertIn("jsonl", result.errors[0])


class LostOutput(OutputTest):
    """The other side of stdout or stderr is full or closed."""

    RUNS = (["ibid-searcher", "index"], ["ibid-searcher", "--json", "index"],
            ["ibid-searcher", "--output", "trec", "index"],
            ["ibid-searcher", "--help"], ["ibid-indexer", "--version"],
            ["ibid-indexer", "--dry-run", "a"],
            ["ibid-indexer", "--dry-run", "--json", "a"])

    def test_results_that_get_lost_are_an_error(self):
        for command in self.RUNS:
            with self.subTest(command), open("/dev/full", "wb") as full:
                program = self.box.start(*command, stdout=full)
                _, err = program.communicate(timeout=TIMEOUT)
                self.assertEqual(program.returncode, 2)
                self.assertIn(b"cannot write the output", err)

    def test_messages_that_get_lost_change_nothing(self):
        for command, code in [(["ibid-indexer", "--dry-run", "missing"], 1),
                              (["ibid-indexer", "--unknown"], 2),
                              (["ibid-searcher", "--kind", "x", "y"], 2)]:
            for where in ("/dev/full", None):
                with self.subTest(command=command, where=where):
                    self.assertEqual(self.code_without_stderr(command, where),
                                     code)

    def code_without_stderr(self, command, where):
        if where is None:
            program = self.box.start(*command,
                                     preexec_fn=lambda: os.close(2))
        else:
            with open(where, "wb") as full:
                program = self.box.start(*command, stderr=full)
        program.communicate(timeout=TIMEOUT)
        return program.returncode


if __name__ == "__main__":
    unittest.main()
