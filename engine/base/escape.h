#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trawl {

/// Everything in this file turns bytes of a scanned target, which its author chose, into text that cannot
/// change how a report is shown. Pure functions; any bytes are fine as input.

inline constexpr std::size_t kMostShownBytes = 1024;  ///< of one field on a terminal

/// One field for a terminal, a log or any other stream of lines: one line of valid UTF-8 that neither a
/// terminal nor a CI runner takes for a command.
///
/// Shown as `\xNN`, byte by byte: control characters (C0, DEL, C1), broken UTF-8, line and paragraph
/// separators, bidirectional and zero-width characters; and `\` itself as `\\`, so that the bytes can be read
/// back. CI runners take `::name` at the start of a line and `##[name]` anywhere for commands: `::` at the
/// start of the field (behind blanks) becomes `\x3a:`, and `##` becomes `#\x23`. Of a longer field the first
/// `most` bytes are shown, then `…`.
[[nodiscard]] std::string escape_for_terminal(std::string_view bytes, std::size_t most = kMostShownBytes);

/// A URI reference for a path of bytes: every byte but RFC 3986's unreserved characters and `/` is
/// percent-encoded, so decoding gives back the bytes. No URI for what a consumer would normalise or take for
/// something else: an empty path, and one with an empty, `.` or `..` segment (which includes absolute paths).
[[nodiscard]] std::optional<std::string> relative_uri(std::string_view path);

/// Data of a workflow command: `%`, CR and LF percent-encoded; valid UTF-8.
[[nodiscard]] std::string escape_command_data(std::string_view bytes);
/// A property of a workflow command: `:` and `,` as well.
[[nodiscard]] std::string escape_command_property(std::string_view bytes);

/// Text for a document that people read (a SARIF snippet, a JSON excerpt): valid UTF-8, U+FFFD for broken
/// parts and for control characters other than tab, LF and CR.
[[nodiscard]] std::string printable_text(std::string_view bytes);

/// A dynamic part of a SARIF message (section 3.11 of the specification): as `printable_text`, and with `[`,
/// `]` and
/// `\` behind a backslash and braces doubled, so that it holds neither a link nor a placeholder.
[[nodiscard]] std::string escape_sarif_message(std::string_view bytes);

/// Appends a JSON string with its quotes: valid UTF-8 for any bytes (U+FFFD for broken parts), control
/// characters, DEL, U+2028 and U+2029 escaped.
void append_json_string(std::string& text, std::string_view bytes);

}  // namespace trawl
