# SPDX-License-Identifier: GPL-3.0-or-later
"""What compare.py gives to the engines: pages of HTML from Debian's packages,
passages cut out of them, queries made of passages. The same packages give the
same bytes at every run."""

import itertools
import json
import pathlib
import re
import shutil
import subprocess
import zlib

from running import Failure

PACKAGES = ("openjdk-17-doc", "cppreference-doc-en-html", "rust-doc",
            "python3.11-doc", "postgresql-doc-15")

TOP = pathlib.Path("/usr/share")  # of all of them

# Queries are made of so many passages, which are in a database of any size.
FROM_PASSAGES = 10_000

QUESTIONS = ("what is the {0} {1}", "how to {0} {1} {2}",
             "how does {0} {1} work with {2}", "why does {0} need {1} {2}",
             "when is {0} {1} used for {2} {3}",
             "what is the difference between {0} and {1}")

FILLERS = frozenset(
    "the and for that this with are not can its was has have you your from "
    "which will may any all also but one two than then when what who how why "
    "where there these those other some such each only into onto more most "
    "been being were would could should does did they them their our his her "
    "use used using see if else".split())


def pages_of(package):
    """Paths of the HTML files of a Debian package; none where it is absent."""
    listed = subprocess.run(["dpkg-query", "-L", package], check=False,
                            capture_output=True, text=True)
    paths = map(pathlib.Path, listed.stdout.splitlines())
    return [path for path in paths if path.suffix in (".html", ".htm")
            and path.is_file() and not path.is_symlink()]


def sample(pages, most_bytes):
    """Of (path, size), in the order of a hash of their paths, those with which
    most_bytes are reached; None: all."""
    if most_bytes is None:
        return list(pages)
    pages = sorted(pages, key=lambda page: zlib.crc32(str(page[0]).encode()))
    taken = 0
    chosen = []
    for path, size in pages:
        if taken >= most_bytes:
            break
        chosen.append((path, size))
        taken += size
    return chosen


def lay_out(folder, packages, most_bytes):
    """Copies pages below folder, where an equal copy does not lie there
    already. Gives back how many, their bytes, and whether they are new."""
    pages = [(path, path.stat().st_size)
             for package in packages for path in pages_of(package)]
    chosen = sample(pages, most_bytes)
    if not chosen:
        raise Failure("no package with HTML is installed; --install does that")
    stamp = folder.with_suffix(".stamp")
    told = "".join(f"{path}\t{size}\n" for path, size in chosen)
    is_new = not stamp.exists() or stamp.read_text("utf-8") != told
    if is_new:
        shutil.rmtree(folder, ignore_errors=True)
        for path, _ in chosen:
            copy = folder / path.relative_to(TOP)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
        stamp.write_text(told, "utf-8")
    return len(chosen), sum(size for _, size in chosen), is_new


def take_passages(path, count, out):
    """Writes the first passages of a file to another. Gives back how many, and
    the bytes of their texts and of their titles."""
    number = text_bytes = title_bytes = 0
    with open(path, "rb") as lines, open(out, "wb") as copy:
        for line in itertools.islice(lines, count):
            copy.write(line)
            passage = json.loads(line)
            number += 1
            text_bytes += len(passage["text"].encode("utf-8"))
            title_bytes += len(passage["title"].encode("utf-8"))
    return number, text_bytes, title_bytes


def content_words(passage):
    """Of the innermost heading and the first sentence: lower case, each once,
    without names of functions and the like."""
    heading = passage["title"].rsplit(": ", 1)[-1]
    sentence = re.split(r"(?<=[.!?])\s", passage["text"], maxsplit=1)[0]
    tokens = re.split(r"[\s,;:.!?()\"]+", f"{heading} {sentence}")
    words = (token.lower() for token in tokens
             if re.fullmatch(r"[A-Za-z][a-z]{2,}", token))
    return list(dict.fromkeys(w for w in words if w not in FILLERS))


def make_queries(passages, count):
    """As many questions, and keyword queries of two words, from passages at
    equal distances."""
    with open(passages, "rb") as lines:
        words = [content_words(json.loads(line))
                 for line in itertools.islice(lines, FROM_PASSAGES)]
    rich = [w for w in words if len(w) >= 4]
    if not rich:
        raise Failure("no passage has the words for a query")
    chosen = [rich[i * len(rich) // count] for i in range(count)]
    questions = [QUESTIONS[i % len(QUESTIONS)].format(*w)
                 for i, w in enumerate(chosen)]
    return questions, [f"{w[0]} {w[1]}" for w in chosen]


def write_queries(path, queries):
    rows = (json.dumps({"_id": str(i), "text": query}) + "\n"
            for i, query in enumerate(queries, 1))
    path.write_text("".join(rows), "utf-8")
