#pragma once

#include <optional>
#include <string>

namespace trawl {

/// The path without links, "." and ".."; nothing where something is missing on the way (errno says why).
[[nodiscard]] std::optional<std::string> canonical_path(const std::string& path);

/// The directory above an absolute path; of "/" itself "/".
[[nodiscard]] std::string parent_path(const std::string& path);

/// `path` itself if it is absolute, else seen from `directory`.
[[nodiscard]] std::string resolved_from(const std::string& directory, const std::string& path);

/// Whether the canonical `path` is `directory` or lies below it.
[[nodiscard]] bool lies_within(const std::string& directory, const std::string& path);

}  // namespace trawl
