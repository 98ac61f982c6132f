#include "engine/base/escape.h"

#include <array>
#include <cstdint>

#include "engine/base/utf8.h"

namespace trawl {
namespace {

constexpr std::string_view kLowerDigits = "0123456789abcdef";
constexpr std::string_view kUpperDigits = "0123456789ABCDEF";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct CodePointRange {
  char32_t first;
  char32_t last;
};

/// What a terminal obeys, shows as nothing or uses to reorder its neighbours: controls, separators, and the
/// format characters of Unicode, with the tags and variation selectors that can hide text.
constexpr std::array kUnshowable = {
    CodePointRange{0x0000, 0x001F}, CodePointRange{0x007F, 0x009F},   CodePointRange{0x00AD, 0x00AD},
    CodePointRange{0x061C, 0x061C}, CodePointRange{0x180E, 0x180E},   CodePointRange{0x200B, 0x200F},
    CodePointRange{0x2028, 0x202E}, CodePointRange{0x2060, 0x206F},   CodePointRange{0xFEFF, 0xFEFF},
    CodePointRange{0xFFF9, 0xFFFB}, CodePointRange{0xE0000, 0xE0FFF},
};

bool unshowable(char32_t code_point) {
  if (code_point >= 0x20 && code_point < 0x7F) return false;
  for (const CodePointRange& range : kUnshowable) {
    if (code_point >= range.first && code_point <= range.last) return true;
  }
  return false;
}

bool control(char32_t code_point) {
  if (code_point == '\t' || code_point == '\n' || code_point == '\r') return false;
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

void append_hex(std::string& text, std::string_view prefix, std::string_view digits, char c) {
  const auto byte = static_cast<unsigned char>(c);
  text.append(prefix).append(1, digits[byte >> 4]).append(1, digits[byte & 0xF]);
}

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string percent_encoded(std::string_view bytes, std::string_view special) {
  std::string text;
  for (const char c : to_valid_utf8(bytes)) {
    if (special.find(c) == std::string_view::npos) {
      text += c;
    } else {
      append_hex(text, "%", kUpperDigits, c);
    }
  }
  return text;
}

}  // namespace

std::string escape_for_terminal(std::string_view bytes, std::size_t most) {
  std::string text;
  bool only_blanks_before = true;
  char previous = 0;
  while (!bytes.empty()) {
    const DecodedCodePoint decoded = decode_code_point(bytes.substr(0, 4));
    const std::string_view sequence = bytes.substr(0, decoded.length);
    if (sequence.size() > most) return text.append(kEllipsis);
    most -= sequence.size();
    const char c = bytes.front();
    bytes.remove_prefix(decoded.length);
    const bool command =
        (c == ':' && only_blanks_before && bytes.starts_with(':')) || (c == '#' && previous == '#');
    if (c == '\\') {
      text += "\\\\";
    } else if (command || !decoded.well_formed || unshowable(decoded.code_point)) {
      for (const char byte : sequence) append_hex(text, "\\x", kLowerDigits, byte);
    } else {
      text.append(sequence);
    }
    // Other blanks of Unicode count too: the runners trim them as well.
    const bool blank = c == ' ' || decoded.code_point == 0x00A0 || decoded.code_point == 0x1680 ||
                       (decoded.code_point >= 0x2000 && decoded.code_point <= 0x200A) ||
                       decoded.code_point == 0x202F || decoded.code_point == 0x205F ||
                       decoded.code_point == 0x3000;
    only_blanks_before = only_blanks_before && blank;
    previous = c;
  }
  return text;
}

std::optional<std::string> relative_uri(std::string_view path) {
  std::string uri;
  std::string_view rest = path;
  for (;;) {
    const std::size_t slash = rest.find('/');
    const std::string_view segment = rest.substr(0, slash);
    if (segment.empty() || segment == "." || segment == "..") return std::nullopt;
    for (const char c : segment) {
      if (unreserved(c)) {
        uri += c;
      } else {
        append_hex(uri, "%", kUpperDigits, c);
      }
    }
    if (slash == std::string_view::npos) return uri;
    uri += '/';
    rest.remove_prefix(slash + 1);
  }
}

std::string escape_command_data(std::string_view bytes) {
  return percent_encoded(bytes, "%\r\n");
}

std::string escape_command_property(std::string_view bytes) {
  return percent_encoded(bytes, "%\r\n:,");
}

std::string printable_text(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  Utf8Decoder decoder;
  const auto append = [&text](char32_t code_point) {
    append_utf8(text, control(code_point) ? kReplacementCharacter : code_point);
  };
  decoder.feed(bytes, append);
  decoder.finish(append);
  return text;
}

std::string escape_sarif_message(std::string_view bytes) {
  std::string text;
  for (const char c : printable_text(bytes)) {
    if (c == '[' || c == ']' || c == '\\') text += '\\';
    if (c == '{' || c == '}') text += c;
    text += c;
  }
  return text;
}

void append_json_string(std::string& text, std::string_view bytes) {
  const auto append = [&text](char32_t code_point) {
    switch (code_point) {
      case '"':
        text += "\\\"";
        return;
      case '\\':
        text += "\\\\";
        return;
      case '\n':
        text += "\\n";
        return;
      case '\r':
        text += "\\r";
        return;
      case '\t':
        text += "\\t";
        return;
      default:
        break;
    }
    if (code_point < 0x20 || code_point == 0x7F) {
      append_hex(text, "\\u00", kLowerDigits, static_cast<char>(code_point));
    } else if (code_point == 0x2028 || code_point == 0x2029) {
      text += code_point == 0x2028 ? "\\u2028" : "\\u2029";
    } else {
      append_utf8(text, code_point);
    }
  };
  text += '"';
  Utf8Decoder decoder;
  decoder.feed(bytes, append);
  decoder.finish(append);
  text += '"';
}

}  // namespace trawl
