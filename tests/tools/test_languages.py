# SPDX-License-Identifier: GPL-3.0-or-later
"""Articles and queries in several languages and scripts, in one database."""

import unittest

from tools import ToolTest


class Languages(ToolTest):
    def test_each_article_is_stemmed_in_its_language(self):
        box = self.box
        box.write("a/de.md", "---\nlang: de\n---\n# Stadt\n\nDie alten Häuser "
                             "stehen am Fluss.\n")
        box.write("a/en.md", "# Town\n\nThe old houses stand on the river. "
                             "Running water.\n")
        box.index("a")
        for query, article in [("Haus", "de.md"), ('"haeuser"', None),
                               ("hauser", "de.md"), ("house", "en.md"),
                               ("runs", "en.md"), ("HÄUSERN", "de.md")]:
            with self.subTest(query):
                hits = box.run("ibid-searcher", "--json", query).json()["hits"]
                self.assertEqual([h["article"]["id"] for h in hits],
                                 [article] if article else [])
        self.assertEqual(len(box.search("lang:de")["hits"]), 1)
        self.assertEqual(len(box.search("--lang", "de", "old alten")["hits"]),
                         1)
        # In English alone the German plural is a word of its own.
        box.search("--language", "en", '"Häusern"', expect=1)

    def test_the_option_names_the_language_of_all_that_do_not_say_theirs(self):
        self.box.write("a/x.txt", "Titel\n\nViele Häuser am Fluss.\n")
        self.box.index("--language", "German", "a")
        hit = self.box.search("haus")["hits"][0]
        self.assertEqual(hit["id"], "x.txt#1")
        report = self.box.index("--language", "en", "a")
        self.assertEqual(report["articles"]["changed"], 1)
        self.box.search('"haus"', expect=1)

    def test_scripts_without_spaces_are_found(self):
        self.box.write("a/ja.txt", "全文検索\n\n転置索引は単語から文書を引く。\n")
        self.box.write("a/th.txt", "ค้นหา\n\nการค้นหาข้อความในเอกสาร\n")
        self.box.index("a")
        for query, article in [("索引", "ja.txt"), ("文書", "ja.txt"),
                               ("ข้อความ", "th.txt")]:
            with self.subTest(query):
                hits = self.box.search(query)["hits"]
                self.assertEqual(hits[0]["article"]["id"], article)

    def test_a_language_without_a_stemmer_gives_one_notice(self):
        self.box.write("a/x.md", "---\nlang: tlh\n---\n# X\n\nQapla.\n")
        self.box.write("a/y.md", "---\nlang: tlh\n---\n# Y\n\nQapla.\n")
        result = self.box.run("ibid-indexer", "a", expect=0)
        notices = [e for e in result.errors if "tlh" in e]
        self.assertEqual(len(notices), 1, result.errors)
        self.assertEqual(len(self.box.search("qapla")["hits"]), 2)


if __name__ == "__main__":
    unittest.main()
