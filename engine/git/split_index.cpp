#include <algorithm>

#include "engine/git/big_endian.h"
#include "engine/git/index_file.h"

namespace trawl {

namespace {

bool comes_before(const IndexEntry& a, const IndexEntry& b) {
  const int order = a.path.compare(b.path);
  return order != 0 ? order < 0 : a.stage < b.stage;
}

bool bit_of(const std::vector<bool>& bits, std::size_t position) {
  return position < bits.size() && bits[position];
}

bool any_beyond(const std::vector<bool>& bits, std::size_t size) {
  return bits.size() > size &&
         std::find(bits.begin() + static_cast<std::ptrdiff_t>(size), bits.end(), true) != bits.end();
}

}  // namespace

// A count of bits, a count of 64-bit words, the words, and the position of the last marker word. A marker
// word tells how many words of equal bits come next (bit 0: which bit, bits 1-32: how many) and how many
// literal words follow it (bits 33-63). From the description of the format in git's documentation of bitmaps.
Result<std::vector<bool>> take_ewah_bitmap(std::string_view& bytes, std::size_t limit) {
  const Error malformed("a bitmap of its link to a shared index is malformed");
  if (bytes.size() < 8) return malformed;
  const std::uint64_t bit_count = big_endian_32(bytes.data());
  const std::uint64_t words = big_endian_32(bytes.data() + 4);
  bytes.remove_prefix(8);
  if (bit_count > limit || words > bytes.size() / 8 || bytes.size() - words * 8 < 4) return malformed;

  std::vector<bool> bits(bit_count, false);
  const auto set = [&](std::uint64_t position) {
    if (position >= bit_count) return false;
    bits[position] = true;
    return true;
  };
  std::uint64_t next_bit = 0;
  for (std::uint64_t i = 0; i < words;) {
    const std::uint64_t marker = big_endian_64(bytes.data() + 8 * i++);
    const std::uint64_t run_bits = ((marker >> 1) & 0xFFFFFFFFU) * 64;
    const std::uint64_t literals = marker >> 33;
    // The last word may reach past the count of bits by less than a word.
    if (run_bits > bit_count + 63 - std::min(next_bit, bit_count) || literals > words - i) return malformed;
    if ((marker & 1) != 0) {
      for (std::uint64_t bit = 0; bit < run_bits && next_bit + bit < bit_count; ++bit) set(next_bit + bit);
    }
    next_bit += run_bits;
    for (std::uint64_t literal = 0; literal < literals; ++literal, next_bit += 64) {
      const std::uint64_t word = big_endian_64(bytes.data() + 8 * i++);
      for (unsigned bit = 0; bit < 64; ++bit) {
        if (((word >> bit) & 1) != 0 && !set(next_bit + bit)) return malformed;
      }
    }
  }
  bytes.remove_prefix(words * 8 + 4);
  return bits;
}

Result<std::vector<IndexEntry>> merge_split_index(const IndexFile& split, std::vector<IndexEntry> base) {
  const SplitIndexLink& link = *split.link;
  if (any_beyond(link.deleted, base.size()) || any_beyond(link.replaced, base.size())) {
    return Error("its link names entries that the shared index does not have");
  }
  std::vector<IndexEntry> kept;
  kept.reserve(base.size());
  std::size_t next_replacement = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    const bool replaced = bit_of(link.replaced, i);
    if (bit_of(link.deleted, i)) {
      if (replaced) return Error("its link both deletes and replaces an entry of the shared index");
      continue;
    }
    IndexEntry entry = base[i];
    if (replaced) {
      if (next_replacement == split.entries.size() || !split.entries[next_replacement].path.empty()) {
        return Error("its replacements do not fit its link");
      }
      entry = split.entries[next_replacement++];
      entry.path = base[i].path;
    }
    kept.push_back(entry);
  }

  const auto added_begin = split.entries.begin() + static_cast<std::ptrdiff_t>(next_replacement);
  for (auto added = added_begin; added != split.entries.end(); ++added) {
    if (added->path.empty()) return Error("an added entry has no path");
    if (added != added_begin && !comes_before(*(added - 1), *added))
      return Error("its entries are out of order");
  }
  // An added entry takes the place of an equal one.
  std::vector<IndexEntry> merged;
  merged.reserve(kept.size() + static_cast<std::size_t>(split.entries.end() - added_begin));
  auto old = kept.begin();
  for (auto added = added_begin; added != split.entries.end(); ++added) {
    while (old != kept.end() && comes_before(*old, *added)) merged.push_back(*old++);
    if (old != kept.end() && !comes_before(*added, *old)) ++old;
    merged.push_back(*added);
  }
  merged.insert(merged.end(), old, kept.end());
  return merged;
}

}  // namespace trawl
