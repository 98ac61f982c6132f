#include "engine/config/effective_model.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/config/input_kind.h"

namespace trawl {
namespace {

constexpr std::size_t kLongestCell = 200;
constexpr std::size_t kMostListed = 12;  // names in one cell
constexpr std::size_t kMostRowsOfAFile = 1'000;
constexpr std::size_t kMostNodes = 100'000;  // looked at for one cell

// --- Text

std::string cut(std::string_view text) {
  std::string cell;
  for (const char c : text.substr(0, kLongestCell)) cell += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  while (!cell.empty() && text.size() > kLongestCell &&
         (static_cast<unsigned char>(cell.back()) & 0xc0U) == 0x80U)
    cell.pop_back();
  if (text.size() > kLongestCell) cell += "...";
  return cell;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMostListed; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kMostListed) text += fmt::format(" and {} more", names.size() - kMostListed);
  return cut(text);
}

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

// Whether a setting of that name holds a secret: the words that people use, less what only tells about one.
bool names_secret(std::string_view name) {
  const std::string text = lower(name);
  if (!holds_any(text, {"password", "passwd", "passphrase", "secret", "token", "api_key", "apikey", "api-key",
                        "private_key", "private-key", "access_key", "access-key", "credential",
                        "encryption_key", "signing_key", "dsn"}))
    return false;
  for (const std::string_view end :
       {"_name",    "_id",       "_path",    "_dir",        "_url",        "_uri",       "_ttl",
        "_length",  "_expiry",   "_expires", "_expiration", "_expires_in", "_algorithm", "_policy",
        "_enabled", "_header",   "_issuer",  "_audience",   "_type",       "_min",       "_max",
        "_timeout", "_lifetime", "-name",    "-path",       "-id"}) {
    if (text.ends_with(end)) return false;
  }
  return true;
}

bool is_scalar(const Node& node) {
  return node.kind != NodeKind::kList && node.kind != NodeKind::kMap;
}

// --- Where a setting gets its secret from

enum class Origin : std::uint8_t { kNone, kLiteral, kVariable, kManager };

std::string_view word_of(Origin origin) {
  switch (origin) {
    case Origin::kLiteral:
      return "literal";
    case Origin::kVariable:
      return "variable";
    default:
      return "manager";
  }
}

// A value as compose and shells read it: `${V}` is from outside, `${V:-x}` is x where nobody sets V.
Origin origin_of_text(std::string_view text) {
  if (text.empty()) return Origin::kNone;
  if (text.starts_with("ENC[") || text.starts_with("vault:") || text.starts_with("ref+") ||
      text.starts_with("op://") || text.starts_with("secret://") ||
      text.find("resolve:secretsmanager") != std::string_view::npos ||
      text.find("resolve:ssm-secure") != std::string_view::npos)
    return Origin::kManager;
  const std::size_t open = text.find("${");
  if (open != std::string_view::npos) {
    const std::size_t close = text.find('}', open);
    const std::string_view inner =
        text.substr(open + 2, close == std::string_view::npos ? close : close - open - 2);
    if (inner.starts_with("{ secrets.") || inner.starts_with("{secrets.")) return Origin::kManager;
    const std::size_t otherwise = inner.find('-');
    const bool literal = otherwise != std::string_view::npos && inner.find('?') > otherwise &&
                         otherwise + 1 < inner.size() && !inner.starts_with('{');
    return literal ? Origin::kLiteral : Origin::kVariable;
  }
  if (text.starts_with('$') || text.find("$(") != std::string_view::npos) return Origin::kVariable;
  return Origin::kLiteral;
}

// --- Rows of one document

class Rows {
 public:
  Rows(std::string_view path, const Document& document) : document_(document), test_(is_test_path(path)) {}

  void read(std::string_view kind) {
    const NodeIndex root = document_.root();
    if (root == kNoNode) return;
    if (kind == "prometheus-tests") alert_tests(root);
    if (test_) return;
    headers(root);
    if (kind == "github-workflow") jobs(root);
    if (kind == "dockerfile") image(root);
    if (kind == "compose") compose(root);
    if (kind == "kubernetes") manifest(root, 0);
    if (kind == "dotenv") settings(root, "environment file");
    if (kind == "prometheus") scrapes(root);
    if (kind == "prometheus-rules") alerts(root, "groups");
    if (kind == "alerts") plain_alerts(root);
    if (kind == "grafana-dashboard") panels(root);
  }

  std::vector<ModelRowFound> take() { return std::move(rows_); }

