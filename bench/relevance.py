#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the ranking on test collections in BEIR's form.

A collection is a folder with corpus.jsonl, queries.jsonl, qrels.tsv and perhaps
answers.jsonl. Each is indexed into a temporary database, asked all its queries,
and gets a row with nDCG@10, MRR@10 and recall, beside the nDCG@10 of Lucene and
of a recipe where the data folder has baselines.tsv (collection Lucene recipe).
"""

import argparse
import dataclasses
import json
import math
import pathlib
import sys
import tempfile
import time
import zlib

import measures
from beir import (Failure, database, parse_run, read_baselines,
                  read_collections, read_rows)

ROOT = pathlib.Path(__file__).resolve().parents[1]

EPILOG = """\
exit: 0 done, or skipped since there is no data folder; 1 two runs of the same
queries differ, or a run lists an article twice; 2 anything else that failed.
bench/README.md says what the tables mean.
"""


@dataclasses.dataclass
class Result:
    """What one collection gave."""

    run: bytes
    scores: dict  # query id -> values of measures.MEASURES
    index_seconds: float
    query_ms: float  # programs' start shared out
    answers: dict = dataclasses.field(default_factory=dict)  # id -> right
    answer_chars: float = math.nan  # mean length

    def means(self):
        return [measures.mean(column) for column in zip(*self.scores.values())]


def measure(collection, programs, with_answers):
    started = time.monotonic()
    programs.index(collection.corpus)
    indexed = time.monotonic()
    run = programs.trec(collection)
    searched = time.monotonic()
    if programs.trec(collection) != run:
        raise Failure(1, f"{collection.name}: a second run of the same queries "
                         "is not byte for byte the first")
    ranked = parse_run(collection.name, run)
    scores = {q: measures.score_ranking(ranked.get(q, []), collection.grades[q])
              for q in collection.queries if collection.relevant(q)}
    result = Result(run, scores, indexed - started,
                    (searched - indexed) * 1e3 / len(collection.queries))
    if with_answers and collection.gold:
        score_answers(collection, programs, result)
    return result


def score_answers(collection, programs, result):
    lengths = []
    for answer in programs.answers(collection, 5):
        text = (answer["answer"] or {}).get("text", "")
        gold = collection.gold.get(answer["id"], [])
        right = measures.holds_answer(text, gold)
        if right is not None:
            result.answers[answer["id"]] = right
            lengths.append(len(text))
    result.answer_chars = measures.mean(lengths)


def write_result(folder, name, result):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.trec").write_bytes(result.run)
    lines = ["\t".join(("query-id", *measures.MEASURES, "answer"))]
    for query, values in result.scores.items():
        right = result.answers.get(query)
        lines.append("\t".join((query, *(f"{v:.6f}" for v in values),
                                "-" if right is None else str(int(right)))))
    (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def cell(value, width, form):
    """Right-aligned; a dash for what there is none of."""
    none = value is None or math.isnan(value)
    return f"{'-' if none else format(value, form):>{width}}"


def print_header():
    print(f"{'collection':<12}{'nDCG@10':>9}{'Lucene':>8}{'delta':>8}"
          f"{'recipe':>8}{'MRR@10':>8}{'R@1':>7}{'R@5':>7}{'R@20':>7}"
          f"{'R@100':>7}{'answer':>8}{'chars':>7}{'index s':>9}"
          f"{'ms/query':>10}")


def print_row(name, result, baselines):
    ndcg, mrr, *recalls = result.means()
    lucene, recipe, *_ = (*baselines.get(name, ()), None, None)
    delta = None if lucene is None else ndcg - lucene
    answer = measures.mean(result.answers.values())
    print(f"{name:<12}" + cell(ndcg, 9, ".4f") + cell(lucene, 8, ".3f") +
          cell(delta, 8, "+.4f") + cell(recipe, 8, ".3f") +
          cell(mrr, 8, ".4f") + "".join(cell(r, 7, ".3f") for r in recalls) +
          cell(answer, 8, ".4f") + cell(result.answer_chars, 7, ".0f") +
          cell(result.index_seconds, 9, ".1f") +
          cell(result.query_ms, 10, ".2f"), flush=True)
    return ndcg, delta


def print_ranking(collections, options):
    baselines = read_baselines(options.data)
    print_header()
    rows = []
    for collection in collections:
        with database(options.bin) as programs:
            result = measure(collection, programs, options.answers)
        if options.runs:
            write_result(options.runs, collection.name, result)
        rows.append(print_row(collection.name, result, baselines))
    deltas = [delta for _, delta in rows if delta is not None]
    print(f"mean nDCG@10 {measures.mean(ndcg for ndcg, _ in rows):.4f} of "
          f"{len(rows)}", end="")
    if deltas:
        print(f", over Lucene {measures.mean(deltas):+.4f}, worst "
              f"{min(deltas):+.4f}", end="")
    print()


def ask_about_half(collection, programs):
    """Outcomes where the articles of every second title are indexed."""
    articles = [a for a in read_rows(collection.corpus)
                if zlib.crc32((a.get("title") or a["_id"]).encode()) % 2 == 0]
    kept = {a["_id"] for a in articles}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl",
                                     encoding="utf-8") as corpus:
        corpus.writelines(json.dumps(a) + "\n" for a in articles)
        corpus.flush()
        programs.index(corpus.name)
    outcomes = measures.Outcomes()
    for answer in programs.answers(collection, 1):
        relevant = collection.relevant(answer["id"])
        first = answer["hits"][0]["article"]["id"] if answer["hits"] else None
        outcomes.add(answer["outcome"] == "answered", bool(relevant & kept),
                     first in relevant)
    return outcomes


def print_outcomes(collections, options):
    print(f"\n{'half indexed':<12}{'answerable':>11}{'without':>9}{'false':>8}"
          f"{'coverage':>10}{'wrong':>8}")
    for collection in collections:
        if not (collection.gold or options.names):
            continue
        with database(options.bin) as programs:
            outcomes = ask_about_half(collection, programs)
        false, coverage, wrong = outcomes.shares()
        print(f"{collection.name:<12}{outcomes.answerable:>11}"
              f"{outcomes.without:>9}{false:>8.4f}{coverage:>10.4f}"
              f"{wrong:>8.4f}", flush=True)


def read_scores(path):
    """Query id to nDCG@10 of a file that write_result wrote."""
    with open(path, encoding="utf-8") as lines:
        next(lines)
        fields = (line.rstrip("\n").split("\t") for line in lines)
        return {query: float(ndcg) for query, ndcg, *_ in fields}


def differences(before, after, name):
    a, b = read_scores(before / name), read_scores(after / name)
    if a.keys() != b.keys():
        raise Failure(2, f"{name}: the two runs have other queries")
    return [b[query] - a[query] for query in a]


def print_comparison(before, after, names):
    def files(folder):
        return {p.name for p in folder.glob("*.tsv")}
    shared = sorted(files(before) & files(after))
    shared = [n for n in shared if not names or n.removesuffix(".tsv") in names]
    if not shared:
        raise Failure(2, f"{before} and {after} share no collection; --runs "
                         "writes them")
    print(f"{'collection':<12}{'queries':>8}{'delta':>9}{'wins':>6}"
          f"{'losses':>7}{'ties':>6}{'p':>9}  95% interval")
    groups = {name.removesuffix(".tsv"): differences(before, after, name)
              for name in shared}
    for name, group in groups.items():
        print_difference(name, measures.compare([group]))
    pooled = [d for group in groups.values() for d in group]
    print_difference("pooled", measures.compare([pooled]))
    print_difference("mean", measures.compare(list(groups.values())))


def print_difference(name, difference):
    d = difference
    print(f"{name:<12}{d.queries:>8}{d.mean:>+9.4f}{d.wins:>6}{d.losses:>7}"
          f"{d.ties:>6}{d.p:>9.5f}  [{d.low:+.4f}, {d.high:+.4f}]", flush=True)


def parse_options():
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = pathlib.Path
    parser.add_argument("--bin", type=folder, metavar="DIR",
                        default=ROOT / "build/release",
                        help="folder of the programs (default: build/release)")
    parser.add_argument("--data", type=folder, metavar="DIR",
                        default=ROOT.parent / "shared/relevance",
                        help="folder of the collections (default: "
                             "../shared/relevance beside the repository)")
    parser.add_argument("--answers", action="store_true",
                        help="also: the share of answers with a gold string")
    parser.add_argument("--outcome", action="store_true",
                        help="also: false answers and coverage where half of "
                             "the articles are missing; of the collections "
                             "with answers.jsonl, or of those named")
    parser.add_argument("--runs", type=folder, metavar="DIR",
                        help="write NAME.trec and NAME.tsv (scores by query)")
    parser.add_argument("--compare", type=folder, nargs=2,
                        metavar=("DIR_A", "DIR_B"),
                        help="no measuring: how DIR_B differs from DIR_A, both "
                             "written by --runs")
    parser.add_argument("names", nargs="*", metavar="NAME",
                        help="collections (default: all)")
    return parser.parse_args()


def main():
    options = parse_options()
    try:
        if options.compare:
            print_comparison(*options.compare, options.names)
        elif not options.data.is_dir():
            print(f"relevance.py: skipped: no folder {options.data} (--data)",
                  file=sys.stderr)
        else:
            collections = read_collections(options.data, options.names)
            print_ranking(collections, options)
            if options.outcome:
                print_outcomes(collections, options)
    except Failure as e:
        print(f"relevance.py: {e}", file=sys.stderr)
        return e.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
