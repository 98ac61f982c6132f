#include "engine/source/range_request.h"

#include <string_view>

#include "engine/git/refs.h"
#include "engine/git/revision.h"
#include "engine/git/tag.h"

namespace trawl {

const char* const kFetchMore =
    "fetch the whole history: 'fetch-depth: 0' for actions/checkout, 'GIT_DEPTH: 0' for GitLab, "
    "'git fetch --unshallow' by hand";

namespace {

constexpr std::size_t kMaxTagNesting = 64;

class Understanding {
 public:
  Understanding(const Repository& repository, const ObjectDatabase& database, const Refs& refs)
      : repository_(repository), database_(database), refs_(refs), parser_(refs, database) {}

  Result<void> add_revision(std::string_view text) {
    constexpr std::string_view kAlone = "^!";
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) {
      if (text.starts_with('^')) {
        const Result<ObjectId> excluded = commit(text.substr(1));
        if (!excluded) return excluded.error();
        request_.excluded.push_back(*excluded);
        return {};
      }
      if (text.ends_with(kAlone)) text.remove_suffix(kAlone.size());
      if (text.empty()) return Error("an empty revision names no commit");
      const Result<ObjectId> one = commit(text);
      if (!one) return one.error();
      request_.listed.push_back(*one);
      return {};
    }
    const bool three = text.substr(dots).starts_with("...");
    // CI systems give the null id where a branch is new, or deleted.
    const std::string_view base_text = text.substr(0, dots);
    if (!is_null_id(base_text)) {
      const Result<ObjectId> base = commit(base_text);
      if (!base) return base.error();
      request_.excluded.push_back(*base);
      request_.need_merge_base |= three;
    }
    const std::string_view head_text = text.substr(dots + (three ? 3 : 2));
    if (is_null_id(head_text)) return {};
    const Result<ObjectId> head = commit(head_text);
    if (!head) return head.error();
    request_.tips.push_back(*head);
    return {};
  }

  Result<void> add_update(const RefUpdate& update) {
    if (update.before && !update.before->is_null()) {
      if (const Result<ObjectId> known = parser_.commit_of(*update.before))
        request_.excluded.push_back(*known);
    }
    if (update.after.is_null()) return {};  // the ref is deleted
    ObjectId at = update.after;
    for (std::size_t nesting = 0; nesting <= kMaxTagNesting; ++nesting) {
      const ObjectResult<ObjectHeader> header = database_.header(at);
      if (!header) return header.error();
      if (header->type == ObjectType::kCommit) {
        request_.tips.push_back(at);
        return {};
      }
      if (header->type != ObjectType::kTag) {
        request_.others.push_back(at);
        return {};
      }
      request_.tags.push_back(at);
      const ObjectResult<Object> object = database_.read(at);
      if (!object) return object.error();
      const Result<Tag> tag = parse_tag(database_.format(), object->bytes);
      if (!tag) return tag.error().during("tag " + at.hex());
      at = tag->target;
    }
    return Error("tag " + update.after.hex() + " leads through more than 64 tags");
  }

  Result<void> exclude_known(KnownCommits known) {
    std::vector<std::string> problems;  // a ref that cannot be read excludes nothing: more is looked at
    const Result<std::vector<Ref>> refs = refs_.all(problems);
    if (!refs) return refs.error();
    for (const Ref& ref : *refs) {
      if (known == KnownCommits::kRemoteBranches && !ref.name.starts_with("refs/remotes/")) continue;
      if (const Result<ObjectId> commit = parser_.commit_of(ref.id)) request_.excluded.push_back(*commit);
    }
    return {};
  }

  RangeRequest& request() { return request_; }

 private:
  [[nodiscard]] bool is_null_id(std::string_view text) const {
    return text.size() == 2 * id_size(database_.format()) &&
           text.find_first_not_of('0') == std::string_view::npos;
  }

  Result<ObjectId> commit(std::string_view revision) const {
    Result<ObjectId> found = parser_.commit_named(revision);
    if (found) return found;
    if (!repository_.common_dir().has("shallow")) return found.error();
    return Error(found.error().sentence() + "; this clone is shallow: " + kFetchMore);
  }

  const Repository& repository_;
  const ObjectDatabase& database_;
  const Refs& refs_;
  RevisionParser parser_;
  RangeRequest request_;
};

}  // namespace

Result<RangeRequest> understand(const RangeWish& wish, const Repository& repository,
                                const ObjectDatabase& database) {
  const Result<Refs> refs = Refs::open(repository);
  if (!refs) return refs.error();
  Understanding understanding(repository, database, *refs);
  for (const std::string& revision : wish.revisions) {
    if (const Result<void> added = understanding.add_revision(revision); !added) return added.error();
  }
  for (const RefUpdate& update : wish.updates) {
    if (const Result<void> added = understanding.add_update(update); !added) return added.error();
  }
  RangeRequest& request = understanding.request();
  request.is_push = !wish.updates.empty();
  if (request.is_push && !request.tips.empty()) {
    if (const Result<void> excluded = understanding.exclude_known(wish.known); !excluded)
      return excluded.error();
  }
  if (!request.listed.empty() && !request.excluded.empty() && request.tips.empty()) {
    // As `git rev-list HEAD ^main`: what is left out makes a range of what is named.
    request.tips = std::move(request.listed);
    request.listed.clear();
  }
  if (!request.listed.empty() && !request.tips.empty()) {
    return Error("name either ranges or single commits, not both at once");
  }
  return std::move(request);
}

}  // namespace trawl
