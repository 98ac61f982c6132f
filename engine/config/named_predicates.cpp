#include "engine/config/named_predicates.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "engine/config/cipher_list.h"
#include "engine/config/workflow.h"

namespace trawl {
namespace {

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

Judgement whole(bool holds) {
  return {holds ? Truth::kTrue : Truth::kFalse, std::nullopt};
}

// --- Expressions of GitHub workflows
// ---------------------------------------------------------------------------
// https://docs.github.com/en/actions/reference/security/secure-use: what outsiders can write.

constexpr std::array<std::string_view, 27> kUntrustedContexts = {
    "github.head_ref",
    "github.event.issue.title",
    "github.event.issue.body",
    "github.event.discussion.title",
    "github.event.discussion.body",
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.label",
    "github.event.pull_request.head.repo.default_branch",
    "github.event.pull_request.head.repo.description",
    "github.event.pull_request.head.repo.homepage",
    "github.event.comment.body",
    "github.event.review.body",
    "github.event.review_comment.body",
    "github.event.pages.*.page_name",
    "github.event.commits.*.message",
    "github.event.commits.*.author.name",
    "github.event.commits.*.author.email",
    "github.event.commits.*.committer.name",
    "github.event.commits.*.committer.email",
    "github.event.head_commit.message",
    "github.event.head_commit.author.name",
    "github.event.head_commit.author.email",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.display_title",
    "github.event.workflow_run.head_commit.message",
};

// Whole objects that hold such text, when they are printed (`toJSON(github.event.issue)`).
constexpr std::array<std::string_view, 10> kUntrustedObjects = {"github.event",
                                                                "github.event.issue",
                                                                "github.event.pull_request",
                                                                "github.event.pull_request.head",
                                                                "github.event.comment",
                                                                "github.event.review",
                                                                "github.event.discussion",
                                                                "github.event.commits",
                                                                "github.event.head_commit",
                                                                "github.event.workflow_run"};

/// A dotted name of an expression, normalised: lower case, `a['b']` as `a.b`, `a[0]` and `a.*` as `a.*`.
struct Reference {
  std::string name;
  bool printed_whole = false;  ///< an argument of toJSON
};

class ExpressionReader {
 public:
  explicit ExpressionReader(std::string_view text) : text_(text) {}

  /// The references whose text comes through: not those that are only compared or searched.
  std::vector<Reference> references() {
    std::vector<Reference> found;
    std::vector<std::string> calls;  // the functions whose arguments are being read
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\'') {
        skip_string();
      } else if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_') {
        Reference reference = read_name();
        skip_blank();
        if (at_ < text_.size() && text_[at_] == '(') {
          calls.push_back(reference.name);
          ++at_;
        } else {
          reference.printed_whole = !calls.empty() && calls.back() == "tojson";
          const bool cleared = std::any_of(calls.begin(), calls.end(), [](const std::string& call) {
            return call == "contains" || call == "startswith" || call == "endswith" || call == "hashfiles";
          });
          if (!cleared && !compared()) found.push_back(std::move(reference));
        }
      } else if (c == '(') {
        calls.emplace_back();
        ++at_;
      } else if (c == ')') {
        if (!calls.empty()) calls.pop_back();
        ++at_;
      } else {
        ++at_;
      }
    }
    return found;
  }

 private:
  void skip_blank() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  void skip_string() {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '\'') ++at_;
    if (at_ < text_.size()) ++at_;
  }

  // A comparison gives true or false, whatever its sides are.
  bool compared() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("==") || rest.starts_with("!=")) return true;
    std::size_t before = name_begin_;
    while (before > 0 && std::isspace(static_cast<unsigned char>(text_[before - 1])) != 0) --before;
    return before >= 2 && text_[before - 1] == '=' && (text_[before - 2] == '=' || text_[before - 2] == '!');
  }

  Reference read_name() {
    name_begin_ = at_;
    Reference reference;
    for (;;) {
      while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                    text_[at_] == '_' || text_[at_] == '-' || text_[at_] == '*')) {
        reference.name += static_cast<char>(std::tolower(static_cast<unsigned char>(text_[at_++])));
      }
      if (at_ < text_.size() && text_[at_] == '.') {
        reference.name += '.';
        ++at_;
      } else if (at_ < text_.size() && text_[at_] == '[') {
        const std::size_t end = text_.find(']', at_);
        if (end == std::string_view::npos) return reference;
        std::string_view inner = text_.substr(at_ + 1, end - at_ - 1);
        const bool name = inner.size() >= 2 && inner.front() == '\'' && inner.back() == '\'';
        reference.name += '.';
        reference.name += name ? lower(inner.substr(1, inner.size() - 2)) : "*";
        at_ = end + 1;
      } else {
        return reference;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t name_begin_ = 0;
};