 private:
  void add(std::string_view model, std::vector<std::string> cells, NodeIndex at) {
    if (rows_.size() >= kMostRowsOfAFile) return;
    const Node& node = document_.node(at);
    rows_.push_back({model, std::move(cells), node.key_span.size() > 0 ? node.key_span : node.span});
  }

  [[nodiscard]] NodeIndex find(NodeIndex at, std::initializer_list<std::string_view> way) const {
    for (const std::string_view key : way) {
      at = document_.resolved(at);
      if (at == kNoNode || document_.node(at).kind != NodeKind::kMap) return kNoNode;
      at = document_.find(at, key);
    }
    return document_.resolved(at);
  }
  [[nodiscard]] std::vector<NodeIndex> children(NodeIndex at) const {
    at = document_.resolved(at);
    if (at == kNoNode || is_scalar(document_.node(at))) return {};
    return document_.children(at);
  }
  [[nodiscard]] std::string_view key(NodeIndex at) const { return document_.node(at).key; }
  [[nodiscard]] std::string_view text(NodeIndex at) const {
    at = document_.resolved(at);
    return at == kNoNode || !is_scalar(document_.node(at)) ? std::string_view() : document_.node(at).text;
  }
  [[nodiscard]] std::string_view text(NodeIndex at, std::initializer_list<std::string_view> way) const {
    return text(find(at, way));
  }

  /// Calls `visit` with all scalars at and below a value.
  template <typename Visit>
  void each_scalar(NodeIndex top, const Visit& visit) const {
    std::vector<NodeIndex> stack = {top};
    for (std::size_t visited = 0; !stack.empty() && visited < kMostNodes; ++visited) {
      const NodeIndex at = stack.back();
      stack.pop_back();
      const Node& node = document_.node(at);
      if (node.kind == NodeKind::kAlias) continue;  // what it stands for is met where it stands
      if (is_scalar(node)) {
        visit(node.text);
        continue;
      }
      for (NodeIndex child = node.first_child; child != kNoNode; child = document_.node(child).next_sibling)
        stack.push_back(child);
    }
  }

  // --- Headers by location

  void headers(NodeIndex root) {
    constexpr std::array<std::string_view, 7> kNames = {
        "content-security-policy",    "strict-transport-security", "x-frame-options",
        "x-content-type-options",     "referrer-policy",           "permissions-policy",
        "access-control-allow-origin"};
    for (const NodeIndex entry : children(find(root, {"effective"}))) {
      const bool complete = text(entry, {"complete"}) == "true";
      std::vector<std::string> cells = {cut(key(entry))};
      const NodeIndex set = find(entry, {"headers"});
      const NodeIndex off = find(entry, {"off"});
      for (const std::string_view name : kNames) {
        std::vector<std::string> values;
        for (const NodeIndex value : children(set)) {
          if (key(value) != name) continue;
          const bool known = document_.node(value).kind != NodeKind::kUnknown;
          values.push_back(known ? std::string(text(value)) : std::string("(variable)"));
        }
        if (values.empty() && name == "content-security-policy") {
          for (const NodeIndex policy : children(find(entry, {"policies"}))) {
            const bool known = document_.node(policy).kind != NodeKind::kUnknown;
            values.push_back(known ? std::string(text(policy)) : std::string("(variable)"));
          }
        }
        if (!values.empty()) {
          cells.push_back(listed(values));
        } else if (find(off, {name}) != kNoNode) {
          cells.emplace_back("switched off");
        } else {
          cells.emplace_back(complete ? "-" : "not here");
        }
      }
      add("headers", std::move(cells), entry);
      // The servers themselves, not what is below them: locations and the like have a blank in front of a
      // word.
      if (key(entry).starts_with("server") && key(entry).find(" location ") == std::string_view::npos) {
        const std::string_view tls = text(entry, {"tls"});
        add("entry-points",
            {cut(key(entry)),
             tls == "true"    ? "TLS"
             : tls == "false" ? "no TLS"
                              : "-",
             "server"},
            entry);
      }
    }
  }

  // --- Permissions by job

  [[nodiscard]] std::string permissions_of(NodeIndex at) const {
    if (is_scalar(document_.node(at))) {
      const std::string_view all = text(at);
      return all.empty() ? std::string("none") : cut(all);
    }
    std::vector<std::string> names;
    for (const NodeIndex one : children(at)) names.push_back(fmt::format("{}: {}", key(one), text(one)));
    return names.empty() ? std::string("none") : listed(names);
  }

