# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of what measuring.py gives. All values are "at most": times of ibid
over times of the other in the same run, the median of the runs. Pure: no
files."""

import dataclasses
import statistics


@dataclasses.dataclass
class Target:
    """A row of the table of targets; must and aim are upper bounds."""

    what: str
    values: list  # one a run
    must: float
    aim: float
    unit: str = "×"

    @property
    def value(self):
        return statistics.median(self.values)

    def verdict(self):
        if self.value <= self.aim:
            return "aim"
        return "must" if self.value <= self.must else "**missed**"


def number(value):
    """Three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ratios(runs, mine, other):
    """mine, other: keys that lead to a value in each run; runs without one are
    left out."""
    def value(taken, keys):
        for key in keys:
            taken = taken.get(key) if taken else None
        return taken
    pairs = [(value(taken, mine), value(taken, other)) for taken in runs]
    return [a / b for a, b in pairs if a and b]


def html_targets(html):
    return [Target("HTML to passages, against omindex",
                   ratios(html["runs"], ("ibid", "seconds"),
                          ("omindex", "seconds")), .5, .25),
            Target("peak memory of that build",
                   [r["ibid"]["peak_mb"] for r in html["runs"]], 400, 200,
                   "MB"),
            Target("its database over the text of its passages",
                   [html["bytes"]["ibid"] / html["text_bytes"]], 2.8, 1.6)]


def text_targets(text):
    count = f"{text['passages']:,} passages of text"
    return [Target(f"{count}, against {name}",
                   ratios(text["runs"], ("ibid", "seconds"),
                          (name, "seconds")), must, aim)
            for name, must, aim in (("plain Xapian", 1 / 3, 1 / 8),
                                    ("Lucene 8", 1.5, 1 / 1.5),
                                    ("SQLite FTS5", 4.5, 1.5))]


def update_targets(updates):
    runs = updates["runs"]
    return [Target(f"nothing changed in {updates['files']:,} files, against "
                   "find", ratios(runs, ("same",), ("find",)), 5, 2),
            Target("one changed file, over that run",
                   [(r["changed"] - r["same"]) * 1e3 for r in runs], 150, 50,
                   "ms")]


def query_targets(text):
    count = f"at {text['passages']:,} passages"
    rows = []
    for kind, must, aim in (("question", 2, 1), ("keywords", 1.5, .7)):
        for share in ("p50", "p95"):
            rows.append(Target(
                f"{kind} {count}, {share}, against Lucene's top 10",
                ratios(text["asked"], ("ibid", kind, share),
                       ("Lucene 8", kind, share)), must, aim))
    return rows


def targets(results):
    """Of all groups that are there."""
    rows = []
    texts = sorted(results.get("text", {}).values(),
                   key=lambda text: text["passages"])
    if texts:
        most_runs = max(texts, key=lambda text: len(text["runs"]))
        rows += text_targets(most_runs)
    if "html" in results:
        rows += html_targets(results["html"])
    if "updates" in results:
        rows += update_targets(results["updates"])
    if texts:
        rows += query_targets(texts[-1])
    if "start" in results:
        rows.append(Target("a whole process on corpus/",
                           [r["ibid"] for r in results["start"]["runs"]],
                           15, 5, "ms"))
    return [row for row in rows if row.values]


def table(head, rows):
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def targets_table(results):
    rows = []
    for t in targets(results):
        low, high = min(t.values), max(t.values)
        rows.append([t.what, f"{number(t.value)} {t.unit}",
                     f"{number(low)} to {number(high)}", number(t.must),
                     number(t.aim), t.verdict()])
    return table(["what (ibid's over the other's, or its own)", "median",
                  "runs", "must, at most", "aim", "met"], rows)


def median_of(runs, *keys):
    """None where no run has it."""
    found = []
    for taken in runs:
        for key in keys:
            taken = taken.get(key) if taken else None
        if taken is not None:
            found.append(taken)
    return statistics.median(found) if found else None


def cell(value):
    return "-" if value is None else number(value)


def build_rows(group, text_bytes):
    rows = []
    for name, size in group["bytes"].items():
        over = size / text_bytes if text_bytes else None
        rows.append([name, *(cell(median_of(group["runs"], name, key))
                             for key in ("seconds", "cpu", "peak_mb")),
                     cell(size / 1e6), cell(over)])
    return rows


BUILD_HEAD = ["engine", "s", "CPU s", "peak MB", "disk MB", "disk / text"]


def sizes(group):
    return (f"{group['text_bytes'] / 1e6:,.1f} MB of text and "
            f"{group['title_bytes'] / 1e6:,.1f} MB of titles and headings")


def html_table(html):
    told = ", ".join(f"{name} {count:,}" for name, count
                     in html["documents"].items() if count is not None)
    return (f"### HTML: {html['pages']:,} pages, "
            f"{html['html_bytes'] / 1e6:,.0f} MB\n\n" +
            table(BUILD_HEAD, build_rows(html, html["text_bytes"])) +
            f"\nDocuments: {told}. The passages have {sizes(html)}.\n")


def text_table(text):
    out = (f"### Text: {text['passages']:,} passages\n\nWith {sizes(text)}; "
           "the last column is over the text alone.\n\n" +
           table(BUILD_HEAD, build_rows(text, text["text_bytes"])))
    rows = [[name, kind, *(cell(median_of(text["asked"], name, kind, key))
                           for key in ("p50", "p95", "p99", "per_second"))]
            for kind in ("question", "keywords") for name in text["bytes"]]
    return out + "\n" + table(["engine", "queries", "p50 ms", "p95 ms",
                               "p99 ms", "a second, 2 threads"], rows)


def start_table(start):
    names = start["runs"][0]
    rows = [[name, cell(median_of(start["runs"], name))] for name in names]
    return ("### A whole process, one question on corpus/\n\n" +
            table(["engine", "ms"], rows))


def update_table(updates):
    rows = [[what, cell(median_of(updates["runs"], key) * 1e3)]
            for what, key in (("find", "find"), ("nothing changed", "same"),
                              ("one file changed", "changed"))]
    return (f"### Updates over {updates['files']:,} files\n\n" +
            table(["run", "ms"], rows))


def report(results):
    """All tables, in Markdown."""
    parts = [targets_table(results)]
    if "html" in results:
        parts.append(html_table(results["html"]))
    if "updates" in results:
        parts.append(update_table(results["updates"]))
    parts += [text_table(text) for text in sorted(
        results.get("text", {}).values(), key=lambda text: text["passages"])]
    if "start" in results:
        parts.append(start_table(results["start"]))
    return "\n".join(parts)


def growth(results):
    """The panels of plot.draw."""
    texts = sorted(results["text"].values(), key=lambda t: t["passages"])
    names = texts[-1]["bytes"]

    def series(value):
        found = {name: [(t["passages"], value(t, name)) for t in texts]
                 for name in names}
        kept = {name: [p for p in points if p[1]]
                for name, points in found.items()}
        return {name: points for name, points in kept.items() if points}

    return [("seconds to index",
             series(lambda t, n: median_of(t["runs"], n, "seconds"))),
            ("ms a question, p50",
             series(lambda t, n: median_of(t["asked"], n, "question", "p50")))]
