#include "engine/store/canonical.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace trawl {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n\f\v";
constexpr std::string_view kWhiteSpaceAndQuotes = " \t\r\n\f\v\"'`";
constexpr std::string_view kQuotes = "\"'`";
constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";

std::string_view trimmed(std::string_view text, std::string_view what) {
  const std::size_t begin = text.find_first_not_of(what);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(what) - begin + 1);
}

std::string with_unix_line_ends(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    result += text[i];
  }
  return result;
}

/// Line ends that a string literal spells out (`\n`, `\r`, also with the backslash doubled) become line ends.
std::string with_real_line_ends(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      result += text[i] == '\r' ? '\n' : text[i];
      continue;
    }
    while (i + 1 < text.size() && text[i + 1] == '\\') ++i;
    if (i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r')) {
      result += '\n';
      ++i;
    }  // else a backslash at the end of a source line: it joins lines and encodes nothing
  }
  return result;
}

std::optional<std::uint32_t> base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '+') return 62;
  if (c == '/') return 63;
  return std::nullopt;
}

/// Takes base64 in pieces and appends the bytes. Bits that make no whole byte are dropped.
class Base64Reader {
 public:
  explicit Base64Reader(std::string& bytes) : bytes_(bytes) {}

  [[nodiscard]] bool read(std::string_view digits) {
    for (const char c : digits) {
      if (c == ' ' || c == '\t') continue;  // a key in one line, as settings files fold it
      const auto digit = base64_digit(c);
      if (!digit) return false;
      pending_ = (pending_ << 6) | *digit;
      pending_bits_ += 6;
      if (pending_bits_ >= 8) {
        pending_bits_ -= 8;
        bytes_ += static_cast<char>((pending_ >> pending_bits_) & 0xFF);
      }
    }
    return true;
  }

 private:
  std::string& bytes_;
  std::uint32_t pending_ = 0;
  std::uint32_t pending_bits_ = 0;
};

/// A line of a PEM body without what stands around it: signs of comments, quotations and lists in front,
/// quotes and what joins strings (`" +`, `',`) at either end.
std::string_view body_of_line(std::string_view line) {
  constexpr std::string_view kFronts = "#>*;|%-,([";
  constexpr std::string_view kBacks = ",;)]";
  std::string_view body = trimmed(line, kWhiteSpaceAndQuotes);
  while (!body.empty() && kFronts.find(body.front()) != std::string_view::npos)
    body = trimmed(body.substr(1), kWhiteSpaceAndQuotes);
  if (body.starts_with("// ")) body = trimmed(body.substr(3), kWhiteSpaceAndQuotes);
  for (;;) {
    if (body.empty()) return body;
    const std::string_view rest = trimmed(body.substr(0, body.size() - 1), kWhiteSpace);
    const bool joins = (body.back() == '+' || body.back() == '.') && !rest.empty() &&
                       kQuotes.find(rest.back()) != std::string_view::npos;
    if (!joins && kBacks.find(body.back()) == std::string_view::npos) return body;
    body = trimmed(body.substr(0, body.size() - 1), kWhiteSpaceAndQuotes);
  }
}

/// Appends what the text between the two marks of a PEM block encodes; false where it is no base64.
bool read_pem_body(std::string_view body, std::string& bytes) {
  Base64Reader reader(bytes);
  for (std::size_t begin = 0; begin <= body.size();) {
    const std::size_t end = std::min(body.find('\n', begin), body.size());
    std::string_view line = body_of_line(body.substr(begin, end - begin));
    begin = end + 1;
    // Headers ("DEK-Info: ..."), the checksum of RFC 4880 ("=Ab1C") and what is left of `" +` encode nothing.
    if (line.find(':') != std::string_view::npos || line.starts_with('=')) continue;
    if (line.find_first_of(kAlphanumeric) == std::string_view::npos) continue;
    line = line.substr(0, line.find_last_not_of('=') + 1);
    if (!reader.read(line)) return false;
  }
  return true;
}

/// The bytes of all PEM blocks of a text that begins and ends with one; nothing for any other text.
std::optional<std::string> bytes_of_pem(std::string_view secret) {
  if (!secret.starts_with(kBegin) || !secret.ends_with(kDashes)) return std::nullopt;
  const std::string text = with_real_line_ends(secret);
  std::string bytes;
  for (std::size_t begin = 0; (begin = text.find(kBegin, begin)) != std::string::npos;) {
    const std::size_t label_end = text.find(kDashes, begin + kBegin.size());
    if (label_end == std::string::npos) return std::nullopt;
    const std::size_t body = label_end + kDashes.size();
    const std::size_t end = text.find(kEnd, body);
    if (end == std::string::npos) return std::nullopt;
    if (!read_pem_body(std::string_view(text).substr(body, end - body), bytes)) return std::nullopt;
    begin = end;
  }
  if (bytes.empty()) return std::nullopt;
  return bytes;
}

}  // namespace

std::string canonical_secret(std::string_view secret) {
  std::string_view text = trimmed(secret, kWhiteSpaceAndQuotes);
  if (text.empty()) text = secret;  // nothing but quotes: these are the secret
  if (auto bytes = bytes_of_pem(text)) return *std::move(bytes);
  return with_unix_line_ends(text);
}

std::string with_single_blanks(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : trimmed(text, kWhiteSpace)) {
    const bool blank = kWhiteSpace.find(c) != std::string_view::npos;
    if (!blank) {
      result += c;
    } else if (result.back() != ' ') {
      result += ' ';
    }
  }
  return result;
}

}  // namespace trawl
