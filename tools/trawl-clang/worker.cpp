#include "tools/trawl-clang/worker.h"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/base/wire.h"
#include "engine/sandbox/confine.h"
#include "engine/sandbox/frame.h"
#include "engine/sast/analysis.h"
#include "engine/sast/embedded_headers.h"
#include "engine/sast/flags.h"
#include "engine/sast/header_index.h"
#include "engine/sast/messages.h"
#include "engine/sast/parse.h"
#include "engine/sast/program_files.h"

namespace trawl::sast {
namespace {

constexpr std::size_t kMostKeptBytes = std::size_t{256} << 20;  // of file contents between units
constexpr std::size_t kMostUnitBytes = std::size_t{512} << 20;  // of file contents for one unit

void say(Message message, std::string_view payload) {
  if (!write_frame(kWorkerChannel, static_cast<std::uint8_t>(message), payload)) _exit(1);
}

Frame hear() {
  std::optional<Frame> frame = read_frame(kWorkerChannel);
  if (!frame) _exit(0);  // the program is gone, or has no more to ask
  return std::move(*frame);
}

[[noreturn]] void stop_at(std::string_view limit) {
  WireWriter writer;
  writer.text(limit);
  say(Message::kLimit, writer.bytes());
  _exit(0);
}

/// The program's files, fetched over the channel when the parser asks for them.
class RemoteContents final : public FileContents {
 public:
  const std::string* read(std::string_view path) override {
    const std::string key(path);
    if (const auto known = texts_.find(key); known != texts_.end()) return known->second.get();
    WireWriter request;
    request.text(path);
    say(Message::kNeed, request.bytes());
    auto text = std::make_unique<std::string>();
    while (true) {
      const Frame frame = hear();
      WireReader reader(frame.payload);
      const std::uint64_t state = reader.number(2);
      const std::string_view piece = reader.text();
      if (frame.type != static_cast<std::uint8_t>(Message::kFile) || !reader.finished()) _exit(1);
      if (state == 0) text = nullptr;
      if (state == 0) break;
      text->append(piece);
      if (state == 1) break;
    }
    if (text != nullptr) bytes_ += text->size();
    if (bytes_ - bytes_before_unit_ > kMostUnitBytes) stop_at("file-bytes");
    return texts_.emplace(key, std::move(text)).first->second.get();
  }

  void begin_unit() {
    if (bytes_ > kMostKeptBytes) {
      texts_.clear();
      bytes_ = 0;
    }
    bytes_before_unit_ = bytes_;
  }

 private:
  std::unordered_map<std::string, std::unique_ptr<std::string>> texts_;
  std::size_t bytes_ = 0;
  std::size_t bytes_before_unit_ = 0;
};

/// What the program sends once, and the tasks after it.
class Worker {
 public:
  int run() {
    while (true) {
      const Frame frame = hear();
      WireReader reader(frame.payload);
      switch (static_cast<Message>(frame.type)) {
        case Message::kModels:
          add_models(reader);
          break;
        case Message::kPaths: {
          std::vector<std::string> more = reader.texts(kMostFrameBytes, kMostPathBytes);
          paths_.insert(paths_.end(), std::make_move_iterator(more.begin()),
                        std::make_move_iterator(more.end()));
          break;
        }
        case Message::kReady:
          if (!get_ready()) return 1;
          break;
        case Message::kParse:
          parse(reader);
          break;
        case Message::kUnit:
          add_unit(reader);
          break;
        case Message::kLink:
          link_all(reader);
          break;
        default:
          return 1;
      }
      if (!reader.finished()) return 1;
    }
  }

 private:
  void add_models(WireReader& reader) {
    const std::string name(reader.text(kMostPathBytes));
    const bool more = reader.number(1) != 0;
    if (!in_model_) models_text_.push_back({name, ""});
    models_text_.back().text += reader.text();
    in_model_ = more;
  }

  bool get_ready() {
    Result<std::shared_ptr<const Models>> models = load_models(models_text_);
    if (!models) {
      WireWriter writer;
      writer.text(std::string_view(models.error().sentence()).substr(0, 4096));
      say(Message::kTrouble, writer.bytes());
      return false;
    }
    models_ = std::move(*models);
    index_ = std::make_unique<HeaderIndex>(paths_);
    paths_.clear();
    files_ = llvm::IntrusiveRefCntPtr<ProgramFiles>(new ProgramFiles(*index_, contents_));
    return true;
  }

