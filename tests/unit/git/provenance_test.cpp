#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <sstream>
#include <tuple>

#include "engine/git/object_database.h"
#include "engine/git/provenance/blob_history.h"
#include "engine/git/provenance/graph_builder.h"
#include "tests/unit/git/git_sandbox.h"

namespace trawl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using testing_git::GitSandbox;

/// All objects of a repository, the slow way: git names them, the object database reads them.
struct AllObjects {
  explicit AllObjects(const std::string& path)
      : repository(*Repository::discover(path)),
        trees(repository.object_format()),
        commits(repository.object_format()) {}

  Repository repository;
  TreeGraph trees;
  CommitGraph commits;
  std::vector<ObjectId> blobs;
};

AllObjects read_all(const GitSandbox& sandbox, const std::string& path) {
  AllObjects all(path);
  const Result<ObjectDatabase> database = ObjectDatabase::open(all.repository);
  if (!database.ok()) throw std::runtime_error(database.error().sentence());
  std::istringstream listing(
      sandbox.shell("git cat-file --batch-all-objects --batch-check='%(objectname)'", path));
  TreeState state;
  for (std::string hex; listing >> hex;) {
    const ObjectId id = *ObjectId::from_hex(all.repository.object_format(), hex);
    const ObjectResult<Object> object = database->read(id);
    if (!object.ok()) continue;
    if (object->type == ObjectType::kBlob) all.blobs.push_back(id);
    if (object->type == ObjectType::kTree) all.trees.add(id, object->bytes, state);
    if (object->type == ObjectType::kCommit) all.commits.add_commit(id, object->bytes);
    if (object->type == ObjectType::kTag) all.commits.add_tag(id, object->bytes);
  }
  all.commits.finish();
  return all;
}

/// The same graphs by a walk over the forest of deltas of each pack.
class PackedObjects final : public ObjectVisitor {
 public:
  explicit PackedObjects(const GitSandbox& sandbox)
      : repository_(*Repository::discover(sandbox.repo())),
        builder_(
            repository_.object_format(),
            [this](const ObjectId& id, ObjectType, std::string_view) { seen.push_back(id.hex()); },
            [](const ObjectId& id, const std::string& what) { ADD_FAILURE() << id.hex() << " " << what; }) {
    const auto folder = *repository_.common_dir().open_directory("objects/pack");
    const Result<std::vector<std::string>> names = folder->names(1000);
    for (const std::string& name : *names) {
      if (!name.ends_with(".pack")) continue;
      const std::string index = name.substr(0, name.size() - 5) + ".idx";
      Result<MappedFile> pack = MappedFile::open(std::move(**folder->open_file(name)));
      Result<MappedFile> idx = MappedFile::open(std::move(**folder->open_file(index)));
      const Result<PackForest> forest =
          PackForest::build(std::move(*pack), std::move(*idx), repository_.object_format(), nullptr);
      forest_ = &*forest;
      DeltaWalker walker({}, nullptr);
      for (std::uint32_t entry = 0; entry < forest->size(); ++entry) {
        if (forest->is_root(entry)) walker.walk(*forest, entry, {}, *this);
      }
    }
    builder_.finish();
  }
  void visit(const WalkedObject& object) override { builder_.add_walked(*forest_, object); }
  void lost(std::uint32_t, const ObjectFailure& failure) override {
    ADD_FAILURE() << failure.error.sentence();
  }
  void gap(std::uint32_t) override { ADD_FAILURE(); }

  [[nodiscard]] const GraphBuilder& graphs() const { return builder_; }
  [[nodiscard]] std::size_t deltas() const {
    std::size_t count = 0;
    for (std::uint32_t tree = 0; tree < builder_.trees().tree_count(); ++tree) {
      count += builder_.trees().base_of(tree) == TreeGraph::kNone ? 0 : 1;
    }
    return count;
  }
  std::vector<std::string> seen;

 private:
  Repository repository_;
  GraphBuilder builder_;
  const PackForest* forest_ = nullptr;
};

using Rows = std::set<std::tuple<std::string, std::string, std::string>>;  // commit, path, blob

