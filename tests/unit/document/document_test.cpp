#include "engine/document/document.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace trawl {
namespace {

// The bytes of the file at a span.
std::string_view at(const Document& document, ByteSpan span) {
  return document.source().substr(span.begin.value, span.size());
}

NodeIndex follow(const Document& document, std::initializer_list<std::string_view> keys) {
  NodeIndex index = document.root();
  for (const std::string_view key : keys) index = document.find(index, key);
  return index;
}

TEST(Yaml, KnowsTheBytesOfEachValue) {
  const std::string text =
      "# c\na: one\nb:\n  - 'two'\n  - {c: \"th\\tree\"}\n\xc3\xa4: x \xe2\x82\xac y # z\n";
  const DocumentReading reading = read_yaml(text);
  ASSERT_FALSE(reading.failure) << *reading.failure;
  ASSERT_EQ(reading.documents.size(), 1U);
  const Document& document = reading.documents[0];
  EXPECT_EQ(at(document, document.node(follow(document, {"a"})).span), "one");
  const NodeIndex list = follow(document, {"b"});
  ASSERT_EQ(document.children(list).size(), 2U);
  EXPECT_EQ(at(document, document.node(document.children(list)[0]).span), "'two'");
  const NodeIndex three = document.find(document.children(list)[1], "c");
  EXPECT_EQ(at(document, document.node(three).span), "\"th\\tree\"");
  EXPECT_EQ(document.node(three).text, "th\tree");
  const NodeIndex last = follow(document, {"\xc3\xa4"});
  EXPECT_EQ(at(document, document.node(last).span), "x \xe2\x82\xac y");
  EXPECT_EQ(at(document, document.node(last).key_span), "\xc3\xa4");
}

struct PartCase {
  const char* what;
  const char* yaml;  ///< the part to look for is `[...]`
};

class PartOfScalar : public testing::TestWithParam<PartCase> {};

TEST_P(PartOfScalar, IsFoundInTheFile) {
  const DocumentReading reading = read_yaml(GetParam().yaml);
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents[0];
  const NodeIndex value = follow(document, {"run"});
  const std::string_view text = document.node(value).text;
  const std::size_t begin = text.find("MARK");
  ASSERT_NE(begin, std::string_view::npos) << text;
  EXPECT_EQ(at(document, document.span_in(value, begin, begin + 4)), "MARK");
}

INSTANTIATE_TEST_SUITE_P(
    Document, PartOfScalar,
    testing::Values(PartCase{"plain", "run: a MARK b\n"},
                    PartCase{"plain_folded", "run: a\n  b\n   MARK c\n"},
                    PartCase{"single_quoted", "run: 'it''s a MARK'\n"},
                    PartCase{"double_quoted", "run: \"\\x41\\u00e4\\n\\\"MARK\\\"\"\n"},
                    PartCase{"double_quoted_folded", "run: \"one\n  two\\\n  three MARK\"\n"},
                    PartCase{"literal", "run: |\n  one\n\n    two\n  MARK three\n"},
                    PartCase{"literal_with_line_ends", "run: |\r\n  one\r\n  two MARK\r\n"},
                    PartCase{"literal_keeping", "x: 1\nrun: |2-\n    one\n    MARK\n"},
                    PartCase{"folded", "run: >\n  one\n  two\n\n  three MARK four\n"},
                    PartCase{"behind_a_byte_order_mark", "\xef\xbb\xbfrun: |\n  \xc3\xa4 MARK\n"}),
    [](const auto& scenario) { return scenario.param.what; });

TEST(Yaml, CountsAliasesAndMergesOnce) {
  const DocumentReading reading = read_yaml(
      "base: &b {image: x, user: root}\na:\n  <<: *b\n  user: app\nlist: [*b, *b]\nlost: *nothing\n");
  // libyaml leaves unknown aliases to us.
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents[0];
  const NodeIndex a = follow(document, {"a"});
  EXPECT_EQ(document.text_of(a, "image"), "x");
  EXPECT_EQ(document.text_of(a, "user"), "app");
  EXPECT_EQ(document.children(a).size(), 2U);
  EXPECT_EQ(document.node(follow(document, {"lost"})).kind, NodeKind::kUnknown);
}

TEST(Yaml, ABombOfAliasesIsASmallTree) {
  std::string text = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 50; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + ", *a" +
            std::to_string(i - 1) + "]\n";
  }
  const DocumentReading reading = read_yaml(text);
  ASSERT_FALSE(reading.failure);
  EXPECT_LT(reading.documents[0].size(), 300U);
  EXPECT_EQ(reading.documents[0].node(reading.documents[0].root()).child_count, 50U);
}

