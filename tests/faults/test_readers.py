# SPDX-License-Identifier: GPL-3.0-or-later
"""One writer that commits every 50 ms and four readers. All passages carry the
number of the commit that they are from, and one article is new in each, so an
answer of two revisions shows."""

import itertools
import json
import multiprocessing
import os
import re
import signal
import subprocess
import threading
import time
import unittest

from faults import TIMEOUT, WORDS, FaultTest, rounds, tell

ARTICLES = 5
SECTIONS = 3
PASSAGES = (ARTICLES + 1) * SECTIONS
QUERIES = ("path:**", "common", "what is common here", "common path:*.txt")
PERIOD = .05  # seconds


def number_of(hits):
    return {re.search(r"number (\d+)", hit["text"]).group(1) for hit in hits}


def behind():
    """Readers must not keep the writer from keeping its time."""
    os.nice(10)


class Reader(threading.Thread):
    """Asks until told to stop, and keeps what is wrong with the answers."""

    def __init__(self, box):
        super().__init__()
        self.box = box
        self.stop = threading.Event()
        self.wrong = []
        self.answers = 0
        self.last = -1
        self.seen = set()

    def take(self, line):
        self.answers += 1
        answer = json.loads(line)
        if "error" in answer:
            self.wrong.append(answer)
            return
        numbers = number_of(answer["hits"])
        if len(numbers) != 1 or len(answer["hits"]) != PASSAGES:
            self.wrong.append((answer["query"], len(answer["hits"]), numbers))
            return
        number = int(numbers.pop())
        if number < self.last:
            self.wrong.append(f"{number} after {self.last}")
        self.last = number
        self.seen.add(number)


class ManyReader(Reader):
    """A program for all queries, as an editor or a server would keep one."""

    def run(self):
        searcher = self.box.start("ibid-searcher", "-n", "1000",
                                  "--batch", "-", stdin=subprocess.PIPE,
                                  pipesize=4096,
                                  preexec_fn=behind)
        asking = threading.Thread(target=self.ask, args=[searcher.stdin])
        asking.start()
        for line in searcher.stdout:
            self.take(line)
        asking.join()
        if searcher.wait(TIMEOUT) != 0:
            self.wrong.append(f"exit {searcher.returncode}")
        self.wrong.extend(searcher.stderr)
        searcher.stdout.close()
        searcher.stderr.close()

    def ask(self, stdin):
        with stdin:
            for number in itertools.count():
                if self.stop.is_set():
                    return
                query = {"_id": str(number),
                         "text": QUERIES[number % len(QUERIES)]}
                stdin.write(json.dumps(query).encode() + b"\n")
                stdin.flush()


class OneReader(Reader):
    """A program for each query."""

    def run(self):
        for query in itertools.cycle(QUERIES):
            if self.stop.is_set():
                return
            result = self.box.run("ibid-searcher", "-n", "1000", "--json",
                                  query, preexec_fn=behind)
            if result.code != 0 or result.err:
                self.wrong.append(result)
            self.take(result.out)


class ReadersAndWriter(FaultTest):
    def write_all(self, number):
        names = [f"a{article}.txt" for article in range(ARTICLES)]
        for article, name in enumerate([*names, f"new{number}.txt"]):
            sections = "".join(
                f"Head {n}\n\nCommon number {number} here, "
                f"{' '.join(WORDS[article * 20 + n * 6:][:6])}.\n\n"
                for n in range(SECTIONS))
            self.box.write(f"g/{name}", f"Title\n\n{sections}")

    def commit(self, number):
        self.write_all(number)
        old = self.box.files / f"g/new{number - 1}.txt"
        old.unlink(missing_ok=True)
        self.box.index("--all-or-nothing", "g")

    def commit_again_and_again(self, seconds, commits):
        started = time.monotonic()
        while time.monotonic() < started + seconds:
            commits.value += 1
            due = started + commits.value * PERIOD
            self.commit(commits.value)
            time.sleep(max(0, due - time.monotonic()))

    def test_an_answer_is_of_one_revision(self):
        self.commit(0)
        seconds = rounds(3, 30)
        # In a process of its own: here the threads of the readers would keep
        # it waiting. It begins before there are threads.
        fork = multiprocessing.get_context("fork")
        committed = fork.Value("i", 0)
        writer = fork.Process(target=self.commit_again_and_again,
                              args=[seconds, committed])
        writer.start()
        readers = [ManyReader(self.box) for _ in range(3)]
        readers.append(OneReader(self.box))
        for reader in readers:
            reader.start()
        writer.join()
        self.assertEqual(writer.exitcode, 0)
        commits = committed.value
        for reader in readers:
            reader.stop.set()
        for reader in readers:
            reader.join(TIMEOUT)
        tell(f"readers: {commits} commits in {seconds} s, one each "
             f"{seconds * 1000 / commits:.0f} ms, "
             f"{sum(r.answers for r in readers)} answers, "
             f"{sum(len(r.wrong) for r in readers)} wrong, "
             f"{min(len(r.seen) for r in readers)} revisions seen at least")
        for reader in readers:
            self.assertEqual(reader.wrong[:3], [])
            self.assertGreater(len(reader.seen), commits // 4)

    def test_a_writer_overtakes_a_search_at_any_call(self):
        counted = self.box.top / "calls"
        search = ["ibid-searcher", "-n", "1000", "--json", "common path:*.txt"]
        self.commit(0)
        self.box.run(*search, env=self.faulty(count=counted))
        calls = counted.stat().st_size
        number = 0
        for call in range(1, calls + 1, rounds(3, 1)):
            env = {**self.box.env, **self.faulty(at=call, then="stop")}
            searcher = subprocess.Popen(
                [self.box.bin / search[0], *search[1:]], env=env,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            _, status = os.waitpid(searcher.pid, os.WUNTRACED)
            self.assertTrue(os.WIFSTOPPED(status))
            for _ in range(3):  # the second discards what the search is at
                number += 1
                self.commit(number)
            searcher.send_signal(signal.SIGCONT)
            out, err = searcher.communicate(timeout=TIMEOUT)
            with self.subTest(call=call):
                self.assertEqual((searcher.returncode, err), (0, b""))
                hits = json.loads(out)["hits"]
                self.assertEqual(len(hits), PASSAGES)
                self.assertEqual(len(number_of(hits)), 1)


if __name__ == "__main__":
    unittest.main()
