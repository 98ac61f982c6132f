#include "engine/match/decode/layers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <functional>
#include <map>

#include "engine/match/decode/sign_scanner.h"

namespace trawl {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes, bool url = false, bool padded = true) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t held = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i)
      held = held << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0);
    for (std::size_t i = 0; i <= count; ++i) text += kDigits[held >> (18 - 6 * i) & 63];
    for (std::size_t i = count; padded && i < 3; ++i) text += '=';
  }
  if (url) {
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
  }
  return text;
}

std::string hex(std::string_view bytes, const char* front = "") {
  std::string text;
  for (const char c : bytes) {
    text += front;
    text += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    text += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string deflated(std::string_view bytes, bool gzip) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, gzip ? 31 : 15, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// A text, and where the token of interest stands in it.
struct Wrapped {
  std::string text;
  ByteSpan token;
  std::string chain;
};

std::string in_lines(std::string_view text, std::size_t width, std::string_view margin) {
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += width) {
    if (at > 0) lines.append("\n").append(margin);
    lines.append(text.substr(at, width));
  }
  return lines;
}

/// The offset in `in_lines` of character `at`; as an end it is behind character `at - 1`.
std::uint64_t place_in_lines(std::uint64_t at, std::size_t width, std::size_t margin, bool end) {
  const std::uint64_t breaks = end ? (at - 1) / width : at / width;
  return at + breaks * (1 + margin);
}

Wrapped framed(std::string_view front, Wrapped inner, std::string_view back) {
  inner.text = std::string(front) + inner.text + std::string(back);
  inner.token = span_of(inner.token.begin.value + front.size(), inner.token.end.value + front.size());
  return inner;
}

void put_in_front(Wrapped& wrapped, std::string_view decoder) {
  wrapped.chain = std::string(decoder) + (wrapped.chain.empty() ? "" : " > " + wrapped.chain);
}

Wrapped in_base64(const Wrapped& inner, bool url, bool padded) {
  Wrapped outer;
  outer.text = base64(inner.text, url, padded);
  outer.token = span_of(inner.token.begin.value * 4 / 3, (inner.token.end.value * 4 + 2) / 3);
  outer.chain = inner.chain;
  put_in_front(outer, "base64");
  return outer;
}

Wrapped in_base64_lines(const Wrapped& inner, std::size_t width, std::string_view margin) {
  Wrapped outer = in_base64(inner, false, true);
  outer.text = in_lines(outer.text, width, margin);
  outer.token = span_of(place_in_lines(outer.token.begin.value, width, margin.size(), false),
                        place_in_lines(outer.token.end.value, width, margin.size(), true));
  return outer;
}

Wrapped in_units(const Wrapped& inner, std::string_view decoder,
                 const std::function<std::string(char)>& unit) {
  Wrapped outer;
  outer.chain = inner.chain;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  for (std::size_t at = 0; at < inner.text.size(); ++at) {
    if (at == inner.token.begin.value) begin = outer.text.size();
    outer.text += unit(inner.text[at]);
    if (at + 1 == inner.token.end.value) end = outer.text.size();
  }
  outer.token = span_of(begin, end);
  put_in_front(outer, decoder);
  return outer;
}

std::string json_escape(char c) {
  switch (c) {
    case '\n':
      return "\\n";
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '/':
      return "\\/";
    default:
      return std::string(1, c);
  }
}

std::string percent(char c) {
  const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
  return plain ? std::string(1, c) : "%" + hex(std::string(1, c));
}

std::string entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '"':
      return "&quot;";
    case '/':
      return "&#x2F;";
    case '=':
      return "&#61;";
    default:
      return std::string(1, c);
  }
}

Wrapped in_compressed(const Wrapped& inner, bool gzip) {
  Wrapped outer;
  outer.text = deflated(inner.text, gzip);
  outer.token = span_of(0, outer.text.size());
  outer.chain = inner.chain;
  put_in_front(outer, gzip ? "gzip" : "zlib");
  return in_base64(outer, false, true);
}

Wrapped in_utf16(const Wrapped& inner) {
  return in_units(inner, "utf-16le", [](char c) { return std::string{c, '\0'}; });
}

