#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trawl {

inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kLowerHex = "0123456789abcdef";
inline constexpr std::string_view kUpperHex = "0123456789ABCDEF";
inline constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";
inline constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
inline constexpr std::string_view kBase62LowerFirst =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
inline constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Texts longer than this are not decoded: no token or key is near it.
inline constexpr std::size_t kLongestEncoded = 256 * 1024;

enum class Base64Alphabet { kStandard, kUrl, kEither };
enum class Base32Case { kUpper, kLower };

/// RFC 4648. Padding may be missing, but what is there must be right, and the bits left over must be zero, as
/// every encoder writes them: else a token with a changed last character would decode to the same bytes.
std::optional<std::string> decode_base64(std::string_view text, Base64Alphabet alphabet);
std::string encode_base64(std::string_view bytes);

/// RFC 4648 without padding; the same strictness.
std::optional<std::string> decode_base32(std::string_view text, Base32Case letters);
std::string encode_base32(std::string_view bytes);

/// A big number in Bitcoin's base 58, leading `1` for leading zero bytes. At most 128 characters: the work is
/// quadratic.
std::optional<std::string> decode_base58(std::string_view text);

/// `number` in the base of `alphabet`'s size, most significant digit first, padded to `width` with its zero.
std::string in_base(std::uint64_t number, std::string_view alphabet, std::size_t width);

/// Whether every character of `text` is one of `alphabet`; true for the empty text.
bool consists_of(std::string_view text, std::string_view alphabet);
/// Whether all characters are ASCII letters or digits, or in `more`.
bool is_alphanumeric(std::string_view text, std::string_view more = {});

}  // namespace trawl
