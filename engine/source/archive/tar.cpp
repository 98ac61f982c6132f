#include <algorithm>
#include <utility>

#include "engine/source/archive/archive_entry.h"

namespace trawl {
namespace {

constexpr std::uint64_t kBlock = 512;
constexpr std::uint64_t kLongestName = std::uint64_t{64} << 10;

std::string_view text_of(std::string_view field) {
  return field.substr(0, field.find('\0'));
}

/// Octal digits, or with the first bit set a big-endian number (GNU).
std::optional<std::uint64_t> number_of(std::string_view field) {
  std::uint64_t value = 0;
  if ((static_cast<unsigned char>(field[0]) & 0x80U) != 0) {
    value = static_cast<unsigned char>(field[0]) & 0x7fU;
    for (const char c : field.substr(1)) {
      if (value >> 55 != 0) return std::nullopt;
      value = value << 8 | static_cast<unsigned char>(c);
    }
    return value;
  }
  while (!field.empty() && field.front() == ' ') field.remove_prefix(1);
  for (const char c : field) {
    if (c == ' ' || c == '\0') break;
    if (c < '0' || c > '7' || value >> 60 != 0) return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

struct Extended {
  std::optional<std::string> path;
  std::optional<std::uint64_t> size;
};

/// Records of pax: `length key=value\n`.
void read_pax(std::string_view records, Extended& extended) {
  while (!records.empty()) {
    std::uint64_t length = 0;
    std::size_t at = 0;
    for (; at < records.size() && at < 8 && records[at] >= '0' && records[at] <= '9'; ++at) {
      length = length * 10 + static_cast<std::uint64_t>(records[at] - '0');
    }
    if (at == 0 || length <= at + 1 || length > records.size() || records[at] != ' ') return;
    const std::string_view record = records.substr(at + 1, length - at - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return;
    const std::string_view value = record.substr(equals + 1);
    if (record.substr(0, equals) == "path") extended.path = std::string(value);
    if (record.substr(0, equals) == "size") {
      std::uint64_t size = 0;
      for (const char c : value.substr(0, 18)) {
        if (c < '0' || c > '9') return;
        size = size * 10 + static_cast<std::uint64_t>(c - '0');
      }
      extended.size = size;
    }
    records.remove_prefix(length);
  }
}

std::string name_of(std::string_view header) {
  std::string name(text_of(header.substr(0, 100)));
  // POSIX has a prefix there; GNU has other things.
  const std::string_view prefix = text_of(header.substr(345, 155));
  if (header.substr(257, 6) == std::string_view("ustar\0", 6) && !prefix.empty()) {
    name.insert(0, std::string(prefix) + '/');
  }
  return name;
}

}  // namespace

ArchiveListing list_tar(std::string_view bytes, std::size_t most) {
  ArchiveListing listing;
  Extended extended;
  std::uint64_t at = 0;
  while (bytes.size() - at >= kBlock) {
    const std::string_view header = bytes.substr(at, kBlock);
    if (header.find_first_not_of('\0') == std::string_view::npos) {
      at += kBlock;  // the end, as a rule; archives that were put together go on behind it
      continue;
    }
    if (archive_format_of_front(header) != ArchiveFormat::kTar) {
      listing.problems.emplace_back("a header in it is damaged; what follows was not opened");
      return listing;
    }
    std::optional<std::uint64_t> size = number_of(header.substr(124, 12));
    const char type = header[156];
    const bool extension = type == 'x' || type == 'g' || type == 'L' || type == 'K';
    if (!extension && extended.size) size = extended.size;
    at += kBlock;
    if (!size || *size > bytes.size() - at) {
      listing.problems.emplace_back("a member in it is longer than the archive: it is cut or damaged");
      // What is there of it is looked at all the same.
      size = bytes.size() - at;
    }
    const std::string_view content = bytes.substr(at, *size);
    const std::uint64_t padding = (kBlock - *size % kBlock) % kBlock;
    at += std::min<std::uint64_t>(*size + padding, bytes.size() - at);
    if (type == 'x' || type == 'L') {
      const std::string_view text = content.substr(0, kLongestName);
      if (type == 'x') {
        read_pax(text, extended);
      } else {
        extended.path = std::string(text_of(text));
      }
      continue;
    }
    if (type == '0' || type == '\0' || type == '7') {
      if (listing.entries.size() == most) {
        listing.too_many = true;
        return listing;
      }
      ArchiveEntry entry;
      entry.name = extended.path ? std::move(*extended.path) : name_of(header);
      entry.packed = content;
      entry.size = content.size();
      listing.entries.push_back(std::move(entry));
    }
    if (!extension) extended = {};
  }
  if (bytes.find_first_not_of('\0', at) != std::string_view::npos) {
    listing.problems.emplace_back("it is cut within a header");
  }
  return listing;
}

}  // namespace trawl
