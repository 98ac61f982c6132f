#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/git/object_database.h"
#include "engine/git/object_id.h"
#include "engine/git/refs.h"

namespace trawl {

/// Understands what people and CI systems type for a commit (gitrevisions(7)): full and abbreviated ids,
/// names of branches, tags and remotes by git's order of search, `HEAD` and `@`, what `git describe` prints,
/// and behind any of them `~N`, `^N`, `^{commit}`, `^{}` and `^0`. Annotated tags are followed.
///
/// Stricter than git in one thing: a name that is a branch and a tag of different commits is an error, not a
/// warning that nobody reads. Reflogs (`@{...}`), searches (`:/text`) and paths (`REV:PATH`) are refused by
/// name. Every error is one sentence for the user. Borrows what it is made of. One thread.
class RevisionParser {
 public:
  RevisionParser(const Refs& refs, const ObjectDatabase& database) : refs_(refs), database_(database) {}

  /// The object that is named, tags not followed.
  Result<ObjectId> object_named(std::string_view revision) const;
  /// The commit that is named.
  Result<ObjectId> commit_named(std::string_view revision) const;
  /// The commit that an object leads to through tags.
  Result<ObjectId> commit_of(const ObjectId& id) const;

 private:
  Result<ObjectId> base_of(std::string_view name) const;
  Result<std::optional<ObjectId>> ref_named(const std::string& name) const;
  Result<ObjectId> abbreviated(std::string_view digits, std::string_view shown) const;
  Result<ObjectId> parent_of(const ObjectId& commit, std::uint64_t number, std::string_view revision) const;

  const Refs& refs_;
  const ObjectDatabase& database_;
};

}  // namespace trawl
