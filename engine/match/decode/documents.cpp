#include "engine/match/decode/documents.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "engine/match/decode/base_run.h"
#include "engine/match/decode/compressed.h"
#include "engine/match/decode/encoding.h"
#include "engine/match/decode/escaped_text.h"
#include "engine/match/decode/text_decoder.h"

namespace trawl {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kLeastText = 8;  // shorter strings hold no token

std::uint64_t big_endian(std::string_view bytes, std::uint64_t at, unsigned size) {
  std::uint64_t value = 0;
  if (at > bytes.size() || bytes.size() - at < size) return 0;
  for (unsigned i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Collects texts of one document into one piece.
class TextCollector {
 public:
  TextCollector(std::string_view bytes, DecodedLayer& layer, DecodingBudget& budget)
      : bytes_(bytes), layer_(layer), budget_(budget), begin_(layer.bytes.size()) {}

  /// A stretch of the document as it is; false once the budget is used up.
  bool add(std::uint64_t at, std::uint64_t size) {
    if (!budget_.take(size)) return false;
    layer_.bytes.append(bytes_, at, size);
    layer_.map.append(at, 1, 1, size);
    return true;
  }
  /// A character that stands for `size` bytes of the document.
  bool add_character(char c, std::uint64_t at, std::uint64_t size) {
    if (!budget_.take(1)) return false;
    layer_.bytes.push_back(c);
    layer_.map.append(at, 1, static_cast<std::uint32_t>(std::min<std::uint64_t>(size, 1U << 20)), 1);
    return true;
  }
  /// A stretch of the document in UTF-16.
  bool add_wide(Encoding encoding, std::uint64_t at, std::uint64_t size) {
    if (!budget_.take(size + size / 2 + 6)) return false;
    TextDecoder decoder(encoding, at);
    decoder.feed(bytes_.substr(at, size), layer_.bytes, layer_.map);
    decoder.finish(layer_.bytes, layer_.map);
    return true;
  }
  void finish(std::string_view decoder, bool binary = false) {
    if (layer_.bytes.size() == begin_) return;
    LayerPiece piece;
    piece.source = span_of(0, bytes_.size());
    piece.decoder = decoder;
    piece.binary = binary;
    layer_.finish_piece(begin_, piece);
  }

 private:
  std::string_view bytes_;
  DecodedLayer& layer_;
  DecodingBudget& budget_;
  std::uint64_t begin_;
};

bool is_office_text(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return false;
  const std::string_view front = bytes.substr(0, 4096);
  constexpr std::array<std::string_view, 6> kSigns = {"wordprocessingml", "presentationml",  "spreadsheetml",
                                                      "drawingml",        "office:document", "opendocument"};
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](std::string_view sign) { return front.find(sign) != std::string_view::npos; });
}

/// Whether a tag ends a line of text: of a paragraph, a cell, a shared string, a break.
bool ends_line(std::string_view tag) {
  constexpr std::array<std::string_view, 12> kTags = {"/w:p",   "/a:p",  "/text:p", "/text:h",
                                                      "/si",    "/c",    "/v",      "w:br/",
                                                      "w:tab/", "a:br/", "w:br ",   "/text:span\n"};
  return std::any_of(kTags.begin(), kTags.end(), [&](std::string_view known) {
    return tag.starts_with(known) && (tag.size() == known.size() || known.back() == ' ' ||
                                      known.back() == '/' || tag[known.size()] == ' ');
  });
}

void collect_office_text(std::string_view bytes, TextCollector& texts) {
  std::uint64_t at = 0;
  while (at < bytes.size()) {
    const std::uint64_t open = std::min<std::uint64_t>(bytes.find('<', at), bytes.size());
    for (std::uint64_t text = at; text < open;) {
      const std::uint64_t entity = std::min<std::uint64_t>(bytes.find('&', text), open);
      if (entity > text && !texts.add(text, entity - text)) return;
      if (entity == open) break;
      const auto [c, size] = entity_at(bytes, entity);
      if (!texts.add_character(size == 0 ? '&' : c, entity, std::max<std::size_t>(size, 1))) return;
      text = entity + std::max<std::size_t>(size, 1);
    }
    if (open == bytes.size()) return;
    const std::uint64_t close = bytes.find('>', open);
    if (close == std::string_view::npos) return;
    if (ends_line(bytes.substr(open + 1, close - open - 1)) &&
        !texts.add_character('\n', open, close + 1 - open))
      return;
    at = close + 1;
  }
}

/// Reads the pages of an SQLite database that hold rows: leaves of tables, and all pages of indexes, which
/// tables without row ids are.
class SqliteReader {
 public:
  SqliteReader(std::string_view bytes, TextCollector& texts) : bytes_(bytes), texts_(texts) {
    page_size_ = big_endian(bytes, 16, 2);
    if (page_size_ == 1) page_size_ = 65536;
    usable_ = page_size_ - std::min<std::uint64_t>(page_size_, big_endian(bytes, 20, 1));
  }

