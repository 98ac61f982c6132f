#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tools/trawl/command_table.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"

namespace trawl {
namespace {

// Text for troff (man(7)): no control line and no escape may come out of it, and a hyphen is to be the sign
// that people can copy.
std::string troff(std::string_view text) {
  std::string escaped;
  bool at_line_start = true;
  for (const char c : text) {
    if (at_line_start && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      escaped += c;
    }
    at_line_start = c == '\n';
  }
  return escaped;
}

std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.' && text.back() != ')') text += '.';
  return troff(text);
}

std::string synopsis_of(const CommandRow& row) {
  std::string text = "\\fBtrawl" + (row.words.empty() ? "" : " " + troff(row.words)) + "\\fR";
  if (!row.options.empty()) text += " [\\fIoptions\\fR]";
  for (const OperandRow& operand : row.operands) {
    const std::string name =
        fmt::format("\\fI{}\\fR{}", troff(operand.value.name), operand.repeatable ? "..." : "");
    text += operand.required ? " " + name : " [" + name + "]";
  }
  if (!row.subcommands.empty()) text += " \\fIcommand\\fR";
  return text;
}

std::string name_of(const OptionRow& option) {
  std::string name;
  if (!option.short_name.empty()) name = "\\fB" + troff(option.short_name) + "\\fR";
  if (!option.long_name.empty())
    name += (name.empty() ? "\\fB" : ", \\fB") + troff(option.long_name) + "\\fR";
  if (option.value.kind != ValueKind::kNone) name += " \\fI" + troff(option.value.name) + "\\fR";
  return name;
}

std::string entry(const OptionRow& option) {
  return fmt::format(".TP\n{}\n{}\n", name_of(option), sentence(option.description));
}

bool is_help(const OptionRow& option) {
  return option.long_name == "--help" || option.long_name == "--version";
}

// The options that more than one command has, each once, in the order of the table.
std::vector<OptionRow> shared_options(const std::vector<CommandRow>& rows) {
  std::vector<OptionRow> met;
  std::vector<OptionRow> shared;
  const auto has = [](const std::vector<OptionRow>& options, const OptionRow& wanted) {
    return std::any_of(options.begin(), options.end(),
                       [&](const OptionRow& option) { return option.same_as(wanted); });
  };
  for (const CommandRow& row : rows) {
    for (const OptionRow& option : row.options) {
      if (is_help(option)) continue;
      if (has(met, option) && !has(shared, option)) shared.push_back(option);
      met.push_back(option);
    }
  }
  return shared;
}

std::string command_section(const CommandRow& row, const std::vector<OptionRow>& shared) {
  std::string text = fmt::format(".SS {}\n{}\n", synopsis_of(row), sentence(row.description));
  for (const OperandRow& operand : row.operands) {
    text += fmt::format(".TP\n\\fI{}\\fR\n{}\n", troff(operand.value.name), sentence(operand.description));
  }
  std::string common;
  for (const OptionRow& option : row.options) {
    if (is_help(option)) continue;
    if (std::any_of(shared.begin(), shared.end(),
                    [&](const OptionRow& other) { return other.same_as(option); })) {
      common += (common.empty() ? "\\fB" : ", \\fB") + troff(option.long_name) + "\\fR";
    } else {
      text += entry(option);
    }
  }
  if (!common.empty()) text += ".PP\nCommon options: " + common + ".\n";
  return text;
}

constexpr std::string_view kEnd = R"(.SH EXIT STATUS
.TP
\fB0\fR
Everything in scope was read, and there is nothing at or above \fB\-\-fail\-on\fR.
.TP
\fB1\fR
Everything was read, and there are findings.
.TP
\fB2\fR
A usage or configuration error, or there was nothing to scan although \fB\-\-require\-scope\fR was given.
.TP
\fB3\fR
Something could not be read; there are no findings in what was read.
.TP
\fB4\fR
Something could not be read; there are findings.
.TP
\fB5\fR
A report could not be delivered, or an internal error.
.TP
\fB130\fR, \fB143\fR
A signal ended the run; the report is valid and partial.
.SH ENVIRONMENT
.TP
\fBTRAWL_IDENTITY_KEY\fR
The key of fingerprints: 64 hexadecimal digits, or other text of at least 16 bytes.
.TP
\fBXDG_CONFIG_HOME\fR, \fBXDG_CACHE_HOME\fR, \fBXDG_STATE_HOME\fR
Where the user's configuration, the compiled user rules and the user's identity key are kept, each in a directory
\fItrawl\fR.
.TP
\fBNO_COLOR\fR, \fBCLICOLOR_FORCE\fR, \fBTERM\fR
Whether \fB\-\-color=auto\fR colours.
.TP
\fBGIT_INDEX_FILE\fR
The index that \fBtrawl staged\fR reads, as git sets it for hooks.
.SH FILES
.TP
\fI.trawl.toml\fR
Configuration of the project.
.TP
\fI.trawl\-baseline\fR
Accepted findings.
.TP
\fI.trawlignore\fR
Ignored places.
)";

std::string manual(const std::vector<CommandRow>& rows) {
  std::string text = fmt::format(
      ".\\\" Made from the option table of trawl by: trawl man\n"
      ".TH TRAWL 1 \"\" \"trawl {}\" \"User Commands\"\n"
      ".SH NAME\ntrawl \\- find secrets and say what was looked at\n.SH SYNOPSIS\n.nf\n",
      troff(TRAWL_VERSION));
  for (const CommandRow& row : rows) {
    if (row.subcommands.empty()) text += synopsis_of(row) + "\n";
  }
  text += ".fi\n.SH DESCRIPTION\n" + troff(rows.front().description) + "\n";
  for (const OptionRow& option : rows.front().options) text += entry(option);
  const std::vector<OptionRow> shared = shared_options(rows);
  text += ".SH COMMANDS\n";
  for (const CommandRow& row : rows) {
    if (!row.words.empty() && row.subcommands.empty()) text += command_section(row, shared);
  }
  text += ".SH COMMON OPTIONS\n";
  std::vector<std::string> groups;
  for (const OptionRow& option : shared) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) groups.push_back(option.group);
  }
  for (const std::string& group : groups) {
    text += ".SS " + troff(group) + "\n";
    for (const OptionRow& option : shared) {
      if (option.group == group) text += entry(option);
    }
  }
  return text + std::string(kEnd);
}

}  // namespace

int print_manual(const CommandLine& /*command_line*/) {
  return print(manual(command_rows()));
}

}  // namespace trawl
