#include "engine/match/context/context_filter.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace trawl {
namespace {

SecretRule rule_named(std::string_view id, std::uint16_t cwe = 798) {
  SecretRule rule;
  rule.rule.id = id;
  rule.rule.cwe = cwe;
  rule.rule.severity = Severity::kMedium;
  rule.rule.confidence = Confidence::kMedium;
  rule.generic = true;
  return rule;
}

// In `line`, the name is between ` and `, the secret between ~ and ~ (neither sign stands in the values
// below).
struct Case {
  const char* what;
  const char* rule;
  std::string line;
  const char* path;
  const char* stage;  ///< empty: kept
};

struct Marked {
  std::string line, name, secret;
  std::size_t name_at = 0, secret_at = 0;
};

Marked marked(const std::string& text) {
  Marked result;
  bool in_name = false;
  bool in_secret = false;
  for (const char c : text) {
    if (c == '`') {
      in_name = !in_name;
      if (in_name) result.name_at = result.line.size();
    } else if (c == '~') {
      in_secret = !in_secret;
      if (in_secret) result.secret_at = result.line.size();
    } else {
      result.line += c;
      if (in_name) result.name += c;
      if (in_secret) result.secret += c;
    }
  }
  return result;
}

ContextVerdict judge(const Case& one) {
  const bool password = std::string_view(one.rule).ends_with("password");
  const SecretRule rule = rule_named(one.rule, password ? 259 : 798);
  const Marked parts = marked(one.line);
  const std::string_view lines = parts.line;
  ContextInput input;
  input.rule = &rule;
  input.lines = lines;
  if (!parts.name.empty()) input.name = lines.substr(parts.name_at, parts.name.size());
  input.secret = lines.substr(parts.secret_at, parts.secret.size());
  input.quoted =
      parts.secret_at > 0 && (lines[parts.secret_at - 1] == '"' || lines[parts.secret_at - 1] == '\'');
  input.path = traits_of_path(one.path);
  return judge_in_context(input);
}

class Candidate : public testing::TestWithParam<Case> {};

TEST_P(Candidate, IsJudged) {
  const ContextVerdict verdict = judge(GetParam());
  EXPECT_EQ(verdict.keep, std::string_view(GetParam().stage).empty())
      << verdict.stage << ": " << verdict.reason;
  EXPECT_EQ(verdict.stage, GetParam().stage) << verdict.reason;
  if (!verdict.keep) {
    EXPECT_FALSE(verdict.reason.empty());
    const std::string secret = marked(GetParam().line).secret;
    EXPECT_EQ(verdict.reason.find(secret), std::string::npos) << "a reason holds no byte of the secret";
  }
}

INSTANTIATE_TEST_SUITE_P(
    Context, Candidate,
    testing::Values(
        Case{"token", "generic-token", "auth_`token` = \"~Vb7mTz1f83Kd0aLw92xQ~\"", "a.py", ""},
        Case{"hex", "generic-secret", "`secret` = \"~9d4c1e7fa20b8365c4e9d1f7a2b08365~\"", "a.py", ""},
        Case{"password", "generic-password", "`password` = \"~tR7#kq9Lw2mz~\"", "a.py", ""},
        Case{"password_of_words_and_digits", "generic-password", "`password` = \"~Gr4nite-Otter-58~\"",
             "a.py", ""},
        Case{"words_and_a_number", "generic-api-key",
             "`api_key` = \"~bedrock-"
             "model-1234~\"",
             "a.ts", "shape"},
        Case{"words_in_a_token", "generic-token", "`token` = \"~ghp_old_token_123~\"", "a.ts", "shape"},
        Case{"words_and_a_number_as_password", "generic-password", "`password` = \"~Gr4nite-Otter-58~\"",
             "a.ts", ""},
        Case{"key_of_openpgp", "generic-secret",
             "`PrivateKey` => '~4CFD3F7DCD464852DB980F26C798591AA831DBFB~'", "a.pl", "shape"},
        Case{"hex_in_capitals", "generic-secret", "`Secret` => '~4CFD3F7DCD464852DB980F26C798591AA831DBFB~'",
             "a.pl", ""},
        Case{"disguised_sentence_in_documentation", "unquoted-client-secret",
             "CLIENT_`SECRET`=~THis-iS4faKe.53CreTvALu3~", "docs/a.mdx", "placeholder"},
        Case{"left_out_of_a_list", "unquoted-short-password",
             "ciphers: 'HIGH:!aNULL:!`PSK`:~!SRP:!DSS:!RC4~'", "a.yml", "shape"},
        Case{"basic_that_is_no_text", "authorization-basic", "Authorization: Basic ~am9objpaaaaaaaaaaaaaaaa~",
             "a.md", "shape"},
        Case{"play_on_password_in_a_comment", "unquoted-client-secret", "//  client`Secret`: ~appP4$$w0rd~",
             "a.go", "placeholder"},
        Case{"key_in_a_comment", "unquoted-client-secret", "//  client`Secret`: ~Vb7mTz1f83Kd0aLw92xQ~",
             "a.go", ""},
        Case{"placeholder", "generic-token", "`token` = \"~YOUR_TOKEN_HERE_9x7~\"", "a.py", "placeholder"},
        Case{"name_before_the_keyword", "generic-token", "csrf_`token` = \"~Vb7mTz1f83Kd0aLw92xQ~\"", "a.py",
             "name"},
        Case{"name_behind_the_keyword", "generic-token", "`token`_type = \"~Vb7mTz1f83Kd0aLw92xQ~\"", "a.py",
             "name"},
        Case{"identifier", "generic-token", "`token` = \"~PasswordResetHandlerV2~\"", "a.py", "cover"},
        Case{"too_regular", "generic-token", "`token` = \"~qz7wk3qz7zq7q7zwzq7wq7zqz7~\"", "a.py", "entropy"},
        Case{"letters_only", "generic-token", "`token` = \"~kxqzvwrtgpmn~\"", "a.py", "entropy"},
        Case{"word_as_password", "generic-password", "`password` = \"~television~\"", "a.py", "cover"},
        Case{"word_of_another_language", "generic-password", "`password` = \"~Sl\xc3\xb6sen\xc3\xb6rdet~\"",
             "a.php", "entropy"},
        Case{"password_with_an_accent", "generic-password", "`password` = \"~tR7#k\xc3\xa4q9Lw2m~\"", "a.php",
             ""},
        Case{"options_of_a_filter", "generic-password", "`pass` = \"~vpp=format=bgra:afbc=1~\"", "a.cs",
             "placeholder"},
        Case{"pass_as_a_verb", "generic-password", "`Pass` '~AtLeast21~' to the policy", "a.razor", "shape"},
        Case{"prefix_and_hex", "generic-token",
             "`token` = \"~bkua_0a9a4d296e948c5a0b1e5bb93e6d63111541f7a1~\"", "a.py", ""},
        Case{"index_of_a_table", "generic-token", "rename('access_`token`s', '~idx_20c9fb2419eb6921a7c3~')",
             "a.php", "shape"},
        Case{"disguised_word", "generic-password", "`password` = \"~P@ssw0rd9~\"", "a.py", ""},
        Case{"disguised_word_in_a_test", "generic-password", "`password` = \"~P@ssw0rd9~\"", "tests/a.py",
             "placeholder"},
        Case{"disguised_word_in_a_sample", "unquoted-password", "`PASSWORD`=~Admin@123~", ".env.example",
             "placeholder"},
        Case{"word_with_digits_in_a_setting", "unquoted-password", "`PASSWORD`=~jenkins123~", ".env", ""},
        Case{"word_with_digits_in_code", "generic-password", "`password` = \"~jenkins123~\"", "a.py",
             "cover"},
        Case{"number", "generic-token", "`token` = \"~48391027561938~\"", "a.py", "shape"},
        Case{"code_inside", "generic-token", "`token` = \"~a7,b9;(c2)[d4]x8q~\"", "a.py", "shape"},
        Case{"unquoted_in_code", "unquoted-secret", "`token` = ~Vb7mTz1f83Kd0aLw92xQ~", "a.py", "shape"},
        Case{"unquoted_in_configuration", "unquoted-secret", "`token`: ~Vb7mTz1f83Kd0aLw92xQ~", "a.yml", ""},
        Case{"unquoted_with_comment", "unquoted-secret", "`token`: ~Vb7mTz1f83Kd0aLw92xQ~  # prod", "a.yml",
             ""},
        Case{"unquoted_with_more_text", "unquoted-secret", "`token`: ~Vb7mTz1f83Kd0aLw92xQ~ or none", "a.yml",
             "shape"},
        Case{"shell_prefix", "unquoted-secret", "`TOKEN`=~Vb7mTz1f83Kd0aLw92xQ~ make deploy", "a.sh", ""},
        Case{"export_in_prose", "unquoted-secret", "    $ export `TOKEN`=~Vb7mTz1f83Kd0aLw92xQ~", "README.md",
             ""},
        Case{"prose", "unquoted-secret", "The server sends a `token`: ~Vb7mTz1f83Kd0aLw92xQ~", "README.md",
             "shape"},
        Case{"no_path", "unquoted-secret", "`token`=~Vb7mTz1f83Kd0aLw92xQ~", "", ""},
        Case{"lock_file", "generic-token", "`token` = \"~Vb7mTz1f83Kd0aLw92xQ~\"", "poetry.lock", "path"},
        Case{"translation", "generic-password", "`password`: \"~Kennw0rt-2x9~\"", "locales/de.yml", "path"},
        Case{"commit_beside_it", "generic-token",
             "commit `token` = \"~3f9a110cd277e15b8c64a0be92d7f1c35a08e6b4~\"", "a.py", "name"},
        Case{"base64_of_a_word", "unquoted-password", "`password`: ~c3RvcmFnZW9z~", "s.yaml", "cover"},
        Case{"base64_of_weak_word", "unquoted-password", "`password`: ~cGFzc3dvcmQ=~", "s.yaml",
             "placeholder"},
        Case{"base64_of_password", "unquoted-password", "`password`: ~dFI3I2txOUx3Mm16~", "s.yaml", ""},
        Case{"address", "postgres-uri", "postgres://app:~tR7kq9Lw2mz~@db.corp.internal/app", "a.py", ""},
        Case{"local_address", "postgres-uri", "postgres://app:~tR7kq9Lw2mz~@localhost:5432/app", "a.py",
             "placeholder"},
        Case{"loopback", "redis-uri", "redis://:~tR7kq9Lw2mz~@127.0.0.1/0", "a.py", "placeholder"},
        Case{"reserved_host", "url-basic-credentials", "https://app:~tR7kq9Lw2mz~@www.example.com/", "a.py",
             "placeholder"},
        Case{"user_is_password", "mysql-uri", "mysql://shopapp:~shopapp~@db.corp.internal/", "a.py",
             "placeholder"},
        Case{"common_password", "mysql-uri", "mysql://root:~root~@db.corp.internal/", "a.py", "placeholder"},
        Case{"template_in_address", "amqp-uri", "amqp://app:~${MQ_PASSWORD}~@mq.corp.internal/", "a.py",
             "placeholder"},
        Case{"local_connection_string", "connection-string-password",
             "Server=localhost;User Id=sa;`Password`=~tR7kq9Lw2mz~;", "a.cs", "placeholder"},
        Case{"connection_string", "connection-string-password",
             "Server=10.1.2.3;User Id=sa;`Password`=~tR7kq9Lw2mz~;", "a.cs", ""},
        Case{"basic", "authorization-basic", "Authorization: Basic ~b3BzOlF3OHpMdzJ2eE45VA==~", "a.py", ""},
        Case{"basic_of_words", "authorization-basic", "Authorization: Basic ~dXNlcm5hbWU6cGFzc3dvcmQ=~",
             "a.py", "placeholder"},
        Case{"basic_without_colon", "authorization-basic", "Authorization: Basic ~bm9jb2xvbmhlcmU=~", "a.py",
             "shape"},
        Case{"basic_no_base64", "authorization-basic", "Authorization: Basic ~a-b-c-d-e-f~", "a.py",
             "shape"}),
    [](const auto& param) { return param.param.what; });

struct GradeCase {
  const char* path;
  Severity severity;
  Confidence confidence;
};

class Grade : public testing::TestWithParam<GradeCase> {};

TEST_P(Grade, FollowsThePath) {
  const ContextVerdict verdict =
      judge({"", "generic-token", "`token` = \"~Vb7mTz1f83Kd0aLw92xQ~\"", GetParam().path, ""});
  ASSERT_TRUE(verdict.keep);
  EXPECT_EQ(verdict.severity, GetParam().severity);
  EXPECT_EQ(verdict.confidence, GetParam().confidence);
  EXPECT_EQ(verdict.reason.empty(), GetParam().severity == Severity::kMedium);
}

INSTANTIATE_TEST_SUITE_P(Context, Grade,
                         testing::Values(GradeCase{"src/a.py", Severity::kMedium, Confidence::kMedium},
                                         GradeCase{"tests/a.py", Severity::kLow, Confidence::kLow},
                                         GradeCase{"docs/a.md", Severity::kLow, Confidence::kLow},
                                         GradeCase{"vendor/a.py", Severity::kLow, Confidence::kLow},
                                         GradeCase{".env.example", Severity::kLow, Confidence::kLow}));

TEST(ContextFilter, TheRuleMayAskForMoreRandomness) {
  SecretRule rule = rule_named("user-rule");
  const std::string line = "token=\"Vb7mTz1f83Kd0aLw92xQ\"";
  ContextInput input;
  input.rule = &rule;
  input.lines = line;
  input.secret = std::string_view(line).substr(7, 20);
  input.quoted = true;
  EXPECT_TRUE(judge_in_context(input).keep);
  rule.min_entropy = 5;
  EXPECT_EQ(judge_in_context(input).stage, "entropy");
}

RC_GTEST_PROP(ContextFilter, AnyBytesAreJudged,
              (const std::string& before, const std::string& secret, const std::string& after)) {
  RC_PRE(!secret.empty());
  const std::string line = before + secret + after;
  for (const char* id :
       {"generic-token", "generic-password", "unquoted-secret", "postgres-uri", "authorization-basic"}) {
    const SecretRule rule = rule_named(id);
    ContextInput input;
    input.rule = &rule;
    input.lines = line;
    input.name = std::string_view(line).substr(0, before.size());
    input.secret = std::string_view(line).substr(before.size(), secret.size());
    const ContextVerdict verdict = judge_in_context(input);
    RC_ASSERT(verdict.keep == verdict.stage.empty());
  }
}

}  // namespace
}  // namespace trawl
