#include "engine/scan/known_audit.h"

#include <algorithm>
#include <utility>

#include "engine/base/wire.h"
#include "engine/git/provenance/intern.h"

namespace trawl {
namespace {

constexpr std::string_view kFirstLine = "trawl audit 2\n";

void put_ids(WireWriter& wire, const std::vector<ObjectId>& ids) {
  std::string bytes;
  for (const ObjectId& id : ids) bytes += bytes_of(id);
  wire.text(bytes);
}

bool take_ids(WireReader& wire, ObjectFormat format, std::vector<ObjectId>& ids) {
  const std::string_view bytes = wire.text();
  const std::size_t width = id_size(format);
  if (!wire.ok() || bytes.size() % width != 0) return false;
  for (std::size_t at = 0; at < bytes.size(); at += width) ids.emplace_back(format, bytes.data() + at);
  return true;
}

std::optional<ObjectId> take_id(WireReader& wire, ObjectFormat format) {
  const std::string_view bytes = wire.text();
  if (!wire.ok() || bytes.size() != id_size(format)) return std::nullopt;
  return ObjectId(format, bytes.data());
}

bool read(std::string_view body, ObjectFormat format, KnownAudit& audit) {
  WireReader wire(body);
  audit.key = wire.text();
  audit.packs.resize(wire.count(UINT32_MAX));
  for (PackIdentity& pack : audit.packs) {
    pack.store = static_cast<std::uint32_t>(wire.number(UINT32_MAX));
    pack.name = wire.text();
    pack.size = wire.number();
    pack.checksum = wire.text();
    pack.index_checksum = wire.text();
  }
  audit.objects = wire.number();
  audit.blobs = wire.number();
  audit.bytes = wire.number();
  if (!take_ids(wire, format, audit.passed) || !take_ids(wire, format, audit.loose)) return false;
  audit.configuration = wire.number(1) != 0;
  audit.text_bytes = wire.number();
  for (std::size_t left = wire.count(UINT32_MAX); left > 0 && wire.ok(); --left) {
    const std::optional<ObjectId> id = take_id(wire, format);
    const auto type = static_cast<ObjectType>(wire.number(static_cast<std::uint64_t>(ObjectType::kTag)));
    if (!id) return false;
    audit.noisy.emplace_back(*id, type);
  }
  for (std::size_t left = wire.count(UINT32_MAX); left > 0 && wire.ok(); --left) {
    KnownPerson person;
    person.text = wire.text();
    const std::optional<ObjectId> id = take_id(wire, format);
    person.type = static_cast<ObjectType>(wire.number(static_cast<std::uint64_t>(ObjectType::kTag)));
    person.part = wire.text();
    if (!id) return false;
    person.object = *id;
    audit.people.push_back(std::move(person));
  }
  for (std::size_t left = wire.count(UINT32_MAX); left > 0 && wire.ok(); --left) {
    const std::optional<ObjectId> id = take_id(wire, format);
    if (!id) return false;
    audit.missing.push_back({*id, std::nullopt});
    if (wire.number(1) != 0) audit.missing.back().tree = take_id(wire, format);
  }
  if (!take_ids(wire, format, audit.absent)) return false;
  for (std::size_t left = wire.count(UINT32_MAX); left > 0 && wire.ok(); --left) {
    audit.treeless.push_back(static_cast<std::uint32_t>(wire.number(UINT32_MAX)));
  }
  return wire.finished();
}

}  // namespace

Result<std::shared_ptr<const KnownAudit>> KnownAudit::recall(const std::string& path, std::string_view key,
                                                             const ObjectDatabase& database) {
  Result<std::optional<SealedFile>> file = SealedFile::open(path, kFirstLine);
  if (!file) return file.error();
  if (!*file) return std::shared_ptr<const KnownAudit>();
  auto audit = std::make_shared<KnownAudit>();
  audit->file_ = std::move(*file);
  SectionReader sections(audit->file_->sections());
  if (!read(sections.text(), database.format(), *audit) || !audit->said.restore(sections)) {
    return Error("'" + path + "' is no record of an audit");
  }
  audit->graphs = sections;
  const bool there = audit->key == key &&
                     std::all_of(audit->packs.begin(), audit->packs.end(), [&](const PackIdentity& pack) {
                       return identity_of(database, pack.store, pack.name) == pack;
                     });
  if (!there) return std::shared_ptr<const KnownAudit>();
  return std::shared_ptr<const KnownAudit>(std::move(audit));
}

Result<void> KnownAudit::save(const std::string& path, const SectionWriter& more) const {
  WireWriter wire;
  wire.text(key);
  wire.number(packs.size());
  for (const PackIdentity& pack : packs) {
    wire.number(pack.store);
    wire.text(pack.name);
    wire.number(pack.size);
    wire.text(pack.checksum);
    wire.text(pack.index_checksum);
  }
  wire.number(objects);
  wire.number(blobs);
  wire.number(bytes);
  put_ids(wire, passed);
  put_ids(wire, loose);
  wire.number(configuration ? 1 : 0);
  wire.number(text_bytes);
  wire.number(noisy.size());
  for (const auto& [id, type] : noisy) {
    wire.text(bytes_of(id));
    wire.number(static_cast<std::uint64_t>(type));
  }
  wire.number(people.size());
  for (const KnownPerson& person : people) {
    wire.text(person.text);
    wire.text(bytes_of(person.object));
    wire.number(static_cast<std::uint64_t>(person.type));
    wire.text(person.part);
  }
  wire.number(missing.size());
  for (const KnownMissing& object : missing) {
    wire.text(bytes_of(object.id));
    wire.number(object.tree ? 1 : 0);
    if (object.tree) wire.text(bytes_of(*object.tree));
  }
  put_ids(wire, absent);
  wire.number(treeless.size());
  for (const std::uint32_t commit : treeless) wire.number(commit);
  std::vector<SectionWriter::Section> sections{{wire.bytes(), {}}};
  sections.insert(sections.end(), more.sections().begin(), more.sections().end());
  return write_sealed_file(path, kFirstLine, sections);
}

}  // namespace trawl
