#include "engine/store/baseline_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "engine/base/escape.h"
#include "engine/base/utf8.h"

namespace trawl {
namespace {

constexpr std::size_t kFingerprintDigits = 32;
constexpr std::size_t kMostNameBytes = 128;
constexpr std::size_t kMostShown = 60;

constexpr std::string_view kLowerHex = "0123456789abcdef";

/// A fragment of the file in a message about it.
std::string quoted_for_message(std::string_view fragment) {
  return "\"" + escape_for_terminal(fragment, kMostShown) + "\"";
}

void append_hex_byte(std::string& text, char c) {
  const auto byte = static_cast<unsigned char>(c);
  text.append("\\x").append(1, kLowerHex[byte >> 4]).append(1, kLowerHex[byte & 15]);
}

/// Bytes that are neither printable ASCII nor part of well-formed UTF-8 are written as `\xNN`, so that the
/// file is text whatever a field holds.
void append_quoted(std::string& text, std::string_view bytes) {
  text += '"';
  while (!bytes.empty()) {
    const DecodedCodePoint point = decode_code_point(bytes);
    const char first = bytes.front();
    if (first == '"' || first == '\\') {
      text.append(1, '\\').append(1, first);
    } else if (first == '\n') {
      text += "\\n";
    } else if (first == '\r') {
      text += "\\r";
    } else if (first == '\t') {
      text += "\\t";
    } else if (!point.well_formed || point.code_point < 0x20 ||
               (point.code_point >= 0x7f && point.code_point < 0xa0)) {
      for (const char c : bytes.substr(0, point.length)) append_hex_byte(text, c);
    } else {
      text += bytes.substr(0, point.length);
    }
    bytes.remove_prefix(point.length);
  }
  text += '"';
}

/// Reads a line from left to right; each function takes what it names from the front.
class LineReader {
 public:
  explicit LineReader(std::string_view line) : rest_(line) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  void take_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

  /// Up to the next of `ends` or the end of the line.
  std::string_view take_until(std::string_view ends) {
    const std::string_view word = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(word.size());
    return word;
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// A text in quotes; nothing where it is not closed or holds an escape that does not exist.
  std::optional<std::string> take_quoted() {
    std::string bytes;
    if (!take('"')) return std::nullopt;
    while (!rest_.empty()) {
      bytes += take_until("\"\\");
      if (take('"')) return bytes;
      if (!take('\\') || rest_.empty()) return std::nullopt;
      const char escape = rest_.front();
      rest_.remove_prefix(1);
      switch (escape) {
        case '"':
        case '\\':
          bytes += escape;
          break;
        case 'n':
          bytes += '\n';
          break;
        case 'r':
          bytes += '\r';
          break;
        case 't':
          bytes += '\t';
          break;
        case 'x': {
          const std::size_t high = rest_.size() < 2 ? std::string_view::npos : kLowerHex.find(rest_[0]);
          const std::size_t low = rest_.size() < 2 ? std::string_view::npos : kLowerHex.find(rest_[1]);
          if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
          bytes += static_cast<char>(high << 4 | low);
          rest_.remove_prefix(2);
          break;
        }
        default:
          return std::nullopt;
      }
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
};

Result<void> read_quoted_field(LineReader& reader, std::string_view name, std::string& field) {
  const std::string_view rest = reader.rest();
  auto text = reader.take_quoted();
  if (!text) {
    return Error(fmt::format(
        "{}={} is no text in quotes: write {}=\"...\", with \\\" and \\\\ for quotes and backslashes", name,
        quoted_for_message(rest), name));
  }
  if (text->empty()) return Error(fmt::format("{} is empty: leave it out", name));
  field = *std::move(text);
  return {};
}

Result<void> read_field(LineReader& reader, BaselineEntry& entry) {
  const std::string_view name = reader.take_until("= \t");
  const auto again = [&] { return Error(fmt::format("{} stands twice: keep one", name)); };
  if (name != "reason" && name != "owner" && name != "expires") {
    return Error(fmt::format("{} is no field: there are reason=\"...\", owner=\"...\" and expires=YYYY-MM-DD",
                             quoted_for_message(name)));
  }
  if (!reader.take('=')) return Error(fmt::format("behind {} belongs \"=\"", name));
  if (name == "expires") {
    if (!entry.expires.empty()) return again();
    const std::string_view date = reader.take_until(" \t");
    if (!is_date(date)) {
      return Error(fmt::format("expires={} is no day: write it as YYYY-MM-DD", quoted_for_message(date)));
    }
    entry.expires = date;
    return {};
  }
  std::string& field = name == "reason" ? entry.reason : entry.owner;
  if (!field.empty()) return again();
  return read_quoted_field(reader, name, field);
}

}  // namespace

bool is_lower_hex(std::string_view text) {
  return text.find_first_not_of(kLowerHex) == std::string_view::npos;
}

bool is_fingerprint(std::string_view text) {
  return text.size() == kFingerprintDigits && is_lower_hex(text);
}

bool is_rule_name(std::string_view text) {
  return !text.empty() && text.size() <= kMostNameBytes && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Result<BaselineEntry> parse_baseline_line(std::string_view line) {
  for (const std::string_view mark : {"<<<<<<<", "=======", ">>>>>>>", "|||||||"}) {
    if (line.starts_with(mark)) return Error("this is the mark of a merge conflict: resolve it");
  }
  if (line.starts_with('#')) return Error("comments are not kept: write the reason into reason=\"...\"");

  LineReader reader(line);
  BaselineEntry entry;
  entry.fingerprint = reader.take_until(" \t");
  if (!is_fingerprint(entry.fingerprint)) {
    return Error(fmt::format("{} is no fingerprint: a line begins with 32 digits 0-9a-f",
                             quoted_for_message(entry.fingerprint)));
  }
  reader.take_blanks();
  entry.kind = reader.take_until(" \t");
  if (!is_rule_name(entry.kind)) {
    return Error(fmt::format(
        "{} is no rule's name: behind the fingerprint belongs one, as `trawl rules list` shows it",
        quoted_for_message(entry.kind)));
  }
  for (reader.take_blanks(); !reader.at_end(); reader.take_blanks()) {
    if (Result<void> field = read_field(reader, entry); !field) return field.error();
    if (!reader.at_end() && !reader.rest().starts_with(' ') && !reader.rest().starts_with('\t')) {
      return Error(fmt::format("{} stands behind a field: put a blank between fields",
                               quoted_for_message(reader.rest())));
    }
  }
  return entry;
}

void append_baseline_line(std::string& text, const BaselineEntry& entry) {
  text.append(entry.fingerprint).append(1, ' ').append(entry.kind);
  if (!entry.reason.empty()) {
    text += " reason=";
    append_quoted(text, entry.reason);
  }
  if (!entry.owner.empty()) {
    text += " owner=";
    append_quoted(text, entry.owner);
  }
  if (!entry.expires.empty()) text.append(" expires=").append(entry.expires);
}

}  // namespace trawl