  void secrets_in(NodeIndex top, std::set<std::string>& names) const {
    each_scalar(top, [&](std::string_view value) {
      if (value.find("${{") == std::string_view::npos) return;
      for (std::size_t at = value.find("secrets."); at != std::string_view::npos;
           at = value.find("secrets.", at + 1)) {
        if (at > 0 && (is_word_char(value[at - 1]) || value[at - 1] == '.')) continue;
        std::size_t end = at + 8;
        while (end < value.size() && is_word_char(value[end])) ++end;
        names.emplace(value.substr(at + 8, end - at - 8));
      }
    });
  }

  void jobs(NodeIndex root) {
    std::vector<std::string> triggers;
    const NodeIndex on = find(root, {"on"});
    if (on != kNoNode && is_scalar(document_.node(on))) triggers.emplace_back(text(on));
    for (const NodeIndex one : children(on)) triggers.emplace_back(key(one).empty() ? text(one) : key(one));
    const NodeIndex whole = find(root, {"permissions"});
    std::set<std::string> shared;
    if (const NodeIndex env = find(root, {"env"}); env != kNoNode) secrets_in(env, shared);
    for (const NodeIndex job : children(find(root, {"jobs"}))) {
      const NodeIndex own = find(job, {"permissions"});
      const NodeIndex decides = own != kNoNode ? own : whole;
      std::set<std::string> names = shared;
      secrets_in(job, names);
      names.erase("");
      std::vector<std::string> secrets(names.begin(), names.end());
      if (text(job, {"secrets"}) == "inherit") secrets.insert(secrets.begin(), "all (inherit)");
      add("jobs",
          {cut(key(job)), listed(triggers),
           decides == kNoNode ? std::string("the repository's default") : permissions_of(decides),
           secrets.empty() ? std::string("-") : listed(secrets)},
          job);
      for (const std::string_view trigger :
           {"pull_request_target", "issue_comment", "issues", "discussion", "workflow_run"}) {
        if (std::find(triggers.begin(), triggers.end(), trigger) != triggers.end())
          add("entry-points",
              {cut(fmt::format("job {}", key(job))), std::string(trigger), "started by outsiders"}, job);
      }
      for (const std::string& name : names) {
        if (lower(name) != "github_token")
          add("secrets", {cut(fmt::format("job {}", key(job))), cut(name), "manager"}, job);
      }
      plain_environment(find(job, {"env"}), fmt::format("job {}", key(job)));
    }
    plain_environment(find(root, {"env"}), "workflow");
  }

  // --- Images and containers

  void image(NodeIndex root) {
    std::vector<std::string> ports;
    for (const NodeIndex one : children(find(root, {"instructions"}))) {
      const std::string_view name = text(one, {"name"});
      if (name == "EXPOSE") ports.emplace_back(text(one, {"text"}));
      if (name != "ENV") continue;
      for (const NodeIndex argument : children(find(one, {"arguments"}))) {
        const std::string_view setting = text(argument);
        const std::size_t equals = setting.find('=');
        if (equals == std::string_view::npos) continue;
        secret("image", setting.substr(0, equals), origin_of_text(setting.substr(equals + 1)), argument);
      }
    }
    for (const NodeIndex stage : children(find(root, {"stages"}))) {
      if (text(stage, {"final"}) != "true") continue;
      const NodeIndex user = find(stage, {"user"});
      const auto shown = [&](NodeIndex at, std::string_view otherwise) {
        if (at == kNoNode) return std::string(otherwise);
        return document_.node(at).kind == NodeKind::kUnknown ? std::string("(variable)") : cut(text(at));
      };
      const NodeIndex base = find(stage, {"image"});
      add("images",
          {shown(base == kNoNode ? find(stage, {"base"}) : base, "(variable)"),
           shown(user, "the base image's"), ports.empty() ? std::string("-") : listed(ports)},
          stage);
    }
  }

  void container(std::string what, NodeIndex at, NodeIndex pod) {
    const auto own_or_pod = [&](std::string_view name, std::string_view otherwise) {
      for (const NodeIndex holder : {at, pod}) {
        const NodeIndex value = find(holder, {"securityContext", name});
        if (value != kNoNode)
          return document_.node(value).kind == NodeKind::kUnknown ? std::string("(variable)")
                                                                  : cut(text(value));
      }
      return std::string(otherwise);
    };
    const auto own = [&](std::string_view name, std::string_view otherwise) {
      const NodeIndex value = find(at, {"securityContext", name});
      return value == kNoNode ? std::string(otherwise) : cut(text(value));
    };
    const std::string user = own_or_pod("runAsUser", "");
    const std::string not_root = own_or_pod("runAsNonRoot", "false");
    add("containers",
        {std::move(what), cut(text(at, {"image"})),
         !user.empty() ? user : (not_root == "true" ? std::string("not root") : std::string("the image's")),
         own("privileged", "false"), own("allowPrivilegeEscalation", "true"),
         own("readOnlyRootFilesystem", "false")},
        at);
  }

