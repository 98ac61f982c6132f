#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "engine/base/escape.h"
#include "engine/base/utf8.h"
#include "engine/report/formats.h"
#include "engine/report/history_words.h"
#include "engine/report/outcome.h"
#include "engine/report/show_secrets.h"
#include "engine/report/text_layout.h"

namespace trawl {
namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kMostPlaces = 5;        // shown besides the primary location
constexpr std::size_t kMostExcerptLines = 5;  // of a secret that spans lines
constexpr std::size_t kLabelWidth = 8;        // "  why   "
constexpr std::size_t kMostMessage = 400;     // bytes, in the short form

enum class Style : std::uint8_t { kSevere, kMedium, kLow, kStrong, kFaint, kGood };

/// The bytes of a snippet that stand for the secret: the redaction nearest to where the secret began. Other
/// secrets on the line may have been redacted as well, which moves it.
struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::size_t byte_at_column(std::string_view line, std::uint32_t units) {
  std::size_t at = 0;
  std::uint32_t seen = 0;
  while (at < line.size() && seen < units) {
    const DecodedCodePoint decoded = decode_code_point(line.substr(at, 4));
    at += decoded.length;
    seen += decoded.code_point < 0x10000 ? 1 : 2;
  }
  return at;
}

Mark mark_in_first_line(std::string_view line, const Location& location, const std::string& secret) {
  const std::uint32_t from = location.snippet.region.start_column.value;
  const std::uint32_t start = location.region.start_column.value;
  const std::size_t nominal = byte_at_column(line, start > from ? start - from : 0);
  const std::string_view first_line = std::string_view(secret).substr(0, secret.find_first_of("\r\n"));
  for (const std::string_view wanted : {first_line, std::string_view("\xE2\x80\xA6")}) {
    if (wanted.empty()) continue;
    const std::size_t before = line.rfind(wanted, nominal);
    const std::size_t after = line.find(wanted, nominal);
    const bool none_before = before == std::string_view::npos;
    if (none_before && after == std::string_view::npos) continue;
    const bool take_after =
        none_before || (after != std::string_view::npos && after - nominal < nominal - before);
    const std::size_t begin = take_after ? after : before;
    return {begin, begin + wanted.size()};
  }
  return {};
}

/// The same for a place that is no secret: from its first column to its last, or to the end of the line.
Mark mark_of_region(std::string_view line, const Location& location) {
  const std::uint32_t from = location.snippet.region.start_column.value;
  const auto column = [&](Column wanted) {
    return byte_at_column(line, wanted.value > from ? wanted.value - from : 0);
  };
  const std::size_t begin = column(location.region.start_column);
  const bool one_line = location.region.end_line == location.region.start_line;
  return {begin, one_line ? std::max(begin, column(location.region.end_column)) : line.size()};
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back(text.substr(0, end));
    const std::size_t ended = text.substr(end, 2) == "\r\n" ? 2 : 1;
    text.remove_prefix(std::min(end + ended, text.size()));
  }
  return lines;
}

/// The report for people: what was found, in the order of files, then what was not looked at, then one line
/// with the sum of it.
class TextReport {
 public:
  TextReport(const ReportOptions& options, const Report& report, Output& output)
      : options_(options), report_(report), output_(output) {}

  void write() {
    const bool quiet = options_.verbosity < 0;
    for (const Finding& finding : report_.findings) {
      if (finding.suppression && options_.verbosity < 1) continue;
      quiet ? write_short(finding) : write_finding(finding);
    }
    write_notifications();
    if (!quiet || report_.exit_code() != ExitCode::kClean) write_summary();
  }