bool is_untrusted(const Reference& reference) {
  const auto matches = [&](std::string_view pattern) {
    // A number or star in the expression stands for the star of the pattern.
    if (reference.name == pattern) return true;
    const std::size_t star = pattern.find('*');
    return star != std::string_view::npos && reference.name.starts_with(pattern.substr(0, star)) &&
           std::string_view(reference.name).substr(star).ends_with(pattern.substr(star + 1)) &&
           reference.name.size() > pattern.size() - 1;
  };
  if (std::any_of(kUntrustedContexts.begin(), kUntrustedContexts.end(), matches)) return true;
  return reference.printed_whole && std::find(kUntrustedObjects.begin(), kUntrustedObjects.end(),
                                              reference.name) != kUntrustedObjects.end();
}

// The value of `env.NAME` where an outer `env:` of the file sets it to an expression.
bool env_is_untrusted(const Document& document, NodeIndex value, std::string_view name);

bool expression_is_untrusted(const Document& document, NodeIndex value, std::string_view expression,
                             int depth) {
  for (const Reference& reference : ExpressionReader(expression).references()) {
    if (is_untrusted(reference)) return true;
    // `${{ env.X }}` is pasted as text, so an `env:` that holds untrusted text passes it on.
    if (depth == 0 && reference.name.starts_with("env.") &&
        env_is_untrusted(document, value, std::string_view(reference.name).substr(4))) {
      return true;
    }
  }
  return false;
}

// Calls `use(begin, end, inner)` for each `${{ inner }}` of a text until it says true.
template <typename Use>
Judgement for_each_expression(std::string_view text, Use use) {
  for (std::size_t at = text.find("${{"); at != std::string_view::npos; at = text.find("${{", at + 3)) {
    const std::size_t end = text.find("}}", at);
    if (end == std::string_view::npos) break;
    if (use(text.substr(at + 3, end - at - 3))) return {Truth::kTrue, std::pair(at, end + 2)};
  }
  return {};
}

bool env_is_untrusted(const Document& document, NodeIndex value, std::string_view name) {
  for (NodeIndex up = value; up != kNoNode; up = document.node(up).parent) {
    const NodeIndex env = document.find(up, "env");
    if (env == kNoNode) continue;
    for (const NodeIndex child : document.children(env)) {
      if (lower(document.node(child).key) != name) continue;
      const std::string_view text = document.node(document.resolved(child)).text;
      return for_each_expression(text, [&](std::string_view inner) {
               return expression_is_untrusted(document, value, inner, 1);
             }).truth == Truth::kTrue;
    }
  }
  return false;
}

Judgement untrusted_expression(const Document& document, NodeIndex value) {
  return for_each_expression(document.node(value).text, [&](std::string_view inner) {
    return expression_is_untrusted(document, value, inner, 0);
  });
}

// Weaker: text that people with some rights choose.
Judgement input_expression(const Document& document, NodeIndex value) {
  return for_each_expression(document.node(value).text, [](std::string_view inner) {
    const std::vector<Reference> references = ExpressionReader(inner).references();
    return std::any_of(references.begin(), references.end(), [](const Reference& reference) {
      return reference.name.starts_with("inputs.") || reference.name.starts_with("github.event.inputs.") ||
             reference.name.starts_with("github.event.client_payload.");
    });
  });
}