Rows arrivals_of(const AllObjects& all, const BlobHistory& history, const CommitGraph& commits) {
  Rows rows;
  for (std::uint32_t blob = 0; blob < all.blobs.size(); ++blob) {
    for (const BlobHistory::Arrival& arrival : history.arrivals(blob)) {
      rows.emplace(commits.id_of(arrival.commit).hex(), history.path(arrival.path), all.blobs[blob].hex());
    }
  }
  return rows;
}

/// What git shows as new content. Paths in these tests need no quoting.
Rows arrivals_by_git(const GitSandbox& sandbox, const std::string& path) {
  std::istringstream log(sandbox.shell(
      "git --no-replace-objects log --all --raw -c --no-abbrev --no-renames --root --format=commit\\ %H",
      path));
  Rows rows;
  std::string commit;
  for (std::string line; std::getline(log, line);) {
    if (line.starts_with("commit ")) commit = line.substr(7);
    if (!line.starts_with(':')) continue;
    const std::size_t parents = line.find_first_not_of(':');
    std::istringstream fields(line.substr(parents));
    std::string mode;
    std::string last_mode;
    for (std::size_t i = 0; i <= parents; ++i) fields >> last_mode;
    std::vector<std::string> ids(parents + 1);
    for (std::string& id : ids) fields >> id;
    const std::string blob = ids.back();
    ids.pop_back();
    const bool null = blob.find_first_not_of('0') == std::string::npos;
    if (null || last_mode == "160000" || std::find(ids.begin(), ids.end(), blob) != ids.end()) continue;
    rows.emplace(commit, line.substr(line.find('\t') + 1), blob);
  }
  return rows;
}

/// A random history by `git fast-import`: edits, moves, removals, returns, type changes, merges that agree
/// with no parent, several roots.
std::string random_history(unsigned seed, unsigned commits) {
  std::mt19937 random(seed);  // NOLINT: the same in every run
  const std::vector<std::string> paths = {"a", "b/c", "b/d", "b/e/f", "b/e/g", "h/i/j/k", "h/x"};
  std::ostringstream stream;
  std::vector<std::vector<unsigned>> parents_of;
  for (unsigned i = 1; i <= commits; ++i) {
    stream << "commit refs/heads/b" << i << "\nmark :" << i << "\nauthor A <a@example.org> " << 1700000000 + i
           << " +0000\ncommitter C <c@example.org> " << 1700000000 + i << " +0000\ndata 1\nx\n";
    if (i > 1 && random() % 25 != 0) {
      stream << "from :" << 1 + random() % (i - 1) << "\n";
      for (unsigned merges = random() % 5 == 0 ? 1 + random() % 2 : 0; merges > 0; --merges) {
        stream << "merge :" << 1 + random() % (i - 1) << "\n";
      }
    } else {
      // Enough that stays the same for git to make deltas of trees.
      for (int file = 0; file < 30; ++file) {
        for (const char* folder : {"", "b/", "h/"}) {
          stream << "M 100644 inline " << folder << "still" << file << "\ndata 2\n1\n\n";
        }
      }
    }
    for (unsigned edits = random() % 4; edits > 0; --edits) {
      const std::string& path = paths[random() % paths.size()];
      if (random() % 4 == 0) {
        stream << "D " << path << "\n";
      } else {
        const std::string content = "content " + std::to_string(random() % 12) + "\n";
        stream << "M " << (random() % 10 == 0 ? "100755" : "100644") << " inline " << path << "\ndata "
               << content.size() << "\n"
               << content << "\n";
      }
    }
    stream << "\n";
  }
  return stream.str();
}

class RandomHistories : public testing::TestWithParam<unsigned> {};

TEST_P(RandomHistories, ArrivalsAreWhatGitShows) {
  GitSandbox sandbox;
  sandbox.init(GetParam() % 3 == 0 ? "--object-format=sha256" : "");
  GitSandbox::write_file(sandbox.root() + "/stream", random_history(GetParam(), 120));
  sandbox.git("fast-import --quiet --force < ../stream");
  const AllObjects all = read_all(sandbox, sandbox.repo());
  const BlobHistory history(all.commits, all.trees, all.blobs);
  EXPECT_TRUE(history.complete());
  const Rows by_git = arrivals_by_git(sandbox, sandbox.repo());
  EXPECT_GT(by_git.size(), 50U);
  EXPECT_EQ(arrivals_of(all, history, all.commits), by_git);

  sandbox.git("repack -adfq --window=50");
  const PackedObjects packed(sandbox);
  EXPECT_GT(packed.deltas(), 10U);
  EXPECT_EQ(packed.seen.size(), 120U);
  const BlobHistory by_deltas(packed.graphs().commits(), packed.graphs().trees(), all.blobs);
  EXPECT_EQ(arrivals_of(all, by_deltas, packed.graphs().commits()), by_git);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomHistories, testing::Range(1U, 7U));

