"""Every rule, in every place where people write secrets: tokens are made from the rule's own data (alphabet, lengths,
checksum), put into files of all kinds, and have to be found at their exact bytes with the right verdict; mutations of
them (too short, too long, another alphabet, a wrong checksum, inside a longer word) have to be left alone.

What is made here comes from the rule and from tools/dev/make_token.py, which has all checksums a second time. Nothing
was ever issued by anyone.
"""

import glob
import importlib.util
import json
import os
import random
import re
import re._constants as parts
import re._parser as parser
import string
import sys
import tomllib
import unittest
import urllib.parse

import sandbox

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

spec = importlib.util.spec_from_file_location("make_token", os.path.join(ROOT, "tools", "dev", "make_token.py"))
make_token = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make_token)

# Rules whose secret is a whole document or the part of one: their examples are their tests.
DOCUMENTS = {
    "pem-private-key", "pem-private-key-encrypted", "pgp-private-key", "putty-private-key", "jwk-private",
    "gcp-service-account-json", "gcp-adc-json", "kubernetes-secret-yaml", "kubernetes-secret-yaml-exported",
    "ansible-vault", "docker-config-auth", "npmrc-auth", "npmrc-password", "npm-token-legacy", "kubernetes-bootstrap-token",
    "azure-servicebus-connstr", "azure-appconfig-connstr", "azure-sas-token", "bip39-mnemonic", "msteams-webhook",
    "wordpress-salt", "django-secret-key", "laravel-app-key", "sidekiq-secret", "alchemy-url-key", "quicknode-url-key",
    "ifttt-webhook-key", "github-composer-token",
}

# How people name what has no shape of its own, where the rule's id does not say it.
NAMES = {
    "assemblyai-key": "assemblyai api key",
    "azure-devops-pat-legacy": "azure devops pat",
    "azure-openai-key-legacy": "azure+openai api key",
    "azure-storage-key-legacy": "azure storage account key",
    "bitcoin-wif": "bitcoin private key",
    "checkout-secret": "checkout secret key",
    "circleci-token-legacy": "circleci token",
    "cloudflare-global-key": "cloudflare api key",
    "clerk-secret": "clerk secret key",
    "close-key": "close+api key",
    "cloudflare-token": "cloudflare api token",
    "coinbase-key": "coinbase access token",
    "digitalocean-spaces-key": "spaces secret key",
    "discord-bot-token": "discord bot token",
    "ethereum-private-key": "ethereum private key",
    "jira-dc-pat": "jira token",
    "nkey-seed": "nats nkey seed",
    "notion-token-legacy": "notion token",
    "okta-token": "okta api token",
    "ibm-cloud-key": "ibm+cloud key",
    "sonarqube-token-legacy": "sonar login",
    "wireguard-private-key": "private+key",
    "consul-gossip-key": "encrypt",
    "yandex-static-key": "yandex secret key",
    "atlassian-api-token-legacy": "atlassian api token",
    "vault-service-token-legacy": "vault token",
    "vercel-token-legacy": "vercel token",
    "zai-key": "zai api key",
}

# Where a token of another rule has the same shape and better evidence, that rule reports.
SAME_SHAPE = {
    "azure-devops-pat": "azure-cask-key",
}


class Rule:
    def __init__(self, data):
        self.id = data["id"]
        self.pattern = data["pattern"].strip()
        self.generic = data.get("generic", False)
        self.min_entropy = data.get("min_entropy", 0)
        self.checked = data.get("checksum") or data.get("structure")
        self.checksum = data.get("checksum")
        self.front, self.secret, self.behind = split_at_secret(self.pattern)
        self.tree = parser.parse(self.secret)
        # A boundary only, or a name that has to stand in front.
        self.named = len(self.front) > 40 or "(?i:" in self.front
        words = NAMES.get(self.id) or self.id.replace("-", " ")
        self.parts = [part.split("+") for part in words.split()] if self.named else [["value"]]

    def token(self, rng):
        if self.id in make_token.KINDS:
            return make_token.KINDS[self.id]()
        while True:
            token = text_of(self.tree, rng)
            if entropy(token) >= self.min_entropy + 0.1:
                return token


