#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && (is_blank(text.back()) || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

/// A piece of an instruction and where it stands.
struct Word {
  std::string text;
  ByteSpan span;
};

struct Instruction {
  std::string name;
  ByteSpan span;
  ByteSpan name_span;
  std::vector<Word> flags;
  std::vector<Word> arguments;
  Word text;     ///< all behind name and flags, lines joined
  Word heredoc;  ///< the lines of all here-documents
  std::size_t stage = 0;
  bool before_stages = false;
};

struct Stage {
  const Instruction* from = nullptr;
  const Word* base = nullptr;
  const Word* name = nullptr;
  const Word* image = nullptr;  ///< what it is built on in the end
  const Word* user = nullptr;
  std::vector<std::size_t> instructions;
};

// Splits a file into instructions (Dockerfile reference, "Format", "Parser directives", "Here-Documents").
class Splitter {
 public:
  explicit Splitter(std::string_view bytes) : bytes_(bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) at_ = 3;
    read_directives();
  }

  bool next(Instruction& instruction) {
    for (;;) {
      if (at_ >= bytes_.size()) return false;
      const std::string_view line = trimmed(line_at(at_));
      if (!line.empty() && line.front() != '#') break;
      at_ = next_line(at_);
    }
    instruction = {};
    joined_.clear();
    offsets_.clear();
    join_lines();
    split(instruction);
    note_unknown(instruction);
    read_heredocs(instruction);
    return true;
  }

  /// What a builder would refuse; all that could be read is judged all the same.
  [[nodiscard]] const std::optional<std::string>& failure() const { return failure_; }
  [[nodiscard]] bool templated() const { return templated_; }

 private:
  void fail(std::uint64_t at, std::string_view why) {
    if (failure_) return;
    const auto begin = bytes_.begin();
    failure_ =
        fmt::format("line {}: {}", 1 + std::count(begin, begin + static_cast<std::ptrdiff_t>(at), '\n'), why);
  }

  void note_unknown(const Instruction& instruction) {
    constexpr std::string_view kNames[] = {"ADD",        "ARG",     "CMD",    "COPY",        "ENTRYPOINT",
                                           "ENV",        "EXPOSE",  "FROM",   "HEALTHCHECK", "LABEL",
                                           "MAINTAINER", "ONBUILD", "RUN",    "SHELL",       "STOPSIGNAL",
                                           "USER",       "VOLUME",  "WORKDIR"};
    // Another frontend may know others.
    if (own_syntax_ || instruction.name.empty() ||
        std::find(std::begin(kNames), std::end(kNames), instruction.name) != std::end(kNames))
      return;
    // `%%VARIANT%%`, `<% if %>`, `@IMAGE@`: filled in by a program.
    templated_ =
        templated_ || std::string_view("%<@{$").find(instruction.name.front()) != std::string_view::npos;
    fail(instruction.name_span.begin.value, "no instruction of a Dockerfile");
  }

  [[nodiscard]] std::size_t next_line(std::size_t at) const {
    const std::size_t end = bytes_.find('\n', at);
    return end == std::string_view::npos ? bytes_.size() : end + 1;
  }
  [[nodiscard]] std::string_view line_at(std::size_t at) const {
    return bytes_.substr(at, next_line(at) - at);
  }

  // `# escape=` counts only among the comments at the very top.
  void read_directives() {
    for (std::size_t at = at_; at < bytes_.size(); at = next_line(at)) {
      std::string_view line = trimmed(line_at(at));
      if (!line.starts_with('#')) return;
      line = trimmed(line.substr(1));
      const std::size_t equals = line.find('=');
      if (equals == std::string_view::npos) return;
      const std::string key = upper(trimmed(line.substr(0, equals)));
      if (key != "ESCAPE" && key != "SYNTAX" && key != "CHECK") return;
      const std::string_view value = trimmed(line.substr(equals + 1));
      if (key == "SYNTAX" && !value.starts_with("docker/dockerfile") &&
          value.find("/docker/dockerfile") == std::string_view::npos) {
        own_syntax_ = true;
      }
      if (key == "ESCAPE" && value == "`") escape_ = '`';
    }
  }

  // One instruction's lines, without what joins them, with the place of each byte.
  void join_lines() {
    bool first = true;
    while (at_ < bytes_.size()) {
      const std::string_view line = line_at(at_);
      const std::string_view text = trimmed(line);
      if (!first && (text.empty() || text.front() == '#')) {  // between continued lines both are passed over
        at_ = next_line(at_);
        continue;
      }
      const bool continued = !text.empty() && text.back() == escape_;
      const std::size_t begin = first ? static_cast<std::size_t>(text.data() - bytes_.data()) : at_;
      std::size_t end =
          static_cast<std::size_t>(text.data() + text.size() - bytes_.data()) - (continued ? 1 : 0);
      end = std::max(end, begin);
      for (std::size_t i = begin; i < end; ++i) {
        joined_ += bytes_[i];
        offsets_.push_back(i);
      }
      at_ = next_line(at_);
      first = false;
      if (!continued) break;
    }
  }

  [[nodiscard]] ByteSpan span_of_joined(std::size_t begin, std::size_t end) const {
    if (offsets_.empty() || begin >= offsets_.size()) return span_of(at_, at_);
    const std::size_t last = end > begin ? end - 1 : begin;  // a word can be empty
    return span_of(offsets_[begin], offsets_[last] + 1);
  }

  [[nodiscard]] Word word(std::size_t begin, std::size_t end) const {
    std::string text = joined_.substr(begin, end - begin);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
      return {text.substr(1, text.size() - 2), span_of_joined(begin + 1, end - 1)};
    }
    return {std::move(text), span_of_joined(begin, end)};
  }

  void skip_blank(std::size_t& at) const {
    while (at < joined_.size() && is_blank(joined_[at])) ++at;
  }

  // The end of a word; quotes hold blanks together.
  [[nodiscard]] std::size_t end_of_word(std::size_t at) const {
    char quote = 0;
    for (; at < joined_.size(); ++at) {
      const char c = joined_[at];
      if (quote != 0) {
        if (c == '\\' && quote == '"' && at + 1 < joined_.size()) {
          ++at;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == escape_ && at + 1 < joined_.size()) {
        ++at;
      } else if (is_blank(c)) {
        break;
      }
    }
    return at;
  }

  void split(Instruction& instruction) {
    std::size_t at = 0;
    while (at < joined_.size() && !is_blank(joined_[at])) ++at;
    instruction.name = upper(std::string_view(joined_).substr(0, at));
    instruction.name_span = span_of_joined(0, at);
    instruction.span = span_of_joined(0, joined_.size());
    skip_blank(at);
    while (joined_.compare(at, 2, "--") == 0) {
      const std::size_t end = end_of_word(at);
      instruction.flags.push_back(word(at, end));
      at = end;
      skip_blank(at);
    }
    instruction.text = {joined_.substr(at), span_of_joined(at, joined_.size())};
    if (split_exec_form(at, instruction)) return;
    while (at < joined_.size()) {
      const std::size_t end = end_of_word(at);
      instruction.arguments.push_back(word(at, end));
      at = end;
      skip_blank(at);
    }
  }

  // The exec form counts as such only if it is a valid list of strings in JSON.
  bool split_exec_form(std::size_t at, Instruction& instruction) const {
    if (at >= joined_.size() || joined_[at] != '[') return false;
    const std::string_view text = trimmed(std::string_view(joined_).substr(at));
    const DocumentReading reading = read_json(text);
    if (reading.failure || reading.documents.size() != 1) return false;
    const Document& list = reading.documents.front();
    std::vector<Word> words;
    for (const NodeIndex child : list.children(list.root())) {
      if (list.node(child).kind != NodeKind::kString) return false;
      const ByteSpan span = list.node(child).span;
      words.push_back({std::string(list.node(child).text),
                       span_of_joined(at + span.begin.value + 1, at + span.end.value - 1)});
    }
    if (list.node(list.root()).kind != NodeKind::kList) return false;
    instruction.arguments = std::move(words);
    return true;
  }

  void read_heredocs(Instruction& instruction) {
    if (instruction.name != "RUN" && instruction.name != "COPY" && instruction.name != "ADD") return;
    const std::string& text = instruction.text.text;
    for (std::size_t i = text.find("<<"); i != std::string::npos; i = text.find("<<", i)) {
      i += 2;
      if (i < text.size() && text[i] == '<') {  // a here-string
        ++i;
        continue;
      }
      const bool tabs = i < text.size() && text[i] == '-';
      if (tabs) ++i;
      const char quote = i < text.size() && (text[i] == '"' || text[i] == '\'') ? text[i] : '\0';
      if (quote != 0) ++i;
      std::size_t end = i;
      while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 ||
                                   text[end] == '_' || text[end] == '.')) {
        ++end;
      }
      if (end == i) continue;
      read_heredoc(text.substr(i, end - i), tabs, instruction);
      i = end;
    }
  }

  void read_heredoc(const std::string& delimiter, bool tabs, Instruction& instruction) {
    const std::size_t begin = at_;
    while (at_ < bytes_.size()) {
      std::string_view line = line_at(at_);
      const std::size_t here = at_;
      at_ = next_line(at_);
      while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
      while (tabs && !line.empty() && line.front() == '\t') line.remove_prefix(1);
      if (line != delimiter) continue;
      Word& all = instruction.heredoc;
      if (all.text.empty()) all.span.begin = ByteOffset(begin);
      all.text += bytes_.substr(begin, here - begin);
      all.span.end = ByteOffset(here);
      instruction.span.end = ByteOffset(here);
      return;
    }
    // Without an end there is nothing to build: what follows is read as if there were no heredoc.
    at_ = begin;
    fail(instruction.span.begin.value,
         fmt::format("the text up to '{}' has no end", delimiter.substr(0, 40)));
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  char escape_ = '\\';
  bool own_syntax_ = false;
  bool templated_ = false;
  std::optional<std::string> failure_;
  std::string joined_;
  std::vector<std::size_t> offsets_;
};

