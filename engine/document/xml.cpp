#include <fmt/format.h>

#include "engine/base/utf8.h"
#include "engine/document/document.h"

namespace trawl {
namespace {

/// XML as files of settings use it: elements, attributes, text. Declarations of entities are passed over, so
/// nothing grows; there is no recursion. An own reader, since libraries know lines at most, and places here
/// are bytes.
class XmlReader {
 public:
  XmlReader(std::string_view bytes, const DocumentLimits& limits)
      : bytes_(bytes), limits_(limits), builder_(bytes) {}

  DocumentReading read() {
    if (bytes_.starts_with("\xef\xbb\xbf")) at_ = 3;
    builder_.open(NodeKind::kMap, span_of(at_, at_));
    while (!reading_.failure && at_ < bytes_.size()) step();
    if (!reading_.failure && !names_.empty())
      fail(fmt::format("the element '{}' has no end", shown(names_.back())));
    if (!reading_.failure && !any_) fail("it holds no element");
    if (reading_.failure) return std::move(reading_);
    builder_.close(ByteOffset(bytes_.size()));
    reading_.documents.push_back(builder_.finish());
    return std::move(reading_);
  }

 private:
  static std::string_view shown(std::string_view name) { return name.substr(0, 64); }

  void fail(std::string_view why) {
    if (reading_.failure) return;
    std::size_t line = 1;
    for (const char c : bytes_.substr(0, at_)) line += c == '\n' ? 1 : 0;
    reading_.failure = fmt::format("line {}: {}", line, why);
    reading_.templated = is_templated(bytes_);
  }

  [[nodiscard]] std::string_view rest() const { return bytes_.substr(at_); }
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static bool is_name(char c) {
    return !is_blank(c) && std::string_view("<>/=\"'&?!").find(c) == std::string_view::npos;
  }
  void skip_blank() {
    while (at_ < bytes_.size() && is_blank(bytes_[at_])) ++at_;
  }
  std::string_view take_name() {
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && is_name(bytes_[at_])) ++at_;
    return bytes_.substr(begin, at_ - begin);
  }
  bool is_full() {
    if (builder_.size() >= limits_.nodes) fail(fmt::format("it holds more than {} values", limits_.nodes));
    return reading_.failure.has_value();
  }
  void skip_past(std::string_view end, std::string_view what) {
    const std::size_t found = bytes_.find(end, at_);
    if (found == std::string_view::npos) return fail(fmt::format("{} has no end", what));
    at_ = found + end.size();
  }

  void step() {
    if (bytes_[at_] != '<') return text();
    if (rest().starts_with("<!--")) return skip_past("-->", "a comment");
    if (rest().starts_with("<?")) return skip_past("?>", "an instruction");
    if (rest().starts_with("<![CDATA[")) {
      at_ += 9;
      const std::size_t end = bytes_.find("]]>", at_);
      if (end == std::string_view::npos) return fail("a CDATA section has no end");
      add_text(at_, end, std::string(bytes_.substr(at_, end - at_)));
      at_ = end + 3;
      return;
    }
    if (rest().starts_with("<!")) return skip_declaration();
    if (rest().starts_with("</")) return close();
    open();
  }

  void skip_declaration() {
    int brackets = 0;
    for (; at_ < bytes_.size(); ++at_) {
      if (bytes_[at_] == '[') ++brackets;
      if (bytes_[at_] == ']') --brackets;
      if (bytes_[at_] == '>' && brackets <= 0) {
        ++at_;
        return;
      }
    }
    fail("a declaration has no end");
  }

  void open() {
    const std::size_t begin = ++at_;
    const std::string_view name = take_name();
    if (name.empty()) return fail("'<' begins no element");
    if (is_full()) return;
    if (builder_.depth() > limits_.depth)
      return fail(fmt::format("it is nested deeper than {} levels", limits_.depth));
    any_ = true;
    builder_.key(name, span_of(begin, at_));
    builder_.open(NodeKind::kMap, span_of(begin, at_));
    names_.push_back(name);
    while (!reading_.failure) {
      skip_blank();
      if (rest().starts_with("/>")) {
        at_ += 2;
        names_.pop_back();
        return builder_.close(ByteOffset(at_));
      }
      if (rest().starts_with(">")) {
        ++at_;
        return;
      }
      attribute();
    }
  }

