# SPDX-License-Identifier: GPL-3.0-or-later
"""A database in two shards beside the same in one, whose shards are served,
followed and replicated by processes on the loopback device."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess

from server import Server, wait_until
from shard_servers import HOST, ShardServer
from tools import ROOT, TIMEOUT, ToolTest, xapian

PROGRAMS = ("xapian-tcpsrv", "xapian-replicate", "xapian-replicate-server",
            "xapian-delve")


class ReplicaServer(ShardServer):
    """xapian-replicate-server of the databases in a folder."""

    def launch(self):
        self.process = subprocess.Popen(
            ["xapian-replicate-server", "--interface", HOST, "--port",
             str(self.port), self.database], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def greets(self):
        with contextlib.suppress(OSError):
            socket.create_connection((HOST, self.port), TIMEOUT).close()
            return True
        return False


class Follower:
    """replicate.sh follow, which keeps a replica."""

    def __init__(self, source, shard, replica):
        self.command = [ROOT / "scripts/replicate.sh", "follow",
                        f"{HOST}:{source.port}", shard, replica]
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, start_new_session=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self):
        """What the script runs, which ends the script."""
        wait_until(self.is_dead)

    def is_dead(self):
        if self.process.poll() is not None:
            return True
        with contextlib.suppress(OSError):
            pid = self.process.pid
            children = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
            for child in children.read_text().split():
                os.kill(int(child), signal.SIGKILL)
        return False


class ClusterTest(ToolTest):
    def setUp(self):
        missing = [x for x in PROGRAMS if shutil.which(x) is None]
        if missing:
            self.skipTest(f"{', '.join(missing)} not installed (xapian-tools)")
        super().setUp()
        self.one = self.box.top / "one"
        self.box.env["XAPIAN_MAX_CHANGESETS"] = "5"
        for number in range(30):
            self.write_article(number)
        self.update("--shards", "2")

    def write_article(self, number, text="common"):
        self.box.write(
            f"d/{number}.md",
            f"# Article {number}\n\nThe {text} words of number{number} and"
            f" group{number % 7} and so on.\n\n## More\n\nPlain common "
            "things.\n")

    def update(self, *options):
        """Brings both databases up to date."""
        self.box.index(*options, "d")
        self.box.index("--db", self.one, "d")

    def shard(self, number):
        return self.box.db / f"shard-{number}"

    def serve(self, database):
        server = ShardServer(database)
        self.addCleanup(server.close)
        return server

    def serve_replicas(self):
        server = ReplicaServer(self.box.db)
        self.addCleanup(server.close)
        return server

    def answer_from(self, hosts, *options):
        """ibid-server of these as one database."""
        where = [x for host in hosts
                 for x in ("--db", f"all={host.location}")]
        server = Server(self.box, *where, *options)
        self.addCleanup(server.close)
        return server

    def follow(self, source, shard):
        """The follower, and the replica that it is to keep."""
        replica = self.box.top / "replicas" / shard.name
        follower = Follower(source, shard.name, replica)
        self.addCleanup(follower.kill)
        return follower, replica

    def wait_for_replica(self, replica):
        source = self.box.db / replica.name
        wait_until(lambda: revision(replica) == revision(source))


def revision(database):
    """Which database it is, and how often it was committed to."""
    lines = xapian("xapian-delve", database, check=False).splitlines()
    return [x for x in lines if x.startswith(("UUID", "revision"))]


__all__ = ["ClusterTest", "revision"]
