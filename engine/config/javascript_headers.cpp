// Calls of helmet and cors in JavaScript and TypeScript, and what they make a program send.

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <unordered_map>

#include "engine/config/cors.h"
#include "engine/config/header_model.h"
#include "engine/config/helmet.h"
#include "engine/config/helmet_version.h"
#include "engine/config/javascript_value.h"
#include "engine/document/files_beside.h"

namespace trawl {
namespace {

using Kind = JavaScriptValue::Kind;

constexpr unsigned kNewestHelmet = 8;

enum class Library : std::uint8_t { kNone, kHelmet, kFastifyHelmet, kCors, kFastifyCors };

Library library_named(std::string_view module) {
  if (module == "helmet" || module == "koa-helmet") return Library::kHelmet;
  if (module == "@fastify/helmet" || module == "fastify-helmet") return Library::kFastifyHelmet;
  if (module == "cors") return Library::kCors;
  if (module == "@fastify/cors" || module == "fastify-cors") return Library::kFastifyCors;
  return Library::kNone;
}

class Program {
 public:
  Program(const SyntaxTree& tree, const DocumentLimits& surroundings)
      : tree_(tree), surroundings_(surroundings), values_(tree) {
    for (std::uint32_t i = 0; i < tree.size(); ++i) bind(SyntaxIndex(i));
  }

  std::vector<HeaderEntry> entries() {
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      if (tree_.node(SyntaxIndex(i)).kind == "call_expression") read_call(SyntaxIndex(i));
    }
    return std::move(entries_);
  }

 private:
  // The module that `require('x')` or `import('x')` names.
  [[nodiscard]] Library required(SyntaxIndex call) const {
    if (call == kNoSyntax) return Library::kNone;
    if (tree_.node(call).kind == "await_expression") {
      const std::vector<SyntaxIndex> inner = tree_.children(call);
      return inner.empty() ? Library::kNone : required_call(inner[0]);
    }
    return required_call(call);
  }

  [[nodiscard]] Library required_call(SyntaxIndex call) const {
    if (tree_.node(call).kind != "call_expression") return Library::kNone;
    const SyntaxIndex function = tree_.child(call, "function");
    const std::vector<SyntaxIndex> arguments = tree_.children(tree_.child(call, "arguments"));
    if (function == kNoSyntax || arguments.size() != 1 || tree_.node(arguments[0]).kind != "string")
      return Library::kNone;
    const std::string_view name = tree_.text(function);
    if (name != "require" && name != "import") return Library::kNone;
    return library_named(decode_javascript_string(tree_.text(arguments[0])));
  }

  void bind(SyntaxIndex index) {
    const SyntaxNode& node = tree_.node(index);
    if (node.kind == "variable_declarator") {
      const SyntaxIndex name = tree_.child(index, "name");
      const Library library = required(tree_.child(index, "value"));
      if (library != Library::kNone && name != kNoSyntax && tree_.node(name).kind == "identifier") {
        names_.emplace(tree_.text(name), library);
      }
    } else if (node.kind == "import_statement") {
      const SyntaxIndex source = tree_.child(index, "source");
      if (source == kNoSyntax) {
        bind_required_import(index);
        return;
      }
      const Library library = library_named(decode_javascript_string(tree_.text(source)));
      if (library == Library::kNone) return;
      for (const SyntaxIndex clause : tree_.children(index)) {
        if (tree_.node(clause).kind != "import_clause") continue;
        for (const SyntaxIndex part : tree_.children(clause)) bind_import(part, library);
      }
    }
  }

  // `import helmet = require('helmet')`.
  void bind_required_import(SyntaxIndex statement) {
    for (const SyntaxIndex clause : tree_.children(statement)) {
      if (tree_.node(clause).kind != "import_require_clause") continue;
      const SyntaxIndex source = tree_.child(clause, "source");
      const std::vector<SyntaxIndex> parts = tree_.children(clause);
      if (source == kNoSyntax || parts.empty()) continue;
      const Library library = library_named(decode_javascript_string(tree_.text(source)));
      if (library != Library::kNone) names_.emplace(tree_.text(parts[0]), library);
    }
  }

