#include "storage/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace attune::storage {

FolderLock::FolderLock(const std::filesystem::path& folder)
    : folder_{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)} {
  alone_ = folder_ >= 0 && ::flock(folder_, LOCK_EX | LOCK_NB) == 0;
}

FolderLock::~FolderLock() {
  if (folder_ >= 0) {
    ::close(folder_);
  }
}

void FolderLock::share() {
  alone_ = false;
  if (folder_ >= 0) {
    ::flock(folder_, LOCK_SH);
  }
}

}  // namespace attune::storage
