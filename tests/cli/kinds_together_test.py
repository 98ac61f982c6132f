"""A scan for everything finds what the scans for one kind each find: looking at targets on their way changes nothing."""

import json
import unittest

import sandbox

KINDS = ("secrets", "config", "dependencies", "sast")


class KindsTogether(unittest.TestCase):
    def test_all_at_once_is_each_by_itself(self):
        box = sandbox.Sandbox()
        self.addCleanup(box.close)
        # What is judged by files beside it: an include of nginx.
        box.write("tree/nginx.conf", "events {}\nhttp {\n  include snippets/*.conf;\n  server { listen 443 ssl; server_name a; }\n}\n")
        box.write("tree/snippets/headers.conf", "server_tokens off;\nadd_header X-Frame-Options DENY always;\n"
                                                "add_header Strict-Transport-Security \"max-age=63072000\" always;\n")
        box.write("tree/compose.yml", "services: {a: {image: x, privileged: true}}\n")
        box.write("tree/package-lock.json", json.dumps({"name": "a", "lockfileVersion": 2, "packages": {
            "node_modules/b": {"version": "1.0.0", "resolved": "http://example.org/b.tgz"}}}))
        box.write("tree/a.c", "#include <stdlib.h>\nint main(void) { return system(getenv(\"A\")); }\n")
        box.write("tree/a.py", f"token = '{sandbox.make_token('github-pat')}'\n")

        def findings(*options):
            # The tree last: a list of kinds ends where the next word begins.
            report = json.loads(box.trawl("scan", *options, "tree", "-o", "json").stdout)
            return {(finding["rule"]["id"], place["path"], place["region"]["start_line"])
                    for finding in report["findings"] for place in finding["locations"]}

        each = {kind: findings("--only", kind) for kind in KINDS}
        for kind, found in each.items():
            self.assertTrue(found, kind)
        self.assertEqual(findings(), set().union(*each.values()))
        self.assertEqual(findings("--only", "secrets,sast"), each["secrets"] | each["sast"])
        self.assertEqual(findings("--only", "config", "--only", "secrets"), each["secrets"] | each["config"])

    def test_a_folder_of_tests_that_is_named_is_judged_as_what_it_is(self):
        box = sandbox.Sandbox()
        self.addCleanup(box.close)
        box.write("tests/app/Dockerfile", "FROM ubuntu:latest\n")
        box.write("tests/app/requirements.txt", "flask\n")

        def severities(path):
            report = json.loads(box.trawl("scan", path, "-o", "json").stdout)
            return {finding["rule"]["id"]: finding["severity"] for finding in report["findings"]}

        inside = severities("tests/app")
        self.assertEqual(inside["dockerfile-unpinned-base"], "medium")
        self.assertEqual(inside["dep-open-range"], "medium")
        self.assertEqual(severities("tests/app/Dockerfile")["dockerfile-unpinned-base"], "medium")
        self.assertEqual(set(severities(".").values()), {"info"})


if __name__ == "__main__":
    unittest.main(verbosity=2)
