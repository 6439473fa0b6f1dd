#pragma once

#include "storage/journal.h"

#include <cstdint>
#include <string>
#include <vector>

// Which version of each course is in force, and how it came to be: a log that only grows.
namespace attune::storage {

struct Publication {
  std::int64_t id = 0;  // grows with time
  std::string course;
  engine::ProgramId program;
  engine::Instant at;
  bool urgent = false;      // open conversations move at once
  bool rolls_back = false;  // puts the version before in force again
  std::string note;         // by who published it, for colleagues

  bool operator==(const Publication&) const = default;
};

struct NewPublication {
  Publication publication;  // its id is given by the storage
  std::string sources;      // encode_sources; empty when they are archived already
  std::int64_t after = 0;   // the latest publication that was known to who decided; 0: none
};

// A version whose sources are kept, and how many sessions are on it now.
struct HeldVersion {
  engine::ProgramId program;
  std::string sources;
  std::uint64_t sessions = 0;

  bool operator==(const HeldVersion&) const = default;
};

// Everything that a decision on a new version needs.
struct Overview {
  std::vector<Publication> log;
  std::vector<HeldVersion> versions;
};

class Publications {
 public:
  Publications() = default;
  Publications(const Publications&) = delete;
  Publications& operator=(const Publications&) = delete;
  virtual ~Publications() = default;

  // Gives its id. conflict: there was another publication since `after`; missing: there are no
  // sources.
  virtual void publish(NewPublication publication, Done<Stored<std::int64_t>> done) = 0;
  // Those with an id after this one, in order.
  virtual void publications_after(std::int64_t id, Done<Stored<std::vector<Publication>>> done) = 0;
  virtual void overview(Done<Stored<Overview>> done) = 0;
};

}  // namespace attune::storage
