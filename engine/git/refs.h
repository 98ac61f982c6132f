#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/git/object_id.h"
#include "engine/git/repository.h"

namespace trawl {

/// What HEAD says. Without `commit` the branch is unborn: it has no commit yet.
struct Head {
  std::string branch;  ///< "refs/heads/main"; empty where HEAD is detached
  std::optional<ObjectId> commit;
};

struct Ref {
  std::string name;
  ObjectId id;
};

/// The refs of a repository: loose files and `packed-refs` (gitrepository-layout). Symbolic refs are followed
/// five levels deep. A repository with reftable storage is refused, not taken for empty. May be used by many
/// threads.
class Refs {
 public:
  static constexpr int kMaxSymbolicDepth = 5;
  static constexpr std::uint64_t kMaxPackedRefsBytes = std::uint64_t{64} << 20;

  static Result<Refs> open(const Repository& repository);

  Result<Head> head() const;
  /// The object that a full name ("refs/heads/main", "HEAD") leads to; nothing where there is no such ref.
  Result<std::optional<ObjectId>> resolve(const std::string& name) const;
  /// The commits being merged into HEAD, by MERGE_HEAD; none outside a merge.
  Result<std::vector<ObjectId>> merge_heads() const;
  /// All refs below "refs/" that resolve, sorted by name; for each that does not, a sentence in `problems`.
  Result<std::vector<Ref>> all(std::vector<std::string>& problems) const;

 private:
  explicit Refs(const Repository& repository) : repository_(repository) {}
  struct Value {
    std::optional<ObjectId> id;
    std::string symbolic;  ///< name of the ref it stands for
  };
  Result<std::optional<Value>> read_loose(const std::string& name) const;
  Result<std::optional<ObjectId>> find_packed(const std::string& name) const;
  Result<std::vector<Ref>> packed() const;
  [[nodiscard]] const GuardedDirectory& directory_of(const std::string& name) const;

  Repository repository_;
};

}  // namespace trawl
