// The headers that Apache httpd, Caddy and HAProxy add. None of them is the only source of an answer's
// headers where it hands requests on, so what is missing is asked of few of them.

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/config/header_model.h"
#include "engine/document/files_beside.h"

namespace trawl {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return result;
}

using Headers = std::vector<std::pair<std::string, HeaderValue>>;

void set(Headers& headers, const std::string& name, HeaderValue value) {
  std::erase_if(headers, [&](const auto& header) { return header.first == name; });
  headers.emplace_back(name, std::move(value));
}

/// What the three readers' documents have in common.
class ServerDocument {
 public:
  explicit ServerDocument(const Document& document) : document_(document) {}

  [[nodiscard]] std::vector<NodeIndex> words(NodeIndex directive) const {
    return document_.node(directive).kind == NodeKind::kList ? document_.children(directive)
                                                             : std::vector<NodeIndex>();
  }
  [[nodiscard]] std::string_view text(NodeIndex word) const { return document_.node(word).text; }
  [[nodiscard]] bool is_block(NodeIndex index) const { return document_.node(index).kind == NodeKind::kMap; }
  [[nodiscard]] std::string_view key(NodeIndex index) const { return document_.node(index).key; }
  [[nodiscard]] bool has(NodeIndex block, std::string_view name) const {
    return document_.find(block, name) != kNoNode;
  }

  [[nodiscard]] std::string name_of(NodeIndex block) const {
    std::string name(key(block));
    for (const NodeIndex word : words(document_.find(block, "args"))) {
      name += ' ';
      name += text(word);
    }
    return name;
  }

  [[nodiscard]] HeaderValue value_of(NodeIndex word, std::string_view variable) const {
    const Node& node = document_.node(word);
    HeaderValue value;
    value.text = std::string(node.text);
    value.span = node.span;
    value.exact = node.span.size() == node.text.size();
    value.known = node.text.find(variable) == std::string_view::npos;
    return value;
  }

  const Document& document_;
};

void send(const Headers& headers, HeaderEntry& entry) {
  for (const auto& [name, value] : headers) entry.add(name, value);
}

/// What a configuration of Apache includes, read once for all its parts.
class ApacheIncludes {
 public:
  explicit ApacheIncludes(const DocumentLimits& limits) : limits_(limits) {}

  struct Found {
    std::vector<const Document*> documents;
    bool there = false;  ///< the file, or of a pattern its folder
  };

  // Absolute paths are those of the machine it is installed on: their ends are sought in the tree.
  Found find(std::string_view name) {
    Found found;
    if (limits_.beside == nullptr || name.find("${") != std::string_view::npos) return found;
    std::string_view end = name;
    while (end.starts_with('/')) end.remove_prefix(1);
    for (;;) {
      const std::size_t last = end.rfind('/');
      const std::string_view file = last == std::string_view::npos ? end : end.substr(last + 1);
      const std::string_view folder =
          last == std::string_view::npos ? std::string_view() : end.substr(0, last);
      if (file.find_first_of("*?[") == std::string_view::npos) {
        std::string path;
        if (const auto text = read_upwards(*limits_.beside, limits_.path, end, &path)) {
          found.there = true;
          add(path, *text, found);
        }
      } else if (folder.find_first_of("*?[") == std::string_view::npos) {
        if (const auto paths = list_upwards(*limits_.beside, limits_.path, folder, file)) {
          found.there = true;
          for (const std::string& path : *paths) {
            if (path == limits_.path) continue;
            if (const auto text = limits_.beside->read(path)) add(path, *text, found);
          }
        }
      }
      const std::size_t slash = end.find('/');
      if (found.there || !name.starts_with('/') || slash == std::string_view::npos) return found;
      end.remove_prefix(slash + 1);
    }
  }

 private:
  struct Included {
    std::string text;
    DocumentReading reading;
  };

  void add(const std::string& path, const std::string& text, Found& found) {
    constexpr std::size_t kMostIncluded = 256;
    if (path == limits_.path) return;
    auto known = files_.find(path);
    if (known == files_.end()) {
      if (files_.size() >= kMostIncluded) return;
      known = files_.emplace(path, std::make_unique<Included>()).first;
      known->second->text = text;
      known->second->reading = read_apache(known->second->text, limits_);
    }
    if (!known->second->reading.documents.empty())
      found.documents.push_back(&known->second->reading.documents.front());
  }

  const DocumentLimits& limits_;
  std::map<std::string, std::unique_ptr<Included>> files_;
};

