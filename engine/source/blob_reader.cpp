#include "engine/source/blob_reader.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/git/object_hash.h"

namespace trawl {
namespace {

class BlobReader final : public TargetReader {
 public:
  BlobReader(ObjectFormat format, ObjectId id, std::unique_ptr<ObjectStream> stream)
      : id_(id),
        stream_(std::move(stream)),
        hash_(begin_object_hash(format, ObjectType::kBlob, stream_->header().size)) {}

  Result<std::size_t> read(std::span<char> room) override {
    const ObjectResult<std::size_t> got = stream_->read(room);
    if (!got) return got.error();
    hash_.update({room.data(), *got});
    return *got;
  }

  std::optional<std::string> changed() override {
    if (!actual_.has_value()) actual_ = hash_.finish();
    if (*actual_ == id_) return std::nullopt;
    return "object " + id_.hex() + " holds bytes whose id is " + actual_->hex() +
           ": the object store is damaged or forged";
  }

 private:
  ObjectId id_;
  std::unique_ptr<ObjectStream> stream_;
  ObjectHash hash_;
  std::optional<ObjectId> actual_;
};

}  // namespace

Result<std::unique_ptr<TargetReader>> open_blob(const ObjectDatabase& database, const ObjectId& id) {
  std::unique_ptr<ObjectStream> stream;
  ObjectResult<Object> object = database.read(id);
  if (object) {
    stream = stream_of(std::move(*object));
  } else if (object.fault() == ObjectFault::kTooLarge) {
    ObjectResult<std::unique_ptr<ObjectStream>> opened = database.stream(id);
    if (!opened) return opened.error();
    stream = std::move(*opened);
  } else {
    return object.error();
  }
  if (stream->header().type != ObjectType::kBlob) return Error("object " + id.hex() + " is no blob");
  return std::unique_ptr<TargetReader>(
      std::make_unique<BlobReader>(database.format(), id, std::move(stream)));
}

}  // namespace trawl
