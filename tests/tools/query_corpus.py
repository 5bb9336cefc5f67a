# SPDX-License-Identifier: GPL-3.0-or-later
"""The small corpus that test_query_story.py asks, and the names of its
passages."""

from tools import SharedToolTest, place_name

RUST = """---
title: Rust
date: 2026-04-01
tags: [Systems, web]
---
## Memory

The borrow checker proves that programs are safe. Owners move.

## Async

Tokio runs async tasks on many threads.

## Related Questions

### Does Rust compile slowly?

Yes, the compiler spends its time on generics.
"""

JAVA = """---
title: Java
date: 2024-05-06
tags: [enterprise]
---
## Memory

A garbage collector frees what programs leave behind. Checker of borrow.

## Async

Virtual threads took over from async code on servers.
"""

GO = """Go

Quick Answer: Go compiles quickly and makes static programs.

Key Facts

Checking programs

Go vet checks the program for mistakes, but borrow checkers are rust things.
"""

CPP = """---
title: C++
date: 2025-01-31
lang: en
---
## Containers

In C++ a std::vector grows by itself; f(x) may throw. A 5" disk holds e-mail.

## History

COVID-19 delayed version 1.4.22, but [] stayed. Use -Wall or -5 and -n there.
"""

GERMAN = """---
title: Städte
lang: de
date: 2025-06-30
tags: [web]
---
## Häuser

Alte Häuser in der Stadt.
"""

MEMORY = {"rust.md:Memory", "java.md:Memory"}
ASYNC = {"rust.md:Async", "java.md:Async"}
SLOW = "rust.md:Does Rust compile slowly?"
VET = "docs/go.txt:Checking programs"
QUICK = "docs/go.txt:Quick Answer"
VECTOR = "docs/cpp.md:Containers"
HISTORY = "docs/cpp.md:History"
HOUSES = "de/stadt.md:Häuser"
RUST_ALL = {"rust.md:Memory", "rust.md:Async", SLOW}
JAVA_ALL = {"java.md:Memory", "java.md:Async"}
ALL = RUST_ALL | JAVA_ALL | {VET, QUICK, VECTOR, HISTORY, HOUSES}


class QueryTest(SharedToolTest):
    @classmethod
    def fill(cls, box):
        box.write("all/rust.md", RUST)
        box.write("all/java.md", JAVA)
        box.write("all/docs/go.txt", GO)
        box.write("all/docs/cpp.md", CPP)
        box.write("all/de/stadt.md", GERMAN)
        box.index("all")

    def found(self, *query):
        """The places of all hits; the exit must fit them."""
        result = self.box.run("ibid-searcher", "--json", "-n", "100", *query)
        hits = result.json()["hits"]
        self.assertEqual(result.code, 0 if hits else 1, query)
        return {place_name(hit) for hit in hits}

    def check_table(self, table):
        for query, wanted in table:
            words = [query] if isinstance(query, str) else query
            with self.subTest(query):
                self.assertEqual(self.found(*words), set(wanted))
