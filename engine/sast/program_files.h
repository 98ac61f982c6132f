#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <llvm/ADT/IntrusiveRefCntPtr.h>
#include <llvm/Support/VirtualFileSystem.h>

#include "engine/sast/header_index.h"

namespace trawl::sast {

/// Gives the bytes of the program's files. One thread; what it returned stays valid while it lives.
class FileContents {
 public:
  virtual ~FileContents() = default;
  /// The bytes of a path that the index has; null where they cannot be had.
  virtual const std::string* read(std::string_view path) = 0;
};

/// All that a parser sees: `/program` with the files of the program, `/trawl` with the headers that trawl
/// carries, and two folders that find an include by the end of its path anywhere in the program: `/index`,
/// and `/paths` for includes with a folder in them only (`<openssl/evp.h>` in the tree of OpenSSL itself, but
/// never its `time.h`). Nothing of the machine is ever opened. One thread.
class ProgramFiles final : public llvm::vfs::FileSystem {
 public:
  ProgramFiles(const HeaderIndex& index, FileContents& contents);

  /// The unit whose includes are looked up from now on; also empties `read_paths`.
  void begin_unit(std::string_view path);
  /// A text that stands for a file of the program during this unit (declarations put in front).
  void override_file(std::string_view path, std::string text);
  /// Paths of the program that were read since `begin_unit`, sorted.
  [[nodiscard]] std::vector<std::string> read_paths() const;

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine& path, std::error_code& error) override;
  std::error_code setCurrentWorkingDirectory(const llvm::Twine& path) override;
  llvm::ErrorOr<std::string> getCurrentWorkingDirectory() const override;
  std::error_code getRealPath(const llvm::Twine& path, llvm::SmallVectorImpl<char>& output) override;

 private:
  struct Found {
    std::string name;  // as the parser shall know it
    const std::string* text = nullptr;
    std::uint64_t id = 0;
    bool directory = false;
    bool renamed = false;
  };
  llvm::ErrorOr<Found> look_up(const llvm::Twine& path);
  llvm::ErrorOr<Found> of_program(std::string_view path, bool renamed);
  llvm::ErrorOr<Found> of_trawl(std::string_view path);
  [[nodiscard]] llvm::vfs::Status status_of(const Found& found, const llvm::Twine& path) const;
  std::uint64_t id_of(const std::string& name);

  const HeaderIndex& index_;
  FileContents& contents_;
  std::string unit_;
  std::unordered_map<std::string, const std::string*> read_;  // of this unit
  std::unordered_map<std::string, std::string> overrides_;
  std::unordered_map<std::string, std::string> own_;  // inflated headers of ours, by folded path
  std::unordered_map<std::string, std::string_view> own_paths_;
  std::unordered_set<std::string> own_directories_;
  std::unordered_map<std::string, std::uint64_t> ids_;
  std::string folder_ = "/program";
};

/// The path relative to the program, as the program's list has it, of a name the parser knows a file by;
/// nothing for headers of ours.
std::optional<std::string> program_path_of(std::string_view name);

}  // namespace trawl::sast