/// Everything that is found of `token` in the layers of `text`: places and chains.
std::vector<std::pair<ByteSpan, std::string>> found(std::string_view text, std::string_view token) {
  const LayerStack stack(text);
  EXPECT_FALSE(stack.cut_short());
  std::vector<std::pair<ByteSpan, std::string>> places;
  for (std::size_t depth = 0; depth < stack.layers().size(); ++depth) {
    const DecodedLayer& layer = stack.layers()[depth];
    for (std::size_t at = layer.bytes.find(token); at != std::string::npos;
         at = layer.bytes.find(token, at + 1)) {
      const ByteSpan span = span_of(at, at + token.size());
      const LayerPiece* piece = layer.piece_of(span);
      if (piece != nullptr) places.emplace_back(stack.to_source(depth, span), stack.chain_of(depth, *piece));
    }
  }
  return places;
}

const std::string kToken =
    "tok_A/9b+"
    "Zk3/QwErTy+7uI0pLkJh=";

struct Layer1 {
  const char* what;
  std::function<Wrapped(const Wrapped&)> wrap;
};

const std::vector<Layer1>& wrappers() {
  static const std::vector<Layer1> all = {
      {"base64", [](const Wrapped& w) { return in_base64(w, false, true); }},
      {"base64_url", [](const Wrapped& w) { return in_base64(w, true, true); }},
      {"base64_unpadded", [](const Wrapped& w) { return in_base64(w, true, false); }},
      {"base64_lines_76", [](const Wrapped& w) { return in_base64_lines(w, 76, ""); }},
      {"base64_lines_64_indented", [](const Wrapped& w) { return in_base64_lines(w, 64, "    "); }},
      {"base64_lines_60_commented", [](const Wrapped& w) { return in_base64_lines(w, 60, "# "); }},
      {"hex",
       [](const Wrapped& w) { return in_units(w, "hex", [](char c) { return hex(std::string(1, c)); }); }},
      {"hex_escapes",
       [](const Wrapped& w) {
         return in_units(w, "escapes", [](char c) { return hex(std::string(1, c), "\\x"); });
       }},
      {"unicode_escapes",
       [](const Wrapped& w) {
         return in_units(w, "escapes", [](char c) { return "\\u00" + hex(std::string(1, c)); });
       }},
      {"json", [](const Wrapped& w) { return in_units(w, "escapes", json_escape); }},
      {"percent", [](const Wrapped& w) { return in_units(w, "percent", percent); }},
      {"entities", [](const Wrapped& w) { return in_units(w, "entities", entity); }},
      {"byte_list",
       [](const Wrapped& w) {
         return in_units(w, "byte-list", [](char c) { return "0x" + hex(std::string(1, c)) + ", "; });
       }},
      {"gzip", [](const Wrapped& w) { return in_compressed(w, true); }},
      {"zlib", [](const Wrapped& w) { return in_compressed(w, false); }},
      {"utf16_in_base64", [](const Wrapped& w) { return in_base64(in_utf16(w), false, true); }},
  };
  return all;
}

class OneLayer : public testing::TestWithParam<std::size_t> {};

TEST_P(OneLayer, GivesTheTokenAndItsExactPlace) {
  const Wrapped plain = framed("{\"user\": \"alice\", \"secret\": \"",
                               {kToken, span_of(0, kToken.size()), ""}, "\", \"more\": [1, 2, 3]}");
  Wrapped wrapped = framed("key = \"", wrappers()[GetParam()].wrap(plain), "\"\nnext = 1\n");
  // An element of a list has no comma behind it as far as the place is concerned.
  if (wrapped.chain == "byte-list") wrapped.token.end.value -= 2;
  const auto places = found(wrapped.text, kToken);
  ASSERT_EQ(places.size(), 1) << wrapped.text;
  EXPECT_EQ(places[0].first, wrapped.token);
  EXPECT_EQ(places[0].second, wrapped.chain);
}

INSTANTIATE_TEST_SUITE_P(Layers, OneLayer, testing::Range(std::size_t{0}, wrappers().size()),
                         [](const auto& each) { return std::string(wrappers()[each.param].what); });

