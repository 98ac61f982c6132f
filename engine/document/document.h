#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/base/strong.h"

namespace trawl {

class FilesBeside;

/// What a value in a document is. `kUnknown` is a value that cannot be known from the file: a template, a
/// variable, a reference that leads nowhere. Rules say nothing about it, and it is counted.
enum class NodeKind : std::uint8_t { kNull, kBool, kNumber, kString, kList, kMap, kAlias, kUnknown };

using NodeIndex = Strong<struct NodeIndexTag, std::uint32_t>;  ///< position in a document's nodes
constexpr NodeIndex kNoNode{UINT32_MAX};

/// How a scalar is written, which decides how its text maps back to the file.
/// `kContinued` is text whose lines a backslash (or what stands for it) joins, with comments between them.
enum class ScalarStyle : std::uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kBlock, kContinued };

/// One value. A map may hold a key more than once, as formats with repeated directives do.
struct Node {
  NodeKind kind = NodeKind::kNull;
  ScalarStyle style = ScalarStyle::kPlain;
  bool flag = false;  ///< of a kBool
  NodeIndex parent = kNoNode;
  NodeIndex first_child = kNoNode;
  NodeIndex last_child = kNoNode;
  NodeIndex next_sibling = kNoNode;
  NodeIndex target = kNoNode;  ///< of a kAlias: what it stands for, an earlier node
  std::uint32_t child_count = 0;
  ByteSpan span;          ///< the value as written, with quotes
  ByteSpan key_span;      ///< of a map's child: its key as written
  std::string_view key;   ///< of a map's child, decoded
  std::string_view text;  ///< of a scalar, decoded; of an unknown, as written
  std::string_view tag;   ///< "!Ref"; empty where there is none
};

/// A file of configuration as a tree of values that know their bytes, whatever its format is. Immutable once
/// built; may be read by many threads. Borrows the file's bytes, owns all other text.
///
/// Aliases stay references (a bomb of aliases is a small tree), and every look through them and through
/// YAML's merge keys (`<<`) draws on the visitor's own budget.
class Document {
 public:
  [[nodiscard]] NodeIndex root() const { return nodes_.empty() ? kNoNode : NodeIndex(0); }
  [[nodiscard]] const Node& node(NodeIndex index) const { return nodes_[index.value]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] std::string_view source() const { return source_; }

  /// The node itself, or what its alias stands for (aliases of aliases do not exist in YAML).
  [[nodiscard]] NodeIndex resolved(NodeIndex index) const {
    return index != kNoNode && node(index).kind == NodeKind::kAlias ? node(index).target : index;
  }
  /// The first value of `key` in a map, through aliases and merge keys; kNoNode where there is none.
  [[nodiscard]] NodeIndex find(NodeIndex map, std::string_view key) const;
  /// The children of a map or list, through aliases and, for maps, merge keys (a key of the map itself hides
  /// the merged one).
  [[nodiscard]] std::vector<NodeIndex> children(NodeIndex index) const;
  /// The text of a scalar child; empty where there is none or its value is unknown.
  [[nodiscard]] std::string_view text_of(NodeIndex map, std::string_view key) const;

  /// Where bytes `[begin, end)` of a scalar's decoded text stand in the file. Exact for plain, quoted and
  /// block scalars.
  [[nodiscard]] ByteSpan span_in(NodeIndex scalar, std::size_t begin, std::size_t end) const;

  /// For readers that know more of a value than its format says. `tag` is static text.
  void set_tag(NodeIndex index, std::string_view tag) { nodes_[index.value].tag = tag; }

  /// Values whose key stood in their map before; in the order of the file.
  [[nodiscard]] const std::vector<NodeIndex>& repeated_keys() const { return repeated_keys_; }
  void set_repeated_keys(std::vector<NodeIndex> values) { repeated_keys_ = std::move(values); }

