#include "engine/match/validators/bech32.h"

#include <cstdint>

namespace trawl {
namespace {

constexpr std::size_t kLongest = 1000;
constexpr std::size_t kChecksum = 6;
constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

std::uint32_t step(std::uint32_t check, std::uint32_t value) {
  static constexpr std::uint32_t kGenerators[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  const std::uint32_t top = check >> 25;
  check = (check & 0x1ffffff) << 5 ^ value;
  for (unsigned i = 0; i < 5; ++i) {
    if ((top >> i & 1) != 0) check ^= kGenerators[i];
  }
  return check;
}

}  // namespace

std::optional<std::string> decode_bech32(std::string_view text, std::string_view human) {
  if (text.size() > kLongest || text.size() < human.size() + 1 + kChecksum) return std::nullopt;
  std::string lower;
  bool has_upper = false;
  bool has_lower = false;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    has_upper |= is_upper;
    has_lower |= c >= 'a' && c <= 'z';
    lower.push_back(is_upper ? static_cast<char>(c + 32) : c);
  }
  if (has_upper && has_lower) return std::nullopt;
  if (!lower.starts_with(human) || lower[human.size()] != '1') return std::nullopt;

  std::uint32_t check = 1;
  for (const char c : human) check = step(check, static_cast<unsigned char>(c) >> 5);
  check = step(check, 0);
  for (const char c : human) check = step(check, static_cast<unsigned char>(c) & 31);
  std::string bytes;
  std::uint32_t pending = 0;
  unsigned held = 0;
  for (std::size_t i = human.size() + 1; i < lower.size(); ++i) {
    const std::size_t digit = kAlphabet.find(lower[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    check = step(check, static_cast<std::uint32_t>(digit));
    if (i + kChecksum >= lower.size()) continue;
    pending = (pending << 5 | static_cast<std::uint32_t>(digit)) & 0xfff;
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>(pending >> held & 0xff));
    }
  }
  if (check != 1 || held >= 5 || (pending & ((1U << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace trawl