std::vector<Stage> stages_of(std::vector<Instruction>& instructions) {
  std::vector<Stage> stages;
  std::unordered_map<std::string, std::size_t> named;  // in upper case: the last of each name
  for (std::size_t i = 0; i < instructions.size(); ++i) {
    Instruction& instruction = instructions[i];
    if (instruction.name == "FROM") {
      Stage stage;
      stage.from = &instruction;
      if (!instruction.arguments.empty()) stage.base = instruction.arguments.data();
      if (instruction.arguments.size() >= 3 && upper(instruction.arguments[1].text) == "AS") {
        stage.name = &instruction.arguments[2];
      }
      stage.image = stage.base;
      // A name of an earlier stage comes before one of an image.
      const auto earlier = stage.base != nullptr ? named.find(upper(stage.base->text)) : named.end();
      if (earlier != named.end()) {
        stage.image = stages[earlier->second].image;
        stage.user = stages[earlier->second].user;
      }
      if (stage.name != nullptr) named[upper(stage.name->text)] = stages.size();
      stages.push_back(stage);
    }
    instruction.before_stages = stages.empty();
    instruction.stage = stages.empty() ? 0 : stages.size() - 1;
    if (stages.empty()) continue;
    stages.back().instructions.push_back(i);
    if (instruction.name == "USER" && !instruction.arguments.empty()) {
      stages.back().user = instruction.arguments.data();
    }
  }
  return stages;
}

