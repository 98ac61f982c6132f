#include "engine/scan/flow_scan.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/base/wire.h"
#include "engine/sandbox/worker_process.h"
#include "engine/sast/flags.h"
#include "engine/sast/header_index.h"
#include "engine/sast/messages.h"
#include "engine/store/summary_cache.h"

namespace trawl {
namespace {

using sast::Message;
using sast::ParsedUnit;

constexpr unsigned kUnitsOfAWorker =
    100;  // then a fresh one: what a parser leaks or leaves behind ends with it
constexpr unsigned kMostFrames = 50'000;  // that a worker may send for one task
constexpr std::size_t kMostFindings = 20'000;

std::uint8_t type_of(Message message) {
  return static_cast<std::uint8_t>(message);
}

/// A unit with its flags, and what came of it.
struct UnitTask {
  std::string path;
  std::vector<std::string> flags;

  bool beside =
      false;  ///< a change does not touch it: it is looked at for what leads from there to the change

  std::optional<ParsedUnit> parsed;  ///< nothing when the parser gave up
  std::vector<std::pair<unsigned, std::string>> summaries;
  std::optional<Notification> trouble;
};

/// Which build of the worker this is, as far as a cache has to know: a worker is replaced as a whole.
std::string identity_of(const std::string& worker) {
  struct stat status{};
  if (stat(worker.c_str(), &status) != 0) return "";
  return fmt::format("{} {} {}.{} {}", TRAWL_VERSION, status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec, status.st_ino);
}

/// What all threads share: the program's files and their hashes.
class Shared {
 public:
  Shared(const Program& files, const FlowScanOptions& wanted)
      : program(files),
        options(wanted),
        index(files.paths()),
        cache(wanted.cache_folder.empty() ? "" : wanted.cache_folder + "/sast"),
        worker_identity(identity_of(wanted.worker)) {
    ContentHash hash;
    for (const ModelFile& model : options.models) {
      hash.add(model.name);
      hash.add(model.text);
    }
    models_hash = hash.finish();
  }

  /// The bytes of a file, and their hash kept for later.
  std::optional<std::string> read(const std::string& path) {
    Result<std::string> text = program.read(path);
    if (!text) return std::nullopt;
    ContentHash hash;
    hash.add(*text);
    const std::lock_guard lock(mutex_);
    hashes_.try_emplace(path, hash.finish());
    return std::move(*text);
  }

  /// Empty where the file cannot be read.
  std::string hash_of(const std::string& path) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto known = hashes_.find(path); known != hashes_.end()) return known->second;
    }
    if (!read(path)) return "";
    const std::lock_guard lock(mutex_);
    return hashes_[path];
  }

  /// Of all files that an include of this base name could mean: a header that appears or vanishes changes it.
  std::string hash_of_candidates(const std::string& name) {
    ContentHash hash;
    for (const std::string_view path : index.with_base_name(name)) hash.add(path);
    return hash.finish();
  }

  const Program& program;
  const FlowScanOptions& options;
  const sast::HeaderIndex index;
  const SummaryCache cache;
  const std::string worker_identity;
  std::string models_hash;

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::string> hashes_;
};

std::string key_of(const UnitTask& task, Shared& shared) {
  ContentHash hash;
  hash.add("unit");
  hash.add(shared.worker_identity);
  hash.add(shared.models_hash);
  hash.add(task.path);
  hash.add(shared.hash_of(task.path));
  for (const std::string& flag : task.flags) hash.add(flag);
  return hash.finish();
}

/// A cached unit: what it depended on, then what came of it.
std::string cache_entry(const UnitTask& task, Shared& shared) {
  WireWriter writer;
  writer.number(task.parsed->include_names.size());
  for (const std::string& name : task.parsed->include_names) {
    writer.text(name);
    writer.text(shared.hash_of_candidates(name));
  }
  writer.number(task.parsed->read.size());
  for (const std::string& path : task.parsed->read) {
    writer.text(path);
    writer.text(shared.hash_of(path));
  }
  writer.text(encoded(*task.parsed));
  writer.number(task.summaries.size());
  for (const auto& [variant, bytes] : task.summaries) {
    writer.number(variant);
    writer.text(bytes);
  }
  return writer.take();
}