/// Copies that a delta encoder could have found: the common parts of two texts, cut at random.
std::vector<CopyRun> runs_between(const std::string& base, const std::string& target, std::mt19937& random) {
  std::vector<CopyRun> runs;
  for (std::uint32_t at = 0; at < target.size();) {
    std::size_t best = 0;
    std::size_t from = 0;
    for (std::size_t start = 0; start < base.size(); ++start) {
      std::size_t length = 0;
      while (start + length < base.size() && at + length < target.size() &&
             base[start + length] == target[at + length])
        ++length;
      if (length > best) {
        best = length;
        from = start;
      }
    }
    if (best < 4 || random() % 8 == 0) {
      at += static_cast<std::uint32_t>(1 + random() % 3);
      continue;
    }
    const auto length = static_cast<std::uint32_t>(random() % 4 == 0 ? 1 + random() % best : best);
    runs.push_back({static_cast<std::uint32_t>(from), at, length});
    at += length;
  }
  return runs;
}

ObjectId made_up(unsigned number) {
  std::string bytes(20, '\0');
  for (int i = 0; i < 20; ++i)
    bytes[static_cast<std::size_t>(i)] = static_cast<char>(number * 131U >> (i % 4 * 8));
  return {ObjectFormat::kSha1, bytes.data()};
}

std::string tree_of(const std::map<std::string, unsigned>& entries) {
  std::string tree;
  for (const auto& [name, blob] : entries) {
    tree += "100644 " + name + '\0';
    tree += bytes_of(made_up(blob));
  }
  return tree;
}

TEST(TreeGraph, ByDeltasSaysTheSameAsByWholeTrees) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    std::mt19937 random(seed);  // NOLINT: the same in every run
    TreeGraph by_deltas(ObjectFormat::kSha1);
    TreeGraph whole(ObjectFormat::kSha1);
    std::vector<std::string> trees;
    std::vector<TreeState> states;
    std::map<std::string, unsigned> entries;
    std::vector<std::map<std::string, unsigned>> contents;
    for (unsigned number = 0; number < 40; ++number) {
      const std::size_t base = trees.empty() ? 0 : random() % trees.size();
      if (!trees.empty()) entries = contents[base];
      for (auto edits = 1 + random() % 3; edits > 0; --edits) {
        const std::string name = "file" + std::to_string(random() % 15);
        if (random() % 3 == 0) {
          entries.erase(name);
        } else {
          entries[name] = static_cast<unsigned>(1000 + random() % 20);
        }
      }
      const std::string tree = tree_of(entries);
      TreeState state;
      if (trees.empty()) {
        by_deltas.add(made_up(number), tree, state);
      } else {
        EXPECT_TRUE(by_deltas.add_delta(made_up(number), tree, states[base],
                                        runs_between(trees[base], tree, random), state));
      }
      TreeState other;
      whole.add(made_up(number), tree, other);
      EXPECT_EQ(state.offsets, other.offsets);
      trees.push_back(tree);
      states.push_back(std::move(state));
      contents.push_back(entries);
    }
    std::vector<ObjectId> blobs;
    for (unsigned blob = 1000; blob < 1020; ++blob) blobs.push_back(made_up(blob));
    const SoughtTrees a(by_deltas, blobs);
    const SoughtTrees b(whole, blobs);
    const auto rows = [&](const TreeGraph& graph, const SoughtTrees& sought) {
      std::set<std::tuple<ObjectId, std::string, ObjectId>> all;
      for (std::uint32_t tree = 0; tree < graph.tree_count(); ++tree) {
        for (const auto& entry : sought.entries(graph.tree_id(tree))) {
          all.emplace(graph.id_of(graph.tree_id(tree)), graph.names().at(entry.name), graph.id_of(entry.id));
        }
      }
      return all;
    };
    EXPECT_EQ(rows(by_deltas, a), rows(whole, b)) << "seed " << seed;
    std::set<std::tuple<ObjectId, std::string, ObjectId>> truth;
    for (unsigned number = 0; number < contents.size(); ++number) {
      for (const auto& [name, blob] : contents[number]) truth.emplace(made_up(number), name, made_up(blob));
    }
    EXPECT_EQ(rows(by_deltas, a), truth) << "seed " << seed;
  }
}

