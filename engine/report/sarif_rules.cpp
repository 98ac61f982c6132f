#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/base/escape.h"
#include "engine/base/utf8.h"
#include "engine/report/sarif_parts.h"

namespace trawl {
namespace {

/// Identifies the CWE taxonomy within our reports; a name-based UUID of the taxonomy's address.
constexpr std::string_view kCweGuid = "ec480a2c-8267-5d90-affc-401687cd64b0";
constexpr std::size_t kMostDescription = 1024;  // code scanning rejects or cuts what is longer

/// The number by which code scanning orders alerts, within the band of the severity's word.
std::string_view security_severity(Severity severity) {
  constexpr std::array<std::string_view, 5> kNumbers = {"0.5", "2.0", "5.5", "8.0", "9.5"};
  return kNumbers[static_cast<std::size_t>(severity)];
}

/// Text in Markdown that reads as it stands: a user's rule can hold neither links nor HTML.
std::string escaped_markdown(std::string_view text) {
  std::string escaped;
  for (const char c : printable_text(text)) {
    if (std::string_view("\\`*_{}[]<>()#+-!|&~").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c == '\n' || c == '\r' ? ' ' : c;
  }
  return escaped;
}

bool is_web_address(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < 0x7F && std::string_view("<>\"\\^`{|}").find(c) == std::string_view::npos;
         });
}

std::string help_uri_of(const Rule& rule) {
  if (is_web_address(rule.reference)) return std::string(rule.reference);
  return fmt::format("https://cwe.mitre.org/data/definitions/{}.html", rule.cwe);
}

std::string with_period(std::string_view text) {
  std::string sentence = printable_text(text);
  if (sentence.empty() || (sentence.back() != '.' && sentence.back() != '!' && sentence.back() != '?')) {
    sentence += '.';
  }
  return sentence;
}

/// A text that consumers demand: what it falls back to when a user's rule leaves it empty is not empty
/// either.
std::string_view either(std::string_view text, std::string_view otherwise) {
  return text.empty() ? otherwise : text;
}

void write_help(JsonStream& json, const Rule& rule) {
  const std::string uri = help_uri_of(rule);
  const std::string_view description = either(rule.description, rule.name);
  std::string text = with_period(description);
  std::string markdown = escaped_markdown(with_period(description));
  if (!rule.remediation.empty()) {
    text += "\n\nWhat to do: " + with_period(rule.remediation);
    markdown += "\n\n**What to do:** " + escaped_markdown(with_period(rule.remediation));
  }
  text += "\n\nSee " + uri;
  markdown += "\n\nSee <" + uri + ">";
  json.open_object("help");
  json.member("text", text);
  // A page that comes with the program; a user's rule has none.
  json.member("markdown", rule.help.empty() ? markdown : printable_text(rule.help));
  json.close();
}

/// The name of a rule or notification in PascalCase. SARIF wants it to differ from the id by more than case,
/// which an id of one word does not without the suffix.
std::string distinct_name(std::string_view id, std::string_view suffix) {
  std::string name = pascal_case(id);
  if (name.size() == id.size()) name.append(suffix);
  return name;
}

void write_taxonomy_reference(JsonStream& json, std::string_view name) {
  json.open_object(name);
  json.member("name", "CWE");
  json.member("index", std::size_t{0});
  json.member("guid", kCweGuid);
  json.close();
}

void write_notification_descriptors(JsonStream& json) {
  json.open_array("notifications");
  for (const ReasonDescriptor& reason : reason_descriptors()) {
    json.open_object();
    json.member("id", reason.id);
    json.member("name", distinct_name(reason.id, "Notification"));
    write_sarif_text(json, "shortDescription", reason.description);
    write_sarif_text(json, "fullDescription", reason.description);
    write_sarif_text(json, "help", reason.help);
    json.open_object("defaultConfiguration");
    json.member("level", name_of(reason.level));
    json.close();
    json.close();
  }
  json.close();
}

}  // namespace

void write_sarif_text(JsonStream& json, std::string_view name, std::string_view text) {
  json.open_object(name);
  json.member("text", text);
  json.close();
}

std::string_view sarif_level_of(Severity severity) {
  constexpr std::array<std::string_view, 5> kLevels = {"note", "note", "warning", "error", "error"};
  return kLevels[static_cast<std::size_t>(severity)];
}

std::string pascal_case(std::string_view kebab_case) {
  std::string name;
  bool upper = true;
  for (const char c : kebab_case) {
    if (c == '-' || c == '_' || c == '.') {
      upper = true;
      continue;
    }
    name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return name;
}

std::string shortened(std::string_view text, std::size_t most) {
  constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
  if (text.size() <= most) return std::string(text);
  assert(most >= kEllipsis.size());
  std::size_t size = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = decode_code_point(rest.substr(0, 4)).length;
    if (size + length > most - kEllipsis.size()) break;
    size += length;
    rest.remove_prefix(length);
  }
  return std::string(text.substr(0, size)).append(kEllipsis);
}

