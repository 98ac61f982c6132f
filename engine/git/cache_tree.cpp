#include "engine/git/cache_tree.h"

#include <charconv>

namespace trawl {

namespace {

bool take_number(std::string_view& bytes, char end, std::int64_t& number) {
  const std::size_t length = bytes.find(end);
  if (length == std::string_view::npos) return false;
  const char* last = bytes.data() + length;
  const auto [stop, error] = std::from_chars(bytes.data(), last, number);
  if (error != std::errc() || stop != last) return false;
  bytes.remove_prefix(length + 1);
  return true;
}

}  // namespace

CacheTree CacheTree::parse(ObjectFormat format, std::string_view bytes) {
  struct Open {
    std::size_t node;
    std::int64_t children_left;
  };
  CacheTree cache;
  std::vector<Open> open;  // nodes whose children are still to come
  do {
    const std::size_t name_end = bytes.find('\0');
    if (name_end == std::string_view::npos) return {};
    Node node;
    node.name = bytes.substr(0, name_end);
    bytes.remove_prefix(name_end + 1);
    std::int64_t entries = 0;
    std::int64_t children = 0;
    if (!take_number(bytes, ' ', entries) || !take_number(bytes, '\n', children) || children < 0) return {};
    if (entries >= 0) {
      if (bytes.size() < id_size(format)) return {};
      node.entries = static_cast<std::uint64_t>(entries);
      node.tree = ObjectId(format, bytes.data());
      bytes.remove_prefix(id_size(format));
    }
    open.push_back({cache.nodes_.size(), children});
    cache.nodes_.push_back(std::move(node));
    while (!open.empty() && open.back().children_left == 0) {
      cache.nodes_[open.back().node].end = cache.nodes_.size();
      open.pop_back();
    }
    if (!open.empty()) --open.back().children_left;
  } while (!open.empty());
  if (!bytes.empty()) return {};
  return cache;
}

}  // namespace trawl
