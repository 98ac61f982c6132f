#include "engine/config/pack_kinds.h"

#include <algorithm>
#include <array>
#include <string>

namespace trawl {
namespace {

constexpr std::array kKinds = {
    InputKind{"alertmanager", "alertmanager.yml", read_yaml},
    InputKind{"alerts", "alerts.yml", read_yaml},
    InputKind{"cloudformation", "template.yaml", read_yaml},
    InputKind{"cloudformation-json", "template.json", read_json},
    InputKind{"codeowners", "CODEOWNERS", read_lines},
    InputKind{"database-conf", "postgresql.conf", read_lines},
    InputKind{"dotenv", ".env", read_assignments},
    InputKind{"gitignore", ".gitignore", read_lines},
    InputKind{"grafana-dashboard", "dashboard.json", read_json},
    InputKind{"incident-runbook", "docs/incident-response.md", read_page},
    InputKind{"jenkinsfile", "Jenkinsfile", read_groovy},
    InputKind{"pg-hba", "pg_hba.conf", read_lines},
    InputKind{"prometheus", "prometheus.yml", read_yaml},
    InputKind{"prometheus-rules", "rules.yml", read_yaml},
    InputKind{"prometheus-tests", "rules_test.yml", read_yaml},
    InputKind{"properties", "application.properties", read_assignments},
    InputKind{"recovery-plan", "docs/recovery-plan.md", read_page},
    InputKind{"renovate", "renovate.json", read_json},
    InputKind{"security-txt", ".well-known/security.txt", read_lines},
    InputKind{"spring-yaml", "application.yml", read_yaml},
    InputKind{"terraform", "main.tf", read_hcl},
    InputKind{"terraform-json", "main.tf.json", read_json},
    InputKind{"threat-model", "docs/threat-model.md", read_page},
    InputKind{"tree", "", read_json},  // made by config_tree.h; no file has it
};

const InputKind* named(std::string_view name) {
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const InputKind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_root_key(std::string_view bytes, std::string_view key) {
  for (std::size_t at = bytes.find(key); at != std::string_view::npos; at = bytes.find(key, at + 1)) {
    const bool front = at == 0 || bytes[at - 1] == '\n' || (at == 3 && bytes.starts_with("\xef\xbb\xbf"));
    if (front && at + key.size() < bytes.size() && bytes[at + key.size()] == ':') return true;
  }
  return false;
}

bool is_jenkinsfile(std::string_view name) {
  return (name.starts_with("Jenkinsfile") &&
          (name.size() == 11 || name[11] == '.' || name[11] == '-' || name[11] == '_')) ||
         name.ends_with(".jenkinsfile") || name.ends_with(".Jenkinsfile");
}

// `.env`, `.env.production`, `prod.env`; not what shows how such a file looks.
bool is_dotenv(std::string_view name) {
  if (name != ".env" && !name.starts_with(".env.") && !name.ends_with(".env")) return false;
  for (const std::string_view word : {"example", "sample", "template", "dist", "defaults", "schema"}) {
    if (name.find(word) != std::string_view::npos) return false;
  }
  return name != ".env.d" && !name.ends_with(".js") && !name.ends_with(".ts") && !name.ends_with(".py");
}

bool is_renovate(std::string_view name) {
  return one_of(name, {"renovate.json", ".renovaterc", ".renovaterc.json"});
}

bool is_spring(std::string_view name, std::string_view extension) {
  return name.ends_with(extension) && (name.starts_with("application.") || name.starts_with("application-") ||
                                       name.starts_with("bootstrap.") || name.starts_with("bootstrap-"));
}

const InputKind* json_kind(std::string_view bytes) {
  const std::string_view front = bytes.substr(0, 4096);
  if (front.find("\"AWSTemplateFormatVersion\"") != std::string_view::npos ||
      (front.find("\"Resources\"") != std::string_view::npos &&
       bytes.find("\"AWS::") != std::string_view::npos)) {
    return named("cloudformation-json");
  }
  if (bytes.find("\"panels\"") != std::string_view::npos &&
      bytes.find("\"schemaVersion\"") != std::string_view::npos)
    return named("grafana-dashboard");
  return nullptr;
}

const InputKind* yaml_kind(std::string_view name, std::string_view bytes) {
  if (is_spring(name, name.ends_with(".yml") ? ".yml" : ".yaml")) return named("spring-yaml");
  if (has_root_key(bytes, "AWSTemplateFormatVersion") ||
      (has_root_key(bytes, "Resources") && bytes.find("AWS::") != std::string_view::npos)) {
    return named("cloudformation");
  }
  if (has_root_key(bytes, "apiVersion")) return nullptr;
  if (has_root_key(bytes, "groups") && bytes.find("expr:") != std::string_view::npos)
    return named("prometheus-rules");
  // A file of tests names rule files too.
  const bool tests = has_root_key(bytes, "tests");
  if (tests && bytes.find("alert_rule_test:") != std::string_view::npos) return named("prometheus-tests");
  if (has_root_key(bytes, "scrape_configs") || (has_root_key(bytes, "rule_files") && !tests))
    return named("prometheus");
  if (has_root_key(bytes, "receivers") && has_root_key(bytes, "route")) return named("alertmanager");
  if (has_root_key(bytes, "alerts") && bytes.find("condition:") != std::string_view::npos)
    return named("alerts");
  return nullptr;
}

// Pages that tell what to do, or what is to be protected: known by their names. `runbooks/disk-full.md` is
// for one alert, and has no such form.
const InputKind* page_kind(std::string_view name) {
  if (!name.ends_with(".md") && !name.ends_with(".rst") && !name.ends_with(".adoc") &&
      !name.ends_with(".txt"))
    return nullptr;
  std::string plain;
  for (const char c : name) {
    if (c != '-' && c != '_' && c != ' ') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  const auto has = [&](std::string_view word) { return plain.find(word) != std::string::npos; };
  if (has("incidentresponse") || has("incidentrunbook") || has("incidentplan"))
    return named("incident-runbook");
  if (has("recoveryplan") || has("disasterrecovery")) return named("recovery-plan");
  return has("threatmodel") ? named("threat-model") : nullptr;
}

}  // namespace

std::span<const InputKind> pack_kinds() {
  return kKinds;
}

bool may_be_pack_input(std::string_view path, std::string_view name) {
  if (name.ends_with(".tf") || name.ends_with(".json") || name.ends_with(".template") || is_renovate(name))
    return true;
  if (name.ends_with(".conf") || name.ends_with(".cnf"))
    return name == "pg_hba.conf" ||
           one_of(name, {"postgresql.conf", "redis.conf", "my.cnf", "mysqld.cnf", "mongod.conf"});
  return is_jenkinsfile(name) || is_dotenv(name) || name == "CODEOWNERS" || name == ".gitignore" ||
         name == "security.txt" || page_kind(name) != nullptr || is_spring(name, ".properties") ||
         path.empty();
}

const InputKind* pack_kind_of(std::string_view path, std::string_view name, std::string_view bytes) {
  (void)path;
  if (name.ends_with(".tf")) return named("terraform");
  if (name.ends_with(".tf.json")) return named("terraform-json");
  if (is_jenkinsfile(name)) return named("jenkinsfile");
  if (is_renovate(name)) return named("renovate");
  if (name.ends_with(".json") || name.ends_with(".template")) return json_kind(bytes);
  if (name == "pg_hba.conf") return named("pg-hba");
  if (one_of(name, {"postgresql.conf", "redis.conf", "my.cnf", "mysqld.cnf", "mongod.conf"}))
    return named("database-conf");
  if (name == "CODEOWNERS") return named("codeowners");
  if (name == ".gitignore") return named("gitignore");
  if (name == "security.txt") return named("security-txt");
  if (const InputKind* kind = page_kind(name)) return kind;
  if (is_spring(name, ".properties")) return named("properties");
  if (is_dotenv(name)) return named("dotenv");
  if (!name.ends_with(".yml") && !name.ends_with(".yaml")) return nullptr;
  return yaml_kind(name, bytes);
}

}  // namespace trawl
