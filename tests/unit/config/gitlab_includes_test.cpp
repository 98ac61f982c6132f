#include "engine/config/gitlab_includes.h"

#include <map>

#include <gtest/gtest.h>

#include "engine/config/input_kind.h"
#include "engine/document/files_beside.h"

namespace trawl {
namespace {

class Files : public FilesBeside {
 public:
  using Map = std::map<std::string, std::string, std::less<>>;
  explicit Files(Map files) : files_(std::move(files)) {}
  [[nodiscard]] std::optional<std::string> read(std::string_view path) const override {
    const auto found = files_.find(path);
    return found == files_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  Map files_;
};

TEST(GitlabIncludes, AreFoundHoweverTheyAreWritten) {
  const Files files(
      {{"p/.gitlab-ci.yml",
        "include:\n  - local: /ci/build.yml\n  - 'ci/more/*.yml'\n  - /deep/**.yml\n  - remote: "
        "https://x.example/ci/far.yml\n  - project: g/p\n    file: /ci/other.yml\n"},
       {"p/ci/build.yml", "include: {local: ci/again.yml}\n"},
       {"p/ci/again.yml", "include: [ci/build.yml, '/.gitlab-ci.yml', ci/last.yml]\n"}});
  for (const char* path : {"p/ci/build.yml", "p/ci/more/a.yml", "p/ci/again.yml", "p/ci/last.yml"})
    EXPECT_TRUE(is_included_by_gitlab(path, files)) << path;
  for (const char* path :
       {"p/ci/more/b/a.yml", "p/ci/far.yml", "p/ci/other.yml", "q/ci/build.yml", "p/build.yml"})
    EXPECT_FALSE(is_included_by_gitlab(path, files)) << path;
}

TEST(GitlabIncludes, MakeAFileAPartOfThePipeline) {
  const Files files(Files::Map{{".gitlab-ci.yml", "include: ci/build.yml\n"}});
  const std::string job = "job:\n  script:\n    - make\n";
  const InputKind* kind = input_kind_of("ci/build.yml", job, &files);
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->name, "gitlab-ci");
  EXPECT_EQ(input_kind_of("ci/other.yml", job, &files), nullptr);
  EXPECT_EQ(input_kind_of("ci/build.yml", job, nullptr), nullptr);
}

TEST(InputKind, OfADockerfileIsNotThatOfAProgramAboutThem) {
  for (const char* path :
       {"Dockerfile", "Dockerfile.release", "a/web.Dockerfile", "dockerfile-debug", "Containerfile"})
    EXPECT_NE(input_kind_of(path, "FROM a\n"), nullptr) << path;
  for (const char* path : {"dockerfile.cpp", "dockerfile.toml", "dockerfile.go", "Dockerfile.md"})
    EXPECT_EQ(input_kind_of(path, "FROM a\n"), nullptr) << path;
}

}  // namespace
}  // namespace trawl
