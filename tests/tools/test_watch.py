# SPDX-License-Identifier: GPL-3.0-or-later
"""ibid-indexer --watch: the database follows the files, whatever is done to
them, until a signal comes."""

import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time
import unittest

from tools import TIMEOUT, ToolTest


def article(title, text):
    return f"{title}\n\nKey Facts\n\nSection\n\n{text}\n"


def collect(stream, lines):
    for line in stream:
        lines.append(line.decode("utf-8", "replace"))


class WatchTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("cats", "They sleep.")
        self.write("dogs", "They bark.")

    def put(self, name, content):
        """Writes a file in one step: on a busy machine an update may come
        between the steps of a plain write, and see an empty file."""
        path = self.box.files / name
        new = self.box.write(f"{pathlib.Path(name).parent}/.new", content)
        new.rename(path)

    def write(self, name, text):
        self.put(f"d/{name}.txt", article(name, text))

    def watch(self, *args, prefix=(), **popen):
        """Starts the watch; back when its first update is done."""
        command = [*prefix, str(self.box.bin / "ibid-indexer"), "--watch",
                   *map(str, args)]
        self.process = subprocess.Popen(
            command, cwd=self.box.files, env=self.box.env,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **popen)
        self.out, self.err = [], []
        self.readers = [
            threading.Thread(target=collect, args=pair)
            for pair in ((self.process.stdout, self.out),
                         (self.process.stderr, self.err))]
        for reader in self.readers:
            reader.start()
        self.addCleanup(self.end, signal.SIGKILL)
        self.wait_for(lambda: self.out or self.process.poll() is not None)

    def end(self, by=signal.SIGTERM):
        """Exit, and how long it took to get there."""
        sent = time.monotonic()
        self.process.send_signal(by)
        code = self.process.wait(TIMEOUT)
        taken = time.monotonic() - sent
        for reader in self.readers:
            reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return code, taken

    def wait_for(self, condition):
        deadline = time.monotonic() + TIMEOUT
        while not condition():
            self.assertLess(time.monotonic(), deadline,
                            f"{self.out} {self.err}")
            time.sleep(.02)

    def found(self, word):
        """Ids of the articles that have the word."""
        result = self.box.run("ibid-searcher", "--json", "--per-article", "1",
                              "+" + word).json()
        return sorted(h["article"]["id"] for h in result.get("hits", []))

    def wait_for_found(self, word, *ids):
        self.wait_for(lambda: self.found(word) == sorted(ids))

    def wait_for_rest(self):
        """Until the watch has read nothing for two seconds; an update reads
        the database."""
        io = pathlib.Path(f"/proc/{self.process.pid}/io")
        last, since = None, time.monotonic()

        def rests():
            nonlocal last, since
            now = io.read_text().splitlines()[0]
            if now != last:
                last, since = now, time.monotonic()
            return time.monotonic() - since > 2
        self.wait_for(rests)

    def wait_for_error(self, text):
        self.wait_for(lambda: any(text in line for line in self.err))


