#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/deps/audit.h"
#include "engine/deps/sbom.h"
#include "engine/deps/version/npm_range.h"
#include "engine/deps/version/version.h"
#include "engine/deps/vex.h"
#include "engine/deps/vulnerability_index.h"
#include "tests/fuzz/readers.h"

namespace trawl::fuzz {
namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

// The first line is the path, which chooses the reader; the rest is the file. What was read is judged, too.
void read_dependencies(std::string_view input) {
  const std::size_t end = input.find('\n');
  if (end == std::string_view::npos) return;
  const std::string_view path = input.substr(0, end);
  const std::string_view bytes = input.substr(end + 1);
  const DependencyReader* reader = dependency_reader_of(path);
  if (reader == nullptr) return;
  std::vector<DependencyFile> files = {read_dependency_file(*reader, path, bytes)};
  link_dependency_files(files);
  for (const LockedPackage& package : files[0].packages) {
    demand(package.span.end.value <= bytes.size() && package.span.begin <= package.span.end);
    demand(package.url_span.end.value <= bytes.size() && package.url_span.begin <= package.url_span.end);
    for (const std::uint32_t target : package.dependencies) demand(target < files[0].packages.size());
  }
  for (const PackageRequirement& requirement : files[0].requirements)
    demand(requirement.span.end.value <= bytes.size() && requirement.span.begin <= requirement.span.end);
  for (const RegistrySetting& setting : files[0].registries)
    demand(setting.span.end.value <= bytes.size() && setting.span.begin <= setting.span.end);
  const DependencyAudit audit = audit_dependencies(files, {});
  for (const DependencyFinding& finding : audit.findings)
    demand(finding.file == 0 && !finding.message.empty());
  demand(!cyclonedx_of(files, audit, {}).empty());
  demand(!spdx_of(files, {}).empty());
}

void read_record(std::string_view input) {
  for (const bool yaml : {false, true}) {
    Result<OsvRecord> record = read_osv(input, yaml);
    if (!record) continue;
    VulnerabilityIndexBuilder builder;
    builder.add(std::move(*record));
    const Result<std::string> bytes = builder.finish();
    demand(bytes.ok());
    demand(VulnerabilityIndex::of_bytes(*bytes).ok());
  }
}

void read_index(std::string_view input) {
  const Result<VulnerabilityIndex> index = VulnerabilityIndex::of_bytes(std::string(input));
  if (!index) return;
  for (const char* version : {"1.0.0", "x", ""}) (void)index->look_up("npm", "left", version);
  (void)index->ecosystems();
}

// Lines are versions, each compared with the next by all orders.
void read_versions(std::string_view input) {
  std::string_view before;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view text = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
    for (int i = 0; i <= static_cast<int>(VersionOrder::kAlpine); ++i) {
      const auto order = static_cast<VersionOrder>(i);
      const VersionComparison one = compare_versions(order, before, text);
      const VersionComparison other = compare_versions(order, text, before);
      demand(one.has_value() == other.has_value());
      if (one) demand((*one < 0) == (*other > 0) && (*one == 0) == (*other == 0));
    }
    if (const auto range = NpmRange::parse(text)) (void)range->contains(before);
    (void)score_of_vector(text);
    before = text;
  }
}

void read_vex(std::string_view input) {
  Vex vex;
  std::vector<std::string> ignored;
  if (vex.add(input, ignored)) (void)vex.not_affected({"CVE-1"}, "pkg:npm/a@1");
}

constexpr std::array kReaders = {
    Reader{"dependency-file", read_dependencies},
    Reader{"osv", read_record},
    Reader{"vulnerability-index", read_index},
    Reader{"versions", read_versions},
    Reader{"vex", read_vex},
};

}  // namespace

std::span<const Reader> dependency_readers() {
  return kReaders;
}

}  // namespace trawl::fuzz
