#include "engine/store/ignore_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/escape.h"
#include "engine/store/baseline_line.h"
#include "engine/store/file.h"

namespace trawl {
namespace {

constexpr std::string_view kFingerprint = "fingerprint:";
constexpr std::string_view kBlanks = " \t";
constexpr std::size_t kMostShown = 60;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// Takes the next word from the front; a byte behind a backslash belongs to the word.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  std::size_t end = 0;
  while (end < text.size() && kBlanks.find(text[end]) == std::string_view::npos)
    end += text[end] == '\\' ? 2 : 1;
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(word.size());
  return word;
}

/// A line of the file, taken apart.
struct EntryWords {
  std::string_view pattern;
  std::string_view rule;
  std::string_view excess;   ///< a third word, which has no meaning
  std::string_view comment;  ///< without `#`
};

EntryWords words_of(std::string_view text) {
  EntryWords line;
  const std::array<std::string_view*, 3> words = {&line.pattern, &line.rule, &line.excess};
  for (std::string_view* word : words) {
    const std::string_view before = trimmed(text);
    if (before.starts_with('#')) {
      line.comment = trimmed(before.substr(1));
      return line;
    }
    *word = take_word(text);
  }
  return line;
}

std::string shown(std::string_view fragment) {
  return "\"" + escape_for_terminal(fragment, kMostShown) + "\"";
}

}  // namespace

Result<void> IgnoreFile::add(std::string_view text, const std::string& reason_above, std::size_t number) {
  const EntryWords line = words_of(text);
  if (line.pattern.starts_with('!')) {
    return Error(
        fmt::format("{}: there are no exceptions with \"!\"; list what is to be ignored, or write \\! for a "
                    "name that begins with it",
                    shown(line.pattern)));
  }
  if (!line.excess.empty()) {
    return Error(fmt::format(
        "{} is one word too many: a line is a glob and perhaps a rule; write a blank within a glob "
        "as \"\\ \" and put # before a comment",
        shown(line.excess)));
  }
  const std::string reason = line.comment.empty() ? reason_above : std::string(line.comment);
  std::string justification =
      fmt::format("ignore file, line {}{}{}", number, reason.empty() ? "" : ": ", reason);

  if (line.pattern.starts_with(kFingerprint)) {
    const std::string_view fingerprint = line.pattern.substr(kFingerprint.size());
    if (!is_fingerprint(fingerprint)) {
      return Error(fmt::format("{} is no fingerprint: it has 32 digits 0-9a-f, as reports show it",
                               shown(fingerprint)));
    }
    if (!line.rule.empty()) {
      return Error(fmt::format("{} has no place behind a fingerprint, which belongs to one rule: remove it",
                               shown(line.rule)));
    }
    justifications_.try_emplace(std::string(fingerprint), std::move(justification));
    return {};
  }

  if (!line.rule.empty() && !is_rule_name(line.rule)) {
    return Error(fmt::format(
        "{} is no rule's name: name one as `trawl rules list` shows it, or write a blank within a "
        "glob as \"\\ \"",
        shown(line.rule)));
  }
  if (places_.size() == kMostGlobs) {
    return Error(fmt::format("more than {} globs: use fewer and broader ones", kMostGlobs));
  }
  const std::array<std::string, 1> pattern = {std::string(line.pattern)};
  Result<GlobSet> glob = GlobSet::compile(pattern);
  if (!glob) return glob.error();
  places_.push_back({*std::move(glob), std::string(line.rule), std::move(justification)});
  return {};
}

Result<IgnoreFile> IgnoreFile::parse(std::string_view text) {
  IgnoreFile file;
  std::string reason_above;
  bool in_comment = false;  // the line before was one
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);

    const std::string_view content = trimmed(line);
    if (content.starts_with('#')) {
      if (!in_comment) reason_above.clear();
      if (!reason_above.empty()) reason_above += ' ';
      reason_above += trimmed(content.substr(1));
      in_comment = true;
      continue;
    }
    in_comment = false;
    if (content.empty()) {
      reason_above.clear();
    } else if (Result<void> added = file.add(line, reason_above, number); !added) {
      return Error(fmt::format("line {}: {}", number, added.error().sentence()));
    }
  }
  return file;
}

Result<IgnoreFile> IgnoreFile::read(const std::string& path) {
  Result<std::string> text = read_regular_file(path, {.most_bytes = kMostBytes});
  if (!text) return text.error();
  Result<IgnoreFile> file = parse(*text);
  if (!file) return file.error().during(path);
  return file;
}

const IgnoreFile::PlaceEntry* IgnoreFile::entry_for(const std::string& path, std::string_view rule) const {
  for (const PlaceEntry& entry : places_) {
    if (!entry.rule.empty() && entry.rule != rule) continue;
    if (entry.glob.matches(path, false) || entry.glob.matches_a_parent(path)) return &entry;
  }
  return nullptr;
}

std::optional<Suppression> IgnoreFile::suppression_of(const Finding& finding) const {
  const auto by_fingerprint = justifications_.find(finding.fingerprint);
  if (by_fingerprint != justifications_.end()) {
    return Suppression{Suppression::Kind::kExternal, by_fingerprint->second};
  }
  const PlaceEntry* first = nullptr;
  for (const Location& location : finding.locations) {
    const PlaceEntry* entry = entry_for(location.path, finding.rule->id);
    if (entry == nullptr) return std::nullopt;
    if (first == nullptr) first = entry;
  }
  if (first == nullptr) return std::nullopt;
  return Suppression{Suppression::Kind::kExternal, first->justification};
}

}  // namespace trawl
