"""The same bytes out: for any number of threads, from anywhere, in any locale and time zone."""

import random
import sys
import unittest

import sandbox

FILES = 3000
FORMATS = ("text", "json", "jsonl", "sarif")


class Determinism(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = sandbox.Sandbox()
        cls.addClassCleanup(cls.box.close)
        tokens = [sandbox.make_token(kind, seed) for kind in ("github-pat", "npm-token") for seed in (1, 2, 3)]
        chance = random.Random(7)
        for index in range(FILES):
            lines = [f"value_{chance.randrange(10**6)} = {chance.randrange(10**9)}" for _ in range(chance.randrange(60))]
            if index % 10 == 0:
                lines.insert(chance.randrange(len(lines) + 1), f"key = '{chance.choice(tokens)}'")
            cls.box.write(f"tree/{index % 37}/{index % 11}/{index}.py", "\n".join(lines) + "\n")
        cls.expected = {name: cls.report(name, threads=1) for name in FORMATS}

    @classmethod
    def report(cls, name, threads=2, path="tree", **more):
        done = cls.box.trawl("scan", path, "-o", name, "-v", "--threads", threads, **more)
        if done.returncode != 1 or not done.stdout:
            raise AssertionError((done.returncode, done.stderr))
        return done.stdout

    def test_any_number_of_threads(self):
        for name in FORMATS:
            for threads in (2, 8):
                with self.subTest(format=name, threads=threads):
                    self.assertEqual(self.report(name, threads=threads), self.expected[name])

    def test_any_locale_and_time_zone(self):
        for name in FORMATS:
            with self.subTest(format=name):
                far_away = {"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati"}
                self.assertEqual(self.report(name, **far_away), self.expected[name])

    def test_any_working_directory(self):
        elsewhere = self.box.top / "elsewhere"
        elsewhere.mkdir()
        tree = self.box.work / "tree"
        for name in FORMATS:
            with self.subTest(format=name):
                self.assertEqual(self.report(name, path=tree, at=elsewhere), self.report(name, path=tree, at="/"))

    def test_any_way_to_write_the_directory(self):
        for path in ("./tree", "tree/", "./tree//"):
            with self.subTest(path=path):
                self.assertEqual(self.report("jsonl", path=path).split(b"\n")[1:-2],
                                 self.expected["jsonl"].split(b"\n")[1:-2])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
