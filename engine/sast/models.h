#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/result.h"
#include "engine/sast/kind.h"

namespace trawl::sast {

/// Where in a call something is: `2`, `*2`, `2...`, `ret`, `*ret`, `this`, `2.field`. Pointer levels are not
/// told apart.
struct CallPlace {
  enum class Base : std::uint8_t { kArgument, kFrom, kResult, kThis };
  Base base = Base::kArgument;
  std::uint16_t index = 0;
  std::string path;  ///< ".field" or empty

  friend auto operator<=>(const CallPlace&, const CallPlace&) = default;
};

enum class ModelType : std::uint8_t {
  kSource,
  kSink,
  kPropagate,
  kSanitize,
  kValidate,
  kCallback,
  kRole,
  kState,
  kNoReturn,
  kMisuse,  ///< a call with certain constants is a finding by itself
  kRule,    ///< not of a function: which rule (`function`) reports flows into a kind
};

/// One line of a model file: what a function of some library does. Keys that a type does not use are empty.
struct Model {
  ModelType type = ModelType::kSource;
  std::string function;  ///< alternatives were split by the loader: one name
  std::string record;    ///< class or name of a qualified class; empty for functions
  int arity = -1;        ///< exact number of arguments, -1: any
  std::vector<CallPlace> in;
  std::vector<CallPlace> from;
  std::vector<CallPlace> to;
  bool append = false;       ///< the destination keeps what it had
  int format = -1;           ///< argument that is a printf format describing the last arguments
  bool scan_format = false;  ///< `format` is a scanf format
  int alias = -2;            ///< the result is this argument; -1: `this`; -2: none
  Kind kind = Kind::kRole;
  KindMask clears = kNoKinds;
  KindMask restores = kNoKinds;
  Level level = Level::kNone;
  std::string label;                         ///< class of a source, detail of a sink
  std::string rule;                          ///< of a sink: the rule where it is not that of the kind
  std::string allows;                        ///< of a validator: the characters it accepts
  std::string when;                          ///< "nonzero" (the default), "zero"
  std::string value;                         ///< constraint on a constant argument: "2=WRDE_NOCMD"
  std::map<std::string, std::string> extra;  ///< keys of roles and states, as written
};

/// All models of a run, immutable after construction and shared.
///
/// The worker reads them in a compact form: a line a model, `type TAB key=value TAB ...`, with `\\ \t \n`
/// quoted by a backslash. engine/rules makes it of TOML, at build time for the built-in ones, so that the
/// worker holds no TOML reader and has its models in less than a millisecond.
class Models {
 public:
  Models() = default;
  explicit Models(std::vector<Model> models);
  Models(const Models& other);
  Models& operator=(const Models&) = delete;

  /// The models of a function by its bare name, after the loader's normalisation; those of `record` or of its
  /// bases are the caller's to select (Model::record). Never null.
  [[nodiscard]] const std::vector<const Model*>& named(std::string_view function) const;
  [[nodiscard]] const std::vector<Model>& all() const { return models_; }

  /// Adds the models of a text in compact form; a later model of the same type, function and class replaces
  /// earlier ones of earlier texts. Errors name `file` and the model.
  static Result<std::vector<Model>> decode(std::string_view file, std::string_view text);

 private:
  std::vector<Model> models_;
  std::unordered_map<std::string, std::vector<const Model*>> by_name_;
};

/// The name a function has in models: without `__builtin_`, `_chk`, `__isoc99_`, `_s`, `A`/`W` and the like.
/// The exact name is looked for first; this only when it has no model.
std::string normalised(std::string_view function);

}  // namespace trawl::sast
