// The generic rules as a chain: pattern, then context. Candidates are found by the pattern itself; that the
// engine finds the same ones through its database is the matcher's test.

#include <array>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "engine/match/context/context_filter.h"
#include "engine/rules/rule_file.h"

namespace trawl {
namespace {

class GenericRules {
 public:
  GenericRules() {
    for (const char* name : {"generic", "connection"}) {
      const std::string path = std::string(TRAWL_SOURCE_DIR "/patterns/secrets/") + name + ".toml";
      std::stringstream text;
      text << std::ifstream(path).rdbuf();
      const Result<void> added = add_rules(path, text.str(), {{}, {"jwt"}}, rules_);
      if (!added) throw std::runtime_error(added.error().sentence());
    }
    RE2::Options options;
    options.set_encoding(RE2::Options::EncodingLatin1);
    options.set_max_mem(64 << 20);
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      patterns_.push_back(std::make_unique<RE2>("(?m)" + std::string(rules_[i].pattern), options));
      if (!patterns_.back()->ok()) throw std::runtime_error(patterns_.back()->error());
    }
  }

  [[nodiscard]] const RuleSet& rules() const { return rules_; }

  // Ids of the rules that keep a secret equal to, or around, `secret`. Empty `secret`: any.
  [[nodiscard]] std::vector<std::string_view> find(std::string_view text, std::string_view path,
                                                   std::string_view secret) const {
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (rule_finds(i, text, path, secret)) found.push_back(rules_[i].rule.id);
    }
    return found;
  }

  [[nodiscard]] bool rule_finds(std::size_t position, std::string_view text, std::string_view path,
                                std::string_view secret) const {
    const RE2& pattern = *patterns_[position];
    const auto& groups = pattern.NamedCapturingGroups();
    const auto view = [&](const std::array<re2::StringPiece, 8>& parts, const char* group) {
      const auto entry = groups.find(group);
      if (entry == groups.end() || parts[static_cast<std::size_t>(entry->second)].data() == nullptr)
        return std::string_view();
      const re2::StringPiece& part = parts[static_cast<std::size_t>(entry->second)];
      return std::string_view(part.data(), part.size());
    };
    std::array<re2::StringPiece, 8> parts;
    for (std::size_t from = 0; from <= text.size();) {
      if (!pattern.Match(text, from, text.size(), RE2::UNANCHORED, parts.data(),
                         static_cast<int>(parts.size())))
        return false;
      ContextInput input;
      input.rule = &rules_[position];
      input.lines = text;
      input.name = view(parts, "name");
      input.secret = view(parts, "secret");
      input.quoted = !view(parts, "quote").empty();
      input.path = traits_of_path(path);
      if (judge_in_context(input).keep && input.secret.find(secret) != std::string_view::npos) return true;
      from = static_cast<std::size_t>(parts[0].data() - text.data()) + 1;
    }
    return false;
  }

 private:
  RuleSet rules_;
  std::vector<std::unique_ptr<RE2>> patterns_;
};

const GenericRules& generic_rules() {
  static const GenericRules rules;
  return rules;
}

std::string joined(const Example& example) {
  std::string text;
  for (const std::string_view piece : example.pieces) text += piece;
  return text;
}

TEST(GenericRules, FindTheirExamplesAndNothingElse) {
  const GenericRules& chain = generic_rules();
  for (std::size_t i = 0; i < chain.rules().size(); ++i) {
    const SecretRule& rule = chain.rules()[i];
    EXPECT_TRUE(rule.generic) << rule.rule.id;
    EXPECT_FALSE(rule.examples.empty()) << rule.rule.id;
    EXPECT_FALSE(rule.negative_examples.empty()) << rule.rule.id;
    for (const Example& example : rule.examples) {
      EXPECT_TRUE(chain.rule_finds(i, joined(example), "", "")) << rule.rule.id << ": " << joined(example);
    }
    for (const Example& example : rule.negative_examples) {
      EXPECT_FALSE(chain.rule_finds(i, joined(example), "", "")) << rule.rule.id << ": " << joined(example);
    }
  }
}

TEST(GenericRules, HaveNarrowStubsWithLiterals) {
  for (std::size_t i = 0; i < generic_rules().rules().size(); ++i) {
    const SecretRule& rule = generic_rules().rules()[i];
    EXPECT_LE(rule.stub_max_width, 352u) << rule.rule.id;
    EXPECT_GE(rule.stub_min_width, 8u) << rule.rule.id;
  }
}

// How people make secrets. `N` stands for a letter or digit, and so on; everything else is itself.
enum class Made {
  kHex32,
  kHex64,
  kToken20,
  kToken32,
  kToken40,
  kBase64,
  kUrlSafe43,
  kPassword,
  kWordPassword
};

