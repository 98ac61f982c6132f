#!/usr/bin/env python3
"""Prints a made-up token whose checksum or structure is right: for the examples of secret rules.

    make_token.py github-pat            one token
    make_token.py --pieces github-pat   as a TOML list of pieces, so that scanners leave the rule file alone
    make_token.py --wrong github-pat    with one character of the checksum changed
    make_token.py --seed 7 github-pat   another one; the same seed gives the same token
    make_token.py --list                every kind

The methods are written down here a second time, independently of engine/match/validators, so that the two
check each other. Nothing printed was ever issued by anyone.
"""

import argparse
import base64
import hashlib
import json
import random
import string
import struct
import sys
import zlib

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
BASE62_LOWER_FIRST = string.digits + string.ascii_lowercase + string.ascii_uppercase
BASE36 = string.digits + string.ascii_lowercase
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE32 = string.ascii_uppercase + "234567"
BASE66 = string.ascii_lowercase + string.ascii_uppercase + "1234567890.-_~"
ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
URL64 = ALNUM + "-_"

rng = random.Random(1)


def pick(alphabet, count):
    return "".join(rng.choice(alphabet) for _ in range(count))


def octets(count):
    return bytes(rng.randrange(256) for _ in range(count))


def crc32(text):
    return zlib.crc32(text.encode() if isinstance(text, str) else text) & 0xFFFFFFFF


def in_base(number, alphabet, width):
    digits = ""
    while number or len(digits) < width:
        number, digit = divmod(number, len(alphabet))
        digits = alphabet[digit] + digits
    return digits


def rol(value, count):
    return ((value << count) | (value >> (32 - count))) & 0xFFFFFFFF


def marvin32(data, seed):
    seed = int.from_bytes(seed.encode(), "big")
    p0, p1 = seed & 0xFFFFFFFF, seed >> 32

    def mix(a, b):
        b ^= a
        a = rol(a, 20)
        a = (a + b) & 0xFFFFFFFF
        b = rol(b, 9)
        b ^= a
        a = rol(a, 27)
        a = (a + b) & 0xFFFFFFFF
        return a, rol(b, 19)

    whole = len(data) // 4 * 4
    for (word,) in struct.iter_unpack("<I", data[:whole]):
        p0, p1 = mix((p0 + word) & 0xFFFFFFFF, p1)
    tail = int.from_bytes((data[whole:] + b"\x80").ljust(4, b"\0"), "little")
    p0, p1 = mix((p0 + tail) & 0xFFFFFFFF, p1)
    p0, p1 = mix(p0, p1)
    return p0 ^ p1


def crc16_xmodem(data):
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def crc24(data):
    crc = 0xB704CE
    for byte in data:
        crc ^= byte << 16
        for _ in range(8):
            crc <<= 1
            if crc & 0x1000000:
                crc ^= 0x1864CFB
    return crc & 0xFFFFFF


def base58check(payload):
    data = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    text = in_base(int.from_bytes(data, "big"), BASE58, 0)
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def bech32(human, data):
    alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[i : i + 5], 2) for i in range(0, len(bits), 5)]

    def polymod(numbers):
        check = 1
        for number in numbers:
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ number
            for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                check ^= generator if (top >> i) & 1 else 0
        return check

    expanded = [ord(c) >> 5 for c in human] + [0] + [ord(c) & 31 for c in human]
    check = polymod(expanded + values + [0] * 6) ^ 1
    values += [(check >> 5 * (5 - i)) & 31 for i in range(6)]
    return human + "1" + "".join(alphabet[v] for v in values)


def b64(data):
    return base64.b64encode(data).decode()


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def compact(value):
    return json.dumps(value, separators=(",", ":")).encode()


# --- kinds with a checksum ---------------------------------------------------------------------------------


def crc_base62(prefix, length, alphabet=BASE62, over_prefix=False, body_alphabet=ALNUM):
    def make():
        body = pick(body_alphabet, length)
        return prefix + body + in_base(crc32(prefix + body if over_prefix else body), alphabet, 6)

    return make


