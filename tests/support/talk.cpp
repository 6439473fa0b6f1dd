#include "tests/support/talk.h"

#include "engine/base/calendar.h"
#include "engine/session/render.h"

#include <stdexcept>

namespace attune::test {

using namespace engine;

std::optional<RejectionCode> code_of(const std::optional<Rejection>& rejection) {
  return rejection ? std::optional{rejection->code} : std::nullopt;
}

Talk::Talk(std::shared_ptr<const Program> program, std::uint64_t seed)
    : program_{std::move(program)} {
  Input input;
  input.moment = now();
  input.body = Begun{.seed = seed, .stage = {}, .language = {}, .profile = {{"name", "Sam"}}};
  adopt(begin(*program_, input));
}

Moment Talk::now() const {
  return Moment{.at = clock_, .who = Participant::first, .request = {}};
}

void Talk::adopt(Turn turn) {
  fresh = events.size();
  events.insert(events.end(), turn.events.begin(), turn.events.end());
  state = std::move(turn.after);
}

std::optional<Rejection> Talk::take(InputBody body) {
  StepResult result = step(*program_, state, Input{.moment = now(), .body = std::move(body)});
  if (!result) {
    return result.error().rejection;
  }
  adopt(*std::move(result));
  return std::nullopt;
}

std::optional<Rejection> Talk::answer(RawValue value) {
  return take(Answered{.question = asked(), .value = std::move(value)});
}

std::optional<Rejection> Talk::skip() {
  return take(QuestionPassed{asked()});
}

void Talk::back(Seq target) {
  std::optional<State> then = state_before(events, target);
  if (!then) {
    throw std::runtime_error{"there is no such question to go back to"};
  }
  adopt(engine::take_back(*program_, state, *std::move(then), events[target - 1], now()));
}

std::string Talk::said() const {
  std::string all;
  for (std::size_t i = fresh; i < events.size(); ++i) {
    if (const auto* line = std::get_if<LineSaid>(&events[i].body)) {
      all += (all.empty() ? "" : "|") + line->text;
    }
  }
  return all;
}

std::string Talk::shown() const {
  std::string all;
  for (std::size_t i = fresh; i < events.size(); ++i) {
    const auto* picture = std::get_if<PictureShown>(&events[i].body);
    if (picture == nullptr) {
      continue;
    }
    all += (all.empty() ? "" : "|") + picture->picture + " [";
    for (const PicturePart& part : picture->parts) {
      all += (&part == picture->parts.data() ? "" : "; ") + part.role;
      all += part.label.empty() ? "" : " " + part.label + ":";
      all += part.text.empty() ? "" : " " + part.text;
      for (const double value : part.values) {
        all += " " + number_text(value);
      }
      all += part.day ? " " + iso_day(*part.day) : "";
    }
    all += "]";
  }
  return all;
}

const QuestionAsked& Talk::question() const {
  return std::get<QuestionAsked>(events[state.wait().asked - 1].body);
}

std::string Talk::open() const {
  if (state.wait().kind != WaitKind::question) {
    return {};
  }
  const std::string& name = question().question;
  return name.substr(name.find('.') + 1);
}

}  // namespace attune::test
