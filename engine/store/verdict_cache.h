#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace trawl {

/// What an audit of a repository has learnt of one blob.
struct BlobVerdict {
  std::array<unsigned char, 32> id{};  ///< the whole id; a short one could be collided on purpose
  std::uint32_t size = 0;              ///< bytes of the blob
  bool passes = false;                 ///< it may hold a secret, and is examined in every audit

  friend bool operator<(const BlobVerdict& a, const BlobVerdict& b) { return a.id < b.id; }
};

/// The verdicts of the audits of one repository, so that the next one searches only blobs that are new. One
/// file: a header, all ids in order, all sizes, all verdicts; it is read at once and nothing in it is parsed.
/// It holds no text and no secret.
///
/// The name of the file is made of everything that could change a verdict, so a file is of the same rules,
/// options and program or is not found. It is not believed: a wrong size or checksum means that there is
/// none. Immutable; may be read by many threads.
class VerdictCache {
 public:
  /// None of any blob.
  explicit VerdictCache(std::size_t id_size) : id_size_(id_size) {}
  /// Reads a file. One that is absent is an empty cache; one that is torn or foreign is an error.
  static Result<VerdictCache> read(const std::string& path, std::size_t id_size);
  /// Puts `verdicts`, in any order, in the place of the file: whole, or not at all.
  static Result<void> write(const std::string& path, std::size_t id_size, std::vector<BlobVerdict> verdicts);

  [[nodiscard]] std::size_t id_size() const { return id_size_; }
  [[nodiscard]] std::size_t size() const { return count_; }
  /// Ids ascend with their position.
  [[nodiscard]] const char* id_bytes(std::size_t position) const { return ids() + position * id_size_; }
  [[nodiscard]] std::uint32_t blob_size(std::size_t position) const;
  [[nodiscard]] bool passes(std::size_t position) const;
  /// The position of an id of `id_size` bytes.
  [[nodiscard]] std::optional<std::size_t> find(const char* id) const;

 private:
  [[nodiscard]] const char* ids() const;

  std::size_t id_size_;
  std::size_t count_ = 0;
  std::string bytes_;  ///< the file
};

}  // namespace trawl
