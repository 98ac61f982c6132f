#include "engine/sast/summary_bytes.h"

#include <array>
#include <cstring>
#include <type_traits>
#include <vector>

namespace trawl::sast {
namespace {

constexpr std::string_view kMagic = "trawl summary 2\n";

// The fields of each struct, once for reading and for writing.
template <typename A>
void fields(A& a, CharSet& v) {
  a(v.low, v.high);
}
template <typename A>
void fields(A& a, Spot& v) {
  a(v.file, v.line, v.column, v.end_line, v.end_column);
}
template <typename A>
void fields(A& a, Slot& v) {
  a(v.kind, v.index, v.id, v.path);
}
template <typename A>
void fields(A& a, Condition& v) {
  a(v.subject, v.compare, v.any, v.index, v.id, v.value);
}
template <typename A>
void fields(A& a, Shape& v) {
  a(v.head, v.head_known, v.before, v.lines, v.markup);
}
template <typename A>
void fields(A& a, Step& v) {
  a(v.place, v.kind, v.name);
}
template <typename A>
void fields(A& a, Edge& v) {
  a(v.from, v.to, v.cleared, v.restored, v.refused, v.shape, v.except, v.conditions, v.steps);
}
template <typename A>
void fields(A& a, SourceSite& v) {
  a(v.place, v.function, v.level, v.label);
}
template <typename A>
void fields(A& a, SinkSite& v) {
  a(v.place, v.function, v.kind, v.argument, v.role, v.rule, v.call);
}
template <typename A>
void fields(A& a, Literal& v) {
  a(v.place, v.type, v.text, v.size, v.number);
}
template <typename A>
void fields(A& a, CallArgument& v) {
  a(v.text, v.writable, v.number, v.literal);
}
template <typename A>
void fields(A& a, CallSite& v) {
  a(v.place, v.targets, v.name, v.signature, v.through_pointer, v.dispatched, v.constructor, v.result_text,
    v.handled, v.has_this, v.arguments, v.object);
}
template <typename A>
void fields(A& a, Clearing& v) {
  a(v.param, v.cleared, v.conditions);
}
template <typename A>
void fields(A& a, ReturnValue& v) {
  a(v.type, v.number, v.id);
}
template <typename A>
void fields(A& a, FieldStore& v) {
  a(v.field, v.constant, v.number);
}
template <typename A>
void fields(A& a, FunctionSummary& v) {
  a(v.usr, v.name, v.place, v.parameters, v.signature, v.exported, v.weak_copy, v.catches, v.parameter_names,
    v.sources, v.sinks, v.calls, v.edges, v.clearings, v.returns, v.written_globals, v.field_stores);
}
template <typename A>
void fields(A& a, GlobalVariable& v) {
  a(v.usr, v.initial, v.constant, v.tentative, v.no_room);
}
template <typename A>
void fields(A& a, ClassRecord& v) {
  a(v.name, v.bases, v.constructed);
}
template <typename A>
void fields(A& a, Override& v) {
  a(v.method, v.overridden, v.record);
}
template <typename A>
void fields(A& a, LocalFinding& v) {
  a(v.rule, v.place, v.function, v.subject, v.detail, v.level);
}
template <typename A>
void fields(A& a, UnitSummary& v) {
  a(v.files, v.texts, v.shapes, v.literals, v.functions, v.globals, v.classes, v.overrides, v.findings,
    v.limits);
}

template <typename T>
concept Number = std::is_integral_v<T> || std::is_enum_v<T>;

class Writer {
 public:
  template <typename... T>
  void operator()(T&... values) {
    (write(values), ...);
  }
  std::string bytes;

