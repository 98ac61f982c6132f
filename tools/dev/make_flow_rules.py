#!/usr/bin/env python3
"""Writes the rules of checkers/ as a table for reports: make_flow_rules.py OUT.cpp RULE.toml...

Beside each rule.toml stands its README.md, which becomes the rule's page. The rows are sorted by id.
"""

import json
import pathlib
import re
import sys
import tomllib

SEVERITIES = {"low": "kLow", "medium": "kMedium", "high": "kHigh", "critical": "kCritical"}
CONFIDENCES = {"low": "kLow", "medium": "kMedium", "high": "kHigh", "very-high": "kVeryHigh"}
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def literal(text):
    """A string literal of C++: in pieces, since compilers need not take more than 64 KiB at once."""
    pieces = [text[i:i + 2000] for i in range(0, len(text), 2000)] or [""]
    quoted = []
    for piece in pieces:
        escaped = json.dumps(piece, ensure_ascii=False).replace("?", "\\?")
        escaped = re.sub(r"\\u00([0-9a-f]{2})", lambda match: f"\\{int(match.group(1), 16):03o}", escaped)
        quoted.append(escaped)
    return "\n        ".join(quoted)


def tags_of(rule):
    tags = set()
    for owasp in rule.get("owasp", []):
        category, year = owasp.split(":")
        tags.add(f"owasp-{year}/{category.lower()}")
    cert = rule.get("cert", [])
    tags.update(f"cert/{name.lower()}" for name in ([cert] if isinstance(cert, str) else cert))
    return sorted(tags)


def instead_of(page):
    """What to do: the page's section of that name, first paragraph, as plain text."""
    section = re.search(r"^## (?:Instead|What to do)\n+(.*?)(?:\n\n|\n#|\n```|\Z)", page, re.DOTALL | re.MULTILINE)
    return re.sub(r"\s+", " ", section.group(1)).strip() if section else ""


def row(path):
    rule = tomllib.loads(path.read_text(encoding="utf-8"))
    if not ID.fullmatch(rule["id"]) or rule["id"] != path.parent.name:
        sys.exit(f"{path}: the id is kebab-case and the name of the folder")
    readme = path.parent / "README.md"
    page = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    remediation = rule.get("remediation") or instead_of(page)
    if not remediation and ";" in rule["message"]:
        remediation = rule["message"].rsplit(";", 1)[1].strip()
        remediation = remediation[:1].upper() + remediation[1:]
    return {
        "id": rule["id"], "name": rule["name"], "description": rule["description"], "remediation": remediation,
        "reference": rule.get("reference", ""), "severity": SEVERITIES[rule["severity"]],
        "confidence": CONFIDENCES[rule.get("confidence") or rule.get("precision", "high")], "cwe": rule["cwe"],
        "help": page, "tags": tags_of(rule), "message": rule["message"].rstrip("."),
    }


def main(out, files):
    rows = sorted((row(pathlib.Path(file)) for file in files), key=lambda item: item["id"])
    lines = ['#include "tools/trawl/flow_rules.h"', "", "namespace trawl {", "namespace {"]
    for number, item in enumerate(rows):
        if item["tags"]:
            tags = ", ".join(f'"{tag}"' for tag in item["tags"])
            lines.append(f"constexpr std::string_view kTags{number}[] = {{{tags}}};")
    lines.append(f"constexpr std::array<FlowRule, {len(rows)}> kRules = {{{{")
    for number, item in enumerate(rows):
        lines += ["    {.rule = {.id = " + literal(item["id"]) + ",", "      .name = " + literal(item["name"]) + ",",
                  "      .description = " + literal(item["description"]) + ",", '      .provider = "",',
                  "      .remediation = " + literal(item["remediation"]) + ",",
                  "      .reference = " + literal(item["reference"]) + ",", "      .kind = RuleKind::kFlow,",
                  f"      .severity = Severity::{item['severity']},",
                  f"      .confidence = Confidence::{item['confidence']},", f"      .cwe = {item['cwe']},",
                  "      .help = " + literal(item["help"]) + ",",
                  f"      .tags = {f'kTags{number}' if item['tags'] else '{}'}}},",
                  "     .message = " + literal(item["message"]) + "},"]
    lines += ["}};", "}  // namespace", "", "std::span<const FlowRule> builtin_flow_rules() { return kRules; }", "",
              "}  // namespace trawl", ""]
    pathlib.Path(out).write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
