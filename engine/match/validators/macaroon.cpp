#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/judgement.h"
#include "engine/match/validators/service_token.h"

namespace trawl {
namespace {

std::uint64_t octet(char c) {
  return static_cast<unsigned char>(c);
}

enum class Field : std::uint64_t {
  kEnd = 0,
  kLocation = 1,
  kIdentifier = 2,
  kVerificationId = 4,
  kSignature = 6
};

struct MacaroonField {
  Field kind;
  std::string_view value;
};

std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 28 && !bytes.empty(); shift += 7) {
    const std::uint64_t next = octet(bytes.front());
    bytes.remove_prefix(1);
    value |= (next & 0x7f) << shift;
    if (next < 0x80) return value;
  }
  return std::nullopt;
}

/// Takes one field of libmacaroons' binary format off the front: kind, length, bytes; the end has its kind
/// only.
std::optional<MacaroonField> take_field(std::string_view& bytes) {
  const std::optional<std::uint64_t> kind = take_varint(bytes);
  if (!kind) return std::nullopt;
  if (*kind == 0) return MacaroonField{Field::kEnd, {}};
  const std::optional<std::uint64_t> length = take_varint(bytes);
  if (!length || *length > bytes.size()) return std::nullopt;
  const MacaroonField field{static_cast<Field>(*kind), bytes.substr(0, *length)};
  bytes.remove_prefix(*length);
  return field;
}

struct Macaroon {
  std::string_view location;
  std::size_t caveats = 0;
};

/// Version 2: a header section, caveat sections, an empty section, the signature; nothing after it.
std::optional<Macaroon> parse_macaroon(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != 2) return std::nullopt;
  bytes.remove_prefix(1);
  Macaroon macaroon;
  bool identified = false;
  for (bool header = true; header;) {
    const std::optional<MacaroonField> field = take_field(bytes);
    if (!field) return std::nullopt;
    if (field->kind == Field::kLocation) macaroon.location = field->value;
    identified |= field->kind == Field::kIdentifier;
    header = field->kind != Field::kEnd;
  }
  if (!identified) return std::nullopt;
  for (std::size_t in_section = 0;;) {
    const std::optional<MacaroonField> field = take_field(bytes);
    if (!field) return std::nullopt;
    if (field->kind != Field::kEnd) {
      ++in_section;
      continue;
    }
    if (in_section == 0) break;
    ++macaroon.caveats;
    in_section = 0;
  }
  const std::optional<MacaroonField> signature = take_field(bytes);
  if (!signature || signature->kind != Field::kSignature || signature->value.size() != 32 || !bytes.empty()) {
    return std::nullopt;
  }
  return macaroon;
}

/// Reads MessagePack without recursion: one item after the other, and how many are still owed.
class MessagePackReader {
 public:
  struct Item {
    enum Kind { kOther, kArray, kText, kBinary } kind = kOther;
    std::uint64_t length = 0;  ///< of an array in items, else in bytes
    std::string_view bytes;
    std::uint64_t children = 0;
  };

  explicit MessagePackReader(std::string_view bytes) : rest_(bytes) {}
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  /// The next item; of an array or map its head only, with its `children` following.
  std::optional<Item> next() {
    if (rest_.empty()) return std::nullopt;
    const std::uint64_t head = octet(rest_.front());
    rest_.remove_prefix(1);
    if (head < 0x80 || head >= 0xe0 || head == 0xc0 || head == 0xc2 || head == 0xc3) return Item{};
    if (head < 0x90) return Item{Item::kOther, 0, {}, 2 * (head & 15)};
    if (head < 0xa0) return Item{Item::kArray, head & 15, {}, head & 15};
    if (head < 0xc0) return take(Item::kText, head & 31);
    if (head >= 0xc4 && head <= 0xc6) return take_sized(Item::kBinary, 1U << (head - 0xc4));
    if (head >= 0xd9 && head <= 0xdb) return take_sized(Item::kText, 1U << (head - 0xd9));
    if (head >= 0xcc && head <= 0xd3) return take(Item::kOther, 1U << (head & 3));
    if (head == 0xca || head == 0xcb) return take(Item::kOther, head == 0xca ? 4 : 8);
    if (head == 0xdc || head == 0xdd) return take_counted(Item::kArray, head == 0xdc ? 2 : 4, 1);
    if (head == 0xde || head == 0xdf) return take_counted(Item::kOther, head == 0xde ? 2 : 4, 2);
    return std::nullopt;  // extension types and the one byte that is never used
  }