 private:
  [[nodiscard]] std::string styled(std::string_view text, Style style) const {
    if (!options_.colour) return std::string(text);
    constexpr std::array<std::string_view, 6> kCodes = {"1;31", "1;33", "1;36", "1", "2", "1;32"};
    return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(style)], text);
  }

  static Style style_of(Severity severity) {
    if (severity >= Severity::kHigh) return Style::kSevere;
    return severity == Severity::kMedium ? Style::kMedium : Style::kLow;
  }

  void line(std::string_view text = "") {
    output_.append(text);
    output_.append("\n");
  }

  [[nodiscard]] std::string place(const Location& location) const {
    std::string text = fmt::format("{}:{}:{}", escape_for_terminal(location.path),
                                   location.region.start_line.value, location.region.start_column.value);
    const std::optional<std::string> uri = relative_uri(location.path);
    if (!options_.hyperlink_base.empty() && uri) {
      text = fmt::format("\x1b]8;;{}{}\x1b\\{}\x1b]8;;\x1b\\", options_.hyperlink_base, *uri, text);
    }
    if (!location.commit_id.empty() && !location.metadata)
      text += fmt::format(" (commit {:.12}{})", escape_for_terminal(location.commit_id),
                          location.range && !location.range->in_final_diff ? ", not in the final diff" : "");
    if (!location.decoded_by.empty())
      text += fmt::format(" (in {})", escape_for_terminal(location.decoded_by));
    return text;
  }

  /// A label and a text, wrapped and aligned behind it.
  void labelled(std::string_view label, std::string_view text) {
    bool first = true;
    for (const std::string& part : wrap(escaped_words(text), kColumns - kLabelWidth)) {
      labelled_line(first ? label : "", part);
      first = false;
    }
  }

  void labelled_line(std::string_view label, std::string_view text) {
    line(fmt::format("  {}{}", styled(fmt::format("{:<6}", label), Style::kFaint), text));
  }

  /// Rules may be a user's: their texts are escaped like all else, and only their line ends are taken for
  /// blanks.
  static std::string escaped_words(std::string_view text) {
    std::string blanks(text);
    std::replace_if(
        blanks.begin(), blanks.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return escape_for_terminal(blanks, 4096);
  }

  void write_short(const Finding& finding) {
    line(fmt::format("{}: {}: {}: {}", place(finding.locations.front()),
                     styled(name_of(finding.severity), style_of(finding.severity)),
                     escape_for_terminal(finding.rule->id),
                     finding.rule->kind == RuleKind::kSecret
                         ? escape_for_terminal(shown(finding.secret, options_.show_secrets))
                         : escape_for_terminal(finding.message, kMostMessage)));
  }

  void write_finding(const Finding& finding) {
    const Location& primary = finding.locations.front();
    line(fmt::format("{}  {} {}",
                     styled(fmt::format("{:<8}", name_of(finding.severity)), style_of(finding.severity)),
                     styled(escape_for_terminal(finding.rule->name), Style::kStrong),
                     styled(fmt::format("({})", escape_for_terminal(finding.rule->id)), Style::kFaint)));
    line("  " + styled(place(primary), Style::kStrong));
    if (finding.rule->kind == RuleKind::kSecret) {
      write_excerpt(primary, shown(finding.secret, options_.show_secrets));
      // The excerpt shows what it is encoded in.
      if (options_.show_secrets && !primary.decoded_by.empty()) {
        labelled_line("plain", escape_for_terminal(shown(finding.secret, true)));
      }
    } else {
      write_excerpt(primary, "");
      labelled("what", finding.message);
    }
    if (finding.suppression) labelled("muted", finding.suppression->justification);
    if (finding.rule->kind == RuleKind::kFlow) write_trace(finding);
    labelled("why", finding.rule->description);
    labelled("fix", finding.rule->remediation);
    if (!finding.rule->reference.empty()) labelled_line("see", escape_for_terminal(finding.rule->reference));
    if (finding.provenance) {
      std::string_view last;
      for (const HistoryLine& history : history_lines_of(*finding.provenance)) {
        bool first = history.label != last;
        for (const std::string& part : wrap(history.text, kColumns - kLabelWidth)) {
          labelled_line(first ? history.label : "", part);
          first = false;
        }
        last = history.label;
      }
    }
    labelled("facts", facts_of(finding));
    write_places("with", finding.partners, 0);
    write_places("also", finding.locations, 1);
    labelled_line("id", escape_for_terminal(finding.fingerprint));
    line();
  }

  /// The shortest way, one line a step: what a reviewer walks through.
  void write_trace(const Finding& finding) {
    if (finding.traces.empty()) return;
    const std::vector<TraceStep>& steps = finding.traces.front().steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::string indent(std::min(steps[i].nesting, 8U), ' ');
      labelled_line(i == 0 ? "flow" : "", fmt::format("{}{}  {}", indent, place(steps[i].location),
                                                      escaped_words(steps[i].message)));
    }
    const std::size_t more = finding.traces.size() - 1;
    if (more > 0) labelled_line("", fmt::format("and {} to the same place", counted(more, "more flow")));
  }

  static std::string facts_of(const Finding& finding) {
    std::string facts = fmt::format("{} confidence", name_of(finding.confidence));
    if (finding.verdict == Verdict::kValid) facts += ", proven by its form";
    if (!finding.detail.empty()) facts += ", " + finding.detail;
    for (std::size_t i = 0; i < finding.also_matched.size(); ++i) {
      facts += fmt::format("{}{}", i == 0 ? "; also matches " : ", ", finding.also_matched[i]->id);
    }
    return facts;
  }

  void write_excerpt(const Location& location, const std::string& secret) {
    const std::vector<std::string_view> lines = lines_of(location.snippet.text);
    if (lines.empty()) return;
    const std::uint64_t first = location.snippet.region.start_line.value;
    const std::size_t shown_lines = std::min(lines.size(), kMostExcerptLines);
    const std::size_t number_width = std::max<std::size_t>(std::to_string(first + shown_lines - 1).size(), 4);
    const std::size_t width = kColumns - number_width - 5;
    const std::string gutter = styled(fmt::format("  {:>{}} |", "", number_width), Style::kFaint);
    const std::size_t marked =
        location.region.start_line.value > first
            ? std::min<std::size_t>(location.region.start_line.value - first, shown_lines - 1)
            : 0;
    line();
    for (std::size_t i = 0; i < shown_lines; ++i) {
      Mark mark;
      if (i == marked)
        mark = secret.empty() ? mark_of_region(lines[i], location)
                              : mark_in_first_line(lines[i], location, secret);
      const ExcerptLine text = lay_out_excerpt(lines[i], mark.begin, mark.end, width);
      const std::string number = styled(fmt::format("  {:>{}} |", first + i, number_width), Style::kFaint);
      line(text.text.empty() ? number : number + " " + text.text);
      if (text.mark_end > text.mark_begin) {
        const std::string carets(text.mark_end - text.mark_begin, '^');
        line(fmt::format("{} {}{}", gutter, std::string(text.mark_begin, ' '),
                         styled(carets, Style::kSevere)));
      }
    }
    if (lines.size() > shown_lines) {
      line(fmt::format("{} {}", gutter,
                       styled(counted(lines.size() - shown_lines, "more line"), Style::kFaint)));
    }
    line();
  }

  void write_places(std::string_view label, const std::vector<Location>& locations, std::size_t from) {
    const std::size_t end = std::min(locations.size(), from + kMostPlaces);
    for (std::size_t i = from; i < end; ++i) labelled_line(i == from ? label : "", place(locations[i]));
    if (end < locations.size())
      labelled_line("", fmt::format("and {}", counted(locations.size() - end, "more place")));
  }

  void write_notifications() {
    std::uint64_t notes = 0;
    bool any = false;
    for (const Notification& notification : report_.notifications) {
      const bool shown_now = notification.level == NotificationLevel::kError ||
                             (notification.level == NotificationLevel::kWarning && options_.verbosity >= 0) ||
                             options_.verbosity >= 1;
      if (!shown_now) {
        notes += notification.count;
        continue;
      }
      any = true;
      write_notification(notification);
    }
    if (notes > 0 && options_.verbosity >= 0) {
      line(styled(counted(notes, "note") + " (shown with -v)", Style::kFaint));
      any = true;
    }
    if (any && options_.verbosity >= 0) line();
  }

  void write_notification(const Notification& notification) {
    const Style style = notification.level == NotificationLevel::kError     ? Style::kSevere
                        : notification.level == NotificationLevel::kWarning ? Style::kMedium
                                                                            : Style::kFaint;
    std::string text = styled(fmt::format("{:<8}", name_of(notification.level)), style);
    text += fmt::format("  {}", descriptor_of(notification.reason).id);
    if (!notification.subject.empty()) text += ": " + escape_for_terminal(notification.subject);
    if (notification.count > 1) text += fmt::format(" ({} times)", notification.count);
    line(text);
    for (const std::string& part : wrap(escaped_words(notification.message), kColumns - 10)) {
      line(fmt::format("{:10}{}", "", part));
    }
  }

  void write_summary() {
    const Coverage& coverage = report_.coverage;
    const Outcome outcome = outcome_of(report_);
    std::vector<std::string> parts;
    parts.push_back(coverage.files_met == 0 && coverage.files_scanned == 0
                        ? std::string("0 files in scope")
                        : fmt::format("{}, {} scanned", counted(coverage.files_scanned, "file"),
                                      size_text(coverage.bytes_scanned)));
    if (report_.program && report_.program->units > 0) {
      const ProgramCoverage& program = *report_.program;
      std::string text = fmt::format("C and C++: {}", counted(program.units, "unit"));
      if (program.in_part > 0) text += fmt::format(", {} parsed in part", program.in_part);
      if (program.failed > 0) text += fmt::format(", {} failed", program.failed);
      parts.push_back(std::move(text));
    }
    if (coverage.files_unchanged > 0)
      parts.push_back(counted(coverage.files_unchanged, "file") + " unchanged");
    if (coverage.files_skipped() > 0) {
      std::string reasons;
      for (const auto& [reason, count] : coverage.skipped_files) {
        if (count == 0) continue;
        reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", count, descriptor_of(reason).id);
      }
      parts.push_back(fmt::format("{} skipped ({})", coverage.files_skipped(), reasons));
    }
    if (outcome.suppressed > 0) parts.push_back(fmt::format("{} suppressed", outcome.suppressed));
    std::string text;
    for (const std::string& part : parts) text += part + "; ";
    const Style style = outcome.exit_code == ExitCode::kClean ? Style::kGood : Style::kSevere;
    line(text + styled(verdict_of(report_), style));
  }

  const ReportOptions& options_;
  const Report& report_;
  Output& output_;
};

class TextWriter final : public ReportWriter {
 public:
  explicit TextWriter(const ReportOptions& options) : options_(options) {}

  Result<void> write(const Report& report, Output& output) const override {
    TextReport(options_, report, output).write();
    return output.status();
  }

 private:
  ReportOptions options_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_text_writer(const ReportOptions& options) {
  return std::make_unique<TextWriter>(options);
}

}  // namespace trawl
