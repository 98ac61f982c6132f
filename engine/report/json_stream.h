#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/output.h"

namespace trawl {

/// Writes one JSON document (or one line of many) straight to an output: nothing of it is kept, so a report
/// of any size is written in the memory of its largest string. Commas and quoting are the stream's business;
/// that names are given in objects only, and that everything opened is closed, is the caller's (asserted).
///
/// The outer `lines_to_depth` levels have a line for each member, indented by two blanks; what lies deeper
/// stays on one line. So each finding of a report is a line, which people can read and tools compare. Not
/// thread-safe.
class JsonStream {
 public:
  JsonStream(Output& output, std::size_t lines_to_depth) : output_(output), lines_to_depth_(lines_to_depth) {}

  void open_object() { open('{', '}'); }
  void open_object(std::string_view name) { key(name), open_object(); }
  void open_array() { open('[', ']'); }
  void open_array(std::string_view name) { key(name), open_array(); }
  /// Ends the innermost object or array.
  void close();

  void key(std::string_view name);
  void string(std::string_view value);
  void number(std::uint64_t value);
  void boolean(bool value);

  /// One member of an object; the type of the value decides.
  void member(std::string_view name, std::string_view value) { key(name), string(value); }
  void member(std::string_view name, std::unsigned_integral auto value)
    requires(!std::same_as<decltype(value), bool>)
  {
    key(name), number(value);
  }
  void member(std::string_view name, std::same_as<bool> auto value) { key(name), boolean(value); }
  /// Left out when the value is empty.
  void member_if_any(std::string_view name, std::string_view value) {
    if (!value.empty()) member(name, value);
  }

 private:
  struct Level {
    char end;
    bool empty = true;
  };

  void open(char begin, char end);
  void begin_value();
  void new_line();

  Output& output_;
  std::size_t lines_to_depth_;
  std::vector<Level> levels_;
  bool after_key_ = false;
  std::string scratch_;
};

}  // namespace trawl
