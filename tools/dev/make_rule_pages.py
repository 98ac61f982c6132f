#!/usr/bin/env python3
"""Writes the pages of the built-in rules: docs/rules/PROVIDER.md and docs/rules/README.md, from patterns/secrets/*.toml.

usage: make_rule_pages.py [--check] [ROOT]

With --check nothing is written; pages that are not as they would be are named, and the exit code is 1.
"""

import pathlib
import re
import sys
import tomllib

HEAD = "<!-- Written by tools/dev/make_rule_pages.py from patterns/secrets/{file}: change that, not this. -->\n"
SEVERITIES = ("critical", "high", "medium", "low")


def fenced(text):
    """A code block whose fence no line of the text can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}\n"


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def code(text):
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * (longest + 1)
    space = " " if "`" in text else ""
    return ticks + space + text + space + ticks


def facts(rule):
    """The rows of a rule's table: what it says, in the order in which a person asks."""
    yield "severity", rule["severity"]
    yield "confidence", rule.get("confidence", "high")
    yield "weakness", f"[CWE-{rule.get('cwe', 798)}](https://cwe.mitre.org/data/definitions/{rule.get('cwe', 798)}.html)"
    if "checksum" in rule:
        yield "checksum", f"`{rule['checksum']}`, verified offline"
    if "structure" in rule:
        yield "structure", f"`{rule['structure']}`, verified offline"
    if "min_entropy" in rule:
        yield "least entropy", f"{rule['min_entropy']} bits a character"
    if rule.get("keywords"):
        yield "keywords", ", ".join(code(word) for word in rule["keywords"])
    if rule.get("generic"):
        yield "judged by", "the context as well: names, placeholders, randomness, the kind of file"
    if rule.get("text_only"):
        yield "looked for in", "text only"
    for partner in rule.get("requires", []):
        lines = partner.get("within_lines", 0)
        where = f"within {lines} lines" if lines else "anywhere in the file"
        yield "raised by", f"`{partner['rule']}` {where}"
    if rule.get("reference"):
        yield "reference", f"<{rule['reference']}>"


def section(rule):
    text = f"\n## {rule['id']}\n\n**{rule['name']}.** {rule['description']}\n\n| | |\n| --- | --- |\n"
    text += "".join(f"| {name} | {cell(value)} |\n" for name, value in facts(rule))
    return text + f"\nWhat to do: {rule['remediation']}\n\n{fenced(rule['pattern'].strip())}"


def pages(root):
    """Name of each page -> its text."""
    written = {}
    providers = []
    total = {severity: 0 for severity in SEVERITIES}
    for path in sorted((root / "patterns/secrets").glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        provider, rules = document["provider"], document["rule"]
        for rule in rules:
            total[rule["severity"]] += 1
        title = f"# Rules of {provider}\n\n{len(rules)} rule{'s' if len(rules) > 1 else ''}. [All rules](README.md)\n"
        name = path.stem + ".md"
        written[name] = HEAD.format(file=path.name) + title + "".join(section(rule) for rule in rules)
        for rule in rules:
            providers.append((provider, name, rule))
    rows = "".join(
        f"| [{provider}]({name}) | [{rule['id']}]({name}#{rule['id']}) | {rule['severity']} | {cell(rule['name'])} |\n"
        for provider, name, rule in providers)
    counts = ", ".join(f"{count} {severity}" for severity, count in total.items())
    written["README.md"] = (
        HEAD.format(file="*.toml") + f"# The built-in rules\n\n{len(providers)} rules in {len(written)} files: {counts}.\n"
        "What the columns mean, and how to add a rule, is in [rules.md](../rules.md).\n\n"
        "| provider | rule | severity | finds |\n| --- | --- | --- | --- |\n" + rows)
    return written


def main(arguments):
    check = "--check" in arguments
    places = [argument for argument in arguments if argument != "--check"]
    root = pathlib.Path(places[0]) if places else pathlib.Path(__file__).resolve().parents[2]
    folder = root / "docs/rules"
    wanted = pages(root)
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if check:
        for name in stale:
            print(f"docs/rules/{name}: not as patterns/secrets says; run tools/dev/make_rule_pages.py")
        return 1 if stale else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    print(f"{len(wanted)} pages, {len(stale)} written or removed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
