#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace trawl {

/// A commit at which a secret came to a path or left it. Ids are hexadecimal.
struct HistoryEvent {
  std::string commit_id;
  std::string path;              ///< bytes, `/`-separated
  std::int64_t author_time = 0;  ///< seconds since 1970
  std::int32_t author_zone = 0;  ///< minutes east of UTC
  std::string author_name;       ///< empty unless authors are to be shown
  std::string author_email;      ///< as above
  bool elsewhere = false;  ///< it was, or stays, at another path: moved or copied rather than come or gone

  friend auto operator<=>(const HistoryEvent&, const HistoryEvent&) = default;
};

/// Where in the history of a repository a secret was. Filled by what walks commits and trees; empty lists
/// with `reachable == false` mean that no ref, reflog, index or stash leads to it.
struct Provenance {
  static constexpr std::size_t kMaxEvents = 100;  ///< introductions and removals, each; the rest is counted
  static constexpr std::size_t kMaxNames = 100;   ///< `refs` and `reachable_from`, each; the rest is counted

  /// Oldest first: the first is where it came from, others brought it back or elsewhere.
  std::vector<HistoryEvent> introductions;
  std::vector<HistoryEvent> removals;       ///< commits after which a path no longer had it, oldest first
  std::string last_commit_id;               ///< youngest commit whose tree has it
  std::int64_t last_time = 0;               ///< author's time of that commit
  std::vector<std::string> refs;            ///< refs whose tip's tree still has it, sorted
  std::vector<std::string> reachable_from;  ///< refs, stash and reflog entries whose history has it, sorted
  std::vector<std::string> staged_in;       ///< indexes that have it: "index", "worktrees/x/index"
  std::uint64_t dropped_events = 0;
  std::uint64_t dropped_names = 0;
  bool reachable = false;
  bool in_head = false;       ///< HEAD's tree has it
  bool at_or_before = false;  ///< the first introduction lies at the edge of a shallow clone: it may be older

  friend bool operator==(const Provenance&, const Provenance&) = default;
};

}  // namespace trawl
