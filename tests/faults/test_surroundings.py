# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that change while they are read, too few open files, a clock that is
set back: told or harmless, and the next run has it right."""

import os
import resource
import unittest

from faults import FaultTest, answers, held_sections, rounds, tell


class Surroundings(FaultTest):
    def named(self, number):
        return sorted(self.desk.articles)[number]

    def run_while(self, then, kind, at):
        """A run during which something happens to an article that was edited,
        before the at-th call on it."""
        name = self.named(3)
        self.desk.edit(name)
        return name, self.box.run("ibid-indexer", "d", env=self.faulty(
            self.box.files / "d" / name, calls=kind, at=at, then=then))

    def test_a_file_vanishes_while_it_is_read(self):
        self.box.index("d")
        for kind, at in [("open", 1), ("open", 2), ("read", 1), ("read", 2),
                         ("read", 3)]:
            with self.subTest(kind=kind, at=at):
                name, result = self.run_while("vanish", kind, at)
                self.assertIn(result.code, (0, 1))
                if result.code == 1:
                    self.check_one_line(result)
                    self.assertIn(name, result.errors[0])
                self.check_whole(self.desk.state(), held_sections(self.box))
                self.desk.save(name)
                self.box.index("d")
                self.check_as_rebuilt()

    def test_a_file_grows_while_it_is_read(self):
        self.box.index("d")
        for kind, at in [("open", 1), ("open", 2), ("read", 1), ("read", 2),
                         ("read", 3)]:
            with self.subTest(kind=kind, at=at):
                self.run_while("grow", kind, at)
                self.box.index("d")
                self.check_as_rebuilt()

    def test_too_few_open_files(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        self.box.index("d")
        before = self.desk.state()
        expected = answers(self.box, self.box.db)
        self.desk.work()
        update = ["d"]
        told = 0
        for files in range(4, 14, rounds(2, 1)):
            with self.subTest(files=files):
                result = self.box.run("ibid-searcher", "path:**",
                                      preexec_fn=limit)
                if result.code not in (0, 127):  # 127: no library can be opened
                    self.assertEqual(result.code, 2, result)
                    self.check_one_line(result, files)
                    told += 1
                result = self.box.run("ibid-indexer", *update,
                                      preexec_fn=limit)
                if result.code == 0:
                    break
                if result.code != 127:
                    self.assertIn(result.code, (1, 2))
                    told += 1
                if result.code == 2:
                    self.check_one_line(result, files)
                    self.check_whole(before, self.desk.state())
                if held_sections(self.box) == before:
                    self.assertTrue(answers(self.box, self.box.db) == expected)
        self.box.index("d")
        self.check_as_rebuilt()
        tell(f"open files: {told} of these limits told")
        self.assertGreater(told, 0)

    def test_the_clock_is_set_back(self):
        year = 365 * 24 * 3600
        self.box.index("d")
        for seconds in (-year, year, -2, 0, -60 * year):
            self.desk.work(.2)
            for name in (self.named(1), self.named(2)):
                # Of the same size as before, as of the time before.
                path = self.box.files / "d" / name
                then = path.stat()
                self.desk.articles[name][0] = \
                    self.desk.articles[name][0][::-1].lstrip(".") + "."
                self.desk.save(name)
                os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
            with self.subTest(seconds=seconds):
                self.box.index("d",
                               env=self.faulty(clock=seconds))
                self.check_as_rebuilt()


if __name__ == "__main__":
    unittest.main()
