#include "engine/sast/embedded_headers.h"

#include <zlib.h>

#include <algorithm>

namespace trawl::sast {

std::optional<std::string> embedded_header(std::string_view path) {
  const std::span<const EmbeddedHeader> all = embedded_headers();
  const auto found = std::lower_bound(
      all.begin(), all.end(), path,
      [](const EmbeddedHeader& header, std::string_view wanted) { return header.path < wanted; });
  if (found == all.end() || found->path != path) return std::nullopt;
  std::string text(found->size, '\0');
  uLongf size = found->size;
  const int status = uncompress(reinterpret_cast<Bytef*>(text.data()), &size, found->deflated.data(),
                                static_cast<uLong>(found->deflated.size()));
  if (status != Z_OK || size != found->size) return std::nullopt;
  return text;
}

}  // namespace trawl::sast