Judgement secrets_printed_whole(const Document& document, NodeIndex value) {
  return for_each_expression(document.node(value).text, [](std::string_view inner) {
    const std::vector<Reference> references = ExpressionReader(inner).references();
    return std::any_of(references.begin(), references.end(), [](const Reference& reference) {
      return (reference.printed_whole && reference.name == "secrets") || reference.name == "secrets.*";
    });
  });
}

Judgement secret_expression(const Document& document, NodeIndex value) {
  return for_each_expression(document.node(value).text, [](std::string_view inner) {
    const std::vector<Reference> references = ExpressionReader(inner).references();
    return std::any_of(references.begin(), references.end(), [](const Reference& reference) {
      // Some keep names of users among the secrets; they are none.
      return reference.name.starts_with("secrets.") && reference.name != "secrets.github_token" &&
             !reference.name.ends_with("username") && !reference.name.ends_with("_user");
    });
  });
}

// --- References to code and images
// ----------------------------------------------------------------------------

// `uses: owner/name@ref`: a commit id cannot move, a tag or branch can.
Judgement mutable_ref(const Document& document, NodeIndex value) {
  const std::string_view text = document.node(value).text;
  if (document.node(value).tag == kOwnWorkflow) return {};
  if (text.starts_with("./") || text.starts_with("../") || text.find("${{") != std::string_view::npos)
    return {};
  if (text.starts_with("docker://")) return whole(text.find("@sha256:") == std::string_view::npos);
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return whole(text.find('/') != std::string_view::npos);
  const std::string_view ref = text.substr(at + 1);
  if ((ref.size() == 40 || ref.size() == 64) && is_hex(ref)) return {};
  return {Truth::kTrue, std::pair(at + 1, text.size())};
}

Judgement first_party_action(const Document& document, NodeIndex value) {
  const std::string text = lower(document.node(value).text);
  return whole(text.starts_with("actions/") || text.starts_with("github/"));
}

bool has_variable(std::string_view text) {
  return text.find('$') != std::string_view::npos || text.find("{{") != std::string_view::npos ||
         text.find("%%") != std::string_view::npos;
}

// No tag, or one that is made to move. A digest never moves.
Judgement mutable_image(const Document& document, NodeIndex value) {
  std::string_view image = document.node(value).text;
  if (image.empty() || lower(image) == "scratch" || image.find("@sha256:") != std::string_view::npos)
    return {};
  if (has_variable(image) || image.find('<') != std::string_view::npos)
    return {Truth::kUnknown, std::nullopt};
  const std::size_t slash = image.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? image : image.substr(slash + 1);
  const std::size_t colon = name.rfind(':');
  if (colon == std::string_view::npos) return whole(true);
  const std::string_view tag = name.substr(colon + 1);
  return whole(tag == "latest" || tag == "master" || tag == "main" || tag == "edge" || tag == "nightly");
}

// --- Containers
// -------------------------------------------------------------------------------------------------

Judgement root_user(const Document& document, NodeIndex value) {
  const std::string_view text = document.node(value).text;
  if (has_variable(text)) return {Truth::kUnknown, std::nullopt};
  const std::string user = lower(text.substr(0, text.find(':')));
  return whole(user.empty() || user == "root" || user == "0");
}

// Images that run as somebody else although the Dockerfile does not say so.
Judgement non_root_image(const Document& document, NodeIndex value) {
  const std::string image = lower(document.node(value).text);
  if (has_variable(image)) return {Truth::kUnknown, std::nullopt};
  for (const std::string_view word : {"nonroot", "rootless", "unprivileged", "chainguard/", "non-root"}) {
    if (image.find(word) != std::string::npos) return whole(true);
  }
  // These begin as root and go on as a user of their own: what stands at their front sees to it.
  std::string_view name = image;
  for (const std::string_view host : {"docker.io/", "library/"}) {
    if (name.starts_with(host)) name.remove_prefix(host.size());
  }
  const std::string_view tag = name.substr(std::min(name.size(), name.find_first_of(":@")));
  name = name.substr(0, name.find_first_of(":@"));
  if (name == "php" &&
      (tag.find("apache") != std::string_view::npos || tag.find("fpm") != std::string_view::npos))
    return whole(true);
  for (const std::string_view word :
       {"postgres", "mysql", "mariadb", "mongo", "redis", "valkey", "rabbitmq", "memcached",
        "eclipse-mosquitto", "nextcloud", "wordpress", "httpd", "grafana/grafana", "prom/prometheus",
        "prom/alertmanager", "prom/node-exporter", "amazon/dynamodb-local", "nginxproxy/nginx-proxy"}) {
    if (name == word) return whole(true);
  }
  // The service that runs these gives them a user of its own.
  return whole(name.starts_with("public.ecr.aws/lambda/") || name.starts_with("amazon/aws-lambda-"));
}

