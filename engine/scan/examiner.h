#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/config_engine.h"
#include "engine/match/decode/layer.h"
#include "engine/match/decode/layers.h"
#include "engine/match/matcher.h"
#include "engine/scan/occurrence.h"
#include "engine/scan/read_buffer.h"
#include "engine/scan/scan_options.h"
#include "engine/source/source.h"
#include "engine/store/identity.h"

namespace trawl {

/// Examines targets one after another: reads, transcodes, matches, and cuts what the report shows. One per
/// thread; its buffers are used again for the next target.
class Examiner {
 public:
  static Result<std::unique_ptr<Examiner>> create(const MatchEngine& engine,
                                                  const Fingerprinter& fingerprinter,
                                                  const ScanOptions& options);

  /// Never fails as a whole: what could not be examined is a notification in the result.
  Examined examine(const Source& source, const Target& target);
  /// The same for a target whose bytes are in memory already, less than 4 GiB.
  Examined examine_bytes(const Target& target, std::string_view bytes);
  /// Examines names, one a line of a text that `path` says in words; what is a secret among them is in
  /// `secret_names`. Of each name, matches that end within its first `known` bytes do not count.
  Examined examine_names(const std::string& path, std::span<const std::string_view> names,
                         const std::vector<std::size_t>* known = nullptr);

 private:
  Examiner(std::unique_ptr<Matcher> matcher, const MatchEngine& engine, const Fingerprinter& fingerprinter,
           const ScanOptions& options);

  /// A part of a target, in memory, with what came before it.
  struct Segment {
    std::string_view bytes;
    std::size_t owned_begin = 0;  ///< matches whose stub ends after this
    std::size_t owned_end = 0;    ///< and up to this are reported
    std::uint64_t offset =
        0;  ///< of the first byte of `bytes` in the target, or in all that was transcoded of it
    std::uint32_t lines_before = 0;
    std::uint64_t blob_size = 0;  ///< of the target, where it is known
    bool binary = false;
    bool whole = false;            ///< the target from its first to its last byte
    bool names = false;            ///< of files: searched whatever is asked for, as findings show them
    const Layer* layer = nullptr;  ///< where `bytes` were transcoded: the way back to the target's bytes
  };

  void examine_whole(const Target& target, std::string_view bytes, Examined& examined);
  /// Returns why it ended early, if it did.
  std::optional<std::string> examine_stream(const Target& target, TargetReader& reader, bool transcode,
                                            Examined& examined);
  std::optional<std::string> examine_bytes_again(const Source& source, const Target& target,
                                                 Examined& examined);
  /// All of a target, and what is packed in it.
  void examine_in_memory(const Target& target, std::string_view bytes, Examined& examined);
  /// Opens an archive and examines its members; `bytes` are all of it, examined as they are before.
  void examine_archive(const Target& target, std::string_view bytes, Examined& examined);
  /// A file of more than is held in memory whose last bytes are those of a zip archive: opens it.
  void examine_zip_behind(const Source& source, const Target& target, std::uint64_t size, Examined& examined);
  /// Reads a target that begins in the buffer to its end, if it is an archive that is to be opened. What was
  /// read in vain is given back in `content`, to be examined as a stream.
  bool read_archive(TargetReader& reader, std::string& content, std::optional<std::string>& failure);
  /// Says of a container that is not opened that it is one.
  void note_unopened(const Target& target, std::string_view bytes, Examined& examined) const;
  void examine_segment(const Target& target, const Segment& segment, Examined& examined);
  void examine_text(const Target& target, const Segment& segment, const LayerStack& layers,
                    Examined& examined);
  /// Whether what stands at a place is on a line that counts.
  [[nodiscard]] bool is_in_scope(const Target& target, const Segment& segment, ByteSpan source) const;
  /// Opens archives that lie in the text in base64 or hexadecimal digits.
  void examine_embedded(const Target& target, const Segment& segment, const LayerStack& layers,
                        Examined& examined);
  ConfigVerdict judge_configuration(const Target& target, const Segment& segment, Examined& examined) const;
  static void add_model_rows(const Target& target, const Segment& segment, std::vector<ModelRowFound>& rows,
                             Examined& examined);
  static void add_line_hashes(std::string_view bytes, std::vector<Occurrence>& occurrences);
  void drop_out_of_scope(const Target& target, std::vector<Occurrence>& occurrences,
                         Examined& examined) const;
  void put_into_places(const Target& target, Examined& examined) const;

  std::unique_ptr<Matcher> matcher_;
  const MatchEngine& engine_;
  const Fingerprinter& fingerprinter_;
  const ScanOptions& options_;
  ReadBuffer buffer_;
  const Source* source_ = nullptr;  ///< of the target at hand
  std::vector<std::uint64_t> comment_markers_;
  unsigned embedded_depth_ = 0;          ///< of archives in encoded text in archives
  std::uint64_t embedded_unpacked_ = 0;  ///< bytes, of all of them in the target at hand
};

}  // namespace trawl
