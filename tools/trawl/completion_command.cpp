#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tools/trawl/command_table.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"

namespace trawl {
namespace {

// How all three shells learn the ids of rules. Nothing of the directory at hand is read for it.
constexpr std::string_view kRuleIds = "trawl rules list --no-config 2>/dev/null | sed -e '$d' -e 's/ .*//'";

// A word of the shell: in single quotes, which no shell looks into.
std::string quoted(std::string_view text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

bool is_flag(const OptionRow& option) {
  return option.value.kind == ValueKind::kNone;
}

std::vector<std::string> names_of(const OptionRow& option) {
  std::vector<std::string> names;
  if (!option.short_name.empty()) names.push_back(option.short_name);
  if (!option.long_name.empty()) names.push_back(option.long_name);
  return names;
}

// What bash is to propose for a value.
std::string bash_values(const ValueRow& value) {
  switch (value.kind) {
    case ValueKind::kWord:
      return fmt::format("words={}", quoted(fmt::format("{}", fmt::join(value.words, " "))));
    case ValueKind::kFile:
      return "files=1";
    case ValueKind::kRule:
      return fmt::format("words=$({})", kRuleIds);
    default:
      return "return";
  }
}

std::string bash_command(const CommandRow& row) {
  std::vector<std::string> options;
  std::string valued;
  for (const OptionRow& option : row.options) {
    const std::vector<std::string> names = names_of(option);
    options.insert(options.end(), names.begin(), names.end());
    if (is_flag(option)) continue;
    valued += fmt::format("        {}) {} ;;\n", fmt::join(names, " | "), bash_values(option.value));
  }
  std::string text = fmt::format("    {})\n      options={}\n      case $previous in\n{}", quoted(row.words),
                                 quoted(fmt::format("{}", fmt::join(options, " "))), valued);
  std::string operand = "return";
  if (!row.subcommands.empty()) {
    operand = fmt::format("words={}", quoted(fmt::format("{}", fmt::join(row.subcommands, " "))));
  } else if (!row.operands.empty()) {
    // Of a command with several operands the last may be repeated, so it is the likeliest.
    operand = bash_values(row.operands.back().value);
    if (row.operands.back().value.kind == ValueKind::kRule) operand += " files=1";
  }
  return text + fmt::format("        *) [[ $current == -* ]] || {} ;;\n      esac\n      ;;\n", operand);
}

std::string bash_script(const std::vector<CommandRow>& rows) {
  std::string cases;
  std::string known;
  for (const CommandRow& row : rows) {
    cases += bash_command(row);
    if (row.words.find(' ') != std::string::npos) known += (known.empty() ? "" : " | ") + quoted(row.words);
  }
  return fmt::format(R"bash(# bash completion for trawl. Load it with: source <(trawl completion bash)
_trawl() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} command='' options='' words='' files=''
  COMPREPLY=()
  # Bash cuts --option=value at the sign.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  if ((COMP_CWORD > 1)); then command=${{COMP_WORDS[1]}}; fi
  if ((COMP_CWORD > 2)); then
    case "$command ${{COMP_WORDS[2]}}" in
      {}) command="$command ${{COMP_WORDS[2]}}" ;;
    esac
  fi
  case $command in
{}    *) return ;;
  esac
  if [[ $current == -* ]]; then words=$options files=''; fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  if [[ -n $files ]]; then
    local path
    while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -f -- "$current")
    compopt -o filenames 2>/dev/null
  fi
}}
complete -F _trawl trawl
)bash",
                     known, cases);
}

// Text inside a specification of zsh's _arguments, where brackets and colons are signs.
std::string zsh_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string zsh_value(const ValueRow& value) {
  const std::string name = zsh_text(value.name);
  switch (value.kind) {
    case ValueKind::kNone:
      return "";
    case ValueKind::kWord:
      return fmt::format(":{}:({})", name, fmt::join(value.words, " "));
    case ValueKind::kFile:
      return fmt::format(":{}:_files", name);
    case ValueKind::kRule:
      return fmt::format(":{}:_trawl_rule_ids", name);
    case ValueKind::kOther:
      return fmt::format(":{}: ", name);
  }
  return "";
}

std::string zsh_arguments(const CommandRow& row, std::string_view indent) {
  std::string text = "_arguments -s -S";
  for (const OptionRow& option : row.options) {
    const std::vector<std::string> names = names_of(option);
    for (const std::string& name : names) {
      // A value follows `--name=` or `--name `, and `-o` with or without a blank.
      const std::string_view joined = is_flag(option) ? "" : name.starts_with("--") ? "=" : "+";
      const std::string others = option.repeatable ? "*" : fmt::format("({})", fmt::join(names, " "));
      text += fmt::format(" \\\n{}  {}", indent,
                          quoted(fmt::format("{}{}{}[{}]{}", others, name, joined,
                                             zsh_text(option.description), zsh_value(option.value))));
    }
  }
  for (const OperandRow& operand : row.operands) {
    const std::string value = zsh_value(operand.value);
    text += fmt::format(" \\\n{}  {}", indent,
                        quoted((operand.repeatable ? "*"
                                : operand.required ? ""
                                                   : ":") +
                               value));
  }
  return text;
}

