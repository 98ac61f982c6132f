#include "engine/match/decode/container.h"

#include <array>

namespace trawl {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  std::string_view name;
};

constexpr std::array kSignatures = {
    Signature{"PK\x03\x04"sv, "zip archive"},
    Signature{"\x1F\x8B\x08"sv, "gzip data"},
    Signature{"\x28\xB5\x2F\xFD"sv, "zstd data"},
    Signature{"\xFD"
              "7zXZ\0"sv,
              "xz data"},
    Signature{"7z\xBC\xAF\x27\x1C"sv, "7z archive"},
    Signature{"Rar!\x1A\x07"sv, "rar archive"},
    Signature{"\x04\x22\x4D\x18"sv, "lz4 data"},
    Signature{"\x02\x21\x4C\x18"sv, "lz4 data"},
    Signature{"\x1F\x9D\x90"sv, "compress data"},
    Signature{"\xED\xAB\xEE\xDB"sv, "rpm archive"},
    Signature{"MSCF\0\0\0\0"sv, "cabinet archive"},
    Signature{"xar!\0\x1C"sv, "xar archive"},
    Signature{"hsqs"sv, "squashfs archive"},
    Signature{"070701"sv, "cpio archive"},
    Signature{"070702"sv, "cpio archive"},
    Signature{"LZIP\1"sv, "lzip data"},
    Signature{"PACK\0\0\0\2"sv, "git pack archive"},
    Signature{"# v2 git bundle\n"sv, "git bundle archive"},
    Signature{"# v3 git bundle\n"sv, "git bundle archive"},
};

// "BZh", a digit, and the first block's sign: three letters and a digit alone may begin a text.
bool is_bzip2(std::string_view front) {
  constexpr std::string_view kBlock = "1AY&SY";
  return front.starts_with("BZh") && front.size() >= 10 && front[3] >= '1' && front[3] <= '9' &&
         front.substr(4, kBlock.size()) == kBlock;
}

}  // namespace

std::string_view container_of(std::string_view front) {
  for (const Signature& signature : kSignatures) {
    if (front.starts_with(signature.bytes)) return signature.name;
  }
  return is_bzip2(front) ? "bzip2 data"sv : std::string_view();
}

}  // namespace trawl