  void bind_import(SyntaxIndex part, Library library) {
    const std::string_view kind = tree_.node(part).kind;
    if (kind == "identifier") {
      names_.emplace(tree_.text(part), library);
    } else if (kind == "namespace_import") {
      const std::vector<SyntaxIndex> inner = tree_.children(part);
      if (!inner.empty()) names_.emplace(tree_.text(inner[0]), library);
    } else if (kind == "named_imports") {
      for (const SyntaxIndex one : tree_.children(part)) {
        const SyntaxIndex name = tree_.child(one, "name");
        const SyntaxIndex alias = tree_.child(one, "alias");
        if (name == kNoSyntax) continue;
        const std::string_view imported = tree_.text(name);
        const std::string_view bound = tree_.text(alias == kNoSyntax ? name : alias);
        if (imported == "default") {
          names_.emplace(bound, library);
        } else {
          parts_.emplace(bound, imported);
        }
      }
    }
  }

  [[nodiscard]] Library library_of(SyntaxIndex expression) const {
    const auto bound = names_.find(tree_.text(expression));
    return bound == names_.end() ? Library::kNone : bound->second;
  }

  const JavaScriptValue* evaluated(const std::vector<SyntaxIndex>& arguments, std::size_t position) {
    if (position >= arguments.size()) return nullptr;
    // Values move as more are made: a copy stays.
    kept_.push_back(std::make_unique<JavaScriptValue>(values_.value(values_.evaluate(arguments[position]))));
    return kept_.back().get();
  }

  void read_call(SyntaxIndex call) {
    const SyntaxIndex function = tree_.child(call, "function");
    if (function == kNoSyntax) return;
    const std::vector<SyntaxIndex> arguments = tree_.children(tree_.child(call, "arguments"));
    const std::string_view kind = tree_.node(function).kind;
    const ByteSpan place = tree_.node(function).span;
    if (kind == "identifier") {
      const Library library = library_of(function);
      if (library == Library::kHelmet) {
        add_helmet(evaluated(arguments, 0), place, false, call);
      } else if (library == Library::kCors) {
        add_cors(evaluated(arguments, 0), place);
      } else if (const auto part = parts_.find(tree_.text(function)); part != parts_.end()) {
        add_part(part->second, evaluated(arguments, 0), place);
      }
      return;
    }
    if (kind == "call_expression" && required_call(function) != Library::kNone) {  // require('helmet')({...})
      const Library library = required_call(function);
      if (library == Library::kHelmet) add_helmet(evaluated(arguments, 0), place, false, call);
      if (library == Library::kCors) add_cors(evaluated(arguments, 0), place);
      return;
    }
    if (kind != "member_expression") return;
    const SyntaxIndex object = tree_.child(function, "object");
    const SyntaxIndex property = tree_.child(function, "property");
    if (object == kNoSyntax || property == kNoSyntax) return;
    const std::string_view name = tree_.text(property);
    if (library_of(object) == Library::kHelmet) {
      add_part(name, evaluated(arguments, 0), place);
    } else if (name == "register" && !arguments.empty()) {
      Library library = required(arguments[0]);
      if (library == Library::kNone) library = library_of(arguments[0]);
      const ByteSpan plugin = tree_.node(arguments[0]).span;
      if (library == Library::kFastifyHelmet) add_helmet(evaluated(arguments, 1), plugin, true, call);
      if (library == Library::kFastifyCors) add_cors(evaluated(arguments, 1), plugin);
    } else if (name == "enableCors") {  // NestJS hands its options to cors
      add_cors(evaluated(arguments, 0), tree_.node(property).span);
    }
  }

  std::string unique(const std::string& name) {
    const std::size_t count = ++counts_[name];
    return count == 1 ? name : name + " (" + std::to_string(count) + ")";
  }

