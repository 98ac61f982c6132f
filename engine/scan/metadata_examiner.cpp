#include "engine/scan/metadata_examiner.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace trawl {
namespace {

// Names are examined together, so many bytes at a time.
constexpr std::size_t kNamesTogether = std::size_t{1} << 20;

/// A file of a git directory, front to back.
class GuardedFileReader final : public TargetReader {
 public:
  explicit GuardedFileReader(GuardedFile file) : file_(std::move(file)) {}
  Result<std::size_t> read(std::span<char> room) override {
    const std::size_t count = std::min<std::uint64_t>(room.size(), file_.size() - offset_);
    if (const Result<void> got = file_.read_at(offset_, room.first(count)); !got.ok()) return got.error();
    offset_ += count;
    return count;
  }

 private:
  GuardedFile file_;
  std::uint64_t offset_ = 0;
};

/// The files of one git directory; the path of a target is looked for in it.
class GitDirSource final : public Source {
 public:
  GitDirSource(const GuardedDirectory& directory, std::string path)
      : directory_(directory), path_(std::move(path)) {}
  std::optional<Target> next(std::vector<Notification>&, Coverage&) override { return std::nullopt; }
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target&) const override {
    Result<std::optional<GuardedFile>> file = directory_.open_file(path_);
    if (!file.ok()) return file.error();
    if (!file->has_value()) return Error("'" + path_ + "' has vanished");
    return std::unique_ptr<TargetReader>(std::make_unique<GuardedFileReader>(std::move(**file)));
  }

 private:
  const GuardedDirectory& directory_;
  std::string path_;
};

void hide_text(Location& location) {
  location.snippet.text.clear();
  location.context.text.clear();
}

}  // namespace

MetadataExaminer::MetadataExaminer(Examiner& examiner, ObjectFormat format, std::string prefix, bool authors,
                                   Report report)
    : examiner_(examiner),
      format_(format),
      prefix_(std::move(prefix)),
      authors_(authors),
      report_(std::move(report)) {}

Examined MetadataExaminer::examine(const std::string& path, const std::string& id, std::string_view text) {
  Target target;
  target.path = prefix_ + path;
  Examined examined = examiner_.examine_bytes(target, text);
  examined.coverage = {};
  examined.coverage.bytes_scanned = text.size();
  for (Occurrence& occurrence : examined.occurrences) {
    occurrence.location.metadata = true;
    occurrence.location.rank = 1;  // in front of reflogs, which repeat it
    occurrence.location.commit_id = id;
  }
  return examined;
}

void MetadataExaminer::examine_object(const ObjectId& id, ObjectType type, std::string_view bytes) {
  if (examine_texts(id, type, bytes, true)) noisy_.emplace_back(id, type);
}

void MetadataExaminer::examine_noisy(const ObjectId& id, ObjectType type, std::string_view bytes) {
  examine_texts(id, type, bytes, false);
}

bool MetadataExaminer::examine_texts(const ObjectId& id, ObjectType type, std::string_view bytes,
                                     bool counts) {
  bool gave = false;
  const bool commit = type == ObjectType::kCommit;
  for (ObjectText& text : commit ? texts_of_commit(format_, bytes) : texts_of_tag(bytes)) {
    if (text.kind == ObjectText::Kind::kPerson) {
      const auto [known, is_new] = people_.try_emplace(std::move(text.text), Person{id, type, text.part});
      const auto order = [](const ObjectId& object, const std::string& part) {
        return std::tie(object, part);
      };
      if (!is_new && order(id, text.part) < order(known->second.object, known->second.part)) {
        known->second = {id, type, std::move(text.part)};
      }
      continue;
    }
    const std::string hex = id.hex();
    Examined examined = examine(fmt::format("{} {} {}", name_of(type), hex, text.part), hex, text.text);
    gave = gave || !examined.occurrences.empty() || !examined.notifications.empty();
    if (counts) {
      text_bytes_ += text.text.size();
    } else {
      examined.coverage = {};
    }
    report_(std::move(examined));
  }
  return gave;
}

void MetadataExaminer::examine_people() {
  for (const auto& [text, person] : people_) {
    const std::string hex = person.object.hex();
    Examined examined = examine(fmt::format("{} {} {}", name_of(person.type), hex, person.part), hex, text);
    for (Occurrence& occurrence : examined.occurrences) {
      const ByteSpan& span = occurrence.location.span;
      const bool companion =
          occurrence.secret_rule != nullptr && occurrence.secret_rule->role == RuleRole::kCompanion;
      if (!companion && span.end.value <= text.size())
        secret_names_.insert(text.substr(span.begin.value, span.size()));
      if (!authors_) hide_text(occurrence.location);
    }
    report_(std::move(examined));
  }
}

void MetadataExaminer::recall(const KnownAudit& known) {
  for (const KnownPerson& person : known.people) {
    people_.emplace(person.text, Person{person.object, person.type, person.part});
  }
  noisy_ = known.noisy;
  text_bytes_ = known.text_bytes;
  Examined examined;
  examined.coverage.bytes_scanned = text_bytes_;
  report_(std::move(examined));
}

void MetadataExaminer::tell(KnownAudit& known) const {
  known.noisy = noisy_;
  known.text_bytes = text_bytes_;
  known.people.clear();
  for (const auto& [text, person] : people_) {
    known.people.push_back({text, person.object, person.type, person.part});
  }
}

void MetadataExaminer::examine_names(const std::string& path, std::span<const std::string_view> names) {
  while (!names.empty()) {
    std::size_t count = 0;
    std::size_t bytes = 0;
    while (count < names.size() && bytes < kNamesTogether) bytes += names[count++].size() + 1;
    Examined examined = examiner_.examine_names(prefix_ + path, names.first(count));
    examined.coverage.bytes_scanned = bytes;
    for (Occurrence& occurrence : examined.occurrences) occurrence.location.rank = 1;
    secret_names_.insert(examined.secret_names.begin(), examined.secret_names.end());
    report_(std::move(examined));
    names = names.subspan(count);
  }
}

void MetadataExaminer::examine_ref_names(const Tips& tips) {
  const std::vector<std::string_view> names(tips.names.begin(), tips.names.end());
  examine_names("names of refs", names);
}

void MetadataExaminer::examine_path_names(const NameTable& names) {
  std::vector<std::string_view> sorted;
  sorted.reserve(names.size());
  for (std::uint32_t i = 0; i < names.size(); ++i) sorted.push_back(names.at(i));
  std::sort(sorted.begin(), sorted.end());
  examine_names("names of paths", sorted);
}

void MetadataExaminer::examine_git_dir(const Repository& repository, const Tips& tips) {
  for (const GitDirText& text : tips.texts) {
    examine_file(repository.common_dir(), text.path, ".git/" + text.path, false);
  }
}

void MetadataExaminer::examine_file(const GuardedDirectory& directory, const std::string& path,
                                    const std::string& shown, bool counts) {
  const GitDirSource source(directory, path);
  Target target;
  target.path = prefix_ + shown;
  Examined examined = examiner_.examine(source, target);
  if (examined.coverage.files_skipped() > 0 || counts) {
    ++examined.coverage.files_met;
  } else {
    examined.coverage.files_scanned = 0;
  }
  // Every line of a reflog names somebody.
  if (!authors_ && path.find("logs/") != std::string::npos) {
    for (Occurrence& occurrence : examined.occurrences) hide_text(occurrence.location);
  }
  report_(std::move(examined));
}

}  // namespace trawl
