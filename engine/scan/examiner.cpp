#include "engine/scan/examiner.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/base/line_index.h"
#include "engine/document/files_beside.h"
#include "engine/match/context/inline_allow.h"
#include "engine/match/decode/container.h"
#include "engine/match/decode/encoding.h"
#include "engine/match/decode/layers.h"
#include "engine/match/decode/text_decoder.h"
#include "engine/match/layered_match.h"
#include "engine/report/line_hash.h"
#include "engine/scan/excerpt.h"
#include "engine/scan/ledger.h"
#include "engine/scan/requirements.h"
#include "engine/source/archive/archive_walk.h"

namespace trawl {
namespace {

constexpr std::size_t kMostBeside = std::size_t{64} << 20;  // a lock file may be large

/// What rules about configuration may look at besides the file.
class SourceFiles final : public FilesBeside {
 public:
  explicit SourceFiles(const Source* source) : source_(source) {}
  [[nodiscard]] std::optional<std::string> read(std::string_view path) const override {
    return source_->read_beside(path, kMostBeside);
  }
  [[nodiscard]] std::optional<std::vector<std::string>> list(std::string_view path) const override {
    return source_->list_beside(path, kMostNames);
  }

 private:
  const Source* source_;
};

// A target up to this size is in memory as a whole; a larger one is matched in overlapping parts of this
// size.
constexpr std::size_t kWhole = std::size_t{16} << 20;
constexpr std::size_t kFirstRoom = std::size_t{16} << 10;
// How far beyond a match its lines, comments and excerpt reach. Parts of a stream overlap by it.
constexpr std::size_t kSurroundings = std::size_t{8} << 10;

/// Gives bytes that are in memory, then those of another reader, if there is one.
class MemoryReader final : public TargetReader {
 public:
  MemoryReader(std::string_view bytes, TargetReader* then) : bytes_(bytes), then_(then) {}

  Result<std::size_t> read(std::span<char> room) override {
    if (bytes_.empty()) return then_ != nullptr ? then_->read(room) : Result<std::size_t>(std::size_t{0});
    const std::size_t count = std::min(room.size(), bytes_.size());
    std::copy_n(bytes_.begin(), count, room.begin());
    bytes_.remove_prefix(count);
    return count;
  }
  std::uint64_t skip_hole() override { return bytes_.empty() && then_ != nullptr ? then_->skip_hole() : 0; }

