#include "engine/git/revision.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "engine/git/commit.h"
#include "engine/git/tag.h"

namespace trawl {
namespace {

constexpr std::size_t kMaxTagNesting = 64;
constexpr std::size_t kMostCandidates = 64;
constexpr std::uint64_t kMaxSteps = 100'000'000;

bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// HEAD, FETCH_HEAD and their like, which lie beside the folder of refs.
bool is_pseudo_ref(std::string_view name) {
  return name == "HEAD" || (name.ends_with("_HEAD") &&
                            name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string_view::npos);
}

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

}  // namespace

Result<std::optional<ObjectId>> RevisionParser::ref_named(const std::string& name) const {
  // As gitrevisions(7) has it. The last serves "origin" for the branch that a remote calls its own.
  const std::array<std::string, 6> places = {
      is_pseudo_ref(name) || name.starts_with("refs/") ? name : std::string(),
      "refs/" + name,
      "refs/tags/" + name,
      "refs/heads/" + name,
      "refs/remotes/" + name,
      "refs/remotes/" + name + "/HEAD"};
  std::optional<ObjectId> found;
  std::string where;
  for (const std::string& place : places) {
    if (place.empty()) continue;
    Result<std::optional<ObjectId>> id = refs_.resolve(place);
    if (!id) return id.error();
    if (!id->has_value()) continue;
    if (place == name) return id;
    if (found && *found != **id) {
      return Error(quoted(name)
                       .append(" names both '")
                       .append(where)
                       .append("' and '")
                       .append(place)
                       .append("'; write the whole name"));
    }
    if (!found) where = place;
    found = *id;
  }
  return found;
}

Result<ObjectId> RevisionParser::abbreviated(std::string_view digits, std::string_view shown) const {
  const Result<std::vector<ObjectId>> ids = database_.find_abbreviated(digits, kMostCandidates);
  if (!ids) return ids.error();
  if (ids->size() == 1) return ids->front();
  // As git does where a commit is wanted: what is none does not count.
  std::vector<ObjectId> commits;
  for (const ObjectId& id : *ids) {
    if (commit_of(id)) commits.push_back(id);
  }
  if (commits.size() == 1) return commits.front();
  if (ids->empty()) return Error(quoted(shown) + " names no object of this repository");
  const std::vector<ObjectId>& several = commits.empty() ? *ids : commits;
  std::string list;
  for (std::size_t i = 0; i < std::min<std::size_t>(several.size(), 3); ++i) {
    list += (i == 0 ? "" : ", ") + several[i].hex().substr(0, std::max<std::size_t>(12, digits.size() + 4));
  }
  if (several.size() > 3) list += " and more";
  return Error(quoted(shown) + " is ambiguous: it may be " + list + "; write more digits");
}

Result<ObjectId> RevisionParser::base_of(std::string_view name) const {
  if (name.empty() || name == "@") name = "HEAD";
  const std::size_t whole = 2 * id_size(database_.format());
  if (name.size() == whole && is_hex(name)) {
    const std::optional<ObjectId> id = ObjectId::from_hex(database_.format(), name);
    const ObjectResult<ObjectHeader> header = database_.header(*id);
    if (!header) {
      if (header.fault() == ObjectFault::kMissing)
        return Error("the commit " + std::string(name) + " is not in this repository");
      return header.error();
    }
    return *id;
  }
  if (name.find_first_of(std::string_view(" \t\n\r\\?*[\0", 9)) == std::string_view::npos) {
    const Result<std::optional<ObjectId>> ref = ref_named(std::string(name));
    if (!ref) return ref.error();
    if (ref->has_value()) return **ref;
  }
  if (name.size() >= 4 && name.size() < whole && is_hex(name)) return abbreviated(name, name);
  // "v1.0-3-g0123abc", as `git describe` prints it.
  if (const std::size_t at = name.rfind("-g"); at != std::string_view::npos) {
    const std::string_view digits = name.substr(at + 2);
    if (digits.size() >= 4 && digits.size() <= whole && is_hex(digits)) return abbreviated(digits, name);
  }
  if (name == "HEAD") {
    const Result<Head> head = refs_.head();
    if (head && !head->commit) return Error("HEAD leads to no commit yet: the branch is empty");
  }
  return Error(quoted(name) + " names no branch, tag, remote branch or commit of this repository");
}

Result<ObjectId> RevisionParser::commit_of(const ObjectId& id) const {
  ObjectId at = id;
  for (std::size_t nesting = 0; nesting <= kMaxTagNesting; ++nesting) {
    const ObjectResult<Object> object = database_.read(at);
    if (!object) return object.error();
    if (object->type == ObjectType::kCommit) return at;
    if (object->type != ObjectType::kTag) {
      return Error("object " + id.hex() + " leads to a " + std::string(name_of(object->type)) +
                   ", not to a commit");
    }
    const Result<Tag> tag = parse_tag(database_.format(), object->bytes);
    if (!tag) return tag.error().during("tag " + at.hex());
    at = tag->target;
  }
  return Error("tag " + id.hex() + " leads through more than 64 tags");
}

Result<ObjectId> RevisionParser::parent_of(const ObjectId& commit, std::uint64_t number,
                                           std::string_view revision) const {
  if (number == 0) return commit;
  const ObjectResult<Object> object = database_.read(commit);
  if (!object) return object.error();
  const Result<Commit> parsed = parse_commit(database_.format(), object->bytes);
  if (!parsed) return parsed.error().during("commit " + commit.hex());
  if (number > parsed->parents.size()) {
    return Error(quoted(revision) + ": commit " + commit.hex().substr(0, 12) + " has " +
                 (parsed->parents.empty()
                      ? "no parent"
                      : std::to_string(parsed->parents.size()) + " parents, not " + std::to_string(number)));
  }
  const ObjectId& parent = parsed->parents[number - 1];
  const ObjectResult<ObjectHeader> header = database_.header(parent);
  if (!header && header.fault() == ObjectFault::kMissing) {
    return Error(quoted(revision) + ": the parent " + parent.hex().substr(0, 12) + " of commit " +
                 commit.hex().substr(0, 12) + " is not in this repository");
  }
  return parent;
}

Result<ObjectId> RevisionParser::object_named(std::string_view revision) const {
  if (revision.find('\0') != std::string_view::npos) return Error("a revision with a NUL byte names nothing");
  if (revision.find("@{") != std::string_view::npos) {
    return Error(quoted(revision) + ": '@{...}' is not understood here; name the branch or the commit");
  }
  if (revision.find(':') != std::string_view::npos) {
    return Error(quoted(revision) +
                 ": a path within a commit, or a search, is not understood here; name a commit");
  }
  const std::size_t suffix = std::min(revision.find_first_of("^~"), revision.size());
  Result<ObjectId> id = base_of(revision.substr(0, suffix));
  if (!id) return id;
  std::string_view rest = revision.substr(suffix);
  while (!rest.empty()) {
    const char kind = rest.front();
    rest.remove_prefix(1);
    if (kind == '^' && rest.starts_with('{')) {
      const std::size_t close = rest.find('}');
      const std::string_view type = rest.substr(1, close == std::string_view::npos ? close : close - 1);
      if (close == std::string_view::npos || (!type.empty() && type != "commit" && type != "0")) {
        return Error(quoted(revision) + ": only '^{commit}' and '^{}' are understood here");
      }
      id = commit_of(*id);
      if (!id) return id;
      rest.remove_prefix(close + 1);
      continue;
    }
    if (kind != '^' && kind != '~') return Error(quoted(revision) + " is no revision");
    std::uint64_t number = 1;
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (digits > 0) {
      const auto [end, error] = std::from_chars(rest.data(), rest.data() + digits, number);
      if (error != std::errc() || number > kMaxSteps)
        return Error(quoted(revision) + ": that number is too large");
    }
    rest.remove_prefix(digits);
    id = commit_of(*id);
    if (!id) return id;
    const std::uint64_t steps = kind == '~' ? number : 1;
    for (std::uint64_t step = 0; step < steps; ++step) {
      id = parent_of(*id, kind == '~' ? 1 : number, revision);
      if (!id) return id;
    }
  }
  return id;
}

Result<ObjectId> RevisionParser::commit_named(std::string_view revision) const {
  Result<ObjectId> id = object_named(revision);
  if (!id) return id;
  Result<ObjectId> commit = commit_of(*id);
  if (!commit) return commit.error().during(quoted(revision));
  return commit;
}

}  // namespace trawl
