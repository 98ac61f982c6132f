#include "engine/match/decode/documents.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include "engine/match/decode/layers.h"

namespace trawl {
namespace {

DecodedLayer texts_of(std::string_view bytes, std::uint64_t budget_bytes = std::uint64_t{1} << 20) {
  DecodedLayer layer;
  DecodingBudget budget;
  budget.bytes = budget_bytes;
  decode_document(bytes, layer, budget);
  return layer;
}

std::string number(std::uint64_t value, unsigned size) {
  std::string text;
  for (unsigned i = size; i-- > 0;) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

/// A database of one leaf page with one row of two texts.
std::string sqlite(const std::string& first, const std::string& second) {
  std::string page(512, '\0');
  page.replace(0, 16, std::string("SQLite format 3\0", 16));
  page.replace(16, 2, number(512, 2));
  page.replace(56, 4, number(1, 4));
  page[100] = 13;
  page.replace(103, 2, number(1, 2));
  std::string payload = {3, static_cast<char>(13 + 2 * first.size()),
                         static_cast<char>(13 + 2 * second.size())};
  payload += first + second;
  const std::string cell = std::string{static_cast<char>(payload.size()), 1} + payload;
  const std::size_t at = 512 - cell.size();
  page.replace(108, 2, number(at, 2));
  page.replace(at, cell.size(), cell);
  return page;
}

std::string java_class(const std::string& text) {
  return std::string("\xca\xfe\xba\xbe", 4) + number(52, 4) + number(4, 2) + '\x05' + std::string(8, '\0') +
         '\x01' + number(text.size(), 2) + text + std::string(20, '\0');
}

std::string pdf(const std::string& content) {
  std::string packed(compressBound(content.size()), '\0');
  uLongf size = packed.size();
  EXPECT_EQ(compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                     reinterpret_cast<const Bytef*>(content.data()), content.size()),
            Z_OK);
  packed.resize(size);
  return "%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\r\n" + packed + "\nendstream\nendobj\n";
}

std::string office(const std::string& inner) {
  return "<?xml version=\"1.0\"?><w:document "
         "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">" +
         inner + "</w:document>";
}

TEST(Documents, CellsOfADatabaseAreKeptApart) {
  const std::string bytes = sqlite("first cell", "second one");
  const DecodedLayer layer = texts_of(bytes);
  ASSERT_EQ(layer.pieces.size(), 1);
  EXPECT_EQ(layer.pieces[0].decoder, "sqlite");
  EXPECT_EQ(layer.bytes, "first cell\nsecond one\n\n");
  const ByteSpan place = layer.map.to_source(span_of(11, 21));
  EXPECT_EQ(bytes.substr(place.begin.value, place.size()), "second one");
}

TEST(Documents, CellsOfADatabaseInWideCharacters) {
  const auto wide = [](std::string_view text, bool big) {
    std::string bytes;
    for (const char c : text) bytes += big ? std::string{'\0', c} : std::string{c, '\0'};
    return bytes;
  };
  for (const bool big : {false, true}) {
    std::string bytes = sqlite(wide("first cell", big), wide("second one", big));
    bytes.replace(56, 4, number(big ? 3 : 2, 4));
    const DecodedLayer layer = texts_of(bytes);
    EXPECT_EQ(layer.bytes, "first cell\nsecond one\n\n");
    const ByteSpan place = layer.map.to_source(span_of(11, 21));
    EXPECT_EQ(bytes.substr(place.begin.value, place.size()), wide("second one", big));
  }
}

TEST(Documents, RowsOfAnIndex) {
  std::string bytes = sqlite("first cell", "second one");
  bytes[100] = 10;
  // A cell of an index has no row id.
  const std::size_t cell =
      static_cast<unsigned char>(bytes[108]) << 8 | static_cast<unsigned char>(bytes[109]);
  bytes.erase(cell + 1, 1);
  bytes.insert(cell, 1, '\0');
  bytes.replace(108, 2, number(cell + 1, 2));
  EXPECT_EQ(texts_of(bytes).bytes, "first cell\nsecond one\n\n");
}

TEST(Documents, WideStringsOfAProgram) {
  std::string bytes("MZ\x90\0\x03\x80", 6);
  bytes += std::string(97, '\x90');
  const std::size_t at = bytes.size();
  for (const char c : std::string_view("a string of a program")) bytes += {c, '\0'};
  bytes += std::string("\0\0\xff\xfe", 4) + std::string(40, '\x91');
  for (const char c : std::string_view("too short")) bytes += {c, '\0'};
  bytes += std::string(9, '\x92');
  const DecodedLayer layer = texts_of(bytes);
  ASSERT_EQ(layer.pieces.size(), 1);
  EXPECT_TRUE(layer.pieces[0].binary);
  EXPECT_EQ(layer.bytes, "a string of a program\n\n");
  const ByteSpan place = layer.map.to_source(span_of(2, 8));
  EXPECT_EQ(place, span_of(at + 4, at + 16));
}

TEST(Documents, AFileOfZlib) {
  const std::string text = "blob 11\nsome content";
  std::string packed(compressBound(text.size()), '\0');
  uLongf size = packed.size();
  ASSERT_EQ(compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                     reinterpret_cast<const Bytef*>(text.data()), text.size()),
            Z_OK);
  packed.resize(size);
  EXPECT_EQ(texts_of(packed).bytes, text + "\n");
  EXPECT_TRUE(is_document(packed));
  EXPECT_TRUE(texts_of("x^2 + y^2 = z^2 is what a text may begin with").pieces.empty());
}

TEST(Documents, ConstantsOfAClass) {
  const std::string bytes = java_class("constant string");
  const DecodedLayer layer = texts_of(bytes);
  EXPECT_EQ(layer.bytes, "constant string\n\n");
  const ByteSpan place = layer.map.to_source(span_of(0, 15));
  EXPECT_EQ(bytes.substr(place.begin.value, place.size()), "constant string");
}

TEST(Documents, DeflatedStreamsOfAPdf) {
  const DecodedLayer layer = texts_of(pdf("BT (some text) Tj ET"));
  EXPECT_EQ(layer.bytes, "BT (some text) Tj ET\n");
}

TEST(Documents, RunsOfOfficeTextAreJoinedAndParagraphsAreNot) {
  const std::string bytes = office(
      "<w:p><w:r><w:t>on</w:t></w:r><w:r><w:t>e &amp; "
      "two</w:t></w:r></w:p><w:p><w:r><w:t>next</w:t></w:r></w:p>");
  const DecodedLayer layer = texts_of(bytes);
  EXPECT_EQ(layer.bytes, "one & two\nnext\n\n");
  const ByteSpan place = layer.map.to_source(span_of(0, 3));
  EXPECT_EQ(bytes.substr(place.begin.value, place.size()), "on</w:t></w:r><w:r><w:t>e");
}

TEST(Documents, OtherTextsAreNone) {
  EXPECT_TRUE(texts_of("<?xml version=\"1.0\"?><project><name>x</name></project>").pieces.empty());
  EXPECT_TRUE(texts_of("SQLite format 3").pieces.empty());
  EXPECT_TRUE(texts_of("").pieces.empty());
}

// Whatever is changed: it ends, within the budget, and every piece maps into the document.
RC_GTEST_PROP(Documents, DamagedDocumentsEndWithinTheBudget, ()) {
  std::string bytes = *rc::gen::elementOf(std::vector<std::string>{
      sqlite("first cell", "second one") + sqlite("third cell", "fourth cell"), java_class("constant string"),
      pdf(std::string(1000, 'a')), office("<w:p><w:r><w:t>a &#65; b</w:t></w:r></w:p>")});
  const auto changes = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, bytes.size()), rc::gen::arbitrary<char>()));
  for (const auto& [at, value] : changes) bytes[at] = value;
  bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size() + 1));
  constexpr std::uint64_t kBudget = 500;
  const DecodedLayer layer = texts_of(bytes, kBudget);
  RC_ASSERT(layer.bytes.size() <= kBudget + layer.pieces.size());
  for (const LayerPiece& piece : layer.pieces) {
    RC_ASSERT(layer.map.to_source(piece.decoded).end.value <= bytes.size() + (1U << 20));
  }
  const LayerStack stack(bytes);
  std::size_t decoded = 0;
  for (const DecodedLayer& each : stack.layers()) decoded += each.bytes.size() - each.pieces.size();
  RC_ASSERT(decoded <= most_decoded_bytes(bytes.size()));
}

}  // namespace
}  // namespace trawl