 private:
  std::string_view bytes_;
  TargetReader* then_;
};

bool is_zeros(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
}

void move_down(Region& region, std::uint32_t lines) {
  region.start_line.value += lines;
  region.end_line.value += lines;
}

/// Members may lie in an archive as they are, so that a secret is found in its bytes and in the member: the
/// place in the member stays.
void drop_packed_copies(std::vector<Occurrence>& occurrences) {
  std::set<std::pair<std::string_view, std::string_view>>
      deeper;  // fingerprint, path of an archive around it
  for (const Occurrence& occurrence : occurrences) {
    const std::string_view path = occurrence.location.path;
    for (std::size_t at = path.find('!'); at != std::string_view::npos; at = path.find('!', at + 1)) {
      deeper.emplace(occurrence.fingerprint, path.substr(0, at));
    }
  }
  std::vector<bool> copies;
  copies.reserve(occurrences.size());
  for (const Occurrence& occurrence : occurrences) {
    copies.push_back(deeper.contains({occurrence.fingerprint, occurrence.location.path}));
  }
  std::size_t next = 0;
  std::vector<Occurrence> kept;
  for (Occurrence& occurrence : occurrences) {
    if (!copies[next++]) kept.push_back(std::move(occurrence));
  }
  occurrences = std::move(kept);
}

Suppression suppression_by(const InlineAllow& allow) {
  std::string justification = fmt::format("comment '{}'", allow.marker);
  if (!allow.justification.empty()) justification += fmt::format(": {}", printable_text(allow.justification));
  return {Suppression::Kind::kInSource, std::move(justification)};
}

}  // namespace

Result<std::unique_ptr<Examiner>> Examiner::create(const MatchEngine& engine,
                                                   const Fingerprinter& fingerprinter,
                                                   const ScanOptions& options) {
  Result<std::unique_ptr<Matcher>> matcher = Matcher::create(engine);
  if (!matcher) return matcher.error();
  return std::unique_ptr<Examiner>(new Examiner(std::move(*matcher), engine, fingerprinter, options));
}

Examiner::Examiner(std::unique_ptr<Matcher> matcher, const MatchEngine& engine,
                   const Fingerprinter& fingerprinter, const ScanOptions& options)
    : matcher_(std::move(matcher)), engine_(engine), fingerprinter_(fingerprinter), options_(options) {}

Examined Examiner::examine(const Source& source, const Target& target) {
  Examined examined;
  source_ = &source;
  embedded_unpacked_ = 0;
  const auto lost = [&](Reason reason, const std::string& why) {
    examined.notifications.push_back(notify(reason, target.path, why));
  };
  Result<std::unique_ptr<TargetReader>> reader = source.open(target);
  if (!reader) {
    const Reason reason = source.reason_of_failure(target);
    lost(reason, reader.error().sentence());
    ++examined.coverage.skipped_files[reason];
    return examined;
  }
  if (!options_.patterns) {
    examined.code_kind = code_kind_of(target.path);
    examined.coverage.bytes_scanned += target.size_hint;
    ++examined.coverage.files_scanned;
    return examined;
  }

  buffer_.clear();
  buffer_.reserve(std::clamp<std::size_t>(target.size_hint + 1, kFirstRoom, kWhole));
  bool ended = false;
  std::optional<std::string> failure;
  while (!ended && !failure) {
    if (buffer_.room().empty()) {
      if (buffer_.capacity() >= kWhole) break;
      buffer_.reserve(std::min(kWhole, buffer_.capacity() * 4));
    }
    const Result<std::size_t> count = (*reader)->read(buffer_.room());
    if (!count) {
      failure = count.error().sentence();
    } else {
      ended = *count == 0;
      buffer_.extend(*count);
    }
  }
  std::string rest;
  const bool archive = archive_format_of_front(buffer_.content()) != ArchiveFormat::kNone;
  if (ended || failure) {
    examine_in_memory(target, buffer_.content(), examined);
  } else if (archive && read_archive(**reader, rest, failure)) {
    MemoryReader memory(std::string_view(rest).substr(buffer_.content().size()), nullptr);
    examine_stream(target, memory, false, examined);
    examine_archive(target, rest, examined);
  } else {
    note_unopened(target, buffer_.content(), examined);
    MemoryReader memory(rest.empty() ? rest : std::string_view(rest).substr(buffer_.content().size()),
                        reader->get());
    const bool transcoded = detect_encoding(buffer_.content()).encoding != Encoding::kBytes;
    if (!failure) failure = examine_stream(target, memory, transcoded, examined);
    // As for a target in memory: once more as it is. A stream that cannot be opened twice is not read twice.
    const std::uint64_t size = examined.coverage.bytes_scanned;
    const bool zip_behind = !archive && !transcoded && !failure && ends_like_zip(buffer_.content(), size);
    if (transcoded && !failure) failure = examine_bytes_again(source, target, examined);
    if (zip_behind) examine_zip_behind(source, target, size, examined);
  }
  if (!failure) failure = (*reader)->changed();
  if (failure) {
    const Reason reason = source.reason_of_failure(target);
    lost(reason, *failure);
  }
  examined.code_kind = code_kind_of(target.path);
  // A file that was read in part counts as scanned as far as it was read; the notification says what is
  // missing.
  ++examined.coverage.files_scanned;
  if (options_.lines_in_scope && !examined.occurrences.empty()) {
    drop_out_of_scope(target, examined.occurrences, examined);
  }
  if (options_.places_in_scope && !examined.occurrences.empty()) put_into_places(target, examined);
  return examined;
}

Examined Examiner::examine_bytes(const Target& target, std::string_view bytes) {
  Examined examined;
  examine_in_memory(target, bytes, examined);
  ++examined.coverage.files_scanned;
  return examined;
}

void Examiner::examine_in_memory(const Target& target, std::string_view bytes, Examined& examined) {
  examine_whole(target, bytes, examined);
  const bool archive = archive_format_of(bytes) != ArchiveFormat::kNone;
  if (archive && bytes.size() <= options_.largest_archive) {
    examine_archive(target, bytes, examined);
  } else {
    note_unopened(target, bytes, examined);
  }
}

bool Examiner::read_archive(TargetReader& reader, std::string& content, std::optional<std::string>& failure) {
  if (buffer_.content().size() > options_.largest_archive) return false;
  content.assign(buffer_.content());
  constexpr std::size_t kStep = std::size_t{4} << 20;
  while (content.size() <= options_.largest_archive) {
    const std::size_t before = content.size();
    content.resize(before + kStep);
    const Result<std::size_t> count = reader.read({content.data() + before, kStep});
    content.resize(before + (count ? *count : 0));
    if (!count) failure = count.error().sentence();
    // Cut short by an error: what is there of it is opened.
    if (!count || *count == 0) return true;
  }
  return false;
}

void Examiner::examine_zip_behind(const Source& source, const Target& target, std::uint64_t size,
                                  Examined& examined) {
  const auto tell = [&](Reason reason, std::string what) {
    examined.notifications.push_back(notify(reason, target.path, std::move(what)));
  };
  if (size > options_.largest_archive) {
    tell(options_.largest_archive > 0 ? Reason::kArchiveLimit : Reason::kUndecodedContent,
         fmt::format(
             "a zip archive ends it, and it has more than the {} bytes up to which archives are opened; "
             "its bytes were searched as they are",
             options_.largest_archive));
    if (!options_.greater_archives_are_lost) {
      examined.notifications.back().incomplete = false;
      examined.notifications.back().level = NotificationLevel::kNote;
    }
    return;
  }
  // A stream that cannot be opened twice is not read twice.
  std::string content;
  std::optional<std::string> failure;
  Result<std::unique_ptr<TargetReader>> reader = source.open(target);
  buffer_.clear();
  if (!reader || !read_archive(**reader, content, failure) || failure ||
      archive_format_of(content) != ArchiveFormat::kZip) {
    tell(Reason::kUndecodedContent,
         "a zip archive seems to end it, which could not be opened; its bytes were searched as they are");
    return;
  }
  examine_archive(target, content, examined);
}

void Examiner::note_unopened(const Target& target, std::string_view bytes, Examined& examined) const {
  const std::string_view container = container_of(bytes);
  if (container.empty()) return;
  const std::string what =
      container.ends_with("archive") ? fmt::format("a {}", container) : std::string(container);
  if (options_.largest_archive > 0 && archive_format_of_front(bytes) != ArchiveFormat::kNone) {
    Notification beyond = notify(
        Reason::kArchiveLimit, target.path,
        fmt::format(
            "it is {} of more than the {} bytes up to which archives are opened; its bytes were searched as "
            "they are",
            what, options_.largest_archive));
    beyond.incomplete = options_.greater_archives_are_lost;
    if (!beyond.incomplete) beyond.level = NotificationLevel::kNote;
    examined.notifications.push_back(std::move(beyond));
    return;
  }
  examined.notifications.push_back(
      notify(Reason::kUndecodedContent, target.path,
             fmt::format("it is {}; its bytes were searched as they are, not what is packed in them", what)));
}

void Examiner::examine_archive(const Target& target, std::string_view bytes, Examined& examined) {
  ArchiveLimits limits;
  limits.total_bytes -= std::min(limits.total_bytes, embedded_unpacked_);
  ArchiveWalk walk(target.path, bytes, limits);
  std::vector<std::string> names;
  while (const std::optional<ArchiveWalk::Member> member = walk.next(examined.notifications)) {
    if (options_.observer != nullptr && options_.observer->stop()) {
      examined.notifications.push_back(notify(Reason::kInterrupted, target.path,
                                              "the scan was interrupted before the end of this archive"));
      return;
    }
    Target inner = target;
    inner.path = member->path;
    names.push_back(member->path.substr(std::min(member->path.size(), target.path.size() + 1)));
    if (archive_format_of_front(member->bytes) == ArchiveFormat::kNone)
      note_unopened(inner, member->bytes, examined);
    examine_whole(inner, member->bytes, examined);
  }
  if (embedded_depth_ > 0) embedded_unpacked_ += walk.unpacked();
  drop_packed_copies(examined.occurrences);
  const std::vector<std::string_view> views(names.begin(), names.end());
  Examined of_names = examine_names(target.path + "!names of members", views);
  for (Occurrence& occurrence : of_names.occurrences) examined.occurrences.push_back(std::move(occurrence));
  for (Notification& notification : of_names.notifications)
    examined.notifications.push_back(std::move(notification));
  for (std::string& name : of_names.secret_names) examined.secret_names.push_back(std::move(name));
}

Examined Examiner::examine_names(const std::string& path, std::span<const std::string_view> names,
                                 const std::vector<std::size_t>* known) {
  Examined examined;
  std::string text;
  std::vector<std::size_t> ends;  // of names, in `text`
  for (const std::string_view name : names) {
    text += name;
    ends.push_back(text.size());
    text += '\n';
  }
  Target target;
  target.path = path;
  Segment segment;
  segment.bytes = text;
  segment.owned_end = text.size();
  segment.names = true;
  const LayerStack layers(text);
  examine_text(target, segment, layers, examined);
  examined.inputs.clear();
  examined.facts.clear();
  std::erase_if(examined.occurrences, [&](Occurrence& occurrence) {
    // Neighbours in the list have nothing to do with it.
    occurrence.location.context.text.clear();
    occurrence.location.metadata = true;
    const std::uint64_t at = occurrence.location.span.begin.value;
    const auto name = static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), at) - ends.begin());
    if (name == ends.size()) return false;
    const std::string_view whole = names[name];
    const std::uint64_t begins = ends[name] - whole.size();
    const std::uint64_t end = std::min<std::uint64_t>(occurrence.location.span.end.value, ends[name]);
    if (known != nullptr && end <= begins + (*known)[name]) return true;
    const bool companion =
        occurrence.secret_rule == nullptr || occurrence.secret_rule->role == RuleRole::kCompanion;
    if (!companion && at >= begins && at < end)
      examined.secret_names.emplace_back(whole.substr(at - begins, end - at));
    return false;
  });
  return examined;
}

