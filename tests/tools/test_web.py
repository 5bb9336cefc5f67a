# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of ibid-server as a browser without JavaScript sees it: forms are
sent and links followed as they stand."""

import gzip
import html.parser
import unittest
import urllib.parse

from server import Server, ServerTest, write_articles
from tools import ToolTest

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; "
          "img-src 'self'; connect-src 'self'; form-action 'self'; "
          "base-uri 'none'; frame-ancestors 'none'")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGES = ("/", "/?q=index", "/?q=nowherefound", "/results?q=index",
         "/read/index.txt")
FILES = {"/page.css": "text/css", "/form.css": "text/css",
         "/found.css": "text/css", "/read.css": "text/css",
         "/page.js": "text/javascript", "/found.js": "text/javascript",
         "/suggest.js": "text/javascript", "/icon.svg": "image/svg+xml"}
EMPTY = {"input", "link", "meta", "br"}


class Page(html.parser.HTMLParser):
    """A page taken apart: its elements with their attributes and texts."""

    def __init__(self, text):
        super().__init__()
        self.elements = []  # (name, attributes, list of texts)
        self._open = []
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag, attrs):
        element = (tag, dict(attrs), [])
        self.elements.append(element)
        if tag not in EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag, tag

    def handle_data(self, data):
        for _, _, texts in self._open:
            texts.append(data)

    def all(self, element, /, **attributes):
        """Elements of that name with these attributes; class_: class."""
        wanted = {k.rstrip("_"): v for k, v in attributes.items()}
        return [e for e in self.elements if e[0] == element and
                all(e[1].get(k) == v for k, v in wanted.items())]

    def text(self, element, /, **attributes):
        return " ".join("".join(
            self.all(element, **attributes)[0][2]).split())

    def link(self, text):
        """Where the first link with this text leads."""
        for _, attributes, texts in self.all("a"):
            if text in "".join(texts):
                return attributes["href"]
        raise AssertionError(f"no link {text}")

    def send(self, **fields):
        """The address that the form leads to, filled in so."""
        form = self.all("form")[0][1]
        assert form["method"] == "get"
        values = {}
        for _, a, _ in self.all("input"):
            if a.get("type") != "radio" or "checked" in a:
                values[a["name"]] = a.get("value", "")
        for _, a, _ in self.all("select"):
            values[a["name"]] = ""  # the first of each
        return form["action"] + "?" + urllib.parse.urlencode(
            {**values, **fields})


class WebTest(ServerTest):
    def page(self, target, status=200, **headers):
        got = self.server.ask("GET", target.split("#")[0], None,
                              {**BROWSER, **headers})
        self.assertEqual(got.status, status, got.body[-500:])
        self.assertEqual(got.headers["Content-Type"],
                         "text/html; charset=utf-8")
        self.assertEqual(got.headers["Content-Security-Policy"], POLICY)
        page = Page(got.body.decode("utf-8"))
        self.assertLessEqual(len(page.all("script")), 1)
        for name, attributes, _ in page.elements:
            self.assertNotIn("style", attributes)
            self.assertFalse([a for a in attributes if a.startswith("on")])
            for where in ("src", "action"):
                self.assertRegex(attributes.get(where, "/"), r"^/(?!/)", name)
        return page


class Reader(WebTest):
    def test_asks_and_follows_a_hit_into_its_article(self):
        start = self.page("/")
        self.assertIn("passages in 2 articles", start.text("p", class_="tells"))
        found = self.page(start.send(q="is an index fast?"))
        self.assertEqual(found.text("title"), "is an index fast? – ibid")
        self.assertEqual(found.text("mark")[:4], "Yes.")
        card = found.all("article", class_="answer hit")
        self.assertEqual(len(card), 1)
        source = found.text("p", class_="source")
        self.assertEqual(source, "From What is an index › Is an index fast?, "
                                 "updated 2 January 2026")
        target = found.link("Is an index fast?")
        read = self.page(target)
        self.assertEqual(read.text("h1"), "What is an index")
        place = target.split("#")[1]
        self.assertEqual(len(read.all("div", id=place)), 1)
        self.assertIn("Yes. It looks up words.",
                      read.text("div", id=place))
        self.assertEqual(read.text("mark")[:4], "Yes.")
        self.assertEqual(read.text("ol", class_="sources"), "A book CC-BY-4.0")

    def test_narrows_by_filters_and_takes_them_back(self):
        found = self.page(self.page("/").send(q="index", kind="question"))
        self.assertIn("1 of 1 passage", found.text("p", id="status"))
        self.assertEqual(found.all("input", value="question")[0][1].get(
            "checked", "no"), None)
        none = self.page(found.send(q="index", before="2020-01-01"))
        self.assertEqual(none.text("h2"), "Nothing found")
        again = self.page(none.link("Search without the filters"))
        self.assertTrue(again.all("li", class_="hit"))
        dated = self.page("/?q=index&after=2026&path=*.txt")
        self.assertEqual(dated.all("input", name="after")[0][1]["value"],
                         "2026-01-01")
        self.assertEqual(dated.all("input", name="path")[0][1]["value"],
                         "*.txt")

    def test_goes_through_the_pages(self):
        first = self.page("/?q=index&n=1")
        second = self.page(first.link("More passages"))
        self.assertRegex(second.text("p", id="status"), "^2 of ")
        back = self.page(second.link("Previous"))
        self.assertEqual(back.text("h3"), first.text("h3"))

    def test_goes_on_to_similar_passages(self):
        found = self.page("/?q=inverted")
        similar = self.page(found.link("Similar passages"))
        self.assertEqual(similar.text("h1"), "Similar to What is an index")
        whole = self.page("/?like=index.txt")
        self.assertEqual(whole.text("h1"), "Similar to What is an index")
        # Words take the place of what others were to be like.
        asked = self.page(similar.send(q="stem"))
        self.assertEqual(asked.text("title"), "stem – ibid")

    def test_is_told_when_there_is_nothing(self):
        none = self.page("/?q=xylophone")
        self.assertEqual(none.text("h2"), "Nothing found")
        self.assertIn("No passage has: xylophone", none.text("section"))

    def test_is_told_of_other_spellings(self):
        found = self.page("/?q=invrted")
        self.assertIn("Looked for inverted instead of invrted",
                      found.text("section"))

    def test_is_told_what_is_wrong_and_what_to_do(self):
        for target, what, hint in (
                ("/?q=x&after=soon", "after takes a date, not soon", "2026"),
                ("/?q=x&kind=essay", "kind does not take essay", "section"),
                ("/?q=x&zz=1", "unknown parameter zz", "known"),
                ("/?like=index.txt%2399", "index.txt#99", "rust.txt#4"),
                ("/results?q=x&n=1000", "n does not take 1000", "100"),
                ("/?q=%ff", "bytes that are no text", "UTF-8"),
                ("/read/index.txt?mark=x", "mark does not take x", "leave"),
                ("/read/index.txt?q=x", "unknown parameter q", "first")):
            with self.subTest(target):
                got = self.server.get(target)
                page = self.page(target, got.status)
                self.assertIn(got.status, (400, 404))
                self.assertIn(what, page.text("p", class_="what"))
                self.assertIn(hint, page.text("p", class_="hint"))
        self.assertEqual(self.page("/?q=x&after=soon", 400).all(
            "input", name="q")[0][1]["value"], "x")

    def test_is_told_that_there_is_no_such_page(self):
        for target in ("/nowhere", "/read/nowhere.txt",
                       "/read/index.txt?first=99"):
            page = self.page(target, 404)
            self.assertEqual(page.text("h1"), "That did not work")
            self.assertEqual(page.all("form")[0][1]["action"], "/")
        # Programs get JSON there.
        self.assertIn("error", self.server.get("/nowhere").json())
        self.assertEqual(self.page("/?q=index&db=other", 404).text("h1"),
                         "That did not work")


class Frame(WebTest):
    def test_all_that_pages_need_is_here(self):
        page = self.page("/")
        needed = {a["src"] for _, a, _ in page.all("script")}
        needed |= {a["href"] for _, a, _ in page.all("link")}
        self.assertIn("/opensearch.xml", needed)
        for target in needed | set(FILES):
            got = self.server.get(target)
            self.assertEqual(got.status, 200, target)
            if target in FILES:
                self.assertEqual(got.headers["Content-Type"].split(";")[0],
                                 FILES[target])
        for target, kind in FILES.items():
            text = self.server.get(target).body.decode("utf-8")
            self.assertNotIn("://", text.replace("http://www.w3.org/2000/svg",
                                                 ""), kind)

    def test_browsers_are_led_to_the_page(self):
        xml = self.server.get("/opensearch.xml").body.decode()
        self.assertIn(f'type="text/html" template="http://127.0.0.1:'
                      f'{self.server.port}/?q={{searchTerms}}"', xml)

    def test_what_has_not_changed_is_not_sent_again(self):
        for target in PAGES + tuple(FILES):
            first = self.server.get(target)
            again = self.server.get(target,
                                    If_None_Match=first.headers["ETag"])
            self.assertEqual((again.status, again.body), (304, b""), target)
            # A browser takes its headers over.
            self.assertEqual(again.headers["Content-Security-Policy"],
                             first.headers["Content-Security-Policy"])

    def test_pages_are_compressed_where_that_is_taken(self):
        for target in PAGES:
            plain = self.server.get(target)
            packed = self.server.get(target, Accept_Encoding="gzip")
            if len(plain.body) > 1024:
                self.assertEqual(packed.headers["Content-Encoding"], "gzip")
                self.assertEqual(gzip.decompress(packed.body), plain.body)

    def test_answers_for_programs_are_held_more_strictly(self):
        got = self.server.get("/search?q=index")
        self.assertEqual(got.headers["Content-Security-Policy"],
                         "default-src 'none'; frame-ancestors 'none'")

    def test_other_methods_are_refused(self):
        got = self.server.ask("POST", "/", "", {})
        self.assertEqual(got.status, 405)
        self.assertEqual(self.server.ask("HEAD", "/").status, 200)


class Hostile(WebTest):
    """Nothing that articles or queries bring along is markup."""

    SCRIPT = "</title></script><script>alert(1)</script>\"'><img src=//x " \
             "onerror=alert(1)>"

    @classmethod
    def fill(cls, box):
        write_articles(box)
        line = cls.SCRIPT.replace("\\", "").replace('"', '\\"')
        box.write("lines.jsonl", (
            '{"_id":"%s","title":"%s","text":"About zebras. %s","url":"%s",'
            '"tags":["%s"],"questions":[{"question":"%s?","answer":"A zebra. '
            '%s"}],"sources":[{"name":"%s"}]}\n'
            '{"_id":"../up","title":"Up","text":"An ibex climbs.",'
            '"url":"javascript:alert(1)"}\n') % ((line,) * 3 + (
                "javascript:alert(1)",) + (line,) * 4))
        box.index("lines.jsonl")

    def test_stays_text_in_all_pages(self):
        quoted = urllib.parse.quote(self.SCRIPT, safe="")
        for target in ("/", "/?q=zebra", "/?q=what+is+a+zebra%3F",
                       "/?q=" + quoted, "/?like=" + quoted,
                       "/?q=zebra&path=" + quoted, "/read/" + quoted,
                       "/?q=script+alert"):
            with self.subTest(target[:60]):
                page = self.page(target)
                self.assertEqual(page.all("img"), [])
                for _, attributes, _ in page.all("a"):
                    self.assertRegex(attributes["href"], "^(/|#)")
        for target in ("/read/%3Cscript%3E", "/%3Cscript%3E",
                       "/?q=x&kind=" + quoted, "/?q=x&" + quoted + "=1"):
            self.page(target, self.server.get(target).status)

    def test_ids_lead_to_their_articles_whatever_they_are(self):
        for query, title in (("zebra", self.SCRIPT), ("ibex", "Up")):
            found = self.page("/?q=" + query)
            read = self.page(found.all("a", class_="open")[0][1]["href"])
            self.assertEqual(read.text("h1"), title)


class Several(ToolTest):
    def test_databases_are_a_choice_of_the_form(self):
        write_articles(self.box)
        self.box.write("b/cat.txt", "Cats\n\nA cat sleeps.\n")
        other = self.box.top / "other.db"
        self.box.index("--db", other, "b")
        server = Server(self.box, "--db", f"words={self.box.db}", "--db",
                        f"cats={other}")
        self.addCleanup(server.close)
        start = Page(server.get("/").body.decode())
        self.assertEqual([a["value"] for _, a, _ in start.all("option")][:2],
                         ["", "cats"])
        found = Page(server.get(start.send(q="cat", db="cats")).body.decode())
        target = found.link("Cats")
        self.assertIn("db=cats", target)
        read = Page(server.get(target.split("#")[0]).body.decode())
        self.assertEqual(read.text("h1"), "Cats")
        lost = Page(server.get("/read/dog.txt?db=cats").body.decode())
        self.assertIn("selected", lost.all("option", value="cats")[0][1])
        # The choice stays.
        self.assertIn("selected", read.all("option", value="cats")[0][1])

    def test_a_file_that_has_changed_is_told(self):
        write_articles(self.box)
        server = Server(self.box)
        self.addCleanup(server.close)
        path = self.box.files / "a/index.txt"
        path.write_bytes(path.read_bytes().replace(b"inverted", b"reversed"))
        for target in ("/?q=inverted", "/read/index.txt"):
            self.assertIn(b"Changed since it was indexed",
                          server.get(target).body)


class Long(WebTest):
    @classmethod
    def fill(cls, box):
        box.write("long.txt", "A long one\n\nKey Facts\n\n" + "".join(
            f"Part {n}\n\nThe part after {n - 1} tells of beast{n}.\n\n"
            for n in range(1, 131)))
        box.index("long.txt")

    def test_a_passage_far_down_is_found_in_its_article(self):
        target = self.page("/?q=beast125").all("a", class_="open")[0][1]["href"]
        self.assertEqual(target, "/read/long.txt?first=121#p125")
        read = self.page(target)
        self.assertIn("beast125", read.text("div", id="p125"))
        self.assertIn("Passages 121 to 130 of 130", read.text("nav"))
        before = self.page(read.link("Earlier part"))
        self.assertIn("Passages 61 to 120 of 130", before.text("nav"))
        self.assertEqual(self.page(before.link("Next part")).text("nav"),
                         read.text("nav"))


if __name__ == "__main__":
    unittest.main()
