#include "engine/match/context/path_class.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace trawl {
namespace {

struct Case {
  const char* path;
  PathClass path_class;
  TextForm form;
};

class Path : public testing::TestWithParam<Case> {};

TEST_P(Path, HasItsClassAndForm) {
  const PathTraits traits = traits_of_path(GetParam().path);
  EXPECT_EQ(traits.path_class, GetParam().path_class)
      << GetParam().path << " is a " << name_of(traits.path_class);
  EXPECT_EQ(traits.form, GetParam().form) << GetParam().path;
}

using enum PathClass;
using enum TextForm;

INSTANTIATE_TEST_SUITE_P(
    PathClass, Path,
    testing::Values(
        Case{"", kPlain, kUnknown},
        Case{"app/src/main/res/values-nl/strings.xml", kTranslation, kConfiguration},
        Case{"res/values-pt-rBR/strings.xml", kTranslation, kConfiguration},
        Case{"res/values-b+sr+Latn/strings.xml", kTranslation, kConfiguration},
        Case{"res/values/strings.xml", kPlain, kConfiguration},
        Case{"res/values-land/dimens.xml", kPlain, kConfiguration},
        Case{"res/values-v21/styles.xml", kPlain, kConfiguration}, Case{"src/main.c", kPlain, kCode},
        Case{"main.go", kPlain, kCode}, Case{"app/settings.py", kPlain, kCode},
        Case{"config/application.yml", kPlain, kConfiguration}, Case{".env", kPlain, kConfiguration},
        Case{".env.production", kPlain, kConfiguration}, Case{"deploy/Dockerfile", kPlain, kConfiguration},
        Case{"deploy/Dockerfile.web", kPlain, kConfiguration}, Case{".npmrc", kPlain, kConfiguration},
        Case{"scripts/deploy.sh", kPlain, kConfiguration}, Case{"LICENSE-notes", kPlain, kUnknown},
        Case{"package-lock.json", kLock, kConfiguration}, Case{"web/yarn.lock", kLock, kUnknown},
        Case{"web/pnpm-lock.yaml", kLock, kConfiguration}, Case{"Cargo.lock", kLock, kUnknown},
        Case{"go.sum", kLock, kUnknown}, Case{"Gemfile.lock", kLock, kUnknown},
        Case{"gradle/verification-metadata.xml", kLock, kConfiguration},
        Case{"release.sha256", kLock, kUnknown}, Case{"vendor/lib/composer.lock", kLock, kUnknown},
        Case{"static/app.min.js", kGenerated, kCode}, Case{"dist/app.js", kGenerated, kCode},
        Case{"api/service.pb.go", kGenerated, kCode}, Case{"locale/de/messages.po", kTranslation, kUnknown},
        Case{"config/locales/en.yml", kTranslation, kConfiguration},
        Case{"plugins/localization/sv.inc", kTranslation, kCode},
        Case{"js/texts/pt_BR.json", kTranslation, kConfiguration},
        Case{"dbx_US.json", kPlain, kConfiguration}, Case{".yarn/releases/yarn-4.cjs", kVendored, kCode},
        Case{"res/Localizable.strings", kTranslation, kUnknown},
        Case{"vendor/github.com/x/y/z.go", kVendored, kCode},
        Case{"node_modules/left-pad/index.js", kVendored, kCode},
        Case{"third_party/zlib/inflate.c", kVendored, kCode}, Case{"tests/unit/login_test.py", kTest, kCode},
        Case{"src/test/java/org/x/UserTest.java", kTest, kCode},
        Case{"src/UserServiceTests.cs", kTest, kCode}, Case{"pkg/login_test.go", kTest, kCode},
        Case{"src/login.spec.ts", kTest, kCode}, Case{"src/Latest.java", kPlain, kCode},
        Case{"spec/models/user_spec.rb", kTest, kCode}, Case{"testdata/config.yaml", kTest, kConfiguration},
        Case{"README.md", kDocumentation, kProse}, Case{"docs/setup.rst", kDocumentation, kProse},
        Case{"examples/client.py", kDocumentation, kCode},
        Case{".env.example", kSampleConfig, kConfiguration},
        Case{"config/database.yml.sample", kSampleConfig, kConfiguration},
        Case{"config/settings-template.ini", kSampleConfig, kConfiguration},
        Case{"windows\\vendor\\x.c", kVendored, kCode}, Case{"bundle.zip!tests/x.py", kTest, kCode},
        Case{"SRC/TESTS/X.PY", kTest, kCode}, Case{"contest/main.c", kPlain, kCode},
        Case{"a/b/", kPlain, kUnknown}));

TEST(PathClass, LongLinesAreWrittenByPrograms) {
  EXPECT_EQ(traits_of_path("src/app.js", true).path_class, kGenerated);
  EXPECT_EQ(traits_of_path("package-lock.json", true).path_class, kLock);
}

RC_GTEST_PROP(PathClass, AnyBytesHaveAClass, (const std::string& path)) {
  RC_ASSERT(!name_of(traits_of_path(path).path_class).empty());
}

}  // namespace
}  // namespace trawl
