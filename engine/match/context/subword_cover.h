#pragma once

#include <string_view>

namespace trawl {

/// Random text rarely has this share of its characters in common words, identifiers nearly always do.
/// Measured with the built-in list: see tests/unit/context/subword_cover_test.cpp, which holds the
/// distributions.
constexpr double kCommonCover = 0.3;

/// The share, 0 to 1, of the characters of `text` that lie in common sub-words of 4 to 8 letters: from the
/// left, the longest word at each place is taken. Entropy cannot tell `PasswordResetHandler` from a key, this
/// can.
///
/// Case does not matter, but a word must look like one: after its first letter all are in one case (`reset`,
/// `Reset`, `RESET`), and a capital after a small letter begins a new word. In random text of both cases that
/// leaves one accidental word in five.
///
/// At most `kLongestCovered` bytes are looked at: what follows does not change the answer about a token.
double subword_cover(std::string_view text);

constexpr std::size_t kLongestCovered = 4096;  ///< bytes

/// The number of sub-words the same cover takes; two words in a row are no accident in a short value.
unsigned count_subwords(std::string_view text);

/// Whether the whole of `word` (4 to 8 letters, any case) is in the list.
bool is_subword(std::string_view word);

}  // namespace trawl
