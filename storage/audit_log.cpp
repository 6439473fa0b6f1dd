#include "storage/audit_log.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <pwd.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace attune::storage {
namespace {

using Json = nlohmann::ordered_json;

// The account that does it; with sudo, whose it is.
std::string account() {
  constexpr std::size_t usual = 4096;
  std::vector<char> buffer(usual);
  passwd entry{};
  passwd* found = nullptr;
  const uid_t user = ::geteuid();
  ::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
  std::string name = found == nullptr ? std::to_string(user) : entry.pw_name;
  if (const char* behind = std::getenv("SUDO_USER"); user == 0 && behind != nullptr) {
    name += " for ";
    name += behind;
  }
  return name;
}

std::string moment(engine::Instant at) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(at));
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::string text(32, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
  return text;
}

class File {
 public:
  explicit File(const std::filesystem::path& path)
      : descriptor_{
            ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)
        } {}

  File(const File&) = delete;
  File& operator=(const File&) = delete;

  ~File() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }

  // Of whoever the folder is, although root may have made it: the server goes on in it.
  void belongs_to_owner_of(const std::filesystem::path& folder) const {
    struct stat about{};
    if (::geteuid() == 0 && ::stat(folder.c_str(), &about) == 0 &&
        ::fchown(descriptor_, about.st_uid, about.st_gid) != 0) {
      errno = 0;  // it is root's then
    }
  }

  // In one write, so that two programs never mix their lines.
  bool append(const std::string& line) const {
    const ssize_t written = descriptor_ < 0 ? -1 : ::write(descriptor_, line.data(), line.size());
    if (written >= 0 && static_cast<std::size_t>(written) < line.size()) {
      errno = ENOSPC;
    }
    return written == static_cast<ssize_t>(line.size()) && ::fsync(descriptor_) == 0;
  }

 private:
  int descriptor_;
};

}  // namespace

engine::Result<void> write_audit(
    const std::filesystem::path& data,
    engine::Instant at,
    std::string_view action,
    std::span<const std::pair<std::string, std::string>> details
) {
  Json line;
  line["at"] = moment(at);
  line["by"] = account();
  line["action"] = action;
  for (const auto& [name, text] : details) {
    line[name] = text;
  }
  const std::filesystem::path path = data / audit_file;
  const File file{path};
  file.belongs_to_owner_of(data);
  if (!file.append(line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n")) {
    return std::unexpected{engine::Error{
        "The audit log " + path.string() +
        " cannot be written: " + std::generic_category().message(errno) + "."
    }};
  }
  return {};
}

}  // namespace attune::storage
