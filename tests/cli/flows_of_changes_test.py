#!/usr/bin/env python3
"""Flows in C and C++ of what is staged and of ranges of commits, and models of the user."""

import json
import unittest

import sandbox

SINK = """#include <stdlib.h>
void run_it(const char *what) {
  system(what);
}
"""
SOURCE = """#include <stdlib.h>
void run_it(const char *what);
int main(void) {
  run_it(getenv("NAME"));
  return 0;
}
"""
HARMLESS_SINK = SINK.replace("  system(what);", "  (void)what;")
HARMLESS_SOURCE = SOURCE.replace('getenv("NAME")', '"date"')


class Changes(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.git("init -q -b main .")

    def git(self, arguments):
        self.box.shell(f"git {arguments}", 60, must_succeed=True)

    def commit(self):
        self.git("add -A")
        self.git("commit -q -m c")

    def run_it(self, *arguments):
        done = self.box.trawl(*arguments, "-o", "json")
        self.assertIn(done.returncode, (0, 1, 3, 4), done)
        return json.loads(done.stdout)

    def places(self, report):
        return [(finding["rule"]["id"], finding["locations"][0]["path"],
                 finding["locations"][0]["region"]["start_line"])
                for finding in report["findings"]]

    def test_a_staged_sink_meets_a_source_that_is_not_staged(self):
        self.box.write("sink.c", HARMLESS_SINK)
        self.box.write("main.c", SOURCE)
        self.commit()
        self.assertEqual(self.places(self.run_it("staged")), [])
        self.box.write("sink.c", SINK)
        self.assertEqual(self.places(self.run_it("staged")), [], "it is not staged yet")
        self.git("add sink.c")
        report = self.run_it("staged")
        self.assertEqual(self.places(report), [("command-injection", "sink.c", 3)])
        self.assertEqual(report["findings"][0]["traces"][0][0]["location"]["path"], "main.c")
        self.assertEqual(report["coverage"]["program"]["units"], 1, "the other file is context")

    def test_a_staged_source_meets_a_sink_that_is_not_staged(self):
        self.box.write("sink.c", SINK)
        self.box.write("main.c", HARMLESS_SOURCE)
        self.commit()
        self.box.write("main.c", SOURCE)
        self.git("add main.c")
        report = self.run_it("staged")
        self.assertEqual(self.places(report), [("command-injection", "sink.c", 3)])

    def test_what_is_on_the_disk_does_not_count(self):
        self.box.write("sink.c", HARMLESS_SINK)
        self.box.write("main.c", SOURCE)
        self.commit()
        self.box.write("sink.c", SINK)
        self.git("add sink.c")
        # The index has a source and a sink; the disk has neither.
        self.box.write("sink.c", "")
        self.box.write("main.c", "")
        self.assertEqual(self.places(self.run_it("staged")), [("command-injection", "sink.c", 3)])
        # And the other way: the disk has both, the index no source.
        self.box.write("main.c", HARMLESS_SOURCE)
        self.git("add main.c")
        self.box.write("main.c", SOURCE)
        self.box.write("sink.c", SINK)
        self.assertEqual(self.places(self.run_it("staged")), [])

    def test_old_flows_are_silent_unless_a_changed_line_is_on_their_way(self):
        self.box.write("sink.c", SINK)
        self.box.write("main.c", SOURCE)
        self.commit()
        self.box.write("sink.c", SINK + "int other;\n")
        self.git("add sink.c")
        self.assertEqual(self.places(self.run_it("staged")), [])
        self.assertEqual(self.places(self.run_it("staged", "--whole-files")), [("command-injection", "sink.c", 3)])
        self.box.write("main.c", SOURCE.replace('"NAME"', '"OTHER"'))
        self.git("add main.c")
        self.assertEqual(self.places(self.run_it("staged")), [("command-injection", "sink.c", 3)])

    def test_a_changed_header_has_its_includers_looked_at(self):
        self.box.write("run.h", "#define RUN(x) (void)(x)\n")
        self.box.write("src/main.c", '#include <stdlib.h>\n#include "../run.h"\nint main(void) {\n  RUN(getenv("N"));\n}\n')
        self.commit()
        self.box.write("run.h", "static inline void run_it(const char *x) {\n  system(x);\n}\n#define RUN(x) run_it(x)\n")
        self.git("add run.h")
        self.assertEqual(self.places(self.run_it("staged")), [("command-injection", "run.h", 2)])

    def test_a_range_takes_the_other_files_from_its_last_commit(self):
        self.box.write("sink.c", HARMLESS_SINK)
        self.box.write("main.c", SOURCE)
        self.commit()
        self.box.write("sink.c", SINK)
        self.commit()
        self.box.write("main.c", "")
        self.box.write("sink.c", "")
        report = self.run_it("range", "HEAD~1..HEAD")
        self.assertEqual(self.places(report), [("command-injection", "sink.c", 3)])
        self.git("checkout -q -f HEAD")
        self.box.write("main.c", HARMLESS_SOURCE)
        self.commit()
        self.assertEqual(self.places(self.run_it("range", "HEAD~1..HEAD")), [])
        # What a range adds and takes away again is in none of its last trees.
        self.assertEqual(self.places(self.run_it("range", "HEAD~2..HEAD")), [])

    def test_a_change_without_c_starts_no_worker(self):
        self.box.write("main.c", SOURCE)
        self.commit()
        self.box.write("notes.txt", "text\n")
        self.git("add notes.txt")
        self.assertNotIn("program", self.run_it("staged")["coverage"])

    def test_only_sast_searches_no_secrets_and_only_secrets_no_flows(self):
        token = sandbox.make_token("github-pat")
        self.box.write("sink.c", SINK + f'const char *token = "{token}";\n')
        self.box.write("main.c", SOURCE)
        self.git("add -A")
        self.assertEqual({rule for rule, _, _ in self.places(self.run_it("staged", "--only", "sast"))},
                         {"command-injection"})
        self.assertEqual({rule for rule, _, _ in self.places(self.run_it("staged", "--only", "secrets"))},
                         {"github-pat"})
        done = self.box.trawl("scan", "--only", "sast", "-o", "text")
        self.assertNotIn(token.encode(), done.stdout)

    def test_units_beside_that_are_not_known_are_told(self):
        for number in range(45):
            self.box.write(f"beside{number}.c", f"int beside{number};\n")
        self.box.write("main.c", HARMLESS_SOURCE)
        self.commit()
        self.box.write("main.c", SOURCE)
        self.git("add main.c")
        report = self.run_it("staged")
        self.assertIn("analysis-limit", {notification["reason"] for notification in report["notifications"]})
        limit = next(one for one in report["notifications"] if one["reason"] == "analysis-limit")
        self.assertEqual(limit["count"], 45, "a hook does not wait for some of them")
        # A scan gets to know all of them.
        self.run_it("scan", ".")
        report = self.run_it("staged")
        self.assertNotIn("analysis-limit", {notification["reason"] for notification in report["notifications"]})

    def test_few_units_beside_are_looked_at_though_nothing_is_known_of_them(self):
        for number in range(39):
            self.box.write(f"beside{number}.c", f"int beside{number};\n")
        self.box.write("sink.c", SINK)
        self.box.write("main.c", HARMLESS_SOURCE)
        self.commit()
        self.box.write("main.c", SOURCE)
        self.git("add main.c")
        report = self.run_it("staged")
        self.assertNotIn("analysis-limit", {notification["reason"] for notification in report["notifications"]})
        self.assertEqual({rule for rule, _, _ in self.places(report)}, {"command-injection"})


MODELS = """
[models]
source = [ { function = "bus_read", to = "*0", level = "remote" } ]
sink = [ { function = "shell_out", in = "0", kind = "shell" } ]
"""
PROGRAM = """void bus_read(char *to, int most);
void shell_out(const char *line);
void f(void) {
  char line[100];
  bus_read(line, 100);
  shell_out(line);
}
"""


class Models(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.box.write("tree/a.c", PROGRAM)

    def scan(self, *arguments, code=None):
        done = self.box.trawl("scan", "tree", "--only", "sast", "-o", "json", *arguments)
        if code is not None:
            self.assertEqual(done.returncode, code, done)
            return done.stderr.decode()
        return [finding["rule"]["id"] for finding in json.loads(done.stdout)["findings"]]

    def test_models_of_the_project_add(self):
        self.assertEqual(self.scan(), [])
        self.box.write(".trawl.toml", MODELS)
        self.assertEqual(self.scan(), ["command-injection"])

    def test_models_of_the_tree_are_not_honoured_when_it_is_not_trusted(self):
        self.box.write(".trawl.toml", MODELS)
        self.assertEqual(self.scan("--untrusted"), [])

    def test_models_in_a_file_of_their_own(self):
        self.box.write(".trawl.toml", '[models]\nfiles = ["tools/models.toml"]\n')
        self.box.write("tools/models.toml", MODELS.replace("[models]", ""))
        self.assertEqual(self.scan(), ["command-injection"])
        self.box.write(".trawl.toml", '[models]\nfiles = ["tools/missing.toml"]\n')
        self.assertIn("missing.toml", self.scan(code=2))

    def test_a_model_overrides_that_of_the_same_function(self):
        self.box.write("tree/a.c", '#include <stdlib.h>\nvoid f(void) { system(getenv("X")); }\n')
        self.assertEqual(self.scan(), ["command-injection"])
        self.box.write(".trawl.toml", '[models]\nsink = [ { function = "system", in = "0", kind = "log" } ]\n')
        self.assertNotIn("command-injection", self.scan())

    def test_a_sanitizer_of_the_project_clears(self):
        self.box.write(".trawl.toml", MODELS + 'sanitize = [ { function = "clean", from = "*0", to = "*0", clears = ["shell"] } ]\n')
        self.box.write("tree/a.c", PROGRAM.replace("  shell_out", "  clean(line);\n  shell_out").replace(
            "void f", "void clean(char *line);\nvoid f"))
        self.assertEqual(self.scan(), [])

    def test_mistakes_are_told_with_their_place(self):
        for text, told in (('sink = [ { function = "f", inn = "0" } ]', "did you mean 'in'?"),
                           ('sinks = []', "did you mean 'sink'?"),
                           ('sink = [ { function = "f", in = "0", kind = "shelll" } ]', "shelll"),
                           ('sink = [ { function = "f", in = "0", kind = "shell", rule = "comand-injection" } ]',
                            "did you mean 'command-injection'?")):
            with self.subTest(text=text):
                self.box.write(".trawl.toml", "[models]\n" + text + "\n")
                error = self.scan(code=2)
                self.assertIn(".trawl.toml", error)
                self.assertIn(told, error)

    def test_models_of_the_base_revision_count(self):
        self.box.shell("git init -q -b main . && git add -A && git commit -q -m c", 60, must_succeed=True)
        self.box.write(".trawl.toml", '[models]\nfiles = ["models.toml"]\n')
        self.box.write("models.toml", MODELS.replace("[models]", ""))
        self.box.shell("git add -A && git commit -q -m c", 60, must_succeed=True)
        self.box.write(".trawl.toml", "")
        self.box.write("models.toml", "")
        self.assertEqual(self.scan(), [])
        self.assertEqual(self.scan("--untrusted", "--base", "main"), ["command-injection"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