def split_at_secret(pattern):
    begin = pattern.index("(?P<secret>")
    at, depth = begin, 0
    while True:
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "[":
            at += 2
            while pattern[at] != "]":
                at += 2 if pattern[at] == "\\" else 1
        elif pattern[at] == "(":
            depth += 1
        elif pattern[at] == ")":
            depth -= 1
            if depth == 0:
                break
        at += 1
    return pattern[:begin], pattern[begin + len("(?P<secret>"):at], pattern[at + 1:]


def entropy(text):
    import math
    counts = [text.count(c) for c in set(text)]
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts)


def text_of(tree, rng, stretch=None):
    """A text of a parsed expression. `stretch` (a node, how many) overrides the count of one repeat."""
    out = ""
    for operator, value in tree:
        if operator is parts.LITERAL:
            out += chr(value)
        elif operator is parts.IN:
            out += rng.choice(members(value))
        elif operator is parts.BRANCH:
            out += text_of(rng.choice(value[1]), rng, stretch)
        elif operator is parts.SUBPATTERN:
            out += text_of(value[3], rng, stretch)
        elif operator in (parts.MAX_REPEAT, parts.MIN_REPEAT):
            least, most, inner = value
            count = rng.randint(least, min(most, least + 40))
            if stretch and stretch[0] is value:
                count = stretch[1]
            for _ in range(count):
                out += text_of(inner, rng, stretch)
        elif operator is not parts.AT:
            raise ValueError(f"{operator} in a secret")
    return out


def members(items):
    letters = set()
    for operator, value in items:
        if operator is parts.LITERAL:
            letters.add(chr(value))
        elif operator is parts.RANGE:
            letters.update(chr(c) for c in range(value[0], value[1] + 1))
    return sorted(letters)


def rules():
    found = []
    for path in sorted(glob.glob(os.path.join(ROOT, "patterns", "secrets", "*.toml"))):
        with open(path, "rb") as file:
            # A companion is told only beside a secret: pairs_test.py.
            found += [Rule(data) for data in tomllib.load(file)["rule"] if data.get("role") != "companion"]
    return [rule for rule in found if not rule.generic and rule.id not in DOCUMENTS]


def names_of(parts):
    words = sum(parts, [])
    lower = [word.lower() for word in words]
    titled = [word.capitalize() for word in lower]
    return {
        "snake": "_".join(lower),
        "SNAKE": "_".join(lower).upper(),
        "camel": lower[0] + "".join(titled[1:]),
        "Pascal": "".join(titled),
        "kebab": "-".join(lower),
        "Header": "-".join(titled),
        "dots": ".".join(lower),
        "first": "_".join(parts[0]),
        "rest": "_".join(sum(parts[1:], [])) or "key",
    }


