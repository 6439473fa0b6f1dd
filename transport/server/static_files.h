#pragma once

#include "transport/server/assets/embedded.h"
#include "transport/server/http_types.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace attune::server {

// The pages and their assets: those in the binary, or a folder's for development.
class StaticFiles {
 public:
  StaticFiles(std::optional<std::filesystem::path> web_root, std::optional<std::string> exit_site);

  // nullopt: there is no such file.
  std::optional<HttpResponse> find(std::string_view path, std::string_view accept_encoding) const;

 private:
  std::optional<HttpResponse> find_in_folder(
      const std::filesystem::path& folder, std::string_view path
  ) const;

  std::optional<std::filesystem::path> web_root_;
  std::optional<std::string> exit_site_;
  std::unordered_map<std::string_view, const EmbeddedFile*> embedded_;
};

// The best of br, gzip and identity (empty) that an Accept-Encoding header allows.
std::string_view best_encoding(std::string_view accept_encoding, bool brotli, bool gzip);

}  // namespace attune::server
