"""Input that is made to exhaust: it is read within bounds of memory and time, and what is left out is said."""

import base64
import json
import resource
import struct
import subprocess
import sys
import unittest
import zlib

import sandbox

MIB = 1 << 20
NAME = b"a"


def deflated(content):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


class Member:
    """A member of a zip, whose entries in the directory may be as many as one likes."""

    def __init__(self, content):
        self.sizes = struct.pack("<III", zlib.crc32(content), len(deflated(content)), len(content))
        self.local = struct.pack("<IHHHHH", 0x04034B50, 20, 0, 8, 0, 0) + self.sizes + struct.pack("<HH", len(NAME), 0)
        self.local += NAME + deflated(content)

    def entry(self, name=NAME):
        head = struct.pack("<IHHHHHH", 0x02014B50, 20, 20, 0, 8, 0, 0) + self.sizes
        return head + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name


def end_of_directory(entries, size, offset):
    """Of a zip64, which may have more entries than 65,535."""
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, entries, entries, size, offset)
    record += struct.pack("<IIQI", 0x07064B50, 0, offset + size, 1)
    return record + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 65535, 65535, min(size, 0xFFFFFFFF), offset, 0)


class BadInput(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def incomplete(self, done):
        """The report, and the reasons that a run gives for being incomplete."""
        self.assertEqual(done.returncode, 3, done.stderr)
        report = json.loads(done.stdout)
        return {note["reason"] for note in report["notifications"]}

    def test_a_line_of_a_gigabyte(self):
        token = sandbox.make_token("github-pat")
        piece = b"one two three four five six seven; " * (MIB // 35)
        count = 1000 * 1000 * 1000 // len(piece) + 1
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        program = subprocess.Popen([sandbox.TRAWL, "stdin", "-o", "json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, cwd=self.box.work, env=self.box.environment)
        for _ in range(count):
            program.stdin.write(piece)
        program.stdin.write(f"{token} the end".encode())
        out, err = program.communicate()
        self.assertEqual(program.returncode, 1, err)
        (finding,) = json.loads(out)["findings"]
        (place,) = finding["locations"]
        self.assertEqual(place["bytes"]["begin"], count * len(piece))
        self.assertEqual(place["region"]["start_line"], 1)
        self.assertLess(len(out), MIB, "no excerpt holds the line")
        if before < 256 * 1024:
            self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 256 * 1024)

    def test_ten_million_entries_of_a_zip(self):
        member = Member(b"x" * 64)
        directory = member.entry() * 100_000
        with open(self.box.work / "many.zip", "wb") as file:
            file.write(member.local)
            for _ in range(100):
                file.write(directory)
            file.write(end_of_directory(10_000_000, 100 * len(directory), len(member.local)))
        self.assertIn("archive-limit", self.incomplete(self.box.trawl("scan", "many.zip", "--archives", "512MiB", "-o", "json")))
        # Beyond the size that archives may have, it is not opened, and that is said as well.
        self.assertIn("archive-limit", self.incomplete(self.box.trawl("scan", "many.zip", "-o", "json")))

    def test_entries_that_overlap(self):
        # 20,000 names for one MiB of zeros: 20 GB, if all were unpacked.
        member = Member(b"0" * MIB)
        entries = b"".join(member.entry(b"%06d" % i) for i in range(20_000))
        content = member.local + entries + end_of_directory(20_000, len(entries), len(member.local))
        self.box.write("overlap.zip", content)
        done = self.box.trawl("scan", "overlap.zip", "-o", "json")
        self.assertTrue(self.incomplete(done))

    def test_encodings_without_end(self):
        text = sandbox.make_token("github-pat").encode()
        for _ in range(12):
            text = base64.b64encode(text)
        self.box.write("deep.txt", b'k = "' + text + b'"\n')
        self.assertEqual(self.incomplete(self.box.trawl("scan", "deep.txt", "-o", "json")), {"decoding-limit"})


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
