# SPDX-License-Identifier: GPL-3.0-or-later
"""Two databases searched as one, one of them behind xapian-tcpsrv: what all
front ends say while its server is away, and after it is back."""

import json
import pathlib
import unittest

import jsonschema

from mcp import STATELESS, Client
from server import Server, wait_until
from shard_servers import ShardServer, need_tcpsrv
from tools import ROOT, ToolTest

SCHEMA = json.loads(pathlib.Path(ROOT / "docs/answer.schema.json").read_text())
QUERY = "gaps"
# A machine may be slow; a server that was killed is known at once all the same.
PATIENT = ["--shard-timeout", "20000"]


class Partial(ToolTest):
    def setUp(self):
        need_tcpsrv()
        super().setUp()
        self.box.write("a/list.txt", "Posting lists\n\nA list is kept as gaps.\n")
        self.box.write("b/road.txt", "Roads\n\nMind the gaps of the road.\n\n"
                       "Bridges\n\nA bridge spans a river.\n")
        self.far = self.box.top / "far"
        self.box.index("a")
        self.box.index("--db", self.far, "b")
        self.shard = ShardServer(self.far)
        self.addCleanup(self.shard.close)
        self.where = self.shard.location
        self.both = [*PATIENT, "--db", self.box.db, "--db", self.where]
        self.named = ["--db", f"x={self.box.db}", "--db", f"x={self.where}"]

    def server(self, *options, patience=PATIENT):
        server = Server(self.box, "--threads", "1", *patience, *options)
        self.addCleanup(server.close)
        return server

    def ids(self, answer):
        return sorted(hit["id"] for hit in answer["hits"])

    def check_partial(self, answer):
        """The answer is of the database that is there, and says so."""
        self.assertIs(answer["partial"], True)
        missing, = answer["missing_shards"]
        self.assertEqual(missing["shard"], self.where)
        self.assertTrue(missing["reason"])
        self.assertEqual(self.ids(answer), ["list.txt#1"])

    def check_whole(self, answer):
        self.assertIs(answer["partial"], False)
        self.assertEqual(answer["missing_shards"], [])
        self.assertEqual(self.ids(answer), ["list.txt#1", "road.txt#1"])

    # ibid-searcher

    def search(self, *args, **more):
        answer = self.box.search(*self.both, *args, **more)
        jsonschema.validate(answer, SCHEMA)
        return answer

    def text(self, *args, expect=0):
        return self.box.run("ibid-searcher", *self.both, *args,
                            expect=expect).out.decode()

    def test_the_searcher_names_what_it_did_without(self):
        self.check_whole(self.search(QUERY))
        self.check_whole(self.search("--require-all", QUERY))
        self.assertNotIn("Partial", self.text(QUERY))
        self.shard.kill()
        self.check_partial(self.search(QUERY))
        self.assertTrue(self.text(QUERY).startswith(
            f"Partial: {self.where} was not searched (Connection refused)\n"))
        nothing = self.text("bridge", expect=1)
        self.assertIn("No passage found in what could be searched.", nothing)
        self.assertEqual(self.search("bridge", expect=1)["hits"], [])

    def test_the_searcher_fails_where_all_is_required(self):
        self.shard.kill()
        done = self.box.run("ibid-searcher", "--json", "--require-all",
                            *self.both, QUERY, expect=2)
        error = done.json()["error"]
        self.assertEqual(error["kind"], "unavailable")
        self.assertIn(f"cannot ask {self.where}: ", error["message"])
        self.assertTrue(error["hint"])
        alone = self.box.run("ibid-searcher", "--json", "--db", self.where,
                             QUERY, expect=2).json()
        self.assertEqual(alone["error"]["kind"], "unavailable")

    def test_a_batch_says_it_in_each_line_or_once(self):
        self.shard.kill()
        queries = b"".join(b'{"_id":"%d","text":"gaps"}\n' % i for i in range(3))
        lines = self.box.run("ibid-searcher", *self.both, "--batch", "-",
                             stdin=queries, expect=0).json_lines()
        self.assertEqual(len(lines), 3)
        for line in lines:
            jsonschema.validate(line, SCHEMA)
            self.check_partial(line)
        for more in (["--batch", "-"], [QUERY]):
            trec = self.box.run("ibid-searcher", *self.both, "--output", "trec",
                                *more, stdin=queries, expect=0)
            self.assertEqual(trec.errors, [
                f"ibid-searcher: Partial: {self.where} was not searched "
                "(Connection refused)"])
            self.assertTrue(trec.out.startswith(b"0 Q0" if len(more) > 1
                                                else b"1 Q0"))

    def test_a_silent_shard_is_waited_for_no_longer_than_said(self):
        self.shard.pause()
        self.addCleanup(self.shard.resume)
        answer = self.box.search("--shard-timeout", "100", *self.both[2:],
                                 QUERY)
        self.check_partial(answer)
        self.assertEqual(answer["missing_shards"][0]["reason"],
                         "no answer within 100 ms")

    def test_wrong_options_are_told(self):
        for program, words in (("ibid-searcher", [QUERY]), ("ibid-server", []),
                               ("ibid-mcp", [])):
            for options in (["--shard-timeout", "0"],
                            ["--shard-timeout", "60001"],
                            ["--shard-timeout", "x"], ["--shard-timeout"],
                            ["--db"]):
                with self.subTest(program=program, options=options):
                    done = self.box.run(program, *words, *options, expect=2)
                    self.assertEqual(len(done.errors), 1, done)
        for wrong in ("tcp:", "tcp:x", "tcp:127.0.0.1:0", "tcp:127.0.0.1:x"):
            error = self.box.run("ibid-searcher", "--json", "--db", wrong, "x",
                                 expect=2).json()["error"]
            self.assertEqual(error["kind"], "usage", wrong)

    # ibid-server

    def test_the_server_answers_from_the_rest_until_all_is_back(self):
        server = self.server(*self.named)
        self.check_whole(server.get(f"/search?q={QUERY}").json())
        whole = server.get("/status").json()["databases"]
        self.assertEqual([(d["name"], d["articles"], d["partial"])
                          for d in whole], [("x", 2, False)])
        self.shard.kill()
        self.check_server_without_it(server)
        self.shard.start()
        wait_until(lambda: not server.get(f"/search?q={QUERY}").json()["partial"])
        self.check_whole(server.get(f"/search?q={QUERY}&require_all=1").json())
        self.assertEqual(server.get("/health").json(),
                         {"status": "ok", "missing_shards": []})
        self.assertEqual(server.get("/article/road.txt").status, 200)
        self.assertEqual(server.get("/article/nowhere").status, 404)
        self.assertNotIn(b'class="partial"', server.get(f"/?q={QUERY}").body)

    def check_server_without_it(self, server):
        got = server.get(f"/search?q={QUERY}")
        self.assertEqual(got.status, 200)
        self.check_partial(got.json())
        self.assertEqual(got.headers["Cache-Control"], "no-store")
        self.assertNotIn("ETag", got.headers)
        page = server.get(f"/?q={QUERY}")
        self.assertIn(f'role="status">\n<p>Not all could be searched:</p>\n<ul>\n'
                      f'<li dir="auto">{self.where} was not searched '.encode(),
                      page.body)
        self.assertNotIn("ETag", page.headers)
        self.check_server_errors(server)
        health = server.get("/health").json()
        self.assertEqual(health["status"], "partial")
        self.assertEqual([(x["db"], x["shard"])
                          for x in health["missing_shards"]],
                         [("x", self.where)])
        status, = server.get("/status").json()["databases"]
        self.assertEqual((status["articles"], status["partial"],
                          status["missing_shards"][0]["shard"]),
                         (1, True, self.where))
        metrics = server.get("/metrics").body.decode()
        self.assertIn("\nibid_partial_answers_total 2\n", metrics)
        self.assertIn('\nibid_index_missing_shards{db="x"} 1\n', metrics)

    def check_server_errors(self, server):
        """What cannot be told is not said to be nowhere."""
        for target in (f"/search?q={QUERY}&require_all=1", "/article/road.txt",
                       "/passage/road.txt%231", "/search?like=road.txt%231",
                       "/article/nowhere"):
            got = server.get(target)
            self.assertEqual(got.status, 503, target)
            self.assertEqual(got.error()["kind"], "unavailable", target)
        self.assertEqual(server.get("/article/list.txt").status, 200)
        self.assertEqual(server.get("/read/road.txt").status, 503)

    def test_the_server_can_require_all(self):
        server = self.server("--require-all", *self.named)
        self.check_whole(server.get(f"/search?q={QUERY}").json())
        self.shard.kill()
        for target in (f"/search?q={QUERY}", f"/?q={QUERY}"):
            self.assertEqual(server.get(target).status, 503)

    def test_a_shard_that_falls_silent_is_left_out_until_it_speaks(self):
        server = self.server(*self.named, patience=["--shard-timeout", "300"])

        def answer():
            return server.get(f"/search?q={QUERY}").json()

        def whole():
            got = answer()
            return None if got["partial"] else got

        self.check_whole(wait_until(whole))
        self.shard.pause()
        silent = answer()
        self.check_partial(silent)
        self.assertEqual(silent["missing_shards"][0]["reason"],
                         "no answer within 300 ms")
        self.shard.resume()
        self.check_whole(wait_until(whole))

    def test_the_server_begins_before_its_databases(self):
        self.shard.kill()
        server = self.server("--db", self.where)
        self.assertEqual(server.get(f"/search?q={QUERY}").status, 503)
        self.assertEqual(server.get("/health").json()["status"], "partial")
        self.assertIn("error", server.get("/status").json()["databases"][0])
        self.assertEqual(server.get("/metrics").status, 200)
        self.shard.start()
        wait_until(lambda: server.get(f"/search?q={QUERY}").status == 200)
        name = self.where.removeprefix("tcp:").replace(":", "-")
        self.assertEqual(
            [x["name"] for x in server.get("/status").json()["databases"]],
            [name])
        self.assertEqual(server.get(f"/search?q={QUERY}&db={name}").status, 200)

    def test_the_server_tells_names_given_twice(self):
        for options in (["--db", self.box.db, "--db", self.box.db],
                        ["--db", self.box.db, "--db", f"db={self.far}"]):
            done = self.box.run("ibid-server", *options, expect=2)
            self.assertIn("two databases have the name db", done.errors[0])

    def test_completions_come_from_remote_databases_too(self):
        near = self.server("--db", f"x={self.box.db}", "--db", f"x={self.far}")
        far = self.server(*self.named)
        for text, title in (("roa", "Roads"), ("posting+l", "Posting lists"),
                            ("bri", None), ("zzz", None)):
            found = far.get(f"/suggest?q={text}").json()
            self.assertEqual(found, near.get(f"/suggest?q={text}").json())
            titles = [x["text"] for x in found["suggestions"]
                      if x["kind"] == "title"]
            self.assertEqual(titles, [title] if title else [], text)
        self.shard.kill()
        got = far.get("/suggest?q=posting").json()["suggestions"]
        self.assertIn({"text": "Posting lists", "kind": "title"}, got)

    # ibid-mcp

    def test_tools_of_models_say_it_until_all_is_back(self):
        with Client(self.box, *self.both) as client:
            client.begin()
            self.check_whole(client.call("search", query=QUERY))
            self.shard.kill()
            self.check_tools_without_it(client)
            self.shard.start()
            wait_until(
                lambda: not client.call("search", query=QUERY)["partial"])
            self.check_whole(client.call("answer", question=QUERY))
            self.assertEqual(client.call("status")["articles"], 2)
            self.assertEqual(client.refusal("get_article", id="no")["kind"],
                             "not_found")

    def check_tools_without_it(self, client):
        schemas = {t["name"]: t["outputSchema"]
                   for t in client.result("tools/list")["tools"]}
        for tool, arguments in (("search", {"query": QUERY}),
                                ("answer", {"question": QUERY}),
                                ("status", {})):
            result = client.result("tools/call",
                                   {"name": tool, "arguments": arguments})
            content = result["structuredContent"]
            jsonschema.validate(content, schemas[tool])
            if tool == "status":
                self.assertIs(content["partial"], True)
            else:
                self.check_partial(content)
            self.assertEqual(
                [part["text"] for part in result["content"][1:]],
                [f"Partial: {self.where} was not searched "
                 "(Connection refused)"])
        for tool, wanted in (("get_article", "road.txt"),
                             ("get_passage", "road.txt#1")):
            self.assertEqual(client.refusal(tool, id=wanted)["kind"],
                             "unavailable")
        listed = client.result("resources/list")
        self.assertEqual([x["name"] for x in listed["resources"]], ["list.txt"])
        self.assertIn(self.where, listed["_meta"]["ibid/partial"])

    def test_tools_of_models_can_require_all(self):
        with Client(self.box, "--require-all", *self.both) as client:
            client.begin(STATELESS)
            self.check_whole(client.call("search", query=QUERY))
            self.shard.kill()
            self.assertEqual(client.refusal("search", query=QUERY)["kind"],
                             "unavailable")


if __name__ == "__main__":
    unittest.main()
