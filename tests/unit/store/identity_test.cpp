#include "engine/store/identity.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fmt/format.h>

#include <ostream>
#include <string>
#include <type_traits>

namespace trawl {
namespace {

template <typename T>
concept Streamable = requires(std::ostream& stream, const T& value) { stream << value; };
static_assert(!Streamable<IdentityKey>);
static_assert(!fmt::is_formattable<IdentityKey>::value);
static_assert(!std::is_convertible_v<IdentityKey, std::string>);

IdentityKey key_of(const std::string& text) {
  return IdentityKey::from_text(text).value();
}

Fingerprinter fingerprinter() {
  return Fingerprinter(key_of("a key of the tests"));
}

Secret secret_of(const std::string& bytes) {
  return Secret(bytes, 0);
}

TEST(Fingerprint, IsTheFrontOfTheKeyedHash) {
  // Computed with: printf 'kind\0value' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0011...
  IdentityKey::Bytes bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i * 0x11);
  EXPECT_EQ(Fingerprinter(IdentityKey(bytes)).fingerprint_of("kind", secret_of("value")),
            "35411abe24f45f4c862162b1a1dc9bb3");
}

TEST(Fingerprint, DependsOnKeyKindAndSecret) {
  const std::string one = fingerprinter().fingerprint_of("kind", secret_of("value"));
  EXPECT_EQ(one, fingerprinter().fingerprint_of("kind", secret_of("value")));
  EXPECT_NE(one, fingerprinter().fingerprint_of("kinD", secret_of("value")));
  EXPECT_NE(one, fingerprinter().fingerprint_of("kind", secret_of("Value")));  // case counts
  EXPECT_NE(one, fingerprinter().fingerprint_of("kin", secret_of("dvalue")));
  EXPECT_NE(one,
            Fingerprinter(key_of("another key of the tests")).fingerprint_of("kind", secret_of("value")));
}

TEST(Fingerprint, DoesNotDependOnHowTheSecretIsWritten) {
  EXPECT_TRUE(rc::check([] {
    const auto lines = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::nonEmpty(
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcXYZ019+/=_."))))));
    std::string unix_form;
    std::string windows_form;
    for (const std::string& line : lines) {
      unix_form += line + "\n";
      windows_form += line + "\r\n";
    }
    const std::string one = fingerprinter().fingerprint_of("kind", secret_of(unix_form));
    RC_ASSERT(fingerprinter().fingerprint_of("kind", secret_of(windows_form)) == one);
    RC_ASSERT(fingerprinter().fingerprint_of("kind", secret_of("\"" + windows_form + "\"")) == one);
    RC_ASSERT(fingerprinter().fingerprint_of("kind", secret_of("' " + unix_form + "'")) == one);
  }));
}

TEST(PlaceFingerprint, SurvivesIndentationAndLineEnds) {
  const std::string one = fingerprinter().place_fingerprint_of("a/b", "kind", "key = \"", "\"; // x");
  EXPECT_EQ(fingerprinter().place_fingerprint_of("a/b", "kind", "\t\tkey  =  \"", "\";  // x\r"), one);
  EXPECT_NE(fingerprinter().place_fingerprint_of("a/c", "kind", "key = \"", "\"; // x"), one);
  EXPECT_NE(fingerprinter().place_fingerprint_of("a/b", "other", "key = \"", "\"; // x"), one);
  EXPECT_NE(fingerprinter().place_fingerprint_of("a/b", "kind", "key = \"\"; // x", ""), one);
}

TEST(PlaceFingerprint, LooksOnlyAtWhatIsNearTheSecret) {
  const std::string near(Fingerprinter::kMostLineBytes, 'n');
  const std::string one = fingerprinter().place_fingerprint_of("p", "kind", "far" + near, near + "far");
  EXPECT_EQ(fingerprinter().place_fingerprint_of("p", "kind", "FAR" + near, near + "FAR"), one);
  EXPECT_NE(fingerprinter().place_fingerprint_of("p", "kind", "N" + near.substr(1), near), one);
  EXPECT_NE(fingerprinter().place_fingerprint_of("p", "kind", near, near.substr(1) + "N"), one);
}

TEST(IdentityKey, IsReadFromHexadecimalOrText) {
  const std::string hex = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
  EXPECT_EQ(key_of(hex).to_stored_text(), "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  EXPECT_EQ(key_of(" " + hex + "\r\n"), key_of(hex));
  // SHA-256 of the text: openssl dgst -sha256
  EXPECT_EQ(key_of("sixteen bytes ok\n").to_stored_text(),
            "f04abb2ff302c68ef768c074105b04c4c4bce546c8f33b526cddda7a9698ece8");
  EXPECT_EQ(key_of(hex + "0").to_stored_text().size(), 64u);
  EXPECT_NE(key_of(hex + "0"), key_of(hex));
}

TEST(IdentityKey, RefusesShortTextWithoutShowingIt) {
  for (const std::string text : {"", "  \n", "fifteen bytes..", "  fifteen bytes..  \n"}) {
    const Result<IdentityKey> key = IdentityKey::from_text(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().sentence().find("fifteen"), std::string::npos);
    EXPECT_NE(key.error().sentence().find("at least 16 bytes"), std::string::npos);
  }
}

TEST(IdentityKey, IsAnotherOneEveryTime) {
  EXPECT_NE(IdentityKey::random().value(), IdentityKey::random().value());
}

TEST(IdentityKey, CanBeComparedByItsCheckValue) {
  EXPECT_EQ(key_of("a key of the tests").check_value(), key_of("a key of the tests").check_value());
  EXPECT_NE(key_of("a key of the tests").check_value(), key_of("a key of the tests!").check_value());
  EXPECT_EQ(key_of("a key of the tests").check_value().size(), 32u);
}

}  // namespace
}  // namespace trawl
