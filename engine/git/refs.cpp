#include "engine/git/refs.h"

#include <algorithm>
#include <map>

namespace trawl {

namespace {

constexpr std::uint64_t kMaxRefBytes = 4096;
constexpr std::uint64_t kMaxMergeHeadBytes = std::uint64_t{1} << 20;
constexpr std::size_t kMaxLooseRefs = 1000000;
constexpr std::string_view kSymbolic = "ref:";

// Names become paths below the git directory; git allows no component that would leave it.
bool is_safe_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.back() == '/' ||
      name.find('\0') != std::string_view::npos) {
    return false;
  }
  return name.find("..") == std::string_view::npos && name.find("//") == std::string_view::npos &&
         name.find("/./") == std::string_view::npos;
}

std::string_view without_line_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.remove_suffix(1);
  return text;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

Result<Refs> Refs::open(const Repository& repository) {
  if (repository.ref_storage() == RefStorage::kReftable) {
    return Error("'" + repository.common_dir().path() +
                 "' keeps its refs as reftable, which is not supported");
  }
  return Refs(repository);
}

const GuardedDirectory& Refs::directory_of(const std::string& name) const {
  // HEAD and its like belong to the worktree, and so do three folders of refs (gitrepository-layout).
  const bool own = !name.starts_with("refs/") || name.starts_with("refs/bisect/") ||
                   name.starts_with("refs/worktree/") || name.starts_with("refs/rewritten/");
  return own ? repository_.git_dir() : repository_.common_dir();
}

Result<std::optional<Refs::Value>> Refs::read_loose(const std::string& name) const {
  if (!is_safe_name(name)) return Error("'" + name + "' is no name of a ref");
  const GuardedDirectory& directory = directory_of(name);
  // A directory of that name holds other refs: this one is packed or does not exist.
  const Result<std::optional<GuardedDirectory>> folder = directory.open_directory(name);
  if (folder.ok() && folder->has_value()) return std::optional<Value>();
  const Result<std::optional<std::string>> text = directory.read_file(name, kMaxRefBytes);
  if (!text.ok()) return text.error();
  if (!text->has_value()) return std::optional<Value>();

  std::string_view line = without_line_end(**text);
  Value value;
  if (line.starts_with(kSymbolic)) {
    line.remove_prefix(kSymbolic.size());
    while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
    value.symbolic = line;
    if (!is_safe_name(value.symbolic)) return Error("ref '" + name + "' names no ref");
  } else {
    value.id = ObjectId::from_hex(repository_.object_format(),
                                  line.substr(0, 2 * id_size(repository_.object_format())));
    if (!value.id.has_value()) return Error("ref '" + name + "' holds no object id");
  }
  return std::optional(std::move(value));
}

Result<std::optional<ObjectId>> Refs::find_packed(const std::string& name) const {
  const Result<std::optional<std::string>> text =
      repository_.common_dir().read_file("packed-refs", kMaxPackedRefsBytes);
  if (!text.ok()) return text.error();
  if (!text->has_value()) return std::optional<ObjectId>();
  const std::string& bytes = **text;
  const std::size_t digits = 2 * id_size(repository_.object_format());
  const std::string wanted = ' ' + name;
  for (std::size_t at = bytes.find(wanted); at != std::string::npos; at = bytes.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if (end < bytes.size() && bytes[end] != '\n' && bytes[end] != '\r') continue;
    if (at < digits || (at > digits && bytes[at - digits - 1] != '\n')) continue;
    const std::optional<ObjectId> id =
        ObjectId::from_hex(repository_.object_format(), std::string_view(bytes).substr(at - digits, digits));
    if (!id.has_value()) return Error("packed-refs holds no object id for '" + name + "'");
    return std::optional(*id);
  }
  return std::optional<ObjectId>();
}

Result<Head> Refs::head() const {
  const Result<std::optional<Value>> value = read_loose("HEAD");
  if (!value.ok()) return value.error();
  if (!value->has_value()) return Error("'" + repository_.git_dir().path() + "' has no HEAD");
  Head head;
  head.branch = (*value)->symbolic;
  head.commit = (*value)->id;
  if (!head.branch.empty()) {
    const Result<std::optional<ObjectId>> commit = resolve(head.branch);
    if (!commit.ok()) return commit.error();
    head.commit = *commit;
  }
  return head;
}