RC_GTEST_PROP(Layers, RandomWrappingsGiveTheTokenAndItsPlace, ()) {
  // What wraps any text, whatever is in it, so that the order does not matter.
  const std::vector<std::size_t> usable = {0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15};
  const auto front = *rc::gen::container<std::string>(rc::gen::element('a', 'z', ' ', '=', '\n', '"', '{'));
  const auto back = *rc::gen::container<std::string>(rc::gen::element('a', ';', ' ', '\n', '"', '}'));
  Wrapped wrapped = framed("name: " + front + " ", {kToken, span_of(0, kToken.size()), ""}, " " + back);
  const auto depth = *rc::gen::inRange<std::size_t>(1, 4);
  std::size_t layers = 0;
  for (std::size_t i = 0; i < depth; ++i) {
    const std::size_t which = usable[*rc::gen::inRange<std::size_t>(0, usable.size())];
    const std::size_t costs = which >= 13 ? 2 : 1;
    if (layers + costs > kDeepestLayer) break;
    layers += costs;
    wrapped = framed("x: \"", wrappers()[which].wrap(wrapped), "\"\n");
  }
  const auto places = found(wrapped.text, kToken);
  const auto match = std::find_if(places.begin(), places.end(), [&](const auto& place) {
    return place.first == wrapped.token && place.second == wrapped.chain;
  });
  RC_ASSERT(match != places.end());
}

TEST(Layers, JsonInJsonIsTwoLayers) {
  const Wrapped plain = framed("{\"secret\": \"", {kToken, span_of(0, kToken.size()), ""}, "\"}");
  const Wrapped once = framed("{\"text\": \"", in_units(plain, "escapes", json_escape), "\"}");
  const Wrapped twice = framed("{\"body\": \"", in_units(once, "escapes", json_escape), "\"}\n");
  const auto places = found(twice.text, kToken);
  ASSERT_EQ(places.size(), 1);
  EXPECT_EQ(places[0].first, twice.token);
  EXPECT_EQ(places[0].second, "escapes > escapes");
}

TEST(Layers, SoftLineBreaksOfMailAreTakenOut) {
  const std::string front = std::string(66, 'a') + " ";
  const std::string text = front + kToken.substr(0, 8) + "=\n" + kToken.substr(8, 21) + "=3D\n";
  const auto places = found(text, kToken.substr(0, 29));
  ASSERT_EQ(places.size(), 1);
  EXPECT_EQ(places[0].first, span_of(front.size(), front.size() + 31));
  EXPECT_EQ(places[0].second, "quoted-printable");
}

TEST(Layers, ACharacterListIsAText) {
  std::string text = "char key[] = {";
  const std::size_t begin = text.size();
  for (const char c : kToken) text += std::string("'") + c + "', ";
  const auto places = found(text + "0};", kToken);
  ASSERT_EQ(places.size(), 1);
  EXPECT_EQ(places[0].first, span_of(begin, text.size() - 2));
}

TEST(Layers, WordsAndDigestsDecodeToNothing) {
  for (const std::string text :
       {"const long_identifier_with_many_parts = another_identifier_of_the_same_length;",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "integrity "
        "sha512-z8PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
        "/usr/share/doc/libreoffice-common/examples/AnotherLongPathName/WithMoreAndMoreParts",
        "printf(\"%2d of %2d: %s\\n\", done, all, name);", "\"line one\\nline two\\twith a tab\"",
        "<p>a &nbsp; b</p>", "return a&b;", "x = 0x41, y"}) {
    const LayerStack stack(text);
    EXPECT_TRUE(stack.layers().empty()) << text << ": " << stack.layers()[0].pieces[0].decoder;
  }
}

TEST(Layers, ABombIsCutAndSaysSo) {
  const std::string bomb = base64(deflated(std::string(std::size_t{40} << 20, 'a'), true));
  const LayerStack stack(bomb);
  EXPECT_TRUE(stack.cut_short());
  std::size_t decoded = 0;
  for (const DecodedLayer& layer : stack.layers()) decoded += layer.bytes.size();
  EXPECT_LE(decoded, most_decoded_bytes(bomb.size()) + 64);
}

TEST(Layers, DeeperThanTheLimitSaysSo) {
  std::string text = "the text that is wrapped again and again";
  for (std::size_t i = 0; i <= kDeepestLayer; ++i) {
    EXPECT_EQ(LayerStack(text).cut_short(), false);
    text = base64(text);
  }
  EXPECT_TRUE(LayerStack(text).cut_short());
}

TEST(Layers, DamagedCompressedDataGivesItsFront) {
  std::string packed;
  for (int i = 0; i < 400; ++i) packed += "line " + std::to_string(i * i) + "\n";
  packed = deflated(kToken + packed, true);
  packed.resize(packed.size() / 2);
  EXPECT_EQ(found(base64(packed), kToken).size(), 1);
}

