#pragma once

#include <filesystem>

namespace attune::storage {

// Tells whether another program has a data folder open, for as long as this lives. Goes with the
// program, however it ends.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

  // Nobody else has it open, and nobody comes in before `share`.
  bool is_alone() const { return alone_; }

  // Lets others in. Waits for one who is alone.
  void share();

 private:
  int folder_ = -1;
  bool alone_ = false;
};

}  // namespace attune::storage
