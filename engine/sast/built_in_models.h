#pragma once

#include <string_view>

namespace trawl::sast {

/// The models and rules of checkers/ in compact form (engine/sast/models.h), written at build time by
/// model-compiler.
std::string_view built_in_models();

}  // namespace trawl::sast
