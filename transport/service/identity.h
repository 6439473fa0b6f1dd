#pragma once

#include "storage/journal.h"
#include "storage/key.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Secrets by which a person is known. What is stored of them is a storage::Door, made from these.
namespace attune::service {

// 256 random bits as 43 characters of base64url: the value of the device's cookie.
std::string new_device_token();

// The secret of a token, its BLAKE2b; nullopt when it cannot be one.
std::optional<storage::Key> device_secret(std::string_view token);

storage::SessionId new_session_id();
std::uint64_t new_seed();
std::uint32_t random_below(std::uint32_t bound);

// 16 random bytes: the salt of the six words, one for a server (storage keeps it as a secret).
std::string new_salt();

// Argon2id of six words in their plain form: slow (some 20 ms) and heavy on purpose, for Workers.
// The salt is the server's own, so that their door can be found. nullopt when memory ran out.
std::optional<storage::Key> words_secret(const std::string& words, const std::string& salt);

}  // namespace attune::service
