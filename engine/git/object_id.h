#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace trawl {

/// How a repository names its objects (gitformat: `extensions.objectFormat`).
enum class ObjectFormat : std::uint8_t { kSha1, kSha256 };

/// Bytes of an id: 20 or 32.
constexpr std::size_t id_size(ObjectFormat format) {
  return format == ObjectFormat::kSha1 ? 20 : 32;
}

/// The id of an object: 20 bytes (SHA-1) or 32 (SHA-256). Ids of the two formats are never equal. A value.
class ObjectId {
 public:
  static constexpr std::size_t kMaxSize = 32;

  /// The null id of SHA-1.
  ObjectId() = default;
  /// `bytes` holds exactly `id_size(format)` bytes.
  ObjectId(ObjectFormat format, const void* bytes) : size_(static_cast<std::uint8_t>(id_size(format))) {
    std::memcpy(bytes_.data(), bytes, size_);
  }

  static ObjectId null(ObjectFormat format) {
    ObjectId id;
    id.size_ = static_cast<std::uint8_t>(id_size(format));
    return id;
  }
  /// From exactly 40 or 64 hexadecimal digits of either case, as the format demands; else nothing.
  static std::optional<ObjectId> from_hex(ObjectFormat format, std::string_view digits);

  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {bytes_.data(), size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool is_null() const { return *this == ObjectId::of_size(size_); }
  /// Lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;

  friend bool operator==(const ObjectId&, const ObjectId&) = default;
  friend std::strong_ordering operator<=>(const ObjectId& a, const ObjectId& b) {
    if (a.size_ != b.size_) return a.size_ <=> b.size_;
    return std::memcmp(a.bytes_.data(), b.bytes_.data(), a.size_) <=> 0;
  }

 private:
  static ObjectId of_size(std::uint8_t size) {
    ObjectId id;
    id.size_ = size;
    return id;
  }

  std::array<std::uint8_t, kMaxSize> bytes_{};
  std::uint8_t size_ = 20;
};

/// Ids are hashes already: their first bytes serve as the hash of tables whose keys an enemy cannot choose at
/// will. Use an ordered container where he can.
struct ObjectIdHash {
  std::size_t operator()(const ObjectId& id) const {
    std::size_t value = 0;
    std::memcpy(&value, id.bytes().data(), sizeof value);
    return value;
  }
};

}  // namespace trawl