  // --- Secrets by consumer

  void secret(std::string_view consumer, std::string_view setting, Origin origin, NodeIndex at) {
    if (origin == Origin::kNone) return;
    std::string_view name = setting;
    const bool file = lower(name).ends_with("_file");
    if (file) name.remove_suffix(5);
    if (!names_secret(name)) return;
    add("secrets", {cut(consumer), cut(setting), std::string(word_of(file ? Origin::kManager : origin))}, at);
  }

  void plain_environment(NodeIndex environment, std::string_view consumer) {
    for (const NodeIndex one : children(environment)) {
      if (key(one).empty()) {  // a list: `- NAME=value`, `- NAME`
        const std::string_view setting = text(one);
        const std::size_t equals = setting.find('=');
        secret(
            consumer, setting.substr(0, equals),
            equals == std::string_view::npos ? Origin::kVariable : origin_of_text(setting.substr(equals + 1)),
            one);
        continue;
      }
      const Node& node = document_.node(document_.resolved(one));
      if (!is_scalar(node)) continue;
      const bool outside = node.kind == NodeKind::kNull || (node.kind == NodeKind::kUnknown &&
                                                            node.text.find("${") == std::string_view::npos);
      const Origin origin = outside ? Origin::kVariable : origin_of_text(node.text);
      // What a workflow takes from its secrets is counted with the job.
      if (origin == Origin::kManager && node.text.find("secrets.") != std::string_view::npos) continue;
      secret(consumer, key(one), origin, one);
    }
  }

  void settings(NodeIndex root, std::string_view consumer) {
    for (const NodeIndex one : children(root)) {
      const Node& node = document_.node(one);
      if (is_scalar(node)) secret(consumer, node.key, origin_of_text(node.text), one);
    }
  }

  // --- Services, and what watches them

  static bool watches(std::string_view image) {
    return holds_any(
        image,
        {"prometheus", "grafana",  "alertmanager", "exporter", "cadvisor",      "promtail",     "loki",
         "fluent",     "jaeger",   "tempo",        "otel",     "opentelemetry", "node-problem", "thanos",
         "vector",     "filebeat", "logstash",     "crowdsec", "falco",         "wazuh",        "suricata"});
  }

  void compose(NodeIndex root) {
    for (const NodeIndex service : children(find(root, {"services"}))) {
      const std::string consumer = fmt::format("service {}", key(service));
      plain_environment(find(service, {"environment"}), consumer);
      bool by_file = false;
      for (const NodeIndex one : children(find(service, {"environment"}))) {
        const std::string_view name = key(one).empty() ? text(one) : key(one);
        by_file = by_file || lower(name.substr(0, name.find('='))).ends_with("_file");
      }
      if (!by_file) {
        for (const NodeIndex one : children(find(service, {"secrets"}))) {
          const std::string_view name = text(one).empty() ? text(one, {"source"}) : text(one);
          add("secrets", {cut(consumer), cut(name), "manager"}, one);
        }
      }
      for (const NodeIndex port : children(find(service, {"ports"}))) {
        const std::string_view published = text(port).empty() ? text(port, {"published"}) : text(port);
        const bool local = published.starts_with("127.") || published.starts_with("localhost:") ||
                           text(port, {"host_ip"}).starts_with("127.");
        if (!published.empty() && !local)
          add("entry-points", {cut(consumer), cut(published), "published port"}, port);
      }
      if (watches(text(service, {"image"})) || watches(key(service))) continue;
      add("~service", {std::string(key(service))}, service);
      each_label(find(service, {"labels"}), [&](std::string_view name, std::string_view value) {
        if (is_scrape_label(name, value)) add("~scrape", {std::string(key(service))}, service);
      });
    }
  }

  template <typename Visit>
  void each_label(NodeIndex labels, const Visit& visit) const {
    for (const NodeIndex one : children(labels)) {
      const std::string_view all = text(one);
      if (!key(one).empty()) {
        visit(key(one), all);
      } else {
        const std::size_t equals = all.find('=');
        visit(all.substr(0, equals),
              equals == std::string_view::npos ? std::string_view() : all.substr(equals + 1));
      }
    }
  }

