#include "engine/match/context/entropy.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trawl {
namespace {

constexpr std::array<std::size_t, 11> kLengths = {8, 10, 12, 16, 20, 24, 32, 40, 64, 128, 256};

// One row an alphabet: the lowest 1 % at each of kLengths. Base32 stands for 32 to 36 symbols: the lower is
// taken.
constexpr std::array<std::array<double, kLengths.size()>, 7> kLowestPercent = {{
    {1.75, 1.85, 2.05, 2.31, 2.50, 2.62, 2.80, 2.90, 3.07, 3.20, 3.26},
    {1.91, 2.16, 2.36, 2.66, 2.90, 3.04, 3.26, 3.40, 3.63, 3.82, 3.91},
    {2.16, 2.45, 2.75, 3.08, 3.34, 3.52, 3.82, 4.02, 4.36, 4.69, 4.85},
    {2.41, 2.72, 3.02, 3.33, 3.65, 3.86, 4.20, 4.45, 4.91, 5.40, 5.68},
    {2.41, 2.72, 3.02, 3.33, 3.65, 3.88, 4.22, 4.47, 4.93, 5.43, 5.72},
    {2.50, 2.85, 3.08, 3.45, 3.78, 4.02, 4.39, 4.65, 5.16, 5.77, 6.16},
    {2.75, 2.92, 3.25, 3.70, 4.02, 4.25, 4.66, 4.95, 5.57, 6.39, 7.05},
}};

// What a character rules out, as bits.
enum : unsigned {
  kNotDigits = 1,
  kNotLowerHex = 2,
  kNotUpperHex = 4,
  kNotLower = 8,
  kNotUpper = 16,
  kNotBase62 = 32,
  kNotBase64 = 64,
  kNotBase64Url = 128,
  kNotPrintable = 256,
};

unsigned ruled_out_by(unsigned char c) {
  if (c >= '0' && c <= '9') return 0;
  if (c >= 'a' && c <= 'f') return kNotDigits | kNotUpperHex | kNotUpper;
  if (c >= 'A' && c <= 'F') return kNotDigits | kNotLowerHex | kNotLower;
  if (c >= 'g' && c <= 'z') return kNotDigits | kNotLowerHex | kNotUpperHex | kNotUpper;
  if (c >= 'A' && c <= 'Z') return kNotDigits | kNotLowerHex | kNotUpperHex | kNotLower;
  const unsigned symbol = kNotDigits | kNotLowerHex | kNotUpperHex | kNotLower | kNotUpper | kNotBase62;
  if (c == '+' || c == '/') return symbol | kNotBase64Url;
  if (c == '-' || c == '_') return symbol | kNotBase64;
  if (c >= 0x20 && c < 0x7f) return symbol | kNotBase64 | kNotBase64Url;
  return symbol | kNotBase64 | kNotBase64Url | kNotPrintable;
}

}  // namespace

Alphabet alphabet_of(std::string_view text) {
  std::string_view body = text;
  for (int padding = 0; padding < 2 && body.size() > 1 && body.back() == '='; ++padding)
    body.remove_suffix(1);
  unsigned out = body.size() == text.size()
                     ? 0u
                     : kNotDigits | kNotLowerHex | kNotUpperHex | kNotLower | kNotUpper | kNotBase62;
  for (const char c : body) out |= ruled_out_by(static_cast<unsigned char>(c));
  if ((out & kNotDigits) == 0) return Alphabet::kDigits;
  if ((out & kNotLowerHex) == 0 || (out & kNotUpperHex) == 0) return Alphabet::kHex;
  if ((out & kNotLower) == 0 || (out & kNotUpper) == 0) return Alphabet::kBase32;
  if ((out & kNotBase62) == 0) return Alphabet::kBase62;
  if ((out & kNotBase64) == 0 || (out & kNotBase64Url) == 0) return Alphabet::kBase64;
  return (out & kNotPrintable) == 0 ? Alphabet::kPrintable : Alphabet::kBytes;
}

double shannon_entropy(std::string_view text) {
  if (text.empty()) return 0;
  std::array<std::uint32_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  // -sum p log p with p = n / N is log N - (sum n log n) / N: one logarithm a symbol, none for symbols met
  // once.
  double weighted = 0;
  for (const std::uint32_t count : counts) {
    if (count > 1) weighted += count * std::log2(count);
  }
  const double size = static_cast<double>(text.size());
  return std::max(0.0, std::log2(size) - weighted / size);
}

double entropy_threshold(Alphabet alphabet, std::size_t length) {
  const auto& row = kLowestPercent[static_cast<std::size_t>(alphabet)];
  if (length < kLengths.front()) return 0;
  if (length >= kLengths.back()) return row.back();
  const std::size_t above =
      static_cast<std::size_t>(std::upper_bound(kLengths.begin(), kLengths.end(), length) - kLengths.begin());
  const double from = static_cast<double>(kLengths[above - 1]);
  const double to = static_cast<double>(kLengths[above]);
  const double share = (static_cast<double>(length) - from) / (to - from);
  return row[above - 1] + share * (row[above] - row[above - 1]);
}

std::string_view name_of(Alphabet alphabet) {
  constexpr std::array<std::string_view, 7> kNames = {
      "digits", "hexadecimal", "letters of one case", "letters and digits", "base64", "printable characters",
      "bytes"};
  return kNames[static_cast<std::size_t>(alphabet)];
}

}  // namespace trawl