void Examiner::examine_whole(const Target& target, std::string_view bytes, Examined& examined) {
  examined.coverage.bytes_scanned += bytes.size();
  const DetectedEncoding detected = detect_encoding(bytes);
  if (detected.encoding != Encoding::kBytes) {
    const Layer layer = decode_text(bytes, detected);
    Segment segment;
    segment.bytes = layer.bytes;
    segment.owned_end = layer.bytes.size();
    segment.layer = &layer;
    segment.blob_size = bytes.size();
    segment.whole = true;
    examine_segment(target, segment, examined);
    // Which encoding it is was a guess that the author can mislead: the bytes are searched for tokens as they
    // are, too.
  }
  Segment segment;
  segment.bytes = bytes;
  segment.owned_end = bytes.size();
  segment.binary = detected.encoding != Encoding::kBytes || looks_binary(bytes);
  segment.blob_size = bytes.size();
  segment.whole = true;
  examine_segment(target, segment, examined);
}

std::optional<std::string> Examiner::examine_bytes_again(const Source& source, const Target& target,
                                                         Examined& examined) {
  Result<std::unique_ptr<TargetReader>> reader = source.open(target);
  if (!reader) return std::nullopt;
  buffer_.clear();
  const std::uint64_t counted = examined.coverage.bytes_scanned;
  std::optional<std::string> failure = examine_stream(target, **reader, false, examined);
  examined.coverage.bytes_scanned = counted;
  return failure;
}