  static bool is_scrape_label(std::string_view name, std::string_view value) {
    return value == "true" && (name == "prometheus.io/scrape" || name == "prometheus.scrape" ||
                               name == "prometheus-scrape.enabled" || name == "prometheus.io.scrape" ||
                               name == "k8s.grafana.com/scrape");
  }

  void manifest(NodeIndex root, int depth) {
    const std::string_view kind = text(root, {"kind"});
    const std::string_view name = text(root, {"metadata", "name"});
    if (kind == "List" && depth == 0) {
      for (const NodeIndex item : children(find(root, {"items"}))) manifest(document_.resolved(item), 1);
      return;
    }
    if (kind == "Service") {
      const std::string_view type = text(root, {"spec", "type"});
      if (type == "LoadBalancer" || type == "NodePort")
        add("entry-points",
            {cut(fmt::format("Service {}", name)), ports_of(find(root, {"spec", "ports"})), cut(type)}, root);
      return;
    }
    if (kind == "Ingress") {
      for (const NodeIndex rule : children(find(root, {"spec", "rules"}))) {
        const std::string_view host = text(rule, {"host"});
        add("entry-points",
            {cut(fmt::format("Ingress {}", name)), host.empty() ? std::string("every host") : cut(host),
             find(root, {"spec", "tls"}) == kNoNode ? "without TLS" : "with TLS"},
            rule);
      }
      return;
    }
    if (kind == "PrometheusRule" || kind == "VMRule") return alerts(find(root, {"spec"}), "groups");
    if (kind == "ServiceMonitor" || kind == "PodMonitor" || kind == "VMServiceScrape" ||
        kind == "VMPodScrape") {
      std::vector<std::string> names = {std::string(name)};
      for (const NodeIndex label : children(find(root, {"spec", "selector", "matchLabels"})))
        names.emplace_back(text(label));
      return add("~scrape", std::move(names), root);
    }
    if (kind == "SealedSecret" || kind == "ExternalSecret" || kind == "VaultStaticSecret" ||
        kind == "SecretProviderClass")
      return add("secrets", {cut(fmt::format("{} {}", kind, name)), "-", "manager"}, root);
    if (kind == "Secret") {
      for (const std::string_view part : {"data", "stringData"}) {
        for (const NodeIndex one : children(find(root, {part}))) {
          const Origin origin = origin_of_text(text(one));
          if (origin != Origin::kNone)
            add("secrets", {cut(fmt::format("Secret {}", name)), cut(key(one)), std::string(word_of(origin))},
                one);
        }
      }
      return;
    }
    NodeIndex pod = find(root, {"spec", "template", "spec"});
    NodeIndex labels = find(root, {"spec", "template", "metadata"});
    if (kind == "CronJob") {
      pod = find(root, {"spec", "jobTemplate", "spec", "template", "spec"});
    } else if (kind == "Pod") {
      pod = find(root, {"spec"});
      labels = find(root, {"metadata"});
    }
    if (pod == kNoNode || find(pod, {"containers"}) == kNoNode) return;
    bool monitoring = watches(name);
    for (const std::string_view list : {"initContainers", "containers"}) {
      for (const NodeIndex one : children(find(pod, {list}))) {
        const std::string what = fmt::format("{} {}: {}", kind, name, text(one, {"name"}));
        container(cut(what), document_.resolved(one), pod);
        if (list == std::string_view("containers")) monitoring = monitoring || watches(text(one, {"image"}));
        pod_secrets(one, fmt::format("{} {}", kind, name));
      }
    }
    for (const NodeIndex one : children(find(pod, {"volumes"}))) {
      const std::string_view stored = text(one, {"secret", "secretName"});
      if (!stored.empty())
        add("secrets", {cut(fmt::format("{} {}", kind, name)), cut(stored), "manager"}, one);
    }
    if (monitoring || (kind != "Deployment" && kind != "StatefulSet" && kind != "DaemonSet")) return;
    std::vector<std::string> names = {std::string(name)};
    for (const NodeIndex label : children(find(labels, {"labels"}))) {
      if (key(label) == "app" || key(label) == "app.kubernetes.io/name" || key(label) == "k8s-app" ||
          key(label) == "name")
        names.emplace_back(text(label));
    }
    add("~service", names, root);
    each_label(find(labels, {"annotations"}), [&](std::string_view label, std::string_view value) {
      if (is_scrape_label(label, value)) add("~scrape", {std::string(name)}, root);
    });
  }

