#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/sections.h"
#include "engine/git/object_id.h"
#include "engine/git/provenance/commit_graph.h"
#include "engine/git/provenance/intern.h"
#include "engine/git/provenance/sought_trees.h"
#include "engine/git/provenance/tree_graph.h"
#include "engine/git/surface/tips.h"
#include "engine/git/surface/worktree_index.h"
#include "engine/model/provenance.h"

namespace trawl {

/// Where some blobs were in the whole history of a repository: for each commit, what came to a path that no
/// parent had there, and what left a path where every parent had it. The first is what
/// `git log --raw -c --root --no-renames` shows as new content.
///
/// The blobs are asked for by their position: those restored first, then those sought in the order in which
/// they were given. Immutable once made; the graphs must outlive it.
class BlobHistory {
 public:
  /// Comparing commits goes at most through so many entries in all, so that trees forged to contain
  /// themselves a thousandfold end.
  static constexpr std::uint64_t kMaxSteps = 200'000'000;

  /// Of no blob yet.
  BlobHistory(const CommitGraph& commits, const TreeGraph& trees, std::uint64_t max_steps = kMaxSteps);
  BlobHistory(const CommitGraph& commits, const TreeGraph& trees, std::span<const ObjectId> blobs,
              std::uint64_t max_steps = kMaxSteps)
      : BlobHistory(commits, trees, max_steps) {
    seek(blobs);
  }

  /// Before `seek`: what `save` wrote of the graphs as they were restored, to which only what was added since
  /// is compared. False where it is not that; then nothing was restored. What was read must outlive this.
  bool restore(SectionReader& in);
  /// After `seek`, if complete; must not change until it is written.
  void save(SectionWriter& out) const;
  /// Looks for these blobs, and for those restored; once.
  void seek(std::span<const ObjectId> blobs);

  /// The position of a blob that is sought; `TreeGraph::kNone` of any other.
  [[nodiscard]] std::uint32_t position_of(const ObjectId& blob) const { return blobs_.find(bytes_of(blob)); }

  /// A blob that came to a path.
  struct Arrival {
    std::uint32_t commit = 0;
    std::uint32_t path = 0;
    std::uint32_t before = TreeGraph::kNone;  ///< the one of this blob that was found before it
  };
  /// Of one blob.
  [[nodiscard]] std::vector<Arrival> arrivals(std::uint32_t blob) const;
  [[nodiscard]] std::string_view path(std::uint32_t number) const { return paths_.at(number); }
  /// False where `max_steps` was reached: later commits were not compared.
  [[nodiscard]] bool complete() const { return complete_; }

  /// What holds a secret: blobs, by position, and commits and tags whose own text does.
  struct Holders {
    std::vector<std::uint32_t> blobs;
    std::vector<ObjectId> objects;
  };
  /// The history of secrets. A path keeps a secret while it has any of the blobs, so edits elsewhere in the
  /// file are no events. An object whose text holds it is an introduction without a path.
  [[nodiscard]] std::vector<Provenance> provenance_of(std::span<const Holders> secrets, const Tips& tips,
                                                      std::span<const WorktreeIndex> indexes) const;

  /// Where a blob is best looked at.
  struct Place {
    std::uint32_t blob = 0;
    std::string path;       ///< empty where no commit has it
    std::string commit_id;  ///< that brought it there
    bool in_head = false;   ///< HEAD's tree has it at the path
    std::uint32_t age = 0;  ///< of the commit: greater is younger
    friend bool operator==(const Place&, const Place&) = default;
  };
  static constexpr std::size_t kMaxPlaces = 100;
  /// For each path that ever had one of the blobs the one to show: HEAD's, else that of the latest commit
  /// which brought one there. HEAD's paths come first, then younger ones, at most `kMaxPlaces`; `dropped`
  /// counts the rest. A blob that no commit has is without a path.
  [[nodiscard]] std::vector<Place> places_of(std::span<const std::uint32_t> blobs, std::uint32_t head_tree,
                                             std::uint64_t& dropped) const;
  /// The tree of HEAD, by the number of its id; `TreeGraph::kNone` where there is none.
  [[nodiscard]] std::uint32_t head_tree(const Tips& tips) const;

 private:
  /// What one commit changed at one path, in ranges of `blobs_at_`.
  struct Change {
    std::uint32_t commit;
    std::uint32_t path;
    std::uint64_t here_begin;     ///< blobs that the commit has there
    std::uint64_t parents_begin;  ///< then (parent, blob) pairs until `end`
    std::uint64_t end;
  };
  /// What a tip leads to.
  struct Lead {
    const Tip* tip = nullptr;
    std::uint32_t commit = CommitGraph::kNone;
    std::uint32_t tree = TreeGraph::kNone;
    std::uint32_t blob = TreeGraph::kNone;  ///< a position; a tag may lead to a blob, too
  };
  struct Step;
  struct Told;
  void forget();
  void compare_all(std::uint32_t first_commit);
  void compare(std::uint32_t commit);
  void compare_entries(const Step& step, std::uint32_t commit, std::vector<Step>& open);
  void explain(std::span<const Holders> secrets, std::span<const Lead> leads,
               std::span<Provenance> provenances) const;
  void tell_events(std::span<const Holders> secrets, std::span<const std::uint64_t> of_blob,
                   std::span<const std::uint64_t> has, std::span<Provenance> provenances) const;
  [[nodiscard]] std::vector<Lead> leads_of(const Tips& tips) const;
  void order_trees(std::uint32_t first_place);
  [[nodiscard]] HistoryEvent event_of(std::uint32_t commit, std::string_view path, bool elsewhere) const;
  [[nodiscard]] bool tree_has(std::uint32_t tree, std::string_view path, std::uint32_t blob) const;

  const CommitGraph& commits_;
  const TreeGraph& trees_;
  std::uint64_t max_steps_;
  std::uint64_t steps_left_;
  Interned<IdStore> blobs_;
  SoughtTrees sought_;
  Growing<std::uint32_t> tree_of_commit_;  ///< numbers of ids
  NameTable paths_;
  Growing<Change> changes_;
  std::vector<std::uint32_t> in_order_;  ///< changes by age of the commit, then by path
  Growing<std::uint32_t> blobs_at_;
  Growing<std::uint32_t> last_arrival_;  ///< of each blob
  Growing<Arrival> arrivals_;
  Growing<std::uint32_t> bottom_up_;  ///< places of sought trees, what they contain before them
  bool complete_ = true;
};

}  // namespace trawl