  void read() {
    const bool sound = page_size_ >= 512 && (page_size_ & (page_size_ - 1)) == 0 && usable_ >= 480;
    switch (big_endian(bytes_, 56, 4)) {
      case 1:
        encoding_ = Encoding::kBytes;
        break;
      case 2:
        encoding_ = Encoding::kUtf16Le;
        break;
      case 3:
        encoding_ = Encoding::kUtf16Be;
        break;
      default:
        return;
    }
    if (!sound) return;
    for (std::uint64_t page = 0; page + page_size_ <= bytes_.size(); page += page_size_) {
      const std::uint64_t header = page == 0 ? 100 : page;
      constexpr char kTableLeaf = 13;
      constexpr char kIndexLeaf = 10;
      constexpr char kIndexInterior = 2;
      const char kind = bytes_[header];
      if (kind != kTableLeaf && kind != kIndexLeaf && kind != kIndexInterior) continue;
      of_table_ = kind == kTableLeaf;
      // The number of the right-most child stands in front of the places of an interior page's cells, and
      // that of a child in front of each cell.
      const std::uint64_t child = kind == kIndexInterior ? 4 : 0;
      const std::uint64_t cells = std::min<std::uint64_t>(big_endian(bytes_, header + 3, 2), page_size_ / 4);
      for (std::uint64_t cell = 0; cell < cells; ++cell) {
        const std::uint64_t place = header + 8 + child + 2 * cell;
        if (place + 2 > page + page_size_) break;
        if (!read_cell(page, big_endian(bytes_, place, 2) + child)) return;
      }
    }
  }

 private:
  struct Varint {
    std::uint64_t value = 0;
    std::size_t size = 0;  ///< 0: it does not end
  };

  [[nodiscard]] static Varint varint(std::string_view bytes, std::uint64_t at) {
    Varint number;
    for (std::size_t i = 0; i < 9 && at + i < bytes.size(); ++i) {
      const auto byte = static_cast<unsigned char>(bytes[at + i]);
      number.value = i == 8 ? number.value << 8 | byte : number.value << 7 | (byte & 0x7fU);
      if (i == 8 || (byte & 0x80U) == 0) {
        number.size = i + 1;
        return number;
      }
    }
    return {};
  }

  /// Where the bytes of a payload lie: in the page, and in a chain of others.
  struct Payload {
    std::vector<ByteSpan> spans;
    std::uint64_t size = 0;
  };

  [[nodiscard]] Payload payload_at(std::uint64_t at, std::uint64_t page_end, std::uint64_t size) const {
    Payload payload;
    payload.size = size;
    const std::uint64_t most = of_table_ ? usable_ - 35 : (usable_ - 12) * 64 / 255 - 23;
    std::uint64_t local = size;
    if (size > most) {
      const std::uint64_t least = (usable_ - 12) * 32 / 255 - 23;
      local = least + (size - least) % (usable_ - 4);
      if (local > most) local = least;
    }
    if (at + local > page_end) return {};
    payload.spans.push_back(span_of(at, at + local));
    std::uint64_t left = size - local;
    std::uint64_t next = left > 0 ? big_endian(bytes_, at + local, 4) : 0;
    while (left > 0) {
      // Pages count from 1.
      if (next == 0 || next > bytes_.size() / page_size_) break;
      const std::uint64_t begin = (next - 1) * page_size_;
      const std::uint64_t here = std::min(left, usable_ - 4);
      if (begin + 4 + here > bytes_.size()) break;
      payload.spans.push_back(span_of(begin + 4, begin + 4 + here));
      left -= here;
      next = big_endian(bytes_, begin, 4);
    }
    payload.size = size - left;
    return payload;
  }

  bool read_cell(std::uint64_t page, std::uint64_t offset) {
    constexpr std::uint64_t kMostPayload = std::uint64_t{16} << 20;
    const std::uint64_t page_end = page + usable_;
    if (offset < 8 || offset + 4 > usable_) return true;
    std::uint64_t at = page + offset;
    const Varint size = varint(bytes_, at);
    const Varint row = of_table_ ? varint(bytes_, at + size.size) : Varint{};
    if (size.size == 0 || (of_table_ && row.size == 0) || size.value > kMostPayload) return true;
    at += size.size + row.size;
    const Payload payload = payload_at(at, page_end, size.value);
    if (payload.spans.empty()) return true;
    const std::string_view local = bytes_.substr(0, payload.spans.front().end.value);
    const Varint header = varint(local, at);
    if (header.size == 0 || header.value > payload.spans.front().size()) return true;
    std::uint64_t column = header.value;  // offset in the payload
    for (std::uint64_t type_at = at + header.size; type_at < at + header.value;) {
      const Varint type = varint(local, type_at);
      if (type.size == 0) return true;
      type_at += type.size;
      const std::uint64_t length = size_of_type(type.value);
      if (length > payload.size - std::min(column, payload.size)) return true;
      const bool text = type.value >= 13 && type.value % 2 == 1;
      const bool blob = type.value >= 12 && type.value % 2 == 0;
      if (text && length >= kLeastText && !add_text(payload, column, length, encoding_)) return false;
      if (blob && length >= kLeastText && is_text(payload, column, length) &&
          !add_text(payload, column, length, Encoding::kBytes))
        return false;
      column += length;
    }
    return true;
  }

