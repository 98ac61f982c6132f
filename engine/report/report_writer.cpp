#include "engine/report/report_writer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "engine/base/escape.h"
#include "engine/report/formats.h"

namespace trawl {
namespace {

constexpr std::array kFormats = {
    ReportFormat{"json", "one JSON document, by docs/report.schema.json", make_json_writer},
    ReportFormat{"jsonl", "one JSON object a line, flushed one by one", make_jsonl_writer},
    ReportFormat{"sarif", "SARIF 2.1.0, for code scanning", make_sarif_writer},
    ReportFormat{"text", "for people", make_text_writer},
};

constexpr std::array<std::string_view, 2> kProfiles = {"full", "github"};

/// The least number of insertions, deletions and replacements that make one word of the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

Error unknown_name(std::string_view what, std::string_view name, std::span<const std::string_view> known) {
  constexpr std::size_t kLongestName = 40;  // of one that was meant to be among ours
  std::string suggestion;
  std::size_t least = 3;
  for (const std::string_view candidate : known) {
    if (name.size() > kLongestName) break;
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::size_t distance = edit_distance(lower, candidate);
    if (distance < least && distance < candidate.size()) {
      least = distance;
      suggestion = fmt::format("; did you mean '{}'?", candidate);
    }
  }
  return Error(fmt::format("unknown {} '{}'{} (known: {})", what, escape_for_terminal(name, kLongestName),
                           suggestion, fmt::join(known, ", ")));
}

}  // namespace

Result<SarifProfile> sarif_profile_named(std::string_view name) {
  if (name == kProfiles[0]) return SarifProfile::kFull;
  if (name == kProfiles[1]) return SarifProfile::kGithub;
  return unknown_name("SARIF profile", name, kProfiles);
}

std::span<const ReportFormat> report_formats() {
  return kFormats;
}

Result<std::unique_ptr<ReportWriter>> make_report_writer(std::string_view format,
                                                         const ReportOptions& options) {
  std::vector<std::string_view> known;
  for (const ReportFormat& candidate : kFormats) {
    if (candidate.name == format) return candidate.make(options);
    known.push_back(candidate.name);
  }
  return unknown_name("report format", format, known);
}

}  // namespace trawl
