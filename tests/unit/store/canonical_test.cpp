#include "engine/store/canonical.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace trawl {
namespace {

// The marks of PEM in pieces: no text of this file is a key.
const std::string kBegin = std::string("-----BEG") + "IN ";
const std::string kEnd = std::string("-----E") + "ND ";

std::string pem(const std::string& label, const std::string& body) {
  return kBegin + label + "-----" + body + kEnd + label + "-----";
}

struct Case {
  const char* what;
  std::string secret;
  std::string expected;
};

class Canonical : public testing::TestWithParam<Case> {};

TEST_P(Canonical, Is) {
  EXPECT_EQ(canonical_secret(GetParam().secret), GetParam().expected);
}

// "aGVsbG8gd29ybGQh" is base64 of "hello world!".
INSTANTIATE_TEST_SUITE_P(
    Secret, Canonical,
    testing::Values(
        Case{"as_it_is", "Tok-3n", "Tok-3n"}, Case{"quotes_and_blanks_go", " \t\"'`Tok-3n`'\"\r\n", "Tok-3n"},
        Case{"quotes_within_stay", "a\"b", "a\"b"}, Case{"blanks_within_stay", "a  b", "a  b"},
        Case{"crlf_is_lf", "a\r\nb", "a\nb"}, Case{"lone_cr_stays", "a\rb", "a\rb"},
        Case{"cr_cr_lf", "a\r\r\nb", "a\r\nb"}, Case{"only_quotes", "\"\"", "\"\""}, Case{"empty", "", ""},
        Case{"pem", pem("KEY", "\naGVsbG8g\nd29ybGQh\n"), "hello world!"},
        Case{"pem_crlf", pem("KEY", "\r\naGVsbG8g\r\nd29ybGQh\r\n"), "hello world!"},
        Case{"pem_label_does_not_count", pem("ANY OTHER KEY", "\naGVsbG8g\nd29ybGQh\n"), "hello world!"},
        Case{"pem_indented", pem("KEY", "\n    aGVsbG8g\n    d29ybGQh\n    "), "hello world!"},
        Case{"pem_commented", pem("KEY", "\n# aGVsbG8g\n# d29ybGQh\n# "), "hello world!"},
        Case{"pem_quoted", pem("KEY", "\n> aGVsbG8g\n> d29ybGQh\n> "), "hello world!"},
        Case{"pem_in_a_list", pem("KEY", "',\n  'aGVsbG8g',\n  'd29ybGQh',\n  '"), "hello world!"},
        Case{"pem_joined", pem("KEY", "\" +\n  \"aGVsbG8g\" +\n  \"d29ybGQ+\" +\n  \""), "hello world>"},
        Case{"pem_in_json", pem("KEY", "\\naGVsbG8g\\nd29ybGQh\\n"), "hello world!"},
        Case{"pem_escaped_twice", pem("KEY", "\\\\r\\\\naGVsbG8g\\\\nd29ybGQh\\\\n"), "hello world!"},
        Case{"pem_in_string_literals", pem("KEY", "\\n\"\n  \"aGVsbG8g\\n\"\n  \"d29ybGQh\\n\"\n  \""),
             "hello world!"},
        Case{"pem_joined_with_plus", pem("KEY", "\\n\" +\n \"aGVsbG8g\\n\" +\n \"d29ybGQh\\n\" +\n \""),
             "hello world!"},
        Case{"pem_behind_backslashes", pem("KEY", "\\n\\\naGVsbG8g\\n\\\nd29ybGQh\\n\\\n"), "hello world!"},
        Case{"pem_in_one_line", pem("KEY", " aGVsbG8g d29ybGQh "), "hello world!"},
        Case{"pem_padding", pem("KEY", "\naGVsbG8=\n"), "hello"},
        Case{"pem_headers", pem("KEY", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\naGVsbG8=\n"),
             "hello"},
        Case{"openpgp_checksum", pem("KEY", "\nVersion: 1\n\naGVsbG8=\n=Ab1C\n"), "hello"},
        Case{"two_blocks", pem("KEY", "\naGVsbG8=\n") + "\n" + pem("PART", "\nd29ybGQh\n"), "helloworld!"},
        Case{"quoted_pem", "'" + pem("KEY", "\naGVsbG8=\n") + "\n'", "hello"},
        Case{"no_base64", pem("KEY", "\r\n<put it here>\r\n"), pem("KEY", "\n<put it here>\n")},
        Case{"pem_without_body", pem("KEY", "\n"), pem("KEY", "\n")},
        Case{"pem_without_end", kBegin + "KEY-----\naGVsbG8=\n-----", kBegin + "KEY-----\naGVsbG8=\n-----"},
        Case{"pem_that_only_begins", kBegin + "KEY-----", kBegin + "KEY-----"}),
    [](const auto& test) { return test.param.what; });

TEST(CanonicalSecret, DoesNotDependOnLineEndsOrQuotes) {
  EXPECT_TRUE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aB1+/=\n -:\\\"'")));
    std::string windows;
    for (const char c : text) windows.append(c == '\n' ? "\r" : "").append(1, c);
    RC_PRE(text.find_first_not_of(" \n\"'") != std::string::npos);  // quotes alone are kept
    const std::string canonical = canonical_secret(text);
    RC_ASSERT(canonical_secret(windows) == canonical);
    RC_ASSERT(canonical_secret("\"" + text + "\"") == canonical);
    RC_ASSERT(canonical_secret("  '" + windows + "'\r\n") == canonical);
    RC_ASSERT(canonical.size() <= text.size());
  }));
}

TEST(CanonicalSecret, OfPemIsTheSameForEveryWidthOfLines) {
  EXPECT_TRUE(rc::check([] {
    const auto body =
        *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abzAZ09+/"))));
    const auto width = *rc::gen::inRange<std::size_t>(1, 80);
    std::string folded = "\nQUJD\n";  // a line without a letter or digit would be no base64
    for (std::size_t begin = 0; begin < body.size(); begin += width) {
      const std::string line = body.substr(begin, width);
      RC_PRE(line.find_first_not_of("+/") != std::string::npos);
      folded += line + "\n";
    }
    RC_ASSERT(canonical_secret(pem("KEY", folded)) == canonical_secret(pem("KEY", "\nQUJD" + body + "\n")));
  }));
}

TEST(CanonicalSecret, TakesAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    RC_ASSERT(canonical_secret(bytes).size() <= bytes.size());
    RC_ASSERT(canonical_secret(pem("KEY", bytes)).size() <= pem("KEY", bytes).size());
  }));
}

TEST(WithSingleBlanks, KeepsWordsOnly) {
  EXPECT_EQ(with_single_blanks("  a\t \tb c\r\n"), "a b c");
  EXPECT_EQ(with_single_blanks(" \t "), "");
}

}  // namespace
}  // namespace trawl
