#include "engine/config/input_kind.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/config/gitlab_includes.h"
#include "engine/config/header_model.h"
#include "engine/config/pack_kinds.h"
#include "engine/config/workflow.h"

namespace trawl {
namespace {

constexpr std::array kKinds = {
    InputKind{"apache", "httpd.conf", read_apache_with_headers},
    InputKind{"azure-pipelines", "azure-pipelines.yml", read_yaml},
    InputKind{"caddy", "Caddyfile", read_caddyfile_with_headers},
    InputKind{"certificate", "server.crt", read_certificates},
    InputKind{"circleci", ".circleci/config.yml", read_yaml},
    InputKind{"compose", "compose.yml", read_yaml},
    InputKind{"dependabot", ".github/dependabot.yml", read_yaml},
    InputKind{"dockerfile", "Dockerfile", read_dockerfile},
    InputKind{"github-action", "action.yml", read_yaml},
    InputKind{"github-workflow", ".github/workflows/ci.yml", read_github_workflow},
    InputKind{"gitlab-ci", ".gitlab-ci.yml", read_yaml},
    InputKind{"haproxy", "haproxy.cfg", read_haproxy_with_headers},
    InputKind{"headers-file", "_headers", read_headers_file},
    InputKind{"html", "index.html", read_html},
    InputKind{"html-policy", "policy.html", read_html_with_policy},
    InputKind{"javascript", "app.js", read_javascript_headers},
    InputKind{"kubernetes", "deploy.yml", read_yaml},
    InputKind{"netlify", "netlify.toml", read_netlify_headers},
    InputKind{"next-config", "next.config.js", read_next_headers},
    InputKind{"nginx", "nginx.conf", read_nginx_with_headers},
    InputKind{"pre-commit", ".pre-commit-config.yaml", read_yaml},
    InputKind{"typescript", "app.ts", read_typescript_headers},
    InputKind{"vercel", "vercel.json", read_vercel_headers},
};

const InputKind* named(std::string_view name) {
  for (const InputKind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_yaml(std::string_view name) {
  return name.ends_with(".yml") || name.ends_with(".yaml");
}

bool starts_with_in_any_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
         });
}

bool is_dockerfile(std::string_view name) {
  // `Dockerfile`, `Dockerfile.release`, `web.Dockerfile`; not `Dockerfile.md`, not `Dockerfile.dockerignore`.
  // Programs about Dockerfiles have such names too.
  for (const std::string_view other :
       {".md",   ".dockerignore", ".sh",   ".c",   ".cc",   ".cpp",  ".h",    ".hpp",  ".cs",  ".go",
        ".java", ".js",           ".jsx",  ".ts",  ".tsx",  ".kt",   ".py",   ".rb",   ".rs",  ".php",
        ".lua",  ".ex",           ".toml", ".yml", ".yaml", ".json", ".xml",  ".html", ".css", ".vim",
        ".txt",  ".adoc",         ".dump", ".mk",  ".m4",   ".rst",  ".snap", ".svg",  ".png"}) {
    if (name.ends_with(other)) return false;
  }
  if (name.size() > 11 && starts_with_in_any_case(name.substr(name.size() - 11), ".dockerfile")) return true;
  for (const std::string_view word : {"dockerfile", "containerfile"}) {
    if (starts_with_in_any_case(name, word) && (name.size() == word.size() || name[word.size()] == '.' ||
                                                name[word.size()] == '-' || name[word.size()] == '_')) {
      return true;
    }
  }
  return false;
}

// Whether a line begins with `key`, outside any indentation: a key of the document's root.
bool has_root_key(std::string_view bytes, std::string_view key) {
  for (std::size_t at = bytes.find(key); at != std::string_view::npos; at = bytes.find(key, at + 1)) {
    const bool front = at == 0 || bytes[at - 1] == '\n' || (at == 3 && bytes.starts_with("\xef\xbb\xbf"));
    if (front && at + key.size() < bytes.size() && bytes[at + key.size()] == ':') return true;
  }
  return false;
}

// Whether the file names its first words as nginx's configuration does: a block that nginx knows, or a
// directive of its own.
bool looks_like_nginx(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
      line.remove_suffix(1);
    const std::string_view word = line.substr(0, line.find_first_of(" \t{;"));
    const auto is = [&](std::initializer_list<std::string_view> words) {
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    // `server default {` is of another program.
    std::string_view behind = line.substr(word.size());
    while (!behind.empty() && (behind.front() == ' ' || behind.front() == '\t')) behind.remove_prefix(1);
    if (line.find('{') != std::string_view::npos &&
        (is({"location", "upstream"}) || (is({"server", "http", "events"}) && behind.starts_with('{'))) &&
        bytes.find(';') != std::string_view::npos) {
      return true;
    }
    if (line.ends_with(';') &&
        is({"add_header", "proxy_pass", "proxy_set_header", "ssl_protocols", "ssl_ciphers", "ssl_certificate",
            "fastcgi_pass", "server_tokens", "set_real_ip_from"})) {
      return true;
    }
  }
  return false;
}

// Whether a line begins with one of the words, blanks apart.
bool has_line_with(std::string_view bytes, std::initializer_list<std::string_view> starts) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    for (const std::string_view start : starts) {
      if (line.starts_with(start)) return true;
    }
  }
  return false;
}

