// Tokens made by tools/dev/make_token.py --seed 2, whose methods are written down a second time in Python.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/validator.h"

namespace trawl {
namespace {

struct Whole {
  std::string_view kind;
  std::string_view validator;
  std::string_view token;
  std::string_view detail;
};
void PrintTo(const Whole& test, std::ostream* out) {
  *out << test.kind;
}

// clang-format off
const Whole kWholes[] = {
    {"github-server-to-server-jwt", "github-app-jwt", "gh" "s_639248_eyJhbGciOiJIUzI1NiI" "sInR5cCI6IkpXVCJ9.eyJzdWIiOiI3MzY4MTIyMSIsImlzcyI6ImF1dGguY29ycCIs" "ImV4cCI6MTg5MzQ1NjAwMH0.HLJa4fP1WddxiOvDdi_xg4VH1OFZTak57uAkpIgs" "ICQ", "app 639248, HS256, issuer auth.corp, expires 2030-01-01"},
    {"aws-access-key-id", "aws-account-id", "AK" "IAVVDDW2XPM6TTO" "PKS", "account 388903654878"},
    {"aws-sts-access-key-id", "aws-account-id", "AS" "IAQARIZ2TGRUTLN" "DWM", "account 001159320781"},
    {"aws-bedrock-key-long", "aws-bedrock", "AB" "SKQmVkcm9ja0FQSUtleS1lMzVrLW" "F0LTg4MzU3MTkxNzEyNTpRcURvVTdLclE3UEpQYW5sZWErdk9OMUJ0TmtmRlRQVXBD" "dzBKMVo3UWY2U" "w==", "account 883571917125"},
    {"aws-session-token", "aws-session-token", "IQ" "oJb3JpZ2luX2VjEH1LNbQZF0mLlY" "eJF7dRvGXyuYRqeC+m7UoJ4d0hq6ff2bCOpBMLHPQ2s8/6wVQM7gJBHY5cQkDLaXTW" "AiRuAKupnt3gRWGOg91ZtLQf71J3ll7yCEgejrHYBcqwHdWxWUmgzHRT9qg+4xnBpe" "LCQSA6aH3WtSb4nalwEJMuTmeOc9Wrg4vpxm/z2/trKDYAGrw1MdpLF5/MjIZH1DWB" "3F3L33EcDNyg7KFI0Zk/ZIqfY+B4dKQSM7lla22IvyO3Q/S3txsyXI4Rtlh+eEhbqM" "bp/827CaKluOUISk0o/mSKST0FI2y85LPtsgOfa7TvK700GCItNIabsXP1+FESy65s" "ojrZULLMPLEo/aV/JwDG//66IPLylfUUjYuC03U8I7poolKekRNJc8Yb0" "g==", ""},
    {"jwt", "jwt", "ey" "JhbGciOiJIUzI1NiIsInR5cCI6Ik" "pXVCJ9.eyJzdWIiOiIyNjkyNTY1NiIsImlzcyI6ImF1dGguY29ycCIsImV4cCI6MTg" "5MzQ1NjAwMH0.88V7ruHSEzaZQRKWDcjAEcLkXbo_lrWJYxhHT-QN" "p5Y", "HS256, issuer auth.corp, expires 2030-01-01"},
    {"kubernetes-sa-token", "kubernetes-sa-jwt", "ey" "JhbGciOiJSUzI1NiIsImtpZCI6Il" "dSRTdQMHdpSUJlM1VTbG1lQ3M5MUFNNFllWE1ZMGdBM2t5UzBTZ0MwalIifQ.eyJpc" "3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50Iiwia3ViZXJuZXRlcy5pby9zZXJ" "2aWNlYWNjb3VudC9uYW1lc3BhY2UiOiJoam5jc28iLCJrdWJlcm5ldGVzLmlvL3Nlc" "nZpY2VhY2NvdW50L3NlcnZpY2UtYWNjb3VudC5uYW1lIjoid3ZpdWphZGsiLCJzdWI" "iOiJzeXN0ZW06c2VydmljZWFjY291bnQ6aGpuY3NvOnd2aXVqYWRrIn0.yNXo7Kl2u" "ZUT1nNBwG7UDrTBAwwhPKjGz2EgQSaP3JeY-5jc8xOxbOC2yJy_tkuTcNVf7NyByer" "aApx_7wQCfcg8YxfKNpLok-pPj_pUGtDJg1dspOjR8Gq8SNx6MAFaC2IBB7cFC3vih" "WkUT-hTGSemdPqLeBIOAA8TjCAMObdDa48gxO215sRKDA6jCBIYg6qDBKl0w3A58HZ" "UvyqZ2YECra8xngdcqyOl8gKgoabscgs0AJ0Rqh6d_mRbASWdSR6-xQe0Gi09TVrsd" "qeEGFo7S3Qj7iUsxw1eEw-J-jYel8ysQuAyJvp1y4xHPfTsdvoPYFl9vyZRdcw2bir" "sUw", "RS256, issuer kubernetes/serviceaccount, namespace hjncso, service account wviujadk"},
    {"grafana-api-key-legacy", "grafana-legacy-json", "ey" "JrIjoib2Y0VGZJRVV4NUVsNDZ3ZW" "xHc0paMjkzdFVLcXNyVFQiLCJuIjoiZGVwbG95IiwiaWQiO" "jF9", "name deploy"},
    {"grafana-cloud-token", "grafana-cloud-json", "gl" "c_eyJvIjoiODcxNjQxIiwibiI6In" "N0YWNrLXB1c2giLCJrIjoiVHhxak01MmZHSHVUUGNOajB1NjIwUTlHIiwibSI6eyJy" "IjoiZXUif" "X0=", "organisation 871641, name stack-push, region eu"},
    {"1password-sa-token", "onepassword-json", "op" "s_eyJzaWduSW5BZGRyZXNzIjoiY2" "9ycC4xcGFzc3dvcmQuY29tIiwidXNlckF1dGgiOnsibWV0aG9kIjoiU1JQZy00MDk2" "IiwiYWxnIjoiUEJFUzJnLUhTMjU2In0sImVtYWlsIjoiY2lAMXBhc3N3b3Jkc2Vydm" "ljZWFjY291bnRzLmNvbSIsInNycFgiOiJlNmU2OGIyOGJlOTJkN2FkYWYxYjI5ZWFj" "MzVkMjE3ZTQyMzQ1ODcwZjEzNDA3OGQ3YzA0NWZhNTBlMDMzMTNiIiwibXVrIjp7Im" "siOiJvYXNqS2MzVVdhSVBvTjZwMDhxV0lVamE3aE9PT09aU3VLQVk3RVNpb2lQIn0s" "InNlY3JldEtleSI6IkEzLVRKWFlaRiIsImRldmljZVV1aWQiOiJnYjA1a3NldTU3NG" "dqNGdibWw5anI0enJ6N" "SJ9", "account at corp.1password.com"},
    {"sentry-org-token", "sentry-org-json", "sn" "trys_eyJpYXQiOjE3MDAwMDAwMDA" "uNSwidXJsIjoiaHR0cHM6Ly9zZW50cnkuaW8iLCJyZWdpb25fdXJsIjoiaHR0cHM6L" "y91cy5zZW50cnkuaW8iLCJvcmciOiJjb3JwIn0=_IlhttnPyHz2zHwYzL6YzYtk+sm" "245NHTdVkCFloZ" "k4F", "organisation corp, issued 2023-11-14"},
    {"mapbox-secret-token", "mapbox-json", "sk" ".eyJ1IjoiY2FydG9ncmFwaGVyIiw" "iYSI6ImZ3a3lhaTEzYzYxd3dkMndwdGpkbHN1b3UifQ.Rgq_ezoCZyuhZ5eQVGZ" "-Q7", "user cartographer"},
    {"pypi-token", "pypi-macaroon", "py" "pi-AgEIcHlwaS5vcmcCJGY5MjQwY" "WJkLTAzMGEtNTliMC1mY2UwLTllODNiMWE3YTY0ZgACInsidmVyc2lvbiI6MSwicGV" "ybWlzc2lvbnMiOiJ1c2VyIn0AAAYgWcENM5eTmKtC13NYcF34s1Jot9fMafzsr4PT4hql" "rME", "index pypi.org, 1 caveat"},
    {"pypi-token-test", "pypi-macaroon", "py" "pi-AgENdGVzdC5weXBpLm9yZwIkM" "2M0MGUzNTMtNDdlNy05MTY2LTVjNmMtM2I1NmE0ODYyOWVlAAIieyJ2ZXJzaW9uIjo" "xLCJwZXJtaXNzaW9ucyI6InVzZXIifQAABiC-zmrh9p-M1btsmGuwt8C6Zy7AvsVjr" "zKefyLlf-_" "JoA", "index test.pypi.org, 1 caveat"},
    {"flyio-token", "fly-macaroon", "Fl" "yV1 fm2_lJPEEPXWTnmTm5YiM9g3" "4+dvumPEEKLBVs8lX5xWZA6x1xGg01fCtWh0dHBzOi8vYXBpLmZseS5pby92MZDEID" "i+Q7C3DTijt8Ci45j+mmASQLoXAqiUtdj3otNWW" "gXE", "location https://api.fly.io/v1"},
    {"vault-service-token", "vault-protobuf", "hv" "s.CAESIIGfQgoQypPF621pF8Pibz" "chOnm5jVFWHjTJ4Z1IipnKGhwKGEhwQXMwMGt2ZGhIWGxrV3NkcVdIcHZyd" "BAL", ""},
    {"artifactory-reference-token", "jfrog-reference", "cm" "VmdGtuOjAxOjEyNjU2OTg1NDk6b2" "45ZVNwTnVxcmg5Y2tZcmE2QzJtS2FHd" "FFn", ""},
    {"intercom-token", "intercom-token", "dG" "9rOjU0ZDA0YTFlX2ZkYzFfNTQ2MF" "81YTFlXzUwZWM5MmM0N2YyZToxO" "jA=", ""},
    {"docker-config-auth", "basic-auth-base64", "Yn" "VpbGRlcjpqRDRYaWN0VmR6djhOYk" "UwSkt0Z" "g==", ""},
    {"bitbucket-dc-token", "atlassian-data-center", "BB" "DC-OTM1ODEyMTg3MTc3OtdQELXma" "gfMGaRSlccmfWwuD" "ACI", ""},
    {"jira-dc-pat", "atlassian-data-center", "MT" "gzNzQ3NjYxNTExOhA5/5fhglNrei" "CgSFavjcRxO" "nFc", ""},
    {"openai-key-legacy", "openai-marker", "sk" "-NW7T4xYXzUIKtt2j8wH0T3BlbkF" "JSx6lFeK6kULYnCvhi" "Urz", ""},
    {"openai-key-project", "openai-marker", "sk" "-proj-kqAo9tF_SKHCH7nNeQ72kz" "up28peV0BNoAiGAYNGXtTkL2sZ6XadgtfkNkEbM-KO4xh2TD51qWT3BlbkFJQxCwDm" "I6d3ZZtGngzCqO7ua9xstMF7qohVZCAnkYA8KTVf03fbwd79qucOuqYFHrJg6G5FO" "1jT", ""},
    {"openai-key-admin", "openai-marker", "sk" "-admin-TpeUkNrzIXTtZLUcrlZOl" "mEdlxHpUcBdflgTOGqS_1JV0hYHph1-JgCdFsT3BlbkFJOn-6peupbPDldxisJzvqz" "ikb072ghxFbAHVQmPoh10uconNTkejPx58" "tfC", ""},
    {"anthropic-key", "anthropic-suffix", "sk" "-ant-api03-Erg_TqoGG38HLo9VA" "-lVmup7LFtkRIGEPe9cfCmGve9q_NeUfw2zfn0JaW4DUBNzlRSupVOUYZcb7ERWH9S" "h6dkiWkTy" "qAA", ""},
    {"groq-key", "groq-marker", "gs" "k_YPyIJ0mSzoiKeh7Se0WFWGdyb3" "FYOOKfCtUXkKAn96yPw6Ikx" "abi", ""},
    {"maxmind-license", "maxmind-suffix", "Ne" "9xdW_1nyh5wcSzqcrHc0u0p8wie4" "61XPDb_" "mmk", ""},
    {"terraform-cloud-token", "terraform-atlas", "M5" "0WFavdMzjDyv.atlasv1.59fFU3o" "PZ-fB4Fg-CZMYJepteJLZYwC1XVT43TvidpvBzvBLYkWkZrBuDGQnIHP8" "Qml", ""},
    {"flutterwave-secret", "flutterwave-suffix", "FL" "WSECK-fc28e3ccf37d5a2a122cb4" "5b635e47b" "4-X", ""},
    {"mercury-token", "mercury-suffix", "me" "rcury_production_97dm_DcWzh8" "XT5c8AkTCxITFcV3vmyo31Tg3telfJQBnLl4i6_yruc" "rem", ""},
    {"discord-bot-token", "discord-snowflake", "MT" "E3Nzg5NDUwNTczNDA1OTMxMw.ruI" "Kcv.4eXG8frbNQLGr93qjIDtiik5ibz0Zz7arXb" "ADv", "bot 1177894505734059313, created 2023-11-25"},
    {"wireguard-private-key", "wireguard-key", "MB" "iIukHzaQTRdTyPHEgmWoDXIJZpOp" "/xv7YkIytg4" "Vc=", ""},
    {"bcrypt-hash", "bcrypt-cost", "$2" "b$12$mHV8MzT7p4mV2F/oVezvye4" "fvzRYmndM28G/GG4UtTfg3GrolV" "N1l", "cost 12"},
    {"ngrok-token", "ngrok-ksuid", "22" "1etIViQQyEkagSMNVLky9ZxzH_7g" "6grvxfyoF7rD4bAJ" "Ovf", "created 2021-12-09"},
    {"salesforce-access-token", "salesforce-session", "00" "DDUj2VE16fOQW!1wMtEgWHK7W_ii" "XcJrHpOoVyLAbKc2sNeRehg9hYZZR982Pu76lIL5P17jONk8o_t.x7v6meph3T4Ot3" "GggV.H6eEiWGO" "GCX", "organisation 00DDUj2VE16fOQW"},
    {"nuget-key", "nuget", "oy" "2ewhaxokm4ipwfkojahuit3diusu" "o7shngsmdrjjg" "tcy", ""},
};
// clang-format on

class Structure : public testing::TestWithParam<Whole> {};

TEST_P(Structure, FitsAnIssuedToken) {
  const ValidatorEntry* validator = find_validator(GetParam().validator);
  ASSERT_NE(validator, nullptr);
  EXPECT_FALSE(validator->checksum);
  const Validation result = validator->judge(GetParam().token);
  EXPECT_EQ(result.verdict, Verdict::kValid);
  EXPECT_EQ(result.detail, GetParam().detail);
}

TEST_P(Structure, DoesNotFitTheFirstHalfOfOne) {
  if (GetParam().validator == "basic-auth-base64") return;  // half a password is one too
  const std::string_view half = GetParam().token.substr(0, GetParam().token.size() / 2);
  EXPECT_NE(find_validator(GetParam().validator)->judge(half).verdict, Verdict::kValid);
}

TEST_P(Structure, DoesNotFitAByteThatNoTokenHas) {
  std::string token(GetParam().token);
  token[token.size() / 2] = '\0';
  EXPECT_NE(find_validator(GetParam().validator)->judge(token).verdict, Verdict::kValid);
}

INSTANTIATE_TEST_SUITE_P(Validators, Structure, testing::ValuesIn(kWholes), [](const auto& tested) {
  std::string name = std::string(tested.param.kind) + "_" + std::string(tested.param.validator);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

struct Case {
  std::string_view what;
  std::string_view validator;
  std::string token;
  Verdict verdict;
  std::optional<Severity> severity;
  std::string_view detail;
};
void PrintTo(const Case& test, std::ostream* out) {
  *out << test.what;
}

std::string url64(std::string_view bytes) {
  std::string text = encode_base64(bytes);
  std::erase(text, '=');
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

std::string jwt_of(std::string_view header, std::string_view payload, std::size_t signature) {
  return url64(header) + "." + url64(payload) + "." + url64(std::string(signature, '\x5a'));
}

constexpr auto kOk = Verdict::kValid;
constexpr auto kBad = Verdict::kInvalid;
constexpr auto kUnknown = Verdict::kNone;
constexpr std::optional<Severity> kAsRule;
constexpr std::optional<Severity> kLow = Severity::kLow;

const Case kCases[] = {
    {"jwt_unsigned", "jwt", jwt_of(R"({"alg":"none"})", R"({"sub":"x"})", 0), kOk, kLow, "none"},
    {"jwt_of_the_debugger", "jwt",
     jwt_of(R"({"alg":"HS256"})", R"({"sub":"1234567890","name":"John Doe","iat":1516239022})", 32), kOk,
     kLow, "HS256"},
    {"jwt_of_the_standard", "jwt",
     jwt_of(R"({"alg":"HS256"})", R"({"iss":"joe","exp":1300819380,"http://example.com/is_root":true})", 32),
     kOk, kLow, "HS256, issuer joe, expires 2011-03-22"},
    {"jwt_expired_keeps_its_grade", "jwt", jwt_of(R"({"alg":"ES256"})", R"({"exp":1706659200})", 64), kOk,
     kAsRule, "ES256, expires 2024-01-31"},
    {"jwt_with_a_short_signature", "jwt", jwt_of(R"({"alg":"HS512"})", R"({"sub":"x"})", 32), kBad, kAsRule,
     "HS512"},
    {"jwt_of_rsa_3072", "jwt", jwt_of(R"({"alg":"PS384"})", R"({})", 384), kOk, kAsRule, "PS384"},
    {"jwt_with_an_unknown_alg", "jwt", jwt_of(R"({"alg":"XX1"})", R"({})", 32), kUnknown, kAsRule, "XX1"},
    {"jwt_without_alg", "jwt", jwt_of(R"({"typ":"JWT"})", R"({})", 32), kBad, kAsRule, ""},
    {"jwt_whose_payload_is_a_list", "jwt", jwt_of(R"({"alg":"HS256"})", R"([1])", 32), kBad, kAsRule, ""},
    {"jwt_with_a_terminal_escape", "jwt", jwt_of(R"({"alg":"HS256"})", R"({"iss":"a\u001b[2Jb"})", 32), kOk,
     kAsRule, "HS256, issuer a?[2Jb"},
    {"jwt_with_an_infinite_expiry", "jwt", jwt_of(R"({"alg":"HS256"})", R"({"exp":1e300})", 32), kOk, kAsRule,
     "HS256"},
    {"jwt_of_no_service_account", "kubernetes-sa-jwt", jwt_of(R"({"alg":"HS256"})", R"({"iss":"a"})", 32),
     kBad, kAsRule, "HS256, issuer a"},
    {"jwt_of_a_bound_service_account", "kubernetes-sa-jwt",
     jwt_of(R"({"alg":"RS256"})", R"({"kubernetes.io":{"namespace":"n","serviceaccount":{"name":"s"}}})",
            256),
     kOk, kAsRule, "RS256, namespace n, service account s"},
    {"deeply_nested_json", "jwt", jwt_of(R"({"alg":"HS256"})", R"({"a":)" + std::string(60000, '['), 32),
     kBad, kAsRule, ""},
    {"github_app_of_the_older_form", "github-app-jwt",
     "ghs"
     "_" +
         std::string(36, 'a'),
     kUnknown, kAsRule, ""},
    {"jwk_private", "jwk-private", R"({"kty":"EC","crv":"P-256","d":"AAECAwQ"})", kOk, kAsRule, "EC key"},
    {"jwk_symmetric", "jwk-private", R"({"kty":"oct","k":"AAECAwQ"})", kOk, kAsRule, "oct key"},
    {"jwk_public", "jwk-private", R"({"kty":"RSA","n":"AAECAwQ","e":"AQAB"})", kBad, kAsRule, ""},
    {"jwk_set", "jwk-private", R"({"keys":[{"kty":"RSA","d":"AAECAwQ"},{"kty":"RSA"}]})", kOk, kAsRule,
     "1 private keys"},
    {"jwk_no_json", "jwk-private", "AAECAwQ", kUnknown, kAsRule, ""},
    {"aws_example", "aws-account-id",
     "AKIA"
     "IOSFODNN7EXAMPLE",
     kBad, kLow, "published example"},
    {"aws_known_account", "aws-account-id",
     "ASIA"
     "Y34FZKBOKMUTVV7A",
     kOk, kAsRule, "account 609629065308"},
    {"aws_old_id", "aws-account-id",
     "AKIA"
     "JZ4FZKBOKMUTVV7A",
     kUnknown, kAsRule, ""},
    {"aws_no_base32", "aws-account-id",
     "AKIA"
     "Y34FZKBOKMUTVV01",
     kBad, kAsRule, ""},
    {"aws_account_zero", "aws-account-id",
     "AKIA"
     "AAAAAAAAAAAAAAAA",
     kBad, kAsRule, ""},
    {"sas_with_expiry", "azure-sas-expiry",
     "?sv=2022-11-02&ss=b&sp=rwl&se=2024-01-31T08:00:00Z&sig=" + encode_base64(std::string(32, 'k')), kOk,
     kAsRule, "expires 2024-01-31, permissions rwl"},
    {"sas_percent_encoded", "azure-sas-expiry",
     "https://a.blob/x?se=2024-01-31T08%3A00%3A00Z&amp;sig=" +
         encode_base64(std::string(31, 'k') + '\xff').substr(0, 43) + "%3D",
     kOk, kAsRule, "expires 2024-01-31"},
    {"sas_of_service_bus", "azure-sas-expiry",
     "sr=x&sig=" + encode_base64(std::string(32, 'k')) + "&se=1706659200&skn=r", kOk, kAsRule,
     "expires 2024-01-31"},
    {"sas_with_a_policy", "azure-sas-expiry", "si=policy&sig=" + encode_base64(std::string(32, 'k')),
     kUnknown, kAsRule, ""},
    {"sas_placeholder", "azure-sas-expiry", "se=2024-01-31&sig=xxxx", kBad, kAsRule, "expires 2024-01-31"},
    {"sas_bare_signature", "azure-sas-expiry", encode_base64(std::string(32, 'k')), kUnknown, kAsRule, ""},
    {"basic_after_its_scheme", "basic-auth-base64", "Basic " + encode_base64("deploy:c0rrect"), kOk, kAsRule,
     ""},
    {"basic_of_the_standard", "basic-auth-base64", encode_base64("Aladdin:open sesame"), kOk, kLow,
     "published example"},
    {"basic_without_password", "basic-auth-base64", encode_base64("deploy:"), kBad, kAsRule, ""},
    {"basic_without_colon", "basic-auth-base64", encode_base64("deploydeploy"), kBad, kAsRule, ""},
    {"basic_of_random_bytes", "basic-auth-base64", encode_base64("a:\x01\x02\x03"), kBad, kAsRule, ""},
    {"secp256k1_first", "secp256k1-range", "0x" + std::string(63, '0') + "1", kUnknown, kAsRule, ""},
    {"secp256k1_zero", "secp256k1-range", std::string(64, '0'), kBad, kAsRule, ""},
    {"secp256k1_order", "secp256k1-range", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
     kBad, kAsRule, ""},
    {"secp256k1_last", "secp256k1-range", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364140",
     kUnknown, kAsRule, ""},
    {"secp256k1_of_development_chains", "secp256k1-range",
     "0xac0974bec39a17e36ba4a6b4"
     "d238ff944bacb478cbed5efcae784d7bf4f2ff80",
     kUnknown, kLow, "published example"},
    {"wireguard_unclamped", "wireguard-key", encode_base64(std::string(32, '\xff')), kBad, kAsRule, ""},
    {"bcrypt_cost_too_low", "bcrypt-cost", "$2b$03$" + std::string(53, 'a'), kBad, kAsRule, ""},
    {"bcrypt_cost_highest", "bcrypt-cost", "$2y$31$" + std::string(53, 'a'), kOk, kAsRule, "cost 31"},
    {"bcrypt_cost_too_high", "bcrypt-cost", "$2y$32$" + std::string(53, 'a'), kBad, kAsRule, ""},
    {"openai_uneven", "openai-marker",
     "sk-" + std::string(20, 'a') +
         "T3Blbk"
         "FJ" +
         std::string(19, 'b'),
     kBad, kAsRule, ""},
    {"openai_unknown_length", "openai-marker",
     "sk-" + std::string(33, 'a') +
         "T3Blbk"
         "FJ" +
         std::string(33, 'b'),
     kUnknown, kAsRule, ""},
    {"openai_without_marker", "openai-marker", "sk-" + std::string(48, 'a'), kBad, kAsRule, ""},
    {"groq_without_marker", "groq-marker", "gsk_" + std::string(52, 'a'), kUnknown, kAsRule, ""},
    {"vault_root_token", "vault-protobuf", "hvs." + std::string(24, 'a'), kUnknown, kAsRule, ""},
    {"vault_no_protobuf", "vault-protobuf", "hvs." + std::string(96, 'a'), kBad, kAsRule, ""},
    {"fly_deep_arrays", "fly-macaroon", "fm2_" + encode_base64("\x94\x91" + std::string(3000, '\x91')), kBad,
     kAsRule, ""},
    {"ksuid_too_large", "ngrok-ksuid", std::string(27, 'z') + "_1" + std::string(20, 'a'), kBad, kAsRule, ""},
    {"bedrock_presigned", "aws-bedrock",
     "bedrock-api-key-" +
         encode_base64("bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Signature=00"),
     kOk, kAsRule, ""},
    {"wif_of_the_test_network", "base58check-wif",
     "92Pg46rUhgTT7romnV7iGW6W1"
     "gbGdeezqdbJCzShkCsYNzyyNcc",
     kOk, kAsRule, "test network"},
};

class Judges : public testing::TestWithParam<Case> {};

TEST_P(Judges, Token) {
  const ValidatorEntry* validator = find_validator(GetParam().validator);
  ASSERT_NE(validator, nullptr);
  const Validation result = validator->judge(GetParam().token);
  EXPECT_EQ(result.verdict, GetParam().verdict);
  EXPECT_EQ(result.severity, GetParam().severity);
  EXPECT_EQ(result.detail, GetParam().detail);
}

INSTANTIATE_TEST_SUITE_P(Validators, Judges, testing::ValuesIn(kCases),
                         [](const auto& tested) { return std::string(tested.param.what); });

TEST(Validators, AreSortedNamedAndDescribed) {
  std::string_view last;
  for (const ValidatorEntry& entry : validators()) {
    EXPECT_LT(last, entry.name);
    last = entry.name;
    EXPECT_EQ(find_validator(entry.name), &entry);
    EXPECT_TRUE(entry.description.ends_with('.')) << entry.name;
    EXPECT_TRUE(consists_of(entry.name, "abcdefghijklmnopqrstuvwxyz0123456789-")) << entry.name;
  }
  EXPECT_EQ(find_validator("no-such-validator"), nullptr);
  EXPECT_EQ(find_validator(""), nullptr);
}

TEST(Validators, FindNothingValidInWhatIsNoToken) {
  std::string noise(1 << 20, '\0');
  unsigned state = 1;
  for (char& c : noise) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  const std::string rubbish[] = {"",
                                 std::string(1, '\0'),
                                 std::string(100, '\0'),
                                 noise,
                                 std::string(1 << 20, 'A'),
                                 std::string(1 << 20, '='),
                                 std::string(1 << 20, '.'),
                                 std::string(1 << 20, '_'),
                                 std::string(1 << 20, '\\'),
                                 std::string(1 << 20, '"'),
                                 std::string(1 << 20, '-')};
  for (const ValidatorEntry& entry : validators()) {
    for (const std::string& bytes : rubbish)
      EXPECT_NE(entry.judge(bytes).verdict, Verdict::kValid) << entry.name;
  }
}

TEST(ValidatorsProperty, AnyBytesMayCome) {
  const bool held = rc::check([](const std::string& tail) {
    for (const ValidatorEntry& entry : validators()) {
      (void)entry.judge(tail);
      for (const Whole& whole : kWholes) {
        if (whole.validator != entry.name) continue;
        std::string bytes(whole.token);
        const std::size_t at = *rc::gen::inRange<std::size_t>(0, bytes.size());
        bytes.replace(at, std::min(tail.size(), bytes.size() - at), tail);
        (void)entry.judge(bytes);
      }
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace trawl