  void add_helmet(const JavaScriptValue* options, ByteSpan place, bool fastify, SyntaxIndex call) {
    HeaderEntry entry = helmet_entry(values_, options, helmet_version(), place, fastify);
    entry.what = unique(fastify ? "@fastify/helmet" : "helmet()");
    if (!fastify) note_late(call, entry);
    entries_.push_back(std::move(entry));
  }

  // From the lock file of the project; without one the newest is judged.
  unsigned helmet_version() {
    if (version_) return *version_;
    version_ = kNewestHelmet;
    if (surroundings_.beside == nullptr) return *version_;
    for (const std::string_view name : {"package-lock.json", "pnpm-lock.yaml", "yarn.lock"}) {
      const auto lock = read_upwards(*surroundings_.beside, surroundings_.path, name);
      const std::optional<unsigned> major = lock ? locked_major(*lock, "helmet") : std::nullopt;
      if (!major) continue;
      version_ = std::clamp(*major, 4U, kNewestHelmet);
      break;
    }
    return *version_;
  }

  // One of helmet's parts by itself: `helmet.hsts({...})`. What the others send is not known.
  void add_part(std::string_view name, const JavaScriptValue* options, ByteSpan place) {
    if (name != "contentSecurityPolicy") return;
    HeaderEntry entry;
    entry.what = unique("helmet.contentSecurityPolicy()");
    entry.span = place;
    entry.deployable = false;
    entry.complete = false;
    add_helmet_policy(values_, options, helmet_version(), place, entry);
    entries_.push_back(std::move(entry));
  }

  // The statement a call is (part of), and the object whose method takes it: app in `app.use(helmet())`.
  void note_late(SyntaxIndex call, HeaderEntry& entry) const {
    std::string_view app;
    SyntaxIndex statement = call;
    for (int up = 0; up < 8 && statement != kNoSyntax; ++up) {
      const SyntaxNode& node = tree_.node(statement);
      if (node.kind == "expression_statement") break;
      if (node.kind == "call_expression" && statement != call) {
        const SyntaxIndex function = tree_.child(statement, "function");
        if (function == kNoSyntax || tree_.node(function).kind != "member_expression") return;
        if (tree_.text(tree_.child(function, "property")) != "use") return;
        // Below a path it is for that path only, and may well come later.
        const std::vector<SyntaxIndex> arguments = tree_.children(tree_.child(statement, "arguments"));
        if (!arguments.empty() && tree_.node(arguments[0]).kind == "string") return;
        app = tree_.text(tree_.child(function, "object"));
      }
      statement = node.parent;
    }
    if (app.empty() || statement == kNoSyntax || tree_.node(statement).kind != "expression_statement") return;
    for (const SyntaxIndex earlier : tree_.children(tree_.node(statement).parent)) {
      if (earlier == statement) return;
      if (tree_.node(earlier).kind == "expression_statement" && is_route(earlier, app)) {
        entry.faults.push_back({"helmet-late", std::string(app), entry.span});
        return;
      }
    }
  }

  // `app.get('/path', handler)`.
  [[nodiscard]] bool is_route(SyntaxIndex statement, std::string_view app) const {
    const std::vector<SyntaxIndex> inner = tree_.children(statement);
    if (inner.empty() || tree_.node(inner[0]).kind != "call_expression") return false;
    const SyntaxIndex function = tree_.child(inner[0], "function");
    if (function == kNoSyntax || tree_.node(function).kind != "member_expression") return false;
    if (tree_.text(tree_.child(function, "object")) != app) return false;
    constexpr std::array<std::string_view, 6> kMethods = {"get", "post", "put", "delete", "patch", "all"};
    const std::string_view name = tree_.text(tree_.child(function, "property"));
    const std::vector<SyntaxIndex> arguments = tree_.children(tree_.child(inner[0], "arguments"));
    return std::find(kMethods.begin(), kMethods.end(), name) != kMethods.end() && arguments.size() >= 2 &&
           tree_.node(arguments[0]).kind == "string";
  }

