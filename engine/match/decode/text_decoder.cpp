#include "engine/match/decode/text_decoder.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "engine/base/utf8.h"

namespace trawl {
namespace {

constexpr bool is_surrogate(std::uint32_t code) {
  return (code & 0xfffff800) == 0xd800;
}
constexpr bool is_high(std::uint32_t code) {
  return (code & 0xfffffc00) == 0xd800;
}
constexpr bool is_low(std::uint32_t code) {
  return (code & 0xfffffc00) == 0xdc00;
}

/// One character and the bytes it took; none while `size` is 0, which asks for more bytes.
struct Character {
  std::uint32_t code = 0;
  std::size_t size = 0;
};

template <bool big_endian>
struct Utf16 {
  static constexpr std::size_t kUnit = 2;

  static std::uint32_t unit(const char* at) {
    const auto first = static_cast<std::uint8_t>(at[0]);
    const auto second = static_cast<std::uint8_t>(at[1]);
    return big_endian ? std::uint32_t{first} << 8 | second : std::uint32_t{second} << 8 | first;
  }
  static Character read(const char* at, std::size_t available) {
    if (available < 2) return {};
    const std::uint32_t code = unit(at);
    if (!is_surrogate(code)) return {code, 2};
    if (!is_high(code)) return {kReplacementCharacter, 2};
    if (available < 4) return {};
    const std::uint32_t low = unit(at + 2);
    if (!is_low(low)) return {kReplacementCharacter, 2};
    return {0x10000 + ((code & 0x3ff) << 10 | (low & 0x3ff)), 4};
  }
};

template <bool big_endian>
struct Utf32 {
  static constexpr std::size_t kUnit = 4;

  static std::uint32_t unit(const char* at) {
    std::uint32_t code = 0;
    for (std::size_t place = 0; place < 4; ++place) {
      code = code << 8 | static_cast<std::uint8_t>(at[big_endian ? place : 3 - place]);
    }
    return code;
  }
  static Character read(const char* at, std::size_t available) {
    if (available < 4) return {};
    const std::uint32_t code = unit(at);
    return {code > 0x10ffff || is_surrogate(code) ? std::uint32_t{kReplacementCharacter} : code, 4};
  }
};

/// Appends one character that took `size` bytes at `source`.
void append(std::uint32_t code, std::uint64_t source, std::size_t size, std::string& text, OffsetMap& map) {
  const std::size_t before = text.size();
  append_utf8(text, static_cast<char32_t>(code));
  map.append(source, static_cast<std::uint32_t>(text.size() - before), static_cast<std::uint32_t>(size), 1);
}

/// Decodes as many characters as are whole and says how many bytes they took.
template <typename Form>
std::size_t decode_as(std::string_view bytes, std::uint64_t source, std::string& text, OffsetMap& map) {
  std::size_t at = 0;
  while (true) {
    // ASCII by the run, since that is most of what is met.
    const std::size_t run = at;
    const std::size_t size_before = text.size();
    while (at + Form::kUnit <= bytes.size()) {
      const std::uint32_t code = Form::unit(bytes.data() + at);
      if (code >= 0x80) break;
      text.push_back(static_cast<char>(code));
      at += Form::kUnit;
    }
    map.append(source + run, 1, Form::kUnit, text.size() - size_before);

    const Character character = Form::read(bytes.data() + at, bytes.size() - at);
    if (character.size == 0) return at;
    append(character.code, source + at, character.size, text, map);
    at += character.size;
  }
}

}  // namespace

std::size_t TextDecoder::decode(std::string_view bytes, std::string& text, OffsetMap& map) {
  std::size_t used = 0;
  switch (encoding_) {
    case Encoding::kUtf16Le:
      used = decode_as<Utf16<false>>(bytes, source_, text, map);
      break;
    case Encoding::kUtf16Be:
      used = decode_as<Utf16<true>>(bytes, source_, text, map);
      break;
    case Encoding::kUtf32Le:
      used = decode_as<Utf32<false>>(bytes, source_, text, map);
      break;
    case Encoding::kUtf32Be:
      used = decode_as<Utf32<true>>(bytes, source_, text, map);
      break;
    case Encoding::kBytes:
      assert(false && "bytes are not decoded");
      return bytes.size();
  }
  source_ += used;
  return used;
}

void TextDecoder::feed(std::string_view bytes, std::string& text, OffsetMap& map) {
  while (waiting_size_ > 0 && !bytes.empty()) {
    waiting_[waiting_size_++] = bytes.front();
    bytes.remove_prefix(1);
    const std::size_t used = decode({waiting_.data(), waiting_size_}, text, map);
    waiting_size_ -= used;
    std::memmove(waiting_.data(), waiting_.data() + used, waiting_size_);
  }
  if (bytes.empty()) return;
  bytes.remove_prefix(decode(bytes, text, map));
  assert(bytes.size() < waiting_.size());
  waiting_size_ = bytes.size();
  std::memcpy(waiting_.data(), bytes.data(), bytes.size());
}

std::uint64_t TextDecoder::pass_zeros(std::uint64_t count, OffsetMap& map) {
  // Zeros that wait wait on, only further behind.
  const auto waiting_end = waiting_.begin() + static_cast<std::ptrdiff_t>(waiting_size_);
  if (std::any_of(waiting_.begin(), waiting_end, [](char byte) { return byte != '\0'; })) return 0;
  const bool wide = encoding_ == Encoding::kUtf32Le || encoding_ == Encoding::kUtf32Be;
  const std::uint32_t unit = wide ? 4 : 2;
  const std::uint64_t passed = count / unit * unit;
  map.append(source_, 1, unit, passed / unit);
  source_ += passed;
  return passed;
}

void TextDecoder::finish(std::string& text, OffsetMap& map) {
  // At most a high surrogate, which is a unit of its own, and then a part of a unit.
  const bool wide = encoding_ == Encoding::kUtf32Le || encoding_ == Encoding::kUtf32Be;
  const std::size_t unit = wide ? 4 : 2;
  while (waiting_size_ > 0) {
    const std::size_t taken = std::min(unit, waiting_size_);
    append(kReplacementCharacter, source_, taken, text, map);
    source_ += taken;
    waiting_size_ -= taken;
  }
}

Layer decode_text(std::string_view bytes, DetectedEncoding detected) {
  Layer layer;
  layer.decoder = name_of(detected.encoding);
  TextDecoder decoder(detected.encoding, detected.mark_size);
  layer.bytes.reserve(bytes.size() / 2 + 8);
  decoder.feed(bytes.substr(detected.mark_size), layer.bytes, layer.map);
  decoder.finish(layer.bytes, layer.map);
  return layer;
}

}  // namespace trawl
