#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/git/object.h"
#include "engine/git/object_id.h"

namespace trawl {

/// Text of a commit or tag object that is content to scan. Trees, parents and signatures are not.
struct ObjectText {
  enum class Kind : std::uint8_t {
    kMessage,
    kPerson,  ///< "Name <mail>" of an author, committer or tagger: personal data, shown only when asked for
    kHeader,  ///< every other header, unfolded
  };
  Kind kind = Kind::kMessage;
  std::string part;  ///< what of the object: "message", "author", "header 'x'", "mergetag message"; raw bytes
  std::string text;
};

/// When a commit was written and entered; seconds since 1970, 0 where the line does not say.
struct CommitTimes {
  std::int64_t author = 0;
  std::int32_t author_zone = 0;  ///< minutes east of UTC
  std::int64_t committer = 0;
};

/// The texts of a commit, leniently: one that does not begin as a commit should is all header. A mergetag is
/// taken apart like the tag it embeds.
std::vector<ObjectText> texts_of_commit(ObjectFormat format, std::string_view commit);

/// The texts of an annotated tag: its name, its tagger, its message (with a signature at the end, which
/// nothing tells from text), other headers.
std::vector<ObjectText> texts_of_tag(std::string_view tag);

/// Author's and committer's time out of a commit's headers (`Commit::headers`). Malformed dates are 0.
CommitTimes times_of_commit(std::string_view headers);

/// "Name <mail>" of the author out of a commit's headers; empty where there is none.
std::string author_of_commit(std::string_view headers);

}  // namespace trawl