  void add_cors(const JavaScriptValue* options, ByteSpan place) {
    HeaderEntry entry;
    entry.what = unique("cors()");
    entry.span = place;
    entry.deployable = false;
    entry.complete = false;
    entry.pages = false;
    const auto add = [&](std::string_view id, std::string_view text, ByteSpan span) {
      entry.faults.push_back({id, std::string(text), span});
    };
    if (options == nullptr || options->kind == Kind::kUndefined) {
      add("cors-any-origin", "*", place);
    } else if (options->kind == Kind::kObject) {
      const JavaScriptValue* credentials = values_.member(*options, "credentials");
      const bool with_credentials =
          credentials != nullptr && credentials->kind == Kind::kBool && credentials->flag;
      const JavaScriptValue* origin = values_.member(*options, "origin");
      if (origin == nullptr) {
        if (!options->open) add(with_credentials ? "cors-star-credentials" : "cors-any-origin", "*", place);
      } else {
        judge_origin(*origin, with_credentials, add);
      }
      if (const JavaScriptValue* headers = values_.member(*options, "allowedHeaders")) {
        judge_broad(*headers, "allowedHeaders", add);
      }
      if (const JavaScriptValue* methods = values_.member(*options, "methods")) {
        judge_broad(*methods, "methods", add);
      }
    }
    if (!entry.faults.empty()) entries_.push_back(std::move(entry));
  }

  template <typename Add>
  void judge_broad(const JavaScriptValue& value, std::string_view name, const Add& add) const {
    const JavaScriptValue* text = &value;
    if (value.kind == Kind::kList && value.items.size() == 1) text = &values_.value(value.items[0]);
    if (text->kind == Kind::kString && text->text == "*") add("cors-broad-headers", name, text->span);
  }

  template <typename Add>
  void judge_origin(const JavaScriptValue& origin, bool credentials, const Add& add) const {
    switch (origin.kind) {
      case Kind::kString:
        if (origin.text == "*")
          add(credentials ? "cors-star-credentials" : "cors-any-origin", "*", origin.span);
        if (origin.text == "null") add("cors-null-origin", "null", origin.span);
        break;
      case Kind::kBool:  // true: the request's own origin comes back
        if (origin.flag)
          add(credentials ? "cors-reflected-credentials" : "cors-any-origin", "true", origin.span);
        break;
      case Kind::kExpression:
        if (admits_other_origins(origin.text)) add("cors-weak-origin-check", origin.text, origin.span);
        break;
      case Kind::kList:
        for (const std::size_t index : origin.items) {
          const JavaScriptValue& one = values_.value(index);
          if (one.kind == Kind::kString && one.text == "null") add("cors-null-origin", "null", one.span);
          if (one.kind == Kind::kString && one.text == "*") add("cors-any-origin", "*", one.span);
          if (one.kind == Kind::kExpression && admits_other_origins(one.text)) {
            add("cors-weak-origin-check", one.text, one.span);
          }
        }
        break;
      case Kind::kFunction:
        judge_function(origin, credentials, add);
        break;
      default:
        break;
    }
  }

