# SPDX-License-Identifier: GPL-3.0-or-later
"""--check finds what is wrong with a database, says how to repair it, and a
rebuild does."""

import random
import shutil
import unittest

from faults import SEED, Desk, FaultTest, answers, bindings, rounds, tell
from test_damage import TABLES, used_places


class Check(FaultTest):
    def setUp(self):
        super().setUp()
        self.desk = Desk(self.box.files / "d", SEED, count=80)
        self.box.index("d")
        self.box.index("--id", "noted", "-", stdin=b"Noted\n\nBy hand.\n")
        self.kept = self.box.top / "kept"
        shutil.copytree(self.box.db, self.kept)

    def restore(self):
        shutil.rmtree(self.box.db)
        shutil.copytree(self.kept, self.box.db)

    def writer(self):
        return bindings.WritableDatabase(str(self.box.db))

    def check(self, expect=1):
        result = self.box.run("ibid-indexer", "--check", "--json",
                              expect=expect)
        report = result.json()
        self.assertEqual(report["format"], 1)
        self.assertIs(report["sound"], expect == 0)
        self.assertEqual(len(result.errors), len(report["problems"]))
        return report

    def check_finds(self, reason, where=""):
        """A problem of these words is told, and how to repair it."""
        report = self.check()
        self.assertIn("--rebuild", report["repair"])
        found = [p for p in report["problems"]
                 if reason in p["reason"] and where in p["where"]]
        self.assertTrue(found, report["problems"][:3])

    def test_a_sound_database_is_told_so_and_left_as_it_is(self):
        before = {p.name: p.read_bytes() for p in self.box.db.iterdir()}
        report = self.check(expect=0)
        self.assertEqual(report["articles"], 81)
        self.assertEqual(report["passages"], len(self.box.passages()))
        self.assertEqual((report["problem_count"], report["problems"],
                          report["repair"]), (0, [], None))
        text = self.box.run("ibid-indexer", "--check", expect=0)
        self.assertRegex(text.out.decode(), r"^sound: 81 articles, ")
        after = {p.name: p.read_bytes() for p in self.box.db.iterdir()}
        self.assertEqual(after, before)

    def test_a_database_that_was_worked_on_is_sound(self):
        for _ in range(rounds(4, 30)):
            self.desk.work()
            self.box.index(*self.SMALL, "d")
            self.check(expect=0)

    def test_what_is_missing_or_too_much_is_told(self):
        def first(db, prefix):
            return next(iter(db.allterms(prefix))).term

        def orphan(db):
            doc = next(iter(db.postlist(""))).docid
            db.add_document(db.get_document(doc))

        def posting(db):
            doc = db.get_document(next(iter(db.postlist(""))).docid)
            doc.add_posting("stray", 7)
            db.replace_document(doc.get_docid(), doc)

        def value(db):
            doc = db.get_document(next(iter(db.postlist(""))).docid)
            doc.add_value(6, "2001-01-01")
            db.replace_document(doc.get_docid(), doc)

        def text(db):
            doc = db.get_document(next(iter(db.postlist(""))).docid)
            doc.set_data(doc.get_data().replace(b"word", b"wood", 1))
            db.replace_document(doc.get_docid(), doc)

        def key(db, prefix):
            return next(iter(db.metadata_keys(prefix)))

        cases = [
            ("has no document", lambda db: db.delete_document(first(db, "Q"))),
            ("no article has", orphan),
            ("its terms are not those", posting),
            ("posting lists are not those", posting),
            ("its values are not those", value),
            ("a stored passage is damaged", text),
            ("no article has", lambda db: db.set_metadata(key(db, "A"), "")),
            ("names an article that is not there",
             lambda db: db.set_metadata(key(db, "A"), "")),
            ("is damaged", lambda db: db.set_metadata(key(db, "A"), "x")),
            ("of a file that does not name it",
             lambda db: db.set_metadata(key(db, "F"), "")),
            ("is damaged", lambda db: db.set_metadata(key(db, "F"), "x")),
            ("leads to no article",
             lambda db: db.set_metadata("I" + "0" * 24, "f" * 24)),
            ("not ibid's", lambda db: db.set_metadata("Zorro", "x")),
            ("roots", lambda db: db.set_metadata("ibid:roots", "[7]")),
            ("synonyms", lambda db: db.set_metadata("ibid:synonyms", "{")),
        ]
        for reason, damage in cases:
            with self.subTest(reason):
                self.restore()
                db = self.writer()
                damage(db)
                db.commit()
                db.close()
                self.check_finds(reason)

    def test_how_to_repair_is_told_and_does(self):
        expected = answers(self.box, self.kept)
        for told, damage in (("--rebuild builds", ("A", "x")),
                             ("--rebuild PATH...", ("F", "x"))):
            self.restore()
            db = self.writer()
            prefix, value = damage
            db.set_metadata(next(iter(db.metadata_keys(prefix))), value)
            db.commit()
            db.close()
            repair = self.check()["repair"]
            self.assertIn(told, repair)
            self.assertIn("stdin", repair)
            paths = ["d"] if "PATH" in repair else []
            self.box.index("--rebuild", *paths)
            self.box.index("--id", "noted", "-", stdin=b"Noted\n\nBy hand.\n")
            self.check(expect=0)
            self.assertEqual(answers(self.box, self.box.db), expected)

    def test_truncated_and_missing_tables_are_told(self):
        for table in TABLES:
            data = (self.kept / table).read_bytes()
            for size in (0, 100, len(data) // 2, len(data) - 8192, None):
                self.restore()
                if size is None:
                    (self.box.db / table).unlink()
                else:
                    (self.box.db / table).write_bytes(data[:size])
                with self.subTest(table=table, size=size):
                    self.assertTrue(self.check()["problems"])
        self.restore()
        (self.box.db / "iamglass").unlink()
        self.check_finds("no version file")

    def test_flipped_bits_are_told(self):
        # Without blocks of former commits, which nothing reads.
        shutil.rmtree(self.box.db)
        opened = bindings.Database(str(self.kept))
        opened.compact(str(self.box.db))
        opened.close()
        shutil.rmtree(self.kept)
        shutil.copytree(self.box.db, self.kept)
        self.check(expect=0)
        chosen = random.Random(SEED)
        for table in TABLES:
            data = (self.kept / table).read_bytes()
            places = used_places(data)
            noticed, count = 0, rounds(10, 200)
            for number in range(count):
                place = chosen.choice(places)
                flipped = bytearray(data)
                flipped[place] ^= 1 << chosen.randrange(8)
                (self.box.db / table).write_bytes(flipped)
                result = self.box.run("ibid-indexer", "--check")
                with self.subTest(table=table, number=number, place=place):
                    # Of another version, or of none of ibid's: an error.
                    self.assertIn(result.code, (0, 1, 2), result.err[-300:])
                    noticed += result.code != 0
            shutil.copy(self.kept / table, self.box.db / table)
            tell(f"check: seed {SEED}: {noticed} of {count} bits of {table}")
            self.assertGreaterEqual(noticed * 100, count * 95, table)

    def test_it_keeps_writers_away_and_waits_for_them(self):
        db = self.writer()
        result = self.box.run("ibid-indexer", "--check", "--json", expect=3)
        self.assertEqual(result.json()["error"]["kind"], "locked")
        waiting = self.box.start("ibid-indexer", "--check", "--wait", "100")
        db.close()
        self.assertEqual(waiting.wait(timeout=60), 0)
        waiting.communicate()

    def test_what_is_no_database_is_an_error(self):
        for args, kind in ((["--db", "nowhere"], "not_found"),
                           (["--db", "d"], "not_found"),
                           (["d"], "usage"), (["--rebuild"], "usage"),
                           (["--compact"], "usage")):
            result = self.box.run("ibid-indexer", "--check", "--json", *args,
                                  expect=2)
            with self.subTest(args):
                self.assertEqual(result.json()["error"]["kind"], kind)
                self.check_one_line(result)


if __name__ == "__main__":
    unittest.main()
