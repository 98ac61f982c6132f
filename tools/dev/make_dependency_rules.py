#!/usr/bin/env python3
"""Writes the rules about dependencies as a table for reports: make_dependency_rules.py OUT.cpp RULES.toml...

How they are decided is code (engine/deps/); what reports say of them is data. The rows are sorted by id.
"""

import pathlib
import re
import sys
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from make_flow_rules import CONFIDENCES, ID, SEVERITIES, literal  # noqa: E402

KEYS = {"id", "name", "severity", "confidence", "cwe", "description", "remediation", "reference", "owasp"}
# From OWASP's own lists of weaknesses: CWE -> categories of 2021 and 2025.
OWASP = {200: "01 01", 295: "07 07", 311: "04 06", 319: "02 04", 327: "02 04", 328: "02 04", 353: "08 08", 427: "08 08",
         494: "08 08", 506: "06 03", 522: "04 06", 798: "07 07", 829: "08 08", 1104: "06 03", 1357: "06 03",
         1395: "06 03"}


def tags_of(rule):
    if rule["cwe"] not in OWASP:
        sys.exit(f"{rule['id']}: no category of OWASP is known for CWE {rule['cwe']}")
    of_2021, of_2025 = OWASP[rule["cwe"]].split()
    return [f"owasp-2021/a{of_2021}", f"owasp-2025/a{of_2025}"]


def rows_of(path):
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    for rule in document["rule"]:
        unknown = set(rule) - KEYS
        if unknown or not ID.fullmatch(rule["id"]):
            sys.exit(f"{path}: rule '{rule['id']}': unknown key or bad id {sorted(unknown)}")
        yield {"provider": document["pack"], "reference": "", "confidence": "high", **rule, "tags": tags_of(rule)}


def main(out, files):
    rows = sorted((row for file in files for row in rows_of(pathlib.Path(file))), key=lambda row: row["id"])
    ids = [row["id"] for row in rows]
    if len(ids) != len(set(ids)):
        sys.exit("two rules have the same id")
    lines = ["#include <array>", "", '#include "tools/trawl/dependency_rules.h"', "", "namespace trawl {", "namespace {"]
    for number, row in enumerate(rows):
        tags = ", ".join(f'"{tag}"' for tag in row["tags"])
        lines.append(f"constexpr std::string_view kTags{number}[] = {{{tags}}};")
    lines.append(f"constexpr std::array<Rule, {len(rows)}> kRules = {{{{")
    for number, row in enumerate(rows):
        text = {key: literal(re.sub(r"\s+", " ", row[key]).strip())
                for key in ("id", "name", "description", "provider", "remediation", "reference")}
        lines += ["    {" + ", ".join(f".{key} = {value}" for key, value in text.items()) + ",",
                  "     .kind = RuleKind::kDependency,", f"     .severity = Severity::{SEVERITIES[row['severity']]},",
                  f"     .confidence = Confidence::{CONFIDENCES[row['confidence']]}, .cwe = {row['cwe']},",
                  f'     .help = "", .tags = kTags{number}}},']
    lines += ["}};", "}  // namespace", "", "std::span<const Rule> builtin_dependency_rules() { return kRules; }", "",
              "}  // namespace trawl", ""]
    pathlib.Path(out).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
