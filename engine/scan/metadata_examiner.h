#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/git/object.h"
#include "engine/git/provenance/intern.h"
#include "engine/git/repository.h"
#include "engine/git/surface/object_text.h"
#include "engine/git/surface/tips.h"
#include "engine/scan/examiner.h"
#include "engine/scan/known_audit.h"
#include "engine/scan/occurrence.h"

namespace trawl {

/// Examines what a repository holds beside the content of files: messages, names and headers of commits and
/// tags, names of refs and paths, reflogs and the other texts of its git directory. Findings go through the
/// same matcher, redaction and identity as those in files; their `path` is words: "commit 1a2b... message".
///
/// Excerpts of names and addresses of people are left out unless `authors` is set: a report holds no personal
/// data that nobody asked for. One thread.
class MetadataExaminer {
 public:
  using Report = std::function<void(Examined)>;
  /// `prefix` stands before every path. All must outlive it.
  MetadataExaminer(Examiner& examiner, ObjectFormat format, std::string prefix, bool authors, Report report);

  /// A commit or tag. The names of people in it are kept for `examine_people`.
  void examine_object(const ObjectId& id, ObjectType type, std::string_view bytes);
  /// Each name of somebody once, for the object with the least id that has it; after all objects.
  void examine_people();
  /// What an earlier audit knew of objects that are not given to `examine_object`. Of the noisy ones, the
  /// texts have to be examined again: `examine_noisy`.
  void recall(const KnownAudit& known);
  void examine_noisy(const ObjectId& id, ObjectType type, std::string_view bytes);
  /// For the next audit: all objects so far, those recalled included.
  void tell(KnownAudit& known) const;
  void examine_ref_names(const Tips& tips);
  /// Each name that an entry of any tree has, once.
  void examine_path_names(const NameTable& names);
  void examine_git_dir(const Repository& repository, const Tips& tips);
  /// Any file of the git directory, under a path of its own. `counts`: as one of the files of the scan.
  void examine_file(const GuardedDirectory& directory, const std::string& path, const std::string& shown,
                    bool counts);

  /// The bytes of the names, of refs, paths and people, that hold a secret: what shows them must leave them
  /// out.
  [[nodiscard]] const std::set<std::string>& secret_names() const { return secret_names_; }

 private:
  /// Whether it gave anything.
  bool examine_texts(const ObjectId& id, ObjectType type, std::string_view bytes, bool counts);
  Examined examine(const std::string& path, const std::string& id, std::string_view text);
  void examine_names(const std::string& path, std::span<const std::string_view> names);

  Examiner& examiner_;
  ObjectFormat format_;
  std::string prefix_;
  bool authors_;
  Report report_;
  struct Person {
    ObjectId object;
    ObjectType type = ObjectType::kCommit;
    std::string part;
  };
  std::map<std::string, Person, std::less<>> people_;
  std::vector<std::pair<ObjectId, ObjectType>> noisy_;
  std::uint64_t text_bytes_ = 0;  ///< of messages and headers
  std::set<std::string> secret_names_;
};

}  // namespace trawl