bool from_cache(UnitTask& task, const std::string& key, Shared& shared) {
  const std::optional<std::string> entry = shared.cache.get(key);
  if (!entry) return false;
  WireReader reader(*entry);
  for (std::size_t left = reader.count(100'000); left > 0 && reader.ok(); --left) {
    const std::string name(reader.text());
    if (reader.text() != shared.hash_of_candidates(name)) return false;
  }
  for (std::size_t left = reader.count(100'000); left > 0 && reader.ok(); --left) {
    const std::string path(reader.text());
    if (shared.program.find(path) == nullptr || reader.text() != shared.hash_of(path)) return false;
  }
  std::optional<ParsedUnit> parsed = sast::decode_parsed(reader.text());
  std::vector<std::pair<unsigned, std::string>> summaries(reader.count(2));
  for (auto& [variant, bytes] : summaries) {
    variant = static_cast<unsigned>(reader.number(1));
    bytes = reader.text(sast::kMostSummaryBytes);
  }
  if (!reader.finished() || !parsed) return false;
  task.parsed = std::move(parsed);
  task.summaries = std::move(summaries);
  return true;
}

/// Says that linking met a cap; false where the name is none of ours.
bool note_limit(const std::string& limit, FlowScanResult& result) {
  const auto sentence = sast::limit_sentence(limit);
  if (sentence) result.notifications.push_back(notify(Reason::kAnalysisLimit, "", std::string(*sentence)));
  return sentence.has_value();
}

/// A worker with what it has to know, started when the first task comes. One thread.
class Worker {
 public:
  explicit Worker(Shared& shared) : shared_(shared) {}

  /// Parses a unit; what goes wrong is in the task. Fails only when no worker can be started.
  Result<void> parse(UnitTask& task) {
    // A worker that has parsed other files before may have died of them: once more with a fresh one.
    for (int attempt = 0; attempt < 2; ++attempt) {
      const bool fresh = !process_ || done_ == 0;
      if (const Result<void> started = ensure(); !started) return started;
      const std::optional<std::string> died = parse_once(task);
      if (!died) break;
      process_.reset();
      if (fresh || attempt == 1) {
        task.trouble =
            notify(Reason::kParserFailed, task.path, *died + "; the file was not looked at for flows");
        break;
      }
    }
    return {};
  }

  Result<void> ensure() {
    if (process_ && (done_ >= kUnitsOfAWorker || (shared_.options.recycle_always && done_ > 0)))
      process_.reset();
    if (process_) return {};
    Result<WorkerProcess> started = WorkerProcess::start(shared_.options.worker, "--worker");
    if (!started) return started.error();
    process_ = std::move(*started);
    process_->begin_task({});
    done_ = 0;
    Frame frame;
    if (process_->receive(frame) != Heard::kFrame || frame.type != type_of(Message::kHello)) {
      process_.reset();
      return Error("the worker does not answer");
    }
    const std::optional<sast::Hello> said = sast::decode_hello(frame.payload);
    if (!said || said->version != sast::kProtocolVersion) {
      process_.reset();
      return Error("the worker belongs to another version of trawl");
    }
    hello = *said;
    return introduce();
  }

  /// Sends the summaries and hears what links them.
  Result<void> link(const std::vector<UnitTask>& tasks, FlowScanResult& result);

  sast::Hello hello;
  std::vector<std::string> caps;  ///< that were met while linking

 private:
  bool send(Message message, const WireWriter& payload) {
    return process_->send(type_of(message), payload.bytes());
  }

  Result<void> introduce() {
    bool sent = true;
    for (const ModelFile& model : shared_.options.models) {
      std::string_view rest = model.text;
      do {
        const std::string_view piece = rest.substr(0, sast::kPieceBytes);
        rest.remove_prefix(piece.size());
        WireWriter writer;
        writer.text(std::string_view(model.name).substr(0, 1024));
        writer.number(rest.empty() ? 0 : 1);
        writer.text(piece);
        sent = sent && send(Message::kModels, writer);
      } while (!rest.empty());
    }
    std::vector<std::string> batch;
    std::size_t bytes = 0;
    const auto flush = [&] {
      WireWriter writer;
      writer.texts(batch);
      sent = sent && send(Message::kPaths, writer);
      batch.clear();
      bytes = 0;
    };
    for (const std::string& path : shared_.program.paths()) {
      if (bytes + path.size() + 8 > sast::kPieceBytes) flush();
      bytes += path.size() + 8;
      batch.push_back(path);
    }
    flush();
    sent = sent && send(Message::kReady, WireWriter());
    if (!sent) {
      process_.reset();
      return Error("the worker does not take its task");
    }
    return {};
  }

  bool send_file(const std::string& path) {
    const std::optional<std::string> text =
        shared_.program.find(path) == nullptr ? std::nullopt : shared_.read(path);
    std::string_view rest = text ? std::string_view(*text) : std::string_view();
    do {
      const std::string_view piece = rest.substr(0, sast::kPieceBytes);
      rest.remove_prefix(piece.size());
      WireWriter writer;
      writer.number(!text ? 0 : rest.empty() ? 1 : 2);
      writer.text(piece);
      if (!send(Message::kFile, writer)) return false;
    } while (!rest.empty());
    return true;
  }

  // Why a wait ended, as a sentence; 0 signals are a worker that left by itself.
  std::string death(Heard heard) {
    switch (heard) {
      case Heard::kTimeout:
        return "the parser took more than 20 s";
      case Heard::kBroken:
        return "the parser sent what is no message";
      case Heard::kStopped:
        return "the run was stopped";
      default:
        break;
    }
    const int signal = process_->kill();
    return signal != 0 ? fmt::format("the parser died of it (signal {})", signal) : "the parser died of it";
  }

  // Nothing when the task was answered, else how the worker ended.
  std::optional<std::string> parse_once(UnitTask& task) {
    task.parsed.reset();
    task.summaries.clear();
    process_->begin_task({});
    WireWriter request;
    request.text(task.path);
    request.texts(task.flags);
    if (request.bytes().size() > kMostFrameBytes) return "its flags are longer than 64 KiB";
    if (!send(Message::kParse, request)) return death(Heard::kDied);
    std::size_t bytes = 0;
    bool in_summary = false;
    Frame frame;
    for (unsigned frames = 0; frames < kMostFrames; ++frames) {
      const Heard heard = process_->receive(frame, shared_.options.stop);
      if (heard != Heard::kFrame) return death(heard);
      WireReader reader(frame.payload);
      switch (static_cast<Message>(frame.type)) {
        case Message::kNeed: {
          const std::string path(reader.text(sast::kMostPathBytes));
          if (!reader.finished()) return death(Heard::kBroken);
          if (!send_file(path)) return death(Heard::kDied);
          break;
        }
        case Message::kSummary: {
          const auto variant = static_cast<unsigned>(reader.number(1));
          const bool more = reader.number(1) != 0;
          const std::string_view piece = reader.text();
          bytes += piece.size();
          if (!reader.finished() || bytes > 2 * sast::kMostSummaryBytes) return death(Heard::kBroken);
          if (!in_summary) task.summaries.emplace_back(variant, "");
          if (task.summaries.size() > 2) return death(Heard::kBroken);
          task.summaries.back().second += piece;
          in_summary = more;
          break;
        }
        case Message::kLimit: {
          const auto sentence = sast::limit_sentence(reader.text(sast::kMostNameBytes));
          if (!sentence) return death(Heard::kBroken);
          process_.reset();
          task.summaries.clear();
          task.trouble = notify(Reason::kParserFailed, task.path,
                                fmt::format("{}; the file was not looked at for flows", *sentence));
          return std::nullopt;
        }
        case Message::kParsed: {
          task.parsed = sast::decode_parsed(frame.payload);
          if (!task.parsed || in_summary) return death(Heard::kBroken);
          ++done_;
          return std::nullopt;
        }
        case Message::kTrouble:
          return "the models cannot be read";
        default:
          return death(Heard::kBroken);
      }
    }
    return "the parser sent too many messages";
  }

  Shared& shared_;
  std::optional<WorkerProcess> process_;
  unsigned done_ = 0;
};

Result<void> Worker::link(const std::vector<UnitTask>& tasks, FlowScanResult& result) {
  if (const Result<void> started = ensure(); !started) return started;
  TaskLimits limits;
  limits.processor = std::chrono::minutes(10);
  limits.wall = std::chrono::minutes(30);
  process_->begin_task(limits);
  const auto lost = [&](const std::string& why) {
    result.notifications.push_back(
        notify(Reason::kParserFailed, "", why + " while it followed flows between files; none is reported"));
    process_.reset();
    return Result<void>();
  };
  for (const UnitTask& task : tasks) {
    for (const auto& [variant, bytes] : task.summaries) {
      std::string_view rest = bytes;
      do {
        const std::string_view piece = rest.substr(0, sast::kPieceBytes);
        rest.remove_prefix(piece.size());
        WireWriter writer;
        writer.text(task.path);
        writer.number(variant);
        writer.number(rest.empty() ? 0 : 1);
        writer.text(piece);
        if (!send(Message::kUnit, writer)) return lost(death(Heard::kDied));
      } while (!rest.empty());
    }
  }
  WireWriter request;
  request.number(shared_.options.library ? 1 : 0);
  request.texts(shared_.options.rules);
  request.text(shared_.options.explain_path);
  request.number(shared_.options.explain_line);
  if (!send(Message::kLink, request)) return lost(death(Heard::kDied));
  Frame frame;
  while (true) {
    const Heard heard = process_->receive(frame, shared_.options.stop);
    if (heard != Heard::kFrame) return lost(death(heard));
    if (frame.type == type_of(Message::kFinding)) {
      std::optional<sast::FlowFinding> finding = sast::decode_finding(frame.payload);
      if (!finding || result.findings.size() >= kMostFindings) return lost(death(Heard::kBroken));
      result.findings.push_back(std::move(*finding));
    } else if (frame.type == type_of(Message::kKnown)) {
      std::optional<sast::KnownRow> row = sast::decode_known(frame.payload);
      if (!row || result.known.size() >= sast::kMostKnownRows) return lost(death(Heard::kBroken));
      result.known.push_back(std::move(*row));
    } else if (frame.type == type_of(Message::kLinked)) {
      WireReader reader(frame.payload);
      for (const std::string& path : reader.texts(10, sast::kMostPathBytes)) {
        result.notifications.push_back(
            notify(Reason::kInternal, path,
                   "what is known of the file could not be read back; its flows are missing"));
      }
      for (const std::string& limit : reader.texts(10, sast::kMostNameBytes)) {
        if (note_limit(limit, result)) caps.push_back(limit);
      }
      return {};
    } else {
      return lost(death(Heard::kBroken));
    }
  }
}

enum class Work : std::uint8_t { kParse, kOnlyFromCache };

/// Makes summaries of every task on as many threads as are asked for. The first failure to start a worker
/// ends it all.
Result<void> for_each(std::vector<UnitTask>& tasks, Shared& shared, Work work = Work::kParse) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::optional<Error> failure;
  const auto run = [&] {
    Worker worker(shared);
    while (true) {
      const std::size_t i = next++;
      if (i >= tasks.size()) return;
      if (shared.options.stop && shared.options.stop()) return;
      UnitTask& task = tasks[i];
      if (task.parsed) continue;
      const std::string key = key_of(task, shared);
      if (from_cache(task, key, shared) || work == Work::kOnlyFromCache) continue;
      if (const Result<void> parsed = worker.parse(task); !parsed) {
        const std::lock_guard lock(mutex);
        failure = parsed.error();
        next = tasks.size();
        return;
      }
      // A unit whose list of files was too long to send cannot be checked later.
      if (task.parsed && !task.parsed->read.empty()) shared.cache.put(key, cache_entry(task, shared));
    }
  };
  const std::size_t threads = std::min<std::size_t>(std::max(1U, shared.options.threads), tasks.size());
  if (threads <= 1) {
    run();
  } else {
    std::vector<std::thread> pool;
    pool.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) pool.emplace_back(run);
    for (std::thread& thread : pool) thread.join();
  }
  if (failure) return *failure;
  return {};
}

