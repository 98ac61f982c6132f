#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace trawl {

/// Bytes read from a target, in memory that is not cleared before use and is used again for the next one.
class ReadBuffer {
 public:
  /// Bytes behind the content that may be read, as vector code does.
  static constexpr std::size_t kPadding = 64;

  [[nodiscard]] std::string_view content() const { return {bytes_.get(), size_}; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::span<char> room() { return {bytes_.get() + size_, capacity_ - size_}; }
  void extend(std::size_t count) { size_ += count; }
  void clear() { size_ = 0; }

  void reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    auto larger = std::make_unique_for_overwrite<char[]>(capacity + kPadding);
    if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
    std::memset(larger.get() + capacity, 0, kPadding);
    bytes_ = std::move(larger);
    capacity_ = capacity;
  }

  /// Drops the first `count` bytes.
  void drop_front(std::size_t count) {
    std::memmove(bytes_.get(), bytes_.get() + count, size_ - count);
    size_ -= count;
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
};

}  // namespace trawl
