// Named conditions of the packs for clouds, environments and the tree.

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string>

#include "engine/config/named_predicates.h"

namespace trawl {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

Judgement whole(bool holds) {
  return {holds ? Truth::kTrue : Truth::kFalse, std::nullopt};
}

Judgement unknown() {
  return {Truth::kUnknown, std::nullopt};
}

// --- Secrets by their place
// ------------------------------------------------------------------------------------------------

double entropy_of(std::string_view text) {
  std::array<int, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const int count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

bool is_placeholder(std::string_view text) {
  const std::string word = lower(text);
  for (const std::string_view part :
       {"change", "replace",  "example", "your", "placeholder", "todo",   "dummy", "xxx",
        "insert", "redacted", "<",       ">",    "${",          "$(",     "{{",    "enc[",
        "ref+",   "vault:",   "arn:",    "***",  "...",         "not-a-", "fake",  "sample"}) {
    if (word.find(part) != std::string::npos) return true;
  }
  return std::all_of(word.begin(), word.end(), [&](char c) { return c == word[0]; });
}

// Passwords that images and guides come with.
constexpr std::array<std::string_view, 36> kDefaultPasswords = {
    "123456",   "12345678", "123456789", "1234",    "12345",    "admin",        "admin123",   "administrator",
    "changeit", "changeme", "default",   "example", "guest",    "letmein",      "minioadmin", "mongo",
    "mysql",    "neo4j",    "pass",      "pass123", "passw0rd", "password",     "password1",  "password123",
    "postgres", "qwerty",   "rabbitmq",  "redis",   "root",     "rootpassword", "sa",         "secret",
    "test",     "toor",     "user",      "welcome"};

// Text that stands where a secret does: no placeholder, no path, no reference, no flag.
bool looks_like_secret(std::string_view text) {
  if (text.size() < 6 || text.size() > 4096 || is_placeholder(text)) return false;
  if (text[0] == '/' || text[0] == '$' || text.starts_with("./") || text.find(' ') != std::string_view::npos)
    return false;
  const std::string word = lower(text);
  for (const std::string_view none :
       {"true", "false", "disabled", "enabled", "none", "null", "required", "optional", "default"}) {
    if (word == none) return false;
  }
  // A host, an address, a file.
  if (text.find("://") != std::string_view::npos && text.find('@') == std::string_view::npos) return false;
  if (text.ends_with(".svc") || text.ends_with(".local") || text.ends_with(".json") || text.ends_with(".pem"))
    return false;
  if (std::find(kDefaultPasswords.begin(), kDefaultPasswords.end(), word) != kDefaultPasswords.end())
    return false;
  // A word of letters alone is what people write into examples.
  const bool digits =
      std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  const bool letters =
      std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
  const bool both_cases = word != text && std::any_of(text.begin(), text.end(),
                                                      [](unsigned char c) { return std::islower(c) != 0; });
  const bool others = std::any_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) == 0 && c != '-' && c != '_' && c != '.';
  });
  const int classes = (digits ? 1 : 0) + (letters ? 1 : 0) + (both_cases ? 1 : 0) + (others ? 1 : 0);
  return classes >= 2 && (digits || others || text.size() >= 20) && entropy_of(text) >= 2.5;
}

Judgement secret_like(const Document& document, NodeIndex value) {
  const Node& node = document.node(value);
  if (node.kind != NodeKind::kString && node.kind != NodeKind::kNumber) return {};
  if (node.text.find("${") != std::string_view::npos || node.text.find("{{") != std::string_view::npos)
    return unknown();
  return whole(looks_like_secret(node.text));
}

std::optional<std::string> decoded_base64(std::string_view text) {
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=' || c == '\n' || c == '\r' || c == ' ') continue;
    int digit = -1;
    if (c >= 'A' && c <= 'Z') digit = c - 'A';
    if (c >= 'a' && c <= 'z') digit = c - 'a' + 26;
    if (c >= '0' && c <= '9') digit = c - '0' + 52;
    if (c == '+') digit = 62;
    if (c == '/') digit = 63;
    if (digit < 0) return std::nullopt;
    bits = bits << 6U | static_cast<unsigned>(digit);
    if ((count += 6) >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xffU);
    }
  }
  return bytes;
}

