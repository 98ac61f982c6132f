#include "engine/config/cors.h"

#include <algorithm>
#include <string>

namespace trawl {
namespace {

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool admits_other_origins(std::string_view expression) {
  // Without an end whatever follows is admitted: `https://example.com.evil.test`.
  if (!expression.ends_with('$') || expression.ends_with("\\$")) return true;
  // Without a beginning whatever stands in front is, unless a dot or slashes end it.
  const bool anchored = expression.starts_with('^') || expression.starts_with("\\.") ||
                        expression.starts_with("\\/\\/") || expression.starts_with("//") ||
                        expression.starts_with("(^|");
  if (!anchored) return true;
  bool in_class = false;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (c == '\\') {
      ++i;
    } else if (c == '[') {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    } else if (c == '.' && !in_class) {
      const char next = i + 1 < expression.size() ? expression[i + 1] : '\0';
      if (next != '*' && next != '+' && next != '?' && next != '{') return true;  // any character
      std::size_t after = i + 2;
      while (after < expression.size() && (expression[after] == '?' || expression[after] == ')')) ++after;
      if (after < expression.size() && is_name(expression[after])) return true;  // `.*example`
    }
  }
  return false;
}

}  // namespace trawl
