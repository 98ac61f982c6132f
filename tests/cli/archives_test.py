"""Secrets in archives: opened by content, named as `outer!inner`, one result with the plain one, and limits that are told."""

import base64
import bz2
import gzip
import io
import json
import lzma
import random
import sqlite3
import subprocess
import sys
import tarfile
import unittest
import zipfile
import zlib

import sandbox


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members, form=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def framed_zst(content):
    """One frame of one raw block: what every reader of zstd has to take."""
    block = (len(content) << 3 | 1).to_bytes(3, "little")
    return b"\x28\xb5\x2f\xfd\x60" + (len(content) - 256).to_bytes(2, "little") + block + content


class Archives(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.token = sandbox.make_token("github-pat")
        self.text = f"first line\nkey = {self.token}\n".encode()

    def scan(self, *options):
        done = self.box.trawl("scan", "-o", "json", *options)
        report = json.loads(done.stdout)
        places = sorted((place["path"], place["region"]["start_line"]) for finding in report["findings"]
                        for place in finding["locations"])
        reasons = sorted((note["reason"], note["subject"]) for note in report["notifications"]
                         if note["level"] == "error")
        return done.returncode, places, reasons

    def test_every_format_by_its_content(self):
        packed = {
            "zip": (zipped({"a/b.txt": self.text}), "!a/b.txt"),
            "stored": (zipped({"b.txt": self.text}, zipfile.ZIP_STORED), "!b.txt"),
            "tar": (tarred({"a/b.txt": self.text}), "!a/b.txt"),
            "gnu": (tarred({"n" * 200: self.text}, tarfile.GNU_FORMAT), "!" + "n" * 200),
            "gz": (gzip.compress(b"") + gzip.compress(self.text), "!content"),
            "bz2": (bz2.compress(self.text), "!content"),
            "xz": (lzma.compress(self.text), "!content"),
            "zst": (framed_zst(self.text * 10), "!content"),
            "tgz": (gzip.compress(tarred({"b.txt": self.text})), "!b.txt"),
            "nested": (zipped({"x.jar": zipped({"y.tgz": gzip.compress(tarred({"z": self.text}))})}), "!x.jar!y.tgz!z"),
            "behind": (b"\x7fELF\0\0 a program " + zipped({"b.txt": self.text}), "!b.txt"),
        }
        for name, (content, inner) in packed.items():
            self.box.write(name, content)
            with self.subTest(name):
                code, places, reasons = self.scan()
                self.assertEqual((code, places[0], reasons), (1, (name + inner, 2), []))
            (self.box.work / name).unlink()

    def test_whatever_the_name_of_a_zip_ends_with(self):
        names = [f"a.{end}" for end in ("zip jar war aar apk ipa whl nupkg vsix docx xlsx pptx odt epub dat").split()]
        for name in names:
            self.box.write(name, zipped({"inner/settings.txt": self.text}))
        code, places, reasons = self.scan()
        self.assertEqual((code, reasons), (1, []))
        self.assertEqual(places, sorted((name + "!inner/settings.txt", 2) for name in names))

    def test_runs_of_office_texts_are_joined(self):
        half = len(self.token) // 2
        left, right = self.token[:half], self.token[half:]
        xml = "xmlns='http://schemas.openxmlformats.org"
        parts = {
            "a.docx": ("word/document.xml", f"<w:document {xml}/wordprocessingml/2006/main'><w:p><w:r><w:t>{left}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
                                            f"<w:t>{right}</w:t></w:r></w:p></w:document>"),
            "a.xlsx": ("xl/sharedStrings.xml", f"<sst {xml}/spreadsheetml/2006/main'><si><r><t>{left}</t></r><r><t>{right}</t></r></si></sst>"),
            "a.pptx": ("ppt/slides/slide1.xml", f"<p:sld {xml}/presentationml/2006/main'><a:p><a:r><a:t>{left}</a:t></a:r><a:r><a:t>{right}</a:t></a:r></a:p></p:sld>"),
            "a.odt": ("content.xml", f'<office:document-content><text:p>key <text:span text:style-name="T1">{left}</text:span>'
                                     f"<text:span>{right}</text:span></text:p></office:document-content>"),
        }
        for name, (member, text) in parts.items():
            self.box.write(name, zipped({member: '<?xml version="1.0"?>' + text}))
        code, places, reasons = self.scan()
        self.assertEqual((code, reasons), (1, []))
        self.assertEqual({path for path, _ in places}, {f"{name}!{member}" for name, (member, _) in parts.items()})

    def test_constants_of_a_class_in_a_jar_and_cells_of_a_notebook(self):
        text = self.token.encode()
        pool = b"\x01" + len(text).to_bytes(2, "big") + text
        self.box.write("a.jar", zipped({"A.class": b"\xca\xfe\xba\xbe\0\0\0\x34\0\x04\x05" + b"\0" * 8 + pool + b"\0" * 20}))
        cell = {"cell_type": "code", "source": ["import os\n", f'key = "{self.token}"\n'],
                "outputs": [{"output_type": "stream", "text": [f"using {self.token}\n"]}]}
        self.box.write("a.ipynb", json.dumps({"cells": [cell], "nbformat": 4}, indent=1))
        code, places, reasons = self.scan()
        self.assertEqual((code, reasons), (1, []))
        self.assertEqual([path for path, _ in places], ["a.ipynb", "a.ipynb", "a.jar!A.class"])

    def test_nothing_is_written_but_the_report(self):
        self.box.write("a.tgz", gzip.compress(tarred({"../../escape": self.text, "/etc/absolute": self.text})))
        before = {path for path in self.box.top.rglob("*")}
        code, places, _ = self.scan()
        self.assertEqual(code, 1)
        self.assertEqual({path for path in self.box.top.rglob("*") if path.is_file()} - before, set())
        self.assertFalse((self.box.top / "escape").exists())

    def test_methods_of_zip_and_other_formats(self):
        def zip_by(method):
            return zipped({"b.txt": self.text * 3}, method)
        ar = b"!<arch>\n" + b"b.txt/".ljust(48) + str(len(self.text)).encode().ljust(10) + b"`\n" + self.text
        data = lzma.compress(tarred({"b.txt": self.text}))
        deb = b"!<arch>\n" + b"data.tar.xz".ljust(48) + str(len(data)).encode().ljust(10) + b"`\n" + data
        for name, content, inner in (
                ("bzip2.zip", zip_by(zipfile.ZIP_BZIP2), "!b.txt"), ("lzma.zip", zip_by(zipfile.ZIP_LZMA), "!b.txt"),
                ("a.lzma", lzma.compress(self.text, format=lzma.FORMAT_ALONE), "!a"), ("a.ar", ar, "!b.txt"),
                ("a.deb", deb, "!data.tar.xz!b.txt")):
            self.box.write(name, content)
            with self.subTest(name):
                code, places, reasons = self.scan()
                self.assertEqual((code, reasons), (1, []))
                self.assertEqual({path for path, _ in places}, {name + inner})
            (self.box.work / name).unlink()

    def test_archives_in_encoded_text(self):
        for name, packed in (("zip", zipped({"b.txt": self.text})), ("xz", lzma.compress(self.text)),
                             ("bzip2", bz2.compress(self.text))):
            for encoding, text in (("base64", base64.b64encode(packed)), ("base64", base64.encodebytes(packed)),
                                   ("hex", packed.hex().encode())):
                self.box.write("mail.txt", b"first line\n\n" + text + b"\nlast line\n")
                with self.subTest(name=name, encoding=encoding):
                    if encoding == "hex" and name == "xz":
                        continue  # begins like text of wide characters, which hexadecimal digits rarely are
                    code, places, reasons = self.scan()
                    self.assertEqual((code, reasons), (1, []))
                    inner = "b.txt" if name == "zip" else "content"
                    self.assertEqual(places, [(f"mail.txt!{encoding}!{inner}", 2)])

    def test_a_program_of_any_size_that_unpacks_itself(self):
        front = b"MZ\0\0" + random.Random(4).randbytes(17 << 20)
        self.box.write("setup.exe", front + zipped({"b.txt": self.text}))
        self.assertEqual(self.scan(), (1, [("setup.exe!b.txt", 2)], []))
        self.assertEqual(self.scan("--archives", "1M"), (3, [], [("archive-limit", "setup.exe")]))

    def test_names_of_members_are_searched_and_never_shown(self):
        for name, content in (("a.zip", zipped({f"keys/{self.token}.txt": b"nothing"})),
                              ("a.tar", tarred({f"keys/{self.token}.txt": b"nothing", f"{self.token}/b": self.text}))):
            self.box.write(name, content)
            for form in ("text", "json", "sarif"):
                with self.subTest(name=name, form=form):
                    done = self.box.trawl("scan", "-v", "-o", form)
                    self.assertEqual(done.returncode, 1)
                    self.assertNotIn(self.token.encode(), done.stdout)
                    self.assertIn(b"names of members", done.stdout)
            (self.box.work / name).unlink()

    def test_plain_and_packed_is_one_result(self):
        self.box.write("plain.txt", self.text)
        self.box.write("a.zip", zipped({"b.txt": self.text}))
        done = self.box.trawl("scan", "-o", "json")
        finding, = json.loads(done.stdout)["findings"]
        self.assertEqual([place["path"] for place in finding["locations"]], ["a.zip!b.txt", "plain.txt"])

    def test_documents(self):
        half = len(self.token) // 2
        runs = (f'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                f"<w:p><w:r><w:t>key {self.token[:half]}</w:t></w:r><w:r><w:t>{self.token[half:]}</w:t></w:r></w:p>"
                f"<w:p><w:r><w:t>next</w:t></w:r></w:p></w:document>")
        self.box.write("a.docx", zipped({"word/document.xml": runs}))
        database = sqlite3.connect(self.box.work / "a.db")
        database.execute("create table t (a text, b text, c text)")
        database.execute("insert into t values (?, ?, ?)", ("name", self.token, "more"))
        database.execute("insert into t values (?, ?, ?)", ("long", "x " * 5000 + self.token, "more"))
        database.commit()
        database.close()
        content = f"BT (key {self.token}) Tj ET".encode()
        stream = zlib.compress(content)
        self.box.write("a.pdf", b"%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + stream + b"\nendstream\nendobj\n")
        text = self.token.encode()
        pool = b"\x01" + len(text).to_bytes(2, "big") + text
        self.box.write("A.class", b"\xca\xfe\xba\xbe\0\0\0\x34\0\x04\x05" + b"\0" * 8 + pool + b"\0" * 20)
        code, places, reasons = self.scan()
        self.assertEqual((code, reasons), (1, []))
        self.assertEqual({path for path, _ in places}, {"A.class", "a.db", "a.docx!word/document.xml", "a.pdf"})
        self.assertEqual(sum(1 for path, _ in places if path == "a.db"), 2)

    def test_what_cannot_be_read_is_named(self):
        damaged = bytearray(zipped({"a.txt": self.text, "b.txt": bytes(range(256)) * 40 + self.text}))
        damaged[damaged.index(b"b.txt") + 200] ^= 0xFF
        self.box.write("a.zip", bytes(damaged))
        encrypted = bytearray(zipped({"secret.txt": self.text}))
        encrypted[6] |= 1
        encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
        self.box.write("e.zip", bytes(encrypted))
        self.box.write("c.gz", gzip.compress(self.text + random.Random(1).randbytes(5000))[:-3000])
        code, places, reasons = self.scan()
        self.assertEqual(code, 4)
        self.assertEqual([path for path, _ in places], ["a.zip!a.txt", "c.gz!c"])
        self.assertEqual(reasons, [("unreadable-member", "a.zip!b.txt"), ("unreadable-member", "c.gz!c"),
                                   ("unreadable-member", "e.zip!secret.txt")])

    def test_bombs_are_cut_and_told(self):
        zeros = gzip.compress(bytes(200 << 20))
        self.box.write("a.gz", zeros)
        nested = b"x" * 100
        for _ in range(12):
            nested = zipped({"n.zip": nested})
        self.box.write("nested.zip", nested)
        code, places, reasons = self.scan()
        self.assertEqual((code, places), (3, []))
        self.assertEqual([reason for reason, _ in reasons], ["archive-limit", "archive-limit"])

    def test_an_archive_that_does_not_fit_into_the_buffer(self):
        filler = random.Random(2).randbytes(20 << 20)
        self.box.write("large.zip", zipped({"filler": filler, "b.txt": self.text}))
        self.assertEqual(self.scan(), (1, [("large.zip!b.txt", 2)], []))
        self.assertEqual(self.scan("--archives", "18M"), (3, [], [("archive-limit", "large.zip")]))

    def test_in_the_hook_a_large_archive_is_a_note(self):
        def git(*arguments):
            subprocess.run(["git", *arguments], cwd=self.box.work, env=self.box.environment, check=True, capture_output=True)
        git("init")
        filler = random.Random(3).randbytes(2 << 20)
        self.box.write("large.zip", zipped({"filler": filler, "b.txt": self.text}))
        git("add", ".")
        done = self.box.trawl("staged", "-v")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(b"archive-limit: large.zip", done.stdout)
        self.box.write("small.zip", zipped({"b.txt": self.text}))
        git("add", ".")
        done = self.box.trawl("staged")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(b"small.zip!b.txt:2:7", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
