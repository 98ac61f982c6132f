#include "engine/report/json_stream.h"

#include <cassert>

#include "engine/base/escape.h"

namespace trawl {

void JsonStream::new_line() {
  output_.append("\n");
  for (std::size_t i = 0; i < levels_.size(); ++i) output_.append("  ");
}

void JsonStream::begin_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  if (!levels_.back().empty) output_.append(levels_.size() <= lines_to_depth_ ? "," : ", ");
  levels_.back().empty = false;
  if (levels_.size() <= lines_to_depth_) new_line();
}

void JsonStream::open(char begin, char end) {
  begin_value();
  output_.append(std::string_view(&begin, 1));
  levels_.push_back({end});
}

void JsonStream::close() {
  assert(!levels_.empty() && !after_key_);
  const Level level = levels_.back();
  const bool on_lines = levels_.size() <= lines_to_depth_;
  levels_.pop_back();
  if (on_lines && !level.empty) new_line();
  output_.append(std::string_view(&level.end, 1));
}

void JsonStream::key(std::string_view name) {
  assert(!levels_.empty() && levels_.back().end == '}' && !after_key_);
  begin_value();
  scratch_.clear();
  append_json_string(scratch_, name);
  output_.append(scratch_);
  output_.append(": ");
  after_key_ = true;
}

void JsonStream::string(std::string_view value) {
  begin_value();
  scratch_.clear();
  append_json_string(scratch_, value);
  output_.append(scratch_);
}

void JsonStream::number(std::uint64_t value) {
  begin_value();
  output_.append(std::to_string(value));
}

void JsonStream::boolean(bool value) {
  begin_value();
  output_.append(value ? "true" : "false");
}

}  // namespace trawl
