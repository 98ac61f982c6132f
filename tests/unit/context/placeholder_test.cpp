#include "engine/match/context/placeholder.h"

#include <random>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace trawl {
namespace {

struct Case {
  const char* value;
  const char* reason;  ///< a part of it
};

class Placeholder : public testing::TestWithParam<Case> {};

TEST_P(Placeholder, IsSeenForWhatItIs) {
  const auto reason = placeholder_reason(GetParam().value);
  ASSERT_TRUE(reason) << GetParam().value;
  EXPECT_NE(reason->find(GetParam().reason), std::string_view::npos) << GetParam().value << ": " << *reason;
}

INSTANTIATE_TEST_SUITE_P(
    Values, Placeholder,
    testing::Values(
        Case{"${DB_PASSWORD}", "template"}, Case{"{{ vault_password }}", "template"},
        Case{"<your-token>", "template"}, Case{"%(password)s", "template"}, Case{"$DB_PASSWORD", "template"},
        Case{"$(cat /run/secret)", "template"}, Case{"#{secret_key}", "template"},
        Case{"<%= ENV['KEY'] %>", "template"}, Case{"%DB_PASSWORD%", "template"},
        Case{"@@PASSWORD@@", "template"}, Case{"__SECRET_KEY__", "template"},
        Case{"prefix-{token}", "template"}, Case{"user=%s&key=%s", "template"}, Case{"{0}:{1}", "template"},
        Case{"$HOST/path/of", "template"}, Case{"[your key]", "template"},
        Case{"Bearer <token-here>", "template"}, Case{"process.env.SECRET_KEY", "elsewhere"},
        Case{"os.environ[\"X\"]", "elsewhere"}, Case{"ENV[API_KEY]", "elsewhere"},
        Case{"op://vault/item/field", "elsewhere"}, Case{"vault:secret/data/db#password", "elsewhere"},
        Case{"arn:aws:secretsmanager:eu-west-1:1:secret:x", "elsewhere"}, Case{"getPassword(user)", "code"},
        Case{"app.database.password", "code"}, Case{"user->password", "code"}, Case{"Secrets::get", "code"},
        Case{"tokens[index]", "code"}, Case{"abcabcabcabc", "repeats one"},
        Case{"aaaaaaaaaaaa", "repeats one"}, Case{"q8Wxxxxxxxxxxxx", "repeats one"},
        Case{"0000000000000000", "repeats one"}, Case{"************", "repeats one"},
        Case{"abcdefghijklmnop", "run along"}, Case{"0123456789", "run along"}, Case{"12345678", "run along"},
        Case{"qwertyuiop", "run along"}, Case{"0123456789abcdef", "run along"},
        Case{"987654321", "run along"}, Case{"changeme", "says that"},
        Case{"please-change-me-now", "says that"}, Case{"your-api-key", "says that"},
        Case{"YOUR_SECRET_KEY", "says that"}, Case{"yourSecretValue", "says that"},
        Case{"AKIAIOSFODNN7EXAMPLE", "says that"}, Case{"REDACTED-BY-CI", "says that"},
        Case{"dummyvalue9", "says that"}, Case{"api-key-goes-here", "says that"},
        Case{"sk-9041...7726", "says that"}, Case{"replace_with_real", "says that"},
        Case{"my-secret-7", "says that"}, Case{"cdn7.tracker.ru", "address"},
        Case{"#s3-secret-key", "address"},
        Case{"xxj31ZMT"
             "ZzkVA",
             "everybody has"},
        Case{"JBSWY3DP"
             "EHPK3PXP",
             "everybody has"},
        Case{"ab12****9f", "says that"}, Case{"DATABASE_PASSWORD", "variable"},
        Case{"access_token", "variable"}, Case{"password", "everybody"}, Case{"Password1", "everybody"},
        Case{"p@ssword", "everybody"}, Case{"admin123", "everybody"}, Case{"secret-token", "everybody"},
        Case{"root", "everybody"}, Case{"TestPass1", "says that"},
        Case{"Enter your password here", "sentence"}, Case{"must not be blank", "sentence"},
        Case{"/etc/ssl/private/server.key", "path"}, Case{"./config/secrets.yml", "path"},
        Case{"D:\\vault\\file", "path"}, Case{"server-private.pem", "path"},
        Case{"auth/tokens/refresh", "path"}, Case{"https://id.corp.internal/oauth/token", "address"},
        Case{"urn:ietf:params:oauth:token", "address"}, Case{"admin@corp.internal", "address"},
        Case{"[a-zA-Z0-9]{32}", "regular expression"}, Case{"^[^:]+:.+$", "regular expression"},
        Case{"2024-05-31T12:00:00Z", "date"}, Case{"1.24.3-rc1", "date"}, Case{"48.8566,2.3522", "date"},
        Case{"#a1b2c3d4", "date"}, Case{"123e4567-e89b-12d3-a456-426614174000", "UUID"},
        Case{"sha256:9f86d081884c7d65", "hash"}, Case{"$2b$12$abcdefghijklmnopqrstuv", "hash"},
        Case{"3f:9a:11:0c:d2:77:e1:5b", "hash"}, Case{"sha512-9fKq2Zx8Lw4vRt6Yb1Nm==", "hash"},
        Case{"ssh-rsa AAAAB3NzaC1yc2E", "public key"}, Case{"data:image/png;base64,iVBO", "public key"},
        Case{"iVBORw0KGgoAAAANSUhEUg", "public key"}, Case{"", "empty"},
        Case{"comment.keyword.$2", "template"}, Case{"string.$S2.escape", "template"},
        Case{"$avp(s:auth_pwd)", "template"}, Case{"2.125e-6", "number"}, Case{"11.25e-6", "number"},
        Case{"NSS%20Certificate%20DB", "sentence"}, Case{"secure%20word", "sentence"},
        Case{"private:fa353995-d77d-420a-b967-63bf0721271b", "UUID"}, Case{"asdfghjklauio=", "run along"},
        Case{"9a8b7c6d5e4f3g2h", "run along"}, Case{"akab-mnbvcxzlkjhgfdsapoiuytrewq1234567", "run along"},
        Case{"--server.proxy_port=12345", "code"}, Case{"eyJhbGciOiJub25lIn0.aa.aa.aa", "nobody signed"},
        Case{"fbk_orgLevelApiKey456", "says that"}, Case{"c,null,!0));return!d}Q.plugins.add(", "code"},
        Case{"53e679ea-oRED-ACTED-92b8-3012c49c6cfa", "says that"},
        Case{"MLDSA65PrivateKey", "name of a type"},
        Case{"phc_"
             "9CipPajQC22mSkk2wxe2TXsUA0Ysyupe8dt5KQQ",
             "published"},
        Case{"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u"
             "SRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
             "published"}));

TEST(Placeholder, RepeatsItsOwnName) {
  EXPECT_TRUE(placeholder_reason("dbUserLogin", "db_user_login"));
  EXPECT_TRUE(placeholder_reason("client-gizmo", "ClientGizmo"));
  EXPECT_FALSE(placeholder_reason("tR7kq9Lw2mzQ", "db_user_login"));
}

class MayBeSecret : public testing::TestWithParam<const char*> {};

TEST_P(MayBeSecret, IsNoPlaceholder) {
  const auto reason = placeholder_reason(GetParam(), "token");
  EXPECT_FALSE(reason) << GetParam() << ": " << reason.value_or("");
}

INSTANTIATE_TEST_SUITE_P(Values, MayBeSecret,
                         testing::Values("P@ssw0rd", "Admin@123", "SuperS3cret!", "5up3r53cr3t",
                                         "SuperSecretPassword123!", "tR7#kq9Lw2mz", "Gr4nite-Otter-58",
                                         "q8Lm2xVt9Rz4", "9d4c1e7fa20b8365c4e9d1f7a2b08365",
                                         "Hq4/zT8w+Lx2Vn9KpR6mYb3s==", "Zk8v$Qw2n!xLr", "P4$sTr0ng&Kq",
                                         "m9Vx!4tQzR2p", "A7%kd(2)Lq", "Vb7mTz1f83Kd0aLw92xQ",
                                         "b3BzOlF3OHpMdzJ2eE45VA==", "correct!Kq7#battery", "x9@2kLq0.zW",
                                         "a1:B2:kQ9x", "$2.k9.Lw", "--k9Lw2Vb7Q", "k9ApiKeyLw2Vb7Qz",
                                         "k%20Lw9x2Vb7Q", "q3:9d4c1e7f-a20b-8365", "7e9k2Lw4",
                                         "MIIEpAIBAAKCAQEAq7mTz1f83Kd0aLw92xVbQ7mTz1f83Kd0"));

// A stop word that stands in random text would lose real keys without a trace.
TEST(Placeholder, RandomTextIsNotTakenForOne) {
  std::mt19937_64 random(11);
  const std::string symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  int taken = 0;
  constexpr int kTexts = 20'000;
  for (int i = 0; i < kTexts; ++i) {
    std::string text(16 + random() % 30, ' ');
    for (char& c : text) c = symbols[random() % symbols.size()];
    taken += placeholder_reason(text, "api_key").has_value();
  }
  EXPECT_LE(taken, kTexts / 1000);
}

TEST(Placeholder, RandomHexadecimalIsNotTakenForOne) {
  std::mt19937_64 random(12);
  int taken = 0;
  constexpr int kTexts = 20'000;
  for (int i = 0; i < kTexts; ++i) {
    std::string text(32, ' ');
    for (char& c : text) c = "0123456789abcdef"[random() % 16];
    taken += placeholder_reason(text, "api_key").has_value();
  }
  EXPECT_LE(taken, kTexts / 1000);
}

RC_GTEST_PROP(Placeholder, AnyBytesAreRead, (const std::string& value, const std::string& name)) {
  const auto reason = placeholder_reason(value, name);
  RC_ASSERT(reason.value_or("none") != "");
}

TEST(Placeholder, LongHostileValuesTakeLinearTime) {
  for (const std::string piece : {"a", "%", "{", "$", "[", "pass", "a.", "(", "<", "/", "-"}) {
    std::string value;
    while (value.size() < 1'000'000) value += piece;
    placeholder_reason(value, value);
  }
}

}  // namespace
}  // namespace trawl
