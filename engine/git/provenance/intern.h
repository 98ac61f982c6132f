#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/git/object_id.h"

namespace trawl {

/// A hash over all bytes, keyed: whoever makes a repository cannot choose ids or names that collide.
class KeyedHash {
 public:
  KeyedHash() : key_((std::uint64_t{std::random_device()()} << 32) | std::random_device()()) {}
  [[nodiscard]] std::uint64_t operator()(std::string_view bytes) const {
    std::uint64_t hash = key_ ^ bytes.size();
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) hash = mixed(hash, word(bytes.data(), 8));
    return mixed(hash, word(bytes.data(), bytes.size()));
  }

 private:
  static std::uint64_t word(const char* bytes, std::size_t size) {
    std::uint64_t value = 0;
    if (size > 0) std::memcpy(&value, bytes, size);
    return value;
  }
  static std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 29);
  }
  std::uint64_t key_;
};

/// Numbers things from 0 in the order in which they are first met. `Store` has `size()`, `at(number)` (a
/// string_view of the key's bytes) and `push(bytes)`. One thread.
template <typename Store>
class Interned {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  template <typename... Arguments>
  explicit Interned(Arguments... arguments) : store_(arguments...), slots_(1024) {}

  /// The number of `bytes`, a new one where they are new.
  std::uint32_t add(std::string_view bytes) {
    const std::uint64_t hash = hash_(bytes);
    std::size_t slot = slot_of(bytes, hash);
    if (slots_[slot].number != kNone) return slots_[slot].number;
    if (store_.size() * 2 >= slots_.size()) {
      grow();
      slot = slot_of(bytes, hash);
    }
    const auto number = static_cast<std::uint32_t>(store_.size());
    slots_[slot] = {number, tag_of(hash)};
    store_.push(bytes);
    return number;
  }
  /// The number of `bytes`, or `kNone`.
  [[nodiscard]] std::uint32_t find(std::string_view bytes) const {
    return slots_[slot_of(bytes, hash_(bytes))].number;
  }
  [[nodiscard]] std::string_view at(std::uint32_t number) const { return store_.at(number); }
  [[nodiscard]] const Store& store() const { return store_; }
  /// Into an empty table: things of `width` bytes, one behind the other. False where one is there twice.
  bool add_all(std::string_view things, std::size_t width) {
    if (things.size() % width != 0) return false;
    const std::size_t count = things.size() / width;
    reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (add(things.substr(i * width, width)) != i) return false;
    }
    return true;
  }
  /// Room for so many things, made at once.
  void reserve(std::size_t count) {
    if (store_.size() != 0) return;
    while (slots_.size() < 2 * count + 2) slots_.resize(slots_.size() * 2);
  }
  [[nodiscard]] std::size_t size() const { return store_.size(); }

 private:
  /// Half of the hash stands beside the number: without looking at the thing itself most others are told from
  /// it, and the table can grow.
  struct Slot {
    std::uint32_t number = kNone;
    std::uint32_t tag = 0;
  };

  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }
  [[nodiscard]] std::size_t first_slot(std::uint32_t tag) const {
    return (std::size_t{tag} * 0x9E3779B97F4A7C15U >> 32) & (slots_.size() - 1);
  }
  [[nodiscard]] std::size_t slot_of(std::string_view bytes, std::uint64_t hash) const {
    const std::uint32_t tag = tag_of(hash);
    std::size_t slot = first_slot(tag);
    while (slots_[slot].number != kNone &&
           (slots_[slot].tag != tag || store_.at(slots_[slot].number) != bytes)) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& one : old) {
      if (one.number == kNone) continue;
      std::size_t slot = first_slot(one.tag);
      while (slots_[slot].number != kNone) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = one;
    }
  }

  KeyedHash hash_;
  Store store_;
  std::vector<Slot> slots_;  // a power of two of them
};

/// Ids of one format, packed.
class IdStore {
 public:
  explicit IdStore(ObjectFormat format) : width_(id_size(format)) {}
  [[nodiscard]] std::size_t size() const { return bytes_.size() / width_; }
  [[nodiscard]] std::string_view at(std::uint32_t number) const {
    return {bytes_.data() + std::size_t{number} * width_, width_};
  }
  void push(std::string_view id) { bytes_.insert(bytes_.end(), id.begin(), id.end()); }
  /// All of them, one behind the other.
  [[nodiscard]] std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::size_t width_;
  std::vector<char> bytes_;
};

/// Strings, in blocks that do not move.
class NameStore {
 public:
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] std::string_view at(std::uint32_t number) const { return names_[number]; }
  void push(std::string_view name) {
    if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < name.size()) {
      blocks_.emplace_back().reserve(std::max(kBlock, name.size()));
    }
    std::string& block = blocks_.back();
    block.append(name);
    names_.emplace_back(block.data() + block.size() - name.size(), name.size());
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{64} << 10;
  std::deque<std::string> blocks_;
  std::vector<std::string_view> names_;
};

using NameTable = Interned<NameStore>;

/// What stands in memory, for a file that the same program reads.
template <typename Item>
std::string_view raw_bytes_of(const std::vector<Item>& items) {
  static_assert(std::is_trivially_copyable_v<Item>);
  return {reinterpret_cast<const char*>(items.data()), items.size() * sizeof(Item)};
}
/// False where the bytes are not so many items.
template <typename Item>
bool restore_raw(std::string_view bytes, std::vector<Item>& items) {
  static_assert(std::is_trivially_copyable_v<Item>);
  if (bytes.size() % sizeof(Item) != 0) return false;
  items.resize(bytes.size() / sizeof(Item));
  if (!bytes.empty()) std::memcpy(items.data(), bytes.data(), bytes.size());
  return true;
}

inline std::string_view bytes_of(const ObjectId& id) {
  return {reinterpret_cast<const char*>(id.bytes().data()), id.size()};
}

}  // namespace trawl
