#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace trawl {

/// A file of state that only this user can read: one line that says what it is, SHA-256 of the rest, the
/// rest. Torn, cut or foreign bytes are noticed, and whole files replace each other.
///
/// Nothing where there is no file; an error where it is not what it should be.
[[nodiscard]] Result<std::string> read_sealed_file(const std::string& path, std::string_view first_line);
[[nodiscard]] Result<void> write_sealed_file(const std::string& path, std::string_view first_line,
                                             std::string_view body);

}  // namespace trawl
