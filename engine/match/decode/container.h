#pragma once

#include <string_view>

namespace trawl {

/// What a blob is packed in, by the signature at its front: "zip archive", "gzip data"; empty where it is
/// nothing known. `front` is the first bytes of the blob, at least 16 or all of it. Only containers that hide
/// their content are known: what a tar archive holds lies in it as it is, and is searched. Sources:
/// APPNOTE.TXT 4.3.7 (zip), RFC 1952 (gzip), RFC 8878 (zstd), and the format descriptions of xz, bzip2, 7z,
/// rar and lz4.
std::string_view container_of(std::string_view front);

}  // namespace trawl
