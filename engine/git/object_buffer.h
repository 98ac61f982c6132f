#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "engine/base/result.h"

namespace trawl {

/// Room for one object's bytes, used again for the next: not cleared, and grown only when it is too small.
/// Objects beyond `kInMemory` lie in an unlinked file in the folder for temporary files, mapped. One thread.
class ObjectBuffer {
 public:
  static constexpr std::size_t kInMemory = std::size_t{64} << 20;

  ObjectBuffer() = default;
  ObjectBuffer(ObjectBuffer&& other) noexcept;
  ObjectBuffer& operator=(ObjectBuffer&& other) noexcept;
  ObjectBuffer(const ObjectBuffer&) = delete;
  ObjectBuffer& operator=(const ObjectBuffer&) = delete;
  ~ObjectBuffer();

  /// Makes it `size` bytes long; what they hold is not defined. Fails only for large ones, where there is no
  /// room for a temporary file.
  Result<void> resize(std::size_t size);
  /// Gives the memory back.
  void release();

  [[nodiscard]] std::string_view bytes() const { return {begin_, size_}; }
  [[nodiscard]] std::span<char> room() { return {begin_, size_}; }
  [[nodiscard]] char* data() { return begin_; }
  /// Bytes of memory that it takes, used or not.
  [[nodiscard]] std::size_t held() const { return in_file_ ? 0 : capacity_; }

 private:
  char* begin_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool in_file_ = false;
};

}  // namespace trawl
