#pragma once

#include <span>
#include <string_view>

#include "engine/config/input_kind.h"

namespace trawl {

/// The kinds of files of the packs for pipelines beyond GitHub, clouds, environments, databases and
/// monitoring; called by input_kind.cpp. `name` is the last part of `path`.
std::span<const InputKind> pack_kinds();
bool may_be_pack_input(std::string_view path, std::string_view name);
const InputKind* pack_kind_of(std::string_view path, std::string_view name, std::string_view bytes);

}  // namespace trawl