class Writer {
 public:
  explicit Writer(std::string_view bytes) : bytes_(bytes), builder_(bytes) {}

  Document write(const std::vector<Instruction>& instructions, const std::vector<Stage>& stages) {
    const ByteSpan whole = span_of(0, bytes_.size());
    builder_.open(NodeKind::kMap, whole);
    builder_.key("instructions", whole);
    builder_.open(NodeKind::kList, whole);
    for (const Instruction& instruction : instructions) write(instruction);
    builder_.close(whole.end);
    builder_.key("stages", whole);
    builder_.open(NodeKind::kList, whole);
    for (const Stage& stage : stages) write(stage, &stage == &stages.back());
    builder_.close(whole.end);
    builder_.close(whole.end);
    return builder_.finish();
  }

 private:
  void text(std::string_view key, const Word& word, ScalarStyle style = ScalarStyle::kPlain) {
    builder_.key(key, word.span);
    value(word, style);
  }

  // A value that a build argument decides is unknown, unless a default stands beside it.
  void value(const Word& word, ScalarStyle style) {
    builder_.scalar(NodeKind::kString, style, word.text, word.span);
  }

  void flag(std::string_view key, bool value, ByteSpan span) {
    builder_.key(key, span);
    builder_.set_flag(builder_.scalar(NodeKind::kBool, ScalarStyle::kPlain, value ? "true" : "false", span),
                      value);
  }

