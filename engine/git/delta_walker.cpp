#include "engine/git/delta_walker.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "engine/git/delta.h"

namespace trawl {

namespace {

constexpr std::uint32_t kNone = PackForest::kNone;

ObjectFailure at_entry(const PackForest& forest, std::uint32_t entry, const ObjectFailure& failure) {
  return {failure.fault, Error("pack '" + forest.path() + "': entry at offset " +
                               std::to_string(forest.offset(entry)) + ": " + failure.error.sentence())};
}

// How many bytes of offset and size follow the opcode of a copy. Without this table it would be a library
// call: the least of our processors has no instruction that counts bits.
constexpr auto kCopyOperands = [] {
  std::array<std::uint8_t, 128> counts{};
  for (unsigned opcode = 0; opcode < counts.size(); ++opcode) {
    for (unsigned bit = 0; bit < 7; ++bit) counts[opcode] += static_cast<std::uint8_t>((opcode >> bit) & 1U);
  }
  return counts;
}();

std::uint32_t first_needed(const PackForest& forest, std::uint32_t child, const WantedEntries& wanted) {
  if (wanted.empty()) return child;
  while (child != kNone && (wanted[child] & kWantedBelow) == 0) child = forest.next_sibling(child);
  return child;
}

}  // namespace

ObjectResult<bool> parse_delta(std::string_view delta, std::uint64_t base_size, ParsedDelta& parsed) {
  parsed.copies.clear();
  parsed.literals.clear();
  const Result<DeltaHeader> header = read_delta_header(delta);
  if (!header.ok()) return corrupt(header.error());
  if (header->base_size != base_size) {
    return corrupt("the delta is for a base of " + std::to_string(header->base_size) +
                   " bytes, its base has " + std::to_string(base_size));
  }
  if (header->result_size > UINT32_MAX || base_size > UINT32_MAX || delta.size() > UINT32_MAX) {
    return too_large("the delta makes " + std::to_string(header->result_size) + " bytes of " +
                     std::to_string(base_size));
  }
  parsed.result_size = header->result_size;
  const auto* const begin = reinterpret_cast<const unsigned char*>(delta.data());
  const auto* const end = begin + delta.size();
  const auto* at = begin + header->length;
  std::uint64_t made = 0;
  while (at < end) {
    const unsigned opcode = *at++;
    const std::uint64_t room = header->result_size - made;
    if ((opcode & 0x80U) == 0) {
      if (opcode == 0) return corrupt("the delta holds the reserved instruction 0");
      if (opcode > static_cast<std::uint64_t>(end - at) || opcode > room) {
        return corrupt("a literal of the delta lies outside the delta or its result");
      }
      parsed.literals.push_back(
          {static_cast<std::uint32_t>(at - begin), static_cast<std::uint32_t>(made), opcode});
      at += opcode;
      made += opcode;
      continue;
    }
    if (end - at < kCopyOperands[opcode & 0x7FU]) return corrupt("the delta is cut off within a copy");
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
    if ((opcode & 0x01U) != 0) offset = *at++;
    if ((opcode & 0x02U) != 0) offset |= std::uint32_t{*at++} << 8U;
    if ((opcode & 0x04U) != 0) offset |= std::uint32_t{*at++} << 16U;
    if ((opcode & 0x08U) != 0) offset |= std::uint32_t{*at++} << 24U;
    if ((opcode & 0x10U) != 0) size = *at++;
    if ((opcode & 0x20U) != 0) size |= std::uint32_t{*at++} << 8U;
    if ((opcode & 0x40U) != 0) size |= std::uint32_t{*at++} << 16U;
    if (size == 0) size = 0x10000;
    if (offset > base_size || size > base_size - offset || size > room) {
      return corrupt("a copy of the delta lies outside its base or its result");
    }
    const auto target = static_cast<std::uint32_t>(made);
    made += size;
    if (!parsed.copies.empty()) {
      CopyRun& last = parsed.copies.back();
      if (last.target + last.length == target && last.base + last.length == offset) {
        last.length += size;
        continue;
      }
    }
    parsed.copies.push_back({offset, target, size});
  }
  if (made != header->result_size) {
    return corrupt("the delta makes " + std::to_string(made) + " bytes instead of " +
                   std::to_string(header->result_size));
  }
  return true;
}

void mark_needed(const PackForest& forest, WantedEntries& wanted) {
  for (std::uint32_t i = 0; i < wanted.size(); ++i) {
    if ((wanted[i] & kWanted) == 0) continue;
    for (std::uint32_t at = i; at != kNone && (wanted[at] & kWantedBelow) == 0; at = forest.parent(at)) {
      wanted[at] |= kWantedBelow;
    }
  }
}

ObjectResult<bool> DeltaWalker::inflate(const PackForest& forest, std::uint32_t entry, ObjectBuffer& buffer,
                                        std::uint64_t most) {
  const PackEntry header = forest.header(entry);
  if (header.size > most) {
    return too_large("it has " + std::to_string(header.size) + " bytes, more than the limit of " +
                     std::to_string(most));
  }
  if (const Result<void> room = buffer.resize(header.size); !room.ok())
    return too_large(room.error().sentence());
  const std::string_view compressed = forest.compressed(entry, header);
  std::size_t consumed = 0;
  if (!inflater_.inflate(compressed, buffer.room(), consumed)) {
    if (forest.file().vanished()) return corrupt("the pack became shorter while it was read");
    return corrupt("it is damaged, or not as long as its header says");
  }
  if (consumed != compressed.size()) gap_ = true;
  return true;
}

ObjectResult<bool> DeltaWalker::make_root(const PackForest& forest, std::uint32_t root,
                                          ObjectBuffer& buffer) {
  const PackEntry header = forest.header(root);
  if (!header.is_delta()) return inflate(forest, root, buffer, limits_.object);
  if (!read_elsewhere_) return corrupt("its delta base " + header.base_id.hex() + " is in no pack");
  const ObjectResult<Object> base = read_elsewhere_(header.base_id);
  if (!base.ok()) return ObjectFailure{base.fault(), base.error().during("reading its delta base")};
  return make_child(forest, root, base->bytes, buffer);
}

ObjectResult<bool> DeltaWalker::make_child(const PackForest& forest, std::uint32_t entry,
                                           std::string_view base, ObjectBuffer& result) {
  if (ObjectResult<bool> inflated = inflate(forest, entry, delta_, limits_.object); !inflated.ok())
    return inflated;
  return apply(base, delta_.bytes(), result);
}

ObjectResult<bool> DeltaWalker::apply(std::string_view base, std::string_view delta, ObjectBuffer& result) {
  // All instructions are checked before anything is allocated for the result: a size that they do not make is
  // a lie.
  if (ObjectResult<bool> parsed = parse_delta(delta, base.size(), parsed_); !parsed.ok()) return parsed;
  if (parsed_.result_size > limits_.object) {
    return too_large("it has " + std::to_string(parsed_.result_size) + " bytes, more than the limit of " +
                     std::to_string(limits_.object));
  }
  if (const Result<void> room = result.resize(parsed_.result_size); !room.ok())
    return too_large(room.error().sentence());
  for (const CopyRun& copy : parsed_.copies) {
    std::memcpy(result.data() + copy.target, base.data() + copy.base, copy.length);
  }
  for (const DeltaLiteral& literal : parsed_.literals) {
    std::memcpy(result.data() + literal.target, delta.data() + literal.source, literal.length);
  }
  return true;
}

// For an object that was forgotten: the whole chain above it once more.
ObjectResult<bool> DeltaWalker::make_again(const PackForest& forest, std::uint32_t entry,
                                           ObjectBuffer& buffer) {
  std::vector<std::uint32_t> chain;
  for (std::uint32_t at = entry; at != kNone; at = forest.parent(at)) chain.push_back(at);
  ObjectBuffer base;
  if (ObjectResult<bool> made = make_root(forest, chain.back(), buffer); !made.ok()) return made;
  for (std::size_t i = chain.size() - 1; i-- > 0;) {
    std::swap(base, buffer);
    if (ObjectResult<bool> made = make_child(forest, chain[i], base.bytes(), buffer); !made.ok()) return made;
  }
  return true;
}

std::uint32_t DeltaWalker::take_slot() {
  if (free_slots_.empty()) {
    buffers_.emplace_back();
    return static_cast<std::uint32_t>(buffers_.size() - 1);
  }
  const std::uint32_t slot = free_slots_.back();
  free_slots_.pop_back();
  return slot;
}

// Forgets the oldest objects while those under way take too much; the last two stay.
void DeltaWalker::keep_to_budget(std::vector<Frame>& frames) {
  std::uint64_t held = 0;
  for (const ObjectBuffer& buffer : buffers_) held += buffer.held();
  if (held <= limits_.budget) return;
  for (const std::uint32_t slot : free_slots_) {
    held -= buffers_[slot].held();
    buffers_[slot].release();
  }
  for (std::size_t i = 0; i + 2 < frames.size() && held > limits_.budget; ++i) {
    if (frames[i].forgotten) continue;
    held -= buffers_[frames[i].slot].held();
    buffers_[frames[i].slot].release();
    frames[i].forgotten = true;
  }
}

void DeltaWalker::walk(const PackForest& forest, std::uint32_t root, const WantedEntries& wanted,
                       ObjectVisitor& visitor) {
  const auto is_wanted = [&](std::uint32_t entry) {
    return wanted.empty() || (wanted[entry] & kWanted) != 0;
  };
  if (!wanted.empty() && (wanted[root] & kWantedBelow) == 0) return;
  frames_.clear();
  std::uint64_t packed = 0;
  std::uint64_t made = 0;

  const auto enter = [&](std::uint32_t entry, std::uint32_t slot, std::uint32_t base_slot,
                         std::uint64_t base_size, bool is_delta) {
    const std::string_view bytes = buffers_[slot].bytes();
    const bool visits = is_wanted(entry);
    packed += forest.packed_size(entry);
    made += bytes.size();
    if (visits) {
      WalkedObject object;
      object.entry = entry;
      object.bytes = bytes;
      object.slot = slot;
      object.base_slot = base_slot;
      object.is_delta = is_delta;
      object.base_size = base_size;
      if (is_delta) object.copies = parsed_.copies;
      visitor.visit(object);
    }
    Frame frame{};
    frame.entry = entry;
    frame.slot = slot;
    frame.next_child = first_needed(forest, forest.first_child(entry), wanted);
    frame.size = bytes.size();
    frame.visited = visits;
    return frame;
  };

  if (visitor.stop()) return;
  gap_ = false;
  const auto tell_gap = [&](std::uint32_t entry) {
    if (std::exchange(gap_, false)) visitor.gap(entry);
  };
  const std::uint32_t slot = take_slot();
  if (const ObjectResult<bool> made_root = make_root(forest, root, buffers_[slot]); !made_root.ok()) {
    free_slots_.push_back(slot);
    visitor.lost(root, at_entry(forest, root, made_root.failure()));
    return;
  }
  tell_gap(root);
  frames_.push_back(enter(root, slot, WalkedObject::kNoSlot, 0, false));

  while (!frames_.empty()) {
    const std::size_t top = frames_.size() - 1;
    const std::uint32_t child = frames_[top].next_child;
    if (child == kNone) {
      free_slots_.push_back(frames_[top].slot);
      frames_.pop_back();
      continue;
    }
    if (visitor.stop()) {
      for (const Frame& frame : frames_) free_slots_.push_back(frame.slot);
      frames_.clear();
      return;
    }
    frames_[top].next_child = first_needed(forest, forest.next_sibling(child), wanted);
    const bool last = frames_[top].next_child == kNone;

    std::optional<ObjectFailure> failure;
    if (made > limits_.made && made - limits_.made > packed * limits_.made_for_packed) {
      failure = too_large("the deltas up to here make more than " + std::to_string(made) + " bytes");
    }
    if (!failure && frames_[top].forgotten) {
      const ObjectResult<bool> again = make_again(forest, frames_[top].entry, buffers_[frames_[top].slot]);
      if (!again.ok()) failure = again.failure();
      frames_[top].forgotten = !again.ok();
      made += frames_[top].size;
    }
    const std::uint32_t result = take_slot();
    if (!failure) {
      const ObjectResult<bool> made_child =
          make_child(forest, child, buffers_[frames_[top].slot].bytes(), buffers_[result]);
      if (!made_child.ok()) failure = made_child.failure();
    }
    if (failure) {
      free_slots_.push_back(result);
      visitor.lost(child, at_entry(forest, child, *failure));
      continue;
    }
    tell_gap(child);
    const std::uint32_t base_slot = frames_[top].visited ? frames_[top].slot : WalkedObject::kNoSlot;
    const Frame frame = enter(child, result, base_slot, frames_[top].size, true);
    if (last) {
      free_slots_.push_back(frames_[top].slot);
      frames_.pop_back();
    }
    frames_.push_back(frame);
    keep_to_budget(frames_);
  }
}

}  // namespace trawl
