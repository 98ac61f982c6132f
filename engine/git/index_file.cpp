#include "engine/git/index_file.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <limits>

#include "engine/git/big_endian.h"
#include "engine/git/object_hash.h"
#include "engine/git/tree.h"

namespace trawl {

namespace {

constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kStatBytes = 40;
constexpr std::uint16_t kExtended = 0x4000;
constexpr std::uint16_t kNameMask = 0x0FFF;
constexpr std::uint16_t kSkipWorktree = 0x4000;
constexpr std::uint16_t kIntentToAdd = 0x2000;
constexpr std::uint16_t kReserved = 0x9FFF;

// Positions of a bitmap are bounded by how many entries an index of the greatest size can hold.
constexpr std::size_t kMaxEntries = Index::kMaxBytes / 62;

// The paths of version 4, which stand nowhere in full. An enemy's prefixes could make them quadratic in the
// file.
class PathArena {
 public:
  static constexpr std::size_t kMaxBytes = std::size_t{512} << 20;
  static constexpr std::size_t kBlock = std::size_t{64} << 10;

  /// The first `shared` bytes of `previous`, then `rest`; nothing when the arena is full.
  std::optional<std::string_view> keep(std::string_view previous, std::size_t shared, std::string_view rest) {
    const std::size_t length = shared + rest.size();
    if (length > kMaxBytes - used_) return std::nullopt;
    used_ += length;
    if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < length) {
      blocks_.emplace_back().reserve(std::max(length, kBlock));
    }
    std::string& block = blocks_.back();
    const std::size_t begin = block.size();
    block.append(previous.substr(0, shared));
    block.append(rest);
    return std::string_view(block).substr(begin);
  }

 private:
  std::deque<std::string> blocks_;
  std::size_t used_ = 0;
};

class IndexParser {
 public:
  IndexParser(ObjectFormat format, std::string_view bytes)
      : format_(format), hash_(id_size(format)), bytes_(bytes) {}

