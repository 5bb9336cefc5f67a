# SPDX-License-Identifier: GPL-3.0-or-later
"""Shards on several hosts, replicas that follow: whatever is killed, answers
are those of one database, or say what they lack."""

import itertools
import os
import random
import subprocess
import unittest

from cluster import ClusterTest, revision
from server import wait_until
from tools import BIN, ROOT, TIMEOUT

PATH = os.environ["PATH"]
# On a machine that is busy no host is taken to hang.
PATIENT = ("--shard-timeout", "20000")
QUERIES = ("common words", "group3", "what is number7", "common -group2",
           '"plain common things"', "comon", "kind:section path:d/1*")


class Search(ClusterTest):
    def setUp(self):
        super().setUp()
        self.hosts = [self.serve(self.shard(n)) for n in range(2)]

    def search(self, query, *options, expect=0):
        where = [x for host in self.hosts for x in ("--db", host.location)]
        return self.box.search("-n", "100", *where, *options, query,
                               expect=expect)

    def whole(self, query):
        return self.box.search("-n", "100", "--db", self.one, query)["hits"]

    def check_whole(self):
        for query in QUERIES:
            with self.subTest(query):
                answer = self.search(query, *PATIENT)
                self.assertIs(answer["partial"], False)
                self.assertEqual(ids(answer["hits"]), ids(self.whole(query)))

    def check_partial(self, missing, *options):
        for query in QUERIES[:2]:
            with self.subTest(query):
                answer = self.search(query, *(options or PATIENT))
                self.assertIs(answer["partial"], True)
                self.assertEqual([x["shard"] for x in answer["missing_shards"]],
                                 [missing.location])
                there, whole = ids(answer["hits"]), ids(self.whole(query))
                self.assertLess(set(there), set(whole))

    def test_answers_are_those_of_one_database(self):
        self.check_whole()
        stub = self.box.top / "stub"
        stub.write_text("".join(
            host.location.replace("tcp:", "remote ") + "\n"
            for host in self.hosts))
        for query in QUERIES:
            answer = self.box.search("-n", "100", "--db", stub, query)
            self.assertEqual(ids(answer["hits"]), ids(self.whole(query)))

    def test_a_host_that_is_killed_is_named_until_it_is_back(self):
        for killed in self.hosts:
            killed.kill()
            self.check_partial(killed)
            error = self.search("common", "--require-all", expect=2)["error"]
            self.assertIn(killed.location, error["message"])
            killed.start()
            self.check_whole()

    def test_a_host_that_hangs_is_named_until_it_is_back(self):
        self.hosts[1].pause()
        self.check_partial(self.hosts[1], "--shard-timeout", "1500")
        self.hosts[1].resume()
        self.check_whole()

    def test_without_any_host_there_is_an_error_and_no_empty_answer(self):
        for host in self.hosts:
            host.kill()
        answer = self.search("common", expect=2)
        self.assertNotIn("hits", answer)
        self.assertIn(self.hosts[0].location, answer["error"]["message"])

    def test_a_server_goes_on_beside_hosts_that_come_and_go(self):
        # Each worker finds out by itself who is there.
        server = self.answer_from(self.hosts, "--shard-timeout", "1500",
                                  "--threads", "1")
        count = len(self.whole("common"))

        def missing():
            answer = server.get("/search?q=common&n=100").json()
            self.assertEqual(answer["partial"], len(answer["hits"]) < count)
            return [x["shard"] for x in answer["missing_shards"]]

        self.assertEqual(missing(), [])
        for host in self.hosts:
            host.kill()
            self.assertEqual(missing(), [host.location])
            host.start()
            wait_until(lambda: not missing())
            host.pause()
            self.assertEqual(missing(), [host.location])
            host.resume()
            wait_until(lambda: not missing())

    def test_no_committed_article_is_lost_whoever_is_killed(self):
        chosen = random.Random(7)
        rounds = itertools.cycle(self.hosts + [None])
        for number, victim in zip(range(30, 39), rounds):
            self.write_article(number)
            writer = self.box.start("ibid-indexer", "--json", "d",
                                    stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL)
            # Any moment will do: it is chosen by what a search takes.
            for _ in range(chosen.randrange(3)):
                self.check_committed(number - 1)
            (victim or writer).kill()
            if victim:
                self.assertEqual(writer.wait(TIMEOUT), 0)
                self.check_committed(number)
                victim.start()
            else:
                writer.wait(TIMEOUT)
                self.box.index("d")
            self.check_committed(number)
        self.box.index("--db", self.one, "d")
        self.check_whole()
        self.box.run("ibid-indexer", "--check", expect=0)

    def check_committed(self, last):
        """The first and the last article are found, or a shard is missing."""
        for number in (0, last):
            result = self.box.run(
                "ibid-searcher", "--json", "--db", self.hosts[0].location,
                "--db", self.hosts[1].location, f"number{number}")
            self.assertIn(result.code, (0, 1), result)
            answer = result.json()
            if not answer.get("partial", False):
                self.assertIn(f"{number}.md",
                              [x["article"]["id"] for x in answer["hits"]])


