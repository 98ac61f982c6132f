#include "engine/git/surface/tips.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "engine/git/surface/file_walk.h"

namespace trawl {

namespace {

constexpr std::size_t kMaxFiles = 1'000'000;
constexpr std::size_t kMaxWorktrees = 10'000;
constexpr std::uint64_t kMaxRefBytes = 4096;
constexpr std::uint64_t kMaxListBytes = std::uint64_t{64}
                                        << 20;  // packed-refs, a reflog, FETCH_HEAD, shallow
constexpr int kMaxSymbolicDepth = 5;
constexpr std::string_view kSymbolic = "ref:";

// What rebase, am and the sequencer keep beside the pseudo-refs.
constexpr std::array<const char*, 10> kStateFiles = {"rebase-merge/orig-head", "rebase-merge/onto",
                                                     "rebase-merge/autostash", "rebase-merge/stopped-sha",
                                                     "rebase-apply/orig-head", "rebase-apply/onto",
                                                     "rebase-apply/autostash", "rebase-apply/original-commit",
                                                     "sequencer/head",         "sequencer/abort-safety"};

constexpr std::array<const char*, 10> kTexts = {
    "config",        "config.worktree", "COMMIT_EDITMSG",       "MERGE_MSG",  "SQUASH_MSG", "TAG_EDITMSG",
    "NOTES_EDITMSG", "FETCH_HEAD",      "rebase-merge/message", "description"};

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// HEAD, ORIG_HEAD, MERGE_HEAD, AUTO_MERGE ...: capitals and underscores. Messages are no refs.
bool is_pseudo_ref_name(std::string_view name) {
  if (name.empty() || name.ends_with("MSG") || name.ends_with("MODE") || name.ends_with("LOG")) return false;
  return std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

TipKind kind_of_ref(std::string_view name) {
  if (name == "refs/stash") return TipKind::kStash;
  if (name.starts_with("refs/notes/")) return TipKind::kNotes;
  if (name.starts_with("refs/replace/")) return TipKind::kReplace;
  return TipKind::kRef;
}

/// Gathers the tips of one repository. Used once.
class TipCollector {
 public:
  explicit TipCollector(const Repository& repository)
      : format_(repository.object_format()), common_(repository.common_dir()), repository_(repository) {}

  Tips collect() {
    if (repository_.ref_storage() == RefStorage::kReftable) {
      lost(Reason::kRefsNotRead, "refs",
           "They are kept as reftable, which is not read: names of refs were not scanned, and no ref is "
           "named for "
           "what was found in objects.");
    } else {
      add_packed_refs();
      add_loose_refs(common_, "");
    }
    add_worktree(common_, "");
    for (const std::string& name : names_in(common_, "worktrees", kMaxWorktrees)) {
      const std::string place = "worktrees/" + name;
      const Result<std::optional<GuardedDirectory>> directory = common_.open_directory(place);
      if (!directory.ok()) {
        bad(directory.error().sentence());
      } else if (directory->has_value()) {
        add_loose_refs(**directory, place + '/');
        add_worktree(**directory, place + '/');
      }
    }
    add_shallow();
    add_grafts();
    resolve_symbolic();
    for (const auto& [name, id] : refs_) {
      add(kind_of_ref(name), name, id);
      add_replaced(name);
    }
    return finish();
  }

 private:
  void lost(Reason reason, std::string subject, std::string message) {
    found_.notifications.push_back(notify(reason, std::move(subject), std::move(message)));
  }
  void bad(const std::string& sentence) { lost(Reason::kRefsNotRead, "", sentence); }

  void add(TipKind kind, std::string label, const ObjectId& id) {
    if (!id.is_null()) found_.tips.push_back({kind, std::move(label), id});
  }

  std::optional<ObjectId> id_at_front(std::string_view line) const {
    return ObjectId::from_hex(format_, line.substr(0, 2 * id_size(format_)));
  }

  std::optional<std::string> text_of(const GuardedDirectory& directory, const std::string& path,
                                     std::uint64_t most) {
    Result<std::optional<std::string>> text = directory.read_file(path, most);
    if (!text.ok()) {
      bad(text.error().sentence());
      return std::nullopt;
    }
    return std::move(*text);
  }

  std::vector<std::string> names_in(const GuardedDirectory& directory, const std::string& folder,
                                    std::size_t most) {
    const Result<std::optional<GuardedDirectory>> inner = directory.open_directory(folder);
    if (!inner.ok()) bad(inner.error().sentence());
    if (!inner.ok() || !inner->has_value()) return {};
    Result<std::vector<std::string>> names = (*inner)->names(most);
    if (!names.ok()) bad(names.error().sentence());
    return names.ok() ? std::move(*names) : std::vector<std::string>();
  }

  void add_packed_refs() {
    const std::optional<std::string> text = text_of(common_, "packed-refs", kMaxListBytes);
    if (!text.has_value()) return;
    const std::size_t digits = 2 * id_size(format_);
    std::uint64_t malformed = 0;
    for (std::string_view rest = *text; !rest.empty();) {
      const std::string_view line = take_line(rest);
      if (line.empty() || line.front() == '#' || line.front() == '^') continue;
      const std::optional<ObjectId> id = id_at_front(line);
      if (!id.has_value() || line.size() < digits + 2 || line[digits] != ' ') {
        ++malformed;
        continue;
      }
      const std::string name(line.substr(digits + 1));
      found_.names.push_back(name);
      refs_.insert_or_assign(name, *id);
    }
    if (malformed > 0) bad("packed-refs has " + std::to_string(malformed) + " malformed lines");
  }

  // `prefix` is what git writes before a ref of another worktree.
  void add_loose_refs(const GuardedDirectory& directory, const std::string& prefix) {
    std::vector<std::string> problems;
    for (const std::string& path : files_below(directory, "refs", kMaxFiles, problems)) {
      if (path.ends_with(".lock")) continue;  // a ref being written
      const std::optional<std::string> text = text_of(directory, path, kMaxRefBytes);
      if (!text.has_value()) continue;
      const std::string name = prefix + path;
      found_.names.push_back(name);
      add_value(name, *text, true);
    }
    for (const std::string& problem : problems) bad(problem);
  }

  // The first line of a ref: an id, or the name of another ref.
  void add_value(const std::string& name, std::string_view text, bool is_ref) {
    std::string_view line = take_line(text);
    if (line.starts_with(kSymbolic)) {
      line.remove_prefix(kSymbolic.size());
      while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
      while (line.ends_with(' ')) line.remove_suffix(1);
      found_.names.emplace_back(line);
      symbolic_.push_back({name, std::string(line), is_ref});
      return;
    }
    const std::optional<ObjectId> id = id_at_front(line);
    if (!id.has_value()) {
      lost(Reason::kRefsNotRead, name, "It holds no object id.");
    } else if (is_ref) {
      refs_.insert_or_assign(name, *id);
    } else {
      add(TipKind::kHead, name, *id);
    }
  }

  // HEAD, pseudo-refs, state of a rebase, reflogs and texts of one worktree.
  void add_worktree(const GuardedDirectory& directory, const std::string& prefix) {
    if (const std::optional<std::string> head = text_of(directory, "HEAD", kMaxRefBytes); head.has_value()) {
      add_value(prefix + "HEAD", *head, false);
    }
    const Result<std::vector<std::string>> names = directory.names(kMaxFiles);
    if (!names.ok()) {
      bad(names.error().sentence());
      return;
    }
    for (const std::string& name : *names) {
      if (name != "HEAD" && is_pseudo_ref_name(name)) add_ids_of_lines(directory, name, prefix);
    }
    for (const char* name : kStateFiles) add_ids_of_lines(directory, name, prefix);

    std::vector<std::string> problems;
    for (const std::string& path : files_below(directory, "logs", kMaxFiles, problems)) {
      add_reflog(directory, path, prefix);
      add_text(directory, path, prefix);
    }
    for (const std::string& problem : problems) bad(problem);
    for (const char* path : kTexts) add_text(directory, path, prefix);
  }

  void add_text(const GuardedDirectory& directory, const std::string& path, const std::string& prefix) {
    const Result<std::optional<GuardedFile>> file = directory.open_file(path);
    if (!file.ok()) {
      lost(Reason::kUnreadableFile, prefix + path, file.error().sentence());
    } else if (file->has_value() && (*file)->size() > 0) {
      found_.texts.push_back({prefix + path, (*file)->size()});
    }
  }

  void add_ids_of_lines(const GuardedDirectory& directory, const std::string& name,
                        const std::string& prefix) {
    const std::optional<std::string> text = text_of(directory, name, kMaxListBytes);
    if (!text.has_value()) return;
    for (std::string_view rest = *text; !rest.empty();) {
      if (const std::optional<ObjectId> id = id_at_front(take_line(rest)); id.has_value()) {
        add(TipKind::kPseudoRef, prefix + name, *id);
      }
    }
  }

  // "old new name <mail> time zone TAB message", oldest first; @{0} is the newest. A log that was cut has old
  // ids that no line has as its new one.
  void add_reflog(const GuardedDirectory& directory, const std::string& path, const std::string& prefix) {
    const std::optional<std::string> text = text_of(directory, path, kMaxListBytes);
    if (!text.has_value()) return;
    const std::size_t digits = 2 * id_size(format_);
    std::vector<std::pair<ObjectId, ObjectId>> entries;
    std::uint64_t malformed = 0;
    for (std::string_view rest = *text; !rest.empty();) {
      const std::string_view line = take_line(rest);
      const std::optional<ObjectId> before = id_at_front(line);
      const std::optional<ObjectId> after =
          line.size() > digits ? id_at_front(line.substr(digits + 1)) : std::nullopt;
      if (before.has_value() && after.has_value()) {
        entries.emplace_back(*before, *after);
      } else {
        ++malformed;
      }
    }
    if (malformed > 0) {
      lost(Reason::kRefsNotRead, prefix + path,
           std::to_string(malformed) + " lines of this reflog are malformed.");
    }
    const std::string name = prefix + path.substr(std::string_view("logs/").size());
    const bool stash = name == "refs/stash";
    const TipKind kind = stash ? TipKind::kStash : TipKind::kReflog;
    const std::string shown = stash ? "stash" : name;
    std::set<ObjectId> told;
    for (std::size_t i = entries.size(); i-- > 0;) {
      const std::string entry = shown + "@{" + std::to_string(entries.size() - 1 - i) + "}";
      if (told.insert(entries[i].second).second) add(kind, entry, entries[i].second);
      const bool chained = i > 0 && entries[i - 1].second == entries[i].first;
      if (!chained && told.insert(entries[i].first).second) add(kind, "before " + entry, entries[i].first);
    }
  }

  void add_shallow() {
    const std::optional<std::string> text = text_of(common_, "shallow", kMaxListBytes);
    if (!text.has_value()) return;
    for (std::string_view rest = *text; !rest.empty();) {
      if (const std::optional<ObjectId> id = id_at_front(take_line(rest)); id.has_value()) {
        found_.shallow.push_back(*id);
      }
    }
    if (found_.shallow.empty()) return;
    lost(Reason::kShallowHistory, "",
         "This is a shallow clone: history ends at " + std::to_string(found_.shallow.size()) +
             " commits whose parents were not cloned. What is found there was introduced at or before them.");
  }

  // Grafts are not honoured; what they name is an object like any other.
  void add_grafts() {
    const std::optional<std::string> text = text_of(common_, "info/grafts", kMaxListBytes);
    if (!text.has_value()) return;
    const std::size_t digits = 2 * id_size(format_);
    std::uint64_t lines = 0;
    for (std::string_view rest = *text; !rest.empty();) {
      std::string_view line = take_line(rest);
      if (line.empty() || line.front() == '#') continue;
      ++lines;
      while (line.size() >= digits) {
        if (const std::optional<ObjectId> id = id_at_front(line); id.has_value()) {
          add(TipKind::kGraft, "info/grafts", *id);
        }
        line.remove_prefix(std::min(digits + 1, line.size()));
      }
    }
    if (lines == 0) return;
    lost(Reason::kHistoryAltered, "info/grafts",
         "It gives " + std::to_string(lines) +
             " commits other parents; the parents that the commits name are used.");
  }

  // "refs/replace/<id>" puts its value in place of <id>: both are objects of the repository.
  void add_replaced(const std::string& name) {
    constexpr std::string_view kFolder = "refs/replace/";
    if (!name.starts_with(kFolder)) return;
    const std::string_view digits = std::string_view(name).substr(kFolder.size());
    const std::optional<ObjectId> replaced = ObjectId::from_hex(format_, digits);
    if (replaced.has_value()) add(TipKind::kReplace, name + " (replaced)", *replaced);
    ++replacements_;
  }

  void resolve_symbolic() {
    // A ref behind a symbolic one may be symbolic too.
    for (int depth = 0; depth < kMaxSymbolicDepth; ++depth) {
      std::vector<Symbolic> open;
      for (Symbolic& ref : symbolic_) {
        const auto target = refs_.find(ref.target);
        if (target == refs_.end()) {
          open.push_back(std::move(ref));
        } else if (ref.is_ref) {
          refs_.insert_or_assign(ref.name, target->second);
        } else {
          add(TipKind::kHead, ref.name, target->second);
        }
      }
      symbolic_ = std::move(open);
    }
    // What is left names a branch without a commit, or goes in circles: there is nothing behind it.
  }

  Tips finish() {
    if (replacements_ > 0) {
      lost(Reason::kHistoryAltered, "refs/replace",
           std::to_string(replacements_) +
               " replace refs are not honoured: the replaced objects and their replacements are scanned.");
    }
    const Result<std::optional<GuardedDirectory>> packs = common_.open_directory("objects/pack");
    if (packs.ok() && packs->has_value()) {
      const Result<std::vector<std::string>> names = (*packs)->names(kMaxFiles);
      found_.promisor = names.ok() && std::any_of(names->begin(), names->end(), [](const std::string& name) {
                          return name.ends_with(".promisor");
                        });
    }
    const auto sort_once = [](auto& list) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    sort_once(found_.tips);
    sort_once(found_.names);
    sort_once(found_.shallow);
    sort_once(found_.notifications);
    std::sort(found_.texts.begin(), found_.texts.end(),
              [](const GitDirText& a, const GitDirText& b) { return a.path < b.path; });
    return std::move(found_);
  }

  struct Symbolic {
    std::string name;
    std::string target;
    bool is_ref;
  };

  ObjectFormat format_;
  GuardedDirectory common_;
  const Repository& repository_;
  Tips found_;
  std::map<std::string, ObjectId> refs_;
  std::vector<Symbolic> symbolic_;
  std::uint64_t replacements_ = 0;
};

}  // namespace

std::string_view name_of(TipKind kind) {
  constexpr std::array<std::string_view, 8> kNames = {"head",       "ref",    "notes",   "stash",
                                                      "pseudo-ref", "reflog", "replace", "graft"};
  return kNames[static_cast<std::size_t>(kind)];
}

Tips collect_tips(const Repository& repository) {
  return TipCollector(repository).collect();
}

}  // namespace trawl
