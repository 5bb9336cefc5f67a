# SPDX-License-Identifier: GPL-3.0-or-later
"""Each construct of docs/query.md and each filter against a small corpus."""

import unittest

from query_corpus import (ALL, ASYNC, HISTORY, HOUSES, JAVA_ALL, MEMORY, QUICK,
                          RUST_ALL, SLOW, VECTOR, VET, QueryTest)
from tools import place_name


class Syntax(QueryTest):
    def test_words_find_any_of_them_by_their_stems(self):
        self.check_table([
            ("tokio collector", {"rust.md:Async", "java.md:Memory"}),
            ("proves", {"rust.md:Memory"}),
            ("proving", {"rust.md:Memory"}),
            ("PROVED", {"rust.md:Memory"}),
            ("häuser", {HOUSES}),
            ("Haus", {HOUSES}),
            ("nowherefound", set()),
        ])

    def test_phrases_match_words_and_not_stems(self):
        self.check_table([
            ('"borrow checker"', {"rust.md:Memory"}),
            ('"borrow checkers"', {VET}),
            ('"checker of borrow"', {"java.md:Memory"}),
            ('"checker borrow"', set()),
            ("“borrow checker”", {"rust.md:Memory"}),
            ("„borrow checker“", {"rust.md:Memory"}),
            ("«borrow checker»", {"rust.md:Memory"}),
            ('-"borrow checker" memory', {"java.md:Memory"}),
            ('+"borrow checkers" tokio', {VET}),
            ('"Alte Häuser"', {HOUSES}),
            ('"alte haus"', set()),
            ('"std::vector grows"', {VECTOR}),
        ])

    def test_near_takes_words_in_any_order(self):
        self.check_table([
            ('"borrow checker"~1', {"rust.md:Memory", VET}),
            ('"borrow checker"~2', MEMORY | {VET}),
            ('"tokio threads"~2', set()),
            ('"tokio threads"~7', {"rust.md:Async"}),
            ('"threads tokio"~7', {"rust.md:Async"}),
        ])

    def test_plus_requires_and_minus_excludes(self):
        self.check_table([
            ("async +tokio", {"rust.md:Async"}),
            ("async -tokio", {"java.md:Async"}),
            ("+async +threads +servers", {"java.md:Async"}),
            ("memory -title:java", {"rust.md:Memory"}),
            ("memory -(tokio OR collector)", {"rust.md:Memory"}),
            ("title:rust -(tokio OR borrow)", {SLOW}),
            ("tokio −java", {"rust.md:Async"} | JAVA_ALL),  # no hyphen
        ])

    def test_fields_look_in_one_place(self):
        self.check_table([
            ("title:rust", RUST_ALL),
            ("TITLE:Rust", RUST_ALL),
            ("heading:memory", MEMORY),
            ("question:compile", {SLOW}),
            ("heading:tokio", set()),
            ('title:"c++"', {VECTOR, HISTORY}),
            ("heading:(containers OR history)", {VECTOR, HISTORY}),
            ("title:rust +tokio", {"rust.md:Async"}),
            ("tag:web", RUST_ALL | {HOUSES}),
            ("tag:SYSTEMS", RUST_ALL),
            ("tag:(web OR enterprise)", RUST_ALL | JAVA_ALL | {HOUSES}),
            ("lang:de", {HOUSES}),
            ("kind:question", {SLOW}),
            ("kind:quick_answer", {QUICK}),
            ("memory tag:enterprise", {"java.md:Memory"}),
            ("memory -tag:enterprise", {"rust.md:Memory"}),
            ("path:rust.md", RUST_ALL),
            ("path:docs/*.md", {VECTOR, HISTORY}),
            ("path:docs", {VECTOR, HISTORY, VET, QUICK}),
            ("path:*.txt", {VET, QUICK}),
            ("async -path:java*", {"rust.md:Async"}),
        ])

    def test_a_star_finds_words_that_start_like_it(self):
        self.check_table([
            ("coll*", {"java.md:Memory"}),
            ("compil*", {SLOW, QUICK}),
            ("häus*", {HOUSES}),
            ("zzz*", set()),
        ])

    def test_operators_join_and_group(self):
        self.check_table([
            ("tokio OR collector", {"rust.md:Async", "java.md:Memory"}),
            ("async AND servers", {"java.md:Async"}),
            ("async NOT servers", {"rust.md:Async"}),
            ("async AND NOT servers", {"rust.md:Async"}),
            ("tokio OR async AND servers", ASYNC),
            ("(tokio OR async) AND servers", {"java.md:Async"}),
            ("(rust OR java) AND heading:async", ASYNC),
            ("virtual threads OR garbage collector",
             ASYNC | {"java.md:Memory"}),
        ])

    def test_what_cannot_be_syntax_is_text(self):
        self.check_table([
            ("foo:tokio", {"rust.md:Async"}),
            ("std::vector", {VECTOR}),
            ("c++ containers", {VECTOR, HISTORY}),
            ("f(x)", {VECTOR}),
            ("tokio)", {"rust.md:Async"}),
            ("(tokio", {"rust.md:Async"}),
            ("tokio AND", {"rust.md:Async", QUICK, HISTORY}),
            ("OR tokio", {"rust.md:Async", HISTORY}),
            ('"tokio', {"rust.md:Async"}),
            ("e-mail", {VECTOR}),
            ("COVID-19", {HISTORY}),
            ("kind:nonsense tokio", {"rust.md:Async"}),
            ("()", set()),
            ("*", set()),
            ("?!", set()),
            ("", set()),
            ("\u202e\u0007", set()),
        ])

    def test_a_query_that_only_excludes_is_text(self):
        self.check_table([
            ("-tokio", {"rust.md:Async"}),
            ("NOT tokio", {"rust.md:Async"}),
            ("servers OR -tokio", ASYNC),
        ])

    def test_questions_take_little_syntax(self):
        self.check_table([
            ("where does tokio run? tag:enterprise", set()),
            ("what runs tasks? -tag:enterprise -kind:quick_answer",
             {"rust.md:Async"}),
        ])
        found = self.found('what does "borrow checkers" mean?')
        self.assertIn(VET, found)
        self.assertNotIn("rust.md:Memory", found)
        answer = self.box.search("Why is my tokio NOT working?")
        self.assertEqual(answer["mode"], "question")
        self.assertIn("rust.md:Async",
                      [place_name(h) for h in answer["hits"]])

    def test_mode_can_be_forced(self):
        for query, options, mode in [
                ("tokio tasks", [], "keyword"),
                ("what is tokio", [], "question"),
                ("tokio tasks?", [], "question"),
                ("was ist eine Stadt", [], "question"),
                ("tokio tasks", ["--mode", "question"], "question"),
                ("what is tokio?", ["--mode=keyword"], "keyword")]:
            with self.subTest(query=query, options=options):
                answer = self.box.run("ibid-searcher", "--json", *options,
                                      query).json()
                self.assertEqual(answer["mode"], mode)


