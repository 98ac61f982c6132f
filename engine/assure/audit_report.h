#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/assure/assessment.h"
#include "engine/assure/gate.h"

namespace trawl {

/// What an earlier run came to.
struct TrendPoint {
  std::string label;       ///< its day
  SeverityCounts open{};   ///< by severity
  std::uint64_t pass = 0;  ///< controls of the plans
  std::uint64_t applicable = 0;
};

/// All that an audit report shows. Borrows everything; the three forms are written from this one structure.
struct AuditReport {
  const Evidence* evidence = nullptr;
  std::span<const FrameworkResult> frameworks;
  std::span<const Attestation> attestations;
  std::span<const GateLine> gates;
  std::span<const TrendPoint> trend;
  std::string as_of;
  std::string gate_origin;
  std::string report_digest;
  std::string log_head;
  bool pentest = false;  ///< with an appendix for those who test by hand
};

/// What no reading of files answers and a tester has to try, a sentence each.
std::span<const std::string_view> tester_questions();
/// Rows of the plans that hold by a person's word or were not checked: where testers begin.
std::vector<const ControlResult*> rows_for_testers(std::span<const FrameworkResult> frameworks);

/// The verdict of the first page.
struct AuditVerdict {
  enum class Kind : std::uint8_t { kGood, kWarning, kBad } kind = Kind::kWarning;
  std::string headline;
  std::string why;
};
AuditVerdict verdict_of(const AuditReport& report);

/// Open findings by severity, the least first.
SeverityCounts open_by_severity(const Evidence& evidence);
/// Controls of both plans that hold, and those that apply.
TrendPoint plan_share(std::span<const FrameworkResult> frameworks);

/// One self-contained page: no script, nothing from elsewhere, a policy that forbids both.
std::string html_page(const AuditReport& report);
std::string markdown_page(const AuditReport& report);
/// docs/audit.schema.json says its form.
std::string audit_json(const AuditReport& report);

/// How the tables of models are called, in the order of the page.
struct ModelTitle {
  std::string_view model;
  std::string_view title;
  std::string_view measure;  ///< that is counted of its rows; empty: none
  std::string_view words;    ///< about the measure: how many of how many
};
inline constexpr std::string_view kEntryPoints = "entry-points";  ///< shown in the appendix for testers only
inline constexpr std::array<ModelTitle, 9> kModelTitles = {{
    {kEntryPoints, "Where it is reached from outside", "", ""},
    {"headers", "Response headers by location", "", ""},
    {"jobs", "Permissions and secrets by job", "", ""},
    {"packages", "Bill of materials", "", ""},
    {"registries", "Where packages come from", "", ""},
    {"images", "Images that are built", "", ""},
    {"containers", "Containers and their rights", "", ""},
    {"secrets", "Secrets by consumer", "secrets_managed",
     "{} of {} settings take their secret from a manager."},
    {"services", "Services and what watches them", "monitoring_coverage",
     "{} of {} services have measurements, an alert and a panel."},
}};

/// Text for people out of what a tree's author chose: no characters that turn the direction of text, hide, or
/// end a line.
std::string plain_text(std::string_view text);

}  // namespace trawl
