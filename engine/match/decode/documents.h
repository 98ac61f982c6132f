#pragma once

#include <string_view>

#include "engine/match/decode/decoded_layer.h"

namespace trawl {

/// Texts that a file of a known form keeps apart from each other, or in pieces, so that they cannot be read
/// in its bytes as they are. Known by the first bytes:
///
/// - the text of office documents (OOXML, OpenDocument): runs joined, a line a paragraph or cell;
/// - strings of cells of SQLite 3 databases in UTF-8 and UTF-16, also where they go on over other pages, of
///   tables and indexes, and blobs that read as text;
/// - strings in the constant pool of Java classes;
/// - streams of PDF files that are deflated;
/// - files that are one stream of zlib;
/// - in other binary files, strings of ASCII in units of two bytes.
///
/// Appends what there is to `layer`. Damaged files give what precedes the damage. Sources: ECMA-376, OASIS
/// OpenDocument 1.3, sqlite.org/fileformat2.html, JVMS 4.4, ISO 32000-1 7.3.8.
void decode_document(std::string_view bytes, DecodedLayer& layer, DecodingBudget& budget);

/// Known by its first bytes to be one of these, but for the last.
[[nodiscard]] bool is_document(std::string_view bytes);

/// Whether a binary file has the last: then it holds text that is not in its bytes as they are.
[[nodiscard]] bool has_wide_strings(std::string_view bytes);

}  // namespace trawl
