#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/source/tree_source.h"
#include "tests/unit/source/temporary_tree.h"

namespace trawl {

/// All that a TreeSource says.
struct Walk {
  std::vector<std::string> paths;
  std::vector<Notification> notifications;
  Coverage coverage;

  [[nodiscard]] std::uint64_t skipped(Reason reason) const {
    const auto found = coverage.skipped_files.find(reason);
    return found == coverage.skipped_files.end() ? 0 : found->second;
  }
};

inline TreeOptions at(const TemporaryTree& tree) {
  TreeOptions options;
  options.paths = {tree.root()};
  return options;
}

inline std::unique_ptr<TreeSource> create(TreeOptions options) {
  auto source = TreeSource::create(std::move(options));
  EXPECT_TRUE(source) << (source ? "" : source.error().sentence());
  return source ? *std::move(source) : nullptr;
}

inline Walk walk(TreeSource& source) {
  Walk result;
  while (auto target = source.next(result.notifications, result.coverage))
    result.paths.push_back(target->path);
  EXPECT_EQ(result.coverage.files_met, result.paths.size() + result.coverage.files_skipped());
  EXPECT_FALSE(source.next(result.notifications, result.coverage)) << "the end is the end";
  return result;
}

inline Walk walk(TreeOptions options) {
  auto source = create(std::move(options));
  return source ? walk(*source) : Walk{};
}

inline std::string content_of(TreeSource& source, const Target& target) {
  auto reader = source.open(target);
  if (!reader) return "error: " + reader.error().sentence();
  std::string content;
  std::array<char, 7> room;  // small, so that reading goes on
  while (true) {
    auto count = (*reader)->read(room);
    if (!count) return "error: " + count.error().sentence();
    if (*count == 0) break;
    content.append(room.data(), *count);
  }
  if (auto changed = (*reader)->changed()) return "changed: " + *changed;
  return content;
}

inline auto told(Reason reason, const std::string& subject) {
  return testing::AllOf(testing::Field(&Notification::reason, reason),
                        testing::Field(&Notification::subject, subject));
}

}  // namespace trawl
