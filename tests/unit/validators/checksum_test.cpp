// Tokens made by tools/dev/make_token.py --seed 2, whose methods are written down a second time in Python.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <ostream>
#include <string>

#include "engine/match/validators/validator.h"

namespace trawl {
namespace {

struct Case {
  std::string_view kind;
  std::string_view validator;
  std::string_view token;
  std::size_t prefix;  ///< characters that the checksum does not cover
  Verdict wrong;       ///< the verdict on a token with a wrong checksum
  std::string_view detail;
};
void PrintTo(const Case& test, std::ostream* out) {
  *out << test.kind;
}

// clang-format off
const Case kCases[] = {
    {"github-pat", "github-crc32", "gh" "p_plmjQJTX3Daum2idvqVWiTmD0X" "v5WE2LR" "Pev", 4, Verdict::kInvalid, ""},
    {"github-oauth-token", "github-crc32", "gh" "o_FBeZjLUPvzLM4oOxpvFwEZHZDX" "EoSn1ac" "MD0", 4, Verdict::kInvalid, ""},
    {"github-user-to-server", "github-crc32", "gh" "u_dxWIrRk1d0kjigY2DCDddeMWWi" "ecpg1yV" "xnj", 4, Verdict::kInvalid, ""},
    {"github-refresh-token", "github-crc32", "gh" "r_dtU1GNR52cU0FT7MVKtv2F8HuK" "MKuGlC6tM8qacKDRnIEyOSmAOpvq2jXi5K5ffzrIZgNb05p" "IRn", 4, Verdict::kInvalid, ""},
    {"github-server-to-server", "github-crc32", "gh" "s_FLv9YULi4iur0a9lybOFsCtXwB" "5Zld0J1" "p1X", 4, Verdict::kNone, ""},
    {"github-fine-grained-pat", "github-fine-grained", "gi" "thub_pat_11MZ59PYHI90YIz7mU6" "dvw_6Bjs4wZjVJj0ADN7ZruhmiJ0d3yUppSlx8oEz6dV5Fk24E5YMIQ7LFS7" "5I5", 11, Verdict::kInvalid, ""},
    {"npm-token", "npm-crc32", "np" "m_8eiFMNt6vs1EFauUVaM0HguarD" "1l0R3ax" "nJw", 4, Verdict::kInvalid, ""},
    {"gitlab-pat-routable", "gitlab-routable", "gl" "pat-bzoxCnU6Z2hlOAra3_ZPSf0I" "tGY52JC_r4ksEA.01.1216sc" "81u", 6, Verdict::kInvalid, "organisation 1, user 769040"},
    {"gitlab-runner-token-routable", "gitlab-routable", "gl" "rt-t1_bzoxCnU6bjh4YQrbylBtHW" "aJfhKGoIj3wDs0EA.120jlb" "wis", 8, Verdict::kInvalid, "organisation 1, user 1084654"},
    {"vercel-pat", "vercel-crc32", "vc" "p_n5Ey8x7yA6K1ML9w1SCTVjQv61" "nRFIj7cmqXophdaBoO2IWxO63ns" "fO5", 4, Verdict::kInvalid, ""},
    {"vercel-ai-gateway", "vercel-crc32", "vc" "k_poT8geajFNToEbgFmcuM6i0C7c" "rGfAVVKP2BqohRFRIb5KIoGP114" "zlJ", 4, Verdict::kInvalid, ""},
    {"cloudflare-global-key-v2", "cloudflare-crc32", "cf" "k_1ipqN5VhC95zk9b61oqICHDkre" "YheO4Aci4F0VUl3cd5b" "dc0", 4, Verdict::kInvalid, ""},
    {"cloudflare-user-token-v2", "cloudflare-crc32", "cf" "ut_NDcKlKeKL8rTlsmvO8CgbpPcz" "5I9PCgMgdypMREA0a4a5" "a1d", 5, Verdict::kInvalid, ""},
    {"zuplo-key", "zuplo-crc32", "zp" "ka_phbohlyajj2qdunyo3jzdo3jn" "l4pmw8w_bac2f" "824", 5, Verdict::kInvalid, ""},
    {"grafana-service-account", "grafana-crc32", "gl" "sa_N2HFragFkUetKUmGuhpT42ZCq" "vr5axTz_b7d10" "379", 5, Verdict::kInvalid, ""},
    {"atlassian-api-token", "atlassian-crc32", "AT" "ATT3xFfGF0rjklDjYKYAfzLKekNY" "tLhVgZNEjR_t5fMIR5-ylh3MwIg7-gaqNA_xddvQ25NW3gskA3Ot0aX2DOZPgOSEV2" "OAUe3B6qmegNHwSvjzPw1geEooeY3-dB09ucEyEYcTSd9rCqMgD9IWHJsop-eckFTu" "gcmTFWQNLE_-1c015Yus8=33C70" "6A4", 12, Verdict::kInvalid, ""},
    {"atlassian-access-token", "atlassian-crc32", "AT" "CTT3xFfGDrnt4TB7Cude60NZ33xZ" "HTLH2CGScyTRPjEXzNSJ2ODrVs9JhYtunrDzBT_2Uu4Rvh2E2gwr7trHupcP7fJTzz" "ob3sGR1l3jUXHSrW7uXpduxdhGnl46VA4zPRrEDBK6Sd_tjxZbBn3eURzPM1ghgPKm" "uSA05mhZp1Als=98361" "F13", 10, Verdict::kInvalid, ""},
    {"bitbucket-app-password", "atlassian-crc32", "AT" "BByfxikj02E8zw42kc5HJuaq63CDB0D" "209", 4, Verdict::kInvalid, ""},
    {"confluent-cloud-secret", "confluent-crc32", "cf" "ltPKrk5syIzCNm0xBB8RNvFPRkDU" "L2o0hL8t+RMBjj3ZDLJSDtr+S5OGU24" "fUQ", 4, Verdict::kInvalid, ""},
    {"apify-token", "apify-crc32", "ap" "ify_api_3SoamxkTbpmRCW0XeTYT" "dvCfYlMEOY15m" "u7I", 10, Verdict::kNone, ""},
    {"cloudsmith-key", "cloudsmith-crc32", "cs" "a_d6a2a7b8a353dfcf2b90f5e238" "3f340nY" "hG8", 4, Verdict::kNone, ""},
    {"deno-token", "deno-crc32", "dd" "p_oxOGw44ytDcKo0V05G912nZ4s5" "JZNG4DR" "qeo", 4, Verdict::kNone, ""},
    {"prefect-key", "prefect-crc32", "pn" "u_R1cFoayB301BZdjcgimO6nYUdj" "wx5x0eJ" "HV3", 4, Verdict::kNone, ""},
    {"nkey-seed", "nkey-crc16", "SU" "AHMHB3XEPUXJST4DP5TV5W7G7F37" "XUMQYBFDGJPSLLX3HXZA56UVE" "UL4", 1, Verdict::kInvalid, "user"},
    {"stellar-secret-seed", "stellar-crc16", "SA" "STJGJF26XK2FOG3NWHESNXS5GMX4" "E3VZK6HCTHVVWSGXPDG3YUV" "H2Z", 1, Verdict::kInvalid, ""},
    {"azure-storage-key", "azure-storage-marvin32", "iE" "fV0klosBXThhKa2GhMhRzsYRSu+p" "T9kbsKydFYKNYEL54QxJ680QnhBpLHMTxKSSNe+e7/rPbo+AStj7u3R" "w==", 0, Verdict::kInvalid, "Storage"},
    {"azure-cosmosdb-key", "azure-cosmosdb-marvin32", "UM" "E23OdGMe9kb8wGNvlBUvMKzAkNIY" "cH+QlbOCPWw0G6G9gEBiYQqBpyR05K239xcQjxiQH3jQTYACDblpt+x" "A==", 0, Verdict::kInvalid, "Cosmos DB, primary read-only"},
    {"azure-batch-key", "azure-batch-marvin32", "Ws" "6m2nbi9m8uSCBPTlSss99ik/o0gE" "jCvzUbNlZ/PVJD3nQFBrNPGzqU4khT1NiGnCkmLLuYNcK/+ABavWnkQ" "A==", 0, Verdict::kInvalid, "Batch"},
    {"azure-apim-key", "azure-apim-marvin32", "Mn" "0pp0Zx1FT/8StIFT42RDjRqMLSdU" "Um6TAw+/SBO3LyE+CLn2xKo5Nl0nIjhih5jA/Uk6lTk36iAPIM4PKo3" "A==", 0, Verdict::kInvalid, "API Management, gateway"},
    {"azure-ml-classic-key", "azure-ml-classic-marvin32", "zd" "kw9Rt8yiZhgtpvb1k+zsUNuDX5zw" "fuHHNacOjlNJUtlb2u8HA6Dpl4GaDKEZgqHDJOxMvgfMZv+AMCL+R23" "g==", 0, Verdict::kInvalid, "Machine Learning"},
    {"azure-servicebus-key", "azure-servicebus-marvin32", "ee" "8SbEJQjbjMzpGpGtd8aa+lKbS9Wk" "9H4+ASbxUqI" "6o=", 0, Verdict::kInvalid, "Service Bus, manage"},
    {"azure-eventhub-key", "azure-eventhub-marvin32", "vO" "yriqS9jmUDVlUaiDeoArEWqbdI7j" "hlh+AEh8m1w" "xg=", 0, Verdict::kInvalid, "Event Hubs, manage"},
    {"azure-relay-key", "azure-relay-marvin32", "RG" "M46MQXZ2klH7iL+UNZvQq48lUcFG" "uk++ARmTOt/" "L0=", 0, Verdict::kInvalid, "Relay, manage"},
    {"azure-iot-key", "azure-iot-marvin32", "pT" "YV5Xa3S3PcA4hSv3DrgypeBgOVTj" "zyJAIoTqr3J" "8o=", 0, Verdict::kInvalid, "IoT, provisioning service"},
    {"azure-redis-key", "azure-redis-marvin32", "EM" "iqs9MMBIaQgyt3GMYlHHGDAE+UmJ" "0B+AzCad9Gg" "LQ=", 0, Verdict::kInvalid, "Cache for Redis"},
    {"azure-eventgrid-key", "azure-eventgrid-marvin32", "LW" "bMBl7yqjF8Ep69PGexclNHfYZHd3" "Rg1AZEG2x0B" "Fg=", 0, Verdict::kInvalid, "Event Grid"},
    {"azure-acr-key", "azure-acr-marvin32", "hA" "zZL+I+D+1g0Z6eepP1W2HaK7mws9" "9h9sgKOt9VMM+ACRq0N" "yoo", 0, Verdict::kInvalid, "Container Registry"},
    {"azure-search-key", "azure-search-marvin32", "SA" "fQWEUauQqesYUpkpvuTKdPw0715G" "AbmbzXNR6joyAzSe7aj" "Pfi", 0, Verdict::kInvalid, "AI Search, admin"},
    {"azure-functions-key", "azure-functions-marvin32", "lH" "ZPZCSn9f_zL3Slk2w9v87Tz6tmcb" "pHqRcnuWQvRaSxAzFupZ4Mr" "Q==", 0, Verdict::kInvalid, "Functions, system"},
    {"azure-eventhub-key", "azure-marvin32", "vO" "yriqS9jmUDVlUaiDeoArEWqbdI7j" "hlh+AEh8m1w" "xg=", 0, Verdict::kInvalid, "Event Hubs, manage"},
    {"azure-cask-key", "azure-cask", "qT" "QFo7JXMzHuPvfdmkM9gC7VofLlhW" "TAd6SpJKKYqSuEeMzqSpY9JQQJ99AIwzA5WQHaH70VZmorACOG4" "7Br", 0, Verdict::kInvalid, "provider ACOG, allocated 2024-09"},
    {"azure-devops-pat", "azure-cask", "lz" "d34wtjaW1IFt3XVHom3MXvjbFzZi" "vSyXpS56ol4XxJSyP4ni5GJQQJ99CJQ6pnDIgDlqczpaPDAZDOt" "H2B", 0, Verdict::kInvalid, "provider AZDO, allocated 2026-10"},
    {"azure-devops-pat-legacy", "azure-devops-pat-legacy", "mn" "bpim7qruefl5olmrwaodw5mubffy" "jvqt7shibtiqky2zgw3" "cna", 0, Verdict::kInvalid, "user token"},
    {"azure-entra-client-secret", "entra-marvin32", "IQ" "O8Q~X__lnKLD6wAKQBmn-Jso5RVs" "9OmKIch" "b5l", 0, Verdict::kInvalid, ""},
    {"age-secret-key", "age-bech32", "AG" "E-SECRET-KEY-1H75P25DLZE792Z" "80LKGUFJ97RQ8Z7M6T5JTMFK5F8N8972K9VH4QPDM" "HE3", 16, Verdict::kInvalid, ""},
    {"bitcoin-wif", "base58check-wif", "Kz" "iTkXJ9or2D663SAUdAUrhEMdTzje" "5BS2uZ5XiXGWbPCFxzh" "Vd5", 0, Verdict::kInvalid, "main network"},
    {"bip32-xprv", "base58check-xprv", "xp" "rv9xvfWqwYVUjsTvyNYWHg4KHTtR" "6dPTLbVzLrLqvXAm7qH7d2MsrnxJ8tq8JMdfbXZYxi5QcQ9e2zERzQRzLpvZtukrYi" "VZEveBj5JUZQ" "9nN", 0, Verdict::kInvalid, "main network"},
};
// clang-format on

Verdict verdict_on(const Case& test, std::string_view token) {
  return find_validator(test.validator)->judge(token).verdict;
}

class Checksum : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override { ASSERT_NE(find_validator(GetParam().validator), nullptr); }
};

TEST_P(Checksum, IsRightInAnIssuedToken) {
  const ValidatorEntry& validator = *find_validator(GetParam().validator);
  const Validation result = validator.judge(GetParam().token);
  EXPECT_TRUE(validator.checksum);
  EXPECT_EQ(result.verdict, Verdict::kValid);
  EXPECT_EQ(result.detail, GetParam().detail);
  EXPECT_FALSE(result.severity.has_value());
}

TEST_P(Checksum, IsWrongAfterAnyChangeOfOneCharacter) {
  const Case& test = GetParam();
  const bool free_tail = test.validator == "github-fine-grained";
  const std::size_t end = test.token.size() - (free_tail ? 8 : 0);
  std::size_t as_expected = 0;
  for (std::size_t at = test.prefix; at < end; ++at) {
    std::string changed(test.token);
    // Stays within letters and digits: what any rule's pattern lets through.
    changed[at] = changed[at] == 'A' ? 'b' : changed[at] == 'b' ? '7' : 'A';
    const Verdict verdict = verdict_on(test, changed);
    EXPECT_NE(verdict, Verdict::kValid) << "changed at " << at;
    if (verdict == test.wrong) ++as_expected;
  }
  // A change inside a signature or separator makes it another kind of token, with another verdict.
  EXPECT_GE(as_expected + 4, end - test.prefix);
}

TEST_P(Checksum, IsWrongInATruncatedToken) {
  const Case& test = GetParam();
  // Without its padding it is still whole: some rules leave the signs out.
  const std::size_t whole = test.token.find_last_not_of('=') + 1;
  for (std::size_t size = 0; size < whole; ++size) {
    EXPECT_NE(verdict_on(test, test.token.substr(0, size)), Verdict::kValid) << size;
  }
}

INSTANTIATE_TEST_SUITE_P(Validators, Checksum, testing::ValuesIn(kCases), [](const auto& tested) {
  std::string name = std::string(tested.param.kind) + "_" + std::string(tested.param.validator);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

TEST(ChecksumProperty, NoChangedCrc32IsValid) {
  const bool held = rc::check([] {
    const Case& test =
        kCases[*rc::gen::inRange<std::size_t>(0, 5)];  // a CRC-32 finds every change of up to 32 bits
    std::string token(test.token);
    const std::size_t at = *rc::gen::inRange(test.prefix, token.size());
    const char other = *rc::gen::arbitrary<char>();
    RC_PRE(other != token[at]);
    token[at] = other;
    RC_ASSERT(verdict_on(test, token) == test.wrong);
  });
  EXPECT_TRUE(held);
}

TEST(Checksum, OfAGitLabTokenOfTheOlderFormIsUnknown) {
  EXPECT_EQ(find_validator("gitlab-routable")
                ->judge("glp"
                        "at-"
                        "AbCdEf0123456789_-Zz")
                .verdict,
            Verdict::kNone);
}

TEST(Checksum, OfAnAzureKeyWithoutSignatureIsUnknown) {
  const std::string older = std::string(86, 'x') + "==";
  EXPECT_EQ(find_validator("azure-storage-marvin32")->judge(older).verdict, Verdict::kNone);
  EXPECT_EQ(find_validator("azure-marvin32")->judge(older).verdict, Verdict::kNone);
}

TEST(Checksum, OfADerivedCaskKeyIsNeverFoundInvalid) {
  for (const Case& test : kCases) {
    if (test.validator != "azure-cask") continue;
    std::string derived(test.token);
    derived[57] = 'D';
    EXPECT_EQ(verdict_on(test, derived), Verdict::kNone);
  }
}

TEST(Bip39, KnowsItsOwnVectors) {
  const Validator judge = find_validator("bip39")->judge;
  const std::string legal = "legal winner thank year wave sausage worth useful legal winner thank yellow";
  EXPECT_EQ(judge(legal).verdict, Verdict::kValid);
  EXPECT_EQ(judge(legal).severity, Severity::kLow);
  const std::string phrase = "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic";
  EXPECT_EQ(judge(phrase).verdict, Verdict::kValid);
  EXPECT_EQ(judge(phrase).detail, "12 words");
  EXPECT_FALSE(judge(phrase).severity.has_value());
  EXPECT_EQ(
      judge("ozone, drill\ngrab \"fiber\" curtain grace pudding thank cruise elder eight picnic").verdict,
      Verdict::kValid);
  EXPECT_EQ(judge("drill ozone grab fiber curtain grace pudding thank cruise elder eight picnic").verdict,
            Verdict::kInvalid);
  EXPECT_EQ(judge("ozone drill grab").verdict, Verdict::kInvalid);
  EXPECT_EQ(judge("ozone drill grab fiber curtain grace pudding thank cruise elder eight picnics").verdict,
            Verdict::kInvalid);
  const std::string longest =
      "void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen "
      "patrol group "
      "space point ten exist slush involve unfold";
  EXPECT_EQ(judge(longest).detail, "24 words");
  EXPECT_EQ(judge("test test test test test test test test test test test junk").severity, Severity::kLow);
}

}  // namespace
}  // namespace trawl