class Options(QueryTest):
    def test_filters_narrow(self):
        self.check_table([
            (["--kind", "question", "rust"], {SLOW}),
            (["--kind=section", "title:rust"],
             {"rust.md:Memory", "rust.md:Async"}),
            (["--tag", "WEB", "stadt", "tokio"], {HOUSES, "rust.md:Async"}),
            (["--lang", "de", "in", "programs"], {HOUSES}),
            (["--lang", "German", "stadt"], {HOUSES}),
            (["--path", "docs/**", "programs"], {VET, QUICK}),
            (["--path", "*.md", "async"], ASYNC),
            (["--after", "2026-04-01", "path:**"], RUST_ALL),
            (["--after", "2026-04-02", "path:**"], set()),
            (["--before", "2024-05-06", "path:**"], JAVA_ALL),
            (["--before", "2024-05-05", "path:**"], set()),
            (["--after", "2025", "--before", "2025-06", "path:**"],
             {VECTOR, HISTORY, HOUSES}),
            (["--after=2025-02", "--before=2025-12-31", "path:**"], {HOUSES}),
            (["--tag", "web", "--kind", "question", "compile"], {SLOW}),
        ])

    def test_any_and_all(self):
        self.check_table([
            (["--any", "async", "servers"], ASYNC),
            (["--all", "async", "servers"], {"java.md:Async"}),
            (["--all", "async nowherefound"], set()),
            (["--all", "async OR nowherefound"], ASYNC),
        ])
        self.box.run("ibid-searcher", "--any", "--all", "x", expect=2)

    def test_date_order_is_newest_first_and_undated_last(self):
        hits = self.box.search("--sort", "date", "-n", "100",
                               "path:**")["hits"]
        dates = [h["article"]["updated"] or "" for h in hits]
        self.assertEqual(len(hits), len(ALL))
        self.assertEqual(dates, sorted(dates, reverse=True))

    def test_pages_put_together_are_one_long_page(self):
        for query in ("programs async rust java stadt", "path:**",
                      "how do programs compile?"):
            for more in ([], ["--sort", "date"], ["--per-article", "1"]):
                with self.subTest(query=query, more=more):
                    whole = self.box.search(*more, "-n", "100", query)["hits"]
                    self.check_pages(query, more, whole)

    def check_pages(self, query, more, whole):
        pages = []
        for offset in range(0, len(whole) + 3, 3):
            result = self.box.run("ibid-searcher", "--json", *more, "-n3",
                                  f"--offset={offset}", query)
            pages += result.json()["hits"]
        self.assertEqual([(h["rank"], h["id"], h["score"]) for h in pages],
                         [(h["rank"], h["id"], h["score"]) for h in whole])
        self.assertEqual([h["rank"] for h in whole],
                         list(range(1, len(whole) + 1)))

    def test_per_article_caps_each_article(self):
        for cap in (1, 2):
            hits = self.box.search("--per-article", str(cap), "-n", "100",
                                   "path:**")["hits"]
            articles = [h["article"]["id"] for h in hits]
            self.assertEqual(len(set(articles)), 5)
            self.assertEqual(max(map(articles.count, articles)), cap)

    def test_an_empty_page_is_nothing_found(self):
        answer = self.box.search("-n", "0", "tokio", expect=1)
        self.assertEqual(answer["hits"], [])
        self.assertEqual(answer["outcome"], "none")
        self.box.search("--offset", "50", "tokio", expect=1)

    def test_missing_words_are_named(self):
        self.assertEqual(self.box.search("tokio xyzzy Plugh")["missing"],
                         ["xyzzy", "Plugh"])

    def test_wrong_values_are_usage_errors(self):
        for options in (["--kind", "sections"], ["--after", "soon"],
                        ["--before", "2025-02-30"], ["--sort", "size"],
                        ["--mode", "x"], ["--output", "xml"], ["-n", "many"],
                        ["-n", "-1"], ["--offset", "-3"], ["-n", "9" * 30],
                        ["--color", "red"]):
            with self.subTest(options):
                error = self.box.search(*options, "x", expect=2)["error"]
                self.assertEqual(error["kind"], "usage")
                name = options[0].split("=")[0]
                self.assertIn(name, error["message"])

    def test_strict_says_where_the_error_is(self):
        for query, position in [
                ("rust AND", 6), ("AND rust", 1), ("rust OR", 6),
                ('say "hello', 5), ('""', 1), ("(rust", 1), ("rust)", 5),
                ("a ()", 3), ('"a b"~0', 6), ('"a b"~101', 6),
                ("kind:nonsense", 6), ("-java", 1), ("rust OR -java", 9),
                ("tag: web", 1), ("héé (", 5)]:
            with self.subTest(query):
                result = self.box.run("ibid-searcher", "--strict", query,
                                      expect=2)
                self.assertEqual(result.out, b"")
                self.assertIn(f"at character {position}", result.errors[0])
                error = self.box.search("--strict", query, expect=2)["error"]
                self.assertEqual(error["kind"], "usage")
        for query in ("foo:bar", "c++", "--flag", "*", "f(x)", "a -b",
                      '"borrow checker"'):
            with self.subTest(query):
                result = self.box.run("ibid-searcher", "--strict", "--",
                                      query)
                self.assertIn(result.code, (0, 1), result.err)