std::optional<std::string> Examiner::examine_stream(const Target& target, TargetReader& reader,
                                                    bool transcode, Examined& examined) {
  const std::string_view front = buffer_.content();
  const DetectedEncoding detected = detect_encoding(front);
  std::optional<TextDecoder> decoder;
  if (transcode) decoder.emplace(detected.encoding, detected.mark_size);
  const bool binary = !decoder && (detected.encoding != Encoding::kBytes || looks_binary(front));
  const std::size_t forward = engine_.widest_pattern() + kSurroundings;
  const std::size_t back = engine_.widest_stub() + kSurroundings;

  Layer layer;  // of the part at hand, where the target is transcoded
  layer.decoder = name_of(detected.encoding);
  std::optional<std::string> failure;
  std::uint64_t offset = 0;  // of the part at hand, in the target or in what was transcoded of it
  std::uint32_t lines = 0;
  std::size_t owned_begin = 0;
  std::uint64_t hole =
      0;  // zeros of a sparse file that are still to come; of a long run both ends are searched
  bool ended = false;
  if (decoder) {
    examined.coverage.bytes_scanned += front.size();
    decoder->feed(front.substr(detected.mark_size), layer.bytes, layer.map);
  }
  while (true) {
    const std::string_view bytes = decoder ? std::string_view(layer.bytes) : buffer_.content();
    const bool last = ended || failure.has_value();
    Segment segment;
    segment.bytes = bytes;
    segment.owned_begin = owned_begin;
    segment.owned_end = last || bytes.size() < forward ? bytes.size() : bytes.size() - forward;
    if (segment.owned_end < owned_begin) segment.owned_end = owned_begin;
    segment.offset = offset;
    segment.lines_before = lines;
    segment.binary = binary;
    segment.layer = decoder ? &layer : nullptr;
    examine_segment(target, segment, examined);
    if (last || (options_.observer != nullptr && options_.observer->stop())) {
      if (!last) failure = "the scan was interrupted before the end of it";
      break;
    }

    std::size_t drop = segment.owned_end < back ? 0 : segment.owned_end - back;
    if (drop > 0 && drop < bytes.size() && bytes[drop - 1] == '\r' && bytes[drop] == '\n') ++drop;
    lines += static_cast<std::uint32_t>(
        count_line_ends(bytes.substr(0, drop), drop < bytes.size() ? bytes[drop] : '\0'));
    owned_begin = segment.owned_end - drop;
    offset += drop;
    if (decoder) {
      layer.bytes.erase(0, drop);
      layer.map.forget_before(offset);
      buffer_.clear();
    } else {
      examined.coverage.bytes_scanned += drop;
      buffer_.drop_front(drop);
    }
    if (hole > 0 && is_zeros(decoder ? std::string_view(layer.bytes) : buffer_.content())) {
      const std::uint64_t passed = decoder ? decoder->pass_zeros(hole, layer.map) : hole;
      examined.coverage.bytes_scanned += passed;
      offset = decoder ? layer.map.decoded_size() - layer.bytes.size() : offset + passed;
      hole -= passed;
    }
    while (!ended && !failure && !buffer_.room().empty()) {
      if (hole == 0) hole = reader.skip_hole();
      if (hole > 0) {
        const std::size_t shown =
            std::min<std::uint64_t>({hole, buffer_.room().size(), 8 * (back + forward)});
        std::memset(buffer_.room().data(), 0, shown);
        buffer_.extend(shown);
        hole -= shown;
        if (hole > 0) break;
        continue;
      }
      const Result<std::size_t> count = reader.read(buffer_.room());
      if (!count) {
        failure = count.error().sentence();
      } else {
        ended = *count == 0;
        buffer_.extend(*count);
      }
    }
    if (decoder) {
      examined.coverage.bytes_scanned += buffer_.content().size();
      decoder->feed(buffer_.content(), layer.bytes, layer.map);
      if (ended) decoder->finish(layer.bytes, layer.map);
    }
  }
  if (!decoder) examined.coverage.bytes_scanned += buffer_.content().size();
  return failure;
}

