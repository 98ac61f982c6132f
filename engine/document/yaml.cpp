#include <memory>
#include <unordered_map>

#include <fmt/format.h>
#include <yaml.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

constexpr std::size_t kMostAnchors = 100'000;

struct FreeEvent {
  void operator()(yaml_event_t* event) const { yaml_event_delete(event); }
};

// libyaml counts code points; the file is bytes. Asked for places that are near the last one.
class ByteOffsets {
 public:
  explicit ByteOffsets(std::string_view bytes) : bytes_(bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) first_ = 3;
    at_ = first_;
    ascii_ = true;
    for (const char c : bytes.substr(first_)) ascii_ = ascii_ && static_cast<unsigned char>(c) < 0x80U;
  }

  ByteOffset of(const yaml_mark_t& mark) {
    if (ascii_) return ByteOffset(std::min<std::size_t>(first_ + mark.index, bytes_.size()));
    while (index_ < mark.index && at_ < bytes_.size()) {
      ++at_;
      while (at_ < bytes_.size() && (static_cast<unsigned char>(bytes_[at_]) & 0xc0U) == 0x80U) ++at_;
      ++index_;
    }
    while (index_ > mark.index && at_ > first_) {
      --at_;
      while (at_ > first_ && (static_cast<unsigned char>(bytes_[at_]) & 0xc0U) == 0x80U) --at_;
      --index_;
    }
    return ByteOffset(at_);
  }

 private:
  std::string_view bytes_;
  std::size_t first_ = 0;
  std::size_t at_ = 0;
  std::size_t index_ = 0;
  bool ascii_ = true;
};

std::string_view text_of(const yaml_char_t* text, std::size_t length) {
  return {reinterpret_cast<const char*>(text), length};
}

std::string_view text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

ScalarStyle style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return ScalarStyle::kSingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return ScalarStyle::kDoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
      return ScalarStyle::kBlock;
    default:
      return ScalarStyle::kPlain;
  }
}