bool is_apache(std::string_view name, std::string_view bytes) {
  if (name == ".htaccess" || name == "httpd.conf" || name == "apache2.conf") return true;
  return (name.ends_with(".conf") || name.ends_with(".vhost")) &&
         has_line_with(bytes,
                       {"<VirtualHost", "<Directory ", "<IfModule ", "<Location ", "<Files ", "<Proxy "});
}

bool is_caddyfile(std::string_view name) {
  return name == "Caddyfile" || name.starts_with("Caddyfile.") || name.ends_with(".caddyfile") ||
         name.ends_with(".Caddyfile");
}

bool may_be_haproxy(std::string_view name) {
  return name.ends_with(".cfg");
}

bool is_haproxy(std::string_view name, std::string_view bytes) {
  if (name == "haproxy.cfg") return true;
  return may_be_haproxy(name) && has_line_with(bytes, {"frontend ", "listen "}) &&
         has_line_with(bytes, {"bind "});
}

bool may_be_certificate(std::string_view name) {
  return name.ends_with(".crt") || name.ends_with(".cer") || name.ends_with(".pem") || name.ends_with(".der");
}

bool is_html(std::string_view name) {
  return name.ends_with(".html") || name.ends_with(".htm");
}

// `<meta http-equiv="Content-Security-Policy"`, in any case.
bool has_own_policy(std::string_view bytes) {
  constexpr std::string_view kName = "ontent-";
  for (std::size_t at = bytes.find(kName); at != std::string_view::npos; at = bytes.find(kName, at + 1)) {
    if (at < 13) continue;
    const std::string_view front = bytes.substr(at > 40 ? at - 40 : 0, std::min<std::size_t>(at, 40));
    const std::string_view behind = bytes.substr(at + kName.size(), 15);
    if ((behind == "Security-Policy" || behind == "security-policy") &&
        (front.find("http-equiv") != std::string_view::npos ||
         front.find("HTTP-EQUIV") != std::string_view::npos))
      return true;
  }
  return false;
}

bool is_hosting_file(std::string_view name) {
  return name == "_headers" || name == "netlify.toml" || name == "vercel.json" ||
         name.starts_with("next.config.");
}

bool is_typescript(std::string_view name) {
  return (name.ends_with(".ts") || name.ends_with(".mts") || name.ends_with(".cts")) &&
         !name.ends_with(".d.ts");
}

bool is_javascript(std::string_view name) {
  return (name.ends_with(".js") || name.ends_with(".mjs") || name.ends_with(".cjs") ||
          name.ends_with(".jsx") || name.ends_with(".tsx")) &&
         !name.ends_with(".min.js");
}