void Examiner::examine_segment(const Target& target, const Segment& segment, Examined& examined) {
  const LayerStack layers(segment.bytes);
  examine_text(target, segment, layers, examined);
  examine_embedded(target, segment, layers, examined);
}

void Examiner::examine_embedded(const Target& target, const Segment& segment, const LayerStack& layers,
                                Examined& examined) {
  constexpr unsigned kDeepest = 4;
  for (std::size_t depth = 0; depth < layers.layers().size(); ++depth) {
    const DecodedLayer& layer = layers.layers()[depth];
    for (const LayerPiece& piece : layer.pieces) {
      const std::string_view bytes =
          std::string_view(layer.bytes).substr(piece.decoded.begin.value, piece.decoded.size());
      // What is merely compressed by zlib is a layer of its own.
      const ArchiveFormat format = piece.binary ? archive_format_of_front(bytes) : ArchiveFormat::kNone;
      if (format == ArchiveFormat::kNone || format == ArchiveFormat::kGzip) continue;
      const ByteSpan source = layers.to_source(depth, piece.decoded);
      if (source.end.value <= segment.owned_begin || source.end.value > segment.owned_end) continue;
      Target inner = target;
      inner.path = fmt::format("{}!{}", target.path, layers.chain_of(depth, piece));
      if (options_.largest_archive == 0 || bytes.size() > options_.largest_archive) {
        note_unopened(inner, bytes, examined);
        continue;
      }
      if (embedded_depth_ == kDeepest) {
        examined.notifications.push_back(notify(
            Reason::kArchiveLimit, inner.path,
            fmt::format("it is not opened: archives in encoded text are opened to a depth of {}", kDeepest)));
        continue;
      }
      if (!is_in_scope(target, segment, source)) continue;
      ++embedded_depth_;
      examine_archive(inner, bytes, examined);
      --embedded_depth_;
    }
  }
}

bool Examiner::is_in_scope(const Target& target, const Segment& segment, ByteSpan source) const {
  if (!options_.lines_in_scope || embedded_depth_ > 0) return true;
  const Result<std::vector<LineRange>> scope = options_.lines_in_scope(target);
  if (!scope) return true;
  LineIndex lines(segment.bytes);
  const std::uint64_t last = std::max(source.end.value, source.begin.value + 1) - 1;
  const Line first_line{lines.position_of(source.begin).line.value + segment.lines_before};
  const Line last_line{lines.position_of(ByteOffset(last)).line.value + segment.lines_before};
  return std::any_of(scope->begin(), scope->end(), [&](const LineRange& range) {
    return first_line < range.end && range.begin <= last_line;
  });
}

