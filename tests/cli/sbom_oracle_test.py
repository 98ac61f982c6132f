#!/usr/bin/env python3
"""Bills of materials against the formats' own validators, where they are installed:
pip install 'cyclonedx-python-lib[json-validation]' spdx-tools"""

import json
import unittest

import sandbox

try:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
except ImportError:
    JsonStrictValidator = None
try:
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
except ImportError:
    parse_file = None

DIGEST = "0123456789abcdef" * 4
FILES = {
    "package-lock.json": json.dumps({"name": "a b", "version": "1", "lockfileVersion": 3, "packages": {
        "": {"name": "a b", "dependencies": {"@s/p": "1", "again": "npm:ms@2.0.0"}},
        "node_modules/@s/p": {"version": "1.0.0-rc.1+b", "dependencies": {"ms": "2"},
                              "integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="},
        "node_modules/again": {"name": "ms", "version": "2.0.0", "resolved": "git+ssh://git@example.com/a/ms.git#0123"}}}),
    "Cargo.lock": 'version = 3\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = ["serde"]\n[[package]]\nname = "serde"\n'
                  f'version = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "{DIGEST}"\n',
    "uv.lock": 'version = 1\n[[package]]\nname = "Some.Thing"\nversion = "1!2.0.post1"\nsource = { registry = "https://pypi.org/simple" }\n'
               f'sdist = {{ url = "https://files.pythonhosted.org/a.tar.gz", hash = "sha256:{DIGEST}" }}\n',
    "go.mod": "module example.com/m\ngo 1.22\nrequire (\n\texample.com/x/v2 v2.0.0\n\texample.com/y v0.0.0-20200101000000-abcdef012345 // indirect\n)\n",
    "go.sum": "example.com/x/v2 v2.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
              "example.com/y v0.0.0-20200101000000-abcdef012345 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "gradle.lockfile": "org.example:lib:1.0=compileClasspath\nempty=\n",
    "composer.lock": json.dumps({"packages": [{"name": "v/p", "version": "v1.2", "dist": {"url": "https://example.com/x.zip", "shasum": ""}}]}),
    "Gemfile.lock": "GEM\n  remote: https://rubygems.org/\n  specs:\n    rack (3.0.0)\n\nDEPENDENCIES\n  rack\n",
    "packages.lock.json": json.dumps({"version": 1, "dependencies": {"net8.0": {"A.B": {"type": "Direct", "resolved": "1.0.0", "contentHash": "x"}}}}),
}


class Oracle(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def write_all(self):
        for name, text in FILES.items():
            self.box.write(name, text)

    def bill(self, *arguments):
        run = self.box.trawl("sbom", *arguments, SOURCE_DATE_EPOCH="86400")
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout.decode()

    def test_cyclonedx(self):
        if JsonStrictValidator is None:
            self.skipTest("the validator is not installed")
        for fill in (lambda: None, self.write_all):
            fill()
            text = self.bill("--format", "cyclonedx")
            self.assertIsNone(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text))
        self.assertGreaterEqual(len(json.loads(text)["components"]), 9)
        self.box.write("osv/a.json", json.dumps({
            "id": "GHSA-a", "aliases": ["CVE-2026-1"], "modified": "2026-01-02T03:04:05Z", "summary": "s",
            "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
            "affected": [{"package": {"ecosystem": "npm", "name": "@s/p"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}))
        self.box.write("vex.json", json.dumps({
            "@context": "https://openvex.dev/ns/v0.2.0", "@id": "x", "author": "a", "timestamp": "2026-01-01T00:00:00Z", "version": 1,
            "statements": [{"vulnerability": {"name": "CVE-2026-1"}, "products": [{"@id": "pkg:npm/%40s/p@1.0.0-rc.1+b"}],
                            "status": "not_affected", "justification": "vulnerable_code_not_in_execute_path"}]}))
        self.assertEqual(self.box.trawl("vulndb", "build", "osv", "-o", "index").returncode, 0)
        for more in ((), ("--vex", "vex.json")):
            text = self.bill("--format", "cyclonedx", "--vulndb", "index", "--vulndb-max-age", "36500", "--exclude", "osv", *more)
            self.assertEqual(len(json.loads(text)["vulnerabilities"]), 1)
            self.assertIsNone(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text))

    def test_spdx(self):
        if parse_file is None:
            self.skipTest("the validator is not installed")
        for fill in (lambda: None, self.write_all):
            fill()
            path = self.box.write("out/bill.spdx.json", self.bill("--format", "spdx", "--exclude", "out"))
            document = parse_file(str(path))
            self.assertEqual([message.validation_message for message in validate_full_spdx_document(document, "SPDX-2.3")], [])
        self.assertGreaterEqual(len(document.packages), 9)


if __name__ == "__main__":
    unittest.main()
