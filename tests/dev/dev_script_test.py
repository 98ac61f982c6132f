"""Tests of ./dev against stand-ins for dpkg, apt, sudo, cmake, ninja and ctest: what it starts, says and passes on."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Each stand-in writes its name and arguments into $LOG. What "is installed" stands in $INSTALLED, one name a line.
TOOLS = {
    "dpkg-query": """
        shift 3  # -W -f FORMAT
        for package; do grep -qxF "$package" "$INSTALLED" && echo "installed $package"; done; exit 0""",
    "apt-get": """
        echo "words of apt on stdout"
        [ "$1" = install ] || exit "${APT_UPDATE_STATUS:-0}"
        for word; do case $word in -*|install) ;; *) [ -n "$APT_FAILS" ] || echo "$word" >>"$INSTALLED" ;; esac; done
        [ -z "$APT_FAILS" ]""",
    "sudo": 'while [ "$1" = -n ]; do shift; done; exec "$@"',
    "cmake": """
        case $1 in
          --preset) folder=build/$2; mkdir -p "$folder"; echo "words of cmake"
            [ -z "$CMAKE_FAILS" ] || { echo "CMake Error"; exit 1; }
            : >"$folder/build.ninja"
            case "$*" in *TESTS=ON*) : >"$folder/CTestTestfile.cmake" ;; esac ;;
        esac""",
    "ninja": """
        [ -z "$NINJA_FAILS" ] || { echo "[1/2] Building x"; echo "FAILED: x"; exit 1; }
        mkdir -p "$2/bin"
        printf '#!/bin/sh\\nprintf "%%s|" "$PWD" "$@"\\ncat\\nexit "${TRAWL_STATUS:-0}"\\n' >"$2/bin/trawl"
        chmod +x "$2/bin/trawl"
        echo 'ninja: no work to do.'""",
    "ctest": 'echo "100% tests passed"; exit "${CTEST_STATUS:-0}"',
    "npm": "",
}


class DevScript(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        top = pathlib.Path(self.folder.name).resolve()
        self.clone, self.bin, self.log, self.installed = top / "a clone", top / "bin", top / "log", top / "installed"
        self.clone.mkdir()
        self.bin.mkdir()
        shutil.copy(ROOT / "dev", self.clone)
        shutil.copy(ROOT / "CMakePresets.json", self.clone)
        parsers = self.clone / "tools" / "dev" / "fetch_parsers.sh"
        parsers.parent.mkdir(parents=True)
        parsers.write_text('#!/bin/sh\nexit "${PARSERS_STATUS:-0}"\n')
        parsers.chmod(0o755)
        for name, body in TOOLS.items():
            self.stand_in(name, body)
        for name in ("bash", "env", "dirname", "readlink", "cat", "grep", "mkdir", "rm", "nproc", "flock", "chmod", "sh"):
            os.symlink(shutil.which(name), self.bin / name)
        self.installed.write_text("")
        self.log.write_text("")

    def stand_in(self, name, body):
        path = self.bin / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>"$LOG"\n{body}\n')
        path.chmod(0o755)

    def dev(self, *arguments, cwd=None, stdin="", **environment):
        environment = {"PATH": str(self.bin), "LOG": str(self.log), "INSTALLED": str(self.installed),
                       "HOME": self.folder.name, "APT_FAILS": "", "CMAKE_FAILS": "", "NINJA_FAILS": "", **environment}
        self.log.write_text("")
        return subprocess.run([self.clone / "dev", *arguments], cwd=cwd or self.clone, env=environment, input=stdin,
                              capture_output=True, text=True, timeout=60)

    def started(self, name):
        return [line for line in self.log.read_text().splitlines() if line.split()[0] == name]

    def test_run_passes_everything_on(self):
        elsewhere = pathlib.Path(self.folder.name).resolve() / "else where"
        elsewhere.mkdir()
        run = self.dev("run", "scan", "a b", "", "--", "*", cwd=elsewhere, stdin="input", TRAWL_STATUS="3")
        self.assertEqual(run.returncode, 3)
        self.assertEqual(run.stdout, f"{elsewhere}|scan|a b||--|*|input")
        self.assertIn("dev: installing g++ cmake", run.stderr)
        self.assertIn("dev: configuring build/release", run.stderr)
        self.assertNotIn("no work to do", run.stderr)

    def test_run_through_a_link(self):
        link = pathlib.Path(self.folder.name) / "link"
        link.symlink_to(self.clone / "dev")
        self.dev("build")
        run = subprocess.run([link, "run"], env={"PATH": str(self.bin), "LOG": str(self.log), "NINJA_FAILS": ""}, cwd="/",
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        self.assertEqual((run.returncode, run.stdout), (0, "/|"))

    def test_a_second_run_only_starts_ninja_and_is_silent(self):
        self.dev("run")
        run = self.dev("run")
        self.assertEqual(run.stderr, "")
        self.assertEqual([line.split()[0] for line in self.log.read_text().splitlines()], ["ninja"])

    def test_run_installs_nothing_for_tests(self):
        self.dev("run")
        installed = self.installed.read_text()
        self.assertIn("libhyperscan-dev", installed)
        for package in ("libgtest-dev", "pre-commit", "shellcheck", "valgrind", "npm"):
            self.assertNotIn(package, installed)
        self.assertIn("cmake --preset release -DTRAWL_BUILD_TESTS=OFF -DTRAWL_WITH_CLANG=ON -Wno-dev", self.started("cmake"))

    def test_test_installs_the_rest_and_configures_once_more(self):
        self.dev("run")
        test = self.dev("test", "unit_.*")
        self.assertEqual(test.returncode, 0)
        self.assertTrue(test.stdout.endswith("100% tests passed\n"))
        self.assertIn("libgtest-dev", self.installed.read_text())
        self.assertEqual(self.started("cmake"), ["cmake --preset release -DTRAWL_BUILD_TESTS=ON -DTRAWL_WITH_CLANG=ON -Wno-dev"])
        self.assertEqual(self.started("ctest"), ["ctest --preset release -R unit_.*"])
        self.dev("run")
        self.assertEqual(self.started("cmake"), [])

    def test_test_passes_the_result_on(self):
        self.assertEqual(self.dev("test", CTEST_STATUS="8").returncode, 8)

    def test_npm_is_installed_only_where_there_is_none(self):
        self.dev("test")
        self.assertNotIn("npm", self.installed.read_text().split())
        (self.bin / "npm").unlink()
        self.dev("test")
        self.assertIn("npm", self.installed.read_text().split())

    def test_only_what_is_missing_is_installed_and_nothing_removed(self):
        self.installed.write_text("g++\ncmake\n")
        self.dev("build")
        install = next(line for line in self.started("apt-get") if " install " in f"{line} ")
        self.assertIn(" --no-remove ", install)
        self.assertIn(" --no-upgrade ", install)
        self.assertNotIn("g++", install.split())
        self.assertNotIn("cmake", install.split())

    def test_without_network_what_is_there_is_enough(self):
        self.dev("build")
        shutil.rmtree(self.clone / "build")
        self.assertEqual(self.dev("build", APT_FAILS="1", APT_UPDATE_STATUS="100").returncode, 0)
        self.assertEqual(self.started("apt-get"), [])

    def test_a_failed_update_is_no_failure(self):
        self.assertEqual(self.dev("build", APT_UPDATE_STATUS="100").returncode, 0)

    def check_failure(self, sentence, **environment):
        run = self.dev("run", **environment)
        self.assertEqual(run.returncode, 2)
        self.assertEqual(run.stdout, "")
        self.assertTrue(run.stderr.splitlines()[-1].startswith(f"dev: {sentence}"), run.stderr)
        return run

    def test_failures_end_in_one_sentence(self):
        self.check_failure("apt could not install g++ cmake", APT_FAILS="1")
        self.check_failure("what the build needs from npm is not there", PARSERS_STATUS="1")
        self.assertIn("CMake Error", self.check_failure("configuring failed", CMAKE_FAILS="1").stderr)
        self.assertIn("FAILED: x", self.check_failure("building trawl failed", NINJA_FAILS="1").stderr)

    def test_after_a_failed_configuration_dpkg_is_asked_again(self):
        self.dev("build")
        (self.clone / "build/release/build.ninja").unlink()
        self.check_failure("configuring failed", CMAKE_FAILS="1")
        self.dev("build")
        self.assertNotEqual(self.started("dpkg-query"), [])

    def test_elsewhere_it_lists_what_to_install(self):
        (self.bin / "apt-get").unlink()
        run = self.check_failure("this is no Debian: install what these packages hold")
        self.assertIn("libhyperscan-dev", run.stderr)
        self.assertEqual(self.dev("build", TRAWL_DEV_NO_PACKAGES="1").returncode, 0)

    def test_help_and_unknown_commands(self):
        self.assertIn("usage: ./dev COMMAND", self.dev().stdout)
        unknown = self.dev("tset")
        self.assertEqual((unknown.returncode, unknown.stdout), (2, ""))
        self.assertIn("there is no command called tset", unknown.stderr)

    def test_install(self):
        self.assertEqual(self.dev("install", "--prefix", "x").returncode, 0)
        self.assertEqual(self.started("cmake")[-1], f"cmake --install {self.clone}/build/release --prefix {self.clone}/x")
        self.assertEqual(self.dev("install", "--prefix").returncode, 2)
        self.assertEqual(self.dev("install", "x").returncode, 2)

    def test_bench_names_what_there_is_not(self):
        run = self.dev("bench", "nothing")
        self.assertEqual(run.returncode, 2)
        self.assertIn("there is no benchmark called nothing", run.stderr)


if __name__ == "__main__":
    unittest.main()
