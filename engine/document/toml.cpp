#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

/// Bytes of toml++'s places, which count lines and code points from 1.
class Places {
 public:
  explicit Places(std::string_view bytes) : bytes_(bytes) {
    begins_.push_back(bytes.starts_with("\xef\xbb\xbf") ? 3 : 0);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] == '\n') begins_.push_back(i + 1);
    }
  }

  [[nodiscard]] std::size_t offset_of(const toml::source_position& place) const {
    if (place.line == 0 || place.line > begins_.size()) return place.line == 0 ? 0 : bytes_.size();
    std::size_t at = begins_[place.line - 1];
    for (std::uint32_t column = 1; column < place.column && at < bytes_.size() && bytes_[at] != '\n';
         ++column) {
      ++at;
      while (at < bytes_.size() && (static_cast<unsigned char>(bytes_[at]) & 0xc0U) == 0x80U) ++at;
    }
    return at;
  }
  [[nodiscard]] ByteSpan span_of_region(const toml::source_region& region) const {
    const std::size_t begin = offset_of(region.begin);
    return span_of(begin, std::max(begin, offset_of(region.end)));
  }

 private:
  std::string_view bytes_;
  std::vector<std::size_t> begins_;
};

class TomlReader {
 public:
  TomlReader(std::string_view bytes, const DocumentLimits& limits)
      : bytes_(bytes), limits_(limits), places_(bytes), builder_(bytes) {}

  DocumentReading read(const toml::table& table) {
    open_.push_back({&table, nullptr, false});
    while (!open_.empty() && !reading_.failure) step();
    if (!reading_.failure) reading_.documents.push_back(builder_.finish());
    return std::move(reading_);
  }

 private:
  struct Step {
    const toml::node* node;
    const toml::key* key;
    bool close;
  };

  void step() {
    const Step step = open_.back();
    open_.pop_back();
    const ByteSpan span = places_.span_of_region(step.node->source());
    if (step.close) return builder_.close(span.end);
    if (builder_.size() >= limits_.nodes) {
      reading_.failure = fmt::format("it holds more than {} values", limits_.nodes);
      return;
    }
    if (step.key != nullptr) builder_.key(step.key->str(), places_.span_of_region(step.key->source()));
    if (!step.node->is_table() && !step.node->is_array()) return scalar(*step.node, span);
    if (builder_.depth() >= limits_.depth) {
      reading_.failure = fmt::format("it is nested deeper than {} levels", limits_.depth);
      return;
    }
    open_.push_back({step.node, nullptr, true});
    const std::size_t first = open_.size();
    if (const toml::table* table = step.node->as_table()) {
      builder_.open(NodeKind::kMap, span_of(span.begin.value, span.begin.value));
      for (const auto& [key, value] : *table) open_.push_back({&value, &key, false});
    } else {
      builder_.open(NodeKind::kList, span_of(span.begin.value, span.begin.value));
      for (const toml::node& value : *step.node->as_array()) open_.push_back({&value, nullptr, false});
    }
    std::reverse(open_.begin() + static_cast<std::ptrdiff_t>(first), open_.end());
  }

  void scalar(const toml::node& node, ByteSpan span) {
    if (const auto* text = node.as_string()) {
      if (text->get().size() > limits_.scalar_bytes) {
        reading_.failure = fmt::format("a value is larger than {} bytes", limits_.scalar_bytes);
        return;
      }
      const bool literal = span.begin.value < bytes_.size() && bytes_[span.begin.value] == '\'';
      builder_.scalar(NodeKind::kString, literal ? ScalarStyle::kSingleQuoted : ScalarStyle::kDoubleQuoted,
                      text->get(), span);
      return;
    }
    const std::string_view written = bytes_.substr(span.begin.value, span.size());
    const NodeKind kind = node.is_boolean()  ? NodeKind::kBool
                          : node.is_number() ? NodeKind::kNumber
                                             : NodeKind::kString;
    const NodeIndex index = builder_.scalar(kind, ScalarStyle::kPlain, written, span);
    if (node.is_boolean()) builder_.set_flag(index, node.as_boolean()->get());
  }

  std::string_view bytes_;
  const DocumentLimits& limits_;
  Places places_;
  DocumentBuilder builder_;
  DocumentReading reading_;
  std::vector<Step> open_;
};

}  // namespace

DocumentReading read_toml(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if (bytes.size() > limits.bytes) {
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  try {
    const toml::table table = toml::parse(bytes);
    return TomlReader(bytes, limits).read(table);
  } catch (const toml::parse_error& error) {
    reading.failure = fmt::format("line {}: {}", error.source().begin.line, error.description());
    reading.templated = is_templated(bytes);
  }
  return reading;
}

}  // namespace trawl