class ApacheHeaders : ServerDocument {
 public:
  ApacheHeaders(const Document& document, const DocumentLimits& limits)
      : ServerDocument(document),
        own_includes_(std::make_unique<ApacheIncludes>(limits)),
        includes_(*own_includes_) {}

  std::vector<HeaderEntry> entries() {
    const NodeIndex root = document_.root();
    Headers global;
    read(root, std::nullopt, global);
    bool hosts = false;
    for (const NodeIndex child : document_.children(root)) {
      if (is_block(child) && key(child) == "virtualhost") {
        hosts = true;
        add_host(child, global);
      }
    }
    if (!hosts) {
      if (!global.empty()) {  // .htaccess, or a piece that hosts include
        HeaderEntry entry;
        entry.what = "server";
        entry.span = global.front().second.span;
        entry.deployable = false;
        entry.complete = false;
        send(global, entry);
        entries_.push_back(std::move(entry));
      }
      HeaderEntry piece;
      piece.complete = false;
      add_sections(root, global, "server", piece);
    }
    return std::move(entries_);
  }

 private:
  ApacheHeaders(const Document& document, ApacheIncludes& includes, std::size_t depth)
      : ServerDocument(document), includes_(includes), depth_(depth) {}

  // `Header [always|onsuccess] ACTION NAME [VALUE]`, of a block itself. What a file says that is included
  // stands where the include does.
  void read(NodeIndex block, std::optional<ByteSpan> place, Headers& headers) {
    for (const NodeIndex child : document_.children(block)) {
      std::vector<NodeIndex> given = words(child);
      if ((key(child) == "include" || key(child) == "includeoptional") && given.size() == 1) {
        constexpr std::size_t kDeepest = 16;
        if (depth_ >= kDeepest) continue;
        for (const Document* included : includes_.find(text(given[0])).documents) {
          ApacheHeaders(*included, includes_, depth_ + 1)
              .read(included->root(), place.value_or(document_.node(given[0]).span), headers);
        }
        continue;
      }
      if (key(child) != "header") continue;
      bool always = false;
      if (!given.empty() && (lower(text(given[0])) == "always" || lower(text(given[0])) == "onsuccess")) {
        always = lower(text(given[0])) == "always";
        given.erase(given.begin());
      }
      if (given.size() < 2) continue;
      const std::string action = lower(text(given[0]));
      std::string name = lower(text(given[1]));
      if (name.ends_with(':')) name.pop_back();
      if (action == "unset") {
        std::erase_if(headers, [&](const auto& header) { return header.first == name; });
      } else if (given.size() >= 3 && (action == "set" || action == "setifempty" || action == "append" ||
                                       action == "merge" || action == "add")) {
        // With a condition behind it the header is not always there, but what it says is.
        HeaderValue value = value_of(given[2], "%{");
        value.always = always;
        if (place) {
          value.span = *place;
          value.exact = false;
        }
        const bool there = std::any_of(headers.begin(), headers.end(),
                                       [&](const auto& header) { return header.first == name; });
        if (action == "set" || (action == "setifempty" && !there)) {
          set(headers, name, std::move(value));
        } else if (action != "setifempty") {
          headers.emplace_back(name, std::move(value));
        }
      }
    }
  }

  // Sections apply in this order, whatever the order of the file is: Directory, Files, Location.
  // https://httpd.apache.org/docs/2.4/sections.html#merging
  static int order_of(std::string_view section) {
    if (section == "directory" || section == "directorymatch") return 1;
    if (section == "files" || section == "filesmatch") return 2;
    return section == "location" || section == "locationmatch" ? 3 : 0;
  }

  // Whether every answer of the host is made in that section.
  [[nodiscard]] bool covers_all(NodeIndex section, std::string_view root) const {
    const std::vector<NodeIndex> args = words(document_.find(section, "args"));
    if (args.empty()) return false;
    std::string_view path = text(args.back());
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    while (root.size() > 1 && root.ends_with('/')) root.remove_suffix(1);
    const std::string_view name = key(section);
    if (name == "directory")
      return path == "/" ||
             (!root.empty() && (path == root || (root.starts_with(path) && root[path.size()] == '/')));
    if (name == "files") return path == "*";
    if (name == "location") return path == "/";
    return path == ".*" || path == "." || path == "^/" || path == "^" || path == "^/.*";
  }

