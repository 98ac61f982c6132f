#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/store/baseline.h"

namespace trawl {

/// One entry of a baseline file, without a line end. The form is described at `Baseline`.
[[nodiscard]] Result<BaselineEntry> parse_baseline_line(std::string_view line);
void append_baseline_line(std::string& text, const BaselineEntry& entry);

[[nodiscard]] bool is_lower_hex(std::string_view text);
/// 32 lower-case hexadecimal digits.
[[nodiscard]] bool is_fingerprint(std::string_view text);
/// Lower-case letters, digits and `-`, as rules are named; at most 128 bytes.
[[nodiscard]] bool is_rule_name(std::string_view text);

}  // namespace trawl
