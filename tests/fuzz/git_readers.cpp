#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/git/commit.h"
#include "engine/git/commit_range.h"
#include "engine/git/config_file.h"
#include "engine/git/delta.h"
#include "engine/git/index_file.h"
#include "engine/git/line_diff.h"
#include "engine/git/loose_object.h"
#include "engine/git/object_database.h"
#include "engine/git/pack.h"
#include "engine/git/pack_index.h"
#include "engine/git/refs.h"
#include "engine/git/revision.h"
#include "engine/git/tag.h"
#include "engine/git/tree.h"
#include "engine/git/tree_difference.h"
#include "engine/source/commit_text.h"
#include "tests/fuzz/readers.h"
#include "tests/unit/git/crafted_pack.h"

namespace trawl::fuzz {
namespace {

constexpr std::uint64_t kMost = std::uint64_t{1} << 20;

// A property that does not hold; in every build, so no assert.
void demand(bool holds) {
  if (!holds) std::abort();
}

// The front of the input as a number; the fuzzer moves the parts of an input around by it.
std::size_t take_number(std::string_view& input, std::size_t bytes = 1) {
  std::size_t number = 0;
  for (; bytes > 0 && !input.empty(); --bytes, input.remove_prefix(1))
    number = number << 8 | static_cast<unsigned char>(input.front());
  return number;
}

std::string_view take(std::string_view& input, std::size_t size) {
  const std::string_view front = input.substr(0, std::min(size, input.size()));
  input.remove_prefix(front.size());
  return front;
}

ObjectFormat take_format(std::string_view& input) {
  return take_number(input) % 2 == 0 ? ObjectFormat::kSha1 : ObjectFormat::kSha256;
}

GuardedFile file_of(std::string_view bytes) {
  const int descriptor = ::memfd_create("input", MFD_CLOEXEC);
  demand(descriptor >= 0);
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    demand(written > 0);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  const auto size = static_cast<std::uint64_t>(::lseek(descriptor, 0, SEEK_END));
  return {Descriptor(descriptor), size, "input"};
}

/// An empty repository on the disk, for readers that want one. One for the whole process.
class Sandbox {
 public:
  static const Sandbox& the() {
    static const Sandbox sandbox;
    return sandbox;
  }
  void put(const std::string& name, std::string_view bytes) const {
    const std::string path = root_ + "/" + name;
    FILE* file = std::fopen(path.c_str(), "wb");
    demand(file != nullptr);
    std::fwrite(bytes.data(), 1, bytes.size(), file);
    std::fclose(file);
  }
  [[nodiscard]] const std::string& root() const { return root_; }

