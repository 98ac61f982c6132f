#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/document/document.h"

namespace trawl {

/// A kind of configuration file: what rules name as their inputs.
struct InputKind {
  std::string_view name;    ///< "github-workflow"
  std::string_view sample;  ///< a path that has this kind, for the examples of rules
  DocumentReading (*read)(std::string_view bytes, const DocumentLimits& limits);
};

/// All kinds, sorted by name.
std::span<const InputKind> input_kinds();

/// Whether a file of that name can be one of the kinds: cheap, and false for almost all files of a tree.
bool may_be_input(std::string_view path);

/// The kind of a file, by its name first, then by what stands in it; null where it is none. `path` is
/// separated by `/`, `bytes` is text.
const InputKind* input_kind_of(std::string_view path, std::string_view bytes);

/// The same where the other files of the tree are at hand: what a pipeline of GitLab includes is a part of
/// it, whatever its name is.
const InputKind* input_kind_of(std::string_view path, std::string_view bytes, const FilesBeside* beside);

/// Whether a file is one of tests or of what they read, or was copied from another project (`vendor`): a
/// fault there is hardly ever one of the project.
bool is_test_path(std::string_view path);

}  // namespace trawl
