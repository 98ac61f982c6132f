// Which headers nginx really sends, location by location (ngx_http_headers_module: `add_header` is inherited
// only where a level has none of its own).

#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/config/cors.h"
#include "engine/config/header_model.h"
#include "engine/config/nginx_error_pages.h"
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

/// What one level of the configuration sends.
struct Level {
  std::vector<std::pair<std::string, HeaderValue>> headers;  ///< names as written
  std::map<std::string, std::vector<HeaderValue>> more;      ///< of more_set_headers, which merges
  bool merge = false;
};

class NginxHeaders {
 public:
  NginxHeaders(const Document& document, const DocumentLimits& limits)
      : document_(document), limits_(limits), error_pages_(document) {}

  std::vector<HeaderEntry> entries() {
    // One walk with a stack: a level, and what it inherits.
    struct Open {
      NodeIndex block;
      Level level;
      NginxErrorPages::List errors = NginxErrorPages::kNone;
      std::size_t server = SIZE_MAX;  ///< the entry of the server it is in
      std::string what;
    };
    std::vector<Open> open;
    open.push_back(
        {document_.root(), level_of(document_.root(), outer_level()), NginxErrorPages::kNone, SIZE_MAX, ""});
    while (!open.empty()) {
      const Open at = std::move(open.back());
      open.pop_back();
      std::vector<Open> below;
      for (const NodeIndex child : document_.children(at.block)) {
        const Node& node = document_.node(child);
        if (node.kind != NodeKind::kMap) continue;
        if (node.key == "http" || node.key == "events") {
          if (node.key == "http")
            below.push_back(
                {child, level_of(child, at.level), error_pages_.in_force(child, at.errors), SIZE_MAX, ""});
        } else if (node.key == "server" && document_.find(child, "args") != kNoNode) {
          add_server(child, at.level);
          below.push_back({child, level_of(child, at.level), error_pages_.in_force(child, at.errors),
                           entries_.size() - 1, entries_.back().what});
          error_pages_.add(child, true, entries_.size() - 1, below.back().errors,
                           security_headers(below.back().level));
        } else if (node.key == "location" || node.key == "if" || node.key == "limit_except") {
          Open inner{child, level_of(child, at.level), error_pages_.in_force(child, at.errors), at.server,
                     at.what + " " + name_of(child)};
          if (node.key == "location" && at.server != SIZE_MAX)
            error_pages_.add(child, false, at.server, inner.errors, security_headers(inner.level));
          if (own_headers(child)) add_inner(child, at.level, inner.level, inner.what, at.server);
          below.push_back(std::move(inner));
        }
      }
      open.insert(open.end(), std::make_move_iterator(below.rbegin()), std::make_move_iterator(below.rend()));
    }
    note_plain_servers();
    note_error_pages();
    return std::move(entries_);
  }

  [[nodiscard]] bool gave_up() const { return error_pages_.gave_up(); }

 private:
  static NginxSecurityHeaders security_headers(const Level& level) {
    NginxSecurityHeaders headers;
    for (const auto& [name, value] : level.headers) {
      const unsigned bit = value.always ? security_header_bit(lower(name)) : 0;
      headers.named |= bit;
      if (bit == 0 || value.text.empty() || (headers.sent & bit) != 0) continue;
      headers.sent |= bit;
      headers.names.emplace_back(bit, name);
    }
    for (const auto& [name, values] : level.more) headers.named |= security_header_bit(name);
    return headers;
  }

  void note_error_pages() {
    for (NginxErrorPages::Lost& lost :
         error_pages_.lost([this](NodeIndex location) { return hands_on(location); })) {
      entries_[lost.server].faults.push_back(
          {"header-lost-on-error-page", std::move(lost.headers), document_.node(lost.directive).key_span});
    }
  }

  [[nodiscard]] std::vector<NodeIndex> arguments(NodeIndex directive) const {
    return document_.node(directive).kind == NodeKind::kList ? document_.children(directive)
                                                             : std::vector<NodeIndex>();
  }

  [[nodiscard]] std::string name_of(NodeIndex block) const {
    std::string name(document_.node(block).key);
    for (const NodeIndex word : document_.children(document_.find(block, "args"))) {
      name += ' ';
      name += document_.node(word).text;
    }
    return name;
  }

  [[nodiscard]] bool has(NodeIndex block, std::string_view directive) const {
    return document_.find(block, directive) != kNoNode;
  }