  Result<IndexFile> parse() {
    if (bytes_.size() < kHeaderBytes + hash_ || !bytes_.starts_with("DIRC")) return Error("it is no index");
    version_ = big_endian_32(bytes_.data() + 4);
    if (version_ < 2 || version_ > 4)
      return Error("its version " + std::to_string(version_) + " is not supported");
    end_ = bytes_.size() - hash_;
    file_.checksum = ObjectId(format_, bytes_.data() + end_);
    // All zero: written with index.skipHash.
    if (!file_.checksum.is_null()) {
      ObjectHash hash(format_);
      hash.update(bytes_.substr(0, end_));
      if (hash.finish() != file_.checksum) return Error("its checksum is wrong: it is damaged");
    }
    const std::uint64_t count = big_endian_32(bytes_.data() + 8);
    if (count > (end_ - kHeaderBytes) / (kStatBytes + 2 + hash_)) {
      return Error("it cannot hold the " + std::to_string(count) + " entries of its header");
    }
    if (version_ == 4) {
      arena_ = std::make_shared<PathArena>();
      file_.kept.push_back(arena_);
    }
    file_.entries.reserve(count);
    position_ = kHeaderBytes;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!parse_entry()) return Error("entry " + std::to_string(i) + " is malformed");
    }
    if (Result<void> extensions = parse_extensions(); !extensions.ok()) return extensions.error();
    for (const IndexEntry& entry : file_.entries) {
      if (is_tree_mode(entry.mode) != entry.path.ends_with('/'))
        return Error("a directory's entry is malformed");
      if (is_tree_mode(entry.mode) && !file_.sparse) return Error("it holds a directory but is not sparse");
      if (entry.path.empty() && !file_.link.has_value()) return Error("an entry has no path");
    }
    return std::move(file_);
  }

 private:
  bool parse_entry() {
    const std::size_t fixed = kStatBytes + hash_ + 2;
    if (end_ - position_ < fixed) return false;
    const char* entry_bytes = bytes_.data() + position_;
    IndexEntry entry;
    entry.mode = big_endian_32(entry_bytes + 24);
    entry.id = ObjectId(format_, entry_bytes + kStatBytes);
    const std::uint16_t flags = big_endian_16(entry_bytes + kStatBytes + hash_);
    entry.stage = static_cast<std::uint8_t>((flags >> 12) & 3);
    std::size_t name = fixed;
    if ((flags & kExtended) != 0) {
      if (version_ < 3 || end_ - position_ < fixed + 2) return false;
      const std::uint16_t more = big_endian_16(entry_bytes + fixed);
      if ((more & kReserved) != 0) return false;
      entry.skip_worktree = (more & kSkipWorktree) != 0;
      entry.intent_to_add = (more & kIntentToAdd) != 0;
      name += 2;
    }
    const std::string_view rest = bytes_.substr(position_ + name, end_ - position_ - name);
    if (version_ == 4 ? !take_shared_path(rest, entry, name)
                      : !take_padded_path(rest, flags & kNameMask, entry, name)) {
      return false;
    }
    position_ += name;
    file_.entries.push_back(entry);
    return true;
  }

  // Versions 2 and 3: the path, then one to eight NUL up to a multiple of eight from the entry's begin.
  static bool take_padded_path(std::string_view rest, std::size_t length, IndexEntry& entry,
                               std::size_t& size) {
    if (length == kNameMask || length >= rest.size()) {
      length = rest.find('\0');
      if (length == std::string_view::npos || length < kNameMask) return false;
    } else if (rest[length] != '\0' || std::memchr(rest.data(), 0, length) != nullptr) {
      return false;
    }
    const std::size_t padded = (size + length + 8) & ~std::size_t{7};
    if (padded - size > rest.size()) return false;
    entry.path = rest.substr(0, length);
    size = padded;
    return true;
  }

  // Version 4: how many bytes to drop from the previous path, then what to append, then NUL.
  bool take_shared_path(std::string_view rest, IndexEntry& entry, std::size_t& size) {
    std::size_t used = 0;
    std::uint64_t drop = 0;
    if (!take_variable_number(rest, used, drop) || drop > previous_.size()) return false;
    const std::size_t end = rest.find('\0', used);
    if (end == std::string_view::npos) return false;
    const std::optional<std::string_view> path = arena_->keep(
        previous_, previous_.size() - static_cast<std::size_t>(drop), rest.substr(used, end - used));
    if (!path.has_value()) return false;
    entry.path = *path;
    previous_ = *path;
    size += end + 1;
    return true;
  }

  static bool take_variable_number(std::string_view bytes, std::size_t& used, std::uint64_t& number) {
    if (bytes.empty()) return false;
    auto byte = static_cast<unsigned char>(bytes[used++]);
    number = byte & 0x7FU;
    while ((byte & 0x80U) != 0) {
      if (used == bytes.size() || number >= (std::uint64_t{1} << 56)) return false;
      byte = static_cast<unsigned char>(bytes[used++]);
      number = ((number + 1) << 7) | (byte & 0x7FU);
    }
    return true;
  }

  Result<void> parse_extensions() {
    while (position_ < end_) {
      if (end_ - position_ < 8) return Error("an extension is cut off");
      const std::string_view name = bytes_.substr(position_, 4);
      const std::uint64_t size = big_endian_32(bytes_.data() + position_ + 4);
      position_ += 8;
      if (size > end_ - position_) return Error("an extension is cut off");
      const std::string_view content = bytes_.substr(position_, size);
      position_ += size;
      if (name == "TREE") {
        file_.cache_tree = CacheTree::parse(format_, content);
      } else if (name == "link") {
        if (Result<void> link = parse_link(content); !link.ok()) return link.error();
      } else if (name == "sdir") {
        file_.sparse = true;
      } else if (name[0] < 'A' || name[0] > 'Z') {
        return Error("it needs an extension that is not supported");
      }
    }
    return {};
  }

  Result<void> parse_link(std::string_view content) {
    if (content.size() < hash_) return Error("its link to a shared index is cut off");
    SplitIndexLink link;
    link.base = ObjectId(format_, content.data());
    content.remove_prefix(hash_);
    if (!content.empty()) {
      for (std::vector<bool>* bitmap : {&link.deleted, &link.replaced}) {
        Result<std::vector<bool>> bits = take_ewah_bitmap(content, kMaxEntries);
        if (!bits.ok()) return bits.error();
        *bitmap = std::move(*bits);
      }
      if (!content.empty()) return Error("bytes follow the bitmaps of its link to a shared index");
    }
    file_.link = std::move(link);
    return {};
  }

  ObjectFormat format_;
  std::size_t hash_;
  std::string_view bytes_;
  std::uint32_t version_ = 0;
  std::size_t end_ = 0;  ///< where the checksum begins
  std::size_t position_ = 0;
  std::string_view previous_;
  std::shared_ptr<PathArena> arena_;
  IndexFile file_;
};

}  // namespace

Result<IndexFile> parse_index_file(ObjectFormat format, std::shared_ptr<const std::string> bytes) {
  Result<IndexFile> file = IndexParser(format, *bytes).parse();
  if (file.ok()) file->kept.push_back(std::move(bytes));
  return file;
}

}  // namespace trawl
