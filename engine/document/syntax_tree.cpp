#include "engine/document/syntax_tree.h"

#include <cstdlib>
#include <memory>

#include <fmt/format.h>
#include <tree_sitter/api.h>

extern "C" {
const TSLanguage* tree_sitter_typescript(void);
const TSLanguage* tree_sitter_tsx(void);
}

namespace trawl {
namespace {

template <auto free_handle>
struct FreeWith {
  void operator()(auto* handle) const { free_handle(handle); }
};
using Parser = std::unique_ptr<TSParser, FreeWith<ts_parser_delete>>;
using Tree = std::unique_ptr<TSTree, FreeWith<ts_tree_delete>>;

const TSLanguage* grammar_of(SyntaxLanguage language) {
  return language == SyntaxLanguage::kTypeScript ? tree_sitter_typescript() : tree_sitter_tsx();
}

// What this thread's parser asked for, in bytes. Text that is one error behind the other makes it copy all
// that it passed over again at each step: few steps, and minutes for a file of 200 kB. The copies tell, and
// unlike a clock they are the same in each run.
thread_local std::uint64_t t_allocated = 0;

void* counted(std::size_t bytes, void* made) {
  t_allocated += bytes;
  if (made == nullptr && bytes > 0) std::abort();  // as the parser's own allocator does
  return made;
}

void count_allocations() {
  static const bool once = [] {
    ts_set_allocator([](std::size_t bytes) { return counted(bytes, std::malloc(bytes)); },
                     [](std::size_t count, std::size_t bytes) {
                       return counted(count * bytes, std::calloc(count, bytes));
                     },
                     [](void* old, std::size_t bytes) { return counted(bytes, std::realloc(old, bytes)); },
                     std::free);
    return true;
  }();
  (void)once;
}

/// The parser asks every hundred steps; usual programs take fewer than three steps and forty bytes a byte.
struct Steps {
  std::size_t asked = 0;
  std::size_t most = 0;
  std::uint64_t most_allocated = 0;
};

bool is_too_much(TSParseState* state) {
  Steps& steps = *static_cast<Steps*>(state->payload);
  return ++steps.asked > steps.most || t_allocated > steps.most_allocated;
}

const char* read_all(void* payload, std::uint32_t at, TSPoint, std::uint32_t* length) {
  const std::string_view bytes = *static_cast<const std::string_view*>(payload);
  if (at >= bytes.size()) {
    *length = 0;
    return "";
  }
  *length = static_cast<std::uint32_t>(bytes.size() - at);
  return bytes.data() + at;
}

}  // namespace

Result<SyntaxTree> SyntaxTree::parse(SyntaxLanguage language, std::string_view bytes) {
  if (bytes.size() > kMostBytes) return Error(fmt::format("it is larger than {} bytes", kMostBytes));
  count_allocations();
  t_allocated = 0;
  const Parser parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), grammar_of(language))) {
    return Error("the parser does not know its grammar's version");
  }
  std::string_view payload = bytes;
  TSInput input{};
  input.payload = &payload;
  input.read = read_all;
  input.encoding = TSInputEncodingUTF8;
  Steps steps;
  steps.most = 10'000 + bytes.size() / 2;
  steps.most_allocated = (std::uint64_t{8} << 20U) + bytes.size() * std::uint64_t{64};
  TSParseOptions options{};
  options.payload = &steps;
  options.progress_callback = is_too_much;
  const Tree tree(ts_parser_parse_with_options(parser.get(), nullptr, input, options));
  if (tree == nullptr) return Error("its syntax takes too many steps to understand");

  SyntaxTree result;
  result.bytes_ = bytes;
  struct Cursor {
    TSTreeCursor cursor;
    explicit Cursor(TSNode root) : cursor(ts_tree_cursor_new(root)) {}
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    ~Cursor() { ts_tree_cursor_delete(&cursor); }
  };
  Cursor walk(ts_tree_root_node(tree.get()));
  std::vector<SyntaxIndex> parents;  // of the nodes taken, from the root; a level that was not taken repeats
  std::vector<SyntaxIndex> last_child;  // by node
  for (bool down = true;;) {
    if (down) {
      const TSNode node = ts_tree_cursor_current_node(&walk.cursor);
      SyntaxIndex index = parents.empty() ? kNoSyntax : parents.back();
      if (ts_node_is_named(node) || parents.empty()) {
        if (result.nodes_.size() >= kMostNodes) {
          return Error(fmt::format("it has more than {} parts", kMostNodes));
        }
        SyntaxNode made;
        made.kind = ts_node_type(node);
        if (const char* field = ts_tree_cursor_current_field_name(&walk.cursor)) made.field = field;
        made.span = span_of(ts_node_start_byte(node), ts_node_end_byte(node));
        made.parent = index;
        made.broken = ts_node_is_error(node) || ts_node_is_missing(node);
        index = SyntaxIndex(static_cast<std::uint32_t>(result.nodes_.size()));
        if (made.parent != kNoSyntax) {
          SyntaxIndex& last = last_child[made.parent.value];
          if (last == kNoSyntax) {
            result.nodes_[made.parent.value].first_child = index;
          } else {
            result.nodes_[last.value].next_sibling = index;
          }
          last = index;
        }
        result.nodes_.push_back(made);
        last_child.push_back(kNoSyntax);
      }
      if (ts_tree_cursor_goto_first_child(&walk.cursor)) {
        parents.push_back(index);
        continue;
      }
    }
    if (ts_tree_cursor_goto_next_sibling(&walk.cursor)) {
      down = true;
    } else if (ts_tree_cursor_goto_parent(&walk.cursor)) {
      parents.pop_back();
      down = false;
    } else {
      return result;
    }
  }
}

SyntaxIndex SyntaxTree::child(SyntaxIndex parent, std::string_view field) const {
  if (parent == kNoSyntax) return kNoSyntax;
  for (SyntaxIndex at = node(parent).first_child; at != kNoSyntax; at = node(at).next_sibling) {
    if (node(at).field == field) return at;
  }
  return kNoSyntax;
}

std::vector<SyntaxIndex> SyntaxTree::children(SyntaxIndex parent) const {
  std::vector<SyntaxIndex> found;
  if (parent == kNoSyntax) return found;
  for (SyntaxIndex at = node(parent).first_child; at != kNoSyntax; at = node(at).next_sibling) {
    if (node(at).kind != "comment") found.push_back(at);
  }
  return found;
}

}  // namespace trawl
