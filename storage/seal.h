#pragma once

#include "engine/base/instant.h"
#include "engine/program/program_id.h"

#include "storage/journal.h"
#include "storage/key.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// How stored words are sealed, and how a journey's key is kept under the secrets that open it.
// docs/PRIVACY.md tells what for.
namespace attune::storage {

enum class SealedKind : std::uint8_t { turn = 1, snapshot = 2 };

// What a sealed body belongs to. It opens nowhere else: not in another journey, not in another
// place of its own, not as the other kind.
struct SealedPlace {
  SessionId session;
  SealedKind kind = SealedKind::turn;
  engine::Seq first = 0;
  engine::Seq last = 0;
};

// XChaCha20-Poly1305 under a random nonce, padded to one of a few sizes (limits::sealed_sizes).
std::string seal(const Key& key, const SealedPlace& place, std::string_view plain);
// nullopt when a bit of it is not as it was sealed, or it was sealed for another place or key.
std::optional<std::string> unseal(
    const Key& key, const SealedPlace& place, std::string_view sealed
);

// A door: what is stored of a secret that opens a journey (of a device's cookie, of six words).
// Both halves are derived from the secret, and neither tells the other or the secret.
SecretHash lookup_of(const Key& secret);
Door door_of(const Key& secret, const SessionId& session, const Key& journey_key);
// The journey's key; nullopt when the wrapped key is not as it was written.
std::optional<Key> open_door(
    const Key& secret, const SessionId& session, std::string_view wrapped_key
);

}  // namespace attune::storage
