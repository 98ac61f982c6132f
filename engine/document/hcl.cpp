#include <cctype>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

bool is_name_begin(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) {
  return is_name_begin(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-';
}

/// A literal that a variable or local stands for.
struct Literal {
  NodeKind kind = NodeKind::kString;
  bool flag = false;
  std::string text;
};

using Literals = std::map<std::string, Literal, std::less<>>;  ///< "var.x", "local.y"

/// Reads the subset of HCL that can be known without running anything: blocks, literals, lists and objects.
/// All other expressions are unknown. One loop, no recursion.
class HclReader {
 public:
  HclReader(std::string_view bytes, const DocumentLimits& limits, const Literals& known, Literals* found)
      : bytes_(bytes), limits_(limits), builder_(bytes), known_(known), found_(found) {}

  DocumentReading read() {
    if (bytes_.starts_with("\xef\xbb\xbf")) at_ = 3;
    builder_.open(NodeKind::kMap, span_of(0, bytes_.size()));
    open_.push_back({Open::What::kBlock, 1, "", false, false, ""});
    while (!reading_.failure && !open_.empty()) {
      if (builder_.size() > limits_.nodes) fail(fmt::format("it holds more than {} values", limits_.nodes));
      step();
    }
    if (!reading_.failure) reading_.documents.push_back(builder_.finish());
    return std::move(reading_);
  }

 private:
  struct Open {
    enum class What : std::uint8_t { kBlock, kObject, kList } what = What::kBlock;
    int maps = 1;       ///< of the document that close with it
    std::string name;   ///< of a block: "variable", "locals", "resource"
    bool call = false;  ///< it is the argument of jsonencode: a `)` follows
    bool off = false;   ///< `count = 0`
    std::string label;  ///< of a variable
  };

  void fail(std::string_view why) {
    if (reading_.failure) return;
    std::size_t line = 1;
    for (const char c : bytes_.substr(0, std::min(at_, bytes_.size()))) line += c == '\n' ? 1 : 0;
    reading_.failure = fmt::format("line {}: {}", line, why);
    reading_.templated = bytes_.find("{%") != std::string_view::npos ||
                         bytes_.find("<%") != std::string_view::npos ||
                         bytes_.find("{{") != std::string_view::npos;
  }

  [[nodiscard]] char here() const { return at_ < bytes_.size() ? bytes_[at_] : '\0'; }
  [[nodiscard]] bool ended() const { return at_ >= bytes_.size(); }
  [[nodiscard]] bool starts(std::string_view text) const {
    return here() == text.front() && bytes_.substr(at_).starts_with(text);
  }

  // Blanks and comments; line ends where they mean nothing.
  void skip_blank(bool line_ends) {
    while (!ended()) {
      const char c = here();
      if (c == ' ' || c == '\t' || c == '\r' || (line_ends && c == '\n')) {
        ++at_;
      } else if (c == '#' || starts("//")) {
        while (!ended() && here() != '\n') ++at_;
      } else if (starts("/*")) {
        const std::size_t end = bytes_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return fail("a comment has no end");
        at_ = end + 2;
      } else {
        return;
      }
    }
  }

  std::string_view name() {
    const std::size_t begin = at_;
    while (!ended() && is_name(here())) ++at_;
    return bytes_.substr(begin, at_ - begin);
  }

  void step() {
    skip_blank(true);
    if (reading_.failure) return;
    const Open::What what = open_.back().what;
    if (ended()) {
      if (open_.size() > 1) return fail("it ends within a block, list or object");
      return close();
    }
    if (what == Open::What::kBlock) return step_block();
    if (here() == ',') {
      ++at_;
      return;
    }
    if (here() == (what == Open::What::kList ? ']' : '}')) {
      ++at_;
      return close();
    }
    if (what == Open::What::kList) return read_value();
    return step_object();
  }

  void close() {
    const Open open = open_.back();
    open_.pop_back();
    const NodeIndex body = builder_.innermost();
    for (int i = 0; i < open.maps; ++i) builder_.close(ByteOffset(at_));
    if (open.off) builder_.make_unknown(body);
    if (open.call) {
      skip_blank(true);
      if (here() != ')') {
        builder_.make_unknown(body);
        skip_arguments();
      }
      if (here() == ')') ++at_;
    }
    if (open.what != Open::What::kBlock && !at_end_of_value()) {
      // `[...][0]`, `{...}.x`, `... ? :`: something else comes of it.
      builder_.make_unknown(body);
      skip_expression();
    }
  }

  void step_block() {
    if (here() == '}') {
      if (open_.size() == 1) return fail("a '}' closes nothing");
      ++at_;
      return close();
    }
    const std::size_t key_begin = at_;
    std::string key;
    if (here() == '"') {
      if (!read_plain_string(key)) return;
    } else if (is_name_begin(here())) {
      key = name();
    } else {
      return fail("neither a block nor an attribute begins here");
    }
    const ByteSpan key_span = span_of(key_begin, at_);
    skip_blank(false);
    if (here() == '=' && !starts("==")) {
      ++at_;
      builder_.key(key, key_span);
      attribute_ = key;
      return read_value();
    }
    read_block(key, key_span);
  }

  void read_block(const std::string& key, ByteSpan key_span) {
    std::vector<std::pair<std::string, ByteSpan>> labels;
    for (;;) {
      skip_blank(false);
      const std::size_t begin = at_;
      if (here() == '{') break;
      std::string label;
      if (here() == '"') {
        if (!read_plain_string(label)) return;
      } else if (is_name_begin(here())) {
        label = name();
      } else {
        return fail("a block has no '{'");
      }
      labels.emplace_back(label, span_of(begin, at_));
      if (labels.size() > 8) return fail("a block has more than 8 labels");
    }
    if (key == "dynamic" && !labels.empty()) {
      // As many blocks as an expression says: what they hold is unknown.
      builder_.key(labels[0].first, labels[0].second);
      builder_.scalar(NodeKind::kUnknown, ScalarStyle::kPlain, "", labels[0].second);
      return skip_brackets();
    }
    if (builder_.depth() + labels.size() + 1 >= limits_.depth) {
      return fail(fmt::format("it is nested deeper than {} levels", limits_.depth));
    }
    const ByteSpan begin = span_of(key_span.begin.value, at_ + 1);
    builder_.key(key, key_span);
    builder_.open(NodeKind::kMap, begin);
    for (const auto& [label, span] : labels) {
      builder_.key(label, span);
      builder_.open(NodeKind::kMap, begin);
    }
    ++at_;
    Open open{Open::What::kBlock, static_cast<int>(labels.size()) + 1, key, false, false, ""};
    if (!labels.empty()) open.label = labels.back().first;
    open_.push_back(std::move(open));
  }

  void step_object() {
    const std::size_t begin = at_;
    std::string key;
    if (here() == '"') {
      if (!read_plain_string(key)) return;
    } else if (here() == '(') {  // a computed key
      skip_brackets();
    } else if (is_name_begin(here()) || std::isdigit(static_cast<unsigned char>(here())) != 0) {
      while (!ended() && (is_name(here()) || here() == '.' || here() == ':' || here() == '/')) {
        if (here() == ':') break;
        ++at_;
      }
      key = bytes_.substr(begin, at_ - begin);
    } else {
      return fail("a key of an object must be a name or a string");
    }
    const ByteSpan span = span_of(begin, at_);
    skip_blank(true);
    if (here() != '=' && here() != ':') return fail("a '=' or ':' is missing behind a key");
    ++at_;
    builder_.key(key, span);
    attribute_.clear();
    read_value();
  }

  // A value ends at a line's end, a comma or what closes the thing around it.
  bool at_end_of_value() {
    skip_blank(false);
    const char c = here();
    return ended() || c == '\n' || c == ',' || c == ']' || c == '}' || c == ')';
  }

  void read_value() {
    skip_blank(open_.back().what != Open::What::kBlock);
    if (ended()) return fail("a value is missing");
    const std::size_t begin = at_;
    const char c = here();
    if (c == '"') {
      std::string text;
      bool computed = false;
      if (!read_string(text, computed)) return;
      const std::size_t end = at_;
      if (!at_end_of_value()) return unknown(begin);
      return scalar(computed ? NodeKind::kUnknown : NodeKind::kString, ScalarStyle::kDoubleQuoted,
                    computed ? std::string(bytes_.substr(begin, end - begin)) : text, false,
                    span_of(begin, end));
    }
    if (starts("<<")) return read_heredoc(begin);
    if (c == '[' || c == '{') return open_collection(c, false);
    if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-' || is_name_begin(c)) {
      if (c == '-') ++at_;
      while (!ended() && (is_name(here()) || here() == '.')) ++at_;
      const std::string_view word = bytes_.substr(begin, at_ - begin);
      const std::size_t end = at_;
      if (word == "jsonencode" || word == "yamlencode" || word == "toset" || word == "tolist") {
        skip_blank(false);
        if (here() == '(') {
          ++at_;
          skip_blank(true);
          if (here() == '[' || here() == '{') return open_collection(here(), true);
        }
        at_ = end;
      }
      if (!at_end_of_value()) return unknown(begin);
      const ByteSpan span = span_of(begin, end);
      bool flag = false;
      const NodeKind kind = kind_of_plain_scalar(word, flag);
      if (kind != NodeKind::kString) return scalar(kind, ScalarStyle::kPlain, std::string(word), flag, span);
      if (const auto known = known_.find(word); known != known_.end()) {
        const Literal& literal = known->second;
        return scalar(literal.kind, ScalarStyle::kPlain, literal.text, literal.flag, span);
      }
      return scalar(NodeKind::kUnknown, ScalarStyle::kPlain, std::string(word), false, span);
    }
    unknown(begin);
  }

  void open_collection(char c, bool call) {
    if (builder_.depth() >= limits_.depth) {
      return fail(fmt::format("it is nested deeper than {} levels", limits_.depth));
    }
    const std::size_t begin = at_++;
    skip_blank(true);
    const std::size_t word = at_;
    if (starts("for") && at_ + 3 < bytes_.size() && !is_name(bytes_[at_ + 3])) {
      // A comprehension.
      at_ = begin;
      skip_brackets();
      if (call) skip_arguments();
      if (call && here() == ')') ++at_;
      if (!at_end_of_value()) skip_expression();
      return scalar(NodeKind::kUnknown, ScalarStyle::kPlain, "", false, span_of(begin, at_));
    }
    at_ = word;
    builder_.open(c == '[' ? NodeKind::kList : NodeKind::kMap, span_of(begin, begin + 1));
    open_.push_back({c == '[' ? Open::What::kList : Open::What::kObject, 1, "", call, false, ""});
  }

  void scalar(NodeKind kind, ScalarStyle style, const std::string& text, bool flag, ByteSpan span) {
    // Text as it stands in the file needs no copy, and maps back to it byte by byte.
    std::string_view raw = bytes_.substr(span.begin.value, span.size());
    if (style == ScalarStyle::kDoubleQuoted && raw.size() >= 2) raw = raw.substr(1, raw.size() - 2);
    const NodeIndex index = builder_.scalar(kind, style, raw == text ? raw : std::string_view(text), span);
    builder_.set_flag(index, flag);
    Open& open = open_.back();
    if (open.what != Open::What::kBlock) return;
    if (attribute_ == "count" && text == "0") open.off = true;
    if (found_ == nullptr || kind == NodeKind::kUnknown) return;
    if (open.name == "variable" && attribute_ == "default")
      (*found_)["var." + open.label] = {kind, flag, text};
    if (open.name == "locals" && open_.size() == 2) (*found_)["local." + attribute_] = {kind, flag, text};
  }

  void unknown(std::size_t begin) {
    at_ = begin;
    skip_expression();
    scalar(NodeKind::kUnknown, ScalarStyle::kPlain, std::string(bytes_.substr(begin, at_ - begin)), false,
           span_of(begin, at_));
  }

  // To the end of an expression: a line's end or comma outside of brackets, or what closes the thing around.
  void skip_expression() {
    std::size_t depth = 0;
    while (!ended() && !reading_.failure) {
      const char c = here();
      if (c == '"') {
        skip_string();
        continue;
      }
      if (starts("<<") && depth == 0 && skip_heredoc()) continue;
      if (c == '#' || starts("//") || starts("/*")) {
        skip_blank(false);
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') {
        if (depth == 0) return;
        --depth;
      }
      if (depth == 0 && (c == '\n' || c == ',')) return;
      ++at_;
    }
  }

  // To the `)` that closes the call whose first argument was read.
  void skip_arguments() {
    while (!ended() && !reading_.failure) {
      skip_blank(true);
      skip_expression();
      if (here() != ',' && here() != '\n') return;
      ++at_;
    }
  }

  // A bracket and all up to its end.
  void skip_brackets() {
    std::size_t depth = 0;
    while (!ended() && !reading_.failure) {
      const char c = here();
      if (c == '"') {
        skip_string();
        continue;
      }
      if (starts("<<") && skip_heredoc()) continue;
      if (c == '#' || starts("//") || starts("/*")) {
        skip_blank(false);
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++depth;
      ++at_;
      if (c == ')' || c == ']' || c == '}') {
        if (--depth == 0) return;
      }
    }
    fail("a bracket has no end");
  }

  // A string with its interpolations, which may hold strings themselves.
  void skip_string() {
    ++at_;
    std::vector<char> inside = {'"'};
    while (!ended()) {
      const char c = here();
      if (inside.back() == '"') {
        if (c == '\\') {
          at_ += 2;
          continue;
        }
        if (c == '\n') return;
        if (starts("$${") || starts("%%{")) {
          at_ += 3;
          continue;
        }
        if (starts("${") || starts("%{")) {
          inside.push_back('}');
          at_ += 2;
          continue;
        }
        ++at_;
        if (c == '"') {
          inside.pop_back();
          if (inside.empty()) return;
        }
        continue;
      }
      ++at_;
      if (c == '"') inside.push_back('"');
      if (c == '{') inside.push_back('}');
      if (c == '}') inside.pop_back();
      if (inside.size() > limits_.depth) return fail("a string holds too many others");
    }
  }

  bool read_plain_string(std::string& text) {
    bool computed = false;
    return read_string(text, computed);
  }

  bool read_string(std::string& text, bool& computed) {
    const std::size_t begin = at_;
    skip_string();
    if (at_ > bytes_.size()) at_ = bytes_.size();
    if (reading_.failure) return false;
    if (at_ < begin + 2 || bytes_[at_ - 1] != '"') {
      at_ = begin;
      fail("a string has no end");
      return false;
    }
    const std::string_view raw = bytes_.substr(begin + 1, at_ - begin - 2);
    if (raw.size() > limits_.scalar_bytes) {
      fail(fmt::format("a value is larger than {} bytes", limits_.scalar_bytes));
      return false;
    }
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const char c = raw[i];
      if ((c == '$' || c == '%') && i + 1 < raw.size()) {
        if (raw[i + 1] == '{' && (i == 0 || raw[i - 1] != c)) computed = true;
      }
      if (c == '\\' && i + 1 < raw.size()) {
        const char next = raw[++i];
        text += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
      } else {
        text += c;
      }
    }
    return true;
  }

  struct Heredoc {
    std::size_t text_begin = 0;
    std::size_t text_end = 0;
    std::size_t end = 0;
  };

  [[nodiscard]] std::optional<Heredoc> heredoc() const {
    std::size_t at = at_ + 2;
    if (at < bytes_.size() && bytes_[at] == '-') ++at;
    const std::size_t begin = at;
    while (at < bytes_.size() && is_name(bytes_[at])) ++at;
    if (at == begin) return std::nullopt;
    const std::string_view word = bytes_.substr(begin, at - begin);
    std::size_t line = bytes_.find('\n', at);
    if (line == std::string_view::npos) return std::nullopt;
    Heredoc found;
    found.text_begin = ++line;
    while (line < bytes_.size()) {
      std::size_t end = bytes_.find('\n', line);
      if (end == std::string_view::npos) end = bytes_.size();
      std::string_view text = bytes_.substr(line, end - line);
      while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
      while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
      if (text == word) {
        found.text_end = line;
        found.end = end;
        return found;
      }
      line = end + 1;
    }
    return std::nullopt;
  }

  bool skip_heredoc() {
    const std::optional<Heredoc> found = heredoc();
    if (!found) return false;
    at_ = found->end;
    return true;
  }

  void read_heredoc(std::size_t begin) {
    const std::optional<Heredoc> found = heredoc();
    if (!found) return fail("a here-document has no end");
    at_ = found->end;
    const std::string_view text = bytes_.substr(found->text_begin, found->text_end - found->text_begin);
    if (text.size() > limits_.scalar_bytes) {
      at_ = begin;
      return fail(fmt::format("a value is larger than {} bytes", limits_.scalar_bytes));
    }
    const bool computed = text.find("${") != std::string_view::npos;
    const NodeIndex index =
        builder_.scalar(computed ? NodeKind::kUnknown : NodeKind::kString, ScalarStyle::kPlain, text,
                        span_of(found->text_begin, found->text_end));
    builder_.set_flag(index, false);
  }

  std::string_view bytes_;
  const DocumentLimits& limits_;
  DocumentBuilder builder_;
  const Literals& known_;
  Literals* found_;
  DocumentReading reading_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  std::string attribute_;
};

}  // namespace

DocumentReading read_hcl(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if (bytes.size() > limits.bytes) {
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  // Twice: a variable may be used above the block that has its default.
  Literals literals;
  const Literals none;
  if (bytes.find("var.") != std::string_view::npos || bytes.find("local.") != std::string_view::npos) {
    HclReader(bytes, limits, none, &literals).read();
  }
  return HclReader(bytes, limits, literals, nullptr).read();
}

}  // namespace trawl