class Changes(WatchTest):
    def test_are_followed(self):
        self.watch("d")
        self.assertIn("2 added", self.out[0])
        self.wait_for_found("sleep", "cats.txt")

        self.box.write("d/cats.txt", article("Cats", "They dream."))
        self.wait_for_found("dream", "cats.txt")

        new = self.box.write("d/.cats.swp", article("Cats", "They purr."))
        new.rename(self.box.files / "d/cats.txt")
        self.wait_for_found("purr", "cats.txt")

        self.box.write("new/sub/owls.txt", article("Owls", "They hunt."))
        (self.box.files / "new").rename(self.box.files / "d/new")
        self.wait_for_found("hunt", "new/sub/owls.txt")
        self.box.write("d/new/sub/owls.txt", article("Owls", "They hoot."))
        self.wait_for_found("hoot", "new/sub/owls.txt")

        self.box.write("d/deep/er/est/bees.txt", article("Bees", "They buzz."))
        self.wait_for_found("buzz", "deep/er/est/bees.txt")

        (self.box.files / "d/dogs.txt").unlink()
        self.wait_for_found("bark")
        (self.box.files / "d/new").rename(self.box.files / "d/old")
        self.wait_for_found("hoot", "old/sub/owls.txt")
        self.assertEqual([line for line in self.err if "error" in line], [])

    def test_are_followed_in_all_that_the_database_remembers(self):
        self.box.write("e/owls.txt", article("Owls", "They hunt."))
        named = self.box.write("f/bees.txt", article("Bees", "They buzz."))
        self.box.index("d", "e")
        self.box.index(named)
        self.watch()
        self.write("cats", "They dream.")
        self.wait_for_found("dream", "cats.txt")
        self.put("e/owls.txt", article("Owls", "They hoot."))
        self.wait_for_found("hoot", "owls.txt")
        self.box.write("f/new", article("Bees", "They hum."))
        (self.box.files / "f/new").rename(named)
        self.wait_for_found("hum", "bees.txt")

    def test_are_followed_in_several_shards(self):
        """Also those of one file, which tell by all shards that nothing else
        was written."""
        self.watch("--shards", "3", "d")
        for text in ("dream", "purr", "yawn"):
            self.write("cats", f"They {text}.")
            self.wait_for_found(text, "cats.txt")
        self.box.write("e/owls.txt", article("Owls", "They hunt."))
        self.box.index("e")
        self.write("dogs", "They howl.")
        self.wait_for_found("howl", "dogs.txt")
        self.assertEqual(self.found("hunt"), ["owls.txt"])
        self.assertEqual(self.err, [])

    def test_of_ignore_rules_are_followed(self):
        self.box.write("d/out/owls.txt", article("Owls", "They hunt."))
        self.watch("d")
        self.wait_for_found("hunt", "out/owls.txt")
        self.box.write("d/.gitignore", "out\n")
        self.wait_for_found("hunt")
        (self.box.files / "d/.gitignore").unlink()
        self.wait_for_found("hunt", "out/owls.txt")

    def test_of_a_file_that_stays_open_are_followed(self):
        self.watch("d")
        with open(self.box.files / "d/log.txt", "w", encoding="utf-8") as log:
            log.write(article("Log", "It grows."))
            log.flush()
            self.wait_for_found("grows", "log.txt")
            log.write("\nFurther\n\nIt swells.\n")
            log.flush()
            self.wait_for_found("swells", "log.txt")

    def test_are_followed_when_more_came_than_the_kernel_notes(self):
        limit = pathlib.Path("/proc/sys/fs/inotify/max_queued_events")
        self.watch("d")
        self.process.send_signal(signal.SIGSTOP)
        paths = [self.box.files / "d/cats.txt", self.box.files / "d/dogs.txt"]
        for number in range(int(limit.read_text()) + 100):
            os.utime(paths[number % 2], (number, number))
        self.box.write("d/sub/owls.txt", article("Owls", "They hunt."))
        self.process.send_signal(signal.SIGCONT)
        self.wait_for_found("hunt", "sub/owls.txt")
        self.box.write("d/sub/owls.txt", article("Owls", "They hoot."))
        self.wait_for_found("hoot", "sub/owls.txt")

    def test_of_a_database_below_the_root_wake_nothing(self):
        self.box.env["IBID_DB"] = str(self.box.files / "d/db")
        self.watch("--json", "d")
        self.write("cats", "They dream.")
        self.wait_for_found("dream", "cats.txt")
        self.wait_for_rest()
        self.assertEqual(len(self.out), 2)