class Words(QueryTest):
    """No word of a query is taken for an option or a number."""

    def test_query_words_are_the_query(self):
        for words, query in [
                (["rust", "-java"], "rust -java"),
                (["[]"], "[]"),
                (["c++", "containers"], "c++ containers"),
                (["-5"], "-5"),
                (["--", "-n"], "-n"),
                (["--", "--json", "-n", "3"], "--json -n 3"),
                (["-Wall"], "-Wall"),
                (["--unknown-flag", "x"], "--unknown-flag x"),
                (["-nx"], "-nx"),
                (["-n=3"], "-n=3"),
                (["%%", "@file", "-"], "%% @file -"),
                (["a", "--", "b", "--", "c"], "a b -- c"),
                (["what", "--does", "-it", "do"], "what --does -it do"),
                (["search", "help", "version"], "search help version"),
                (["-h3"], "-h3")]:
            with self.subTest(words):
                answer = self.box.run("ibid-searcher", "--json",
                                      *words).json()
                self.assertEqual(answer.get("query"), query, answer)

    def test_options_stand_anywhere(self):
        for words in (["tokio", "--json", "-n1"], ["-n", "1", "--json",
                                                   "tokio"],
                      ["--json", "tokio", "-n=5", "-n1"]):
            with self.subTest(words):
                answer = self.box.run("ibid-searcher", *words, expect=0).json()
                self.assertEqual(len(answer["hits"]), 1)

    def test_no_query_is_wrong_usage(self):
        for words in ([], ["--"], ["-n", "3"]):
            with self.subTest(words):
                error = self.box.search(*words, expect=2)["error"]
                self.assertEqual(error["kind"], "usage")

    def test_a_value_that_is_missing_is_wrong_usage(self):
        error = self.box.search("tokio", "--kind", expect=2)["error"]
        self.assertIn("--kind", error["message"])

    def test_help_and_version_say_so_and_exit_with_0(self):
        for program in ("ibid-searcher", "ibid-indexer"):
            text = self.box.run(program, "--help", expect=0).out.decode()
            for word in ("--db", "--json", "Exit:", "IBID_DB"):
                self.assertIn(word, text)
            version = self.box.run(program, "--version", expect=0).out
            self.assertRegex(version.decode(), rf"^{program} \d+\.\d+")


if __name__ == "__main__":
    unittest.main()
