#include "engine/match/context/name_class.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace trawl {
namespace {

class DenyingName : public testing::TestWithParam<const char*> {};
class SecretName : public testing::TestWithParam<const char*> {};

TEST_P(DenyingName, IsDenied) {
  EXPECT_TRUE(denial_of_name(GetParam())) << GetParam();
}
TEST_P(SecretName, IsNotDenied) {
  EXPECT_FALSE(denial_of_name(GetParam())) << GetParam() << ": " << denial_of_name(GetParam()).value_or("");
}

INSTANTIATE_TEST_SUITE_P(
    NameClass, DenyingName,
    testing::Values("public_key", "publicKey", "PUBLIC_API_KEY", "api_key_id", "accessKeyId", "token_type",
                    "tokenType", "tokenizer", "max_tokens", "maxTokens", "keyboard_token", "monkey",
                    "csrf_token", "csrfToken", "csrf.token", "xsrf-token", "password_url", "passwordPath",
                    "secret_file", "SECRET_FILE", "secretName", "secret_name_2", "tokenField",
                    "password-label", "password_regex", "passwordPattern", "password_length", "secretKeyRef",
                    "password_hash", "passwordHash", "hashed_password", "token_prefix", "tokenCount",
                    "passenger", "passed", "bypass", "compass", "secretary", "resetPassword",
                    "isPasswordValid", "getToken", "has_secret", "forgot_password", "password_placeholder",
                    "password_error", "dummy_token", "fakePassword", "invalid_token", "nextToken",
                    "next_token", "token_endpoint", "clientSecretExpiresAt",
                    "spring.security.password.encoder", "encrypted_password", "csrfmiddlewaretoken",
                    "primary_key", "page_token", "cacheKey", "passwordChecker", "password.label1",
                    "PREF_PASSCODE_1", "EXTRA_PASSWORD", "tokenSignature"));

INSTANTIATE_TEST_SUITE_P(
    NameClass, SecretName,
    testing::Values("", "password", "DB_PASSWORD", "dbPassword", "db-password", "passwd", "userPwd",
                    "mysql_pwd", "smtpPass", "DB_PASS", "passphrase", "password2", "PASSWORD_PROD",
                    "spring.datasource.password", "secret", "client_secret", "clientSecret", "jwtSecret",
                    "JWT_SECRET_KEY", "secret_key_base", "api_key", "apiKey", "X-Api-Key", "apikey",
                    "access_token", "accessToken", "ACCESS_TOKEN_2", "auth_token", "botToken", "secret_id",
                    "vaultSecretId", "private_key", "encryptionKey", "credentials", "account_key",
                    "my.app.token", "token", "tokens", "kPassphrase", "keystorePassword",
                    "example.service.password", "REDIS_CACHE_PASSWORD", "primary_access_key", "primaryApiKey",
                    "cache_secret", "prefPassword", "KEY_PASSWORD", "signature_secret", "hash_salt",
                    "NONCE_SALT"));

TEST(NameClass, KnowsPasswords) {
  for (const char* name : {"password", "DB_PASS", "userPwd", "passphrase", "mysqlPassword1", "passwort"}) {
    EXPECT_TRUE(names_a_password(name)) << name;
  }
  for (const char* name : {"", "token", "compass", "bypass_token", "passenger_key"}) {
    EXPECT_FALSE(names_a_password(name)) << name;
  }
}

TEST(NameClass, KnowsHashes) {
  for (const char* text :
       {"sha256", "commit: ", "GIT_COMMIT", "fileMd5", "\"integrity\": ", "rev = ", "contentDigest"}) {
    EXPECT_TRUE(speaks_of_hash(text)) << text;
  }
  for (const char* text : {"", "reverse", "shadow", "committee", "api_key = "}) {
    EXPECT_FALSE(speaks_of_hash(text)) << text;
  }
}

RC_GTEST_PROP(NameClass, AnyBytesAreRead, (const std::string& name)) {
  const auto denial = denial_of_name(name);
  RC_ASSERT(denial.value_or("none") != "");
}

}  // namespace
}  // namespace trawl