  // `(origin, callback) => callback(null, true)`, and checks of a part of the name only.
  template <typename Add>
  void judge_function(const JavaScriptValue& origin, bool credentials, const Add& add) const {
    const SyntaxIndex body = tree_.child(origin.node, "body");
    std::vector<SyntaxIndex> parameters = tree_.children(tree_.child(origin.node, "parameters"));
    if (body == kNoSyntax || parameters.empty()) return;
    std::string_view name = tree_.text(parameters[0]);
    name = name.substr(0, name.find_first_of(":?= \t\n"));
    std::string_view callback = parameters.size() > 1 ? tree_.text(parameters[1]) : std::string_view();
    callback = callback.substr(0, callback.find_first_of(":?= \t\n"));
    SyntaxIndex only = body;
    if (tree_.node(body).kind == "statement_block") {
      const std::vector<SyntaxIndex> statements = tree_.children(body);
      if (statements.size() == 1) only = statements[0];
      if (tree_.node(only).kind == "expression_statement" || tree_.node(only).kind == "return_statement") {
        const std::vector<SyntaxIndex> inner = tree_.children(only);
        if (!inner.empty()) only = inner[0];
      }
    }
    if (tree_.node(only).kind == "call_expression" && !callback.empty() &&
        tree_.text(tree_.child(only, "function")) == callback) {
      const std::vector<SyntaxIndex> arguments = tree_.children(tree_.child(only, "arguments"));
      if (arguments.size() == 2 && (tree_.text(arguments[1]) == "true" || tree_.text(arguments[1]) == name)) {
        add(credentials ? "cors-reflected-credentials" : "cors-any-origin", "function", origin.span);
        return;
      }
    }
    const ByteSpan within = tree_.node(body).span;
    for (std::uint32_t i = body.value; i < tree_.size(); ++i) {
      const SyntaxNode& node = tree_.node(SyntaxIndex(i));
      if (node.span.begin >= within.end) break;
      if (node.kind != "call_expression") continue;
      const SyntaxIndex function = tree_.child(SyntaxIndex(i), "function");
      if (function == kNoSyntax || tree_.node(function).kind != "member_expression") continue;
      const std::string_view method = tree_.text(tree_.child(function, "property"));
      const SyntaxIndex object = tree_.child(function, "object");
      if (tree_.text(object) != name) continue;
      const std::vector<SyntaxIndex> arguments = tree_.children(tree_.child(SyntaxIndex(i), "arguments"));
      if (arguments.empty()) continue;
      // A beginning that ends the host, or an end that begins at a dot, is as good as equality.
      const std::string text = tree_.node(arguments[0]).kind == "string"
                                   ? decode_javascript_string(tree_.text(arguments[0]))
                                   : std::string();
      const bool sound = (method == "endsWith" && text.starts_with('.')) ||
                         (method == "startsWith" && (text.ends_with('/') || text.ends_with(':')));
      if ((method == "includes" || method == "startsWith" || method == "endsWith" || method == "indexOf") &&
          !sound) {
        add("cors-weak-origin-check", method, node.span);
      }
    }
  }

  const SyntaxTree& tree_;
  const DocumentLimits& surroundings_;
  std::optional<unsigned> version_;
  JavaScriptEvaluator values_;
  std::unordered_map<std::string_view, Library> names_;
  std::unordered_map<std::string_view, std::string_view> parts_;  ///< `{ contentSecurityPolicy }` of helmet
  std::unordered_map<std::string, std::size_t> counts_;
  std::vector<std::unique_ptr<JavaScriptValue>> kept_;
  std::vector<HeaderEntry> entries_;
};

DocumentReading read_program(SyntaxLanguage language, std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  const Result<SyntaxTree> tree = SyntaxTree::parse(language, bytes);
  if (!tree) {
    reading.failure = tree.error().sentence();
    return reading;
  }
  // What is broken may hide a call, or a part of one: the rest is judged, and it is said.
  reading.failure = syntax_failure(*tree, bytes);
  std::vector<HeaderEntry> entries = Program(*tree, limits).entries();
  for (HeaderEntry& entry : entries) judge_headers(entry);
  reading.documents.push_back(document_of(entries, bytes));
  return reading;
}

}  // namespace

DocumentReading read_javascript_headers(std::string_view bytes, const DocumentLimits& limits) {
  return read_program(SyntaxLanguage::kTsx, bytes, limits);
}

DocumentReading read_typescript_headers(std::string_view bytes, const DocumentLimits& limits) {
  return read_program(SyntaxLanguage::kTypeScript, bytes, limits);
}

}  // namespace trawl