class YamlReader {
 public:
  YamlReader(std::string_view bytes, const DocumentLimits& limits)
      : bytes_(bytes), limits_(limits), offsets_(bytes) {
    // An allocation failure is reported as any other by the first event.
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    // With the encoding named, libyaml takes a byte order mark for text.
    const std::string_view text = bytes.substr(bytes.starts_with("\xef\xbb\xbf") ? 3 : 0);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  ~YamlReader() {
    if (ready_) yaml_parser_delete(&parser_);
  }
  YamlReader(const YamlReader&) = delete;
  YamlReader& operator=(const YamlReader&) = delete;

  DocumentReading read() {
    if (!ready_) fail("no memory for the parser");
    while (!reading_.failure && !ended_) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) {
        fail(fmt::format("line {}: {}", parser_.problem_mark.line + 1,
                         parser_.problem != nullptr ? parser_.problem : "not valid YAML"));
        // What fails because of a template fails where the template stands; the whole file may hold one.
        reading_.templated = is_templated(bytes_);
        break;
      }
      const std::unique_ptr<yaml_event_t, FreeEvent> owner(&event);
      take(event);
    }
    return std::move(reading_);
  }

 private:
  void fail(std::string why) { reading_.failure = std::move(why); }

  void take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_STREAM_END_EVENT:
        ended_ = true;
        break;
      case YAML_DOCUMENT_START_EVENT:
        begin_document();
        break;
      case YAML_DOCUMENT_END_EVENT:
        reading_.documents.push_back(builder_->finish());
        builder_.reset();
        break;
      case YAML_MAPPING_START_EVENT:
        open(NodeKind::kMap, event, event.data.mapping_start.anchor, event.data.mapping_start.tag);
        break;
      case YAML_SEQUENCE_START_EVENT:
        open(NodeKind::kList, event, event.data.sequence_start.anchor, event.data.sequence_start.tag);
        break;
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        close(event);
        break;
      case YAML_SCALAR_EVENT:
        scalar(event);
        break;
      case YAML_ALIAS_EVENT:
        alias(event);
        break;
      default:
        break;
    }
  }

  void begin_document() {
    if (reading_.documents.size() >= limits_.documents) {
      fail(fmt::format("it holds more than {} documents", limits_.documents));
      return;
    }
    builder_ = std::make_unique<DocumentBuilder>(bytes_);
    anchors_.clear();
    wants_key_.clear();
    skipping_ = 0;
  }

  ByteSpan span_of_event(const yaml_event_t& event) {
    const ByteOffset begin = offsets_.of(event.start_mark);
    return {begin, std::max(begin, offsets_.of(event.end_mark))};
  }

  [[nodiscard]] bool is_key() const { return !wants_key_.empty() && wants_key_.back() == Turn::kKey; }
  // After a value: in a map a key comes next.
  void value_done() {
    if (!wants_key_.empty() && wants_key_.back() == Turn::kValue) wants_key_.back() = Turn::kKey;
  }

  bool count() {
    total_ += 1;
    if (total_ <= limits_.nodes) return true;
    fail(fmt::format("it holds more than {} values", limits_.nodes));
    return false;
  }

  void open(NodeKind kind, const yaml_event_t& event, const yaml_char_t* anchor, const yaml_char_t* tag) {
    if (!count()) return;
    // Nesting is quadratic in libyaml: the limit is checked as the events come.
    if (wants_key_.size() + skipping_ >= limits_.depth) {
      fail(fmt::format("line {}: it is nested deeper than {} levels", event.start_mark.line + 1,
                       limits_.depth));
      return;
    }
    if (skipping_ > 0 || is_key()) {  // a key that is no scalar: `{{ x }}`, mostly
      ++skipping_;
      return;
    }
    const NodeIndex index = builder_->open(kind, span_of_event(event));
    if (tag != nullptr) builder_->tag(index, text_of(tag));
    remember(anchor, index);
    wants_key_.push_back(kind == NodeKind::kMap ? Turn::kKey : Turn::kItem);
  }

  void close(const yaml_event_t& event) {
    if (skipping_ > 0) {
      if (--skipping_ == 0) {
        // The key is unknown, and so is the map that has it.
        unknown_maps_.push_back(builder_->innermost());
        builder_->key("", span_of_event(event));
        wants_key_.back() = Turn::kValue;
      }
      return;
    }
    const NodeIndex index = builder_->innermost();
    builder_->close(trimmed_end(event));
    wants_key_.pop_back();
    if (!unknown_maps_.empty() && unknown_maps_.back() == index) {
      builder_->make_unknown(index);
      while (!unknown_maps_.empty() && unknown_maps_.back() == index) unknown_maps_.pop_back();
    }
    value_done();
  }

  // A block collection ends where the next token begins; its last byte is further up.
  ByteOffset trimmed_end(const yaml_event_t& event) {
    std::uint64_t end = offsets_.of(event.end_mark).value;
    if (event.start_mark.index != event.end_mark.index) return ByteOffset(end);
    while (end > 0 && (bytes_[end - 1] == ' ' || bytes_[end - 1] == '\n' || bytes_[end - 1] == '\r')) --end;
    return ByteOffset(end);
  }

  void scalar(const yaml_event_t& event) {
    if (!count()) return;
    if (skipping_ > 0) return;
    const std::string_view text = text_of(event.data.scalar.value, event.data.scalar.length);
    if (text.size() > limits_.scalar_bytes) {
      fail(fmt::format("line {}: a value is larger than {} bytes", event.start_mark.line + 1,
                       limits_.scalar_bytes));
      return;
    }
    const ByteSpan span = span_of_event(event);
    const ScalarStyle style = style_of(event.data.scalar.style);
    if (is_key()) {
      if (!builder_->key(text, span)) duplicate_ = true;
      if (text == "<<" && style == ScalarStyle::kPlain) duplicate_ = false;
      wants_key_.back() = Turn::kValue;
      remember_key(event.data.scalar.anchor);
      return;
    }
    bool flag = false;
    NodeKind kind = NodeKind::kString;
    const std::string_view tag = text_of(event.data.scalar.tag);
    if (style == ScalarStyle::kPlain) {
      kind = is_templated(text) ? NodeKind::kUnknown : kind_of_plain_scalar(text, flag);
      if (tag == YAML_STR_TAG) kind = NodeKind::kString;
    }
    const NodeIndex index = builder_->scalar(kind, style, text, span);
    builder_->set_flag(index, flag);
    if (!tag.empty()) builder_->tag(index, tag);
    remember(event.data.scalar.anchor, index);
    note_duplicate(index);
    value_done();
  }

  void alias(const yaml_event_t& event) {
    if (!count() || skipping_ > 0) return;
    if (is_key()) {
      builder_->key("", span_of_event(event));
      wants_key_.back() = Turn::kValue;
      return;
    }
    const auto found = anchors_.find(std::string(text_of(event.data.alias.anchor)));
    const ByteSpan span = span_of_event(event);
    // A node that is still open holds this alias: it can never be looked through.
    if (found == anchors_.end() || is_open(found->second)) {
      builder_->scalar(NodeKind::kUnknown, ScalarStyle::kPlain, bytes_.substr(span.begin.value, span.size()),
                       span);
    } else {
      const NodeIndex target = found->second;
      builder_->alias(
          builder_->node(target).kind == NodeKind::kAlias ? builder_->node(target).target : target, span);
    }
    value_done();
  }

  [[nodiscard]] bool is_open(NodeIndex index) const {
    for (NodeIndex up = builder_->innermost(); up != kNoNode; up = builder_->node(up).parent) {
      if (up == index) return true;
    }
    return false;
  }

  void remember(const yaml_char_t* anchor, NodeIndex index) {
    if (anchor != nullptr && anchors_.size() < kMostAnchors) anchors_[std::string(text_of(anchor))] = index;
    if (builder_->node(index).kind == NodeKind::kMap || builder_->node(index).kind == NodeKind::kList) {
      note_duplicate(index);
    }
  }
  void remember_key(const yaml_char_t* anchor) {
    // An anchor on a key stands for the key's text, which nothing here looks through.
    if (anchor != nullptr) anchors_.erase(std::string(text_of(anchor)));
  }

  void note_duplicate(NodeIndex index) {
    if (duplicate_) reading_.duplicate_keys.emplace_back(reading_.documents.size(), index);
    duplicate_ = false;
  }

  enum class Turn : std::uint8_t { kKey, kValue, kItem };

  std::string_view bytes_;
  const DocumentLimits& limits_;
  ByteOffsets offsets_;
  yaml_parser_t parser_{};
  bool ready_ = false;
  bool ended_ = false;
  bool duplicate_ = false;
  DocumentReading reading_;
  std::unique_ptr<DocumentBuilder> builder_;
  std::unordered_map<std::string, NodeIndex> anchors_;
  std::vector<Turn> wants_key_;  ///< of each open collection
  std::vector<NodeIndex> unknown_maps_;
  std::size_t skipping_ = 0;
  std::size_t total_ = 0;
};

}  // namespace

DocumentReading read_yaml(std::string_view bytes, const DocumentLimits& limits) {
  if (bytes.size() > limits.bytes) {
    DocumentReading reading;
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  return YamlReader(bytes, limits).read();
}

}  // namespace trawl