std::string make(Made made, std::mt19937_64& random) {
  const auto draw = [&](std::string_view symbols, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += symbols[random() % symbols.size()];
    return text;
  };
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kAlnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  constexpr std::string_view kTyped = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789!#%*-_+=?.";
  constexpr std::array<std::string_view, 8> kWords = {"Otter",  "Granite", "Harbor", "Violet",
                                                      "Falcon", "Marble",  "Cedar",  "Comet"};
  switch (made) {
    case Made::kHex32:
      return draw(kHex, 32);
    case Made::kHex64:
      return draw(kHex, 64);
    case Made::kToken20:
      return draw(kAlnum, 20);
    case Made::kToken32:
      return draw(kAlnum, 32);
    case Made::kToken40:
      return draw(kAlnum, 40);
    case Made::kBase64:
      return draw(kBase64, 43) + "=";
    case Made::kUrlSafe43:
      return draw(kUrlSafe, 43);
    case Made::kPassword:
      return draw("ABCDEFGHJKLMNPQRSTUVWXYZ", 1) + draw(kTyped, 10) + draw("23456789", 1);
    case Made::kWordPassword:
      return std::string(kWords[random() % kWords.size()]) + draw("!#-_+", 1) + draw("0123456789", 3) +
             draw("abcdefghkmnpqrst", 3);
  }
  return {};
}

struct Assignment {
  const char* path;
  const char* line;  ///< `@` is where the secret stands
  Made made;
};

constexpr Assignment kAssignments[] = {
    {"app/settings.py", "SECRET_KEY = '@'", Made::kToken40},
    {"app/settings.py", "    'PASSWORD': '@',", Made::kPassword},
    {"app/client.py", "client = Client(api_key=\"@\", region=\"eu\")", Made::kToken32},
    {"app/client.py", "auth_token: str = \"@\"", Made::kUrlSafe43},
    {"web/config.js", "  clientSecret: '@',", Made::kToken32},
    {"web/config.ts", "export const API_KEY: string = \"@\";", Made::kHex32},
    {"web/db.js", "mongoose.connect('mongodb://app:@@db.corp.internal:27017/app')", Made::kToken20},
    {"web/app.js", "app.use(session({ secret: '@', resave: false }));", Made::kHex64},
    {"src/main/java/App.java", "  private static final String DB_PASSWORD = \"@\";", Made::kWordPassword},
    {"src/main/java/App.java", "    dataSource.setPassword(\"@\");", Made::kPassword},
    {"src/main/java/Jdbc.java", "String url = \"jdbc:mysql://10.2.0.8:3306/app?user=app&password=@\";",
     Made::kToken20},
    {"src/main/resources/application.properties", "spring.datasource.password=@", Made::kWordPassword},
    {"src/main/resources/application.properties", "app.jwt.secret=@", Made::kBase64},
    {"src/main/resources/application.yml", "    password: @", Made::kPassword},
    {"src/main/resources/application.yml", "  api-key: @", Made::kHex32},
    {"cmd/main.go", "\tcfg.AccessKey = \"@\"", Made::kToken20},
    {"cmd/main.go", "const authToken = \"@\"", Made::kToken40},
    {"cmd/main.go", "\tdsn := \"postgres://app:@@db.corp.internal/app?sslmode=require\"", Made::kToken20},
    {"src/net.c", "static const char *api_token = \"@\";", Made::kToken32},
    {"src/net.c", "#define SMTP_PASSWORD (\"@\")", Made::kWordPassword},
    {"src/Startup.cs", "  options.ClientSecret = \"@\";", Made::kUrlSafe43},
    {"src/appsettings.json",
     "  \"ConnectionString\": \"Server=10.2.0.9;Database=app;User Id=sa;Password=@;\",", Made::kToken20},
    {"src/appsettings.json", "    \"ApiKey\": \"@\",", Made::kToken40},
    {"config/initializers/app.rb", "  config.secret_key_base = '@'", Made::kHex64},
    {"config/deploy.rb", "set :deploy_token, \"@\"", Made::kToken32},
    {"config/database.yml", "  password: <%= nil %>\n  replica_password: \"@\"", Made::kPassword},
    {"wp-config.php", "define('DB_PASSWORD', '@');", Made::kPassword},
    {"src/Config.php", "    'client_secret' => '@',", Made::kToken32},
    {".env", "DATABASE_PASSWORD=@", Made::kWordPassword},
    {".env", "AUTH_SECRET=\"@\"", Made::kBase64},
    {".env.production", "PAYMENT_API_KEY=@", Made::kToken32},
    {"docker-compose.yml", "      - POSTGRES_PASSWORD=@", Made::kWordPassword},
    {"deploy/values.yaml", "adminPassword: \"@\"", Made::kWordPassword},
    {"deploy/pod.yaml", "        - name: SERVICE_TOKEN\n          value: \"@\"", Made::kToken40},
    {"infra/main.tf", "  access_key = \"@\"", Made::kToken20},
    {"infra/prod.tfvars", "db_password = \"@\"", Made::kPassword},
    {"deploy.sh", "export DEPLOY_TOKEN=@", Made::kToken40},
    {"deploy.sh", "curl -u deploy:@ https://ci.corp.internal/job/run", Made::kToken20},
    {"deploy.sh", "curl -H 'Authorization: Bearer @' https://api.corp.internal/", Made::kUrlSafe43},
    {"deploy.sh", "git clone https://ci:@@git.corp.internal/app.git", Made::kToken20},
    {"conf/server.xml", "<Resource name=\"db\" username=\"app\" password=\"@\"/>", Made::kPassword},
    {"conf/settings.xml", "      <password>@</password>", Made::kWordPassword},
    {"conf/app.toml", "session_key = \"@\"", Made::kBase64},
    {"conf/app.ini", "token = @", Made::kToken40},
    {"ios/Keys.swift", "    let apiKey: String = \"@\"", Made::kToken32},
    {"android/Keys.kt", "const val CLIENT_SECRET = \"@\"", Made::kToken40},
};