def github_fine_grained():
    head = "github_pat_11" + pick(string.ascii_uppercase + string.digits, 9) + "0" + pick(ALNUM, 10) + "_"
    head += pick(ALNUM, 43)
    return head + base64.b32encode(hashlib.sha256(head.encode()).digest()).decode()[:8] + pick(BASE32, 8)


def github_server_jwt():
    header = {"alg": "RS256", "typ": "JWT"}
    return "ghs_" + pick("123456789", 6) + "_" + jwt(header, {
        "iss": "github", "aud": "api", "iat": 1767225600, "exp": 1893456000, "jti": pick(HEX, 32)}, 256)


def gitlab_routable(prefix, version):
    def make():
        payload = b64url(b"o:1\nu:" + pick(BASE36[1:], 4).encode() + b"\n" + octets(16) + b"\x10")
        head = prefix + payload + version + "." + in_base(len(payload), BASE36, 2)
        return head + in_base(crc32(head), BASE36, 7)

    return make


def crc_hex(prefix, length, separator="", body_alphabet=ALNUM):
    def make():
        body = pick(body_alphabet, length)
        return prefix + body + separator + f"{crc32(body):08x}"

    return make


def grafana_service_account():
    head = "glsa_" + pick(ALNUM, 32)
    return head + "_" + struct.pack("<I", crc32(head)).hex()


def atlassian(prefix, length, separator):
    def make():
        head = prefix + pick(URL64 if separator else ALNUM, length) + separator
        return head + f"{crc32(head):08X}"

    return make


def confluent():
    body = pick(ALNUM + "+/", 54)
    return "cflt" + body + b64(struct.pack("<I", crc32(body)))[:6]


def nkey(role):
    roles = {"U": 20, "A": 0, "O": 14, "N": 13, "C": 2, "X": 23}

    def make():
        prefix, second = 18 << 3, roles[role] << 3
        data = bytes([prefix | second >> 5, (second & 31) << 3]) + octets(32)
        return base64.b32encode(data + struct.pack("<H", crc16_xmodem(data))).decode().rstrip("=")

    return make


def stellar():
    data = bytes([18 << 3]) + octets(32)
    return base64.b32encode(data + struct.pack("<H", crc16_xmodem(data))).decode()


# csv id, signature, characters before it, decoded bytes, URL-safe, only letters and digits, seeds
AZURE = (
    ("azure-storage-key", "+ASt", 76, 64, False, False, ("Default0",)),
    ("azure-cosmosdb-key", "ACDb", 76, 64, False, False,
     ("MastRW00", "MastRO00", "SystRW00", "SystRO00", "Resour00", "SysAll00", "Encryp00")),
    ("azure-batch-key", "+ABa", 76, 64, False, False, ("AbAcct00",)),
    ("azure-apim-key", "APIM", 76, 64, False, False, ("Tenant00", "Gatewy00", "GitKey00", "IoTHub00")),
    ("azure-ml-classic-key", "+AMC", 76, 64, False, False, ("Classic0",)),
    ("azure-servicebus-key", "+ASb", 33, 32, False, False, ("Send0000", "Listen00", "Manage00")),
    ("azure-eventhub-key", "+AEh", 33, 32, False, False, ("Send0000", "Listen00", "Manage00")),
    ("azure-relay-key", "+ARm", 33, 32, False, False, ("Send0000", "Listen00", "Manage00")),
    ("azure-iot-key", "AIoT", 33, 32, False, False, ("IoTHub00", "Device00", "DpsKey00")),
    ("azure-redis-key", "AzCa", 33, 32, False, False, ("Access00",)),
    ("azure-eventgrid-key", "AZEG", 33, 32, False, False, ("Default0",)),
    ("azure-acr-key", "+ACR", 42, 39, False, False, ("ACRDflt0",)),
    ("azure-search-key", "AzSe", 42, 39, False, True, ("PAdmin00", "Query000")),
    ("azure-functions-key", "AzFu", 44, 40, True, False, ("Functi00", "System00", "Master00")),
)


