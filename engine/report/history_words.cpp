#include "engine/report/history_words.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include <fmt/format.h>

#include "engine/base/escape.h"

namespace trawl {
namespace {

constexpr std::size_t kMostEvents = 3;  // of each kind, for people
constexpr std::size_t kMostNames = 5;

std::string words_of(const HistoryEvent& event, std::string_view how) {
  std::string text =
      fmt::format("{} {:.12} at {}", date_of(event.author_time, event.author_zone).substr(0, 10),
                  event.commit_id, escape_for_terminal(event.path));
  if (!how.empty()) text += fmt::format(" ({})", how);
  if (!event.author_name.empty() || !event.author_email.empty()) {
    text += fmt::format(" by {} <{}>", escape_for_terminal(event.author_name),
                        escape_for_terminal(event.author_email));
  }
  return text;
}

std::string names_of(const std::vector<std::string>& names, std::uint64_t more) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
    text += (i == 0 ? "" : ", ") + escape_for_terminal(names[i]);
  }
  if (names.size() > kMostNames) more += names.size() - kMostNames;
  if (more > 0) text += fmt::format(" and {} more", more);
  return text;
}

void write_events(JsonStream& json, std::string_view name, const std::vector<HistoryEvent>& events) {
  json.open_array(name);
  for (const HistoryEvent& event : events) {
    json.open_object();
    json.member("commit", event.commit_id);
    json.member("path", printable_text(event.path));
    json.member("author_date", date_of(event.author_time, event.author_zone));
    json.member_if_any("author_name", printable_text(event.author_name));
    json.member_if_any("author_email", printable_text(event.author_email));
    json.member("elsewhere", event.elsewhere);
    json.close();
  }
  json.close();
}

void write_names(JsonStream& json, std::string_view name, const std::vector<std::string>& names) {
  json.open_array(name);
  for (const std::string& one : names) json.string(printable_text(one));
  json.close();
}

}  // namespace

std::string date_of(std::int64_t seconds, std::int32_t zone_minutes) {
  const std::time_t local = seconds + std::int64_t{zone_minutes} * 60;
  std::tm parts{};
  gmtime_r(&local, &parts);
  const int zone = std::abs(zone_minutes);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", parts.tm_year + 1900,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                     zone_minutes < 0 ? '-' : '+', zone / 60, zone % 60);
}

std::vector<HistoryLine> history_lines_of(const Provenance& provenance) {
  std::vector<HistoryLine> lines;
  const auto& came = provenance.introductions;
  for (std::size_t i = 0; i < std::min(came.size(), kMostEvents); ++i) {
    std::string_view how;
    if (i == 0 && provenance.at_or_before) how = "or before: the clone is shallow";
    if (i > 0) how = came[i].elsewhere ? "moved or copied" : "brought back";
    lines.push_back({i == 0 ? "since" : "again", words_of(came[i], how)});
  }
  if (came.size() > kMostEvents) {
    lines.push_back({"again", fmt::format("and {} more times", came.size() - kMostEvents)});
  }
  // Of removals the last ones say most.
  const auto& gone = provenance.removals;
  const std::size_t first = gone.size() > kMostEvents ? gone.size() - kMostEvents : 0;
  for (std::size_t i = first; i < gone.size(); ++i) {
    lines.push_back({"gone", words_of(gone[i], gone[i].elsewhere ? "still at another path" : "")});
  }
  std::string now;
  const auto add = [&](const std::string& part) { now += (now.empty() ? "" : "; ") + part; };
  if (provenance.in_head) add("still in HEAD");
  if (!provenance.refs.empty()) add("the tip of " + names_of(provenance.refs, 0) + " has it");
  if (!provenance.staged_in.empty()) add("staged in " + names_of(provenance.staged_in, 0));
  if (!provenance.reachable_from.empty()) {
    add("reachable from " + names_of(provenance.reachable_from, provenance.dropped_names));
  }
  if (!provenance.reachable) {
    add("unreachable: no ref, reflog, stash or index leads to it, but the object is still there");
  }
  lines.push_back({"now", std::move(now)});
  return lines;
}

void write_provenance_members(JsonStream& json, const Provenance& provenance) {
  json.member("reachable", provenance.reachable);
  json.member("in_head", provenance.in_head);
  json.member("at_or_before", provenance.at_or_before);
  if (!provenance.introductions.empty()) {
    const HistoryEvent& first = provenance.introductions.front();
    json.member("first_date", date_of(first.author_time, first.author_zone));
  }
  if (!provenance.last_commit_id.empty()) {
    json.member("last_date", date_of(provenance.last_time, 0));
    json.member("last_commit", provenance.last_commit_id);
  }
  write_events(json, "introductions", provenance.introductions);
  write_events(json, "removals", provenance.removals);
  write_names(json, "refs", provenance.refs);
  write_names(json, "reachable_from", provenance.reachable_from);
  write_names(json, "staged_in", provenance.staged_in);
  json.member("dropped_events", provenance.dropped_events);
  json.member("dropped_names", provenance.dropped_names);
}

}  // namespace trawl