constexpr int kDraws = 5;  // of each assignment: 230 in all

TEST(GenericRules, FindRealLookingAssignments) {
  std::mt19937_64 random(4711);
  int missed = 0;
  std::string misses;
  for (const Assignment& assignment : kAssignments) {
    for (int i = 0; i < kDraws; ++i) {
      const std::string secret = make(assignment.made, random);
      std::string text = assignment.line;
      text.replace(text.find('@'), 1, secret);
      text += '\n';
      if (!generic_rules().find(text, assignment.path, secret).empty()) continue;
      ++missed;
      misses += std::string(assignment.path) + ": " + text;
    }
  }
  const int all = static_cast<int>(std::size(kAssignments)) * kDraws;
  EXPECT_LE(missed * 100, all * 5) << missed << " of " << all << " missed:\n" << misses;
}

struct Silent {
  const char* path;
  const char* line;
};

// Lines of the kinds that make people turn generic rules off.
class OrdinaryLine : public testing::TestWithParam<Silent> {};

TEST_P(OrdinaryLine, IsNotReported) {
  const auto found = generic_rules().find(std::string(GetParam().line) + '\n', GetParam().path, "");
  EXPECT_TRUE(found.empty()) << found.front() << " in " << GetParam().line;
}

INSTANTIATE_TEST_SUITE_P(
    GenericRules, OrdinaryLine,
    testing::Values(
        Silent{"a.py", "password = os.environ[\"DB_PASSWORD\"]"},
        Silent{"a.py", "token = get_token_from(request)"},
        Silent{"a.py", "PASSWORD_RESET_TOKEN = \"password-reset-token\""},
        Silent{"a.js", "const token = await fetchToken(url)"},
        Silent{"a.js", "passwordPlaceholder: 'Enter-your-password'"},
        Silent{"a.js", "apiKey: process.env.API_KEY"},
        Silent{"a.js", "import { TokenService } from './token.service'"},
        Silent{"a.java", "String password = request.getParameter(\"password\");"},
        Silent{"a.java", "private static final String TOKEN_HEADER = \"X-Auth-Token\";"},
        Silent{"a.java", "setPasswordEncoder(\"pbkdf2-sha256-encoder\")"},
        Silent{"a.go", "token := r.Header.Get(\"Authorization\")"},
        Silent{"a.go", "secretKey = flag.String(\"secret-key\", \"\", \"the key\")"},
        Silent{"a.c", "token = strtok_r(buffer, delimiters, &saveptr);"},
        Silent{"a.c", "if (parse_token(\"identifier\") != TOKEN_OK)"},
        Silent{"a.yml", "password: ${DB_PASSWORD}"},
        Silent{"a.yml", "secretName: wildcard-corp-internal-tls"},
        Silent{"a.yml", "token: ${{ secrets.GITHUB_TOKEN }}"},
        Silent{"a.yml", "uses: actions/checkout@3f9a110cd277e15b8c64a0be92d7f1c35a08e6b4"},
        Silent{".env.example", "API_KEY=your-api-key-here"},
        Silent{".env", "API_KEY_FILE=/run/secrets/api_key_1"},
        Silent{"a.html",
               "<input type=\"password\" name=\"current-password\" autocomplete=\"current-password\">"},
        Silent{"a.css", ".password-field > .toggle { color: #a1b2c3; }"},
        Silent{"a.rb", "expect(user.password).to eq(\"password123\")"},
        Silent{"a.php", "$password = $_POST['password'];"},
        Silent{"a.sh", "PASSWORD=$(openssl rand -base64 32)"},
        Silent{"a.sh", "mysql -u root --password=\"$MYSQL_PASSWORD\""},
        Silent{"a.md", "Set the password: it must have 12 characters"},
        Silent{"a.json", "\"integrity\": \"sha512-9fKq2Zx8Lw4vRt6Yb1NmQ9fk3Zx8Lw4v==\""},
        Silent{"a.xml", "<password>${db.password}</password>"},
        Silent{"a.properties", "password.error.message=Passwords-do-not-match"},
        Silent{"a.tf", "password = var.database_password"},
        Silent{"a.cs", "public string Password { get; set; } = string.Empty;"},
        Silent{"a.ts", "tokenUrl: 'https://id.corp.internal/oauth/token',"},
        Silent{"a.py", "redis_url = \"redis://localhost:6379/0\""},
        Silent{"a.py", "url = f\"postgres://{user}:{password}@{host}/{name}\""},
        Silent{"a.go", "const grantType = \"urn:ietf:params:oauth:grant-type:token-exchange\""}));

}  // namespace
}  // namespace trawl
