#include "transport/service/journey_service.h"

#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/session/step.h"

#include "storage/event_codec.h"

#include "transport/service/identity.h"
#include "transport/service/limits.h"
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

std::unexpected<Refused> not_kept() {
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

void JourneyService::hash_words(std::string words, Done<std::optional<storage::SecretHash>> done) {
  auto shared = std::make_shared<Done<std::optional<storage::SecretHash>>>(std::move(done));
  const bool taken =
      workers_.submit([words = std::move(words), salt = salt_, post = post_, shared] {
        post([shared, hash = words_hash(words, salt)] { (*shared)(hash); });
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
  hash_words(
      words,
      [this,
       program,
       name,
       language = beginning.language,
       begun = std::move(begun),
       done = std::move(done)](std::optional<storage::SecretHash> hash) mutable {
        if (!hash) {
          done(too_often());
          return;
        }
        engine::Input input;
        input.moment.at = time_.now();
        input.body = engine::Begun{
            .seed = new_seed(), .stage = {}, .language = language, .profile = {{"name", name}}
        };
        std::optional<engine::Turn> turn;
        try {
          turn = engine::begin(*program, input);
        } catch (const engine::BrokenInvariant&) {
          done(refuse("set_aside", "This course met a fault of ours. Please come back later."));
          return;
        }
        const auto device = device_hash(begun.device);
        ATTUNE_CHECK(device.has_value());
        storage::NewJourney journey{
            .session = new_session_id(),
            .device = *device,
            .words = *hash,
            .program = program->id,
            .at = input.moment.at,
            .first_turn = {}
        };
        create(std::move(journey), *std::move(turn), std::move(begun), program, std::move(done));
      }
  );
}

void JourneyService::create(
    storage::NewJourney journey,
    engine::Turn turn,
    BegunJourney begun,
    ProgramPointer program,
    Done<BeginResult> done
) {
  journey.first_turn.session = journey.session;
  journey.first_turn.entry = storage::Entry{
      .first = turn.events.front().seq,
      .last = turn.events.back().seq,
      .body = storage::encode_events(turn.events)
  };
  auto created = [this,
                  session = journey.session,
                  after = std::move(turn.after),
                  begun = std::move(begun),
                  program = std::move(program),
                  done = std::move(done)](storage::Stored<void> stored) mutable {
    if (!stored) {
      done(not_kept());
      return;
    }
    begun.journey = sessions_.adopt(session, std::move(after), std::move(program));
    done(std::move(begun));
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
      [this, done = std::move(done)](std::optional<storage::SecretHash> hash) mutable {
        if (!hash) {
          done(too_often());
          return;
        }
        auto found = [this,
                      done = std::move(done)](storage::Stored<storage::SessionId> session) mutable {
          if (!session) {
            if (session.error() == storage::StoreError::missing) {
              done(refuse(
                  "words_wrong",
                  "These six words do not open a journey here. Please look at each word and its "
                  "place."
              ));
            } else {
              done(not_kept());
            }
            return;
          }
          ResumedJourney resumed;
          resumed.device = new_device_token();
          const auto device = device_hash(resumed.device);
          ATTUNE_CHECK(device.has_value());
          auto added = [this,
                        session = *session,
                        resumed = std::move(resumed),
                        done = std::move(done)](storage::Stored<void> stored) mutable {
            if (!stored) {
              done(not_kept());
              return;
            }
            sessions_.view(
                session,
                [resumed = std::move(resumed), done = std::move(done)](OpenResult view) mutable {
                  if (!view) {
                    done(std::unexpected{view.error()});
                    return;
                  }
                  resumed.journey = *std::move(view);
                  done(std::move(resumed));
                }
            );
          };
          directory_.add_device(*device, *session, time_.now(), std::move(added));
        };
        directory_.find_by_words(*hash, std::move(found));
      }
  );
}

void JourneyService::identify(const std::string& device, Done<IdentifyResult> done) {
  const auto hash = device_hash(device);
  if (!hash) {
    done(std::nullopt);
    return;
  }
  directory_.find_by_device(
      *hash,
      [done = std::move(done)](storage::Stored<storage::SessionId> session) mutable {
        if (session) {
          done(std::optional{*session});
        } else if (session.error() == storage::StoreError::missing) {
          done(std::nullopt);
        } else {
          done(not_kept());
        }
      }
  );
}

void JourneyService::leave(const std::string& device, Done<PlainResult> done) {
  const auto hash = device_hash(device);
  if (!hash) {
    done({});
    return;
  }
  directory_.forget_device(*hash, [done = std::move(done)](storage::Stored<void> stored) mutable {
    if (stored) {
      done({});
    } else {
      done(not_kept());
    }
  });
}

void JourneyService::erase(storage::SessionId session, Done<PlainResult> done) {
  directory_.erase(
      session,
      [this, session, done = std::move(done)](storage::Stored<void> stored) mutable {
        if (!stored) {
          done(not_kept());
          return;
        }
        sessions_.forget(session);
        done({});
      }
  );
}

}  // namespace attune::service
