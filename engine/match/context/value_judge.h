#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trawl {

/// What kind of secret is looked for decides what is asked of the value.
enum class ValueKind : std::uint8_t {
  kToken,     ///< made by a machine: must be random for its alphabet and length
  kPassword,  ///< made by people: must not look like a word, a name or a placeholder
  kAddress,   ///< a password in an address: the place says that it is one, unless the host is nobody's
  kBasic,     ///< base64 of user and password
};

/// What stands around a value. Views are borrowed for the call.
struct ValueSurroundings {
  std::string_view name;    ///< what it is assigned to; may be empty
  std::string_view before;  ///< its line up to it
  std::string_view after;   ///< its line behind it
  bool quoted = false;
  double min_entropy = 0;  ///< bits a byte that the rule asks for
  bool setting = false;    ///< in a file of configuration that is in use, where a password's name means one
};

/// Why a candidate was turned down: the stage that `trawl explain` shows, and a short sentence without any
/// byte of it.
struct Rejection {
  std::string_view stage;  ///< static text
  std::string reason;
};

/// Whether a Basic header's user is `user` or the like.
bool has_user_of_nobody(std::string_view basic);

/// Whether a value mixes letters, digits and signs the way passwords do and words do not. `certainly`: so
/// much that it needs no sign that a value begins.
bool looks_chosen(std::string_view value, bool certainly);

/// How many bytes a value has once `%41` is one of them.
std::size_t percent_decoded_size(std::string_view value);

/// Judges the value alone: placeholder, shape, randomness, common words. Nothing means that it may be a
/// secret. Base64 of text is judged by that text. Pure, never throws for any bytes, linear in all inputs.
std::optional<Rejection> judge_value(std::string_view value, ValueKind kind, const ValueSurroundings& around);

}  // namespace trawl
