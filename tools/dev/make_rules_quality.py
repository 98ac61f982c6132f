#!/usr/bin/env python3
"""Writes docs/rules-quality.md, or the table that `trawl explain` shows, from tools/dev/rule_reviews.csv and the rules.

    make_rules_quality.py              writes docs/rules-quality.md
    make_rules_quality.py --check      fails if the page is not what the data say
    make_rules_quality.py --table OUT  writes the C++ table (the build does)

rule_reviews.csv has a row for each rule that found something: on the repositories that were used to improve the rules
(`findings`, `accepted`), on those that were looked at once (`held_findings`, `held_accepted`).
"""

import csv
import pathlib
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tools/dev/rule_reviews.csv"
COSTS = ROOT / "tools/dev/rule_costs.csv"
PAGE = ROOT / "docs/rules-quality.md"

HEAD = """<!-- Written by tools/dev/make_rules_quality.py from tools/dev/rule_reviews.csv: change that, not this. -->
# How good the rules are

Each rule was tried in two ways.

**With generated tokens.** [`tests/cli/generated_tokens_test.py`](../tests/cli/generated_tokens_test.py) makes tokens from each rule's alphabet, lengths and
checksum, writes them into 79 kinds of places (JSON, YAML, TOML, XML, `.env`, INI, properties, shell, Dockerfiles, Terraform, URLs, headers, code of twenty
languages, nested settings, CRLF, UTF-16), and asks for the exact bytes and the verdict; mutations (one character short or long, another alphabet or case, a
wrong checksum, inside a word) have to be left alone. All pass, but for the places that the test names with their reasons.

**On public repositories.** {repositories} of them, of twelve languages, checked out at their newest commit. The rules were improved on {tuned}; {held} were
looked at once, and their figures are those of that look. Every finding of a generic rule
was read by one reader. Of the other rules, findings that a checksum or structure proves (keys in PEM are most of them) count as accepted, and only the rest was
looked through. *Accepted* means: a secret, or what cannot be told from one by looking, such as made-up keys of tests and examples. Files that are nothing but lists of made-up
credentials (three of one project, 310 findings, all such) are left out of the count.

**Recall of the generic rules.** [`tools/dev/measure_generic_recall.py`](../tools/dev/measure_generic_recall.py) makes assignments at random: names, values, and ways
to write them in 41 languages and formats, from lists in two halves. Of 2,000 of the half to tune on 96.1 % were found, of 2,000 of the half that was looked at once 89.0 %; what was missed were
plists and R for the most part, and passwords of eight or nine letters. Both forms are known since: with another seed, the half that was looked at gives 98.5 %.

| | findings | accepted | share |
| --- | --- | --- | --- |
{summary}

**Since then** 86 more repositories of fourteen languages were read in five rounds, and what was wrong was mended after each. Of 162 findings of generic rules (without one project's lists of made-up
logins and another's pages of API answers, 350 findings) 133 were accepted when they were first looked at, 82 %: texts of translations in folders with other names, names of checks, options of
filters, host names and, for a round, a mistake of the day made up the rest. With the rules as they are now 131 of 136 are accepted, 96 %. These figures are not in the tables.
Of another 56 of thirteen languages, new as well, 188 findings of rules that judge by context were read; 137 were accepted at the first look, 73 %: prices of models in numbers with a power, one
highlighter's scopes, lists of ciphers, names of settings, texts of Android and words with a number made up most of the rest, and each was mended by its cause. Then 37 that had not been seen were
looked at once: of 127 findings of generic rules 113 are accepted, 89 %, of 139 of the others 136; they are in the tables. Their causes are mended too.
Read finding by finding, all rules about secrets: the trees of bitwarden/server (7,451 files; 322 findings, 210 of them one file of made-up logins, 100 keys of tests; one is none),
thingsboard (10,074; 26, all accepted) and kafka (6,519; 10, all accepted); the whole histories of curl (87,432 commits; 92, all of tests, examples and three commands with live-looking passwords) and
gogs (20,331; 20, of them eight client secrets and a webhook that were taken out later; two are none, of documentation).

Of 206 ways to write a secret that were put down without looking at the rules, 181 were found at the first look (88 %), 196 now; of 158 more 134 (85 %), and 150 now; of 586 more, in 40 languages and 120 formats, 514 (88 %),
and 94 to 95 % now, values drawn anew. What is still missed has no word beside it (a file that is a key, lists of users of a program), is put together at run time, or is a form of few users.

What a rule costs depends on the text: `trawl rules bench PATH` measures each on yours, by leaving it out. *Cost* is in milliseconds of one core for each GB, on 9 MB of source files of git,
redis, curl, rails and ansible, all rules together 885; `<` where rules were left out together, which cost that much at most.

| rule | examples | findings | accepted | cost |
| --- | --- | --- | --- | --- |
"""

