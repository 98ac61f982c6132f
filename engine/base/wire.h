#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trawl {

/// Writes numbers and texts one behind the other: numbers in seven-bit groups, the lowest first, texts behind
/// their length. What `WireReader` reads.
class WireWriter {
 public:
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      bytes_.push_back(static_cast<char>(value | 0x80));
      value >>= 7;
    }
    bytes_.push_back(static_cast<char>(value));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) text(value);
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what may be damaged or hostile: after the first wrong byte every further read gives nothing and `ok`
/// is false. No size is believed before that many bytes were seen. Borrows the bytes.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : bytes_(bytes) {}

  /// At most `most`, else the reader has failed.
  std::uint64_t number(std::uint64_t most = UINT64_MAX) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) return fail();
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      const std::uint64_t group = byte & 0x7FU;
      if (shift == 63 && group > 1) return fail();
      value |= group << shift;
      if ((byte & 0x80U) == 0) return value > most ? fail() : value;
    }
    return fail();
  }
  std::string_view text(std::size_t most = SIZE_MAX) {
    const std::uint64_t size = number();
    if (!ok_ || size > most || size > bytes_.size() - at_) return fail(), std::string_view();
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  /// How many items follow, each of at least one byte.
  std::size_t count(std::size_t most) {
    const std::uint64_t value = number(most);
    return value > bytes_.size() - at_ ? fail() : value;
  }
  std::vector<std::string> texts(std::size_t most, std::size_t most_bytes) {
    std::vector<std::string> values(count(most));
    for (std::string& value : values) value = text(most_bytes);
    return values;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  /// Whether all was read and was right.
  [[nodiscard]] bool finished() const { return ok_ && at_ == bytes_.size(); }

 private:
  std::uint64_t fail() {
    ok_ = false;
    at_ = bytes_.size();
    return 0;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace trawl
