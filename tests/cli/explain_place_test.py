"""`trawl explain FILE:LINE` tells what accepts a finding: a comment, the ignore file, the baseline."""

import sys
import unittest

import sandbox


class ExplainPlace(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.token = sandbox.make_token("github-pat")

    def explain(self, *options):
        done = self.box.trawl("explain", "src/app.py:1", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn(self.token.encode(), done.stdout)
        self.assertIn(b"github-pat", done.stdout)
        return done.stdout.decode()

    def test_nothing_accepts_it(self):
        self.box.write("src/app.py", f"key = '{self.token}'\n")
        self.assertNotIn("suppressed", self.explain())

    def test_a_comment(self):
        self.box.write("src/app.py", f"key = '{self.token}'  # trawl:allow made up\n")
        self.assertIn("the finding of github-pat is shown as suppressed by comment 'trawl:allow'", self.explain())
        self.assertNotIn("suppressed", self.explain("--untrusted"))

    def test_the_ignore_file(self):
        self.box.write("src/app.py", f"key = '{self.token}'\n")
        self.box.write(".trawlignore", "src/app.py # not ours\n")
        self.assertIn("suppressed by ignore file, line 1: not ours", self.explain())

    def test_the_baseline(self):
        self.box.write("src/app.py", f"key = '{self.token}'\n")
        self.assertEqual(self.box.trawl("baseline", "create", "--reason", "rotated").returncode, 0)
        text = self.explain()
        self.assertIn("suppressed by baseline", text)
        self.assertIn("rotated", text)


PROGRAM = """#include <ctype.h>
#include <stdlib.h>
#include <string.h>
int plain(const char *s) {
  for (; *s; s++) if (!isalnum((unsigned char)*s)) return 0;
  return 1;
}
void run(const char *what) {
  system(what);
}
void run_checked(const char *what) {
  if (!plain(what)) return;
  system(what);
}
int main(void) {
  run(getenv("NAME"));
  run_checked(getenv("NAME"));
  system("/bin/date");
  return 0;
}
"""


class Flows(unittest.TestCase):
    """What the engine of flows knows of a line."""

    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.box.write("src/a.c", PROGRAM)
        self.box.write("src/main.c", "void run(const char *); void beside(char **argv) { run(argv[1]); }\n")

    def explain(self, line, path="src/a.c"):
        done = self.box.trawl("explain", f"{path}:{line}")
        self.assertEqual(done.returncode, 0, done)
        return done.stdout.decode()

    def test_a_sink_that_something_reaches(self):
        text = self.explain(9)
        self.assertIn("in 'run', which begins in line 8 and has 2 known callers", text)
        self.assertIn("summary: parameter 'what' gets to 'system'", text)
        self.assertIn("argument 0 of 'system' is taken as: shell", text)
        self.assertIn("what 'getenv' brings at src/a.c:16 arrives there", text)
        self.assertIn("a finding of command-injection at src/a.c:16 has a step here", text)

    def test_why_there_is_no_finding_behind_a_check(self):
        text = self.explain(13)
        self.assertIn("holds what comes from parameter 'what', about which 'plain' is asked", text)
        self.assertIn("nothing from outside arrives at 'system' that is not safe as: shell; so there is no finding", text)
        self.assertNotIn("a finding of", text)

    def test_the_summary_of_a_check_tells_what_it_clears(self):
        self.assertIn("when it returns true, parameter 's' is safe as: shell", self.explain(5))

    def test_a_constant_and_a_source(self):
        self.assertIn("argument 0 holds what comes from a constant in src/a.c:18", self.explain(18))
        text = self.explain(16)
        self.assertIn("'getenv' brings a value from outside (local)", text)
        self.assertIn("a call of 'run', which leads to 1 functions of the program", text)

    def test_other_files_are_not_asked_about(self):
        self.box.write("a.py", "x = 1\n")
        self.assertNotIn("flows in C", self.explain(1, "a.py"))

    def test_an_identifier_that_holds_a_secret_is_not_shown(self):
        token = sandbox.make_token("github-pat")
        self.box.write("src/b.c", f"void {token}(const char *w); void f(char *p) {{ {token}(p); }}\n")
        self.assertNotIn(token, self.explain(1, "src/b.c"))

    def test_models_of_the_project_count(self):
        self.box.write("src/c.c", "void own(const char *); void f(const char *p) {\n  own(p);\n}\n")
        self.assertIn("a call of 'own', of which neither code nor model is known", self.explain(2, "src/c.c"))
        self.box.write(".trawl.toml", '[models]\nsink = [ { function = "own", in = "0", kind = "sql" } ]\n')
        self.assertIn("argument 0 of 'own' is taken as: sql", self.explain(2, "src/c.c"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
