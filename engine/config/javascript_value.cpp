#include "engine/config/javascript_value.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace trawl {
namespace {

constexpr int kDeepest = 32;
constexpr std::size_t kMostValues = 100'000;

using Kind = JavaScriptValue::Kind;

double number_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '_') digits += c;
  }
  double number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

std::string decode_javascript_string(std::string_view literal) {
  std::string text;
  if (literal.size() < 2) return text;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    if (literal[i] != '\\') {
      text += literal[i];
      continue;
    }
    const char c = literal[++i];
    if (c == '\n') continue;  // a line goes on
    text += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
  }
  return text;
}

JavaScriptEvaluator::JavaScriptEvaluator(const SyntaxTree& tree) : tree_(tree) {
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const SyntaxNode& node = tree.node(SyntaxIndex(i));
    if (node.kind != "variable_declarator") continue;
    const SyntaxIndex name = tree.child(SyntaxIndex(i), "name");
    const SyntaxIndex value = tree.child(SyntaxIndex(i), "value");
    if (name == kNoSyntax || tree.node(name).kind != "identifier") continue;
    const bool constant = node.parent != kNoSyntax && tree.text(node.parent).starts_with("const");
    const auto [at, first] = constants_.emplace(tree.text(name), constant ? value : kNoSyntax);
    if (!first) at->second = kNoSyntax;
  }
}

const JavaScriptValue* JavaScriptEvaluator::member(const JavaScriptValue& object,
                                                   std::string_view name) const {
  for (auto it = object.members.rbegin(); it != object.members.rend(); ++it) {
    if (it->name == name) return &values_[it->value];
  }
  return nullptr;
}

std::size_t JavaScriptEvaluator::add(JavaScriptValue value) {
  values_.push_back(std::move(value));
  return values_.size() - 1;
}

void JavaScriptEvaluator::spread(SyntaxIndex element, JavaScriptValue& into, int depth) {
  const std::vector<SyntaxIndex> inner = tree_.children(element);
  if (inner.empty()) return;
  const std::size_t index = evaluate(inner[0], depth + 1);
  const JavaScriptValue& value = values_[index];
  if (into.kind == Kind::kList && value.kind == Kind::kList) {
    into.items.insert(into.items.end(), value.items.begin(), value.items.end());
    into.open = into.open || value.open;
  } else if (into.kind == Kind::kObject && value.kind == Kind::kObject) {
    into.members.insert(into.members.end(), value.members.begin(), value.members.end());
    into.open = into.open || value.open;
  } else if (into.kind == Kind::kObject && value.kind == Kind::kCall &&
             value.text.ends_with("getDefaultDirectives")) {
    into.members.push_back({"...defaults", value.span, index});
  } else {
    into.open = true;
  }
}

void JavaScriptEvaluator::read_object(SyntaxIndex object, JavaScriptValue& value, int depth) {
  for (const SyntaxIndex member : tree_.children(object)) {
    const std::string_view kind = tree_.node(member).kind;
    if (kind == "spread_element") {
      spread(member, value, depth);
    } else if (kind == "shorthand_property_identifier") {
      JavaScriptValue unknown;
      unknown.span = tree_.node(member).span;
      const auto constant = constants_.find(tree_.text(member));
      const std::size_t index = constant == constants_.end() || constant->second == kNoSyntax
                                    ? add(std::move(unknown))
                                    : evaluate(constant->second, depth + 1);
      value.members.push_back({std::string(tree_.text(member)), tree_.node(member).span, index});
    } else if (kind == "pair") {
      const SyntaxIndex key = tree_.child(member, "key");
      const SyntaxIndex inner = tree_.child(member, "value");
      if (key == kNoSyntax || inner == kNoSyntax) continue;
      if (tree_.node(key).kind == "computed_property_name") {
        value.open = true;
        continue;
      }
      std::string name(tree_.text(key));
      if (tree_.node(key).kind == "string") name = decode_javascript_string(name);
      const std::size_t index = evaluate(inner, depth + 1);
      value.members.push_back({std::move(name), tree_.node(key).span, index});
    } else if (kind == "method_definition") {
      const SyntaxIndex name = tree_.child(member, "name");
      if (name == kNoSyntax) continue;
      JavaScriptValue method;
      method.kind = Kind::kFunction;
      method.node = member;
      method.span = tree_.node(member).span;
      value.members.push_back({std::string(tree_.text(name)), tree_.node(name).span, add(std::move(method))});
    } else {
      value.open = true;
    }
  }
}

