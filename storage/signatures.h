#pragma once

#include "engine/base/instant.h"
#include "engine/base/result.h"
#include "engine/program/program_id.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Who has read a course and stands by its words. A signature is a claim in a plain-text file beside
// the scripts, bound to the hash of what was read: a changed word takes it away. It is no
// cryptography. What shows that Ada Ross is Ada Ross is the history of the file in version control,
// where there are signed commits for those who want more; a key of its own would be one more thing
// that a clinician can lose, and would prove no more.
namespace attune::storage {

inline constexpr std::string_view signatures_file = "signatures.txt";

// In the order in which they sign: each signs what the roles before it have signed.
enum class SignatureRole : std::uint8_t { draft, peer, clinical_lead, safety, release };
inline constexpr std::array signature_roles{
    SignatureRole::draft,
    SignatureRole::peer,
    SignatureRole::clinical_lead,
    SignatureRole::safety,
    SignatureRole::release
};

// "clinical_lead", in the file and on the command line.
std::string_view name_of(SignatureRole role);
std::optional<SignatureRole> role_named(std::string_view name);

struct Signature {
  SignatureRole role = SignatureRole::draft;
  std::string by;             // one line
  engine::Day on;             // in UTC
  engine::ProgramId program;  // what was read
  std::string note;           // one line; empty: there is none

  bool operator==(const Signature&) const = default;
};

// In the order of the file. The error is `line: sentence`.
engine::Result<std::vector<Signature>> parse_signatures(std::string_view text);

// The same of a course's folder; empty when nobody has signed. The error names the file.
engine::Result<std::vector<Signature>> read_signatures(const std::filesystem::path& course);

// What to write behind `text`, the file as it is, to add a signature.
std::string lines_to_add(std::string_view text, const Signature& signature);

// Roles that nobody has signed these words in, in order.
std::vector<SignatureRole> missing_roles(
    std::span<const Signature> signatures, engine::ProgramId program
);

// A sentence when `wanted` may not be added: a role before it is missing, the peer is the author,
// or a name or a note that is no line. nullopt when it may.
std::optional<std::string> objection(
    std::span<const Signature> signatures, const Signature& wanted
);

// nullopt when every role has signed these words. Otherwise a sentence: which have not.
std::optional<std::string> unsigned_roles(
    std::span<const Signature> signatures, engine::ProgramId program
);

// "3f9c-02aa-7b41-e5d0": what two people can compare on the telephone.
std::string short_form(engine::ProgramId program);

}  // namespace attune::storage