  // Whether a level has headers of its own, perhaps by an include.
  [[nodiscard]] bool own_headers(NodeIndex block) {
    if (has(block, "add_header") || has(block, "more_set_headers")) return true;
    if (!has(block, "include")) return false;
    Level level;
    gather(document_, block, std::nullopt, level);
    return !level.headers.empty() || !level.more.empty();
  }

  static HeaderValue value_of(const Document& document, NodeIndex word, std::optional<ByteSpan> place) {
    const Node& node = document.node(word);
    HeaderValue value;
    value.text = std::string(node.text);
    value.span = place.value_or(node.span);
    value.exact = !place && node.span.size() == node.text.size();
    value.known = node.text.find('$') == std::string_view::npos;
    return value;
  }

  [[nodiscard]] Level level_of(NodeIndex block, const Level& above) {
    Level level;
    level.merge = above.merge;
    level.more = above.more;
    gather(document_, block, std::nullopt, level);
    if (level.headers.empty() || level.merge) {
      level.headers.insert(level.headers.begin(), above.headers.begin(), above.headers.end());
    }
    return level;
  }

  static std::vector<NodeIndex> arguments_in(const Document& document, NodeIndex directive) {
    return document.node(directive).kind == NodeKind::kList ? document.children(directive)
                                                            : std::vector<NodeIndex>();
  }

  // What the directives of a block add. Of an included file all stands where the include does.
  void gather(const Document& document, NodeIndex block, std::optional<ByteSpan> place, Level& level) {
    for (const NodeIndex child : document.children(block)) {
      const std::string_view key = document.node(child).key;
      const std::vector<NodeIndex> words = arguments_in(document, child);
      if (key == "add_header_inherit") {
        level.merge = !words.empty() && document.node(words[0]).text == "merge";
      } else if (key == "add_header" && words.size() >= 2) {
        HeaderValue value = value_of(document, words[1], place);
        value.always = words.size() > 2 && document.node(words[2]).text == "always";
        level.headers.emplace_back(document.node(words[0]).text, std::move(value));
      } else if (key == "more_set_headers") {
        for (const NodeIndex word : words) add_more(value_of(document, word, place), level);
      } else if (key == "include" && words.size() == 1) {
        if (depth_ >= kDeepestInclude) continue;
        for (const Document* included : include(document.node(words[0]).text).documents) {
          if (++gathered_ > kMostGathered) return;
          ++depth_;
          gather(*included, included->root(), place ? *place : document.node(words[0]).span, level);
          --depth_;
        }
      }
    }
  }

  /// The files that an include names.
  struct Including {
    std::vector<const Document*> documents;
    bool found = false;  ///< the file, or of a pattern the folder: a pattern may match nothing
  };

  // A pattern stands for the files of its folder, sorted. Absolute paths are those of the machine it is
  // installed on: their ends are sought in the tree.
  Including include(std::string_view name) {
    Including result;
    if (limits_.beside == nullptr || name.find('$') != std::string_view::npos) return result;
    std::string_view end = name;
    while (end.starts_with('/')) end.remove_prefix(1);
    const bool absolute = name.starts_with('/');
    if (name.find_first_of("*?[") == std::string_view::npos) {
      for (;;) {
        std::string path;
        if (const Document* document = file(end, true, path)) result = {{document}, true};
        const std::size_t slash = end.find('/');
        if (result.found || !absolute || slash == std::string_view::npos) return result;
        end.remove_prefix(slash + 1);
      }
    }
    const std::size_t last = end.rfind('/');
    std::string_view folder = last == std::string_view::npos ? std::string_view() : end.substr(0, last);
    const std::string_view pattern = last == std::string_view::npos ? end : end.substr(last + 1);
    if (folder.find_first_of("*?[") != std::string_view::npos) return result;
    for (;;) {
      const auto paths = list_upwards(*limits_.beside, limits_.path, folder, pattern);
      if (paths) {
        result.found = true;
        for (const std::string& path : *paths) {
          std::string found;
          const Document* document = path == limits_.path ? nullptr : file(path, false, found);
          if (document != nullptr) result.documents.push_back(document);
        }
        return result;
      }
      const std::size_t slash = folder.find('/');
      if (!absolute || slash == std::string_view::npos) return result;
      folder.remove_prefix(slash + 1);
    }
  }

