#include "engine/match/decode/escaped_text.h"

#include <algorithm>
#include <array>

#include "engine/base/utf8.h"

namespace trawl {
namespace {

constexpr std::size_t kHiddenWord = 10;  // characters behind a line end escape that might be a token
constexpr std::size_t kHiddenValue = 8;  // characters behind a quote escape that might be a password
constexpr std::size_t kLeastPercentRun = 16;
constexpr std::size_t kLeastList = 10;  // elements
constexpr std::size_t kReadable = 16;   // visible elements in a row: no table of numbers has them by chance
constexpr std::size_t kLeastSoftLine = 60;
constexpr std::size_t kMostSoftLine = 80;

bool is_word(char c) {
  return is_base64_character(c) || c == '=' || c == '.' || c == '~';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_visible(std::uint32_t code) {
  return code > 0x20 && code < 0x7f;
}

/// At least `count` bytes at `at` for which `belongs` is true.
template <typename Belongs>
bool has_ahead(std::string_view bytes, std::uint64_t at, std::size_t count, Belongs belongs) {
  if (bytes.size() - std::min<std::uint64_t>(at, bytes.size()) < count) return false;
  const std::string_view ahead = bytes.substr(at, count);
  return std::all_of(ahead.begin(), ahead.end(), belongs);
}

/// A number of up to `most` digits of base 16 at `at`, and how many there were.
struct Number {
  std::uint32_t value = 0;
  std::size_t digits = 0;
};

Number hex_number(std::string_view bytes, std::uint64_t at, std::size_t most) {
  Number number;
  while (number.digits < most && at < bytes.size() && hex_digit(bytes[at]) >= 0) {
    number.value = number.value << 4 | static_cast<std::uint32_t>(hex_digit(bytes[at++]));
    ++number.digits;
  }
  return number;
}

Number octal_number(std::string_view bytes, std::uint64_t at) {
  Number number;
  while (number.digits < 3 && at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '7') {
    number.value = number.value << 3 | static_cast<std::uint32_t>(bytes[at++] - '0');
    ++number.digits;
  }
  return number;
}

/// What an escape means: the bytes `text`, for `size` of the source. A size of
/// 0: it is none.
struct Unit {
  std::string text;
  std::size_t size = 0;
};

Unit character(std::uint32_t code, std::size_t size) {
  Unit unit;
  const bool valid = code <= 0x10ffff && (code & 0xfffff800U) != 0xd800U;
  append_utf8(unit.text, valid ? static_cast<char32_t>(code) : kReplacementCharacter);
  unit.size = size;
  return unit;
}

Unit byte(std::uint32_t value, std::size_t size) {
  return {std::string(1, static_cast<char>(value)), size};
}

Unit unicode_escape(std::string_view bytes, std::uint64_t at) {
  if (at + 2 < bytes.size() && bytes[at + 2] == '{') {
    const Number number = hex_number(bytes, at + 3, 6);
    const std::uint64_t end = at + 3 + number.digits;
    if (number.digits == 0 || end >= bytes.size() || bytes[end] != '}') return {};
    return character(number.value, number.digits + 4);
  }
  const Number number = hex_number(bytes, at + 2, 4);
  if (number.digits < 4) return {};
  const bool high = (number.value & 0xfffffc00U) == 0xd800U;
  if (high && bytes.substr(std::min<std::uint64_t>(at + 6, bytes.size()), 2) == "\\u") {
    const Number low = hex_number(bytes, at + 8, 4);
    if (low.digits == 4 && (low.value & 0xfffffc00U) == 0xdc00U) {
      return character(0x10000U + ((number.value & 0x3ffU) << 10 | (low.value & 0x3ffU)), 12);
    }
  }
  return character(number.value, 6);
}

/// The escape that the backslash at `at` begins.
Unit string_escape(std::string_view bytes, std::uint64_t at) {
  if (at + 1 >= bytes.size()) return {};
  switch (const char c = bytes[at + 1]) {
    case 'n':
      return byte('\n', 2);
    case 't':
      return byte('\t', 2);
    case 'r':
      return byte('\r', 2);
    case 'b':
    case 'f':
    case 'v':
    case 'a':
      return byte(' ', 2);
    case '\\':
    case '"':
    case '\'':
    case '/':
    case '`':
    case '$':
      return byte(static_cast<unsigned char>(c), 2);
    case 'x': {
      const Number number = hex_number(bytes, at + 2, 2);
      return number.digits == 2 ? byte(number.value, 4) : Unit{};
    }
    case 'u':
      return unicode_escape(bytes, at);
    case 'U': {
      const Number number = hex_number(bytes, at + 2, 8);
      return number.digits == 8 ? character(number.value, 10) : Unit{};
    }
    default: {
      const Number number = octal_number(bytes, at + 1);
      if (number.digits == 0 || number.value > 0xff) return {};
      return byte(number.value, number.digits + 1);
    }
  }
}

struct Entity {
  std::string_view name;
  char character;
};
constexpr std::array<Entity, 5> kEntities = {
    {{"amp;", '&'}, {"quot;", '"'}, {"lt;", '<'}, {"gt;", '>'}, {"apos;", '\''}}};

Unit entity(std::string_view bytes, std::uint64_t at) {
  const std::string_view rest = bytes.substr(at + 1, 12);
  for (const Entity& known : kEntities) {
    if (rest.starts_with(known.name))
      return byte(static_cast<unsigned char>(known.character), known.name.size() + 1);
  }
  if (!rest.starts_with('#')) return {};
  const bool hex = rest.size() > 1 && (rest[1] == 'x' || rest[1] == 'X');
  std::uint64_t end = at + (hex ? 3 : 2);
  std::uint32_t code = 0;
  std::size_t digits = 0;
  for (; end < bytes.size() && digits < 7; ++end, ++digits) {
    const int digit = hex_digit(bytes[end]);
    if (digit < 0 || (!hex && digit > 9)) break;
    code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
  }
  if (digits == 0 || end >= bytes.size() || bytes[end] != ';') return {};
  return character(code, static_cast<std::size_t>(end + 1 - at));
}

Unit percent_escape(std::string_view bytes, std::uint64_t at) {
  const Number number = hex_number(bytes, at + 1, 2);
  return number.digits == 2 ? byte(number.value, 3) : Unit{};
}

/// Two upper-case digits, or nothing at the end of a line.
Unit quoted_printable(std::string_view bytes, std::uint64_t at) {
  const std::string_view rest = bytes.substr(at + 1, 2);
  if (rest.starts_with('\n')) return {"", 2};
  if (rest == "\r\n") return {"", 3};
  const Number number = hex_number(bytes, at + 1, 2);
  return number.digits == 2 ? byte(number.value, 3) : Unit{};
}

Unit unit_at(std::string_view bytes, std::uint64_t at, Escaping escaping) {
  switch (escaping) {
    case Escaping::kString:
      return bytes[at] == '\\' ? string_escape(bytes, at) : Unit{};
    case Escaping::kPercent:
      return bytes[at] == '%' ? percent_escape(bytes, at) : Unit{};
    case Escaping::kEntity:
      return bytes[at] == '&' ? entity(bytes, at) : Unit{};
    case Escaping::kQuotedPrintable:
      return bytes[at] == '=' ? quoted_printable(bytes, at) : Unit{};
    default:
      return {};
  }
}

/// Whether the escape that begins at `at`, the first of a row of backslashes,
/// may hide a secret. Doubled backslashes are one less in the next layer, so
/// the last of the row tells.
bool string_escape_hides(std::string_view bytes, std::uint64_t at) {
  std::uint64_t last = at;
  while (last + 1 < bytes.size() && bytes[last + 1] == '\\') ++last;
  if (last + 2 >= bytes.size()) return false;
  const auto follows_word = [&](std::uint64_t from) { return has_ahead(bytes, from, kHiddenWord, is_word); };
  switch (bytes[last + 1]) {
    case 'n':
    case 'r':
    case 't':
      return follows_word(last + 2);
    case '"':
    case '\'':
      return has_ahead(bytes, last + 2, kHiddenValue,
                       [](char c) { return !is_blank(c) && c != '"' && c != '\'' && c != '\\'; });
    case '/':
      return at > 0 && is_base64_character(bytes[at - 1]) && is_base64_character(bytes[last + 2]);
    case 'u': {
      const Unit unit = unicode_escape(bytes, last);
      return unit.size > 0 && unit.text.size() == 1 && is_visible(static_cast<unsigned char>(unit.text[0]));
    }
    case 'U': {
      const Number number = hex_number(bytes, last + 2, 8);
      return number.digits == 8 && is_visible(number.value);
    }
    case 'x': {
      const Number number = hex_number(bytes, last + 2, 2);
      return number.digits == 2 && (is_visible(number.value) || follows_word(last + 4));
    }
    case '0':
    case '1': {
      const Number number = octal_number(bytes, last + 1);
      return number.digits == 3 && (is_visible(number.value) || follows_word(last + 4));
    }
    default:
      return false;
  }
}

bool percent_escape_hides(std::string_view bytes, std::uint64_t at) {
  const Number number = hex_number(bytes, at + 1, 2);
  return number.digits == 2 && (is_visible(number.value) || has_ahead(bytes, at + 3, kHiddenWord, is_word));
}

/// Whether `=` at `at` is one of quoted-printable mail: `=3D` in front of a
/// word, or a soft line break, which stands near the 76th column.
bool quoted_printable_hides(std::string_view bytes, std::uint64_t at) {
  if (bytes.substr(at + 1, 2) == "3D") return has_ahead(bytes, at + 3, kHiddenWord, is_word);
  if (at == 0 || is_blank(bytes[at - 1]) || bytes[at - 1] == '=') return false;
  const std::uint64_t next = at + (bytes[at + 1] == '\r' ? 3 : 2);
  if (next >= bytes.size() || is_blank(bytes[next]) || bytes[next] == '-') return false;
  const std::string_view before =
      bytes.substr(at < kMostSoftLine ? 0 : at - kMostSoftLine, std::min<std::uint64_t>(at, kMostSoftLine));
  const std::size_t line_end = before.rfind('\n');
  const std::size_t column =
      line_end == std::string_view::npos ? before.size() : before.size() - line_end - 1;
  return column >= kLeastSoftLine && column < kMostSoftLine;
}

bool hides(std::string_view bytes, std::uint64_t at, Escaping escaping) {
  switch (escaping) {
    case Escaping::kString:
      return bytes[at] == '\\' && (at == 0 || bytes[at - 1] != '\\') && string_escape_hides(bytes, at);
    case Escaping::kPercent:
      return bytes[at] == '%' && percent_escape_hides(bytes, at);
    case Escaping::kEntity:
      return bytes[at] == '&' && entity(bytes, at).size > 0;
    case Escaping::kQuotedPrintable:
      return bytes[at] == '=' && at + 2 < bytes.size() && quoted_printable_hides(bytes, at);
    default:
      return false;
  }
}

bool ends_run(std::string_view bytes, std::uint64_t at, Escaping escaping) {
  const char c = bytes[at];
  if (escaping == Escaping::kPercent)
    return is_blank(c) || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`';
  if (c != '\n') return false;
  if (escaping != Escaping::kQuotedPrintable || at == 0) return true;
  return bytes[at - 1] != '=' && !(bytes[at - 1] == '\r' && at > 1 && bytes[at - 2] == '=');
}

std::uint64_t begin_of_run(std::string_view bytes, std::uint64_t at, std::uint64_t floor, Escaping escaping) {
  const std::uint64_t least = at - floor < kEscapeReach ? floor : at - kEscapeReach;
  std::uint64_t begin = at;
  while (begin > least && !ends_run(bytes, begin - 1, escaping)) --begin;
  if (begin > least) return begin;
  while (begin > floor && is_word(bytes[begin - 1])) --begin;
  // Never behind the backslash of an escape.
  while (escaping == Escaping::kString && begin > floor && bytes[begin - 1] == '\\') --begin;
  return begin;
}

std::uint64_t end_of_run(std::string_view bytes, std::uint64_t at, std::uint64_t limit, Escaping escaping) {
  std::uint64_t last = at;
  std::uint64_t end = at;
  for (; end < limit; ++end) {
    if (ends_run(bytes, end, escaping)) break;
    if (end - last > kEscapeReach && !is_word(bytes[end])) break;
    if (end > at && hides(bytes, end, escaping)) last = end;
  }
  return end;
}

/// One element of a list and what separates it from the next; a size of 0 where
/// there is none.
struct Element {
  char byte = 0;
  std::size_t size = 0;       ///< of the element itself
  std::size_t separator = 0;  ///< bytes behind it up to the next
};

Element element_at(std::string_view bytes, std::uint64_t at, std::uint64_t limit, Escaping escaping) {
  Element element;
  const std::string_view text = bytes.substr(at, std::min<std::uint64_t>(limit - at, 5));
  if (escaping == Escaping::kNumbers) {
    if (text.size() < 4 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) return {};
    const Number number = hex_number(text, 2, 3);
    if (number.digits == 0 || number.digits > 2) return {};
    element.byte = static_cast<char>(number.value);
    element.size = 2 + number.digits;
  } else {
    if (text.size() < 3 || text[0] != '\'') return {};
    if (text.size() >= 4 && text[1] == '\\' && text[3] == '\'') {
      const Unit unit = string_escape(text, 1);
      if (unit.size != 2) return {};
      element.byte = unit.text[0];
      element.size = 4;
    } else if (text[2] == '\'' && text[1] != '\'' && text[1] != '\n') {
      element.byte = text[1];
      element.size = 3;
    } else {
      return {};
    }
  }
  constexpr std::size_t kMostSeparator = 64;  // a line end with its indentation
  std::uint64_t end = at + element.size;
  const std::uint64_t most = std::min(limit, end + kMostSeparator);
  while (end < most && (is_blank(bytes[end]) || bytes[end] == ',')) ++end;
  element.separator = static_cast<std::size_t>(end - at - element.size);
  return element;
}

std::optional<EscapedRun> list_at(std::string_view bytes, std::uint64_t at, std::uint64_t limit,
                                  Escaping escaping, std::uint64_t& after) {
  std::uint64_t next = at;
  std::uint64_t end = at;
  std::size_t count = 0;
  std::size_t visible = 0;
  std::size_t stretch = 0;  // visible ones in a row
  bool readable = false;
  while (next < limit) {
    const Element element = element_at(bytes, next, limit, escaping);
    if (element.size == 0) break;
    ++count;
    const auto value = static_cast<unsigned char>(element.byte);
    const bool shows = value >= 0x20 && value < 0x7f;
    visible += shows ? 1 : 0;
    stretch = shows ? stretch + 1 : 0;
    readable = readable || stretch == kReadable;
    end = next + element.size;
    next = end + element.separator;
    if (element.separator == 0) break;
  }
  // Its elements are not looked at once more, each as the first of a list: tables of numbers have millions.
  after = std::max(after, end);
  if (count < kLeastList || (visible * 2 < count && !readable)) return std::nullopt;
  return EscapedRun{span_of(at, end), escaping};
}

Escaping escaping_of(SignKind kind) {
  switch (kind) {
    case SignKind::kBackslash:
      return Escaping::kString;
    case SignKind::kPercent:
      return Escaping::kPercent;
    case SignKind::kAmpersand:
      return Escaping::kEntity;
    case SignKind::kEquals:
      return Escaping::kQuotedPrintable;
    case SignKind::kNumbers:
      return Escaping::kNumbers;
    default:
      return Escaping::kCharacters;
  }
}

}  // namespace

std::string_view name_of(Escaping escaping) {
  constexpr std::array<std::string_view, kEscapings> kNames = {
      "escapes", "percent", "entities", "quoted-printable", "byte-list", "character-list"};
  return kNames[static_cast<std::size_t>(escaping)];
}

std::optional<EscapedRun> escaped_run_at(std::string_view bytes, Sign sign, std::uint64_t floor,
                                         std::uint64_t limit, std::uint64_t& after) {
  after = sign.at;
  const Escaping escaping = escaping_of(sign.kind);
  bytes = bytes.substr(0, limit);
  if (sign.kind == SignKind::kNumbers || sign.kind == SignKind::kCharacters)
    return list_at(bytes, sign.at, limit, escaping, after);
  if (!hides(bytes, sign.at, escaping)) return std::nullopt;
  EscapedRun run;
  run.escaping = escaping;
  run.span =
      span_of(begin_of_run(bytes, sign.at, floor, escaping), end_of_run(bytes, sign.at, limit, escaping));
  if (escaping == Escaping::kPercent && run.span.size() < kLeastPercentRun) return std::nullopt;
  after = run.span.end.value;
  return run;
}

std::pair<char, std::size_t> entity_at(std::string_view bytes, std::uint64_t at) {
  const Unit unit = entity(bytes, at);
  if (unit.text.size() != 1) return {'\0', 0};
  return {unit.text[0], unit.size};
}

void decode_escaped(std::string_view bytes, const EscapedRun& run, std::string& text, OffsetMap& map) {
  const std::uint64_t end = run.span.end.value;
  bytes = bytes.substr(0, end);
  std::uint64_t at = run.span.begin.value;
  if (run.escaping == Escaping::kNumbers || run.escaping == Escaping::kCharacters) {
    while (at < end) {
      const Element element = element_at(bytes, at, end, run.escaping);
      if (element.size == 0) break;
      text.push_back(element.byte);
      map.append(at, 1, static_cast<std::uint32_t>(element.size), 1);
      at += element.size + element.separator;
    }
    return;
  }
  constexpr std::array<char, 4> kFirst = {'\\', '%', '&', '='};
  const char first = kFirst[static_cast<std::size_t>(run.escaping)];
  while (at < end) {
    const std::uint64_t escape = std::min<std::uint64_t>(bytes.find(first, at), end);
    text.append(bytes, at, escape - at);
    map.append(at, 1, 1, escape - at);
    at = escape;
    if (at == end) break;
    const Unit unit = unit_at(bytes, at, run.escaping);
    if (unit.size == 0) {
      text.push_back(bytes[at]);
      map.append(at, 1, 1, 1);
      ++at;
      continue;
    }
    text.append(unit.text);
    map.append(at, static_cast<std::uint32_t>(std::max<std::size_t>(unit.text.size(), 1)),
               static_cast<std::uint32_t>(unit.size), unit.text.empty() ? 0 : 1);
    at += unit.size;
  }
}

}  // namespace trawl
