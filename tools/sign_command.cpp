#include "tools/sign_command.h"

#include "engine/base/calendar.h"
#include "engine/base/text.h"

#include "storage/signatures.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <ranges>
#include <string>
#include <vector>

#include "tools/course.h"
#include "tools/files.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

using storage::Signature;
using storage::SignatureRole;

struct SignOptions {
  fs::path folder;
  std::string by;
  std::string role;
  std::string note;
  bool list = false;
};

// How a role stands to these words, in a line.
std::string standing(
    const std::vector<Signature>& signatures, SignatureRole role, engine::ProgramId program
) {
  std::string line;
  const Signature* earlier = nullptr;
  for (const Signature& signature : signatures) {
    if (signature.role != role) {
      continue;
    }
    if (signature.program == program) {
      line += (line.empty() ? "" : "; ") + signature.by + ", " + engine::iso_day(signature.on);
      line += signature.note.empty() ? "" : " (" + signature.note + ")";
    } else {
      earlier = &signature;
    }
  }
  if (!line.empty()) {
    return line;
  }
  if (earlier == nullptr) {
    return "nobody yet";
  }
  return "the words have changed since " + earlier->by + " signed " +
         storage::short_form(earlier->program) + " on " + engine::iso_day(earlier->on);
}

int list(
    const fs::path& folder, const std::vector<Signature>& signatures, engine::ProgramId program
) {
  std::size_t width = 0;
  for (const SignatureRole role : storage::signature_roles) {
    width = std::max(width, name_of(role).size());
  }
  std::cout << folder.string() << ": " << storage::short_form(program) << '\n';
  for (const SignatureRole role : storage::signature_roles) {
    const std::string_view name = name_of(role);
    std::cout << "  " << name << std::string(width + 2 - name.size(), ' ')
              << standing(signatures, role, program) << '\n';
  }
  if (const auto missing = storage::unsigned_roles(signatures, program)) {
    std::cout << "Not released: " << *missing << ".\n";
    return found_something;
  }
  std::cout << "Released: every role has signed these words.\n";
  return all_well;
}

bool has_signed(const std::vector<Signature>& signatures, const Signature& wanted) {
  return std::ranges::any_of(signatures, [&](const Signature& each) {
    return each.role == wanted.role && each.program == wanted.program && each.by == wanted.by;
  });
}

int add(const fs::path& folder, const std::vector<Signature>& signatures, const Signature& wanted) {
  if (has_signed(signatures, wanted)) {
    std::cout << folder.string() << ": " << wanted.by << " has signed "
              << storage::short_form(wanted.program) << " as " << name_of(wanted.role)
              << " already\n";
    return all_well;
  }
  if (const auto why = storage::objection(signatures, wanted)) {
    std::cerr << folder.string() << ": " << *why << '\n';
    return found_something;
  }
  const fs::path path = folder / storage::signatures_file;
  const std::string text = read_text(path).value_or("");
  const std::string lines = with_line_ends(storage::lines_to_add(text, wanted), line_end_of(text));
  if (!replace_text(path, text + lines)) {
    std::cerr << path.string() << ": This file cannot be written.\n";
    return wrong_use;
  }
  std::cout << folder.string() << ": " << wanted.by << " signed "
            << storage::short_form(wanted.program) << " as " << name_of(wanted.role) << '\n';
  return all_well;
}

int sign(const SignOptions& options) {
  const auto role = storage::role_named(options.role);
  if (!options.list && (options.by.empty() || !role)) {
    std::cerr << "attune sign: give --as NAME and --role ROLE to sign, or --list to see who has\n";
    return wrong_use;
  }
  const auto course = load_course(options.folder, std::cerr);
  if (course == nullptr) {
    return wrong_use;
  }
  const auto program = course->compilation.program;
  if (program == nullptr) {
    std::cerr << options.folder.string() << ": A course with errors cannot be signed.\n";
    return found_something;
  }
  const auto signatures = storage::read_signatures(options.folder);
  if (!signatures) {
    std::cerr << signatures.error().message << '\n';
    return wrong_use;
  }
  if (options.list) {
    return list(options.folder, *signatures, program->id);
  }
  const Signature wanted{
      .role = *role,
      .by = std::string{engine::trimmed(options.by)},
      .on = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()),
      .program = program->id,
      .note = std::string{engine::trimmed(options.note)}
  };
  return add(options.folder, *signatures, wanted);
}

}  // namespace

void add_sign_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("sign", "Record who has read a course, or list who has");
  const auto options = std::make_shared<SignOptions>();
  std::vector<std::string> roles;
  for (const SignatureRole role : storage::signature_roles) {
    roles.emplace_back(name_of(role));
  }
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  CLI::Option* by = command->add_option("--as", options->by, "Your name")->type_name("NAME");
  CLI::Option* role = command->add_option("--role", options->role, "In which role you have read it")
                          ->type_name("ROLE")
                          ->check(CLI::IsMember(roles));
  CLI::Option* note =
      command->add_option("--note", options->note, "A line for those who read it after you")
          ->type_name("TEXT");
  command->add_flag("--list", options->list, "Show who has signed what, and who is missing")
      ->excludes(by)
      ->excludes(role)
      ->excludes(note);
  command->callback([options, &exit_code] { exit_code = sign(*options); });
}

}  // namespace attune::tools
