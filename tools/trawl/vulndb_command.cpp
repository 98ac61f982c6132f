#include <algorithm>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "engine/assure/wording.h"
#include "engine/base/escape.h"
#include "engine/deps/vulnerability_index.h"
#include "engine/source/archive/archive_walk.h"
#include "engine/source/tree_source.h"
#include "engine/store/file.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/dependencies.h"

namespace trawl {
namespace {

constexpr std::size_t kMostRecordBytes = std::size_t{16} << 20;
constexpr std::uint64_t kMostArchiveBytes = std::uint64_t{2} << 30;
constexpr std::size_t kMostComplaints = 20;

int failed(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

/// Feeds records into the builder and remembers what was none.
class RecordIntake {
 public:
  void add(const std::string& path, std::string_view bytes) {
    const bool yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    if (!yaml && !path.ends_with(".json")) return;
    Result<OsvRecord> record = read_osv(bytes, yaml);
    if (record) {
      builder_.add(std::move(*record));
      return;
    }
    ++broken_;
    if (complaints_.size() < kMostComplaints)
      complaints_.push_back(fmt::format("{}: {}", path, record.error().sentence()));
  }
  void lost(const std::string& path, const std::string& why) {
    ++broken_;
    if (complaints_.size() < kMostComplaints) complaints_.push_back(fmt::format("{}: {}", path, why));
  }

  [[nodiscard]] VulnerabilityIndexBuilder& builder() { return builder_; }
  [[nodiscard]] std::uint64_t broken() const { return broken_; }
  void report() const {
    for (const std::string& complaint : complaints_) complain(complaint);
    if (broken_ > complaints_.size())
      complain(fmt::format("{} more records were not read", broken_ - complaints_.size()));
  }

 private:
  VulnerabilityIndexBuilder builder_;
  std::vector<std::string> complaints_;
  std::uint64_t broken_ = 0;
};

Result<std::string> content_of(const Source& source, const Target& target, std::uint64_t most) {
  Result<std::unique_ptr<TargetReader>> reader = source.open(target);
  if (!reader) return reader.error();
  std::string text;
  std::vector<char> room(std::size_t{256} << 10U);
  while (true) {
    const Result<std::size_t> count = (*reader)->read(room);
    if (!count) return count.error();
    if (*count == 0) return text;
    text.append(room.data(), *count);
    if (text.size() > most) return Error(fmt::format("it is larger than {} bytes", most));
  }
}

void take(const Source& source, const Target& target, RecordIntake& intake) {
  const bool archive = target.path.ends_with(".zip");
  if (!archive && !target.path.ends_with(".json") && !target.path.ends_with(".yaml") &&
      !target.path.ends_with(".yml"))
    return;
  const Result<std::string> bytes =
      content_of(source, target, archive ? kMostArchiveBytes : kMostRecordBytes);
  if (!bytes) return intake.lost(target.path, bytes.error().sentence());
  if (!archive) return intake.add(target.path, *bytes);
  // Whoever builds an index chose its sources: the limits are there for accidents.
  ArchiveLimits limits;
  limits.nesting = 1;
  limits.members = 4'000'000;
  limits.ratio = 10'000;
  limits.member_bytes = kMostRecordBytes;
  limits.total_bytes = std::uint64_t{64} << 30;
  ArchiveWalk walk(target.path, *bytes, limits);
  std::vector<Notification> notifications;
  while (const std::optional<ArchiveWalk::Member> member = walk.next(notifications))
    intake.add(member->path, member->bytes);
  for (const Notification& notification : notifications)
    intake.lost(notification.subject, notification.message);
}

}  // namespace

int build_vulndb(const CommandLine& command_line) {
  const std::string path = command_line.vulndb.empty() ? default_vulnerability_index() : command_line.vulndb;
  if (path.empty()) return failed(Error("there is no folder of user data; name the file with -o"));
  TreeOptions options;
  options.paths = command_line.paths;
  Result<std::unique_ptr<TreeSource>> source = TreeSource::create(std::move(options));
  if (!source) return failed(source.error());
  RecordIntake intake;
  std::vector<Notification> notifications;
  Coverage coverage;
  while (const std::optional<Target> target = (*source)->next(notifications, coverage)) {
    if (stop_signal() != 0) return 128 + stop_signal();
    take(**source, *target, intake);
  }
  for (const Notification& notification : notifications) {
    if (notification.incomplete) intake.lost(notification.subject, notification.message);
  }
  intake.report();
  const std::size_t records = intake.builder().record_count();
  if (records == 0) return failed(Error("there is no OSV record in these files; nothing was written"));
  const Result<std::string> bytes = intake.builder().finish();
  if (!bytes) return failed(bytes.error());
  if (command_line.vulndb.empty()) {
    if (const auto made = create_private_folders(path.substr(0, path.rfind('/'))); !made)
      return failed(made.error());
  }
  if (const auto written = replace_file(path, *bytes); !written) {
    complain(written.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  const Result<VulnerabilityIndex> index = VulnerabilityIndex::open(path);
  if (!index) return failed(index.error());
  const int printed =
      print(fmt::format("{} about {}, the newest of {}, in {}\n", plural(index->record_count(), "record"),
                        plural(index->package_count(), "package"), date_of_seconds(index->newest_record()),
                        escape_for_terminal(path)));
  if (printed != 0) return printed;
  return static_cast<int>(intake.broken() == 0 ? ExitCode::kClean : ExitCode::kIncomplete);
}

int show_vulndb(const CommandLine& command_line) {
  const std::string path = command_line.vulndb.empty() ? default_vulnerability_index() : command_line.vulndb;
  if (path.empty()) return failed(Error("there is no folder of user data; name the file"));
  const Result<VulnerabilityIndex> index = VulnerabilityIndex::open(path);
  if (!index) return failed(index.error());
  std::string text =
      fmt::format("records         {}\npackages        {}\nnewest record   {}\ndigest          {}\n",
                  index->record_count(), index->package_count(), date_of_seconds(index->newest_record()),
                  index->source_digest());
  for (const auto& [ecosystem, packages] : index->ecosystems())
    text += fmt::format("{:<15} {} packages\n", escape_for_terminal(ecosystem), packages);
  return print(text);
}

}  // namespace trawl
