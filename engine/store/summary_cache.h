#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl {

/// SHA-256 of parts, each behind its length, as 64 hexadecimal digits.
class ContentHash {
 public:
  ContentHash();
  ~ContentHash();
  ContentHash(const ContentHash&) = delete;
  ContentHash& operator=(const ContentHash&) = delete;
  void add(std::string_view part);
  [[nodiscard]] std::string finish();

 private:
  void* context_;  // of libcrypto
};

/// Results of earlier runs by a hash of everything they depend on: a folder of the user (XDG), never of the
/// scanned tree. Many threads and processes may use it: entries appear whole or not at all. What is damaged
/// counts as absent.
class SummaryCache {
 public:
  /// An empty folder means no cache.
  explicit SummaryCache(std::string folder) : folder_(std::move(folder)) {}

  static constexpr std::size_t kMostEntryBytes = std::size_t{160} << 20;

  [[nodiscard]] std::optional<std::string> get(std::string_view key) const;
  /// Trouble is not reported: a cache that cannot be written is only slow.
  void put(std::string_view key, std::string_view bytes) const;

 private:
  [[nodiscard]] std::string path_of(std::string_view key) const;
  std::string folder_;
};

}  // namespace trawl
