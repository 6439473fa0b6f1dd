#include "transport/service/identity.h"

#include "engine/base/check.h"

#include "transport/service/limits.h"

#include <array>
#include <sodium.h>

namespace attune::service {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr int base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

void make_ready() {
  // Safe to call again and from several threads.
  ATTUNE_CHECK(sodium_init() >= 0);
}

}  // namespace

std::string new_device_token() {
  make_ready();
  std::array<unsigned char, token_bytes> bits{};
  randombytes_buf(bits.data(), bits.size());
  std::string token(sodium_base64_encoded_len(bits.size(), base64), '\0');
  sodium_bin2base64(token.data(), token.size(), bits.data(), bits.size(), base64);
  token.pop_back();  // its terminating zero
  return token;
}

std::optional<storage::Key> device_secret(std::string_view token) {
  std::array<unsigned char, token_bytes> bits{};
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(
      bits.data(), bits.size(), token.data(), token.size(), nullptr, &size, &end, base64
  );
  if (failed != 0 || size != bits.size() || end != token.data() + token.size()) {
    return std::nullopt;
  }
  auto secret = storage::Key::made([&](storage::Key::Bytes bytes) {
    ATTUNE_CHECK(
        crypto_generichash(bytes.data(), bytes.size(), bits.data(), bits.size(), nullptr, 0) == 0
    );
  });
  sodium_memzero(bits.data(), bits.size());
  return secret;
}

storage::SessionId new_session_id() {
  make_ready();
  storage::SessionId id;
  randombytes_buf(id.bytes.data(), id.bytes.size());
  return id;
}

std::uint64_t new_seed() {
  make_ready();
  std::uint64_t seed = 0;
  randombytes_buf(&seed, sizeof seed);
  return seed;
}

std::uint32_t random_below(std::uint32_t bound) {
  make_ready();
  return randombytes_uniform(bound);
}

std::string new_salt() {
  make_ready();
  std::string salt(crypto_pwhash_SALTBYTES, '\0');
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

std::optional<storage::Key> words_secret(const std::string& words, const std::string& salt) {
  ATTUNE_CHECK(salt.size() == crypto_pwhash_SALTBYTES);
  int failed = 0;
  auto secret = storage::Key::made([&](storage::Key::Bytes bytes) {
    failed = crypto_pwhash(
        bytes.data(),
        bytes.size(),
        words.data(),
        words.size(),
        reinterpret_cast<const unsigned char*>(salt.data()),
        limits::words_hash_rounds,
        limits::words_hash_bytes,
        crypto_pwhash_ALG_ARGON2ID13
    );
  });
  if (failed != 0) {
    return std::nullopt;
  }
  return secret;
}

}  // namespace attune::service
