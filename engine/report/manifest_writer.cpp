#include "engine/report/manifest_writer.h"

#include "engine/base/escape.h"
#include "engine/report/json_parts.h"
#include "engine/report/json_stream.h"

namespace trawl {

Result<void> write_manifest(const Manifest& manifest, const Report& report, Output& output) {
  constexpr std::size_t kLinesToDepth = 2;  // a line for each row
  JsonStream json(output, kLinesToDepth);
  json.open_object();
  json.member("schema", "trawl-manifest/1");
  json.member("root", printable_text(report.root));
  json.member("complete", !report.incomplete());
  json.open_array("containers");
  for (const ManifestRow& row : manifest.rows) {
    json.open_object();
    json.member("container", printable_text(row.container));
    json.member("kind", row.kind);
    json.member("count", row.count);
    json.member("repeated", row.repeated);
    json.member("lost", row.lost);
    json.close();
  }
  json.close();
  json.open_array("missing");
  for (const std::string& id : manifest.missing) json.string(id);
  json.close();
  json.open_array("not_read");
  for (const Notification& notification : report.notifications) {
    if (!notification.incomplete) continue;
    json.open_object();
    write_notification_members(json, notification);
    json.close();
  }
  json.close();
  json.open_object("coverage");
  write_coverage_members(json, report);
  json.close();
  json.close();
  output.append("\n");
  return output.status();
}

}  // namespace trawl