Judgement encoded_secret(const Document& document, NodeIndex value) {
  const Node& node = document.node(value);
  if (node.text.size() > 65536) return {};
  if (node.text.find("{{") != std::string_view::npos || node.text.find("${") != std::string_view::npos)
    return unknown();
  std::optional<std::string> text = decoded_base64(node.text);
  if (!text) return {};
  while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
  if (text->find("PRIVATE KEY") != std::string::npos) return whole(true);
  return whole(looks_like_secret(*text));
}

Judgement default_password(const Document& document, NodeIndex value) {
  std::string_view text = document.node(value).text;
  // `${X:-password}` has it as well, and so does `NAME=password` of a list.
  const std::size_t dash = text.find(":-");
  if (text.starts_with("${") && dash != std::string_view::npos && text.ends_with("}")) {
    text = text.substr(dash + 2, text.size() - dash - 3);
  } else if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
    text = text.substr(equals + 1);
    if (text.starts_with("${") && text.find(":-") != std::string_view::npos && text.ends_with("}"))
      text = text.substr(text.find(":-") + 2, text.size() - text.find(":-") - 3);
  }
  if (text.find('$') != std::string_view::npos) return unknown();
  return whole(std::find(kDefaultPasswords.begin(), kDefaultPasswords.end(), lower(text)) !=
               kDefaultPasswords.end());
}

// `NAME=value` of a list of variables whose value looks like a secret.
Judgement literal_assignment(const Document& document, NodeIndex value) {
  const std::string_view text = document.node(value).text;
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {};
  std::string_view right = text.substr(equals + 1);
  const std::size_t dash = right.find(":-");
  if (right.starts_with("${") && dash != std::string_view::npos && right.ends_with("}"))
    right = right.substr(dash + 2, right.size() - dash - 3);
  if (right.find('$') != std::string_view::npos) return unknown();
  if (right.size() >= 2 && (right.front() == '"' || right.front() == '\'') && right.back() == right.front())
    right = right.substr(1, right.size() - 2);
  return whole(looks_like_secret(right));
}

// --- Clouds
// ------------------------------------------------------------------------------------------------

Judgement public_cidr(const Document& document, NodeIndex value) {
  const std::string_view text = document.node(value).text;
  return whole(text == "0.0.0.0/0" || text == "::/0" || text == "*" || text == "Internet" || text == "Any" ||
               text == "any");
}

// The first known scalar among the children of a rule of a firewall.
std::optional<std::string_view> text_at(const Document& document, NodeIndex map,
                                        std::initializer_list<std::string_view> keys, bool& undecided) {
  for (const std::string_view key : keys) {
    const NodeIndex at = document.find(map, key);
    if (at == kNoNode) continue;
    if (document.node(at).kind == NodeKind::kUnknown) {
      undecided = true;
      return std::nullopt;
    }
    return document.node(at).text;
  }
  return std::nullopt;
}

template <std::size_t N>
Judgement opens(const Document& document, NodeIndex rule, const std::array<int, N>& ports) {
  bool undecided = false;
  const auto protocol = text_at(document, rule, {"protocol", "ip_protocol", "IpProtocol"}, undecided);
  if (protocol && (*protocol == "-1" || lower(*protocol) == "all")) return whole(true);
  if (protocol && lower(*protocol) != "tcp" && *protocol != "6") return {};
  const auto from = text_at(document, rule, {"from_port", "FromPort"}, undecided);
  const auto to = text_at(document, rule, {"to_port", "ToPort"}, undecided);
  if (undecided) return unknown();
  if (!from || !to) return {};
  int first = 0;
  int last = 0;
  if (std::from_chars(from->data(), from->data() + from->size(), first).ec != std::errc() ||
      std::from_chars(to->data(), to->data() + to->size(), last).ec != std::errc()) {
    return unknown();
  }
  return whole(
      std::any_of(ports.begin(), ports.end(), [&](int port) { return first <= port && port <= last; }));
}

Judgement opens_admin_port(const Document& document, NodeIndex rule) {
  return opens(document, rule, std::array{22, 3389});
}

Judgement opens_database_port(const Document& document, NodeIndex rule) {
  const Judgement admin = opens(document, rule, std::array{22, 3389});
  if (admin.truth == Truth::kTrue) return {};  // a port for everything is said once
  return opens(document, rule, std::array{1433, 1521, 3306, 5432, 6379, 9200, 11211, 27017});
}