// Whether a program may set headers by a library that we know: the others are not parsed.
bool sets_headers(std::string_view bytes) {
  constexpr std::array<std::string_view, 4> kWords = {"helmet'", "helmet\"", "enableCors(", "cors"};
  for (const std::string_view word : kWords) {
    for (std::size_t at = bytes.find(word); at != std::string_view::npos; at = bytes.find(word, at + 1)) {
      if (word != "cors") return true;
      const char next = at + 4 < bytes.size() ? bytes[at + 4] : ' ';
      if (at > 0 && (next == '\'' || next == '"') &&
          (bytes[at - 1] == next || bytes[at - 1] == '/' || bytes[at - 1] == '-'))
        return true;
    }
  }
  return false;
}

bool may_be_nginx(std::string_view path, std::string_view name) {
  return name.ends_with(".conf") || name.ends_with(".nginx") || name.ends_with(".vhost") ||
         name.ends_with(".conf.template") || path.find("sites-available/") != std::string_view::npos ||
         path.find("sites-enabled/") != std::string_view::npos;
}

bool may_be_server(std::string_view path, std::string_view name) {
  return may_be_nginx(path, name) || name == ".htaccess" || is_caddyfile(name) || may_be_haproxy(name);
}

bool in_folder(std::string_view path, std::string_view folder) {
  // `folder` ends with "/", and is the last folder of the path.
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view directory = path.substr(0, slash + 1);
  return directory == folder ||
         (directory.ends_with(folder) && directory[directory.size() - folder.size() - 1] == '/');
}

}  // namespace

std::span<const InputKind> input_kinds() {
  static const std::vector<InputKind> all = [] {
    std::vector<InputKind> kinds(kKinds.begin(), kKinds.end());
    for (const InputKind& kind : pack_kinds()) kinds.push_back(kind);
    std::sort(kinds.begin(), kinds.end(),
              [](const InputKind& a, const InputKind& b) { return a.name < b.name; });
    return kinds;
  }();
  return all;
}

bool may_be_input(std::string_view path) {
  const std::string_view name = base_name(path);
  return is_yaml(name) || is_dockerfile(name) || may_be_pack_input(path, name) || may_be_server(path, name) ||
         is_html(name) || is_hosting_file(name) || is_typescript(name) || is_javascript(name) ||
         may_be_certificate(name);
}

