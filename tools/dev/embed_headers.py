#!/usr/bin/env python3
"""Writes Clang's builtin headers and our stub headers as compressed data: embed_headers.py CLANG STUBS OUT_FOLDER

OUT_FOLDER gets headers.bin (all streams behind each other) and headers.cpp (the table). The same input gives the same
bytes.
"""

import hashlib
import pathlib
import sys
import zlib

# Headers for languages and processors that no unit is parsed for: 12 of 15 MB.
LEFT_OUT = ("opencl", "__clang_cuda", "__clang_hip", "hexagon", "hvx", "riscv", "sifive", "arm_sve", "arm_sme",
            "arm_mve", "arm_cde", "arm_neon_sve", "altivec", "s390", "zos", "vecintrin", "larch", "lsx", "lasx", "htm",
            "velintrin", "wasm_simd", "ISO_Fortran", "cuda_wrappers/", "hlsl", "llvm_libc_wrappers/",
            "openmp_wrappers/", "ppc_wrappers/", "zos_wrappers/", "fuzzer/", "sanitizer/", "orc/", "xray/", "profile/",
            "module.modulemap")


def headers_of(folder, prefix):
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_file() or file.name == "README.md" or (prefix == "clang" and name.startswith(LEFT_OUT)):
            continue
        yield f"{prefix}/{name}", file.read_bytes()


def main(clang, stubs, out):
    out = pathlib.Path(out)
    rows = sorted([*headers_of(pathlib.Path(clang), "clang"), *headers_of(pathlib.Path(stubs), "stubs")])
    digest = hashlib.sha256()
    data = bytearray()
    table = []
    for path, text in rows:
        stream = zlib.compress(text, 9)
        digest.update(f"{path}\0{len(text)}\0".encode() + text)
        table.append(f'    {{"{path}", {len(text)}, {{trawl_embedded_headers + {len(data)}, {len(stream)}}}}},')
        data += stream
    (out / "headers.bin").write_bytes(data)
    lines = ['#include "engine/sast/embedded_headers.h"', "", "extern \"C\" const unsigned char trawl_embedded_headers[];", "",
             "namespace trawl::sast {", "namespace {", "const EmbeddedHeader kHeaders[] = {", *table, "};",
             "}  // namespace", "std::span<const EmbeddedHeader> embedded_headers() { return kHeaders; }",
             f'std::string_view embedded_headers_digest() {{ return "{digest.hexdigest()}"; }}',
             "}  // namespace trawl::sast", ""]
    (out / "headers.cpp").write_text("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
