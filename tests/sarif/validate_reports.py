#!/usr/bin/python3
"""Judges reports as their consumers do.

Runs the program that writes every fixture report, then asserts for all of them:
  json, jsonl   valid by docs/report.schema.json
  sarif         valid by the SARIF 2.1.0 schema (with format checks) and free of errors and warnings by the validator of
                the SARIF SDK with the rules for code scanning
  all           no byte of the secret
Three broken documents prove that the judges see faults at all. The validator comes from a package pinned in
package-lock.json and is installed into the work folder once. Without it the test fails, or, with TRAWL_OFFLINE=1, says
"skipped" (exit 77) when everything else has passed.
"""

import argparse
import copy
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = "@microsoft/sarif-multitool-linux"
SKIPPED = 77

# Notes that are right about our reports and wanted: unreachable addresses (no network), ids in kebab-case, no embedded
# file contents. SARIF2003 only where the repository of a fixture is not known.
ALLOWED_NOTES = {"SARIF2006", "SARIF2009", "SARIF2013"}


def fixture_secret():
    return "exmp" + "_" + "Q7fRk2Lw" + "Zx9TbV4n"


def write_reports(writer, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run([writer, str(folder)], check=True, timeout=120)
    reports = sorted(folder.iterdir())
    assert len(reports) >= 60, f"only {len(reports)} reports were written"
    for report in reports:
        assert fixture_secret().encode() not in report.read_bytes(), f"{report.name} shows the secret"
    return reports


def faults_by(validator, document):
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)]


def check_own_formats(reports, schema_file):
    schema = json.loads(schema_file.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    formats = jsonschema.FormatChecker()
    document = jsonschema.Draft202012Validator(schema, format_checker=formats)
    line = jsonschema.Draft202012Validator(
        {"$defs": schema["$defs"], "$ref": "#/$defs/line"}, format_checker=formats)
    faults = []
    checked = 0
    for report in reports:
        if report.suffix == ".json":
            faults += [f"{report.name}: {fault}" for fault in faults_by(document, json.loads(report.read_text()))]
            checked += 1
        elif report.suffix == ".jsonl":
            lines = [json.loads(text) for text in report.read_text().split("\n")[:-1]]
            for item in lines:
                faults += [f"{report.name}: {fault}" for fault in faults_by(line, item)]
            order = [item["type"] for item in lines]
            if order[0] != "run" or order[-2:] != ["coverage", "outcome"]:
                faults.append(f"{report.name}: lines in the order {order[0]} ... {order[-2:]}")
            checked += 1
    assert checked >= 30, f"only {checked} reports of our own formats"

    broken = json.loads(next(r for r in reports if r.name == "crlf.json").read_text())
    broken["findings"][0]["severity"] = "dreadful"
    assert faults_by(document, broken), "the schema accepts a wrong severity"
    return faults


def install_validator(work):
    package = work / "node_modules" / PACKAGE
    program = package / "Sarif.Multitool"
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"][PACKAGE]
    installed = package / "package.json"
    if not (program.exists() and json.loads(installed.read_text())["version"] == wanted):
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, work / name)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            result = subprocess.run(command, cwd=work, timeout=300, capture_output=True, text=True, check=False)
            reason = result.stderr.strip().splitlines()[-1:] if result.returncode else []
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = [str(error)]
        if not program.exists():
            return None, None, f"{PACKAGE} {wanted} could not be installed: {' '.join(reason) or 'no program in it'}"
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program, package / "sarif-2.1.0.json", ""


def check_by_schema(reports, schema_file):
    schema = json.loads(schema_file.read_text())
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    faults = []
    for report in reports:
        document = json.loads(report.read_text())
        if "flood" in report.name:  # thousands of results of one shape: the first hundred stand for all
            document["runs"][0]["results"] = document["runs"][0]["results"][:100]
        faults += [f"{report.name}: {fault}" for fault in faults_by(validator, document)]
    broken = json.loads(reports[0].read_text())
    broken["runs"][0]["columnKind"] = "bytes"
    assert faults_by(validator, broken), "the SARIF schema accepts a wrong enumerator"
    return faults


def without_flood(report):
    """The report itself, or, since the validator's time grows with the results, its first ones."""
    if "flood" not in report.name:
        return report
    document = json.loads(report.read_text())
    document["runs"][0]["results"] = document["runs"][0]["results"][:50]
    document["runs"][0]["artifacts"] = document["runs"][0]["artifacts"][:50]
    cut = report.with_name("cut_" + report.name)
    cut.write_text(json.dumps(document))
    return cut


def run_validator(program, reports, log):
    command = [str(program), "validate", *[str(report) for report in reports], "--rule-kind", "Sarif;Gh",
               "--level", "Error;Warning;Note", "-o", str(log), "--log", "ForceOverwrite"]
    log.unlink(missing_ok=True)
    # Its exit code says nothing: 0 with errors, sometimes 1 without. The log is what counts.
    environment = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
    subprocess.run(command, timeout=800, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                   env=environment)
    by_report = {report.name: [] for report in reports}
    for result in json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0].get("results", []):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        message = result["message"]
        text = message.get("text") or f"{message.get('id')} {message.get('arguments')}"
        by_report[uri.rsplit("/", 1)[-1]].append((result["ruleId"], result.get("level", "warning"), text[:300]))
    return by_report


def check_by_validator(program, reports, work):
    broken_file = work / "broken.sarif"
    broken = json.loads(next(r for r in reports if r.name == "crlf.github.sarif").read_text())
    without_message = copy.deepcopy(broken)
    without_message["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b"
    broken_file.write_text(json.dumps(without_message))

    faults = []
    verdicts = run_validator(program, [*reports, broken_file], work / "validator.log.sarif")
    if not any(level == "error" for _, level, _ in verdicts.pop(broken_file.name)):
        faults.append("the validator sees no fault in a URI with a blank")
    provenance = {report.name: b'"versionControlProvenance"' in report.read_bytes() for report in reports}
    for name, results in verdicts.items():
        # The validator falls silent on a document that it cannot read: this note is proof that it has read it.
        if not any(rule == "SARIF2006" for rule, _, _ in results):
            faults.append(f"{name}: the validator did not analyse it")
        for rule, level, text in results:
            known = rule in ALLOWED_NOTES or (rule == "SARIF2003" and not provenance[name])
            if level != "note" or not known:
                faults.append(f"{name}: {rule} {level}: {text}")
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--writer", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--schema", required=True, type=pathlib.Path)
    options = parser.parse_args()

    reports = write_reports(options.writer, options.work / "reports")
    faults = check_own_formats(reports, options.schema)
    sarif = [report for report in reports if report.suffix == ".sarif"]
    program, schema, failure = install_validator(options.work)
    if program:
        faults += check_by_schema(sarif, schema)
        faults += check_by_validator(program, [without_flood(report) for report in sarif], options.work)
    for fault in faults:
        print(fault)
    if faults:
        return 1
    if not program and os.environ.get("TRAWL_OFFLINE") == "1":
        print(f"skipped: {failure}")
        return SKIPPED
    if not program:
        print(f"{failure}. Without it SARIF is not validated; TRAWL_OFFLINE=1 skips that.")
        return 1
    print(f"{len(reports)} reports are valid.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
