#include "engine/document/document.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <unordered_set>

namespace trawl {
namespace {

constexpr std::size_t kMostMergedMaps = 1000;

// How many bytes of the file an escape of a double-quoted scalar takes; `at` is the backslash.
std::size_t escape_length(std::string_view source, std::size_t at) {
  if (at + 1 >= source.size()) return 1;
  switch (source[at + 1]) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

// Walks a scalar's source and its decoded text side by side.
class TextWalk {
 public:
  TextWalk(std::string_view source, const Node& node) : source_(source), node_(node) {
    at_ = node.span.begin.value;
    end_ = std::min<std::size_t>(node.span.end.value, source.size());
    if (node.style == ScalarStyle::kSingleQuoted || node.style == ScalarStyle::kDoubleQuoted) ++at_;
    if (node.style == ScalarStyle::kBlock) {
      // A block's span can end before its text where the reader does not know better.
      end_ = source.size();
      while (at_ < end_ && !is_line_end(source_[at_])) ++at_;
      skip_line_end();
      find_indentation();
      skip_indentation();
    }
  }

  /// The offset in the file of the byte `index` of the decoded text; asked for in ascending order.
  std::size_t offset_of(std::size_t index) {
    while (decoded_ < index && decoded_ < node_.text.size() && at_ < end_) step();
    if (decoded_ < node_.text.size()) settle(node_.text[decoded_]);
    return std::min(at_, end_);
  }

 private:
  void skip_line_end() {
    if (at_ < end_ && source_[at_] == '\r') ++at_;
    if (at_ < end_ && source_[at_] == '\n') ++at_;
  }

  void find_indentation() {
    std::size_t line = at_;
    while (line < end_) {
      std::size_t column = 0;
      while (line + column < end_ && source_[line + column] == ' ') ++column;
      if (line + column < end_ && !is_line_end(source_[line + column])) {
        // Blanks that belong to the text are no indentation (`|2`).
        std::size_t text = 0;
        while (text < node_.text.size() && is_line_end(node_.text[text])) ++text;
        std::size_t own = 0;
        while (text + own < node_.text.size() && node_.text[text + own] == ' ') ++own;
        indentation_ = column - std::min(own, column);
        return;
      }
      while (line < end_ && source_[line] != '\n') ++line;
      if (line < end_) ++line;
    }
  }

  void skip_indentation() {
    for (std::size_t i = 0; i < indentation_ && at_ < end_ && source_[at_] == ' '; ++i) ++at_;
  }

  // Passes a line's continuation and the comments behind it.
  void skip_continuation() {
    while (at_ < end_ && (source_[at_] == '\\' || source_[at_] == '`')) {
      std::size_t end = at_ + 1;
      while (end < end_ && (source_[end] == ' ' || source_[end] == '\t')) ++end;
      if (end >= end_ || !is_line_end(source_[end])) return;
      at_ = end;
      skip_line_end();
      for (;;) {
        std::size_t text = at_;
        while (text < end_ && (source_[text] == ' ' || source_[text] == '\t')) ++text;
        if (text >= end_ || (source_[text] != '#' && !is_line_end(source_[text]))) break;
        while (text < end_ && source_[text] != '\n') ++text;
        at_ = std::min(text + 1, end_);
      }
    }
  }

  // Passes line ends and indentation that stand for nothing, or for the fold that `next` is.
  void settle(char next) {
    if (node_.style == ScalarStyle::kContinued) return skip_continuation();
    if (at_ >= end_ || next == '\n') return;
    if (node_.style == ScalarStyle::kBlock) {
      while (at_ < end_ && is_line_end(source_[at_]) && next != ' ') {
        skip_line_end();
        skip_indentation();
      }
      return;
    }
    if (next == ' ') return;
    while (at_ < end_ && (is_line_end(source_[at_]) || source_[at_] == ' ' || source_[at_] == '\t') &&
           source_[at_] != next) {
      ++at_;
    }
    // A backslash before a line end joins lines and stands for nothing.
    while (node_.style == ScalarStyle::kDoubleQuoted && at_ + 1 < end_ && source_[at_] == '\\' &&
           is_line_end(source_[at_ + 1])) {
      ++at_;
      while (at_ < end_ && (is_line_end(source_[at_]) || source_[at_] == ' ' || source_[at_] == '\t')) ++at_;
    }
  }

  void step() {
    const char next = node_.text[decoded_];
    settle(next);
    if (at_ >= end_) return;
    const char here = source_[at_];
    if (is_line_end(here)) {
      skip_line_end();
      if (node_.style == ScalarStyle::kBlock) {
        skip_indentation();
      } else {
        while (at_ < end_ && (source_[at_] == ' ' || source_[at_] == '\t')) ++at_;
      }
      ++decoded_;
      return;
    }
    if (node_.style == ScalarStyle::kDoubleQuoted && here == '\\') {
      const std::size_t length = escape_length(source_, at_);
      std::size_t made = 1;
      if (length > 2 && (static_cast<unsigned char>(next) & 0xc0U) == 0xc0U) {
        // One escape can make several bytes of UTF-8.
        while (decoded_ + made < node_.text.size() &&
               (static_cast<unsigned char>(node_.text[decoded_ + made]) & 0xc0U) == 0x80U) {
          ++made;
        }
      }
      at_ += length;
      // Two surrogates make one character.
      if (made == 4 && length == 6 && at_ + 1 < end_ && source_[at_] == '\\' && source_[at_ + 1] == 'u')
        at_ += 6;
      decoded_ += made;
      return;
    }
    if (node_.style == ScalarStyle::kSingleQuoted && here == '\'' && at_ + 1 < end_ &&
        source_[at_ + 1] == '\'') {
      at_ += 2;
    } else {
      ++at_;
    }
    ++decoded_;
  }

  std::string_view source_;
  const Node& node_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::size_t decoded_ = 0;
  std::size_t indentation_ = 0;
};

}  // namespace

NodeIndex Document::find(NodeIndex map, std::string_view key) const {
  map = resolved(map);
  if (map == kNoNode || node(map).kind != NodeKind::kMap) return kNoNode;
  std::vector<NodeIndex> maps = {map};
  for (std::size_t i = 0; i < maps.size() && i < kMostMergedMaps; ++i) {
    for (NodeIndex child = node(maps[i]).first_child; child != kNoNode; child = node(child).next_sibling) {
      if (node(child).key == key) return resolved(child);
    }
    for (NodeIndex child = node(maps[i]).first_child; child != kNoNode; child = node(child).next_sibling) {
      if (node(child).key != "<<") continue;
      const NodeIndex merged = resolved(child);
      if (node(merged).kind == NodeKind::kMap) maps.push_back(merged);
      if (node(merged).kind != NodeKind::kList) continue;
      for (NodeIndex one = node(merged).first_child; one != kNoNode; one = node(one).next_sibling) {
        if (node(resolved(one)).kind == NodeKind::kMap) maps.push_back(resolved(one));
      }
    }
  }
  return kNoNode;
}

std::vector<NodeIndex> Document::children(NodeIndex index) const {
  std::vector<NodeIndex> found;
  index = resolved(index);
  if (index == kNoNode) return found;
  std::unordered_set<std::string_view> seen;
  std::vector<NodeIndex> maps = {index};
  bool merges = false;
  for (std::size_t i = 0; i < maps.size() && i < kMostMergedMaps; ++i) {
    for (NodeIndex child = node(maps[i]).first_child; child != kNoNode; child = node(child).next_sibling) {
      if (node(index).kind == NodeKind::kMap && node(child).key == "<<" && node(child).tag != "!!str") {
        const NodeIndex merged = resolved(child);
        if (node(merged).kind == NodeKind::kMap) maps.push_back(merged);
        if (node(merged).kind == NodeKind::kList) {
          for (NodeIndex one = node(merged).first_child; one != kNoNode; one = node(one).next_sibling) {
            if (node(resolved(one)).kind == NodeKind::kMap) maps.push_back(resolved(one));
          }
        }
        merges = true;
        continue;
      }
      // Only merged keys can be hidden; a key that a map itself holds twice counts twice.
      if (i > 0 && merges && seen.contains(node(child).key)) continue;
      if (node(index).kind == NodeKind::kMap) seen.insert(node(child).key);
      found.push_back(child);
    }
  }
  return found;
}

std::string_view Document::text_of(NodeIndex map, std::string_view key) const {
  const NodeIndex value = find(map, key);
  if (value == kNoNode || node(value).kind == NodeKind::kUnknown) return {};
  return node(value).text;
}

ByteSpan Document::span_in(NodeIndex scalar, std::size_t begin, std::size_t end) const {
  const Node& it = node(scalar);
  TextWalk walk(source_, it);
  const std::size_t first = walk.offset_of(begin);
  if (end <= begin) return span_of(first, first);
  const std::size_t last = walk.offset_of(end - 1);
  return span_of(first, std::min<std::size_t>(std::max(last, first) + 1, source_.size()));
}

std::string Document::key_path(NodeIndex index) const {
  std::vector<NodeIndex> way;
  for (; index != kNoNode && node(index).parent != kNoNode; index = node(index).parent) way.push_back(index);
  std::string path;
  for (auto it = way.rbegin(); it != way.rend(); ++it) {
    const Node& parent = node(node(*it).parent);
    if (parent.kind == NodeKind::kList) {
      path += "[]";
    } else {
      if (!path.empty()) path += '.';
      path += node(*it).key;
    }
  }
  return path;
}

std::string_view DocumentBuilder::keep(std::string_view text) {
  if (text.empty()) return {};
  // What stands in the file as it is needs no copy.
  const std::string_view source = document_.source_;
  if (text.data() >= source.data() && text.data() + text.size() <= source.data() + source.size()) return text;
  if (text.size() > room_left_) {
    // A long text has a block of its own; the room that is left stays for short ones.
    const bool own = text.size() > kTextBlock / 4;
    document_.texts_.push_back(std::make_unique_for_overwrite<char[]>(own ? text.size() : kTextBlock));
    char* const block = document_.texts_.back().get();
    if (own) {
      std::memcpy(block, text.data(), text.size());
      return {block, text.size()};
    }
    room_ = block;
    room_left_ = kTextBlock;
  }
  std::memcpy(room_, text.data(), text.size());
  const std::string_view kept(room_, text.size());
  room_ += text.size();
  room_left_ -= text.size();
  return kept;
}

NodeIndex DocumentBuilder::add(Node node) {
  const NodeIndex index(static_cast<std::uint32_t>(document_.nodes_.size()));
  if (!open_.empty()) {
    Node& parent = document_.nodes_[open_.back().value];
    node.parent = open_.back();
    if (parent.kind == NodeKind::kMap) {
      node.key = key_;
      node.key_span = key_span_;
    }
    if (parent.last_child == kNoNode) {
      parent.first_child = index;
    } else {
      document_.nodes_[parent.last_child.value].next_sibling = index;
    }
    parent.last_child = index;
    ++parent.child_count;
  }
  key_ = {};
  key_span_ = {};
  document_.nodes_.push_back(node);
  return index;
}

bool DocumentBuilder::key(std::string_view key, ByteSpan span) {
  key_ = keep(key);
  key_span_ = span;
  // Most maps are small: a look at each key costs less than a set of them.
  constexpr std::uint32_t kFew = 12;
  const Node& map = document_.nodes_[open_.back().value];
  std::unordered_set<std::string_view>& keys = keys_.back();
  if (map.child_count < kFew) {
    for (NodeIndex child = map.first_child; child != kNoNode; child = document_.node(child).next_sibling) {
      if (document_.node(child).key == key_) return false;
    }
    return true;
  }
  if (keys.empty()) {
    for (NodeIndex child = map.first_child; child != kNoNode; child = document_.node(child).next_sibling)
      keys.insert(document_.node(child).key);
  }
  return keys.insert(key_).second;
}

NodeIndex DocumentBuilder::open(NodeKind kind, ByteSpan begin) {
  Node node;
  node.kind = kind;
  node.span = begin;
  const NodeIndex index = add(node);
  open_.push_back(index);
  keys_.emplace_back();
  return index;
}

void DocumentBuilder::close(ByteOffset end) {
  assert(!open_.empty());
  Node& node = document_.nodes_[open_.back().value];
  node.span.end = std::max(end, node.span.begin);
  open_.pop_back();
  keys_.pop_back();
}

NodeIndex DocumentBuilder::scalar(NodeKind kind, ScalarStyle style, std::string_view text, ByteSpan span) {
  Node node;
  node.kind = kind;
  node.style = style;
  node.text = keep(text);
  node.span = span;
  return add(node);
}

NodeIndex DocumentBuilder::alias(NodeIndex target, ByteSpan span) {
  Node node;
  node.kind = NodeKind::kAlias;
  node.target = target;
  node.span = span;
  return add(node);
}

void DocumentBuilder::make_unknown(NodeIndex index) {
  Node& node = document_.nodes_[index.value];
  node.kind = NodeKind::kUnknown;
  node.first_child = kNoNode;
  node.last_child = kNoNode;
  node.child_count = 0;
}

NodeKind kind_of_plain_scalar(std::string_view text, bool& flag) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return NodeKind::kNull;
  if (text == "true" || text == "True" || text == "TRUE") {
    flag = true;
    return NodeKind::kBool;
  }
  if (text == "false" || text == "False" || text == "FALSE") return NodeKind::kBool;
  std::size_t i = text[0] == '-' || text[0] == '+' ? 1 : 0;
  if (text.substr(i).starts_with("0x") || text.substr(i).starts_with("0o")) {
    const std::string_view digits = text.substr(i + 2);
    const bool hex = text[i + 1] == 'x';
    return !digits.empty() &&
                   std::all_of(digits.begin(), digits.end(),
                               [hex](char c) {
                                 return (c >= '0' && c <= (hex ? '9' : '7')) ||
                                        (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
                               })
               ? NodeKind::kNumber
               : NodeKind::kString;
  }
  bool digits = false;
  bool dot = false;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      digits = true;
    } else if (c == '.' && !dot) {
      dot = true;
    } else if ((c == 'e' || c == 'E') && digits) {
      if (++i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
      const std::string_view exponent = text.substr(std::min(i, text.size()));
      return !exponent.empty() && std::all_of(exponent.begin(), exponent.end(),
                                              [](char d) { return d >= '0' && d <= '9'; })
                 ? NodeKind::kNumber
                 : NodeKind::kString;
    } else {
      return NodeKind::kString;
    }
  }
  return digits ? NodeKind::kNumber : NodeKind::kString;
}

bool is_templated(std::string_view text) {
  if (text.find("{%") != std::string_view::npos || text.find("<%") != std::string_view::npos) return true;
  for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
    if (at == 0 || text[at - 1] != '$') return true;
  }
  return false;
}

}  // namespace trawl