class Failures(WatchTest):
    def test_of_articles_are_told_once_and_the_watch_goes_on(self):
        self.watch("--json", "d")
        self.put("d/broken.jsonl", "{")
        self.wait_for(lambda: len(self.out) == 2)
        self.assertEqual(len(json.loads(self.out[1])["failures"]), 1)
        self.write("cats", "They dream.")
        self.wait_for(lambda: len(self.out) == 3)
        report = json.loads(self.out[2])
        self.assertEqual(report["articles"]["changed"], 1)
        self.assertEqual(report["failures"], [])
        self.assertEqual(sum("broken" in line for line in self.err), 1)
        self.put("d/broken.jsonl", '{"_id": "x", "text": "It hums."}\n')
        self.wait_for_found("hums", "x")

    def test_of_articles_are_told_again_when_they_come_again(self):
        self.watch("d")
        for count in (1, 2):
            self.put("d/other.jsonl", "{")
            self.put("d/rows.jsonl", "{")
            self.wait_for(lambda: sum("rows.jsonl:1: not" in line
                                      for line in self.err) == count)
            self.put("d/rows.jsonl", '{"_id": "x", "text": "It hums."}\n')
            self.wait_for_found("hums", "x")
            self.put("d/rows.jsonl", '{"_id": "x", "text": "It is."}\n')
            self.wait_for_found("hums")
        self.assertEqual(sum("other" in line for line in self.err), 1)

    def test_a_root_that_goes_is_told_and_followed_when_it_is_back(self):
        self.box.write("e/owls.txt", article("Owls", "They hunt."))
        self.watch("d", "e")
        (self.box.files / "d").rename(self.box.files / "away")
        self.wait_for_error("no such file or folder")
        self.put("e/owls.txt", article("Owls", "They hoot."))
        self.wait_for_found("hoot", "owls.txt")
        self.assertEqual(self.found("sleep"), ["cats.txt"])
        self.assertEqual(len(self.err), 1)
        (self.box.files / "away").rename(self.box.files / "d")
        self.write("cats", "They dream.")
        self.wait_for_found("dream", "cats.txt")

    def test_a_root_that_comes_later_is_followed(self):
        self.watch("later/on")
        self.assertEqual(len(self.err), 1)
        self.box.write("later/on/owls.txt", article("Owls", "They hunt."))
        self.wait_for_found("hunt", "owls.txt")

    def test_a_locked_database_is_waited_for(self):
        self.watch("d")
        with open(self.box.db / "flintlock", "r+b") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            self.write("cats", "They dream.")
            self.wait_for_error("is being written to by")
            self.assertEqual(self.found("dream"), [])
        self.wait_for_found("dream", "cats.txt")
        self.assertEqual(len(self.err), 1)

    def test_a_database_that_was_damaged_is_told_and_followed_when_mended(self):
        self.watch("d")
        kept = self.box.top / "kept"
        shutil.copytree(self.box.db, kept)
        (self.box.db / "iamglass").write_bytes(b"x" * 200)
        self.write("cats", "They dream.")
        self.wait_for(lambda: self.err)
        shutil.copy(kept / "iamglass", self.box.db / "iamglass")
        self.wait_for_found("dream", "cats.txt")

    def test_another_writer_gets_its_turn(self):
        self.watch("d")
        self.box.index("--id", "mine", "-", stdin=b"Mine\n\nIt is here.\n")
        self.assertEqual(self.found("here"), ["mine"])

    def test_too_few_watches_are_told_and_made_up_for(self):
        limit = "/proc/sys/user/max_inotify_watches"
        few = ["unshare", "-Ur", "sh", "-c", f'echo 2 >{limit} && exec "$@"',
               "sh"]
        if shutil.which("unshare") is None or subprocess.run(
                [*few, "true"], capture_output=True, check=False).returncode:
            self.skipTest("cannot limit the number of watches")
        for number in range(5):
            self.box.write(f"d/{number}/owls.txt",
                           article("Owls", "They hunt."))
        self.watch("--rescan-seconds", "1", "d", prefix=few)
        self.wait_for_error("max_user_watches")
        self.put("d/4/owls.txt", article("Owls", "They hoot."))
        self.wait_for_found("hoot", "4/owls.txt")
        self.assertEqual(len(self.err), 1)

    def test_a_first_update_that_cannot_be_done_ends_it(self):
        self.box.run("ibid-indexer", "--watch", expect=2)
        self.box.write("other/file.txt", "No database.")
        self.box.run("ibid-indexer", "--watch", "--db", "other", "d", expect=2)


class Ends(WatchTest):
    def test_by_a_signal_within_two_seconds(self):
        for by in (signal.SIGTERM, signal.SIGINT):
            self.watch("d")
            code, taken = self.end(by)
            self.assertEqual((code, self.err), (0, []))
            self.assertLess(taken, 2)

    def test_with_130_where_an_update_was_cut_short(self):
        for number in range(3000):
            self.write(f"file{number}", f"This one is number {number}.")
        self.box.write("e/owls.txt", article("Owls", "They hunt."))
        self.watch("--batch-bytes", "1", "e")
        (self.box.files / "d").rename(self.box.files / "e/d")
        self.wait_for(lambda: self.found("number"))
        code, taken = self.end(signal.SIGTERM)
        self.assertLess(taken, 2)
        self.assertEqual(code, 130)
        self.assertIn("interrupted", self.err[-1])
        self.box.index("e")
        self.assertEqual(len(self.box.passages()), 3003)

    def test_what_cannot_be_repeated_is_wrong_usage(self):
        for more in (["--dry-run"], ["--rebuild"], ["--remove", "x"],
                     ["--synonyms", "x"], ["--id", "x", "-"],
                     ["--files-from", "-"]):
            result = self.box.run("ibid-indexer", "--watch", *more, "d",
                                  expect=2)
            self.assertIn("--watch does not go with", result.errors[0])


if __name__ == "__main__":
    unittest.main()
