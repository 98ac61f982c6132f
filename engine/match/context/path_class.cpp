#include "engine/match/context/path_class.h"

#include <algorithm>
#include <array>

#include "engine/match/context/ascii.h"

namespace trawl {
namespace {

using ascii::ends_with;
using ascii::same;
using ascii::starts_with;

constexpr auto kLockNames = std::to_array<std::string_view>({"package-lock.json",
                                                             "npm-shrinkwrap.json",
                                                             "yarn.lock",
                                                             "pnpm-lock.yaml",
                                                             "bun.lock",
                                                             "bun.lockb",
                                                             "cargo.lock",
                                                             "poetry.lock",
                                                             "uv.lock",
                                                             "pdm.lock",
                                                             "pipfile.lock",
                                                             "composer.lock",
                                                             "gemfile.lock",
                                                             "flake.lock",
                                                             "podfile.lock",
                                                             "pubspec.lock",
                                                             "mix.lock",
                                                             "go.sum",
                                                             "go.work.sum",
                                                             "verification-metadata.xml",
                                                             "package.resolved",
                                                             "packages.lock.json",
                                                             "project.assets.json",
                                                             "paket.lock",
                                                             "deno.lock",
                                                             "cartfile.resolved",
                                                             "conan.lock",
                                                             "gradle.lockfile",
                                                             "buildscript-gradle.lockfile",
                                                             "chart.lock",
                                                             ".terraform.lock.hcl",
                                                             "elm-stuff",
                                                             "rebar.lock",
                                                             "stack.yaml.lock",
                                                             "manifest.toml",
                                                             "checksums.txt",
                                                             "sha256sums",
                                                             "sha512sums",
                                                             "md5sums",
                                                             "module.bazel.lock"});
constexpr auto kLockSuffixes = std::to_array<std::string_view>(
    {".sum", ".sha256", ".sha512", ".sha1", ".md5", ".sha256sum", ".asc", ".lockfile"});

constexpr auto kGeneratedSuffixes = std::to_array<std::string_view>({".min.js",
                                                                     ".min.css",
                                                                     ".min.mjs",
                                                                     ".bundle.js",
                                                                     ".chunk.js",
                                                                     ".bundle.css",
                                                                     ".map",
                                                                     ".pb.go",
                                                                     ".pb.cc",
                                                                     ".pb.h",
                                                                     "_pb2.py",
                                                                     "_pb.rb",
                                                                     ".g.dart",
                                                                     ".g.cs",
                                                                     ".designer.cs",
                                                                     ".generated.cs",
                                                                     "_generated.go",
                                                                     "_gen.go",
                                                                     ".gen.go",
                                                                     ".gen.ts",
                                                                     ".generated.ts",
                                                                     ".ipynb_checkpoints",
                                                                     ".xcworkspacedata",
                                                                     ".pbxproj",
                                                                     ".storyboard",
                                                                     ".xib",
                                                                     ".svg",
                                                                     ".snap",
                                                                     ".har"});
constexpr auto kGeneratedFolders = std::to_array<std::string_view>(
    {"dist", "__generated__", "generated", "__snapshots__", "_site", ".next", ".nuxt", "coverage"});

constexpr auto kTranslationFolders = std::to_array<std::string_view>(
    {"locale", "locales", "i18n", "l10n", "lang", "langs", "translations", "translation", "languages", "intl",
     "localization", "localisation", "localizations", "nls"});
constexpr auto kTranslationSuffixes =
    std::to_array<std::string_view>({".po", ".pot", ".xliff", ".xlf", ".strings", ".arb", ".resx", ".lproj"});

constexpr auto kVendoredFolders = std::to_array<std::string_view>(
    {"vendor", "vendored", "node_modules", "third_party", "third-party", "thirdparty", "bower_components",
     "external", "externals", "deps", "site-packages", "pods", "carthage", "godeps", "jspm_packages",
     "extern", "3rdparty", "contrib", ".yarn"});

constexpr auto kTestFolders = std::to_array<std::string_view>(
    {"test",    "tests",    "testing",   "__tests__",         "__mocks__", "__fixtures__", "spec",
     "specs",   "fixture",  "fixtures",  "testdata",          "test-data", "test_data",    "testcases",
     "mock",    "mocks",    "e2e",       "integration-tests", "unittest",  "unittests",    "androidtest",
     "cypress", "testutil", "testutils", "testlib",           "benches",   "benchmark",    "benchmarks",
     "fuzz",    "stubs",    "t"});
constexpr auto kTestStems =
    std::to_array<std::string_view>({"_test", "_tests", ".test", ".tests", "-test", "_spec", ".spec", "-spec",
                                     ".stories", ".mock", ".fixture"});

constexpr auto kDocumentationFolders = std::to_array<std::string_view>(
    {"doc", "docs", "documentation", "javadoc", "man", "wiki", "tutorial", "tutorials", "guide", "guides",
     "example", "examples", "sample", "samples", "demo", "demos", "cookbook", "walkthrough"});
constexpr auto kProseSuffixes = std::to_array<std::string_view>(
    {".md",   ".mdx", ".markdown", ".rst", ".adoc", ".asciidoc", ".txt", ".tex",  ".textile", ".pod", ".org",
     ".html", ".htm", ".1",        ".3",   ".5",    ".7",        ".8",   ".rdoc", ".texi",    ".d"});
constexpr auto kProseNames =
    std::to_array<std::string_view>({"readme", "changelog", "changes", "news", "history", "contributing",
                                     "authors", "license", "copying", "faq"});

constexpr auto kSampleWords = std::to_array<std::string_view>(
    {"example", "examples", "sample", "template", "dist", "default", "defaults", "tmpl", "tpl", "skel"});

constexpr auto kConfigurationSuffixes = std::to_array<std::string_view>(
    {".env",     ".yml",    ".yaml",  ".properties", ".ini",     ".cfg",        ".conf",
     ".cnf",     ".config", ".toml",  ".xml",        ".plist",   ".sh",         ".bash",
     ".zsh",     ".fish",   ".envrc", ".service",    ".tfvars",  ".tf",         ".hcl",
     ".json",    ".json5",  ".jsonc", ".dockerfile", ".npmrc",   ".pypirc",     ".netrc",
     ".pgpass",  ".rc",     ".bat",   ".cmd",        ".ps1",     ".desktop",    ".credentials",
     ".csv",     ".reg",    ".prefs", ".settings",   ".local",   ".production", ".development",
     ".staging", ".prod",   ".dev",   ".secret",     ".secrets", ".tpl",        ".j2",
     ".log"});
constexpr auto kConfigurationNames = std::to_array<std::string_view>(
    {"dockerfile", "containerfile", "credentials", "config", "jenkinsfile", "procfile", "makefile", "secrets",
     "vagrantfile", "my.cnf", "hosts", "inventory", "environment"});

constexpr auto kCodeSuffixes = std::to_array<std::string_view>(
    {".c",       ".h",     ".cc",    ".cpp",    ".cxx",   ".hpp",      ".hh",    ".hxx",     ".ipp",
     ".m",       ".mm",    ".swift", ".java",   ".kt",    ".kts",      ".scala", ".groovy",  ".gradle",
     ".py",      ".pyi",   ".rb",    ".erb",    ".go",    ".rs",       ".js",    ".jsx",     ".mjs",
     ".cjs",     ".ts",    ".tsx",   ".mts",    ".php",   ".cs",       ".vb",    ".fs",      ".fsx",
     ".pl",      ".pm",    ".lua",   ".r",      ".jl",    ".ex",       ".exs",   ".erl",     ".hrl",
     ".clj",     ".cljs",  ".hs",    ".ml",     ".mli",   ".dart",     ".vue",   ".svelte",  ".sql",
     ".css",     ".scss",  ".less",  ".sass",   ".proto", ".thrift",   ".zig",   ".nim",     ".d.ts",
     ".astro",   ".tcl",   ".el",    ".vim",    ".asm",   ".s",        ".cu",    ".sol",     ".cshtml",
     ".razor",   ".jsp",   ".ejs",   ".pug",    ".haml",  ".slim",     ".leaf",  ".t",       ".inc",
     ".phtml",   ".twig",  ".awk",   ".sed",    ".y",     ".l",        ".cob",   ".f90",     ".pas",
     ".graphql", ".gql",   ".tmpl",  ".gohtml", ".hbs",   ".mustache", ".rake",  ".gemspec", ".podspec",
     ".feature", ".coffee"});

template <std::size_t kCount>
bool is_one_of(std::string_view word, const std::array<std::string_view, kCount>& list) {
  return std::any_of(list.begin(), list.end(), [word](std::string_view entry) { return same(word, entry); });
}

template <std::size_t kCount>
bool ends_with_one_of(std::string_view text, const std::array<std::string_view, kCount>& list) {
  return std::any_of(list.begin(), list.end(),
                     [text](std::string_view entry) { return ends_with(text, entry); });
}

constexpr bool is_separator(char c) {
  return c == '/' || c == '\\' || c == '!';
}

// What the folders of a path are, gathered in one pass.
struct Folders {
  bool generated = false, translation = false, vendored = false, test = false, documentation = false;
};

// `values-nl`, `values-pt-rBR`, `values-b+sr+Latn`: texts of an application for Android. `values-land` and
// `values-v21` are settings of screens and versions.
bool is_android_language(std::string_view folder) {
  if (!starts_with(folder, "values-")) return false;
  const std::string_view language = folder.substr(7);
  if (language.starts_with("b+")) return true;
  const std::size_t letters = std::min(language.find('-'), language.size());
  return (letters == 2 || letters == 3) &&
         std::all_of(language.begin(), language.begin() + static_cast<std::ptrdiff_t>(letters),
                     ascii::is_lower);
}

void look_at_folder(std::string_view folder, Folders& folders) {
  folders.generated = folders.generated || is_one_of(folder, kGeneratedFolders);
  folders.translation = folders.translation || is_one_of(folder, kTranslationFolders) ||
                        ends_with(folder, ".lproj") || is_android_language(folder);
  folders.vendored = folders.vendored || is_one_of(folder, kVendoredFolders);
  folders.test = folders.test || is_one_of(folder, kTestFolders) || ends_with(folder, "-test") ||
                 ends_with(folder, "-tests") || ends_with(folder, ".tests") || ends_with(folder, "_test") ||
                 ends_with(folder, "_tests") || ends_with(folder, "tests") || starts_with(folder, "test-") ||
                 starts_with(folder, "test_");
  folders.documentation = folders.documentation || is_one_of(folder, kDocumentationFolders);
}

// A name like `.env.example`, `config.sample.php`, `settings-template.yml`: one of its words says so.
bool is_sample_name(std::string_view name) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= name.size(); ++at) {
    const bool inside = at < name.size() && ascii::is_alnum(name[at]);
    if (inside) continue;
    if (at > begin && is_one_of(name.substr(begin, at - begin), kSampleWords)) return true;
    begin = at + 1;
  }
  return false;
}

