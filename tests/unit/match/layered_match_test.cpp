#include "engine/match/layered_match.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "engine/match/validators/base_n.h"
#include "engine/rules/rule_file.h"

namespace trawl {
namespace {

constexpr std::string_view kRules = R"(
[[rule]]
id = "key-rule"
name = "n"
description = "d"
severity = "high"
remediation = "r"
pattern = '''(?:^|[^0-9A-Za-z])(?P<secret>key_[0-9a-f]{12})(?:[^0-9A-Za-z]|$)'''
)";

class LayeredMatch : public testing::Test {
 protected:
  LayeredMatch() {
    EXPECT_TRUE(add_rules("test.toml", std::string(kRules), {}, rules_).ok());
    std::vector<PatternDatabase> databases;
    databases.push_back(std::move(*PatternDatabase::compile(rules_, 0, rules_.size(), host_tier())));
    engine_ = std::make_unique<MatchEngine>(rules_, std::move(databases));
    matcher_ = std::move(*Matcher::create(*engine_));
  }

  struct Found {
    std::string secret;
    std::string encoded;
    std::string chain;

    friend bool operator==(const Found&, const Found&) = default;
    friend void PrintTo(const Found& found, std::ostream* out) {
      *out << found.secret << " as " << found.encoded << " by " << found.chain;
    }
  };

  std::vector<Found> find(const std::string& text) {
    MatchRequest request;
    request.bytes = text;
    std::vector<Match> matches;
    EXPECT_TRUE(matcher_->match(request, matches).ok());
    const LayerStack layers(text);
    EXPECT_TRUE(match_layers(*matcher_, request, layers, matches).ok());
    std::vector<Found> all;
    for (const Match& match : matches) {
      const std::string encoded = text.substr(match.secret.begin.value, match.secret.size());
      if (match.layer == 0) {
        all.push_back({encoded, encoded, ""});
        continue;
      }
      const DecodedLayer& layer = layers.layers()[match.layer - 1];
      all.push_back({layer.bytes.substr(match.in_layer.begin.value, match.in_layer.size()), encoded,
                     layers.chain_of(match.layer - 1, *layer.piece_of(match.in_layer))});
    }
    return all;
  }

 private:
  RuleSet rules_;
  std::unique_ptr<MatchEngine> engine_;
  std::unique_ptr<Matcher> matcher_;
};

const std::string kOne =
    "key_"
    "0123456789ab";
const std::string kTwo =
    "key_"
    "ba9876543210";

std::string zipped(const std::string& text) {
  std::string out(compressBound(text.size()), '\0');
  uLongf size = out.size();
  EXPECT_EQ(compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
                     text.size()),
            Z_OK);
  out.resize(size);
  return encode_base64(out);
}

TEST_F(LayeredMatch, PlainAndEncodedAreTwoPlaces) {
  const std::string encoded = encode_base64("user: " + kOne + "\n");
  EXPECT_EQ(find("a " + kOne + " b " + encoded),
            (std::vector<Found>{{kOne, kOne, ""}, {kOne, encoded.substr(8, 22), "base64"}}));
}

TEST_F(LayeredMatch, ATextThatReadsTheSameDecodedIsOneMatch) {
  EXPECT_EQ(find("\"" + kOne + "\\/path\\/to\\/a_long_file_name\""), (std::vector<Found>{{kOne, kOne, ""}}));
}

TEST_F(LayeredMatch, AnEscapeInFrontHidesNothing) {
  EXPECT_EQ(find("\"first\\n" + kOne + "\""), (std::vector<Found>{{kOne, kOne, "escapes"}}));
}

TEST_F(LayeredMatch, TwoSecretsOfOneCompressedRunAreTwo) {
  const std::string encoded =
      zipped("one " + kOne + "\ntwo " + kTwo + "\nand " + encode_base64("three " + kTwo + " and more"));
  const auto found = find("data: " + encoded + "\n");
  ASSERT_EQ(found.size(), 3);
  for (const Found& each : found) EXPECT_EQ(each.encoded, encoded.substr(0, encoded.find('=')));
  EXPECT_EQ(found[0].chain, "base64 > zlib");
  EXPECT_EQ(found[2].chain, "base64 > zlib > base64");
}

TEST_F(LayeredMatch, PiecesDoNotTouch) {
  EXPECT_TRUE(
      find(encode_base64("some front and key_0123") + "\n" + encode_base64("456789ab is the other half"))
          .empty());
}

}  // namespace
}  // namespace trawl
