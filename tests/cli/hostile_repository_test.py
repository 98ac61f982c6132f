#!/usr/bin/env python3
"""Repositories that lie: every command says what it could not read, ends soon, in little memory, and shows no raw byte."""

import hashlib
import json
import os
import pathlib
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

TRAWL = os.environ["TRAWL"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_MEMORY = 1 << 30
SANITIZED = "ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ  # needs terabytes of addresses
MOST_SECONDS = 60  # far above what any takes, so that a busy machine is no failure; a hang is one


def made_up_token():
    command = [sys.executable, str(ROOT / "tools/dev/make_token.py"), "github-pat"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def entry_header(kind, size):
    first, size = kind << 4 | size & 15, size >> 4
    out = bytearray()
    while size:
        out.append(first | 0x80)
        first, size = size & 0x7F, size >> 7
    return bytes(out) + bytes([first])


def delta_size(size):
    out = bytearray()
    while size >= 0x80:
        out.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes(out) + bytes([size])


def delta_copy(offset, size):
    return bytes([0xFF]) + struct.pack("<I", offset) + struct.pack("<I", size)[:3]


class Pack:
    """Entries under ids of our choice, and an index that fits, or not."""

    def __init__(self):
        self.entries = b""
        self.offsets = {}

    def add(self, object_id, raw):
        offset = 12 + len(self.entries)
        self.offsets[object_id] = offset
        self.entries += raw
        return offset

    def add_object(self, object_id, kind, content, size=None):
        return self.add(object_id, entry_header(kind, len(content) if size is None else size) + zlib.compress(content))

    def add_delta(self, object_id, base_id, delta):
        return self.add(object_id, entry_header(7, len(delta)) + bytes.fromhex(base_id) + zlib.compress(delta))

    def write(self, repository, name="pack-crafted"):
        body = b"PACK" + struct.pack(">II", 2, len(self.offsets)) + self.entries
        trailer = hashlib.sha1(body).digest()
        ids = sorted(self.offsets)
        index = b"\xfftOc" + struct.pack(">I", 2)
        for first in range(256):
            index += struct.pack(">I", sum(int(i[:2], 16) <= first for i in ids))
        index += b"".join(bytes.fromhex(i) for i in ids) + b"\0" * 4 * len(ids)
        index += b"".join(struct.pack(">I", self.offsets[i]) for i in ids) + trailer
        folder = repository / ".git/objects/pack"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.pack").write_bytes(body + trailer)
        (folder / f"{name}.idx").write_bytes(index + hashlib.sha1(index).digest())


def made_up_id(number):
    return f"{number:08x}" + "42" * 16


class HostileRepository(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.token = made_up_token()
        cls.secret_line = f"token = {cls.token}\n".encode()
        help_text = subprocess.run([TRAWL, "--help"], capture_output=True, text=True, check=True, timeout=60).stdout
        cls.has_history = "\n  history " in help_text

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="trawl-hostile-")
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name).resolve()
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.top), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "C",
            "GIT_COMMITTER_EMAIL": "c@example.org",
        }
        self.repository = self.top / "repository"
        self.git("init", "-q", "-b", "main", str(self.repository), at=self.top)

    def git(self, *arguments, at=None, stdin=b""):
        done = subprocess.run(["git", *arguments], cwd=at or self.repository, env=self.environment, input=stdin,
                              capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode().strip()

    def commit(self, **files):
        for name, content in files.items():
            (self.repository / name).write_bytes(content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")

    def loose(self, object_id, stored):
        path = self.repository / ".git/objects" / object_id[:2] / object_id[2:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(zlib.compress(stored))

    def put(self, kind, content, object_id=None):
        """A loose object, under its id or a forged one."""
        stored = f"{kind} {len(content)}".encode() + b"\0" + content
        object_id = object_id or hashlib.sha1(stored).hexdigest()
        self.loose(object_id, stored)
        return object_id

    def commit_tree(self, entries, parents=(), tree_id=None, commit_id=None):
        """A commit of a tree of (mode, name, id); main leads to it."""
        content = b"".join(f"{mode} ".encode() + name + b"\0" + bytes.fromhex(i) for mode, name, i in entries)
        tree = self.put("tree", content, tree_id)
        lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents), "author A <a@example.org> 1700000000 +0000",
                 "committer C <c@example.org> 1700000000 +0000", "", "forged", ""]
        commit = self.put("commit", "\n".join(lines).encode(), commit_id)
        (self.repository / ".git/refs/heads/main").write_text(commit + "\n")
        return commit

    def trawl(self, *arguments, codes, at=None):
        def limit():
            if not SANITIZED:
                resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

        done = subprocess.run([TRAWL, *arguments, "--threads", "2"], cwd=at or self.repository, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_SECONDS, preexec_fn=limit)
        text = done.stdout + done.stderr
        self.assertIn(done.returncode, codes, f"{arguments}\n{text.decode('utf-8', 'replace')}")
        self.assertNotRegex(text, rb"[\x00-\x08\x0b-\x1f\x7f]")
        self.assertNotIn(self.token.encode(), text)
        if done.returncode == 2:
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
        return done

    def history(self, codes, at=None):
        if self.has_history:
            self.trawl("history", codes=codes, at=at)

    def reasons(self, done):
        return {note["reason"] for note in json.loads(done.stdout)["notifications"] if note["incomplete"]}

    def blob_is_unreadable(self, blob, reason):
        """A commit and an index entry that name it: neither is called clean, and what lies beside is read."""
        base = self.commit(a=b"a\n")
        good = self.put("blob", b"b\n" + self.secret_line)
        self.commit_tree([("100644", b"a", blob), ("100644", b"b", good)], [base])
        done = self.trawl("range", "-o", "json", "HEAD~1..HEAD", codes=[4])
        self.assertEqual(self.reasons(done), {reason})
        self.git("update-index", "--add", "--cacheinfo", f"100644,{blob},x")
        self.git("update-index", "--add", "--cacheinfo", f"100644,{good},y")
        done = self.trawl("staged", "-o", "json", codes=[3, 4])
        self.assertIn(reason, self.reasons(done))
        self.trawl("scan", codes=[0])
        self.history([3, 4])

    def test_cyclic_deltas(self):
        one, two, itself = made_up_id(1), made_up_id(2), made_up_id(3)
        pack = Pack()
        delta = delta_size(10) + delta_size(10) + delta_copy(0, 10)
        pack.add_delta(one, two, delta)
        pack.add_delta(two, one, delta)
        pack.add_delta(itself, itself, delta)
        pack.write(self.repository)
        self.blob_is_unreadable(one, "corrupt-object")
        self.blob_is_unreadable(itself, "corrupt-object")

    def test_a_delta_bomb(self):
        pack = Pack()
        size = 1 << 16
        pack.add_object(made_up_id(0), 3, b"x" * size)
        for level in range(1, 16):
            copies = 64 if size < 1 << 33 else 1
            delta = delta_size(size) + delta_size(size * copies) + delta_copy(0, min(size, 0xFFFFFF)) * copies
            pack.add_delta(made_up_id(level), made_up_id(level - 1), delta)
            size *= copies
        pack.write(self.repository)
        self.blob_is_unreadable(made_up_id(15), "file-too-large")

    def test_a_header_of_two_gibibytes(self):
        pack = Pack()
        pack.add_object(made_up_id(1), 3, b"small", size=1 << 31)
        pack.write(self.repository)
        self.blob_is_unreadable(made_up_id(1), "corrupt-object")
        self.loose(made_up_id(2), b"blob 2147483648\0small")
        self.blob_is_unreadable(made_up_id(2), "corrupt-object")
        self.loose(made_up_id(3), b"blob 99999999999999999999999999\0small")
        self.blob_is_unreadable(made_up_id(3), "corrupt-object")

    def test_deep_delta_chains(self):
        pack = Pack()
        text = b"b\n" + self.secret_line
        pack.add_object(made_up_id(0), 3, text)
        for level in range(1, 5001):
            pack.add_delta(made_up_id(level), made_up_id(level - 1),
                           delta_size(len(text)) + delta_size(len(text)) + delta_copy(0, len(text)))
        pack.write(self.repository)
        base = self.commit(a=b"a\n")
        self.commit_tree([("100644", b"deep", made_up_id(4094))], [base])
        done = self.trawl("range", "-o", "json", "HEAD~1..HEAD", codes=[4])  # read; but the id was made up
        self.assertEqual(len(json.loads(done.stdout)["findings"]), 1)
        self.commit_tree([("100644", b"deeper", made_up_id(5000))], [base])
        self.assertEqual(self.reasons(self.trawl("range", "-o", "json", "HEAD~1..HEAD", codes=[3])), {"file-too-large"})

    def test_an_index_that_lies(self):
        """The content that stands there is scanned, and the lie is told."""
        pack = Pack()
        lie = hashlib.sha1(b"blob 4\0abc\n").hexdigest()
        pack.add_object(lie, 3, b"b\n" + self.secret_line)
        pack.write(self.repository)
        base = self.commit(a=b"a\n")
        self.commit_tree([("100644", b"b", lie)], [base])
        done = self.trawl("range", "-o", "json", "HEAD~1..HEAD", codes=[4])
        self.assertEqual(self.reasons(done), {"corrupt-object"})
        self.assertEqual(len(json.loads(done.stdout)["findings"]), 1)
        pack.offsets[lie] = 13  # in the middle of an entry
        pack.write(self.repository)
        self.assertEqual(self.reasons(self.trawl("range", "-o", "json", "HEAD~1..HEAD", codes=[3])), {"corrupt-object"})
        pack.offsets[lie] = 1 << 30
        pack.write(self.repository)
        self.assertEqual(self.reasons(self.trawl("range", "-o", "json", "HEAD~1..HEAD", codes=[3])), {"corrupt-object"})
        self.history([3, 4])

    def test_damaged_packs_and_indexes(self):
        for i in range(5):
            self.commit(**{f"f{i}": f"{i}\n".encode() * 50})
        self.git("repack", "-q", "-a", "-d")
        folder = self.repository / ".git/objects/pack"
        for suffix in (".pack", ".idx"):
            file = next(folder.glob(f"*{suffix}"))
            whole = file.read_bytes()
            file.chmod(0o644)
            for size in (0, 7, 12, len(whole) // 2, len(whole) - 1):
                with self.subTest(suffix=suffix, size=size):
                    file.write_bytes(whole[:size])
                    self.trawl("range", "HEAD~1..HEAD", codes=[2, 3])
                    self.trawl("staged", codes=[2, 3])
                    self.trawl("scan", codes=[0])
                    self.history([2, 3])
            file.write_bytes(whole)
        self.trawl("range", "HEAD~1..HEAD", codes=[0])

    def test_trees_and_commits_in_circles(self):
        base = self.commit(a=b"a\n")
        forged = made_up_id(7)
        self.commit_tree([("40000", b"d", forged), ("100644", b"s", self.put("blob", self.secret_line))], [base],
                         tree_id=forged)
        self.trawl("range", "HEAD~1..HEAD", codes=[1, 4])
        self.trawl("staged", codes=[0, 1, 2, 3, 4])
        circle = made_up_id(8)
        self.commit_tree([("100644", b"s", self.put("blob", self.secret_line))], [circle], commit_id=circle)
        self.trawl("range", f"{base}..HEAD", codes=[0, 1, 3, 4])
        self.trawl("range", "HEAD", codes=[0, 1, 3, 4])
        self.history([0, 1, 2, 3, 4])

    def test_trees_with_more_paths_than_atoms(self):
        base = self.commit(a=b"a\n")
        inner = self.put("blob", self.secret_line)
        mode = "100644"
        for _ in range(40):
            content = b"".join(f"{mode} ".encode() + name + b"\0" + bytes.fromhex(inner) for name in (b"a", b"b", b"c", b"d"))
            inner, mode = self.put("tree", content), "40000"
        self.commit_tree([("40000", b"x", inner)], [base])
        self.trawl("range", "HEAD~1..HEAD", codes=[1, 4])

    def test_trees_with_more_lock_files_than_anybody_can_read(self):
        base = self.commit(a=b"a\n")
        inner, mode = self.put("blob", b'{"dependencies": {"left-pad": "*"}}\n'), "100644"
        for names in [(b"package.json", b"x")] + 30 * [(b"a", b"b", b"c", b"d")]:
            content = b"".join(f"{mode} ".encode() + name + b"\0" + bytes.fromhex(inner) for name in names)
            inner, mode = self.put("tree", content), "40000"
        self.commit_tree([("40000", b"x", inner)], [base])
        self.trawl("range", "HEAD~1..HEAD", codes=[1, 3, 4])

    def test_a_git_file_that_leads_nowhere(self):
        (self.repository / "a").write_bytes(self.secret_line)
        shutil.rmtree(self.repository / ".git")
        for text in ("gitdir: /nowhere/at/all\n", "gitdir: ../../..\n", "gitdir: \x1b[31m\n", "", "x" * 100000, "gitdir: .git\n"):
            (self.repository / ".git").write_text(text)
            self.trawl("range", "HEAD", codes=[2])
            self.trawl("staged", codes=[2])
            self.trawl("scan", codes=[1])
            self.history([2])

    def test_refs_with_control_characters(self):
        head = self.commit(a=b"a\n")
        ugly = "refs/heads/\x1b[31mred\x07"
        with open(self.repository / ".git/packed-refs", "a", encoding="utf-8") as file:
            file.write(f"{head} {ugly}\n{head} refs/heads/b\x1b\nnonsense\x1b[2J\n")
        (self.repository / ".git/refs/heads/\x1b[31mloose").write_text("\x1b[31m\n")
        (self.repository / ".git/refs/heads/loop").write_text("ref: refs/heads/loop\n")
        for revision in ("HEAD", "main", "\x1b[31mred\x07", "\x1b[31mloose", "loop", "b\x1b"):
            self.trawl("range", revision, codes=[0, 2])
        self.trawl("scan", codes=[0])
        self.trawl("staged", codes=[0])
        self.history([0, 3])
        (self.repository / ".git/HEAD").write_text(f"ref: {ugly}\n")
        for command in (("range", "HEAD"), ("staged",), ("scan",)):
            self.trawl(*command, codes=[0, 2])
        (self.repository / ".git/HEAD").write_text("\x1b[31m\x07\n")
        self.trawl("range", "HEAD", codes=[2])
        self.trawl("staged", codes=[2])
        self.history([0, 2, 3])

    def test_alternates_outside(self):
        base = self.commit(a=b"a\n")
        self.commit(b=b"b\n" + self.secret_line)
        borrower = self.top / "borrower"
        self.git("clone", "-q", "--shared", str(self.repository), str(borrower), at=self.top)
        self.trawl("range", f"{base}..HEAD", codes=[1], at=borrower)
        self.trawl("staged", codes=[0], at=borrower)
        done = self.trawl("range", "--untrusted", f"{base}..HEAD", codes=[2], at=borrower)
        self.assertIn(b"alternates", done.stderr)
        done = self.trawl("staged", "--untrusted", codes=[2, 3], at=borrower)
        self.assertIn(b"alternates", done.stdout + done.stderr)
        self.history([1], at=borrower)

    def test_an_empty_repository(self):
        self.assertIn(b"no commit yet", self.trawl("range", codes=[2]).stderr)
        self.trawl("range", "a..b", codes=[2])
        self.trawl("staged", codes=[0])
        self.trawl("scan", codes=[0])
        self.history([0])

    def test_no_repository_at_all(self):
        self.trawl("range", codes=[2], at=self.top)
        self.trawl("staged", codes=[2], at=self.top)
        self.trawl("range", "--repo", "nowhere", codes=[2])

    def test_things_that_are_no_files(self):
        self.commit(a=b"a\n")
        for name in ("packed-refs", "shallow", "config", "objects/info/alternates", "HEAD"):
            path = self.repository / ".git" / name
            kept = path.read_bytes() if path.exists() else None
            path.unlink(missing_ok=True)
            path.parent.mkdir(exist_ok=True)
            os.mkfifo(path)
            with self.subTest(name):
                started = time.monotonic()
                self.trawl("range", "HEAD", codes=[0, 2, 3])
                self.trawl("staged", codes=[0, 2, 3])
                self.trawl("scan", codes=[0])
                self.assertLess(time.monotonic() - started, MOST_SECONDS)
            path.unlink()
            if kept is not None:
                path.write_bytes(kept)


if __name__ == "__main__":
    unittest.main()
