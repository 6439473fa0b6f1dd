#include "storage/seal.h"

#include "engine/base/bytes.h"
#include "engine/base/check.h"

#include "storage/limits.h"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace attune::storage {
namespace {

// The first byte of what is sealed. Whatever changes in how it is made gets another.
constexpr char sealed_version = 1;
constexpr char wrapped_version = 1;

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t head_bytes = 1 + nonce_bytes;
// The last bytes within the seal: how many there are before the padding.
constexpr std::size_t length_bytes = 4;

static_assert(Key::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(Key::size == crypto_kdf_KEYBYTES);

// Subkeys of a secret, by crypto_kdf (keyed BLAKE2b).
constexpr char kdf_context[] = "attune-1";
static_assert(sizeof kdf_context == crypto_kdf_CONTEXTBYTES + 1);

enum class Subkey : std::uint8_t { lookup = 1, wrap = 2 };

unsigned char* raw(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

void derive(const Key& secret, Subkey which, std::span<std::uint8_t, Key::size> out) {
  ATTUNE_CHECK(static_cast<bool>(secret));
  ATTUNE_CHECK(
      crypto_kdf_derive_from_key(
          out.data(), out.size(), static_cast<std::uint64_t>(which), kdf_context, secret.bytes()
      ) == 0
  );
}

// `out` holds the plain bytes between room for the head and room for the tag; is sealed in place.
void encrypt(const Key& key, char version, std::string_view associated, std::string& out) {
  ATTUNE_CHECK(static_cast<bool>(key));
  out[0] = version;
  unsigned char* const nonce = raw(out) + 1;
  unsigned char* const body = raw(out) + head_bytes;
  randombytes_buf(nonce, nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      body,
      nullptr,
      body,
      out.size() - head_bytes - tag_bytes,
      raw(associated),
      associated.size(),
      nullptr,
      nonce,
      key.bytes()
  );
}

// Into `plain`, which has just the room for it.
bool decrypt(
    const Key& key,
    char version,
    std::string_view associated,
    std::string_view sealed,
    std::span<std::uint8_t> plain
) {
  ATTUNE_CHECK(static_cast<bool>(key));
  return sealed.size() == head_bytes + plain.size() + tag_bytes && sealed[0] == version &&
         crypto_aead_xchacha20poly1305_ietf_decrypt(
             plain.data(),
             nullptr,
             nullptr,
             raw(sealed) + head_bytes,
             sealed.size() - head_bytes,
             raw(associated),
             associated.size(),
             raw(sealed) + 1,
             key.bytes()
         ) == 0;
}

std::string associated_with(const SealedPlace& place) {
  engine::ByteWriter out;
  out.byte(static_cast<std::uint8_t>(sealed_version));
  out.byte(static_cast<std::uint8_t>(place.kind));
  for (const std::uint8_t byte : place.session.bytes) {
    out.byte(byte);
  }
  out.fixed64(place.first);
  out.fixed64(place.last);
  return std::move(out).take();
}

std::string associated_with_door(const SessionId& session, const SecretHash& lookup) {
  std::string out(1, wrapped_version);
  out.append(session.bytes.begin(), session.bytes.end());
  out.append(lookup.bytes.begin(), lookup.bytes.end());
  return out;
}

// The size of what is stored for so many bytes of words.
std::size_t sealed_size(std::size_t plain) {
  const std::size_t least = head_bytes + length_bytes + plain + tag_bytes;
  const auto fits = std::ranges::lower_bound(limits::sealed_sizes, least);
  if (fits != limits::sealed_sizes.end()) {
    return *fits;
  }
  constexpr std::size_t largest = limits::sealed_sizes.back();
  return (least + largest - 1) / largest * largest;
}

}  // namespace

std::string seal(const Key& key, const SealedPlace& place, std::string_view plain) {
  std::string out(sealed_size(plain.size()), '\0');
  std::ranges::copy(plain, out.begin() + head_bytes);
  const std::size_t length_at = out.size() - tag_bytes - length_bytes;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    out[length_at + i] = static_cast<char>((plain.size() >> (8 * i)) & 0xffU);
  }
  encrypt(key, sealed_version, associated_with(place), out);
  return out;
}

std::optional<std::string> unseal(
    const Key& key, const SealedPlace& place, std::string_view sealed
) {
  if (sealed.size() < head_bytes + length_bytes + tag_bytes) {
    return std::nullopt;
  }
  std::string plain(sealed.size() - head_bytes - tag_bytes, '\0');
  if (!decrypt(key, sealed_version, associated_with(place), sealed, {raw(plain), plain.size()})) {
    return std::nullopt;
  }
  const std::size_t room = plain.size() - length_bytes;
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(plain[room + i])) << (8 * i);
  }
  if (length > room) {
    return std::nullopt;
  }
  plain.resize(length);
  return plain;
}

SecretHash lookup_of(const Key& secret) {
  SecretHash lookup;
  derive(secret, Subkey::lookup, lookup.bytes);
  return lookup;
}

Door door_of(const Key& secret, const SessionId& session, const Key& journey_key) {
  ATTUNE_CHECK(static_cast<bool>(journey_key));
  Door door{.lookup = lookup_of(secret), .wrapped_key = {}};
  const Key wrap = Key::made([&](Key::Bytes bytes) { derive(secret, Subkey::wrap, bytes); });
  door.wrapped_key.assign(head_bytes + Key::size + tag_bytes, '\0');
  std::copy_n(journey_key.bytes(), Key::size, raw(door.wrapped_key) + head_bytes);
  encrypt(wrap, wrapped_version, associated_with_door(session, door.lookup), door.wrapped_key);
  return door;
}

std::optional<Key> open_door(
    const Key& secret, const SessionId& session, std::string_view wrapped_key
) {
  const Key wrap = Key::made([&](Key::Bytes bytes) { derive(secret, Subkey::wrap, bytes); });
  const std::string associated = associated_with_door(session, lookup_of(secret));
  bool opened = false;
  Key key = Key::made([&](Key::Bytes bytes) {
    opened = decrypt(wrap, wrapped_version, associated, wrapped_key, bytes);
  });
  return opened ? std::optional{std::move(key)} : std::nullopt;
}

}  // namespace attune::storage
