#include "engine/config/nginx_error_pages.h"

#include <algorithm>
#include <set>

#include <re2/re2.h>

namespace trawl {
namespace {

constexpr std::int64_t kExpressionMemory = std::int64_t{256} << 10;  // bytes

}  // namespace

NginxErrorPages::NginxErrorPages(const Document& document) : document_(document) {}
NginxErrorPages::~NginxErrorPages() = default;

NginxErrorPages::List NginxErrorPages::in_force(NodeIndex block, List above) {
  std::vector<NodeIndex> own;
  for (const NodeIndex child : document_.children(block)) {
    const Node& node = document_.node(child);
    if (node.key == "error_page" && node.kind == NodeKind::kList) own.push_back(child);
  }
  if (own.empty()) return above;
  lists_.push_back(std::move(own));
  return lists_.size() - 1;
}

void NginxErrorPages::add(NodeIndex block, bool is_server, std::size_t server, List pages,
                          NginxSecurityHeaders headers) {
  if (is_server) servers_[server] = block;
  named_[block] = headers.named;
  if (pages == kNone || headers.sent == 0) return;
  std::vector<NginxSecurityHeaders>& senders = senders_[{pages, server}];
  if (std::none_of(senders.begin(), senders.end(),
                   [&](const NginxSecurityHeaders& other) { return other.sent == headers.sent; }))
    senders.push_back(std::move(headers));
}

std::vector<NginxErrorPages::Lost> NginxErrorPages::lost(const std::function<bool(NodeIndex)>& hands_on) {
  std::vector<Lost> result;
  std::map<NodeIndex, bool> handed_on;
  std::set<NodeIndex> told;
  for (const auto& [key, senders] : senders_) {
    const auto& [list, server] = key;
    for (const NodeIndex directive : lists_[list]) {
      if (told.contains(directive)) continue;
      const std::optional<NodeIndex> page = place_of_page(directive, server);
      if (gave_up()) return result;
      if (!page) continue;
      const unsigned named = named_.at(*page);
      const auto loses =
          std::find_if(senders.begin(), senders.end(),
                       [&](const NginxSecurityHeaders& headers) { return (headers.sent & ~named) != 0; });
      if (loses == senders.end()) continue;
      if (*page != servers_.at(server)) {
        const auto [known, added] = handed_on.try_emplace(*page, false);
        if (added) known->second = hands_on(*page);
        if (known->second) continue;
      }
      told.insert(directive);
      Lost& lost = result.emplace_back(Lost{server, directive, ""});
      for (const auto& [bit, name] : loses->names) {
        if ((bit & named) == 0) lost.headers += (lost.headers.empty() ? "" : ", ") + name;
      }
    }
  }
  return result;
}

// Where a page is looked for; nothing where that is not known, or outside.
std::optional<NodeIndex> NginxErrorPages::place_of_page(NodeIndex directive, std::size_t server) {
  const std::vector<NodeIndex> words = document_.children(directive);
  if (words.size() < 2) return std::nullopt;
  const std::string_view target = document_.node(words.back()).text;
  const bool is_here = target.starts_with('/') || target.starts_with('@');
  if (!is_here || target.find('$') != std::string_view::npos) return std::nullopt;
  const std::optional<Found> found = location_for(servers_.at(server), target.substr(0, target.find('?')));
  if (!found || (target.starts_with('@') && found->location == kNoNode)) return std::nullopt;
  // Else the server itself answers, with a file.
  return found->location != kNoNode ? found->location : servers_.at(server);
}

const NginxErrorPages::Inside& NginxErrorPages::inside(NodeIndex block) {
  const auto [at, added] = insides_.try_emplace(block);
  Inside& inside = at->second;
  if (!added) return inside;
  for (const NodeIndex child : document_.children(block)) {
    const Node& node = document_.node(child);
    inside.open = inside.open || node.key == "include";
    if (node.key != "location" || node.kind != NodeKind::kMap) continue;
    const std::vector<NodeIndex> words = document_.children(document_.find(child, "args"));
    if (words.empty()) continue;
    const std::string_view first = document_.node(words[0]).text;
    if (words.size() > 1) {
      inside.locations.push_back({child, first, document_.node(words[1]).text});
    } else {
      inside.locations.push_back({child, first.starts_with('@') ? "@" : "", first});
    }
  }
  return inside;
}

const re2::RE2& NginxErrorPages::expression_of(const Location& location) {
  std::unique_ptr<re2::RE2>& expression = expressions_[location.block];
  if (!expression) {
    work_ += kWorkOfExpression;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(location.how == "~");
    options.set_max_mem(kExpressionMemory);
    expression =
        std::make_unique<re2::RE2>(re2::StringPiece(location.what.data(), location.what.size()), options);
  }
  return *expression;
}

// The location below `block` that answers for a path, as nginx finds it: the exact one, else the longest
// prefix, before which the first regular expression counts unless the prefix says otherwise. kNoNode: the
// block itself. Nothing where an expression cannot be judged.
std::optional<NginxErrorPages::Found> NginxErrorPages::location_for(NodeIndex block, std::string_view path) {
  const Inside& all = inside(block);
  if (all.open || gave_up()) return std::nullopt;
  work_ += all.locations.size() + 1;
  NodeIndex prefix = kNoNode;
  std::size_t length = 0;
  bool final = false;
  for (const Location& location : all.locations) {
    if ((location.how == "=" || location.how == "@") && path == location.what)
      return Found{location.block, true};
    const bool is_prefix = location.how.empty() || location.how == "^~";
    if (is_prefix && path.starts_with(location.what) && location.what.size() >= length) {
      prefix = location.block;
      length = location.what.size();
      final = location.how == "^~";
    }
  }
  if (prefix != kNoNode) {
    const std::optional<Found> inner = location_for(prefix, path);
    if (!inner || inner->settled) return inner;
    if (inner->location != kNoNode) prefix = inner->location;
  }
  if (final || path.starts_with('@')) return Found{prefix, false};
  for (const Location& location : all.locations) {
    if (location.how != "~" && location.how != "~*") continue;
    const re2::RE2& expression = expression_of(location);
    work_ += kWorkOfMatch;
    if (!expression.ok() || gave_up()) return std::nullopt;
    if (re2::RE2::PartialMatch(re2::StringPiece(path.data(), path.size()), expression))
      return Found{location.block, true};
  }
  return Found{prefix, false};
}

}  // namespace trawl
