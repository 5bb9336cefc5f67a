#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads ibid-server: memory over many searches, wrk beside the library alone, an
indexer that commits meanwhile, clients that drip, crowds. Starts a server of its
own for each."""

import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

from clients import Connection, Crew, Drips, Server, crowd
from measuring import percentile
from running import Failure, run

ROOT = pathlib.Path(__file__).resolve().parents[1]

EPILOG = """\
exit: 0 done; 2 something failed; with --check also 3: a bound of the issue was
missed. bench/README.md says what is printed.
"""

# What the server is held to with --check.
MOST_GROWTH = 0.05  # of memory, after the first tenth of the searches
MOST_STALE = 2  # seconds after a commit
MOST_DRIP_P99 = 200  # ms
MOST_REFUSAL = 1000  # ms until a 503
LEAST_SHARE = 0.85  # of the library's queries a second


class Missed(Exception):
    """A bound that the server has not kept."""


def read_queries(path):
    """Of JSON lines with "text" (BEIR), or of lines STYLE<tab>QUERY."""
    lines = path.read_text("utf-8").splitlines()
    if path.suffix == ".jsonl":
        queries = [json.loads(line)["text"] for line in lines if line]
    else:
        queries = [line.split("\t")[1] for line in lines
                   if line and not line.startswith("#")]
    if not queries:
        raise Failure(f"no queries in {path}")
    return queries


def search(query, **more):
    return "/search?" + urllib.parse.urlencode({"q": query, **more})


def mixed_targets(queries):
    """Searches of all kinds, and completions."""
    targets = []
    for query in queries:
        words = query.split()
        targets += [search(query), search(" ".join(words[:2])),
                    search(query, n=50), search(query, offset=10),
                    search(query, kind="section"), search(query, all="true"),
                    search(query, path="*.txt"), search(f'"{words[0]}"'),
                    search(words[-1][:-1] + "x " + words[0]),
                    search(words[0][:3] + "*"),
                    "/suggest?" + urllib.parse.urlencode({"q": query[:6]})]
    return targets


def times_row(times):
    if not times:
        return "nothing answered"
    shares = ((f"p{round(share * 100)}", percentile(times, share))
              for share in (.5, .95, .99))
    return "  ".join(f"{name} {ms:.1f}" for name, ms in (*shares,
                     ("most", max(times)))) + " ms"


def check_errors(errors):
    if errors:
        raise Missed(f"{len(errors)} requests failed, the first of them: "
                     f"{errors[0]}")


def run_searches(args, db):
    """Memory over many searches."""
    with Server(args.bin, db, *args.server) as server:
        print(f"{'requests':>9}{'seconds':>9}{'RSS MB':>9}", flush=True)
        print(f"{0:>9}{0:>9.1f}{server.resident_mb():>9.1f}", flush=True)
        started = time.perf_counter()
        crew = Crew(server, mixed_targets(args.queries), args.clients,
                    args.count)
        sizes = []
        while crew.is_running() or len(sizes) < 10:
            if crew.done() < args.count * (len(sizes) + 1) // 10:
                time.sleep(0.01)
                continue
            sizes.append(server.resident_mb())
            print(f"{crew.done():>9}{time.perf_counter() - started:>9.1f}"
                  f"{sizes[-1]:>9.1f}", flush=True)
        seconds = time.perf_counter() - started
        growth = server.resident_mb() / sizes[0] - 1
        print(f"{args.count / seconds:.0f} requests/s  {times_row(crew.times)}\n"
              f"{server.cpu() / args.count * 1e3:.2f} ms of CPU a request, "
              f"{len(crew.errors)} errors, memory {growth:+.1%} since the "
              "first tenth")
    check_errors(crew.errors)
    if growth > MOST_GROWTH:
        raise Missed(f"memory grew by {growth:.1%}")


WRK_SCRIPT = """\
local targets = {%s}
local at = 0
init = function() math.randomseed(os.time()); at = math.random(#targets) end
request = function()
  at = at %% #targets + 1
  return wrk.format("GET", targets[at])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%%d,"us":%%d,"p50":%%f,"p95":%%f,"p99":%%f,"errors":%%d}\\n',
    summary.requests, summary.duration, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def ask_library(args, db, folder):
    """Queries a second, and CPU seconds a query, without a server."""
    program = args.bin / "bench/query_latency"
    if not program.exists():
        return None, None
    path = folder / "queries.jsonl"
    path.write_text("".join(json.dumps({"text": query}) + "\n"
                            for query in args.queries), "utf-8")
    done = run([program, "--json", db, path, args.rounds, args.threads])
    # A round to warm up and the others, on one thread and on all.
    asked = 2 * (args.rounds + 1) * len(args.queries)
    return json.loads(done.out)["per_second"], done.cpu / asked


