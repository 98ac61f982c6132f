#include "engine/match/decode/container.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace trawl {
namespace {

using namespace std::string_view_literals;

struct Case {
  const char* what;
  std::string_view front;
  std::string_view expected;
};

class Container : public testing::TestWithParam<Case> {};

TEST_P(Container, IsKnownByItsSignature) {
  EXPECT_EQ(container_of(GetParam().front), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Decode, Container,
                         testing::Values(Case{"zip", "PK\x03\x04\x14\0\0\0"sv, "zip archive"},
                                         Case{"gzip", "\x1F\x8B\x08\0\0\0\0\0"sv, "gzip data"},
                                         Case{"zstd", "\x28\xB5\x2F\xFD\x04"sv, "zstd data"},
                                         Case{"xz", "\xFD\x37zXZ\0\0\x04"sv, "xz data"},
                                         Case{"bzip2", "BZh91AY&SY\x01"sv, "bzip2 data"},
                                         Case{"seven_zip", "7z\xBC\xAF\x27\x1C\0\x04"sv, "7z archive"},
                                         Case{"rar", "Rar!\x1A\x07\x01\0"sv, "rar archive"},
                                         Case{"lz4", "\x04\x22\x4D\x18\x64"sv, "lz4 data"},
                                         Case{"nothing", ""sv, ""}, Case{"text", "PKCS #12\n"sv, ""},
                                         Case{"bzip2_in_words", "BZh9 is how it begins"sv, ""},
                                         Case{"bzip2_cut", "BZh91AY"sv, ""},
                                         Case{"gzip_of_no_method", "\x1F\x8B\x07"sv, ""},
                                         Case{"not_at_the_front", " PK\x03\x04"sv, ""}),
                         [](const auto& test) { return std::string(test.param.what); });

}  // namespace
}  // namespace trawl
