// Configuration by lines of words: Apache httpd, Caddy, HAProxy. What they share is words, quotes and lines
// that go on; what differs is how blocks begin and end.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return result;
}

struct Word {
  std::string text;
  ByteSpan span;
  bool quoted = false;
};

/// What differs between the programs' lines.
struct Dialect {
  std::string_view quotes;
  bool comment_anywhere = false;  ///< `#` begins one before any word, not only at the front of a line
  bool escapes = false;           ///< a backslash outside of quotes takes the next character as it is
  bool long_quotes = false;       ///< a quoted text may go over several lines; else it ends with its line
};

/// Gives line by line its words; lines that a backslash ends go on.
class Lines {
 public:
  Lines(std::string_view bytes, const Dialect& dialect) : bytes_(bytes), dialect_(dialect) {
    if (bytes.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  /// False at the end. Empty lines and comments are passed over.
  bool next(std::vector<Word>& words) {
    words.clear();
    while (at_ < bytes_.size() && words.empty()) read_line(words);
    return !words.empty();
  }

  /// Where a quoted text begins that has no end; what it holds up to the end of its line was read.
  [[nodiscard]] std::optional<Word> unended() const { return unended_; }

 private:
  void skip_comment() {
    while (at_ < bytes_.size() && bytes_[at_] != '\n') ++at_;
  }

  // Passes blanks and a backslash at a line's end. False: the line is over.
  bool skip_blanks() {
    while (at_ < bytes_.size()) {
      if (is_blank(bytes_[at_])) {
        ++at_;
      } else if (bytes_[at_] == '\\' && line_goes_on()) {
        at_ = std::min(bytes_.find('\n', at_), bytes_.size() - 1) + 1;
      } else {
        return bytes_[at_] != '\n';
      }
    }
    return false;
  }

  [[nodiscard]] bool line_goes_on() const {
    std::size_t end = at_ + 1;
    while (end < bytes_.size() && bytes_[end] == '\r') ++end;
    return end < bytes_.size() && bytes_[end] == '\n';
  }

  void read_line(std::vector<Word>& words) {
    while (skip_blanks()) {
      if (bytes_[at_] == '#' && (words.empty() || dialect_.comment_anywhere)) {
        skip_comment();
        break;
      }
      words.push_back(read_word());
    }
    if (at_ < bytes_.size()) ++at_;
  }

  Word read_word() {
    Word word;
    const std::size_t begin = at_;
    const char first = bytes_[at_];
    if (dialect_.quotes.find(first) != std::string_view::npos) {
      std::size_t end = at_ + 1;
      while (end < bytes_.size() && bytes_[end] != first) {
        if (bytes_[end] == '\n' && !dialect_.long_quotes) break;
        const std::size_t line_end = bytes_.substr(end).starts_with("\\\r\n") ? 3U
                                     : bytes_.substr(end).starts_with("\\\n") ? 2U
                                                                              : 0U;
        if (line_end > 0) {  // the line goes on within the quotes
          end += line_end;
          continue;
        }
        if (bytes_[end] == '\\' && first != '`' && end + 1 < bytes_.size() &&
            (bytes_[end + 1] == first || bytes_[end + 1] == '\\')) {
          ++end;
        }
        word.text += bytes_[end++];
      }
      if (end >= bytes_.size() || bytes_[end] != first) {
        // The rest of the file is not swallowed: it is read from the next line on.
        const std::size_t line_end = std::min(bytes_.find('\n', begin), bytes_.size());
        word.text.resize(std::min(word.text.size(), line_end - begin - 1));
        at_ = line_end;
        word.span = span_of(begin, line_end);
        word.quoted = true;
        if (!unended_) unended_ = word;
        return word;
      }
      at_ = end + 1;
      const bool exact = word.text.size() == at_ - begin - 2 && !word.text.empty();
      word.span = exact ? span_of(begin + 1, at_ - 1) : span_of(begin, at_);
      word.quoted = true;
      return word;
    }
    while (at_ < bytes_.size() && !is_blank(bytes_[at_]) && bytes_[at_] != '\n') {
      if (bytes_[at_] == '\\') {
        if (line_goes_on()) break;
        if (dialect_.escapes && at_ + 1 < bytes_.size()) ++at_;
      }
      word.text += bytes_[at_++];
    }
    word.span = span_of(begin, at_);
    return word;
  }

  std::string_view bytes_;
  const Dialect& dialect_;
  std::size_t at_ = 0;
  std::optional<Word> unended_;
};

/// What the three have in common: directives under their names, blocks with `args`.
class DirectiveWriter {
 public:
  DirectiveWriter(std::string_view bytes, const DocumentLimits& limits)
      : bytes_(bytes), limits_(limits), builder_(bytes) {
    builder_.open(NodeKind::kMap, span_of(0, bytes.size()));
  }

  void directive(std::string_view key, const std::vector<Word>& words, std::size_t first) {
    builder_.key(key, words.front().span);
    list(words, first, words.size());
  }

  void open(std::string_view key, ByteSpan key_span, const std::vector<Word>& words, std::size_t first,
            std::size_t end) {
    builder_.key(key, key_span);
    builder_.open(NodeKind::kMap, span_of(words.front().span.begin.value, words.back().span.end.value));
    builder_.key("args", key_span);
    list(words, first, end);
  }

  void close(std::size_t end) { builder_.close(ByteOffset(end)); }
  [[nodiscard]] std::size_t depth() const { return builder_.depth(); }

  [[nodiscard]] std::optional<std::string> over_limit() const {
    if (builder_.size() > limits_.nodes) return fmt::format("it has more than {} values", limits_.nodes);
    if (builder_.depth() > limits_.depth) return fmt::format("it nests deeper than {}", limits_.depth);
    return std::nullopt;
  }

  Document finish() {
    while (builder_.depth() > 0) builder_.close(ByteOffset(bytes_.size()));
    return builder_.finish();
  }

 private:
  void list(const std::vector<Word>& words, std::size_t first, std::size_t end) {
    const ByteSpan all =
        first < end ? ByteSpan{words[first].span.begin, words[end - 1].span.end} : words.front().span;
    builder_.open(NodeKind::kList, all);
    for (std::size_t i = first; i < end; ++i) {
      builder_.scalar(NodeKind::kString, ScalarStyle::kPlain, words[i].text, words[i].span);
    }
    builder_.close(all.end);
  }

  std::string_view bytes_;
  const DocumentLimits& limits_;
  DocumentBuilder builder_;
};

std::optional<std::string> too_large(std::string_view bytes, const DocumentLimits& limits) {
  if (bytes.size() <= limits.bytes) return std::nullopt;
  return fmt::format("it is larger than {} bytes", limits.bytes);
}

std::string at_line(std::string_view bytes, const Word& word, std::string_view why) {
  const auto begin = bytes.begin();
  return fmt::format("line {}: {}",
                     1 + std::count(begin, begin + static_cast<std::ptrdiff_t>(word.span.begin.value), '\n'),
                     why);
}

void finish(DocumentReading& reading, DirectiveWriter& writer, const Lines& lines, std::string_view bytes) {
  if (!reading.failure) {
    reading.documents.push_back(writer.finish());
    if (lines.unended()) reading.failure = at_line(bytes, *lines.unended(), "a quoted text has no end");
  } else if (is_templated(bytes)) {
    reading.failure = "it is a template";
    reading.templated = true;
  }
}

}  // namespace

DocumentReading read_apache(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if ((reading.failure = too_large(bytes, limits))) return reading;
  const Dialect dialect{"\"'", false, false, false};
  Lines lines(bytes, dialect);
  DirectiveWriter writer(bytes, limits);
  std::vector<Word> words;
  std::vector<std::string> open;  // sections, also those that make no block
  while (!reading.failure && lines.next(words)) {
    std::string& first = words.front().text;
    if (first.starts_with("</")) {
      const std::string name = lower(std::string_view(first).substr(2, first.find('>') - 2));
      if (open.empty() || open.back() != name) {
        reading.failure =
            at_line(bytes, words.front(), fmt::format("'</{}>' closes no section", name.substr(0, 40)));
        break;
      }
      open.pop_back();
      if (name != "ifmodule" && name != "ifversion") writer.close(words.front().span.end.value);
    } else if (first.starts_with('<') && first.size() > 1) {
      const std::string name = lower(std::string_view(first).substr(1));
      // The bracket that ends the line is no argument.
      Word& last = words.back();
      if (&last != &words.front() && last.text.ends_with('>') && !last.quoted) {
        last.text.pop_back();
        last.span.end = ByteOffset(last.span.end.value - 1);
        if (last.text.empty()) words.pop_back();
      }
      std::string key = name;
      while (key.ends_with('>')) key.pop_back();
      open.push_back(key);
      if (open.size() > limits.depth) {
        reading.failure = fmt::format("it nests deeper than {}", limits.depth);
      } else if (key != "ifmodule" && key != "ifversion") {
        // What a module's presence decides is taken as it stands: the modules are there where it is used.
        const ByteSpan span = span_of(words.front().span.begin.value + 1, words.front().span.end.value);
        writer.open(key, span, words, 1, words.size());
      }
    } else {
      writer.directive(lower(first), words, 1);
    }
    if (!reading.failure) reading.failure = writer.over_limit();
  }
  if (!reading.failure && !open.empty()) {
    reading.failure = fmt::format("the section '<{}>' is not closed", open.back().substr(0, 40));
  }
  finish(reading, writer, lines, bytes);
  return reading;
}

DocumentReading read_caddyfile(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if ((reading.failure = too_large(bytes, limits))) return reading;
  const Dialect dialect{"\"`", true, false, true};
  Lines lines(bytes, dialect);
  DirectiveWriter writer(bytes, limits);
  std::vector<Word> words;
  bool bare_site = false;  // a file with one site may leave its braces out
  while (!reading.failure && lines.next(words)) {
    if (words.front().text == "}" && !words.front().quoted) {
      if (writer.depth() <= 1) {
        reading.failure = at_line(bytes, words.front(), "a '}' closes no block");
        break;
      }
      writer.close(words.front().span.end.value);
      words.erase(words.begin());
      if (words.empty()) continue;
    }
    const bool opens = words.back().text == "{" && !words.back().quoted;
    const bool top = writer.depth() == 1;
    if (opens && words.size() == 1) {
      writer.open("global", words.front().span, words, 1, 1);
    } else if (opens && top && words.front().text.starts_with('(')) {
      writer.open("snippet", words.front().span, words, 0, words.size() - 1);
    } else if (opens && top) {
      writer.open("site", words.front().span, words, 0, words.size() - 1);
    } else if (opens) {
      writer.open(words.front().text, words.front().span, words, 1, words.size() - 1);
    } else if (top && !bare_site && words.front().text != "import") {
      bare_site = true;
      writer.open("site", words.front().span, words, 0, words.size());
    } else {
      writer.directive(words.front().text, words, 1);
    }
    if (!reading.failure) reading.failure = writer.over_limit();
  }
  if (!reading.failure && writer.depth() > (bare_site ? 2U : 1U))
    reading.failure = "a block is not closed by '}'";
  finish(reading, writer, lines, bytes);
  return reading;
}

DocumentReading read_haproxy(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if ((reading.failure = too_large(bytes, limits))) return reading;
  const Dialect dialect{"\"'", true, true, false};
  Lines lines(bytes, dialect);
  DirectiveWriter writer(bytes, limits);
  std::vector<Word> words;
  constexpr std::string_view kSections[] = {
      "global",   "defaults",    "frontend",  "backend",     "listen",  "userlist",
      "peers",    "resolvers",   "mailers",   "cache",       "program", "ring",
      "fcgi-app", "http-errors", "crt-store", "log-forward", "traces"};
  while (!reading.failure && lines.next(words)) {
    const std::string& first = words.front().text;
    if (std::find(std::begin(kSections), std::end(kSections), first) != std::end(kSections)) {
      if (writer.depth() > 1) writer.close(words.front().span.begin.value);
      writer.open(first, words.front().span, words, 1, words.size());
    } else if (writer.depth() <= 1 && !first.starts_with('.')) {
      reading.failure = at_line(bytes, words.front(), "a line stands in no section");
    } else {
      writer.directive(first, words, 1);
    }
    if (!reading.failure) reading.failure = writer.over_limit();
  }
  finish(reading, writer, lines, bytes);
  return reading;
}

}  // namespace trawl
