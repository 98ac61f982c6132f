#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/stub_filter.h"

namespace trawl {

/// Builds the filter of stubs (expressions that `parse_pattern` reads; at least one). Takes a second for 150
/// of them. An error names the stub that has no place of four bytes that are rare enough, or says that all
/// together are too many.
Result<std::shared_ptr<const StubFilter>> build_stub_filter(std::span<const std::string_view> stubs);

}  // namespace trawl
