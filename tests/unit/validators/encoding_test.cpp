#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>
#include <ostream>
#include <string>

#include "engine/match/validators/armor.h"
#include "engine/match/validators/base_n.h"
#include "engine/match/validators/bech32.h"
#include "engine/match/validators/bip39_words.h"
#include "engine/match/validators/crc.h"
#include "engine/match/validators/judgement.h"
#include "engine/match/validators/marvin32.h"
#include "engine/match/validators/sha256.h"

namespace trawl {
namespace {

constexpr std::string_view kNine = "123456789";

TEST(Checksums, HaveTheirPublishedVectors) {
  EXPECT_EQ(crc32_of(kNine), 0xcbf43926U);
  EXPECT_EQ(crc16_xmodem_of(kNine), 0x31c3);
  EXPECT_EQ(crc24_of(kNine), 0x21cf02U);
  EXPECT_EQ(marvin32_of(kNine, "Default0"), 0xe7a1f8a0U);
  EXPECT_EQ(encode_base32(sha256_octets_of(kNine)).substr(0, 8), "CXRLBU6D");
}

TEST(Checksums, AreWrittenAsTheirIssuersDo) {
  const std::uint32_t crc = crc32_of(kNine);
  EXPECT_EQ(in_base(crc, kBase62, 6), "3jZRME");            // GitHub
  EXPECT_EQ(in_base(crc, kBase62LowerFirst, 6), "3Jzrme");  // Apify
  EXPECT_EQ(in_base(crc, kBase36, 7), "1kl8mjq");           // GitLab
  EXPECT_EQ(in_base(crc, kLowerHex, 8), "cbf43926");
  EXPECT_EQ(encode_base64(std::string("\x26\x39\xf4\xcb", 4)).substr(0, 6), "Jjn0yw");  // Confluent
}

TEST(Checksums, OfNothing) {
  EXPECT_EQ(crc32_of(""), 0U);
  EXPECT_EQ(crc16_xmodem_of(""), 0);
  EXPECT_EQ(crc24_of(""), 0xb704ceU);
}

TEST(InBase, PadsToItsWidth) {
  EXPECT_EQ(in_base(0, kBase62, 6), "000000");
  EXPECT_EQ(in_base(61, kBase62, 6), "00000z");
  EXPECT_EQ(in_base(0xffffffff, kBase62, 6), "4gfFC3");
  EXPECT_EQ(in_base(0, kDigits, 0), "");
}

struct Decoding {
  std::string_view what;
  std::string_view text;
  std::optional<std::string> bytes;
};
void PrintTo(const Decoding& test, std::ostream* out) {
  *out << test.what;
}

class DecodesBase64 : public testing::TestWithParam<Decoding> {};

TEST_P(DecodesBase64, Text) {
  EXPECT_EQ(decode_base64(GetParam().text, Base64Alphabet::kStandard), GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(BaseN, DecodesBase64,
                         testing::Values(Decoding{"empty", "", ""}, Decoding{"padded", "Zm8=", "fo"},
                                         Decoding{"not_padded", "Zm8", "fo"},
                                         Decoding{"padded_twice", "Zg==", "f"},
                                         Decoding{"whole", "Zm9v", "foo"},
                                         Decoding{"padding_too_short", "Zg=", std::nullopt},
                                         Decoding{"padding_too_long", "Zm9v=", std::nullopt},
                                         Decoding{"padding_alone", "====", std::nullopt},
                                         Decoding{"one_digit_left_over", "Zm9vZ", std::nullopt},
                                         Decoding{"bits_left_over", "Zm9=", std::nullopt},
                                         Decoding{"padding_inside", "Zg==Zg==", std::nullopt},
                                         Decoding{"other_alphabet", "_-8=", std::nullopt},
                                         Decoding{"white_space", "Zm 9v", std::nullopt}),
                         [](const auto& tested) { return std::string(tested.param.what); });

TEST(BaseN, Base64AlphabetsDifferInTwoCharacters) {
  EXPECT_EQ(decode_base64("-_8", Base64Alphabet::kUrl), "\xfb\xff");
  EXPECT_EQ(decode_base64("+/8", Base64Alphabet::kUrl), std::nullopt);
  EXPECT_EQ(decode_base64("-/8", Base64Alphabet::kEither), "\xfb\xff");
}

TEST(BaseN, Base32MindsItsCase) {
  EXPECT_EQ(decode_base32("MZXW6", Base32Case::kUpper), "foo");
  EXPECT_EQ(decode_base32("mzxw6", Base32Case::kLower), "foo");
  EXPECT_EQ(decode_base32("mzxw6", Base32Case::kUpper), std::nullopt);
  EXPECT_EQ(decode_base32("MZXW7", Base32Case::kUpper), std::nullopt);  // bits left over
  EXPECT_EQ(decode_base32("MZXW61", Base32Case::kUpper), std::nullopt);
}

TEST(BaseN, Base58KeepsLeadingZeros) {
  EXPECT_EQ(decode_base58("2NEpo7TZRRrLZSi2U"), "Hello World!");
  EXPECT_EQ(decode_base58("11233QC4"), std::string("\0\0\x28\x7f\xb4\xcd", 6));
  EXPECT_EQ(decode_base58("0OIl"), std::nullopt);
  EXPECT_EQ(decode_base58(""), std::nullopt);
  EXPECT_EQ(decode_base58(std::string(129, '1')), std::nullopt);
}

TEST(BaseN, TakesNothingOverItsLimit) {
  EXPECT_EQ(decode_base64(std::string(kLongestEncoded + 4, 'A'), Base64Alphabet::kStandard), std::nullopt);
  EXPECT_EQ(decode_base32(std::string(kLongestEncoded + 8, 'A'), Base32Case::kUpper), std::nullopt);
}

TEST(BaseNProperty, WhatIsEncodedDecodes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    RC_ASSERT(decode_base64(encode_base64(bytes), Base64Alphabet::kStandard) == bytes);
    RC_ASSERT(decode_base32(encode_base32(bytes), Base32Case::kUpper) == bytes);
  }));
}

TEST(Bech32, HasTheVectorsOfItsStandard) {
  EXPECT_TRUE(decode_bech32("A12UEL5L", "a").has_value());
  EXPECT_TRUE(decode_bech32("a12uel5l", "a").has_value());
  EXPECT_FALSE(decode_bech32("A12uEL5L", "a").has_value());  // both cases
  EXPECT_FALSE(decode_bech32("A1G7SGD8", "a").has_value());  // checksum
  EXPECT_FALSE(decode_bech32("a12uel5l", "b").has_value());
  EXPECT_FALSE(decode_bech32("a1", "a").has_value());
}

TEST(Bip39Words, AreFoundAtTheirPlaces) {
  EXPECT_EQ(bip39_index_of("abandon"), 0U);
  EXPECT_EQ(bip39_index_of("about"), 3U);
  EXPECT_EQ(bip39_index_of("zoo"), 2047U);
  EXPECT_EQ(bip39_index_of("abandonx"), std::nullopt);
  EXPECT_EQ(bip39_index_of("zzz"), std::nullopt);
  EXPECT_EQ(bip39_index_of(""), std::nullopt);
}

TEST(Judgement, ShowsDaysOfTheCommonEraOnly) {
  EXPECT_EQ(date_of(0), "1970-01-01");
  EXPECT_EQ(date_of(1706659199), "2024-01-30");
  EXPECT_EQ(date_of(1706659200.5), "2024-01-31");
  EXPECT_EQ(date_of(-1), "");
  EXPECT_EQ(date_of(253402300799.0), "9999-12-31");
  EXPECT_EQ(date_of(253402300800.0), "");
  EXPECT_EQ(date_of(std::numeric_limits<double>::quiet_NaN()), "");
}

TEST(Judgement, ShowsNoControlCharacters) {
  EXPECT_EQ(shown("a\x1b[2J\n\x7f\xff"), "a?[2J???");
  EXPECT_EQ(shown(std::string(1000, 'a')).size(), 64U);
}

struct Quoting {
  std::string_view what;
  std::string_view quoted;
  std::string_view plain;
};
void PrintTo(const Quoting& test, std::ostream* out) {
  *out << test.what;
}

class Unquotes : public testing::TestWithParam<Quoting> {};

TEST_P(Unquotes, Text) {
  EXPECT_EQ(unquoted(GetParam().quoted), GetParam().plain);
}

INSTANTIATE_TEST_SUITE_P(
    Armor, Unquotes,
    testing::Values(Quoting{"plain", "ab+/=", "ab+/="}, Quoting{"newline", "a\\nb", "a\nb"},
                    Quoting{"doubled", "a\\\\nb", "a\nb"}, Quoting{"slash_of_json", "a\\/b", "a/b"},
                    Quoting{"code_point", "a\\u003db\\u002B", "a=b+"}, Quoting{"joined", "a\" + \"b", "a\nb"},
                    Quoting{"joined_across_lines", "a\\n\" .\n   'b", "a\n\nb"},
                    Quoting{"quote_alone", "a\"+b", "a\n+b"}, Quoting{"backslash_at_the_end", "a\\", "a"}),
    [](const auto& tested) { return std::string(tested.param.what); });

}  // namespace
}  // namespace trawl
