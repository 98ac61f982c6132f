#pragma once

#include <string>

namespace trawl {

/// Overwrites with blanks what of a commit or tag object nobody typed: the ids of trees, parents and targets,
/// and signatures. Lines and offsets stay what they are in the object, as `git cat-file commit ID` shows it.
void blank_what_is_no_text(std::string& object);

}  // namespace trawl
