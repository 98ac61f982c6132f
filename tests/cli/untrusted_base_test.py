#!/usr/bin/env python3
"""A change does not excuse itself: with --untrusted --base REV what the base revision says counts, not what the change says."""

import json
import unittest

import sandbox

GATE = b'[[gate]]\nname = "findings"\nmax-open = { critical = 0, high = 0 }\n'
COMPOSE = b"services: {a: {image: 'x:1', privileged: true}}\n"
ATTESTATION = b"""[[attestation]]
id = "restore"
controls = ["p8:P8-50"]
statement = "It was restored."
by = "A"
role = "r"
date = "2026-11-01"
expires = "2027-01-31"
method = "m"
result = "success"
evidence = []
"""


class Base(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.git("init -q -b main .")
        self.box.write("compose.yml", COMPOSE)

    def git(self, arguments):
        self.box.shell(f"git {arguments}", 60, must_succeed=True)

    def commit(self, message="c"):
        self.git("add -A")
        self.git(f"commit -q -m {message}")

    def scan(self, *arguments, at=None):
        run = self.box.trawl("scan", "--only", "config", "-o", "json", *arguments, at=at)
        self.assertIn(run.returncode, (0, 1), run)
        report = json.loads(run.stdout)
        return {f["rule"]["id"]: "suppression" in f for f in report["findings"]}

    def test_the_ignore_file_of_the_base_counts_and_that_of_the_change_does_not(self):
        self.commit()
        self.box.write(".trawlignore", b"compose.yml\n")
        self.assertTrue(self.scan()["compose-privileged"])
        self.assertFalse(self.scan("--untrusted")["compose-privileged"])
        self.assertFalse(self.scan("--untrusted", "--base", "main")["compose-privileged"])
        self.commit()
        self.box.write(".trawlignore", b"")
        self.assertTrue(self.scan("--untrusted", "--base", "HEAD")["compose-privileged"])

    def test_the_configuration_of_the_base_counts_with_the_files_it_names(self):
        self.box.write(".trawl.toml", b'[rules]\ndisable = ["compose-privileged"]\n')
        self.commit()
        self.box.write(".trawl.toml", b'[rules]\ndisable = ["compose-unpinned-image"]\n')
        self.assertNotIn("compose-privileged", self.scan("--untrusted", "--base", "main"))
        self.assertIn("compose-privileged", self.scan("--untrusted"))

    def test_the_baseline_of_the_base_counts(self):
        self.assertEqual(self.box.trawl("baseline", "create").returncode, 0)
        self.commit()
        (self.box.work / ".trawl-baseline").unlink()
        self.assertTrue(self.scan("--untrusted", "--base", "main")["compose-privileged"])
        self.assertFalse(self.scan("--untrusted")["compose-privileged"])

    def test_gate_and_attestations_are_those_of_the_base(self):
        self.box.write(".trawl/gate.toml", GATE)
        self.commit()
        self.box.write(".trawl/gate.toml", b'[[gate]]\nname = "none"\nmax-open = { critical = 99 }\n')
        self.box.write(".trawl/attestations.toml", ATTESTATION)
        own = self.box.trawl("gate", "--as-of", "2026-11-28")
        self.assertEqual(own.returncode, 0, own)
        refused = self.box.trawl("gate", "--untrusted", "--as-of", "2026-11-28")
        self.assertEqual(refused.returncode, 2, refused)
        self.assertIn(b"--base", refused.stderr)
        based = self.box.trawl("gate", "--untrusted", "--base", "main", "--as-of", "2026-11-28")
        self.assertEqual(based.returncode, 1, based)
        self.assertIn(b"NOT MET  findings", based.stdout)
        report = json.loads(self.box.trawl("report", "--untrusted", "--base", "main", "--as-of", "2026-11-28", "-o", "json").stdout)
        self.assertEqual(report["attestations"], [])
        self.assertEqual(len(report["gates"]), 2)
        self.commit()
        report = json.loads(self.box.trawl("report", "--untrusted", "--base", "main", "--as-of", "2026-11-28", "-o", "json").stdout)
        self.assertEqual([a["id"] for a in report["attestations"]], ["restore"])

    def test_a_range_is_judged_by_where_it_begins(self):
        self.box.write("a.txt", b"a\n")
        self.commit()
        self.box.write(".trawlignore", b"weak.yml\nweak-compose.yml\n")
        self.box.write("weak-compose.yml", COMPOSE)
        self.commit()
        excused = self.box.trawl("range", "HEAD~1..HEAD")
        self.assertEqual(excused.returncode, 0, excused)
        judged = self.box.trawl("range", "--untrusted", "HEAD~1..HEAD")
        self.assertEqual(judged.returncode, 1, judged)
        self.box.write("second-compose.yml", COMPOSE)
        self.box.write("weak-compose.yml", COMPOSE + b"# touched\n")
        self.commit()
        judged = json.loads(self.box.trawl("range", "--untrusted", "HEAD~1..HEAD", "-o", "json").stdout)
        self.assertEqual({f["locations"][0]["path"]: "suppression" in f for f in judged["findings"] if f["rule"]["id"] == "compose-privileged"},
                         {"second-compose.yml": False})

    def test_what_cannot_be_read_is_an_error(self):
        self.commit()
        for arguments, words in ((("--untrusted", "--base", "nowhere"), b"nowhere"), (("--base", "main"), b"--untrusted")):
            run = self.box.trawl("scan", *arguments)
            self.assertEqual(run.returncode, 2, run)
            self.assertIn(words, run.stderr)
        (self.box.work / ".trawl.toml").symlink_to("/etc/hostname")
        self.commit()
        run = self.box.trawl("scan", "--untrusted", "--base", "main")
        self.assertEqual(run.returncode, 2, run)
        self.assertIn(b"no regular file", run.stderr)

    def test_a_folder_below_the_top_has_its_own_files(self):
        self.box.write("part/compose.yml", COMPOSE)
        self.box.write("part/.trawlignore", b"compose.yml\n")
        self.commit()
        (self.box.work / "part/.trawlignore").unlink()
        at = self.box.work / "part"
        self.assertTrue(self.scan("--untrusted", "--base", "main", at=at)["compose-privileged"])
        self.assertFalse(self.scan("--untrusted", at=at)["compose-privileged"])


if __name__ == "__main__":
    unittest.main()
