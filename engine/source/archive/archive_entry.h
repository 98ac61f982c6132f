#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"

namespace trawl {

/// How the bytes of an entry are kept.
/// `kLzma` is a stream with the header that zip puts in front of it, `kLzmaFile` a file of its own (.lzma).
enum class Packing : std::uint8_t { kStored, kDeflate, kGzip, kBzip2, kXz, kZstd, kLzma, kLzmaFile };

/// A file in an archive, as its headers describe it. Borrows the archive's bytes.
struct ArchiveEntry {
  std::string name;  ///< bytes, as the archive has them: a label, never a path to open. Empty for the one
                     ///< content of a compressed file
  std::string_view packed;  ///< inside the archive
  Packing packing = Packing::kStored;
  std::optional<std::uint64_t> size;   ///< of the content, where a header says so
  std::optional<std::uint32_t> crc32;  ///< of the content
  std::string problem;                 ///< why the content cannot be read; empty: it can
};

/// What the headers of an archive list.
struct ArchiveListing {
  std::vector<ArchiveEntry> entries;  ///< in the order of the archive
  std::vector<std::string> problems;  ///< what is wrong with the archive as a whole, as sentences
  bool too_many = false;              ///< there are more entries than were asked for
};

enum class ArchiveFormat : std::uint8_t { kNone, kZip, kTar, kGzip, kBzip2, kXz, kZstd, kLzma, kAr };

/// By the bytes, never by the name. A zip file may have something else in front; those are known by their
/// end.
[[nodiscard]] ArchiveFormat archive_format_of(std::string_view bytes);
/// The same from the first bytes alone (at least 512, or all): enough to decide whether to read the rest.
[[nodiscard]] ArchiveFormat archive_format_of_front(std::string_view front);

/// Lists at most `most` entries.
///
/// Zip (APPNOTE.TXT 6.3): the central directory decides, also with 64-bit sizes; every local header must be
/// where it says. Entries whose bytes overlap another's are not opened (bombs of that kind unpack the same
/// bytes a million times). Local headers in bytes that no listed entry covers are listed as well, so that
/// nothing hides behind a directory that does not mention it; so is all of an archive without a directory.
[[nodiscard]] ArchiveListing list_zip(std::string_view bytes, std::size_t most);

/// Tar (POSIX pax, GNU, old): regular files; long names of both kinds, sizes in octal and base 256. Links,
/// devices and directories hold nothing.
[[nodiscard]] ArchiveListing list_tar(std::string_view bytes, std::size_t most);

/// Ar (ar(5)): Debian packages and static libraries, with the long names of GNU and BSD.
[[nodiscard]] ArchiveListing list_ar(std::string_view bytes, std::size_t most);

/// Whether a file whose last bytes are `tail` ends with the directory of a zip archive that may lie in it:
/// a program that unpacks itself. `size` is that of the file.
[[nodiscard]] bool ends_like_zip(std::string_view tail, std::uint64_t size);

}  // namespace trawl
