# SPDX-License-Identifier: GPL-3.0-or-later
"""What a power cut may leave of a folder, told from the log of all that was
done to its files (call_log.h).

The disk that is played here keeps what was synced and nothing else for sure.
Of each file, what was written since its last sync may be there, be lost, or be
torn: any of its blocks old or new, whatever their order. Of the folder, entries
since its last sync are there up to any one of them, as journals keep them;
each apart from what the files hold, so that a rename may come before or after
the bytes of the file renamed."""

import dataclasses
import pathlib

BLOCK = 512  # what a disk writes as one


@dataclasses.dataclass
class File:
    durable: bytes = b""
    pending: list = dataclasses.field(default_factory=list)


def read_log(path):
    """The entries, as (words, bytes)."""
    data = pathlib.Path(path).read_bytes()
    place, entries = 0, []
    while place < len(data):
        end = data.index(b"\n", place)
        line = data[place:end].decode()
        place = end + 1
        word, _, rest = line.partition(" ")
        if word == "write":
            inode, offset, length = map(int, rest.split())
            body = data[place:place + length]
            place += length
            entries.append(("write", inode, offset, body))
        elif word == "rename":
            length, _, paths = rest.partition(" ")
            old, new = paths[:int(length)], paths[int(length) + 1:]
            entries.append(("rename", name(old), name(new)))
        elif word == "create":
            inode, _, new = rest.partition(" ")
            entries.append(("create", int(inode), name(new)))
        elif word == "unlink":
            entries.append(("unlink", name(rest)))
        else:
            entries.append((word, *map(int, rest.split())))
    return entries


def name(path):
    return pathlib.Path(path).name


def apply(content, change):
    """The bytes of a file after one change."""
    if change[0] == "truncate":
        return content[:change[1]].ljust(change[1], b"\0")
    _, offset, body = change
    content = content.ljust(offset, b"\0")
    return content[:offset] + body + content[offset + len(body):]


class Disk:
    """The state of the folder on the way through a log. Files are known by
    numbers of our own, since inodes are used again."""

    def __init__(self, folder):
        self.files = []
        self.numbers = {}  # inode -> number of the file that has it now
        self.entries = {}  # synced: name -> number
        self.changes = []  # to the folder, since it was synced
        for path in sorted(pathlib.Path(folder).glob("*")):
            number = self.add(path.stat().st_ino, path.read_bytes())
            self.entries[path.name] = number

    def add(self, inode, content=b""):
        self.files.append(File(content))
        self.numbers[inode] = len(self.files) - 1
        return len(self.files) - 1

    def take(self, entry):
        kind = entry[0]
        if kind == "write":
            self.file(entry[1]).pending.append(("write", *entry[2:]))
        elif kind == "truncate":
            self.file(entry[1]).pending.append(("truncate", entry[2]))
        elif kind == "sync":
            file = self.file(entry[1])
            file.durable = self.content(file, "kept")
            file.pending.clear()
        elif kind == "folder":
            self.entries = self.folder_after(len(self.changes))
            self.changes.clear()
        elif kind == "create":
            self.changes.append(("create", self.add(entry[1]), entry[2]))
        else:
            self.changes.append(entry)

    def file(self, inode):
        return self.files[self.numbers[inode]]

    def folder_after(self, count):
        entries = dict(self.entries)
        for change in self.changes[:count]:
            if change[0] == "create":
                entries[change[2]] = change[1]
            elif change[0] == "unlink":
                entries.pop(change[1], None)
            elif change[1] in entries:
                entries[change[2]] = entries.pop(change[1])
        return entries

    def after_cut(self, chosen):
        """One of the states that a power cut now may leave: name -> bytes.
        chosen: a random.Random."""
        kept = chosen.choice((0, len(self.changes),
                              chosen.randint(0, len(self.changes))))
        how = chosen.choice(("lost", "kept", "some", "torn"))
        return {entry: self.content(self.files[number], how, chosen)
                for entry, number in self.folder_after(kept).items()}

    def now(self):
        """What is there without a power cut."""
        return {entry: self.content(self.files[number], "kept")
                for entry, number in
                self.folder_after(len(self.changes)).items()}

    @staticmethod
    def content(file, how, chosen=None):
        content = file.durable
        for change in file.pending:
            if how == "lost" or (how == "some" and chosen.random() < .5):
                continue
            if how == "torn" and change[0] == "write":
                content = torn(content, change, chosen)
            else:
                content = apply(content, change)
        return content


def torn(content, change, chosen):
    """A write of which some blocks came to the disk."""
    _, offset, body = change
    for start in range(0, len(body), BLOCK):
        if chosen.random() < .5:
            part = body[start:start + BLOCK]
            content = apply(content, ("write", offset + start, part))
    return content


def commits(disk, entries):
    """The files after each commit of the log, which ends with a sync of the
    folder."""
    for entry in entries:
        disk.take(entry)
        if entry[0] == "folder":
            yield disk.now()


def states(disk, entries, count, chosen):
    """`count` of the states that a power cut may leave at any moment of a log,
    as (acknowledged commits, files)."""
    cuts = sorted(chosen.randint(0, len(entries)) for _ in range(count))
    done = synced = 0
    for cut in cuts:
        for entry in entries[done:cut]:
            disk.take(entry)
            synced += entry[0] == "folder"
        done = cut
        yield synced, disk.after_cut(chosen)
