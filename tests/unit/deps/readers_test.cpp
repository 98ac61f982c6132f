#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/deps/package.h"

namespace trawl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

DependencyFile file_of(std::string_view path, std::string_view bytes) {
  const DependencyReader* reader = dependency_reader_of(path);
  EXPECT_NE(reader, nullptr) << path;
  DependencyFile file;
  if (reader != nullptr) file = read_dependency_file(*reader, path, bytes);
  std::vector<DependencyFile> files = {std::move(file)};
  link_dependency_files(files);
  return std::move(files[0]);
}

// "name@version source integrity [dev] [direct] -> dependencies", which is all that judgements rest on.
std::string shown(const DependencyFile& file, const LockedPackage& package) {
  constexpr std::string_view kSources[] = {"unknown", "default", "registry", "archive",
                                           "git",     "path",    "workspace"};
  constexpr std::string_view kIntegrity[] = {"none", "weak", "strong"};
  std::string text =
      fmt::format("{}@{} {} {}", package.name, package.version, kSources[static_cast<int>(package.source)],
                  kIntegrity[static_cast<int>(package.integrity)]);
  if (!package.alias.empty()) text += " as " + package.alias;
  if (package.development) text += " dev";
  if (package.direct) text += " direct";
  for (const std::uint32_t target : package.dependencies) text += " > " + file.packages[target].name;
  return text;
}

std::vector<std::string> packages_of(const DependencyFile& file) {
  std::vector<std::string> list;
  for (const LockedPackage& package : file.packages) list.push_back(shown(file, package));
  return list;
}

const std::string kSri =
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
const std::string kSha256(64, 'a');

struct LockCase {
  std::string what;
  std::string path;
  std::string text;
  std::vector<std::string> packages;
};

class Locks : public testing::TestWithParam<LockCase> {};

