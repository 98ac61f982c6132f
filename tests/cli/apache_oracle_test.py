#!/usr/bin/env python3
"""The headers that Apache httpd really sends, compared with the model of headers in effect (package apache2-bin)."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

TRAWL = os.environ["TRAWL"]
APACHE = shutil.which("apache2") or shutil.which("httpd")
MODULES = next((folder for folder in (os.environ.get("APACHE_MODULES", ""), "/usr/lib/apache2/modules", "/usr/lib64/httpd/modules")
                if folder and pathlib.Path(folder, "mod_headers.so").exists()), None)

HOST = """Header set Permissions-Policy camera=()
<VirtualHost *:{port}>
  ServerName a
  DocumentRoot {root}/www
  <Location />
    Header set X-Frame-Options DENY
  </Location>
  <Directory {root}>
    Header set X-Frame-Options SAMEORIGIN
    Header set Referrer-Policy a
  </Directory>
  <Location /old>
    Header unset Referrer-Policy
    Header unset Permissions-Policy
  </Location>
  <Directory {root}/www/new>
    Header set Referrer-Policy b
    Header setifempty X-Frame-Options NEVER
  </Directory>
  <Files *>
    Header set X-Content-Type-Options nosniff
  </Files>
  Header set X-Frame-Options ALLOW
  Include extra.conf
</VirtualHost>
"""
EXTRA = "Header set Content-Security-Policy \"default-src 'self'\"\nHeader set Permissions-Policy geolocation=()\n"
SHOWN = ["Content-Security-Policy", "Strict-Transport-Security", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy",
         "Permissions-Policy", "Access-Control-Allow-Origin"]


@unittest.skipUnless(APACHE and MODULES, "apache2 is not installed (Debian package apache2-bin): its headers were NOT compared")
class Apache(unittest.TestCase):
    def test_what_it_sends_is_what_the_model_says(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path in ("www", "www/old", "www/new"):
                (root / path).mkdir()
                (root / path / "index.html").write_text("a")
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            modules = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n"
                              for name in ("mpm_event", "authz_core", "headers", "dir", "mime"))
            (root / "mime.types").write_text("text/html html\n")
            (root / "extra.conf").write_text(EXTRA)
            (root / "httpd.conf").write_text(HOST.format(port=port, root=root))
            (root / "run.txt").write_text(f"ServerRoot {root}\nServerName a\nPidFile {root}/pid\nErrorLog {root}/errors\n"
                                          f"Listen 127.0.0.1:{port}\n{modules}TypesConfig {root}/mime.types\nInclude {root}/httpd.conf\n")
            server = subprocess.Popen([APACHE, "-f", str(root / "run.txt"), "-DFOREGROUND"], stderr=subprocess.DEVNULL)
            try:
                sent = {}
                for path, place in (("/", "virtualhost *:{} a"), ("/old/", "virtualhost *:{} a location /old"),
                                    ("/new/", "virtualhost *:{} a directory {}/www/new")):
                    for attempt in range(50):
                        try:
                            answer = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5)
                            break
                        except OSError:
                            time.sleep(0.1)
                    sent[place.format(port, root)] = [answer.headers.get(name, "-") for name in SHOWN]
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(20)
            (root / "run.txt").unlink()
            done = subprocess.run([TRAWL, "scan", ".", "--only", "config", "-o", "json"], capture_output=True, text=True, timeout=60,
                                  cwd=folder, env={"HOME": folder, "PATH": os.environ["PATH"]})
            table = json.loads(done.stdout)["ledger"]["models"]["headers"]
            self.assertEqual(table["columns"][1:], SHOWN)
            self.assertEqual({row["cells"][0]: row["cells"][1:] for row in table["rows"]}, sent)


if __name__ == "__main__":
    unittest.main()
