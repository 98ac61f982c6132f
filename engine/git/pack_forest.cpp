#include "engine/git/pack_forest.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "engine/git/big_endian.h"
#include "engine/git/object_hash.h"
#include "engine/git/pack_entry.h"

namespace trawl {

namespace {

constexpr std::uint8_t kDelta = 0x80;     // in `type_` while types are not resolved yet
constexpr std::uint8_t kByOffset = 0x81;  // base in front, by distance
constexpr std::uint8_t kById = 0x82;

struct PlacedEntry {
  std::uint64_t offset;
  std::uint32_t position;
};

// Sorts by offset: eleven bits at a time, which for half a million entries takes a sixth of a comparing sort.
void sort_by_offset(std::vector<PlacedEntry>& entries, std::uint64_t greatest) {
  constexpr unsigned kBits = 11;
  std::vector<PlacedEntry> other(entries.size());
  for (unsigned shift = 0; shift < 64 && (greatest >> shift) != 0; shift += kBits) {
    std::array<std::uint32_t, (std::size_t{1} << kBits) + 1> begin{};
    const auto digit = [shift](const PlacedEntry& entry) {
      return static_cast<std::size_t>((entry.offset >> shift) & ((1U << kBits) - 1));
    };
    for (const PlacedEntry& entry : entries) ++begin[digit(entry) + 1];
    for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    for (const PlacedEntry& entry : entries) other[begin[digit(entry)]++] = entry;
    entries.swap(other);
  }
}

std::string at_offset(const std::string& path, std::uint64_t offset) {
  return "pack '" + path + "': entry at offset " + std::to_string(offset) + ": ";
}

// Checks the pack's own header; how many entries it promises.
Result<std::uint32_t> promised_count(const MappedFile& pack, ObjectFormat format) {
  const std::string_view bytes = pack.bytes();
  if (bytes.size() < kPackHeader + id_size(format)) return Error("pack '" + pack.path() + "' is too short");
  const std::uint32_t version = big_endian_32(bytes.data() + 4);
  if (!bytes.starts_with("PACK") || (version != 2 && version != 3)) {
    return Error("pack '" + pack.path() + "' has no pack header of version 2 or 3");
  }
  return big_endian_32(bytes.data() + 8);
}

}  // namespace

Result<PackForest> PackForest::build(MappedFile pack, MappedFile index, ObjectFormat format,
                                     const TypeElsewhere& type_elsewhere) {
  const Result<std::uint32_t> promised = promised_count(pack, format);
  if (!promised.ok()) return promised.error();
  PackForest forest(std::move(pack), format);
  forest.index_ = std::move(index);
  const Result<PackIndexView> view =
      PackIndexView::check(forest.index_->bytes(), forest.index_->path(), format);
  if (!view.ok()) return view.error();
  forest.index_view_ = *view;
  const std::string_view index_bytes = forest.index_->bytes();
  const std::size_t hashed = index_bytes.size() - id_size(format);
  ObjectHash hash(format);
  hash.update(index_bytes.substr(0, hashed));
  if (hash.finish() != ObjectId(format, index_bytes.data() + hashed)) {
    return Error("pack index '" + forest.index_->path() + "' is damaged: its checksum is another");
  }
  const std::string_view bytes = forest.pack_.bytes();
  const std::uint64_t end = bytes.size() - id_size(format);
  if (*promised != view->count() ||
      std::memcmp(bytes.data() + end, view->pack_checksum(), id_size(format)) != 0) {
    return Error("pack '" + forest.path() + "' and its index do not belong together, or it is truncated");
  }

  std::vector<PlacedEntry> placed;
  placed.reserve(view->count());
  for (std::uint32_t i = 0; i < view->count(); ++i) {
    const std::optional<std::uint64_t> offset = view->offset(i);
    if (!offset.has_value() || *offset < kPackHeader || *offset >= end) {
      return Error("pack index '" + forest.index_->path() + "' names a place outside its pack");
    }
    placed.push_back({*offset, i});
  }
  sort_by_offset(placed, end);
  forest.offset_.reserve(placed.size() + 1);
  forest.position_.reserve(placed.size());
  for (const PlacedEntry& entry : placed) {
    if (!forest.offset_.empty() && forest.offset_.back() == entry.offset) {
      return Error("pack index '" + forest.index_->path() + "' gives one place to two objects");
    }
    forest.offset_.push_back(entry.offset);
    forest.position_.push_back(entry.position);
  }
  forest.offset_.push_back(end);
  std::vector<PlacedEntry>().swap(placed);

  std::vector<ObjectId> base_ids;
  forest.read_headers(base_ids);
  forest.connect(base_ids, type_elsewhere);
  forest.resolve_types();
  forest.weigh();
  return forest;
}

Result<PackForest> PackForest::build_without_index(MappedFile pack, ObjectFormat format,
                                                   std::string& problem) {
  const Result<std::uint32_t> promised = promised_count(pack, format);
  if (!promised.ok()) return promised.error();
  PackForest forest(std::move(pack), format);
  const std::string_view bytes = forest.pack_.bytes();
  const std::uint64_t end = bytes.size() - id_size(format);
  Inflater inflater;
  std::uint64_t offset = kPackHeader;
  std::string room;
  std::uint32_t count = 0;
  for (; offset < end; ++count) {
    PackEntry entry;
    const char* wrong = parse_pack_entry(bytes.substr(offset, end - offset), offset, format, entry);
    if (wrong == nullptr &&
        (!size_is_plausible(entry.size, end - entry.data_offset) || entry.size > kMaxObjectBytes)) {
      wrong = "the rest of the pack cannot inflate to its size";
    }
    std::size_t consumed = 0;
    if (wrong == nullptr) {
      if (room.size() < entry.size) room.resize(entry.size);
      const std::string_view rest = bytes.substr(entry.data_offset, end - entry.data_offset);
      if (!inflater.inflate(rest, std::span(room).first(entry.size), consumed)) wrong = "it is damaged";
    }
    if (wrong != nullptr) {
      problem = at_offset(forest.path(), offset) + wrong + "; what follows it is not read";
      break;
    }
    forest.offset_.push_back(offset);
    offset = entry.data_offset + consumed;
  }
  if (problem.empty() && count != *promised) {
    problem = "pack '" + forest.path() + "' promises " + std::to_string(*promised) + " objects and has " +
              std::to_string(count);
  }
  forest.offset_.push_back(offset);
  std::vector<ObjectId> base_ids;
  forest.read_headers(base_ids);
  forest.connect(base_ids, nullptr);
  forest.resolve_types();
  forest.weigh();
  return forest;
}

std::optional<std::uint32_t> PackForest::find(const ObjectId& id) const {
  const std::optional<std::uint32_t> position = index_view_.find(id);
  if (!position.has_value()) return std::nullopt;
  const std::optional<std::uint64_t> offset = index_view_.offset(*position);
  const auto found = std::lower_bound(offset_.begin(), offset_.end(), *offset);
  return static_cast<std::uint32_t>(found - offset_.begin());
}

PackEntry PackForest::header(std::uint32_t entry) const {
  PackEntry header;
  const std::uint64_t begin = offset_[entry];
  // A file that changes under our eyes may say something else now than when the forest was built.
  if (parse_pack_entry(pack_.bytes().substr(begin, offset_[entry + 1] - begin), begin, format_, header) !=
      nullptr) {
    header.data_offset = offset_[entry + 1];
  }
  return header;
}

void PackForest::lose(std::uint32_t entry, ObjectFailure failure) {
  type_[entry] = 0;
  parent_[entry] = kNone;
  lost_.push_back({entry, std::move(failure)});
}

// Kinds, sizes and the parents of offset deltas. `base_ids` gets the bases of the others, in their order.
void PackForest::read_headers(std::vector<ObjectId>& base_ids) {
  const std::size_t n = offset_.size() - 1;
  parent_.assign(n, kNone);
  type_.assign(n, 0);
  work_.assign(n, 0);
  const std::string_view bytes = pack_.bytes();
  for (std::uint32_t i = 0; i < n; ++i) {
    PackEntry entry;
    const std::uint64_t begin = offset_[i];
    const char* wrong = parse_pack_entry(bytes.substr(begin, offset_[i + 1] - begin), begin, format_, entry);
    if (wrong == nullptr && (entry.data_offset > offset_[i + 1] ||
                             !size_is_plausible(entry.size, offset_[i + 1] - entry.data_offset))) {
      wrong = "its bytes cannot inflate to the size in its header";
    }
    if (wrong != nullptr) {
      lose(i, corrupt(at_offset(path(), begin) + wrong));
      continue;
    }
    work_[i] = static_cast<std::uint32_t>(std::min<std::uint64_t>(entry.size / 64 + 1, UINT32_MAX));
    if (entry.kind == PackEntryKind::kOffsetDelta) {
      // Bases mostly stand near in front: steps that double, then a binary search between two of them.
      std::uint32_t step = 1;
      std::uint32_t high = i;
      while (high > step && offset_[high - step] > entry.base_offset) {
        high -= step;
        step *= 2;
      }
      const auto from = offset_.begin() + (high > step ? high - step : 0);
      const auto found = std::lower_bound(from, offset_.begin() + high, entry.base_offset);
      if (found == offset_.begin() + high || *found != entry.base_offset) {
        lose(i, corrupt(at_offset(path(), begin) + "no entry begins where its base should"));
        continue;
      }
      parent_[i] = static_cast<std::uint32_t>(found - offset_.begin());
      type_[i] = kByOffset;
    } else if (entry.kind == PackEntryKind::kIdDelta) {
      base_ids.push_back(entry.base_id);
      type_[i] = kById;
    } else {
      type_[i] = static_cast<std::uint8_t>(entry.kind);
    }
  }
}

// The parents of deltas that name their base by id: anywhere in this pack, or elsewhere.
void PackForest::connect(const std::vector<ObjectId>& base_ids, const TypeElsewhere& type_elsewhere) {
  if (base_ids.empty()) return;
  std::vector<std::uint32_t> entry_at(position_.size());
  for (std::uint32_t i = 0; i < position_.size(); ++i) entry_at[position_[i]] = i;
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < type_.size(); ++i) {
    if (type_[i] != kById) continue;
    const ObjectId& base = base_ids[next++];
    if (const std::optional<std::uint32_t> here = index_view_.find(base)) {
      parent_[i] = entry_at[*here];
      continue;
    }
    const std::optional<ObjectType> type = type_elsewhere ? type_elsewhere(base) : std::nullopt;
    if (type.has_value()) {
      type_[i] = static_cast<std::uint8_t>(*type);
    } else {
      lose(i, corrupt(at_offset(path(), offset_[i]) + "its delta base " + base.hex() + " is missing"));
    }
  }
}