  // What sections for all answers set is the host's; each of the others is judged by what is in effect there.
  void add_sections(NodeIndex host, Headers headers, const std::string& what, const HeaderEntry& like) {
    const NodeIndex root_directive = document_.find(host, "documentroot");
    const std::string_view root = root_directive == kNoNode || words(root_directive).empty()
                                      ? std::string_view()
                                      : text(words(root_directive)[0]);
    std::vector<std::pair<int, NodeIndex>> sections;
    for (const NodeIndex child : document_.children(host)) {
      if (is_block(child) && order_of(key(child)) > 0) sections.emplace_back(order_of(key(child)), child);
    }
    std::stable_sort(sections.begin(), sections.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [order, section] : sections) {
      if (covers_all(section, root)) continue;
      Headers own = headers;
      bool placed = false;
      for (const auto& [other_order, other] : sections) {
        if (other == section) {
          read(section, std::nullopt, own);
          placed = true;
        } else if (covers_all(other, root)) {
          read(other, std::nullopt, own);
        }
      }
      Headers nothing;
      read(section, std::nullopt, nothing);
      if (!placed || (nothing.empty() && !unsets(section))) continue;
      HeaderEntry entry = like;
      entry.what = what + " " + name_of(section);
      entry.span = document_.node(section).key_span;
      entry.deployable = false;
      note_unset(section, headers, entry);
      send(own, entry);
      entries_.push_back(std::move(entry));
    }
  }

  [[nodiscard]] bool unsets(NodeIndex section) const {
    for (const NodeIndex child : document_.children(section)) {
      const std::vector<NodeIndex> given = words(child);
      for (std::size_t i = 0; key(child) == "header" && i < given.size() && i < 2; ++i) {
        if (lower(text(given[i])) == "unset") return true;
      }
    }
    return false;
  }

  // A header that protects, and that a section takes away again.
  void note_unset(NodeIndex section, const Headers& above, HeaderEntry& entry) const {
    for (const NodeIndex child : document_.children(section)) {
      if (key(child) != "header") continue;
      std::vector<NodeIndex> given = words(child);
      if (given.size() > 2) given.erase(given.begin());
      if (given.size() != 2 || lower(text(given[0])) != "unset") continue;
      const std::string name = lower(text(given[1]));
      const bool there =
          std::any_of(above.begin(), above.end(), [&](const auto& header) { return header.first == name; });
      if (there && is_security_header(name))
        entry.faults.push_back({"header-dropped", name, document_.node(child).key_span});
    }
  }

  // Whether another program answers, or a file that is not here says more.
  [[nodiscard]] bool hands_on(NodeIndex block, bool& leads_away, bool top) {
    bool found = false;
    std::vector<NodeIndex> blocks = {block};
    while (!blocks.empty()) {
      const NodeIndex at = blocks.back();
      blocks.pop_back();
      for (const NodeIndex child : document_.children(at)) {
        const std::string_view name = key(child);
        if (is_block(child)) blocks.push_back(child);
        if (name == "include" || name == "includeoptional") {
          const std::vector<NodeIndex> given = words(child);
          const ApacheIncludes::Found included =
              given.size() == 1 && depth_ < 16 ? includes_.find(text(given[0])) : ApacheIncludes::Found();
          found = found || !included.there;
          for (const Document* document : included.documents) {
            bool ignored = false;
            found =
                found ||
                ApacheHeaders(*document, includes_, depth_ + 1).hands_on(document->root(), ignored, false);
          }
          continue;
        }
        found = found || name.starts_with("proxypass") || name == "wsgiscriptalias" || name == "sethandler" ||
                name == "fcgidwrapper" || name == "use" || name == "addhandler" || name == "addtype" ||
                name == "action" || name.starts_with("php_") || runs_programs(name, child);
        if (name == "rewriterule" && !words(child).empty()) {
          for (const NodeIndex word : words(child)) found = found || text(word).find('P') == 1;
        }
        if (top && at == block &&
            (name == "redirect" || name == "redirectpermanent" || name == "redirectmatch"))
          leads_away = true;
      }
    }
    return found;
  }

