#include "transport/server/static_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace attune::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view html_type = "text/html; charset=utf-8";

// What embed.cmake knows, too.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> types{{
    {".html", html_type},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
}};

std::string_view type_of(const fs::path& path) {
  const std::string ending = path.extension().string();
  const auto found =
      std::ranges::find(types, ending, [](const auto& entry) { return entry.first; });
  return found == types.end() ? std::string_view{} : found->second;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

// "q=0", "q=0.0", "q=0.000": not wanted.
bool is_refused(std::string_view parameters) {
  const std::size_t q = parameters.find("q=");
  if (q == std::string_view::npos) {
    return false;
  }
  const std::string_view weight = trim(parameters.substr(q + 2));
  return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
}

bool accepts(std::string_view header, std::string_view coding) {
  bool any = false;
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    const std::string_view item = header.substr(0, comma);
    header.remove_prefix(std::min(comma + 1, header.size()));
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    const std::string_view name = trim(item.substr(0, semicolon));
    if (name == coding) {
      return !is_refused(item.substr(semicolon));
    }
    any = any || (name == "*" && !is_refused(item.substr(semicolon)));
  }
  return any;
}

// Names that a file of ours may have: nothing hidden, nothing that climbs.
bool is_plain_path(std::string_view path) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
  return path.starts_with('/') && path.find_first_not_of(allowed) == std::string_view::npos &&
         path.find("/.") == std::string_view::npos && path.find("//") == std::string_view::npos;
}

// Tells the page where Exit goes.
std::string with_exit_site(std::string_view html, const std::string& exit_site) {
  constexpr std::string_view head = "<head>";
  std::string out{html};
  const std::size_t at = out.find(head);
  if (at != std::string::npos) {
    out.insert(at + head.size(), "<meta name=\"attune-exit\" content=\"" + exit_site + "\">");
  }
  return out;
}

}  // namespace

std::string_view best_encoding(std::string_view accept_encoding, bool brotli, bool gzip) {
  if (brotli && accepts(accept_encoding, "br")) {
    return "br";
  }
  if (gzip && accepts(accept_encoding, "gzip")) {
    return "gzip";
  }
  return {};
}

StaticFiles::StaticFiles(
    std::optional<std::filesystem::path> web_root, std::optional<std::string> exit_site
)
    : web_root_{std::move(web_root)}, exit_site_{std::move(exit_site)} {
  for (const EmbeddedFile& file : embedded_files()) {
    embedded_.emplace(file.address, &file);
  }
}

std::optional<HttpResponse> StaticFiles::find(
    std::string_view path, std::string_view accept_encoding
) const {
  if (web_root_) {
    return find_in_folder(*web_root_, path);
  }
  const auto found = embedded_.find(path == "/index.html" ? std::string_view{"/"} : path);
  if (found == embedded_.end()) {
    return std::nullopt;
  }
  const EmbeddedFile& file = *found->second;
  HttpResponse response;
  response.type = file.type;
  if (!file.forever && exit_site_) {
    response.body = with_exit_site(file.plain, *exit_site_);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }
  response.headers.emplace_back(
      "Cache-Control", file.forever ? "public, max-age=31536000, immutable" : "no-store"
  );
  response.lasting_body = file.plain;
  if (!file.gzip.empty()) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
    const std::string_view coding = best_encoding(accept_encoding, !file.brotli.empty(), true);
    if (!coding.empty()) {
      response.headers.emplace_back("Content-Encoding", coding);
      response.lasting_body = coding == "br" ? file.brotli : file.gzip;
    }
  }
  return response;
}

std::optional<HttpResponse> StaticFiles::find_in_folder(
    const std::filesystem::path& folder, std::string_view path
) const {
  if (!is_plain_path(path)) {
    return std::nullopt;
  }
  const std::string_view relative = path == "/" ? "index.html" : path.substr(1);
  const bool is_page = relative.find('/') == std::string_view::npos && relative.ends_with(".html");
  if (!is_page && !relative.starts_with("assets/")) {
    return std::nullopt;
  }
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  const fs::path file = fs::canonical(folder / relative, error);
  // A link out of the folder is no file of it.
  const auto [in_root, in_file] = std::ranges::mismatch(root, file);
  const bool inside = !error && in_root == root.end();
  const std::string_view type = type_of(file);
  if (!inside || type.empty() || !fs::is_regular_file(file, error)) {
    return std::nullopt;
  }
  std::ifstream in{file, std::ios::binary};
  HttpResponse response;
  response.type = type;
  response.body = std::string{std::istreambuf_iterator<char>{in}, {}};
  if (type == html_type && exit_site_) {
    response.body = with_exit_site(response.body, *exit_site_);
  }
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace attune::server