 private:
  template <Number T>
  void write(T value) {
    // Little-endian, seven bits a byte; negative numbers zigzag.
    // The sign of a small number is meant: NOLINTBEGIN(bugprone-signed-char-misuse)
    auto rest = static_cast<std::uint64_t>(value);
    if constexpr (std::is_signed_v<T>) {
      const auto wide = static_cast<std::int64_t>(value);
      rest = (static_cast<std::uint64_t>(wide) << 1U) ^ static_cast<std::uint64_t>(wide >> 63);
    }
    // NOLINTEND(bugprone-signed-char-misuse)
    while (rest >= 0x80) {
      bytes += static_cast<char>(0x80 | (rest & 0x7f));
      rest >>= 7U;
    }
    bytes += static_cast<char>(rest);
  }
  void write(std::string& text) {
    write(text.size());
    bytes += text;
  }
  template <typename T>
  void write(std::vector<T>& list) {
    write(list.size());
    for (T& element : list) write(element);
  }
  template <typename T, std::size_t N>
  void write(std::array<T, N>& list) {
    for (T& element : list) write(element);
  }
  template <typename T>
  void write(std::optional<T>& value) {
    write(value.has_value());
    if (value) write(*value);
  }
  template <typename T>
    requires(!Number<T>)
  void write(T& value) {
    fields(*this, value);
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  template <typename... T>
  void operator()(T&... values) {
    (read(values), ...);
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }

 private:
  template <Number T>
  void read(T& value) {
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
      if (rest_.empty() || shift > 63) {
        fail();
        return;
      }
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
      if (byte < 0x80) break;
    }
    if constexpr (std::is_enum_v<T>) {
      if (number > 63) fail();  // no enumeration has more; each use looks again
      value = static_cast<T>(number);
    } else if constexpr (std::is_same_v<T, bool>) {
      if (number > 1) fail();
      value = number != 0;
    } else if constexpr (std::is_signed_v<T>) {
      const auto wide = static_cast<std::int64_t>((number >> 1U) ^ (~(number & 1U) + 1));
      value = static_cast<T>(wide);
      if (static_cast<std::int64_t>(value) != wide) fail();
    } else {
      value = static_cast<T>(number);
      if (static_cast<std::uint64_t>(value) != number) fail();
    }
  }
  bool read_size(std::size_t& size) {
    read(size);
    if (!ok_ || size > rest_.size()) fail();  // each element takes a byte at least
    return ok_;
  }
  void read(std::string& text) {
    std::size_t size = 0;
    if (!read_size(size)) return;
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  template <typename T>
  void read(std::vector<T>& list) {
    std::size_t size = 0;
    if (!read_size(size)) return;
    list.clear();
    while (size-- > 0 && ok_) {
      list.emplace_back();
      read(list.back());
    }
  }
  template <typename T, std::size_t N>
  void read(std::array<T, N>& list) {
    for (T& element : list) read(element);
  }
  template <typename T>
  void read(std::optional<T>& value) {
    bool there = false;
    read(there);
    if (!there || !ok_) return;
    value.emplace();
    read(*value);
  }
  template <typename T>
    requires(!Number<T>)
  void read(T& value) {
    fields(*this, value);
  }

  void fail() {
    ok_ = false;
    rest_ = {};
  }

  std::string_view rest_;
  bool ok_ = true;
};

// Whether every index lies in its table: what links may index without asking.
class Check {
 public:
  explicit Check(const UnitSummary& unit) : unit_(unit) {}

  bool all() {
    if (unit_.texts.empty() || !unit_.texts[0].empty() || unit_.shapes.empty()) return false;
    for (const Literal& literal : unit_.literals) at(literal.place);
    for (const FunctionSummary& function : unit_.functions) one(function);
    for (const GlobalVariable& global : unit_.globals) text(global.usr);
    for (const ClassRecord& record : unit_.classes) {
      text(record.name);
      texts(record.bases);
    }
    for (const Override& one : unit_.overrides) {
      text(one.method);
      text(one.overridden);
      text(one.record);
    }
    for (const LocalFinding& finding : unit_.findings) {
      text(finding.rule);
      at(finding.place);
      text(finding.function);
      text(finding.subject);
      text(finding.detail);
      good_ = good_ && finding.level <= Level::kRemote;
    }
    return good_;
  }