void JavaScriptEvaluator::read_operation(SyntaxIndex operation, JavaScriptValue& value, int depth) {
  const SyntaxIndex left_node = tree_.child(operation, "left");
  const SyntaxIndex right_node = tree_.child(operation, "right");
  if (left_node == kNoSyntax || right_node == kNoSyntax) return;
  const ByteSpan left_span = tree_.node(left_node).span;
  const ByteSpan right_span = tree_.node(right_node).span;
  const std::string_view between =
      tree_.text(operation).substr(left_span.size(), right_span.begin.value - left_span.end.value);
  const std::size_t left_index = evaluate(left_node, depth + 1);
  const std::size_t right_index = evaluate(right_node, depth + 1);
  const JavaScriptValue& left = values_[left_index];
  const JavaScriptValue& right = values_[right_index];
  const auto is = [&](char c) { return between.find(c) != std::string_view::npos; };
  if (left.kind == Kind::kNumber && right.kind == Kind::kNumber) {
    if (is('*') && between.find("**") == std::string_view::npos) {
      value.kind = Kind::kNumber;
      value.number = left.number * right.number;
    } else if (is('+')) {
      value.kind = Kind::kNumber;
      value.number = left.number + right.number;
    }
  } else if (left.kind == Kind::kString && right.kind == Kind::kString && is('+')) {
    value.kind = Kind::kString;
    value.text = left.text + right.text;
  }
}

std::size_t JavaScriptEvaluator::evaluate(SyntaxIndex expression, int depth) {
  JavaScriptValue value;
  value.node = expression;
  if (expression == kNoSyntax || depth > kDeepest || values_.size() > kMostValues)
    return add(std::move(value));
  const SyntaxNode& node = tree_.node(expression);
  value.span = node.span;
  const std::string_view text = tree_.text(expression);
  const std::string_view kind = node.kind;
  if (kind == "string") {
    value.kind = Kind::kString;
    value.text = decode_javascript_string(text);
  } else if (kind == "template_string") {
    for (const SyntaxIndex part : tree_.children(expression)) {
      if (tree_.node(part).kind == "template_substitution") return add(std::move(value));
    }
    value.kind = Kind::kString;
    value.text = decode_javascript_string(text);
  } else if (kind == "number") {
    value.kind = Kind::kNumber;
    value.number = number_of(text);
  } else if (kind == "true" || kind == "false") {
    value.kind = Kind::kBool;
    value.flag = kind == "true";
  } else if (kind == "null") {
    value.kind = Kind::kNull;
  } else if (kind == "undefined" || (kind == "identifier" && text == "undefined")) {
    value.kind = Kind::kUndefined;
  } else if (kind == "identifier") {
    const auto constant = constants_.find(text);
    if (constant != constants_.end() && constant->second != kNoSyntax) {
      return evaluate(constant->second, depth + 1);
    }
  } else if (kind == "array") {
    value.kind = Kind::kList;
    for (const SyntaxIndex item : tree_.children(expression)) {
      if (tree_.node(item).kind == "spread_element") {
        spread(item, value, depth);
      } else {
        value.items.push_back(evaluate(item, depth + 1));
      }
    }
  } else if (kind == "object") {
    value.kind = Kind::kObject;
    read_object(expression, value, depth);
  } else if (kind == "arrow_function" || kind == "function_expression" || kind == "function") {
    value.kind = Kind::kFunction;
  } else if (kind == "regex") {
    value.kind = Kind::kExpression;
    const SyntaxIndex pattern = tree_.child(expression, "pattern");
    if (pattern != kNoSyntax) value.text = std::string(tree_.text(pattern));
  } else if (kind == "parenthesized_expression" || kind == "as_expression" ||
             kind == "satisfies_expression" || kind == "non_null_expression") {
    const std::vector<SyntaxIndex> inner = tree_.children(expression);
    if (!inner.empty()) return evaluate(inner[0], depth + 1);
  } else if (kind == "binary_expression") {
    read_operation(expression, value, depth);
  } else if (kind == "call_expression" || kind == "new_expression") {
    const SyntaxIndex function =
        tree_.child(expression, kind == "call_expression" ? "function" : "constructor");
    if (function != kNoSyntax && tree_.node(function).span.size() < 200) {
      value.text = std::string(tree_.text(function));
      const SyntaxIndex arguments = tree_.child(expression, "arguments");
      const std::vector<SyntaxIndex> given = tree_.children(arguments);
      // Object.freeze({...}) and the like are what they are given.
      if (value.text == "Object.freeze" && given.size() == 1) return evaluate(given[0], depth + 1);
      value.kind = Kind::kCall;
    }
  } else if (kind == "unary_expression" && text == "!0") {
    value.kind = Kind::kBool;
    value.flag = true;
  } else if (kind == "unary_expression" && text == "!1") {
    value.kind = Kind::kBool;
  }
  return add(std::move(value));
}

std::optional<std::string> syntax_failure(const SyntaxTree& tree, std::string_view bytes) {
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const SyntaxNode& node = tree.node(SyntaxIndex(i));
    if (!node.broken) continue;
    const std::string_view front = bytes.substr(0, node.span.begin.value);
    return fmt::format("line {}: its syntax is not understood",
                       1 + std::count(front.begin(), front.end(), '\n'));
  }
  return std::nullopt;
}

}  // namespace trawl
