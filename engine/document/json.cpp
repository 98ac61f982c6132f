#include <fmt/format.h>

#include "engine/base/utf8.h"
#include "engine/document/document.h"

namespace trawl {
namespace {

class JsonReader {
 public:
  JsonReader(std::string_view bytes, const DocumentLimits& limits)
      : bytes_(bytes), limits_(limits), builder_(bytes) {}

  DocumentReading read() {
    if (bytes_.starts_with("\xef\xbb\xbf")) at_ = 3;
    read_value();
    // Whatever opened is open until its end is met: one loop instead of a call a level.
    while (!reading_.failure && builder_.depth() > 0) go_on();
    skip_blank();
    if (!reading_.failure && at_ < bytes_.size()) fail("something stands behind the end of the value");
    if (!reading_.failure) reading_.documents.push_back(builder_.finish());
    return std::move(reading_);
  }

 private:
  void fail(std::string_view why) {
    if (reading_.failure) return;
    std::size_t line = 1;
    for (const char c : bytes_.substr(0, at_)) line += c == '\n' ? 1 : 0;
    reading_.failure = fmt::format("line {}: {}", line, why);
    reading_.templated = is_templated(bytes_);
  }

  void skip_blank() {
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (bytes_.substr(at_).starts_with("//")) {
        while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
      } else if (bytes_.substr(at_).starts_with("/*")) {
        const std::size_t end = bytes_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return fail("a comment has no end");
        at_ = end + 2;
      } else {
        return;
      }
    }
  }

  // One step within the innermost map or list: its end, or a value (with its key).
  void go_on() {
    const bool map = builder_.node(builder_.innermost()).kind == NodeKind::kMap;
    skip_blank();
    if (at_ >= bytes_.size()) return fail("it ends within a list or map");
    if (bytes_[at_] == (map ? '}' : ']')) {
      builder_.close(ByteOffset(++at_));
      after_value_ = true;
      return;
    }
    if (after_value_) {
      if (bytes_[at_] != ',') return fail("a ',' is missing");
      ++at_;
      after_value_ = false;
      return;  // a trailing comma is allowed: the next step sees the end
    }
    if (map && !read_key()) return;
    read_value();
  }

  bool read_key() {
    if (bytes_[at_] != '"') {
      fail("a key must be a string in quotes");
      return false;
    }
    const std::size_t begin = at_;
    std::string text;
    if (!read_string(text)) return false;
    duplicate_ = !builder_.key(text, span_of(begin, at_));
    skip_blank();
    if (at_ >= bytes_.size() || bytes_[at_] != ':') {
      fail("a ':' is missing behind a key");
      return false;
    }
    ++at_;
    return true;
  }

  void read_value() {
    skip_blank();
    if (reading_.failure) return;
    if (at_ >= bytes_.size()) return fail("a value is missing");
    if (builder_.size() >= limits_.nodes)
      return fail(fmt::format("it holds more than {} values", limits_.nodes));
    const std::size_t begin = at_;
    const char c = bytes_[at_];
    after_value_ = true;
    if (c == '{' || c == '[') {
      if (builder_.depth() >= 2 * limits_.depth) {
        return fail(fmt::format("it is nested deeper than {} levels", 2 * limits_.depth));
      }
      ++at_;
      noted(builder_.open(c == '{' ? NodeKind::kMap : NodeKind::kList, span_of(begin, at_)));
      after_value_ = false;
      return;
    }
    if (c == '"') {
      std::string text;
      if (!read_string(text)) return;
      // Text without escapes is the file's own and needs no copy.
      const std::string_view raw = bytes_.substr(begin + 1, at_ - begin - 2);
      noted(builder_.scalar(NodeKind::kString, ScalarStyle::kDoubleQuoted, raw == text ? raw : text,
                            span_of(begin, at_)));
      return;
    }
    while (at_ < bytes_.size() && std::string_view(",]} \t\r\n/").find(bytes_[at_]) == std::string_view::npos)
      ++at_;
    const std::string_view word = bytes_.substr(begin, at_ - begin);
    bool flag = false;
    const NodeKind kind = kind_of_plain_scalar(word, flag);
    if (word.empty() || kind == NodeKind::kString || (kind == NodeKind::kNull && word != "null")) {
      at_ = begin;
      return fail("neither a string in quotes nor a number, true, false or null");
    }
    const NodeIndex index = builder_.scalar(kind, ScalarStyle::kPlain, word, span_of(begin, at_));
    builder_.set_flag(index, flag);
    noted(index);
  }

  void noted(NodeIndex index) {
    if (duplicate_) reading_.duplicate_keys.emplace_back(0, index);
    duplicate_ = false;
  }

  bool read_string(std::string& text) {
    const std::size_t begin = at_++;
    while (at_ < bytes_.size() && bytes_[at_] != '"') {
      const char c = bytes_[at_];
      if (c == '\n' || c == '\r') break;
      if (c != '\\') {
        text += c;
        ++at_;
      } else if (!read_escape(text)) {
        fail("a string has an escape that JSON does not know");
        return false;
      }
      if (text.size() > limits_.scalar_bytes) {
        fail(fmt::format("a value is larger than {} bytes", limits_.scalar_bytes));
        return false;
      }
    }
    if (at_ >= bytes_.size() || bytes_[at_] != '"') {
      at_ = begin;
      fail("a string has no end");
      return false;
    }
    ++at_;
    return true;
  }

  bool read_escape(std::string& text) {
    if (at_ + 1 >= bytes_.size()) return false;
    const char kind = bytes_[at_ + 1];
    at_ += 2;
    switch (kind) {
      case '"':
      case '\\':
      case '/':
        text += kind;
        return true;
      case 'b':
        text += '\b';
        return true;
      case 'f':
        text += '\f';
        return true;
      case 'n':
        text += '\n';
        return true;
      case 'r':
        text += '\r';
        return true;
      case 't':
        text += '\t';
        return true;
      case 'u':
        break;
      default:
        return false;
    }
    std::uint32_t code = 0;
    if (!read_hex(code)) return false;
    if (code >= 0xd800 && code < 0xdc00 && bytes_.substr(at_).starts_with("\\u")) {
      const std::size_t low_at = at_;
      std::uint32_t low = 0;
      at_ += 2;
      if (!read_hex(low)) return false;
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10U) + (low - 0xdc00);
      } else {
        at_ = low_at;  // an escape of its own
      }
    }
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    append_utf8(text, code);
    return true;
  }

  bool read_hex(std::uint32_t& code) {
    if (at_ + 4 > bytes_.size()) return false;
    for (int i = 0; i < 4; ++i) {
      const char c = bytes_[at_++];
      std::uint32_t digit = 0;
      if (c >= '0' && c <= '9') {
        digit = static_cast<std::uint32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        digit = static_cast<std::uint32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        digit = static_cast<std::uint32_t>(c - 'A' + 10);
      } else {
        return false;
      }
      code = code << 4U | digit;
    }
    return true;
  }

  std::string_view bytes_;
  const DocumentLimits& limits_;
  DocumentBuilder builder_;
  DocumentReading reading_;
  std::size_t at_ = 0;
  bool after_value_ = false;
  bool duplicate_ = false;
};

}  // namespace

DocumentReading read_json(std::string_view bytes, const DocumentLimits& limits) {
  if (bytes.size() > limits.bytes) {
    DocumentReading reading;
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  return JsonReader(bytes, limits).read();
}

}  // namespace trawl
