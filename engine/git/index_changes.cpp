#include "engine/git/index_changes.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/git/commit.h"
#include "engine/git/refs.h"
#include "engine/git/tree_comparison.h"

namespace trawl {

namespace {

Result<ObjectId> tree_of_commit(const ObjectDatabase& database, const ObjectId& id) {
  const ObjectResult<Object> object = database.read(id);
  if (!object.ok()) return object.error();
  if (object->type != ObjectType::kCommit) return Error("object " + id.hex() + " is no commit");
  const Result<Commit> commit = parse_commit(database.format(), object->bytes);
  if (!commit.ok()) return commit.error().during("commit " + id.hex());
  return commit->tree;
}

// Keeps of `changes` what also differs from another parent. A conflict is nobody's yet and stays.
void keep_what_differs(IndexChanges& changes, const IndexChanges& from_parent) {
  std::set<std::pair<std::string_view, ObjectId>> differing;
  for (const StagedBlob& blob : from_parent.blobs) differing.emplace(blob.path, blob.id);
  const auto same_as_parent = [&](const StagedBlob& blob) {
    return blob.stage == 0 && !differing.contains({blob.path, blob.id});
  };
  changes.unchanged += std::erase_if(changes.blobs, same_as_parent);
  std::erase_if(changes.submodules, [&](const std::string& path) {
    return !std::binary_search(from_parent.submodules.begin(), from_parent.submodules.end(), path);
  });
}

void set_moved_apart(IndexChanges& changes) {
  std::set<ObjectId> deleted;
  for (const DeletedBlob& blob : changes.deleted) deleted.insert(blob.id);
  const auto moved =
      std::stable_partition(changes.blobs.begin(), changes.blobs.end(),
                            [&](const StagedBlob& blob) { return !deleted.contains(blob.id); });
  changes.moved.assign(std::make_move_iterator(moved), std::make_move_iterator(changes.blobs.end()));
  changes.blobs.erase(moved, changes.blobs.end());
}

}  // namespace

Result<IndexChanges> changes_of_index(const Repository& repository, const ObjectDatabase& database,
                                      const Index& index, const IndexChangesOptions& options) {
  const Result<Refs> refs = Refs::open(repository);
  if (!refs.ok()) return refs.error();
  const Result<Head> head = refs->head();
  if (!head.ok()) return head.error();
  const Result<std::vector<ObjectId>> merge_heads = refs->merge_heads();
  if (!merge_heads.ok()) return merge_heads.error();

  std::optional<ObjectId> head_tree;
  if (head->commit.has_value()) {
    const Result<ObjectId> tree = tree_of_commit(database, *head->commit);
    if (!tree.ok()) return tree.error().during("reading HEAD");
    head_tree = *tree;
  }
  Result<IndexChanges> changes = TreeComparison(database, index, options.trust_cache_tree).run(head_tree);
  if (!changes.ok()) return changes;
  for (const ObjectId& parent : *merge_heads) {
    const Result<ObjectId> tree = tree_of_commit(database, parent);
    if (!tree.ok()) return tree.error().during("reading MERGE_HEAD");
    const Result<IndexChanges> others = TreeComparison(database, index, options.trust_cache_tree).run(*tree);
    if (!others.ok()) return others.error();
    keep_what_differs(*changes, *others);
  }
  set_moved_apart(*changes);
  return changes;
}

}  // namespace trawl