void Examiner::examine_text(const Target& target, const Segment& segment, const LayerStack& layers,
                            Examined& examined) {
  MatchRequest request;
  request.bytes = segment.bytes;
  request.owned_begin = segment.owned_begin;
  request.owned_end = segment.owned_end;
  request.path = target.path;
  request.binary = segment.binary;
  request.strict_checksums = options_.strict_checksums;
  comment_markers_.clear();
  if (options_.honour_inline_comments) request.comment_markers = &comment_markers_;
  std::vector<Match> matches;
  const auto note_failure = [&](const Result<void>& matched) {
    if (matched) return;
    Notification lost = notify(Reason::kTooManyMatches, target.path,
                               "not examined to its end: " + matched.error().sentence());
    lost.level = NotificationLevel::kError;
    lost.incomplete = true;
    examined.notifications.push_back(std::move(lost));
  };
  const auto search = [&] {
    note_failure(matcher_->match(request, matches));
    note_failure(match_layers(*matcher_, request, layers, matches));
  };
  const bool searched = options_.secrets || segment.names;
  if (searched) search();
  if (layers.cut_short()) {
    examined.notifications.push_back(notify(
        Reason::kDecodingLimit, target.path,
        fmt::format(
            "encoded text in it was not decoded to its end: the limits are {} layers, {} bytes here, and "
            "100 times the size of compressed data",
            kDeepestLayer, most_decoded_bytes(segment.bytes.size()))));
  }
  ConfigVerdict verdict = judge_configuration(target, segment, examined);
  if (!verdict.rows.empty()) add_model_rows(target, segment, verdict.rows, examined);
  // Secrets are redacted in what is quoted, whoever quotes it.
  if (!searched && (!verdict.matches.empty() || !verdict.facts.empty())) search();
  if (matches.empty() && verdict.matches.empty() && verdict.facts.empty()) return;
  // The bytes of a secret, which are not those of the file where it is encoded.
  const auto secret_of = [&](const Match& match) {
    const std::string_view bytes =
        match.layer == 0 ? segment.bytes : std::string_view(layers.layers()[match.layer - 1].bytes);
    const ByteSpan span = match.layer == 0 ? match.secret : match.in_layer;
    return bytes.substr(span.begin.value, span.size());
  };

  LineIndex lines(segment.bytes);
  const std::vector<std::vector<std::size_t>> partners = raise_by_partners(matches, lines);
  std::vector<Redaction> redactions;
  redactions.reserve(matches.size());
  for (const Match& match : matches) {
    if (match.rule->role == RuleRole::kCompanion) continue;  // a host is no secret
    const bool as_it_is =
        secret_of(match) == segment.bytes.substr(match.secret.begin.value, match.secret.size());
    redactions.push_back({match.secret, as_it_is ? match.rule->public_prefix : 0});
  }
  ExcerptCutter cutter(segment.bytes, lines, redactions, options_.show_secrets);
  const auto is_rule_id = [this](std::string_view id) { return engine_.rules().find(id).has_value(); };
  const InlineAllows allows(segment.bytes, comment_markers_, is_rule_id);

  const auto put_at = [&](ByteSpan span, Occurrence& occurrence) {
    Location& location = occurrence.location;
    location.path = target.path;
    location.blob_id = target.blob_id;
    location.blob_size = segment.blob_size;
    location.span = span_of(segment.offset + span.begin.value, segment.offset + span.end.value);
    if (segment.layer != nullptr) location.span = segment.layer->map.to_source(location.span);
    location.region = cutter.region_of(span);
    location.snippet = cutter.snippet_of(span);
    location.context = cutter.context_of(span);
    if (segment.layer != nullptr) location.decoded_by = segment.layer->decoder;
    const auto around = cutter.surroundings_of(span);
    occurrence.location_fingerprint =
        fingerprinter_.place_fingerprint_of(target.path, occurrence.kind, around.before, around.after);
    if (options_.places_in_scope) occurrence.around = {std::string(around.before), std::string(around.after)};
    if (const InlineAllow* allow =
            allows.covering(location.region.start_line, location.region.end_line, occurrence.rule->id)) {
      occurrence.suppression = suppression_by(*allow);
    }
  };
  std::vector<Occurrence> occurrences;
  for (const Match& match : matches) {
    Occurrence occurrence;
    occurrence.rule = &match.rule->rule;
    occurrence.secret_rule = match.rule;
    occurrence.severity = match.severity;
    occurrence.confidence = match.confidence;
    occurrence.verdict = match.verdict;
    occurrence.detail = match.detail;
    occurrence.also_matched = match.also_matched;
    occurrence.secret = Secret(std::string(secret_of(match)), match.rule->public_prefix);
    // All generic rules look for one kind of thing: a secret nobody's shape tells.
    occurrence.kind = match.rule->generic ? std::string_view("generic") : match.rule->rule.id;
    occurrence.fingerprint = fingerprinter_.fingerprint_of(occurrence.kind, occurrence.secret);
    put_at(match.secret, occurrence);
    if (match.layer > 0) {
      std::string& decoded_by = occurrence.location.decoded_by;
      const LayerPiece* piece = layers.layers()[match.layer - 1].piece_of(match.in_layer);
      if (!decoded_by.empty()) decoded_by += " > ";
      decoded_by += layers.chain_of(match.layer - 1, *piece);
    }
    occurrences.push_back(std::move(occurrence));
  }
  for (const ConfigMatch& match : verdict.matches) {
    Occurrence occurrence;
    occurrence.rule = &match.rule->rule;
    occurrence.kind = match.rule->rule.id;
    occurrence.severity = match.rule->rule.severity;
    occurrence.confidence = match.rule->rule.confidence;
    // What tests read shows faults on purpose.
    if (is_test_path(target.path_below())) {
      occurrence.severity = Severity::kInfo;
      occurrence.confidence = Confidence::kLow;
    }
    occurrence.message = match.message;
    occurrence.fingerprint =
        fingerprinter_.place_fingerprint_of(target.path, occurrence.kind, match.key_path, "");
    put_at(match.span, occurrence);
    occurrences.push_back(std::move(occurrence));
  }
  for (const ConfigFactFound& found : verdict.facts) {
    ConfigTreeFact fact{std::string(found.name), found.key, found.value, {}};
    fact.location.path = target.path;
    fact.location.blob_id = target.blob_id;
    fact.location.blob_size = segment.blob_size;
    fact.location.span = found.span;
    fact.location.region = cutter.region_of(found.span);
    fact.location.snippet = cutter.snippet_of(found.span);
    fact.location.context = cutter.context_of(found.span);
    examined.facts.push_back(std::move(fact));
  }
  for (std::size_t i = 0; i < partners.size(); ++i) {
    occurrences[i].location.paired = !partners[i].empty();
    for (const std::size_t partner : partners[i]) {
      Location place;
      place.path = target.path;
      place.span = occurrences[partner].location.span;
      place.region = occurrences[partner].location.region;
      place.blob_id = target.blob_id;
      occurrences[i].partners.push_back(std::move(place));
    }
  }
  if (segment.whole) add_line_hashes(segment.bytes, occurrences);
  for (Occurrence& occurrence : occurrences) {
    move_down(occurrence.location.region, segment.lines_before);
    move_down(occurrence.location.snippet.region, segment.lines_before);
    move_down(occurrence.location.context.region, segment.lines_before);
    for (Location& partner : occurrence.partners) move_down(partner.region, segment.lines_before);
    examined.occurrences.push_back(std::move(occurrence));
  }
}