  // A file that was included, read once; null where it cannot be had.
  const Document* file(std::string_view name, bool upwards, std::string& path) {
    const auto known = included_.find(std::string(name));
    if (known != included_.end()) return known->second.document();
    Included& file = included_[std::string(name)];
    if (included_.size() > kMostIncluded) return nullptr;
    file.text = upwards ? read_upwards(*limits_.beside, limits_.path, name, &path)
                        : limits_.beside->read(std::string(name));
    if (file.text) file.reading = read_nginx(*file.text, limits_);
    return file.document();
  }

  // What surrounds the servers of a file that is only a part: the level of the block that includes it, of the
  // nginx.conf beside or above it.
  Level outer_level() {
    const NodeIndex server = document_.find(document_.root(), "server");
    if (limits_.beside == nullptr || server == kNoNode || has(document_.root(), "http")) return {};
    std::string path;
    const Document* outer = file("nginx.conf", true, path);
    if (outer == nullptr || path == limits_.path) return {};
    const NodeIndex http = outer->find(outer->root(), "http");
    if (http == kNoNode) return {};
    for (const NodeIndex child : outer->children(http)) {
      if (outer->node(child).key != "include") continue;
      const std::vector<NodeIndex> words = arguments_in(*outer, child);
      if (words.empty() || !is_included_by(outer->node(words[0]).text)) continue;
      Level level;
      gather(*outer, http, document_.node(server).key_span, level);
      return level;
    }
    return {};
  }

  // Whether an include's pattern ends in the name of this file and its folder.
  [[nodiscard]] bool is_included_by(std::string_view pattern) const {
    std::string_view path = limits_.path;
    for (int segments = 0; segments < 2 && !pattern.empty() && !path.empty(); ++segments) {
      const auto take_last = [](std::string_view& from) {
        const std::size_t slash = from.rfind('/');
        const std::string_view last = slash == std::string_view::npos ? from : from.substr(slash + 1);
        from = slash == std::string_view::npos ? std::string_view() : from.substr(0, slash);
        return std::string(last);
      };
      const std::string wanted = take_last(pattern);
      if (::fnmatch(wanted.c_str(), take_last(path).c_str(), FNM_PERIOD) != 0) return false;
    }
    return true;
  }

  // `more_set_headers 'Name: value'`.
  static void add_more(HeaderValue value, Level& level) {
    const std::size_t colon = value.text.find(':');
    if (colon == std::string::npos || value.text.starts_with('-')) return;
    const std::string name = lower(std::string_view(value.text).substr(0, colon));
    std::size_t begin = colon + 1;
    while (begin < value.text.size() && value.text[begin] == ' ') ++begin;
    value.text.erase(0, begin);
    if (value.exact) value.span.begin = ByteOffset(value.span.begin.value + begin);
    level.more[name] = {std::move(value)};
  }

  static void send(const Level& level, HeaderEntry& entry) {
    for (const auto& [name, value] : level.headers) {
      if (!value.text.empty()) entry.add(name, value);
    }
    for (const auto& [name, values] : level.more) {
      if (!values.front().text.empty()) entry.headers[name] = values;
    }
    entry.variable = '$';
  }

  // Whether some location of a block hands requests to another program, which has headers of its own.
  [[nodiscard]] bool hands_on(NodeIndex block) {
    std::vector<std::pair<const Document*, NodeIndex>> stack = {{&document_, block}};
    std::set<const Document*> entered;  // files can include each other
    while (!stack.empty()) {
      const Document& document = *stack.back().first;
      const NodeIndex at = stack.back().second;
      stack.pop_back();
      for (const NodeIndex child : document.children(at)) {
        const Node& node = document.node(child);
        if (node.key.ends_with("_pass") || node.key == "include" ||
            node.key.find("_by_lua") != std::string_view::npos) {
          // An include of types or of parameters for the upstream adds no header.
          if (node.key != "include") return true;
          const std::vector<NodeIndex> words = arguments_in(document, child);
          const std::string_view file = words.empty() ? std::string_view() : document.node(words[0]).text;
          const Including including = include(file);
          for (const Document* included : including.documents) {
            if (entered.insert(included).second) stack.emplace_back(included, included->root());
          }
          if (including.found) continue;
          if (file.find("mime.types") == std::string_view::npos &&
              file.find("_params") == std::string_view::npos)
            return true;
        }
        if (node.kind == NodeKind::kMap) stack.emplace_back(&document, child);
      }
    }
    return false;
  }