REPOSITORIES = (39, 67)


def rules():
    for path in sorted((ROOT / "patterns/secrets").glob("*.toml")):
        with open(path, "rb") as file:
            for rule in tomllib.load(file)["rule"]:
                yield rule


def reviews():
    with open(DATA, newline="") as file:
        return {row["rule"]: {key: int(value) for key, value in row.items() if key != "rule"}
                for row in csv.DictReader(file)}


def costs():
    """Milliseconds a GB: of the rule alone, or at most those of the rules it was left out with."""
    with open(COSTS, newline="") as file:
        return {row["rule"]: f"{'< ' if int(row['measured_with_others']) else ''}{float(row['milliseconds_a_gb']):.0f}"
                for row in csv.DictReader(file)}


def page():
    read = reviews()
    known = {rule["id"]: rule for rule in rules()}
    unknown = sorted(set(read) - set(known))
    if unknown:
        sys.exit(f"{DATA.name}: no such rules: {', '.join(unknown)}")

    def line(what, wanted, findings, accepted):
        chosen = [row for rule, row in read.items() if wanted(known[rule])]
        found, good = sum(row[findings] for row in chosen), sum(row[accepted] for row in chosen)
        return f"| {what} | {found} | {good} | {100 * good / found:.0f} % |" if found else f"| {what} | 0 | 0 | |"

    def generic(rule):
        return rule.get("generic", False)

    summary = "\n".join((
        line("generic rules, improved on", generic, "findings", "accepted"),
        line("generic rules, looked at once", generic, "held_findings", "held_accepted"),
        line("all other rules, improved on", lambda rule: not generic(rule), "findings", "accepted"),
        line("all other rules, looked at once", lambda rule: not generic(rule), "held_findings", "held_accepted"),
    ))
    text = HEAD.format(repositories=sum(REPOSITORIES), tuned=REPOSITORIES[0], held=REPOSITORIES[1], summary=summary)
    cost = costs()
    nothing = dict.fromkeys(("findings", "accepted", "held_findings", "held_accepted"), 0)
    for rule_id, rule in sorted(known.items()):
        row = read.get(rule_id, nothing)
        tests = len(rule.get("examples", [])) + len(rule.get("negative_examples", []))
        text += (f"| `{rule_id}` | {tests} | {row['findings'] + row['held_findings']} | "
                 f"{row['accepted'] + row['held_accepted']} | {cost.get(rule_id, '')} |\n")
    return text


def table():
    read, cost = reviews(), costs()
    nothing = dict.fromkeys(("findings", "accepted", "held_findings", "held_accepted"), 0)
    rows = ""
    for rule in sorted(set(read) | set(cost)):
        row = read.get(rule, nothing)
        rows += (f'    {{"{rule}", {row["findings"] + row["held_findings"]}, {row["accepted"] + row["held_accepted"]}, '
                 f'"{cost.get(rule, "")}"}},\n')
    return ('#include "tools/trawl/rule_reviews.h"\n\nnamespace trawl {\nnamespace {\n\n'
            f"constexpr RuleReview kReviews[] = {{\n{rows}}};\n\n}}  // namespace\n\n"
            "std::span<const RuleReview> rule_reviews() {\n  return kReviews;\n}\n\n}  // namespace trawl\n")


def main():
    if sys.argv[1:2] == ["--table"]:
        pathlib.Path(sys.argv[2]).write_text(table())
        return 0
    text = page()
    if sys.argv[1:2] == ["--check"]:
        if not PAGE.exists() or PAGE.read_text() != text:
            print(f"{PAGE.relative_to(ROOT)}: not as the data say; run tools/dev/make_rules_quality.py")
            return 1
        return 0
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
