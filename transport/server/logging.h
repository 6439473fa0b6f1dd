#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

// What the server tells its operator: JSON, one object a line, on standard error. Never a word that
// a person wrote, a cookie, an address, or a URL's query.
namespace attune::server::log {

using Value = std::variant<std::string_view, std::uint64_t, double, bool>;
using Field = std::pair<std::string_view, Value>;
using Fields = std::initializer_list<Field>;

// Once, before anything is logged. `level` is debug, info, warn or error.
void start(std::string_view level);

void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warn(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

}  // namespace attune::server::log