std::string zsh_subcommands(const CommandRow& row, const std::vector<CommandRow>& rows,
                            std::string_view indent) {
  std::string text = "commands=(";
  for (const CommandRow& sub : rows) {
    const std::string parent = row.words.empty() ? "" : row.words + " ";
    if (sub.words.empty() || sub.words != parent + sub.last_word()) continue;
    text += fmt::format("\n{}  {}", indent, quoted(sub.last_word() + ":" + zsh_text(sub.description)));
  }
  return text + fmt::format("\n{0})\n{0}_describe -t commands command commands\n", indent);
}

std::string zsh_script(const std::vector<CommandRow>& rows) {
  std::string cases;
  for (const CommandRow& row : rows) {
    if (row.words.empty() || row.words.find(' ') != std::string::npos) continue;
    cases += fmt::format("    {})\n", row.words);
    if (row.subcommands.empty()) {
      cases +=
          "      shift words\n      ((CURRENT -= 1))\n      " + zsh_arguments(row, "      ") + "\n      ;;\n";
      continue;
    }
    cases += "      if ((CURRENT == 3)); then\n        " + zsh_subcommands(row, rows, "        ") +
             "        return\n      fi\n      local subcommand=$words[3]\n      shift 2 words\n      "
             "((CURRENT -= 2))\n"
             "      case $subcommand in\n";
    for (const CommandRow& sub : rows) {
      if (!sub.words.starts_with(row.words + " ")) continue;
      cases += fmt::format("        {})\n          {}\n          ;;\n", sub.last_word(),
                           zsh_arguments(sub, "          "));
    }
    cases += "      esac\n      ;;\n";
  }
  return fmt::format(R"zsh(#compdef trawl
# zsh completion for trawl: save it as _trawl in a directory of $fpath, or source it after compinit.
_trawl_rule_ids() {{
  local -a ids
  ids=(${{(f)"$({})"}})
  _describe -t rules rule ids
  _files
}}

_trawl() {{
  local -a commands
  if ((CURRENT == 2)); then
    {}    {}
    return
  fi
  case $words[2] in
{}  esac
}}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _trawl "$@"
else
  compdef _trawl trawl
fi
)zsh",
                     kRuleIds, zsh_subcommands(rows.front(), rows, "    "),
                     zsh_arguments(rows.front(), "    "), cases);
}

std::string fish_value(const ValueRow& value) {
  switch (value.kind) {
    case ValueKind::kNone:
      return "";
    case ValueKind::kWord:
      return fmt::format(" -x -a {}", quoted(fmt::format("{}", fmt::join(value.words, " "))));
    case ValueKind::kFile:
      return " -r -F";
    case ValueKind::kRule:
      return " -x -a '(__trawl_rule_ids)'";
    case ValueKind::kOther:
      return " -x";
  }
  return "";
}

std::string fish_command(const CommandRow& row, const std::vector<CommandRow>& rows) {
  const std::string at = row.words.empty() ? "__trawl_is_at" : "__trawl_is_at " + row.words;
  std::string text;
  for (const CommandRow& sub : rows) {
    const std::string parent = row.words.empty() ? "" : row.words + " ";
    if (sub.words.empty() || sub.words != parent + sub.last_word()) continue;
    text += fmt::format("complete -c trawl -n {} -f -a {} -d {}\n", quoted(at), sub.last_word(),
                        quoted(sub.description));
  }
  const std::string below = quoted(row.words.empty() ? at : "__trawl_is_below " + row.words);
  for (const OptionRow& option : row.options) {
    text += fmt::format("complete -c trawl -n {}", below);
    if (!option.short_name.empty()) text += " -s " + option.short_name.substr(1);
    if (!option.long_name.empty()) text += " -l " + option.long_name.substr(2);
    text += fmt::format("{} -d {}\n", fish_value(option.value), quoted(option.description));
  }
  if (row.subcommands.empty()) {
    const ValueRow value = row.operands.empty() ? ValueRow{} : row.operands.back().value;
    if (value.kind == ValueKind::kWord) {
      text += fmt::format("complete -c trawl -n {} -f -a {}\n", below,
                          quoted(fmt::format("{}", fmt::join(value.words, " "))));
    } else if (value.kind == ValueKind::kRule) {
      text += fmt::format("complete -c trawl -n {} -a '(__trawl_rule_ids)'\n", below);
    } else if (value.kind != ValueKind::kFile) {
      text += fmt::format("complete -c trawl -n {} -f\n", below);
    }
  }
  return text;
}

std::string fish_script(const std::vector<CommandRow>& rows) {
  std::string text =
      fmt::format(R"fish(# fish completion for trawl: save it as ~/.config/fish/completions/trawl.fish
function __trawl_said
    set -l said (commandline -opc)
    set -e said[1]
    for word in $said
        string match -q -- '-*' $word; and break
        echo $word
    end
end

function __trawl_is_at
    set -l said (__trawl_said)
    test "$said" = "$argv"
end

function __trawl_is_below
    set -l said (__trawl_said)
    set -l count (count $argv)
    test (count $said) -ge $count; and test "$said[1..$count]" = "$argv"
end

function __trawl_rule_ids
    {}
end

)fish",
                  kRuleIds);
  for (const CommandRow& row : rows) text += fish_command(row, rows);
  return text;
}

}  // namespace

int print_completion(const CommandLine& command_line) {
  const std::vector<CommandRow> rows = command_rows();
  const std::string& shell = command_line.subject;
  return print(shell == "zsh" ? zsh_script(rows) : shell == "fish" ? fish_script(rows) : bash_script(rows));
}

}  // namespace trawl
