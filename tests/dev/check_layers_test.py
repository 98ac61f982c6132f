"""Tests of tools/dev/check_layers.py: each kind of violation is planted and must be found, and nothing else."""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "dev"))
import check_layers  # noqa: E402

# A tree without violations; the planted files come on top of it.
CLEAN = {
    "engine/base/result.h": "#include <string>\n#include <sys/stat.h>\n#include <fmt/format.h>\n",
    "engine/model/secret.h": '#include "engine/base/result.h"\nstruct Secret { int reveal(); };\n',
    "engine/git/pack.h": '#include "engine/model/secret.h"\n#include <libdeflate.h>\n',
    "engine/source/tree.h": '#include "engine/git/pack.h"\n',
    "engine/match/validators/crc.cpp": '#include "engine/match/matcher.h"\n#include <zlib.h>\n',
    "engine/match/matcher.h": "#include <hs.h>\n#include <re2/re2.h>\n",
    "engine/store/identity.cpp": "auto f(Secret s) { return s.reveal(); }\n",
    "engine/store/hash.cpp": "#include <openssl/sha.h>\n",
    "engine/report/writer.h": "#include <nlohmann/json.hpp>\n",
    "engine/scan/scan.h": '#include "engine/source/tree.h"\n#include "engine/match/matcher.h"\n#include <thread>\n#include <tbb/flow_graph.h>\n',
    "tools/trawl/main.cpp": '#include "engine/scan/scan.h"\n#include "builtin/rules.h"\n#include <CLI/CLI.hpp>\n#include <atomic>\n',
    "checkers/crypto/ecb/checker.cpp": '#include "engine/model/secret.h"\n#include <clang/AST/Decl.h>\n',
    "checkers/crypto/ecb/tests/bad.c": "#include <no/such/header.h>\n",
    "tests/unit/store/identity_test.cpp": '#include "engine/store/identity.cpp"\n#include <gtest/gtest.h>\nint i = s.reveal();\n',
    "tests/cli/scan/input/a.c": '#include "nowhere.h"\n',
}

# what -> file, its text, and the begin of the one violation ("line: sentence")
VIOLATIONS = {
    "upward": ("engine/base/a.h", '#pragma once\n#include "engine/model/secret.h"\n', "2: base does not include model"),
    "to_the_conductor": ("engine/report/a.h", '#include "engine/scan/scan.h"\n', "1: report does not include scan"),
    "to_a_program": ("engine/scan/a.h", '#include "tools/trawl/main.cpp"\n', "1: scan does not include tools/trawl"),
    "sibling": ("engine/store/a.cpp", '#include "engine/source/tree.h"\n', "1: store does not include source"),
    "only_source_uses_git": ("engine/match/decode/a.h", '#include "engine/git/pack.h"\n', "1: match does not include git"),
    "between_programs": ("tools/bench/a.cpp", '#include "tools/trawl/main.cpp"\n', "1: tools/bench does not include"),
    "engine_knows_no_rule": ("engine/sast/a.h", '#include "checkers/crypto/ecb/checker.cpp"\n',
                             "1: sast does not include checkers"),
    "test_from_engine": ("engine/scan/a.h", '#include "tests/unit/store/identity_test.cpp"\n',
                         '1: "tests/unit/store/identity_test.cpp" belongs to the tests'),
    "no_such_file": ("engine/scan/a.h", '#include "engine/scan/none.h"\n', '1: "engine/scan/none.h" does not exist'),
    "not_from_the_root": ("engine/scan/a.h", '#include "scan.h"\n', '1: "scan.h" does not exist'),
    "no_such_file_in_brackets": ("engine/scan/a.h", "#include <engine/none.h>\n", '1: "engine/none.h" does not exist'),
    "no_such_file_of_a_test": ("tests/unit/scan/a.cpp", '#include "none.h"\n', '1: "none.h" does not exist'),
    "library": ("engine/rules/a.cpp", "#include <hs.h>\n", "1: rules does not include <hs.h>: only match"),
    "library_folder": ("engine/store/a.cpp", "  #  include <re2/set.h>\n", "1: store does not include <re2/set.h>"),
    "part_of_a_library": ("engine/match/a.cpp", "#include <openssl/evp.h>\n", "1: match does not include <openssl/evp.h>"),
    "library_of_a_program": ("engine/scan/a.cpp", "#include <CLI/CLI.hpp>\n", "1: scan does not include <CLI/CLI.hpp>"),
    "clang_in_trawl": ("tools/trawl/a.cpp", "#include <clang/AST/Decl.h>\n", "1: tools/trawl does not include <clang"),
    "unknown_library": ("engine/scan/a.cpp", "#include <boost/any.hpp>\n", "1: <boost/any.hpp> belongs to no library"),
    "thread": ("engine/match/a.h", "#include <mutex>\n", "1: match does not include <mutex>: only engine/scan"),
    "thread_in_base": ("engine/base/a.h", "#include <atomic>\n", "1: base does not include <atomic>: only engine/scan"),
    "thread_of_posix": ("checkers/crypto/ecb/a.h", "#include <pthread.h>\n", "1: checkers does not include <pthread.h>"),
    "thread_library": ("engine/source/a.h", "#include <tbb/task_group.h>\n",
                       "1: source does not include <tbb/task_group.h>: only engine/scan"),
    "reveal": ("engine/report/text.cpp", "\nauto t = secret.reveal();\n", "2: reveal() takes a secret out of its type"),
    "reveal_by_pointer": ("tools/trawl/a.cpp", "auto t = secret->reveal ();\n", "1: reveal() takes"),
    "reveal_by_member": ("engine/scan/a.cpp", "auto f = &Secret::reveal;\n", "1: reveal() takes"),
    "unknown_part": ("engine/helpers/a.h", "#include <string>\n", "1: helpers is no part"),
    "no_part": ("engine/a.h", "#include <string>\n", "1: engine/a.h is no part"),
}

HARMLESS = {
    "comment": "// #include <mutex>\n/*\n#include <hs.h>\n*/\n// secret.reveal()\n",
    "string": 'auto a = "x.reveal()"; auto b = R"(\n#include <mutex>\ny->reveal()\n)";\n',
    "other_word": "auto a = secret.revealed(); void reveal();\n",
}


class CheckLayers(unittest.TestCase):
    def violations_of(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return check_layers.check_tree(root)

    def test_a_clean_tree_is_clean(self):
        self.assertEqual(self.violations_of(CLEAN), [])

    def test_each_violation_is_found(self):
        for what, (path, text, expected) in VIOLATIONS.items():
            with self.subTest(what):
                violations = self.violations_of({**CLEAN, path: text})
                self.assertEqual(len(violations), 1, violations)
                self.assertTrue(violations[0].startswith(f"{path}:{expected}"), violations[0])

    def test_words_that_only_look_like_violations(self):
        for what, text in HARMLESS.items():
            with self.subTest(what):
                self.assertEqual(self.violations_of({**CLEAN, "engine/report/a.cpp": text}), [])

    def test_the_tables_have_no_cycle(self):
        for part, below in check_layers.PARTS.items():
            for other in below:
                self.assertIn(other, check_layers.PARTS)
                self.assertNotIn(part, check_layers.PARTS[other], f"{part} and {other} include each other")

    def test_libraries_are_given_to_parts_that_exist(self):
        known = set(check_layers.PARTS) | {"engine", "tools", "tools/trawl", "tools/trawl-clang", "tools/bench"}
        for header, parts in check_layers.LIBRARIES.items():
            self.assertLessEqual(parts, known, header)


if __name__ == "__main__":
    unittest.main()
