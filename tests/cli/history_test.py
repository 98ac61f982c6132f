"""`trawl history`: whatever git keeps, wherever it keeps it, is read; what cannot be read is said."""

import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import time
import unittest
import zlib

import sandbox

TOKENS = [sandbox.make_token("github-pat", seed) for seed in range(1, 25)]
GIT = "set -e; export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'\n"


class Repository(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def shell(self, script):
        return self.box.shell(GIT + script, timeout=120, must_succeed=True).stdout.decode()

    def history(self, *arguments, repository="repo", **more):
        done = self.box.trawl("history", repository, "-o", "json", "--threads", 2, *arguments, **more)
        self.assertNotIn(done.returncode, (2, 5), done.stderr)
        for token in TOKENS:
            self.assertNotIn(token.encode(), done.stdout + done.stderr)
        return done.returncode, json.loads(done.stdout)

    def secrets(self, report):
        return {finding["fingerprint"] for finding in report["findings"]}

    def place(self, name, number, before="", after=""):
        self.box.write(name, f"{before}key = '{TOKENS[number]}'\n{after}")


class Programs(Repository):
    """What is not in the bytes of a binary as they are is found in an old version of it as it is in a tree."""

    def test_wide_strings(self):
        self.shell("git init -q repo")
        program = b"MZ\0\1\2\3" + bytes(range(128, 256)) * 3
        self.box.write("repo/a.exe", program + TOKENS[0].encode("utf-16-le") + b"\0\0" + program)
        self.box.write("repo/plain.exe", program * 4)
        self.shell("cd repo; git add -A; git commit -qm one; git rm -q a.exe; git commit -qm two; git repack -qad")
        found = [self.secrets(self.history(*how)[1]) for how in ((), ("--no-cache",), ("--no-incremental", "--no-cache"))]
        self.assertEqual([len(secrets) for secrets in found], [1, 1, 1])
        self.assertEqual(found[0], found[2])


class Rows(Repository):
    """One token for each place; a clean run that finds all of them."""

    def plant(self):
        self.shell("git init -q repo")
        self.place("repo/removed", 0)
        self.shell("cd repo; git add -A; git commit -qm one; git rm -q removed; git commit -qm two")
        # Only in a merge commit's own tree.
        self.shell("cd repo; git checkout -qb side; git commit -q --allow-empty -m side; git checkout -q main;"
                   "git commit -q --allow-empty -m main; git merge -q --no-ff --no-commit side")
        self.place("repo/evil", 1)
        self.shell("cd repo; git add evil; git commit -qm merge; git rm -q evil; git commit -qm clean")
        # No diff shows it: an attribute, and a NUL byte.
        self.box.write("repo/.gitattributes", "*.hidden -diff\n")
        self.place("repo/a.hidden", 2)
        self.place("repo/binary", 3, before="\0")
        self.box.write("repo/utf16", f"key = '{TOKENS[4]}'\n".encode("utf-16"))
        # Renamed and changed at once; a link that becomes a file.
        self.box.write("repo/moved", "".join(f"line {i}\n" for i in range(100)))
        os.symlink("nowhere", self.box.work / "repo/link")
        self.shell("cd repo; git add -A; git commit -qm more; git mv moved renamed; rm link")
        self.place("repo/renamed", 5, before="".join(f"line {i}\n" for i in range(100)))
        self.place("repo/link", 6)
        self.shell("cd repo; git add -A; git commit -qm types; git rm -q link renamed; git commit -qm gone")
        # Stashes: tracked, untracked, and one that is no longer the last.
        self.place("repo/a.hidden", 7)
        self.place("repo/untracked", 8)
        self.shell("cd repo; git stash -q -u")
        self.place("repo/a.hidden", 9)
        self.shell("cd repo; git stash -q")
        # Only a reflog remembers it, then not even that.
        self.place("repo/reset", 10)
        self.shell("cd repo; git add -A; git commit -qm reset; git reset -q --hard HEAD~1")
        self.place("repo/dangling", 11)
        self.shell("cd repo; git hash-object -w dangling; rm dangling")
        # Staged here and in another worktree.
        self.place("repo/staged", 12)
        self.shell("cd repo; git add staged; git worktree add -q ../other side")
        self.place("other/staged", 13)
        self.shell("cd other; git add staged")
        # Notes are blobs; replaced objects are both there.
        self.shell(f"cd repo; git notes add -m \"{TOKENS[14]}\" HEAD")
        self.place("repo/replaced", 15)
        self.shell("cd repo; git replace $(git hash-object -w staged) $(git hash-object -w replaced); rm replaced")
        return 16

    def check(self, count):
        code, report = self.history()
        self.assertEqual(code, 1, report["notifications"])
        self.assertEqual(len(report["findings"]), count,
                         [finding["locations"][0]["path"] for finding in report["findings"]])

    def test_loose(self):
        self.check(self.plant())

    def test_packed(self):
        count = self.plant()
        self.shell("cd repo; git cat-file --batch-all-objects --batch-check='%(objectname)' |"
                   "git pack-objects -q .git/objects/pack/pack; git prune-packed -q")
        self.assertFalse(list((self.box.work / "repo/.git/objects").glob("[0-9a-f][0-9a-f]/*")))
        self.check(count)

    def test_cruft(self):
        count = self.plant()
        self.shell("cd repo; git repack --cruft -dq; git prune-packed -q")
        self.assertTrue(list((self.box.work / "repo/.git/objects/pack").glob("*.mtimes")))
        self.check(count)

    def test_bare_and_by_any_door(self):
        self.place("tree/file", 0)
        self.shell("cd tree; git init -q .; git add -A; git commit -qm one; cd ..; git clone -q --bare tree bare.git;"
                   "mkdir tree/folder")
        reports = [self.history(repository=door)[1] for door in ("tree", "tree/.git", "tree/folder", "bare.git")]
        self.assertEqual([len(report["findings"]) for report in reports], [1] * 4)

    def test_sha256(self):
        self.shell("git init -q --object-format=sha256 repo")
        self.place("repo/a", 0)
        self.shell("cd repo; git add -A; git commit -qm one; git rm -q a; git commit -qm two")
        self.assertEqual(self.history()[0], 1)
        self.shell("cd repo; git repack -adq")
        self.assertEqual(self.history()[0], 1)

    def test_alternates(self):
        self.shell("git init -q far; git init -q repo")
        self.place("far/a", 0)
        self.shell("cd far; git add -A; git commit -qm one; cd ../repo; git commit -q --allow-empty -m own;"
                   "realpath ../far/.git/objects > .git/objects/info/alternates")
        self.assertEqual(self.history()[0], 1)
        code, report = self.history("--untrusted")
        self.assertEqual(code, 3)
        self.assertIn("leads out of the repository", json.dumps(report["notifications"]))


class Same(Repository):
    """The same bytes for any number of threads, searched whole or as deltas, packed in any way."""

    def test_bytes(self):
        self.shell("git init -q repo")
        chance = random.Random(3)
        lines = [f"value {chance.randrange(10**6)}" for _ in range(400)]
        for version in range(60):
            for _ in range(4):
                at = chance.randrange(len(lines))
                kind = chance.randrange(5)
                if kind == 0:
                    lines[at] = f"key = '{chance.choice(TOKENS)}'"
                elif kind == 1:
                    lines[at] = f"key = '{chance.choice(TOKENS)[:chance.randrange(40)]}"
                elif kind == 2:
                    moved = lines[at:at + 30]
                    del lines[at:at + 30]
                    lines[chance.randrange(len(lines)):0] = moved
                else:
                    lines[at] = "x" * chance.randrange(500)
            self.box.write("repo/file", "\n".join(lines))
            self.shell(f"cd repo; git add -A; git commit -qm {version}")
        self.shell("cd repo; git repack -adq --depth=300 --window=50")
        expected = self.box.trawl("history", "repo", "-o", "json", "--threads", 1, "--no-incremental").stdout
        self.assertGreater(len(json.loads(expected)["findings"]), 10)
        for threads in (1, 2, 8):
            for more in ([], ["--no-incremental"]):
                with self.subTest(threads=threads, more=more):
                    done = self.box.trawl("history", "repo", "-o", "json", "--threads", threads, *more)
                    self.assertEqual(done.stdout, expected)


    def test_a_limit_of_memory(self):
        # A chain of deltas each of which is the base of two more: all kept, they would be 12 times 6 MB.
        chance = random.Random(5)
        body = [f"{chance.randrange(16**30):030x}" for _ in range(200_000)]
        self.shell("git init -q repo")
        for version in range(12):
            body[version * 10_000] = f"key = '{TOKENS[version]}'"
            self.box.write("repo/large", "\n".join(body))
            self.shell(f"cd repo; git add -A; git commit -qm {version}")
        self.shell("cd repo; git repack -adfq --window=3 --depth=50")
        expected = self.box.trawl("history", "repo", "-o", "json", "--no-cache")
        self.assertEqual(len(json.loads(expected.stdout)["findings"]), 12)
        few = self.box.trawl("history", "repo", "-o", "json", "--no-cache", "--threads", 2, "--memory-limit", "8M")
        self.assertEqual(few.stdout, expected.stdout)
        if not sandbox.SANITIZED:
            out = self.box.shell(f"ulimit -d {100 * 1024}; {sandbox.TRAWL} history repo -o json --no-cache --threads 1"
                                 " --memory-limit 8M; echo $? >code", timeout=120)
            self.assertEqual(out.stdout, expected.stdout)
        wrong = self.box.trawl("history", "repo", "--memory-limit", "8 apples")
        self.assertEqual([wrong.returncode, b"is no size" in wrong.stderr], [2, True])


class Damage(Repository):
    """A run that lost something says so, and is never clean."""

    def setUp(self):
        super().setUp()
        self.shell("git init -q repo")
        for number in range(4):
            self.place(f"repo/{number}", number, after="line\n" * 50 * number)
        self.shell("cd repo; git add -A; git commit -qm one; git repack -adq; chmod -R u+w .git/objects")
        self.folder = self.box.work / "repo/.git/objects/pack"
        self.pack = next(self.folder.glob("*.pack"))

    def expect(self, code, *words, found=None):
        got, report = self.history()
        self.assertEqual(got, code, report["notifications"])
        for word in words:
            self.assertIn(word, json.dumps(report["notifications"]))
        if found is not None:
            self.assertEqual(len(report["findings"]), found)

    def test_truncated_pack(self):
        os.truncate(self.pack, self.pack.stat().st_size - 30)
        self.expect(4, "corrupt-object", "truncated")

    def test_pack_cut_to_nothing(self):
        os.truncate(self.pack, 5)
        self.expect(3, "too short")

    def test_missing_index(self):
        self.pack.with_suffix(".idx").unlink()
        self.expect(4, "it has no index", found=4)

    def test_damaged_index(self):
        index = self.pack.with_suffix(".idx")
        good = index.read_bytes()
        for at in (0, 5, 40, 1032, 1100, len(good) - 60, len(good) - 25, len(good) - 1):
            data = bytearray(good)
            data[at] ^= 0xFF
            index.write_bytes(data)
            with self.subTest(at=at):
                self.expect(4, "corrupt-object", found=4)

    def test_index_that_lies_about_an_id(self):
        index = self.pack.with_suffix(".idx")
        data = bytearray(index.read_bytes())
        for entry in range(6):  # two trees and commits have no ids to show
            data[1032 + 20 * entry + 19] ^= 1
        data[-20:] = hashlib.sha1(data[:-20]).digest()
        index.write_bytes(data)
        self.expect(4, "hash to another id", found=4)

    def test_any_damaged_byte_is_noticed_or_harmless(self):
        good = self.pack.read_bytes()
        for at in range(12, len(good) - 20, max(1, len(good) // 60)):
            data = bytearray(good)
            data[at] ^= 0x55
            self.pack.write_bytes(data)
            code, report = self.history("--no-cache")
            with self.subTest(at=at):
                self.assertTrue(code in (3, 4) or len(report["findings"]) == 4, code)

    def test_what_is_whole_elsewhere_is_not_lost(self):
        listing = [line.split() for line in self.shell(f"git verify-pack -v {self.pack}").splitlines()]
        entries = {words[1]: (words[0], int(words[4])) for words in listing if len(words) >= 5}
        objects = self.box.work / "objects"
        self.shell(f"mkdir {objects}; cd {objects}; git init -q; git unpack-objects -q < {self.pack}")
        data = bytearray(self.pack.read_bytes())
        data[entries["blob"][1] + 12] ^= 0x55
        self.pack.write_bytes(data)
        lost = entries["blob"][0]
        code, report = self.history("--manifest", "manifest", "--no-cache")
        self.assertIn(lost, json.dumps(report["notifications"]))
        rows = json.loads((self.box.work / "manifest").read_text())["containers"]
        count = lambda rows: sum(row["lost"] for row in rows if row["kind"] == "blob")
        self.assertEqual([code, len(report["findings"])], [4, 4 - count(rows)])
        self.assertGreater(count(rows), 0)
        for kind in ("commit", "tree"):
            data[entries[kind][1] + 12] ^= 0x55
        self.pack.write_bytes(data)
        self.expect(4, entries["tree"][0], entries["commit"][0])
        for copies in (f"cp -r {objects}/.git/objects/?? repo/.git/objects/",
                       f"rm -rf repo/.git/objects/??; cd {objects}; git cat-file --batch-all-objects"
                       f" --batch-check='%(objectname)' | git pack-objects -q {self.folder}/pack"):
            self.shell(copies)
            code, report = self.history("--manifest", "manifest", "--no-cache")
            self.assertEqual([code, len(report["findings"])], [1, 4], report["notifications"])
            rows = json.loads((self.box.work / "manifest").read_text())["containers"]
            self.assertEqual(sum(row["lost"] for row in rows), 0)

    def test_entry_that_no_index_names(self):
        blobs = [b"harmless 1\n", f"key = '{TOKENS[12]}'\n".encode(), b"harmless 2\n"]
        entries, places = b"", []
        for blob in blobs:
            size, first = len(blob) >> 4, 0x30 | len(blob) & 15
            header = bytes([first | 0x80, size] if size else [first])
            places.append((hashlib.sha1(b"blob %d\0" % len(blob) + blob).digest(), 12 + len(entries)))
            entries += header + zlib.compress(blob)
        named = sorted([places[0], places[2]])
        pack = b"PACK" + struct.pack(">II", 2, 2) + entries
        pack += hashlib.sha1(pack).digest()
        index = b"\xfftOc" + struct.pack(">I", 2)
        index += b"".join(struct.pack(">I", sum(id[0] <= first for id, _ in named)) for first in range(256))
        index += b"".join(id for id, _ in named) + b"\0" * 8 + b"".join(struct.pack(">I", at) for _, at in named)
        index += pack[-20:]
        self.box.write("repo/.git/objects/pack/pack-hidden.pack", pack)
        self.box.write("repo/.git/objects/pack/pack-hidden.idx", index + hashlib.sha1(index).digest())
        self.expect(4, "its index leaves out", found=5)

    def test_left_over_pack(self):
        self.box.write("repo/.git/objects/pack/tmp_pack_abc", b"PACK")
        self.expect(4, "interrupted while it wrote", found=4)

    def test_an_index_without_its_pack(self):
        self.place("repo/later", 9)
        self.shell("cd repo; git add -A; git commit -qm later; git rev-list --objects HEAD ^HEAD~1 |"
                   "git pack-objects -q .git/objects/pack/pack; git prune-packed -q; git reset -q --hard HEAD~1;"
                   "rm -rf .git/logs .git/ORIG_HEAD")
        copies = [path for path in self.folder.glob("*.pack") if path != self.pack]
        self.assertEqual(len(copies), 1)
        for path in (copies[0], copies[0].with_suffix(".rev")):
            path.unlink(missing_ok=True)
        # What it had was reachable from nowhere: nobody else says that it is lost.
        self.expect(4, "its pack is not there: 3 objects", found=4)

    def test_what_interrupted_writers_left(self):
        self.box.write("repo/.git/objects/00/tmp_obj_abc", b"x")
        self.expect(4, "interrupted while it wrote an object", found=4)
        os.remove(self.box.work / "repo/.git/objects/00/tmp_obj_abc")
        for name in ("tmp_objdir-incoming-abc", "incoming-abc"):
            self.box.write(f"repo/.git/objects/{name}/pack/pack-1.pack", b"PACK")
            self.expect(4, f"objects/{name}", "push that was interrupted", found=4)
            self.shell(f"rm -r repo/.git/objects/{name}")

    def test_damaged_loose_object(self):
        self.place("repo/loose", 9)
        blob = self.shell("cd repo; git hash-object -w loose").strip()
        path = self.box.work / f"repo/.git/objects/{blob[:2]}/{blob[2:]}"
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:-5])
        self.expect(4, blob, found=4)


class Cache(Repository):
    """A second audit says the same, and a cache that is torn, foreign or in the repository is not used."""

    def setUp(self):
        super().setUp()
        self.shell("git init -q repo")
        for version in range(30):
            self.place("repo/file", version % 5, before="line\n" * version, after=f"end {version}\n" * 40)
            self.box.write(f"repo/harmless{version}", f"nothing {version}\n" * 20)
            self.shell(f"cd repo; git add -A; git commit -qm {version}")
        # What is examined and gives nothing is evidence all the same: the ledger counts it.
        self.box.write("repo/.github/workflows/ci.yml", "on: push\npermissions: {}\njobs: {}\n")
        self.box.write("repo/tool.py", "password = 'changeme'\n")
        self.shell("cd repo; git add -A; git commit -qm tools")
        self.shell("cd repo; git repack -adq")
        self.files = lambda: list((self.box.home / "cache/trawl/history").glob("*.verdicts"))

    def audit(self, *arguments, **more):
        return self.box.trawl("history", "repo", "-o", "json", *arguments, **more)

    def test_a_second_audit_says_the_same(self):
        plain = self.audit("--no-cache")
        self.assertFalse(self.files())
        first = self.audit()
        self.assertEqual(len(self.files()), 1)
        second = self.audit()
        self.assertEqual((first.stdout, second.stdout), (plain.stdout, plain.stdout))
        self.assertEqual(len(json.loads(plain.stdout)["findings"]), 5)
        self.assertNotIn(TOKENS[0].encode(), self.files()[0].read_bytes())

        # What is new is found, packed or not, and other rules are another cache.
        self.place("repo/new", 7)
        self.shell("cd repo; git add -A; git commit -qm new")
        self.assertEqual(len(json.loads(self.audit().stdout)["findings"]), 6)
        self.shell("cd repo; git repack -adq")
        self.assertEqual(self.audit().stdout, self.audit("--no-cache").stdout)
        self.audit("--disable-rule", "github-pat")
        self.assertEqual(len(self.files()), 2)

    def test_what_changed_since_is_told_as_if_all_had_been_read(self):
        same = lambda: self.assertEqual(self.audit().stdout, self.audit("--no-cache").stdout)
        count = lambda: len(json.loads(self.audit().stdout)["findings"])
        same()
        packs = lambda: len(list((self.box.work / "repo/.git/objects/pack").glob("*.pack")))

        # Loose objects: files, a message, a name; then in a pack beside the old one.
        self.place("repo/loose", 7)
        self.shell(f"cd repo; git add -A; GIT_AUTHOR_NAME='{TOKENS[8]}' git commit -qm 'say {TOKENS[9]}'")
        same()
        self.assertEqual(count(), 8)
        self.shell("cd repo; git repack -dq")
        self.assertEqual(packs(), 2)
        same()
        same()
        # What was harmless where it was, or known, comes to other paths; an annotated tag.
        self.shell("cd repo; git mv harmless1 other; git mv file moved; git commit -qm moved;"
                   f"git tag -a -m '{TOKENS[10]}' v1")
        same()
        self.assertEqual(count(), 9)
        # What no ref names comes, stays and goes.
        self.place("repo/dangling", 11)
        dangling = self.shell("cd repo; git hash-object -w dangling; rm dangling").strip()
        same()
        self.assertEqual(count(), 10)
        os.remove(self.box.work / f"repo/.git/objects/{dangling[:2]}/{dangling[2:]}")
        same()
        self.assertEqual(count(), 9)
        # An object that a new commit needs is nowhere, and later it is there.
        self.box.write("repo/needed", "needed\n")
        self.shell("cd repo; git add -A; git commit -qm needs; cp -r .git/objects ../kept")
        needed = self.shell("cd repo; git rev-parse HEAD:needed").strip()
        place = self.box.work / f"repo/.git/objects/{needed[:2]}/{needed[2:]}"
        os.remove(place)
        same()
        self.assertEqual(self.audit().returncode, 4)
        same()
        self.shell(f"mkdir -p {place.parent}; cp kept/{needed[:2]}/{needed[2:]} {place}; rm -rf kept")
        same()
        self.assertEqual(self.audit().returncode, 1)
        # All in one pack again, without the old ones.
        self.shell("cd repo; git gc -q --prune=now")
        self.assertEqual(packs(), 1)
        same()
        self.assertEqual(count(), 9)

    def test_a_broken_record_of_an_audit_is_not_believed(self):
        expected = json.loads(self.audit().stdout)
        file = self.files()[0].with_suffix(".verdicts.audit")
        good = file.read_bytes()
        for bad in (good[:-1], good[:100], good[:60] + b"x" + good[61:]):
            file.write_bytes(bad)
            report = json.loads(self.audit().stdout)
            with self.subTest(bad=len(bad)):
                self.assertEqual(report["findings"], expected["findings"])
                self.assertIn("verdict-cache", json.dumps(report["notifications"]))
                self.assertEqual(json.loads(self.audit().stdout), expected)

    def test_a_broken_one_is_not_believed(self):
        expected = json.loads(self.audit().stdout)
        file = self.files()[0]
        record = file.with_suffix(".verdicts.audit")
        good = file.read_bytes()
        for bad in (b"", good[:-1], good[:100], good[:60] + b"x" + good[61:]):
            file.write_bytes(bad)
            record.unlink()  # as long as it is good, verdicts of single blobs are not asked
            done = self.audit()
            with self.subTest(bad=len(bad)):
                report = json.loads(done.stdout)
                self.assertEqual(report["findings"], expected["findings"])
                self.assertIn("verdict-cache", json.dumps(report["notifications"]))
                self.assertEqual(file.read_bytes(), good)

    def test_never_in_the_repository(self):
        done = self.audit("--cache", self.box.work / "repo/cache")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"lies in the repository", done.stderr)
        done = self.audit(XDG_CACHE_HOME=str(self.box.work / "repo/.cache"))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"it is not used", done.stdout)
        self.assertFalse(list((self.box.work / "repo").rglob("*.verdicts")))
        self.audit("--untrusted")
        self.assertFalse(self.files())

    def test_little_that_is_new_is_looked_at_until_it_is_much(self):
        for i in range(500):
            self.box.write(f"repo/many/{i}", f"{i}\n")
        self.place("repo/one", 6)
        self.shell("cd repo; git add -A; git commit -qm many; git repack -adq")
        self.audit()
        record = self.files()[0].with_suffix(".verdicts.audit")
        first = record.read_bytes()
        for change in range(4):
            self.place("repo/one", 7 + change, before="line\n" * change)
            for i in range(change * 10):
                self.box.write(f"repo/more/{change}.{i}", f"{change} {i}\n")
            self.shell(f"cd repo; git mv many/{change} many/moved{change}; git add -A; git commit -qm {change};"
                       f"git branch b{change}")
            if change == 1:
                self.shell("cd repo; git repack -dq; git checkout -q HEAD~1; git commit -q --allow-empty -m side")
            plain = self.audit("--no-cache").stdout
            self.assertEqual((self.audit().stdout, self.audit().stdout), (plain, plain))
            if change == 0:
                self.assertEqual(record.read_bytes(), first)
        self.assertNotEqual(record.read_bytes(), first)

    def test_a_pack_whose_deltas_are_on_trees_that_were_known(self):
        for i in range(300):
            self.box.write(f"repo/many/{i}", f"{i}\n")
        self.place("repo/many/here", 6)
        self.shell("cd repo; git add -A; git commit -qm many; cd ..; git clone -q --bare repo copy")
        audit = lambda *more: self.box.trawl("history", "copy", "-o", "json", *more).stdout
        audit()
        for i in range(3):
            self.box.write(f"repo/many/{i}", f"changed {i}\n")
            self.shell(f"cd repo; git add -A; git commit -qm {i}")
        self.shell("cd copy; git -c fetch.unpackLimit=1 fetch -q ../repo HEAD:new")
        base, size = self.shell("cd copy; git cat-file --batch-check='%(deltabase) %(objectsize)'"
                                " <<< $(git rev-parse new:many)").split()
        self.assertNotEqual(set(base), {"0"})
        self.assertEqual(audit(), audit("--no-cache"))

    def test_no_secret_is_in_what_is_kept(self):
        self.place("repo/one", 6)
        self.shell(f"cd repo; git add -A; git commit -qm 'say {TOKENS[9]}'")
        self.audit()
        self.audit("--show-secrets", "--cache", self.box.work / "shown")
        kept = list(self.files()[0].parent.iterdir()) + list((self.box.work / "shown").iterdir())
        self.assertEqual(len(kept), 3)
        for file in kept:
            for token in TOKENS:
                self.assertNotIn(token.encode(), file.read_bytes())

    def test_what_was_said_is_said_again_without_looking(self):
        expected = self.audit().stdout
        pack = next((self.box.work / "repo/.git/objects/pack").glob("*.pack"))
        pack.chmod(0o644)
        data = bytearray(pack.read_bytes())
        for at in range(12, len(data) - 20, 7):
            data[at] ^= 0x55
        pack.write_bytes(data)
        # Its name, size and checksum are those of the pack that was read.
        self.assertEqual(self.audit().stdout, expected)
        self.assertIn(self.audit("--no-cache").returncode, (3, 4))
        self.assertIn(self.audit("--show-secrets").returncode, (3, 4))

    def test_killed_at_any_moment_it_goes_on(self):
        expected = self.audit("--no-cache").stdout
        chance = random.Random(11)
        for _ in range(12):
            process = subprocess.Popen([sandbox.TRAWL, "history", "repo", "-o", "json"], cwd=self.box.work,
                                       env=self.box.environment, stdout=subprocess.DEVNULL)
            time.sleep(chance.random() * 0.2)
            process.kill()
            process.wait()
        self.assertEqual(self.audit().stdout, expected)
        self.assertEqual(self.audit().stdout, expected)