  /// Skips whole items, however deep; false if the bytes end before.
  bool skip(std::uint64_t items) {
    while (items > 0) {
      const std::optional<Item> item = next();
      if (!item || item->children > rest_.size()) return false;  // each child is a byte or more
      items += item->children;
      --items;
    }
    return true;
  }

 private:
  std::optional<Item> take(Item::Kind kind, std::uint64_t length) {
    if (length > rest_.size()) return std::nullopt;
    const Item item{kind, length, rest_.substr(0, length), 0};
    rest_.remove_prefix(length);
    return item;
  }
  std::optional<std::uint64_t> take_number(std::size_t bytes) {
    if (bytes > rest_.size()) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : rest_.substr(0, bytes)) number = number << 8 | octet(c);
    rest_.remove_prefix(bytes);
    return number;
  }
  std::optional<Item> take_sized(Item::Kind kind, std::size_t bytes) {
    const std::optional<std::uint64_t> length = take_number(bytes);
    return length ? take(kind, *length) : std::nullopt;
  }
  std::optional<Item> take_counted(Item::Kind kind, std::size_t bytes, std::uint64_t each) {
    const std::optional<std::uint64_t> count = take_number(bytes);
    if (!count) return std::nullopt;
    return Item{kind, *count, {}, *count * each};
  }

  std::string_view rest_;
};

/// The location of Fly's [nonce, location, caveats, tail], or nothing.
std::optional<std::string_view> location_of_fly(std::string_view bytes) {
  MessagePackReader reader(bytes);
  const auto outer = reader.next();
  if (!outer || outer->kind != MessagePackReader::Item::kArray || outer->length != 4) return std::nullopt;
  const auto nonce = reader.next();
  if (!nonce || nonce->kind != MessagePackReader::Item::kArray || !reader.skip(nonce->children))
    return std::nullopt;
  const auto location = reader.next();
  if (!location || location->kind != MessagePackReader::Item::kText) return std::nullopt;
  if (!reader.skip(2) || !reader.at_end()) return std::nullopt;
  return location->bytes;
}

}  // namespace

Validation judge_pypi_macaroon(std::string_view token) {
  constexpr std::string_view kPrefix = "pypi-";
  if (!token.starts_with(kPrefix)) return invalid();
  const std::optional<std::string> decoded =
      decode_base64(token.substr(kPrefix.size()), Base64Alphabet::kUrl);
  if (!decoded) return invalid();
  const std::optional<Macaroon> macaroon = parse_macaroon(*decoded);
  if (!macaroon || macaroon->location.empty()) return invalid();
  return valid("index " + shown(macaroon->location) + ", " + std::to_string(macaroon->caveats) +
               (macaroon->caveats == 1 ? " caveat" : " caveats"));
}

Validation judge_fly_macaroon(std::string_view token) {
  constexpr std::string_view kScheme = "FlyV1 ";
  if (token.starts_with(kScheme)) token.remove_prefix(kScheme.size());
  std::string detail;
  while (!token.empty()) {
    const std::size_t comma = std::min(token.find(','), token.size());
    std::string_view part = token.substr(0, comma);
    token.remove_prefix(std::min(comma + 1, token.size()));
    const std::size_t underscore = part.find('_');
    if (!part.starts_with("fm") || underscore == std::string_view::npos || underscore > 4) return invalid();
    const std::optional<std::string> decoded =
        decode_base64(part.substr(underscore + 1), Base64Alphabet::kEither);
    if (!decoded) return invalid();
    const std::optional<std::string_view> location = location_of_fly(*decoded);
    if (!location) return invalid();
    if (detail.empty()) detail = "location " + shown(*location);
  }
  return detail.empty() ? invalid() : valid(std::move(detail));
}

}  // namespace trawl
