// The headers that are in effect: nginx's inheritance, helmet's defaults by version, policies.

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/config/config_engine.h"
#include "engine/config/cors.h"
#include "engine/config/csp.h"
#include "engine/config/helmet.h"
#include "engine/config/helmet_version.h"
#include "engine/document/files_beside.h"
#include "engine/rules/config_rule_file.h"

namespace trawl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

ConfigRuleSet header_rules() {
  ConfigRuleSet rules;
  const ConfigNames names{input_kind_names(), named_predicate_names()};
  for (const std::string name : {"headers/headers.toml", "headers/helmet.toml"}) {
    std::ifstream stream(std::string(TRAWL_SOURCE_DIR) + "/patterns/config/" + name);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    const auto added = add_config_rules(name, text, names, rules);
    EXPECT_TRUE(added.ok()) << added.error().sentence();
  }
  return rules;
}

std::vector<std::string> found_in(const std::string& path, const std::string& text) {
  const ConfigRuleSet rules = header_rules();
  const auto engine = ConfigEngine::create(rules);
  EXPECT_TRUE(engine) << engine.error().sentence();
  const ConfigVerdict verdict = (*engine)->judge(path, text, true);
  EXPECT_FALSE(verdict.failure) << *verdict.failure;
  std::vector<std::string> ids;
  for (const ConfigMatch& match : verdict.matches) ids.emplace_back(match.rule->rule.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

TEST(Helmet, GivesWhatThePlansSnippetHas) {
  const std::string snippet =
      "import helmet from 'helmet';\n"
      "app.use(helmet({\n"
      "  contentSecurityPolicy: {\n"
      "    directives: {\n"
      "      defaultSrc: [\"'self'\"],\n"
      "      styleSrc: [\"'self'\", \"'unsafe-inline'\"],\n"
      "      scriptSrc: [\"'self'\"],\n"
      "      imgSrc: [\"'self'\", \"data:\", \"https:\"],\n"
      "    },\n"
      "  },\n"
      "  hsts: { maxAge: 31536000, includeSubDomains: true, preload: true },\n"
      "}));\n";
  for (const std::string path : {"src/server.ts", "src/server.js", "src/server.tsx"}) {
    EXPECT_THAT(found_in(path, snippet),
                ElementsAre("csp-broad-image-source", "csp-inline-style", "permissions-policy-missing"))
        << path;
  }
}

struct Program {
  const char* what;
  const char* text;
  std::vector<std::string> expected;
};

class ReadsPrograms : public testing::TestWithParam<Program> {};

TEST_P(ReadsPrograms, AndSaysWhatTheySend) {
  const std::string text =
      std::string("const helmet = require('helmet'), cors = require('cors');\n") + GetParam().text;
  EXPECT_EQ(found_in("app.js", text), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Helmet, ReadsPrograms,
    testing::Values(
        Program{"a_constant_of_the_file",
                "const own = { directives: { scriptSrc: [\"'self'\", \"'unsafe-eval'\"], styleSrc: "
                "[\"'self'\"] } };\n"
                "app.use(helmet({ contentSecurityPolicy: own }));\n",
                {"csp-eval", "permissions-policy-missing"}},
        Program{"options_from_elsewhere_say_nothing", "app.use(helmet(config.helmet));\n", {}},
        Program{"a_policy_from_elsewhere_says_nothing",
                "app.use(helmet({ contentSecurityPolicy: { directives: makeDirectives() } }));\n",
                {"permissions-policy-missing"}},
        Program{"a_variable_that_changes_says_nothing", "let o = {};\no = f();\napp.use(helmet(o));\n", {}},
        Program{"a_nonce_made_for_each_answer",
                "app.use(helmet({ contentSecurityPolicy: { directives: { styleSrc: [\"'self'\"], scriptSrc: "
                "[\"'unsafe-inline'\", (req, res) => `'nonce-${res.locals.nonce}'`] } } }));\n",
                {"permissions-policy-missing"}},
        Program{"numbers_are_multiplied",
                "app.use(helmet({ contentSecurityPolicy: { directives: { styleSrc: [\"'self'\"] } }, hsts: { "
                "maxAge: "
                "60 * 60 * 24 } }));\n",
                {"hsts-short", "permissions-policy-missing"}},
        Program{"null_takes_a_directive_away",
                "app.use(helmet({ contentSecurityPolicy: { directives: { styleSrc: [\"'self'\"], "
                "frameAncestors: null } }, "
                "frameguard: { action: 'deny' } }));\n",
                {"permissions-policy-missing"}},
        Program{
            "defaults_are_spread",
            "app.use(helmet({ contentSecurityPolicy: { directives: { "
            "...helmet.contentSecurityPolicy.getDefaultDirectives(), 'script-src': [\"'self'\", 'https:'], "
            "'style-src': [\"'self'\"] } } }));\n",
            {"csp-broad-script-source", "permissions-policy-missing"}},
        Program{"cors_alone", "app.use(cors());\n", {"cors-any-origin"}},
        Program{"cors_that_reflects",
                "app.use(cors({ origin: true, credentials: true }));\n",
                {"cors-reflected-credentials"}},
        Program{
            "cors_with_a_list", "app.use(cors({ origin: ['https://a.example'], credentials: true }));\n", {}},
        Program{"cors_from_the_environment", "app.use(cors({ origin: process.env.ORIGIN }));\n", {}},
        Program{"cors_with_a_function_that_admits_all",
                "app.use(cors({ origin: (o, cb) => cb(null, true), credentials: true }));\n",
                {"cors-reflected-credentials"}},
        Program{"a_method_of_this_name_is_another", "other.helmet({}); cors2();\n", {}}),
    [](const auto& program) { return std::string(program.param.what); });

TEST(Helmet, HasTheDefaultsOfEachVersion) {
  // What the packages 4.6.0, 5.1.1, 6.2.0, 7.2.0 and 8.1.0 send (facts of the catalogue, measured with them).
  const Result<SyntaxTree> tree = SyntaxTree::parse(SyntaxLanguage::kTsx, "");
  ASSERT_TRUE(tree);
  const JavaScriptEvaluator program(*tree);
  for (const unsigned major : {4U, 5U, 6U, 7U, 8U}) {
    const HeaderEntry entry = helmet_entry(program, nullptr, major, span_of(0, 0), false);
    const auto first = [&](std::string_view name) {
      const auto* values = entry.values(name);
      return values == nullptr ? std::string() : values->front().text;
    };
    EXPECT_EQ(first("strict-transport-security"),
              major < 8 ? "max-age=15552000; includeSubDomains" : "max-age=31536000; includeSubDomains");
    EXPECT_EQ(first("x-frame-options"), "SAMEORIGIN");
    EXPECT_EQ(first("referrer-policy"), "no-referrer");
    EXPECT_EQ(first("x-xss-protection"), "0");
    EXPECT_EQ(first("cross-origin-opener-policy"), major < 5 ? "" : "same-origin");
    EXPECT_EQ(first("cross-origin-embedder-policy"), major == 5 || major == 6 ? "require-corp" : "");
    EXPECT_EQ(first("permissions-policy"), "");
    ASSERT_EQ(entry.policies.size(), 1U);
    EXPECT_EQ(entry.policies[0].find("form-action") != nullptr, major >= 5);
    EXPECT_EQ(entry.policies[0].find("block-all-mixed-content") != nullptr, major <= 5);
    EXPECT_NE(entry.policies[0].find("upgrade-insecure-requests"), nullptr);
  }
}

TEST(Nginx, InheritsHeadersAsItDoes) {
  const std::string text =
      "http {\n"
      "  add_header X-Frame-Options DENY always;\n"
      "  server {\n    listen 80;\n    root /srv;\n"
      "    location /a { }\n"
      "    location /b { add_header X-B b; }\n"
      "    location /c { add_header X-B b; add_header X-Frame-Options DENY always; }\n"
      "    location /d { add_header_inherit merge; add_header X-B b; }\n"
      "  }\n}\n";
  const std::vector<std::string> ids = found_in("nginx.conf", text);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "header-dropped"), 1);
}

// After `error_page` the headers of the location count that the error ends in.
TEST(Nginx, FollowsErrorsToTheirPages) {
  const auto lost = [](const std::string& server) {
    const std::vector<std::string> ids =
        found_in("nginx.conf", "http {\n server {\n listen 80;\n root /srv;\n" + server + " }\n}\n");
    return std::count(ids.begin(), ids.end(), "header-lost-on-error-page");
  };
  const std::string app = "location / { add_header X-Frame-Options DENY always; }\n";
  EXPECT_EQ(lost(app), 0);
  EXPECT_EQ(lost(app + "error_page 404 /404.html;\n"), 0) << "the page itself is in location /";
  EXPECT_EQ(lost(app + "error_page 404 /404.html;\nlocation = /404.html { internal; }\n"), 1);
  EXPECT_EQ(lost(app + "error_page 404 =200 /404.html;\nlocation = /404.html { internal; }\n"), 1);
  EXPECT_EQ(lost(app + "error_page 404 /e/404.html;\nlocation ^~ /e/ { }\nlocation ~ \\.html$ "
                       "{ add_header X-Frame-Options DENY always; }\n"),
            1);
  EXPECT_EQ(lost(app + "error_page 404 /e/404.html;\nlocation /e/ { }\nlocation ~ \\.html$ "
                       "{ add_header X-Frame-Options DENY always; }\n"),
            0);
  EXPECT_EQ(lost(app + "error_page 404 @gone;\nlocation @gone { return 404 gone; }\n"), 1);
  EXPECT_EQ(lost(app + "error_page 404 @gone;\nlocation @gone { proxy_pass http://app; }\n"), 0);
  EXPECT_EQ(lost(app + "error_page 404 /404.html;\nlocation = /404.html "
                       "{ add_header X-Frame-Options SAMEORIGIN always; }\n"),
            0);
  // Its own pages replace those of the level above.
  EXPECT_EQ(
      lost("error_page 404 /404.html;\nlocation = /404.html { internal; }\nlocation / { error_page 404 /x; "
           "add_header X-Frame-Options DENY always; }\n"),
      0);
  // What is lost with errors anyway is told elsewhere; where it leads is not always known.
  EXPECT_EQ(lost("location / { add_header X-Frame-Options DENY; }\nerror_page 404 /404.html;\nlocation = "
                 "/404.html { internal; }\n"),
            0);
  EXPECT_EQ(lost(app + "error_page 404 https://example.com/404;\n"), 0);
  EXPECT_EQ(lost(app + "error_page 404 /$lang/404.html;\nlocation /en/ { }\n"), 0);
  EXPECT_EQ(lost(app + "error_page 404 /e/404.html;\nlocation /e/ { }\nlocation ~ (?<=a)b { }\n"), 0);
  // One directive, one finding.
  EXPECT_EQ(
      lost(app + "location /b { add_header X-Frame-Options DENY always; }\nerror_page 404 500 /404.html;\n"
                 "location = /404.html { internal; }\n"),
      1);
}

// Each page could be in each location: what takes too long to follow is said.
TEST(Nginx, FollowsErrorsToAReasonableEnd) {
  std::string text = "http {\n server {\n listen 80;\n add_header X-Frame-Options DENY always;\n";
  for (int i = 0; i < 3000; ++i) {
    text += "error_page 404 /e" + std::to_string(i) + ".html;\n";
    text += "location ~ ^/a" + std::to_string(i) + "/(x|y)+$ { }\n";
  }
  const DocumentReading reading = read_nginx_with_headers(text + " }\n}\n", {});
  ASSERT_EQ(reading.documents.size(), 2U);
  ASSERT_TRUE(reading.failure);
  EXPECT_NE(reading.failure->find("error pages"), std::string::npos) << *reading.failure;
}

class TwoFiles final : public FilesBeside {
 public:
  explicit TwoFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  [[nodiscard]] std::optional<std::string> read(std::string_view path) const override {
    const auto found = files_.find(std::string(path));
    return found == files_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::map<std::string, std::string> files_;
};

std::vector<std::string> found_beside(const std::string& path, const std::string& text,
                                      const FilesBeside& beside) {
  const ConfigRuleSet rules = header_rules();
  const auto engine = ConfigEngine::create(rules);
  EXPECT_TRUE(engine) << engine.error().sentence();
  const ConfigVerdict verdict = (*engine)->judge(path, text, true, &beside);
  std::vector<std::string> ids;
  for (const ConfigMatch& match : verdict.matches) ids.emplace_back(match.rule->rule.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

TEST(Nginx, TakesHeadersFromWhatIsIncluded) {
  const TwoFiles files(
      {{"deploy/snippets/safe.conf",
        "add_header X-Frame-Options DENY always;\nadd_header X-Content-Type-Options nosniff always;\n"
        "add_header Permissions-Policy camera=() always;\ninclude loop.conf;\n"},
       {"deploy/loop.conf", "include snippets/safe.conf;\n"}});
  const std::string server =
      "server {\n  listen 443 ssl;\n  root /srv;\n  include /etc/nginx/snippets/safe.conf;\n"
      "  location / { }\n  location /b { add_header X-B b; }\n}\n";
  EXPECT_THAT(found_beside("deploy/site.conf", server, files),
              ElementsAre("csp-missing", "header-dropped", "hsts-missing"));
  // Without the file nobody knows what it adds.
  EXPECT_THAT(found_in("deploy/site.conf", server), IsEmpty());
}

TEST(Helmet, HasTheVersionOfTheLockFile) {
  const std::string program =
      "const helmet = require('helmet');\napp.use(helmet({ contentSecurityPolicy: false }));\n";
  for (const auto& [name, lock] : std::map<std::string, std::string>{
           {"package-lock.json", "{\"packages\": {\"node_modules/helmet\": {\n  \"version\": \"7.1.0\"}}}"},
           {"pnpm-lock.yaml", "packages:\n\n  helmet@7.1.0:\n    resolution: {}\n"},
           {"yarn.lock", "helmet@^7.0.0:\n  version \"7.1.0\"\n"}}) {
    const TwoFiles files(std::map<std::string, std::string>{{"web/" + name, lock}});
    EXPECT_THAT(found_beside("web/src/app.js", program, files),
                ElementsAre("helmet-off", "hsts-short-default", "permissions-policy-missing"))
        << name;
  }
  EXPECT_THAT(found_in("web/src/app.js", program), ElementsAre("helmet-off", "permissions-policy-missing"));
  EXPECT_EQ(locked_major("\"node_modules/@fastify/helmet\": {\"version\": \"11.0.0\"", "helmet"),
            std::nullopt);
}

std::vector<std::string> faults_of(std::initializer_list<std::string_view> policies) {
  std::vector<CspPolicy> parsed;
  for (const std::string_view text : policies)
    parsed.push_back(parse_csp(text, span_of(0, text.size()), true, true, 0));
  std::vector<std::string> ids;
  for (const HeaderFault& fault : csp_faults(parsed)) ids.emplace_back(fault.id);
  return ids;
}

TEST(Csp, FallsBackAsTheSpecificationSays) {
  EXPECT_THAT(faults_of({"default-src 'self'; script-src-elem 'unsafe-inline'"}),
              ElementsAre("csp-inline-script"));
  EXPECT_THAT(faults_of({"default-src 'unsafe-inline'; script-src 'self'; style-src 'self'"}), IsEmpty());
  EXPECT_THAT(faults_of({"DEFAULT-SRC 'self'; Script-Src 'UNSAFE-EVAL'; object-src 'none'"}),
              ElementsAre("csp-eval"));
  // The first of two directives counts.
  EXPECT_THAT(faults_of({"default-src 'self'; script-src 'self'; script-src *"}), IsEmpty());
  // All policies must allow.
  EXPECT_THAT(faults_of({"default-src *", "default-src 'self'"}), IsEmpty());
  EXPECT_THAT(
      faults_of({"script-src 'strict-dynamic' 'nonce-$x' https:; base-uri 'none'; object-src 'none'"}),
      ElementsAre("csp-static-nonce"));
}

TEST(Cors, KnowsExpressionsThatAdmitOthers) {
  for (const char* weak : {"a\\.example$", "^https://a.example.com$", "^https?://.*example\\.com$",
                           "example\\.com", "^https://a\\.example\\.com"}) {
    EXPECT_TRUE(admits_other_origins(weak)) << weak;
  }
  for (const char* sound : {"\\.example\\.com$", "^https://([a-z]+\\.)?example\\.com$", "^https:\\/\\/a\\.b$",
                            "^https://.*\\.example\\.com$", "^http://[a-z.]+$"}) {
    EXPECT_FALSE(admits_other_origins(sound)) << sound;
  }
}

}  // namespace
}  // namespace trawl