def azure(signature, offset, length, url_safe, alnum_only, seeds):
    altchars = b"-_" if url_safe else b"+/"

    def make():
        while True:
            text = pick(ALNUM + altchars.decode(), offset) + signature
            # The signature may end inside a byte, the rest of which is zero.
            data = base64.b64decode((text + "A" * 8)[: (length + 2) // 3 * 4], altchars)[: length - 4]
            data += struct.pack("<I", marvin32(data, rng.choice(seeds)))
            token = base64.b64encode(data, altchars).decode()
            if not alnum_only or token.isalnum():
                return token

    return make


def azure_cask(signature):
    def make():
        year_month = rng.choice("ABC") + rng.choice("ABCDEFGHIJKL")
        while True:
            head = pick(ALNUM, 52) + "JQQJ99" + year_month + pick(ALNUM, 16) + signature
            checksum = b64(struct.pack("<I", marvin32(base64.b64decode(head), "Default0"))[:3])
            if checksum.isalnum():
                return head + checksum

    return make


def azure_devops_legacy():
    data = bytearray(octets(32))
    covered = bytes(data[0:2] + data[3:7] + data[9:22] + data[23:32])
    check = struct.pack("<I", crc32(covered) ^ 0xE0B9692D)
    for place, value in zip((22, 8, 7, 2), check):
        data[place] = value
    return base64.b32encode(bytes(data)).decode().rstrip("=").lower()


def entra():
    head = pick(ALNUM, 3) + "8Q~" + pick(ALNUM + "-_~.", 31)
    return head + in_base(marvin32(head.encode(), "AadPwd00"), BASE66, 6)[:3]


def bip39():
    try:
        from mnemonic import Mnemonic  # the package of the BIP-39 reference implementation
    except ImportError:
        sys.exit("make_token.py: bip39-mnemonic needs the Python package `mnemonic`")
    return Mnemonic("english").to_mnemonic(octets(16))


def pgp_block():
    modulus = (1024).to_bytes(2, "big") + bytes([0x80 | octets(1)[0]]) + octets(127)
    body = b"\x04" + octets(4) + b"\x01" + modulus + b"\x00\x11\x01\x00\x01" + b"\x00" + octets(320)
    packet = b"\x95" + len(body).to_bytes(2, "big") + body
    text = b64(packet)
    lines = "\n".join(text[i : i + 64] for i in range(0, len(text), 64))
    return (f"-----BEGIN PGP {'PRIVATE'} KEY BLOCK-----\n\n{lines}\n={b64(crc24(packet).to_bytes(3, 'big'))}\n"
            f"-----END PGP {'PRIVATE'} KEY BLOCK-----")


# --- kinds with structure ----------------------------------------------------------------------------------


def aws_access_key_id(prefix):
    return lambda: prefix + rng.choice("ABCDEFGHQRSTUVWXYZ") + pick(BASE32, 15)


def jwt(header=None, payload=None, signature=32):
    head = b64url(compact(header or {"alg": "HS256", "typ": "JWT"}))
    claims = payload or {"sub": pick("0123456789", 8), "iss": "auth.corp", "exp": 1893456000}
    return f"{head}.{b64url(compact(claims))}.{b64url(octets(signature))}"


def kubernetes_sa_jwt():
    space, account = pick(string.ascii_lowercase, 6), pick(string.ascii_lowercase, 8)
    return jwt({"alg": "RS256", "kid": pick(URL64, 43)}, {
        "iss": "kubernetes/serviceaccount",
        "kubernetes.io/serviceaccount/namespace": space,
        "kubernetes.io/serviceaccount/service-account.name": account,
        "sub": f"system:serviceaccount:{space}:{account}",
    }, 256)


def pypi_macaroon(location):
    def field(kind, data):
        return bytes([kind, len(data)]) + data

    def make():
        caveat = compact({"version": 1, "permissions": "user"})
        identifier = pick(HEX, 8) + "-" + "-".join(pick(HEX, 4) for _ in range(3)) + "-" + pick(HEX, 12)
        data = b"\x02" + field(1, location) + field(2, identifier.encode()) + b"\0"
        data += field(2, caveat) + b"\0" + b"\0" + field(6, octets(32))
        return "pypi-" + b64url(data)

    return make


def fly_macaroon():
    location = b"https://api.fly.io/v1"
    data = b"\x94\x93\xc4\x10" + octets(16) + b"\xc4\x10" + octets(16) + b"\xc2"
    data += bytes([0xA0 | len(location)]) + location + b"\x90" + b"\xc4\x20" + octets(32)
    return "FlyV1 fm2_" + b64(data)


def vault_service():
    inner = b"\x0a\x18" + pick(ALNUM, 24).encode() + b"\x10" + bytes([rng.randrange(1, 128)])
    return "hvs." + b64url(b"\x08\x01\x12\x20" + octets(32) + b"\x1a" + bytes([len(inner)]) + inner)


def discord():
    snowflake = str((rng.randrange(200_000_000_000, 340_000_000_000) << 22) | rng.randrange(1 << 22))
    return f"{b64url(snowflake.encode())}.{pick(URL64, 6)}.{pick(URL64, 38)}"


def wireguard():
    key = bytearray(octets(32))
    key[0] &= 248
    key[31] = key[31] & 127 | 64
    return b64(bytes(key))


def ngrok():
    stamp = rng.randrange(200_000_000, 300_000_000)
    return in_base(int.from_bytes(struct.pack(">I", stamp) + octets(16), "big"), BASE62, 27) + "_" + \
        pick("123456789", 1) + pick(ALNUM, 20)


def intercom():
    parts = "_".join(pick(HEX, n) for n in (8, 4, 4, 4, 12))
    return b64(f"tok:{parts}:1:0".encode())


def bedrock_long():
    name = f"BedrockAPIKey-{pick(BASE36, 4)}-at-{pick('123456789', 12)}"
    return "ABSK" + b64(f"{name}:{pick(ALNUM + '+/', 44)}".encode())


def nuget():
    """Twelve bytes that begin with "v4", then sixteen: each part in base32 of its own."""
    parts = (b"v4" + octets(10), octets(16))
    return "".join(base64.b32encode(part).decode().rstrip("=").lower() for part in parts)


KINDS = {
    "nuget-key": nuget,
    "github-pat": crc_base62("ghp_", 30),
    "github-oauth-token": crc_base62("gho_", 30),
    "github-user-to-server": crc_base62("ghu_", 30),
    "github-server-to-server": crc_base62("ghs_", 30),
    "github-refresh-token": crc_base62("ghr_", 70),
    "github-server-to-server-jwt": github_server_jwt,
    "github-fine-grained-pat": github_fine_grained,
    "netbird-pat": crc_base62("nbp_", 30),
    "npm-token": crc_base62("npm_", 30),
    "gitlab-pat-routable": gitlab_routable("glpat-", ".01"),
    "gitlab-runner-token-routable": gitlab_routable("glrt-t1_", ""),
    "vercel-pat": crc_base62("vcp_", 50),
    "vercel-integration": crc_base62("vci_", 50),
    "vercel-app-access": crc_base62("vca_", 50),
    "vercel-app-refresh": crc_base62("vcr_", 50),
    "vercel-ai-gateway": crc_base62("vck_", 50),
    "cloudflare-global-key-v2": crc_hex("cfk_", 40),
    "cloudflare-user-token-v2": crc_hex("cfut_", 40),
    "cloudflare-account-token-v2": crc_hex("cfat_", 40),
    "zuplo-key": crc_hex("zpka_", 32, "_", string.ascii_lowercase + string.digits),
    "grafana-service-account": grafana_service_account,
    "atlassian-api-token": atlassian("ATATT3xFfGF0", 171, "="),
    "atlassian-access-token": atlassian("ATCTT3xFfG", 165, "="),
    "bitbucket-app-password": atlassian("ATBB", 24, ""),
    "confluent-cloud-secret": confluent,
    "apify-token": crc_base62("apify_api_", 30, BASE62_LOWER_FIRST, over_prefix=True),
    "cloudsmith-key": crc_base62("csa_", 30, body_alphabet=HEX),
    "deno-token": crc_base62("ddp_", 30),
    "prefect-key": crc_base62("pnu_", 30),
    "nkey-seed": nkey("U"),
    "stellar-secret-seed": stellar,
    "azure-cask-key": azure_cask("ACOG"),
    "azure-devops-pat": azure_cask("AZDO"),
    "azure-devops-pat-legacy": azure_devops_legacy,
    "azure-entra-client-secret": entra,
    "age-secret-key": lambda: bech32("age-secret-key-", octets(32)).upper(),
    "bitcoin-wif": lambda: base58check(b"\x80" + octets(32) + b"\x01"),
    "bip32-xprv": lambda: base58check(b"\x04\x88\xad\xe4\x03" + octets(40) + b"\0" + octets(32)),
    "bip39-mnemonic": bip39,
    "pgp-private-key": pgp_block,
    "aws-access-key-id": aws_access_key_id("AKIA"),
    "aws-sts-access-key-id": aws_access_key_id("ASIA"),
    "aws-bedrock-key-long": bedrock_long,
    "aws-session-token": lambda: b64(b"!\x0a\x09origin_ec\x10" + octets(300)),
    "jwt": jwt,
    "kubernetes-sa-token": kubernetes_sa_jwt,
    "grafana-api-key-legacy": lambda: b64(compact({"k": pick(ALNUM, 32), "n": "deploy", "id": 1})),
    "grafana-cloud-token": lambda: "glc_" + b64(compact(
        {"o": pick("123456789", 6), "n": "stack-push", "k": pick(ALNUM, 24), "m": {"r": "eu"}})),
    "1password-sa-token": lambda: "ops_" + b64url(compact(
        {"signInAddress": "corp.1password.com", "userAuth": {"method": "SRPg-4096", "alg": "PBES2g-HS256"},
         "email": "ci@1passwordserviceaccounts.com", "srpX": pick(HEX, 64), "muk": {"k": pick(URL64, 43)},
         "secretKey": "A3-" + pick("23456789ABCDEFGHJKLMNPQRSTVWXYZ", 6), "deviceUuid": pick(BASE36, 26)})),
    "sentry-org-token": lambda: "sntrys_" + b64(compact(
        {"iat": 1700000000.5, "url": "https://sentry.io", "region_url": "https://us.sentry.io", "org": "corp"}))
    + "_" + pick(ALNUM + "+/", 43),
    "mapbox-secret-token": lambda: "sk." + b64url(compact({"u": "cartographer", "a": pick(BASE36, 25)})) + "."
    + pick(URL64, 22),
    "pypi-token": pypi_macaroon(b"pypi.org"),
    "pypi-token-test": pypi_macaroon(b"test.pypi.org"),
    "flyio-token": fly_macaroon,
    "vault-service-token": vault_service,
    "artifactory-reference-token": lambda: b64(f"reftkn:01:{pick('123456789', 10)}:{pick(ALNUM, 27)}".encode()),
    "intercom-token": intercom,
    "docker-config-auth": lambda: b64(f"builder:{pick(ALNUM, 20)}".encode()),
    "bitbucket-dc-token": lambda: "BBDC-" + b64(f"{pick('123456789', 12)}:".encode() + octets(20)),
    "jira-dc-pat": lambda: b64(f"{pick('123456789', 12)}:".encode() + octets(20)),
    "openai-key-legacy": lambda: "sk-" + pick(ALNUM, 20) + "T3Blbk" "FJ" + pick(ALNUM, 20),
    "openai-key-project": lambda: "sk-proj-" + pick(URL64, 74) + "T3Blbk" "FJ" + pick(URL64, 74),
    "openai-key-service": lambda: "sk-svcacct-" + pick(URL64, 74) + "T3Blbk" "FJ" + pick(URL64, 74),
    "openai-key-admin": lambda: "sk-admin-" + pick(URL64, 58) + "T3Blbk" "FJ" + pick(URL64, 58),
    "anthropic-key": lambda: "sk-ant-api03-" + pick(URL64, 93) + "AA",
    "anthropic-admin-key": lambda: "sk-ant-admin01-" + pick(URL64, 93) + "AA",
    "anthropic-oauth-token": lambda: "sk-ant-oat01-" + pick(URL64, 93) + "AA",
    "groq-key": lambda: "gsk_" + pick(ALNUM, 20) + "WGdyb3" "FY" + pick(ALNUM, 24),
    "maxmind-license": lambda: pick(ALNUM, 6) + "_" + pick(ALNUM, 29) + "_mmk",
    "terraform-cloud-token": lambda: pick(ALNUM, 14) + ".atlasv1." + pick(URL64, 67),
    "flutterwave-secret": lambda: "FLWSECK-" + pick(HEX, 32) + "-X",
    "mercury-token": lambda: "mercury_production_" + pick(ALNUM, 4) + "_" + pick(ALNUM, 44) + "_yrucrem",
    "discord-bot-token": discord,
    "wireguard-private-key": wireguard,
    "ethereum-private-key": lambda: "0x" + pick(HEX[:15], 64),
    "bcrypt-hash": lambda: "$2b$12$" + pick(ALNUM + "./", 21) + rng.choice(".Oeu") + pick(ALNUM + "./", 31),
    "ngrok-token": ngrok,
    "salesforce-access-token": lambda: "00D" + pick(ALNUM, 12) + "!" + pick(ALNUM + "._", 96),
}
KINDS.update({row[0]: azure(*row[1:]) for row in AZURE})


def spoiled(kind, token):
    """The last letter or digit that the checksum covers becomes another one of its own class."""
    end = len(token)
    if kind == "github-fine-grained-pat":
        end -= 8  # free characters
    if kind == "pgp-private-key":
        end = token.index("\n-----END")
    for place in range(end - 1, -1, -1):
        for letters in (string.digits[:8], "abcdef", "ABCDEF", string.ascii_letters):
            if token[place] in letters:
                other = letters[(letters.index(token[place]) + 1) % len(letters)]
                return token[:place] + other + token[place + 1 :]
    return token


def pieces(token):
    """Split in four: inside what a scanner anchors on at the front, and inside the checksum at the end."""
    cuts = [0, min(3, len(token)), len(token) // 2, max(len(token) - 4, len(token) // 2), len(token)]
    parts = [token[a:b] for a, b in zip(cuts, cuts[1:]) if a < b]
    return json.dumps(parts)  # JSON strings are TOML basic strings


def main():
    parser = argparse.ArgumentParser(description="Prints a made-up token with a right checksum or structure.")
    parser.add_argument("kind", nargs="?")
    parser.add_argument("--list", action="store_true", help="list every kind")
    parser.add_argument("--seed", type=int, default=1, help="which of the many tokens (default 1)")
    parser.add_argument("--wrong", action="store_true", help="change the last character")
    parser.add_argument("--pieces", action="store_true", help="print a TOML list of pieces")
    options = parser.parse_args()
    if options.list:
        print("\n".join(sorted(KINDS)))
        return 0
    if options.kind not in KINDS:
        print(f"make_token.py: no kind {options.kind!r}; see --list", file=sys.stderr)
        return 2
    rng.seed(f"{options.kind}/{options.seed}")
    token = KINDS[options.kind]()
    if options.wrong:
        token = spoiled(options.kind, token)
    print(pieces(token) if options.pieces else token)
    return 0


if __name__ == "__main__":
    sys.exit(main())