bool is_test_name(std::string_view name) {
  const std::string_view stem = name.substr(0, name.rfind('.'));
  const bool camel = (stem.ends_with("Test") || stem.ends_with("Tests") || stem.ends_with("TestCase") ||
                      stem.ends_with("Spec") || stem.ends_with("Mock") || stem.ends_with("Fixtures")) &&
                     stem.size() > 4;
  return camel || starts_with(name, "test_") || starts_with(name, "test-") || starts_with(name, "test.") ||
         same(stem, "test") || same(stem, "tests") || same(stem, "conftest") ||
         ends_with_one_of(stem, kTestStems) || ascii::contains(stem, ".test.") ||
         ascii::contains(stem, ".spec.");
}

// `pt_BR.json`, `de-CH.inc`: a file that is called like a language of a country.
bool is_language_name(std::string_view name) {
  if (name.size() < 7 || name[5] != '.' || (name[2] != '_' && name[2] != '-')) return false;
  return ascii::is_lower(name[0]) && ascii::is_lower(name[1]) && ascii::is_upper(name[3]) &&
         ascii::is_upper(name[4]);
}

bool is_lock_name(std::string_view name) {
  return is_one_of(name, kLockNames) || ends_with_one_of(name, kLockSuffixes) ||
         ends_with(name, "-lock.json") || ends_with(name, ".lock.json") || ends_with(name, ".lock");
}

