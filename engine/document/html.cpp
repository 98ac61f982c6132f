#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

struct Attribute {
  std::string name;
  std::string value;
  ByteSpan name_span;
  ByteSpan span;
};

struct Tag {
  std::string name;
  ByteSpan span;  ///< of the name
  std::vector<Attribute> attributes;
};

/// Finds tags as a browser's tokenizer does, as far as tags, comments and the text of scripts go.
class Tags {
 public:
  explicit Tags(std::string_view bytes) : bytes_(bytes) {}

  bool next(Tag& tag) {
    for (;;) {
      at_ = std::min(bytes_.find('<', at_), bytes_.size());
      if (at_ >= bytes_.size()) return false;
      if (bytes_.substr(at_).starts_with("<!--")) {
        const std::size_t end = bytes_.find("-->", at_ + 4);
        at_ = end == std::string_view::npos ? bytes_.size() : end + 3;
      } else if (at_ + 1 < bytes_.size() && is_letter(bytes_[at_ + 1])) {
        ++at_;
        read(tag);
        return true;
      } else {
        ++at_;
      }
    }
  }

 private:
  void read(Tag& tag) {
    tag = {};
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && !is_blank(bytes_[at_]) && bytes_[at_] != '>' && bytes_[at_] != '/') {
      tag.name += lower(bytes_[at_++]);
    }
    tag.span = span_of(begin, at_);
    while (at_ < bytes_.size() && bytes_[at_] != '>') {
      if (is_blank(bytes_[at_]) || bytes_[at_] == '/') {
        ++at_;
      } else {
        tag.attributes.push_back(attribute());
      }
    }
    // What stands in a script or style is no markup.
    if (tag.name == "script" || tag.name == "style") skip_text(tag.name);
  }

  Attribute attribute() {
    Attribute attribute;
    std::size_t begin = at_;
    do {
      attribute.name += lower(bytes_[at_++]);
    } while (at_ < bytes_.size() && !is_blank(bytes_[at_]) && bytes_[at_] != '=' && bytes_[at_] != '>' &&
             bytes_[at_] != '/');
    attribute.name_span = span_of(begin, at_);
    attribute.span = attribute.name_span;
    std::size_t equals = at_;
    while (equals < bytes_.size() && is_blank(bytes_[equals])) ++equals;
    if (equals >= bytes_.size() || bytes_[equals] != '=') return attribute;
    at_ = equals + 1;
    while (at_ < bytes_.size() && is_blank(bytes_[at_])) ++at_;
    if (at_ >= bytes_.size()) return attribute;
    const char quote = bytes_[at_];
    begin = at_;
    std::size_t end = at_;
    if (quote == '"' || quote == '\'') {
      begin = at_ + 1;
      end = std::min(bytes_.find(quote, begin), bytes_.size());
      at_ = std::min(end + 1, bytes_.size());
    } else {
      while (end < bytes_.size() && !is_blank(bytes_[end]) && bytes_[end] != '>') ++end;
      at_ = end;
    }
    attribute.value = std::string(bytes_.substr(begin, end - begin));
    attribute.span = begin < end ? span_of(begin, end) : attribute.name_span;
    return attribute;
  }

  void skip_text(std::string_view name) {
    for (std::size_t end = bytes_.find("</", at_); end != std::string_view::npos;
         end = bytes_.find("</", end + 2)) {
      const std::string_view word = bytes_.substr(end + 2, name.size());
      if (std::equal(word.begin(), word.end(), name.begin(), name.end(),
                     [](char a, char b) { return lower(a) == b; })) {
        at_ = end;
        return;
      }
    }
    at_ = bytes_.size();
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace

DocumentReading read_html(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if (bytes.size() > limits.bytes) {
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  const ByteSpan whole = span_of(0, bytes.size());
  DocumentBuilder builder(bytes);
  builder.open(NodeKind::kMap, whole);
  Tags tags(bytes);
  for (Tag tag; tags.next(tag);) {
    // Pages hold thousands of other tags that no rule asks for.
    if (tag.name != "script" && tag.name != "link" && tag.name != "meta" && tag.name != "base") continue;
    if (builder.size() + tag.attributes.size() > limits.nodes) {
      reading.failure = fmt::format("it has more than {} values", limits.nodes);
      return reading;
    }
    builder.key(tag.name, tag.span);
    builder.open(NodeKind::kMap, tag.span);
    for (const Attribute& attribute : tag.attributes) {
      builder.key(attribute.name, attribute.name_span);
      const bool known = !is_templated(attribute.value) && attribute.value.find("<?") == std::string::npos;
      builder.scalar(known ? NodeKind::kString : NodeKind::kUnknown, ScalarStyle::kPlain, attribute.value,
                     attribute.span);
    }
    builder.close(tag.span.end);
  }
  builder.close(whole.end);
  reading.documents.push_back(builder.finish());
  return reading;
}

}  // namespace trawl
