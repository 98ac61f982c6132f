#pragma once

#include <string>
#include <vector>

#include "engine/git/line_diff.h"
#include "engine/model/finding.h"

namespace trawl {

/// A place at which the content of a target stands, and which of its lines count there.
struct ScopedPlace {
  std::string path;
  std::string commit_id;  ///< hexadecimal
  RangePosition position;
  std::vector<LineRange> lines;  ///< ascending
};

struct ScopedPlaces {
  std::vector<ScopedPlace> places;
  std::string doubt;  ///< why more lines may count than should, a sentence; mostly empty
};

}  // namespace trawl
