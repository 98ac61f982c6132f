#include "engine/scan/path_names.h"

#include <algorithm>
#include <utility>

namespace trawl {
namespace {

constexpr std::string_view kWithheld = "\xE2\x80\xA6";

// Up to the last separator that both have in the same place.
std::size_t common_folders(std::string_view a, std::string_view b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  const std::size_t slash = a.substr(0, static_cast<std::size_t>(differ - a.begin())).rfind('/');
  return slash == std::string_view::npos ? 0 : slash + 1;
}

void withhold(std::string& text, const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    for (std::size_t at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + kWithheld.size())) {
      text.replace(at, secret.size(), kWithheld);
    }
  }
}

}  // namespace

void PathNames::add(std::string_view path) {
  known_.push_back(common_folders(path, last_));
  last_ = path;
  text_ += path;
  text_ += '\n';
}

Examined PathNames::examine(Examiner& examiner) {
  std::vector<std::string_view> names;
  names.reserve(known_.size());
  for (std::size_t begin = 0; begin < text_.size();) {
    const std::size_t end = text_.find('\n', begin);
    names.push_back(std::string_view(text_).substr(begin, end - begin));
    begin = end + 1;
  }
  // A path may hold a line end itself: then names and paths are not the same, and every match counts.
  const bool as_added = names.size() == known_.size();
  Examined examined = examiner.examine_names("names of paths", names, as_added ? &known_ : nullptr);
  text_.clear();
  known_.clear();
  return examined;
}

std::vector<std::string_view> texts_with_names(const Report& report) {
  std::vector<std::string_view> texts = {report.root};
  for (const Finding& finding : report.findings) {
    for (const Location& place : finding.locations) texts.push_back(place.path);
    for (const Location& place : finding.partners) texts.push_back(place.path);
    for (const Trace& trace : finding.traces) {
      for (const TraceStep& step : trace.steps) texts.push_back(step.location.path);
    }
  }
  for (const Notification& notification : report.notifications) {
    texts.push_back(notification.subject);
    texts.push_back(notification.message);
  }
  if (report.dependencies) {
    for (const DependencyInput& input : report.dependencies->inputs) texts.push_back(input.path);
  }
  for (const LedgerInput& input : report.ledger.inputs) texts.push_back(input.path);
  for (const auto& [name, model] : report.ledger.models) {
    for (const ModelRow& row : model.rows) {
      texts.push_back(row.path);
      texts.insert(texts.end(), row.cells.begin(), row.cells.end());
    }
  }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

void withhold_names(Report& report, const std::vector<std::string>& secrets) {
  if (secrets.empty()) return;
  // The longest first, as one may lie in another.
  std::vector<std::string> ordered = secrets;
  std::sort(ordered.begin(), ordered.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
  const auto of_places = [&](std::vector<Location>& places) {
    for (Location& place : places) withhold(place.path, ordered);
  };
  withhold(report.root, ordered);
  for (Finding& finding : report.findings) {
    of_places(finding.locations);
    of_places(finding.partners);
    withhold(finding.message, ordered);
    for (Trace& trace : finding.traces) {
      for (TraceStep& step : trace.steps) withhold(step.location.path, ordered);
    }
  }
  for (Notification& notification : report.notifications) {
    withhold(notification.subject, ordered);
    withhold(notification.message, ordered);
  }
  if (report.dependencies) {
    for (DependencyInput& input : report.dependencies->inputs) withhold(input.path, ordered);
  }
  for (LedgerInput& input : report.ledger.inputs) withhold(input.path, ordered);
  for (auto& [name, model] : report.ledger.models) {
    for (ModelRow& row : model.rows) {
      withhold(row.path, ordered);
      for (std::string& cell : row.cells) withhold(cell, ordered);
    }
  }
}

}  // namespace trawl
