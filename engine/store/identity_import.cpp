#include "engine/store/identity_import.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace trawl {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostEntries = 1'000'000;
constexpr int kDeepestJson = 16;

std::string normalised(std::string path) {
  std::replace(path.begin(), path.end(), '\\', '/');
  while (path.starts_with("./")) path.erase(0, 2);
  return path;
}

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::uint32_t number_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(found->get<std::uint64_t>(), UINT32_MAX));
}

bool is_hex(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

/// `path:rule:line`, in front of it perhaps a commit. The path may hold colons.
std::optional<ForeignEntry> gitleaks_fingerprint(std::string_view text) {
  ForeignEntry entry;
  entry.shown = text;
  const std::size_t last = text.rfind(':');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  const std::string_view line = text.substr(last + 1);
  const auto [end, code] = std::from_chars(line.data(), line.data() + line.size(), entry.line);
  if (code != std::errc() || end != line.data() + line.size()) return std::nullopt;
  text = text.substr(0, last);
  const std::size_t rule = text.rfind(':');
  if (rule == std::string_view::npos || rule == 0) return std::nullopt;
  entry.rule = text.substr(rule + 1);
  text = text.substr(0, rule);
  const std::size_t commit = text.find(':');
  if (commit != std::string_view::npos && commit >= 7 && is_hex(text.substr(0, commit)))
    text.remove_prefix(commit + 1);
  entry.path = normalised(std::string(text));
  return entry;
}

Result<ForeignBaseline> read_gitleaksignore(std::string_view file, std::string_view text) {
  ForeignBaseline baseline;
  baseline.tool = "gitleaks";
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
      line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (auto entry = gitleaks_fingerprint(line)) {
      if (baseline.entries.size() == kMostEntries)
        return Error(fmt::format("{}: it has more than {} entries", file, kMostEntries));
      baseline.entries.push_back(std::move(*entry));
    } else {
      baseline.notes.push_back(fmt::format(
          "{}:{}: it is no fingerprint (path:rule:line), so it accepts nothing there either", file, number));
    }
  }
  return baseline;
}

ForeignEntry gitleaks_finding(const Json& finding) {
  ForeignEntry entry;
  entry.path = normalised(text_at(finding, "File"));
  entry.line = number_at(finding, "StartLine");
  entry.rule = text_at(finding, "RuleID");
  const std::string secret = text_at(finding, "Secret");
  // What --redact leaves: the word, or a part and dots.
  const bool redacted =
      secret == "REDACTED" || secret.ends_with("...") || secret.find_first_not_of('*') == std::string::npos;
  if (!redacted) entry.secret = Secret(secret, 0);
  entry.shown = fmt::format("{}:{}:{}", entry.path, entry.rule, entry.line);
  return entry;
}

void read_detect_secrets(const Json& document, ForeignBaseline& baseline) {
  baseline.tool = "detect-secrets";
  for (const auto& [path, findings] : document.at("results").items()) {
    if (!findings.is_array()) continue;
    for (const Json& finding : findings) {
      if (!finding.is_object() || baseline.entries.size() == kMostEntries) continue;
      ForeignEntry entry;
      entry.path = normalised(path);
      entry.line = number_at(finding, "line_number");
      entry.rule = text_at(finding, "type");
      entry.sha1 = text_at(finding, "hashed_secret");
      if (entry.sha1.size() != 2 * SHA_DIGEST_LENGTH || !is_hex(entry.sha1)) entry.sha1.clear();
      entry.shown = fmt::format("{}:{}:{}", entry.path, entry.rule, entry.line);
      baseline.entries.push_back(std::move(entry));
    }
  }
}

std::string sha1_of(std::string_view bytes) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", static_cast<unsigned>(byte));
  return hex;
}

bool stands_at(const Location& place, const ForeignEntry& entry) {
  return entry.line != 0 && place.region.start_line.value <= entry.line &&
         entry.line <= place.region.end_line.value;
}

}  // namespace

Result<ForeignBaseline> read_foreign_baseline(std::string_view file, std::string_view text) {
  const std::size_t front = text.find_first_not_of(" \t\r\n");
  if (front == std::string_view::npos || (text[front] != '[' && text[front] != '{'))
    return read_gitleaksignore(file, text);
  // Deep documents would use up the stack when they are destroyed.
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= kDeepestJson; };
  const Json document = Json::parse(text, shallow, false);
  if (document.is_discarded()) return Error(fmt::format("{}: not valid JSON", file));
  ForeignBaseline baseline;
  if (document.is_array()) {
    baseline.tool = "gitleaks";
    for (const Json& finding : document) {
      if (baseline.entries.size() == kMostEntries)
        return Error(fmt::format("{}: it has more than {} entries", file, kMostEntries));
      if (finding.is_object()) baseline.entries.push_back(gitleaks_finding(finding));
    }
    return baseline;
  }
  if (!document.is_object() || !document.contains("results") || !document["results"].is_object()) {
    return Error(
        fmt::format("{}: it is neither a report of gitleaks nor a baseline of detect-secrets", file));
  }
  read_detect_secrets(document, baseline);
  return baseline;
}

ForeignResolution resolve(const ForeignBaseline& baseline, std::span<const Finding> findings) {
  // Places of a file, so that thousands of entries do not meet thousands of findings each.
  std::multimap<std::string, std::pair<std::size_t, const Location*>> by_path;
  std::vector<std::string> hashes(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    for (const Location& place : findings[i].locations)
      by_path.emplace(normalised(place.path), std::pair(i, &place));
  }
  ForeignResolution resolution;
  for (std::size_t i = 0; i < baseline.entries.size(); ++i) {
    const ForeignEntry& entry = baseline.entries[i];
    const bool positional = entry.sha1.empty() && entry.secret.size() == 0;
    bool resolved = false;
    const auto [first, last] = by_path.equal_range(entry.path);
    for (auto place = first; place != last; ++place) {
      const auto& [position, location] = place->second;
      const std::string_view secret = findings[position].secret.reveal();
      bool same = positional && stands_at(*location, entry);
      if (!entry.sha1.empty()) {
        if (hashes[position].empty()) hashes[position] = sha1_of(secret);
        // Of keys in PEM detect-secrets hashes the first line only.
        same = hashes[position] == entry.sha1 || (entry.rule == "Private Key" && stands_at(*location, entry));
      } else if (!positional) {
        same = secret == entry.secret.reveal();
      }
      if (!same) continue;
      resolved = true;
      resolution.findings.push_back(position);
    }
    if (!resolved) resolution.unresolved.push_back(i);
  }
  std::sort(resolution.findings.begin(), resolution.findings.end());
  resolution.findings.erase(std::unique(resolution.findings.begin(), resolution.findings.end()),
                            resolution.findings.end());
  return resolution;
}

}  // namespace trawl