class Replicas(ClusterTest):
    def setUp(self):
        super().setUp()
        self.source = self.serve_replicas()

    def test_a_replica_follows_falls_behind_and_catches_up(self):
        follower, replica = self.follow(self.source, self.shard(0))
        self.wait_for_replica(replica)
        other = self.shard(1)
        before = self.passages(replica, other)
        self.assertEqual(before, self.one_passages())
        for change, victim in enumerate((follower, self.source)):
            victim.kill()
            for number in range(200, 210):
                self.write_article(number, text=f"newer{change}")
            self.update()
            self.assertNotEqual(revision(replica),
                                revision(self.shard(0)))
            victim.start()
            self.wait_for_replica(replica)
            self.assertEqual(self.passages(replica, other),
                             self.one_passages())

    def test_a_served_replica_takes_over_a_database_made_anew(self):
        _, replica = self.follow(self.source, self.shard(1))
        self.wait_for_replica(replica)
        hosts = [self.serve(self.shard(0)), self.serve(replica)]
        server = self.answer_from(hosts)
        for number, how in enumerate(("--rebuild", "--compact", "--rebuild")):
            with self.subTest(number):
                for article in range(300, 310):
                    self.write_article(article, text=f"remade{number}")
                self.update()
                self.box.run("ibid-indexer", how, expect=0)
                self.wait_for_replica(replica)
                wait_until(lambda: len(server.get(
                    f"/search?q=remade{number}&n=100").json()["hits"]) == 10)

    def test_replicas_are_promoted_whatever_their_age(self):
        replicas = []
        for shard in (self.shard(0), self.shard(1)):
            follower, replica = self.follow(self.source, shard)
            self.wait_for_replica(replica)
            if shard == self.shard(0):
                follower.kill()
            replicas.append(replica)
            for number in range(200, 220):
                self.write_article(number, text=f"later-than-{shard.name}")
            self.update()
        self.wait_for_replica(replicas[1])
        self.source.kill()
        follower.kill()
        old = revision(replicas[1])
        self.box.run("ibid-indexer", "--db", replicas[1], "d", expect=2)
        promoted = self.box.top / "promoted"
        subprocess.run([ROOT / "scripts/replicate.sh", "promote", promoted,
                        *replicas], check=True, capture_output=True,
                       env={**os.environ, "PATH": f"{BIN}:{PATH}"})
        self.assertNotEqual(revision(promoted / "shard-1")[0], old[0])
        self.box.index("--db", promoted)
        self.assertEqual(self.passages(promoted), self.one_passages())
        self.box.run("ibid-indexer", "--check", "--db", promoted, expect=0)

    def passages(self, *databases):
        where = [x for database in databases for x in ("--db", database)]
        hits = self.box.search("-n", "1000", *where, "path:**")["hits"]
        return sorted((x["id"], x["text"]) for x in hits)

    def one_passages(self):
        return self.passages(self.one)


class Scripts(ClusterTest):
    def test_addresses_that_strangers_reach_are_refused(self):
        for address in ("0.0.0.0", "8.8.8.8", "172.32.0.1", "100.128.0.1",
                        "::", "", "example.org"):
            for command in (["serve-shard.sh", "--address", address],
                            ["replicate.sh", "serve", "--address", address]):
                with self.subTest(command):
                    done = subprocess.run(
                        [ROOT / "scripts" / command[0], *command[1:], "20000",
                         self.one], capture_output=True, timeout=TIMEOUT,
                        check=False)
                    self.assertEqual(done.returncode, 2)
                    self.assertIn(b"docs/cluster.md", done.stderr)

    def test_the_demonstration_ends_well(self):
        done = subprocess.run(
            [ROOT / "scripts/cluster-demo.sh"], capture_output=True,
            env={**os.environ, "IBID_BIN": str(BIN)}, timeout=TIMEOUT,
            check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(b"All went as it must", done.stdout)


def ids(hits):
    return [x["id"] for x in hits]


if __name__ == "__main__":
    unittest.main()
