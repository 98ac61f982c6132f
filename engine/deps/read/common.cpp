#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "engine/deps/read/readers.h"
#include "engine/deps/url.h"

namespace trawl {
namespace {

struct Algorithm {
  std::string_view name;
  std::string_view shown;
  std::size_t hex_digits;
  Integrity integrity;
};

// Strongest first.
constexpr std::array kAlgorithms = {
    Algorithm{"sha512", "SHA-512", 128, Integrity::kStrong},
    Algorithm{"sha384", "SHA-384", 96, Integrity::kStrong},
    Algorithm{"sha256", "SHA-256", 64, Integrity::kStrong},
    Algorithm{"sha1", "SHA-1", 40, Integrity::kWeak},
    Algorithm{"md5", "MD5", 32, Integrity::kWeak},
};

void take(const Algorithm& algorithm, std::string hex, LockedPackage& package) {
  const auto strength = [](std::string_view shown) {
    return std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                        [&](const Algorithm& candidate) { return candidate.shown == shown; });
  };
  if (strength(package.digest_kind) <= strength(algorithm.shown)) return;
  package.integrity = algorithm.integrity;
  package.digest_kind = algorithm.shown;
  package.digest = std::move(hex);
}

}  // namespace

void set_sri(std::string_view text, LockedPackage& package) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\n"), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t dash = one.find('-');
    if (dash == std::string_view::npos) continue;
    for (const Algorithm& algorithm : kAlgorithms) {
      if (algorithm.name != one.substr(0, dash)) continue;
      std::string hex = hex_of_base64(one.substr(dash + 1, one.find('?') - dash - 1));
      if (hex.size() == algorithm.hex_digits) take(algorithm, std::move(hex), package);
    }
  }
}

