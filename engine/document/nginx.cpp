#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <algorithm>
#include <iterator>

#include "engine/document/document.h"

namespace trawl {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// One word of a directive and where it stands.
struct Word {
  std::string text;
  ByteSpan span;
  ScalarStyle style = ScalarStyle::kPlain;
};

/// Takes a configuration apart as ngx_conf_read_token does: words, `;`, `{`, `}`.
class Tokens {
 public:
  enum class Kind : std::uint8_t { kWord, kSemicolon, kOpen, kClose, kEnd, kBroken };

  explicit Tokens(std::string_view bytes) : bytes_(bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  Kind next() {
    for (;;) {
      while (at_ < bytes_.size() && is_blank(bytes_[at_])) ++at_;
      if (at_ >= bytes_.size()) return Kind::kEnd;
      if (bytes_[at_] != '#') break;
      while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
    }
    begin_ = at_;
    switch (bytes_[at_]) {
      case ';':
        ++at_;
        return Kind::kSemicolon;
      case '{':
        ++at_;
        return Kind::kOpen;
      case '}':
        ++at_;
        return Kind::kClose;
      case '"':
      case '\'':
        return quoted(bytes_[at_]);
      default:
        return plain();
    }
  }

  /// Passes a block of Lua, whose braces nest outside of its strings and comments; the brace was read. The
  /// text between the braces.
  std::optional<ByteSpan> lua_block() {
    const std::size_t begin = at_;
    std::size_t depth = 1;
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == '"' || c == '\'') {
        pass_lua_string(c);
      } else if (bytes_.substr(at_).starts_with("--[[")) {
        pass_to("]]");
      } else if (bytes_.substr(at_).starts_with("--")) {
        while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
      } else if (bytes_.substr(at_).starts_with("[[")) {
        pass_to("]]");
      } else {
        ++at_;
        if (c == '{') ++depth;
        if (c == '}' && --depth == 0) return span_of(begin, at_ - 1);
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] Word& word() { return word_; }
  [[nodiscard]] std::size_t begin() const { return begin_; }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] const char* why() const { return why_; }

 private:
  void pass_to(std::string_view end) {
    const std::size_t found = bytes_.find(end, at_ + 2);
    at_ = found == std::string_view::npos ? bytes_.size() : found + end.size();
  }

  void pass_lua_string(char quote) {
    for (++at_; at_ < bytes_.size() && bytes_[at_] != quote && bytes_[at_] != '\n'; ++at_) {
      if (bytes_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, bytes_.size());
  }

  // A backslash stands for itself but before quotes, blanks' letters and another backslash.
  void decode(std::string_view raw) {
    word_.text.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] == '\\' && i + 1 < raw.size()) {
        const char c = raw[i + 1];
        const char made = c == 't' ? '\t' : c == 'r' ? '\r' : c == 'n' ? '\n' : c;
        if (c == '"' || c == '\'' || c == '\\' || made != c) {
          word_.text += made;
          ++i;
          continue;
        }
      }
      word_.text += raw[i];
    }
  }

  Kind quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < bytes_.size() && bytes_[end] != quote) end += bytes_[end] == '\\' ? 2 : 1;
    if (end >= bytes_.size()) {
      why_ = "a quoted text has no end";
      return Kind::kBroken;
    }
    const std::string_view raw = bytes_.substr(at_ + 1, end - at_ - 1);
    decode(raw);
    // Bytes that stand for themselves map to the file one by one; an empty text is shown by its quotes.
    const bool exact = word_.text == raw && !raw.empty();
    word_.style = exact ? ScalarStyle::kPlain : ScalarStyle::kDoubleQuoted;
    word_.span = exact ? span_of(at_ + 1, end) : span_of(at_, end + 1);
    at_ = end + 1;
    return Kind::kWord;
  }

  Kind plain() {
    std::size_t end = at_;
    for (; end < bytes_.size(); ++end) {
      const char c = bytes_[end];
      if (is_blank(c) || c == ';') break;
      if (c == '{' && (end == at_ || bytes_[end - 1] != '$')) break;
      if (c == '\\' && end + 1 < bytes_.size()) ++end;
      if (c == '{') {  // `${name}`
        while (end < bytes_.size() && bytes_[end] != '}' && !is_blank(bytes_[end])) ++end;
        if (end >= bytes_.size() || is_blank(bytes_[end])) break;
      }
    }
    end = std::min(end, bytes_.size());
    const std::string_view raw = bytes_.substr(at_, end - at_);
    decode(raw);
    word_.style = word_.text == raw ? ScalarStyle::kPlain : ScalarStyle::kDoubleQuoted;
    word_.span = span_of(at_, end);
    at_ = end;
    return Kind::kWord;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  Word word_;
  const char* why_ = "";
};

// `{NAME}`, which a script fills in before nginx reads the file.
bool has_named_hole(std::string_view bytes) {
  for (std::size_t at = bytes.find('{'); at != std::string_view::npos; at = bytes.find('{', at + 1)) {
    std::size_t end = at + 1;
    while (end < bytes.size() && ((bytes[end] >= 'A' && bytes[end] <= 'Z') || bytes[end] == '_')) ++end;
    if (end > at + 3 && end < bytes.size() && bytes[end] == '}' && (at == 0 || bytes[at - 1] != '$'))
      return true;
  }
  return false;
}

