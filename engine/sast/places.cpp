#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include "engine/sast/analysis.h"
#include "engine/sast/program_files.h"

namespace trawl::sast {

bool in_program(const clang::ASTContext& context, clang::SourceLocation location) {
  const clang::SourceManager& sources = context.getSourceManager();
  const clang::FileID file = sources.getFileID(sources.getExpansionLoc(location));
  const clang::OptionalFileEntryRef entry = sources.getFileEntryRefForID(file);
  return entry && program_path_of(entry->getName().str()).has_value();
}

std::optional<Place> place_of(const clang::ASTContext& context, clang::SourceRange range) {
  const clang::SourceManager& sources = context.getSourceManager();
  if (range.isInvalid()) return std::nullopt;
  const clang::CharSourceRange expanded = sources.getExpansionRange(range);
  const auto [file, begin] = sources.getDecomposedLoc(expanded.getBegin());
  auto [end_file, end] = sources.getDecomposedLoc(expanded.getEnd());
  const clang::OptionalFileEntryRef entry = sources.getFileEntryRefForID(file);
  if (!entry) return std::nullopt;
  const std::string name = entry->getName().str();
  const std::optional<std::string> path = program_path_of(name);
  if (!path) return std::nullopt;
  if (end_file != file || end < begin) end = begin;
  if (expanded.isTokenRange() && end_file == file) {
    end += clang::Lexer::MeasureTokenLength(expanded.getEnd(), sources, context.getLangOpts());
  }
  Place place;
  place.path = *path;
  place.line = sources.getLineNumber(file, begin);
  place.column = sources.getColumnNumber(file, begin);
  place.end_line = sources.getLineNumber(file, end);
  place.end_column = sources.getColumnNumber(file, end);
  return place;
}

}  // namespace trawl::sast
