#include <algorithm>
#include <optional>
#include <utility>

#include "engine/source/archive/archive_entry.h"

namespace trawl {
namespace {

/// The number of a member of ar: decimal digits, blanks behind them.
std::optional<std::uint64_t> decimal(std::string_view field) {
  std::uint64_t value = 0;
  std::size_t digits = 0;
  while (digits < field.size() && field[digits] >= '0' && field[digits] <= '9') {
    value = value * 10 + static_cast<std::uint64_t>(field[digits++] - '0');
  }
  const bool blank = field.substr(digits).find_first_not_of(' ') == std::string_view::npos;
  return digits > 0 && blank ? std::optional(value) : std::nullopt;
}

std::string_view without_blanks(std::string_view field) {
  const std::size_t last = field.find_last_not_of(' ');
  return field.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

ArchiveListing list_ar(std::string_view bytes, std::size_t most) {
  constexpr std::size_t kSign = 8;
  constexpr std::size_t kHeader = 60;
  constexpr std::string_view kHeaderEnd = "`\n";
  ArchiveListing listing;
  std::string_view long_names;
  std::uint64_t at = kSign;
  while (at < bytes.size()) {
    const std::optional<std::uint64_t> size =
        bytes.size() - at >= kHeader && bytes.substr(at + kHeader - kHeaderEnd.size()).starts_with(kHeaderEnd)
            ? decimal(bytes.substr(at + 48, 10))
            : std::nullopt;
    if (!size) {
      listing.problems.emplace_back("a header in it is damaged; what follows was not opened");
      return listing;
    }
    std::string_view name = without_blanks(bytes.substr(at, 16));
    at += kHeader;
    if (*size > bytes.size() - at) {
      listing.problems.emplace_back("a member in it is longer than the archive: it is cut or damaged");
    }
    std::string_view content = bytes.substr(at, *size);
    at += std::min<std::uint64_t>(*size + *size % 2, bytes.size() - at);
    if (name == "//") {
      long_names = content;
      continue;
    }
    if (name.starts_with("#1/")) {
      const std::uint64_t length = decimal(name.substr(3)).value_or(0);
      name = content.substr(0, length);
      name = name.substr(0, name.find('\0'));
      content.remove_prefix(std::min<std::uint64_t>(length, content.size()));
    } else if (name.size() > 1 && name.front() == '/' &&
               decimal(name.substr(1)).value_or(long_names.size()) < long_names.size()) {
      name = long_names.substr(*decimal(name.substr(1)));
      name = name.substr(0, name.find_first_of("/\n"));
    } else if (name.size() > 1 && name.ends_with('/')) {
      name.remove_suffix(1);
    }
    if (listing.entries.size() == most) {
      listing.too_many = true;
      return listing;
    }
    ArchiveEntry entry;
    entry.name = name;
    entry.packed = content;
    listing.entries.push_back(std::move(entry));
  }
  return listing;
}

}  // namespace trawl
