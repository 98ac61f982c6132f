#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>

#include "engine/sast/models.h"
#include "engine/sast/summary.h"

namespace clang {
class ASTContext;
}

namespace trawl::sast {

struct SummarizeOptions {
  std::string main_path;  ///< of the unit, relative to the program: tells static functions apart
  /// What reports call a file that the parser knows by `path`; empty for files that are not part of the
  /// program.
  std::function<std::string(const std::string& path)> display_name;
  /// Functions that earlier variants of the unit have, by USR and hash of the body: the same again says
  /// nothing new. May be null.
  std::set<std::pair<std::string, unsigned>>* known = nullptr;
};

/// Phase 1 on a parsed unit: what each of its functions does with values, as far as the unit tells. Depends
/// on the AST and the models only; keeps no pointer into the AST. Never throws.
UnitSummary summarize_unit(clang::ASTContext& context, const Models& models, const SummarizeOptions& options);

}  // namespace trawl::sast
