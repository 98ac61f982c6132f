#include "engine/match/validators/armor.h"

#include <algorithm>

#include "engine/match/validators/base_n.h"

namespace trawl {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kLongestLabel = 64;
constexpr std::string_view kBlank = " \t\r\n";

/// Resolves the escape whose backslash stands at `at`; returns the place after it.
std::size_t resolve_escape(std::string_view text, std::size_t at, std::string& out) {
  // Text that was quoted twice has two or four backslashes.
  const std::size_t escaped = std::min(text.find_first_not_of('\\', at), text.size());
  if (escaped == text.size()) return escaped;
  const char c = text[escaped];
  if (c == 'u' && escaped + 4 < text.size() && text.substr(escaped + 1, 2) == "00") {
    const std::size_t high = kLowerHex.find(text[escaped + 3]);
    const std::string_view low = text.substr(escaped + 4, 1);
    const std::size_t digit = std::min(kLowerHex.find(low), kUpperHex.find(low));
    if (high < 8 && digit != std::string_view::npos) {
      out.push_back(static_cast<char>(high * 16 + digit));
      return escaped + 5;
    }
  }
  switch (c) {
    case 'n':
    case 'r':
    case '\n':  // a continued line
    case '\r':
      out.push_back('\n');
      return escaped + 1;
    case 't':
      out.push_back(' ');
      return escaped + 1;
    case '"':
    case '\'':
      out.push_back('\n');
      return escaped + 1;
    default:
      return escaped;  // `\/` `\=` `\+`: the character as it is
  }
}

/// The place after a quote and, where the string goes on in another literal, after what joins them.
std::size_t skip_quote(std::string_view text, std::size_t at) {
  const std::size_t next = text.find_first_not_of(" \t\r\n+.,;&\\", at + 1);
  const bool joined =
      next != std::string_view::npos && (text[next] == '"' || text[next] == '\'' || text[next] == '`');
  return joined ? next + 1 : at + 1;
}

void read_body(std::string_view body, Armor& armor) {
  std::string_view rest = body;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.empty()) continue;
    if (armor.body.empty() && line.find(':') != std::string_view::npos) {
      if (line.starts_with("Proc-Type") && line.find("ENCRYPTED") != std::string_view::npos) {
        armor.legacy_encryption = true;
      }
      continue;
    }
    if (!armor.body.empty() && line.size() == 5 && line.front() == '=') {
      armor.checksum = line.substr(1);
      continue;
    }
    for (const char c : line) {
      if (is_alphanumeric(std::string_view(&c, 1), "+/=")) {
        armor.body.push_back(c);
      } else if (c != ' ' && c != '\t') {
        armor.foreign = true;
        return;
      }
    }
  }
}

}  // namespace

std::string unquoted(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\\') {
      at = resolve_escape(text, at, plain);
    } else if (c == '"' || c == '\'' || c == '`') {
      at = skip_quote(text, at);
      plain.push_back('\n');
    } else {
      plain.push_back(c);
      ++at;
    }
  }
  return plain;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  const std::size_t first = line.find_first_not_of(" \t#*>|");
  line.remove_prefix(std::min(first, line.size()));
  if (line.starts_with("// ")) line.remove_prefix(3);
  while (!line.empty() && kBlank.find(line.back()) != std::string_view::npos) line.remove_suffix(1);
  return line;
}

std::optional<Armor> parse_armor(std::string_view text) {
  if (text.size() > kLongestEncoded) return std::nullopt;
  const std::size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin + kBegin.size());
  const std::size_t label_end = text.substr(0, kLongestLabel).find(kDashes);
  if (label_end == std::string_view::npos) return std::nullopt;
  Armor armor;
  armor.label = text.substr(0, label_end);
  text.remove_prefix(label_end + kDashes.size());

  const std::size_t end = text.find(kEnd);
  if (end != std::string_view::npos) {
    const std::string_view last = text.substr(end + kEnd.size());
    armor.ended = true;
    armor.labels_match =
        last.starts_with(armor.label) && last.substr(armor.label.size()).starts_with(kDashes);
    text = text.substr(0, end);
  }
  read_body(unquoted(text), armor);
  return armor;
}

}  // namespace trawl