ConfigVerdict Examiner::judge_configuration(const Target& target, const Segment& segment,
                                            Examined& examined) const {
  // Bytes that were searched beside their text are no document.
  if (!options_.config_engine || !may_be_input(target.path)) return {};
  const SourceFiles files(source_);
  const FilesBeside* const beside = source_ == nullptr ? nullptr : &files;
  const InputKind* kind = input_kind_of(target.path, segment.bytes, beside);
  if (kind == nullptr) return {};
  const auto not_judged = [&](std::string_view why) {
    LedgerInput& input = examined.inputs.emplace_back();
    input.kind = kind->name;
    input.path = target.path;
    input.blob_id = target.blob_id;
    input.whole = EvidenceOutcome::kNotParsed;
    examined.notifications.push_back(
        notify(Reason::kNotParsed, target.path, fmt::format("this {} file {}", kind->name, why)));
  };
  if (segment.binary && kind->name != "certificate") {
    // A zero in the midst of a file must not hide it. What is text in another encoding was judged as that.
    if (detect_encoding(segment.bytes).encoding == Encoding::kBytes && segment.offset == 0)
      not_judged("holds bytes that no text has, and was not judged");
    return {};
  }
  if (!segment.whole) {
    // Nor is a part of a stream: told once, with the first.
    if (segment.offset == 0 && segment.owned_begin == 0) not_judged("is too large to be judged");
    return {};
  }
  const Result<const ConfigEngine*> engine = options_.config_engine(kind->name);
  if (!engine) {
    examined.notifications.push_back(notify(Reason::kInternal, target.path, engine.error().sentence()));
    return {};
  }
  ConfigVerdict verdict =
      (*engine)->judge(*kind, target.path, segment.bytes, options_.config_absence, beside);
  examined.inputs.push_back(ledger_input_of(target, segment.bytes, verdict));
  if (verdict.failure) {
    const Reason reason = verdict.templated ? Reason::kTemplate : Reason::kNotParsed;
    examined.notifications.push_back(
        notify(reason, target.path,
               fmt::format("not all of this {} file was judged: {}", verdict.kind, *verdict.failure)));
  }
  return verdict;
}

