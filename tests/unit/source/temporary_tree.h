#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace trawl {

/// An empty directory that everyone may enter, removed with all in it at the end.
class TemporaryTree {
 public:
  TemporaryTree() : root_(place() + "trawl-tree-XXXXXX") {
    if (::mkdtemp(root_.data()) == nullptr) std::abort();
    ::chmod(root_.c_str(), 0755);
  }
  TemporaryTree(const TemporaryTree&) = delete;
  TemporaryTree& operator=(const TemporaryTree&) = delete;
  ~TemporaryTree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  [[nodiscard]] const std::string& root() const { return root_; }
  [[nodiscard]] std::string operator/(std::string_view path) const { return root_ + "/" + std::string(path); }

  void directory(std::string_view path) const { std::filesystem::create_directories(*this / path); }

  /// Makes the directories that lead to it, too.
  void file(std::string_view path, std::string_view content = "content\n") const {
    const std::string whole = *this / path;
    std::filesystem::create_directories(whole.substr(0, whole.rfind('/')));
    const int descriptor = ::open(whole.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    ASSERT_GE(descriptor, 0) << whole;
    ASSERT_EQ(::write(descriptor, content.data(), content.size()), static_cast<ssize_t>(content.size()));
    ::close(descriptor);
  }

  void link(std::string_view path, const std::string& target) const {
    ASSERT_EQ(::symlink(target.c_str(), (*this / path).c_str()), 0);
  }

 private:
  /// In memory where that can be had: making 20,000 files on a busy disk takes many seconds.
  static std::string place() {
    return ::access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm/" : testing::TempDir();
  }

  std::string root_;
};

/// The current directory is another one for a while.
class InDirectory {
 public:
  explicit InDirectory(const std::string& path) : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(path);
  }
  InDirectory(const InDirectory&) = delete;
  InDirectory& operator=(const InDirectory&) = delete;
  ~InDirectory() { std::filesystem::current_path(before_); }

 private:
  std::filesystem::path before_;
};

}  // namespace trawl
