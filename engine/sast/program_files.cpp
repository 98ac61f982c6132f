#include "engine/sast/program_files.h"

#include <algorithm>
#include <optional>

#include <llvm/Support/Errc.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include "engine/sast/analysis.h"
#include "engine/sast/embedded_headers.h"

namespace trawl::sast {
namespace {

constexpr std::string_view kOwn = "/trawl/";
constexpr std::string_view kIndex = "/index/";
constexpr std::string_view kPaths = "/paths/";

// Folders of the C library: an include of one of them never means a look-alike deep in the program.
constexpr std::string_view kSystemFolders[] = {"sys",   "net",  "netinet", "arpa",
                                               "linux", "bits", "asm",     "rpc"};

class OpenedFile final : public llvm::vfs::File {
 public:
  OpenedFile(llvm::vfs::Status status, const std::string& text) : status_(std::move(status)), text_(text) {}
  llvm::ErrorOr<llvm::vfs::Status> status() override { return status_; }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, std::int64_t, bool,
                                                               bool) override {
    llvm::SmallString<256> buffer;
    return llvm::MemoryBuffer::getMemBuffer(text_, name.toStringRef(buffer), true);
  }
  std::error_code close() override { return {}; }

 private:
  llvm::vfs::Status status_;
  const std::string& text_;
};

std::error_code not_found() {
  return llvm::make_error_code(llvm::errc::no_such_file_or_directory);
}

bool has_system_folder(std::string_view path) {
  const std::string_view first = path.substr(0, path.find('/'));
  return std::find(std::begin(kSystemFolders), std::end(kSystemFolders), first) != std::end(kSystemFolders);
}

}  // namespace

std::optional<std::string> program_path_of(std::string_view name) {
  if (!name.starts_with(kProgramRoot)) return std::nullopt;
  if (name.find("/.") == std::string_view::npos) return std::string(name.substr(kProgramRoot.size()));
  // `#include "../a.h"` has the parser know it as `src/../a.h`.
  llvm::SmallString<256> plain(name);
  llvm::sys::path::remove_dots(plain, /*remove_dot_dot=*/true);
  const std::string_view path(plain.data(), plain.size());
  if (!path.starts_with(kProgramRoot)) return std::nullopt;
  return std::string(path.substr(kProgramRoot.size()));
}

ProgramFiles::ProgramFiles(const HeaderIndex& index, FileContents& contents)
    : index_(index), contents_(contents) {
  for (const EmbeddedHeader& header : embedded_headers()) {
    std::string small = folded(header.path);
    for (std::size_t slash = small.rfind('/'); slash != std::string::npos && slash > 0;
         slash = small.rfind('/', slash - 1)) {
      if (!own_directories_.insert(small.substr(0, slash)).second) break;
    }
    own_paths_.emplace(std::move(small), header.path);
  }
  // Where they do not exist, the parser would not look into them at all.
  own_directories_.insert("stubs");
  own_directories_.insert("clang");
}

void ProgramFiles::begin_unit(std::string_view path) {
  unit_ = path;
  read_.clear();
  overrides_.clear();
}

void ProgramFiles::override_file(std::string_view path, std::string text) {
  overrides_[std::string(path)] = std::move(text);
}

