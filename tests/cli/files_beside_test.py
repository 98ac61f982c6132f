#!/usr/bin/env python3
"""What a file includes, and what includes it, counts: in a scan of everything as in one of configuration only."""

import json
import unittest

import sandbox

HTTP = b"""http {
  add_header X-Content-Type-Options nosniff always;
  add_header X-Frame-Options DENY always;
  add_header Content-Security-Policy "default-src 'self'; object-src 'none'" always;
  add_header Permissions-Policy "camera=()" always;
  add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
  server_tokens off;
  include /etc/nginx/conf.d/*.conf;
}
events { }
"""
SITE = b"server {\n  listen 443 ssl;\n  server_name a.example;\n  root /srv;\n  server_tokens off;\n  location / { }\n%s}\n"


class Beside(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def findings(self, path, *arguments):
        run = self.box.trawl("scan", "-o", "json", *arguments)
        self.assertIn(run.returncode, (0, 1), run)
        return sorted(f["rule"]["id"] for f in json.loads(run.stdout)["findings"] if f["locations"][0]["path"] == path)

    def both(self, path):
        found = self.findings(path)
        self.assertEqual(found, self.findings(path, "--only", "config"))
        return found

    def test_what_a_pipeline_of_gitlab_includes_is_a_part_of_it(self):
        self.box.write("ci/deploy.yml", b"deploy:\n  script:\n    - eval \"echo $CI_COMMIT_MESSAGE\"\n")
        self.assertEqual(self.both("ci/deploy.yml"), [])
        self.box.write(".gitlab-ci.yml", b"include:\n  - local: ci/*.yml\n  - .gitlab-ci.yml\n")
        self.assertEqual(self.both("ci/deploy.yml"), ["gitlab-script-injection"])

    def test_a_zero_does_not_hide_a_file(self):
        text = b"services: {a: {image: 'x:1', privileged: true}}\n"
        self.box.write("compose.yml", text + b"# \0\n")
        run = self.box.trawl("scan", "-o", "json")
        self.assertEqual(run.returncode, 3, run)
        report = json.loads(run.stdout)
        self.assertIn("this compose file holds bytes that no text has, and was not judged",
                      [n["message"] for n in report["notifications"]])
        # The same in another encoding is text.
        self.box.write("compose.yml", b"\xff\xfe" + text.decode().encode("utf-16-le"))
        run = self.box.trawl("scan", "-o", "json")
        self.assertEqual([n for n in json.loads(run.stdout)["notifications"] if n["incomplete"]], [], run)
        self.assertIn("compose-privileged", self.findings("compose.yml"))

    def test_a_site_has_the_headers_of_the_block_that_includes_it(self):
        self.box.write("nginx/conf.d/site.conf", SITE % b"")
        alone = self.both("nginx/conf.d/site.conf")
        self.assertIn("nosniff-missing", alone)
        self.assertIn("csp-missing", alone)
        self.box.write("nginx/nginx.conf", HTTP)
        self.assertEqual(self.both("nginx/conf.d/site.conf"), [])
        # A header of its own drops all of them, as nginx does.
        self.box.write("nginx/conf.d/site.conf", SITE % b"  add_header X-A b always;\n")
        self.assertIn("nosniff-missing", self.both("nginx/conf.d/site.conf"))
        # What does not fit the pattern is not included.
        self.box.write("nginx/nginx.conf", HTTP.replace(b"conf.d/*", b"sites/*"))
        self.box.write("nginx/conf.d/site.conf", SITE % b"")
        self.assertEqual(self.both("nginx/conf.d/site.conf"), alone)

    def test_a_pattern_stands_for_the_files_of_its_folder(self):
        headers = b"".join(line.strip() + b"\n" for line in HTTP.splitlines() if b"add_header" in line)
        self.box.write("nginx.conf", b"http {\n" + SITE % b"  include snippets/*.inc;\n" + b"}\n")
        self.assertNotIn("nosniff-missing", self.both("nginx.conf"))  # there is no such folder: nobody knows
        self.box.write("snippets/readme.txt", b"x\n")
        self.assertIn("nosniff-missing", self.both("nginx.conf"))  # it matches nothing
        self.box.write("snippets/headers.inc", headers)
        self.assertEqual(self.both("nginx.conf"), [])

    def test_files_that_include_each_other_by_patterns_come_to_an_end(self):
        for i in range(30):
            self.box.write(f"conf.d/{i}.conf", b"include conf.d/*.conf;\nserver { listen 80; location / { } }\n")
        run = self.box.trawl("scan", "--only", "config", timeout=60)
        self.assertIn(run.returncode, (0, 1), run)

    def test_a_workflow_of_the_project_itself_needs_no_commit(self):
        for name in ("own", "other"):
            self.box.write(".github/workflows/main.yml",
                           f"on: push\npermissions: {{}}\njobs: {{a: {{uses: 'me/mine/.github/workflows/{name}.yml@main'}}}}\n")
            self.box.write(".github/workflows/own.yml", "on: workflow_call\npermissions: {}\njobs: {a: {steps: [{run: x}]}}\n")
            found = self.both(".github/workflows/main.yml")
            self.assertEqual("gha-unpinned-action" in found, name == "other", found)

    def test_the_version_of_helmet_is_that_of_the_lock_file(self):
        self.box.write("src/app.js", b"const helmet = require('helmet')\nconst app = require('express')()\napp.use(helmet())\n")
        self.assertNotIn("hsts-short-default", self.both("src/app.js"))
        newest = self.both("src/app.js")
        self.box.write("package-lock.json", json.dumps({"lockfileVersion": 3, "packages": {
            "node_modules/helmet": {"version": "4.6.0"}}}))
        self.assertNotEqual(self.both("src/app.js"), newest)


if __name__ == "__main__":
    unittest.main()
