#include "engine/scan/known_audit.h"

#include <algorithm>
#include <span>

#include "engine/base/wire.h"
#include "engine/store/hmac_sha256.h"
#include "engine/store/sealed_file.h"

namespace trawl {
namespace {

constexpr std::string_view kFirstLine = "trawl audit 1\n";

std::string_view bytes_of(const ObjectId& id) {
  return {reinterpret_cast<const char*>(id.bytes().data()), id.size()};
}

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
  audit.blobs = wire.number();
  audit.bytes = wire.number();
  if (!take_ids(wire, format, audit.passed) || !take_ids(wire, format, audit.loose)) return false;
  const std::string_view marks = wire.text();
  if (marks.size() % sizeof(CleanMark) != 0) return false;
  audit.clean.resize(marks.size() / sizeof(CleanMark));
  for (std::size_t i = 0; i < audit.clean.size(); ++i) {
    std::copy_n(marks.data() + i * sizeof(CleanMark), sizeof(CleanMark), audit.clean[i].begin());
  }
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
  if (!take_ids(wire, format, audit.missing)) return false;
  audit.graph = wire.text();
  return wire.finished();
}

}  // namespace

CleanMark clean_mark(const ObjectId& blob, std::string_view path) {
  std::string text(bytes_of(blob));
  text += path;
  return sha256_code(std::span(reinterpret_cast<const unsigned char*>(text.data()), text.size()));
}

Result<std::optional<KnownAudit>> KnownAudit::recall(const std::string& path, std::string_view key,
                                                     const ObjectDatabase& database) {
  std::optional<KnownAudit> audit;
  const Result<std::string> body = read_sealed_file(path, kFirstLine);
  if (!body) return body.error();
  if (body->empty()) return audit;
  audit.emplace();
  if (!read(*body, database.format(), *audit)) return Error("'" + path + "' is no record of an audit");
  const bool there = audit->key == key &&
                     std::all_of(audit->packs.begin(), audit->packs.end(), [&](const PackIdentity& pack) {
                       return identity_of(database, pack.store, pack.name) == pack;
                     });
  if (!there) audit.reset();
  return audit;
}

Result<void> KnownAudit::save(const std::string& path) const {
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
  wire.number(blobs);
  wire.number(bytes);
  put_ids(wire, passed);
  put_ids(wire, loose);
  std::string marks;
  for (const CleanMark& mark : clean) marks.append(reinterpret_cast<const char*>(mark.data()), mark.size());
  wire.text(marks);
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
  put_ids(wire, missing);
  wire.text(graph);
  return write_sealed_file(path, kFirstLine, wire.bytes());
}

}  // namespace trawl
