#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

using testing::HasSubstr;

std::string at(std::string_view text, ByteSpan span) {
  return std::string(text.substr(span.begin.value, span.size()));
}

TEST(Toml, KeepsThePlacesOfKeysAndValues) {
  const std::string text =
      "\xef\xbb\xbf# \xc3\xa9\nname = \"\xc3\xa9x\" # c\n\n[[package]]\nversion = '1.0'\nlist = [1, true,\n  "
      "\"last\"]\n[a.b]\nc = 2020-01-01\n";
  const DocumentReading reading = read_toml(text);
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents.at(0);
  const NodeIndex name = document.find(document.root(), "name");
  EXPECT_EQ(at(text, document.node(name).span), "\"\xc3\xa9x\"");
  EXPECT_EQ(at(text, document.node(name).key_span), "name");
  EXPECT_EQ(document.node(name).text, "\xc3\xa9x");
  const NodeIndex packages = document.find(document.root(), "package");
  ASSERT_EQ(document.node(packages).kind, NodeKind::kList);
  const NodeIndex version = document.find(document.node(packages).first_child, "version");
  EXPECT_EQ(at(text, document.node(version).span), "'1.0'");
  const NodeIndex list = document.find(document.node(packages).first_child, "list");
  const auto items = document.children(list);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(document.node(items[0]).kind, NodeKind::kNumber);
  EXPECT_TRUE(document.node(items[1]).flag);
  EXPECT_EQ(at(text, document.node(items[2]).span), "\"last\"");
  const NodeIndex date = document.find(document.find(document.find(document.root(), "a"), "b"), "c");
  EXPECT_EQ(document.node(date).text, "2020-01-01");
}

TEST(Toml, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(read_toml("a = 1\na = 2\n").failure.value_or(""), HasSubstr("line 2"));
  EXPECT_THAT(read_toml("a = ").failure.value_or(""), HasSubstr("line 1"));
  DocumentLimits few;
  few.nodes = 3;
  EXPECT_THAT(read_toml("a = 1\nb = 2\nc = 3\nd = 4\n", few).failure.value_or(""), HasSubstr("more than 3"));
  std::string deep = "a = ";
  for (int i = 0; i < 100; ++i) deep += "[";
  for (int i = 0; i < 100; ++i) deep += "]";
  EXPECT_THAT(read_toml(deep).failure.value_or(""), HasSubstr("nested"));
  EXPECT_TRUE(read_toml(std::string("a = ") + std::string(100'000, '[')).failure);
}

TEST(Xml, KeepsThePlacesOfElementsAttributesAndText) {
  const std::string text =
      "<?xml version=\"1.0\"?>\n<!-- c -->\n<!DOCTYPE a [<!ENTITY x \"y\">]>\n<a k='1 &lt; 2'>\n  "
      "<b>one</b><b> two &amp; three </b>\n  <c/><![CDATA[<raw>]]></a>\n";
  const DocumentReading reading = read_xml(text);
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents.at(0);
  const NodeIndex a = document.find(document.root(), "a");
  EXPECT_EQ(at(text, document.node(a).key_span), "a");
  EXPECT_EQ(document.text_of(a, "@k"), "1 < 2");
  EXPECT_EQ(at(text, document.node(document.find(a, "@k")).span), "1 &lt; 2");
  std::vector<std::string> texts;
  for (const NodeIndex child : document.children(a)) {
    if (document.node(child).key == "b") texts.emplace_back(document.text_of(child, "#text"));
  }
  EXPECT_THAT(texts, testing::ElementsAre("one", "two & three"));
  EXPECT_EQ(document.text_of(a, "#text"), "<raw>");
}

TEST(Xml, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(read_xml("<a>\n<b></a>").failure.value_or(""), HasSubstr("line 2"));
  EXPECT_THAT(read_xml("<a").failure.value_or(""), HasSubstr("no end"));
  EXPECT_THAT(read_xml("<a b=1/>").failure.value_or(""), HasSubstr("quotes"));
  EXPECT_THAT(read_xml("text").failure.value_or(""), HasSubstr("outside"));
  EXPECT_THAT(read_xml("").failure.value_or(""), HasSubstr("no element"));
  EXPECT_THAT(read_xml("<!-- <a/>").failure.value_or(""), HasSubstr("comment"));
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  EXPECT_THAT(read_xml(deep).failure.value_or(""), HasSubstr("nested"));
}

TEST(Xml, ReplacesNoEntityOfTheFilesOwn) {
  const DocumentReading reading = read_xml("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;&#65;&#x42;&#0;</a>");
  ASSERT_FALSE(reading.failure);
  const Document& document = reading.documents[0];
  EXPECT_EQ(document.text_of(document.find(document.root(), "a"), "#text"), "&x;AB&#0;");
}

}  // namespace
}  // namespace trawl
