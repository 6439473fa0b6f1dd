#pragma once

#include <string>
#include <string_view>

namespace attune::server {

// The device's secret in a Cookie header; empty when it is not there.
std::string device_of(std::string_view cookie_header);

// Values of Set-Cookie. `secure` under TLS: the cookie then never travels in the clear.
std::string set_device(std::string_view device, bool secure);
std::string forget_device(bool secure);

}  // namespace attune::server