  /// The keys (list items as `[]`) from the root to a node, joined by dots: what a finding's identity is made
  /// of, so no positions are in it.
  [[nodiscard]] std::string key_path(NodeIndex index) const;

 private:
  friend class DocumentBuilder;

  std::string_view source_;
  std::vector<Node> nodes_;
  std::vector<NodeIndex> repeated_keys_;
  std::vector<std::unique_ptr<char[]>> texts_;  ///< blocks of text that is not the file's
};

/// Limits on what a reader accepts (docs/architecture.md, "Memory").
struct DocumentLimits {
  std::size_t bytes = std::size_t{4} << 20;
  std::size_t scalar_bytes = std::size_t{1} << 20;
  std::size_t documents = 1000;
  std::size_t depth = 64;
  std::size_t nodes = 2'000'000;
  /// The day that dates are compared with, counted from 1970-01-01; without it what depends on it is unknown.
  std::optional<std::int64_t> today;
  std::string_view path;                ///< of the file, where it is known
  const FilesBeside* beside = nullptr;  ///< the other files of its tree; null: they cannot be had
};

/// Builds one document from front to back. Used by readers.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(std::string_view source) { document_.source_ = source; }

  /// The key of the next value, when a map is open. False where the map has it already.
  bool key(std::string_view key, ByteSpan span);
  /// Opens a map or list; values go into it until `close`.
  NodeIndex open(NodeKind kind, ByteSpan begin);
  void close(ByteOffset end);
  NodeIndex scalar(NodeKind kind, ScalarStyle style, std::string_view text, ByteSpan span);
  NodeIndex alias(NodeIndex target, ByteSpan span);

  void tag(NodeIndex index, std::string_view tag) { document_.nodes_[index.value].tag = keep(tag); }
  void make_unknown(NodeIndex index);
  void set_flag(NodeIndex index, bool flag) { document_.nodes_[index.value].flag = flag; }
  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  [[nodiscard]] std::size_t size() const { return document_.nodes_.size(); }
  [[nodiscard]] NodeIndex innermost() const { return open_.empty() ? kNoNode : open_.back(); }
  [[nodiscard]] const Node& node(NodeIndex index) const { return document_.nodes_[index.value]; }

  /// Text that lives as long as the document.
  std::string_view keep(std::string_view text);

  Document finish() { return std::move(document_); }

 private:
  NodeIndex add(Node node);

  static constexpr std::size_t kTextBlock = 4096;

  Document document_;
  char* room_ = nullptr;  ///< what is left of the last block of text
  std::size_t room_left_ = 0;
  std::vector<NodeIndex> open_;
  std::vector<std::unordered_set<std::string_view>> keys_;  ///< of the open maps that have many
  std::string_view key_;
  ByteSpan key_span_;
};

/// What a reader made of a file.
struct DocumentReading {
  std::vector<Document> documents;  ///< those that were read whole
  /// Why the rest was not read; a sentence without the file's name. Nothing: all was read.
  std::optional<std::string> failure;
  bool templated = false;  ///< the failure is a template's, for a program that fills it in first
  /// Keys that stand twice in one map: the later one, in its document.
  std::vector<std::pair<std::size_t, NodeIndex>> duplicate_keys;
};

/// YAML 1.1 by libyaml, with the scalars of YAML 1.2's core schema: `on`, `yes` and the like are text. One
/// document for each of a stream. Positions are exact.
DocumentReading read_yaml(std::string_view bytes, const DocumentLimits& limits = {});

/// JSON (RFC 8259), with what people's files have beside it: comments, trailing commas, a byte order mark.
DocumentReading read_json(std::string_view bytes, const DocumentLimits& limits = {});

/// TOML 1.0 by toml++. Keys of a map come in the order of their text, not of the file.
DocumentReading read_toml(std::string_view bytes, const DocumentLimits& limits = {});

