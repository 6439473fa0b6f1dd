#pragma once

#include <optional>
#include <string_view>

namespace attune::server {

// Beast 1.81 lets through request heads that another server on the way may read as something else
// (request smuggling): any Transfer-Encoding, no Host or two, folded lines. So the raw head, up to
// and with its empty line, is looked at before it is parsed. What is wrong with it, in words;
// nullopt when nothing is.
std::optional<std::string_view> fault_in_head(std::string_view head);

}  // namespace attune::server