  void attribute() {
    const std::size_t begin = at_;
    const std::string_view name = take_name();
    if (name.empty()) return fail("an element has no end");
    const std::size_t end = at_;
    skip_blank();
    if (!rest().starts_with("=")) return fail("an attribute has no value");
    ++at_;
    skip_blank();
    const char quote = at_ < bytes_.size() ? bytes_[at_] : '\0';
    if (quote != '"' && quote != '\'') return fail("the value of an attribute is not in quotes");
    const std::size_t first = ++at_;
    const std::size_t last = bytes_.find(quote, first);
    if (last == std::string_view::npos) return fail("the value of an attribute has no end");
    at_ = last + 1;
    if (is_full()) return;
    builder_.key(builder_.keep("@" + std::string(name)), span_of(begin, end));
    add_scalar(first, last, decoded(bytes_.substr(first, last - first)));
  }

  void close() {
    at_ += 2;
    const std::string_view name = take_name();
    skip_blank();
    if (!rest().starts_with(">")) return fail("an end of an element has no '>'");
    if (names_.empty() || names_.back() != name)
      return fail(fmt::format("the end of '{}' ends no element", shown(name)));
    ++at_;
    names_.pop_back();
    builder_.close(ByteOffset(at_));
  }

  void text() {
    std::size_t begin = at_;
    std::size_t end = std::min(bytes_.find('<', at_), bytes_.size());
    at_ = end;
    while (begin < end && is_blank(bytes_[begin])) ++begin;
    while (end > begin && is_blank(bytes_[end - 1])) --end;
    if (begin == end) return;
    if (names_.empty()) {
      at_ = begin;
      return fail("there is text outside of all elements");
    }
    add_text(begin, end, decoded(bytes_.substr(begin, end - begin)));
  }

  void add_text(std::size_t begin, std::size_t end, const std::string& content) {
    if (names_.empty() || is_full()) return;
    builder_.key("#text", span_of(begin, begin));
    add_scalar(begin, end, content);
  }

  void add_scalar(std::size_t begin, std::size_t end, const std::string& content) {
    if (content.size() > limits_.scalar_bytes)
      return fail(fmt::format("a value is larger than {} bytes", limits_.scalar_bytes));
    bool flag = false;
    NodeKind kind = kind_of_plain_scalar(content, flag);
    if (kind == NodeKind::kNull) kind = NodeKind::kString;
    const std::string_view raw = bytes_.substr(begin, end - begin);
    const NodeIndex index = builder_.scalar(
        kind, ScalarStyle::kPlain, raw == content ? raw : std::string_view(content), span_of(begin, end));
    builder_.set_flag(index, flag);
  }

  // Characters by name or number; what is neither stays as it is.
  static std::string decoded(std::string_view text) {
    constexpr std::pair<std::string_view, char> kNamed[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
    std::string plain;
    while (!text.empty()) {
      const std::size_t ampersand = std::min(text.find('&'), text.size());
      plain += text.substr(0, ampersand);
      text.remove_prefix(ampersand);
      if (text.empty()) break;
      bool known = false;
      for (const auto& [entity, character] : kNamed) {
        if (!text.starts_with(entity)) continue;
        plain += character;
        text.remove_prefix(entity.size());
        known = true;
        break;
      }
      if (known) continue;
      std::uint32_t code = 0;
      std::size_t at = 2;
      const bool hex = text.size() > 2 && text[2] == 'x';
      if (hex) ++at;
      const std::size_t first = at;
      while (text.starts_with("&#") && at < text.size() && at < first + 7) {
        const char c = text[at];
        const int digit = c >= '0' && c <= '9'          ? c - '0'
                          : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                        : -1;
        if (digit < 0) break;
        code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
        ++at;
      }
      if (at > first && at < text.size() && text[at] == ';' && code > 0 && code < 0x110000 &&
          (code < 0xd800 || code > 0xdfff)) {
        append_utf8(plain, code);
        text.remove_prefix(at + 1);
      } else {
        plain += '&';
        text.remove_prefix(1);
      }
    }
    return plain;
  }

  std::string_view bytes_;
  const DocumentLimits& limits_;
  DocumentBuilder builder_;
  DocumentReading reading_;
  std::vector<std::string_view> names_;
  std::size_t at_ = 0;
  bool any_ = false;
};

}  // namespace

DocumentReading read_xml(std::string_view bytes, const DocumentLimits& limits) {
  if (bytes.size() > limits.bytes) {
    DocumentReading reading;
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  return XmlReader(bytes, limits).read();
}

}  // namespace trawl
