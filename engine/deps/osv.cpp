#include "engine/deps/osv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/deps/ecosystem.h"
#include "engine/deps/version/version.h"
#include "engine/document/document.h"

namespace trawl {
namespace {

constexpr std::size_t kMostIdBytes = 256;
constexpr std::size_t kMostSummaryBytes = 400;
constexpr std::size_t kMostNameBytes = 1024;
constexpr std::size_t kMostAliases = 1000;

std::optional<Severity> severity_of_word(std::string_view word) {
  std::string lowered(word);
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lowered == "moderate") return Severity::kMedium;
  if (lowered == "important") return Severity::kHigh;
  return severity_named(lowered);
}

// A summary is shown in terminals and reports: one line, cut at the end of a character.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (line.size() >= kMostSummaryBytes && (static_cast<unsigned char>(c) & 0xc0U) != 0x80U) break;
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    line += control ? ' ' : c;
  }
  return line;
}

class RecordReader {
 public:
  explicit RecordReader(const Document& document) : document_(document) {}

  Result<OsvRecord> read() {
    const NodeIndex root = document_.root();
    if (root == kNoNode || node(root).kind != NodeKind::kMap) return Error("it is no map");
    OsvRecord record;
    record.id = document_.text_of(root, "id");
    if (record.id.empty()) return Error("'id' is missing");
    if (!is_id(record.id)) return Error("'id' is no identifier");
    record.modified = document_.text_of(root, "modified");
    if (!seconds_of_rfc3339(record.modified)) return Error("'modified' is no time (RFC 3339)");
    const NodeIndex withdrawn = document_.find(root, "withdrawn");
    record.withdrawn = withdrawn != kNoNode && node(withdrawn).kind != NodeKind::kNull;
    record.summary = one_line(document_.text_of(root, "summary"));
    if (record.summary.empty()) record.summary = first_sentence(document_.text_of(root, "details"));
    for (const NodeIndex alias : list(root, "aliases")) {
      const std::string_view id = document_.node(alias).text;
      if (is_id(id) && record.aliases.size() < kMostAliases) record.aliases.emplace_back(id);
    }
    record.severity = severity_in(root);
    for (const NodeIndex affected : list(root, "affected")) {
      if (node(affected).kind != NodeKind::kMap) return Error("an entry of 'affected' is no map");
      if (auto failure = read_affected(affected, record)) return Error(*failure);
    }
    return record;
  }

 private:
  [[nodiscard]] const Node& node(NodeIndex index) const { return document_.node(document_.resolved(index)); }

  [[nodiscard]] std::vector<NodeIndex> list(NodeIndex map, std::string_view key) const {
    const NodeIndex found = document_.find(map, key);
    if (found == kNoNode || node(found).kind != NodeKind::kList) return {};
    return document_.children(found);
  }

