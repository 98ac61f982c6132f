#include "engine/git/loose_object.h"

#include <algorithm>
#include <array>

namespace trawl {

namespace {

// "commit 18446744073709551615" and NUL are 28 bytes; the format allows 32.
constexpr std::size_t kMaxHeader = 32;

bool parse_decimal(std::string_view digits, std::uint64_t& value) {
  if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) return false;
  value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return false;
    if (__builtin_mul_overflow(value, std::uint64_t{10}, &value) ||
        __builtin_add_overflow(value, static_cast<std::uint64_t>(c - '0'), &value)) {
      return false;
    }
  }
  return true;
}

ObjectFailure bad(const GuardedFile& file, const std::string& what) {
  return corrupt("loose object '" + file.path() + "': " + what);
}

}  // namespace

std::string loose_path_of(const ObjectId& id) {
  std::string path = id.hex();
  path.insert(2, 1, '/');
  return path;
}

ObjectResult<LooseHeader> read_loose_header(const GuardedFile& file) {
  InflateStream stream(file, 0, file.size());
  std::array<char, kMaxHeader> room{};
  const Result<std::size_t> got = stream.read(room);
  if (!got.ok()) return corrupt(got.error().during("loose object"));

  const std::string_view text(room.data(), *got);
  const std::size_t end = text.find('\0');
  const std::size_t space = text.substr(0, end).find(' ');
  if (end == std::string_view::npos || space == std::string_view::npos) return bad(file, "it has no header");
  const std::optional<ObjectType> type = object_type_named(text.substr(0, space));
  LooseHeader header;
  if (!type.has_value() || !parse_decimal(text.substr(space + 1, end - space - 1), header.object.size)) {
    return bad(file, "its header names no type and size");
  }
  if (!size_is_plausible(header.object.size, file.size())) {
    return bad(file,
               "it cannot inflate to the " + std::to_string(header.object.size) + " bytes of its header");
  }
  header.object.type = *type;
  header.header_bytes = end + 1;
  return header;
}

ObjectResult<Object> read_loose_object(const GuardedFile& file, Inflater& inflater, std::uint64_t most) {
  const ObjectResult<LooseHeader> header = read_loose_header(file);
  if (!header.ok()) return header.failure();
  const std::uint64_t size = header->object.size;
  if (size > most) {
    return too_large("loose object '" + file.path() + "' has " + std::to_string(size) +
                     " bytes, more than the limit of " + std::to_string(most));
  }
  // Stored data is longer than its content by 5 bytes in 64 KiB; a file much longer than that is not git's.
  if (file.size() > size + size / 8 + 4096) return bad(file, "it is longer than its content can be");

  Result<std::string> compressed = file.read_all(file.size());
  if (!compressed.ok()) return corrupt(compressed.error());
  Object object{header->object.type, std::string(header->header_bytes + size, '\0')};
  std::size_t consumed = 0;
  if (!inflater.inflate(*compressed, object.bytes, consumed)) {
    return bad(file, "it is truncated, damaged, or not as long as its header says");
  }
  if (consumed != compressed->size()) return bad(file, "bytes follow its end");
  object.bytes.erase(0, header->header_bytes);
  return object;
}

}  // namespace trawl
