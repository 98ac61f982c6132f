#include <charconv>
#include <optional>
#include <string>

#include "engine/match/validators/armor.h"
#include "engine/match/validators/base_n.h"
#include "engine/match/validators/judgement.h"
#include "engine/match/validators/private_key.h"
#include "engine/match/validators/ssh_key.h"

namespace trawl {
namespace {

constexpr std::string_view kFirstLine = "PuTTY-User-Key-File-";
constexpr std::size_t kMostLines = 4096;

/// The value of `name: value`, where the line is one.
std::optional<std::string_view> value_of(std::string_view line, std::string_view name) {
  if (!line.starts_with(name) || !line.substr(name.size()).starts_with(": ")) return std::nullopt;
  return line.substr(name.size() + 2);
}

/// The lines after `Public-Lines: 4`, decoded.
std::optional<std::string> take_block(std::string_view& text, std::string_view count_digits) {
  std::size_t count = 0;
  const char* end = count_digits.data() + count_digits.size();
  const auto [stop, error] = std::from_chars(count_digits.data(), end, count);
  if (error != std::errc() || stop != end || count > kMostLines) return std::nullopt;
  std::string body;
  for (std::size_t i = 0; i < count; ++i) body += take_line(text);
  return decode_base64(body, Base64Alphabet::kStandard);
}

struct PuttyKey {
  std::string_view algorithm;
  std::string_view encryption;
  std::optional<std::string> public_key;
  std::optional<std::string> private_key;
  std::string_view mac;
};

bool is_whole(const PuttyKey& key) {
  if (!key.public_key || !key.private_key || key.private_key->empty()) return false;
  std::string_view wire = *key.public_key;
  std::string_view type;
  if (!take_ssh_string(wire, type) || type != key.algorithm) return false;
  // SHA-1 up to version 2, SHA-256 in version 3.
  return (key.mac.size() == 40 || key.mac.size() == 64) && consists_of(key.mac, kLowerHex);
}

}  // namespace

Validation judge_putty_key(std::string_view text) {
  const std::size_t first = text.find(kFirstLine);
  if (first == std::string_view::npos || text.size() > kLongestEncoded) return no_verdict();
  const std::string plain = unquoted(text.substr(first + kFirstLine.size()));
  std::string_view rest = plain;
  const std::string_view heading = take_line(rest);  // "2: ssh-rsa"
  if (heading.size() < 4 || heading[0] < '1' || heading[0] > '3' || heading.substr(1, 2) != ": ")
    return invalid();

  PuttyKey key;
  key.algorithm = heading.substr(3);
  while (!rest.empty() && key.mac.empty()) {
    const std::string_view line = take_line(rest);
    if (const auto encryption = value_of(line, "Encryption")) key.encryption = *encryption;
    if (const auto lines = value_of(line, "Public-Lines")) key.public_key = take_block(rest, *lines);
    if (const auto lines = value_of(line, "Private-Lines")) key.private_key = take_block(rest, *lines);
    for (const std::string_view name : {"Private-MAC", "Private-Hash"}) {
      if (const auto mac = value_of(line, name)) key.mac = *mac;
    }
  }
  if (key.encryption.empty()) return no_verdict();
  const bool encrypted = key.encryption != "none";
  std::string detail = shown(key.algorithm) + " key";
  if (encrypted) detail += ", encrypted with " + shown(key.encryption);
  Validation result =
      key.mac.empty() ? no_verdict(std::move(detail)) : verdict_if(is_whole(key), std::move(detail));
  if (encrypted) result.severity = Severity::kMedium;
  return result;
}

}  // namespace trawl
