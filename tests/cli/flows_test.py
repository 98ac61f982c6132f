"""Flows in C and C++, from the command line to the reports."""

import json
import unittest

import sandbox

INPUT = """#include <stdlib.h>
#include "run.h"
int main(int argc, char **argv) {
  char *name = getenv("NAME");
  run_it(name);
  return 0;
}
"""
SINK = """#include <stdio.h>
#include <stdlib.h>
#include "run.h"
void run_it(const char *what) {
  char line[100];
  snprintf(line, sizeof line, "ls %s", what);
  system(line);
}
"""
HEADER = "void run_it(const char *what);\n"


class Flows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = sandbox.Sandbox()
        cls.addClassCleanup(cls.box.close)
        cls.box.write("tree/src/main.c", INPUT)
        cls.box.write("tree/src/run.c", SINK)
        cls.box.write("tree/include/run.h", HEADER)

    def scan(self, *arguments, tree="tree"):
        done = self.box.trawl("scan", tree, "-o", "json", *arguments)
        return done.returncode, json.loads(done.stdout)

    def test_a_flow_over_two_files_is_found_with_its_steps(self):
        code, report = self.scan("--checkers", "command-injection")
        self.assertEqual(code, 1, report["notifications"])
        (finding,) = report["findings"]
        self.assertEqual(finding["rule"]["id"], "command-injection")
        self.assertNotIn("redacted", finding)
        (steps, *_) = finding["traces"]
        self.assertEqual(steps[0]["location"]["path"], "tree/src/main.c")
        self.assertEqual(steps[0]["location"]["region"]["start_line"], 4)
        self.assertEqual(steps[-1]["location"]["path"], "tree/src/run.c")
        self.assertEqual(steps[-1]["location"]["region"]["start_line"], 7)
        self.assertEqual(report["coverage"]["program"]["units"], 2)
        self.assertEqual(report["coverage"]["program"]["whole"], 2)

    def test_a_flow_through_a_header_that_is_included_by_a_way_up_is_found(self):
        self.box.write("up/src/main.c", INPUT.replace('"run.h"', '"../include/run.h"'))
        self.box.write("up/include/run.h", "#include <stdlib.h>\n"
                                           "static inline void run_it(const char *what) {\n  system(what);\n}\n")
        code, report = self.scan("--checkers", "command-injection", tree="up")
        self.assertEqual(code, 1, report["notifications"])
        (finding,) = report["findings"]
        self.assertEqual(finding["locations"][0]["path"], "up/include/run.h")

    def test_what_empty_buffers_point_to_is_never_written(self):
        self.box.write("empty/buffer.h", '''#include <stddef.h>
struct buffer { size_t size; char *text; };
extern char no_text[];
#define EMPTY { 0, no_text }
void buffer_read(struct buffer *b, int file);
''')
        self.box.write("empty/buffer.c", '''#include <unistd.h>
#include "buffer.h"
char no_text[1];
void buffer_read(struct buffer *b, int file) { read(file, b->text + b->size, 10); }
''')
        self.box.write("empty/main.c", '''#include <stdlib.h>
#include "buffer.h"
void reads(int file) {
  struct buffer one = EMPTY;
  buffer_read(&one, file);
  char saved = one.text[1];
  one.text[0] = 0;
  one.text[1] = saved;
  system(one.text);
}
void does_not(void) {
  struct buffer other = EMPTY;
  system(other.text);
}
''')
        _, report = self.scan("--checkers", "command-injection", tree="empty")
        self.assertEqual([finding["locations"][0]["region"]["start_line"] for finding in report["findings"]], [9])

    def test_any_number_of_workers_and_a_second_run_say_the_same(self):
        for name in ("text", "json", "jsonl", "sarif"):
            with self.subTest(format=name):
                reports = {self.box.trawl("scan", "tree", "-o", name, "--threads", threads).stdout
                           for threads in (1, 2, 4, 1)}
                self.assertEqual(len(reports), 1)

    def test_sarif_has_the_flow(self):
        done = self.box.trawl("scan", "tree", "-o", "sarif", "--checkers", "command-injection")
        (result,) = json.loads(done.stdout)["runs"][0]["results"]
        locations = result["codeFlows"][0]["threadFlows"][0]["locations"]
        self.assertGreaterEqual(len(locations), 2)
        self.assertEqual(locations[-1]["location"]["physicalLocation"]["artifactLocation"]["uri"], "tree/src/run.c")
        self.assertIn("trawl/flow/v1", result["partialFingerprints"])

    def test_secrets_only_starts_no_worker(self):
        code, report = self.scan("--only", "secrets")
        self.assertEqual((code, report["findings"]), (0, []))
        self.assertNotIn("program", report["coverage"])

    def test_a_comment_accepts_a_flow(self):
        self.box.write("accepted/a.c", INPUT.replace("run_it(name);", "system(name);  // trawl:allow command-injection ours"))
        code, report = self.scan("--checkers", "command-injection", tree="accepted")
        self.assertEqual(code, 0, report["notifications"])
        self.assertEqual([finding["suppression"]["kind"] for finding in report["findings"]], ["in-source"])

    def test_a_checker_that_does_not_exist_is_a_wrong_word(self):
        done = self.box.trawl("scan", "tree", "--checkers", "no-such-thing")
        self.assertEqual(done.returncode, 2)

    def test_a_compile_database_runs_nothing(self):
        self.box.write("built/a.c", "#ifndef NAME\n#error no name\n#endif\nint a;\n")
        marker = self.box.work / "ran"
        folder = self.box.work / "built"
        entry = {"directory": str(folder), "file": "a.c",
                 "command": f"$(touch {marker}) -DNAME=1 -fplugin={marker} @{marker} -o {marker} a.c; touch {marker}"}
        self.box.write("built/compile_commands.json", json.dumps([entry]))
        code, report = self.scan("--build", "built", tree="built")
        self.assertEqual(code, 0, report["notifications"])
        self.assertEqual(report["coverage"]["program"]["whole"], 1)
        self.assertFalse(marker.exists())
        self.assertIn("compile-database", {notification["reason"] for notification in report["notifications"]})

    def test_a_secret_beside_a_flow_is_not_shown(self):
        token = sandbox.make_token("github-pat")
        self.box.write("both/a.c", INPUT.replace("run_it(name);", f'system(name); const char *k = "{token}";'))
        for name in ("text", "json", "jsonl", "sarif"):
            done = self.box.trawl("scan", "both", "-o", name, "-v")
            self.assertEqual(done.returncode, 1)
            self.assertNotIn(token.encode(), done.stdout + done.stderr)

    def test_a_token_that_is_used_as_one_is_one_finding_with_both_pieces_of_evidence(self):
        token = sandbox.make_token("github-pat")
        self.box.write("used/config.h", f'#define TOKEN "{token}"\n')
        self.box.write("used/a.c", """#include <curl/curl.h>
#include "config.h"
void f(CURL *curl) {
  const char *bearer = TOKEN;
  curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, bearer);
}
""")
        _, report = self.scan("--no-config", tree="used")
        (finding,) = report["findings"]
        self.assertEqual(finding["rule"]["id"], "github-pat")
        self.assertIn("hard-coded-credential", json.dumps(finding["also_matched"]))
        self.assertEqual(finding["traces"][0][-1]["location"]["region"]["start_line"], 5)
        for name in ("text", "json", "jsonl", "sarif"):
            done = self.box.trawl("scan", "used", "-o", name, "-v")
            self.assertNotIn(token.encode(), done.stdout)
        sarif = json.loads(self.box.trawl("scan", "used", "-o", "sarif").stdout)
        (result,) = sarif["runs"][0]["results"]
        self.assertEqual(result["ruleId"], "github-pat")
        self.assertTrue(result["codeFlows"])
        # Without patterns, the flow is told by itself.
        _, report = self.scan("--only", "sast", tree="used")
        self.assertEqual([finding["rule"]["id"] for finding in report["findings"]], ["hard-coded-credential"])

    def test_what_is_advisory_by_nature_is_a_note(self):
        self.box.write("notes/a.c", """#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
void name_of_icon(const char *name, unsigned char *out) { SHA1((const unsigned char *)name, strlen(name), out); }
void sign_it(const char *text, unsigned char *out) { SHA1((const unsigned char *)text, strlen(text), out); }
void ocb_block(EVP_CIPHER_CTX *c, const unsigned char *key) { EVP_EncryptInit_ex(c, EVP_aes_128_ecb(), 0, key, 0); }
void encrypt(EVP_CIPHER_CTX *c, const unsigned char *key) { EVP_EncryptInit_ex(c, EVP_aes_128_ecb(), 0, key, 0); }
void follow(void) { char to[100]; ssize_t n = readlink("/srv/now", to, 99); if (n > 0) { to[n] = 0; fopen(to, "r"); } }
void search(void) { setenv("PATH", getenv("PATH"), 1); }
void search_other(void) { setenv("PATH", getenv("TOOLS"), 1); }
""")
        _, report = self.scan("--only", "sast", tree="notes")
        levels = {finding["locations"][0]["region"]["start_line"]: finding["severity"] for finding in report["findings"]}
        notes = {line for line, level in levels.items() if level == "low"}
        self.assertEqual(notes, {8, 10, 12, 13}, levels)
        self.assertEqual(set(levels), {8, 9, 10, 11, 12, 13, 14}, levels)

    def test_a_hostile_file_costs_only_itself(self):
        self.box.write("hostile/a.c", INPUT.replace("run_it(name);", "system(name);"))
        self.box.write("hostile/b.c", "#pragma clang __debug overflow_stack\n#include </dev/zero>\n" + "(" * 100000)
        code, report = self.scan("--checkers", "command-injection", tree="hostile")
        self.assertIn(code, (1, 4))
        self.assertEqual([finding["rule"]["id"] for finding in report["findings"]], ["command-injection"])
        self.assertEqual(report["coverage"]["program"]["units"], 2)

    def test_what_tests_do_beside_a_program_is_a_note_and_tests_alone_are_a_program(self):
        weak = "#include <openssl/evp.h>\nconst EVP_CIPHER *chosen(void) { return EVP_des_ecb(); }\n"
        self.box.write("tested/tests/a.c", weak)
        _, report = self.scan("--checkers", "weak-cipher", tree="tested")
        self.assertEqual([one["severity"] for one in report["findings"]], ["high"])
        self.box.write("tested/src/b.c", "int one(void) { return 1; }\n")
        _, report = self.scan("--checkers", "weak-cipher", tree="tested")
        self.assertEqual([one["severity"] for one in report["findings"]], ["low"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
