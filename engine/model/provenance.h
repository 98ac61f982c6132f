#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trawl {

/// A commit at which a blob came to a path or left it. Ids are hexadecimal.
struct HistoryEvent {
  std::string commit_id;
  std::string path;              ///< bytes, `/`-separated
  std::int64_t author_time = 0;  ///< seconds since 1970
  std::int32_t author_zone = 0;  ///< minutes east of UTC
  std::string author_name;       ///< empty unless authors are to be shown
  std::string author_email;      ///< as above

  friend auto operator<=>(const HistoryEvent&, const HistoryEvent&) = default;
};

/// Where in the history of a repository something was met. Filled by what walks commits and trees; empty
/// lists with `reachable == false` mean that no ref, reflog, index or stash leads to it.
struct Provenance {
  std::vector<HistoryEvent>
      introductions;  ///< oldest first: the first is where it came from, others brought it back
  std::vector<HistoryEvent> removals;  ///< commits after which a path no longer had it, oldest first
  std::string last_commit_id;          ///< youngest commit whose tree has it
  std::vector<std::string> refs;       ///< refs whose tip's tree still has it, sorted
  bool reachable = false;
  bool in_head = false;       ///< HEAD's tree has it
  bool at_or_before = false;  ///< the first introduction lies at the edge of a shallow clone: it may be older
};

}  // namespace trawl
