#pragma once

#include <cstddef>
#include <functional>
#include <unordered_set>
#include <vector>

namespace attune::server {

// Something with a socket that can be asked to come to its end.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  // Finish what is under way, say goodbye, close. May be called more than once.
  virtual void drain() = 0;
  // Close now.
  virtual void cut() = 0;
};

// All that are open. Used on the I/O thread.
class Connections {
 public:
  void add(Connection& connection) { open_.insert(&connection); }

  void remove(Connection& connection) { open_.erase(&connection); }

  bool contains(Connection& connection) const { return open_.contains(&connection); }

  std::vector<Connection*> all() const { return {open_.begin(), open_.end()}; }

  std::size_t size() const { return open_.size(); }

 private:
  std::unordered_set<Connection*> open_;
};

}  // namespace attune::server