// `22`, `20-30` of a list of ports.
Judgement port_list_admin(const Document& document, NodeIndex value) {
  const std::string_view text = document.node(value).text;
  const std::size_t dash = text.find('-');
  int first = 0;
  int last = 0;
  const std::string_view left = text.substr(0, dash);
  const std::string_view right = dash == std::string_view::npos ? left : text.substr(dash + 1);
  if (text == "*") return whole(true);
  if (std::from_chars(left.data(), left.data() + left.size(), first).ec != std::errc() ||
      std::from_chars(right.data(), right.data() + right.size(), last).ec != std::errc()) {
    return {};
  }
  return whole((first <= 22 && 22 <= last) || (first <= 3389 && 3389 <= last));
}

// A policy as text (a here-document, a file's string): one statement that allows all actions on all things.
Judgement admin_policy_text(const Document& document, NodeIndex value) {
  const Node& node = document.node(value);
  if (node.text.find("\"Statement\"") == std::string_view::npos) return {};
  const DocumentReading reading = read_json(node.text);
  if (reading.documents.empty()) return {};
  const Document& policy = reading.documents[0];
  const auto has_star = [&](NodeIndex statement, std::string_view key) {
    const NodeIndex at = policy.find(statement, key);
    if (at == kNoNode) return false;
    if (policy.node(at).kind != NodeKind::kList) return policy.node(at).text == "*";
    const std::vector<NodeIndex> items = policy.children(at);
    return std::any_of(items.begin(), items.end(),
                       [&](NodeIndex item) { return policy.node(item).text == "*"; });
  };
  const NodeIndex statements = policy.find(policy.root(), "Statement");
  if (statements == kNoNode) return {};
  std::vector<NodeIndex> all = {statements};
  if (policy.node(statements).kind == NodeKind::kList) all = policy.children(statements);
  return whole(std::any_of(all.begin(), all.end(), [&](NodeIndex one) {
    return policy.text_of(one, "Effect") == "Allow" && has_star(one, "Action") && has_star(one, "Resource");
  }));
}

// The same with everybody as principal and no condition.
Judgement public_policy_text(const Document& document, NodeIndex value) {
  const Node& node = document.node(value);
  if (node.text.find("\"Statement\"") == std::string_view::npos) return {};
  const DocumentReading reading = read_json(node.text);
  if (reading.documents.empty()) return {};
  const Document& policy = reading.documents[0];
  const NodeIndex statements = policy.find(policy.root(), "Statement");
  if (statements == kNoNode) return {};
  std::vector<NodeIndex> all = {statements};
  if (policy.node(statements).kind == NodeKind::kList) all = policy.children(statements);
  return whole(std::any_of(all.begin(), all.end(), [&](NodeIndex one) {
    if (policy.text_of(one, "Effect") != "Allow" || policy.find(one, "Condition") != kNoNode) return false;
    const NodeIndex principal = policy.find(one, "Principal");
    if (principal == kNoNode) return false;
    return policy.node(principal).text == "*" || policy.text_of(principal, "AWS") == "*";
  }));
}

// --- The tree
// ------------------------------------------------------------------------------------------------

std::vector<NodeIndex> entries(const Document& document, std::string_view fact) {
  return document.children(document.find(document.root(), fact));
}

// A date before today, as the tree has it; unknown where the run has no date.
Judgement past_date(const Document& document, NodeIndex value) {
  const std::string_view today = document.text_of(document.root(), "today");
  const std::string_view text = document.node(value).text;
  if (today.size() < 10) return unknown();
  for (std::size_t i = 0; i + 10 <= text.size(); ++i) {
    const std::string_view date = text.substr(i, 10);
    if (date[4] == '-' && date[7] == '-' && std::isdigit(static_cast<unsigned char>(date[0])) != 0)
      return whole(date < today.substr(0, 10));
  }
  return {};
}

