"""Dependencies as users meet them: an index is built, a tree is judged, and without data there is no clean bill."""

import json
import unittest
import zipfile

import sandbox

SRI = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="


def record(identifier, name, fixed, **more):
    return {"id": identifier, "modified": "2026-01-02T03:04:05Z",
            "affected": [{"package": {"ecosystem": "npm", "name": name},
                          "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}]}], **more}


def entry(name, version, **more):
    return {"version": version, "resolved": f"https://registry.npmjs.org/{name}/-/{name}-{version}.tgz",
            "integrity": SRI, **more}


class Dependencies(unittest.TestCase):
    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)

    def write_json(self, name, value):
        self.box.write(name, (json.dumps(value, indent=1) + "\n").encode())

    def write_lock(self):
        self.write_json("package.json", {"name": "app", "private": True, "dependencies": {"middle": "^1.0.0"}})
        self.write_json("package-lock.json", {"name": "app", "lockfileVersion": 3, "packages": {
            "": {"name": "app", "dependencies": {"middle": "^1.0.0"}},
            "node_modules/middle": entry("middle", "1.0.0", dependencies={"left": "^1.0.0"}),
            "node_modules/left": entry("left", "1.1.0")}})

    def build(self, **records):
        for name, value in records.items():
            self.write_json(f"osv/{name}.json", value)
        return self.box.trawl("vulndb", "build", "osv", "-o", "index")

    def deps(self, *arguments):
        return self.box.trawl("deps", "--vulndb", "index", "--vulndb-max-age", "36500", "--exclude", "osv", *arguments)

    def test_a_known_vulnerability_is_a_finding_with_way_and_fix(self):
        self.write_lock()
        built = self.build(
            a=record("GHSA-aaaa", "left", "1.2.0", aliases=["CVE-2026-1"], summary="Bad things",
                     severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]))
        self.assertEqual(built.returncode, 0, built)
        self.assertIn(b"1 record about 1 package,", built.stdout)
        run = self.deps("-o", "json")
        self.assertEqual(run.returncode, 1, run)
        report = json.loads(run.stdout)
        finding, = report["findings"]
        self.assertEqual((finding["rule"]["id"], finding["severity"]), ("dep-vulnerable", "critical"))
        self.assertIn("left 1.1.0 is affected by CVE-2026-1", finding["message"])
        self.assertIn("update to 1.2.0", finding["message"])
        self.assertIn("middle@1.0.0 > left@1.1.0", finding["message"])

    def test_all_formats_and_the_baseline_treat_it_as_any_finding(self):
        self.write_lock()
        self.build(a=record("GHSA-aaaa", "left", "1.2.0"))
        sarif = json.loads(self.deps("-o", "sarif").stdout)
        result, = sarif["runs"][0]["results"]
        self.assertEqual(result["ruleId"], "dep-vulnerable")
        place = result["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "package-lock.json")
        # The line of the package, which the lock file names.
        with open(f"{self.box.work}/package-lock.json", encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertIn("node_modules/left", lines[place["region"]["startLine"] - 1])
        self.assertEqual(self.deps("--fail-on", "critical").returncode, 0)
        self.assertEqual(self.deps("--audit-level", "critical").returncode, 0)
        self.assertEqual(self.deps("--audit-level", "high").returncode, 1)
        self.assertEqual(self.deps("--audit-level", "none").returncode, 0)
        self.assertEqual(self.deps("--disable-rule", "dep-vulnerable").returncode, 0)

    def test_without_data_nothing_is_clean(self):
        self.write_lock()
        absent = self.box.trawl("deps", "--exclude", "osv")
        self.assertEqual(absent.returncode, 3, absent)
        self.assertIn(b"vulnerability-data", absent.stdout)
        named = self.box.trawl("deps", "--vulndb", "missing")
        self.assertEqual(named.returncode, 2, named)
        self.build(a=record("GHSA-aaaa", "other", "1.2.0"))
        old = self.box.trawl("deps", "--vulndb", "index", "--vulndb-max-age", "1", "--exclude", "osv")
        self.assertIn(old.returncode, (0, 3), old)  # as old as the record is on the day of the test
        self.assertEqual(self.deps().returncode, 0)
        # A scan that was not asked for vulnerabilities notes it.
        self.assertEqual(self.box.trawl("scan", "--exclude", "osv", "--only", "dependencies").returncode, 0)

    def test_an_index_without_the_ecosystem_is_no_answer(self):
        self.box.write("Cargo.lock", b'[[package]]\nname = "a"\nversion = "1.0.0"\n'
                                     b'source = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "'
                                     + b"a" * 64 + b'"\n')
        self.build(a=record("GHSA-aaaa", "left", "1.2.0"))
        run = self.deps()
        self.assertEqual(run.returncode, 3, run)
        self.assertIn(b"ecosystem", run.stdout)

    def test_vex_marks_and_does_not_hide(self):
        self.write_lock()
        self.build(a=record("GHSA-aaaa", "left", "1.2.0"))
        self.write_json("vex.json", {"statements": [
            {"vulnerability": {"name": "GHSA-aaaa"}, "products": [{"@id": "pkg:npm/left@1.1.0"}],
             "status": "not_affected", "justification": "component_not_present"}]})
        run = self.deps("--vex", "vex.json", "-o", "json")
        self.assertEqual(run.returncode, 0, run)
        finding, = json.loads(run.stdout)["findings"]
        self.assertIn("component_not_present", json.dumps(finding["suppression"]))

    def test_archives_of_records_and_broken_ones(self):
        with zipfile.ZipFile(f"{self.box.work}/all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(50):
                archive.writestr(f"GHSA-{i}.json", json.dumps(record(f"GHSA-{i}", "left", "1.2.0")))
            archive.writestr("broken.json", '{"id": "X"')
        run = self.box.trawl("vulndb", "build", "all.zip", "-o", "index")
        self.assertEqual(run.returncode, 3, run)
        self.assertIn(b"broken.json", run.stderr)
        self.assertIn(b"50 records", run.stdout)
        shown = self.box.trawl("vulndb", "show", "index")
        self.assertIn(b"npm             1 packages", shown.stdout)
        nothing = self.box.trawl("vulndb", "build", "index", "-o", "other")
        self.assertEqual(nothing.returncode, 2, nothing)

    def test_a_lock_that_lies_is_told_apart_from_one_that_does_not(self):
        self.write_lock()
        self.build(a=record("GHSA-aaaa", "other", "1.2.0"))
        self.assertEqual(self.deps().returncode, 0)
        self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {
            "": {"dependencies": {"middle": "^1.0.0"}},
            "node_modules/middle": {"version": "2.0.0", "resolved": "https://registry.npmjs.org/evil/-/evil-2.0.0.tgz"},
            "node_modules/plain": {"version": "1.0.0", "resolved": "http://registry.npmjs.org/plain/-/plain-1.0.0.tgz",
                                   "integrity": SRI, "hasInstallScript": True}}})
        report = json.loads(self.deps("-o", "json").stdout)
        self.assertEqual(sorted(finding["rule"]["id"] for finding in report["findings"]),
                         ["dep-insecure-source", "dep-install-script", "dep-lock-drift", "dep-lock-injection",
                          "dep-no-integrity"])

    def test_confusion_is_told_from_the_settings_beside(self):
        self.write_json("package.json", {"name": "app", "private": True,
                                         "dependencies": {"@corp/tool": "^1.0.0", "@corp/other": "^1.0.0"}})
        self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {
            "": {"dependencies": {"@corp/tool": "^1.0.0"}},
            "node_modules/@corp/tool": {"version": "1.0.0", "integrity": SRI,
                                        "resolved": "https://npm.corp.example/@corp/tool/-/tool-1.0.0.tgz"}}})
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        rules = lambda: sorted({f["rule"]["id"] for f in json.loads(self.deps("-o", "json").stdout)["findings"]})
        self.assertEqual(rules(), ["confusion-unbound-scope"])
        self.box.write(".npmrc", b"@corp:registry=https://npm.corp.example/\n")
        self.assertEqual(rules(), [])
        self.box.write("requirements.txt", b"--extra-index-url https://pypi.corp.example/simple\nrequests==2.31.0\n")
        self.assertIn("confusion-pip-extra-index", rules())

    def test_maven_asks_repositories_in_their_order(self):
        def pom(*repositories):
            body = "".join(f"<repository><id>{name}</id><url>{url}</url></repository>" for name, url in repositories)
            return f"<project><artifactId>a</artifactId><repositories>{body}</repositories></project>".encode()
        central, corp = ("central", "https://repo.maven.apache.org/maven2"), ("corp", "https://maven.corp.example/r")
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        rules = lambda: sorted({f["rule"]["id"] for f in json.loads(self.deps("-o", "json").stdout)["findings"]})
        self.box.write("pom.xml", pom(central, corp))
        self.assertEqual(rules(), ["confusion-jvm-repositories"])
        self.box.write("pom.xml", pom(corp, central))
        self.assertEqual(rules(), [])
        # Where packages are published to is no place that is asked.
        self.box.write("pom.xml", pom(central).replace(b"</project>", b"<distributionManagement><repository><id>corp</id>"
                       b"<url>https://maven.corp.example/r</url></repository></distributionManagement></project>"))
        self.assertEqual(rules(), [])
        self.box.write("pom.xml", pom(central, corp))
        self.box.write("settings.xml", b"<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf>"
                                       b"<url>https://maven.corp.example/all</url></mirror></mirrors></settings>")
        self.assertEqual(rules(), [])

    def test_without_a_lock_or_manifest_nothing_is_sound(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        self.box.write("src/README.md", b"hello\n")
        for more in ((), ("--format", "npm-audit")):
            done = self.box.trawl("deps", "src", "--vulndb", "index", *more)
            self.assertEqual(done.returncode, 3, done)
            self.assertIn(b"no lock file and no manifest here", done.stdout + done.stderr)

    def test_words_of_other_programs_are_explained(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        for arguments, words in ((("--json",), b"'--format npm-audit' or '-o json'"), (("--production",), b"only development needs"),
                                 (("--format", "json"), b"as -o json")):
            done = self.deps(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)

    def findings(self):
        done = self.deps("-o", "json")
        self.assertNotIn(done.returncode, (2, 5), done)
        return [(f["rule"]["id"], f["severity"], f["locations"][0]["path"]) for f in json.loads(done.stdout)["findings"]]

    def test_what_is_told_once_is_told_once(self):
        """A place that many packages come from, manifests without locks: one finding that counts them."""
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        entries = {f"node_modules/p{i}": {"version": "1.0.0", "integrity": SRI, "resolved": f"https://registry.npmjs.org/p{i}/-/p{i}-1.0.0.tgz"}
                   for i in range(9)}
        entries |= {f"node_modules/q{i}": {"version": "1.0.0", "integrity": SRI, "resolved": f"https://elsewhere.example/q{i}/-/q{i}-1.0.0.tgz"}
                    for i in range(5)}
        self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {"": {}} | entries})
        self.assertEqual([f[0] for f in self.findings()], ["dep-foreign-host"])
        (self.box.work / "package-lock.json").unlink()
        for folder in ("", "b/", "c/"):
            self.write_json(folder + "package.json", {"private": True, "dependencies": {"p": "^1.0.0"}})
        self.assertEqual(self.findings(), [("dep-no-lock", "medium", "package.json")])

    def test_what_a_manifest_asks_for_by_its_place_is_no_stranger(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        self.write_json("package.json", {"private": True, "dependencies": {"ms": "https://github.com/a/ms/archive/refs/tags/1.tar.gz", "q": "^1.0.0"}})
        entries = {"node_modules/q": {"version": "1.0.0", "integrity": SRI, "resolved": "https://registry.npmjs.org/q/-/q-1.0.0.tgz"},
                   "node_modules/r": {"version": "1.0.0", "integrity": SRI, "resolved": "https://registry.npmjs.org/r/-/r-1.0.0.tgz"},
                   "node_modules/ms": {"version": "1.0.0", "integrity": SRI, "resolved": "https://github.com/a/ms/archive/refs/tags/1.tar.gz"}}
        self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {"": {"dependencies": {"ms": "https://github.com/a/ms/archive/refs/tags/1.tar.gz", "q": "^1.0.0"}}} | entries})
        self.assertEqual(self.findings(), [])

    def test_one_registry_under_several_names_is_one(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        def lock(*hosts):
            self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {"": {}} | {
                "node_modules/x/" * i + "node_modules/a": {"version": f"{i + 1}.0.0", "integrity": SRI, "resolved": f"https://{host}/a/-/a-{i + 1}.0.0.tgz"}
                for i, host in enumerate(hosts)}})
            return [f[0] for f in self.findings()]
        self.assertEqual(lock("feed-2.pkgs.corp.example", "feed-12.pkgs.corp.example"), [])
        self.assertNotIn("confusion-two-hosts", lock("registry.npmjs.org", "registry.npmmirror.com"))
        self.assertIn("confusion-two-hosts", lock("one.pkgs.corp.example", "two.pkgs.corp.example"))

    def test_a_copy_of_the_public_registry_makes_no_scope_internal(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        names = ["@corp/tool"] + [f"plain{i}" for i in range(12)]
        entries = {f"node_modules/{n}": {"version": "1.0.0", "integrity": SRI, "resolved": f"https://npm.corp.example/{n}/-/{n.split('/')[-1]}-1.0.0.tgz"} for n in names}
        self.write_json("package.json", {"private": True, "dependencies": {"@corp/tool": "^1.0.0"}})
        self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {"": {"dependencies": {"@corp/tool": "^1.0.0"}}} | entries})
        self.assertEqual(self.findings(), [])

    def test_a_version_that_is_fixed_and_locked_is_no_range(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        self.write_json("package.json", {"name": "tool", "private": True, "workspaces": ["web"]})
        self.write_json("web/package.json", {"name": "web", "private": True, "dependencies": {"tool": "3.0.0"}})
        self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {"": {"workspaces": ["web"]}, "web": {"dependencies": {"tool": "3.0.0"}},
            "node_modules/tool": {"version": "3.0.0", "integrity": SRI, "resolved": "https://registry.npmjs.org/tool/-/tool-3.0.0.tgz"}}})
        self.assertEqual(self.findings(), [])
        self.write_json("web/package.json", {"name": "web", "private": True, "dependencies": {"tool": "^3.0.0"}})
        self.assertIn("confusion-unscoped-internal", [f[0] for f in self.findings()])

    def test_packages_for_other_systems_have_no_digest_in_yarn(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        self.box.write("yarn.lock", b'__metadata:\n  version: 8\n\n"@esbuild/aix@npm:0.21.5":\n  version: 0.21.5\n  resolution: "@esbuild/aix@npm:0.21.5"\n'
                                    b'  conditions: os=aix & cpu=ppc64\n  languageName: node\n  linkType: hard\n')
        self.assertEqual(self.findings(), [])
        self.box.write("yarn.lock", b'__metadata:\n  version: 8\n\n"@esbuild/aix@npm:0.21.5":\n  version: 0.21.5\n  resolution: "@esbuild/aix@npm:0.21.5"\n'
                                    b'  languageName: node\n  linkType: hard\n')
        self.assertEqual([f[0] for f in self.findings()], ["dep-no-integrity"])

    def test_gems_have_a_digest_for_each_platform(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        platforms = ("arm64-darwin", "x86_64-linux-gnu")
        specs = "".join(f"    ffi (1.17.4-{p})\n" for p in platforms)
        sums = "".join(f"  ffi (1.17.4-{p}) sha256={str(i) * 64}\n" for i, p in enumerate(platforms))
        text = f"GEM\n  remote: https://rubygems.org/\n  specs:\n{specs}\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  ffi\n\nCHECKSUMS\n{sums}"
        self.box.write("Gemfile.lock", text.encode())
        self.assertEqual(self.findings(), [])

    def test_repositories_that_everybody_can_publish_to_hold_no_internal_packages(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        for host, expected in (("jitpack.io", []), ("repo.spring.io/milestone", []), ("maven.corp.example", ["confusion-jvm-repositories"])):
            self.box.write("build.gradle", f'repositories {{\n  mavenCentral()\n  maven {{ url "https://{host}" }}\n}}\n'.encode())
            self.assertEqual([f[0] for f in self.findings()], expected, host)

    def test_addresses_outside_of_repositories_are_no_repositories(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        text = ('repositories {\n  mavenCentral()\n}\next.plugins = [\n  [url: "https://files.example/p.jar"],\n]\nlicense {\n  url = "https://www.example/LICENSE"\n}\n'
                'publishing {\n  repositories {\n    maven { url "https://maven.corp.example" }\n  }\n}\n')
        self.box.write("build.gradle", text.encode())
        self.assertEqual(self.findings(), [])

    def test_what_developers_need_is_low(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        self.box.write("docs/requirements.txt", b"sphinx\n")
        self.box.write("lint_requirements.txt", b"ruff\n")
        self.assertEqual({f[1] for f in self.findings()}, {"low"})
        self.box.write("requirements-docker.txt", b"flask\n")  # no word of theirs
        self.assertIn(("dep-open-range", "medium", "requirements-docker.txt"), self.findings())
        self.box.write("requirements.txt", b"flask\n")
        self.assertIn(("dep-open-range", "medium", "requirements.txt"), self.findings())

    def test_files_of_cmake_are_no_requirements_and_tests_no_products(self):
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        self.box.write("requirements/CMakeLists.txt", b"add_test(NAME a\nSOURCES\n  tst.cpp)\n")
        self.assertEqual(self.findings(), [])
        self.box.write("tests/data/requirements.txt", b"flask\n")
        self.assertEqual({f[1] for f in self.findings()}, {"info"})

    def test_a_lock_that_contradicts_itself_is_not_believed(self):
        other = "sha512-" + "B" * 86 + "=="
        self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {
            "": {}, "node_modules/a": {"version": "1.0.0", "integrity": SRI},
            "node_modules/b/node_modules/a": {"version": "1.0.0", "integrity": other}}})
        self.build(a=record("GHSA-aaaa", "x", "1.2.0"))
        report = json.loads(self.deps("-o", "json").stdout)
        self.assertIn("dep-lock-contradiction", [f["rule"]["id"] for f in report["findings"]])
        self.box.write("package-lock.json", b'{"lockfileVersion": 3, "packages": {"": {}, "node_modules/a": {"version": "1.0.0"},\n'
                                            b'"node_modules/a": {"version": "6.6.6"}}}')
        done = self.deps("-o", "json")
        self.assertIn(done.returncode, (3, 4), done)
        self.assertIn(b"line 2: a key stands twice", done.stdout)
        self.assertFalse(json.loads(done.stdout)["outcome"]["complete"])

    def test_bills_of_materials_are_the_same_bytes(self):
        self.write_lock()
        self.build(a=record("GHSA-aaaa", "left", "1.2.0"))
        first = self.box.trawl("sbom", "--vulndb", "index", "--exclude", "osv")
        self.assertEqual(first.returncode, 0, first)
        bom = json.loads(first.stdout)
        self.assertEqual((bom["bomFormat"], bom["specVersion"], bom["version"]), ("CycloneDX", "1.6", 1))
        self.assertRegex(bom["serialNumber"], r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        references = {component["bom-ref"] for component in bom["components"]} | {bom["metadata"]["component"]["bom-ref"]}
        self.assertEqual(references, {dependency["ref"] for dependency in bom["dependencies"]})
        for dependency in bom["dependencies"]:
            self.assertLessEqual(set(dependency["dependsOn"]), references)
        self.assertEqual(bom["vulnerabilities"][0]["affects"], [{"ref": "pkg:npm/left@1.1.0"}])
        self.assertEqual(first.stdout, self.box.trawl("sbom", "--vulndb", "index", "--exclude", "osv").stdout)
        spdx = json.loads(self.box.trawl("sbom", "--format", "spdx", SOURCE_DATE_EPOCH="86400").stdout)
        self.assertEqual((spdx["spdxVersion"], spdx["dataLicense"], spdx["SPDXID"]), ("SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"))
        self.assertEqual(spdx["creationInfo"]["created"], "1970-01-02T00:00:00Z")
        ids = [package["SPDXID"] for package in spdx["packages"]]
        self.assertEqual(len(ids), len(set(ids)))
        for identifier in ids:
            self.assertRegex(identifier, r"^SPDXRef-[A-Za-z0-9.-]+$")
        for relation in spdx["relationships"]:
            self.assertIn(relation["relatedSpdxElement"], ids)
        self.box.write("yarn.lock", b"broken\n")
        incomplete = self.box.trawl("sbom")
        self.assertEqual(incomplete.returncode, 3, incomplete)
        self.assertEqual(json.loads(incomplete.stdout)["compositions"][0]["aggregate"], "incomplete")

    def test_npm_audit_is_what_scripts_expect(self):
        self.write_lock()
        self.build(a=record("GHSA-aaaa", "left", "1.2.0", database_specific={"severity": "MODERATE"}))
        run = self.deps("--format", "npm-audit")
        self.assertEqual(run.returncode, 1, run)
        report = json.loads(run.stdout)
        self.assertEqual(report["auditReportVersion"], 2)
        self.assertEqual(report["metadata"]["vulnerabilities"], {"info": 0, "low": 0, "moderate": 1, "high": 0, "critical": 0, "total": 1})
        self.assertEqual(report["vulnerabilities"]["left"]["effects"], ["middle"])

    def git(self, arguments):
        self.box.shell(f"git {arguments}", 60, must_succeed=True)

    def range(self, *arguments):
        run = self.box.trawl("range", "--vulndb", "index", "--vulndb-max-age", "36500", "-o", "json", *arguments)
        return run.returncode, [(f["rule"]["id"], f["severity"], f["locations"][0]["path"])
                                for f in json.loads(run.stdout)["findings"] if f["rule"]["kind"] == "dependency"]

    def test_a_range_tells_what_it_brings_and_not_what_was_there(self):
        self.build(a=record("GHSA-aaaa", "left", "1.2.0"), b=record("GHSA-bbbb", "right", "1.2.0"))
        self.git("init -q .")
        self.box.write(".gitignore", b"osv\nindex\n")
        self.write_lock()
        self.git("add -A")
        self.git("commit -q -m one")
        # The vulnerable package that was there already moves in the file; another one comes.
        lock = json.loads((self.box.work / "package-lock.json").read_text())
        lock["packages"]["node_modules/a-first"] = entry("a-first", "1.0.0", hasInstallScript=True)
        lock["packages"]["node_modules/right"] = entry("right", "1.0.0")
        self.write_json("package-lock.json", lock)
        self.git("commit -q -a -m two")
        self.assertEqual(self.range("HEAD~1..HEAD"), (1, [("dep-install-script", "medium", "package-lock.json"),
                                                          ("dep-vulnerable", "high", "package-lock.json")]))
        # A commit that takes it away again leaves nothing.
        self.write_lock()
        self.git("commit -q -a -m three")
        self.assertEqual(self.range("HEAD~2..HEAD"), (0, []))
        self.assertEqual(self.range("HEAD~1..HEAD"), (0, []))
        # Of the first commit all is new.
        code, found = self.range("HEAD~2")
        self.assertEqual((code, [rule for rule, *_ in found]), (1, ["dep-vulnerable"]))

    def test_a_range_that_touches_no_lock_asks_for_no_data(self):
        self.git("init -q .")
        self.write_lock()
        self.git("add -A")
        self.git("commit -q -m one")
        self.box.write("a.txt", b"a\n")
        self.git("add -A")
        self.git("commit -q -m two")
        run = self.box.trawl("range", "HEAD~1..HEAD", "-o", "json")
        self.assertEqual(run.returncode, 0, run)
        self.assertEqual(json.loads(run.stdout)["notifications"], [])

    def test_any_number_of_threads_says_the_same(self):
        self.write_lock()
        for i in range(40):
            self.write_json(f"p{i}/package.json", {"name": f"p{i}", "dependencies": {"a": "*", "b": ">=1"}})
        self.build(a=record("GHSA-aaaa", "left", "1.2.0"))
        outputs = {self.deps("-o", "json", "--threads", str(n)).stdout for n in (1, 2, 8)}
        self.assertEqual(len(outputs), 1)

    def test_a_secret_in_a_lock_file_is_shown_nowhere(self):
        token = sandbox.make_token("github-pat")
        self.write_json("package-lock.json", {"lockfileVersion": 3, "packages": {
            "": {"dependencies": {"a": "1"}},
            "node_modules/a": {"version": "1.0.0", "resolved": f"git+http://{token}@github.com/o/{token}.git#main"}}})
        for form in ("text", "json", "sarif"):
            run = self.box.trawl("deps", "-v", "-o", form)
            self.assertIn(b"dep-insecure-source", run.stdout)
            self.assertNotIn(token.encode(), run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()