// A program of Windows by what a file includes: one that includes headers of POSIX as well is portable.
bool is_for_windows(const std::string& text) {
  const std::string small = sast::folded(std::string_view(text).substr(0, 64 << 10));
  const auto includes = [&](std::string_view name) {
    return small.find("<" + std::string(name) + ">") != std::string::npos;
  };
  if (!includes("windows.h") && !includes("winsock2.h") && !includes("wincrypt.h") && !includes("bcrypt.h"))
    return false;
  return !includes("unistd.h") && !includes("sys/socket.h") && !includes("sys/types.h") &&
         !includes("pthread.h");
}

// The language of a header that no main file includes.
bool is_cxx_header(std::string_view path, const std::string& text) {
  if (!path.ends_with(".h")) return true;
  for (const std::string_view word :
       {"\nnamespace ", "\nclass ", "\ntemplate", "\nusing ", "public:", "private:"}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

UnitTask task_for(const std::string& path, Shared& shared) {
  UnitTask task;
  task.path = path;
  const std::optional<std::string> text = shared.read(path);
  const bool windows = text && is_for_windows(*text);
  task.flags = sast::inferred_flags(path, windows);
  if (sast::language_of(path).empty() && text && is_cxx_header(path, *text)) {
    task.flags[0] = "-xc++";
    task.flags[1] = "-std=gnu++20";
  }
  if (shared.options.database != nullptr) {
    const auto& flags = shared.options.database->flags;
    auto known = flags.find(path);
    if (known == flags.end() && !flags.empty()) {
      // The nearest sibling: the entry before or behind in the order of paths that shares the directory.
      const std::string folder = path.substr(0, path.rfind('/') + 1);
      known = flags.lower_bound(folder);
      if (known != flags.end() && !known->first.starts_with(folder)) known = flags.end();
    }
    if (known != flags.end()) {
      // Behind ours, so that language and standard of the build win.
      task.flags.insert(task.flags.end(), known->second.begin(), known->second.end());
    }
  }
  return task;
}

bool is_plain_header(std::string_view path) {
  return path.ends_with(".h") || path.ends_with(".hh") || path.ends_with(".hpp") || path.ends_with(".hxx");
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view base_name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Of the units beside a change, those whose summaries are known, and some more: first those that include a
/// header of the change, then those of its folders. The others are dropped and counted.
Result<void> keep_known(std::vector<UnitTask>& beside, Shared& shared, FlowScanResult& result) {
  for (UnitTask& task : beside) task.beside = true;
  if (const Result<void> asked = for_each(beside, shared, Work::kOnlyFromCache); !asked) return asked.error();
  const auto unknown = static_cast<std::size_t>(
      std::count_if(beside.begin(), beside.end(), [](const UnitTask& task) { return !task.parsed; }));
  std::size_t most = shared.options.most_others;
  if (shared.options.all_others_or_none && unknown > most) most = 0;
  std::vector<std::string_view> headers;
  std::set<std::string_view> folders;
  for (const std::string& path : *shared.options.changed) {
    folders.insert(folder_of(path));
    if (sast::is_header(path)) headers.push_back(base_name_of(path));
  }
  const auto distance = [&](const UnitTask& task) {
    if (task.parsed) return 0;
    if (most == 0 || unknown <= most) return 1;  // none or all of them, in whatever order
    const std::optional<std::string> text = headers.empty() ? std::nullopt : shared.read(task.path);
    if (text && std::any_of(headers.begin(), headers.end(), [&](std::string_view name) {
          return text->find(std::string(name) + '"') != std::string::npos ||
                 text->find(std::string(name) + '>') != std::string::npos;
        }))
      return 1;
    return folders.contains(folder_of(task.path)) ? 2 : 3;
  };
  std::vector<std::pair<int, UnitTask>> ordered;
  ordered.reserve(beside.size());
  for (UnitTask& task : beside) {
    const int far = distance(task);
    ordered.emplace_back(far, std::move(task));
  }
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  beside.clear();
  std::size_t parsed = 0;
  std::size_t left_out = 0;
  for (auto& [far, task] : ordered) {
    if (far > 0 && ++parsed > most) {
      ++left_out;
    } else {
      beside.push_back(std::move(task));
    }
  }
  if (left_out == 0) return {};
  Notification limit =
      notify(Reason::kAnalysisLimit, "",
             fmt::format(
                 "of {} files beside the change nothing is known yet: flows from there to the change, or the "
                 "other way, are not seen; trawl scan keeps what it learns of all of them",
                 left_out));
  limit.count = left_out;
  result.notifications.push_back(std::move(limit));
  return {};
}

void count(const UnitTask& task, bool stopped, FlowScanResult& result) {
  if (task.beside) return;
  ProgramCoverage& coverage = result.coverage;
  ++coverage.units;
  if (task.trouble && !stopped) result.notifications.push_back(*task.trouble);
  if (!task.parsed || !task.parsed->parsed) {
    ++coverage.failed;
    // What a signal left undone is said once, for the whole run.
    if (!task.trouble && !stopped) {
      result.notifications.push_back(
          notify(Reason::kParserFailed, task.path,
                 "the parser made nothing of it; the file was not looked at for flows"));
    }
    return;
  }
  const ParsedUnit& unit = *task.parsed;
  coverage.missed_includes += unit.missed_count;
  coverage.functions += unit.functions;
  coverage.calls += unit.calls;
  coverage.unresolved_calls += unit.unresolved_calls;
  for (const std::string& limit : unit.limits) {
    const auto sentence = sast::limit_sentence(limit);
    if (sentence)
      result.notifications.push_back(notify(Reason::kAnalysisLimit, task.path, std::string(*sentence)));
  }
  if (unit.errors == 0 && unit.missed_count == 0) {
    ++coverage.whole;
    return;
  }
  ++coverage.in_part;
  std::string what;
  if (unit.missed_count > 0) what += fmt::format("{} includes were not found", unit.missed_count);
  if (unit.errors > 0) what += fmt::format("{}{} errors were met", what.empty() ? "" : ", ", unit.errors);
  if (unit.unresolved_calls > 0) {
    what += fmt::format(", {} of {} calls lead to functions that are not known", unit.unresolved_calls,
                        unit.calls);
  }
  result.notifications.push_back(
      notify(Reason::kParsedInPart, task.path, what + "; that nothing is found in the rest says little"));
}

std::string link_key(const std::vector<UnitTask>& tasks, Shared& shared) {
  ContentHash hash;
  hash.add("link");
  hash.add(shared.worker_identity);
  hash.add(shared.models_hash);
  hash.add(shared.options.library ? "library" : "");
  for (const std::string& rule : shared.options.rules) hash.add(rule);
  for (const UnitTask& task : tasks) {
    hash.add(task.path);
    for (const auto& [variant, bytes] : task.summaries) hash.add(bytes);
  }
  return hash.finish();
}

// Only what linked without trouble is kept. A cap that was met would be met again.
std::string link_entry(const FlowScanResult& linked, const std::vector<std::string>& limits) {
  WireWriter writer;
  writer.texts(limits);
  writer.number(linked.findings.size());
  for (const sast::FlowFinding& finding : linked.findings) writer.text(encoded(finding));
  return writer.take();
}

bool linked_from_cache(const std::string& key, Shared& shared, FlowScanResult& linked) {
  const std::optional<std::string> entry = shared.cache.get(key);
  if (!entry) return false;
  WireReader reader(*entry);
  for (const std::string& limit : reader.texts(10, sast::kMostNameBytes)) note_limit(limit, linked);
  for (std::size_t left = reader.count(kMostFindings); left > 0 && reader.ok(); --left) {
    std::optional<sast::FlowFinding> finding = sast::decode_finding(reader.text());
    if (!finding) return false;
    linked.findings.push_back(std::move(*finding));
  }
  return reader.finished();
}

}  // namespace

Result<FlowScanResult> scan_for_flows(const Program& program, const FlowScanOptions& options) {
  FlowScanResult result;
  Shared shared(program, options);

  const auto is_beside = [&](const std::string& path) {
    return options.changed != nullptr && !options.changed->contains(path);
  };
  std::vector<UnitTask> tasks;
  std::vector<UnitTask> beside;
  for (const std::string& path : program.units())
    (is_beside(path) ? beside : tasks).push_back(task_for(path, shared));
  if (options.changed != nullptr) {
    if (const Result<void> kept = keep_known(beside, shared, result); !kept) return kept.error();
  }
  tasks.insert(tasks.end(), std::make_move_iterator(beside.begin()), std::make_move_iterator(beside.end()));
  if (const Result<void> parsed = for_each(tasks, shared); !parsed) return parsed.error();

  // Headers that no unit has read are units of their own: libraries may have nothing else.
  std::set<std::string_view> reached;
  for (const UnitTask& task : tasks) {
    if (task.parsed) reached.insert(task.parsed->read.begin(), task.parsed->read.end());
  }
  std::vector<UnitTask> headers;
  for (const std::string& path : program.paths()) {
    if (is_plain_header(path) && !reached.contains(path) && !is_beside(path))
      headers.push_back(task_for(path, shared));
  }
  if (const Result<void> parsed = for_each(headers, shared); !parsed) return parsed.error();
  tasks.insert(tasks.end(), std::make_move_iterator(headers.begin()), std::make_move_iterator(headers.end()));
  std::sort(tasks.begin(), tasks.end(), [](const UnitTask& a, const UnitTask& b) { return a.path < b.path; });

  const bool stopped = options.stop && options.stop();
  for (const UnitTask& task : tasks) count(task, stopped, result);
  for (Notification& notification : result.notifications)
    notification.subject = program.shown(notification.subject);
  if (stopped) return result;
  const bool any = std::any_of(tasks.begin(), tasks.end(), [](const UnitTask& task) {
    return std::any_of(task.summaries.begin(), task.summaries.end(),
                       [](const auto& s) { return !s.second.empty(); });
  });
  if (!any) return result;

  const std::string key = link_key(tasks, shared);
  FlowScanResult linked;
  const bool explains = !options.explain_path.empty();
  if (explains || !linked_from_cache(key, shared, linked)) {
    linked = {};
    Worker worker(shared);
    if (const Result<void> done = worker.link(tasks, linked); !done) return done.error();
    if (!explains && linked.notifications.size() == worker.caps.size())
      shared.cache.put(key, link_entry(linked, worker.caps));
  }
  result.known = std::move(linked.known);
  for (Notification& notification : linked.notifications)
    result.notifications.push_back(std::move(notification));
  std::sort(linked.findings.begin(), linked.findings.end());
  linked.findings.erase(std::unique(linked.findings.begin(), linked.findings.end()), linked.findings.end());
  for (sast::FlowFinding& finding : linked.findings) {
    // A worker that names a rule nobody asked for, or a place nobody gave it, is not believed.
    if (std::binary_search(options.rules.begin(), options.rules.end(), finding.rule) &&
        program.find(finding.place.path) != nullptr) {
      result.findings.push_back(std::move(finding));
    }
  }
  return result;
}

Result<WorkerState> ask_worker(const std::string& worker) {
  class NoSource final : public Source {
    std::optional<Target> next(std::vector<Notification>&, Coverage&) override { return std::nullopt; }
    [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target&) const override {
      return Error("there is nothing");
    }
  };
  const NoSource nothing;
  Program program(nothing);
  program.close();
  FlowScanOptions options;
  options.worker = worker;
  Shared shared(program, options);
  Worker process(shared);
  if (const Result<void> started = process.ensure(); !started) return started.error();
  return WorkerState{process.hello.engine, process.hello.layers};
}

}  // namespace trawl