namespace {

// Folders of tests, of what they read, of what others wrote.
constexpr std::string_view kTestFolders[] = {"test",
                                             "tests",
                                             "testdata",
                                             "test-data",
                                             "test_data",
                                             "fixture",
                                             "fixtures",
                                             "__tests__",
                                             "spec",
                                             "specs",
                                             "e2e",
                                             "mock",
                                             "mocks",
                                             "dockertest",
                                             "testdir",
                                             "integration_test",
                                             "integration_tests",
                                             "playwright",
                                             ".devcontainer",
                                             ".ci",
                                             "testing",
                                             "smoke-test",
                                             "integration-test",
                                             "integration-tests",
                                             "test-fixtures",
                                             "tests__",
                                             "vendor",
                                             "node_modules",
                                             "third_party",
                                             "t",
                                             "suites",
                                             "bench",
                                             "benchmark",
                                             "benchmarks",
                                             "cypress",
                                             ".ddev",
                                             "bower_components"};

// `codemirror-5.17.0`: a release of somebody else's program, unpacked.
bool is_release_folder(std::string_view lowered) {
  const std::size_t dash = lowered.rfind('-');
  if (dash == std::string_view::npos || dash == 0) return false;
  const std::string_view version = lowered.substr(dash + 1);
  return std::count(version.begin(), version.end(), '.') == 2 && version.front() != '.' &&
         version.back() != '.' && version.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

bool is_test_path(std::string_view path) {
  bool in_pipeline = false;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    std::string_view folder = path.substr(0, slash);
    path.remove_prefix(slash + 1);
    while (folder.starts_with('_')) folder.remove_prefix(1);
    const std::string lowered = lower(folder);
    for (const std::string_view word : kTestFolders) {
      if (lowered == word) return true;
    }
    if (is_release_folder(lowered) || (lowered == "wwwroot" && path.starts_with("lib/"))) return true;
    in_pipeline = in_pipeline || lowered == "ci" || lowered == ".github";
    if (lowered.starts_with("test-") || lowered.starts_with("test_")) return true;
    static constexpr std::string_view kEnds[] = {"-test", "-tests", "_test", "_tests"};
    for (const std::string_view end : kEnds) {
      if (lowered.ends_with(end)) return true;
    }
  }
  // The files of tests that stand beside others: `docker-compose.test.yml`, `app.e2e.Dockerfile`.
  if (path.ends_with(".test")) return true;  // `.env.test`
  static constexpr std::string_view kParts[] = {".test.",      ".e2e.",       "compose-test.", "compose-e2e.",
                                                "compose.ci.", "compose-ci.", ".ci.y",         "ci-test.y"};
  for (const std::string_view part : kParts) {
    if (path.find(part) != std::string_view::npos) return true;
  }
  if (path.starts_with("test-") || path.starts_with("test_")) return true;
  // What a pipeline starts for the time of one run.
  return in_pipeline && (path.find("compose") != std::string_view::npos || is_dockerfile(path));
}

const InputKind* input_kind_of(std::string_view path, std::string_view bytes) {
  const std::string_view name = base_name(path);
  if (is_dockerfile(name)) return named("dockerfile");
  if (name == "_headers") return named("headers-file");
  if (name == "netlify.toml") return named("netlify");
  if (name == "vercel.json") return named("vercel");
  if (name.starts_with("next.config.")) return named("next-config");
  if (is_html(name)) {
    const bool asks =
        bytes.find("<script") != std::string_view::npos || bytes.find("<link") != std::string_view::npos;
    if (is_test_path(path)) return nullptr;
    if (has_own_policy(bytes)) return named("html-policy");
    return asks ? named("html") : nullptr;
  }
  if (is_typescript(name)) return sets_headers(bytes) ? named("typescript") : nullptr;
  if (is_javascript(name)) return sets_headers(bytes) ? named("javascript") : nullptr;
  if (const InputKind* kind = pack_kind_of(path, name, bytes)) return kind;
  if (!is_yaml(name)) {
    if (is_caddyfile(name)) return named("caddy");
    if (may_be_certificate(name)) {
      const bool there = bytes.find("-----BEGIN ") != std::string_view::npos
                             ? bytes.find("CERTIFICATE-----") != std::string_view::npos
                             : bytes.starts_with("\x30\x82");
      return there && !is_test_path(path) && !lower(name).starts_with("test") &&
                     path.find("example") == std::string_view::npos &&
                     path.find("sample") == std::string_view::npos
                 ? named("certificate")
                 : nullptr;
    }
    if (is_haproxy(name, bytes)) return named("haproxy");
    if (is_apache(name, bytes)) return named("apache");
    return may_be_nginx(path, name) && looks_like_nginx(bytes) ? named("nginx") : nullptr;
  }
  if (in_folder(path, ".github/workflows/") || in_folder(path, ".gitea/workflows/") ||
      in_folder(path, ".forgejo/workflows/")) {
    return named("github-workflow");
  }
  if ((name == "action.yml" || name == "action.yaml") && has_root_key(bytes, "runs"))
    return named("github-action");
  if (name == "dependabot.yml" || name == "dependabot.yaml") return named("dependabot");
  if (name == ".pre-commit-config.yaml" || name == ".pre-commit-config.yml") return named("pre-commit");
  if (name.ends_with(".gitlab-ci.yml") || name.ends_with(".gitlab-ci.yaml")) return named("gitlab-ci");
  if (in_folder(path, ".circleci/")) return named("circleci");
  if (name.starts_with("azure-pipelines")) return named("azure-pipelines");
  if (name.find("compose") != std::string_view::npos && has_root_key(bytes, "services"))
    return named("compose");
  if (has_root_key(bytes, "apiVersion") && has_root_key(bytes, "kind")) return named("kubernetes");
  return nullptr;
}

const InputKind* input_kind_of(std::string_view path, std::string_view bytes, const FilesBeside* beside) {
  const InputKind* kind = input_kind_of(path, bytes);
  if (kind != nullptr || beside == nullptr || !is_yaml(base_name(path))) return kind;
  const bool may_be_included =
      has_line_with(bytes, {"script:", "include:", "variables:", "- script:", "image:"});
  return may_be_included && is_included_by_gitlab(path, *beside) ? named("gitlab-ci") : nullptr;
}

}  // namespace trawl
