#include "engine/match/validators/base_n.h"

#include <algorithm>
#include <vector>

namespace trawl {
namespace {

constexpr std::size_t kLongestBase58 = 128;
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int base64_digit(char c, Base64Alphabet alphabet) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (alphabet != Base64Alphabet::kUrl && (c == '+' || c == '/')) return c == '+' ? 62 : 63;
  if (alphabet != Base64Alphabet::kStandard && (c == '-' || c == '_')) return c == '-' ? 62 : 63;
  return -1;
}

int base32_digit(char c, Base32Case letters) {
  const char first = letters == Base32Case::kUpper ? 'A' : 'a';
  if (c >= first && c < first + 26) return c - first;
  if (c >= '2' && c <= '7') return c - '2' + 26;
  return -1;
}

template <typename DigitOf>
std::optional<std::string> unpack(std::string_view text, unsigned bits, DigitOf digit_of) {
  std::string bytes;
  bytes.reserve(text.size() * bits / 8);
  std::uint32_t pending = 0;
  unsigned held = 0;
  for (const char c : text) {
    const int digit = digit_of(c);
    if (digit < 0) return std::nullopt;
    pending = (pending << bits | static_cast<std::uint32_t>(digit)) & 0xffff;
    held += bits;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>(pending >> held & 0xff));
    }
  }
  // A whole digit left over adds no byte: no encoder ends so.
  if (held >= bits || (pending & ((1U << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

std::string pack(std::string_view bytes, unsigned bits, std::string_view alphabet) {
  std::string text;
  text.reserve(bytes.size() * 8 / bits + 1);
  std::uint32_t pending = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    pending = (pending << 8 | static_cast<unsigned char>(c)) & 0xffff;
    for (held += 8; held >= bits; held -= bits) {
      text.push_back(alphabet[pending >> (held - bits) & ((1U << bits) - 1)]);
    }
  }
  if (held > 0) text.push_back(alphabet[pending << (bits - held) & ((1U << bits) - 1)]);
  return text;
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text, Base64Alphabet alphabet) {
  if (text.size() > kLongestEncoded) return std::nullopt;
  const std::size_t length = text.size();
  while (!text.empty() && text.back() == '=' && length - text.size() < 2) text.remove_suffix(1);
  if (text.size() != length && length % 4 != 0) return std::nullopt;
  return unpack(text, 6, [alphabet](char c) { return base64_digit(c, alphabet); });
}

std::string encode_base64(std::string_view bytes) {
  std::string text = pack(bytes, 6, kBase64);
  while (text.size() % 4 != 0) text.push_back('=');
  return text;
}

std::optional<std::string> decode_base32(std::string_view text, Base32Case letters) {
  if (text.size() > kLongestEncoded) return std::nullopt;
  return unpack(text, 5, [letters](char c) { return base32_digit(c, letters); });
}

std::string encode_base32(std::string_view bytes) {
  return pack(bytes, 5, kBase32);
}

std::optional<std::string> decode_base58(std::string_view text) {
  if (text.empty() || text.size() > kLongestBase58) return std::nullopt;
  std::vector<std::uint32_t> number;  // base 256, least significant first
  for (const char c : text) {
    const std::size_t digit = kBase58.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    std::uint32_t carry = static_cast<std::uint32_t>(digit);
    for (std::uint32_t& place : number) {
      carry += place * 58;
      place = carry & 0xff;
      carry >>= 8;
    }
    for (; carry != 0; carry >>= 8) number.push_back(carry & 0xff);
  }
  const std::size_t zeros = std::min(text.find_first_not_of('1'), text.size());
  std::string bytes(zeros, '\0');
  for (auto place = number.rbegin(); place != number.rend(); ++place)
    bytes.push_back(static_cast<char>(*place));
  return bytes;
}

std::string in_base(std::uint64_t number, std::string_view alphabet, std::size_t width) {
  std::string digits;
  for (; number != 0 || digits.size() < width; number /= alphabet.size()) {
    digits.push_back(alphabet[number % alphabet.size()]);
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

bool consists_of(std::string_view text, std::string_view alphabet) {
  return text.find_first_not_of(alphabet) == std::string_view::npos;
}

bool is_alphanumeric(std::string_view text, std::string_view more) {
  return std::all_of(text.begin(), text.end(), [more](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           more.find(c) != std::string_view::npos;
  });
}

}  // namespace trawl
