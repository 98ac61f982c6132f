#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "engine/source/archive/archive_entry.h"

namespace trawl {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kLocalSign = "PK\x03\x04"sv;
constexpr std::string_view kCentralSign = "PK\x01\x02"sv;
constexpr std::string_view kEndSign = "PK\x05\x06"sv;
constexpr std::string_view kEnd64Sign = "PK\x06\x06"sv;
constexpr std::string_view kLocator64Sign = "PK\x06\x07"sv;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kLocator64Size = 20;
constexpr std::size_t kLongestComment = 65535;
constexpr std::size_t kMostProblems = 16;
constexpr std::uint32_t kIn64 = 0xffffffff;
constexpr std::size_t kBinaryFront = 8000;

/// A little-endian number; 0 where the bytes end before it.
std::uint64_t number(std::string_view bytes, std::uint64_t at, unsigned size) {
  std::uint64_t value = 0;
  if (at > bytes.size() || bytes.size() - at < size) return 0;
  for (unsigned i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

bool has(std::string_view bytes, std::uint64_t at, std::uint64_t size) {
  return at <= bytes.size() && bytes.size() - at >= size;
}

bool begins_with(std::string_view bytes, std::uint64_t at, std::string_view sign) {
  return has(bytes, at, sign.size()) && bytes.substr(at, sign.size()) == sign;
}

/// The fields that both kinds of header have.
struct Header {
  std::uint32_t flags = 0;
  std::uint32_t method = 0;
  std::uint32_t crc32 = 0;
  std::uint64_t packed_size = 0;
  std::uint64_t size = 0;
  std::uint64_t local = 0;  ///< offset of the local header; of central headers only
  std::string_view name;
  std::uint64_t total = 0;  ///< size of the header itself
};

/// Sizes that do not fit into 32 bits stand in an extra field, in a fixed order, each only if needed.
void read_sizes_of_64_bits(std::string_view extra, bool central, Header& header) {
  while (extra.size() >= 4) {
    const std::uint64_t id = number(extra, 0, 2);
    const std::uint64_t length = number(extra, 2, 2);
    if (length > extra.size() - 4) return;
    if (id == 1) {
      const std::string_view field = extra.substr(4, length);
      std::uint64_t at = 0;
      const auto take = [&](std::uint64_t& value) {
        if (value != kIn64 || !has(field, at, 8)) return;
        value = number(field, at, 8);
        at += 8;
      };
      take(header.size);
      take(header.packed_size);
      if (central) take(header.local);
      return;
    }
    extra.remove_prefix(4 + length);
  }
}

std::optional<Header> central_header(std::string_view bytes, std::uint64_t at) {
  if (!begins_with(bytes, at, kCentralSign) || !has(bytes, at, kCentralSize)) return std::nullopt;
  Header header;
  header.flags = static_cast<std::uint32_t>(number(bytes, at + 8, 2));
  header.method = static_cast<std::uint32_t>(number(bytes, at + 10, 2));
  header.crc32 = static_cast<std::uint32_t>(number(bytes, at + 16, 4));
  header.packed_size = number(bytes, at + 20, 4);
  header.size = number(bytes, at + 24, 4);
  const std::uint64_t name = number(bytes, at + 28, 2);
  const std::uint64_t extra = number(bytes, at + 30, 2);
  const std::uint64_t comment = number(bytes, at + 32, 2);
  header.local = number(bytes, at + 42, 4);
  header.total = kCentralSize + name + extra + comment;
  if (!has(bytes, at, header.total)) return std::nullopt;
  header.name = bytes.substr(at + kCentralSize, name);
  read_sizes_of_64_bits(bytes.substr(at + kCentralSize + name, extra), true, header);
  return header;
}

std::optional<Header> local_header(std::string_view bytes, std::uint64_t at) {
  if (!begins_with(bytes, at, kLocalSign) || !has(bytes, at, kLocalSize)) return std::nullopt;
  Header header;
  header.flags = static_cast<std::uint32_t>(number(bytes, at + 6, 2));
  header.method = static_cast<std::uint32_t>(number(bytes, at + 8, 2));
  header.crc32 = static_cast<std::uint32_t>(number(bytes, at + 14, 4));
  header.packed_size = number(bytes, at + 18, 4);
  header.size = number(bytes, at + 22, 4);
  const std::uint64_t name = number(bytes, at + 26, 2);
  const std::uint64_t extra = number(bytes, at + 28, 2);
  header.total = kLocalSize + name + extra;
  if (!has(bytes, at, header.total)) return std::nullopt;
  header.name = bytes.substr(at + kLocalSize, name);
  read_sizes_of_64_bits(bytes.substr(at + kLocalSize + name, extra), false, header);
  return header;
}

struct Directory {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t shift = 0;  ///< bytes in front of the archive, which its offsets do not count
};

/// The last sign of a directory's end from `least` to `last`, or `npos`. Its fourth byte is rare, so it is
/// what is looked for: in binary data this is eight times as fast as looking for all four.
std::size_t last_end_sign(std::string_view bytes, std::size_t least, std::size_t last) {
  const std::size_t reach = kEndSign.size() - 1;
  std::size_t size = std::min(bytes.size(), last + kEndSign.size());
  while (size > least + reach) {
    const void* found = memrchr(bytes.data() + least + reach, kEndSign.back(), size - least - reach);
    if (found == nullptr) return std::string_view::npos;
    const std::size_t at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data()) - reach;
    if (begins_with(bytes, at, kEndSign)) return at;
    size = at + reach;
  }
  return std::string_view::npos;
}

/// Where the central directory is: named by a record at the end, behind which only a comment may follow.
std::optional<Directory> find_directory(std::string_view bytes) {
  if (bytes.size() < kEndSize) return std::nullopt;
  const std::uint64_t last = bytes.size() - kEndSize;
  const std::uint64_t least = last < kLongestComment ? 0 : last - kLongestComment;
  for (std::size_t found = last_end_sign(bytes, least, last);
       found != std::string_view::npos && found >= least;
       found = found == 0 ? std::string_view::npos : last_end_sign(bytes, least, found - 1)) {
    const std::uint64_t at = found;
    std::uint64_t size = number(bytes, at + 12, 4);
    std::uint64_t offset = number(bytes, at + 16, 4);
    std::uint64_t end = at;
    if (at >= kLocator64Size && begins_with(bytes, at - kLocator64Size, kLocator64Sign)) {
      // The record may stand later than it says, by what is in front of the archive.
      std::uint64_t record = number(bytes, at - kLocator64Size + 8, 8);
      if (!begins_with(bytes, record, kEnd64Sign) && at >= kLocator64Size + kEnd64Size) {
        record = at - kLocator64Size - kEnd64Size;
      }
      if (begins_with(bytes, record, kEnd64Sign) && has(bytes, record, kEnd64Size) && record < at) {
        size = number(bytes, record + 40, 8);
        offset = number(bytes, record + 48, 8);
        end = record;
      }
    }
    if (size > end || offset > end - size) continue;
    Directory directory;
    directory.end = end;
    directory.begin = end - size;
    directory.shift = directory.begin - offset;
    return directory;
  }
  return std::nullopt;
}

/// By APPNOTE.TXT 4.4.5.
std::optional<Packing> packing_of(std::uint32_t method) {
  switch (method) {
    case 0:
      return Packing::kStored;
    case 8:
      return Packing::kDeflate;
    case 12:
      return Packing::kBzip2;
    case 14:
      return Packing::kLzma;
    case 93:
      return Packing::kZstd;
    case 95:
      return Packing::kXz;
    default:
      return std::nullopt;
  }
}

std::string problem_of(const Header& header) {
  if ((header.flags & 1U) != 0) return "it is encrypted";
  if (!packing_of(header.method)) {
    return fmt::format("its compression method {} is not read", header.method);
  }
  return {};
}

/// An entry with the bytes of the archive that it takes up.
struct Placed {
  ArchiveEntry entry;
  ByteSpan span;
};

/// Entries that a directory lists, and those that only local headers tell of.
class ZipLister {
 public:
  ZipLister(std::string_view bytes, std::size_t most) : bytes_(bytes), most_(most) {}

  ArchiveListing list() {
    const std::optional<Directory> directory = find_directory(bytes_);
    if (directory) {
      read_directory(*directory);
      refuse_overlapping();
    } else {
      tell("it has no central directory: it is damaged or cut");
    }
    read_gaps(directory ? span_of(directory->begin, bytes_.size()) : span_of(bytes_.size(), bytes_.size()));
    for (Placed& placed : placed_) listing_.entries.push_back(std::move(placed.entry));
    return std::move(listing_);
  }

 private:
  void tell(std::string problem) {
    if (listing_.problems.size() < kMostProblems) listing_.problems.push_back(std::move(problem));
  }

  [[nodiscard]] bool full() {
    if (placed_.size() < most_) return false;
    listing_.too_many = true;
    return true;
  }

  void read_directory(const Directory& directory) {
    std::uint64_t at = directory.begin;
    while (at < directory.end) {
      const std::optional<Header> header = central_header(bytes_.substr(0, directory.end), at);
      if (!header) {
        tell("its central directory is damaged");
        return;
      }
      at += header->total;
      if (full()) return;
      add_listed(directory, *header);
    }
  }

  void add_listed(const Directory& directory, const Header& header) {
    Placed placed;
    placed.entry.name = header.name;
    placed.entry.problem = problem_of(header);
    placed.entry.packing = packing_of(header.method).value_or(Packing::kStored);
    placed.entry.size = header.size;
    placed.entry.crc32 = header.crc32;
    const std::uint64_t local_at = header.local + directory.shift;
    const std::optional<Header> local =
        header.local <= bytes_.size() ? local_header(bytes_, local_at) : std::nullopt;
    if (!local) {
      placed.entry.problem = "there is no local header where the directory says";
    } else {
      const std::uint64_t begin = local_at + local->total;
      if (!has(bytes_, begin, header.packed_size) || begin + header.packed_size > directory.begin) {
        placed.entry.problem = "its bytes reach out of the archive";
        placed.span = span_of(local_at, begin);
      } else {
        placed.entry.packed = bytes_.substr(begin, header.packed_size);
        placed.span = span_of(local_at, begin + header.packed_size);
        if (placed.entry.problem.empty() && local->method != header.method) {
          placed.entry.problem = "its two headers name different compression methods";
        }
      }
    }
    placed_.push_back(std::move(placed));
  }

  void refuse_overlapping() {
    std::vector<Placed*> by_place;
    by_place.reserve(placed_.size());
    for (Placed& placed : placed_) {
      if (placed.span.size() > 0) by_place.push_back(&placed);
    }
    std::stable_sort(by_place.begin(), by_place.end(),
                     [](const Placed* a, const Placed* b) { return a->span < b->span; });
    std::uint64_t reach = 0;
    for (Placed* placed : by_place) {
      if (placed->span.begin.value < reach)
        placed->entry.problem = "its bytes are those of another member as well";
      reach = std::max(reach, placed->span.end.value);
      covered_.push_back(placed->span);
    }
  }

  /// Local headers in bytes that belong to no entry, up to the directory.
  void read_gaps(ByteSpan directory) {
    std::uint64_t at = 0;
    covered_.push_back(directory);
    for (const ByteSpan& covered : covered_) {
      if (covered.begin.value > at) read_gap(at, covered.begin.value);
      at = std::max(at, covered.end.value);
    }
  }

  void read_gap(std::uint64_t begin, std::uint64_t end) {
    const std::string_view gap = bytes_.substr(0, end);
    for (std::uint64_t at = gap.find(kLocalSign, begin); at != std::string_view::npos;
         at = gap.find(kLocalSign, at)) {
      const std::optional<Header> header = local_header(gap, at);
      if (!header) {
        at += kLocalSign.size();
        continue;
      }
      if (full()) return;
      Placed placed;
      placed.entry.name = header->name;
      placed.entry.problem = problem_of(*header);
      placed.entry.packing = packing_of(header->method).value_or(Packing::kStored);
      const std::uint64_t data = at + header->total;
      // With bit 3 the sizes follow the data: a deflated entry ends where its stream does.
      const bool sized = (header->flags & 8U) == 0 && header->packed_size <= end - data;
      std::uint64_t size = end - data;
      if (sized) {
        size = header->packed_size;
      } else if (const std::size_t next = gap.find(kLocalSign, data); next != std::string_view::npos) {
        size = next - data;
      }
      placed.entry.packed = gap.substr(data, size);
      placed_.push_back(std::move(placed));
      at = data + size;
      if (at >= end) return;
    }
  }

  std::string_view bytes_;
  std::size_t most_;
  ArchiveListing listing_;
  std::vector<Placed> placed_;
  std::vector<ByteSpan> covered_;  ///< ascending
};

}  // namespace

bool ends_like_zip(std::string_view tail, std::uint64_t size) {
  if (tail.size() < kEndSize) return false;
  const std::uint64_t last = tail.size() - kEndSize;
  const std::uint64_t least = last < kLongestComment ? 0 : last - kLongestComment;
  const std::size_t at = last_end_sign(tail, least, last);
  if (at == std::string_view::npos) return false;
  const std::uint64_t directory = number(tail, at + 12, 4);
  const std::uint64_t offset = number(tail, at + 16, 4);
  const std::uint64_t comment = number(tail, at + 20, 2);
  const bool in_64 = directory == kIn64 || offset == kIn64;
  return at + kEndSize + comment == tail.size() && number(tail, at + 10, 2) > 0 &&
         (in_64 || (directory >= kCentralSize && directory + offset <= size - (tail.size() - at)));
}

ArchiveListing list_zip(std::string_view bytes, std::size_t most) {
  return ZipLister(bytes, most).list();
}

ArchiveFormat archive_format_of_front(std::string_view front) {
  constexpr std::string_view kXzSign =
      "\xFD"
      "7zXZ\0"sv;
  if (front.starts_with(kLocalSign) || front.starts_with(kEndSign)) return ArchiveFormat::kZip;
  if (front.starts_with("\x1f\x8b\x08")) return ArchiveFormat::kGzip;
  if (front.starts_with(kXzSign)) return ArchiveFormat::kXz;
  if (front.starts_with("\x28\xB5\x2F\xFD")) return ArchiveFormat::kZstd;
  if (front.starts_with("BZh") && front.size() >= 10 && front[3] >= '1' && front[3] <= '9' &&
      front.substr(4, 6) == "1AY&SY") {
    return ArchiveFormat::kBzip2;
  }
  if (front.starts_with("!<arch>\n")) return ArchiveFormat::kAr;
  // LZMA alone has no sign either: the usual properties, a dictionary of a power of two, and a size that is
  // unknown or small enough.
  if (front.size() >= 13 && front[0] == '\x5d' && number(front, 1, 4) >= 0x1000 &&
      std::has_single_bit(number(front, 1, 4)) &&
      (number(front, 5, 8) == ~std::uint64_t{0} || number(front, 5, 8) < (std::uint64_t{1} << 36))) {
    return ArchiveFormat::kLzma;
  }
  // Old tar has no sign: the sum of the header tells, and it is no text that looks like one by chance.
  if (front.size() < 512 || front[0] == '\0') return ArchiveFormat::kNone;
  const std::string_view field = front.substr(148, 8);
  if (field.find_first_not_of(std::string_view("01234567 \0", 10)) != std::string_view::npos) {
    return ArchiveFormat::kNone;
  }
  std::uint64_t told = 0;
  std::size_t digits = 0;
  for (const char c : field) {
    if (c >= '0' && c <= '7') {
      told = told * 8 + static_cast<std::uint64_t>(c - '0');
      ++digits;
    } else if (digits > 0 || c != ' ') {
      break;
    }
  }
  if (digits == 0) return ArchiveFormat::kNone;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < 512; ++i)
    sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(front[i]);
  return told == sum ? ArchiveFormat::kTar : ArchiveFormat::kNone;
}

ArchiveFormat archive_format_of(std::string_view bytes) {
  const ArchiveFormat front = archive_format_of_front(bytes.substr(0, 512));
  if (front != ArchiveFormat::kNone) return front;
  // A program that unpacks itself, or a picture with an archive behind it; with a comment only where it is no
  // text.
  const bool at_end = bytes.size() >= kEndSize && begins_with(bytes, bytes.size() - kEndSize, kEndSign);
  if (!at_end && bytes.substr(0, kBinaryFront).find('\0') == std::string_view::npos)
    return ArchiveFormat::kNone;
  const std::optional<Directory> directory = find_directory(bytes);
  const bool zip = directory && directory->begin < directory->end && central_header(bytes, directory->begin);
  return zip ? ArchiveFormat::kZip : ArchiveFormat::kNone;
}

}  // namespace trawl