constexpr std::array<std::string_view, 16> kDataPorts = {"1433",  "1521", "3306",  "5432", "5984", "6379",
                                                         "7000",  "7474", "8086",  "9042", "9200", "9300",
                                                         "11211", "2379", "27017", "50000"};

// `[HOST:]PUBLISHED:CONTAINER[/tcp]` of a data store, on an address that others reach.
// https://docs.docker.com/reference/compose-file/services/#ports
Judgement published_data_port(const Document& document, NodeIndex value) {
  const Node& node = document.node(document.resolved(value));
  std::string host;
  std::string container;
  if (node.kind == NodeKind::kMap) {
    if (document.find(value, "published") == kNoNode) return {};
    host = document.text_of(value, "host_ip");
    container = document.text_of(value, "target");
  } else {
    std::string_view text = node.text;
    text = text.substr(0, text.find('/'));
    // A default inside `${X:-5432}` is what is used where nothing is set; its colon is none of ours.
    std::vector<std::string> parts(1);
    int braces = 0;
    for (const char c : text) {
      if (c == '{' || c == '[') ++braces;
      if (c == '}' || c == ']') --braces;
      if (c == ':' && braces == 0) {
        parts.emplace_back();
      } else {
        parts.back() += c;
      }
    }
    if (parts.size() < 2) return {};
    container = parts.back();
    if (parts.size() >= 3) host = parts[parts.size() - 3];
  }
  if (host.find('$') != std::string::npos) return {Truth::kUnknown, std::nullopt};
  // A port that is set from outside may bring its address along: `${PORT:-127.0.0.1:5432}:5432`.
  if (node.kind != NodeKind::kMap && host.empty() &&
      (node.text.find(":-127.") != std::string_view::npos ||
       node.text.find(":-localhost:") != std::string_view::npos))
    return {};
  if (host.starts_with("127.") || host == "localhost" || host == "[::1]" || host == "::1") return {};
  // Other programs have these too: agents of Jenkins, proxies of Kafka. The image has to say it.
  if (container == "7000" || container == "8086" || container == "50000") {
    const NodeIndex list = document.node(value).parent;
    const NodeIndex service = list == kNoNode ? kNoNode : document.node(list).parent;
    const std::string_view image =
        service == kNoNode ? std::string_view() : document.text_of(service, "image");
    return whole(
        image.find("influx") != std::string_view::npos || image.find("cassandra") != std::string_view::npos ||
        image.find("scylla") != std::string_view::npos || image.find("db2") != std::string_view::npos);
  }
  return whole(std::find(kDataPorts.begin(), kDataPorts.end(), container) != kDataPorts.end());
}

// Networks, storage, logs and measurements of a node are the work of programs that need the node: its paths,
// its network, its rights. By the images that are known for it;
// https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
constexpr std::array kNodeAgents = {"flannel",
                                    "calico",
                                    "cilium",
                                    "weave",
                                    "kube-router",
                                    "multus",
                                    "kube-proxy",
                                    "aws-node",
                                    "amazon-k8s-cni",
                                    "vpc-cni",
                                    "antrea",
                                    "node-exporter",
                                    "node_exporter",
                                    "cadvisor",
                                    "node-problem-detector",
                                    "sysdig",
                                    "newrelic",
                                    "datadog",
                                    "dd-agent",
                                    "dynatrace",
                                    "fluent",
                                    "filebeat",
                                    "metricbeat",
                                    "promtail",
                                    "grafana/agent",
                                    "grafana/alloy",
                                    "falco",
                                    "tetragon",
                                    "tracee",
                                    "wazuh",
                                    "csi-",
                                    "csi_",
                                    "-csi",
                                    "device-plugin",
                                    "gpu-operator",
                                    "nvidia",
                                    "xray-daemon",
                                    "cloudwatch-agent",
                                    "zabbix-agent",
                                    "kured",
                                    "kubelet",
                                    "node-local-dns",
                                    "ip-masq-agent",
                                    "metallb",
                                    "speaker",
                                    "longhorn",
                                    "rook",
                                    "openebs",
                                    "pixie",
                                    "splunk",
                                    "instana",
                                    "appdynamics",
                                    "node-termination-handler"};