TEST_P(Locks, SayWhatTheyFix) {
  const DependencyFile file = file_of(GetParam().path, GetParam().text);
  EXPECT_EQ(file.failure, std::nullopt);
  EXPECT_THAT(packages_of(file), testing::UnorderedElementsAreArray(GetParam().packages));
  // Places are in the file, and name what is meant.
  for (const LockedPackage& package : file.packages) {
    ASSERT_LE(package.span.end.value, GetParam().text.size());
    const std::string at = GetParam().text.substr(package.span.begin.value, package.span.size());
    EXPECT_FALSE(at.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Locks,
    testing::Values(
        LockCase{"npm_1",
                 "package-lock.json",
                 R"({"lockfileVersion": 1, "dependencies": {
            "a": {"version": "1.0.0", "resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz", "integrity": ")" +
                     kSri + R"(",
                  "requires": {"b": "^2.0.0"}, "dependencies": {"b": {"version": "2.0.0", "dev": true}}},
            "other": {"version": "npm:ms@2.0.0"}}})",
                 {"a@1.0.0 default strong direct > b", "b@2.0.0 unknown none dev",
                  "ms@2.0.0 unknown none as other direct"}},
        LockCase{
            "npm_3",
            "x/package-lock.json",
            R"({"lockfileVersion": 3, "packages": {
            "": {"dependencies": {"@s/a": "1", "l": "1"}, "devDependencies": {"d": "1"}},
            "node_modules/@s/a": {"version": "1.0.0", "resolved": "https://npm.example.com/@s/a/-/a-1.0.0.tgz", "integrity": "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "dependencies": {"b": "1"}},
            "node_modules/@s/a/node_modules/b": {"version": "1.5.0"},
            "node_modules/b": {"version": "2.0.0"},
            "node_modules/d": {"version": "1.0.0", "dev": true, "resolved": "git+ssh://git@github.com/o/d.git#0123"},
            "node_modules/l": {"resolved": "packages/l", "link": true},
            "packages/l": {"version": "1.0.0", "dependencies": {"b": "2"}}}})",
            {"@s/a@1.0.0 registry weak direct > b", "b@1.5.0 unknown none", "b@2.0.0 unknown none direct",
             "d@1.0.0 git none dev direct", "l@0.0.0 workspace none direct > b"}},
        LockCase{
            "yarn_1",
            "yarn.lock",
            "# yarn lockfile v1\n\n\"@s/a@^1.0.0\", \"@s/a@^1.1.0\":\n  version \"1.1.0\"\n"
            "  resolved "
            "\"https://registry.yarnpkg.com/@s/a/-/a-1.1.0.tgz#0123456789012345678901234567890123456789\"\n"
            "  integrity " +
                kSri +
                "\n  dependencies:\n    b \"^1\"\n\n"
                "b@^1:\n  version \"1.0.0\"\n\n\"c@npm:ms@2.0.0\":\n  version \"2.0.0\"\n",
            {"@s/a@1.1.0 default strong direct > b", "b@1.0.0 unknown none",
             "ms@2.0.0 unknown none as c direct"}},
        LockCase{"yarn_berry",
                 "yarn.lock",
                 "__metadata:\n  version: 8\n\n\"a@npm:^1.0.0\":\n  version: 1.0.0\n  resolution: "
                 "\"a@npm:1.0.0\"\n"
                 "  dependencies:\n    b: \"npm:^2.0.0\"\n  checksum: 10c0/abcd\n  languageName: node\n  "
                 "linkType: hard\n\n"
                 "\"b@npm:^2.0.0\":\n  version: 2.0.0\n  resolution: \"b@npm:2.0.0\"\n  checksum: 10c0/ef\n  "
                 "linkType: hard\n\n"
                 "\"app@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"app@workspace:.\"\n  "
                 "dependencies:\n    a: \"npm:^1.0.0\"\n  linkType: soft\n",
                 {"a@1.0.0 default strong direct > b", "b@2.0.0 default strong",
                  "app@0.0.0-use.local workspace none"}},
        LockCase{"pnpm_5",
                 "pnpm-lock.yaml",
                 "lockfileVersion: 5.4\nspecifiers:\n  a: ^1.0.0\ndependencies:\n  a: "
                 "1.0.0_react@16.0.0\npackages:\n"
                 "  /a/1.0.0_react@16.0.0:\n    resolution: {integrity: " +
                     kSri +
                     "}\n    dependencies:\n      '@s/b': 2.0.0\n"
                     "  /@s/b/2.0.0:\n    resolution: {integrity: " +
                     kSri + "}\n    dev: true\n",
                 {"a@1.0.0 default strong direct > @s/b", "@s/b@2.0.0 default strong dev"}},
        LockCase{"pnpm_6",
                 "pnpm-lock.yaml",
                 "lockfileVersion: '6.0'\ndependencies:\n  a:\n    specifier: ^1.0.0\n    version: "
                 "1.0.0(react@16.0.0)\npackages:\n"
                 "  /a@1.0.0(react@16.0.0):\n    resolution: {integrity: " +
                     kSri + "}\n    requiresBuild: true\n",
                 {"a@1.0.0 default strong direct"}},
        LockCase{"pnpm_9",
                 "pnpm-lock.yaml",
                 "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: "
                 "^1.0.0\n        version: 1.0.0(b@2.0.0)\n"
                 "      c:\n        specifier: npm:ms@2.0.0\n        version: ms@2.0.0\n"
                 "packages:\n  a@1.0.0:\n    resolution: {integrity: " +
                     kSri + "}\n  b@2.0.0:\n    resolution: {integrity: " + kSri +
                     "}\n  ms@2.0.0:\n    resolution: {integrity: " + kSri +
                     "}\n"
                     "snapshots:\n  a@1.0.0(b@2.0.0):\n    dependencies:\n      b: 2.0.0\n  b@2.0.0: {}\n",
                 {"a@1.0.0 default strong direct > b", "b@2.0.0 default strong",
                  "ms@2.0.0 default strong as c direct"}},
        LockCase{"bun",
                 "bun.lock",
                 "{\n  \"lockfileVersion\": 1,\n  \"workspaces\": {\"\": {\"dependencies\": {\"a\": "
                 "\"^1\"}}},\n  \"packages\": {\n"
                 "    \"a\": [\"a@1.0.0\", \"\", {\"dependencies\": {\"b\": \"2\"}}, \"" +
                     kSri +
                     "\"],\n    \"b\": [\"b@2.0.0\", \"https://npm.example.com/b/-/b-2.0.0.tgz\", {}, \"" +
                     kSri + "\"],\n  }\n}\n",
                 {"a@1.0.0 default strong direct > b", "b@2.0.0 registry strong"}},
        LockCase{"requirements",
                 "requirements.txt",
                 "# comment\nrequests==2.31.0 \\\n    --hash=sha256:" + kSha256 +
                     "\nflask[async] == 3.0.0 ; python_version > '3.8' # why\n"
                     "thing @ git+https://github.com/o/thing.git@0123456789012345678901234567890123456789\n",
                 {"requests@2.31.0 default strong direct", "flask@3.0.0 default none direct",
                  "thing@ git none direct"}},
        LockCase{"poetry",
                 "poetry.lock",
                 "[[package]]\nname = \"Some.Thing\"\nversion = \"1.0\"\nfiles = [{file = \"x.whl\", hash = "
                 "\"sha256:" +
                     kSha256 +
                     "\"}]\n[package.dependencies]\nother = \">=1\"\n\n"
                     "[[package]]\nname = \"other\"\nversion = \"2.0\"\nfiles = []\n[package.source]\ntype = "
                     "\"legacy\"\nurl = \"https://pypi.example.com/simple\"\n",
                 {"some-thing@1.0 default strong direct > other", "other@2.0 registry none"}},
        LockCase{
            "uv",
            "uv.lock",
            "version = 1\n[[package]]\nname = \"app\"\nversion = \"0.1\"\nsource = { virtual = \".\" "
            "}\ndependencies = [{ name = \"a\" }]\n"
            "[[package]]\nname = \"a\"\nversion = \"1.0\"\nsource = { registry = \"https://pypi.org/simple\" "
            "}\nsdist = { url = \"https://files.pythonhosted.org/a.tar.gz\", hash = \"sha256:" +
                kSha256 +
                "\" }\n"
                "[[package]]\nname = \"g\"\nversion = \"1.0\"\nsource = { git = "
                "\"https://github.com/o/g#0123\" }\n",
            {"app@0.1 workspace none > a", "a@1.0 default strong direct", "g@1.0 git none"}},
        LockCase{"pylock",
                 "pylock.toml",
                 "lock-version = \"1.0\"\n[[packages]]\nname = \"a\"\nversion = \"1.0\"\nindex = "
                 "\"https://pypi.org/simple\"\nwheels = [{url = \"https://x/a.whl\", hashes = {sha256 = \"" +
                     kSha256 + "\"}}]\n",
                 {"a@1.0 default strong direct"}},
        LockCase{
            "pipfile",
            "Pipfile.lock",
            R"({"_meta": {"sources": [{"name": "pypi", "url": "https://pypi.org/simple"}, {"name": "own", "url": "https://pypi.example.com/simple"}]},
            "default": {"a": {"version": "==1.0", "hashes": ["sha256:)" +
                kSha256 + R"("], "index": "own"}}, "develop": {"d": {"version": "==2.0", "hashes": []}}})",
            {"a@1.0 registry strong direct", "d@2.0 default none dev direct"}},
        LockCase{"cargo",
                 "Cargo.lock",
                 "version = 3\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\"serde\", "
                 "\"old 1.0.0\"]\n"
                 "[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\nsource = "
                 "\"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"" +
                     kSha256 +
                     "\"\n"
                     "[[package]]\nname = \"old\"\nversion = \"1.0.0\"\nsource = "
                     "\"git+https://github.com/o/old#0123\"\n",
                 {"app@0.1.0 workspace none > serde > old", "serde@1.0.1 default strong direct",
                  "old@1.0.0 git none direct"}},
        LockCase{
            "go",
            "go.mod",
            "module example.com/app\n\ngo 1.22\n\nrequire (\n\tgithub.com/a/b v1.2.3\n\tgithub.com/c/d "
            "v0.0.0-20200101000000-abcdefabcdef // indirect\n)\n\nrequire github.com/e/f/v2 v2.0.0\nreplace "
            "github.com/a/b => github.com/fork/b v1.2.4\nreplace github.com/e/f/v2 => ../f\n",
            {"github.com/fork/b@1.2.4 default none as github.com/a/b direct",
             "github.com/c/d@0.0.0-20200101000000-abcdefabcdef default none",
             "github.com/e/f/v2@2.0.0 path none direct"}},
        LockCase{"gemfile",
                 "Gemfile.lock",
                 "GIT\n  remote: https://github.com/o/g.git\n  revision: "
                 "0123456789012345678901234567890123456789\n  specs:\n    g (1.0)\n\n"
                 "GEM\n  remote: https://rubygems.org/\n  specs:\n    nokogiri (1.15.0-x86_64-linux)\n      "
                 "racc (~> 1.4)\n    racc (1.7.1)\n\nPLATFORMS\n  x86_64-linux\n\nDEPENDENCIES\n  g!\n  "
                 "nokogiri (~> 1.15)\n\nCHECKSUMS\n  racc (1.7.1) sha256=" +
                     kSha256 + "\n",
                 {"g@1.0 git none direct", "nokogiri@1.15.0 default none direct > racc",
                  "racc@1.7.1 default strong"}},
        LockCase{
            "composer",
            "composer.lock",
            R"({"packages": [{"name": "Symfony/Console", "version": "v6.0.0", "dist": {"type": "zip", "url": "https://api.github.com/x", "shasum": ""}, "require": {"php": ">=8", "psr/log": "^1"}},
            {"name": "psr/log", "version": "1.0.0", "source": {"type": "git", "url": "https://github.com/p/l.git", "reference": "0123"}}], "packages-dev": [{"name": "phpunit/phpunit", "version": "10.0.0"}]})",
            {"symfony/console@v6.0.0 default none direct > psr/log", "psr/log@1.0.0 git none",
             "phpunit/phpunit@10.0.0 default none dev direct"}},
        LockCase{"pom",
                 "pom.xml",
                 "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</"
                 "version><properties><v>2.17.0</v></properties><dependencies>"
                 "<dependency><groupId>org.x</groupId><artifactId>core</artifactId><version>${v}</version></"
                 "dependency>"
                 "<dependency><groupId>org.x</groupId><artifactId>unknown</artifactId><version>${nope}</"
                 "version></dependency>"
                 "<dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13</"
                 "version><scope>test</scope></dependency></dependencies></project>",
                 {"org.x:core@2.17.0 unknown none direct", "junit:junit@4.13 unknown none dev direct"}},
        LockCase{"gradle",
                 "gradle.lockfile",
                 "# This is a Gradle generated "
                 "file\norg.x:core:2.17.0=compileClasspath,runtimeClasspath\njunit:junit:4.13="
                 "testCompileClasspath,testRuntimeClasspath\nempty=annotationProcessor\n",
                 {"org.x:core@2.17.0 unknown none direct", "junit:junit@4.13 unknown none dev direct"}},
        LockCase{
            "nuget",
            "packages.lock.json",
            R"x({"version": 1, "dependencies": {"net8.0": {"A": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0", "contentHash": "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==", "dependencies": {"b": "2.0.0"}},
            "B": {"type": "Transitive", "resolved": "2.0.0", "contentHash": "x"}}, "net6.0": {"A": {"type": "Direct", "resolved": "1.0.0"}}}})x",
            {"A@1.0.0 default strong direct > B", "B@2.0.0 default none"}},
        LockCase{"csproj",
                 "src/App.csproj",
                 "<Project Sdk=\"x\"><ItemGroup><PackageReference Include=\"A\" Version=\"1.0.0\" "
                 "/><PackageReference "
                 "Include=\"B\"><Version>[2.0.0]</Version></PackageReference><PackageReference Include=\"C\" "
                 "Version=\"$(V)\" /></ItemGroup></Project>",
                 {"A@1.0.0 unknown none direct", "B@2.0.0 unknown none direct"}},
        LockCase{
            "conan",
            "conan.lock",
            R"({"version": "0.5", "requires": ["zlib/1.2.13#rev%1.0"], "build_requires": ["cmake/3.25.0"]})",
            {"zlib@1.2.13 unknown none direct", "cmake@3.25.0 unknown none dev direct"}},
        LockCase{
            "vcpkg",
            "vcpkg.json",
            R"({"name": "app", "dependencies": ["fmt"], "overrides": [{"name": "fmt", "version": "10.1.0"}]})",
            {"fmt@10.1.0 unknown none direct"}},
        LockCase{"dpkg",
                 "root/var/lib/dpkg/status",
                 "Package: libssl3\nStatus: install ok installed\nSource: openssl (3.0.1-1)\nVersion: "
                 "3.0.1-1+b1\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n",
                 {"openssl@3.0.1-1 unknown none as libssl3"}},
        LockCase{"apk",
                 "lib/apk/db/installed",
                 "C:Q1x\nP:libcrypto3\nV:3.1.0-r4\no:openssl\n\nP:musl\nV:1.2.4-r0\no:musl\n\n",
                 {"openssl@3.1.0-r4 unknown none as libcrypto3", "musl@1.2.4-r0 unknown none"}}),
    [](const testing::TestParamInfo<LockCase>& info) { return info.param.what; });

