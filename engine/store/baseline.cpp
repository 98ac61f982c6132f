#include "engine/store/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "engine/store/baseline_line.h"
#include "engine/store/file.h"

namespace trawl {
namespace {

constexpr std::string_view kTitle = "# trawl baseline v1";
constexpr std::string_view kAnyTitle = "# trawl baseline v";
constexpr std::string_view kKey = "# key: ";
constexpr std::string_view kKeyCheck = "# key-check: ";

bool by_fingerprint(const BaselineEntry& a, const BaselineEntry& b) {
  return a.fingerprint < b.fingerprint;
}

/// Yields the lines of a text without their ends.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);  // checked out with CRLF
    ++number_;
    return line;
  }
  [[nodiscard]] std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

Error at_line(std::size_t number, const std::string& what) {
  return Error(fmt::format("line {}: {}", number, what));
}

Result<void> check_title(std::optional<std::string_view> line) {
  if (line == kTitle) return {};
  if (line && line->starts_with(kAnyTitle)) {
    return at_line(1, "this baseline was written by a newer trawl: update trawl");
  }
  return at_line(
      1, fmt::format("a baseline begins with \"{}\": create one with `trawl baseline create`", kTitle));
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t begin, std::size_t digits) {
    int value = 0;
    for (const char c : text.substr(begin, digits)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

Baseline Baseline::with_own_key(const IdentityKey& key) {
  Baseline baseline;
  baseline.key_ = key;
  baseline.key_check_ = key.check_value();
  return baseline;
}

Baseline Baseline::with_supplied_key(const IdentityKey& key) {
  Baseline baseline;
  baseline.key_check_ = key.check_value();
  return baseline;
}

Baseline Baseline::with_entries(std::vector<BaselineEntry> entries) const {
  Baseline baseline = *this;
  std::sort(entries.begin(), entries.end(), by_fingerprint);
  assert(std::adjacent_find(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
           return a.fingerprint == b.fingerprint;
         }) == entries.end());
  baseline.entries_ = std::move(entries);
  return baseline;
}

const BaselineEntry* Baseline::find(std::string_view fingerprint) const {
  const auto place = std::lower_bound(
      entries_.begin(), entries_.end(), fingerprint,
      [](const BaselineEntry& entry, std::string_view wanted) { return entry.fingerprint < wanted; });
  return place != entries_.end() && place->fingerprint == fingerprint ? &*place : nullptr;
}

Result<Baseline> Baseline::parse(std::string_view text) {
  Lines lines(text);
  if (Result<void> title = check_title(lines.next()); !title) return title.error();

  Baseline baseline;
  const std::string_view key_line = lines.next().value_or("");
  if (key_line.starts_with(kKey) && key_line.size() == kKey.size() + 2 * IdentityKey::kSize &&
      is_lower_hex(key_line.substr(kKey.size()))) {
    Result<IdentityKey> key = IdentityKey::from_text(key_line.substr(kKey.size()));
    if (!key) return at_line(2, key.error().sentence());
    baseline = with_own_key(*key);
  } else if (key_line.starts_with(kKeyCheck) && is_fingerprint(key_line.substr(kKeyCheck.size()))) {
    baseline.key_check_ = key_line.substr(kKeyCheck.size());
  } else {
    return at_line(
        2, "here belongs \"# key: \" with 64 digits 0-9a-f, or \"# key-check: \" with 32: restore the line");
  }

  std::vector<std::pair<BaselineEntry, std::size_t>> numbered;
  while (const auto line = lines.next()) {
    if (line->empty()) continue;
    Result<BaselineEntry> entry = parse_baseline_line(*line);
    if (!entry) return at_line(lines.number(), entry.error().sentence());
    numbered.emplace_back(*std::move(entry), lines.number());
  }

  std::stable_sort(numbered.begin(), numbered.end(),
                   [](const auto& a, const auto& b) { return by_fingerprint(a.first, b.first); });
  for (auto& [entry, number] : numbered) {
    const bool again =
        !baseline.entries_.empty() && baseline.entries_.back().fingerprint == entry.fingerprint;
    if (!again) {
      baseline.entries_.push_back(std::move(entry));
    } else if (baseline.entries_.back() !=
               entry) {  // two equal lines are what a merge leaves; they say the same
      return at_line(number, fmt::format("{} has another line that says something else: keep one of the two",
                                         entry.fingerprint));
    }
  }
  return baseline;
}

std::string Baseline::to_text() const {
  std::string text = fmt::format("{}\n", kTitle);
  text += key_ ? fmt::format("{}{}\n", kKey, key_->to_stored_text())
               : fmt::format("{}{}\n", kKeyCheck, key_check_);
  for (const BaselineEntry& entry : entries_) {
    append_baseline_line(text, entry);
    text += '\n';
  }
  return text;
}

Result<Baseline> Baseline::read(const std::string& path, std::size_t most_bytes) {
  Result<std::string> text =
      read_regular_file(path, {.most_bytes = std::min(most_bytes, kGreatestMostBytes)});
  if (!text) return text.error();
  Result<Baseline> baseline = parse(*text);
  if (!baseline) return baseline.error().during(path);
  return baseline;
}

Result<void> Baseline::write(const std::string& path) const {
  return replace_file(path, to_text());
}

}  // namespace trawl
