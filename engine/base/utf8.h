#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trawl {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// Turns bytes into code points, however broken they are: one U+FFFD for each maximal part of an ill-formed
/// sequence, as The Unicode Standard (section 3.9, "U+FFFD Substitution of Maximal Subparts") and the WHATWG
/// Encoding Standard define it. A byte order mark stays a code point.
///
/// Bytes come in pieces of any size; a sequence may lie across pieces. `receive(char32_t)` is called once for
/// each code point, never with a surrogate. Constant memory; one decoder per thread.
class Utf8Decoder {
 public:
  template <typename Receive>
  void feed(std::string_view bytes, Receive&& receive) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (missing_ > 0) {
        if (byte >= lower_ && byte <= upper_) {
          lower_ = 0x80;
          upper_ = 0xBF;
          code_point_ = (code_point_ << 6) | (byte & 0x3FU);
          if (--missing_ == 0) receive(code_point_);
          continue;
        }
        missing_ = 0;
        receive(kReplacementCharacter);
      }
      if (byte < 0x80) {
        receive(static_cast<char32_t>(byte));
      } else if (!begin_sequence(byte)) {
        receive(kReplacementCharacter);
      }
    }
  }

  /// Ends the text: a sequence that was cut off becomes one U+FFFD. The decoder can then take another text.
  template <typename Receive>
  void finish(Receive&& receive) {
    if (missing_ > 0) {
      missing_ = 0;
      receive(kReplacementCharacter);
    }
  }

  /// Whether the bytes fed so far end between two code points.
  [[nodiscard]] bool between_code_points() const { return missing_ == 0; }

 private:
  bool begin_sequence(unsigned char byte);

  char32_t code_point_ = 0;
  std::uint8_t missing_ = 0;    ///< continuation bytes still to come
  unsigned char lower_ = 0x80;  ///< the next continuation byte lies in [lower_, upper_]
  unsigned char upper_ = 0xBF;
};

/// The first code point of a text, how many bytes it takes, and whether these are well-formed. `bytes` is not
/// empty.
struct DecodedCodePoint {
  char32_t code_point;
  std::uint8_t length;  ///< 1 to 4
  bool well_formed;     ///< false: `code_point` is U+FFFD and stands for one maximal ill-formed part
};
DecodedCodePoint decode_code_point(std::string_view bytes);

/// Calls `receive(char16_t)` for the one or two UTF-16 code units of a code point that is no surrogate.
template <typename Receive>
void for_each_utf16_unit(char32_t code_point, Receive&& receive) {
  if (code_point < 0x10000) {
    receive(static_cast<char16_t>(code_point));
  } else {
    receive(static_cast<char16_t>(0xD7C0 + (code_point >> 10)));
    receive(static_cast<char16_t>(0xDC00 + (code_point & 0x3FF)));
  }
}

/// Appends the UTF-8 form of a code point that is no surrogate and at most U+10FFFF.
void append_utf8(std::string& text, char32_t code_point);

[[nodiscard]] bool is_ascii(std::string_view bytes);
[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

/// The text with U+FFFD for each maximal ill-formed part: valid UTF-8, at most three times as long.
[[nodiscard]] std::string to_valid_utf8(std::string_view bytes);

/// How many UTF-16 code units the text has after `to_valid_utf8`. ASCII is counted eight bytes at a time.
[[nodiscard]] std::uint64_t count_utf16_units(std::string_view bytes);

}  // namespace trawl
