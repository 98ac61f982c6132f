#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/document/syntax_tree.h"

namespace trawl {

/// A value of a program, as far as its text says what it is. Calls, conditions, imports and the like are
/// unknown.
struct JavaScriptValue {
  enum class Kind : std::uint8_t {
    kUnknown,
    kNull,
    kUndefined,
    kBool,
    kNumber,
    kString,
    kList,
    kObject,
    kFunction,
    kExpression,  ///< a regular expression; its source is in `text`
    kCall,        ///< of something known by name: `text` is what is called
  };
  struct Member {
    std::string name;
    ByteSpan span;  ///< of the name
    std::size_t value = 0;
  };

  Kind kind = Kind::kUnknown;
  bool flag = false;
  bool open = false;  ///< a list or object has more than is known
  double number = 0;
  std::string text;
  ByteSpan span;
  SyntaxIndex node = kNoSyntax;
  std::vector<std::size_t> items;  ///< of a list: positions in the evaluator's values
  std::vector<Member> members;     ///< of an object; of one name the last counts
};

/// Evaluates literals of one program, with the constants of the same file. Bounded in depth and in values.
class JavaScriptEvaluator {
 public:
  explicit JavaScriptEvaluator(const SyntaxTree& tree);

  std::size_t evaluate(SyntaxIndex expression) { return evaluate(expression, 0); }
  [[nodiscard]] const JavaScriptValue& value(std::size_t index) const { return values_[index]; }
  [[nodiscard]] const JavaScriptValue* member(const JavaScriptValue& object, std::string_view name) const;

 private:
  std::size_t evaluate(SyntaxIndex expression, int depth);
  std::size_t add(JavaScriptValue value);
  void read_object(SyntaxIndex object, JavaScriptValue& value, int depth);
  void spread(SyntaxIndex element, JavaScriptValue& into, int depth);
  void read_operation(SyntaxIndex operation, JavaScriptValue& value, int depth);

  const SyntaxTree& tree_;
  std::vector<JavaScriptValue> values_;
  std::unordered_map<std::string_view, SyntaxIndex> constants_;  ///< kNoSyntax: declared more than once
};

/// What a literal of a text stands for, without its quotes.
std::string decode_javascript_string(std::string_view literal);

/// Where a program's syntax is not understood, as a sentence; nothing where all of it is.
std::optional<std::string> syntax_failure(const SyntaxTree& tree, std::string_view bytes);

}  // namespace trawl
