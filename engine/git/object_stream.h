#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/git/guarded_directory.h"
#include "engine/git/object.h"

namespace trawl {

/// An object's content, read front to back in constant memory. One per thread.
class ObjectStream {
 public:
  virtual ~ObjectStream() = default;
  [[nodiscard]] virtual const ObjectHeader& header() const = 0;
  /// Fills the front of `room` and says how many bytes; 0 at the end, which comes after exactly the header's
  /// size, or an error.
  virtual ObjectResult<std::size_t> read(std::span<char> room) = 0;
};

/// Streams the zlib stream in [begin, end) of `file`: `skip` bytes of it stand before the object's content.
/// `whole`: nothing may follow the stream.
struct InflatedRange {
  std::uint64_t begin;
  std::uint64_t end;
  std::size_t skip;
  bool whole;
};
std::unique_ptr<ObjectStream> stream_inflated(GuardedFile file, InflatedRange range, ObjectHeader header);
/// Streams an object that is in memory.
std::unique_ptr<ObjectStream> stream_of(Object object);

}  // namespace trawl
