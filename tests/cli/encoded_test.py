"""Secrets in encodings: found in all commands, at their exact place, one result with the plain one, and never shown."""

import base64
import gzip
import json
import subprocess
import sys
import unittest

import sandbox


def string_escapes(text):
    return "".join(f"\\u{ord(c):04x}" for c in text)


class Encoded(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.token = sandbox.make_token("github-pat")

    def encodings(self):
        token = self.token
        front = "user: someone\ntoken: "
        inside = base64.b64encode((front + token + "\n").encode()).decode()
        begin, end = len(front) * 4 // 3, -(-(len(front) + len(token)) * 4 // 3)
        yield "base64", inside, inside[begin:end]
        yield "hex", (front + token).encode().hex(), token.encode().hex()
        yield "escapes", string_escapes(token), string_escapes(token)
        yield "percent", "q=" + token.replace("_", "%5F"), token.replace("_", "%5F")
        yield "entities", "a=1&amp;" + token.replace("_", "&#95;"), token.replace("_", "&#95;")
        packed = base64.b64encode(gzip.compress((front + token).encode(), mtime=0)).decode()
        yield "base64 > gzip", packed, packed.rstrip("=")

    def test_every_encoding_is_found_at_its_place_and_is_the_plain_secret(self):
        for command in (["scan", "."], ["stdin"]):
            plain = None
            for chain, text, encoded in [("", self.token, self.token), *self.encodings()]:
                content = f'first line\nvalue = "{text}"\nlast line\n'.encode()
                self.box.write("file.txt", content)
                done = self.box.trawl(*command, "-o", "json", stdin=content)
                with self.subTest(chain=chain, command=command):
                    self.assertEqual(done.returncode, 1, done.stderr)
                    finding, = json.loads(done.stdout)["findings"]
                    location, = finding["locations"]
                    self.assertEqual(location.get("decoded_by", ""), chain)
                    begin, end = location["bytes"]["begin"], location["bytes"]["end"]
                    self.assertEqual(content[begin:end].decode(), encoded)
                    self.assertEqual(location["region"]["start_line"], 2)
                    self.assertEqual(location["region"]["start_column"], content.index(encoded.encode()) - 10)
                    self.assertEqual(finding["verdict"], "valid")
                    plain = plain or finding["fingerprint"]
                    self.assertEqual(finding["fingerprint"], plain)

    def test_what_is_staged_and_what_was_committed(self):
        def git(*arguments):
            subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@acme.example", *arguments], cwd=self.box.work,
                           env=self.box.environment, check=True, capture_output=True)
        git("init")
        lines = [f"line {i} of a file that goes on\n" for i in range(400)]
        self.box.write("file.txt", "".join(lines))
        git("add", ".")
        git("commit", "-m", "first")
        for number, (chain, text, _) in enumerate(self.encodings()):
            lines[60 * (number + 1)] = f'value = "{text}"\n'
            self.box.write("file.txt", "".join(lines))
            git("add", ".")
            with self.subTest(chain=chain):
                finding, = json.loads(self.box.trawl("staged", "-o", "json").stdout)["findings"]
                self.assertIn(chain, [place.get("decoded_by") for place in finding["locations"]])
            git("commit", "-m", chain)
        git("repack", "-adf", "--depth=50")
        history = [json.loads(self.box.trawl("history", "-o", "json", "--no-cache", *more).stdout)["findings"]
                   for more in ((), ("--no-incremental",))]
        self.assertEqual(*history)
        finding, = history[0]
        self.assertEqual({place.get("decoded_by", "") for place in finding["locations"]}, {chain for chain, _, _ in self.encodings()})

    def test_plain_and_encoded_is_one_result_with_all_places(self):
        lines = [self.token, *(text for _, text, _ in self.encodings())]
        self.box.write("file.txt", "".join(f'"{line}"\n' for line in lines))
        finding, = json.loads(self.box.trawl("scan", "-o", "json").stdout)["findings"]
        self.assertEqual(len(finding["locations"]), len(lines))

    def test_no_report_shows_what_can_be_decoded(self):
        for chain, text, encoded in self.encodings():
            self.box.write("file.txt", f'value = "{text}"\n')
            for form in ("text", "json", "jsonl", "sarif"):
                done = self.box.trawl("scan", "-v", "-o", form)
                with self.subTest(chain=chain, form=form):
                    self.assertEqual(done.returncode, 1)
                    out = done.stdout.decode()
                    for at in range(0, len(encoded) - 12):
                        self.assertNotIn(encoded[at : at + 12], out)
                    self.assertNotIn(self.token[8:20], out)

    def test_a_bomb_makes_the_run_incomplete(self):
        bomb = base64.b64encode(gzip.compress(b"a" * (32 << 20)))
        self.box.write("file.txt", bomb)
        done = self.box.trawl("scan")
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"decoding-limit: file.txt", done.stdout)

    def test_a_comment_on_the_line_accepts_it(self):
        encoded = base64.b64encode(f"token {self.token}".encode()).decode()
        self.box.write("file.py", f'value = "{encoded}"  # trawl:allow made up\n')
        done = self.box.trawl("scan")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"1 suppressed", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
