#include "engine/assure/attestation.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/assure/date.h"
#include "engine/assure/toml_reader.h"
#include "engine/base/escape.h"

namespace trawl {
namespace {

constexpr std::int64_t kLongest = 366;  // a year, be it a leap year

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Below the tree's top, and no way out of it.
bool is_inside(std::string_view path) {
  return relative_uri(path).has_value();
}

class AttestationReader {
 public:
  AttestationReader(std::string_view file, std::string_view as_of, const FileHash& hash)
      : toml_(file), as_of_(day_of(as_of)), hash_(hash) {}

  Result<std::vector<Attestation>> read(std::string_view text) {
    const std::optional<toml::table> document = toml_.parse(text);
    if (!document) return Error(toml_.errors());
    toml_.check_keys(*document, {"attestation"});
    std::vector<Attestation> all;
    for (const toml::table* table : toml_.tables(*document, "attestation")) {
      Attestation one = read_one(*table);
      const bool twice =
          std::any_of(all.begin(), all.end(), [&](const Attestation& other) { return other.id == one.id; });
      if (twice) toml_.complain(*table, fmt::format("the attestation '{}' is there twice", one.id));
      all.push_back(std::move(one));
    }
    if (!toml_.errors().empty()) return Error(toml_.errors());
    return all;
  }

 private:
  Attestation read_one(const toml::table& table) {
    toml_.check_keys(table, {"id", "controls", "statement", "by", "role", "date", "expires", "evidence",
                             "method", "result"});
    Attestation one;
    one.id = toml_.text(table, "id");
    one.controls = toml_.texts(table, "controls");
    one.statement = toml_.text(table, "statement");
    one.by = toml_.text(table, "by");
    one.role = toml_.text(table, "role");
    one.method = toml_.text(table, "method");
    if (one.controls.empty()) toml_.complain(table, "'controls' must name at least one control");
    const auto day = day_in(table, "date", one.date);
    const auto end = day_in(table, "expires", one.expires);
    if (day && as_of_ && *day > *as_of_) toml_.complain(*table.get("date"), "'date' lies in the future");
    if (day && end && *end < *day) toml_.complain(*table.get("expires"), "'expires' lies before 'date'");
    if (day && end && *end - *day > kLongest)
      toml_.complain(*table.get("expires"), "'expires' lies more than a year behind 'date'");
    one.expired = end && as_of_ && *end < *as_of_;
    const std::string result = toml_.text(table, "result");
    one.failed = result == "failure";
    if (!result.empty() && result != "success" && result != "failure")
      toml_.complain(*table.get("result"), "'result' must be one of: success, failure");
    for (const toml::table* entry : toml_.tables(table, "evidence")) {
      toml_.check_keys(*entry, {"path", "sha256"});
      AttestationEvidence evidence{toml_.text(*entry, "path"), toml_.text(*entry, "sha256")};
      if (!evidence.path.empty() && !is_inside(evidence.path)) {
        toml_.complain(*entry->get("path"), "'path' must lead to a file below the top of the tree");
      } else if (!evidence.sha256.empty() && !is_sha256(evidence.sha256)) {
        toml_.complain(*entry->get("sha256"), "'sha256' must be 64 hexadecimal digits, lower case");
      } else if (toml_.errors().empty()) {
        const Result<std::string> now = hash_(evidence.path);
        if (!now || *now != evidence.sha256) one.changed.push_back(evidence.path);
      }
      one.evidence.push_back(std::move(evidence));
    }
    return one;
  }

  std::optional<std::int64_t> day_in(const toml::table& table, std::string_view key, std::string& shown) {
    const toml::node* node = table.get(key);
    if (node != nullptr && node->is_date()) {
      const toml::date date = *node->value<toml::date>();
      shown = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    } else {
      shown = toml_.text(table, key);
    }
    const auto day = day_of(shown);
    if (!day && node != nullptr && !shown.empty())
      toml_.complain(*node, fmt::format("'{}' must be a date as 2026-01-31", key));
    return day;
  }

  TomlReader toml_;
  std::optional<std::int64_t> as_of_;
  const FileHash& hash_;
};

std::string quoted(std::string_view text) {
  std::string json;  // a JSON string is a basic string of TOML but for DEL, which JSON's escapes cover here
  append_json_string(json, text);
  return json;
}

}  // namespace

Result<std::vector<Attestation>> read_attestations(std::string_view file, std::string_view text,
                                                   std::string_view as_of, const FileHash& hash) {
  return AttestationReader(file, as_of, hash).read(text);
}

bool attests(const Attestation& attestation, std::string_view framework, std::string_view key,
             std::string_view control) {
  return std::any_of(attestation.controls.begin(), attestation.controls.end(), [&](std::string_view name) {
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) return framework.starts_with("plan-") && name == control;
    const std::string_view of = name.substr(0, colon);
    return (of == framework || of == key) && name.substr(colon + 1) == control;
  });
}

std::string attestation_entry(const Attestation& attestation) {
  std::string text = "[[attestation]]\n";
  const auto line = [&](std::string_view key, std::string_view value) {
    text += fmt::format("{} = {}\n", key, quoted(value));
  };
  line("id", attestation.id);
  std::string controls;
  for (const std::string& control : attestation.controls)
    controls += (controls.empty() ? "" : ", ") + quoted(control);
  text += fmt::format("controls = [{}]\n", controls);
  line("statement", attestation.statement);
  line("by", attestation.by);
  line("role", attestation.role);
  line("date", attestation.date);
  line("expires", attestation.expires);
  line("method", attestation.method);
  line("result", attestation.failed ? "failure" : "success");
  std::string evidence;
  for (const AttestationEvidence& file : attestation.evidence) {
    evidence += fmt::format("{}{{ path = {}, sha256 = {} }}", evidence.empty() ? "" : ", ", quoted(file.path),
                            quoted(file.sha256));
  }
  text += fmt::format("evidence = [{}]\n", evidence);
  return text;
}

}  // namespace trawl
