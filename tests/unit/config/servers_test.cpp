// Apache, Caddy, HAProxy and lists of ciphers: what rules say of them, beside nginx's examples in the rules.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/config/cipher_list.h"
#include "engine/config/config_engine.h"
#include "engine/config/header_model.h"
#include "engine/document/files_beside.h"
#include "engine/rules/config_rule_file.h"

namespace trawl {
namespace {

struct Case {
  const char* what;
  const char* path;
  const char* text;
  std::vector<std::string> expected;
};

class JudgesServers : public testing::TestWithParam<Case> {};

TEST_P(JudgesServers, ByWhatIsInEffect) {
  ConfigRuleSet rules;
  const ConfigNames names{input_kind_names(), named_predicate_names()};
  for (const std::string folder : {"servers", "headers"}) {
    for (const auto& file :
         std::filesystem::directory_iterator(std::string(TRAWL_SOURCE_DIR) + "/patterns/config/" + folder)) {
      std::ifstream stream(file.path());
      const std::string text(std::istreambuf_iterator<char>(stream), {});
      ASSERT_TRUE(add_config_rules(file.path().filename().string(), text, names, rules).ok());
    }
  }
  const auto engine = ConfigEngine::create(rules);
  ASSERT_TRUE(engine) << engine.error().sentence();
  const ConfigVerdict verdict = (*engine)->judge(GetParam().path, GetParam().text, true);
  EXPECT_FALSE(verdict.failure) << *verdict.failure;
  std::vector<std::string> ids;
  for (const ConfigMatch& match : verdict.matches) ids.emplace_back(match.rule->rule.id);
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(ids, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Servers, JudgesServers,
    testing::Values(
        Case{
            "apache_host",
            "httpd.conf",
            "ServerTokens Full\n<VirtualHost *:443>\n  SSLEngine on\n  SSLProtocol all -SSLv3\n"
            "  SSLCipherSuite HIGH:!aNULL:RC4\n  DocumentRoot /srv\n  <Directory /srv>\n    Options Indexes\n"
            "  </Directory>\n  Header always set X-Content-Type-Options nosniff\n"
            "  Header set Permissions-Policy camera=()\n  Header always set Content-Security-Policy "
            "\"default-src "
            "'self'; \\\n script-src 'self' 'unsafe-inline'; frame-ancestors 'none'\"\n"
            "  Header always set Strict-Transport-Security \"max-age=31536000; "
            "includeSubDomains\"\n</VirtualHost>\n",
            {"csp-inline-script", "server-listing", "server-version", "tls-old-protocol", "tls-weak-cipher"}},
        Case{"apache_that_hands_on_is_not_asked",
             "sites-enabled/a.conf",
             "<VirtualHost *:443>\n  SSLEngine on\n  SSLProtocol all -SSLv3 -TLSv1 -TLSv1.1\n  DocumentRoot "
             "/srv\n"
             "  ProxyPass / http://127.0.0.1:8080/\n</VirtualHost>\n",
             {}},
        Case{"apache_value_over_lines",
             "h5bp.conf",
             "<IfModule mod_headers.c>\n  Header always set Content-Security-Policy \"\\\n    default-src "
             "'self';\\\n    "
             "frame-ancestors 'none';\\\n    object-src 'none'\"\n</IfModule>\n",
             {}},
        Case{"policy_of_a_page",
             "www/index.html",
             "<html><head>\n<meta http-equiv=\"Content-Security-Policy\"\n content=\"default-src 'self'; "
             "script-src "
             "'self' &#39;unsafe-inline&#39; https:; frame-ancestors 'none'\">\n</head></html>\n",
             {"csp-broad-script-source", "csp-inline-script", "csp-meta-ignored"}},
        Case{"htaccess",
             "public/.htaccess",
             "Options -Indexes\nHeader set X-Frame-Options ALLOWALL\nHeader set Access-Control-Allow-Origin "
             "\"*\"\n",
             {"cors-any-origin", "framing-allowed"}},
        Case{
            "caddy_site",
            "Caddyfile",
            "(safe) {\n  header {\n    X-Content-Type-Options nosniff\n    Content-Security-Policy "
            "\"default-src 'self'; "
            "frame-ancestors 'none'\"\n    Permissions-Policy camera=()\n  }\n}\na.example {\n  import safe\n"
            "  file_server browse\n}\n",
            {"hsts-missing", "server-listing"}},
        Case{"caddy_proxy",
             "Caddyfile",
             "a.example {\n  reverse_proxy https://b {\n    transport http {\n      "
             "tls_insecure_skip_verify\n    }\n  }\n}\n",
             {"tls-verify-off"}},
        Case{"haproxy",
             "haproxy.cfg",
             "frontend f\n  bind :443 ssl crt /c ssl-min-ver TLSv1.0\n  stats enable\n  http-response "
             "set-header "
             "X-XSS-Protection \"1; mode=block\"\nbackend b\n  server s 192.0.2.1:443 ssl verify none\n",
             {"lb-no-access-log", "server-status", "tls-old-protocol", "tls-verify-off", "xss-filter-on"}},
        Case{"headers_of_a_hosting_service",
             "public/_headers",
             "# all\n/*\n  X-Frame-Options: ALLOWALL\n  Content-Security-Policy: script-src 'self' "
             "'unsafe-eval'; object-src "
             "'none'\n/api/*\n  Access-Control-Allow-Origin: *\n",
             {"cors-any-origin", "csp-eval", "framing-allowed"}},
        Case{"netlify",
             "netlify.toml",
             "[build]\npublish = \"x\"\n[[headers]]\n  for = \"/*\"\n  [headers.values]\n    "
             "Strict-Transport-Security = "
             "\"max-age=60; includeSubDomains\"\n",
             {"hsts-short"}},
        Case{"vercel",
             "vercel.json",
             "{\"headers\": [{\"source\": \"/(.*)\", \"headers\": [{\"key\": \"X-XSS-Protection\", "
             "\"value\": \"1\"}]}]}\n",
             {"xss-filter-on"}},
        Case{"next",
             "next.config.mjs",
             "const policy = `default-src 'self'; script-src 'self' 'unsafe-inline'`;\nconst own = [{ key: "
             "'Content-Security-Policy', value: policy }, { key: 'Referrer-Policy', value: 'unsafe-url' "
             "}];\nexport "
             "default { async headers() { return [{ source: '/(.*)', headers: own }]; } };\n",
             {"csp-inline-script", "referrer-unsafe"}},
        Case{"haproxy_that_is_right",
             "haproxy.cfg",
             "global\n  ssl-default-bind-options ssl-min-ver TLSv1.2\nlisten s\n  bind :8404\n  log global\n "
             " stats "
             "enable\n  stats "
             "auth a:b\nbackend b\n  server s 192.0.2.1:443 ssl verify required ca-file /ca\n",
             {}}),
    [](const auto& one) { return std::string(one.param.what); });

class OtherFiles : public FilesBeside {
 public:
  using Map = std::map<std::string, std::string, std::less<>>;
  explicit OtherFiles(Map files) : files_(std::move(files)) {}
  [[nodiscard]] std::optional<std::string> read(std::string_view path) const override {
    const auto found = files_.find(path);
    return found == files_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] std::optional<std::vector<std::string>> list(std::string_view folder) const override {
    std::vector<std::string> names;
    for (const auto& [path, text] : files_) {
      if (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/')
        names.push_back(path.substr(folder.size() + 1));
    }
    return names.empty() ? std::nullopt : std::optional(names);
  }

 private:
  Map files_;
};

// The headers in effect at each place: "place: name=value, ...", sorted by name.
std::vector<std::string> headers_of(std::string_view text, const FilesBeside* beside = nullptr) {
  DocumentLimits limits;
  limits.path = "conf/httpd.conf";
  limits.beside = beside;
  const DocumentReading reading = read_apache_with_headers(text, limits);
  EXPECT_FALSE(reading.failure) << *reading.failure;
  std::vector<std::string> places;
  if (reading.documents.size() < 2) return places;
  const Document& model = reading.documents[1];
  for (const NodeIndex entry : model.children(model.find(model.root(), "effective"))) {
    std::string place(model.node(entry).key);
    for (const NodeIndex header : model.children(model.find(entry, "headers")))
      place += fmt::format(" {}={}", model.node(header).key, model.node(header).text);
    places.push_back(std::move(place));
  }
  return places;
}

constexpr std::string_view kHost = "<VirtualHost *:80>\n  ServerName a\n  DocumentRoot /srv/a\n";

TEST(Apache, MergesSectionsInItsOwnOrder) {
  EXPECT_EQ(
      headers_of(
          std::string(kHost) +
          "  <Location />\n    Header set X-Frame-Options DENY\n  </Location>\n"
          "  <Directory /srv>\n    Header set X-Frame-Options SAMEORIGIN\n    Header set Referrer-Policy a\n"
          "  </Directory>\n  Header set X-Frame-Options ALLOW\n</VirtualHost>\n"),
      (std::vector<std::string>{"virtualhost *:80 a referrer-policy=a x-frame-options=DENY"}));
  EXPECT_EQ(
      headers_of(std::string(kHost) +
                 "  Header set X-Frame-Options DENY\n  <Location /old>\n    Header unset X-Frame-Options\n"
                 "  </Location>\n  <Directory /srv/a/new>\n    Header set Referrer-Policy b\n  </Directory>\n"
                 "</VirtualHost>\n"),
      (std::vector<std::string>{
          "virtualhost *:80 a x-frame-options=DENY",
          "virtualhost *:80 a directory /srv/a/new referrer-policy=b x-frame-options=DENY",
          "virtualhost *:80 a location /old"}));
}

TEST(Apache, ReadsWhatItIncludes) {
  const OtherFiles files(OtherFiles::Map{
      {"conf/extra/security.conf", "Header set X-Frame-Options DENY\nInclude conf/extra/more.conf\n"},
      {"conf/extra/more.conf", "Header set Referrer-Policy a\nInclude conf/extra/security.conf\n"},
      {"conf/sites/b.conf", "Header unset Referrer-Policy\n"}});
  const std::string text = std::string(kHost) + "  Include /etc/apache2/conf/extra/security.conf\n";
  EXPECT_EQ(headers_of(text + "</VirtualHost>\n", &files),
            (std::vector<std::string>{"virtualhost *:80 a referrer-policy=a x-frame-options=DENY"}));
  EXPECT_EQ(headers_of(text + "  IncludeOptional sites/*.conf\n</VirtualHost>\n", &files),
            (std::vector<std::string>{"virtualhost *:80 a x-frame-options=DENY"}));
}

TEST(CipherList, IsReadAsOpensslDoes) {
  // As ciphers(1) of OpenSSL describes lists: those that leave a weak suite in where a library still has it,
  // and those that leave none.
  for (const char* weak : {"ALL", "ALL:!aNULL", "HIGH", "AES128-SHA:RC4-SHA", "DES-CBC3-SHA", "EXP-RC4-MD5",
                           "eNULL", "HIGH:!aNULL:3DES", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "MEDIUM:!aNULL"}) {
    EXPECT_TRUE(weak_cipher_in(weak)) << weak;
  }
  for (const char* sound : {"HIGH:!aNULL:!MD5", "ECDHE+AESGCM:!aNULL", "ECDHE-RSA-AES128-GCM-SHA256",
                            "ALL:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!3DES:!MD5", "TLS_AES_128_GCM_SHA256", "",
                            "kEECDH+AES:HIGH:-aNULL:@STRENGTH"}) {
    EXPECT_FALSE(weak_cipher_in(sound)) << sound;
  }
}

}  // namespace
}  // namespace trawl
