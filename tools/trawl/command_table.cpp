#include "tools/trawl/command_table.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "engine/model/notification.h"
#include "engine/report/report_writer.h"
#include "tools/trawl/command_line.h"

namespace trawl {
namespace {

std::vector<std::string> split(std::string_view list, char separator) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(separator), list.size());
    words.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return words;
}

// CLI11 keeps the words that an option takes only in the text of its check: "WHEN:{auto,always,never}".
ValueRow value_of(const CLI::Option& option, const std::string& operand) {
  ValueRow row;
  const std::string type = option.get_type_name();
  const std::size_t colon = type.find(':');
  row.name = operand.empty() ? type.substr(0, colon) : operand;
  const std::size_t open = type.find('{');
  const std::size_t close = type.rfind('}');
  row.kind = ValueKind::kOther;
  if (operand.empty() && option.get_items_expected_max() == 0) {
    row = {};
  } else if (colon != std::string::npos && open != std::string::npos && close != std::string::npos) {
    row.words = split(std::string_view(type).substr(open + 1, close - open - 1), ',');
  } else if (row.name == "FORMAT[=FILE]") {
    for (const ReportFormat& format : report_formats()) row.words.emplace_back(format.name);
  } else if (row.name == "REASON,...") {
    for (const ReasonDescriptor& reason : reason_descriptors()) {
      if (reason.incomplete) row.words.emplace_back(reason.id);
    }
  } else if (row.name == "FILE" || row.name == "PATH") {
    row.kind = ValueKind::kFile;
  } else if (row.name == "ID" || row.name == "SUBJECT") {
    row.kind = ValueKind::kRule;
  }
  if (!row.words.empty()) row.kind = ValueKind::kWord;
  return row;
}

void add_option(const CLI::Option& option, CommandRow& row) {
  const bool repeatable = option.get_expected_max() > 1;
  if (option.nonpositional()) {
    OptionRow added;
    if (!option.get_snames().empty()) added.short_name = "-" + option.get_snames().front();
    if (!option.get_lnames().empty()) added.long_name = "--" + option.get_lnames().front();
    added.value = value_of(option, "");
    added.description = option.get_description();
    added.group = option.get_group();
    added.repeatable = repeatable;
    row.options.push_back(std::move(added));
  } else {
    row.operands.push_back({value_of(option, option.get_name(true)), option.get_description(),
                            option.get_required(), repeatable});
  }
}

}  // namespace

std::vector<CommandRow> command_rows() {
  CommandLine unused;
  const std::unique_ptr<CLI::App> table = option_table(unused);
  const auto any = [](const CLI::App*) { return true; };
  std::vector<CommandRow> rows;
  std::vector<std::pair<const CLI::App*, std::string>> open = {{table.get(), ""}};
  while (!open.empty()) {
    const auto [app, words] = std::move(open.back());
    open.pop_back();
    CommandRow row{.words = words,
                   .description = app->get_description(),
                   .options = {},
                   .operands = {},
                   .subcommands = {}};
    for (const CLI::Option* option : app->get_options()) add_option(*option, row);
    std::vector<const CLI::App*> below = app->get_subcommands(any);
    for (const CLI::App* sub : below) row.subcommands.push_back(sub->get_name());
    for (auto sub = below.rbegin(); sub != below.rend(); ++sub) {
      const std::string& name = (*sub)->get_name();
      open.emplace_back(*sub, words.empty() ? name : std::string(words).append(" ").append(name));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace trawl
