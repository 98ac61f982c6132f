#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/model/report.h"

namespace trawl {

/// A report for tests with the rules it borrows. The rules stay where they are: the report points to them.
struct ReportFixture {
  std::string name;
  std::deque<Rule> rules;
  Report report;
};

/// Every kind of report that consumers must be able to read: clean, one finding of each severity, CRLF, lone
/// CR, non-BMP, broken UTF-8, byte order mark, spaces and irregular paths, many places, history, suppressed,
/// incomplete, interrupted, hostile texts, nothing in scope, and more results than code scanning takes.
std::deque<ReportFixture> report_fixtures();

/// The bytes of the secret in every fixture, which no report may show; made at run time.
std::string fixture_secret();

}  // namespace trawl
