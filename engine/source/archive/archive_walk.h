#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/notification.h"
#include "engine/source/archive/archive_entry.h"

namespace trawl {

/// What one archive may cost, with all that is packed in it. What a limit leaves out is told.
struct ArchiveLimits {
  std::size_t nesting = 8;                               ///< archives in archives
  std::size_t members = 100'000;                         ///< over all levels
  std::uint64_t ratio = 100;                             ///< unpacked to packed bytes of a member, and
  std::uint64_t free_bytes = std::uint64_t{1} << 20;     ///< so much that any member may have
  std::uint64_t member_bytes = std::uint64_t{64} << 20;  ///< of one member
  std::uint64_t live_bytes = std::uint64_t{256} << 20;   ///< in memory at once
  std::uint64_t total_bytes = std::uint64_t{1} << 30;    ///< unpacked over all levels
  /// Units of work: what decompressors take for the bytes that go in and come out, which is the same on every
  /// machine, unlike time. 16 G are about half a minute: a gigabyte of anything but bzip2, of which it is
  /// half.
  std::uint64_t work = std::uint64_t{16} << 30;
};

/// Walks through an archive and the archives in it, and gives the content of every member, in the order of
/// the archive. Nothing is written anywhere; names of members are labels. Levels are a list, not a recursion.
/// Borrows the archive's bytes. One thread.
class ArchiveWalk {
 public:
  struct Member {
    std::string path;        ///< `outer.zip!inner`, `outer.zip!inner.jar!file`
    std::string_view bytes;  ///< until the next call
  };

  /// `path` is the archive's own. An archive that is none of the formats has no members.
  ArchiveWalk(std::string path, std::string_view bytes, ArchiveLimits limits = {});

  /// The next member; nothing at the end. An archive among the members is given as a member first, then
  /// opened. What cannot be read or is beyond a limit goes into `notifications`.
  std::optional<Member> next(std::vector<Notification>& notifications);

  /// Bytes that were unpacked so far.
  [[nodiscard]] std::uint64_t unpacked() const { return unpacked_; }

 private:
  struct Level {
    std::string path;
    std::string content;  ///< owns the archive's bytes, unless it is the outermost
    ArchiveListing listing;
    std::size_t next = 0;
    bool single = false;  ///< a compressed file and no archive: its one content has no name
  };

  void open(std::string path, std::string_view bytes, std::string content,
            std::vector<Notification>& notifications);
  void tell(Reason reason, const std::string& path, std::string message,
            std::vector<Notification>& notifications);
  [[nodiscard]] std::uint64_t allowed_bytes(const ArchiveEntry& entry) const;

  ArchiveLimits limits_;
  std::vector<Level> levels_;
  std::vector<Notification> early_;  ///< of the constructor
  std::string current_;
  std::uint64_t unpacked_ = 0;
  std::uint64_t work_ = 0;
  std::uint64_t live_ = 0;
  std::size_t members_ = 0;
  std::size_t told_ = 0;
};

}  // namespace trawl
