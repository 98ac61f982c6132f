#!/usr/bin/env python3
"""Metrics and alert rules, judged by Prometheus' own tool (package prometheus)."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

TRAWL = os.environ["TRAWL"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROMTOOL = shutil.which("promtool")


@unittest.skipUnless(PROMTOOL, "promtool is not installed (Debian package prometheus): alert rules were NOT tested")
class Alerts(unittest.TestCase):
    def promtool(self, *arguments, **more):
        return subprocess.run([PROMTOOL, *map(str, arguments)], capture_output=True, text=True, timeout=120, **more)

    def test_rules_are_valid_and_fire_when_they_should(self):
        for folder, rules, tests in ((ROOT / "docs/alerts", "trawl.rules.yml", "trawl.rules_test.yml"),
                                     (ROOT / "examples/repaired/monitoring", "alerts.yml", "alerts_test.yml")):
            checked = self.promtool("check", "rules", "--lint=all", rules, cwd=folder)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
            tested = self.promtool("test", "rules", tests, cwd=folder)
            self.assertEqual(tested.returncode, 0, tested.stdout + tested.stderr)

    def test_metrics_pass_the_check_of_prometheus(self):
        for form in ("weak", "repaired"):
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run([TRAWL, "gate", ROOT / "examples" / form, "--as-of", "2026-11-28", "--metrics", "m.txt"],
                               capture_output=True, timeout=120, cwd=folder, env={"HOME": folder})
                metrics = (pathlib.Path(folder) / "m.txt").read_text()
            checked = self.promtool("check", "metrics", input=metrics)
            self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
