#include "transport/server/tls.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <limits>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <utility>

namespace attune::server {
namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

constexpr const char* ciphers_of_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL";
constexpr const char* groups = "X25519:P-256:P-384";
constexpr std::size_t read_at_once = 16384;  // the most that one record holds

std::string last_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown reason" : reason;
}

// The one protocol there is, for clients that ask.
int choose_protocol(
    SSL* /*ssl*/,
    const unsigned char** out,
    unsigned char* out_size,
    const unsigned char* in,
    unsigned int in_size,
    void* /*argument*/
) {
  constexpr std::string_view http = "http/1.1";
  std::string_view offered{reinterpret_cast<const char*>(in), in_size};
  while (!offered.empty()) {
    const auto size = static_cast<unsigned char>(offered.front());
    const std::string_view name = offered.substr(1, size);
    if (name == http) {
      *out = reinterpret_cast<const unsigned char*>(name.data());
      *out_size = size;
      return SSL_TLSEXT_ERR_OK;
    }
    offered.remove_prefix(std::min<std::size_t>(offered.size(), 1U + size));
  }
  return SSL_TLSEXT_ERR_NOACK;
}

// A key with a passphrase would wait for one on the terminal.
int no_passphrase(char* /*into*/, int /*size*/, int /*writing*/, void* /*argument*/) {
  return 0;
}

std::chrono::sys_seconds moment_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return {};
  }
  return std::chrono::sys_seconds{std::chrono::seconds{timegm(&parts)}};
}

}  // namespace

struct TlsEnd::Parts {
  explicit Parts(SSL_CTX* context)
      : ssl{SSL_new(context)}, in{BIO_new(BIO_s_mem())}, out{BIO_new(BIO_s_mem())} {
    // An empty inbox is no end of the stream.
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(ssl.get(), in, out);  // which owns them from here on
    SSL_set_accept_state(ssl.get());
  }

  std::unique_ptr<SSL, Free> ssl;
  BIO* in;
  BIO* out;
};

TlsEnd::TlsEnd(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}

TlsEnd::TlsEnd(TlsEnd&& other) noexcept = default;
TlsEnd& TlsEnd::operator=(TlsEnd&& other) noexcept = default;
TlsEnd::~TlsEnd() = default;

void TlsEnd::feed(std::string_view sealed) {
  BIO_write(parts_->in, sealed.data(), static_cast<int>(sealed.size()));
}

std::size_t TlsEnd::open_some(std::span<char> into, State& state) {
  state = State::open;
  ERR_clear_error();
  const std::size_t most = std::min<std::size_t>(into.size(), std::numeric_limits<int>::max());
  const int got = SSL_read(parts_->ssl.get(), into.data(), static_cast<int>(most));
  if (got > 0) {
    return static_cast<std::size_t>(got);
  }
  switch (SSL_get_error(parts_->ssl.get(), got)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      break;
    case SSL_ERROR_ZERO_RETURN:
      state = State::closed;
      break;
    default:
      state = ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST ? State::plain_http
                                                                     : State::broken;
      ERR_clear_error();
      break;
  }
  return 0;
}

TlsEnd::State TlsEnd::open(std::string& said) {
  State state = State::open;
  while (true) {
    const std::size_t before = said.size();
    said.resize(before + read_at_once);
    const std::size_t got = open_some(std::span{said}.subspan(before), state);
    said.resize(before + got);
    if (got == 0) {
      return state;
    }
  }
}

void TlsEnd::seal(std::string_view saying) {
  ERR_clear_error();
  while (!saying.empty()) {
    const std::size_t most = std::min<std::size_t>(saying.size(), std::numeric_limits<int>::max());
    const int taken = SSL_write(parts_->ssl.get(), saying.data(), static_cast<int>(most));
    if (taken <= 0) {
      ERR_clear_error();
      return;  // it is broken: the next open() says so
    }
    saying.remove_prefix(static_cast<std::size_t>(taken));
  }
}

void TlsEnd::close() {
  ERR_clear_error();
  if (SSL_is_init_finished(parts_->ssl.get()) == 1) {
    SSL_shutdown(parts_->ssl.get());
    ERR_clear_error();
  }
}

std::string TlsEnd::outgoing() {
  std::string bytes(BIO_ctrl_pending(parts_->out), '\0');
  if (!bytes.empty()) {
    BIO_read(parts_->out, bytes.data(), static_cast<int>(bytes.size()));
  }
  return bytes;
}

struct Tls::Parts {
  std::unique_ptr<SSL_CTX, Free> context;
};

Tls::Tls(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}

Tls::~Tls() = default;

std::expected<std::unique_ptr<Tls>, std::string> Tls::load(
    const std::filesystem::path& certificate, const std::filesystem::path& key
) {
  ERR_clear_error();
  auto parts = std::make_unique<Parts>();
  parts->context.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = parts->context.get();
  if (context == nullptr) {
    return std::unexpected{"TLS cannot be set up: " + last_error()};
  }
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(
      context,
      SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
          SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA
  );
  // Idle connections, which are most, hold no buffers.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  if (SSL_CTX_set_cipher_list(context, ciphers_of_1_2) != 1 ||
      SSL_CTX_set1_groups_list(context, groups) != 1) {
    return std::unexpected{"TLS cannot be set up: " + last_error()};
  }
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1) {
    return std::unexpected{
        "the certificate " + certificate.string() + " cannot be read as PEM: " + last_error()
    };
  }
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return std::unexpected{
        "the key " + key.string() +
        " cannot be read as PEM without a passphrase, or is not the certificate's: " + last_error()
    };
  }
  if (SSL_CTX_check_private_key(context) != 1) {
    return std::unexpected{
        "the key " + key.string() + " is not that of the certificate " + certificate.string()
    };
  }
  return std::unique_ptr<Tls>{new Tls{std::move(parts)}};
}

TlsEnd Tls::accept() const {
  return TlsEnd{std::make_unique<TlsEnd::Parts>(parts_->context.get())};
}

std::chrono::sys_seconds Tls::expires() const {
  return moment_of(X509_get0_notAfter(SSL_CTX_get0_certificate(parts_->context.get())));
}

}  // namespace attune::server
