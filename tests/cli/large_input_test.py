"""Files that are read in pieces: a secret is found wherever it lies, at its exact place."""

import json
import sys
import unittest

import sandbox

MIB = 1 << 20
LINE = b"an ordinary line of text, 64 bytes long with its end of a line.\n"
NEAR = range(-70, 71)


class LargeInput(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def assert_found(self, done, content, tokens):
        """Each token of `tokens` (token -> offset) is found at its offset, line and column, and nothing else is."""
        self.assertEqual(done.returncode, 1, done.stderr)
        found = {}
        for finding in json.loads(done.stdout)["findings"]:
            for location in finding["locations"]:
                begin, end = location["bytes"]["begin"], location["bytes"]["end"]
                region = location["region"]
                found[content[begin:end].decode()] = (begin, region["start_line"], region["start_column"])
        expected = {}
        for token, offset in tokens.items():
            line_begin = content.rfind(b"\n", 0, offset) + 1
            expected[token] = (offset, content.count(b"\n", 0, offset) + 1, offset - line_begin + 1)
        self.assertEqual(found, expected)

    def plant(self, size, offsets):
        self.assertEqual(len(LINE), 64)
        content = bytearray(LINE * (size // len(LINE)))
        tokens = {}
        for seed, offset in enumerate(offsets, 1):
            token = sandbox.make_token("github-pat", seed)
            content[offset - 1 : offset + len(token) + 1] = b" " + token.encode() + b" "
            tokens[token] = offset
        return bytes(content), tokens

    def test_a_secret_at_16_mib_of_a_file_of_20_mib(self):
        content, tokens = self.plant(20 * MIB, [16 * MIB - 20, 18 * MIB + 5, 20 * MIB - 100])
        self.box.write("large.txt", content)
        self.assert_found(self.box.trawl("scan", "large.txt", "-o", "json"), content, tokens)
        self.assert_found(self.box.trawl("stdin", "-o", "json", stdin=content), content, tokens)

    def test_a_secret_across_every_border_of_pieces(self):
        # One border after another has the secret one byte later, so that all positions are met in a few files.
        token = sandbox.make_token("github-pat")
        borders = range(1, 20)
        shifts = list(NEAR)
        for first in range(0, len(shifts), len(borders)):
            content = bytearray(LINE * (20 * MIB // len(LINE)))
            expected = []
            for border, shift in zip(borders, shifts[first : first + len(borders)]):
                offset = border * MIB + shift
                content[offset - 1 : offset + len(token) + 1] = b" " + token.encode() + b" "
                expected.append(offset)
            self.box.write("large.txt", bytes(content))
            done = self.box.trawl("scan", "large.txt", "-o", "json")
            with self.subTest(shifts=shifts[first : first + len(borders)]):
                self.assertEqual(done.returncode, 1, done.stderr)
                findings = json.loads(done.stdout)["findings"]
                places = [place for finding in findings for place in finding["locations"]]
                self.assertEqual([place["bytes"]["begin"] for place in places], expected)
                for place in places:
                    begin = place["bytes"]["begin"]
                    line_begin = content.rfind(b"\n", 0, begin) + 1
                    self.assertEqual(place["region"]["start_line"], content.count(b"\n", 0, begin) + 1)
                    self.assertEqual(place["region"]["start_column"], begin - line_begin + 1)

    def test_of_the_holes_of_a_sparse_file_only_the_ends_are_read(self):
        # Read as zeros, these would take the better part of an hour.
        size = 3 << 40
        token = sandbox.make_token("github-pat")
        for name, encoding, unit in (("bytes", "latin-1", 1), ("wide", "utf-16-le", 2), ("odd", "utf-16-le", 2)):
            text = f"\nkey = '{token}'\n".encode(encoding)
            ends = (40 * MIB, 40 * MIB + 8192, 1 << 32, size // 2 - unit * 20, size - len(text))
            places = [at + (1 if name == "odd" and at > 1 << 32 else 0) for at in ends]
            with open(self.box.work / name, "wb") as file:
                try:
                    file.truncate(size + 1)
                except OSError:
                    self.skipTest("this file system has no files of 3 TiB")
                file.write(("\ufeff" + "an ordinary line of text\n" * 100).encode(encoding) if unit == 2 else LINE * 1000)
                for at in places:
                    file.seek(at)
                    file.write(text)
            done = self.box.trawl("scan", name, "-o", "json", "--threads", "1")
            self.assertEqual(done.returncode, 1, done.stderr)
            report = json.loads(done.stdout)
            found = [place["bytes"]["begin"] for finding in report["findings"] for place in finding["locations"]]
            lines = [place["region"]["start_line"] for finding in report["findings"] for place in finding["locations"]]
            with self.subTest(name):
                self.assertEqual(found, [at + 8 * unit for at in places])
                first = (101 if unit == 2 else 1001) + 1
                self.assertEqual(lines, [first + 2 * i for i in range(len(places))])
                self.assertEqual(report["coverage"]["bytes_scanned"], size + 1)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
