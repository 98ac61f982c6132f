#!/usr/bin/env python3
"""What README.md claims, tried. claims_test.py TRAWL ROOT"""

import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile

TRAWL = str(pathlib.Path(sys.argv.pop(1)).resolve())
ROOT = pathlib.Path(sys.argv.pop(1))
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOKEN = "ghp_S5FHyu" + "K8jZnzoHYnuWf6Rn6ixkcmf00h0sWa"


class Claims(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "home").mkdir()
        (self.folder / "tree").mkdir()

    def scan(self, *arguments):
        return subprocess.run([TRAWL, "scan", *arguments], cwd=self.folder / "tree", capture_output=True, text=True,
                              timeout=60, env={"HOME": str(self.folder / "home")})

    def test_numbers_are_those_of_the_program(self):
        listed = json.loads(subprocess.run([TRAWL, "rules", "list", "--no-config", "--format", "json"],
                                           capture_output=True, text=True, timeout=60, check=True).stdout)
        rules = sum(rule["kind"] == "secret" for rule in listed)
        self.assertIn(f"{rules} rules", README)
        source = (ROOT / "engine/match/validators/validators.cpp").read_text(encoding="utf-8")
        validators = len(re.findall(r'\{"[a-z0-9-]+", k(?:Checksum|Structure)', source))
        self.assertIn(f"{validators} validators", README)

    def test_the_output_shown_is_the_output(self):
        """All but the fingerprints, whose key is made at random."""
        shown = re.search(r"\$ trawl scan\n(.*?)```", README, re.S).group(1)
        tree = self.folder / "tree"
        for name in ("src", "tests"):
            (tree / name).mkdir()
        (tree / "src/deploy.py").write_text(f'import os\n\nGITHUB_TOKEN = "{TOKEN}"\nREGION = os.environ["AWS_REGION"]\n')
        (tree / ".env.production").write_text(
            "DATABASE_URL=postgres://app:" + "tR7kq9" + "Lw2mz" + "@db.internal:5432/shop\n")
        (tree / "tests/fixture.py").write_text(
            'KEY = "' + "AKIA" + "QYLPMN5HFIQR7XYA" + '"  # trawl:allow made up for this test\n')
        (tree / "README").write_text("hello\n")
        done = self.scan()
        self.assertEqual(done.returncode, 1)
        keyless = re.compile(r"^  id    [0-9a-f]{32}$", re.M)
        self.assertEqual(keyless.sub("id", done.stdout).strip(), keyless.sub("id", shown).strip())

    def test_no_report_shows_a_secret(self):
        (self.folder / "tree/a.py").write_text(f'T = "{TOKEN}"\nU = "{TOKEN}"  # trawl:allow\n')
        for form in ("text", "json", "jsonl", "sarif"):
            done = self.scan("-o", form, "-v")
            self.assertEqual(done.returncode, 1, form)
            self.assertIn("github-pat", done.stdout, form)
            self.assertNotIn(TOKEN[8:16], done.stdout + done.stderr, form)

    def test_archives_are_opened_or_named(self):
        with zipfile.ZipFile(self.folder / "tree/a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.py", TOKEN)
        (self.folder / "tree/b.gz").write_bytes(gzip.compress(TOKEN.encode()))
        (self.folder / "tree/c.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(100))
        done = self.scan("-v")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("a.zip!a.py:1:1", done.stdout)
        self.assertIn("b.gz!b:1:1", done.stdout)
        self.assertRegex(done.stdout, r"undecoded-content: c\.7z\n\s+it is a 7z archive")
        done = self.scan("-v", "--archives", "off")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"undecoded-content: a\.zip\n\s+it is a zip archive")


if __name__ == "__main__":
    unittest.main()
