#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/strong.h"
#include "engine/match/decode/offset_map.h"
#include "engine/match/decode/sign_scanner.h"

namespace trawl {

/// Ways to write single characters by several, which leave the rest of a text
/// as it is.
enum class Escaping : std::uint8_t {
  kString,           ///< \n \t \" \/ \\ \xNN \NNN \uXXXX \u{X} \UXXXXXXXX
  kPercent,          ///< %XX
  kEntity,           ///< &amp; &quot; &lt; &gt; &apos; &#N; &#xN;
  kQuotedPrintable,  ///< =XX, and = at the end of a line that goes on
  kNumbers,          ///< 0x41, 0x42, ...
  kCharacters,       ///< 'A', 'B', ...
};
inline constexpr std::size_t kEscapings = 6;

/// "escapes", "percent", "entities", "quoted-printable", "byte-list",
/// "character-list".
std::string_view name_of(Escaping escaping);

/// Text around escapes, which is decoded as one.
struct EscapedRun {
  ByteSpan span;
  Escaping escaping = Escaping::kString;
};

/// How far from an escape the text around it is looked at: a token that is cut
/// by an escape may reach so far, and farther where it goes on without a break.
inline constexpr std::size_t kEscapeReach = 128;

/// The run that the escape at `sign` belongs to, within `[floor, limit)`;
/// nothing where the escape hides nothing: where it neither stands within a
/// word that might be a token nor in front of one. Runs end at line ends (of a
/// percent-encoded text at blanks and quotes too), and `kEscapeReach` bytes
/// behind their last escape, but not within a word.
///
/// Depends on the bytes of the run, the bytes next to it and `floor` only.
///
/// `after` is up to where no other sign of this kind needs to be looked at: the end of the run, or of a list
/// of numbers that is no text.
std::optional<EscapedRun> escaped_run_at(std::string_view bytes, Sign sign, std::uint64_t floor,
                                         std::uint64_t limit, std::uint64_t& after);

/// The character that the entity at `at` stands for if it is one of ASCII, and its size; a size of 0 where
/// there is none.
[[nodiscard]] std::pair<char, std::size_t> entity_at(std::string_view bytes, std::uint64_t at);

/// Appends what the run means to `text`, and to `map` where it stood.
void decode_escaped(std::string_view bytes, const EscapedRun& run, std::string& text, OffsetMap& map);

}  // namespace trawl
