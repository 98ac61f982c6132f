#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/git/delta_walker.h"
#include "engine/git/pack_forest.h"
#include "engine/git/provenance/commit_graph.h"
#include "engine/git/provenance/tree_graph.h"

namespace trawl {

/// What builds the graphs of trees and commits out of the objects of a walk. Blobs are passed over. One
/// thread.
class GraphBuilder {
 public:
  /// Sees each commit and tag once, to take its text.
  using SeeObject = std::function<void(const ObjectId&, ObjectType, std::string_view)>;
  /// Hears of objects that are not what they should be: a tree that is malformed, a commit without a tree.
  using Complain = std::function<void(const ObjectId&, std::string)>;

  GraphBuilder(ObjectFormat format, SeeObject see, Complain complain)
      : trees_(format), commits_(format), see_(std::move(see)), complain_(std::move(complain)) {}

  /// A loose object, or any other that is no delta.
  void add(const ObjectId& id, ObjectType type, std::string_view bytes);
  /// An object of a walk over `forest`: trees are taken as deltas of their bases. The slots of one walker at
  /// a time may be used.
  void add_walked(const PackForest& forest, const WalkedObject& object);

  /// After `finish`; nothing must change until it is written.
  void save(SectionWriter& out) const {
    trees_.save(out);
    commits_.save(out);
  }
  /// Before anything is added. False where it is none that `save` wrote. What was read must outlive this.
  bool restore(SectionReader& in) { return trees_.restore(in) && commits_.restore(in); }

  /// Afterwards nothing may be added.
  void finish() {
    commits_.finish();
    states_ = {};
  }
  [[nodiscard]] const TreeGraph& trees() const { return trees_; }
  [[nodiscard]] const CommitGraph& commits() const { return commits_; }

 private:
  TreeGraph trees_;
  CommitGraph commits_;
  SeeObject see_;
  Complain complain_;
  std::vector<TreeState> states_;  ///< by slot
  TreeState alone_;
};

}  // namespace trawl
