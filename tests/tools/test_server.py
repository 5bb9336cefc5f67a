# SPDX-License-Identifier: GPL-3.0-or-later
"""ibid-server as programs see it: what each address answers."""

import gzip
import json
import re
import signal
import unittest
import urllib.parse
import xml.etree.ElementTree

import jsonschema

from server import Server, ServerTest, read_all, write_articles
from tools import TIMEOUT, ToolTest

ALL = ("/search?q=index", "/suggest?q=ind", "/passage/index.txt%231",
       "/article/index.txt", "/health", "/status", "/metrics", "/openapi.json",
       "/opensearch.xml")
WRONG = {
    "/search": "no query", "/search?q=": "no query", "/search?q=x&zz=1": "zz",
    "/search?q=x&q=y": "twice", "/search?q=x&n=101": "101",
    "/search?q=x&n=-1": "-1", "/search?q=x&n=1e3": "1e3",
    "/search?q=x&offset=1001": "1001", "/search?q=x&kind=essay": "essay",
    "/search?q=x&after=soon": "soon", "/search?q=x&mode=m": "mode",
    "/search?q=x&sort=s": "sort", "/search?q=x&all=maybe": "maybe",
    "/search?q=%ff": "no text", "/search?q=%00": "no text",
    "/search?q=%zz": "hexadecimal", "/search?q=%4": "hexadecimal",
    "/search?q=" + "a" * 4097: "too long", "/search?q=x&like=index.txt": "like",
    "/search?q=x+AND&strict=true": "AND", "/suggest?x=1": "x",
    "/suggest?q=a&n=11": "11", "/suggest?q=a&format=xml": "xml",
    "/article/index.txt?first=x": "first", "/status?x": "x",
}
WRONG_BODIES = (b"", b"{", b"[]", b"7", b'"q"', b'{"q":1}', b'{"q":"x","n":"1"}',
                b'{"q":"x","n":-1}', b'{"q":"x","n":1.5}', b'{"q":"x","n":1e9}',
                b'{"q":"x","zz":1}', b'{"q":"x","q":"y"}', b'{"q":"\xff"}',
                b'{"q":"\\u0000"}', b'{"q":"x","all":"true"}', b"[" * 60000,
                b'{"q":' + b"[" * 60000, b'{"q":{"q":"x"}}', b"{}",
                b'{"q":"' + b"a" * 5000 + b'"}')
JSON = {"Content-Type": "application/json"}


def without_time(body):
    return re.sub(rb',"took_ms":[0-9.e-]+', b"", body)


