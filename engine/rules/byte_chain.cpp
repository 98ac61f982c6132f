#include "engine/rules/byte_chain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/rules/frequent_grams.h"

namespace trawl {
namespace {

// Counted over 45 MB of C, Python, Ruby, JavaScript, Java, C#, Go, shell and Markdown. Kinds of bytes:
// others, blanks, ends of lines, digits, `_`, `-`, `.`, quotes, `(`, other punctuation, then the letters in
// either case. Each character is a likelihood in thirds of a bit, from '0' on: of a kind anywhere, and of a
// kind (column) behind another (row).
constexpr std::size_t kKinds = 36;
constexpr std::string_view kAnywhere = "W7\?C@GECD;>D\?@;BDB>MG\?B>>AK=><AFGGFK";
constexpr std::array<std::string_view, kKinds> kBehind = {
    "1<AFvvN@ODMvOvHRLPMPvGRGNUvIMEURUvvv",     "\\3UBMIP@C9@D\?BACHG\?MJEDCCCOA\?\?FGDONO",
    "`19^YXvLd<SRISIUYWIW`RMVRQ`HBLQHZf`]",     "\\<B4\?E@=G5GHGHHGMMIOLHKJLMPMJLGNN@OO",
    "gHLFB]XQFE<\?;><=B@=HD>>===G<:;AC@MOK",    "`=K<Z7SHN3DEBDEEJICQKDEFECMDABFIGPRI",
    "d::\?JSABTA>@;\?>>D=\?FG@@<A>I><>BDBLMN",  "T:;=LEEBL4\?C\?BDADBBIHDBBD@LA>\?CHFJLM",
    "iIG\?CNN;B7>A:>@AEC>IE\?A@@\?I=;>A@EIPJ",  "c56CKLEBG7DEBDEFKHBMKFFBCCNCADHIJITO",
    "fAMIDGKKNBM\?<=MF\?Q\?QE9=;J@W:98ACJECO",  "]AJF@FDEG>:GDI:MJU=<L8EM<KQ>\?G7OPS>T",
    "j\?NJAEGJH@;HDM=EQ:BW<<CL7FT\?F8<MNOIW",   "h9<H;GBCA;<CI@7HNN:PQDKF=JTC\?I\?JOGE[",
    "n:BK=GCEB=>I=<B\?FOHPP>A:GAB9;<KDD\?DR",   "h7EG=FDH=>=MIB>>JS8\\N\?HE9FN=A\?@VRPE\\",
    "d9DJ;CAC@<ALBL7JC@<ORAE=>IW=<A@AOZJP",     "a<EF<GE@A=8NGE5JPO;XRHFJ;GWAD>CMQUOQ",
    "]ESNHKONMBBC=<\?;>UPYL<\?7:BN@::QA\\E\\?", "[<NG=BIDM;@NOJ4MNQFPLPLP7ENR<O=QBQPQ",
    "b;DI:CAB\?9FGFG5EGH;SO@IBDJDI<BCEHTNV",    "g=EL<HEGC=<FF\?7EIM:\\J:JJ:DYI>><ILH@V",
    "c\?KM\?FGGGA8AGC6IMP;YLC=C:;NK\?D@RTXEW",  "^:FM\?HCBD==J>9;@;N\?UEDJA=GNG<9\?DOVGY",
    "n=CSAHJIJCD@>=I\?CM@KB>=7@<]9\?>=DAIKL",   "v@IG>FFGA>9OFB9IIE\?VI<LH:\?R:B9\?KORDU",
    "vAMJ@BCF@@OIIPQQTSNUS:PMLKRJHG1TOVVS",     "f<FL\?GCFC><DB@6H@Q<XG>B><J\\?\?=>DLY@^",
    "h:CL>EABC<AKAE8JI\?<XFCDJ@AHH;7\?OIUDK",   "d9FG;FCEB=<OCH9GM::ZPEGK=DX;\?A\?NIEAS",
    "gFUMKQNLJG>@<@;=DT@[V9>:H=_7;:PRYMYO",     "cCMCAHGGF=6KJI4NMS;WTINR:LOOBKUQRZSY",
    "v=BK<GCD>\?:LGF:LQ:7XOEO><IX;@FMPDRWT",    "v;F::>AA@9@I\?D>CNI=UQICKJ9VJC8LPPBBQ",
    "g6@H9B@\?>9EFFJBJNMBOKAB\?\?9XD=@ONGVPK",  "WBLHCMKBH\?@PLJ2DSQ\?RSBDK\?ITF@J@OPNBD",
};

/// Which kind a byte is of, and which share it has of its kind.
struct Kind {
  std::uint8_t number = 0;
  double share = 0;
};

constexpr double kUpperCase = 0.1;  ///< of all letters

constexpr std::array<Kind, 256> kKindOf = [] {
  std::array<Kind, 256> kinds{};
  for (std::size_t c = 0x21; c < 0x7f; ++c) kinds[c].number = 9;
  kinds[' '].number = kinds['\t'].number = 1;
  kinds['\n'].number = kinds['\r'].number = 2;
  for (std::size_t c = '0'; c <= '9'; ++c) kinds[c].number = 3;
  kinds['_'].number = 4;
  kinds['-'].number = 5;
  kinds['.'].number = 6;
  for (const char quote : {'"', '\'', '`'}) kinds[static_cast<unsigned char>(quote)].number = 7;
  kinds['('].number = 8;
  for (std::size_t c = 'a'; c <= 'z'; ++c)
    kinds[c].number = kinds[c - 32].number = static_cast<std::uint8_t>(10 + c - 'a');
  std::array<std::size_t, kKinds> counts{};
  for (const Kind& kind : kinds) ++counts[kind.number];
  for (Kind& kind : kinds) kind.share = 1.0 / static_cast<double>(counts[kind.number]);
  for (std::size_t c = 'a'; c <= 'z'; ++c) {
    kinds[c].share = 1 - kUpperCase;
    kinds[c - 32].share = kUpperCase;
  }
  return kinds;
}();

constexpr bool is_upper(std::size_t byte) {
  return byte >= 'A' && byte <= 'Z';
}
constexpr bool is_letter(std::size_t byte) {
  return byte >= 'a' && byte <= 'z';
}

double likelihood(char thirds_of_bits) {
  return std::exp2(-(thirds_of_bits - '0') / 3.0);
}

}  // namespace

double likelihood_of(std::span<const std::bitset<256>> sets) {
  std::array<double, kKinds> at{};  // by kind: of all that came before, to end with a byte of it
  for (std::size_t place = 0; place < sets.size(); ++place) {
    std::array<double, kKinds> shares{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
      if (sets[place][byte]) shares[kKindOf[byte].number] += kKindOf[byte].share;
    }
    std::array<double, kKinds> next{};
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      if (shares[kind] == 0) continue;
      double sum = place == 0 ? likelihood(kAnywhere[kind]) : 0;
      for (std::size_t from = 0; place > 0 && from < kKinds; ++from)
        if (at[from] > 0) sum += at[from] * likelihood(kBehind[from][kind]);
      next[kind] = sum * shares[kind];
    }
    at = next;
  }
  double sum = 0;
  for (const double one : at) sum += one;
  return sum;
}