void set_digest(std::string_view text, LockedPackage& package) {
  const std::size_t colon = text.find_first_of(":=");
  const std::string_view name = colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
  const std::string_view hex = colon == std::string_view::npos ? text : text.substr(colon + 1);
  const bool digits = !hex.empty() && std::all_of(hex.begin(), hex.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  for (const Algorithm& algorithm : kAlgorithms) {
    if (!digits || algorithm.hex_digits != hex.size() || (!name.empty() && name != algorithm.name)) continue;
    std::string lowered(hex);
    for (char& c : lowered) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    take(algorithm, std::move(lowered), package);
    return;
  }
}

PackageSource npm_source_of(std::string_view url) {
  if (url.empty()) return PackageSource::kUnknown;
  if (url.starts_with("file:") || url.starts_with("link:") || url.starts_with("portal:"))
    return PackageSource::kPath;
  if (url.starts_with("workspace:")) return PackageSource::kWorkspace;
  const UrlParts parts = UrlParts::of(url);
  if (parts.scheme.starts_with("git") || parts.scheme == "ssh" || parts.scheme == "github")
    return PackageSource::kGit;
  if (parts.scheme != "http" && parts.scheme != "https") return PackageSource::kUnknown;
  if (parts.host == "registry.npmjs.org" || parts.host == "registry.yarnpkg.com")
    return PackageSource::kDefault;
  if (parts.path.ends_with(".git")) return PackageSource::kGit;
  return parts.path.find("/-/") != std::string_view::npos ? PackageSource::kRegistry
                                                          : PackageSource::kArchive;
}

namespace {

std::optional<Document> checked(DocumentReading reading, DependencyFile& file) {
  if (reading.failure) {
    file.failure = std::move(reading.failure);
    file.templated = reading.templated;
    return std::nullopt;
  }
  if (reading.documents.size() != 1 || reading.documents[0].size() == 0 ||
      reading.documents[0].node(reading.documents[0].root()).kind != NodeKind::kMap) {
    fail(file, "it holds no map");
    return std::nullopt;
  }
  if (file.is_lock && !reading.duplicate_keys.empty()) {
    // Programs take the last of them, people read the first: what is in effect is not what was reviewed.
    const Node& node = reading.documents[0].node(reading.duplicate_keys.front().second);
    const std::string_view front = reading.documents[0].source().substr(0, node.key_span.begin.value);
    fail(file, fmt::format("line {}: a key stands twice in one map",
                           1 + std::count(front.begin(), front.end(), '\n')));
  }
  return std::move(reading.documents[0]);
}

DocumentLimits limits_of(const DependencyFile& file) {
  DocumentLimits limits;
  limits.bytes = file.is_lock ? kMostLockBytes : kMostManifestBytes;
  return limits;
}

}  // namespace

std::optional<Document> dependency_json(std::string_view bytes, DependencyFile& file) {
  return checked(read_json(bytes, limits_of(file)), file);
}

std::optional<Document> dependency_yaml(std::string_view bytes, DependencyFile& file) {
  return checked(read_yaml(bytes, limits_of(file)), file);
}

std::optional<Document> dependency_toml(std::string_view bytes, DependencyFile& file) {
  return checked(read_toml(bytes, limits_of(file)), file);
}

std::optional<Document> dependency_xml(std::string_view bytes, DependencyFile& file) {
  return checked(read_xml(bytes, limits_of(file)), file);
}

std::vector<NodeIndex> children_of(const Document& document, NodeIndex map, std::string_view key) {
  if (map == kNoNode) return {};
  const NodeIndex found = document.find(map, key);
  if (found == kNoNode) return {};
  const NodeKind kind = document.node(document.resolved(found)).kind;
  return kind == NodeKind::kMap || kind == NodeKind::kList ? document.children(found)
                                                           : std::vector<NodeIndex>();
}

std::vector<TextLine> lines_of(std::string_view bytes) {
  std::vector<TextLine> lines;
  std::size_t at = bytes.starts_with("\xef\xbb\xbf") ? 3 : 0;
  while (at < bytes.size()) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view text = bytes.substr(at, end - at);
    if (text.ends_with('\r')) text.remove_suffix(1);
    lines.push_back({text, at});
    at = end + 1;
  }
  return lines;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

void add_edges(const std::vector<DependencyWish>& wishes, DependencyFile& file) {
  std::map<std::string_view, std::vector<std::uint32_t>> by_name;
  for (std::uint32_t i = 0; i < file.packages.size(); ++i) {
    by_name[file.packages[i].name].push_back(i);
    if (!file.packages[i].alias.empty()) by_name[file.packages[i].alias].push_back(i);
  }
  for (const DependencyWish& wish : wishes) {
    const auto found = by_name.find(wish.name);
    if (found == by_name.end() || wish.from >= file.packages.size()) continue;
    std::uint32_t target = found->second.front();
    // Among few versions of one name the right one is found by looking at each.
    for (std::size_t i = 0; !wish.version.empty() && i < found->second.size() && i < 64; ++i) {
      if (file.packages[found->second[i]].version == wish.version) target = found->second[i];
    }
    file.packages[wish.from].dependencies.push_back(target);
  }
  for (LockedPackage& package : file.packages) {
    auto& list = package.dependencies;
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
}

std::string_view text_of(const Document& document, NodeIndex index) {
  if (index == kNoNode) return {};
  const Node& node = document.node(document.resolved(index));
  const bool scalar =
      node.kind == NodeKind::kString || node.kind == NodeKind::kNumber || node.kind == NodeKind::kBool;
  return scalar ? node.text : std::string_view();
}

bool is_true(const Document& document, NodeIndex map, std::string_view key) {
  const NodeIndex value = document.find(map, key);
  return value != kNoNode && document.node(value).kind == NodeKind::kBool && document.node(value).flag;
}

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool add_package(LockedPackage package, DependencyFile& file) {
  if (file.packages.size() >= kMostPackages) {
    fail(file, fmt::format("it holds more than {} packages", kMostPackages));
    return false;
  }
  file.packages.push_back(std::move(package));
  return true;
}

void fail(DependencyFile& file, std::string why) {
  if (!file.failure) file.failure = std::move(why);
}

}  // namespace trawl
