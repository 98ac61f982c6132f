"""One secret is one result, wherever and however it stands; and what was accepted merges between branches."""

import base64
import gzip
import io
import json
import random
import subprocess
import sys
import tarfile
import unittest
import zipfile

import sandbox


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def tarred(name, content):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


# What can be laid around a text, by name; all of them in any order up to three deep.
WRAPPINGS = {
    "line": lambda content: b"first\nvalue = '" + content + b"'\n",
    "base64": lambda content: b'data: "' + base64.b64encode(b"user: x\n" + content + b"\n") + b'"\n',
    "hex": lambda content: b"blob " + (b"key " + content + b"\n").hex().encode() + b"\n",
    "json": lambda content: json.dumps({"log": {"text": content.decode("latin-1")}}).encode(),
    "gzip": lambda content: gzip.compress(content, mtime=0),
    "zip": lambda content: zipped("inner.txt", content),
    "tar.gz": lambda content: tarred("inner.txt", content),
}
BINARY = {"gzip", "zip", "tar.gz"}


class Identity(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def scan(self, *more):
        done = self.box.trawl("scan", ".", "-o", "json", "--no-progress", "--only", "secrets", *more)
        return json.loads(done.stdout)

    def test_plain_wrapped_and_in_ten_files_is_one_finding_with_all_places(self):
        rng = random.Random(42)
        for kind in ("github-pat", "openai-key-project", "age-secret-key", "stripe"):
            token = ("sk" "_live_" + "4f9Qz7LmXw2Rt8VbK1cYp6Hd") if kind == "stripe" else sandbox.make_token(kind)
            for path in list(self.box.work.iterdir()):
                path.unlink()
            for i in range(10):
                chain = [rng.choice(sorted(WRAPPINGS)) for _ in range(rng.randrange(0, 3))]
                # Text in text first, containers around it: base64 of an archive is no document.
                chain.sort(key=lambda name: name in BINARY)
                content = b"token " + token.encode() + b"\n"
                for name in chain:
                    content = WRAPPINGS[name](content)
                self.box.write(f"file{i}.dat", content)
            with self.subTest(kind=kind):
                finding, = self.scan()["findings"]
                files = {place["path"].split("!")[0] for place in finding["locations"]}
                self.assertEqual(files, {f"file{i}.dat" for i in range(10)})

    def test_in_commits_files_and_an_archive_it_is_one_result(self):
        def git(*arguments):
            subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@acme.example", *arguments], cwd=self.box.work,
                           env=self.box.environment, check=True, capture_output=True)
        token = sandbox.make_token("github-pat")
        content = b"token " + token.encode() + b"\n"
        git("init")
        for i in range(10):
            self.box.write(f"file{i}.txt", b"file %d\n" % i + content)
        git("add", ".")
        git("commit", "-m", "plain, in ten files")
        self.box.write("encoded.txt", WRAPPINGS["base64"](content))
        git("add", ".")
        git("commit", "-m", "encoded")
        self.box.write("packed.zip", WRAPPINGS["zip"](WRAPPINGS["base64"](content)))
        git("add", ".")
        git("commit", "-m", f"packed, with {token} in the message")
        git("rm", "-q", "file3.txt")
        git("commit", "-m", "one of them gone")
        done = self.box.trawl("history", "-o", "json", "--no-cache")
        finding, = json.loads(done.stdout)["findings"]
        files = {place["path"].split("!")[0] for place in finding["locations"] if place.get("path")}
        self.assertTrue({f"file{i}.txt" for i in range(10)} | {"encoded.txt", "packed.zip"} <= files, files)
        self.assertEqual(finding["fingerprint"], self.scan()["findings"][0]["fingerprint"])

    def test_another_secret_on_an_accepted_line_is_new(self):
        self.box.write("a.py", f'TOKEN = "{sandbox.make_token("github-pat", 1)}"\n')
        self.assertEqual(self.box.trawl("baseline", "create", "--reason", "known").returncode, 0)
        self.assertEqual(self.box.trawl("scan").returncode, 0)
        self.box.write("a.py", f'TOKEN = "{sandbox.make_token("github-pat", 2)}"\n')
        self.assertEqual(self.box.trawl("scan").returncode, 1)

    def test_baselines_of_two_branches_merge_without_a_conflict(self):
        def baseline(seeds):
            for path in self.box.work.glob("*.py"):
                path.unlink()
            for seed in seeds:
                self.box.write(f"f{seed}.py", f'TOKEN = "{sandbox.make_token("github-pat", seed)}"\n')
            (self.box.work / ".trawl-baseline").unlink(missing_ok=True)
            done = self.box.trawl("baseline", "create", "--reason", "known")
            self.assertEqual(done.returncode, 0, done.stderr)
            return (self.box.work / ".trawl-baseline").read_bytes()

        common = list(range(1, 13))
        # Far apart in the sorted file, the two branches add a line each and one of them takes one away.
        merged = conflicts = 0
        for ours, theirs in ((20, 21), (22, 23), (24, 25), (26, 27)):
            base, left, right = baseline(common), baseline(common + [ours]), baseline(common[1:] + [theirs])
            for name, content in (("base", base), ("left", left), ("right", right)):
                (self.box.top / name).write_bytes(content)
            done = subprocess.run(["git", "merge-file", "-p", "left", "base", "right"], cwd=self.box.top,
                                  capture_output=True, timeout=60)
            if done.returncode != 0:
                conflicts += 1  # the new lines are neighbours by chance, as in any sorted file
                continue
            merged += 1
            for seed in common[1:] + [ours, theirs]:
                self.box.write(f"f{seed}.py", f'TOKEN = "{sandbox.make_token("github-pat", seed)}"\n')
            (self.box.work / "f1.py").unlink(missing_ok=True)
            (self.box.work / ".trawl-baseline").write_bytes(done.stdout)
            self.assertEqual(self.box.trawl("scan").returncode, 0)
        self.assertGreaterEqual(merged, 3, f"{conflicts} conflicts")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