TEST(TreeGraph, OfTreesThatNoGitWouldMakeLosesNothing) {
  TreeGraph graph(ObjectFormat::kSha1);
  const std::string twice = tree_of({{"a", 1}}) + tree_of({{"a", 1}}) + tree_of({{"b", 2}});
  TreeState base;
  EXPECT_TRUE(graph.add(made_up(100), twice, base));
  // One of the two is gone; the other is still there.
  const std::string once = tree_of({{"a", 1}, {"b", 2}});
  const auto entry = static_cast<std::uint32_t>(tree_of({{"a", 1}}).size());
  TreeState state;
  graph.add_delta(made_up(101), once, base, std::vector<CopyRun>{{entry, 0, 2 * entry}}, state);
  const std::vector<ObjectId> sought = {made_up(1)};
  const SoughtTrees trees(graph, sought);
  EXPECT_EQ(trees.entries(graph.number_of(made_up(101))).size(), 1U);

  // Out of order, and cut within an entry: what stands before the cut counts.
  TreeState odd;
  EXPECT_FALSE(graph.add(made_up(102), tree_of({{"z", 1}}) + tree_of({{"a", 1}}).substr(0, 10), odd));
  EXPECT_EQ(odd.entries.size(), 1U);
  EXPECT_EQ(SoughtTrees(graph, sought).entries(graph.number_of(made_up(102))).size(), 1U);
}

TEST(BlobHistory, OfTreesThatContainThemselvesEnds) {
  TreeGraph trees(ObjectFormat::kSha1);
  CommitGraph commits(ObjectFormat::kSha1);
  TreeState state;
  const auto folders = [](const std::vector<std::pair<std::string, unsigned>>& inner) {
    std::string tree;
    for (const auto& [name, id] : inner) {
      tree += "40000 " + name + '\0';
      tree += bytes_of(made_up(id));
    }
    return tree;
  };
  // A tree with itself in it, and a tower of trees each of which has the one below it twice.
  trees.add(made_up(1), folders({{"self", 1}}) + tree_of({{"z", 9}}), state);
  for (unsigned level = 2; level < 60; ++level) {
    trees.add(made_up(level), folders({{"l", level - 1}, {"r", level - 1}}), state);
  }
  commits.add_commit(made_up(200), "tree " + made_up(59).hex() + "\n\nx\n");
  commits.finish();
  const std::vector<ObjectId> blobs = {made_up(9)};
  const BlobHistory history(commits, trees, blobs, 100000);
  EXPECT_FALSE(history.complete());
}

/// The provenance of one secret that the given contents hold.
class History : public testing::Test {
 protected:
  History() { sandbox_.init(); }
  std::string commit(const std::string& what) {
    sandbox_.git("add -A && git commit -q --allow-empty -m '" + what + "'");
    return sandbox_.git_line("rev-parse HEAD");
  }
  std::string id(const std::string& revision) { return sandbox_.git_line("rev-parse " + revision); }

