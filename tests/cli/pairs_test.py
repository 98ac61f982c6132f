"""An id and its secret: each alone is graded by itself, together they are one critical finding."""

import base64
import json
import random
import string
import sys
import unittest

import sandbox

GIT = "export GIT_AUTHOR_DATE='2024-01-01T00:00:00Z' GIT_COMMITTER_DATE='2024-01-01T00:00:00Z'; "
RANDOM = random.Random(20240607)


def made(alphabet, length):
    return "".join(RANDOM.choice(alphabet) for _ in range(length))


HEX = "0123456789abcdef"
BASE32 = string.ascii_uppercase + "234567"
ALNUM = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
AWS_ID = "AK" + "IAQ" + made(BASE32, 15)
AWS_SECRET = made(ALNUM, 40)
UUID = "-".join(made(HEX, n) for n in (8, 4, 4, 4, 12))
OTHER_UUID = "-".join(made(HEX, n) for n in (8, 4, 4, 4, 12))
PASSWORD = "tR7#kq9L" + "w2mzPx"

# rule of the secret, its line, the lines of its partners with what is at the place shown
PAIRS = [
    ("aws-secret-access-key", f"aws_secret_access_key = {AWS_SECRET}", [(f"aws_access_key_id = {AWS_ID}", AWS_ID)]),
    ("gcp-oauth-client-secret", "client_secret=" + "GOC" + "SPX-" + made(ALNUM, 28),
     [(f"client_id={(i := '4057730054' + '98-' + made(LOWER, 32) + '.apps.googleusercontent.com')}", i)]),
    ("twilio-auth-token", "TWILIO_AUTH_TOKEN=" + made(HEX, 32),
     [(f"TWILIO_ACCOUNT_SID={(i := 'A' + 'C' + made(HEX, 32))}", i)]),
    ("azure-entra-client-secret", "AZURE_CLIENT_SECRET=" + sandbox.make_token("azure-entra-client-secret"),
     [(f"AZURE_CLIENT_ID={UUID}", UUID), (f"AZURE_TENANT_ID={OTHER_UUID}", OTHER_UUID)]),
    ("okta-token", "OKTA_API_TOKEN=00" + made(ALNUM, 40), [("OKTA_URL=https://corp-prod.okta.com", "corp-prod.okta.com")]),
    ("datadog-app-key", "DATADOG_APP_KEY=" + made(HEX, 40), [(f"DATADOG_API_KEY={(i := made(HEX, 32))}", i)]),
    ("unquoted-database-password", f"DB_PASSWORD={PASSWORD}", [("DB_HOST=db-1.corp.dev", "db-1.corp.dev")]),
    ("unquoted-client-secret", "OAUTH_CLIENT_SECRET=" + made(ALNUM, 32),
     [(f"OAUTH_CLIENT_ID={(i := 'portal-17-' + made(LOWER, 12))}", i)]),
]
IDENTIFIERS = {"aws-access-key-id", "gcp-oauth-client-id", "twilio-account-sid"}


