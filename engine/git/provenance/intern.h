#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/sections.h"
#include "engine/git/object_id.h"

namespace trawl {

/// A hash over all bytes, keyed: whoever makes a repository cannot choose ids or names that collide.
class KeyedHash {
 public:
  KeyedHash() : key_((std::uint64_t{std::random_device()()} << 32) | std::random_device()()) {}
  explicit KeyedHash(std::uint64_t key) : key_(key) {}
  [[nodiscard]] std::uint64_t key() const { return key_; }
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
/// string_view of the key's bytes), `push(bytes)`, `save` and `restore`. One thread.
template <typename Store>
class Interned {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  template <typename... Arguments>
  explicit Interned(Arguments... arguments) : store_(arguments...), own_slots_(1024), slots_(own_slots_) {}
  Interned(Interned&&) noexcept = default;
  Interned& operator=(Interned&&) noexcept = default;
  Interned(const Interned&) = delete;
  Interned& operator=(const Interned&) = delete;
  ~Interned() = default;

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
  [[nodiscard]] std::size_t size() const { return store_.size(); }

  /// The table as it stands, key and slots included: nothing has to be hashed again.
  void save(SectionWriter& out) const {
    const std::uint64_t key = hash_.key();
    out.add_owned(std::string(reinterpret_cast<const char*>(&key), sizeof key));
    store_.save(out);
    out.add(raw_bytes_of(std::span<const Slot>(slots_)));
  }
  /// Into an empty table; what was read must outlive it. False where it is none.
  bool restore(SectionReader& in) {
    const std::span<std::uint64_t> key = in.items<std::uint64_t>();
    if (!store_.restore(in)) return false;
    const std::span<Slot> slots = in.items<Slot>();
    if (!in.ok() || key.size() != 1 || !std::has_single_bit(slots.size())) return false;
    hash_ = KeyedHash(key[0]);
    std::size_t used = 0;
    bool right = true;
    for (const Slot& slot : slots) {
      used += slot.number != kNone ? 1U : 0U;
      right &= slot.number == kNone || slot.number < store_.size();
    }
    if (!right || used != store_.size() || used >= slots.size()) return false;
    slots_ = slots;
    own_slots_ = {};
    return true;
  }

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
    std::vector<Slot> grown(slots_.size() * 2);
    const std::span<const Slot> old = slots_;
    slots_ = grown;
    for (const Slot& one : old) {
      if (one.number == kNone) continue;
      std::size_t slot = first_slot(one.tag);
      while (slots_[slot].number != kNone) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = one;
    }
    own_slots_ = std::move(grown);
  }

  KeyedHash hash_;
  Store store_;
  std::vector<Slot> own_slots_;
  std::span<Slot> slots_;  ///< a power of two of them: own ones, or those of a file that is mapped
};

/// Ids of one format, packed.
class IdStore {
 public:
  explicit IdStore(ObjectFormat format) : width_(id_size(format)) {}
  [[nodiscard]] std::size_t size() const { return mapped_count_ + own_.size() / width_; }
  [[nodiscard]] std::string_view at(std::uint32_t number) const {
    if (number < mapped_count_) return {mapped_.data() + std::size_t{number} * width_, width_};
    return {own_.data() + (number - mapped_count_) * width_, width_};
  }
  void push(std::string_view id) { own_.insert(own_.end(), id.begin(), id.end()); }
  void save(SectionWriter& out) const { out.add(mapped_, {own_.data(), own_.size()}); }
  bool restore(SectionReader& in) {
    mapped_ = in.text();
    mapped_count_ = mapped_.size() / width_;
    return in.ok() && mapped_.size() % width_ == 0 && mapped_count_ < UINT32_MAX;
  }

 private:
  std::size_t width_;
  std::size_t mapped_count_ = 0;
  std::string_view mapped_;
  std::vector<char> own_;
};

/// Strings, in blocks that do not move.
class NameStore {
 public:
  [[nodiscard]] std::size_t size() const { return ends_.size() + names_.size(); }
  [[nodiscard]] std::string_view at(std::uint32_t number) const {
    if (number >= ends_.size()) return names_[number - ends_.size()];
    const std::uint64_t begin = number == 0 ? 0 : ends_[number - 1];
    return mapped_.substr(begin, ends_[number] - begin);
  }
  void push(std::string_view name) {
    if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < name.size()) {
      blocks_.emplace_back().reserve(std::max(kBlock, name.size()));
    }
    std::string& block = blocks_.back();
    block.append(name);
    names_.emplace_back(block.data() + block.size() - name.size(), name.size());
  }
  void save(SectionWriter& out) const {
    std::string text;
    std::string ends;
    for (const std::string_view name : names_) {
      text += name;
      const std::uint64_t end = mapped_.size() + text.size();
      ends.append(reinterpret_cast<const char*>(&end), sizeof end);
    }
    out.add(mapped_, out.keep(std::move(text)));
    out.add(raw_bytes_of(ends_), out.keep(std::move(ends)));
  }
  bool restore(SectionReader& in) {
    mapped_ = in.text();
    ends_ = in.items<std::uint64_t>();
    return in.ok() && ends_.size() < UINT32_MAX && std::is_sorted(ends_.begin(), ends_.end()) &&
           mapped_.size() == (ends_.empty() ? 0 : ends_.back());
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{64} << 10;
  std::string_view mapped_;
  std::span<const std::uint64_t> ends_;  ///< of the names in it
  std::deque<std::string> blocks_;
  std::vector<std::string_view> names_;
};

using NameTable = Interned<NameStore>;

inline std::string_view bytes_of(const ObjectId& id) {
  return {reinterpret_cast<const char*>(id.bytes().data()), id.size()};
}

}  // namespace trawl