def run_wrk(args, db):
    """Beside the library alone, with as many threads."""
    if not shutil.which("wrk"):
        raise Failure("wrk is not installed")
    with tempfile.TemporaryDirectory() as folder, \
            Server(args.bin, db, "--threads", args.threads,
                   *args.server) as server:
        folder = pathlib.Path(folder)
        script = folder / "targets.lua"
        script.write_text(WRK_SCRIPT % ",".join(
            json.dumps(search(query)) for query in args.queries), "utf-8")
        Crew(server, [search(q) for q in args.queries], 2,
             2 * len(args.queries)).wait()
        before = server.cpu()
        done = run(["wrk", "-t", "2", "-c", args.clients, "-d",
                    f"{args.seconds}s", "--timeout", "10s", "-s", script,
                    f"http://127.0.0.1:{server.port}"])
        cpu = server.cpu() - before
        told = json.loads(done.out.splitlines()[-1])
        library, library_cpu = ask_library(args, db, folder)
    seconds = told["us"] / 1e6
    rate = told["requests"] / seconds
    # The time that the client's work took from all processors.
    alone = told["requests"] / (seconds - done.cpu / os.cpu_count())
    own = cpu / told["requests"]
    print(f"wrk, {args.clients} connections, {seconds:.0f} s: {rate:.0f} "
          f"queries/s, p50 {told['p50']:.1f}  p95 {told['p95']:.1f}  p99 "
          f"{told['p99']:.1f} ms, {told['errors']} errors\n"
          f"the client's {done.cpu:.1f} s of CPU taken off: {alone:.0f} "
          f"queries/s; {own * 1e3:.2f} ms of CPU a query")
    if library:
        print(f"the library alone, {args.threads} threads: {library:.0f} "
              f"queries/s; {library_cpu * 1e3:.2f} ms of CPU a query\n"
              f"share of it: {alone / library:.2f} by the clock, "
              f"{library_cpu / own:.2f} by CPU")
    else:
        print("the library alone: not built (cmake -D IBID_BENCH=ON)")
    if told["errors"]:
        raise Missed(f"{told['errors']} errors")
    if library and alone < LEAST_SHARE * library:
        raise Missed(f"{alone / library:.2f} of the library's queries a second")


class Commits:
    """An article that says how often it was committed."""

    WORD = "ibidloadcommits"

    def __init__(self, args, db, folder):
        self.at = []  # when each was done
        self._command = [args.bin / "ibid-indexer", "-q", "--db", db]
        self._file = folder / "commits.txt"

    def make(self):
        self._file.write_text(f"Commits\n\nThe {self.WORD} are {len(self.at)} "
                              "by now.\n", "utf-8")
        subprocess.run([*self._command, self._file], check=True)
        self.at.append(time.perf_counter())

    def check(self, connection):
        """Seconds that an answer is behind the commits; 0: it is not."""
        asked = time.perf_counter()
        status, body = connection.get(search(self.WORD, n=1))
        seen = re.search(r"are (\d+) by now", body.decode())
        if status != 200 or not seen:
            raise Missed(f"{status} for the article of commits: {body[:200]}")
        later = [at for at in self.at[int(seen[1]) + 1:] if at <= asked]
        return asked - later[0] if later else 0


