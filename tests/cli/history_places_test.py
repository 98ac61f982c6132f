"""`trawl history`: what is said of a secret, and the parts of a repository that are no blobs. A marker stands in each
place where git keeps bytes; each must be found, with the right provenance, and nothing may be said twice."""

import hashlib
import json
import os
import sys
import unittest

import sandbox

TOKENS = [sandbox.make_token("github-pat", seed) for seed in range(101, 110)]
GIT = "set -e; export GIT_AUTHOR_DATE='1700000000 +0200' GIT_COMMITTER_DATE='1700000000 +0000'\n"


class Places(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.shell("git init -q repo; cd repo; git commit -q --allow-empty -m root")

    def shell(self, script):
        return self.box.shell(GIT + script, timeout=120, must_succeed=True).stdout.decode()

    def git(self, arguments, repository="repo"):
        return self.shell(f"cd {repository}; git {arguments}").strip()

    def commit(self, message="more"):
        return self.git(f"add -A && cd . && git commit -q --allow-empty -m '{message}' && git rev-parse HEAD")

    def token(self, path, number, rest=""):
        self.box.write(path, f"key = '{TOKENS[number]}'\n{rest}")

    def history(self, *arguments, repository="repo", code=1):
        done = self.box.trawl("history", repository, "-o", "json", *arguments)
        for token in TOKENS:
            self.assertNotIn(token.encode(), done.stdout + done.stderr)
        self.assertEqual(done.returncode, code, done.stderr or done.stdout)
        return json.loads(done.stdout)

    def only(self, *arguments, **more):
        """The one finding."""
        findings = self.history(*arguments, **more)["findings"]
        self.assertEqual(len(findings), 1, [finding["locations"] for finding in findings])
        return findings[0]

    def events(self, finding, what):
        return [(event["commit"], event["path"]) for event in finding["provenance"][what]]

    def test_a_life(self):
        self.token("repo/src/key", 0)
        added = self.commit()
        self.token("repo/src/key", 0, "edited\n")
        self.commit()
        self.git("mv src/key moved")
        moved = self.commit()
        self.git("branch keeps; git rm -q moved")
        gone = self.commit()
        finding = self.only()
        provenance = finding["provenance"]
        self.assertEqual(self.events(finding, "introductions"), [(added, "src/key"), (moved, "moved")])
        self.assertEqual(self.events(finding, "removals"), [(moved, "src/key"), (gone, "moved")])
        self.assertEqual([event["elsewhere"] for event in provenance["removals"]], [True, False])
        self.assertEqual(provenance["introductions"][0]["author_date"], "2023-11-15T00:13:20+02:00")
        self.assertEqual(provenance["last_commit"], moved)
        self.assertFalse(provenance["in_head"])
        self.assertTrue(provenance["reachable"])
        self.assertEqual(provenance["refs"], ["refs/heads/keeps"])
        self.assertIn("refs/heads/main", provenance["reachable_from"])
        # One result with one place for each path, the youngest in front.
        self.assertEqual([(place["path"], place["commit"]) for place in finding["locations"]],
                         [("moved", moved), ("src/key", self.git("rev-parse keeps~1"))])
        self.assertNotIn("author_name", json.dumps(finding))

    def test_head_comes_first(self):
        self.token("repo/a", 0)
        self.token("repo/z", 0)
        self.commit()
        self.token("repo/b", 0)
        self.commit()
        self.git("rm -q a b")
        self.commit()
        finding = self.only()
        self.assertEqual([place["path"] for place in finding["locations"]], ["z", "b", "a"])
        self.assertTrue(finding["provenance"]["in_head"])
        done = self.box.trawl("history", "repo", "-o", "sarif")
        run = json.loads(done.stdout)["runs"][0]
        result = run["results"][0]
        self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "z")
        self.assertEqual(result["properties"]["commit"], self.git("rev-parse HEAD~2"))
        self.assertEqual(run["automationDetails"]["id"], "secrets/history/")

    def test_texts_of_commits_and_tags(self):
        name = "bot " + TOKENS[0]
        self.shell(f"cd repo; GIT_AUTHOR_NAME='{name}' git commit -q --allow-empty -m x;"
                   f"GIT_COMMITTER_EMAIL='{TOKENS[1]}@example.org' git commit -q --allow-empty -m y")
        self.commit(f"empty, but the message says {TOKENS[2]}")
        self.git(f"tag -a -m 'release {TOKENS[3]}' v1")
        self.shell(f"cd repo; GIT_COMMITTER_NAME='{TOKENS[4]}' git tag -a -m tagged v2")
        self.shell("cd repo; { git cat-file commit HEAD | sed '/^committer/q';"
                   f" echo 'secret-header {TOKENS[5]}'; printf '\\nmessage\\n'; }} >../object;"
                   "git update-ref refs/heads/odd $(git hash-object -t commit -w ../object)")
        # What git keeps of a signed tag that was merged.
        self.shell("cd repo; { git cat-file commit HEAD | sed '/^committer/q';"
                   " echo \"mergetag object $(git rev-parse HEAD)\"; echo ' type commit'; echo ' tag merged';"
                   f" echo ' tagger T <t@example.org> 1 +0000'; echo ' '; echo ' merged {TOKENS[6]}';"
                   " printf '\\nmessage\\n'; } >../object;"
                   "git update-ref refs/heads/merged $(git hash-object -t commit -w ../object)")
        self.git(f"branch '{TOKENS[7]}'")
        self.box.write(f"repo/folder/{TOKENS[8]}/x", "nothing\n")
        self.commit()
        report = self.history()
        places = {}
        for finding in report["findings"]:
            for other in finding["locations"][1:]:
                self.assertTrue(other["path"].startswith(".git/logs/"), finding)  # which repeat it
            place = finding["locations"][0]
            self.assertTrue(place["metadata"])
            self.assertNotIn("uri", place)
            self.assertTrue(finding["provenance"]["reachable"], place)
            words = place["path"].split(" ")
            places[" ".join([words[0]] + words[2:])] = finding
        self.assertEqual(sorted(places), [
            "commit author", "commit committer", "commit header 'secret-header'", "commit mergetag message",
            "commit message", "names paths", "names refs", "tag message", "tag tagger"])
        message = places["commit message"]
        self.assertEqual(message["provenance"]["introductions"][0]["commit"], message["locations"][0]["commit"])
        self.assertIn("refs/heads/main", message["provenance"]["reachable_from"])
        self.assertEqual(places["tag message"]["provenance"]["reachable_from"], ["refs/tags/v1"])
        # No personal data unless it is asked for.
        self.assertNotIn("bot", json.dumps(report))
        self.assertNotIn("example.org", json.dumps(report))
        told = json.dumps(self.history("--authors"))
        self.assertIn("bot", told)

    def test_tags_of_blobs_and_trees(self):
        for number, name in enumerate(("light", "annotated", "inner", "unnamed")):
            self.token(f"repo/{name}", number)
        blobs = {name: self.git(f"hash-object -w {name}") for name in ("light", "annotated", "inner", "unnamed")}
        self.git(f"tag light {blobs['light']}")
        self.git(f"tag -a -m text annotated {blobs['annotated']}")
        self.git("tag -a -m text again annotated")
        self.shell(f"cd repo; git tag tree $(printf '100644 blob {blobs['inner']}\tinner\n' | git mktree)")
        found = {}
        for finding in self.history()["findings"]:
            provenance = finding["provenance"]
            self.assertEqual(provenance["reachable"], bool(provenance["reachable_from"]))
            self.assertEqual(provenance["refs"], provenance["reachable_from"])
            found[finding["locations"][0]["blob"]] = provenance["reachable_from"]
        self.assertEqual(found, {blobs["light"]: ["refs/tags/light"], blobs["inner"]: ["refs/tags/tree"],
                                 blobs["annotated"]: ["refs/tags/again", "refs/tags/annotated"],
                                 blobs["unnamed"]: []})

    def test_notes(self):
        self.token("repo/a", 0)
        about = self.commit()
        self.git(f"notes add -m 'see {TOKENS[1]}' HEAD")
        note = [finding for finding in self.history()["findings"] if "note" in finding["locations"][0]["path"]]
        self.assertEqual([place["path"] for place in note[0]["locations"]], [f"note on {about}"])
        self.assertEqual(note[0]["locations"][0]["commit"], about)
        self.assertEqual(note[0]["provenance"]["refs"], ["refs/notes/commits"])

    def test_stash_reflog_index_and_dangling(self):
        self.box.write("repo/file", "1\n")
        self.commit()
        self.token("repo/file", 0)
        self.token("repo/untracked", 1)
        self.git("stash -q -u")
        self.token("repo/file", 2)
        self.git("stash -q")
        self.token("repo/file", 3)
        self.commit()
        self.git("reset -q --hard HEAD~1")
        self.token("repo/staged", 4)
        self.git("add staged")
        self.git("worktree add -q --detach ../other")
        self.token("other/there", 5)
        self.git("add there", "other")
        self.token("repo/loose", 6)
        self.git("hash-object -w loose")
        os.remove(self.box.work / "repo/loose")
        by_token = {}
        for finding in self.history()["findings"]:
            provenance = finding["provenance"]
            key = (finding["locations"][0]["path"], tuple(sorted(name for name in provenance["reachable_from"])),
                   tuple(provenance["staged_in"]))
            by_token[key] = provenance
        stash_old = ("file", ("stash@{1}",), ())
        self.assertIn(stash_old, by_token)
        self.assertIn(("untracked", ("stash@{1}",), ()), by_token)
        self.assertIn(("file", ("refs/stash", "stash@{0}"), ()), by_token)
        reflog = [key for key in by_token if "HEAD@{1}" in key[1]]
        self.assertEqual([key[0] for key in reflog], ["file"])
        self.assertIn(("staged", (), ("index",)), by_token)
        self.assertIn(("there", (), ("worktrees/other/index",)), by_token)
        dangling = [key for key in by_token if key[0].startswith("blob ")]
        self.assertEqual(len(dangling), 1)
        self.assertFalse(by_token[dangling[0]]["reachable"])
        self.assertEqual(len(by_token), 7)

    def test_submodules_and_the_lfs_cache(self):
        self.shell("git init -q sub; cd sub; git commit -q --allow-empty -m s")
        self.token("sub/inner", 0)
        self.git("add -A; git commit -q -m s", "sub")
        self.git("-c protocol.file.allow=always submodule --quiet add --name libs/sub ../sub libs/sub")
        content = f"key = '{TOKENS[1]}'\n".encode()
        oid = hashlib.sha256(content).hexdigest()
        self.box.write(f"repo/.git/lfs/objects/{oid[:2]}/{oid[2:4]}/{oid}", content)
        self.box.write("repo/assets/big.bin", "version https://git-lfs.github.com/spec/v1\n"
                                              f"oid sha256:{oid}\nsize {len(content)}\n")
        with_lfs = self.commit()
        findings = self.history()["findings"]
        places = {finding["locations"][0]["path"]: finding for finding in findings}
        self.assertEqual(sorted(places), ["assets/big.bin", "libs/sub/inner"])
        self.assertEqual(self.events(places["assets/big.bin"], "introductions"), [(with_lfs, "assets/big.bin")])
        self.assertEqual(places["libs/sub/inner"]["provenance"]["refs"][0][:9], "libs/sub/")

    def test_texts_of_the_git_directory(self):
        self.git(f"remote add origin https://user:{TOKENS[0]}@example.org/x")
        self.shell("cd repo; git symbolic-ref HEAD refs/heads/other")
        self.box.write("repo/.git/COMMIT_EDITMSG", f"draft {TOKENS[1]}\n")
        places = sorted(finding["locations"][0]["path"] for finding in self.history()["findings"])
        self.assertEqual(places, [".git/COMMIT_EDITMSG", ".git/config"])

    def test_shallow_partial_grafts_and_replaced(self):
        self.token("repo/a", 0)
        self.commit()
        edge = self.commit()
        self.shell("git clone -q --depth 1 file://$PWD/repo shallow")
        finding = self.history(repository="shallow", code=4)["findings"][0]
        self.assertEqual(self.events(finding, "introductions"), [(edge, "a")])
        self.assertTrue(finding["provenance"]["at_or_before"])

        self.git("config uploadpack.allowFilter true")
        self.shell("git clone -q --no-checkout --filter=blob:none file://$PWD/repo partial")
        report = self.history(repository="partial", code=3)
        missing = [note for note in report["notifications"] if note["reason"] == "missing-object"]
        self.assertEqual([note["count"] for note in missing], [1])
        self.assertIn("filtered clone", missing[0]["message"])

        self.token("repo/b", 1)
        self.commit()
        self.git("replace $(git rev-parse HEAD) $(git rev-parse HEAD~1)")
        self.shell("cd repo; mkdir -p .git/info; git rev-parse HEAD >.git/info/grafts")
        report = self.history()
        self.assertEqual(sorted(finding["locations"][0]["path"] for finding in report["findings"]), ["a", "b"])
        self.assertEqual([note["subject"] for note in report["notifications"] if note["reason"] == "history-altered"],
                         ["info/grafts", "refs/replace"])

    def test_a_missing_object_is_named(self):
        self.token("repo/a", 0)
        self.commit()
        self.box.write("repo/b", "2\n")
        self.commit()
        blob = self.git("rev-parse HEAD:b")
        os.remove(self.box.work / f"repo/.git/objects/{blob[:2]}/{blob[2:]}")
        report = self.history(code=4)
        missing = [note for note in report["notifications"] if note["reason"] == "missing-object"]
        self.assertEqual([note["subject"] for note in missing], [blob])

    def test_a_name_that_is_a_secret_is_shown_nowhere(self):
        self.token(f"repo/{TOKENS[1]}/file", 0)
        self.commit()
        self.git(f"branch x-{TOKENS[2]}")
        report = self.history()  # which looks for raw tokens in all of the report
        self.assertEqual(len(report["findings"]), 3)
        self.assertIn("\u2026/file", [finding["locations"][0]["path"] for finding in report["findings"]])

    def test_explain(self):
        self.token("repo/a", 0)
        first = self.commit()
        self.git("rm -q a")
        self.commit()
        fingerprint = self.only()["fingerprint"]
        done = self.box.trawl("explain", fingerprint[:10], "--repo", "repo")
        self.assertEqual(done.returncode, 0, done.stderr)
        text = done.stdout.decode()
        self.assertIn(first, text)
        self.assertIn("git filter-repo", text)
        self.assertNotIn(TOKENS[0], text)
        refused = self.box.trawl("explain", fingerprint, "--repo", "repo", "--purge-file", "purge")
        self.assertEqual(refused.returncode, 2)
        self.assertFalse((self.box.work / "purge").exists())
        done = self.box.trawl("explain", fingerprint, "--repo", "repo", "--purge-file", "purge", "--show-secrets")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.box.work / "purge").read_text(), f"literal:{TOKENS[0]}==>***REMOVED***\n")
        self.assertEqual((self.box.work / "purge").stat().st_mode & 0o777, 0o600)
        unknown = self.box.trawl("explain", "0123456789abcdef", "--repo", "repo")
        self.assertEqual(unknown.returncode, 2)


if __name__ == "__main__":
    unittest.main()
