#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
/// The blobs are asked for by their position in the list that was given. Immutable once made; the graphs must
/// outlive it.
class BlobHistory {
 public:
  /// Comparing commits goes at most through so many entries in all, so that trees forged to contain
  /// themselves a thousandfold end.
  static constexpr std::uint64_t kMaxSteps = 200'000'000;

  BlobHistory(const CommitGraph& commits, const TreeGraph& trees, std::span<const ObjectId> blobs,
              std::uint64_t max_steps = kMaxSteps);

  /// A blob that came to a path.
  struct Arrival {
    std::uint32_t commit = 0;
    std::uint32_t path = 0;
  };
  /// Of one blob, oldest first.
  [[nodiscard]] std::span<const Arrival> arrivals(std::uint32_t blob) const { return arrivals_[blob]; }
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
  struct Step;
  void compare(std::uint32_t commit, std::uint64_t& steps_left);
  void compare_entries(const Step& step, std::uint32_t commit, std::vector<Step>& open,
                       std::uint64_t& steps_left);
  struct Dated;
  void explain(std::span<const Holders> secrets, const Tips& tips, std::span<Provenance> provenances) const;
  void order_trees();
  [[nodiscard]] HistoryEvent event_of(std::uint32_t commit, std::string_view path, bool elsewhere) const;
  [[nodiscard]] bool tree_has(std::uint32_t tree, std::string_view path, std::uint32_t blob) const;

  const CommitGraph& commits_;
  const TreeGraph& trees_;
  SoughtTrees sought_;
  std::vector<ObjectId> blobs_;
  NameTable paths_;
  std::vector<Change> changes_;  ///< in the order of commits, oldest first
  std::vector<std::uint32_t> blobs_at_;
  std::vector<std::vector<Arrival>> arrivals_;
  std::vector<std::uint32_t> bottom_up_;  ///< sought trees, what they contain before them
  bool complete_ = true;
};

}  // namespace trawl
