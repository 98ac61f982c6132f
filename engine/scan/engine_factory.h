#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/match/matcher.h"
#include "engine/model/notification.h"

namespace trawl {

/// Gives the compiled patterns of the built-in rules for a tier of processors.
using BuiltinDatabase = std::function<Result<PatternDatabase>(CpuTier, PatternPart)>;

/// A matching engine for `rules`: the built-in patterns come compiled with the program, those of the user are
/// compiled once and kept in `cache_folder` under a name made of their content, Hyperscan's version and the
/// tier of processors. The cache is the user's own (XDG), never a part of a scanned tree; a file there that
/// is not what it says is compiled again. An empty `cache_folder` means no cache. Trouble with the cache is a
/// note, not an error.
Result<std::unique_ptr<MatchEngine>> make_engine(const RuleSet& rules, const BuiltinDatabase& builtin,
                                                 const std::string& cache_folder,
                                                 std::vector<Notification>& notifications);

/// `$XDG_CACHE_HOME/trawl`, else `$HOME/.cache/trawl`, else empty. A path that is not absolute counts as not
/// set.
[[nodiscard]] std::string cache_folder_of(const char* xdg_cache_home, const char* home);

}  // namespace trawl
