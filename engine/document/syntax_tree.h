#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/strong.h"

namespace trawl {

/// Languages whose programs can be read. Each is one grammar of tree-sitter: another one is a line in
/// syntax_tree.cpp and a grammar in cmake/tree_sitter.cmake.
enum class SyntaxLanguage : std::uint8_t {
  kTypeScript,
  kTsx,  ///< TypeScript with JSX, and JavaScript, which is nearly a part of it
};

using SyntaxIndex = Strong<struct SyntaxIndexTag, std::uint32_t>;
constexpr SyntaxIndex kNoSyntax{UINT32_MAX};

/// One node of a program: kinds and fields are those of the grammar.
struct SyntaxNode {
  std::string_view kind;   ///< "call_expression"; lives as long as the program
  std::string_view field;  ///< what it is to its parent: "function", "arguments"; mostly empty
  ByteSpan span;
  SyntaxIndex parent = kNoSyntax;
  SyntaxIndex first_child = kNoSyntax;
  SyntaxIndex next_sibling = kNoSyntax;
  bool broken = false;  ///< the parser went on after an error here
};

/// A program as the tree of its syntax, with named nodes only. Immutable; borrows the bytes. What the parser
/// does not understand is a node of the kind "ERROR", and the rest is there nevertheless.
class SyntaxTree {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{4} << 20;
  static constexpr std::size_t kMostNodes = 2'000'000;

  /// Reads a program. Steps of the parser are bounded by the size of the file; an error says what was too
  /// much.
  static Result<SyntaxTree> parse(SyntaxLanguage language, std::string_view bytes);

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] const SyntaxNode& node(SyntaxIndex index) const { return nodes_[index.value]; }
  [[nodiscard]] std::string_view text(SyntaxIndex index) const {
    const ByteSpan span = node(index).span;
    return bytes_.substr(span.begin.value, span.size());
  }
  /// The child that is `field` to its parent; kNoSyntax where there is none.
  [[nodiscard]] SyntaxIndex child(SyntaxIndex parent, std::string_view field) const;
  [[nodiscard]] std::vector<SyntaxIndex> children(SyntaxIndex parent) const;

 private:
  std::string_view bytes_;
  std::vector<SyntaxNode> nodes_;  ///< a parent before its children, in the order of the file
};

}  // namespace trawl