  [[nodiscard]] HeaderEntry::Tls tls_of(NodeIndex server) const {
    HeaderEntry::Tls tls = HeaderEntry::Tls::kNo;
    for (const NodeIndex child : document_.children(server)) {
      const std::string_view key = document_.node(child).key;
      const std::vector<NodeIndex> words = arguments(child);
      for (const NodeIndex word : words) {
        const std::string_view text = document_.node(word).text;
        if ((key == "listen" && (text == "ssl" || text == "quic")) || (key == "ssl" && text == "on"))
          tls = HeaderEntry::Tls::kYes;
      }
      if (key == "include" && tls == HeaderEntry::Tls::kNo) tls = HeaderEntry::Tls::kUnknown;
    }
    return tls;
  }

  void add_server(NodeIndex server, const Level& above) {
    HeaderEntry entry;
    entry.what = "server";
    const NodeIndex name = document_.find(server, "server_name");
    if (name != kNoNode && !arguments(name).empty()) {
      entry.what += " ";
      entry.what += document_.node(arguments(name)[0]).text;
    }
    // Servers of one name (port 80 and 443) are told apart.
    const std::size_t count = ++servers_[entry.what];
    if (count > 1) entry.what += " (" + std::to_string(count) + ")";
    entry.span = document_.node(server).key_span;
    entry.tls = tls_of(server);
    // A server that only leads elsewhere has no pages.
    entry.pages = !has(server, "return") && (has(server, "location") || has(server, "root"));
    entry.deployable = entry.pages;
    entry.complete = !hands_on(server);
    send(level_of(server, above), entry);
    note_not_always(server, entry);
    entries_.push_back(std::move(entry));
    if (serves_in_the_clear(server)) plain_.push_back({entries_.size() - 1, server});
  }

  struct Plain {
    std::size_t entry;
    NodeIndex server;
  };

  // Whether a server listens without TLS (port 80 where it does not say) and shows something there itself.
  [[nodiscard]] bool serves_in_the_clear(NodeIndex server) const {
    bool plain = !has(server, "listen");
    for (const NodeIndex child : document_.children(server)) {
      const std::string_view key = document_.node(child).key;
      if (key == "listen") {
        bool tls = false;
        for (const NodeIndex word : arguments(child)) {
          const std::string_view text = document_.node(word).text;
          tls = tls || text == "ssl" || text == "quic" || text.starts_with("unix:");
        }
        const std::string_view port =
            arguments(child).empty() ? "" : document_.node(arguments(child)[0]).text;
        plain = plain || (!tls && (port == "80" || port.ends_with(":80")));
      }
      // Rewriting and conditions at this level mostly are the redirect.
      if (key == "return" || key == "rewrite" || key == "if" || key == "include" || key == "ssl")
        return false;
    }
    if (!plain) return false;
    bool shows = has(server, "root") && !has(server, "location");
    for (const NodeIndex child : document_.children(server)) {
      if (document_.node(child).key != "location" || document_.node(child).kind != NodeKind::kMap) continue;
      const bool answers = has(child, "return") || has(child, "rewrite") || has(child, "if");
      shows = shows || (!answers && name_of(child).find("well-known") == std::string::npos);
    }
    return shows;
  }

  void note_plain_servers() {
    const bool tls = std::any_of(entries_.begin(), entries_.end(), [](const HeaderEntry& entry) {
      return entry.tls == HeaderEntry::Tls::kYes;
    });
    if (!tls) return;
    for (const Plain& plain : plain_) {
      HeaderEntry& entry = entries_[plain.entry];
      entry.faults.push_back({"tls-no-redirect", entry.what, entry.span});
    }
  }

  // Files that are shown inside of pages, whose framing and policy matter to nobody.
  [[nodiscard]] bool is_for_assets(NodeIndex location) const {
    const std::string name = lower(name_of(location));
    const bool assets = name.find("\\.(") != std::string::npos &&
                        (name.find("css") != std::string::npos || name.find("png") != std::string::npos ||
                         name.find("woff") != std::string::npos || name.find("jpg") != std::string::npos);
    return assets || name.find("/static") != std::string::npos || name.find("/assets") != std::string::npos ||
           name.find("/_next/") != std::string::npos || name.find("/js-sdk") != std::string::npos ||
           name.find("/fonts") != std::string::npos;
  }

