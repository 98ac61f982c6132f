#include <cctype>

#include <fmt/format.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

bool is_name_begin(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Finds the strings of a Groovy script and which call each is an argument of. The language itself is not
/// understood: a pipeline's risks are in the text it hands to shells and in the code it loads.
class GroovyReader {
 public:
  GroovyReader(std::string_view bytes, const DocumentLimits& limits)
      : bytes_(bytes), limits_(limits), builder_(bytes) {}

  DocumentReading read() {
    const ByteSpan whole = span_of(0, bytes_.size());
    builder_.open(NodeKind::kMap, whole);
    builder_.key("strings", whole);
    builder_.open(NodeKind::kList, whole);
    while (at_ < bytes_.size() && !reading_.failure) step();
    builder_.close(whole.end);
    builder_.close(whole.end);
    if (!reading_.failure) reading_.documents.push_back(builder_.finish());
    if (comment_has_no_end_ > 0) {
      at_ = comment_has_no_end_ - 1;
      fail("a comment has no end");
    }
    return std::move(reading_);
  }

 private:
  void fail(std::string_view why) {
    std::size_t line = 1;
    for (const char c : bytes_.substr(0, std::min(at_, bytes_.size()))) line += c == '\n' ? 1 : 0;
    if (!reading_.failure) reading_.failure = fmt::format("line {}: {}", line, why);
  }

  [[nodiscard]] bool starts(std::string_view text) const { return bytes_.substr(at_).starts_with(text); }

  void step() {
    const char c = bytes_[at_];
    if (starts("//") || (c == '#' && starts("#!") && at_ == 0)) {
      while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
    } else if (starts("/*")) {
      const std::size_t end = bytes_.find("*/", at_ + 2);
      if (end == std::string_view::npos) {
        // What stands behind it is read all the same: a script that does not run is no reason to look away.
        comment_has_no_end_ = comment_has_no_end_ == 0 ? at_ + 1 : comment_has_no_end_;
        at_ += 2;
        return;
      }
      at_ = end + 2;
    } else if (c == '\'' || c == '"') {
      read_string(c);
    } else if (is_name_begin(c)) {
      read_name();
    } else {
      if (c == '(') ++parentheses_;
      if (c == ')' && parentheses_ > 0) --parentheses_;
      if (c == ';' || c == '{' || c == '}' || c == '=' || (c == '\n' && parentheses_ == 0)) {
        call_ = {};
        argument_ = {};
        if (c == '{' || c == '}') parentheses_ = 0;
      }
      if (c == ',') argument_ = {};
      ++at_;
    }
  }

  // A name is a call if text or `(` follows, an argument's name if `:` does.
  void read_name() {
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && is_name(bytes_[at_])) ++at_;
    const std::string_view name = bytes_.substr(begin, at_ - begin);
    std::size_t next = at_;
    while (next < bytes_.size() && (bytes_[next] == ' ' || bytes_[next] == '\t')) ++next;
    const char c = next < bytes_.size() ? bytes_[next] : '\0';
    if (c == ':') {
      argument_ = name;
    } else if (c == '(' || c == '\'' || c == '"' || (is_name_begin(c) && next > at_)) {
      call_ = name;
      argument_ = {};
      if (c == '(') parentheses_ = 0;
    }
  }

  void read_string(char quote) {
    const bool triple = starts(quote == '"' ? "\"\"\"" : "'''");
    const std::size_t width = triple ? 3 : 1;
    const std::size_t begin = at_ + width;
    std::size_t end = begin;
    while (end < bytes_.size()) {
      if (bytes_[end] == '\\') {
        end += 2;
        continue;
      }
      if (bytes_[end] == quote &&
          (!triple || bytes_.substr(end).starts_with(quote == '"' ? "\"\"\"" : "'''")))
        break;
      if (!triple && bytes_[end] == '\n') {
        // An apostrophe in something that is no string (a slashy expression): nothing to read.
        ++at_;
        return;
      }
      ++end;
    }
    if (end >= bytes_.size()) {
      if (triple) return fail("a string has no end");
      ++at_;
      return;
    }
    const std::string_view text = bytes_.substr(begin, end - begin);
    if (text.size() > limits_.scalar_bytes)
      return fail(fmt::format("a value is larger than {} bytes", limits_.scalar_bytes));
    if (builder_.size() + 8 > limits_.nodes)
      return fail(fmt::format("it holds more than {} values", limits_.nodes));
    const ByteSpan span = span_of(begin, end);
    builder_.open(NodeKind::kMap, span);
    builder_.key("call", span);
    builder_.scalar(NodeKind::kString, ScalarStyle::kPlain, call_, span);
    builder_.key("argument", span);
    builder_.scalar(NodeKind::kString, ScalarStyle::kPlain, argument_, span);
    builder_.key("quotes", span);
    builder_.scalar(NodeKind::kString, ScalarStyle::kPlain, quote == '"' ? "double" : "single", span);
    builder_.key("text", span);
    builder_.scalar(NodeKind::kString, ScalarStyle::kPlain, text, span);
    builder_.close(span.end);
    at_ = end + width;
  }

  std::string_view bytes_;
  const DocumentLimits& limits_;
  DocumentBuilder builder_;
  DocumentReading reading_;
  std::size_t at_ = 0;
  std::size_t parentheses_ = 0;
  std::size_t comment_has_no_end_ = 0;  ///< 1 + where it begins; 0: all have one
  std::string_view call_;
  std::string_view argument_;
};

}  // namespace

DocumentReading read_groovy(std::string_view bytes, const DocumentLimits& limits) {
  if (bytes.size() > limits.bytes) {
    DocumentReading reading;
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  return GroovyReader(bytes, limits).read();
}

}  // namespace trawl
