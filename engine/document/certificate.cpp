#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

template <auto free_handle>
struct FreeWith {
  void operator()(auto* handle) const { free_handle(handle); }
};
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Memory = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using Time = std::unique_ptr<ASN1_TIME, FreeWith<ASN1_TIME_free>>;

constexpr std::size_t kMostCertificates = 1000;
constexpr std::array<std::string_view, 3> kLabels = {"CERTIFICATE", "X509 CERTIFICATE",
                                                     "TRUSTED CERTIFICATE"};

struct Found {
  Certificate certificate;
  ByteSpan span;  ///< the line that begins it; of DER the first bytes
};

std::string name_of(const X509_NAME* name) {
  const Memory memory(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_RFC2253);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

std::optional<int> days_between(const ASN1_TIME* from, const ASN1_TIME* to) {
  int days = 0;
  int seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, from, to) != 1) return std::nullopt;
  return days - (seconds < 0 ? 1 : 0);
}

// Server certificates are those that do not say they are for something else.
bool may_serve(X509* certificate) {
  const std::uint32_t usage = X509_get_extended_key_usage(certificate);
  return usage == UINT32_MAX || (usage & XKU_SSL_SERVER) != 0;
}

class Writer {
 public:
  Writer(std::string_view bytes, const DocumentLimits& limits)
      : builder_(bytes), whole_(span_of(0, bytes.size())), limits_(limits) {}

  Document write(const std::vector<Found>& all) {
    builder_.open(NodeKind::kMap, whole_);
    builder_.key("certificates", whole_);
    builder_.open(NodeKind::kList, whole_);
    for (std::size_t i = 0; i < all.size(); ++i) write(all, i);
    builder_.close(whole_.end);
    builder_.close(whole_.end);
    return builder_.finish();
  }

 private:
  void text(std::string_view key, std::string_view value) {
    builder_.key(key, span_);
    builder_.scalar(NodeKind::kString, ScalarStyle::kPlain, value, span_);
  }
  void number(std::string_view key, std::optional<int> value) {
    builder_.key(key, span_);
    builder_.scalar(value ? NodeKind::kNumber : NodeKind::kUnknown, ScalarStyle::kPlain,
                    std::to_string(value.value_or(0)), span_);
  }
  void flag(std::string_view key, bool value) {
    builder_.key(key, span_);
    builder_.set_flag(builder_.scalar(NodeKind::kBool, ScalarStyle::kPlain, value ? "true" : "false", span_),
                      value);
  }

  void write(const std::vector<Found>& all, std::size_t position) {
    X509* certificate = all[position].certificate.get();
    span_ = all[position].span;
    builder_.open(NodeKind::kMap, span_);
    text("subject", name_of(X509_get_subject_name(certificate)));
    text("issuer", name_of(X509_get_issuer_name(certificate)));
    const bool authority = X509_check_ca(certificate) > 0;
    const bool own = X509_self_signed(certificate, 0) == 1;
    flag("authority", authority);
    flag("self-signed", own);
    flag("for-servers", !authority && may_serve(certificate));
    flag("names", X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1) >= 0);
    write_key(certificate);
    int digest = NID_undef;
    X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr);
    // Ed25519 and its like have no digest of their own.
    text("digest", digest == NID_undef ? "none" : OBJ_nid2sn(digest));
    const ASN1_TIME* begin = X509_get0_notBefore(certificate);
    const ASN1_TIME* end = X509_get0_notAfter(certificate);
    number("days-valid", days_between(begin, end));
    std::optional<int> left;
    if (limits_.today) {
      const Time today(ASN1_TIME_set(nullptr, static_cast<time_t>(*limits_.today * 86'400)));
      left = days_between(today.get(), end);
    }
    number("days-left", left);
    // A chain goes from the server's certificate upwards; a bundle of authorities has no order.
    const bool ordered = position == 0 || X509_check_ca(all.front().certificate.get()) > 0 ||
                         X509_NAME_cmp(X509_get_issuer_name(all[position - 1].certificate.get()),
                                       X509_get_subject_name(certificate)) == 0;
    flag("in-order", ordered);
    builder_.close(span_.end);
  }

  void write_key(X509* certificate) {
    EVP_PKEY* key = X509_get0_pubkey(certificate);
    const int type = key == nullptr ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);
    text("key", type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS ? "RSA"
                : type == EVP_PKEY_EC                            ? "EC"
                : type == EVP_PKEY_DSA                           ? "DSA"
                                                                 : "other");
    number("bits", key == nullptr ? std::nullopt : std::optional<int>(EVP_PKEY_get_bits(key)));
  }

  DocumentBuilder builder_;
  ByteSpan whole_;
  const DocumentLimits& limits_;
  ByteSpan span_;
};

std::optional<std::string> read_pem(std::string_view bytes, std::vector<Found>& found) {
  std::size_t at = 0;
  while ((at = bytes.find("-----BEGIN ", at)) != std::string_view::npos) {
    const std::size_t label = at + 11;
    const std::size_t label_end = bytes.find("-----", label);
    if (label_end == std::string_view::npos || label_end - label > 64) {
      at = label;
      continue;
    }
    const std::string_view name = bytes.substr(label, label_end - label);
    const std::size_t begin = at;
    at = label_end + 5;
    bool known = false;
    for (const std::string_view one : kLabels) known = known || name == one;
    if (!known) continue;
    const std::string last = fmt::format("-----END {}-----", name);
    const std::size_t end = bytes.find(last, at);
    if (end == std::string_view::npos) return "a certificate has no end";
    const std::string_view block = bytes.substr(begin, end + last.size() - begin);
    if (found.size() >= kMostCertificates)
      return fmt::format("it holds more than {} certificates", kMostCertificates);
    const std::string text = std::string(block) + "\n";
    const Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    Certificate certificate(PEM_read_bio_X509_AUX(memory.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    if (certificate == nullptr) return fmt::format("certificate {} cannot be read", found.size() + 1);
    found.push_back({std::move(certificate), span_of(begin, label_end + 5)});
    at = end + last.size();
  }
  return std::nullopt;
}

}  // namespace

DocumentReading read_certificates(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  if (bytes.size() > limits.bytes) {
    reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
    return reading;
  }
  std::vector<Found> found;
  if (bytes.starts_with('\x30')) {
    const unsigned char* at = reinterpret_cast<const unsigned char*>(bytes.data());
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(bytes.size())));
    ERR_clear_error();
    if (certificate == nullptr) {
      reading.failure = "it is no certificate";
      return reading;
    }
    found.push_back({std::move(certificate), span_of(0, 1)});
  } else {
    reading.failure = read_pem(bytes, found);
  }
  if (!found.empty()) reading.documents.push_back(Writer(bytes, limits).write(found));
  return reading;
}

}  // namespace trawl
