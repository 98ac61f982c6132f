#include "engine/git/delta.h"

namespace trawl {

namespace {

bool read_size(std::string_view bytes, std::size_t& position, std::uint64_t& size) {
  size = 0;
  for (unsigned shift = 0; position < bytes.size(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[position++]);
    const std::uint64_t bits = byte & 0x7FU;
    if (shift > 63 || (bits << shift) >> shift != bits) return false;
    size |= bits << shift;
    if ((byte & 0x80U) == 0) return true;
  }
  return false;
}

struct Copy {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// `opcode` has its top bit set; each lower bit says whether a byte of offset or size follows.
bool read_copy(std::string_view delta, std::size_t& position, unsigned char opcode, Copy& copy) {
  for (unsigned bit = 0; bit < 7; ++bit) {
    if ((opcode & (1U << bit)) == 0) continue;
    if (position == delta.size()) return false;
    const std::uint64_t byte = static_cast<unsigned char>(delta[position++]);
    if (bit < 4) {
      copy.offset |= byte << (8 * bit);
    } else {
      copy.size |= byte << (8 * (bit - 4));
    }
  }
  if (copy.size == 0) copy.size = 0x10000;
  return true;
}

}  // namespace

Result<DeltaHeader> read_delta_header(std::string_view delta) {
  DeltaHeader header;
  if (!read_size(delta, header.length, header.base_size) ||
      !read_size(delta, header.length, header.result_size)) {
    return Error("the delta's header is cut off or its sizes do not fit 64 bits");
  }
  return header;
}

ObjectResult<std::string> apply_delta(std::string_view base, std::string_view delta, std::uint64_t most) {
  const Result<DeltaHeader> header = read_delta_header(delta);
  if (!header.ok()) return corrupt(header.error());
  if (header->base_size != base.size()) {
    return corrupt("the delta is for a base of " + std::to_string(header->base_size) +
                   " bytes, its base has " + std::to_string(base.size()));
  }
  if (header->result_size > most) {
    return too_large("the delta makes " + std::to_string(header->result_size) +
                     " bytes, more than the limit of " + std::to_string(most));
  }

  // Four bytes of delta can copy 16 MiB, so no ratio tells a lie; the limit above bounds what is allocated.
  std::string result;
  result.reserve(header->result_size);
  std::size_t position = header->length;
  while (position < delta.size()) {
    const auto opcode = static_cast<unsigned char>(delta[position++]);
    const std::uint64_t room = header->result_size - result.size();
    if ((opcode & 0x80U) != 0) {
      Copy copy;
      if (!read_copy(delta, position, opcode, copy)) return corrupt("the delta is cut off within a copy");
      if (copy.offset > base.size() || copy.size > base.size() - copy.offset || copy.size > room) {
        return corrupt("a copy of the delta lies outside its base or its result");
      }
      result.append(base, copy.offset, copy.size);
    } else if (opcode != 0) {
      if (opcode > delta.size() - position || opcode > room) {
        return corrupt("a literal of the delta lies outside the delta or its result");
      }
      result.append(delta, position, opcode);
      position += opcode;
    } else {
      return corrupt("the delta holds the reserved instruction 0");
    }
  }
  if (result.size() != header->result_size) {
    return corrupt("the delta makes " + std::to_string(result.size()) + " bytes instead of " +
                   std::to_string(header->result_size));
  }
  return result;
}

}  // namespace trawl