  [[nodiscard]] std::string ports_of(NodeIndex list) const {
    std::vector<std::string> ports;
    for (const NodeIndex one : children(list)) ports.emplace_back(text(one, {"port"}));
    return listed(ports);
  }

  void pod_secrets(NodeIndex container, const std::string& consumer) {
    for (const NodeIndex one : children(find(container, {"env"}))) {
      const std::string_view name = text(one, {"name"});
      if (find(one, {"valueFrom", "secretKeyRef"}) != kNoNode) {
        add("secrets", {cut(consumer), cut(name), "manager"}, one);
      } else if (const NodeIndex value = find(one, {"value"}); value != kNoNode) {
        secret(consumer, name,
               document_.node(value).kind == NodeKind::kUnknown ? Origin::kVariable
                                                                : origin_of_text(text(value)),
               one);
      }
    }
    for (const NodeIndex one : children(find(container, {"envFrom"}))) {
      const std::string_view stored = text(one, {"secretRef", "name"});
      if (!stored.empty()) add("secrets", {cut(consumer), cut(stored), "manager"}, one);
    }
  }

  void scrapes(NodeIndex root) {
    for (const NodeIndex job : children(find(root, {"scrape_configs"}))) {
      std::vector<std::string> names = {std::string(text(job, {"job_name"}))};
      for (const NodeIndex group : children(find(job, {"static_configs"}))) {
        for (const NodeIndex target : children(find(group, {"targets"}))) {
          std::string_view host = text(target);
          if (const std::size_t scheme = host.find("://"); scheme != std::string_view::npos)
            host.remove_prefix(scheme + 3);
          host = host.substr(0, host.find_first_of(":/"));
          names.emplace_back(host);
          names.emplace_back(host.substr(0, host.find('.')));  // `web.shop.svc`
        }
      }
      add("~scrape", std::move(names), job);
    }
  }

  // An alert: its name, and all text in which it can name what it is about.
  void alerts(NodeIndex top, std::string_view groups) {
    for (const NodeIndex group : children(find(top, {groups}))) {
      for (const NodeIndex rule : children(find(group, {"rules"}))) {
        const std::string_view name = text(rule, {"alert"});
        if (name.empty()) continue;
        std::string about = fmt::format("{} {}", name, text(rule, {"expr"}));
        for (const NodeIndex label : children(find(rule, {"labels"})))
          about += fmt::format(" {}", text(label));
        add("~alert", {std::string(name), about.substr(0, 4096)}, rule);
      }
    }
  }

  void plain_alerts(NodeIndex root) {
    for (const NodeIndex alert : children(find(root, {"alerts"}))) {
      const std::string_view name = text(alert, {"name"});
      if (name.empty()) continue;
      std::string about = fmt::format("{} {} {}", name, text(alert, {"condition"}), text(alert, {"service"}));
      for (const NodeIndex label : children(find(alert, {"labels"})))
        about += fmt::format(" {}", text(label));
      add("~alert", {std::string(name), about.substr(0, 4096)}, alert);
    }
  }

  void alert_tests(NodeIndex root) {
    for (const NodeIndex test : children(find(root, {"tests"}))) {
      for (const NodeIndex one : children(find(test, {"alert_rule_test"}))) {
        const std::string_view name = text(one, {"alertname"});
        // A test that only says when it is silent does not show that it can fire.
        if (!name.empty() && !children(find(one, {"exp_alerts"})).empty())
          add("~alert-test", {std::string(name)}, one);
      }
    }
  }

  void panels(NodeIndex root) {
    std::string about(text(root, {"title"}));
    const auto add_panel = [&](NodeIndex panel) {
      about += fmt::format(" {}", text(panel, {"title"}));
      for (const NodeIndex target : children(find(panel, {"targets"})))
        about += fmt::format(" {}", text(target, {"expr"}));
    };
    for (const NodeIndex panel : children(find(root, {"panels"}))) {
      add_panel(panel);
      for (const NodeIndex inner : children(find(panel, {"panels"}))) add_panel(inner);  // of a folded row
      if (about.size() > 65536) break;
    }
    add("~panel", {cut(text(root, {"title"})), about.substr(0, 65536)}, root);
  }

