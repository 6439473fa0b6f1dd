#include "transport/service/journey_service.h"

#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/session/step.h"

#include "storage/seal.h"

#include "transport/service/identity.h"
#include "transport/service/limits.h"
#include "transport/service/live_session.h"
#include "transport/service/refusals.h"
#include "transport/service/six_words.h"

#include <algorithm>
#include <utility>

namespace attune::service {
namespace {

std::unexpected<Refused> refuse(std::string code, std::string message) {
  return std::unexpected{
      Refused{.code = std::move(code), .message = std::move(message), .retry = false}
  };
}

std::unexpected<Refused> not_stored() {
  return std::unexpected{Refused{
      .code = "not_kept",
      .message = "That could not be kept just now. Please try again in a moment.",
      .retry = true
  }};
}

std::unexpected<Refused> too_often() {
  return refuse("too_often", "That was tried very often. Please wait a minute and try again.");
}

std::optional<Refused> fault_in(
    const Beginning& beginning, const ProgramPointer& program, const std::string& name
) {
  const auto fault = [](std::string code, std::string message) {
    return Refused{.code = std::move(code), .message = std::move(message), .retry = false};
  };
  if (!beginning.adult) {
    return fault("not_adult", "This is for people of 18 and over. Please confirm your age.");
  }
  if (!beginning.consent) {
    return fault("no_consent", "Please say that you have read what this is and want to begin.");
  }
  if (program == nullptr) {
    return fault("unknown_course", "There is no such course here.");
  }
  if (!beginning.language.empty() && !program->has_language(beginning.language)) {
    return fault("unknown_language", "This course is not written in that language.");
  }
  if (name.empty()) {
    return fault("name_empty", "Please say what you would like to be called. Any name will do.");
  }
  if (engine::characters(name) > limits::name_characters_max) {
    return fault("name_too_long", "Please choose a name of up to 40 characters.");
  }
  return std::nullopt;
}

// A name is one line.
std::string plain_name(const std::string& typed) {
  if (engine::first_invalid_utf8(typed)) {
    return {};
  }
  std::string name = engine::cleaned(typed);
  std::ranges::replace(name, '\n', ' ');
  return name;
}

}  // namespace

JourneyService::JourneyService(
    storage::Directory& directory,
    ProgramStore& programs,
    SessionService& sessions,
    TimeSource time,
    storage::Post post,
    std::string salt
)
    : directory_{directory},
      programs_{programs},
      sessions_{sessions},
      time_{std::move(time)},
      post_{std::move(post)},
      salt_{std::move(salt)},
      workers_{limits::workers} {}

void JourneyService::hash_words(std::string words, Done<std::optional<storage::Key>> done) {
  auto shared = std::make_shared<Done<std::optional<storage::Key>>>(std::move(done));
  const bool taken =
      workers_.submit([words = std::move(words), salt = salt_, post = post_, shared] {
        post([shared, secret = words_secret(words, salt)] { (*shared)(secret); });
      });
  if (!taken) {
    (*shared)(std::nullopt);
  }
}

void JourneyService::begin(const Beginning& beginning, Done<BeginResult> done) {
  const ProgramPointer program = programs_.in_force(beginning.course);
  const std::string name = plain_name(beginning.name);
  if (auto fault = fault_in(beginning, program, name)) {
    done(std::unexpected{*std::move(fault)});
    return;
  }
  BegunJourney begun;
  begun.words = draw_words(random_below);
  begun.device = new_device_token();
  const std::string words = begun.words;
  engine::Begun beginning_of_it{
      .seed = new_seed(), .stage = {}, .language = beginning.language, .profile = {{"name", name}}
  };
  hash_words(
      words,
      [this,
       program,
       how = std::move(beginning_of_it),
       begun = std::move(begun),
       done = std::move(done)](const std::optional<storage::Key>& secret) mutable {
        if (secret) {
          create(*secret, std::move(program), std::move(how), std::move(begun), std::move(done));
        } else {
          done(too_often());
        }
      }
  );
}

void JourneyService::create(
    const storage::Key& words,
    ProgramPointer program,
    engine::Begun how,
    BegunJourney begun,
    Done<BeginResult> done
) {
  engine::Input input;
  input.moment.at = time_.now();
  input.body = std::move(how);
  std::optional<engine::Turn> turn;
  try {
    turn = engine::begin(*program, input);
  } catch (const engine::BrokenInvariant&) {
    done(refuse("set_aside", "This course met a fault of ours. Please come back later."));
    return;
  }
  const auto device = device_secret(begun.device);
  ATTUNE_CHECK(device.has_value());
  const storage::SessionId session = new_session_id();
  const auto key = storage::Key::random();
  storage::NewJourney journey{
      .session = session,
      .device = storage::door_of(*device, session, key),
      .words = storage::door_of(words, session, key),
      .program = program->id,
      .at = input.moment.at,
      .first_turn = {}
  };
  journey.first_turn.session = session;
  journey.first_turn.entry = storage::seal_turn(key, session, turn->events);
  begun.journey = view_of(session, *program, turn->after, sessions_.kept_until());
  auto created = [begun = std::move(begun),
                  done = std::move(done)](storage::Stored<void> stored) mutable {
    if (stored) {
      done(std::move(begun));
    } else {
      done(not_stored());
    }
  };
  directory_.create(std::move(journey), std::move(created));
}

void JourneyService::resume(const std::string& typed, Done<ResumeResult> done) {
  if (typed.size() > limits::words_characters_max || engine::first_invalid_utf8(typed)) {
    done(refuse("words_count", "Please type the six words that you were given."));
    return;
  }
  auto words = read_words(typed);
  if (!words) {
    done(std::unexpected{Refused{
        .code = words.error().unknown_word ? "words_unknown" : "words_count",
        .message = words.error().message,
        .retry = false,
        .details = words.error().details
    }});
    return;
  }
  hash_words(
      *std::move(words),
      [this, done = std::move(done)](std::optional<storage::Key> secret) mutable {
        if (!secret) {
          done(too_often());
          return;
        }
        const storage::SecretHash lookup = storage::lookup_of(*secret);
        auto found = [this, lookup, secret = *std::move(secret), done = std::move(done)](
                         const storage::Stored<storage::Found>& behind
                     ) mutable {
          if (!behind && behind.error() == storage::StoreError::missing) {
            done(refuse(
                "words_wrong",
                "These six words do not open a journey here. Please look at each word and its "
                "place."
            ));
          } else if (!behind) {
            done(not_stored());
          } else if (auto key = storage::open_door(secret, behind->session, behind->wrapped_key)) {
            add_device(
                Pass{.session = behind->session, .key = *std::move(key), .door = lookup},
                std::move(done)
            );
          } else {
            done(std::unexpected{damaged()});
          }
        };
        directory_.find_by_words(lookup, std::move(found));
      }
  );
}

void JourneyService::add_device(Pass pass, Done<ResumeResult> done) {
  ResumedJourney resumed;
  resumed.device = new_device_token();
  const auto device = device_secret(resumed.device);
  ATTUNE_CHECK(device.has_value());
  storage::Door door = storage::door_of(*device, pass.session, pass.key);
  auto added = [this, pass, resumed = std::move(resumed), done = std::move(done)](
                   storage::Stored<void> stored
               ) mutable {
    if (!stored) {
      done(not_stored());
      return;
    }
    auto viewed = [resumed = std::move(resumed), done = std::move(done)](OpenResult view) mutable {
      if (!view) {
        done(std::unexpected{view.error()});
        return;
      }
      resumed.journey = *std::move(view);
      done(std::move(resumed));
    };
    sessions_.view(pass, std::move(viewed));
  };
  directory_.add_device(std::move(door), pass.session, time_.now(), std::move(added));
}

void JourneyService::identify(const std::string& device, Done<IdentifyResult> done) {
  auto secret = device_secret(device);
  if (!secret) {
    done(std::nullopt);
    return;
  }
  const storage::SecretHash lookup = storage::lookup_of(*secret);
  auto found = [lookup,
                secret = *std::move(secret),
                done = std::move(done)](const storage::Stored<storage::Found>& behind) mutable {
    if (!behind && behind.error() == storage::StoreError::missing) {
      done(std::nullopt);
    } else if (!behind) {
      done(not_stored());
    } else if (auto key = storage::open_door(secret, behind->session, behind->wrapped_key)) {
      done(Pass{.session = behind->session, .key = *std::move(key), .door = lookup});
    } else {
      done(std::unexpected{damaged()});
    }
  };
  directory_.find_by_device(lookup, std::move(found));
}

void JourneyService::leave(const std::string& device, Done<PlainResult> done) {
  const auto secret = device_secret(device);
  if (!secret) {
    done({});
    return;
  }
  const storage::SecretHash door = storage::lookup_of(*secret);
  auto found = [this, door, done = std::move(done)](const storage::Stored<storage::Found>& behind
               ) mutable {
    if (!behind && behind.error() == storage::StoreError::missing) {
      done({});
    } else if (!behind) {
      done(not_stored());
    } else {
      close_door(behind->session, door, std::move(done));
    }
  };
  directory_.find_by_device(door, std::move(found));
}

void JourneyService::close_door(
    storage::SessionId session, const storage::SecretHash& door, Done<PlainResult> done
) {
  auto closed = [this, session, door, done = std::move(done)](storage::Stored<void> stored
                ) mutable {
    if (!stored) {
      done(not_stored());
      return;
    }
    sessions_.close_door(session, door);
    done({});
  };
  directory_.forget_device(door, std::move(closed));
}

void JourneyService::erase(storage::SessionId session, Done<PlainResult> done) {
  directory_.erase(
      session,
      [this, session, done = std::move(done)](storage::Stored<void> stored) mutable {
        if (!stored) {
          done(not_stored());
          return;
        }
        sessions_.forget(session);
        done({});
      }
  );
}

}  // namespace attune::service