TEST(Manifests, SayWhatTheyAskFor) {
  const DependencyFile npm = file_of(
      "package.json",
      R"({"name": "app", "private": true, "dependencies": {"a": "^1.0.0", "b": "npm:ms@^2"}, "peerDependencies": {"p": "*"}})");
  ASSERT_EQ(npm.requirements.size(), 3U);
  EXPECT_TRUE(npm.project_private);
  EXPECT_EQ(npm.requirements[1].name, "ms");
  EXPECT_EQ(npm.requirements[1].alias, "b");
  EXPECT_TRUE(npm.requirements[2].peer);
  const DependencyFile python = file_of(
      "pyproject.toml",
      "[project]\nname = \"app\"\ndependencies = [\"requests>=2\", \"flask\"]\n[[tool.uv.index]]\nname = "
      "\"own\"\nurl = \"https://pypi.example.com/simple\"\nexplicit = true\n");
  ASSERT_EQ(python.requirements.size(), 2U);
  EXPECT_EQ(python.requirements[0].range, ">=2");
  ASSERT_EQ(python.registries.size(), 1U);
  EXPECT_TRUE(python.registries[0].explicit_only);
  const DependencyFile cargo =
      file_of("Cargo.toml",
              "[package]\nname = \"app\"\n[dependencies]\nserde = \"1\"\nx = { version = \"2\", package = "
              "\"y\" }\nown = { path = \"../own\" }\n[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n");
  ASSERT_EQ(cargo.requirements.size(), 3U);
}

