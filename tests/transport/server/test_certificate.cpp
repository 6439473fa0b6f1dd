#include "tests/transport/server/test_certificate.h"

#include <cstdio>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdexcept>

namespace attune::testing {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

File opened(const std::filesystem::path& path) {
  File file{std::fopen(path.c_str(), "w"), std::fclose};
  if (!file) {
    throw std::runtime_error{"cannot write " + path.string()};
  }
  return file;
}

}  // namespace

void write_certificate(const std::filesystem::path& folder, const std::string& name) {
  constexpr long day_s = 86400;
  const Key key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  const Certificate certificate{X509_new(), X509_free};
  X509* made = certificate.get();
  X509_set_version(made, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -day_s);
  X509_gmtime_adj(X509_getm_notAfter(made), day_s);
  X509_set_pubkey(made, key.get());
  X509_NAME* subject = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(
      subject,
      "CN",
      MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(name.data()),
      static_cast<int>(name.size()),
      -1,
      0
  );
  X509_set_issuer_name(made, subject);
  if (X509_sign(made, key.get(), EVP_sha256()) == 0) {
    throw std::runtime_error{"the certificate cannot be signed"};
  }
  std::filesystem::create_directories(folder);
  PEM_write_X509(opened(folder / "cert.pem").get(), made);
  PEM_write_PrivateKey(
      opened(folder / "key.pem").get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr
  );
}

}  // namespace attune::testing