TEST(Yaml, AnAliasOfTheListThatHoldsItIsUnknown) {
  const DocumentReading reading = read_yaml("&a [1, *a]\n");
  ASSERT_FALSE(reading.failure);
  const Document& document = reading.documents[0];
  EXPECT_EQ(document.node(document.children(document.root())[1]).kind, NodeKind::kUnknown);
}

TEST(Yaml, SaysWhatItDoesNotRead) {
  EXPECT_TRUE(read_yaml("a: [1").failure);
  EXPECT_TRUE(read_yaml("a: b: c").failure);
  EXPECT_TRUE(read_yaml(std::string(200, '[')).failure->find("nested deeper") != std::string::npos);
  EXPECT_TRUE(read_yaml("{{- if x }}\na: 1\n{{- end }}\n").templated);
  DocumentLimits limits;
  limits.nodes = 10;
  EXPECT_TRUE(read_yaml("[1,2,3,4,5,6,7,8,9,10,11,12]", limits).failure);
  limits = {};
  limits.bytes = 4;
  EXPECT_TRUE(read_yaml("a: 12345", limits).failure);
}

TEST(Yaml, ATemplatesValueIsUnknown) {
  const DocumentReading reading = read_yaml("a: {{ x }}\nb: v{{ y }}\nc: ${{ z }}\nd: '{{ q }}'\n");
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents[0];
  EXPECT_EQ(document.node(follow(document, {"a"})).kind, NodeKind::kUnknown);
  EXPECT_EQ(document.node(follow(document, {"b"})).kind, NodeKind::kUnknown);
  EXPECT_EQ(document.node(follow(document, {"c"})).text, "${{ z }}");
  EXPECT_EQ(document.node(follow(document, {"d"})).kind, NodeKind::kString);
}

TEST(Yaml, TellsDuplicateKeys) {
  const DocumentReading reading = read_yaml("a: 1\nb: {c: 1, c: 2}\na: [3]\n");
  ASSERT_FALSE(reading.failure);
  ASSERT_EQ(reading.duplicate_keys.size(), 2U);
  EXPECT_EQ(reading.documents[0].node(reading.duplicate_keys[0].second).text, "2");
}

TEST(Yaml, ReadsEachDocumentOfAStream) {
  const DocumentReading reading = read_yaml("a: 1\n---\nb: 2\n...\n---\n- 3\n");
  ASSERT_FALSE(reading.failure);
  ASSERT_EQ(reading.documents.size(), 3U);
  EXPECT_EQ(at(reading.documents[2], reading.documents[2].node(NodeIndex(1)).span), "3");
}

TEST(Json, KnowsTheBytesOfEachValue) {
  const DocumentReading reading =
      read_json("{\n  // note\n  \"a\": [1, -2.5e3, true, null, \"x\\ud83d\\ude00\"],\n  \"b\": {},\n}\n");
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents[0];
  const std::vector<NodeIndex> list = document.children(follow(document, {"a"}));
  ASSERT_EQ(list.size(), 5U);
  EXPECT_EQ(at(document, document.node(list[1]).span), "-2.5e3");
  EXPECT_TRUE(document.node(list[2]).flag);
  EXPECT_EQ(document.node(list[4]).text, "x\xf0\x9f\x98\x80");
  EXPECT_EQ(at(document, document.node(follow(document, {"b"})).span), "{}");
}

TEST(Json, RefusesWhatIsNone) {
  for (const char* text : {"", "{", "{\"a\"}", "[1 2]", "{a: 1}", "[1]x", "\"a", "nul", "[\"\\q\"]", "/* "}) {
    EXPECT_TRUE(read_json(text).failure) << text;
  }
  EXPECT_TRUE(read_json(std::string(1000, '[')).failure);
}