void Examiner::add_model_rows(const Target& target, const Segment& segment, std::vector<ModelRowFound>& rows,
                              Examined& examined) {
  LineIndex lines(segment.bytes);
  for (ModelRowFound& found : rows) {
    ModelRow row;
    row.path = target.path;
    row.line = segment.lines_before + lines.position_of(found.span.begin).line.value;
    row.cells = std::move(found.cells);
    examined.model_rows.emplace_back(found.model, std::move(row));
  }
}

void Examiner::add_line_hashes(std::string_view bytes, std::vector<Occurrence>& occurrences) {
  std::vector<Line> wanted;
  wanted.reserve(occurrences.size());
  for (const Occurrence& occurrence : occurrences) wanted.push_back(occurrence.location.region.start_line);
  std::sort(wanted.begin(), wanted.end());
  LineHasher hasher(wanted);
  hasher.feed(bytes);
  const std::vector<std::string> hashes = hasher.finish();
  for (Occurrence& occurrence : occurrences) {
    const auto at = std::lower_bound(wanted.begin(), wanted.end(), occurrence.location.region.start_line);
    occurrence.location.line_hash = hashes[static_cast<std::size_t>(at - wanted.begin())];
  }
}

void Examiner::drop_out_of_scope(const Target& target, std::vector<Occurrence>& occurrences,
                                 Examined& examined) const {
  const Result<std::vector<LineRange>> scope = options_.lines_in_scope(target);
  if (!scope) {
    // Not known which lines are new: report all rather than none.
    Notification unknown =
        notify(Reason::kInternal, target.path,
               "all its findings are shown, as the changed lines are not known: " + scope.error().sentence());
    unknown.level = NotificationLevel::kWarning;
    unknown.incomplete = false;
    examined.notifications.push_back(std::move(unknown));
    return;
  }
  std::erase_if(occurrences, [&](const Occurrence& occurrence) {
    // An archive changes as a whole: lines of its members are compared with nothing.
    if (occurrence.location.path != target.path) return false;
    const Region& region = occurrence.location.region;
    return std::none_of(scope->begin(), scope->end(), [&](const LineRange& range) {
      return region.start_line < range.end && range.begin <= region.end_line;
    });
  });
}

void Examiner::put_into_places(const Target& target, Examined& examined) const {
  const ScopedPlaces scoped = options_.places_in_scope(target);
  if (!scoped.doubt.empty()) {
    Notification unknown = notify(
        Reason::kInternal, target.path,
        "findings on unchanged lines may be shown, as the changed lines are not known: " + scoped.doubt);
    unknown.level = NotificationLevel::kWarning;
    unknown.incomplete = false;
    examined.notifications.push_back(std::move(unknown));
  }
  std::vector<Occurrence> placed;
  for (const Occurrence& occurrence : examined.occurrences) {
    const Region& region = occurrence.location.region;
    for (const ScopedPlace& place : scoped.places) {
      const bool counts = std::any_of(place.lines.begin(), place.lines.end(), [&](const LineRange& range) {
        return region.start_line < range.end && range.begin <= region.end_line;
      });
      if (!counts) continue;
      Occurrence here = occurrence;
      here.location.commit_id = place.commit_id;
      here.location.range = place.position;
      if (place.path != target.path) {
        // A member of an archive keeps its place in it.
        const auto moved = [&](const std::string& path) {
          return path.starts_with(target.path) ? place.path + path.substr(target.path.size()) : place.path;
        };
        here.location.path = moved(here.location.path);
        here.location_fingerprint =
            fingerprinter_.place_fingerprint_of(place.path, here.kind, here.around.first, here.around.second);
        for (Location& partner : here.partners) partner.path = moved(partner.path);
      }
      for (Location& partner : here.partners) {
        partner.commit_id = place.commit_id;
        partner.range = place.position;
      }
      placed.push_back(std::move(here));
    }
  }
  examined.occurrences = std::move(placed);
}

}  // namespace trawl