# (file, text around the token, transformation of the token). One file for each, a block for each rule.
CONTEXTS = [
    ("json.json", '  "{camel}": "{T}",\n'),
    ("json-minified.json", '{{"id":1,"{snake}":"{T}","on":true}}\n'),
    ("json-in-json.json", '  "body": "{{\\"{snake}\\": \\"{T}\\", \\"on\\": true}}",\n'),
    ("json-pairs.json", '  {{ "name": "{SNAKE}", "value": "{T}" }},\n'),
    ("yaml.yaml", "{snake}: {T}\n"),
    ("yaml-quoted.yml", '  {kebab}: "{T}"\n'),
    ("yaml-single.yml", "    {camel}: '{T}'\n"),
    ("yaml-list.yml", "  - {SNAKE}={T}\n"),
    ("yaml-flow.yml", "app: {{ {camel}: {T}, on: true }}\n"),
    ("kubernetes.yaml", '        - name: {SNAKE}\n          value: "{T}"\n'),
    ("toml.toml", '{snake} = "{T}"\n'),
    ("dotenv/.env", "{SNAKE}={T}\n"),
    ("dotenv-quoted/.env", '{SNAKE}="{T}"\n'),
    ("shell.sh", "export {SNAKE}='{T}'\n"),
    ("shell-default.sh", ': "${{{SNAKE}:-{T}}}"\n'),
    ("shell-flag.sh", "tool --{kebab} '{T}' --verbose\n"),
    ("shell-flag-equals.sh", "tool --{kebab}={T} --verbose\n"),
    ("docker-run.sh", "docker run -e {SNAKE}={T} image\n"),
    ("ini.ini", "{snake}={T}\n"),
    ("ini-blanks.ini", "{snake} = {T} \n"),
    ("xml.xml", "  <{camel}>{T}</{camel}>\n"),
    ("xml-pairs.config", '    <add key="{Pascal}" value="{T}" />\n'),
    ("xml-entry.xml", '  <entry key="{dots}">{T}</entry>\n'),
    ("xml-attribute.xml", '  <service {camel}="{T}" enabled="true"/>\n'),
    ("java.properties", "{dots}={T}\n"),
    ("java-blanks.properties", "{dots} = {T}\n"),
    ("docker/Dockerfile", "ENV {SNAKE}={T}\n"),
    ("docker-old/Dockerfile", "ENV {SNAKE} {T}\n"),
    ("docker-arg/Dockerfile", 'ARG {SNAKE}="{T}"\n'),
    ("terraform.tf", '  {snake} = "{T}"\n'),
    ("terraform-variable.tf", 'variable "{snake}" {{\n  default = "{T}"\n}}\n'),
    ("url.txt", "https://api.corp.internal/v1/items?{snake}={T}&page=2\n", "percent"),
    ("header.http", "X-{Header}: {T}\n"),
    ("header-curl.sh", 'curl -H "X-{Header}: {T}" https://api.corp.internal/\n'),
    ("python.py", '{snake} = "{T}"\n'),
    ("python-annotated.py", "{SNAKE}: str = '{T}'\n"),
    ("python-environment.py", 'os.environ["{SNAKE}"] = "{T}"\n'),
    ("python-default.py", 'key = os.getenv("{SNAKE}", "{T}")\n'),
    ("python-call.py", 'client = Client({snake}="{T}", timeout=3)\n'),
    ("python-dictionary.py", '    "{snake}": "{T}",\n'),
    ("javascript.js", "const {camel} = '{T}';\n"),
    ("javascript-property.js", "  {camel}: `{T}`,\n"),
    ("javascript-environment.js", "const key = process.env.{SNAKE} || '{T}';\n"),
    ("typescript.ts", 'export const {camel}: string = "{T}";\n'),
    ("Java.java", '  private static final String {SNAKE} = "{T}";\n'),
    ("Setter.java", '    client.set{Pascal}("{T}");\n'),
    ("Map.java", '    map.put("{dots}", "{T}");\n'),
    ("go.go", '\t{camel} := "{T}"\n'),
    ("go-field.go", '\t\t{Pascal}: "{T}",\n'),
    ("go-typed.go", 'const {camel} string = "{T}"\n'),
    ("c.c", 'static const char {snake}[] = "{T}";\n'),
    ("c-define.h", '#define {SNAKE} "{T}"\n'),
    ("cpp.cpp", 'const std::string k{Pascal}{{"{T}"}};\n'),
    ("CSharp.cs", '  public string {Pascal} {{ get; set; }} = "{T}";\n'),
    ("ruby.rb", "  config.{snake} = '{T}'\n"),
    ("ruby-hash.rb", "  :{snake} => '{T}',\n"),
    ("php.php", "    '{snake}' => '{T}',\n"),
    ("php-define.php", "define('{SNAKE}', '{T}');\n"),
    ("kotlin.kt", 'const val {SNAKE}: String = "{T}"\n'),
    ("swift.swift", 'let {camel}: String = "{T}"\n'),
    ("rust.rs", 'const {SNAKE}: &str = "{T}";\n'),
    ("perl.pl", "my ${snake} = '{T}';\n"),
    ("scala.scala", 'val {camel} = "{T}"\n'),
    ("objc.m", 'NSString *{camel} = @"{T}";\n'),
    ("powershell.ps1", '$env:{SNAKE} = "{T}"\n'),
    ("lua.lua", 'config["{snake}"] = "{T}"\n'),
    ("gradle.gradle", "    {camel} '{T}'\n"),
    ("elixir.exs", 'config :app, {snake}: "{T}"\n'),
    ("r.R", '{snake} <- "{T}"\n'),
    ("dart.dart", "  static const {camel} = '{T}';\n"),
    ("sql.sql", "INSERT INTO settings VALUES ('{snake}', '{T}');\n"),
    ("markdown.md", "| {SNAKE} | `{T}` |\n"),
    ("crlf.ini", "{snake}={T}\r\n"),
    ("crlf.json", '  "{camel}": "{T}"\r\n'),
    ("utf16.json", '  "{camel}": "{T}",\n', "utf-16"),
]

