#include "storage/signatures.h"

#include "engine/base/calendar.h"
#include "engine/base/text.h"

#include "storage/limits.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

using engine::Error;
using engine::ProgramId;
using engine::Result;
using engine::trimmed;

constexpr std::string_view opening =
    "// Who has read this course and stands by its words. \"attune sign\" adds to the end of this "
    "file.\n";

constexpr std::size_t hash_digits = 2 * std::tuple_size_v<decltype(ProgramId::bytes)>;
constexpr std::size_t short_digits = 16;
constexpr std::size_t short_group = 4;

std::optional<ProgramId> read_hash(std::string_view text) {
  if (text.size() != hash_digits) {
    return std::nullopt;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  ProgramId id;
  for (std::size_t i = 0; i < hash_digits; ++i) {
    const std::size_t digit = digits.find(text[i]);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    std::uint8_t& byte = id.bytes[i / 2];
    byte = static_cast<std::uint8_t>(std::size_t{16} * byte + digit);
  }
  return id;
}

// "draft, peer and release".
std::string listed(std::span<const SignatureRole> roles) {
  std::string text;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    text += i == 0 ? "" : (i + 1 == roles.size() ? " and " : ", ");
    text += name_of(roles[i]);
  }
  return text;
}

std::string all_roles() {
  return listed(signature_roles);
}

// "peer and release have not signed these words".
std::string have_not_signed(std::span<const SignatureRole> roles) {
  return listed(roles) + (roles.size() == 1 ? " has" : " have") + " not signed these words";
}

// What makes a text more, or less, than one line of the file.
std::optional<std::string> fault_in_line(
    std::string_view text, std::string_view what, std::size_t characters_max
) {
  if (engine::first_invalid_utf8(text)) {
    return std::string{what} + " is not UTF-8 text.";
  }
  const bool has_control = std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20U || c == '\x7f';
  });
  if (has_control) {
    return std::string{what} + " is one line of plain text.";
  }
  if (engine::characters(text) > characters_max) {
    return std::string{what} + " has at most " + std::to_string(characters_max) + " characters.";
  }
  return std::nullopt;
}

bool same_person(std::string_view one, std::string_view other) {
  return engine::lower_ascii(trimmed(one)) == engine::lower_ascii(trimmed(other));
}

// Reads the file line by line; a role begins the next signature.
class Reader {
 public:
  // A sentence when the line cannot be understood.
  std::optional<std::string> take(std::string_view line) {
    const std::size_t colon = line.find(':');
    const std::string_view key = trimmed(line.substr(0, colon));
    const std::string_view value =
        colon == std::string_view::npos ? std::string_view{} : trimmed(line.substr(colon + 1));
    if (const auto role = colon == std::string_view::npos ? std::nullopt : role_named(key)) {
      if (auto fault = close()) {
        return fault;
      }
      if (value.empty()) {
        return "A name belongs behind \"" + std::string{key} + ":\".";
      }
      current_ =
          Signature{.role = *role, .by = std::string{value}, .on = {}, .program = {}, .note = {}};
      return std::nullopt;
    }
    if (colon == std::string_view::npos || (key != "on" && key != "hash" && key != "note")) {
      return "A line of this file starts with a role (" + all_roles() +
             "), with \"on:\", \"hash:\" or \"note:\", or with \"//\".";
    }
    if (!current_) {
      return "\"" + std::string{key} + ":\" belongs under a role and a name.";
    }
    if (key == "on") {
      const auto day = engine::parse_day(value);
      if (!day) {
        return "The day of a signature is written as 2026-11-23.";
      }
      has_day_ = true;
      current_->on = *day;
    } else if (key == "hash") {
      const auto hash = read_hash(value);
      if (!hash) {
        return "A hash is " + std::to_string(hash_digits) + " digits from 0 to f.";
      }
      has_hash_ = true;
      current_->program = *hash;
    } else {
      current_->note = value;
    }
    return std::nullopt;
  }

  // At the end of a signature, and of the file.
  std::optional<std::string> close() {
    if (current_) {
      if (!has_day_ || !has_hash_) {
        return "The signature of " + current_->by + " as " + std::string{name_of(current_->role)} +
               " needs \"on:\" and \"hash:\".";
      }
      signatures_.push_back(*std::move(current_));
    }
    current_.reset();
    has_day_ = false;
    has_hash_ = false;
    return std::nullopt;
  }

  std::vector<Signature> take_signatures() { return std::move(signatures_); }

 private:
  std::vector<Signature> signatures_;
  std::optional<Signature> current_;
  bool has_day_ = false;
  bool has_hash_ = false;
};

}  // namespace

