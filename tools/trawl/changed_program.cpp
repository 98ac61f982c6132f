#include "tools/trawl/changed_program.h"

#include <algorithm>
#include <limits>

#include "engine/git/object_id.h"
#include "engine/sast/flags.h"
#include "engine/source/blob_reader.h"
#include "engine/source/tree_object_source.h"

namespace trawl {
namespace {

// Of targets that are opened by their blob's id; those of a staged source count up from 0.
constexpr std::uint64_t kByBlob = std::numeric_limits<std::uint64_t>::max();

using Lines = std::vector<LineRange>;

Lines merged(Lines lines) {
  std::sort(lines.begin(), lines.end(),
            [](const LineRange& a, const LineRange& b) { return a.begin.value < b.begin.value; });
  return lines;
}

}  // namespace

bool is_program_file(std::string_view path) {
  return !sast::language_of(path).empty() || sast::is_header(path);
}

/// Opens blobs of a store, and what a staged source reads from elsewhere.
class ChangedProgram::Contents final : public Source {
 public:
  const ObjectDatabase* database = nullptr;
  const Source* other = nullptr;

  std::optional<Target> next(std::vector<Notification>&, Coverage&) override { return std::nullopt; }
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override {
    if (target.ticket != kByBlob) return other->open(target);
    const std::optional<ObjectId> id = ObjectId::from_hex(database->format(), target.blob_id);
    if (!id) return Error("it has no id");
    return open_blob(*database, *id);
  }
};

ChangedProgram::ChangedProgram()
    : contents_(std::make_unique<Contents>()), program_(std::make_unique<Program>(*contents_)) {}

ChangedProgram::~ChangedProgram() = default;

void ChangedProgram::add(const Target& target, bool touched) {
  if (program_->add(target) && touched) touched_.insert(Program::path_in_program(target.path));
}

Result<std::unique_ptr<ChangedProgram>> ChangedProgram::of_index(const StagedSource& staged,
                                                                 const std::vector<Target>& touched,
                                                                 bool whole_files) {
  Result<std::vector<Target>> beside = staged.files_beside(is_program_file);
  if (!beside) return beside.error();
  std::unique_ptr<ChangedProgram> changed(new ChangedProgram);
  changed->contents_->database = &staged.database();
  changed->contents_->other = &staged;
  changed->staged_ = &staged;
  changed->whole_files_ = whole_files;
  for (const Target& target : touched) {
    changed->staged_targets_.emplace(target.path, target);
    changed->add(target, true);
  }
  for (Target& target : *beside) {
    if (changed->staged_targets_.contains(target.path)) continue;
    target.ticket = kByBlob;
    changed->add(target, false);
  }
  return changed;
}

std::vector<std::unique_ptr<ChangedProgram>> ChangedProgram::of_range(
    const RangeSource& range, const std::vector<Target>& touched, bool whole_files,
    std::vector<Notification>& notifications) {
  // What is still there at the end of the range, by path and blob.
  std::map<std::pair<std::string, std::string>, Lines> lines;
  for (const Target& target : touched) {
    for (ScopedPlace& place : range.places_of(target).places) {
      if (!place.position.in_final_diff) continue;
      Lines& all = lines[{place.path, target.blob_id}];
      all.insert(all.end(), place.lines.begin(), place.lines.end());
    }
  }
  std::vector<std::unique_ptr<ChangedProgram>> programs;
  if (lines.empty()) return programs;
  for (const std::optional<ObjectId>& tree : range.tip_trees()) {
    if (!tree) continue;
    std::unique_ptr<ChangedProgram> changed(new ChangedProgram);
    changed->contents_->database = &range.database();
    TreeObjectSource files(range.database(), *tree, is_program_file);
    Coverage none;
    while (std::optional<Target> target = files.next(notifications, none)) {
      target->ticket = kByBlob;
      const auto known = lines.find({target->path, target->blob_id});
      changed->add(*target, known != lines.end());
      if (known == lines.end()) continue;
      changed->lines_[target->path] = whole_files ? Lines{kAllLines} : merged(known->second);
    }
    if (!changed->touched_.empty()) programs.push_back(std::move(changed));
  }
  return programs;
}

Result<std::vector<LineRange>> ChangedProgram::lines_of(const Target& target) const {
  if (const auto known = lines_.find(target.path); known != lines_.end()) return known->second;
  if (const auto known = staged_targets_.find(target.path); known != staged_targets_.end()) {
    if (whole_files_) return Lines{kAllLines};
    return staged_->added_lines_of(known->second);
  }
  return Lines();
}

}  // namespace trawl