  void write(const Instruction& instruction) {
    builder_.open(NodeKind::kMap, instruction.span);
    text("name", {instruction.name, instruction.name_span});
    builder_.key("flags", instruction.span);
    builder_.open(NodeKind::kMap, instruction.span);
    for (const Word& word : instruction.flags) {
      const std::size_t equals = word.text.find('=');
      builder_.key(std::string_view(word.text).substr(2, equals == std::string::npos ? equals : equals - 2),
                   word.span);
      builder_.scalar(NodeKind::kString, ScalarStyle::kPlain,
                      equals == std::string::npos ? "" : word.text.substr(equals + 1), word.span);
    }
    builder_.close(instruction.span.end);
    builder_.key("arguments", instruction.text.span);
    builder_.open(NodeKind::kList, instruction.text.span);
    for (const Word& word : instruction.arguments) value(word, ScalarStyle::kPlain);
    builder_.close(instruction.text.span.end);
    text("text", instruction.text, ScalarStyle::kContinued);
    if (!instruction.heredoc.text.empty()) text("heredoc", instruction.heredoc);
    if (!instruction.before_stages) {
      builder_.key("stage", instruction.span);
      builder_.scalar(NodeKind::kNumber, ScalarStyle::kPlain, std::to_string(instruction.stage),
                      instruction.name_span);
    }
    builder_.close(instruction.span.end);
  }

  void write(const Stage& stage, bool final_stage) {
    builder_.open(NodeKind::kMap, stage.from->span);
    if (stage.base != nullptr) text("base", *stage.base);
    if (stage.image != nullptr) text("image", *stage.image);
    if (stage.name != nullptr) text("name", *stage.name);
    if (stage.user != nullptr) text("user", *stage.user);
    flag("final", final_stage, stage.from->span);
    flag("from-stage", stage.image != stage.base, stage.from->span);
    builder_.close(stage.from->span.end);
  }

  std::string_view bytes_;
  DocumentBuilder builder_;
};

}  // namespace

DocumentReading read_dockerfile(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if (bytes.size() > limits.bytes) {
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  if (bytes.find("{%") != std::string_view::npos || bytes.find("{{") != std::string_view::npos) {
    // Go templates stand in format strings of commands too; only at the front of a line are they the file's.
    for (std::size_t at = 0; at < bytes.size();) {
      std::size_t end = bytes.find('\n', at);
      end = end == std::string_view::npos ? bytes.size() : end;
      const std::string_view line = trimmed(bytes.substr(at, end - at));
      if (line.starts_with("{{") || line.starts_with("{%")) {
        reading.failure = "it is a template";
        reading.templated = true;
        return reading;
      }
      at = end + 1;
    }
  }
  std::vector<Instruction> instructions;
  Splitter splitter(bytes);
  for (Instruction instruction; splitter.next(instruction);) {
    if (instructions.size() * 16 >= limits.nodes) {
      reading.failure = "it holds too many instructions";
      return reading;
    }
    instructions.push_back(std::move(instruction));
  }
  reading.failure = splitter.failure();
  reading.templated = splitter.templated();
  const std::vector<Stage> stages = stages_of(instructions);
  reading.documents.push_back(Writer(bytes).write(instructions, stages));
  return reading;
}

}  // namespace trawl
