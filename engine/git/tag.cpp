#include "engine/git/tag.h"

#include <algorithm>
#include <optional>

namespace trawl {

Result<Tag> parse_tag(ObjectFormat format, std::string_view object) {
  constexpr std::string_view kObject = "object ";
  constexpr std::string_view kType = "type ";
  const std::size_t digits = 2 * id_size(format);
  if (!object.starts_with(kObject) || object.size() < kObject.size() + digits + 1 ||
      object[kObject.size() + digits] != '\n') {
    return Error("a tag does not begin with an object");
  }
  const std::optional<ObjectId> target = ObjectId::from_hex(format, object.substr(kObject.size(), digits));
  if (!target) return Error("a tag names no object id");
  std::string_view rest = object.substr(kObject.size() + digits + 1);
  if (!rest.starts_with(kType)) return Error("a tag does not say what it names");
  rest.remove_prefix(kType.size());
  const std::optional<ObjectType> type =
      object_type_named(rest.substr(0, std::min(rest.find('\n'), rest.size())));
  if (!type) return Error("a tag names an object of an unknown type");
  return Tag{*target, *type};
}

}  // namespace trawl
