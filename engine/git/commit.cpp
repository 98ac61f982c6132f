#include "engine/git/commit.h"

#include <algorithm>
#include <optional>

namespace trawl {

namespace {

// Takes "key id\n" from the front of `text`.
std::optional<ObjectId> take_id_line(ObjectFormat format, std::string_view key, std::string_view& text) {
  const std::size_t digits = 2 * id_size(format);
  if (!text.starts_with(key) || text.size() < key.size() + digits + 1) return std::nullopt;
  if (text[key.size() + digits] != '\n') return std::nullopt;
  const std::optional<ObjectId> id = ObjectId::from_hex(format, text.substr(key.size(), digits));
  if (id.has_value()) text.remove_prefix(key.size() + digits + 1);
  return id;
}

}  // namespace

Result<Commit> parse_commit(ObjectFormat format, std::string_view object) {
  std::string_view rest = object;
  const std::optional<ObjectId> tree = take_id_line(format, "tree ", rest);
  if (!tree.has_value()) return Error("a commit does not begin with a tree");
  Commit commit;
  commit.tree = *tree;
  while (rest.starts_with("parent ")) {
    const std::optional<ObjectId> parent = take_id_line(format, "parent ", rest);
    if (!parent.has_value()) return Error("a commit has a malformed parent");
    commit.parents.push_back(*parent);
  }
  const std::size_t begin = object.size() - rest.size();
  // An empty line ends the headers; without one the commit has no message.
  std::size_t headers_end = object.size();
  std::size_t message_begin = object.size();
  if (rest.starts_with('\n')) {
    headers_end = begin;
    message_begin = begin + 1;
  } else if (const std::size_t gap = rest.find("\n\n"); gap != std::string_view::npos) {
    headers_end = begin + gap + 1;
    message_begin = begin + gap + 2;
  }
  commit.headers = span_of(begin, headers_end);
  commit.message = span_of(message_begin, object.size());
  return commit;
}

}  // namespace trawl