  static std::uint64_t size_of_type(std::uint64_t type) {
    constexpr std::array<std::uint64_t, 12> kSizes = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
    return type < kSizes.size() ? kSizes[type] : (type - 12) / 2;
  }

  /// Whether a blob that lies in one page reads as text.
  [[nodiscard]] bool is_text(const Payload& payload, std::uint64_t begin, std::uint64_t length) const {
    const ByteSpan& first = payload.spans.front();
    return begin + length <= first.size() && reads_as_text(bytes_.substr(first.begin.value + begin, length));
  }

  bool add_text(const Payload& payload, std::uint64_t begin, std::uint64_t length, Encoding encoding) {
    std::uint64_t at = 0;   // of the span, in the payload
    std::uint64_t cut = 0;  // bytes of a unit that goes on in the next page
    for (const ByteSpan& span : payload.spans) {
      std::uint64_t from = std::max(begin, at);
      const std::uint64_t to = std::min(begin + length, at + span.size());
      if (from < to && encoding == Encoding::kBytes) {
        if (!texts_.add(span.begin.value + from - at, to - from)) return false;
      } else if (from < to) {
        // A unit that lies in two pages is no letter of a token: it is left out.
        from += cut;
        cut = (to - std::min(from, to)) % 2;
        const std::uint64_t size = to - std::min(from, to) - cut;
        if (size > 0 && !texts_.add_wide(encoding, span.begin.value + from - at, size)) return false;
      }
      at += span.size();
    }
    return texts_.add_character('\n', payload.spans.front().begin.value, 1);
  }

  std::string_view bytes_;
  TextCollector& texts_;
  std::uint64_t page_size_ = 0;
  std::uint64_t usable_ = 0;
  Encoding encoding_ = Encoding::kBytes;
  bool of_table_ = true;  ///< the page at hand, or of an index
};

bool is_printable_ascii(char c) {
  return c >= 0x20 && c < 0x7f;
}

/// Strings of ASCII in units of two bytes, as programs for Windows keep them. `take(begin, end)`
/// says whether to go on.
template <typename Take>
void for_each_wide_string(std::string_view bytes, const Take& take) {
  constexpr std::uint64_t kWord = 8;
  constexpr std::uint64_t kLeastUnits = 12;
  constexpr std::uint64_t kOdd = 0xff00ff00ff00ff00U;
  const auto is_unit = [&](std::uint64_t at) {
    return at + 2 <= bytes.size() && bytes[at + 1] == '\0' && is_printable_ascii(bytes[at]);
  };
  std::uint64_t behind = 0;  // the last run
  for (std::uint64_t at = 0; at + kWord <= bytes.size(); at += kWord) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, kWord);
    if (word == 0 || ((word & kOdd) != 0 && (word & ~kOdd) != 0)) continue;
    // A run of twelve units fills a word, which begins with one of its bytes.
    std::uint64_t begin = (word & kOdd) == 0 ? at : at + 1;
    if (begin < behind || !is_unit(begin)) continue;
    while (begin >= behind + 2 && is_unit(begin - 2)) begin -= 2;
    std::uint64_t end = begin;
    while (is_unit(end)) end += 2;
    behind = end;
    if (end - begin < 2 * kLeastUnits) continue;
    if (!take(begin, end)) return;
    at = end - end % kWord;
  }
}

void collect_wide_strings(std::string_view bytes, TextCollector& texts) {
  for_each_wide_string(bytes, [&](std::uint64_t begin, std::uint64_t end) {
    return texts.add_wide(Encoding::kUtf16Le, begin, end - begin) && texts.add_character('\n', end - 1, 1);
  });
}

/// A file that is one stream of zlib: an object of git, data of games and of scientific programs.
void inflate_zlib_file(std::string_view bytes, DecodedLayer& layer, DecodingBudget& budget) {
  const std::uint64_t begin = layer.bytes.size();
  const std::uint64_t made = inflate_compressed(bytes, layer.bytes, budget);
  if (made == 0) return;
  layer.map.append(0, static_cast<std::uint32_t>(made),
                   static_cast<std::uint32_t>(bytes.size() & 0x7fffffffU), 1);
  LayerPiece piece;
  piece.source = span_of(0, bytes.size());
  piece.decoder = "zlib";
  piece.binary = !reads_as_text(std::string_view(layer.bytes).substr(begin));
  layer.finish_piece(begin, piece);
}

