#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace attune::server {

// Messages that wait to be written to one client, in order, bounded in bytes. Takes no memory when it
// is empty: most of ten thousand connections are idle.
class Outbox {
 public:
  explicit Outbox(std::size_t bytes_max) : bytes_max_{bytes_max} {}

  void push(std::string message) {
    bytes_ += message.size();
    waiting_.push_back(std::move(message));
  }

  // The client does not keep up. What one turn says always fits, however long.
  bool is_full() const { return bytes_ > bytes_max_; }

  bool empty() const { return next_ == waiting_.size(); }

  std::size_t bytes() const { return bytes_; }

  const std::string& front() const { return waiting_[next_]; }

  void pop() {
    bytes_ -= waiting_[next_].size();
    ++next_;
    if (next_ == waiting_.size()) {
      waiting_ = {};
      next_ = 0;
    }
  }

 private:
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::size_t next_ = 0;
  std::vector<std::string> waiting_;
};

}  // namespace attune::server
