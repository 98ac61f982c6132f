"""Private keys in every armor, as people keep them: each form in each kind of text is found, and graded by what it is.

The keys are made here, of random numbers: they are no keys of anybody, and open nothing.
"""

import base64
import json
import random
import sys
import unittest

import sandbox

RNG = random.Random(77)


def der(tag, *contents):
    body = b"".join(contents)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(octets)]) + octets + body


def integer(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def large(bits):
    return RNG.getrandbits(bits) | 1 << (bits - 1) | 1


def pkcs1():
    p, q = large(1024), large(1024)
    return der(0x30, integer(0), integer(p * q), integer(65537), integer(large(2047)), integer(p), integer(q),
               *(integer(large(1023)) for _ in range(3)))


def sec1():
    curve = der(0xA0, bytes.fromhex("06082a8648ce3d030107"))
    public = der(0xA1, der(3, b"\0\x04" + RNG.randbytes(64)))
    return der(0x30, integer(1), der(4, RNG.randbytes(32)), curve, public)


def dsa():
    return der(0x30, integer(0), integer(large(1024)), integer(large(160)), integer(large(1023)), integer(large(1022)),
               integer(large(159)))


def pkcs8():
    algorithm = der(0x30, bytes.fromhex("06092a864886f70d010101"), b"\x05\0")
    return der(0x30, integer(0), algorithm, der(4, pkcs1()))


def ed25519():
    return der(0x30, integer(0), der(0x30, bytes.fromhex("06032b6570")), der(4, der(4, RNG.randbytes(32))))


def pkcs8_encrypted():
    kdf = der(0x30, bytes.fromhex("06092a864886f70d01050c"), der(0x30, der(4, RNG.randbytes(8)), integer(2048)))
    cipher = der(0x30, bytes.fromhex("060960864801650304012a"), der(4, RNG.randbytes(16)))
    scheme = der(0x30, bytes.fromhex("06092a864886f70d01050d"), der(0x30, kdf, cipher))
    return der(0x30, scheme, der(4, RNG.randbytes(1232)))


def openssh(cipher):
    def text(value):
        return len(value).to_bytes(4, "big") + value
    public = text(b"ssh-ed25519") + text(RNG.randbytes(32))
    check = RNG.randbytes(4)
    inner = check + check + public + text(RNG.randbytes(64)) + text(b"ops@build")
    inner += bytes(range(1, 1 + -len(inner) % 16))
    kdf = b"none" if cipher == b"none" else b"bcrypt"
    options = b"" if cipher == b"none" else text(RNG.randbytes(16)) + (16).to_bytes(4, "big")
    if cipher != b"none":
        inner = RNG.randbytes(len(inner))
    return b"openssh-key-v1\0" + text(cipher) + text(kdf) + text(options) + (1).to_bytes(4, "big") + text(public) + text(inner)


def armored(label, content, width=64):
    encoded = base64.b64encode(content).decode()
    lines = [encoded[at : at + width] for at in range(0, len(encoded), width)]
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----")) + "\n"


# form -> (armor, severity when nothing speaks against it)
KEYS = {
    "pkcs1": (armored("RSA PRIVATE " "KEY", pkcs1()), "critical"),
    "pkcs8": (armored("PRIVATE " "KEY", pkcs8()), "critical"),
    "sec1": (armored("EC PRIVATE " "KEY", sec1()), "critical"),
    "dsa": (armored("DSA PRIVATE " "KEY", dsa()), "critical"),
    "ed25519": (armored("PRIVATE " "KEY", ed25519()), "critical"),
    "openssh": (armored("OPENSSH PRIVATE " "KEY", openssh(b"none"), 70), "critical"),
    "openssh-encrypted": (armored("OPENSSH PRIVATE " "KEY", openssh(b"aes256-ctr"), 70), "medium"),
    "pkcs8-encrypted": (armored("ENCRYPTED PRIVATE " "KEY", pkcs8_encrypted()), "medium"),
}

TEXTS = {
    "id_key": lambda key: key,
    "windows.pem": lambda key: key.replace("\n", "\r\n"),
    "a.py": lambda key: f'KEY = """{key}"""\n',
    "b.py": lambda key: "".join(f"# {line}\n" for line in key.splitlines()),
    "a.json": lambda key: json.dumps({"private_key": key}),
    "nested.json": lambda key: json.dumps({"body": json.dumps({"private_key": key})}),
    ".env": lambda key: 'KEY="' + key.replace("\n", "\\n") + '"\n',
    "spaces.env": lambda key: 'KEY="' + key.strip().replace("\n", " ") + '"\n',
    "a.yaml": lambda key: "tls:\n  key: |\n" + "".join(f"    {line}\n" for line in key.splitlines()),
    "secret.yaml": lambda key: "  tls.key: " + base64.b64encode(key.encode()).decode() + "\n",
    "a.c": lambda key: "const char *key =\n" + "".join(f'  "{line}\\n"\n' for line in key.splitlines()) + ";\n",
    "A.java": lambda key: "String key = " + " +\n    ".join(f'"{line}\\n"' for line in key.splitlines()) + ";\n",
    "a.js": lambda key: "const key = [" + ",\n  ".join(f"'{line}'" for line in key.splitlines()) + "].join('\\n');\n",
    "a.tf": lambda key: f"key = <<EOT\n{key}EOT\n",
    "a.xml": lambda key: f"<key>{key}</key>\n",
    "mail.txt": lambda key: "".join(f"> {line}\n" for line in key.splitlines()),
    "one-line.txt": lambda key: key.replace("\n", "") + "\n",
    "wide.txt": lambda key: key.encode("utf-16"),
}


class Armors(unittest.TestCase):
    def test_each_key_in_each_text(self):
        box = sandbox.Sandbox()
        self.addCleanup(box.close)
        for form, (key, _) in KEYS.items():
            for name, wrap in TEXTS.items():
                box.write(f"{form}/{name}", wrap(key))
        report = json.loads(box.trawl("scan", "-o", "json", "--no-config", "--only", "secrets", "--no-progress").stdout)
        found = {}
        for finding in report["findings"]:
            for place in finding["locations"]:
                found.setdefault(place["path"], []).append(finding)
        for form, (_, severity) in KEYS.items():
            with self.subTest(form=form):
                self.assertEqual([name for name in TEXTS if f"{form}/{name}" not in found], [])
                self.assertEqual({finding["severity"] for name in TEXTS for finding in found[f"{form}/{name}"]}, {severity})
                prints = {finding["fingerprint"] for name in TEXTS for finding in found[f"{form}/{name}"]}
                self.assertEqual(len(prints), 1, "one key is one result, whatever it stands in")

    def test_what_is_public_is_none(self):
        box = sandbox.Sandbox()
        self.addCleanup(box.close)
        for label in ("CERTIFICATE", "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE REQUEST", "X509 CRL", "DH PARAMETERS"):
            box.write(label + ".pem", armored(label, pkcs1()))
        self.assertEqual(box.trawl("scan", "--no-config", "--only", "secrets").returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
