#pragma once

#include <string_view>
#include <vector>

namespace attune::server {

// A page or an asset that lies in the binary; its bytes live as long as the program.
struct EmbeddedFile {
  std::string_view address;  // "/" or "/assets/<hash of all assets>/chat.js"
  std::string_view type;     // content type
  bool forever = false;      // the address changes with the content
  std::string_view plain;
  std::string_view gzip;    // empty: not worth it
  std::string_view brotli;  // empty: not worth it, or built without brotli
};

// Made at build time by embed.cmake from web_client/.
const std::vector<EmbeddedFile>& embedded_files();

}  // namespace attune::server