/// What looks like zlib by its first two bytes may be text: "x^".
bool is_zlib_file(std::string_view bytes) {
  constexpr std::size_t kFront = 4096;
  return bytes.front() == '\x78' && is_compressed(bytes) && !reads_as_text(bytes.substr(0, kFront));
}

void collect_class_strings(std::string_view bytes, TextCollector& texts) {
  constexpr std::uint64_t kPool = 10;
  const std::uint64_t count = big_endian(bytes, 8, 2);
  std::uint64_t at = kPool;
  for (std::uint64_t index = 1; index < count && at + 3 <= bytes.size(); ++index) {
    switch (bytes[at]) {
      case 1: {
        const std::uint64_t size = big_endian(bytes, at + 1, 2);
        if (size > bytes.size() - at - 3) return;
        if (size >= kLeastText && (!texts.add(at + 3, size) || !texts.add_character('\n', at + 2 + size, 1)))
          return;
        at += 3 + size;
        break;
      }
      case 5:
      case 6:
        at += 9;
        ++index;  // takes two places
        break;
      case 7:
      case 8:
      case 16:
      case 19:
      case 20:
        at += 3;
        break;
      case 15:
        at += 4;
        break;
      case 3:
      case 4:
      case 9:
      case 10:
      case 11:
      case 12:
      case 17:
      case 18:
        at += 5;
        break;
      default:
        return;
    }
  }
}

void inflate_pdf_streams(std::string_view bytes, DecodedLayer& layer, DecodingBudget& budget) {
  constexpr std::string_view kBegin = "stream";
  constexpr std::string_view kEnd = "endstream";
  for (std::uint64_t at = bytes.find(kBegin); at != std::string_view::npos && !budget.exhausted;
       at = bytes.find(kBegin, at)) {
    std::uint64_t data = at + kBegin.size();
    if (at >= 3 && bytes.substr(at - 3, 3) == "end") {
      at = data;
      continue;
    }
    if (data < bytes.size() && bytes[data] == '\r') ++data;
    if (data < bytes.size() && bytes[data] == '\n') ++data;
    const std::uint64_t end = std::min<std::uint64_t>(bytes.find(kEnd, data), bytes.size());
    const std::string_view packed = bytes.substr(data, end - data);
    at = end;
    if (!is_compressed(packed)) continue;
    const std::uint64_t begin = layer.bytes.size();
    const std::uint64_t made = inflate_compressed(packed, layer.bytes, budget);
    if (made == 0) continue;
    layer.map.append(data, static_cast<std::uint32_t>(made),
                     static_cast<std::uint32_t>(packed.size() & 0x7fffffffU), 1);
    LayerPiece piece;
    piece.source = span_of(data, end);
    piece.decoder = "pdf-stream";
    piece.binary = !reads_as_text(std::string_view(layer.bytes).substr(begin));
    layer.finish_piece(begin, piece);
  }
}

}  // namespace

bool is_document(std::string_view bytes) {
  return bytes.size() >= 16 &&
         (bytes.starts_with("SQLite format 3\0"sv) || bytes.starts_with("%PDF-") ||
          bytes.starts_with("\xca\xfe\xba\xbe\0"sv) || is_office_text(bytes) || is_zlib_file(bytes));
}

bool has_wide_strings(std::string_view bytes) {
  bool found = false;
  for_each_wide_string(bytes, [&](std::uint64_t, std::uint64_t) {
    found = true;
    return false;
  });
  return found;
}

void decode_document(std::string_view bytes, DecodedLayer& layer, DecodingBudget& budget) {
  if (bytes.size() < 16) return;
  if (bytes.starts_with("SQLite format 3\0"sv)) {
    TextCollector texts(bytes, layer, budget);
    SqliteReader(bytes, texts).read();
    texts.finish("sqlite");
  } else if (bytes.starts_with("%PDF-")) {
    inflate_pdf_streams(bytes, layer, budget);
  } else if (bytes.starts_with("\xca\xfe\xba\xbe\0"sv)) {
    TextCollector texts(bytes, layer, budget);
    collect_class_strings(bytes, texts);
    texts.finish("java-class");
  } else if (is_office_text(bytes)) {
    TextCollector texts(bytes, layer, budget);
    collect_office_text(bytes, texts);
    texts.finish("office-text");
  } else if (is_zlib_file(bytes)) {
    inflate_zlib_file(bytes, layer, budget);
  } else if (looks_binary(bytes)) {
    TextCollector texts(bytes, layer, budget);
    collect_wide_strings(bytes, texts);
    texts.finish("utf-16le", true);
  }
}

}  // namespace trawl
