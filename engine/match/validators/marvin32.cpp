#include "engine/match/validators/marvin32.h"

#include <bit>
#include <cassert>
#include <cstddef>

namespace trawl {
namespace {

struct State {
  std::uint32_t low;
  std::uint32_t high;

  void mix() {
    high ^= low;
    low = std::rotl(low, 20) + high;
    high = std::rotl(high, 9) ^ low;
    low = std::rotl(low, 27) + high;
    high = std::rotl(high, 19);
  }
};

std::uint32_t octet(char c) {
  return static_cast<unsigned char>(c);
}

std::uint32_t big_endian_word(std::string_view four) {
  return octet(four[0]) << 24 | octet(four[1]) << 16 | octet(four[2]) << 8 | octet(four[3]);
}

}  // namespace

std::uint32_t marvin32_of(std::string_view bytes, std::string_view seed) {
  assert(seed.size() == 8);
  State state{big_endian_word(seed.substr(4)), big_endian_word(seed.substr(0, 4))};
  std::size_t at = 0;
  for (; bytes.size() - at >= 4; at += 4) {
    state.low += octet(bytes[at]) | octet(bytes[at + 1]) << 8 | octet(bytes[at + 2]) << 16 |
                 octet(bytes[at + 3]) << 24;
    state.mix();
  }
  std::uint32_t tail = 0;
  unsigned shift = 0;
  for (; at < bytes.size(); ++at, shift += 8) tail |= octet(bytes[at]) << shift;
  state.low += tail | 0x80U << shift;
  state.mix();
  state.mix();
  return state.low ^ state.high;
}

}  // namespace trawl
