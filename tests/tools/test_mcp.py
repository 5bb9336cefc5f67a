# SPDX-License-Identifier: GPL-3.0-or-later
"""ibid-mcp as an agent's client uses it: what the tools and resources give, and
what they refuse."""

import json
import unittest

import jsonschema

from mcp import ARTICLES, REVISIONS, STATELESS, Client, fill
from tools import SharedToolTest

ALL = [*REVISIONS, STATELESS]
CALLS = [
    ("search", {"query": "posting list"}),
    ("search", {"query": "who invented the posting list?"}),
    ("search", {"query": "gaps", "limit": 2, "per_article": 1}),
    ("search", {"query": "gaps", "sort": "date", "mode": "keyword"}),
    ("search", {"query": "gaps", "max_tokens": 200}),
    ("search", {"query": "gaps", "kind": "section", "path": "*.md"}),
    ("search", {"query": "gaps", "tag": "search", "lang": "en", "all": True}),
    ("search", {"query": "posting", "after": "2026", "before": "2026-01"}),
    ("search", {"query": "xylophone"}),
    ("search", {"query": '"unclosed ( OR AND NOT \u202e \u0001'}),
    ("answer", {"question": "Who invented the posting list?"}),
    ("answer", {"question": "What is the capital of Mongolia?"}),
    ("answer", {"question": "xylophone?"}),
    ("answer", {"question": "Who invented the posting list?",
                "max_tokens": 300}),
    ("get_passage", {"id": "index.txt#3"}),
    ("get_passage", {"id": "long.txt#5", "max_tokens": 200}),
    ("get_article", {"id": "docs/über uns.md"}),
    ("get_article", {"id": "long.txt", "max_tokens": 1000}),
    ("status", {}),
]