// A file of packages (the entry's `key` names the ecosystem) that no bot keeps up to date.
Judgement not_updated(const Document& document, NodeIndex value) {
  const std::string_view path = document.text_of(value, "path");
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  std::string_view ecosystem;
  if (name == "package.json") ecosystem = "npm";
  if (name == "go.mod") ecosystem = "gomod";
  if (name == "Cargo.toml") ecosystem = "cargo";
  if (name == "pom.xml") ecosystem = "maven";
  if (name == "Gemfile") ecosystem = "bundler";
  if (name == "composer.json") ecosystem = "composer";
  if (name == "requirements.txt" || name == "pyproject.toml") ecosystem = "pip";
  if (ecosystem.empty()) return {};
  for (const NodeIndex entry : entries(document, "update-ecosystem")) {
    const std::string_view known = document.text_of(entry, "value");
    if (known == ecosystem || (ecosystem == "pip" && known == "uv") || (ecosystem == "npm" && known == "bun"))
      return {};
  }
  return whole(true);
}

// A secret of a production file that a file of another environment has as well.
Judgement shared_secret(const Document& document, NodeIndex value) {
  const auto environment = [&](NodeIndex entry) {
    const std::string path = lower(document.text_of(entry, "path"));
    if (path.find("prod") != std::string::npos) return 1;
    for (const std::string_view word : {"dev", "local", "staging", "stage", "test"}) {
      if (path.find(word) != std::string::npos) return 2;
    }
    return 0;
  };
  if (environment(value) != 1) return {};
  const std::string_view text = document.text_of(value, "value");
  if (!looks_like_secret(text)) return {};
  for (const NodeIndex other : entries(document, "environment-secret")) {
    if (environment(other) == 2 && document.text_of(other, "key") == document.text_of(value, "key") &&
        document.text_of(other, "value") == text) {
      return whole(true);
    }
  }
  return {};
}

// Whether the folder of an entry, or one above it, has an entry of another fact.
Judgement ignored_folder(const Document& document, NodeIndex value) {
  const std::string_view path = document.text_of(value, "path");
  for (const NodeIndex entry : entries(document, "docker-ignores-env")) {
    const std::string_view other = document.text_of(entry, "path");
    const std::size_t slash = other.rfind('/');
    if (slash == std::string_view::npos || path.starts_with(other.substr(0, slash + 1))) return whole(true);
  }
  return {};
}

// --- Keys that a map holds twice

Judgement has_repeated_keys(const Document& document, NodeIndex) {
  return whole(!document.repeated_keys().empty());
}

Judgement repeated_key(const Document& document, NodeIndex value) {
  const std::vector<NodeIndex>& all = document.repeated_keys();
  return whole(std::binary_search(all.begin(), all.end(), value));
}

constexpr std::array kPredicates = {
    NamedPredicate{"admin-policy-text", "a policy in JSON that allows everything on everything",
                   admin_policy_text},
    NamedPredicate{"default-password", "a password that images and guides come with", default_password},
    NamedPredicate{"encoded-secret", "base64 of text that looks like a secret", encoded_secret},
    NamedPredicate{"has-repeated-keys", "a document in which a map holds a key twice", has_repeated_keys},
    NamedPredicate{"ignored-folder", "a path for which an ignore file of Docker leaves environment files out",
                   ignored_folder},
    NamedPredicate{"literal-assignment", "`NAME=value` whose value looks like a secret", literal_assignment},
    NamedPredicate{"not-updated", "a manifest of packages that no bot of the tree keeps up to date",
                   not_updated},
    NamedPredicate{"opens-admin-port", "a rule of a firewall for SSH or RDP, or for every port",
                   opens_admin_port},
    NamedPredicate{"opens-database-port", "a rule of a firewall for the port of a data store",
                   opens_database_port},
    NamedPredicate{"past-date", "a date before today", past_date},
    NamedPredicate{"port-list-admin", "ports with 22 or 3389 among them", port_list_admin},
    NamedPredicate{"public-cidr", "every address", public_cidr},
    NamedPredicate{"public-policy-text", "a policy in JSON that lets everybody in", public_policy_text},
    NamedPredicate{"repeated-key", "a value whose key stood in its map before", repeated_key},
    NamedPredicate{"secret-like", "text that looks like a secret: no placeholder, path, flag or reference",
                   secret_like},
    NamedPredicate{"shared-secret", "a secret of production that another environment has as well",
                   shared_secret},
};

}  // namespace

std::span<const NamedPredicate> pack_predicates() {
  return kPredicates;
}

}  // namespace trawl