bool is_configuration_name(std::string_view name) {
  return ends_with_one_of(name, kConfigurationSuffixes) || is_one_of(name, kConfigurationNames) ||
         starts_with(name, ".env") || starts_with(name, "dockerfile.") ||
         starts_with(name, "docker-compose") ||
         (name.size() > 3 && name.front() == '.' && ends_with(name, "rc"));
}

// Without what marks a sample, so that `.env.example` and `app.conf.sample` are seen as what they are samples
// of.
std::string_view without_sample_suffix(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return name;
  return is_one_of(name.substr(dot + 1), kSampleWords) || same(name.substr(dot + 1), "in") ||
                 same(name.substr(dot + 1), "bak") || same(name.substr(dot + 1), "orig") ||
                 same(name.substr(dot + 1), "old")
             ? name.substr(0, dot)
             : name;
}

TextForm form_of(std::string_view name) {
  const std::string_view real = without_sample_suffix(name);
  if (ends_with_one_of(real, kCodeSuffixes)) return TextForm::kCode;
  if (is_configuration_name(real)) return TextForm::kConfiguration;
  if (ends_with_one_of(real, kProseSuffixes) || is_one_of(real, kProseNames)) return TextForm::kProse;
  return TextForm::kUnknown;
}

}  // namespace

PathTraits traits_of_path(std::string_view path, bool has_long_line) {
  Folders folders;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (!is_separator(path[at])) continue;
    look_at_folder(path.substr(begin, at - begin), folders);
    begin = at + 1;
  }
  const std::string_view name = path.substr(begin);
  const TextForm form = form_of(name);
  const auto with = [form](PathClass path_class) { return PathTraits{path_class, form}; };

  if (is_lock_name(name)) return with(PathClass::kLock);
  if (has_long_line || folders.generated || ends_with_one_of(name, kGeneratedSuffixes)) {
    return with(PathClass::kGenerated);
  }
  if (folders.translation || ends_with_one_of(name, kTranslationSuffixes) || starts_with(name, "messages_") ||
      starts_with(name, "strings_") || is_language_name(name)) {
    return with(PathClass::kTranslation);
  }
  if (folders.vendored) return with(PathClass::kVendored);
  if (folders.test || is_test_name(name)) return with(PathClass::kTest);
  if (is_sample_name(name)) return with(PathClass::kSampleConfig);
  if (folders.documentation || form == TextForm::kProse) return with(PathClass::kDocumentation);
  return with(PathClass::kPlain);
}

std::string_view name_of(PathClass path_class) {
  constexpr std::array<std::string_view, 8> kNames = {
      "ordinary file", "lock file",   "generated or minified file", "vendored code", "test or fixture",
      "documentation", "translation", "sample configuration"};
  return kNames[static_cast<std::size_t>(path_class)];
}

}  // namespace trawl
