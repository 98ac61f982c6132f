#include "engine/match/decode/text_decoder.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "engine/base/utf8.h"

namespace trawl {
namespace {

using std::string_literals::operator""s;

void append_unit(std::string& bytes, Encoding encoding, std::uint32_t unit) {
  const bool wide = encoding == Encoding::kUtf32Le || encoding == Encoding::kUtf32Be;
  const bool big_endian = encoding == Encoding::kUtf16Be || encoding == Encoding::kUtf32Be;
  const unsigned size = wide ? 4 : 2;
  for (unsigned i = 0; i < size; ++i) {
    bytes.push_back(static_cast<char>(unit >> 8 * (big_endian ? size - 1 - i : i)));
  }
}

/// The encoder that the decoder is held against.
void encode(std::string& bytes, Encoding encoding, char32_t code) {
  if (encoding == Encoding::kUtf32Le || encoding == Encoding::kUtf32Be) {
    append_unit(bytes, encoding, code);
  } else {
    for_each_utf16_unit(code, [&](char16_t unit) { append_unit(bytes, encoding, unit); });
  }
}

rc::Gen<Encoding> any_encoding() {
  return rc::gen::element(Encoding::kUtf16Le, Encoding::kUtf16Be, Encoding::kUtf32Le, Encoding::kUtf32Be);
}

rc::Gen<char32_t> any_character() {
  const auto range = [](std::uint32_t first, std::uint32_t end) {
    return rc::gen::cast<char32_t>(rc::gen::inRange<std::uint32_t>(first, end));
  };
  return rc::gen::weightedOneOf<char32_t>({{12, range(0x20, 0x7f)},
                                           {1, rc::gen::just(U'\n')},
                                           {1, range(0x80, 0x800)},
                                           {1, range(0x800, 0xd800)},
                                           {1, range(0x10000, 0x110000)}});
}

/// Feeds `bytes` in pieces of the sizes given, over and over.
Layer feed_in_pieces(std::string_view bytes, Encoding encoding, std::uint64_t source,
                     const std::vector<std::size_t>& sizes) {
  Layer layer;
  TextDecoder decoder(encoding, source);
  for (std::size_t i = 0; !bytes.empty(); ++i) {
    const std::string_view piece = bytes.substr(0, sizes.empty() ? bytes.size() : sizes[i % sizes.size()]);
    decoder.feed(piece, layer.bytes, layer.map);
    bytes.remove_prefix(piece.size());
  }
  decoder.finish(layer.bytes, layer.map);
  return layer;
}

rc::Gen<std::vector<std::size_t>> any_piece_sizes() {
  return rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 12));
}

TEST(TextDecoder, FindsTheExactPlaceOfATokenInAnyText) {
  const std::string token =
      "tok"
      "en_0123456789abcdef";
  EXPECT_TRUE(rc::check([&] {
    const Encoding encoding = *any_encoding();
    const bool marked = *rc::gen::arbitrary<bool>();
    auto text = *rc::gen::container<std::vector<char32_t>>(any_character());
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    text.insert(text.begin() + static_cast<std::ptrdiff_t>(at), token.begin(), token.end());

    std::string bytes;
    std::string expected;
    if (marked) encode(bytes, encoding, 0xfeff);
    const std::size_t mark_size = bytes.size();
    std::uint64_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i == at) begin = bytes.size();
      encode(bytes, encoding, text[i]);
      append_utf8(expected, text[i]);
    }
    const std::size_t unit = encoding == Encoding::kUtf32Le || encoding == Encoding::kUtf32Be ? 4 : 2;

    if (marked) RC_ASSERT(detect_encoding(bytes) == (DetectedEncoding{encoding, mark_size}));
    const Layer layer =
        feed_in_pieces(std::string_view(bytes).substr(mark_size), encoding, mark_size, *any_piece_sizes());
    RC_ASSERT(layer.bytes == expected);
    RC_ASSERT(layer.map.decoded_size() == expected.size());
    std::string before;
    for (std::size_t i = 0; i < at; ++i) append_utf8(before, text[i]);
    RC_ASSERT(layer.bytes.substr(before.size(), token.size()) == token);
    const ByteSpan place = layer.map.to_source(span_of(before.size(), before.size() + token.size()));
    RC_ASSERT(place == span_of(begin, begin + token.size() * unit));
  }));
}

