// Writes every fixture report in the formats that have a schema, for validate_reports.py:
// DIRECTORY/NAME.EXTENSION.
//   write_fixtures DIRECTORY

#include <cstdio>
#include <memory>
#include <string>

#include "engine/report/output.h"
#include "engine/report/report_writer.h"
#include "tests/unit/report/report_fixtures.h"

namespace {

struct Variant {
  const char* format;
  const char* extension;
  trawl::SarifProfile profile;
};

constexpr Variant kVariants[] = {{"sarif", "full.sarif", trawl::SarifProfile::kFull},
                                 {"sarif", "github.sarif", trawl::SarifProfile::kGithub},
                                 {"json", "json", trawl::SarifProfile::kFull},
                                 {"jsonl", "jsonl", trawl::SarifProfile::kFull}};

trawl::Result<void> write(const trawl::Report& report, const Variant& variant, const std::string& path) {
  trawl::ReportOptions options;
  options.sarif_profile = variant.profile;
  options.tool_version = TRAWL_VERSION;
  options.information_uri = "https://example.com/trawl";
  const auto writer = trawl::make_report_writer(variant.format, options);
  if (!writer) return writer.error();
  trawl::Result<trawl::Output> output = trawl::Output::to_file(path);
  if (!output) return output.error();
  if (auto written = (*writer)->write(report, *output); !written) return written;
  return output->finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  for (const trawl::ReportFixture& fixture : trawl::report_fixtures()) {
    for (const Variant& variant : kVariants) {
      const std::string path = std::string(argv[1]) + "/" + fixture.name + "." + variant.extension;
      if (const auto written = write(fixture.report, variant, path); !written) {
        std::fprintf(stderr, "%s\n", written.error().sentence().c_str());
        return 1;
      }
    }
  }
  return 0;
}