/// XML: a map of the outermost element by its name. An element is a map of its attributes (`@name`), its
/// elements by their names, each as often as it stands there, and its text (`#text`). Entities that a file
/// declares itself are not replaced.
DocumentReading read_xml(std::string_view bytes, const DocumentLimits& limits = {});

/// A Dockerfile: `instructions` (each with `name` in upper case, `flags`, `arguments`, `text`, `stage`,
/// `heredoc`) and `stages` (each with `base`, `image`, `name`, `final`, `user`). `image` is what the stage is
/// built on in the end, `user` the last one set along that way; both absent where the file does not say.
/// https://docs.docker.com/reference/dockerfile/
DocumentReading read_dockerfile(std::string_view bytes, const DocumentLimits& limits = {});

/// A configuration of nginx: each directive under its name, a plain one as the list of its arguments, a block
/// as the map of what it holds, with the block's own arguments under `args`. A block of Lua is one text.
/// https://nginx.org/en/docs/beginners_guide.html#conf_structure
DocumentReading read_nginx(std::string_view bytes, const DocumentLimits& limits = {});

/// Configurations of Apache httpd (and .htaccess), Caddy and HAProxy, in the same form as nginx's. Names of
/// Apache's directives and sections are in lower case, and <IfModule> makes no block of its own. Caddy's
/// blocks of the top are `site`, `snippet` and `global`.
DocumentReading read_apache(std::string_view bytes, const DocumentLimits& limits = {});
DocumentReading read_caddyfile(std::string_view bytes, const DocumentLimits& limits = {});
DocumentReading read_haproxy(std::string_view bytes, const DocumentLimits& limits = {});

/// The certificates of a PEM or DER file, in order: `certificates`, each with `subject`, `issuer`, `key`
/// ("RSA", "EC"), `bits`, `digest`, `days-valid`, `days-left` (of `limits.today`), `authority`,
/// `self-signed`, `for-servers`, `names` (subjectAltName), `in-order`. Private keys beside them are not
/// touched.
DocumentReading read_certificates(std::string_view bytes, const DocumentLimits& limits = {});

/// The tags of a page that bring something in (`script`, `link`, `meta`, `base`), each a map of its
/// attributes; tags of one name repeat. A template's values are unknown.
DocumentReading read_html(std::string_view bytes, const DocumentLimits& limits = {});

/// HCL as Terraform's files have it: blocks are maps in maps (`resource "a" "b" {}` is resource.a.b), keys
/// may repeat, `jsonencode(...)` is its argument. Literals, variables with a default and locals with a
/// literal in the same file are known, all else is unknown; so is a block with `count = 0`, and `dynamic "x"`
/// is an x. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
DocumentReading read_hcl(std::string_view bytes, const DocumentLimits& limits = {});

/// The strings of a Groovy script (a Jenkinsfile): `strings`, each with `call` and `argument` (whose it is),
/// `quotes` (`double`: variables are pasted in) and `text`.
DocumentReading read_groovy(std::string_view bytes, const DocumentLimits& limits = {});

/// Lines that are neither blank nor comments (`#`, `;`, `//`), without blanks around them: `lines`.
DocumentReading read_lines(std::string_view bytes, const DocumentLimits& limits = {});

/// The lines of a page of text (Markdown and its like) that are not blank, headings among them: `lines`.
DocumentReading read_page(std::string_view bytes, const DocumentLimits& limits = {});

/// `NAME=value` lines as in `.env` and `.properties` files: a map. Values with `${` or `$(` are unknown.
DocumentReading read_assignments(std::string_view bytes, const DocumentLimits& limits = {});

/// The kind of a plain scalar in YAML 1.2's core schema, and the value of a boolean in `flag`.
NodeKind kind_of_plain_scalar(std::string_view text, bool& flag);

/// Whether a text holds a placeholder of a template language that fills in files: `{{ x }}` (but not
/// `${{ x }}`, an expression of a workflow), `{% x %}`, `<% x %>`.
bool is_templated(std::string_view text);

}  // namespace trawl