  Provenance of(const std::vector<std::string>& contents, const std::string& path = {}) {
    const std::string place = path.empty() ? sandbox_.repo() : path;
    all_ = std::make_unique<AllObjects>(read_all(sandbox_, place));
    std::vector<ObjectId> blobs;
    std::vector<std::uint32_t> secret;
    for (const std::string& content : contents) {
      GitSandbox::write_file(sandbox_.root() + "/content", content);
      std::string hex = sandbox_.shell("git hash-object ../content");
      hex.pop_back();
      secret.push_back(static_cast<std::uint32_t>(blobs.size()));
      blobs.push_back(*ObjectId::from_hex(all_->repository.object_format(), hex));
    }
    const BlobHistory history(all_->commits, all_->trees, blobs);
    std::vector<Notification> notifications;
    std::uint64_t dropped = 0;
    places_.clear();
    for (const BlobHistory::Place& place :
         history.places_of(secret, history.head_tree(collect_tips(all_->repository)), dropped)) {
      places_.push_back(std::to_string(place.blob) + " " + place.path + " " + place.commit_id +
                        (place.in_head ? " in HEAD" : ""));
    }
    EXPECT_EQ(dropped, 0U);
    return history.provenance_of(std::vector<BlobHistory::Holders>{{secret, objects_}},
                                 collect_tips(all_->repository),
                                 read_worktree_indexes(all_->repository, notifications))[0];
  }
  static std::vector<std::string> lines(const std::vector<HistoryEvent>& events) {
    std::vector<std::string> lines;
    for (const HistoryEvent& event : events) {
      lines.push_back(event.commit_id + " " + event.path + (event.elsewhere ? " elsewhere" : ""));
    }
    return lines;
  }

  GitSandbox sandbox_;
  std::unique_ptr<AllObjects> all_;
  std::vector<ObjectId> objects_;    ///< whose text holds the secret too
  std::vector<std::string> places_;  ///< of the last question
};

TEST_F(History, FollowsASecretThroughEditsMovesRemovalAndReturn) {
  sandbox_.write("key", "secret\n");
  const std::string added = commit("added");
  sandbox_.write("key", "secret\nedited\n");
  commit("edited beside it");
  sandbox_.git("mv key moved");
  const std::string moved = commit("moved");
  sandbox_.git("rm -q moved");
  const std::string removed = commit("removed");
  sandbox_.write("key", "secret\n");
  const std::string returned = commit("back");
  sandbox_.git("branch keeps && git tag -a -m t v1 && git rm -q key");
  const std::string gone = commit("gone");

  const Provenance provenance = of({"secret\n", "secret\nedited\n"});
  EXPECT_THAT(lines(provenance.introductions),
              ElementsAre(added + " key", moved + " moved elsewhere", returned + " key"));
  EXPECT_THAT(lines(provenance.removals),
              ElementsAre(moved + " key elsewhere", removed + " moved", gone + " key"));
  EXPECT_EQ(provenance.introductions[0].author_time, 1700000000);
  EXPECT_EQ(provenance.last_commit_id, returned);
  EXPECT_FALSE(provenance.in_head);
  EXPECT_TRUE(provenance.reachable);
  EXPECT_THAT(provenance.refs, ElementsAre("refs/heads/keeps", "refs/tags/v1"));
  EXPECT_THAT(provenance.reachable_from,
              testing::IsSupersetOf({"refs/heads/keeps", "refs/heads/main", "refs/tags/v1"}));
  EXPECT_THAT(provenance.staged_in, IsEmpty());
}

TEST_F(History, ShowsEachPathOnceHeadsFirst) {
  sandbox_.write("old", "secret\n");
  sandbox_.write("kept", "secret\n");
  const std::string one = commit("one");
  sandbox_.write("kept", "secret\nedited\n");
  const std::string two = commit("two");
  sandbox_.git("rm -q old");
  commit("three");
  sandbox_.write("b/staged", "secret\nstaged\n");
  sandbox_.git("add b");
  sandbox_.write("gone", "secret\ngone\n");
  sandbox_.git("add gone && rm gone && git rm -q --cached gone");
  of({"secret\n", "secret\nedited\n", "secret\nstaged\n", "secret\ngone\n"});
  EXPECT_THAT(places_, ElementsAre("1 kept " + two + " in HEAD", "0 old " + one, "2  ", "3  "));
}

TEST_F(History, OfTextsOfCommitsAndTags) {
  sandbox_.write("a", "1\n");
  const std::string one = commit("one");
  sandbox_.git("tag -a -m tagged v1 && git tag -a -m again v2 v1");
  objects_ = {*ObjectId::from_hex(ObjectFormat::kSha1, one)};
  const Provenance of_commit = of({});
  EXPECT_THAT(lines(of_commit.introductions), ElementsAre(one + " "));
  EXPECT_THAT(of_commit.refs, IsEmpty());
  EXPECT_THAT(of_commit.reachable_from,
              testing::IsSupersetOf({"refs/heads/main", "refs/tags/v1", "refs/tags/v2"}));
  objects_ = {*ObjectId::from_hex(ObjectFormat::kSha1, id("v1"))};
  EXPECT_THAT(of({}).reachable_from, ElementsAre("refs/tags/v1", "refs/tags/v2"));
}