std::vector<std::string> ProgramFiles::read_paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, text] : read_) {
    if (text != nullptr) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::uint64_t ProgramFiles::id_of(const std::string& name) {
  return ids_.try_emplace(name, ids_.size() + 1).first->second;
}

llvm::ErrorOr<ProgramFiles::Found> ProgramFiles::of_program(std::string_view path, bool renamed) {
  Found found;
  found.name = std::string(kProgramRoot) + std::string(path);
  found.renamed = renamed;
  const std::string key(path);
  if (const auto override = overrides_.find(key); override != overrides_.end()) {
    found.text = &override->second;
  } else {
    auto known = read_.find(key);
    if (known == read_.end()) {
      if (!index_.contains(path)) return not_found();
      known = read_.emplace(key, contents_.read(path)).first;
    }
    found.text = known->second;
  }
  if (found.text == nullptr) return not_found();
  found.id = id_of(found.name);
  return found;
}

llvm::ErrorOr<ProgramFiles::Found> ProgramFiles::of_trawl(std::string_view path) {
  Found found;
  std::string small = folded(path);
  if (own_directories_.contains(small)) {
    found.name = std::string(kOwn) + std::string(path);
    found.directory = true;
    found.id = id_of(std::string(kOwn) + small);
    return found;
  }
  const auto known = own_paths_.find(small);
  if (known == own_paths_.end()) return not_found();
  auto inflated = own_.find(small);
  if (inflated == own_.end()) {
    std::optional<std::string> text = embedded_header(known->second);
    if (!text) return not_found();
    inflated = own_.emplace(small, std::move(*text)).first;
  }
  found.name = std::string(kOwn) + std::string(path);
  found.text = &inflated->second;
  found.id = id_of(std::string(kOwn) + small);
  return found;
}

llvm::ErrorOr<ProgramFiles::Found> ProgramFiles::look_up(const llvm::Twine& twine) {
  llvm::SmallString<256> buffer;
  twine.toVector(buffer);
  llvm::sys::fs::make_absolute(folder_, buffer);
  llvm::sys::path::remove_dots(buffer, /*remove_dot_dot=*/true);
  const std::string_view path(buffer.data(), buffer.size());
  const auto directory = [&]() -> llvm::ErrorOr<Found> {
    Found found;
    found.name = path;
    found.directory = true;
    found.id = id_of(found.name);
    return found;
  };
  if (path.starts_with(kProgramRoot)) {
    const std::string_view inner = path.substr(kProgramRoot.size());
    if (index_.is_directory(inner)) return directory();
    return of_program(inner, false);
  }
  if (path.starts_with(kOwn)) return of_trawl(path.substr(kOwn.size()));
  const bool only_with_folder = path.starts_with(kPaths);
  if (only_with_folder || path.starts_with(kIndex)) {
    const std::string_view suffix = path.substr(kIndex.size());
    if (only_with_folder && has_system_folder(suffix)) return not_found();
    if (!only_with_folder || suffix.find('/') != std::string_view::npos) {
      if (const std::optional<std::string_view> file = index_.find(suffix, unit_))
        return of_program(*file, true);
    }
    if (index_.is_suffix_of_directory(suffix)) return directory();
    return not_found();
  }
  if (path == "/" || path == "/program" || path == "/trawl" || path == "/index" || path == "/paths") {
    return directory();
  }
  return not_found();
}

llvm::vfs::Status ProgramFiles::status_of(const Found& found, const llvm::Twine& path) const {
  const llvm::sys::fs::UniqueID id(1, found.id);
  const auto type =
      found.directory ? llvm::sys::fs::file_type::directory_file : llvm::sys::fs::file_type::regular_file;
  const std::string name = found.renamed ? found.name : path.str();
  llvm::vfs::Status status(name, id, llvm::sys::TimePoint<>(), 0, 0,
                           found.text == nullptr ? 0 : found.text->size(), type,
                           llvm::sys::fs::perms::all_read);
  status.ExposesExternalVFSPath = found.renamed;
  return status;
}

llvm::ErrorOr<llvm::vfs::Status> ProgramFiles::status(const llvm::Twine& path) {
  const llvm::ErrorOr<Found> found = look_up(path);
  if (!found) return found.getError();
  return status_of(*found, path);
}

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> ProgramFiles::openFileForRead(const llvm::Twine& path) {
  const llvm::ErrorOr<Found> found = look_up(path);
  if (!found) return found.getError();
  if (found->text == nullptr) return llvm::make_error_code(llvm::errc::is_a_directory);
  return std::make_unique<OpenedFile>(status_of(*found, path), *found->text);
}

llvm::vfs::directory_iterator ProgramFiles::dir_begin(const llvm::Twine&, std::error_code& error) {
  error = not_found();
  return {};
}

std::error_code ProgramFiles::setCurrentWorkingDirectory(const llvm::Twine& path) {
  folder_ = path.str();
  return {};
}

llvm::ErrorOr<std::string> ProgramFiles::getCurrentWorkingDirectory() const {
  return folder_;
}

std::error_code ProgramFiles::getRealPath(const llvm::Twine& path, llvm::SmallVectorImpl<char>& output) {
  output.clear();
  path.toVector(output);
  return {};
}

}  // namespace trawl::sast
