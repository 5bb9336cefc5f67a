# SPDX-License-Identifier: GPL-3.0-or-later
"""Power cuts: what a disk may hold after one at any moment of an update is one
of the revisions that were committed, and none that was acknowledged is lost."""

import copy
import random
import shutil
import unittest

from faults import (SEED, FaultTest, held_sections, logical_dump, revision,
                    rounds, tell, xapian)
from power_cut import Disk, commits, read_log, states


class PowerCut(FaultTest):
    def record(self, *args):
        """Runs the indexer: the disk before, and the log."""
        log = self.box.top / "log"
        log.unlink(missing_ok=True)
        disk = Disk(self.box.db)
        self.box.run("ibid-indexer", *args, expect=0,
                     env=self.faulty(log=log))
        entries = read_log(log)
        disk_at_end = copy.deepcopy(disk)
        for entry in entries:
            disk_at_end.take(entry)
        for name, content in disk_at_end.now().items():
            self.assertTrue((self.box.db / name).read_bytes() == content, name)
        return disk, entries

    def lay_out(self, files):
        shutil.rmtree(self.box.db, ignore_errors=True)
        self.box.db.mkdir()
        for name, content in files.items():
            (self.box.db / name).write_bytes(content)

    def test_during_an_update(self):
        self.box.index("d")
        old = revision(self.box.db)
        known = {old: logical_dump(self.box.db)}
        self.desk.work()
        update = [*self.SMALL, "d"]
        disk, entries = self.record(*update)
        for files in commits(copy.deepcopy(disk), entries):
            self.lay_out(files)
            known[revision(self.box.db)] = logical_dump(self.box.db)
        self.assertGreater(len(known), 5)
        count = rounds(40, 1000)
        seen = set()
        chosen = random.Random(SEED)
        for number, (synced, files) in enumerate(states(disk, entries, count,
                                                        chosen)):
            with self.subTest(state=number, seed=SEED):
                self.lay_out(files)
                self.assertIn("No errors found",
                              xapian("xapian-check", self.box.db))
                at = revision(self.box.db)
                seen.add(at)
                self.assertGreaterEqual(at, old + synced)
                self.assertTrue(logical_dump(self.box.db) == known[at],
                                f"revision {at} is not what was committed")
                self.box.search("path:**")
                if number % 10 == 0:
                    self.box.index("d")
                    self.check_as_rebuilt()
        tell(f"power cut: seed {SEED}: {count} states, {len(seen)} of "
             f"{len(known)} revisions")

    def test_while_a_database_is_made(self):
        self.box.db.mkdir()
        disk, entries = self.record(*self.SMALL, "d")
        count = rounds(12, 200)
        chosen = random.Random(SEED)
        for number, (synced, files) in enumerate(states(disk, entries, count,
                                                        chosen)):
            with self.subTest(state=number, seed=SEED):
                self.lay_out(files)
                if synced > 0:
                    self.box.run("ibid-searcher", "--json", "path:**")
                self.box.index("d")
                self.assertTrue(held_sections(self.box) == self.desk.state())
        tell(f"power cut: {count} states of a new database")


if __name__ == "__main__":
    unittest.main()
