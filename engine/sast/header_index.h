#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace trawl::sast {

/// The files of a program by the ends of their paths: how an include is found without the flags of a build.
/// Immutable after construction; letters compare without case, as on the systems where `<Windows.h>` is
/// written.
class HeaderIndex {
 public:
  /// `paths` are relative, `/`-separated; their order does not matter.
  explicit HeaderIndex(std::span<const std::string> paths);

  /// Whether a path of exactly these bytes is in the program.
  [[nodiscard]] bool contains(std::string_view path) const { return known_.contains(path); }
  /// Whether it is a directory of the program.
  [[nodiscard]] bool is_directory(std::string_view path) const { return directories_.contains(path); }

  /// The file whose path ends in `suffix` (whole names), for an include from a unit `near`: the one that
  /// shares most leading directories with it, then the shortest, then the first by bytes. Nothing where there
  /// is none.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view suffix, std::string_view near) const;
  /// Whether some file's directory ends in `suffix`.
  [[nodiscard]] bool is_suffix_of_directory(std::string_view suffix) const;

  /// All paths with this base name, without case, sorted: what an include of it depends on.
  [[nodiscard]] std::span<const std::string_view> with_base_name(std::string_view name) const;

 private:
  std::vector<std::string> paths_;  // sorted
  std::unordered_set<std::string_view> known_;
  std::unordered_set<std::string_view> directories_;
  std::unordered_map<std::string, std::vector<std::string_view>> by_base_name_;  // folded
  std::unordered_set<std::string> directory_suffixes_;                           // folded
};

/// Letters A to Z made small; other bytes stay.
std::string folded(std::string_view text);

}  // namespace trawl::sast