  void add_inner(NodeIndex block, const Level& above, const Level& level, const std::string& what,
                 std::size_t server) {
    HeaderEntry entry;
    entry.what = what;
    entry.span = document_.node(block).key_span;
    entry.deployable = false;
    entry.complete = !hands_on(block);
    entry.tls = server == SIZE_MAX ? HeaderEntry::Tls::kUnknown : entries_[server].tls;
    send(level, entry);
    const bool assets = is_for_assets(block);
    if (assets) entry.headers.erase("access-control-allow-origin");  // fonts and scripts are for all
    judge_origin_check(block, entry);
    note_dropped(block, above, entry, assets);
    note_not_always(block, entry);
    entries_.push_back(std::move(entry));
  }

  // `if ($http_origin ~ expression)`: what passes is as good as the expression.
  void judge_origin_check(NodeIndex block, HeaderEntry& entry) const {
    if (document_.node(block).key != "if" || entry.values("access-control-allow-origin") == nullptr) return;
    const std::vector<NodeIndex> words = document_.children(document_.find(block, "args"));
    if (words.size() < 3 || document_.node(words[0]).text.find("$http_origin") == std::string_view::npos)
      return;
    entry.headers.erase("access-control-allow-origin");
    if (!document_.node(words[1]).text.starts_with('~')) return;
    std::string_view expression = document_.node(words[2]).text;
    if (words.size() == 3 && expression.ends_with(')')) expression.remove_suffix(1);
    if (admits_other_origins(expression)) {
      entry.faults.push_back(
          {"cors-weak-origin-check", std::string(expression), document_.node(words[2]).span});
    }
  }

  // Nothing is dropped by a level that adds by more_set_headers only.
  [[nodiscard]] bool level_is_inherited(NodeIndex block) {
    Level level;
    gather(document_, block, std::nullopt, level);
    return level.headers.empty();
  }

  void note_dropped(NodeIndex block, const Level& above, HeaderEntry& entry, bool assets) {
    NodeIndex first = document_.find(block, "add_header");
    if (first == kNoNode) first = document_.find(block, "include");
    if (first == kNoNode || level_is_inherited(block)) return;
    std::string lost;
    for (const auto& [name, value] : above.headers) {
      const std::string key = lower(name);
      if (value.text.empty() || !is_security_header(key) || entry.values(key) != nullptr) continue;
      if (assets && key != "x-content-type-options") continue;
      if (lost.find(name) != std::string::npos) continue;
      if (!lost.empty()) lost += ", ";
      lost += name;
    }
    if (!lost.empty()) entry.faults.push_back({"header-dropped", lost, document_.node(first).key_span});
  }

  // Told once a level, at the first.
  void note_not_always(NodeIndex block, HeaderEntry& entry) const {
    for (const NodeIndex child : document_.children(block)) {
      if (document_.node(child).key != "add_header") continue;
      const std::vector<NodeIndex> words = arguments(child);
      if (words.size() != 2 || !is_security_header(lower(document_.node(words[0]).text))) continue;
      if (document_.node(words[1]).text.empty()) continue;
      entry.faults.push_back(
          {"header-not-always", std::string(document_.node(words[0]).text), document_.node(child).key_span});
      return;
    }
  }

  struct Included {
    std::optional<std::string> text;
    DocumentReading reading;
    [[nodiscard]] const Document* document() const {
      return reading.documents.empty() ? nullptr : &reading.documents.front();
    }
  };

  static constexpr std::size_t kDeepestInclude = 16;
  static constexpr std::size_t kMostIncluded = 256;
  static constexpr std::size_t kMostGathered = 4'096;  // files that include each other by patterns

  const Document& document_;
  const DocumentLimits& limits_;
  std::map<std::string, Included> included_;
  std::size_t depth_ = 0;
  std::size_t gathered_ = 0;
  std::vector<HeaderEntry> entries_;
  std::map<std::string, std::size_t> servers_;
  std::vector<Plain> plain_;
  NginxErrorPages error_pages_;
};

}  // namespace

DocumentReading read_nginx_with_headers(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading = read_nginx(bytes, limits);
  if (reading.documents.size() != 1) return reading;
  NginxHeaders headers(reading.documents.front(), limits);
  std::vector<HeaderEntry> entries = headers.entries();
  if (headers.gave_up() && !reading.failure)
    reading.failure = "it has too many locations for its error pages to be followed to all of them";
  for (HeaderEntry& entry : entries) judge_headers(entry);
  if (!entries.empty()) reading.documents.push_back(document_of(entries, bytes));
  return reading;
}

}  // namespace trawl