Judgement node_agent(const Document& document, NodeIndex value) {
  NodeIndex pod = value;
  while (pod != kNoNode && document.find(pod, "containers") == kNoNode) pod = document.node(pod).parent;
  if (pod == kNoNode) return {};
  for (const char* list : {"containers", "initContainers"}) {
    for (const NodeIndex container : document.children(document.find(pod, list))) {
      const std::string_view image = document.text_of(container, "image");
      for (const std::string_view agent : kNodeAgents) {
        if (image.find(agent) != std::string_view::npos) return whole(true);
      }
    }
  }
  return {};
}

// The values of environment variables that are written out: `${X}` is none, the default in `${X:-value}` is.
Judgement literal_default(const Document& document, NodeIndex value) {
  const std::string_view text = document.node(value).text;
  const std::size_t dollar = text.find("${");
  if (dollar == std::string_view::npos)
    return whole(!text.empty() && text.find('$') == std::string_view::npos);
  const std::size_t dash = text.find(":-", dollar);
  return whole(dash != std::string_view::npos && dash + 2 < text.size() && text[dash + 2] != '}' &&
               text[dash + 2] != '$');
}

Judgement weak_cipher_list(const Document& document, NodeIndex value) {
  const std::string_view text = document.node(value).text;
  if (text.find('$') != std::string_view::npos) return {Truth::kUnknown, std::nullopt};
  const auto weak = weak_cipher_in(text);
  if (!weak) return {};
  return {Truth::kTrue, *weak};
}

constexpr std::array kPredicates = {
    NamedPredicate{"first-party-action", "an action that GitHub itself publishes", first_party_action},
    NamedPredicate{"input-expression", "`${{ }}` with an input that whoever starts the workflow writes",
                   input_expression},
    NamedPredicate{"literal-default", "a value that is written out, or the default of a variable",
                   literal_default},
    NamedPredicate{"mutable-image", "an image without a tag or digest, or with a tag that is made to move",
                   mutable_image},
    NamedPredicate{"mutable-ref", "an action or workflow that is not pinned to a commit id", mutable_ref},
    NamedPredicate{"node-agent", "a pod of a program that works for the node itself, by its image",
                   node_agent},
    NamedPredicate{"non-root-image", "an image known to run as another user than root", non_root_image},
    NamedPredicate{"published-data-port", "a port of a data store that is published beyond this machine",
                   published_data_port},
    NamedPredicate{"root-user", "root by name or number, or nobody", root_user},
    NamedPredicate{"secret-expression", "`${{ }}` with a secret", secret_expression},
    NamedPredicate{"secrets-printed-whole", "`${{ }}` with all secrets at once", secrets_printed_whole},
    NamedPredicate{"untrusted-expression", "`${{ }}` with text that outsiders write", untrusted_expression},
    NamedPredicate{"weak-cipher-list", "a list of TLS ciphers that lets weak ones in", weak_cipher_list},
};

}  // namespace

std::span<const NamedPredicate> named_predicates() {
  static const std::vector<NamedPredicate> all = [] {
    std::vector<NamedPredicate> predicates(kPredicates.begin(), kPredicates.end());
    for (const NamedPredicate& predicate : pack_predicates()) predicates.push_back(predicate);
    std::sort(predicates.begin(), predicates.end(),
              [](const NamedPredicate& a, const NamedPredicate& b) { return a.name < b.name; });
    return predicates;
  }();
  return all;
}

const NamedPredicate* named_predicate(std::string_view name) {
  const std::span<const NamedPredicate> all = named_predicates();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const NamedPredicate& predicate) { return predicate.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace trawl
