// The readers for HCL, Groovy and plain settings.

#include <string>

#include <gtest/gtest.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

std::string_view at(const Document& document, ByteSpan span) {
  return document.source().substr(span.begin.value, span.size());
}

NodeIndex follow(const Document& document, std::initializer_list<std::string_view> keys) {
  NodeIndex index = document.root();
  for (const std::string_view key : keys) index = document.find(index, key);
  return index;
}

struct HclCase {
  const char* what;
  const char* text;  ///< with an attribute `v` at its root
  NodeKind kind;
  const char* value;  ///< its text
};

class HclValue : public testing::TestWithParam<HclCase> {};

TEST_P(HclValue, IsReadOrUnknown) {
  const std::string text = GetParam().text;
  const DocumentReading reading = read_hcl(text);
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents[0];
  const NodeIndex value = follow(document, {"v"});
  ASSERT_NE(value, kNoNode);
  EXPECT_EQ(document.node(value).kind, GetParam().kind);
  if (GetParam().value != nullptr) {
    EXPECT_EQ(document.node(value).text, GetParam().value);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Document, HclValue,
    testing::Values(
        HclCase{"string", "v = \"a b\"\n", NodeKind::kString, "a b"},
        HclCase{"escape", "v = \"a\\\"b\\n\"", NodeKind::kString, "a\"b\n"},
        HclCase{"no_interpolation", "v = \"$${a}\"", NodeKind::kString, "$${a}"},
        HclCase{"interpolation", "v = \"x${a.b[\"c\"]}\"", NodeKind::kUnknown, nullptr},
        HclCase{"number", "v = -1.5e3 # c\n", NodeKind::kNumber, "-1.5e3"},
        HclCase{"bool", "v = true // c", NodeKind::kBool, "true"},
        HclCase{"sum", "v = 1 + 2", NodeKind::kUnknown, "1 + 2"},
        HclCase{"choice", "v = a ? \"x\" : \"y\"", NodeKind::kUnknown, nullptr},
        HclCase{"call", "v = max(\n  1,\n  \"}\"\n)\nw = 1", NodeKind::kUnknown, nullptr},
        HclCase{"variable", "v = var.p\nvariable \"p\" {\n  default = 22\n}\n", NodeKind::kNumber, "22"},
        HclCase{"no_default", "v = var.p\nvariable \"p\" {}\n", NodeKind::kUnknown, "var.p"},
        HclCase{"local", "locals {\n  a = \"x\"\n}\nv = local.a\n", NodeKind::kString, "x"},
        HclCase{"heredoc", "v = <<EOF\na\n b\nEOF\n", NodeKind::kString, "a\n b\n"},
        HclCase{"indented", "v = <<-END\n  a\n  END\n", NodeKind::kString, "  a\n"},
        HclCase{"list", "v = [1, # c\n 2,]\n", NodeKind::kList, nullptr},
        HclCase{"item", "v = [1, 2][0]\n", NodeKind::kUnknown, nullptr},
        HclCase{"comprehension", "v = toset(\n [for x in y : x]\n)\n", NodeKind::kUnknown, nullptr},
        HclCase{"encoded", "v = jsonencode({ a = [1] })\n", NodeKind::kMap, nullptr}),
    [](const testing::TestParamInfo<HclCase>& info) { return info.param.what; });

TEST(Hcl, BlocksAreMapsInMapsAndKnowTheirBytes) {
  const std::string text =
      "resource \"aws_x\" \"n\" {\n  a = \"one\"\n  b {\n    c = [\"two\"]\n  }\n}\n"
      "resource \"aws_x\" \"off\" {\n  count = 0\n  a = 1\n}\ndynamic \"d\" {\n  for_each = x\n}\n";
  const DocumentReading reading = read_hcl(text);
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents[0];
  const NodeIndex one = follow(document, {"resource", "aws_x", "n", "a"});
  ASSERT_NE(one, kNoNode);
  EXPECT_EQ(at(document, document.node(one).span), "\"one\"");
  const NodeIndex list = follow(document, {"resource", "aws_x", "n", "b", "c"});
  EXPECT_EQ(at(document, document.node(document.children(list)[0]).span), "\"two\"");
  EXPECT_EQ(document.key_path(one), "resource.aws_x.n.a");
  const std::vector<NodeIndex> top = document.children(document.root());
  ASSERT_EQ(top.size(), 3U);
  EXPECT_EQ(document.node(follow(document, {"d"})).kind, NodeKind::kUnknown);
  const NodeIndex off = document.find(document.children(top[1])[0], "off");
  EXPECT_EQ(document.node(off).kind, NodeKind::kUnknown);
}

TEST(Hcl, SaysWhatItCannotRead) {
  EXPECT_TRUE(read_hcl("a = [1").failure);
  EXPECT_TRUE(read_hcl("a {").failure);
  EXPECT_TRUE(read_hcl("}").failure);
  EXPECT_TRUE(read_hcl("a = <<EOF\nx").failure);
  EXPECT_TRUE(read_hcl("a = " + std::string(100, '[')).failure);
  EXPECT_FALSE(read_hcl("").failure);
}

TEST(Groovy, KnowsWhoseArgumentEachStringIs) {
  const std::string text =
      "@Library('lib@main') _\n// it's\nnode {\n  sh \"a ${b}\"\n  sh(returnStdout: true, script: 'x \\' "
      "y')\n  echo('''z\n''')\n}\n";
  const DocumentReading reading = read_groovy(text);
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents[0];
  std::string found;
  for (const NodeIndex one : document.children(follow(document, {"strings"}))) {
    for (const char* key : {"call", "argument", "quotes", "text"}) {
      found += std::string(document.text_of(one, key)) + "|";
    }
    found += '\n';
  }
  EXPECT_EQ(found,
            "Library||single|lib@main|\nsh||double|a ${b}|\nsh|script|single|x \\' y|\necho||single|z\n|\n");
}

TEST(Lines, LeaveCommentsOut) {
  const DocumentReading reading = read_lines("# c\n  a b \r\n;d\n\n// e\nlast");
  ASSERT_FALSE(reading.failure);
  const Document& document = reading.documents[0];
  const std::vector<NodeIndex> lines = document.children(follow(document, {"lines"}));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(document.node(lines[0]).text, "a b");
  EXPECT_EQ(at(document, document.node(lines[1]).span), "last");
}

TEST(Assignments, KnowNamesValuesAndWhatIsComputed) {
  const DocumentReading reading =
      read_assignments("export A=\"b c\" # d\nB = x # y\nC=${D}\nE=\n# F=1\nG: h\n");
  ASSERT_FALSE(reading.failure);
  const Document& document = reading.documents[0];
  EXPECT_EQ(document.text_of(document.root(), "A"), "b c");
  EXPECT_EQ(document.text_of(document.root(), "B"), "x");
  EXPECT_EQ(document.node(follow(document, {"C"})).kind, NodeKind::kUnknown);
  EXPECT_EQ(at(document, document.node(follow(document, {"E"})).span), "E");
  EXPECT_EQ(document.text_of(document.root(), "G"), "h");
  EXPECT_EQ(document.children(document.root()).size(), 5U);
}

}  // namespace
}  // namespace trawl
