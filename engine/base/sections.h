#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace trawl {

/// What a file of sections is made of, in order. A section is one or two stretches of bytes that stay where
/// they are until the file is written: nothing of what may be a hundred megabytes is copied.
class SectionWriter {
 public:
  using Section = std::array<std::string_view, 2>;

  void add(std::string_view bytes, std::string_view more = {}) { sections_.push_back({bytes, more}); }
  void add(const Section& section) { sections_.push_back(section); }
  /// Keeps the bytes as well.
  void add_owned(std::string bytes) { add(keep(std::move(bytes))); }
  std::string_view keep(std::string bytes) { return owned_.emplace_back(std::move(bytes)); }
  [[nodiscard]] std::span<const Section> sections() const { return sections_; }

 private:
  std::deque<std::string> owned_;
  std::vector<Section> sections_;
};

/// Reads sections in the order in which they were written, where they stand. Each begins at a multiple of 16
/// bytes. After the first that is not as it should be all further ones are empty and `ok` is false.
class SectionReader {
 public:
  explicit SectionReader(std::span<const std::span<char>> sections) : sections_(sections) {}

  std::span<char> bytes() {
    if (!ok_ || sections_.empty()) return fail(), std::span<char>();
    const std::span<char> section = sections_.front();
    sections_ = sections_.subspan(1);
    return section;
  }
  std::string_view text() {
    const std::span<char> section = bytes();
    return {section.data(), section.size()};
  }
  template <typename Item>
  std::span<Item> items() {
    static_assert(std::is_trivially_copyable_v<Item> && alignof(Item) <= 16);
    const std::span<char> section = bytes();
    if (section.size() % sizeof(Item) != 0) return fail(), std::span<Item>();
    return {reinterpret_cast<Item*>(section.data()), section.size() / sizeof(Item)};
  }
  void fail() { ok_ = false; }
  [[nodiscard]] bool ok() const { return ok_; }
  /// Whether all were read and were right.
  [[nodiscard]] bool finished() const { return ok_ && sections_.empty(); }

 private:
  std::span<const std::span<char>> sections_;
  bool ok_ = true;
};

/// The bytes of items as they stand in memory, for a file that the same program reads on the same machine.
template <typename Item>
std::string_view raw_bytes_of(std::span<const Item> items) {
  static_assert(std::is_trivially_copyable_v<Item>);
  return {reinterpret_cast<const char*>(items.data()), items.size_bytes()};
}
template <typename Item>
std::string_view raw_bytes_of(const std::vector<Item>& items) {
  return raw_bytes_of(std::span<const Item>(items));
}

/// A list that begins with what a mapped file holds and grows behind it. What is mapped may be written to: it
/// is the process's own copy, page by page.
template <typename Item>
class Growing {
 public:
  Growing() = default;
  /// Into an empty list.
  void begin_with(std::span<Item> mapped) { mapped_ = mapped; }

  [[nodiscard]] std::size_t size() const { return mapped_.size() + own_.size(); }
  [[nodiscard]] std::size_t mapped_size() const { return mapped_.size(); }
  [[nodiscard]] const Item& operator[](std::size_t at) const {
    return at < mapped_.size() ? mapped_[at] : own_[at - mapped_.size()];
  }
  [[nodiscard]] Item& operator[](std::size_t at) {
    return at < mapped_.size() ? mapped_[at] : own_[at - mapped_.size()];
  }
  [[nodiscard]] Item& back() { return (*this)[size() - 1]; }
  void push_back(const Item& item) { own_.push_back(item); }
  void append(std::span<const Item> items) { own_.insert(own_.end(), items.begin(), items.end()); }
  /// New ones are `item`. Never makes it smaller.
  void grow_to(std::size_t size, const Item& item) {
    if (size > this->size()) own_.resize(size - mapped_.size(), item);
  }
  /// Items `[begin, end)`, which all are mapped, or all are not.
  [[nodiscard]] std::span<const Item> range(std::size_t begin, std::size_t end) const {
    if (begin < mapped_.size()) return mapped_.subspan(begin, end - begin);
    return std::span<const Item>(own_).subspan(begin - mapped_.size(), end - begin);
  }
  /// What is not mapped, from `begin` on.
  [[nodiscard]] std::span<Item> own_from(std::size_t begin) {
    return std::span<Item>(own_).subspan(begin - mapped_.size());
  }
  [[nodiscard]] std::span<const Item> mapped() const { return mapped_; }
  [[nodiscard]] std::span<const Item> own() const { return own_; }
  [[nodiscard]] SectionWriter::Section section() const {
    return {raw_bytes_of(std::span<const Item>(mapped_)), raw_bytes_of(own_)};
  }
  /// Gives back what was set aside for items to come.
  void fit() { own_.shrink_to_fit(); }

 private:
  std::span<Item> mapped_;
  std::vector<Item> own_;
};

}  // namespace trawl