class NginxReader {
 public:
  NginxReader(std::string_view bytes, const DocumentLimits& limits)
      : bytes_(bytes), limits_(limits), tokens_(bytes), builder_(bytes) {}

  DocumentReading read() {
    DocumentReading reading;
    reading.failure = read_file();
    if (!reading.failure) {
      reading.documents.push_back(builder_.finish());
      reading.failure = no_directive_;
    } else if (is_templated(bytes_) || has_named_hole(bytes_)) {
      reading.failure = "it is a template";
      reading.templated = true;
    }
    return reading;
  }

 private:
  std::optional<std::string> broken(std::string_view why) const {
    std::size_t line = 1;
    for (std::size_t i = 0; i < tokens_.begin() && i < bytes_.size(); ++i) line += bytes_[i] == '\n' ? 1 : 0;
    return fmt::format("line {}: {}", line, why);
  }

  std::optional<std::string> read_file() {
    builder_.open(NodeKind::kMap, span_of(0, bytes_.size()));
    for (;;) {
      if (builder_.size() > limits_.nodes) return fmt::format("it has more than {} values", limits_.nodes);
      switch (tokens_.next()) {
        case Tokens::Kind::kWord:
          words_.push_back(std::move(tokens_.word()));
          if (words_.back().text.size() > limits_.scalar_bytes) return broken("a word is too long");
          break;
        case Tokens::Kind::kSemicolon:
          if (words_.empty()) return broken("a ';' ends no directive");
          add_directive();
          break;
        case Tokens::Kind::kOpen:
          if (words_.empty()) return broken("a '{' opens no block");
          if (auto failed = open_block()) return failed;
          break;
        case Tokens::Kind::kClose:
          if (!words_.empty()) return broken("a directive is not ended by ';'");
          if (builder_.depth() <= 1) return broken("a '}' closes no block");
          builder_.close(ByteOffset(tokens_.at()));
          break;
        case Tokens::Kind::kEnd:
          if (!words_.empty()) return broken("a directive is not ended by ';'");
          if (builder_.depth() > 1) return broken("a block is not closed by '}'");
          builder_.close(ByteOffset(bytes_.size()));
          return std::nullopt;
        case Tokens::Kind::kBroken:
          return broken(tokens_.why());
      }
    }
  }

  // Whatever stands in the place of a directive belongs to something else: nginx would not begin, and what
  // follows was perhaps misread.
  void judge_name() {
    const std::string& name = words_.front().text;
    constexpr std::string_view kFree[] = {"map", "types", "geo", "split_clients", "charset_map", "match"};
    const std::string_view block = builder_.node(builder_.innermost()).key;
    const bool right = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (right || no_directive_ || name.starts_with('$') || name.starts_with('@') ||
        std::find(std::begin(kFree), std::end(kFree), block) != std::end(kFree)) {
      return;
    }
    no_directive_ = broken("what stands here is no directive");
  }

  // A directive without its ';' takes the next block for its own.
  void judge_block() {
    constexpr std::string_view kBlocks[] = {
        "acme_issuer",  "application", "charset_map",   "events", "geo",   "http",    "if",
        "limit_except", "location",    "mail",          "map",    "match", "mgmt",    "otel_exporter",
        "rtmp",         "server",      "split_clients", "stream", "types", "upstream"};
    const std::string& name = words_.front().text;
    if (no_directive_ || name.ends_with("_by_lua_block") || name.starts_with('$') || name.starts_with('@') ||
        std::find(std::begin(kBlocks), std::end(kBlocks), name) != std::end(kBlocks)) {
      return;
    }
    no_directive_ = broken(fmt::format("'{}' is no block", name.substr(0, 40)));
  }

  void add_arguments() {
    const ByteSpan name = words_.front().span;
    const ByteSpan all{words_.size() > 1 ? words_[1].span.begin : name.end, words_.back().span.end};
    builder_.open(NodeKind::kList, all);
    for (std::size_t i = 1; i < words_.size(); ++i) {
      builder_.scalar(NodeKind::kString, words_[i].style, words_[i].text, words_[i].span);
    }
    builder_.close(all.end);
  }

  void add_directive() {
    judge_name();
    builder_.key(words_.front().text, words_.front().span);
    add_arguments();
    words_.clear();
  }

  std::optional<std::string> open_block() {
    if (builder_.depth() >= limits_.depth)
      return broken(fmt::format("it nests deeper than {}", limits_.depth));
    judge_name();
    judge_block();
    const std::string& name = words_.front().text;
    builder_.key(name, words_.front().span);
    if (name.ends_with("_by_lua_block")) {
      const std::optional<ByteSpan> code = tokens_.lua_block();
      if (!code) return broken("a block of Lua is not closed by '}'");
      builder_.scalar(NodeKind::kString, ScalarStyle::kPlain, bytes_.substr(code->begin.value, code->size()),
                      *code);
      words_.clear();
      return std::nullopt;
    }
    builder_.open(NodeKind::kMap, span_of(words_.front().span.begin.value, tokens_.at()));
    builder_.key("args", words_.front().span);
    add_arguments();
    words_.clear();
    return std::nullopt;
  }

  std::string_view bytes_;
  const DocumentLimits& limits_;
  Tokens tokens_;
  DocumentBuilder builder_;
  std::vector<Word> words_;
  std::optional<std::string> no_directive_;
};

}  // namespace

DocumentReading read_nginx(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if (bytes.size() > limits.bytes) {
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  return NginxReader(bytes, limits).read();
}

}  // namespace trawl
