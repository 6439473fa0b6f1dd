#pragma once

#include "storage/journal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Secrets by which a person is known, and what is stored of them.
namespace attune::service {

// 256 random bits as 43 characters of base64url: the value of the device's cookie.
std::string new_device_token();

// What is stored of a token; nullopt when it cannot be one.
std::optional<storage::SecretHash> device_hash(std::string_view token);

storage::SessionId new_session_id();
std::uint64_t new_seed();
std::uint32_t random_below(std::uint32_t bound);

// 16 random bytes: the salt of the six words, one for a server (storage keeps it as a secret).
std::string new_salt();

// Argon2id of six words in their plain form: slow (some 20 ms) and heavy on purpose, for Workers.
// The salt is the server's own, so that the hash can be looked up. nullopt when memory ran out.
std::optional<storage::SecretHash> words_hash(const std::string& words, const std::string& salt);

}  // namespace attune::service
