# SPDX-License-Identifier: GPL-3.0-or-later
"""bench/compare.py: its tables on values known by hand, its programs (where
they are built) on a handful of passages, a whole run over corpus/."""

import json
import pathlib
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

from tools import BIN, ROOT, TIMEOUT, ToolTest, is_sanitized

sys.path.insert(0, str(ROOT / "bench"))
import compare  # noqa: E402  (found by the line above)
import engines  # noqa: E402
import inputs  # noqa: E402
import measuring  # noqa: E402
import plot  # noqa: E402
import results  # noqa: E402

PASSAGES = [
    {"_id": "a#1", "title": "Zebras: Their \"Stripes\"",
     "text": "A zebra has black\nstripes. Lions \\ see them."},
    {"_id": "a#2", "title": "Yaks", "text": "A yak has long\thair."},
    {"_id": "b#1", "title": "Zürich", "text": "Ein Zebra steht im Zoo."},
]
BUILT = (BIN / "bench/plain_xapian").exists() and not is_sanitized()


def jsonl(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


class Inputs(ToolTest):
    def test_a_sample_reaches_its_size_whatever_the_order_of_pages(self):
        pages = [(pathlib.Path(f"p{i}.html"), 10) for i in range(50)]
        chosen = inputs.sample(pages, 95)
        self.assertEqual(len(chosen), 10)
        self.assertEqual(chosen, inputs.sample(pages[::-1], 95))
        self.assertEqual(inputs.sample(pages, None), pages)

    def test_pages_are_copied_once_for_a_sample(self):
        page = self.box.write("doc/page.html", "<p>Text")
        real = inputs.pages_of, inputs.TOP
        self.addCleanup(setattr, inputs, "pages_of", real[0])
        self.addCleanup(setattr, inputs, "TOP", real[1])
        inputs.pages_of = lambda package: [page]
        inputs.TOP = self.box.files
        folder = self.box.top / "html"
        self.assertEqual(inputs.lay_out(folder, ["any"], None), (1, 7, True))
        self.assertEqual((folder / "doc/page.html").read_text(), "<p>Text")
        self.assertEqual(inputs.lay_out(folder, ["any"], None), (1, 7, False))
        page.write_text("<p>Longer", "utf-8")
        self.assertEqual(inputs.lay_out(folder, ["any"], None), (1, 9, True))

    def test_words_of_queries_come_from_heading_and_first_sentence(self):
        words = inputs.content_words({
            "title": "Library: Sorting Slices",
            "text": "The sort_by method sorts a slice of i32 by its keys, "
                    "stable. Another sentence."})
        self.assertEqual(words, ["sorting", "slices", "method", "sorts",
                                 "slice", "keys", "stable"])

    def test_queries_are_questions_and_pairs_of_words(self):
        path = self.box.write("passages.jsonl", jsonl([
            {"title": f"T: Alpha Beta {x}ing", "text": f"Gamma {x}ed delta."}
            for x in ("walk", "talk", "pack", "kick")]))
        questions, keywords = inputs.make_queries(path, 3)
        self.assertEqual(questions, ["what is the alpha beta",
                                     "how to alpha beta talking",
                                     "how does alpha beta work with packing"])
        self.assertEqual(keywords, ["alpha beta"] * 3)


class Tables(unittest.TestCase):
    def test_a_ratio_is_the_median_of_those_within_the_runs(self):
        runs = [{"ibid": {"seconds": mine}, "Lucene 8": {"seconds": theirs}}
                for mine, theirs in ((10, 5), (30, 10), (4, 1))]
        target = results.Target("x", results.ratios(
            runs, ("ibid", "seconds"), ("Lucene 8", "seconds")), 3, 1)
        self.assertEqual(target.values, [2, 3, 4])
        self.assertEqual(target.value, 3)

    def test_a_run_without_the_other_engine_gives_no_ratio(self):
        runs = [{"ibid": {"seconds": 1}},
                {"ibid": {"seconds": 4}, "omindex": {"seconds": 2}}]
        self.assertEqual(results.ratios(runs, ("ibid", "seconds"),
                                        ("omindex", "seconds")), [2])

    def test_bounds_belong_to_what_they_bound(self):
        for value, verdict in ((1, "aim"), (1.1, "must"), (2, "must"),
                               (2.1, "**missed**")):
            self.assertEqual(results.Target("x", [value], 2, 1).verdict(),
                             verdict)

    def test_targets_of_an_engine_that_is_absent_are_left_out(self):
        text = {"passages": 1000, "text_bytes": 2_000_000,
                "title_bytes": 500_000,
                "runs": [{"ibid": {"seconds": 4, "cpu": 4, "peak_mb": 90},
                          "SQLite FTS5": {"seconds": 1, "cpu": 1,
                                          "peak_mb": 60}}],
                "bytes": {"ibid": 5_000_000, "SQLite FTS5": 3_000_000},
                "asked": []}
        lines = results.report({"text": {"1000": text}}).splitlines()
        self.assertEqual(
            lines[2], "| 1,000 passages of text, against SQLite FTS5 | 4.00 × "
                      "| 4.00 to 4.00 | 4.50 | 1.50 | must |")
        self.assertEqual(lines[3], "")
        self.assertIn("| ibid | 4.00 | 4.00 | 90.0 | 5.00 | 2.50 |", lines)
        self.assertIn("With 2.0 MB of text and 0.5 MB of titles and headings; "
                      "the last column is over the text alone.", lines)

    def test_pages_updates_and_starts_are_held_to_their_targets(self):
        took = {"seconds": 10, "cpu": 9, "peak_mb": 300}
        found = {t.what: (t.value, t.verdict()) for t in results.targets({
            "html": {"runs": [{"ibid": took,
                               "omindex": {**took, "seconds": 40}}],
                     "bytes": {"ibid": 30}, "text_bytes": 10},
            "updates": {"files": 1000, "runs": [
                {"find": 0.1, "same": 0.3, "changed": 0.5}]},
            "start": {"runs": [{"ibid": 4}, {"ibid": 6}, {"ibid": 20}]}})}
        self.assertEqual(found, {
            "HTML to passages, against omindex": (0.25, "aim"),
            "peak memory of that build": (300, "must"),
            "its database over the text of its passages": (3, "**missed**"),
            "nothing changed in 1,000 files, against find":
                (0.3 / 0.1, "must"),
            "one changed file, over that run": (200, "**missed**"),
            "a whole process on corpus/": (6, "must")})

    def test_growth_has_a_point_for_each_size_and_engine_that_is_known(self):
        def text(size, seconds, asked):
            return {"passages": size, "bytes": {"ibid": 1, "Lucene 8": 1},
                    "runs": [{"ibid": {"seconds": seconds}}],
                    "asked": [{"ibid": {"question": {"p50": asked}}}]}
        panels = results.growth({"text": {"100": text(100, 3, .5),
                                          "20": text(20, 1, .25)}})
        self.assertEqual([series for _, series in panels],
                         [{"ibid": [(20, 1), (100, 3)]},
                          {"ibid": [(20, .25), (100, .5)]}])

    def test_groups_of_different_trees_are_told_apart(self):
        self.assertEqual(compare.trees({"trees": {"html": "a", "text": "a"}}),
                         "a")
        self.assertEqual(compare.trees({"trees": {"html": "a", "text": "b",
                                                  "start": "a"}}),
                         "a (html start), b (text)")

    def test_a_percentile_is_a_value_that_was_measured(self):
        values = list(range(1, 101))
        self.assertEqual([measuring.percentile(values, share)
                          for share in (.5, .95, .99)], [50, 95, 99])
        self.assertEqual(measuring.percentile([7], .5), 7)


class Plot(unittest.TestCase):
    def test_what_is_linear_lies_on_the_dashed_line(self):
        drawn = plot.draw([("seconds", {"ibid": [(10, 1), (40, 4), (90, 9)]})])
        root = ElementTree.fromstring(drawn)
        lines = [x for x in root.iter("{http://www.w3.org/2000/svg}polyline")]
        dashed = next(x for x in lines if x.get("stroke-dasharray"))
        curve = next(x for x in lines if x.get("stroke-width"))
        self.assertEqual(dashed.get("points").split(),
                         curve.get("points").split()[::2])

    def test_labels_keep_their_order_and_a_distance(self):
        self.assertEqual(plot.apart([50, 10, 12, 51]), [50, 10, 23, 63])

    def test_more_is_further_right_and_higher(self):
        axis = plot.Axis([1, 100], 0, 200)
        self.assertAlmostEqual(axis.place(10), 100)
        self.assertLess(axis.place(2), axis.place(3))
        self.assertEqual(plot.ticks(3, 40), [5, 10, 20])


class Programs(ToolTest):
    def call(self, *command, expect=0):
        done = subprocess.run(list(map(str, command)), capture_output=True,
                              timeout=TIMEOUT, check=False, text=True,
                              env=self.box.env, cwd=self.box.files)
        self.assertEqual(done.returncode, expect, done)
        return done

    def write_inputs(self):
        return (self.box.write("passages.jsonl", jsonl(PASSAGES)),
                self.box.write("queries.jsonl", jsonl(
                    {"_id": word, "text": word}
                    for word in ("zebra", "yaks", "xylophone"))))

    def check_engine(self, engine):
        passages, queries = self.write_inputs()
        db = self.box.top / "peer.db"
        counted = self.call(*engine.index(passages, db)).stdout
        self.assertEqual(measuring.counted(counted), len(PASSAGES))
        told = json.loads(self.call(*engine.ask(db, queries, 2)).stdout)
        self.assertEqual(told["hits"], 3)
        self.assertEqual(len(told["ms"]), 3)
        self.assertTrue(all(ms > 0 for ms in told["ms"]))
        self.assertGreater(told["per_second"], 0)
        self.call(*engine.once(db, "zebra"))

    def test_fts5_finds_what_it_was_given(self):
        self.check_engine(engines.Fts5())

    def test_lucene_finds_what_it_was_given(self):
        engine = engines.Lucene(self.box.top)
        if engine.missing():
            self.skipTest(engine.missing())
        self.check_engine(engine)

    @unittest.skipUnless(BUILT, "built without IBID_BENCH")
    def test_plain_xapian_finds_what_it_was_given(self):
        self.check_engine(engines.PlainXapian(BIN))

    @unittest.skipUnless(BUILT, "built without IBID_BENCH")
    def test_ibid_is_asked_in_one_process(self):
        self.check_engine(engines.Ibid(BIN))

    @unittest.skipUnless(BUILT, "built without IBID_BENCH")
    def test_exported_passages_become_one_passage_each(self):
        self.box.write("a.txt", "A\n\nKey Facts\n\nLong\n\n" +
                       "A sentence of it. " * 300 +
                       "\n\nShort\n\nTwo of them.\n\nBlocks.\n")
        db = self.box.top / "first.db"
        before = self.box.index("--db", db, "a.txt")["passages"]["total"]
        rows = self.call(BIN / "bench/export_passages", db).stdout
        self.assertEqual(len(rows.splitlines()), before)
        self.assertEqual(json.loads(rows.splitlines()[-1]),
                         {"_id": f"a.txt#{before}", "title": "A: Short",
                          "text": "Two of them.\n\nBlocks."})
        self.box.write("rows.jsonl", rows)
        again = self.box.index("--db", self.box.top / "again.db", "rows.jsonl")
        self.assertEqual(again["passages"]["total"], before)
        first = self.call(BIN / "bench/export_passages", db, 1).stdout
        self.assertEqual(first, rows.splitlines(keepends=True)[0])

    @unittest.skipUnless(BUILT, "built without IBID_BENCH")
    def test_a_run_measures_what_is_there_and_names_what_is_not(self):
        db = self.box.top / "corpus.db"
        self.box.index("--db", db, ROOT / "corpus")
        passages = self.box.write("passages.jsonl", self.call(
            BIN / "bench/export_passages", db).stdout)
        self.box.env["PATH"] = "/usr/bin:/bin"
        done = self.call(
            sys.executable, "-B", ROOT / "bench/compare.py", "--bin", BIN,
            "--work", self.box.top / "work", "--passages", passages, "--runs",
            1, "--sizes", 100, 200, "--queries", 5, "--only", "text")
        for engine in ("ibid", "plain Xapian", "SQLite FTS5"):
            self.assertEqual(done.stdout.count(f"\n| {engine} | question |"), 2)
        self.assertIn("### Text: 200 passages", done.stdout)
        absent = engines.Lucene(self.box.top).missing()
        self.assertEqual(bool(absent),
                         "skipped: Lucene 8" in done.stderr, done.stderr)

    def test_programs_that_are_not_built_end_the_run(self):
        done = self.call(sys.executable, "-B", ROOT / "bench/compare.py",
                         "--bin", self.box.top, "--work", self.box.top / "work",
                         expect=2)
        self.assertIn("no ibid-indexer", done.stderr)


if __name__ == "__main__":
    unittest.main()