def tokens(text):
    """What docs/mcp.md calls a token."""
    quarters = sum(1 if c < "\x80" else 4 for c in text)
    return -(-quarters // 4)


class Tools(SharedToolTest):
    @classmethod
    def fill(cls, box):
        fill(box)

    def client(self, revision=REVISIONS[-1]):
        client = Client(self.box)
        self.addCleanup(client.__exit__)
        client.begin(revision)
        return client

    def check_result(self, result, tool, schema, max_tokens):
        self.assertIs(result["isError"], False)
        content = result["structuredContent"]
        text, = result["content"]
        self.assertEqual(text["type"], "text")
        self.assertEqual(json.loads(text["text"]), content)
        if tool != "status":
            self.assertLessEqual(tokens(text["text"]), max_tokens)
        validator = jsonschema.Draft202012Validator(schema)
        errors = [e.message for e in validator.iter_errors(content)]
        self.assertEqual(errors, [], content)
        self.assertEqual(content["format"], 1)

    def test_every_result_is_as_its_schema_says_and_within_its_budget(self):
        for revision in ALL[2:]:
            client = self.client(revision)
            schemas = {t["name"]: t for t in client.result("tools/list")["tools"]}
            for schema in schemas.values():
                for name in ("inputSchema", "outputSchema"):
                    jsonschema.Draft202012Validator.check_schema(schema[name])
            for tool, arguments in CALLS:
                with self.subTest(revision=revision, tool=tool, a=arguments):
                    jsonschema.validate(arguments, schemas[tool]["inputSchema"])
                    result = client.result("tools/call", {
                        "name": tool, "arguments": arguments})
                    # The least a passage takes by itself: its article, place.
                    least = max(arguments.get("max_tokens", 4000), 360)
                    self.check_result(result, tool,
                                      schemas[tool]["outputSchema"], least)

    def test_an_answer_is_cited_by_file_line_bytes_and_date(self):
        got = self.client().call("answer",
                                 question="Who invented the posting list?")
        self.assertEqual(got["outcome"], "answered")
        answer = got["answer"]
        path = self.box.files / "a/index.txt"
        source = path.read_bytes()
        text = "Hans Peter Luhn described the posting list in 1957."
        self.assertEqual(answer["text"], text)
        start = source.index(text.encode())
        line = source[:start].count(b"\n") + 1
        end = start + len(text)
        self.assertEqual((answer["start"], answer["end"]), (start, end))
        self.assertEqual(
            answer["citation"],
            f"{path}:{line} (bytes {start}-{end}), updated 2026-01-02")
        self.assertEqual(answer["passage"], got["hits"][0]["id"])

    def test_what_is_not_known_is_not_answered(self):
        got = self.client().call("answer", question="xylophone?")
        self.assertEqual((got["outcome"], got["answer"], got["hits"]),
                         ("none", None, []))
        self.assertEqual(got["missing"], ["xylophone"])

    def test_search_gives_what_ibid_searcher_gives(self):
        client = self.client()
        for query in ("gaps", "posting list", "who sorts gaps?"):
            got = client.call("search", query=query, max_tokens=50000)
            want = self.box.search(query)
            for hit in want["hits"]:
                del hit["snippet"]
            for hit in got["hits"]:
                self.assertTrue(hit.pop("citation"))
                self.assertIs(hit.pop("text_truncated"), False)
            for field in ("mode", "outcome", "answer", "hits", "total"):
                self.assertEqual(got[field], want[field], field)
            self.assertEqual((got["truncated"], got["note"]), (False, None))

    def pages(self, client, tool, **arguments):
        """All parts of a result, by its cursors."""
        pages = [client.call(tool, **arguments)]
        while (cursor := pages[-1]["next_cursor"]) is not None:
            self.assertLess(len(pages), 500)
            pages.append(client.call(tool, cursor=cursor, **arguments))
        return pages

    def test_cursors_lead_through_all_hits_once(self):
        client = self.client()
        whole = client.call("search", query="gaps", limit=100,
                            max_tokens=50000)
        self.assertIsNone(whole["next_cursor"])
        for arguments in ({"limit": 3}, {"max_tokens": 900},
                          {"limit": 4, "max_tokens": 1500}):
            pages = self.pages(client, "search", query="gaps", **arguments)
            hits = [h for page in pages for h in page["hits"]]
            self.assertGreater(len(pages), 2)
            self.assertEqual([h["id"] for h in hits],
                             [h["id"] for h in whole["hits"]])
            self.assertEqual([h["rank"] for h in hits],
                             list(range(1, len(hits) + 1)))

    def test_truncation_is_stated(self):
        got = self.client().call("search", query="gaps", max_tokens=900)
        self.assertIs(got["truncated"], True)
        self.assertLess(len(got["hits"]), 10)
        self.assertIn(f"{len(got['hits'])} of 10", got["note"])
        self.assertIn("next_cursor", got["note"])

    def test_an_article_comes_whole_in_parts(self):
        client = self.client()
        whole = client.call("get_article", id="long.txt", max_tokens=50000)
        self.assertIs(whole["truncated"], False)
        self.assertEqual(len(whole["passages"]), whole["passage_count"])
        for budget in (200, 400, 1000):
            pages = self.pages(client, "get_article", id="long.txt",
                               max_tokens=budget)
            texts = {}
            for page in pages:
                self.assertEqual(page["title"], "A long one")
                for passage in page["passages"]:
                    texts.setdefault(passage["id"], "")
                    texts[passage["id"]] += passage["text"]
            self.assertEqual(texts, {p["id"]: p["text"]
                                     for p in whole["passages"]})

    def test_a_passage_comes_whole_in_parts(self):
        client = self.client()
        whole = client.call("get_passage", id="long.txt#5")
        self.assertIs(whole["truncated"], False)
        pages = self.pages(client, "get_passage", id="long.txt#5",
                           max_tokens=200)
        self.assertGreater(len(pages), 1)
        self.assertEqual("".join(p["text"] for p in pages), whole["text"])

    def test_bad_arguments_come_back_with_a_hint(self):
        client = self.client()
        cursor = client.call("search", query="gaps", limit=1)["next_cursor"]
        for tool, arguments, word in [
                ("search", {}, "query"),
                ("search", {"query": ""}, "query"),
                ("search", {"query": 5}, "query"),
                ("search", {"query": "x" * 20000}, "20000 bytes"),
                ("search", {"query": "x", "limit": 0}, "limit"),
                ("search", {"query": "x", "limit": "5"}, "limit"),
                ("search", {"query": "x", "max_tokens": 1}, "max_tokens"),
                ("search", {"query": "x", "kind": "chapter"}, "chapter"),
                ("search", {"query": "x", "after": "soon"}, "soon"),
                ("search", {"query": "x", "colour": "red"}, "colour"),
                ("search", {"query": "x", "cursor": "17"}, "cursor"),
                ("search", {"query": "other", "cursor": cursor}, "cursor"),
                ("answer", {"query": "x"}, "question"),
                ("answer", {"question": "x", "mode": "keyword"}, "mode"),
                ("get_passage", {}, "id"),
                ("get_passage", {"id": "index.txt"}, "index.txt"),
                ("get_passage", {"id": "index.txt#99"}, "index.txt#99"),
                ("get_article", {"id": "no such"}, "no such"),
                ("get_article", {"id": "../../etc/passwd"}, "passwd"),
                ("get_article", {"id": ["a"]}, "id"),
                ("status", {"verbose": True}, "verbose")]:
            with self.subTest(tool=tool, arguments=arguments):
                error = client.refusal(tool, **arguments)
                self.assertIn(error["kind"], ("usage", "not_found"))
                self.assertIn(word, error["message"])
                self.assertTrue(error["hint"])

    def test_articles_are_resources(self):
        for revision in ALL:
            client = self.client(revision)
            listed = client.result("resources/list")
            self.assertNotIn("nextCursor", listed)
            by_name = {r["name"]: r for r in listed["resources"]}
            self.assertEqual(set(by_name), set(ARTICLES))
            for name, resource in by_name.items():
                content, = client.result("resources/read", {
                    "uri": resource["uri"]})["contents"]
                self.assertEqual(content["uri"], resource["uri"])
                self.assertIn(f"[{name}#1, line ", content["text"])
            template, = client.result(
                "resources/templates/list")["resourceTemplates"]
            self.assertEqual(template["uriTemplate"], "ibid://article/{id}")

    def test_a_resource_that_is_not_there_is_an_error(self):
        for revision in ALL:
            client = self.client(revision)
            code = -32602 if revision == STATELESS else -32002
            for uri in ("ibid://article/none", "file:///etc/passwd", ""):
                error = client.ask("resources/read", {"uri": uri})["error"]
                self.assertEqual((error["code"], error["data"]["uri"]),
                                 (code, uri))

if __name__ == "__main__":
    unittest.main()