  void add_host(NodeIndex host, const Headers& global) {
    HeaderEntry entry;
    entry.what = name_of(host);
    const NodeIndex server = document_.find(host, "servername");
    if (server != kNoNode && !words(server).empty()) entry.what += " " + std::string(text(words(server)[0]));
    entry.span = document_.node(host).key_span;
    const NodeIndex engine = document_.find(host, "sslengine");
    const bool tls = engine != kNoNode && !words(engine).empty() && lower(text(words(engine)[0])) == "on";
    entry.tls = tls ? HeaderEntry::Tls::kYes : HeaderEntry::Tls::kNo;
    bool leads_away = false;
    entry.complete = !hands_on(host, leads_away, true);
    entry.pages = has(host, "documentroot") && !leads_away;
    entry.deployable = entry.pages;
    const HeaderEntry like = entry;
    Headers headers = global;
    read(host, std::nullopt, headers);
    const Headers of_host = headers;
    const NodeIndex root = document_.find(host, "documentroot");
    const std::string_view folder =
        root == kNoNode || words(root).empty() ? std::string_view() : text(words(root)[0]);
    for (const int order : {1, 2, 3}) {
      for (const NodeIndex child : document_.children(host)) {
        if (is_block(child) && order_of(key(child)) == order && covers_all(child, folder))
          read(child, std::nullopt, headers);
      }
    }
    send(headers, entry);
    const std::string what = entry.what;
    entries_.push_back(std::move(entry));
    add_sections(host, of_host, what, like);
  }

  // Programs that answer here, or files that may say more: an index in PHP, scripts, .htaccess.
  [[nodiscard]] bool runs_programs(std::string_view name, NodeIndex directive) const {
    if (name != "directoryindex" && name != "options" && name != "allowoverride" &&
        name != "fallbackresource" && name != "documentroot") {
      return false;
    }
    for (const NodeIndex word : words(directive)) {
      const std::string value = lower(text(word));
      if (name == "allowoverride"
              ? value != "none"
              : value.find(".php") != std::string::npos || value.find("execcgi") != std::string::npos ||
                    (name == "documentroot" && value.ends_with("/public"))) {
        return true;
      }
    }
    return false;
  }

  std::unique_ptr<ApacheIncludes> own_includes_;
  ApacheIncludes& includes_;
  std::size_t depth_ = 0;
  std::vector<HeaderEntry> entries_;
};

class CaddyHeaders : ServerDocument {
 public:
  using ServerDocument::ServerDocument;

  std::vector<HeaderEntry> entries() {
    for (const NodeIndex child : document_.children(document_.root())) {
      if (!is_block(child)) continue;
      const std::vector<NodeIndex> names = words(document_.find(child, "args"));
      if (key(child) == "snippet" && !names.empty()) {
        std::string name(text(names[0]));
        if (name.starts_with('(') && name.ends_with(')'))
          snippets_.emplace(name.substr(1, name.size() - 2), child);
      }
    }
    for (const NodeIndex child : document_.children(document_.root())) {
      if (is_block(child) && key(child) == "site") add_site(child);
    }
    return std::move(entries_);
  }

 private:
  struct State {
    Headers headers;
    std::vector<std::string> removed;
    bool hands_on = false;
    bool leads_away = false;
    bool serves = false;
  };

  void put(std::string_view name, NodeIndex value, State& state) const {
    std::string header = lower(name);
    if (header.starts_with('>')) header.erase(0, 1);
    if (header.starts_with('-')) {
      std::erase_if(state.headers,
                    [&](const auto& one) { return one.first == std::string_view(header).substr(1); });
      return;
    }
    const bool adds = header.starts_with('+');
    if (header.starts_with('+') || header.starts_with('?')) header.erase(0, 1);
    if (value == kNoNode) return;
    if (adds) {
      state.headers.emplace_back(header, value_of(value, "{"));
    } else {
      set(state.headers, header, value_of(value, "{"));
    }
  }

  void read_header(NodeIndex directive, State& state) const {
    if (!is_block(directive)) {
      std::vector<NodeIndex> given = words(directive);
      if (!given.empty() && is_matcher(text(given[0]))) given.erase(given.begin());
      if (!given.empty()) put(text(given[0]), given.size() > 1 ? given[1] : kNoNode, state);
      return;
    }
    for (const NodeIndex field : document_.children(directive)) {
      if (key(field) == "args" || key(field) == "defer") continue;
      const std::vector<NodeIndex> value = words(field);
      put(key(field), value.empty() ? kNoNode : value[0], state);
    }
  }

  static bool is_matcher(std::string_view word) {
    return word.starts_with('/') || word.starts_with('@') || word == "*";
  }

