#pragma once

#include <string>
#include <string_view>

namespace trawl {

/// The form of a secret that counts for its identity: the same secret written in two ways has one.
///
/// - Text in PEM (RFC 7468; with the headers of RFC 1421 or RFC 4880 too) becomes the bytes it encodes,
/// whatever
///   its line ends, indentation, label and the way a source file quotes it: line ends written as `\n`, a
///   string literal a line.
/// - Of everything else, white space and quotes at both ends are dropped and CRLF becomes LF. Case stays.
///
/// Nothing else is decoded: the secret comes decoded. Linear in its size, at most as large.
[[nodiscard]] std::string canonical_secret(std::string_view secret);

/// White space in front and at the end is dropped, other runs of it become one blank: a line whose
/// indentation or line end changed counts as the same.
[[nodiscard]] std::string with_single_blanks(std::string_view text);

}  // namespace trawl