  // Identifiers go into reports: letters and marks that are harmless everywhere.
  static bool is_id(std::string_view id) {
    return !id.empty() && id.size() <= kMostIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             std::string_view("-_.:+").find(c) != std::string_view::npos;
    });
  }

  static std::string first_sentence(std::string_view details) {
    return one_line(details.substr(0, details.find('\n')));
  }

  [[nodiscard]] OsvSeverity severity_in(NodeIndex map) const {
    OsvSeverity severity;
    for (const NodeIndex entry : list(map, "severity")) {
      const auto score = score_of_vector(document_.text_of(entry, "score"));
      if (score && (!severity.score || severity.score->version < score->version)) severity.score = score;
    }
    for (const char* key : {"database_specific", "ecosystem_specific"}) {
      const NodeIndex specific = document_.find(map, key);
      if (specific == kNoNode || node(specific).kind != NodeKind::kMap || severity.word) continue;
      severity.word = severity_of_word(document_.text_of(specific, "severity"));
    }
    return severity;
  }

  std::optional<std::string> read_affected(NodeIndex map, OsvRecord& record) const {
    OsvAffected affected;
    const NodeIndex package = document_.find(map, "package");
    if (package == kNoNode || node(package).kind != NodeKind::kMap) return std::nullopt;
    affected.ecosystem = document_.text_of(package, "ecosystem");
    const std::string_view name = document_.text_of(package, "name");
    if (affected.ecosystem.empty() || name.empty()) return "a package has no name or ecosystem";
    if (name.size() > kMostNameBytes || affected.ecosystem.size() > kMostNameBytes)
      return "the name of a package is too long";
    affected.name = normalised_name(affected.ecosystem, name);
    affected.severity = severity_in(map);
    const VersionOrder order = order_of(affected.ecosystem);
    for (const NodeIndex version : list(map, "versions")) {
      const std::string_view text = document_.node(version).text;
      if (!text.empty() && text.size() <= kMostVersionBytes) affected.versions.emplace_back(text);
    }
    std::sort(affected.versions.begin(), affected.versions.end());
    bool commits = false;
    for (const NodeIndex range : list(map, "ranges")) {
      const std::string_view type = document_.text_of(range, "type");
      if (type == "GIT") {
        commits = true;
        continue;
      }
      // Ranges of type SEMVER are ordered by SemVer, whatever the ecosystem is: Go's order contains it.
      if (auto failure = read_range(range, order, affected)) return failure;
    }
    // A list of versions says all; ranges of commits mostly repeat what others say.
    if (!affected.versions.empty()) affected.incomplete = false;
    if (commits && affected.ranges.empty() && affected.versions.empty()) affected.incomplete = true;
    record.affected.push_back(std::move(affected));
    return std::nullopt;
  }

  std::optional<std::string> read_range(NodeIndex range, VersionOrder order, OsvAffected& affected) const {
    constexpr std::array<std::string_view, 4> kKeys = {"introduced", "fixed", "last_affected", "limit"};
    std::vector<OsvEvent> events;
    for (const NodeIndex event : list(range, "events")) {
      bool any = false;
      for (std::size_t i = 0; i < kKeys.size(); ++i) {
        const std::string_view version = document_.text_of(event, kKeys[i]);
        if (version.empty()) continue;
        any = true;
        const auto kind = static_cast<OsvEvent::Kind>(i);
        const bool begin = kind == OsvEvent::Kind::kIntroduced && version == "0";
        const bool endless = kind == OsvEvent::Kind::kLimit && version == "*";
        if (!begin && !endless && !is_version(order, version)) {
          // Nothing is known of this range: rather unknown than wrong.
          affected.incomplete = true;
          return std::nullopt;
        }
        if (!endless) events.push_back({kind, std::string(version)});
      }
      if (!any) return "an event of a range says nothing";
    }
    if (events.empty()) return "a range has no events";
    std::stable_sort(events.begin(), events.end(), [&](const OsvEvent& a, const OsvEvent& b) {
      const bool a_begin = a.version == "0" && a.kind == OsvEvent::Kind::kIntroduced;
      const bool b_begin = b.version == "0" && b.kind == OsvEvent::Kind::kIntroduced;
      if (a_begin || b_begin) return a_begin && !b_begin;
      return compare_versions(order, a.version, b.version).value_or(std::weak_ordering::equivalent) < 0;
    });
    affected.ranges.push_back(std::move(events));
    return std::nullopt;
  }

  const Document& document_;
};

bool digits_at(std::string_view text, std::size_t at, std::size_t count, int& value) {
  value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  return true;
}

// Days since 1970 of a date of the Gregorian calendar (Howard Hinnant's days_from_civil).
std::int64_t days_of(int year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146097 + day_of_era - 719468;
}

}  // namespace

std::optional<std::int64_t> seconds_of_rfc3339(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!digits_at(text, 0, 4, year) || !digits_at(text, 5, 2, month) || !digits_at(text, 8, 2, day) ||
      text[4] != '-' || text[7] != '-' || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  std::int64_t seconds = days_of(year, month, day) * 86400;
  if (text.size() == 10) return seconds;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  if (!digits_at(text, 11, 2, hour) || !digits_at(text, 14, 2, minute) || !digits_at(text, 17, 2, second))
    return std::nullopt;
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  seconds += hour * 3600 + minute * 60 + second;
  std::string_view rest = text.substr(19);
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') rest.remove_prefix(1);
  }
  if (rest == "Z" || rest == "z" || rest.empty()) return seconds;
  if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || !digits_at(rest, 1, 2, hour) ||
      !digits_at(rest, 4, 2, minute)) {
    return std::nullopt;
  }
  const int offset = hour * 3600 + minute * 60;
  return seconds - (rest[0] == '+' ? offset : -offset);
}

std::string date_of_seconds(std::int64_t seconds) {
  const std::int64_t days = (seconds >= 0 ? seconds : seconds - 86399) / 86400 + 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day_of_year - (153 * shifted + 2) / 5 + 1);
}

Result<OsvRecord> read_osv(std::string_view bytes, bool yaml) {
  DocumentLimits limits;
  limits.bytes = std::size_t{16} << 20;
  const DocumentReading reading = yaml ? read_yaml(bytes, limits) : read_json(bytes, limits);
  if (reading.failure) return Error(*reading.failure);
  if (reading.documents.size() != 1) return Error("it is no single document");
  return RecordReader(reading.documents.front()).read();
}

}  // namespace trawl
