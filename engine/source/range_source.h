#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/commit.h"
#include "engine/git/commit_range.h"
#include "engine/git/object_database.h"
#include "engine/git/repository.h"
#include "engine/git/tree_difference.h"
#include "engine/source/omissions.h"
#include "engine/source/range_request.h"
#include "engine/source/scoped_place.h"
#include "engine/source/source.h"

namespace trawl {

struct RangeOptions {
  std::string directory = ".";  ///< in the work tree, or the git directory of a bare repository
  RepositoryOptions repository;
  std::size_t notifications_per_reason = 1000;
  std::function<bool()> stop;  ///< asked while commits are walked
};

/// Everything that a range of commits brings, commit by commit and the oldest first: every blob that a commit
/// has at a path where none of its parents has it (so what a merge made up is seen, and what was added and
/// taken away again), each once; the text of the commits and tags themselves; and the names of the paths that
/// are new, and of the refs that are pushed, as one text. No `git` runs.
///
/// `places_of` says where a target counts: on the lines that its commit adds, and where the range's last tree
/// still has it, on the lines by which that differs from the merge bases.
///
/// What can be left of a hostile repository is bounded: see `CommitRange` and `TreeDifference`. `next` is for
/// one thread, `open` and `places_of` for many at once.
class RangeSource final : public Source {
 public:
  /// Understands what is wished and walks the commits. An error where that cannot be told: an unknown or
  /// ambiguous revision, no common ancestor where one is needed, a shallow clone that ends too early.
  static Result<std::unique_ptr<RangeSource>> create(RangeOptions options, const RangeWish& wish);

  std::optional<Target> next(std::vector<Notification>& notifications, Coverage& coverage) override;
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override;
  /// Names of paths are told by an audit of the history.
  [[nodiscard]] bool has_new_name(const Target&) const override { return false; }
  [[nodiscard]] Reason reason_of_failure(const Target& target) const override;

  [[nodiscard]] ScopedPlaces places_of(const Target& target) const;

  [[nodiscard]] const Repository& repository() const { return repository_; }
  [[nodiscard]] const ObjectDatabase& database() const { return database_; }
  /// The paths of the last trees where these have something that the merge bases do not, sorted; as far as it
  /// is kept.
  [[nodiscard]] std::vector<std::string> final_paths() const;
  /// The trees that the range ends with, and those it begins with; without a tree where one cannot be read.
  [[nodiscard]] const std::vector<std::optional<ObjectId>>& tip_trees() const { return tip_trees_; }
  [[nodiscard]] const std::vector<std::optional<ObjectId>>& base_trees() const { return base_trees_; }
  [[nodiscard]] std::size_t commit_count() const { return range_.commits.size(); }
  /// The last commit of the range, hexadecimal; empty where there is none.
  [[nodiscard]] std::string tip_id() const;

 private:
  /// What a target is. It is kept in its ticket, together with the number of its commit, tag or tree.
  enum class Kind : std::uint8_t { kBlob, kCommit, kTag, kTree, kNames };
  /// Something of the range's last trees that the merge bases do not have.
  struct FinalPlace {
    std::string path;
    std::size_t tip = 0;
    std::vector<std::optional<ObjectId>> before;
  };

  RangeSource(RangeOptions options, Repository repository, ObjectDatabase database);
  Result<void> collect(const RangeRequest& request);
  Result<void> find_tips();
  void collect_final_places();
  [[nodiscard]] ObjectResult<Commit> commit_at(std::size_t number) const;
  [[nodiscard]] ObjectResult<Commit> read_commit(const ObjectId& id) const;
  [[nodiscard]] std::vector<std::optional<ObjectId>> parent_trees_of(
      const ObjectId& id, const Commit& commit, std::vector<ObjectFailure>* failures) const;
  void add_name(std::string_view name);
  bool begin_commit(std::size_t number, std::vector<Notification>& notifications, Coverage& coverage);
  std::optional<Target> next_of_difference(std::vector<Notification>& notifications, Coverage& coverage);
  std::optional<Target> next_other(std::vector<Notification>& notifications, Coverage& coverage);
  void tell_failure(const ObjectFailure& failure, const std::string& subject,
                    std::vector<Notification>& notifications, Coverage& coverage);

  [[nodiscard]] Result<std::vector<LineRange>> lines_against(
      const std::string& text, const ObjectId& blob, const ObjectId& tree,
      const std::vector<std::optional<ObjectId>>& bases,
      const std::vector<std::optional<ObjectId>>& before) const;
  [[nodiscard]] Result<std::vector<LineRange>> lines_without_before(const std::string& text,
                                                                    const ObjectId& blob,
                                                                    const ObjectId& tree,
                                                                    const ObjectId& base) const;
  [[nodiscard]] Result<std::string> read_blob(const ObjectId& id) const;

  RangeOptions options_;
  Repository repository_;
  ObjectDatabase database_;
  std::set<ObjectId> shallow_;
  CommitRange range_;
  std::vector<ObjectId> tags_;
  std::vector<ObjectId> others_;
  std::vector<ObjectId> tips_;                                ///< commits of the range without a child in it
  std::vector<std::optional<ObjectId>> tip_trees_;            ///< of `tips_`
  std::vector<std::optional<ObjectId>> base_trees_;           ///< of the merge bases
  std::map<ObjectId, std::vector<FinalPlace>> final_places_;  ///< by blob
  std::vector<std::pair<ObjectFailure, std::string>> early_failures_;

  Omissions omissions_;
  std::set<ObjectId> seen_blobs_;
  std::set<ObjectId> seen_trees_;
  std::set<std::string, std::less<>> names_;  ///< parts of paths, and refs
  std::size_t name_bytes_ = 0;
  bool names_cut_ = false;
  bool names_told_ = false;
  std::unique_ptr<TreeDifference> difference_;
  Kind difference_of_ = Kind::kCommit;
  std::size_t next_commit_ = 0;
  std::size_t next_tag_ = 0;
  std::size_t next_other_ = 0;
  std::map<ObjectId, std::vector<FinalPlace>>::const_iterator next_final_;
  bool started_ = false;
  bool finished_ = false;
};

}  // namespace trawl