Result<std::optional<ObjectId>> Refs::resolve(const std::string& name) const {
  std::string current = name;
  for (int depth = 0; depth <= kMaxSymbolicDepth; ++depth) {
    const Result<std::optional<Value>> value = read_loose(current);
    if (!value.ok()) return value.error();
    if (!value->has_value()) return find_packed(current);
    if ((*value)->id.has_value()) return (*value)->id;
    current = (*value)->symbolic;
  }
  return Error("ref '" + name + "' is symbolic through more than 5 levels");
}

Result<std::vector<ObjectId>> Refs::merge_heads() const {
  const Result<std::optional<std::string>> text =
      repository_.git_dir().read_file("MERGE_HEAD", kMaxMergeHeadBytes);
  if (!text.ok()) return text.error();
  std::vector<ObjectId> heads;
  if (!text->has_value()) return heads;
  std::string_view rest = **text;
  while (!rest.empty()) {
    const std::string_view line = without_line_end(take_line(rest));
    const std::optional<ObjectId> id = ObjectId::from_hex(repository_.object_format(), line);
    if (!id.has_value()) return Error("MERGE_HEAD holds no object id");
    heads.push_back(*id);
  }
  return heads;
}

Result<std::vector<Ref>> Refs::packed() const {
  const Result<std::optional<std::string>> text =
      repository_.common_dir().read_file("packed-refs", kMaxPackedRefsBytes);
  if (!text.ok()) return text.error();
  std::vector<Ref> refs;
  if (!text->has_value()) return refs;
  const std::size_t digits = 2 * id_size(repository_.object_format());
  std::string_view rest = **text;
  while (!rest.empty()) {
    const std::string_view line = without_line_end(take_line(rest));
    if (line.empty() || line[0] == '#' || line[0] == '^') continue;  // traits; what a tag leads to
    const std::optional<ObjectId> id =
        ObjectId::from_hex(repository_.object_format(), line.substr(0, digits));
    if (!id.has_value() || line.size() < digits + 2 || line[digits] != ' ') {
      return Error("packed-refs is malformed");
    }
    refs.push_back({std::string(line.substr(digits + 1)), *id});
  }
  return refs;
}

Result<std::vector<Ref>> Refs::all(std::vector<std::string>& problems) const {
  std::map<std::string, ObjectId> found;
  const Result<std::vector<Ref>> packed_refs = packed();
  if (packed_refs.ok()) {
    for (const Ref& ref : *packed_refs) found.insert_or_assign(ref.name, ref.id);
  } else {
    problems.push_back(packed_refs.error().sentence());
  }

  std::vector<std::string> folders = {"refs"};
  std::size_t loose = 0;
  while (!folders.empty()) {
    const std::string folder = std::move(folders.back());
    folders.pop_back();
    const Result<std::optional<GuardedDirectory>> directory = repository_.common_dir().open_directory(folder);
    if (!directory.ok()) {
      problems.push_back(directory.error().sentence());
      continue;
    }
    if (!directory->has_value()) continue;
    const Result<std::vector<std::string>> names = (*directory)->names(kMaxLooseRefs - loose);
    if (!names.ok()) {
      problems.push_back(names.error().sentence());
      continue;
    }
    loose += names->size();
    for (const std::string& name : *names) {
      const std::string full = std::string(folder).append("/").append(name);
      if (const auto inner = (*directory)->open_directory(name); inner.ok() && inner->has_value()) {
        folders.push_back(full);
        continue;
      }
      if (name.ends_with(".lock")) continue;  // a ref being written
      const Result<std::optional<ObjectId>> id = resolve(full);
      if (!id.ok()) {
        problems.push_back(id.error().sentence());
      } else if (id->has_value()) {
        found.insert_or_assign(full, **id);
      }
    }
  }
  std::vector<Ref> refs;
  refs.reserve(found.size());
  for (auto& [name, id] : found) refs.push_back({name, id});
  return refs;
}

}  // namespace trawl
