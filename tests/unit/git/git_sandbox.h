#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace trawl::testing_git {

/// A folder of its own in which the `git` program makes repositories: the oracle of these tests. HOME and
/// configuration are isolated; dates and names are fixed. Removed at the end.
class GitSandbox {
 public:
  GitSandbox() {
    std::string pattern = (std::filesystem::temp_directory_path() / "trawl-git-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    root_ = std::filesystem::canonical(pattern).string();
    std::filesystem::create_directory(root_ + "/home");
  }
  ~GitSandbox() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  GitSandbox(const GitSandbox&) = delete;
  GitSandbox& operator=(const GitSandbox&) = delete;

  [[nodiscard]] const std::string& root() const { return root_; }
  [[nodiscard]] std::string repo() const { return root_ + "/repo"; }
  [[nodiscard]] std::string at(const std::string& path) const { return repo() + "/" + path; }

  /// Runs a shell command line in `folder` (the repository by default); its standard output. Throws when it
  /// fails.
  std::string shell(const std::string& command, std::string folder = {}) const {
    if (folder.empty()) folder = repo();
    const std::string line =
        "cd '" + folder + "' && exec 2>>'" + root_ + "/errors' && export HOME='" + root_ +
        "/home' XDG_CONFIG_HOME='" + root_ +
        "/home' GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=C"
        " GIT_COMMITTER_EMAIL=c@example.org GIT_AUTHOR_DATE='1700000000 +0000' "
        "GIT_COMMITTER_DATE='1700000000 +0000'"
        " GIT_CONFIG_COUNT=4 GIT_CONFIG_KEY_0=init.defaultBranch GIT_CONFIG_VALUE_0=main"
        " GIT_CONFIG_KEY_1=protocol.file.allow GIT_CONFIG_VALUE_1=always GIT_CONFIG_KEY_2=gc.auto"
        " GIT_CONFIG_VALUE_2=0 GIT_CONFIG_KEY_3=advice.detachedHead GIT_CONFIG_VALUE_3=false"
        "; unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE; " +
        command;
    FILE* pipe = ::popen(line.c_str(), "re");
    if (pipe == nullptr) throw std::runtime_error("no shell");
    std::string output;
    char buffer[65536];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
      output.append(buffer, got);
    if (const int status = ::pclose(pipe); status != 0) {
      throw std::runtime_error("failed: " + command + "\n" + read(root_ + "/errors"));
    }
    return output;
  }
  /// `git ARGUMENTS` in the repository.
  std::string git(const std::string& arguments) const { return shell("git " + arguments); }
  /// The same without the newline at its end.
  std::string git_line(const std::string& arguments) const {
    std::string text = git(arguments);
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }

  void init(const std::string& options = {}) const { shell("git init -q " + options + " repo", root_); }

  void write(const std::string& path, const std::string& content) const { write_file(at(path), content); }
  static void write_file(const std::string& path, const std::string& content) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::filesystem::remove(path);
    std::ofstream(path, std::ios::binary) << content;
  }
  static std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  /// A history with text that makes deltas: `commits` versions of three files and folders.
  void make_history(int commits) const {
    for (int version = 0; version < commits; ++version) {
      write("top.txt", text_of(300, version));
      write("dir/inner.txt", text_of(120, version * 7));
      write("dir/deep/er/" + std::to_string(version % 5) + ".txt", text_of(20, version));
      git("add -A && git commit -q -m 'version " + std::to_string(version) + "'");
    }
    git("tag -a v1 -m 'a tag'");
  }

  /// Lines that depend on their number, one of them on `version`.
  static std::string text_of(int lines, int version) {
    std::string text;
    for (int line = 0; line < lines; ++line) {
      text +=
          "line " + std::to_string(line * 7919 % 1000003) + " of some length that compresses only so well\n";
      if (line == version % lines) text += "changed in " + std::to_string(version) + "\n";
    }
    return text;
  }

 private:
  std::string root_;
};

}  // namespace trawl::testing_git