TEST(TextDecoder, MapsEveryCharacterToItsBytes) {
  EXPECT_TRUE(rc::check([] {
    const Encoding encoding = *any_encoding();
    const auto text = *rc::gen::container<std::vector<char32_t>>(any_character());
    std::string bytes;
    for (const char32_t code : text) encode(bytes, encoding, code);
    const Layer layer = feed_in_pieces(bytes, encoding, 0, *any_piece_sizes());
    std::uint64_t source = 0;
    std::uint64_t decoded = 0;
    for (const char32_t code : text) {
      std::string one;
      std::string utf8;
      encode(one, encoding, code);
      append_utf8(utf8, code);
      for (std::uint64_t part = 0; part < utf8.size(); ++part) {
        const ByteSpan place = layer.map.to_source(span_of(decoded + part, decoded + part + 1));
        RC_ASSERT(place == span_of(source, source + one.size()));
      }
      source += one.size();
      decoded += utf8.size();
    }
  }));
}

TEST(TextDecoder, MakesValidUtf8OfAnyBytesHoweverTheyAreCut) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const Encoding encoding = *any_encoding();
    const Layer whole = feed_in_pieces(bytes, encoding, 0, {});
    const Layer cut = feed_in_pieces(bytes, encoding, 0, *any_piece_sizes());
    RC_ASSERT(whole.bytes == cut.bytes);
    RC_ASSERT(is_valid_utf8(whole.bytes));
    RC_ASSERT(whole.bytes.size() * 2 <= bytes.size() * 3 + 12);
    RC_ASSERT(whole.map.to_source(span_of(0, whole.bytes.size())) == span_of(0, bytes.size()));
    for (std::uint64_t at = 0; at < whole.bytes.size(); ++at) {
      RC_ASSERT(whole.map.to_source(span_of(at, at + 1)) == cut.map.to_source(span_of(at, at + 1)));
    }
  }));
}

struct Case {
  const char* what;
  Encoding encoding;
  std::string bytes;
  std::string expected;
};

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
  return info.param.what;
}

class TextDecoderGives : public testing::TestWithParam<Case> {};

TEST_P(TextDecoderGives, Utf8) {
  const Layer layer = decode_text(GetParam().bytes, {GetParam().encoding, 0});
  EXPECT_EQ(layer.bytes, GetParam().expected);
  EXPECT_EQ(layer.decoder, name_of(GetParam().encoding));
  EXPECT_EQ(layer.map.to_source(span_of(0, layer.bytes.size())), span_of(0, GetParam().bytes.size()));
}

INSTANTIATE_TEST_SUITE_P(
    TextDecoder, TextDecoderGives,
    testing::Values(Case{"nothing", Encoding::kUtf16Le, "", ""},
                    Case{"ascii", Encoding::kUtf16Be, "\0a\0b"s, "ab"},
                    Case{"pair", Encoding::kUtf16Le, "\x3d\xd8\x00\xde"s, "\xf0\x9f\x98\x80"},
                    Case{"high_alone", Encoding::kUtf16Le,
                         "\x3d\xd8"
                         "a\0"s,
                         "\xef\xbf\xbd"
                         "a"},
                    Case{"high_twice", Encoding::kUtf16Be, "\xd8\x3d\xd8\x3d\xde\x00"s,
                         "\xef\xbf\xbd\xf0\x9f\x98\x80"},
                    Case{"low_alone", Encoding::kUtf16Le,
                         "\x00\xde"
                         "a\0"s,
                         "\xef\xbf\xbd"
                         "a"},
                    Case{"high_at_the_end", Encoding::kUtf16Le, "a\0\x3d\xd8"s, "a\xef\xbf\xbd"},
                    Case{"odd_byte_at_the_end", Encoding::kUtf16Le, "a\0b"s, "a\xef\xbf\xbd"},
                    Case{"high_and_odd_byte_at_the_end", Encoding::kUtf16Le,
                         "\x3d\xd8"
                         "b"s,
                         "\xef\xbf\xbd\xef\xbf\xbd"},
                    Case{"wide", Encoding::kUtf32Be, "\0\1\xf6\0"s, "\xf0\x9f\x98\x80"},
                    Case{"wide_surrogate", Encoding::kUtf32Le, "\x3d\xd8\0\0"s, "\xef\xbf\xbd"},
                    Case{"wide_beyond_unicode", Encoding::kUtf32Le, "\0\0\x11\0a\0\0\0"s,
                         "\xef\xbf\xbd"
                         "a"},
                    Case{"wide_tail", Encoding::kUtf32Le, "a\0\0\0b\0\0"s, "a\xef\xbf\xbd"}),
    name_of_case);

TEST(TextDecoder, SkipsTheMarkAndCountsIt) {
  const std::string bytes =
      "\xff\xfe"
      "a\0b\0"s;
  const Layer layer = decode_text(bytes, detect_encoding(bytes));
  EXPECT_EQ(layer.bytes, "ab");
  EXPECT_EQ(layer.map.to_source(span_of(1, 2)), span_of(4, 6));
}

}  // namespace
}  // namespace trawl