// Whatever comes in, nothing hangs, and every span lies in the file.
TEST(Readers, KeepSpansInsideAnyBytes) {
  rc::check([] {
    const auto pieces =
        *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
            "a",        ":",    " ",     "\n",     "- ",   "[",     "]",    "{", "}",  ",",        "'",
            "\"",       "\\",   "|",     ">",      "&a",   "*a",    "<<: ", "#", "\t", "\xc3\xa4", "\xff",
            "FROM x\n", "RUN ", "<<E\n", "--b=c ", "\r\n", "---\n", "!t ",  "?", "1",  "true"}));
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    for (const auto read : {read_yaml, read_json, read_dockerfile}) {
      const DocumentReading reading = read(text, DocumentLimits{});
      for (const Document& document : reading.documents) {
        for (std::uint32_t i = 0; i < document.size(); ++i) {
          const Node& node = document.node(NodeIndex(i));
          RC_ASSERT(node.span.begin <= node.span.end);
          RC_ASSERT(node.span.end.value <= text.size());
          RC_ASSERT(node.key_span.end.value <= text.size());
          if (node.kind == NodeKind::kString) {
            const ByteSpan all = document.span_in(NodeIndex(i), 0, node.text.size());
            RC_ASSERT(all.end.value <= text.size());
          }
        }
      }
    }
  });
}

TEST(Dockerfile, SplitsInstructions) {
  const std::string text =
      "# escape=\\\nARG V=1\nFROM debian:$V AS base\nUSER app\nRUN apt-get update \\\n  # why\n  && MARK "
      "\\\n  end\n"
      "FROM base\nCOPY --from=base --chown=1:2 a b /c\nCMD [\"x\", \"-y\"]\nRUN <<EOF\nin the MARK "
      "document\nEOF\nEXPOSE 22\n";
  const DocumentReading reading = read_dockerfile(text);
  ASSERT_FALSE(reading.failure);
  const Document& document = reading.documents[0];
  const std::vector<NodeIndex> instructions = document.children(follow(document, {"instructions"}));
  ASSERT_EQ(instructions.size(), 9U);
  const NodeIndex run = document.find(instructions[3], "text");
  const std::string_view joined = document.node(run).text;
  EXPECT_EQ(joined, "apt-get update   && MARK   end");
  EXPECT_EQ(at(document, document.span_in(run, joined.find("MARK"), joined.find("MARK") + 4)), "MARK");
  EXPECT_EQ(document.text_of(document.find(instructions[5], "flags"), "chown"), "1:2");
  EXPECT_EQ(document.children(document.find(instructions[6], "arguments")).size(), 2U);
  EXPECT_EQ(document.text_of(instructions[7], "heredoc"), "in the MARK document\n");
  const std::vector<NodeIndex> stages = document.children(follow(document, {"stages"}));
  ASSERT_EQ(stages.size(), 2U);
  EXPECT_EQ(document.text_of(stages[1], "user"), "app");
  EXPECT_EQ(document.text_of(stages[1], "image"), "debian:$V");
  EXPECT_TRUE(document.node(document.find(stages[1], "from-stage")).flag);
}

TEST(Dockerfile, ALineThatOnlyContinuesIsNoInstruction) {
  for (const char* text : {"\\\n RUN x\n", "\\\n\\\n", "\\", " \\\n\t--a\n"}) {
    EXPECT_FALSE(read_dockerfile(text).failure) << text;
  }
}

TEST(Yaml, ByteOrderMarkIsNoText) {
  const std::string text = "\xef\xbb\xbfname: a\non: push\n";
  const DocumentReading reading = read_yaml(text);
  ASSERT_FALSE(reading.failure) << *reading.failure;
  const Document& document = reading.documents[0];
  const NodeIndex name = document.find(document.root(), "name");
  ASSERT_NE(name, kNoNode);
  EXPECT_EQ(document.node(name).span, span_of(9, 10));
}

}  // namespace
}  // namespace trawl
