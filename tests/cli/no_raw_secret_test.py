"""No output, log, cache or state ever holds a secret, in any form, unless --show-secrets is given."""

import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import unittest
import urllib.parse

import sandbox

PIECE = 12  # shorter pieces of a secret are met by chance
LEAST_TOKENS = 30
PASSWORD = "Xq7" + "-vR2m_Zt9w" + "Lk4"
# Kinds whose secret is part of a longer text or has no fixed form are left to the tests of their rules.
KINDS = (
    "1password-sa-token age-secret-key anthropic-admin-key anthropic-key anthropic-oauth-token apify-token "
    "artifactory-reference-token atlassian-api-token cloudflare-user-token-v2 cloudsmith-key deno-token flyio-token "
    "github-fine-grained-pat github-oauth-token github-pat github-refresh-token github-server-to-server "
    "github-user-to-server gitlab-pat-routable gitlab-runner-token-routable grafana-cloud-token grafana-service-account "
    "groq-key jwt mapbox-secret-token npm-token nuget-key openai-key-admin openai-key-legacy openai-key-project "
    "openai-key-service pypi-token prefect-key kubernetes-sa-token"
).split()


def private_key():
    """A PEM key, made for this run."""
    command = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def forms(secret):
    """The ways in which bytes of a secret could be hidden in an output."""
    raw = secret.encode()
    yield raw
    yield raw[::-1]
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    yield "".join(f"%{byte:02X}" for byte in raw).encode()
    yield urllib.parse.quote(secret, safe="").encode()
    yield json.dumps(secret)[1:-1].encode()
    for shift in range(3):  # base64 looks different for each of three starts; the borders depend on the neighbours
        yield base64.b64encode(b"x" * shift + raw)[4:-4]


def pieces(secrets):
    found = {}
    for secret in secrets:
        for form in forms(secret):
            for begin in range(len(form) - PIECE + 1):
                found[form[begin : begin + PIECE]] = secret
    return found


