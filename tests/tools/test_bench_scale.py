# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/scaling.md rests on, as it is called there (where it is built):
bench/fan_out on times, bench/export_passages --for other engines on corpus/."""

import json
import subprocess
import unittest

from tools import BIN, ROOT, TIMEOUT, ToolTest

BUILT = (BIN / "bench/fan_out").exists()


@unittest.skipUnless(BUILT, "built without IBID_BENCH")
class Scale(ToolTest):
    def call(self, *command, expect=0, stdin=""):
        done = subprocess.run([str(word) for word in command], text=True,
                              input=stdin, capture_output=True, check=False,
                              timeout=TIMEOUT, env=self.box.env)
        self.assertEqual(done.returncode, expect, done)
        return done

    def export(self, form):
        """The corpus as lines, each parsed, and how many passages it has."""
        total = self.box.index(ROOT / "corpus")["passages"]["total"]
        out = self.call(BIN / "bench/export_passages", "--for", form,
                        self.box.db).stdout
        self.assertTrue(out.endswith("\n"))
        return [json.loads(line) for line in out[:-1].split("\n")], total

    def check_documents(self, ids, documents, total):
        self.assertEqual(len(documents), total)
        self.assertEqual([x["id"] for x in documents], ids)
        self.assertEqual(len(set(ids)), total)
        hits = {hit["id"]: hit for hit in self.box.passages()}
        for document in documents:
            hit = hits[document["id"]]
            for name in ("kind", "text", "start", "end", "line", "exact"):
                self.assertEqual(document[name], hit[name], document["id"])
            self.assertEqual(document.get("question", ""),
                             hit["question"] or "")
            self.assertEqual(document.get("section", []), hit["section"])
            self.assertEqual(document["article"], hit["article"]["id"])
            self.assertEqual(document.get("updated"),
                             hit["article"]["updated"])

    def test_opensearch_gets_pairs_of_action_and_document(self):
        lines, total = self.export("opensearch")
        actions, documents = lines[::2], lines[1::2]
        self.assertTrue(all(list(x) == ["index"] and
                            list(x["index"]) == ["_id"] for x in actions))
        self.check_documents([x["index"]["_id"] for x in actions], documents,
                             total)

    def test_vespa_gets_a_put_of_each_passage(self):
        lines, total = self.export("vespa")
        self.assertTrue(all(list(x) == ["put", "fields"] for x in lines))
        head = "id:ibid:passage::"
        self.assertTrue(all(x["put"].startswith(head) for x in lines))
        self.check_documents([x["put"][len(head):] for x in lines],
                             [x["fields"] for x in lines], total)

    def test_a_form_that_is_not_known_is_wrong_usage(self):
        done = self.call(BIN / "bench/export_passages", "--for", "grep", "db",
                         expect=2)
        self.assertIn("--for opensearch|vespa", done.stderr)

    def test_the_tail_of_a_query_to_many_shards_is_a_table(self):
        times = json.dumps({"ms": [1] * 99 + [50]})
        done = self.call(BIN / "bench/fan_out", "--shards", "1,100",
                         "--network-ms", "2", "--merge-us", "10", "-",
                         stdin=times)
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "100 times of one shard, ms: p50 1.00, "
                                   "p95 1.00, p99 1.00, greatest 50.00")
        rows = [[cell.strip() for cell in line.strip("|").split("|")]
                for line in lines[-2:]]
        self.assertEqual([row[:2] for row in rows],
                         [["1", "3.01"], ["100", "53.00"]])
        again = self.call(BIN / "bench/fan_out", "--shards", "1,100",
                          "--network-ms", "2", "--merge-us", "10", "-",
                          stdin=times)
        self.assertEqual(done.stdout, again.stdout)

    def test_times_that_are_none_are_wrong_usage(self):
        for words in (["-"], ["--shards", "0", "-"], ["--shards", "1,", "-"],
                      ["--network-ms", "-1", "-"], ["--seed"], []):
            with self.subTest(words):
                done = self.call(BIN / "bench/fan_out", *words, expect=2,
                                 stdin="{}")
                self.assertIn("fan_out: ", done.stderr)


if __name__ == "__main__":
    unittest.main()
