#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/git/object.h"

namespace trawl {

/// The sizes in front of a delta's instructions.
struct DeltaHeader {
  std::uint64_t base_size = 0;
  std::uint64_t result_size = 0;
  std::size_t length = 0;  ///< bytes of the header itself
};

/// The most bytes that a delta's header takes.
inline constexpr std::size_t kMaxDeltaHeader = 20;

/// Reads the two sizes (gitformat-pack, "Deltified representation"). `delta` may be cut off after the header.
Result<DeltaHeader> read_delta_header(std::string_view delta);

/// The text that `delta` makes of `base`. Every copy must lie in the base, every instruction in the delta,
/// and the result must have exactly the promised size, at most `most` bytes.
ObjectResult<std::string> apply_delta(std::string_view base, std::string_view delta, std::uint64_t most);

}  // namespace trawl
