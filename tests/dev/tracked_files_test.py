"""What is tracked must mean the same on every machine: no path and no package mirror of the one it was written on."""

import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Folders that hold a clone on many machines, or that examples name: no sign of this machine.
COMMON_FOLDERS = {"/", "/builds", "/home", "/opt", "/root", "/src", "/srv", "/tmp", "/usr/src", "/var/tmp"}
PUBLIC_HOSTS = re.compile(
    r"(?:^|\.)(?:debian\.org|ubuntu\.com|npmjs\.org|npmjs\.com|pypi\.org|pythonhosted\.org|golang\.org|github\.com|"
    r"nodesource\.com|google\.com|microsoft\.com|docker\.com|"
    r"llvm\.org|localhost)$|^[0-9.]+$")
HOST = re.compile(r"https?://(?:[^/@\s]*@)?([A-Za-z0-9.-]+)")


def tracked_files():
    names = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], check=True, capture_output=True).stdout
    return [name for name in names.decode("utf-8", "surrogateescape").split("\0") if name]


def machine_paths():
    """Where this clone and what lies beside it are. A folder right below the root says nothing: examples use such."""
    if len(ROOT.parts) < 3 or str(ROOT) in COMMON_FOLDERS:
        return set()
    beside = [] if str(ROOT.parent) in COMMON_FOLDERS else ROOT.parent.iterdir()
    return {str(ROOT)} | {str(path) for path in beside if path.is_dir()}


def mirror_hosts():
    """The package mirrors this machine is set up with, but for the public ones."""
    texts = [os.environ.get(name, "") for name in ("PIP_INDEX_URL", "npm_config_registry", "NPM_CONFIG_REGISTRY", "GOPROXY")]
    apt = pathlib.Path("/etc/apt")
    for file in [apt / "sources.list", *apt.glob("sources.list.d/*"), pathlib.Path("/etc/pip.conf")]:
        if file.is_file():
            texts.append(file.read_text(errors="replace"))
    hosts = {host for text in texts for host in HOST.findall(text)}
    return {host for host in hosts if not PUBLIC_HOSTS.search(host)}


def occurrences(text, words):
    """The words that stand in a text by themselves: "/tmp/x" is not in "a/tmp/x"."""
    return [word for word in words if re.search(r"(?<![\w.-])" + re.escape(word), text)]


class TrackedFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not (ROOT / ".git").exists():
            raise unittest.SkipTest("this tree is no clone")
        cls.files = tracked_files()

    def check(self, words):
        for name in self.files:
            path = ROOT / name
            if path.is_file() and not path.is_symlink():
                found = occurrences(path.read_bytes().decode("latin-1"), words)
                self.assertEqual(found, [], f"{name} names something of this machine")

    def test_name_no_path_of_this_machine(self):
        self.check(machine_paths())

    def test_name_no_package_mirror_of_this_machine(self):
        self.check(mirror_hosts())

    def test_lock_files_name_no_registry(self):
        for name in self.files:
            if name.endswith("package-lock.json") and (ROOT / name).is_file():
                text = (ROOT / name).read_text()
                self.assertNotIn("\"resolved\": \"http", text, f"{name}: use omit-lockfile-registry-resolved")

    def test_occurrences_are_whole(self):
        self.assertEqual(occurrences("see /a/b/c", ["/a/b"]), ["/a/b"])
        self.assertEqual(occurrences("https://mirror.example/x", ["mirror.example"]), ["mirror.example"])
        self.assertEqual(occurrences("see x/a/b and .mirror.example", ["/a/b", "mirror.example"]), [])


if __name__ == "__main__":
    unittest.main()
