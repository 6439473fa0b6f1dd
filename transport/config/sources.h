#pragma once

#include "transport/config/config.h"
#include "transport/config/settings.h"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Where settings are said, and who has the last word: the command line over the environment over
// the file over the defaults. A list that is said again is said anew.
namespace attune {

struct Spoken {
  // What each setting's option was given, by the setting's name; nothing where it was not.
  std::map<std::string, std::vector<std::string>> flags;
  // All that begin with ATTUNE_, as they are: name and value.
  std::vector<std::pair<std::string, std::string>> environment;
  // Absent: none was named. Its text, and what messages call it.
  std::optional<std::pair<std::string, std::string>> file;
};

struct Settled {
  Config config;
  std::map<std::string, std::string> said_by;  // setting -> "--listen"; absent: the default
  std::vector<std::string> notes;              // what is odd, and does no harm
};

// The error is all that is wrong, a sentence each.
std::expected<Settled, std::vector<std::string>> settle(const Spoken& spoken);

// A settings file (TOML) that says just this, and after each where it comes from.
std::string in_force(const Settled& settled);

}  // namespace attune