TEST(Manifests, RegistriesAreKnownByTheirPlace) {
  const std::string text =
      "registry=https://npm.example.com/\n@s:registry = "
      "https://s.example.com/\nstrict-ssl=false\n//npm.example.com/:_authToken=${NPM_TOKEN}\n//"
      "npm.example.com/:_authToken="
      "abcdef\n";
  const DependencyFile file = file_of(".npmrc", text);
  ASSERT_EQ(file.registries.size(), 4U) << "a token by name is none";
  EXPECT_EQ(text.substr(file.registries[1].span.begin.value, file.registries[1].span.size()),
            "https://s.example.com/");
  EXPECT_EQ(file.registries[1].scope, "@s");
  EXPECT_EQ(file.registries[3].kind, RegistrySetting::Kind::kToken);
}

TEST(PoetryLock, NamesTheCommitOfARepository) {
  const DependencyFile file =
      file_of("poetry.lock",
              "[[package]]\nname = \"g\"\nversion = \"1.0\"\nfiles = []\n[package.source]\ntype = \"git\"\n"
              "url = \"https://github.com/o/g.git\"\nreference = \"main\"\nresolved_reference = \"0123\"\n");
  ASSERT_EQ(file.packages.size(), 1U);
  EXPECT_EQ(file.packages[0].source, PackageSource::kGit);
  EXPECT_EQ(file.packages[0].url, "https://github.com/o/g.git#0123");
}

