#include "engine/store/hmac_sha256.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <rapidcheck.h>

#include <string>
#include <utility>

namespace trawl {
namespace {

std::span<const unsigned char> bytes_of(const std::string& text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

std::string hex_of(const HmacSha256::Code& code) {
  std::string text;
  for (const unsigned char byte : code) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

struct Case {
  const char* what;
  std::string key;
  std::string message;
  const char* expected;
};

class Hmac : public testing::TestWithParam<Case> {};

TEST_P(Hmac, IsThatOfTheStandard) {
  EXPECT_EQ(hex_of(HmacSha256(bytes_of(GetParam().key)).of({GetParam().message})), GetParam().expected);
}

// RFC 4231, sections 4.2, 4.3, 4.4, 4.7 and 4.8.
INSTANTIATE_TEST_SUITE_P(
    Rfc4231, Hmac,
    testing::Values(
        Case{"short_key", std::string(20, '\x0b'), "Hi There",
             "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        Case{"key_of_text", "Jefe", "what do ya want for nothing?",
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        Case{"bytes", std::string(20, '\xaa'), std::string(50, '\xdd'),
             "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        Case{"key_longer_than_a_block", std::string(131, '\xaa'),
             "Test Using Larger Than Block-Size Key - Hash Key First",
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        Case{"both_long", std::string(131, '\xaa'),
             "This is a test using a larger than block-size key and a larger than block-size data. The key "
             "needs to be hashed before being used by the HMAC algorithm.",
             "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"}),
    [](const auto& test) { return test.param.what; });

TEST(HmacSha256, AgreesWithOpenSslHoweverTheMessageIsCut) {
  EXPECT_TRUE(
      rc::check([](const std::string& key, const std::string& a, const std::string& b, const std::string& c) {
        HmacSha256::Code expected;
        unsigned int size = 0;
        const std::string all = a + b + c;
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(all).data(), all.size(),
             expected.data(), &size);
        const HmacSha256 hmac(bytes_of(key));
        RC_ASSERT(hmac.of({a, b, c}) == expected);
        RC_ASSERT(hmac.of({all}) == expected);
      }));
}

TEST(HmacSha256, MovesItsKeyAlong) {
  HmacSha256 first(bytes_of("Jefe"));
  const HmacSha256::Code code = first.of({"message"});
  HmacSha256 second = std::move(first);
  EXPECT_EQ(second.of({"message"}), code);
  first = HmacSha256(bytes_of("another"));
  EXPECT_NE(first.of({"message"}), code);
}

}  // namespace
}  // namespace trawl
