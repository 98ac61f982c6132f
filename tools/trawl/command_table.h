#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trawl {

/// What a value on the command line is, as far as a shell can help with it.
enum class ValueKind : std::uint8_t {
  kNone,   ///< a flag: there is no value
  kWord,   ///< one of `ValueRow::words`
  kFile,   ///< a path
  kRule,   ///< a rule's id
  kOther,  ///< free text
};

struct ValueRow {
  ValueKind kind = ValueKind::kNone;
  std::string name;                ///< as help shows it: "FILE", "SEVERITY"
  std::vector<std::string> words;  ///< of `kWord`
};

struct OptionRow {
  std::string short_name;  ///< "-o", or empty
  std::string long_name;   ///< "--output"
  ValueRow value;
  std::string description;
  std::string group;  ///< "Reports"
  bool repeatable = false;

  /// Whether help says the same of both: then commands share the option.
  [[nodiscard]] bool same_as(const OptionRow& other) const {
    return long_name == other.long_name && description == other.description && group == other.group;
  }
};

struct OperandRow {
  ValueRow value;
  std::string description;
  bool required = false;
  bool repeatable = false;
};

/// One command, and what may follow it.
struct CommandRow {
  std::string words;  ///< "scan", "rules list"; empty for the program itself
  std::string description;
  std::vector<OptionRow> options;
  std::vector<OperandRow> operands;
  std::vector<std::string> subcommands;  ///< last words only, in the order of help

  /// "list" of "rules list".
  [[nodiscard]] std::string last_word() const { return words.substr(words.rfind(' ') + 1); }
};

/// The option table (command_line.h) as rows, the program itself first, each command in front of its
/// subcommands. What completions and the manual page are made from.
std::vector<CommandRow> command_rows();

}  // namespace trawl
