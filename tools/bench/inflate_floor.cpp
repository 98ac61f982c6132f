// inflate-floor OBJECTS: inflates every entry of every pack below an object directory once, with libdeflate,
// in the order of the pack, and does nothing else: the least that any reader of all of history has to do.

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "engine/git/guarded_directory.h"
#include "engine/git/inflate.h"
#include "engine/git/mapped_file.h"
#include "engine/git/pack_forest.h"

namespace {

using namespace trawl;

Result<MappedFile> map_file(const GuardedDirectory& directory, const std::string& name) {
  Result<std::optional<GuardedFile>> file = directory.open_file(name);
  if (!file.ok()) return file.error();
  if (!file->has_value()) return Error(name + " is missing");
  return MappedFile::open(std::move(**file));
}

int fail(const Error& error) {
  std::fprintf(stderr, "inflate-floor: %s\n", error.sentence().c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return fail(Error("usage: inflate-floor OBJECTS"));
  const Result<GuardedDirectory> directory = GuardedDirectory::open(std::string(argv[1]) + "/pack");
  if (!directory.ok()) return fail(directory.error());
  const Result<std::vector<std::string>> names = directory->names(100000);
  if (!names.ok()) return fail(names.error());
  Inflater inflater;
  std::vector<char> room(std::size_t{256} << 20);
  std::uint64_t entries = 0;
  std::uint64_t inflated = 0;
  std::uint64_t packed = 0;
  for (const std::string& name : *names) {
    if (!name.ends_with(".pack")) continue;
    Result<MappedFile> pack = map_file(*directory, name);
    if (!pack.ok()) return fail(pack.error());
    Result<MappedFile> index = map_file(*directory, name.substr(0, name.size() - 5) + ".idx");
    if (!index.ok()) return fail(index.error());
    const Result<PackForest> forest =
        PackForest::build(std::move(*pack), std::move(*index), ObjectFormat::kSha1, nullptr);
    if (!forest.ok()) return fail(forest.error());
    for (std::uint32_t entry = 0; entry < forest->size(); ++entry) {
      const PackEntry header = forest->header(entry);
      std::size_t consumed = 0;
      if (header.size > room.size() || !inflater.inflate(forest->compressed(entry, header),
                                                         std::span(room).first(header.size), consumed)) {
        return fail(Error("an entry of " + name + " cannot be inflated"));
      }
      ++entries;
      inflated += header.size;
      packed += consumed;
    }
  }
  std::printf("{\"entries\": %llu, \"packed\": %llu, \"inflated\": %llu}\n",
              static_cast<unsigned long long>(entries), static_cast<unsigned long long>(packed),
              static_cast<unsigned long long>(inflated));
  return 0;
}
