#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/sections.h"

namespace trawl {

/// A file of state that only this user can read: one line that says what it is, a checksum of the rest, the
/// rest in sections. Torn, cut or foreign bytes are noticed, and whole files replace each other.
///
/// It is mapped, and what is in it is used where it stands: nothing is copied or parsed, and the pages that
/// are not asked for cost only the checksum (XXH3, some 10 GB/s; SHA-256 took a third of the time of an audit
/// of nothing new). Who could write such a checksum could write any: that others cannot is what keeps them
/// out.
class SealedFile {
 public:
  /// Nothing where there is no file; an error where it is not what it should be.
  [[nodiscard]] static Result<std::optional<SealedFile>> open(const std::string& path,
                                                              std::string_view first_line);
  SealedFile(SealedFile&& other) noexcept;
  SealedFile& operator=(SealedFile&& other) noexcept;
  ~SealedFile();

  /// Each begins at a multiple of 16 bytes. What is written to them stays in this process.
  [[nodiscard]] std::span<const std::span<char>> sections() const { return sections_; }

 private:
  SealedFile() = default;

  void* begin_ = nullptr;
  std::size_t size_ = 0;
  std::vector<std::span<char>> sections_;
};

[[nodiscard]] Result<void> write_sealed_file(const std::string& path, std::string_view first_line,
                                             std::span<const SectionWriter::Section> sections);

}  // namespace trawl