TEST(Readers, AreForFilesOfTheProjectOnly) {
  EXPECT_EQ(dependency_reader_of("node_modules/a/package.json"), nullptr);
  EXPECT_EQ(dependency_reader_of("x/node_modules/a/package-lock.json"), nullptr);
  EXPECT_EQ(dependency_reader_of("package.json.bak"), nullptr);
  EXPECT_NE(dependency_reader_of("a/b/package.json"), nullptr);
  EXPECT_NE(dependency_reader_of("requirements/dev.txt"), nullptr);
  EXPECT_EQ(dependency_reader_of("robots.txt"), nullptr);
}

TEST(Readers, SayWhatTheyCouldNotRead) {
  for (const char* path : {"package-lock.json", "Cargo.lock", "pom.xml", "pnpm-lock.yaml", "composer.lock",
                           "uv.lock", "packages.lock.json"}) {
    const DependencyFile file = file_of(path, "<<<< {");
    EXPECT_TRUE(file.failure.has_value()) << path;
    EXPECT_THAT(file.packages, IsEmpty());
  }
  EXPECT_THAT(file_of("yarn.lock", "no entry\n").failure.value_or(""), HasSubstr("no entry"));
  EXPECT_THAT(file_of("go.sum", "a b\n").failure.value_or(""), HasSubstr("line 1"));
  EXPECT_THAT(file_of("gradle.lockfile", "a=b\n").failure.value_or(""), HasSubstr("a"));
}

TEST(Readers, BearDepthAndLength) {
  std::string deep = R"({"packages": {")";
  for (int i = 0; i < 100; ++i) deep += "node_modules/a/";
  deep += R"(node_modules/b": {"version": "1.0.0", "dependencies": {"z": "1"}}}})";
  EXPECT_EQ(file_of("package-lock.json", deep).packages.size(), 1U);
  const std::string nested = std::string(100'000, '[');
  EXPECT_TRUE(file_of("package-lock.json", nested).failure.has_value());
  std::string elements;
  for (int i = 0; i < 100'000; ++i) elements += "<a>";
  EXPECT_THAT(file_of("pom.xml", elements).failure.value_or(""), HasSubstr("nested"));
}

}  // namespace
}  // namespace trawl
