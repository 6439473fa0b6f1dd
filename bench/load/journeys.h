#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace attune::bench {

// Begins `count` journeys of a course, over a few connections at once; returns their cookies, each
// as "attune=...". Throws when the server refuses one.
std::vector<std::string> begin_journeys(
    std::uint16_t port, const std::string& course, std::size_t count
);

// One cookie a line.
void write_cookies(const std::string& path, const std::vector<std::string>& cookies);
std::vector<std::string> read_cookies(const std::string& path);

// One GET on a connection of its own; throws unless the answer is 200.
void get(std::uint16_t port, const std::string& target);

}  // namespace attune::bench