  void read(NodeIndex block, State& state) const {
    // Blocks in blocks and snippets; each is looked at once.
    std::vector<NodeIndex> open = {block};
    std::vector<NodeIndex> seen;
    while (!open.empty() && seen.size() < 10'000) {
      const NodeIndex at = open.back();
      open.pop_back();
      if (std::find(seen.begin(), seen.end(), at) != seen.end()) continue;
      seen.push_back(at);
      for (const NodeIndex child : document_.children(at)) {
        const std::string_view name = key(child);
        if (name == "header") {
          read_header(child, state);
        } else if (name == "import") {
          const std::vector<NodeIndex> given = words(child);
          const auto snippet = given.empty() ? snippets_.end() : snippets_.find(std::string(text(given[0])));
          if (snippet != snippets_.end()) {
            open.push_back(snippet->second);
          } else {
            state.hands_on = true;
          }
        } else if (name == "reverse_proxy" || name == "php_fastcgi" || name == "forward_auth" ||
                   name == "templates") {
          state.hands_on = true;
        } else if (name == "redir" && at == block) {
          state.leads_away = true;
        } else if (name == "file_server" || name == "root") {
          state.serves = true;
        } else if (is_block(child) && (name == "handle" || name == "route" || name == "handle_path")) {
          open.push_back(child);
        }
      }
    }
  }

  void add_site(NodeIndex site) {
    HeaderEntry entry;
    entry.what = name_of(site);
    entry.span = document_.node(site).key_span;
    // Caddy serves TLS by itself for every name that is not told otherwise.
    const std::vector<NodeIndex> names = words(document_.find(site, "args"));
    const std::string_view address = names.empty() ? std::string_view() : text(names[0]);
    const bool plain = address.starts_with("http://") || address.starts_with(':') ||
                       address.starts_with("localhost") || address.ends_with(":80");
    entry.tls = address.find('{') != std::string_view::npos ? HeaderEntry::Tls::kUnknown
                : plain                                     ? HeaderEntry::Tls::kNo
                                                            : HeaderEntry::Tls::kYes;
    State state;
    read(site, state);
    entry.complete = !state.hands_on;
    entry.pages = state.serves && !state.leads_away;
    entry.deployable = entry.pages;
    entry.variable = '{';
    send(state.headers, entry);
    entries_.push_back(std::move(entry));
  }

  std::map<std::string, NodeIndex> snippets_;
  std::vector<HeaderEntry> entries_;
};

class HaproxyHeaders : ServerDocument {
 public:
  using ServerDocument::ServerDocument;

  std::vector<HeaderEntry> entries() {
    std::vector<HeaderEntry> entries;
    for (const NodeIndex section : document_.children(document_.root())) {
      if (!is_block(section)) continue;
      Headers headers;
      for (const NodeIndex child : document_.children(section)) {
        if (key(child) != "http-response" && key(child) != "http-after-response") continue;
        const std::vector<NodeIndex> given = words(child);
        if (given.size() < 3) continue;
        const std::string name = lower(text(given[1]));
        if (text(given[0]) == "set-header") set(headers, name, value_of(given[2], "%["));
        if (text(given[0]) == "add-header") headers.emplace_back(name, value_of(given[2], "%["));
      }
      if (headers.empty()) continue;
      HeaderEntry entry;
      entry.what = name_of(section);
      entry.span = document_.node(section).key_span;
      entry.deployable = false;  // the servers behind it have headers of their own
      entry.complete = false;
      send(headers, entry);
      entries.push_back(std::move(entry));
    }
    return entries;
  }
};

template <typename Model>
DocumentReading with_headers(DocumentReading reading, std::string_view bytes) {
  if (reading.documents.size() != 1) return reading;
  std::vector<HeaderEntry> entries = Model(reading.documents.front()).entries();
  for (HeaderEntry& entry : entries) judge_headers(entry);
  if (!entries.empty()) reading.documents.push_back(document_of(entries, bytes));
  return reading;
}

}  // namespace

DocumentReading read_apache_with_headers(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading = read_apache(bytes, limits);
  if (reading.documents.size() != 1) return reading;
  std::vector<HeaderEntry> entries = ApacheHeaders(reading.documents.front(), limits).entries();
  for (HeaderEntry& entry : entries) judge_headers(entry);
  if (!entries.empty()) reading.documents.push_back(document_of(entries, bytes));
  return reading;
}

DocumentReading read_caddyfile_with_headers(std::string_view bytes, const DocumentLimits& limits) {
  return with_headers<CaddyHeaders>(read_caddyfile(bytes, limits), bytes);
}

DocumentReading read_haproxy_with_headers(std::string_view bytes, const DocumentLimits& limits) {
  return with_headers<HaproxyHeaders>(read_haproxy(bytes, limits), bytes);
}

}  // namespace trawl
