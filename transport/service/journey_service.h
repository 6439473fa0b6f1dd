#pragma once

#include "engine/session/step.h"

#include "storage/journal.h"

#include "transport/service/program_store.h"
#include "transport/service/session_service.h"
#include "transport/service/workers.h"

#include <expected>
#include <optional>
#include <string>
#include <vector>

// Who may take a turn: beginning, coming back, leaving, erasing. No account: a device's cookie, and
// six words.
namespace attune::service {

struct Beginning {
  std::string course;
  std::string language;  // empty: the course's own
  std::string name;
  bool adult = false;
  bool consent = false;
};

struct BegunJourney {
  JourneyView journey;
  std::string words;   // shown once, stored nowhere
  std::string device;  // the cookie's value
};

struct ResumedJourney {
  JourneyView journey;
  std::string device;
};

using ViewResult = OpenResult;
using BeginResult = std::expected<BegunJourney, Refused>;
using ResumeResult = std::expected<ResumedJourney, Refused>;
using PlainResult = std::expected<void, Refused>;
// What the device opens; nullopt inside when nobody knows this device.
using IdentifyResult = std::expected<std::optional<Pass>, Refused>;

class JourneyService {
 public:
  // `post` runs a function on the lane, from any thread. `salt` is the server's own
  // (identity.h, new_salt).
  JourneyService(
      storage::Directory& directory,
      ProgramStore& programs,
      SessionService& sessions,
      TimeSource time,
      storage::Post post,
      std::string salt
  );

  std::vector<CourseView> courses() const { return programs_.courses(); }

  // Codes: not_adult, no_consent, unknown_course, unknown_language, name_empty, name_too_long,
  // not_kept, too_often.
  void begin(const Beginning& beginning, Done<BeginResult> done);

  // Codes: words_unknown (names the word), words_count, words_wrong (whatever else was wrong, after
  // the same work), too_often, not_kept.
  void resume(const std::string& typed, Done<ResumeResult> done);

  void identify(const std::string& device, Done<IdentifyResult> done);

  // Forgets a device, and the key that was wrapped for it; who listens on that device is told. One
  // that nobody knows is forgotten already.
  void leave(const std::string& device, Done<PlainResult> done);

  // Words, answers, devices and keys are gone; who listens is told.
  void erase(storage::SessionId session, Done<PlainResult> done);

 private:
  void create(
      const storage::Key& words,
      ProgramPointer program,
      engine::Begun how,
      BegunJourney begun,
      Done<BeginResult> done
  );
  void add_device(Pass pass, Done<ResumeResult> done);
  void close_door(
      storage::SessionId session, const storage::SecretHash& door, Done<PlainResult> done
  );
  void hash_words(std::string words, Done<std::optional<storage::Key>> done);

  storage::Directory& directory_;
  ProgramStore& programs_;
  SessionService& sessions_;
  TimeSource time_;
  storage::Post post_;
  std::string salt_;
  Workers workers_;
};

}  // namespace attune::service