 private:
  void text(TextId id) { good_ = good_ && id < unit_.texts.size(); }
  void texts(const std::vector<TextId>& ids) {
    for (const TextId id : ids) text(id);
  }
  void at(const Spot& spot) { good_ = good_ && (spot.line == 0 || spot.file < unit_.files.size()); }
  void slot(const Slot& slot, const FunctionSummary& function) {
    text(slot.path);
    switch (slot.kind) {
      case SlotKind::kParam:
      case SlotKind::kParamOut:
      case SlotKind::kReturn:
        return;
      case SlotKind::kGlobal:
      case SlotKind::kFunction:
        text(slot.id);
        return;
      case SlotKind::kSource:
        good_ = good_ && slot.id < function.sources.size();
        return;
      case SlotKind::kSink:
        good_ = good_ && slot.id < function.sinks.size();
        return;
      case SlotKind::kCallArg:
      case SlotKind::kCallOut:
      case SlotKind::kCallAfter:
      case SlotKind::kCallResult:
      case SlotKind::kCallTarget:
        good_ = good_ && slot.id < function.calls.size();
        return;
      case SlotKind::kLiteral:
        good_ = good_ && slot.id < unit_.literals.size();
        return;
    }
    good_ = false;
  }
  void conditions(const std::vector<Condition>& list, const FunctionSummary& function) {
    for (const Condition& condition : list) {
      switch (condition.subject) {
        case Condition::Subject::kGlobal:
        case Condition::Subject::kField:
          text(condition.id);
          break;
        case Condition::Subject::kCall:
        case Condition::Subject::kClearedBy:
          good_ = good_ && condition.id < function.calls.size();
          break;
        default:
          good_ = false;
      }
      good_ = good_ && condition.compare <= Compare::kNotLess;
    }
  }
  void one(const FunctionSummary& function) {
    text(function.usr);
    text(function.name);
    text(function.signature);
    at(function.place);
    texts(function.parameter_names);
    texts(function.written_globals);
    for (const FieldStore& store : function.field_stores) text(store.field);
    for (const SourceSite& source : function.sources) {
      at(source.place);
      text(source.function);
      text(source.label);
      good_ = good_ && source.level <= Level::kRemote;
    }
    for (const SinkSite& sink : function.sinks) {
      at(sink.place);
      text(sink.function);
      text(sink.role);
      text(sink.rule);
      good_ = good_ && sink.kind < Kind::kCount;
    }
    for (const CallSite& call : function.calls) {
      at(call.place);
      texts(call.targets);
      text(call.name);
      text(call.signature);
    }
    for (const Edge& edge : function.edges) {
      slot(edge.from, function);
      slot(edge.to, function);
      texts(edge.except);
      conditions(edge.conditions, function);
      good_ = good_ && edge.shape < unit_.shapes.size();
      for (const Step& step : edge.steps) {
        at(step.place);
        text(step.name);
      }
    }
    for (const Clearing& clearing : function.clearings) {
      for (const auto& way : clearing.conditions) {
        for (const auto& list : way) conditions(list, function);
      }
    }
    for (const ReturnValue& value : function.returns) {
      good_ = good_ && value.type <= ReturnValue::Type::kGlobal;
      if (value.type == ReturnValue::Type::kCall) good_ = good_ && value.id < function.calls.size();
      if (value.type == ReturnValue::Type::kGlobal) text(value.id);
    }
  }

  const UnitSummary& unit_;
  bool good_ = true;
};

}  // namespace

std::string bytes_of(const UnitSummary& summary) {
  Writer writer;
  writer.bytes = kMagic;
  // Writing changes nothing; the fields are listed once for both directions.
  writer(const_cast<UnitSummary&>(summary));
  return std::move(writer.bytes);
}

std::optional<UnitSummary> summary_of(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return std::nullopt;
  Reader reader(bytes.substr(kMagic.size()));
  UnitSummary summary;
  reader(summary);
  if (!reader.done() || !Check(summary).all()) return std::nullopt;
  return summary;
}

}  // namespace trawl::sast