class Pairs(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def shell(self, script):
        return self.box.shell(GIT + script, timeout=120, must_succeed=True)

    def findings(self, *command, form="json"):
        done = self.box.trawl(*command, "-o", form, "--no-progress")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        for secret in (AWS_SECRET, PASSWORD):
            self.assertNotIn(secret.encode(), done.stdout)
        report = json.loads(done.stdout)
        return report["findings"] if form == "json" else report

    def scan(self, *more):
        return self.findings("scan", ".", "--only", "secrets", *more)

    def of(self, findings, rule):
        found = [finding for finding in findings if finding["rule"]["id"] == rule]
        self.assertEqual(len(found), 1, (rule, [finding["rule"]["id"] for finding in findings]))
        return found[0]

    def test_a_pair_is_one_critical_finding_that_shows_its_partners(self):
        for rule, secret, partners in PAIRS:
            with self.subTest(rule=rule):
                text = "".join(line + "\n\n" for line, _ in partners) + secret + "\n"
                self.box.write(".env", text)
                findings = self.scan()
                finding = self.of(findings, rule)
                self.assertEqual(finding["severity"], "critical")
                shown = {text.encode()[place["bytes"]["begin"]:place["bytes"]["end"]].decode()
                         for place in finding["partners"]}
                self.assertEqual(shown, {partner for _, partner in partners})
                # A partner that is a secret itself has to be revoked, too, and stays.
                self.assertEqual({other["rule"]["id"] for other in findings} - {rule},
                                 {"datadog-api-key"} if rule == "datadog-app-key" else set())
                self.assertIn("together with", finding["message"])

    def test_each_alone_is_graded_by_itself(self):
        for rule, secret, partners in PAIRS:
            with self.subTest(rule=rule):
                self.box.write(".env", secret + "\n")
                finding = self.of(self.scan(), rule)
                self.assertEqual(finding["partners"], [])
                self.assertNotIn("together with", finding["message"])
                for line, _ in partners:
                    self.box.write(".env", line + "\n")
                    alone = self.scan()
                    if rule == "datadog-app-key":
                        continue
                    expected = IDENTIFIERS & {other["rule"]["id"] for other in alone}
                    self.assertEqual({other["rule"]["id"] for other in alone}, expected)
                    for other in alone:
                        self.assertIn(other["severity"], ("low", "medium"))

    def test_a_lone_id_tells_its_account_and_so_does_the_pair(self):
        self.box.write("a.ini", f"aws_access_key_id = {AWS_ID}\n")
        alone = self.of(self.scan(), "aws-access-key-id")
        self.assertRegex(alone["message"], r"account \d{12}")
        account = alone["message"].split("account ")[1][:12]
        self.box.write("a.ini", f"aws_access_key_id = {AWS_ID}\naws_secret_access_key = {AWS_SECRET}\n")
        self.assertIn("account " + account, self.of(self.scan(), "aws-secret-access-key")["message"])

    def test_beyond_the_window_of_one_file_they_are_two(self):
        self.box.write("a.ini", f"aws_access_key_id = {AWS_ID}\n" + "# x\n" * 30 + f"aws_secret_access_key = {AWS_SECRET}\n")
        findings = self.scan()
        self.assertEqual(self.of(findings, "aws-access-key-id")["severity"], "medium")
        self.assertEqual(self.of(findings, "aws-secret-access-key")["partners"], [])

    def test_files_of_one_directory_pair_and_those_of_others_do_not(self):
        for rule, secret, partners in PAIRS:
            with self.subTest(rule=rule):
                self.box.write("deploy/secret.env", secret + "\n")
                self.box.write("deploy/public.env", partners[0][0] + "\n")
                finding = self.of(self.scan(), rule)
                self.assertEqual(finding["severity"], "critical")
                self.assertEqual([place["path"] for place in finding["partners"]], ["./deploy/public.env"]
                                 if finding["locations"][0]["path"].startswith("./") else ["deploy/public.env"])
                (self.box.work / "deploy/public.env").unlink()
                self.box.write("other/public.env", partners[0][0] + "\n")
                self.assertEqual(self.of(self.scan(), rule)["partners"], [])
                (self.box.work / "other/public.env").unlink()

    def test_only_a_password_of_a_host_others_reach_is_raised(self):
        for host in ("localhost", "db", "127.0.0.1", "mysql.test"):
            self.box.write(".env", f"DB_HOST={host}\nDB_PASSWORD={PASSWORD}\n")
            finding = self.of(self.scan(), "unquoted-database-password")
            self.assertEqual((finding["severity"], finding["partners"]), ("medium", []), host)

    def test_an_id_paired_in_one_place_and_alone_in_another_is_shown_there(self):
        self.box.write("one/a.ini", f"aws_access_key_id = {AWS_ID}\naws_secret_access_key = {AWS_SECRET}\n")
        self.box.write("two/b.ini", f"aws_access_key_id = {AWS_ID}\n")
        alone = self.of(self.scan(), "aws-access-key-id")
        self.assertEqual(len(alone["locations"]), 1)
        self.assertTrue(alone["locations"][0]["path"].endswith("two/b.ini"))
        self.assertEqual(alone["severity"], "medium")

    def test_a_secret_that_a_comment_accepts_does_not_hide_its_id(self):
        self.box.write("a.ini", f"aws_access_key_id = {AWS_ID}\n"
                                f"aws_secret_access_key = {AWS_SECRET}  # trawl:allow made up\n")
        findings = self.scan()
        self.assertIn("aws-access-key-id", {finding["rule"]["id"] for finding in findings})

    def test_sarif_has_the_partner_as_related_location(self):
        self.box.write("a.ini", f"aws_access_key_id = {AWS_ID}\n\naws_secret_access_key = {AWS_SECRET}\n")
        report = self.findings("scan", ".", "--only", "secrets", form="sarif")
        results = report["runs"][0]["results"]
        self.assertEqual([result["ruleId"] for result in results], ["aws-secret-access-key"])
        related = results[0]["relatedLocations"]
        self.assertEqual([place["physicalLocation"]["region"]["startLine"] for place in related], [1])

    def test_encoded_they_pair_as_well(self):
        text = f"aws_access_key_id = {AWS_ID}\naws_secret_access_key = {AWS_SECRET}\n"
        self.box.write("a.yaml", "data: " + base64.b64encode(text.encode()).decode() + "\n")
        finding = self.of(self.scan(), "aws-secret-access-key")
        self.assertEqual((finding["severity"], len(finding["partners"])), ("critical", 1))

    def test_new_id_beside_a_secret_that_was_there_is_reported_by_staged(self):
        self.shell("git init -q .")
        self.box.write("a.ini", f"aws_secret_access_key = {AWS_SECRET}\n")
        self.shell("git add -A; git commit -qm one")
        self.box.write("a.ini", f"aws_access_key_id = {AWS_ID}\naws_secret_access_key = {AWS_SECRET}\n")
        self.shell("git add -A")
        finding = self.of(self.findings("staged"), "aws-access-key-id")
        self.assertEqual((finding["severity"], len(finding["partners"])), ("critical", 1))

    def test_history_pairs_on_whole_blobs_and_incremental_is_a_full_scan(self):
        """Halves are changed one at a time, moved apart and together, within a file and between files."""
        self.shell("git init -q repo")
        chance = random.Random(11)
        halves = [line for _, secret, partners in PAIRS for line in (secret, *(line for line, _ in partners))]
        files = {name: [f"setting {chance.randrange(10**6)}" for _ in range(150)] for name in ("a.env", "b/c.env", "b/d.env")}
        for version in range(40):
            name = chance.choice(sorted(files))
            lines = files[name]
            for _ in range(3):
                at = chance.randrange(len(lines))
                if chance.random() < 0.5:
                    lines[at:at + 1] = [chance.choice(halves), lines[at]]
                elif chance.random() < 0.5:
                    moved = lines[at:at + 20]
                    del lines[at:at + 20]
                    lines[chance.randrange(len(lines)):0] = moved
                else:
                    lines[at] = "x" * chance.randrange(400)
            self.box.write("repo/" + name, "\n".join(lines) + "\n")
            self.shell(f"cd repo; git add -A; git commit -qm {version} --allow-empty")
        # A commit that rotates only one half.
        self.box.write("repo/e/pair.ini", f"id = {AWS_ID}\n\naws_secret_access_key = {AWS_SECRET}\n")
        self.shell("cd repo; git add -A; git commit -qm pair")
        rotated = made(ALNUM, 40)
        self.box.write("repo/e/pair.ini", f"id = {AWS_ID}\n\naws_secret_access_key = {rotated}\n")
        self.shell("cd repo; git add -A; git commit -qm rotated; git repack -adq --depth=300 --window=50")
        expected = self.box.trawl("history", "repo", "-o", "json", "--threads", 1, "--no-incremental").stdout
        findings = json.loads(expected)["findings"]
        self.assertGreater(sum(bool(finding["partners"]) for finding in findings), 5)
        both = [finding for finding in findings if finding["rule"]["id"] == "aws-secret-access-key"
                and any(place["path"].endswith("e/pair.ini") for place in finding["locations"])]
        self.assertEqual(len(both), 2)
        for finding in both:
            self.assertEqual(finding["severity"], "critical")
        for threads in (1, 2, 8):
            for more in ([], ["--no-incremental"]):
                with self.subTest(threads=threads, more=more):
                    done = self.box.trawl("history", "repo", "-o", "json", "--threads", threads, *more)
                    self.assertEqual(done.stdout, expected)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