double likelihood_of_four(std::span<const std::bitset<256>, 4> sets) {
  constexpr std::size_t kEntry = 5;
  double known = 0;
  double rarest = 1;
  double texts = 1;  // case aside
  for (const std::bitset<256>& set : sets) {
    std::size_t folded = 0;
    for (std::size_t byte = 0; byte < 256; ++byte) folded += set[byte] && !is_upper(byte) ? 1 : 0;
    texts *= static_cast<double>(std::max<std::size_t>(1, folded));
  }
  for (std::size_t at = 0; at < kFrequentGrams.size(); at += kEntry) {
    const double share = likelihood(kFrequentGrams[at + 4]);
    rarest = std::min(rarest, share);
    bool is_one = true;
    double of_case = 1;  // of all its spellings, in how many it is one of the sets
    for (std::size_t place = 0; is_one && place < 4; ++place) {
      const auto byte = static_cast<unsigned char>(kFrequentGrams[at + place]);
      const bool lower = sets[place][byte];
      const bool upper = is_letter(byte) && sets[place][byte - 32U];
      is_one = lower || upper;
      if (is_letter(byte) && lower != upper) of_case *= lower ? 1 - kUpperCase : kUpperCase;
    }
    if (is_one) known += share * of_case;
  }
  // What is not in the table is rarer than all that is.
  return known + std::min(likelihood_of(sets), texts * rarest);
}

}  // namespace trawl
