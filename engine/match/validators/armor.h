#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl {

/// A text between BEGIN and END lines, however it was quoted: with literal `\n`, JSON escapes, indentation,
/// comment marks, quotes and string concatenation, line continuations.
struct Armor {
  std::string label;               ///< "RSA PRIVATE KEY"
  bool ended = false;              ///< an END line was there; else the text was cut somewhere
  bool labels_match = true;        ///< of BEGIN and END
  bool legacy_encryption = false;  ///< `Proc-Type: 4,ENCRYPTED`
  bool foreign = false;            ///< the body holds what base64 does not: "...", "<key>", "${KEY}"
  std::string body;                ///< base64 without white space
  std::string checksum;            ///< OpenPGP's "=abcd" line without the sign; mostly empty
};

/// The first armored text in `text`, or nothing if there is no BEGIN line or it is longer than 256 KiB.
std::optional<Armor> parse_armor(std::string_view text);

/// `text` as it was before it was quoted: escapes resolved, quotes and concatenation gone, one line a line.
std::string unquoted(std::string_view text);

/// The next line of `text`, without white space and comment marks around it; cuts it off the front.
std::string_view take_line(std::string_view& text);

}  // namespace trawl
