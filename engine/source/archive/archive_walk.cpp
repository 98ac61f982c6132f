#include "engine/source/archive/archive_walk.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/source/archive/unpack.h"

namespace trawl {
namespace {

constexpr std::size_t kMostTold = 100;         // of one archive
constexpr std::uint64_t kCostOfMember = 2000;  // whatever its size

/// What a compressed file is called without what tells its compression.
std::string inner_name(std::string_view path) {
  const std::size_t cut = path.find_last_of("/!");
  std::string_view name = cut == std::string_view::npos ? path : path.substr(cut + 1);
  constexpr std::array<std::string_view, 6> kEndings = {".gz", ".bz2", ".xz", ".zst", ".lzma", ".z"};
  for (const std::string_view ending : kEndings) {
    if (name.size() > ending.size() && name.ends_with(ending))
      return std::string(name.substr(0, name.size() - ending.size()));
  }
  return name.ends_with(".tgz") ? std::string(name.substr(0, name.size() - 3)) + "tar" : "content";
}

std::string joined(const std::string& outer, std::string name) {
  std::replace(name.begin(), name.end(), '\0', '?');
  return outer + '!' + name;
}

ArchiveListing list(std::string_view bytes, ArchiveFormat format, std::size_t most) {
  if (format == ArchiveFormat::kZip) return list_zip(bytes, most);
  if (format == ArchiveFormat::kTar) return list_tar(bytes, most);
  if (format == ArchiveFormat::kAr) return list_ar(bytes, most);
  ArchiveEntry entry;
  entry.packed = bytes;
  switch (format) {
    case ArchiveFormat::kGzip:
      entry.packing = Packing::kGzip;
      break;
    case ArchiveFormat::kBzip2:
      entry.packing = Packing::kBzip2;
      break;
    case ArchiveFormat::kXz:
      entry.packing = Packing::kXz;
      break;
    case ArchiveFormat::kLzma:
      entry.packing = Packing::kLzmaFile;
      break;
    default:
      entry.packing = Packing::kZstd;
      break;
  }
  ArchiveListing listing;
  listing.entries.push_back(std::move(entry));
  return listing;
}

/// What a byte that goes in or comes out costs, by the decompressor: about nanoseconds on the machine at hand
/// in 2026, and the same everywhere.
std::uint64_t cost_of_byte(Packing packing) {
  switch (packing) {
    case Packing::kStored:
      return 0;
    case Packing::kBzip2:
      return 32;
    case Packing::kXz:
    case Packing::kLzma:
    case Packing::kLzmaFile:
      return 12;
    default:
      return 2;
  }
}

}  // namespace

ArchiveWalk::ArchiveWalk(std::string path, std::string_view bytes, ArchiveLimits limits) : limits_(limits) {
  if (archive_format_of(bytes) == ArchiveFormat::kNone) return;
  open(std::move(path), bytes, {}, early_);
}

void ArchiveWalk::open(std::string path, std::string_view bytes, std::string content,
                       std::vector<Notification>& notifications) {
  Level level;
  level.path = std::move(path);
  const bool owned = !content.empty();
  level.content = std::move(content);
  if (owned) {
    bytes = level.content;
    live_ += bytes.size();
  }
  const ArchiveFormat format = archive_format_of(bytes);
  level.single =
      format != ArchiveFormat::kZip && format != ArchiveFormat::kTar && format != ArchiveFormat::kAr;
  level.listing = list(bytes, format, limits_.members - std::min(limits_.members, members_));
  for (const std::string& problem : level.listing.problems) {
    tell(Reason::kUnreadableMember, level.path, problem, notifications);
  }
  if (level.listing.too_many) {
    tell(Reason::kArchiveLimit, level.path,
         fmt::format("it has more members than the {} that are opened", limits_.members), notifications);
  }
  levels_.push_back(std::move(level));
}

void ArchiveWalk::tell(Reason reason, const std::string& path, std::string message,
                       std::vector<Notification>& notifications) {
  if (++told_ > kMostTold) return;
  if (told_ == kMostTold) message += "; what else is wrong in this archive is not listed";
  notifications.push_back(notify(reason, path, std::move(message)));
}

std::uint64_t ArchiveWalk::allowed_bytes(const ArchiveEntry& entry) const {
  const std::uint64_t by_ratio = entry.packing == Packing::kStored
                                     ? limits_.member_bytes
                                     : limits_.ratio * entry.packed.size() + limits_.free_bytes;
  const std::uint64_t cost = cost_of_byte(entry.packing);
  const std::uint64_t by_work =
      cost == 0 ? limits_.member_bytes : (limits_.work - std::min(limits_.work, work_)) / cost;
  return std::min({limits_.member_bytes, by_ratio, by_work,
                   limits_.total_bytes - std::min(limits_.total_bytes, unpacked_),
                   limits_.live_bytes - std::min(limits_.live_bytes, live_)});
}

std::optional<ArchiveWalk::Member> ArchiveWalk::next(std::vector<Notification>& notifications) {
  for (Notification& notification : std::exchange(early_, {}))
    notifications.push_back(std::move(notification));
  while (!levels_.empty()) {
    Level& level = levels_.back();
    if (level.next == level.listing.entries.size()) {
      live_ -= std::min<std::uint64_t>(live_, level.content.size());
      levels_.pop_back();
      continue;
    }
    const ArchiveEntry& entry = level.listing.entries[level.next++];
    Member member;
    member.path = joined(level.path, level.single ? inner_name(level.path) : entry.name);
    if (++members_ > limits_.members) {
      tell(Reason::kArchiveLimit, level.path,
           fmt::format("with the archives in it, it has more members than the {} that are opened",
                       limits_.members),
           notifications);
      levels_.clear();
      break;
    }
    if (!entry.problem.empty()) {
      tell(Reason::kUnreadableMember, member.path, entry.problem, notifications);
      continue;
    }
    const std::uint64_t cost = cost_of_byte(entry.packing);
    if (cost > 0 && work_ + cost * entry.packed.size() > limits_.work) {
      tell(Reason::kArchiveLimit, member.path,
           "it is not unpacked: the members before it took the work that one archive is given",
           notifications);
      continue;
    }
    Unpacked unpacked = unpack(entry, allowed_bytes(entry));
    unpacked_ += unpacked.bytes.size();
    work_ += cost * std::max<std::uint64_t>(entry.packed.size(), unpacked.bytes.size()) + kCostOfMember;
    if (unpacked.limited) {
      tell(Reason::kArchiveLimit, member.path,
           fmt::format("only its first {} bytes were unpacked: the limits are {} times the packed size, {} "
                       "bytes a member, {} bytes an archive, and the work that unpacking takes",
                       unpacked.bytes.size(), limits_.ratio, limits_.member_bytes, limits_.total_bytes),
           notifications);
    }
    if (!unpacked.problem.empty()) {
      tell(Reason::kUnreadableMember, member.path, unpacked.problem + "; what could be unpacked was searched",
           notifications);
    }
    const ArchiveFormat format = archive_format_of(unpacked.bytes);
    if (format == ArchiveFormat::kNone) {
      if (unpacked.bytes.empty()) continue;
      current_ = std::move(unpacked.bytes);
      member.bytes = current_;
      return member;
    }
    if (levels_.size() >= limits_.nesting) {
      tell(Reason::kArchiveLimit, member.path,
           fmt::format("it is not opened: archives are opened to a depth of {}", limits_.nesting),
           notifications);
      current_ = std::move(unpacked.bytes);
      member.bytes = current_;
      return member;
    }
    // The members of a compressed tar archive are its own.
    const bool transparent = level.single && format == ArchiveFormat::kTar;
    std::string path = transparent ? level.path : member.path;
    open(std::move(path), {}, std::move(unpacked.bytes), notifications);
    if (transparent) continue;
    member.bytes = levels_.back().content;
    return member;
  }
  return std::nullopt;
}

}  // namespace trawl