std::string_view name_of(SignatureRole role) {
  switch (role) {
    case SignatureRole::draft:
      return "draft";
    case SignatureRole::peer:
      return "peer";
    case SignatureRole::clinical_lead:
      return "clinical_lead";
    case SignatureRole::safety:
      return "safety";
    case SignatureRole::release:
      return "release";
  }
  return "";
}

std::optional<SignatureRole> role_named(std::string_view name) {
  const auto* found = std::ranges::find(signature_roles, name, name_of);
  return found == signature_roles.end() ? std::nullopt : std::optional{*found};
}

Result<std::vector<Signature>> parse_signatures(std::string_view text) {
  if (engine::first_invalid_utf8(text)) {
    return std::unexpected{Error{"1: This file is not UTF-8 text."}};
  }
  Reader reader;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with("//")) {
      continue;
    }
    if (const auto fault = reader.take(line)) {
      return std::unexpected{Error{std::to_string(number) + ": " + *fault}};
    }
  }
  if (const auto fault = reader.close()) {
    return std::unexpected{Error{std::to_string(number) + ": " + *fault}};
  }
  return reader.take_signatures();
}

Result<std::vector<Signature>> read_signatures(const fs::path& course) {
  const fs::path path = course / signatures_file;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return {};
  }
  const auto unreadable = [&] {
    return std::unexpected{Error{path.string() + ": This file cannot be read."}};
  };
  if (status.type() != fs::file_type::regular) {
    return unreadable();
  }
  std::ifstream file{path, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  if (!file.is_open() || file.bad()) {
    return unreadable();
  }
  auto signatures = parse_signatures(text);
  if (!signatures) {
    return std::unexpected{Error{path.string() + ":" + signatures.error().message}};
  }
  return signatures;
}

std::string lines_to_add(std::string_view text, const Signature& signature) {
  std::string lines{text.empty() ? opening : std::string_view{}};
  lines += text.empty() || text.ends_with('\n') ? "\n" : "\n\n";
  lines += std::string{name_of(signature.role)} + ": " + signature.by + "\n";
  lines += "on: " + engine::iso_day(signature.on) + "\n";
  lines += "hash: " + engine::to_hex(signature.program) + "\n";
  lines += signature.note.empty() ? "" : "note: " + signature.note + "\n";
  return lines;
}

std::vector<SignatureRole> missing_roles(std::span<const Signature> signatures, ProgramId program) {
  std::vector<SignatureRole> missing;
  for (const SignatureRole role : signature_roles) {
    if (std::ranges::none_of(signatures, [&](const Signature& signature) {
          return signature.role == role && signature.program == program;
        })) {
      missing.push_back(role);
    }
  }
  return missing;
}

std::optional<std::string> objection(
    std::span<const Signature> signatures, const Signature& wanted
) {
  if (trimmed(wanted.by).empty()) {
    return "Who signs gives a name.";
  }
  if (auto fault = fault_in_line(wanted.by, "A name", limits::signer_characters_max)) {
    return fault;
  }
  if (auto fault = fault_in_line(wanted.note, "A note", limits::note_characters_max)) {
    return fault;
  }
  std::vector<SignatureRole> before = missing_roles(signatures, wanted.program);
  std::erase_if(before, [&](SignatureRole role) { return role >= wanted.role; });
  if (!before.empty()) {
    return std::string{name_of(wanted.role)} + " signs what the roles before it have signed, and " +
           have_not_signed(before) + ".";
  }
  for (const Signature& signature : signatures) {
    const bool is_pair =
        (wanted.role == SignatureRole::peer && signature.role == SignatureRole::draft) ||
        (wanted.role == SignatureRole::draft && signature.role == SignatureRole::peer);
    if (is_pair && signature.program == wanted.program && same_person(signature.by, wanted.by)) {
      return signature.by + " signed these words as " + std::string{name_of(signature.role)} +
             "; a peer is somebody else than the author.";
    }
  }
  return std::nullopt;
}

std::optional<std::string> unsigned_roles(
    std::span<const Signature> signatures, ProgramId program
) {
  const std::vector<SignatureRole> missing = missing_roles(signatures, program);
  if (missing.empty()) {
    return std::nullopt;
  }
  return have_not_signed(missing) + " (" + short_form(program) + ")";
}

std::string short_form(ProgramId program) {
  const std::string hex = engine::to_hex(program);
  std::string text;
  for (std::size_t at = 0; at < short_digits; at += short_group) {
    text += (at == 0 ? "" : "-") + hex.substr(at, short_group);
  }
  return text;
}

}  // namespace attune::storage
