#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "engine/git/object.h"
#include "engine/git/object_id.h"

namespace trawl {

/// What of an annotated tag leads further.
struct Tag {
  ObjectId target;
  ObjectType type = ObjectType::kCommit;  ///< of the target, as the tag says
};

/// Reads a tag object leniently: only its first two lines must be well-formed.
Result<Tag> parse_tag(ObjectFormat format, std::string_view object);

}  // namespace trawl