  const Document& document_;
  bool test_;
  std::vector<ModelRowFound> rows_;
};

// --- All rows together

// Whether an expression is about everything that is scraped: `up == 0`, `up{job=~"$job"}`.
bool is_general(std::string_view about) {
  for (const std::string_view metric :
       {"up", "probe_success", "kube_pod_container_status_restarts_total",
        "kube_deployment_status_replicas_unavailable", "container_last_seen", "kube_pod_status_ready"}) {
    for (std::size_t at = about.find(metric); at != std::string_view::npos; at = about.find(metric, at + 1)) {
      const std::size_t end = at + metric.size();
      if ((at > 0 && (is_word_char(about[at - 1]) || about[at - 1] == ':')) ||
          (end < about.size() && is_word_char(about[end])))
        continue;
      // In braces: matchers of jobs and services narrow it.
      const std::size_t after = about.find_first_not_of(' ', end);
      const std::string_view matchers = after < about.size() && about[after] == '{'
                                            ? about.substr(after, about.find('}', after) - after)
                                            : "";
      if (!holds_any(matchers, {"job", "service", "app", "container", "deployment", "instance", "pod"}))
        return true;
      if (holds_any(matchers, {"=~\"$", "=\"$", "=~\".*\"", "=~\".+\""})) return true;
    }
  }
  return holds_any(about, {"job=~\"$", "job=\"$", "service=~\"$", "service=\"$", "container=~\"$", "app=~\"$",
                           "pod=~\"$"});
}

std::string place_of(const ModelRow& row) {
  return fmt::format("{}:{}", row.path, row.line);
}

/// The columns of a table, separated by `|`.
struct Columns {
  std::string_view model;
  std::string_view names;
};

constexpr std::array kColumns = {
    Columns{"containers", "Container|Image|User|Privileged|May gain rights|Root is read-only"},
    Columns{"entry-points", "What|Reached at|How"},
    Columns{"headers",
            "Place|Content-Security-Policy|Strict-Transport-Security|X-Frame-Options|X-Content-Type-Options|"
            "Referrer-Policy|Permissions-Policy|Access-Control-Allow-Origin"},
    Columns{"images", "Built on|User|Ports"},
    Columns{"jobs", "Job|Started by|Permissions of its token|Secrets in reach"},
    Columns{"packages",
            "Ecosystem|Packages|Asked for directly|For development|Known vulnerable|Not looked up"},
    Columns{"registries", "Ecosystem|Packages|Source|Asked"},
    Columns{"secrets", "Consumer|Setting|From"},
    Columns{"services", "Service|Scraped by|Alert|Panel"},
};

bool comes_first(const ModelRow& a, const ModelRow& b) {
  return std::tie(a.path, a.line, a.cells) < std::tie(b.path, b.line, b.cells);
}

using RowLists = std::map<std::string, std::vector<ModelRow>>;

/// The first row, in their order, that is about a word: a tree has thousands of alerts and of services.
class RowIndex {
 public:
  void add(std::string_view word, std::size_t row) { rows_.try_emplace(std::string(word), row); }
  void add_words(std::string_view text, std::size_t row) {
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && is_word_char(text[end])) ++end;
      if (end > at) add(text.substr(at, end - at), row);
      at = end + 1;
    }
  }
  /// SIZE_MAX: there is none.
  [[nodiscard]] std::size_t first_of(const std::vector<std::string>& words) const {
    std::size_t first = SIZE_MAX;
    for (const std::string& word : words) {
      const auto found = rows_.find(word);
      if (found != rows_.end()) first = std::min(first, found->second);
    }
    return first;
  }

 private:
  std::unordered_map<std::string, std::size_t> rows_;
};

// The spellings in which jobs and hosts have the name of what they measure.
RowIndex scrape_index(const std::vector<ModelRow>& scrapes) {
  RowIndex index;
  for (std::size_t i = 0; i < scrapes.size(); ++i) {
    for (const std::string_view name : scrapes[i].cells) {
      if (name.empty()) continue;
      index.add(name, i);
      for (const std::string_view end :
           {"-exporter", "_exporter", "-metrics", "_metrics", "-service", "-monitor"}) {
        if (name.ends_with(end)) index.add(name.substr(0, name.size() - end.size()), i);
      }
    }
  }
  return index;
}