SarifRules::SarifRules(const Report& report) : rules_(report.rules) {
  // A finding's rule is among those that ran; a report that says otherwise must still be a valid document.
  for (const Finding& finding : report.findings) rules_.push_back(finding.rule);
  std::sort(rules_.begin(), rules_.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
  rules_.erase(
      std::unique(rules_.begin(), rules_.end(), [](const Rule* a, const Rule* b) { return a->id == b->id; }),
      rules_.end());
  for (const Rule* rule : rules_) weaknesses_.push_back(rule->cwe);
  std::sort(weaknesses_.begin(), weaknesses_.end());
  weaknesses_.erase(std::unique(weaknesses_.begin(), weaknesses_.end()), weaknesses_.end());
}

std::size_t SarifRules::index_of(const Rule& rule) const {
  const auto found =
      std::lower_bound(rules_.begin(), rules_.end(), rule.id,
                       [](const Rule* candidate, std::string_view id) { return candidate->id < id; });
  assert(found != rules_.end() && (*found)->id == rule.id);
  return static_cast<std::size_t>(found - rules_.begin());
}

// What code scanning filters by.
std::string_view tag_of(RuleKind kind) {
  switch (kind) {
    case RuleKind::kSecret:
      return "secrets";
    case RuleKind::kFlow:
      return "flows";
    case RuleKind::kConfig:
      return "configuration";
    case RuleKind::kDependency:
      return "dependencies";
  }
  return "security";
}

void SarifRules::write_rule(JsonStream& json, const Rule& rule) const {
  const auto weakness = std::lower_bound(weaknesses_.begin(), weaknesses_.end(), rule.cwe);
  json.open_object();
  json.member("id", rule.id);
  json.member("name", distinct_name(rule.id, "Rule"));
  write_sarif_text(json, "shortDescription",
                   shortened(with_period(either(rule.name, rule.id)), kMostDescription));
  write_sarif_text(
      json, "fullDescription",
      shortened(with_period(either(rule.description, either(rule.name, rule.id))), kMostDescription));
  write_help(json, rule);
  json.member("helpUri", help_uri_of(rule));
  json.open_object("messageStrings");
  write_sarif_text(json, "default", "Found: '{0}'.");
  json.close();
  json.open_object("defaultConfiguration");
  json.member("level", sarif_level_of(rule.severity));
  json.close();
  json.open_array("relationships");
  json.open_object();
  json.open_object("target");
  json.member("id", std::to_string(rule.cwe));
  json.member("index", static_cast<std::size_t>(weakness - weaknesses_.begin()));
  write_taxonomy_reference(json, "toolComponent");
  json.close();
  json.open_array("kinds");
  json.string("superset");
  json.close();
  json.close();
  json.close();
  json.open_object("properties");
  std::vector<std::string> tags = {fmt::format("external/cwe/cwe-{:03}", rule.cwe),
                                   std::string(tag_of(rule.kind)), "security"};
  tags.insert(tags.end(), rule.tags.begin(), rule.tags.end());
  if (!rule.provider.empty()) tags.push_back("provider/" + printable_text(rule.provider));
  std::sort(tags.begin(), tags.end());
  json.open_array("tags");
  for (const std::string& tag : tags) json.string(tag);
  json.close();
  json.member("precision", name_of(rule.confidence));
  json.member("security-severity", security_severity(rule.severity));
  json.close();
  json.close();
}

void SarifRules::write_tool(JsonStream& json, const ReportOptions& options) const {
  json.open_object("tool");
  json.open_object("driver");
  json.member("name", "trawl");
  json.member("fullName", "trawl " + options.tool_version);
  json.member("semanticVersion", options.tool_version);
  json.member("version", options.tool_version);
  json.member("organization", "trawl");
  json.member_if_any("informationUri", options.information_uri);
  if (!weaknesses_.empty()) {
    json.open_array("supportedTaxonomies");
    json.open_object();
    json.member("name", "CWE");
    json.member("index", std::size_t{0});
    json.member("guid", kCweGuid);
    json.close();
    json.close();
  }
  json.open_array("rules");
  for (const Rule* rule : rules_) write_rule(json, *rule);
  json.close();
  write_notification_descriptors(json);
  json.close();
  json.close();
}

void SarifRules::write_taxonomies(JsonStream& json) const {
  if (weaknesses_.empty()) return;
  json.open_array("taxonomies");
  json.open_object();
  json.member("name", "CWE");
  json.member("fullName", "Common Weakness Enumeration");
  json.member("guid", kCweGuid);
  json.member("organization", "MITRE");
  write_sarif_text(json, "shortDescription", "The MITRE Common Weakness Enumeration.");
  json.member("informationUri", "https://cwe.mitre.org/");
  json.member("isComprehensive", false);
  json.open_array("taxa");
  for (const std::uint16_t weakness : weaknesses_) {
    json.open_object();
    json.member("id", std::to_string(weakness));
    json.member("helpUri", fmt::format("https://cwe.mitre.org/data/definitions/{}.html", weakness));
    json.close();
  }
  json.close();
  json.close();
  json.close();
}

}  // namespace trawl
