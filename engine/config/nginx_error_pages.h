#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/document/document.h"

namespace re2 {
class RE2;
}

namespace trawl {

/// The security headers of a level of nginx' configuration, as bits (`security_header_bit`).
struct NginxSecurityHeaders {
  unsigned sent = 0;   ///< with errors, too
  unsigned named = 0;  ///< the same, and those that are named there to be empty
  std::vector<std::pair<unsigned, std::string>> names;  ///< of those sent, as they are written
};

/// Follows `error_page`: the page of an error is sent with the headers of the location that it is in, not of
/// the one that the error happened in
/// (https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page, #location). Like headers, such
/// directives are inherited only where a level has none of its own. One thread; borrows the document.
class NginxErrorPages {
 public:
  /// Directives that are in force together.
  using List = std::size_t;
  static constexpr List kNone = static_cast<List>(-1);

  explicit NginxErrorPages(const Document& document);
  ~NginxErrorPages();
  NginxErrorPages(const NginxErrorPages&) = delete;
  NginxErrorPages& operator=(const NginxErrorPages&) = delete;

  /// What is in force in a block, where `above` is around it.
  List in_force(NodeIndex block, List above);

  /// A server, or a location of the server of this number.
  void add(NodeIndex block, bool is_server, std::size_t server, List pages, NginxSecurityHeaders headers);

  /// An `error_page` that leads to where headers are missing.
  struct Lost {
    std::size_t server;
    NodeIndex directive;
    std::string headers;  ///< names, with commas between
  };
  /// Each directive once, after all places were added. `hands_on`: whether in a location another program
  /// answers, which may add headers.
  std::vector<Lost> lost(const std::function<bool(NodeIndex)>& hands_on);

  /// Whether there was more to follow than is reasonable: then `lost` has not all.
  [[nodiscard]] bool gave_up() const { return work_ > kMostWork; }

 private:
  struct Location {
    NodeIndex block;
    std::string_view how;  ///< "", "=", "^~", "~", "~*" or "@"
    std::string_view what;
  };
  struct Inside {
    std::vector<Location> locations;
    bool open = false;  ///< an included file may bring in more
  };
  struct Found {
    NodeIndex location = kNoNode;
    bool settled = false;  ///< by an exact name or an expression: nothing further out is asked
  };
  // Comparisons of names; compiling an expression counts as many.
  static constexpr std::size_t kMostWork = std::size_t{1} << 20;
  static constexpr std::size_t kWorkOfExpression = 1'000;
  static constexpr std::size_t kWorkOfMatch = 10;

  const Inside& inside(NodeIndex block);
  const re2::RE2& expression_of(const Location& location);
  std::optional<Found> location_for(NodeIndex block, std::string_view path);
  std::optional<NodeIndex> place_of_page(NodeIndex directive, std::size_t server);

  const Document& document_;
  std::vector<std::vector<NodeIndex>> lists_;
  std::map<std::size_t, NodeIndex> servers_;
  std::map<NodeIndex, unsigned> named_;  ///< headers, by server and location
  /// What places with these directives send; of those that send the same, one.
  std::map<std::pair<List, std::size_t>, std::vector<NginxSecurityHeaders>> senders_;
  std::map<NodeIndex, Inside> insides_;
  std::map<NodeIndex, std::unique_ptr<re2::RE2>> expressions_;
  std::size_t work_ = 0;
};

}  // namespace trawl