  void parse(WireReader& reader) {
    ParseRequest request;
    request.path = reader.text(kMostPathBytes);
    request.flags = reader.texts(10'000, kMostFrameBytes);
    if (!reader.ok() || files_ == nullptr || !are_clean(request.flags)) _exit(1);
    request.on_limit = stop_at;
    contents_.begin_unit();
    ParsedUnit parsed;
    std::vector<std::pair<unsigned, std::string>> summaries;
    const ParseOutcome outcome = parse_unit(request, *files_, [&](const Unit& unit) {
      Summary summary = summarize(unit, *models_);
      if (summary.bytes.size() > kMostSummaryBytes) stop_at("summary-size");
      summaries.emplace_back(unit.variant, std::move(summary.bytes));
      if (unit.variant != 0) return;  // the counts are those of the file as it is written
      parsed.functions = summary.counts.functions;
      parsed.calls = summary.counts.calls;
      parsed.unresolved_calls = summary.counts.unresolved_calls;
      parsed.recovered = summary.counts.recovered;
      parsed.limits = std::move(summary.counts.limits);
    });
    for (const auto& [variant, bytes] : summaries) send_summary(variant, bytes);
    parsed.parsed = outcome.parsed;
    parsed.errors = outcome.errors;
    parsed.passes = outcome.passes;
    parsed.missed = outcome.missed;
    parsed.include_names = outcome.include_names;
    parsed.read = outcome.read;
    say(Message::kParsed, encoded(parsed));
  }

  static void send_summary(unsigned variant, std::string_view bytes) {
    do {
      const std::string_view piece = bytes.substr(0, kPieceBytes);
      bytes.remove_prefix(piece.size());
      WireWriter writer;
      writer.number(variant);
      writer.number(bytes.empty() ? 0 : 1);
      writer.text(piece);
      say(Message::kSummary, writer.bytes());
    } while (!bytes.empty());
  }

  void add_unit(WireReader& reader) {
    const std::string path(reader.text(kMostPathBytes));
    const auto variant = static_cast<unsigned>(reader.number(1));
    const bool more = reader.number(1) != 0;
    if (!in_unit_) units_.push_back({path, variant, ""});
    units_.back().bytes += reader.text();
    in_unit_ = more;
  }

  void link_all(WireReader& reader) {
    LinkOptions options;
    options.library = reader.number(1) != 0;
    options.rules = reader.texts(10'000, kMostNameBytes);
    options.explain_path = reader.text(kMostPathBytes);
    options.explain_line = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
    if (!reader.ok() || models_ == nullptr) _exit(1);
    std::vector<SummaryBytes> summaries;
    summaries.reserve(units_.size());
    for (const KeptUnit& unit : units_) summaries.push_back({unit.path, unit.variant, unit.bytes});
    const Linked linked = link(summaries, *models_, options);
    for (const FlowFinding& finding : linked.findings) say(Message::kFinding, encoded(finding));
    for (const KnownRow& row : linked.known) say(Message::kKnown, encoded(row));
    WireWriter writer;
    const auto first = [](const std::vector<std::string>& all) {
      return std::vector<std::string>(all.begin(),
                                      all.begin() + static_cast<long>(std::min<std::size_t>(all.size(), 10)));
    };
    writer.texts(first(linked.unreadable));
    writer.texts(first(linked.limits));
    say(Message::kLinked, writer.bytes());
    units_.clear();
  }

  struct KeptUnit {
    std::string path;
    unsigned variant;
    std::string bytes;
  };

  std::vector<ModelText> models_text_;
  bool in_model_ = false;
  std::vector<std::string> paths_;
  std::shared_ptr<const Models> models_;
  std::unique_ptr<HeaderIndex> index_;
  RemoteContents contents_;
  llvm::IntrusiveRefCntPtr<ProgramFiles> files_;
  std::vector<KeptUnit> units_;
  bool in_unit_ = false;
};

}  // namespace

int run_worker() {
  ConfineOptions options;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  options.memory_bytes = 0;
#endif
  Hello hello;
  for (const Layer layer : confine(options)) hello.layers.emplace_back(name_of(layer));
  hello.version = kProtocolVersion;
  hello.engine = engine_version();
  hello.headers = embedded_headers_digest();
  say(Message::kHello, encoded(hello));
  return Worker().run();
}

}  // namespace trawl::sast
