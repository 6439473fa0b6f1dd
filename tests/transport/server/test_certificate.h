#pragma once

#include <filesystem>
#include <string>

namespace attune::testing {

// Writes cert.pem and key.pem into a folder: a fresh key, and a certificate for it that it has
// signed itself, in somebody's name, for a day.
void write_certificate(const std::filesystem::path& folder, const std::string& name);

}  // namespace attune::testing