# A name's words on two lines: only where a name has to stand in front.
NESTED = [
    ("nested.yaml", "{first}:\n  {rest}: {T}\n"),
    ("nested.json", '  "{first}": {{\n    "{rest}": "{T}"\n  }},\n'),
    ("nested.py", 'settings["{first}"]["{rest}"] = "{T}"\n'),
    ("nested.php", "$config['{first}']['{rest}'] = '{T}';\n"),
]

# Why a rule is silent somewhere. Everything else is found everywhere.
# - `${X:-VALUE}`: bodies that may begin with a dash or stand in base64url text.
# - `lob` and `zai` alone are parts of ordinary words.
EXPECTED_SILENCE = {
    "azure-functions-key": ["shell-default.sh"],
    "azure-entra-client-secret": ["shell-default.sh"],
    "crates-io-token": ["shell-default.sh"],
    "unleash-token": ["shell-default.sh"],
    "lob-key": ["nested.yaml", "nested.json", "nested.py", "nested.php"],
    "zai-key": ["nested.yaml", "nested.json", "nested.py", "nested.php"],
}

# Checksums that were never published in full, or that the vendor says not to rely on: they raise, they never refute.
ONLY_RAISES = {"apify-token", "cloudsmith-key", "deno-token", "prefect-key", "github-server-to-server"}