/// Texts that are full of encoded pieces, whole and broken.
rc::Gen<std::string> encoded_texts() {
  const std::string plain = "password = hunter2 and " + kToken;
  std::vector<std::string> pieces = {"\n",
                                     "    ",
                                     "word ",
                                     "\"",
                                     "'",
                                     ",",
                                     "\\",
                                     "\\n",
                                     "%2F",
                                     "&quot;",
                                     "=\n",
                                     "0x41, ",
                                     base64(plain),
                                     base64(plain, true, false),
                                     hex(plain),
                                     in_lines(base64(plain + plain + plain + plain), 64, "  ") + "\n",
                                     std::string(60, 'b'),
                                     "{}\n",
                                     "'c', ",
                                     "\\u0041",
                                     "abcdefghijkl"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const std::string& part : parts) text += part;
                        return text;
                      });
}

std::vector<std::pair<ByteSpan, std::string>> runs_of(const DecodedLayer& layer) {
  std::vector<std::pair<ByteSpan, std::string>> runs;
  for (const LayerPiece& piece : layer.pieces) {
    runs.emplace_back(piece.source, layer.bytes.substr(piece.decoded.begin.value, piece.decoded.size()));
  }
  std::sort(runs.begin(), runs.end());
  return runs;
}

DecodedLayer all_runs(std::string_view text, ByteSpan where) {
  DecodingBudget budget;
  budget.bytes = std::uint64_t{1} << 30;
  DecodedLayer layer;
  decode_runs(text, where, layer, budget);
  return layer;
}

// What incremental scanning rests on: runs outside the neighbourhood of a change are those from before.
RC_GTEST_PROP(Layers, AChangeReachesNoFartherThanItsNeighbourhood, ()) {
  const std::string front = *encoded_texts();
  const std::string before = *encoded_texts();
  const std::string after = *encoded_texts();
  const std::string back = *encoded_texts();
  const std::string old_text = front + before + back;
  const std::string new_text = front + after + back;
  const ByteSpan changed = span_of(front.size(), front.size() + after.size());
  const ByteSpan old_changed = span_of(front.size(), front.size() + before.size());
  const ByteSpan where = encoded_neighbourhood(new_text, changed);
  const ByteSpan old_where = encoded_neighbourhood(old_text, old_changed);
  const std::uint64_t begin = std::min(where.begin.value, old_where.begin.value);
  const std::uint64_t behind =
      std::min(new_text.size() - where.end.value, old_text.size() - old_where.end.value);

  auto runs = runs_of(all_runs(new_text, span_of(begin, new_text.size() - behind)));
  for (const auto& [span, text] : runs_of(all_runs(old_text, span_of(0, old_text.size())))) {
    if (span.end.value <= begin) runs.emplace_back(span, text);
    if (span.begin.value >= old_text.size() - behind) {
      const std::uint64_t from = span.begin.value + new_text.size() - old_text.size();
      runs.emplace_back(span_of(from, from + span.size()), text);
    }
  }
  std::sort(runs.begin(), runs.end());
  RC_ASSERT(runs == runs_of(all_runs(new_text, span_of(0, new_text.size()))));
}

RC_GTEST_PROP(SignScanner, IsTheSameWithAndWithoutVectors, ()) {
  const std::string text = *encoded_texts() + *encoded_texts() + *encoded_texts();
  const auto signs = [&](SignScanner::Speed speed) {
    std::vector<Sign> all;
    SignScanner scanner(text, 0, text.size(), speed);
    for (Sign sign; scanner.next(sign);) all.push_back(sign);
    return all;
  };
  // Where a processor lacks one of the ways, the best stands for it.
  RC_ASSERT(signs(SignScanner::Speed::kBest) == signs(SignScanner::Speed::kPortable));
  if (__builtin_cpu_supports("avx2") != 0)
    RC_ASSERT(signs(SignScanner::Speed::kAvx2) == signs(SignScanner::Speed::kPortable));
}

TEST(SignScanner, SeesARunAtEveryPlace) {
  for (std::size_t front = 0; front < 200; ++front) {
    for (const std::size_t size : {kLeastRun - 1, kLeastRun, std::size_t{70}}) {
      const std::string text = std::string(front, ' ') + std::string(size, 'q') + std::string(100, ' ');
      SignScanner scanner(text, 0, text.size());
      Sign sign;
      ASSERT_EQ(scanner.next(sign), size >= kLeastRun) << front;
      if (size >= kLeastRun) {
        ASSERT_EQ(sign, (Sign{front, SignKind::kRun, sign.size}));
      }
    }
  }
}

}  // namespace
}  // namespace trawl
