#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trawl {

namespace characters {

inline constexpr std::uint8_t kAlphabet = 1;
inline constexpr std::uint8_t kStandardOnly = 2;  ///< `+ /`
inline constexpr std::uint8_t kUrlOnly = 4;       ///< `- _`
inline constexpr std::uint8_t kNoHex = 8;         ///< of the alphabet, and no hexadecimal digit

inline constexpr auto kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (const char c : std::string_view("ABCDEFabcdef0123456789"))
    classes[static_cast<unsigned char>(c)] = kAlphabet;
  for (const char c : std::string_view("GHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz")) {
    classes[static_cast<unsigned char>(c)] = kAlphabet | kNoHex;
  }
  for (const char c : std::string_view("+/"))
    classes[static_cast<unsigned char>(c)] = kAlphabet | kNoHex | kStandardOnly;
  for (const char c : std::string_view("-_"))
    classes[static_cast<unsigned char>(c)] = kAlphabet | kNoHex | kUrlOnly;
  return classes;
}();

inline constexpr auto kHexDigits = [] {
  std::array<std::int8_t, 256> digits{};
  digits.fill(-1);
  for (std::int8_t i = 0; i < 10; ++i) digits[static_cast<std::size_t>('0' + i)] = i;
  for (std::int8_t i = 0; i < 6; ++i) {
    digits[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(10 + i);
    digits[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(10 + i);
  }
  return digits;
}();

}  // namespace characters

/// Letters, digits, `+ / - _`.
[[nodiscard]] inline bool is_base64_character(char c) {
  return characters::kClasses[static_cast<unsigned char>(c)] != 0;
}
/// The value of a hexadecimal digit, or -1.
[[nodiscard]] inline int hex_digit(char c) {
  return characters::kHexDigits[static_cast<unsigned char>(c)];
}

/// What may begin an encoded text. `kRun` is a run of at least `kLeastRun`
/// characters of base64's two alphabets (hexadecimal digits are among them);
/// the others are single characters that are worth a look.
enum class SignKind : std::uint8_t { kRun, kBackslash, kPercent, kAmpersand, kEquals, kNumbers, kCharacters };

struct Sign {
  std::uint64_t at;    ///< the first character of a run, or the character itself
  SignKind kind;       ///< not set by default: a scanner has room for many
  std::uint32_t size;  ///< of a run, where it ended before the block did in which it was seen; else 0

  friend bool operator==(const Sign&, const Sign&) = default;
};

/// Runs that are shorter are not looked at: what they decode to is shorter than
/// any token.
inline constexpr std::size_t kLeastRun = 20;

/// How far the bytes behind a sign decide whether it is one. What is in front
/// decides as far as a run of one class of bytes reaches.
inline constexpr std::size_t kSignReach = 16;

/// Finds the signs of encoded text front to back, 64 bytes at a time: look-ups
/// sort bytes into classes, and masks of bits do the rest. By the byte permutes of AVX-512
/// or with AVX2; where there is neither a table of
/// 256 entries does the look-ups. Borrows the bytes; one thread.
class SignScanner {
 public:
  /// `kBest`: what the processor has. One that it does not have must not be asked for.
  enum class Speed : std::uint8_t { kPortable, kAvx2, kPermutes, kBest };

  /// Looks at `[begin, end)`. Runs that began before `begin` and single signs
  /// elsewhere are not reported.
  SignScanner(std::string_view bytes, std::uint64_t begin, std::uint64_t end, Speed speed = Speed::kBest);

  /// The next sign in ascending order of `at` (a run is known only at its
  /// twentieth character, so it may come after single signs); false at the end.
  bool next(Sign& sign);

 private:
  static constexpr std::size_t kRoom = 256;
  void fill();
  void take_masks(std::uint64_t at, std::uint64_t alphabet, std::uint64_t single);
  void take_signs(std::uint64_t at, std::uint64_t alphabet, std::uint64_t single, std::uint64_t twentieths);
  void take_single(std::uint64_t at);
  void fill_portable();
  void fill_avx2();
  void fill_permutes();

  std::string_view bytes_;
  std::uint64_t at_;                  ///< of the next 64 bytes
  std::uint64_t end_;                 ///< of what is looked at
  std::uint64_t letters_before_ = 0;  ///< bit n: byte n of the 64 before is of the alphabet
  Speed speed_;
  std::array<Sign, kRoom> signs_;
  std::size_t count_ = 0;
  std::size_t taken_ = 0;
};

}  // namespace trawl
