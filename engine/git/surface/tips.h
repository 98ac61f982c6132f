#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/git/object_id.h"
#include "engine/git/repository.h"
#include "engine/model/notification.h"

namespace trawl {

/// Which part of git's surface names an object. The order is the order of trust: what comes first says best
/// where an object is used, when several name it.
enum class TipKind : std::uint8_t {
  kHead,       ///< HEAD of a worktree
  kRef,        ///< a branch, a tag, a remote's branch, any other ref
  kNotes,      ///< below refs/notes
  kStash,      ///< refs/stash and the entries of its reflog
  kPseudoRef,  ///< ORIG_HEAD, MERGE_HEAD, FETCH_HEAD, what a rebase keeps
  kReflog,     ///< only a reflog remembers it
  kReplace,    ///< either side of a replace ref, which is not honoured
  kGraft,      ///< named by info/grafts, which is not honoured
};

/// "head", "ref", "notes", "stash", "pseudo-ref", "reflog", "replace", "graft".
std::string_view name_of(TipKind kind);

/// An object that something outside the object store names.
struct Tip {
  TipKind kind = TipKind::kRef;
  std::string
      label;  ///< raw bytes, as git would be asked for it: "refs/heads/main", "stash@{1}", "FETCH_HEAD"
  ObjectId id;

  friend auto operator<=>(const Tip&, const Tip&) = default;
};

/// Text of the git directory itself that people write into and that no object holds: reflogs, the message
/// being edited, the configuration (never honoured, but URLs in it hold passwords).
struct GitDirText {
  std::string path;  ///< from the common git directory
  std::uint64_t size = 0;
};

/// All names under which the objects of a repository can be reached, whether git would follow them or not.
struct Tips {
  std::vector<Tip> tips;           ///< sorted, no two equal
  std::vector<std::string> names;  ///< of all refs, also broken ones; sorted; raw bytes
  std::vector<GitDirText> texts;   ///< sorted by path
  std::vector<ObjectId> shallow;   ///< commits whose parents the clone left out; sorted
  bool promisor = false;           ///< a filtered clone: objects may be missing by design
  std::vector<Notification> notifications;
};

/// Reads refs (loose, packed), HEADs and pseudo-refs of all worktrees, all reflogs, replace refs, grafts and
/// the list of shallow commits. One bad file is a notification, the rest goes on; nothing is followed out of
/// the repository, and every file is bounded. Refs in reftable storage are a notification.
Tips collect_tips(const Repository& repository);

}  // namespace trawl