class Api(ServerTest):
    def test_a_search_is_what_the_terminal_prints(self):
        for args, parameters in (
                (["index"], {"q": "index"}),
                (["-n", "1", "index"], {"q": "index", "n": 1}),
                (["--offset", "1", "index"], {"q": "index", "offset": 1}),
                (["--kind", "question", "index"],
                 {"q": "index", "kind": "question"}),
                (["--after", "2026", "index"], {"q": "index", "after": "2026"}),
                (["--before", "2025", "index"],
                 {"q": "index", "before": "2025"}),
                (["--path", "*.md", "index"], {"q": "index", "path": "*.md"}),
                (["--tag", "search", "index"], {"q": "index", "tag": "search"}),
                (["--all", "index", "stem"], {"q": "index stem", "all": True}),
                (["--sort", "date", "index"], {"q": "index", "sort": "date"}),
                (["--mode", "question", "index"],
                 {"q": "index", "mode": "question"}),
                (["--per-article", "1", "index"],
                 {"q": "index", "per_article": 1}),
                (["--explain", "index"], {"q": "index", "explain": True}),
                (["--like", "index.txt#1"], {"like": "index.txt#1"}),
                (["nowherefound"], {"q": "nowherefound"}),
                (["Is an index fast?"], {"q": "Is an index fast?"})):
            with self.subTest(args):
                printed = self.box.run("ibid-searcher", "--json", *args).out
                query = urllib.parse.urlencode(
                    {k: str(v).lower() if v is True else v
                     for k, v in parameters.items()})
                got = self.server.get(f"/search?{query}")
                self.assertEqual(got.status, 200, got.body)
                self.assertEqual(without_time(got.body), without_time(printed))
                posted = self.server.ask("POST", "/search",
                                         json.dumps(parameters), JSON)
                self.assertEqual(without_time(posted.body),
                                 without_time(printed))

    def test_wrong_parameters_are_told_with_a_hint(self):
        for target, told in WRONG.items():
            with self.subTest(target[:60]):
                got = self.server.get(target)
                self.assertEqual(got.status, 400)
                self.assertEqual(got.error()["kind"], "usage")
                self.assertIn(told, got.error()["message"])
                self.assertTrue(got.error()["hint"]
                                or "strict" in target)

    def test_wrong_bodies_are_told(self):
        for body in WRONG_BODIES:
            with self.subTest(body[:30]):
                got = self.server.ask("POST", "/search", body, JSON)
                self.assertEqual(got.status, 400, got.body)
                self.assertEqual(got.error()["kind"], "usage")

    def test_members_that_are_null_are_not_given(self):
        got = self.server.ask("POST", "/search",
                              '{"q":"index","kind":null,"n":1}', JSON)
        self.assertEqual(len(got.json()["hits"]), 1)

    def test_each_status_says_why(self):
        for method, target, headers, body, status in (
                ("GET", "/nowhere", {}, None, 404),
                ("GET", "/search/", {}, None, 404),
                ("GET", "/passage/", {}, None, 404),
                ("GET", "/passage/index.txt%2399", {}, None, 404),
                ("GET", "/article/nowhere.txt", {}, None, 404),
                ("GET", "/search?like=index.txt%2399", {}, None, 404),
                ("GET", "/search?like=nowhere.txt", {}, None, 404),
                ("GET", "/search?q=x&db=other", {}, None, 404),
                ("DELETE", "/search", {}, None, 405),
                ("POST", "/health", {}, "", 405),
                ("GET", "/search?q=x", {"Accept": "text/html"}, None, 406),
                ("POST", "/search", {"Content-Type": "text/plain"}, "{}", 415),
                ("POST", "/search", {**JSON, "Content-Encoding": "gzip"},
                 gzip.compress(b"x" * 100000), 415),
                ("POST", "/search", JSON, "x" * 70000, 413),
                ("GET", "/search?q=" + "a" * 9000, {}, None, 414),
                ("GET", "/health", {"X": "a" * 17000}, None, 431)):
            with self.subTest((method, target[:40], status)):
                got = self.server.ask(method, target, body, headers)
                self.assertEqual(got.status, status, got.body)
                self.assertTrue(got.error()["message"])
                if status == 405:
                    self.assertIn("GET", got.headers["Allow"])

    def test_passages_and_articles_are_there_by_their_ids(self):
        for hit in self.box.passages():
            target = "/passage/" + urllib.parse.quote(hit["id"], safe="")
            got = self.server.get(target).json()
            for field in ("id", "kind", "article", "section", "text", "start",
                          "end", "line", "stale"):
                self.assertEqual(got[field], hit[field])
        name = urllib.parse.quote("stem cells 100%.md", safe="")
        article = self.server.get("/article/" + name).json()
        self.assertEqual(article["id"], "stem cells 100%.md")
        self.assertEqual(len(article["passages"]), article["passage_count"])
        part = self.server.get("/article/index.txt?first=2&count=1").json()
        self.assertEqual([p["id"] for p in part["passages"]], ["index.txt#2"])

    def test_health_status_and_metrics_tell_of_the_server(self):
        self.assertEqual(self.server.get("/health").json(),
                         {"status": "ok", "missing_shards": []})
        status = self.server.get("/status").json()["databases"][0]
        self.assertEqual((status["name"], status["articles"]), ("db", 2))
        self.assertGreaterEqual(status["age_seconds"], 0)
        self.server.get("/search?q=index")
        text = self.server.get("/metrics").body.decode()
        self.assertRegex(text, r'ibid_http_requests_total\{route="/search",'
                               r'status="200"\} [1-9]')
        self.assertRegex(text, r'ibid_http_request_seconds_bucket\{route='
                               r'"/search",le="\+Inf"\} [1-9]')
        self.assertIn(f'ibid_index_revision{{db="db"}} {status["revision"]}\n',
                      text)
        for line in text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) |\w+(\{[^}]*\})? [0-9.e+-]+$)')

    def test_suggestions_go_on_as_the_text_begins(self):
        got = self.server.get("/suggest?q=what+is+an+in").json()
        self.assertEqual(got["suggestions"][0],
                         {"text": "What is an index", "kind": "title"})
        asked = self.server.get("/suggest?q=is+an+ind").json()["suggestions"]
        self.assertIn({"text": "Is an index fast?", "kind": "question"}, asked)
        words = self.server.get("/suggest?q=inver").json()["suggestions"]
        self.assertIn({"text": "inverted", "kind": "term"}, words)
        for text in ("", "+", "zzzz", "x" * 4000):
            got = self.server.get("/suggest?q=" + text).json()
            self.assertEqual(got["suggestions"], [])
        browser = self.server.get("/suggest?q=inver&format=opensearch").json()
        self.assertEqual(browser[0], "inver")
        self.assertIn("inverted", browser[1])

    def test_what_has_not_changed_is_not_sent_again(self):
        for target in ("/search?q=index", "/article/index.txt", "/openapi.json"):
            first = self.server.get(target)
            tag = first.headers["ETag"]
            self.assertEqual(self.server.get(target).headers["ETag"], tag)
            again = self.server.get(target, If_None_Match=f'"x", {tag}')
            self.assertEqual((again.status, again.body), (304, b""))
            self.assertEqual(again.headers["ETag"], tag)
            other = self.server.get(target, If_None_Match='"x"')
            self.assertEqual(other.status, 200)

    def test_answers_are_compressed_where_that_is_taken(self):
        plain = self.server.get("/search?q=index")
        self.assertNotIn("Content-Encoding", plain.headers)
        for codings in ("gzip", "br;q=1, GZIP;q=0.5", "*"):
            packed = self.server.get("/search?q=index", Accept_Encoding=codings)
            self.assertEqual(packed.headers["Content-Encoding"], "gzip")
            self.assertEqual(without_time(gzip.decompress(packed.body)),
                             without_time(plain.body))
        for codings in ("br", "gzip;q=0", "identity", ""):
            got = self.server.get("/search?q=index", Accept_Encoding=codings)
            self.assertNotIn("Content-Encoding", got.headers)

    def test_head_is_get_without_a_body(self):
        for target in ALL:
            got = self.server.ask("HEAD", target)
            self.assertEqual((got.status, got.body), (200, b""), target)
            self.assertGreater(int(got.headers["Content-Length"]), 0)

    def test_options_tells_the_methods(self):
        got = self.server.ask("OPTIONS", "/search")
        self.assertEqual((got.status, got.body), (204, b""))
        self.assertEqual(got.headers["Allow"], "GET, HEAD, POST, OPTIONS")
        self.assertNotIn("Access-Control-Allow-Origin", got.headers)

    def test_scripts_in_articles_and_queries_stay_text(self):
        got = self.server.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
        self.assertEqual(got.headers["Content-Type"], "application/json")
        self.assertEqual(got.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("default-src 'none'",
                      got.headers["Content-Security-Policy"])
        self.assertEqual(got.json()["query"], "<script>alert(1)</script>")

    def test_the_description_for_browsers_is_xml(self):
        text = self.server.get("/opensearch.xml").body
        root = xml.etree.ElementTree.fromstring(text)
        templates = [x.get("template") for x in root if x.get("template")]
        self.assertEqual(len(templates), 3)
        for template in templates:
            self.assertTrue(template.startswith(
                f"http://127.0.0.1:{self.server.port}/"))


class OpenApi(ServerTest):
    def setUp(self):
        self.api = self.server.get("/openapi.json").json()

    def schema(self, name):
        """The schema of a 200 of GET, with all that it refers to."""
        content = self.api["paths"][name]["get"]["responses"]["200"]["content"]
        return self.resolved(content["application/json"]["schema"])

    def resolved(self, schema):
        return {**schema, "components": self.api["components"]}

    def test_it_is_sound(self):
        self.assertEqual(self.api["openapi"], "3.1.0")
        for schema in self.api["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)
        references = re.findall(r'"\$ref": "#/([^"]*)"', json.dumps(self.api))
        self.assertTrue(references)
        for reference in references:
            part = self.api
            for name in reference.split("/"):
                part = part[name]
        names = [x["operationId"] for path in self.api["paths"].values()
                 for x in path.values()]
        self.assertEqual(len(names), len(set(names)))

    def test_all_that_is_answered_is_described(self):
        described = {x.split("{")[0] for x in self.api["paths"]}
        for target in ALL:
            path = target.split("?")[0]
            if path.count("/") > 1:
                path = path[:path.rindex("/") + 1]
            self.assertIn(path, described)

    def test_answers_are_as_described(self):
        for name, targets in {
                "/search": ("/search?q=index", "/search?q=nowherefound",
                            "/search?q=is+an+index+fast%3F&explain=true"),
                "/suggest": ("/suggest?q=ind", "/suggest?q="),
                "/passage/{id}": ("/passage/index.txt%231",),
                "/article/{id}": ("/article/index.txt",),
                "/health": ("/health",), "/status": ("/status",)}.items():
            validator = jsonschema.Draft202012Validator(self.schema(name))
            for target in targets:
                with self.subTest(target):
                    validator.validate(self.server.get(target).json())
        error = self.resolved({"$ref": "#/components/schemas/error"})
        for target in ("/search", "/nowhere", "/article/x"):
            jsonschema.validate(self.server.get(target).json(), error)

    def test_parameters_are_those_that_are_known(self):
        get = self.api["paths"]["/search"]["get"]["parameters"]
        hint = self.server.get("/search?zz=1").error()["hint"]
        known = hint.removeprefix("known: ").split(", ")
        self.assertEqual([x["name"] for x in get], known)
        body = self.api["components"]["schemas"]["search"]["properties"]
        self.assertEqual(list(body), known)


class Cors(ServerTest):
    OPTIONS = ("--cors", "https://example.org", "--host", "Search.Example")

    def test_pages_of_the_origin_may_ask(self):
        got = self.server.get("/search?q=index", Origin="https://example.org")
        self.assertEqual(got.headers["Access-Control-Allow-Origin"],
                         "https://example.org")
        asked = self.server.ask("OPTIONS", "/search", headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST"})
        self.assertEqual(asked.status, 204)
        self.assertIn("POST", asked.headers["Access-Control-Allow-Methods"])
        error = self.server.get("/nowhere", Origin="https://example.org")
        self.assertIn("Access-Control-Allow-Origin", error.headers)

    def test_others_may_not(self):
        for origin in ("https://evil.example", "null",
                       "https://example.org.evil.example"):
            got = self.server.get("/search?q=index", Origin=origin)
            self.assertEqual(got.status, 403)
            self.assertNotIn("Access-Control-Allow-Origin", got.headers)

    def test_the_server_goes_by_the_names_that_it_was_given(self):
        for host in ("search.example", "SEARCH.example:80"):
            self.assertEqual(self.server.get("/health", Host=host).status, 200)


class Running(ToolTest):
    def start(self, *options):
        server = Server(self.box, *options)
        self.addCleanup(server.close)
        return server

    def test_a_commit_is_seen_without_a_restart(self):
        write_articles(self.box)
        server = self.start("--threads", "2")
        before = server.get("/search?q=zebra")
        self.assertEqual(before.json()["hits"], [])
        self.box.write("a/zebra.txt", "Zebras\n\nA zebra has stripes.\n")
        self.box.index("a")
        for _ in range(8):  # whichever worker
            after = server.get("/search?q=zebra",
                               If_None_Match=before.headers["ETag"])
            self.assertEqual(after.status, 200)
            self.assertEqual(len(after.json()["hits"]), 1)
            found = server.get("/suggest?q=zeb").json()["suggestions"]
            self.assertEqual(found[0]["text"], "Zebras")
            status = server.get("/status").json()["databases"][0]
            self.assertEqual(status["articles"], 3)
        self.box.index("--rebuild", "a")
        self.assertEqual(len(server.get("/search?q=zebra").json()["hits"]), 1)

    def test_a_file_that_went_stale_is_told(self):
        write_articles(self.box)
        server = self.start()
        before = server.get("/search?q=inverted")
        path = self.box.files / "a/index.txt"
        path.write_bytes(path.read_bytes().replace(b"inverted", b"reversed"))
        after = server.get("/search?q=inverted",
                           If_None_Match=before.headers["ETag"])
        self.assertEqual(after.status, 200)
        self.assertTrue(after.json()["hits"][0]["stale"])

    def test_several_databases_go_by_their_names(self):
        write_articles(self.box)
        self.box.write("b/cat.txt", "Cats\n\nA cat sleeps.\n")
        other = self.box.top / "other.db"
        self.box.index("--db", other, "b")
        server = self.start("--db", self.box.db, "--db", f"cats={other}")
        names = [x["name"] for x in server.get("/status").json()["databases"]]
        self.assertEqual(names, ["db", "cats"])
        self.assertEqual(len(server.get("/search?q=cat&db=cats").json()["hits"]),
                         1)
        self.assertEqual(server.get("/search?q=cat").json()["hits"], [])
        self.assertEqual(
            server.get("/article/cat.txt?db=cats").json()["title"], "Cats")

    def test_a_database_that_goes_is_told_until_it_is_back(self):
        write_articles(self.box)
        server = self.start("--threads", "1")
        self.box.db.rename(self.box.top / "gone")
        got = server.get("/search?q=index")
        self.assertEqual(got.status, 503)
        self.assertIn("kind", got.error())
        self.assertIn("error", server.get("/status").json()["databases"][0])
        (self.box.top / "gone").rename(self.box.db)
        self.assertEqual(server.get("/search?q=index").status, 200)

    def test_a_signal_ends_it_well(self):
        write_articles(self.box)
        for number in (signal.SIGTERM, signal.SIGINT):
            server = self.start()
            with server.connect() as idle, server.connect() as half:
                half.sendall(b"GET /health HTTP/1.1\r\nHost: localh")
                server.get("/health")
                server.process.send_signal(number)
                self.assertEqual(server.process.wait(TIMEOUT), 0)
                self.assertEqual(idle.recv(1), b"")
            self.assertEqual(server.process.stderr.read(), b"")

    def test_what_cannot_be_served_is_told_at_the_start(self):
        write_articles(self.box)
        server = self.start()
        for options, told in (
                (["--db", "/nowhere/at/all"], "no database"),
                (["--listen", f"127.0.0.1:{server.port}"], "in use"),
                (["--listen", "127.0.0.1"], "--listen"),
                (["--listen", "127.0.0.1:x"], "--listen"),
                (["--listen", "127.0.0.1:70000"], "--listen"),
                (["--listen", "example.org:1"], "numeric"),
                (["--listen", "192.0.2.1:0"], "this machine|192.0.2.1"),
                (["--threads", "1000"], "--threads"),
                (["--max-connections", "0"], "--max-connections"),
                (["--time-limit", "0"], "--time-limit"),
                (["--cors", "example.org"], "--cors"),
                (["--db", "a=x", "--db", "a=y"], "no database at x"),
                (["--unknown"], "--unknown"), (["word"], "word")):
            with self.subTest(options):
                result = self.box.run("ibid-server", *options, expect=2)
                self.assertEqual(result.out, b"")
                self.assertRegex(result.errors[0], told)
        self.assertIn(b"--listen",
                      self.box.run("ibid-server", "--help", expect=0).out)
        self.assertRegex(self.box.run("ibid-server", "--version", expect=0).out,
                         rb"^ibid-server \d")

    def test_requests_at_the_end_are_answered_whole_or_not_at_all(self):
        write_articles(self.box)
        for _ in range(5):
            server = self.start("--threads", "1")
            clients = [server.connect() for _ in range(16)]
            for client in clients:
                self.addCleanup(client.close)
                client.sendall(b"GET /search?q=index HTTP/1.1\r\n"
                               b"Host: localhost\r\n\r\n")
            first = clients[0].recv(1 << 16)
            self.assertIn(b" 200 OK", first)
            server.process.send_signal(signal.SIGTERM)
            for client in clients[1:]:
                got = read_all(client)
                if not got:
                    continue  # it came too late
                self.assertIn(got[9:12], (b"200", b"503"))
                head, body = got.split(b"\r\n\r\n", 1)
                self.assertIn(b"Content-Length: %d" % len(body), head)
            self.assertEqual(server.process.wait(TIMEOUT), 0)


if __name__ == "__main__":
    unittest.main()
