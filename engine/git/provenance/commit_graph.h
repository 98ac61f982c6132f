#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/sections.h"
#include "engine/git/object_id.h"
#include "engine/git/provenance/intern.h"

namespace trawl {

/// All commits of a repository with trees, parents and times, reachable or not, and what annotated tags point
/// to.
///
/// Read from the commit objects themselves, which a scan of history inflates anyway for their messages. git's
/// commit-graph file would save nothing then, may be partial, and can lie.
/// Built by one thread, in any order of commits; after `finish` immutable, to be read by many.
class CommitGraph {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr int kMaxTags = 100;  ///< tags of tags that are followed

  explicit CommitGraph(ObjectFormat format) : format_(format), ids_(format), tags_(format) {}

  /// False where the object is no commit. One that was added before is not added again.
  bool add_commit(const ObjectId& id, std::string_view bytes);
  bool add_tag(const ObjectId& id, std::string_view bytes);
  [[nodiscard]] bool has_tag(const ObjectId& id) const {
    return tags_.find(bytes_of(id)) != Interned<IdStore>::kNone;
  }
  /// After `finish`: all commits and tags, to be read by the same program on the same machine. The graph must
  /// not change until it is written.
  void save(SectionWriter& out) const;
  /// Into an empty graph, to which more may be added, but no parent that one of the restored commits lacks.
  /// What was read must outlive it. False where it is no graph.
  bool restore(SectionReader& in);
  /// Those that were restored come first: so many.
  [[nodiscard]] std::uint32_t restored() const { return static_cast<std::uint32_t>(facts_.mapped_size()); }
  /// Sorts: from here on the rest may be asked.
  void finish();

  struct Commit {
    ObjectId tree;
    std::int64_t author_time = 0;
    std::int32_t author_zone = 0;  ///< minutes east of UTC
    std::int64_t commit_time = 0;
  };
  [[nodiscard]] std::size_t size() const { return facts_.size(); }
  [[nodiscard]] Commit commit(std::uint32_t number) const {
    const Facts& facts = facts_[number];
    return {ObjectId(format_, facts.tree.data()), facts.author_time, facts.author_zone, facts.commit_time};
  }
  [[nodiscard]] std::int64_t commit_time(std::uint32_t number) const { return facts_[number].commit_time; }
  [[nodiscard]] ObjectId id_of(std::uint32_t number) const { return {format_, ids_.at(number).data()}; }
  /// Its number, or `kNone`.
  [[nodiscard]] std::uint32_t number_of(const ObjectId& id) const {
    const std::uint32_t number = ids_.find(bytes_of(id));
    return number;
  }
  /// Parents that are there.
  [[nodiscard]] std::span<const std::uint32_t> parents(std::uint32_t number) const {
    return parents_.range(parents_begin_[number],
                          number + 1 < parents_begin_.size() ? parents_begin_[number + 1] : parents_.size());
  }
  /// Whether a parent that it names is not there: history is cut off.
  [[nodiscard]] bool lacks_parents(std::uint32_t number) const { return lacks_parents_[number] != 0; }
  /// Parents that commits which were added since name, and that are not there.
  [[nodiscard]] std::span<const ObjectId> new_missing_parents() const { return missing_parents_; }
  /// Every commit after its parents; among those that may come next, the one with the smaller time and id
  /// comes first. Commits in a cycle, which only forged ids can make, come last.
  [[nodiscard]] std::span<const std::uint32_t> oldest_first() const { return order_; }
  /// Its position there.
  [[nodiscard]] std::uint32_t age_of(std::uint32_t number) const { return age_[number]; }

  /// What an object that a ref names leads to, through at most `kMaxTags` annotated tags.
  [[nodiscard]] ObjectId peeled(ObjectId id) const;
  /// Puts what a tag points to in its place; false where `id` is no tag, or points to itself.
  bool peel_once(ObjectId& id) const;

 private:
  struct ParentLink {
    std::uint32_t child;
    ObjectId parent;
  };
  /// As it stands in a file: no bytes between the members.
  struct Facts {
    std::array<char, ObjectId::kMaxSize> tree;
    std::int64_t author_time;
    std::int64_t commit_time;
    std::int32_t author_zone;
    std::uint32_t unused;
  };
  using Tagged = std::array<char, ObjectId::kMaxSize>;
  [[nodiscard]] bool is_later(std::uint32_t a, std::uint32_t b) const;

  ObjectFormat format_;
  Interned<IdStore> ids_;
  Growing<Facts> facts_;
  std::vector<ParentLink> links_;  ///< of those that were added, by child
  Growing<std::uint64_t> parents_begin_;
  Growing<std::uint32_t> parents_;
  Growing<std::uint8_t> lacks_parents_;
  std::vector<ObjectId> missing_parents_;
  std::span<const std::uint32_t> order_;
  std::vector<std::uint32_t> own_order_;
  std::span<const std::uint32_t> age_;
  std::vector<std::uint32_t> own_age_;
  Interned<IdStore> tags_;
  Growing<Tagged> tagged_;  ///< by number of the tag
};

}  // namespace trawl