TEST_F(History, KnowsWhatOnlyAMergeHas) {
  sandbox_.write("a", "1\n");
  commit("root");
  sandbox_.git("checkout -q -b side");
  sandbox_.write("b", "1\n");
  commit("side");
  sandbox_.git("checkout -q main");
  sandbox_.write("c", "1\n");
  commit("main");
  sandbox_.git("merge -q --no-commit side");
  sandbox_.write("evil", "secret\n");
  const std::string merge = commit("merge");
  const Provenance provenance = of({"secret\n"});
  EXPECT_THAT(lines(provenance.introductions), ElementsAre(merge + " evil"));
  EXPECT_THAT(provenance.removals, IsEmpty());
  EXPECT_TRUE(provenance.in_head);
}

TEST_F(History, TellsStashReflogIndexAndDanglingApart) {
  sandbox_.write("a", "1\n");
  commit("root");
  sandbox_.write("untracked", "stashed\n");
  sandbox_.git("stash -q -u");
  sandbox_.write("a", "amended\n");
  commit("amended away");
  sandbox_.git("reset -q --hard HEAD~");
  sandbox_.write("b", "staged\n");
  sandbox_.git("worktree add -q --detach ../other");
  GitSandbox::write_file(sandbox_.root() + "/other/c", "staged\n");
  sandbox_.shell("git add c", sandbox_.root() + "/other");
  sandbox_.shell("echo dangling | git hash-object -w --stdin");

  const Provenance stashed = of({"stashed\n"});
  EXPECT_EQ(stashed.introductions.at(0).path, "untracked");
  EXPECT_THAT(stashed.reachable_from, UnorderedElementsAre("refs/stash", "stash@{0}"));
  EXPECT_TRUE(stashed.refs.empty());

  const Provenance amended = of({"amended\n"});
  EXPECT_THAT(amended.reachable_from, testing::Contains("HEAD@{1}"));
  EXPECT_TRUE(amended.reachable);
  EXPECT_FALSE(amended.in_head);

  const Provenance staged = of({"staged\n"});
  EXPECT_THAT(staged.staged_in, ElementsAre("worktrees/other/index"));
  EXPECT_TRUE(staged.reachable);
  EXPECT_THAT(staged.introductions, IsEmpty());

  const Provenance dangling = of({"dangling\n"});
  EXPECT_EQ(dangling, Provenance());
}

TEST_F(History, OfAShallowCloneMayBeOlder) {
  sandbox_.write("a", "secret\n");
  commit("one");
  const std::string edge = commit("two");
  sandbox_.shell("git clone -q --depth 1 file://" + sandbox_.repo() + " cloned", sandbox_.root());
  const Provenance provenance = of({"secret\n"}, sandbox_.root() + "/cloned");
  EXPECT_THAT(lines(provenance.introductions), ElementsAre(edge + " a"));
  EXPECT_TRUE(provenance.at_or_before);
}

TEST_F(History, OfManySecretsAtOnceIsThatOfEach) {
  std::vector<ObjectId> blobs;
  for (int i = 0; i < 150; ++i) {
    sandbox_.write("f" + std::to_string(i % 7), "secret " + std::to_string(i) + "\n");
    if (i % 5 == 4) commit(std::to_string(i));
  }
  const AllObjects all = read_all(sandbox_, sandbox_.repo());
  const BlobHistory history(all.commits, all.trees, all.blobs);
  std::vector<BlobHistory::Holders> each;
  for (std::uint32_t blob = 0; blob < all.blobs.size(); ++blob) each.push_back({{blob}, {}});
  ASSERT_GT(each.size(), 128U);
  const Tips tips = collect_tips(all.repository);
  const std::vector<Provenance> together = history.provenance_of(each, tips, {});
  for (std::size_t i = 0; i < each.size(); i += 13) {
    EXPECT_EQ(together[i], history.provenance_of(std::span(each).subspan(i, 1), tips, {})[0]) << i;
  }
}

}  // namespace
}  // namespace trawl