// A delta is of its base's type. Follows each chain up to an entry whose type is known, then back down.
void PackForest::resolve_types() {
  constexpr std::uint8_t kOnTheWay = 0x83;
  std::vector<std::uint32_t> chain;
  for (std::uint32_t i = 0; i < type_.size(); ++i) {
    std::uint32_t at = i;
    while ((type_[at] & kDelta) != 0 && type_[at] != kOnTheWay) {
      type_[at] = kOnTheWay;
      chain.push_back(at);
      at = parent_[at];
    }
    if (chain.empty()) continue;
    if (type_[at] == kOnTheWay) {
      // The first of the cycle is cut out, and all others hang below it.
      lose(at, corrupt(at_offset(path(), offset_[at]) + "its delta chain is a cycle"));
    }
    const std::uint8_t type = type_[at];
    for (const std::uint32_t entry : chain) type_[entry] = type;
    chain.clear();
  }
  std::sort(lost_.begin(), lost_.end(),
            [](const LostEntry& a, const LostEntry& b) { return a.entry < b.entry; });
}

void PackForest::weigh() {
  const auto n = static_cast<std::uint32_t>(parent_.size());
  first_child_.assign(n, kNone);
  next_sibling_.assign(n, kNone);
  bool base_behind = false;
  // From behind, so that lists of children are ascending.
  for (std::uint32_t i = n; i-- > 0;) {
    const std::uint32_t parent = parent_[i];
    if (parent == kNone) continue;
    next_sibling_[i] = first_child_[parent];
    first_child_[parent] = i;
    base_behind = base_behind || parent > i;
  }

  const auto add_to_parent = [&](std::uint32_t i) {
    const std::uint32_t parent = parent_[i];
    if (parent == kNone) return;
    const std::uint64_t sum = std::uint64_t{work_[parent]} + work_[i];
    work_[parent] = static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, UINT32_MAX));
  };
  if (!base_behind) {
    for (std::uint32_t i = n; i-- > 0;) add_to_parent(i);
  } else {
    // Parents before children, whatever their order in the pack; then from behind.
    std::vector<std::uint32_t> order;
    order.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      if (parent_[i] == kNone) order.push_back(i);
    }
    for (std::size_t at = 0; at < order.size(); ++at) {
      for (std::uint32_t child = first_child_[order[at]]; child != kNone; child = next_sibling_[child]) {
        order.push_back(child);
      }
    }
    for (std::size_t at = order.size(); at-- > 0;) add_to_parent(order[at]);
  }

  // The heaviest child goes to the end of its list.
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::uint32_t first = first_child_[i];
    if (first == kNone || next_sibling_[first] == kNone) continue;
    std::uint32_t heaviest = first;
    std::uint32_t before_heaviest = kNone;
    std::uint32_t last = first;
    for (std::uint32_t child = next_sibling_[first]; child != kNone; child = next_sibling_[child]) {
      if (work_[child] >= work_[heaviest]) {
        heaviest = child;
        before_heaviest = last;
      }
      last = child;
    }
    if (heaviest == last) continue;
    (before_heaviest == kNone ? first_child_[i] : next_sibling_[before_heaviest]) = next_sibling_[heaviest];
    next_sibling_[last] = heaviest;
    next_sibling_[heaviest] = kNone;
  }
}

std::vector<std::uint32_t> PackForest::entries_below(std::uint32_t entry) const {
  std::vector<std::uint32_t> all = {entry};
  for (std::size_t next = 0; next < all.size(); ++next) {
    for (std::uint32_t child = first_child_[all[next]]; child != kNone; child = next_sibling_[child]) {
      all.push_back(child);
    }
  }
  return all;
}

std::uint64_t PackForest::count_below(std::uint32_t entry) const {
  return entries_below(entry).size();
}

}  // namespace trawl
