#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures ibid beside the engines that people would pick instead, on Debian's
documentation packages, and prints tables of times as ratios within the run.

What is not installed is left out with a line that says so; --install installs
bench/packages.txt first. Each finished group of rows is kept in the folder
--work, and a later run with --only replaces just its groups.
"""

import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys

import inputs
import measuring
import plot
import results as tables
from engines import Fts5, Ibid, Lucene, Omindex, PlainXapian, Recoll
from running import Failure

ROOT = pathlib.Path(__file__).resolve().parents[1]
GROUPS = ("html", "updates", "text", "start")
SIZES = (10_000, 50_000, 100_000, 350_000)
MAIN_SIZE = 100_000  # indexed --runs times
QUERIES = 300  # of each kind
VERSIONS = ("libxapian30", "xapian-omega", "recollcmd", "liblucene8-java",
            "openjdk-17-jre-headless", "libsqlite3-0", "python3", "gcc-12")


def tell(line):
    print(f"compare.py: {line}", file=sys.stderr, flush=True)


def present(engines):
    """Those that are there; ibid, the first, must be."""
    kept = []
    for engine in engines:
        reason = engine.missing()
        if reason is None:
            kept.append(engine)
        else:
            tell(f"skipped: {engine.name}: {reason}")
    return kept


def make_bench(options):
    ibid = Ibid(options.bin.resolve())
    reason = ibid.missing()
    if reason:
        raise Failure(f"{options.bin}: {reason}")
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    return measuring.Bench(
        work, options.runs,
        present([ibid, PlainXapian(options.bin.resolve()), Lucene(work),
                 Fts5()]),
        present([ibid, Omindex(), Recoll()]), tell)


def sizes_of(options, available):
    """Those that there are passages for; the last may be a little short."""
    sizes = {min(size, available) for size in options.sizes
             if size <= available * 1.05}
    return sorted(sizes or {available})


def measure_texts(bench, options, passages):
    with open(passages, "rb") as lines:
        available = sum(1 for _ in lines)
    questions, keywords = inputs.make_queries(passages, options.queries)
    queries = {"question": bench.work / "questions.jsonl",
               "keywords": bench.work / "keywords.jsonl"}
    inputs.write_queries(queries["question"], questions)
    inputs.write_queries(queries["keywords"], keywords)
    sizes = sizes_of(options, available)
    main = max([s for s in sizes if s <= MAIN_SIZE] or sizes)
    # By size; the largest is the one that is asked over and over.
    return {str(size): measuring.measure_text(
        bench, passages, size,
        (bench.runs if size == main else 1,
         bench.runs if size == sizes[-1] else 1), queries)
            for size in sizes}


def lay_out_pages(bench, options):
    """The folder of the pages, their number and bytes."""
    for package in inputs.PACKAGES:
        if not inputs.pages_of(package):
            tell(f"skipped: no pages of {package}")
    folder = bench.work / "html"
    most = options.scale * 1_000_000 if options.scale else None
    pages, html_bytes, is_new = inputs.lay_out(folder, inputs.PACKAGES, most)
    if is_new:
        measuring.forget_pages(bench)
    return folder, pages, html_bytes


def measure_pages(bench, pages):
    folder, count, html_bytes = pages
    measuring.forget_pages(bench)
    html = measuring.measure_html(bench, folder, count, html_bytes)
    passages = measuring.export_passages(bench, folder)
    _, text_bytes, title_bytes = inputs.take_passages(passages, None,
                                                      os.devnull)
    return {**html, "text_bytes": text_bytes, "title_bytes": title_bytes}


def take_measures(bench, options, keep):
    """keep: called with the name of a group and its result."""
    wanted = set(options.only or GROUPS)
    pages = None
    if wanted & {"html", "updates"} or ("text" in wanted and
                                        not options.passages):
        pages = lay_out_pages(bench, options)
    if "html" in wanted:
        keep("html", measure_pages(bench, pages))
    if "updates" in wanted:
        keep("updates", measuring.measure_updates(bench, pages[0]))
    if "text" in wanted:
        passages = (options.passages or
                    measuring.export_passages(bench, pages[0]))
        keep("text", measure_texts(bench, options, passages))
    if "start" in wanted:
        keep("start", measuring.measure_start(bench, ROOT / "corpus"))


def package_versions():
    told = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *VERSIONS,
         *inputs.PACKAGES], capture_output=True, text=True, check=False)
    return [line for line in told.stdout.splitlines() if line.split()[1:]]


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((line.split(":", 1)[1].strip() for line in lines
                      if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    return (f"{model}, {os.cpu_count()} cores, {memory / 2**30:.0f} GiB; Linux "
            f"{platform.release()}; load at the start {load}")


def commit():
    told = subprocess.run(["git", "-C", str(ROOT), "describe", "--always",
                           "--dirty"], capture_output=True, text=True,
                          check=False)
    return told.stdout.strip() or "unknown"


def trees(results):
    """The commits that the groups were measured at."""
    by_commit = {}
    for group, name in results["trees"].items():
        by_commit.setdefault(name, []).append(group)
    if len(by_commit) == 1:
        return next(iter(by_commit))
    return ", ".join(f"{name} ({' '.join(groups)})"
                     for name, groups in by_commit.items())


def page(results, options, started):
    """RESULTS.md."""
    command = ["bench/compare.py"]
    if options.scale:
        command.append(f"--scale {options.scale}")
    command.append(f"--runs {options.runs}")
    return "\n".join([
        "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->",
        "# ibid beside other engines", "",
        "Made by `bench/compare.py --write`; what is measured and how: "
        "[README.md](README.md) and [performance.md](../docs/performance.md).",
        "", "    cmake --preset release -D IBID_BENCH=ON && "
        "cmake --build --preset release",
        f"    {' '.join(command)} --write", "",
        f"- Machine: {started['machine']}", f"- Tree: {trees(results)}",
        f"- Packages: {', '.join(package_versions())}", "",
        tables.report(results)])


def parse_options():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = pathlib.Path
    parser.add_argument("--bin", type=folder, metavar="DIR",
                        default=ROOT / "build/release",
                        help="folder of the programs (default: build/release)")
    parser.add_argument("--work", type=folder, metavar="DIR",
                        default=ROOT / "build/compare",
                        help="folder for pages and databases, 8 GB "
                             "(default: build/compare)")
    parser.add_argument("--runs", type=int, default=5, metavar="N",
                        help="rounds, of which the median counts (default: 5)")
    parser.add_argument("--scale", type=int, metavar="MB",
                        help="so much of the HTML (default: all, 1 GB)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES,
                        metavar="N", help="databases of so many passages "
                        f"(default: {' '.join(map(str, SIZES))})")
    parser.add_argument("--queries", type=int, default=QUERIES, metavar="N",
                        help=f"of each kind (default: {QUERIES})")
    parser.add_argument("--passages", type=folder, metavar="FILE",
                        help="take these JSON lines for the text instead of "
                             "those cut out of the HTML")
    parser.add_argument("--only", nargs="+", choices=GROUPS, metavar="GROUP",
                        help=f"of {', '.join(GROUPS)} (default: all)")
    parser.add_argument("--write", action="store_true",
                        help="write bench/RESULTS.md and docs/growth.svg")
    parser.add_argument("--install", action="store_true",
                        help="install what is missing of bench/packages.txt")
    return parser.parse_args()


def compare(options):
    if options.install:
        subprocess.run([ROOT / "scripts/setup.sh", "bench/packages.txt"],
                       check=True)
    bench = make_bench(options)
    kept = bench.work / "results.json"
    results = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    started = {"machine": machine(), "commit": commit()}

    def keep(group, result):
        results[group] = result
        results.setdefault("trees", {})[group] = started["commit"]
        kept.write_text(json.dumps(results, indent=1), "utf-8")

    take_measures(bench, options, keep)
    print(tables.report(results))
    if options.write:
        (ROOT / "bench/RESULTS.md").write_text(
            page(results, options, started), "utf-8")
        if len(results.get("text", {})) > 1:
            (ROOT / "docs/growth.svg").write_text(
                plot.draw(tables.growth(results)), "utf-8")


def main():
    try:
        compare(parse_options())
    except (Failure, subprocess.CalledProcessError) as e:
        print(f"compare.py: {e}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
