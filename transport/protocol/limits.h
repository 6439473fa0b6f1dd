#pragma once

#include <cstddef>

// Every bound of what is read off the wire, by name. They are part of the contract, not settings.
namespace attune::protocol::limits {

inline constexpr std::size_t message_bytes_max = std::size_t{64} * 1024;
inline constexpr std::size_t body_bytes_max = std::size_t{16} * 1024;
// Nothing in the contract nests deeper than an array in an object; the rest is room to grow.
inline constexpr std::size_t json_depth_max = 16;
inline constexpr std::size_t request_characters_max = 64;
inline constexpr std::size_t stage_characters_max = 64;
inline constexpr std::size_t language_characters_max = 35;  // of a tag, as RFC 5646 advises
inline constexpr std::size_t items_max = 1000;
inline constexpr std::size_t name_characters_max = 40;

}  // namespace attune::protocol::limits
