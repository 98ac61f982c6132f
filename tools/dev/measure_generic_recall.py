#!/usr/bin/env python3
"""Measures how many made-up assignments of secrets the generic rules find.

    measure_generic_recall.py TRAWL [--set tune|held] [--seed N] [--count N] [--show N]

Names, values and ways to write them are drawn at random from lists that were written down without looking at the rules. Each
list has two halves: `tune` may be looked at while rules are changed, `held` is measured once a release and not tuned on.
Nothing here is a secret of anybody: all values are made when the script runs.
"""

import argparse
import json
import os
import pathlib
import random
import string
import subprocess
import sys
import tempfile

ALNUM = string.ascii_letters + string.digits
WORDS = ("granite otter maple comet violet harbor pepper tundra falcon ginger meadow copper walnut breeze cactus "
         "dolphin ember fjord glacier hazel indigo juniper kettle lantern marble nectar onyx pebble quartz raven").split()

PASSWORD_NAMES = {
    "tune": ["password", "db_password", "DB_PASSWORD", "dbPassword", "smtpPassword", "MYSQL_ROOT_PASSWORD", "admin_pass", "passwd",
             "redisPassword", "user_pwd", "ldap.password", "KEYSTORE_PASSWORD", "ftpPass", "PGPASSWORD", "passphrase"],
    "held": ["mailPassword", "MAIL_PASSWORD", "rootPassword", "postgres_password", "sshPassphrase", "RABBITMQ_PASSWORD", "proxy_passwd",
             "DATABASE_PASS", "jdbc.password", "truststorePassword", "adminPwd", "vpn_password", "ELASTIC_PASSWORD", "loginPassword"],
}
KEY_NAMES = {
    "tune": ["api_key", "API_KEY", "apiKey", "client_secret", "JWT_SECRET", "secretKey", "SECRET_KEY", "auth_token", "accessToken",
             "SESSION_SECRET", "encryption_key", "webhook_secret", "botToken", "AppSecret", "signing_key", "deploy_token"],
    "held": ["weather_api_key", "X-Api-Key", "clientSecret", "SECRET_KEY_BASE", "APP_SECRET", "refreshToken", "service_token",
             "cookieSecret", "HMAC_KEY", "payment.secret", "license_key", "githubToken", "STORAGE_ACCESS_KEY", "private_token"],
}

# {N} the name, {V} the value; the file's name first
PLACES = {
    "tune": [
        ("settings.py", '{N} = "{V}"\n'), ("a.js", "const {N} = '{V}';\n"), ("b.ts", 'export const {N}: string = "{V}";\n'),
        ("C.java", '    private static final String {N} = "{V}";\n'), ("d.go", '\t{N} := "{V}"\n'), ("e.rb", "  {N}: '{V}',\n"),
        ("f.php", "$config['{N}'] = '{V}';\n"), ("g.cs", '    public string {N} = "{V}";\n'), ("h.rs", 'let {N} = "{V}";\n'),
        ("config.json", '{{"{N}": "{V}"}}\n'), ("app.yaml", "{N}: {V}\n"), (".env", "{N}={V}\n"), ("app.properties", "{N}={V}\n"),
        ("c.toml", '{N} = "{V}"\n'), ("my.ini", "{N} = {V}\n"), ("x.xml", "<{N}>{V}</{N}>\n"), ("r.sh", 'export {N}="{V}"\n'),
        ("main.tf", '  {N} = "{V}"\n'), ("Dockerfile", "ENV {N}={V}\n"),
    ],
    "held": [
        ("conf.py", '    "{N}": "{V}",\n'), ("web.jsx", '  {N}: "{V}",\n'), ("i.kt", 'val {N}: String = "{V}"\n'),
        ("j.swift", 'let {N} = "{V}"\n'), ("k.c", 'static const char *{N} = "{V}";\n'), ("l.cpp", 'std::string {N}("{V}");\n'),
        ("m.scala", 'val {N} = "{V}"\n'), ("n.pl", "my ${N} = '{V}';\n"), ("o.lua", 'local {N} = "{V}"\n'),
        ("p.ex", 'config :app, {N}: "{V}"\n'), ("q.groovy", "def {N} = '{V}'\n"), ("docker-compose.yml", "      - {N}={V}\n"),
        ("values.yaml", '  {N}: "{V}"\n'), ("web.config", '<add key="{N}" value="{V}"/>\n'), ("s.plist", "<key>{N}</key>\n<string>{V}</string>\n"),
        ("t.bat", "set {N}={V}\n"), ("u.ps1", '${N} = "{V}"\n'), ("v.conf", "{N}: {V}\n"), ("w.dart", "final {N} = '{V}';\n"),
        ("y.r", '{N} <- "{V}"\n'), ("z.py", 'os.environ["{N}"] = "{V}"\n'), ("aa.py", 'client.login({N}="{V}")\n'),
    ],
}