class Generated(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.box = sandbox.Sandbox()
        self.addCleanup(self.box.close)
        self.rng = random.Random(20240601)
        make_token.rng.seed("generated")

    def scan(self):
        """(path, first byte) -> rules, place and finding. File by file: a report keeps 20,000 findings."""
        found = {}
        for path in sorted(path for path in self.box.work.rglob("*") if path.is_file()):
            name = path.relative_to(self.box.work).as_posix()
            report = json.loads(self.box.trawl("scan", name, "-o", "json", "--only", "secrets", "--no-progress").stdout)
            self.assertEqual(report["notifications"], [])
            for finding in report["findings"]:
                for place in finding["locations"]:
                    ids = [finding["rule"]["id"], *finding["also_matched"]]
                    found.setdefault((place["path"], place["bytes"]["begin"]), []).append((ids, place, finding))
        return found

    def test_every_kind_is_found_in_every_context_at_its_place(self):
        cases = []
        everything = rules()
        for path, template, *how in CONTEXTS + NESTED:
            how = how[0] if how else ""
            content = b""
            for rule in everything:
                if (path, template) in NESTED and (not rule.named or len(rule.parts) < 2):
                    continue
                token = rule.token(self.rng)
                written = urllib.parse.quote(token, safe="-._~") if how == "percent" else token
                before, after = template.format(T="\x01", **names_of(rule.parts)).split("\x01")
                encode = (lambda text: text.encode("utf-16-le")) if how == "utf-16" else str.encode
                begin = len(content) + len(encode(before))
                cases.append((rule, path, content.count(b"\n") + before.count("\n") + 1, begin,
                              begin + len(encode(written))))
                content += encode(before + written + after + "\n" * 12)  # no partner is near
            self.box.write(path, (b"\xff\xfe" if how == "utf-16" else b"") + content)
        found = self.scan()
        missed, wrong = {}, []
        for rule, path, line, begin, end in cases:
            shift = 2 if path.startswith("utf16") else 0
            here = found.get((path, begin + shift), [])
            ours = [entry for entry in here if rule.id in entry[0] or SAME_SHAPE.get(rule.id) in entry[0]]
            if not ours:
                missed.setdefault(rule.id, []).append(path)
                continue
            _, place, finding = ours[0]
            if place["bytes"]["end"] != end + shift or place["region"]["start_line"] != line:
                wrong.append((rule.id, path, "place"))
            proven = rule.checksum and rule.id in make_token.KINDS and finding["rule"]["id"] == rule.id
            if proven and finding["verdict"] != "valid":
                wrong.append((rule.id, path, finding["verdict"]))
        for rule_id, paths in EXPECTED_SILENCE.items():
            for path in paths:
                self.assertIn(path, missed.get(rule_id, []), f"{rule_id} is found in {path} after all")
                missed[rule_id].remove(path)
        missed = {rule_id: paths for rule_id, paths in missed.items() if paths}
        count = sum(map(len, missed.values()))
        self.assertEqual(wrong, [])
        self.assertEqual(missed, {}, f"{count} of {len(cases)} are missed")

    def mutations(self, rule):
        """(what, the text, the broken token in it)"""
        token = rule.token(self.rng)
        closed = rule.behind.startswith("(?:[^")
        whole = re.compile(rule.secret).fullmatch
        name = names_of(rule.parts)["snake"]

        def quoted(text, before="", after=""):
            return f'{name} = "{before}{text}{after}"\n'

        middle = len(token) * 2 // 3
        for what, text in (
            ("one short", token[:middle] + token[middle + 1:]),
            ("one short at the end", token[:-1]),
            ("other alphabet", token[:middle] + "!" + token[middle + 1:]),
            ("upper case", token.upper()),
            ("lower case", token.lower()),
        ):
            # A kind without an end, or of any length, is still there in front of the broken place.
            rest = range(4, len(text)) if not closed else [middle] if text[middle:middle + 1] == "!" else []
            if not whole(text) and not any(whole(text[:end]) for end in rest):
                yield what, quoted(text), text
        if closed and token[-1].isalnum():
            longer = token + ("7" if token[-1].isdigit() else "a")
            if not whole(longer):
                yield "one long", quoted(longer), longer
        if rule.front.startswith("(?:^|[^A-Za-z0-9") and token[0].isalnum() and not whole("x7" + token):
            yield "inside a word", quoted(token, before="x7"), "x7" + token
        if rule.checksum and rule.id in make_token.KINDS:
            spoiled = make_token.spoiled(rule.id, token)
            if whole(spoiled):
                yield "checksum", quoted(spoiled), spoiled

    def test_no_floor_of_entropy_drops_what_is_random(self):
        """A floor belongs at the lowest hundredth of random tokens: above it, real ones are lost."""
        for rule in rules():
            if rule.min_entropy == 0 or rule.id in make_token.KINDS:
                continue
            below = sum(entropy(text_of(rule.tree, self.rng)) < rule.min_entropy for _ in range(150))
            self.assertLess(below, 8, rule.id)

    def test_what_is_no_such_token_is_left_alone(self):
        content, cases = "", []
        for rule in rules():
            for what, text, token in self.mutations(rule):
                begin = len(content) + text.index(token)
                cases.append((rule, what, begin, begin + len(token), token))
                content += text + "\n\n"
        self.box.write("mutations.txt", content)
        found = {}
        for (_, begin), entries in self.scan().items():
            for ids, place, finding in entries:
                for rule_id in ids:
                    found.setdefault(rule_id, []).append((begin, place["bytes"]["end"], finding["verdict"]))
        wrong = []
        for rule, what, begin, end, token in cases:
            verdicts = [entry[2] for entry in found.get(rule.id, []) if entry[0] < end and begin < entry[1]]
            if what == "checksum":
                if verdicts not in (["invalid"], ["none"] if rule.id in ONLY_RAISES else [], []):
                    wrong.append((rule.id, what, verdicts, token))
                if not verdicts:
                    wrong.append((rule.id, what, "not reported at a lower grade", token))
            elif verdicts:
                wrong.append((rule.id, what, verdicts, token))
        self.assertGreater(len(cases), 1500)
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
