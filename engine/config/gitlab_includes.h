#pragma once

#include <string_view>

namespace trawl {

class FilesBeside;

/// Whether the pipeline of GitLab in the folder of `path`, or in one above it, includes that file: named in
/// `include` as a local one or by a pattern, by the pipeline itself or by what it includes. A file that takes
/// part in a cycle is included; it is looked at once.
/// https://docs.gitlab.com/ci/yaml/#includelocal
bool is_included_by_gitlab(std::string_view path, const FilesBeside& beside);

}  // namespace trawl