def password(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return "".join(rng.choice(ALNUM + "!#%*+-_") for _ in range(rng.randint(10, 20)))
    if kind == 1:
        return "".join(rng.choice(ALNUM) for _ in range(rng.randint(8, 16)))
    first, second = rng.sample(WORDS, 2)
    if kind == 2:
        return f"{first.capitalize()}{rng.choice('-_.!')}{second}{rng.randint(10, 9999)}"
    return f"{first.replace('a', '4').replace('e', '3')}{second.capitalize()}{rng.randint(1, 99)}!"


def key(rng):
    kind = rng.randrange(5)
    if kind == 0:
        return "".join(rng.choice("0123456789abcdef") for _ in range(rng.choice((32, 40, 64))))
    if kind == 1:
        return "".join(rng.choice(ALNUM + "+/") for _ in range(rng.choice((43, 63)))) + "="
    if kind == 2:
        return "".join(rng.choice(ALNUM + "-_") for _ in range(rng.randint(24, 48)))
    if kind == 3:
        return rng.choice(("sk", "live", "prod", "app")) + "_" + "".join(rng.choice(ALNUM) for _ in range(rng.randint(20, 32)))
    return "".join(rng.choice(ALNUM) for _ in range(rng.randint(16, 40)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trawl")
    parser.add_argument("--set", choices=("tune", "held"), default="tune")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--show", type=int, default=0, help="print so many that were missed (tune only)")
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for number in range(arguments.count):
            is_password = rng.random() < 0.5
            name = rng.choice((PASSWORD_NAMES if is_password else KEY_NAMES)[arguments.set])
            value = (password if is_password else key)(rng)
            file, form = rng.choice(PLACES[arguments.set])
            if "-" in name and form.startswith(("let", "val", "def", "my", "static", "std", "local", "$", "final", "const", "export", "\t")):
                name = name.replace("-", "_")
            path = root / str(number) / file
            path.parent.mkdir()
            before = "".join(f"line_{rng.randrange(1000)}\n" for _ in range(rng.randrange(4)))
            text = before + form.format(N=name, V=value)
            path.write_text(text)
            cases.append((f"{number}/{file}", text.rindex(value) if form.find("{V}") > form.find("{N}") else text.index(value), value, text))
        done = subprocess.run([os.path.abspath(arguments.trawl), "scan", ".", "--only", "secrets", "--no-config", "--no-progress", "-o", "json"],
                              cwd=root, capture_output=True, text=True, check=False)
        found = {(place["path"].removeprefix("./"), place["bytes"]["begin"])
                 for finding in json.loads(done.stdout)["findings"] for place in finding["locations"]}
    missed = [case for case in cases if not any((case[0], case[1] + shift) in found for shift in range(-1, 6))]
    print(f"{arguments.set}, seed {arguments.seed}: {len(cases) - len(missed)} of {len(cases)} found, "
          f"{100 * (len(cases) - len(missed)) / len(cases):.1f} %")
    if arguments.set == "tune":
        for path, _, _, text in missed[:arguments.show]:
            print(f"  {path}: {text.splitlines()[-1]}")
    else:
        by_place = {}
        for path, *_ in missed:
            by_place[path.split("/")[1]] = by_place.get(path.split("/")[1], 0) + 1
        print("  missed by kind of file:", ", ".join(f"{name} {count}" for name, count in sorted(by_place.items(), key=lambda e: -e[1])))


if __name__ == "__main__":
    sys.exit(main())
