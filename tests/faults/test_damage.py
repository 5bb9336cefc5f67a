# SPDX-License-Identifier: GPL-3.0-or-later
"""Damaged files: what is wrong with stored text is told, nothing crashes and
nothing hangs."""

import random
import shutil
import struct
import subprocess
import unittest

from faults import QUERIES, SEED, Desk, FaultTest, answers, rounds, tell

TABLES = ("docdata.glass", "postlist.glass", "termlist.glass")
BLOCK = 8192


def used_places(data):
    """The bytes of a table's leaf blocks that hold items."""
    places = []
    for start in range(0, len(data), BLOCK):
        revision, level, _, _, end = struct.unpack_from(">IBHHH", data, start)
        if revision == 0 or level != 0 or not 11 < end <= BLOCK:
            continue
        items = struct.unpack_from(f">{(end - 11) // 2}H", data, start + 11)
        for item in items:
            if item + 2 <= BLOCK:
                size = struct.unpack_from(">H", data, start + item)[0] & 0x1fff
                places.extend(range(start + item, start + item + size))
    return places


class Damage(FaultTest):
    def setUp(self):
        super().setUp()
        self.desk = Desk(self.box.files / "d", SEED, count=80)
        self.box.index("d")
        self.kept = self.box.top / "kept"
        shutil.copytree(self.box.db, self.kept)
        texts = [self.desk.articles[name][0]
                 for name in sorted(self.desk.articles)[::8]]
        phrases = [f'"{" ".join(text.split()[3:6])}"' for text in texts]
        self.queries = [*QUERIES, *phrases]
        self.expected = answers(self.box, self.box.db, self.queries)
        self.assertTrue(all(a["hits"] for a in self.expected[len(QUERIES):]))

    def restore(self):
        shutil.rmtree(self.box.db)
        shutil.copytree(self.kept, self.box.db)

    def outcome(self):
        """told, unchanged or other: what became of the answers."""
        try:
            found = answers(self.box, self.box.db, self.queries,
                            expect=None)
        except subprocess.TimeoutExpired:
            self.fail("hangs")
        if any("error" in answer for answer in found) or not found:
            return "told"
        return "unchanged" if found == self.expected else "other"

    def flip(self, table, places, chosen):
        data = bytearray((self.kept / table).read_bytes())
        place = chosen.choice(places)
        data[place] ^= 1 << chosen.randrange(8)
        (self.box.db / table).write_bytes(data)
        return place

    def flips(self, table, count):
        """How many of `count` flipped bits had which outcome."""
        chosen = random.Random(SEED)
        places = used_places((self.kept / table).read_bytes())
        counts = {"told": 0, "unchanged": 0, "other": 0}
        for number in range(count):
            place = self.flip(table, places, chosen)
            with self.subTest(table=table, number=number, place=place):
                counts[self.outcome()] += 1
        tell(f"damage: seed {SEED}: {count} bits of {table}: {counts}")
        shutil.copy(self.kept / table, self.box.db / table)
        return counts

    def test_flipped_bits_of_stored_text_are_told(self):
        counts = self.flips("docdata.glass", rounds(40, 500))
        self.assertLessEqual(counts["other"] * 100, counts["told"])
        self.assertGreater(counts["told"], counts["unchanged"])

    def test_flipped_bits_elsewhere_crash_nothing(self):
        for table in TABLES[1:]:
            self.flips(table, rounds(10, 200))

    def test_truncated_tables_are_told(self):
        chosen = random.Random(SEED)
        for table in TABLES:
            data = (self.kept / table).read_bytes()
            for _ in range(rounds(3, 30)):
                size = chosen.randrange(len(data))
                (self.box.db / table).write_bytes(data[:size])
                with self.subTest(table=table, size=size):
                    self.assertIn(self.outcome(), ("told", "unchanged"))
            (self.box.db / table).unlink()
            with self.subTest(missing=table):
                self.assertIn(self.outcome(), ("told", "unchanged"))
            self.restore()

    def test_a_missing_termlist_is_told(self):
        (self.box.db / "termlist.glass").unlink()
        name = min(self.desk.articles)
        result = self.box.run("ibid-searcher", "--json", "--like", name)
        self.assertEqual(result.code, 2)
        self.check_one_line(result)
        self.assertEqual(result.json()["error"]["kind"], "corrupt")


if __name__ == "__main__":
    unittest.main()
