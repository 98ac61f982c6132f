#!/usr/bin/env python3
"""Makes the seeds of tests/fuzz/corpus: small things that real git wrote, in the form that the readers take them.

make_fuzz_corpus.py CORPUS. What the fuzzer found (names that do not begin with "seed-") stays."""

import os
import pathlib
import subprocess
import sys
import tempfile
import zlib


class Git:
    def __init__(self, folder, *options):
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "1700000000 +0000",
            "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@example.org", "GIT_COMMITTER_DATE": "1700000000 +0000",
        }
        self("init", "-q", "-b", "main", *options)

    def __call__(self, *arguments, stdin=b""):
        return subprocess.run(["git", *arguments], cwd=self.folder, env=self.environment, input=stdin, check=True,
                              capture_output=True).stdout

    def write(self, name, text):
        path = pathlib.Path(self.folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)

    def read(self, name):
        return (pathlib.Path(self.folder) / ".git" / name).read_bytes()


def number(value, size=2):
    return value.to_bytes(size, "big")


def seeds():
    text = b"".join(b"line %d of some text\n" % i for i in range(12))
    for kind, options in enumerate(((), ("--object-format=sha256",))):
        first = bytes([kind])
        with tempfile.TemporaryDirectory() as folder:
            git = Git(folder, *options)
            git.write("a.txt", text)
            git.write("dir/b.txt", b"b\n")
            os.symlink("a.txt", os.path.join(folder, "link"))
            git("add", "-A")
            git("commit", "-q", "-m", "one\n\nbody")
            for i in range(3):
                git.write("a.txt", text.replace(b"line 5", b"changed %d" % i) + b"more\n" * i)
                git("commit", "-q", "-a", "-m", f"change {i}")
            git("tag", "-a", "-m", "a tag", "v1")
            git("checkout", "-q", "-b", "side", "HEAD~1")
            git.write("c.txt", b"c\n")
            git("add", "-A")
            git("commit", "-q", "-m", "side")
            git("checkout", "-q", "main")
            git("merge", "-q", "--no-ff", "-m", "merge", "side")
            yield "commit", first + git("cat-file", "commit", "HEAD")
            yield "commit", (first + git("cat-file", "commit", "HEAD~1")).replace(
                b"\n\n", b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQEz\n -----END PGP SIGNATURE-----\n\n", 1)
            yield "tag", first + git("cat-file", "tag", "v1")
            yield "tree", first + git("cat-file", "tree", "HEAD^{tree}")
            for name in ("HEAD", "HEAD^{tree}", "HEAD:a.txt", "v1"):
                object_id = git("rev-parse", name).decode().strip()
                yield "loose", b"\0" + git.read(f"objects/{object_id[:2]}/{object_id[2:]}")
                yield "loose", b"\1" + zlib.decompress(git.read(f"objects/{object_id[:2]}/{object_id[2:]}"))
            index = git.read("index")
            yield "index", bytes([kind]) + index[: -(20, 32)[kind]]
            git("update-index", "--index-version", "4")
            yield "index", bytes([kind]) + git.read("index")[: -(20, 32)[kind]]
            git("update-index", "--split-index")
            yield "index", bytes([kind + 2]) + git.read("index")
            git("update-index", "--no-split-index")
            git("config", "extensions.worktreeConfig", "true")
            yield "config", git.read("config")
            git("repack", "-q", "-a", "-d", "--depth=5", "-f")
            for file in sorted((pathlib.Path(folder) / ".git/objects/pack").iterdir()):
                if file.suffix == ".pack":
                    yield "pack", first + number(0) + file.read_bytes()
                if file.suffix == ".idx":
                    yield "pack-index", first + file.read_bytes()
                    pack = file.with_suffix(".pack")
                    if kind == 0:
                        git("index-pack", "--index-version=1", "-o", os.path.join(folder, "v1.idx"), str(pack))
                        yield "pack-index", first + (pathlib.Path(folder) / "v1.idx").read_bytes()
            git("pack-refs", "--all")
            yield "refs", bytes([21]) + b"ref: refs/heads/main\n" + bytes([0]) + git.read("packed-refs")
            yield "refs", bytes([41]) + b"1" * 40 + b"\n" + bytes([18]) + b"ref: refs/heads/b\n" + git.read("packed-refs")

    yield "config", b"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256 ; x\n[a \"b\\\"c\"] d = e\\\nf\n"
    yield "config", b"\xef\xbb\xbf[include]path=/etc/passwd\n[Core] RepositoryFormatVersion=0x0 # y\n"
    base = b"the base of a delta, a little longer than the rest\n"
    yield "delta", number(len(base)) + base + bytes([len(base), 20, 0x90, 15, 5]) + b"abcde"
    yield "delta", number(3) + b"abc" + bytes([3, 0x83, 0x80, 0x04, 0x91, 0, 3, 0xB0, 0, 0x80])
    yield "line-diff", number(len(text)) + text + text.replace(b"line 7", b"new\nline 7")
    yield "line-diff", number(6) + b"a\r\nb\rc" + b"a\nb\nd"
    for revision in (b"HEAD~3^2", b"v1.0-3-g0123abc", b"1111111111111111111111111111111111111111", b"a^{commit}~2", b"@{1}", b"origin/main^0"):
        yield "revision", revision

    def entry(first, what, base_number, content):
        return bytes([first, what, base_number]) + number(len(content)) + content

    blob = b"some content that is a base\n"
    delta = bytes([len(blob), len(blob) + 4, 0x90, len(blob), 4]) + b"tail"
    tree = b"100644 a\0" + bytes([1] + [0] * 19) + b"40000 d\0" + bytes([2] + [1] * 19)
    yield "pack-store", entry(1, 15, 0, blob) + entry(2, 1, 0, delta) + entry(3, 2, 1, delta) + entry(4, 10, 0, tree)
    yield "pack-store", entry(9, 3, 0, delta) + entry(8, 2, 0, delta) + entry(7, 4, 0, b"\x95\x01x")
    commit = b"tree " + b"04" + b"03" * 19 + b"\nparent " + b"05" + b"04" * 19 + b"\nauthor A <a> 1 +0\ncommitter C <c> 2 +0\n\nm\n"
    yield "pack-store", entry(1, 15, 0, blob) * 4 + entry(5, 5, 0, commit) + entry(6, 5, 0, commit)


def main():
    corpus = pathlib.Path(sys.argv[1])
    for old in corpus.glob("*/seed-*"):
        old.unlink()
    counts = {}
    for name, content in seeds():
        counts[name] = counts.get(name, 0) + 1
        folder = corpus / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"seed-{counts[name]:02}").write_bytes(content)


main()