// Services that are declared more than once (a file for each environment) are one by their name.
void join_services(RowLists& lists, std::map<std::string, Measure>& measures) {
  struct Service {
    const ModelRow* row = nullptr;
    std::vector<std::string> names;
  };
  std::map<std::string, Service> services;
  for (const ModelRow& row : lists["~service"]) {
    Service& service = services[row.cells[0]];
    if (service.row == nullptr) service.row = &row;
    service.names.insert(service.names.end(), row.cells.begin(), row.cells.end());
    std::erase(service.names, "");
  }
  const std::vector<ModelRow>& scrapes = lists["~scrape"];
  const RowIndex scraped = scrape_index(scrapes);
  // Of a program that is one service every alert and every panel is about it.
  const bool only = services.size() == 1;
  struct About {
    const std::vector<ModelRow>* rows = nullptr;
    RowIndex words;
    std::size_t general = SIZE_MAX;
  };
  std::array<About, 2> abouts;
  for (std::size_t k = 0; k < 2; ++k) {
    About& about = abouts[k];
    about.rows = &lists[k == 0 ? "~alert" : "~panel"];
    for (std::size_t i = 0; i < about.rows->size() && !services.empty(); ++i) {
      const std::string& text = (*about.rows)[i].cells[1];
      about.words.add_words(text, i);
      if (about.general == SIZE_MAX && (only || is_general(text))) about.general = i;
    }
  }
  Measure coverage;
  std::vector<ModelRow> joined;
  for (const auto& [name, service] : services) {
    ModelRow row = *service.row;
    row.cells = {name, "-", "-", "-"};
    const std::size_t scrape = scraped.first_of(service.names);
    if (scrape != SIZE_MAX) row.cells[1] = place_of(scrapes[scrape]);
    for (std::size_t k = 0; k < 2; ++k) {
      const std::size_t first = std::min(abouts[k].general, abouts[k].words.first_of(service.names));
      if (first == SIZE_MAX) continue;
      const ModelRow& one = (*abouts[k].rows)[first];
      row.cells[2 + k] = fmt::format("{} ({})", cut(one.cells[0]), place_of(one));
    }
    ++coverage.of;
    if (row.cells[1] != "-" && row.cells[2] != "-" && row.cells[3] != "-") ++coverage.met;
    joined.push_back(std::move(row));
  }
  if (coverage.of > 0) measures["monitoring_coverage"] = coverage;
  if (!joined.empty()) lists["services"] = std::move(joined);
}

void count_alerts(RowLists& lists, std::map<std::string, Measure>& measures) {
  std::set<std::string> tested;
  for (const ModelRow& row : lists["~alert-test"]) tested.insert(row.cells[0]);
  std::set<std::string> alerts;
  for (const ModelRow& row : lists["~alert"]) alerts.insert(row.cells[0]);
  Measure ratio{0, alerts.size()};
  for (const std::string& alert : alerts) ratio.met += tested.contains(alert) ? 1U : 0U;
  if (ratio.of > 0) measures["alerts_tested_ratio"] = ratio;
}

void count_secrets(RowLists& lists, std::map<std::string, Measure>& measures) {
  Measure managed;
  for (const ModelRow& row : lists["secrets"]) {
    ++managed.of;
    managed.met += row.cells[2] == "manager" ? 1U : 0U;
  }
  if (managed.of > 0) measures["secrets_managed"] = managed;
}

}  // namespace

std::vector<ModelRowFound> model_rows(std::string_view kind, std::string_view path,
                                      const Document& document) {
  Rows rows(path, document);
  rows.read(kind);
  return rows.take();
}

void settle_models(std::map<std::string, ModelTable>& models, bool whole,
                   std::map<std::string, Measure>& measures) {
  RowLists lists;
  for (auto& [name, table] : models) {
    // Rows that were dropped could be the ones that decide.
    whole = whole && table.left_out == 0;
    lists[name] = std::move(table.rows);
  }
  std::map<std::string, ModelTable> dropped = std::exchange(models, {});
  for (auto& [name, list] : lists) {
    std::sort(list.begin(), list.end(), comes_first);
    const auto same = [](const ModelRow& a, const ModelRow& b) {
      return !comes_first(a, b) && !comes_first(b, a);
    };
    list.erase(std::unique(list.begin(), list.end(), same), list.end());
  }
  std::map<std::string, Measure> counted;
  join_services(lists, counted);
  count_alerts(lists, counted);
  count_secrets(lists, counted);
  if (whole) measures.merge(counted);
  for (const Columns& columns : kColumns) {
    const auto found = lists.find(std::string(columns.model));
    if (found == lists.end() || found->second.empty()) continue;
    ModelTable& table = models[found->first];
    for (std::size_t at = 0; at <= columns.names.size();) {
      const std::size_t end = std::min(columns.names.find('|', at), columns.names.size());
      table.columns.emplace_back(columns.names.substr(at, end - at));
      at = end + 1;
    }
    table.left_out = found->second.size() - std::min(found->second.size(), ModelTable::kMostRows) +
                     dropped[found->first].left_out;
    found->second.resize(std::min(found->second.size(), ModelTable::kMostRows));
    table.rows = std::move(found->second);
  }
}

}  // namespace trawl