def run_commits(args, db):
    """Searches while the index is committed to."""
    with tempfile.TemporaryDirectory(dir=db.resolve().parent) as folder:
        folder = pathlib.Path(folder)
        copy = folder / "db"
        shutil.copytree(db, copy)
        commits = Commits(args, copy, folder)
        commits.make()
        with Server(args.bin, copy, *args.server) as server:
            started = time.perf_counter()
            crew = Crew(server, mixed_targets(args.queries), args.clients)
            connection = Connection(server)
            checks = stale = 0
            try:
                while time.perf_counter() < started + args.seconds:
                    if time.perf_counter() > commits.at[-1] + args.every:
                        commits.make()
                    stale = max(stale, commits.check(connection))
                    checks += 1
            finally:
                crew.stop()
                connection.close()
    print(f"{len(commits.at) - 1} commits in {args.seconds} s; "
          f"{crew.done()} requests  {times_row(crew.times)}, "
          f"{len(crew.errors)} errors\n{checks} answers looked at, the most "
          f"stale of them {stale:.2f} s behind a commit")
    check_errors(crew.errors)
    if stale > MOST_STALE:
        raise Missed(f"an answer was {stale:.2f} s behind a commit")


def honest_times(args, server):
    crew = Crew(server, mixed_targets(args.queries), args.clients)
    time.sleep(args.seconds)
    crew.stop()
    check_errors(crew.errors)
    return crew.times


def run_drips(args, db):
    """Honest clients beside sockets that send a byte a second."""
    with Server(args.bin, db, *args.server) as server:
        alone = honest_times(args, server)
        print(f"{args.clients} clients alone: {times_row(alone)}", flush=True)
        drips = Drips(server, args.drips)
        try:
            beside = honest_times(args, server)
        finally:
            drips.stop()
    print(f"beside {args.drips} that drip: {times_row(beside)}; "
          f"{drips.cut} of those cut off")
    if percentile(beside, .99) > MOST_DRIP_P99:
        raise Missed(f"p99 is {percentile(beside, .99):.0f} ms")


def run_crowd(args, db):
    """Four times as many connections as there may be."""
    told = []
    with Server(args.bin, db, "--max-connections", args.connections,
                *args.server) as server:
        for _ in range(args.rounds):
            told += crowd(server, mixed_targets(args.queries),
                          4 * args.connections)
    served = [x.ms for x in told if x.status == 200]
    refused = [x.ms for x in told if x.status == 503]
    others = len(told) - len(served) - len(refused)
    print(f"{len(told)} clients, {4 * args.connections} at a time: "
          f"{len(served)} served ({times_row(served)}), {len(refused)} got 503 "
          f"({times_row(refused)}), {others} anything else")
    if others:
        raise Missed(f"{others} were neither served nor refused")
    if refused and max(refused) > MOST_REFUSAL:
        raise Missed(f"a 503 took {max(refused):.0f} ms")


MODES = {"searches": run_searches, "wrk": run_wrk, "commits": run_commits,
         "drips": run_drips, "crowd": run_crowd}


def parse(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("mode", choices=MODES)
    add("db", type=pathlib.Path, help="a database of ibid-indexer")
    add("--bin", type=pathlib.Path, default=ROOT / "build/release",
        help="folder of the programs")
    add("--queries", type=pathlib.Path,
        default=ROOT / "tests/relevance/questions.tsv")
    add("--count", type=int, default=100_000, help="searches")
    add("--clients", type=int, default=8, help="wrk: connections")
    add("--seconds", type=int, default=60)
    add("--threads", type=int, default=os.cpu_count(), help="wrk: that search")
    add("--rounds", type=int, default=3, help="wrk: of the library; crowd")
    add("--every", type=float, default=2, help="seconds between commits")
    add("--drips", type=int, default=64)
    add("--connections", type=int, default=64, help="crowd: allowed at a time")
    add("--server", action="append", default=[], metavar="OPTION",
        help="of ibid-server, as --server=--threads=1")
    add("--check", action="store_true", help="exit 3 where a bound is missed")
    args = parser.parse_args(arguments)
    args.queries = read_queries(args.queries)
    return args


def main(arguments):
    try:
        args = parse(arguments)
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        MODES[args.mode](args, args.db)
        return 0
    except Missed as e:
        print(f"missed: {e}")
        return 3 if args.check else 0
    except (Failure, OSError, subprocess.CalledProcessError) as e:
        print(f"server_load.py: {e}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