class NoRawSecret(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = sandbox.Sandbox()
        cls.addClassCleanup(cls.box.close)
        cls.tokens = {kind: sandbox.make_token(kind) for kind in KINDS}
        for kind, token in cls.tokens.items():
            cls.box.write(f"tree/{kind}.txt", f"token = '{token}'\n")
            cls.box.write(f"tree/{kind}-url.txt", f"see https://example.invalid/?q={token}&r=1 and {token}\n")
        key = private_key()
        cls.box.write("tree/key.pem", key)
        cls.box.write("tree/one-line.env", "KEY=\"" + key.replace("\n", "\\n") + "\"\n")
        cls.box.write("tree/settings.py", f"password = '{PASSWORD}'\n")
        cls.box.write("tree/wide.txt", f"token = '{cls.tokens['npm-token']}'\n".encode("utf-16"))
        encoded = base64.b64encode(f"token = '{cls.tokens['groq-key']}'".encode()).decode()
        cls.box.write("tree/encoded.txt", f"data: {encoded}\n")
        cls.box.write(f"tree/named-{cls.tokens['github-pat']}.txt", "harmless\n")
        body = "".join(line for line in key.splitlines() if not line.startswith("-----"))
        cls.key_lines = [line for line in key.splitlines() if not line.startswith("-----")]
        cls.secrets = [*cls.tokens.values(), PASSWORD, body, *cls.key_lines]
        # Twelve bytes that say what kind of token it is are no secret: they are the same in every token of the kind.
        public = pieces([sandbox.make_token(kind, 2) for kind in KINDS])
        cls.pieces = {piece: secret for piece, secret in pieces(cls.secrets).items() if piece not in public}

    def leaks_in(self, content):
        """Which secrets are in it: kind -> how many bytes into the content the first piece lies."""
        kinds = {secret: kind for kind, secret in self.tokens.items()}
        leaks = {}
        for begin in range(len(content) - PIECE + 1):
            secret = self.pieces.get(content[begin : begin + PIECE])
            if secret is not None:
                leaks.setdefault(kinds.get(secret, "key or password"), begin)
        return leaks

    def assert_silent(self, what, content):
        self.assertEqual(self.leaks_in(content), {}, f"{what} holds a secret")

    def run_silent(self, *arguments, **more):
        done = self.box.trawl(*arguments, **more)
        self.assert_silent(f"standard output of {arguments}", done.stdout)
        self.assert_silent(f"standard error of {arguments}", done.stderr)
        return done

    def test_the_scan_finds_what_is_planted(self):
        report = json.loads(self.run_silent("scan", "tree", "-o", "json").stdout)
        found = {place["path"] for finding in report["findings"] for place in finding["locations"]}
        missing = [kind for kind in KINDS if f"tree/{kind}.txt" not in found]
        self.assertGreaterEqual(len(KINDS) - len(missing), LEAST_TOKENS, f"not found: {missing}")
        for name in ("key.pem", "settings.py", "wide.txt"):
            self.assertIn(f"tree/{name}", found)

    def test_reports(self):
        for name in ("text", "json", "jsonl", "sarif"):
            for verbosity in ("-q", "-v", "-vv", "--timestamps", "--untrusted", "--strict-checksums"):
                with self.subTest(format=name, option=verbosity):
                    self.run_silent("scan", "tree", "-o", name, verbosity)
        self.run_silent("scan", "tree", "-o", "sarif", "--sarif-profile", "github")

    def test_streams(self):
        # An encoded secret that no rule recognises is text like any other: as the neighbour of a finding it is shown.
        files = [path for path in sorted((self.box.work / "tree").glob("*.txt")) if path.name != "encoded.txt"]
        content = b"".join(path.read_bytes() for path in files)
        for name in ("text", "json", "jsonl", "sarif"):
            with self.subTest(format=name):
                self.assertEqual(self.run_silent("stdin", "-o", name, "-v", stdin=content).returncode, 1)

    def test_staged_content(self):
        prepared = self.box.shell("git init -q . && git add tree", timeout=60, must_succeed=True)
        self.addCleanup(self.box.shell, "rm -rf .git", timeout=60)
        self.assertEqual(prepared.returncode, 0)
        for name in ("text", "json", "jsonl", "sarif"):
            with self.subTest(format=name):
                self.assertEqual(self.run_silent("staged", "-o", name, "-v").returncode, 1)

    def test_explanations(self):
        for path in sorted((self.box.work / "tree").iterdir()):
            if self.tokens["github-pat"] in path.name:
                continue  # whoever types it into the command line shows it
            with self.subTest(path=path.name):
                self.run_silent("explain", f"tree/{path.name}:1")
                self.run_silent("explain", f"tree/{path.name}:1", "--format", "json")

    def test_other_commands(self):
        self.run_silent("rules", "list")
        self.run_silent("config", "show", "tree")
        self.run_silent("doctor")

    def test_baseline_cache_state_and_temporary_files(self):
        self.box.write("own.toml", OWN_RULES)
        environment = {"TMPDIR": str(self.box.top)}
        self.run_silent("baseline", "create", "tree", "--baseline", "accepted", "--rules", "own.toml", **environment)
        self.run_silent("scan", "tree", "-v", "--baseline", "accepted", "--rules", "own.toml", **environment)
        tree = self.box.work / "tree"
        files = [path for path in self.box.top.rglob("*") if path.is_file() and tree not in path.parents]
        self.assertTrue(any("cache" in path.parts for path in files), "nothing was cached: nothing is tested")
        for path in files:
            with self.subTest(path=path.name):
                self.assert_silent(path, path.read_bytes())

    def test_show_secrets_shows_them_except_in_sarif(self):
        for name in ("text", "json", "jsonl"):
            done = self.box.trawl("scan", "tree", "-o", name, "--show-secrets")
            for kind in ("github-pat", "npm-token", "groq-key"):
                self.assertIn(self.tokens[kind].encode(), done.stdout, (name, kind))
        self.run_silent("scan", "tree", "-o", "sarif", "--show-secrets")

    def test_no_core_file_is_written_wherever_the_kernel_sends_it(self):
        if sandbox.SANITIZED:
            self.skipTest("a sanitizer must look into its process")
        nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        try:
            process = subprocess.Popen([sandbox.TRAWL, "stdin"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **nobody)
        except PermissionError:
            self.skipTest("nobody may not run the program where it lies")
        with process:
            # What must not be dumped belongs to root.
            for _ in range(1000):
                limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
                owner = os.stat(f"/proc/{process.pid}/mem").st_uid
                core = re.search(r"Max core file size +(\S+) +(\S+)", limits).groups()
                if (owner, core) == (0, ("0", "0")):
                    break
                time.sleep(0.01)
            process.stdin.close()
            self.assertEqual((owner, core), (0, ("0", "0")))

    def test_the_search_sees_every_form(self):
        token = self.tokens["github-pat"]
        for form in forms(token):
            self.assertTrue(self.leaks_in(b"text " + form + b" text"), form[:4])
        self.assertFalse(self.leaks_in(re.sub(rb"[A-Za-z0-9]", b"x", token.encode())))


OWN_RULES = """[[rule]]
id = "acme-key"
name = "Acme key"
description = "Key of Acme."
severity = "high"
cwe = 798
pattern = '''\\b(?P<secret>acme_[0-9a-f]{24})\\b'''
keywords = ["acme_"]
remediation = "Revoke it."
examples = [["acme", "_0f1e2d3c4b5a69788796a5b4"]]
"""

if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
