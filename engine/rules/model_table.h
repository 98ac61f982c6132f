#pragma once

#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "engine/base/result.h"

namespace trawl {

/// What `read_model_file` makes of a file, of a table in another one.
Result<std::string> read_model_table(std::string_view file, const toml::table& table);

}  // namespace trawl
