#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "engine/git/guarded_directory.h"
#include "engine/git/inflate.h"
#include "engine/git/object.h"
#include "engine/git/object_id.h"

namespace trawl {

/// Where a loose object lies, relative to the object directory: "ab/cdef...".
[[nodiscard]] std::string loose_path_of(const ObjectId& id);

/// Type and size of a loose object, from the first bytes of its file; `header_bytes` is how many inflated
/// bytes stand before the content ("type size NUL").
struct LooseHeader {
  ObjectHeader object;
  std::size_t header_bytes = 0;
};

/// Reads only what is needed of the file. The size is checked against what the file can inflate to.
ObjectResult<LooseHeader> read_loose_header(const GuardedFile& file);

/// The whole object, at most `most` bytes of content. The stream must end with the content and the file with
/// the stream.
ObjectResult<Object> read_loose_object(const GuardedFile& file, Inflater& inflater, std::uint64_t most);

}  // namespace trawl