class Revision(Repository):
    """Reports say which commit HEAD was at."""

    def test_revision(self):
        self.shell("git init -q repo")
        self.place("repo/a", 1)
        self.shell("cd repo; git add -A; git commit -qm one")
        head = self.shell("git -C repo rev-parse HEAD").strip()
        self.assertEqual(self.history()[1]["run"]["revision"], head)
        uri = "https://example.org/a/b"
        done = self.box.trawl("history", "repo", "-o", "sarif", "--repository-uri", uri)
        run = json.loads(done.stdout)["runs"][0]
        self.assertEqual(run["versionControlProvenance"],
                         [{"repositoryUri": uri, "revisionId": head, "mappedTo": {"uriBaseId": "SRCROOT"}}])
        self.assertEqual(run["automationDetails"]["id"].split("/")[:2], ["secrets", "history"])
        done = self.box.trawl("history", "repo", "--repository-uri", "https://me:word@example.org/a/b")
        self.assertEqual([done.returncode, b"without a user" in done.stderr], [2, True])
        self.assertNotIn(b"word@", done.stdout + done.stderr)
        self.shell("git init -q empty")
        self.assertNotIn("revision", self.history(repository="empty")[1]["run"])


class Errors(Repository):
    def test_no_repository(self):
        (self.box.work / "empty").mkdir()
        done = self.box.trawl("history", "empty")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"is not in a git repository", done.stderr)
        self.assertEqual(self.box.trawl("history", "nowhere").returncode, 2)

    def test_an_empty_repository_is_clean(self):
        self.shell("git init -q repo")
        code, report = self.history()
        self.assertEqual(code, 0)
        self.assertIn("nothing-in-scope", json.dumps(report["notifications"]))

    def test_a_git_file_that_leads_nowhere(self):
        self.box.write("repo/.git", "gitdir: ../nowhere\n")
        done = self.box.trawl("history", "repo")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b".git", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