 private:
  Sandbox() {
    std::string pattern = (std::filesystem::temp_directory_path() / "trawl-fuzz-XXXXXX").string();
    demand(::mkdtemp(pattern.data()) != nullptr);
    root_ = std::filesystem::canonical(pattern).string();
    for (const char* folder : {"objects/pack", "objects/info", "refs/heads", "refs/tags"})
      std::filesystem::create_directories(root_ + "/" + folder);
    put("HEAD", "ref: refs/heads/main\n");
  }
  ~Sandbox() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  std::string root_;
};

void read_pack(std::string_view input) {
  const ObjectFormat format = take_format(input);
  const std::size_t far = take_number(input, 2);
  Result<Pack> pack = Pack::open(file_of(input), format);
  if (!pack) return;
  (void)pack->checksum();
  Inflater inflater;
  for (std::uint64_t offset : {std::uint64_t{12}, std::uint64_t{12} + far, pack->end_of_entries()}) {
    const ObjectResult<PackEntry> entry = pack->entry_at(offset);
    if (!entry) continue;
    demand(entry->base_offset < offset || entry->kind != PackEntryKind::kOffsetDelta);
    const ObjectResult<std::string> bytes = pack->inflate(*entry, inflater, kMost);
    if (bytes) demand(bytes->size() == entry->size);
    if (entry->is_delta()) (void)pack->delta_result_size(*entry);
  }
}

// The input says which entries there are; they are put into a pack with a fitting index, so that the fuzzer
// is not kept out by checksums and compression. Then every object is read in every way.
void read_pack_store(std::string_view input) {
  const ObjectFormat format = ObjectFormat::kSha1;
  testing_git::CraftedPack pack;
  std::vector<ObjectId> ids;
  std::vector<std::uint64_t> offsets;
  while (!input.empty() && ids.size() < 24) {
    std::array<std::uint8_t, 20> bytes{};
    bytes.fill(static_cast<std::uint8_t>(ids.size()));
    bytes[0] = static_cast<std::uint8_t>(take_number(input));
    const ObjectId id(format, bytes.data());
    const std::size_t what = take_number(input);
    const std::size_t base = take_number(input);
    const std::string content(take(input, take_number(input, 2) % 600));
    std::uint64_t offset = 0;
    switch (what % 5) {
      case 0:
        offset = pack.add(
            id, testing_git::entry_header(static_cast<unsigned>(what / 5 % 8), content.size() + base / 200) +
                    testing_git::deflated(content));
        break;
      case 1:
        if (offsets.empty()) continue;
        offset = pack.add_offset_delta(id, offsets[base % offsets.size()], content);
        break;
      case 2: {
        std::array<std::uint8_t, 20> other{};
        other.fill(static_cast<std::uint8_t>(base % 24));
        other[0] = static_cast<std::uint8_t>(what / 5);
        offset = pack.add_id_delta(
            id, ids.empty() || base % 2 == 0 ? ObjectId(format, other.data()) : ids[base % ids.size()],
            content);
        break;
      }
      case 3:
        offset = pack.add_id_delta(id, id, content);
        break;
      default:
        offset = pack.add(id, content);
    }
    ids.push_back(id);
    offsets.push_back(offset);
  }
  const Sandbox& sandbox = Sandbox::the();
  pack.write(sandbox.root() + "/objects/pack/pack-fuzz");
  const Result<Repository> repository = Repository::open(sandbox.root());
  demand(repository.ok());
  const Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
  if (!database) return;
  for (const ObjectId& id : ids) {
    const ObjectResult<Object> object = database->read(id, kMost);
    const ObjectResult<ObjectHeader> header = database->header(id);
    if (object && header) demand(header->size == object->bytes.size() && header->type == object->type);
    const ObjectResult<std::unique_ptr<ObjectStream>> stream = database->stream(id, kMost);
    if (stream) {
      std::string bytes;
      std::array<char, 997> room{};
      while (bytes.size() < 4 * kMost) {
        const ObjectResult<std::size_t> count = (*stream)->read(room);
        if (!count || *count == 0) break;
        bytes.append(room.data(), *count);
      }
      if (object) demand(bytes == object->bytes);
    }
    TreeWalker walker(*database, id);
    for (int i = 0; i < 200; ++i) {
      const ObjectResult<std::optional<TreePath>> path = walker.next();
      if (path && !path->has_value()) break;
    }
    TreeDifference difference(*database, id, {ids.front(), std::nullopt});
    for (int i = 0; i < 200; ++i) {
      const ObjectResult<std::optional<NewEntry>> entry = difference.next();
      if (entry && !entry->has_value()) break;
    }
    (void)entry_at(*database, id, "a/b");
  }
  if (!ids.empty()) (void)commits_between(*database, {}, {ids.back()}, {ids.front()});
  (void)commits_listed(*database, {}, ids);
}

void read_pack_index(std::string_view input) {
  const ObjectFormat format = take_format(input);
  const Result<PackIndex> index = PackIndex::open(file_of(input), format);
  if (!index) return;
  const Result<PackIndexTable> table = index->load();
  std::array<std::uint8_t, 32> bytes{};
  for (int first : {0, 1, 127, 255}) {
    bytes.fill(static_cast<std::uint8_t>(first));
    (void)index->find(ObjectId(format, bytes.data()));
  }
  std::set<ObjectId> found;
  for (const char* digits : {"00", "ff", "0a1b", "7"}) (void)index->find_abbreviated(digits, 8, found);
  if (!table) return;
  demand(table->ids.size() == table->offsets.size() * id_size(format));
  for (std::size_t i = 0; i < std::min<std::size_t>(table->offsets.size(), 50); ++i) {
    const Result<std::optional<std::uint64_t>> offset =
        index->find(ObjectId(format, table->ids.data() + i * id_size(format)));
    demand(offset.ok() && offset->has_value() && **offset == table->offsets[i]);
  }
}

void read_delta(std::string_view input) {
  const std::string_view base = take(input, take_number(input, 2));
  const Result<DeltaHeader> header = read_delta_header(input);
  const ObjectResult<std::string> made = apply_delta(base, input, kMost);
  if (made) demand(header.ok() && header->base_size == base.size() && header->result_size == made->size());
}

void read_loose(std::string_view input) {
  // The first byte says whether the rest is deflated for the fuzzer.
  const bool raw = take_number(input) % 2 == 0;
  const std::string stored = raw ? std::string(input) : testing_git::deflated(std::string(input));
  const GuardedFile file = file_of(stored);
  const ObjectResult<LooseHeader> header = read_loose_header(file);
  Inflater inflater;
  const ObjectResult<Object> object = read_loose_object(file, inflater, kMost);
  if (object) demand(header.ok() && header->object.size == object->bytes.size());
}

void read_tree(std::string_view input) {
  const ObjectFormat format = take_format(input);
  TreeCursor cursor(format, input);
  std::size_t bytes = 0;
  while (true) {
    const Result<std::optional<TreeEntry>> entry = cursor.next();
    if (!entry || !entry->has_value()) break;
    bytes += (*entry)->name.size() + 2 + id_size(format);
    demand(bytes <= input.size());
  }
}

void read_commit(std::string_view input) {
  const ObjectFormat format = take_format(input);
  const Result<Commit> commit = parse_commit(format, input);
  if (commit) {
    demand(commit->headers.begin <= commit->headers.end && commit->headers.end <= commit->message.begin &&
           commit->message.begin <= commit->message.end && commit->message.end.value == input.size());
  }
  std::string text(input);
  blank_what_is_no_text(text);
  demand(text.size() == input.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    demand(text[i] == input[i] || (text[i] == ' ' && input[i] != '\n'));
}

void read_tag(std::string_view input) {
  const ObjectFormat format = take_format(input);
  (void)parse_tag(format, input);
}

void read_index(std::string_view input) {
  const std::size_t how = take_number(input);
  const ObjectFormat format = how % 2 == 0 ? ObjectFormat::kSha1 : ObjectFormat::kSha256;
  auto bytes = std::make_shared<std::string>(input);
  // A checksum of zeros is none at all (index.skipHash): else no mutation would come past it.
  if (how % 4 < 2) bytes->append(id_size(format), '\0');
  const Result<IndexFile> index = parse_index_file(format, bytes);
  if (index) {
    for (const IndexEntry& entry : index->entries)
      demand(entry.path.size() <= bytes->size() * 4096 && entry.stage < 4);
    if (index->link) (void)merge_split_index(*index, index->entries);
  }
  std::string_view rest = input;
  const Result<std::vector<bool>> bits = take_ewah_bitmap(rest, 1000);
  if (bits) demand(bits->size() <= 1000 + 64);
}

void read_refs(std::string_view input) {
  const Sandbox& sandbox = Sandbox::the();
  const std::string_view head = take(input, take_number(input));
  const std::string_view loose = take(input, take_number(input));
  sandbox.put("HEAD", head);
  sandbox.put("refs/heads/main", loose);
  sandbox.put("MERGE_HEAD", loose);
  sandbox.put("shallow", loose);
  sandbox.put("packed-refs", input);
  const Result<Repository> repository = Repository::open(sandbox.root());
  demand(repository.ok());
  const Result<Refs> refs = Refs::open(*repository);
  demand(refs.ok());
  (void)refs->head();
  (void)refs->merge_heads();
  (void)shallow_commits(*repository);
  std::vector<std::string> problems;
  const Result<std::vector<Ref>> all = refs->all(problems);
  if (all) {
    for (const Ref& ref : *all) (void)refs->resolve(ref.name);
  }
}

void read_revision(std::string_view input) {
  const Sandbox& sandbox = Sandbox::the();
  sandbox.put("HEAD", "ref: refs/heads/main\n");
  sandbox.put("refs/heads/main", "");
  sandbox.put("packed-refs", "1111111111111111111111111111111111111111 refs/heads/a\n");
  const Result<Repository> repository = Repository::open(sandbox.root());
  const Result<Refs> refs = Refs::open(*repository);
  const Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
  if (!database) return;
  const RevisionParser parser(*refs, *database);
  const Result<ObjectId> id = parser.commit_named(input);
  demand(!id.ok() || !id->is_null());
}

void read_config(std::string_view input) {
  (void)read_repository_format(input);
}

void compare_lines(std::string_view input) {
  const std::string_view before = take(input, take_number(input, 2));
  const std::vector<LineRange> ranges = added_lines(before, input);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    demand(ranges[i].begin < ranges[i].end);
    demand(i == 0 || ranges[i - 1].end <= ranges[i].begin);
  }
  if (before == input && before.find('\0') == std::string_view::npos) demand(ranges.empty());
  const std::array<std::string_view, 2> candidates = {before, input.substr(input.size() / 2)};
  (void)find_rename_origin(input, candidates);
}

constexpr std::array kReaders = {
    Reader{"commit", read_commit},
    Reader{"config", read_config},
    Reader{"delta", read_delta},
    Reader{"index", read_index},
    Reader{"line-diff", compare_lines},
    Reader{"loose", read_loose},
    Reader{"pack", read_pack},
    Reader{"pack-index", read_pack_index},
    Reader{"pack-store", read_pack_store},
    Reader{"refs", read_refs},
    Reader{"revision", read_revision},
    Reader{"tag", read_tag},
    Reader{"tree", read_tree},
};

}  // namespace

std::span<const Reader> git_readers() {
  return kReaders;
}

}  // namespace trawl::fuzz
