#pragma once

#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "engine/git/object_id.h"

namespace trawl {

/// What of a commit object leads further, and where its text is. Spans are of the object's bytes.
struct Commit {
  ObjectId tree;
  std::vector<ObjectId> parents;
  ByteSpan headers;  ///< what stands between the parents and the message: author, committer, extra headers
  ByteSpan message;
};

/// Reads a commit object leniently: only tree and parents must be well-formed.
Result<Commit> parse_commit(ObjectFormat format, std::string_view object);

}  // namespace trawl
