#include "engine/session/state.h"

#include <algorithm>

namespace attune::engine {
namespace {

const Value* find_kept(const std::vector<Kept>& kept, NameId name) {
  const auto it = std::ranges::lower_bound(kept, name, {}, &Kept::name);
  return it != kept.end() && it->name == name ? &it->value : nullptr;
}

}  // namespace

const Value* State::answer(NameId name) const {
  static const Value skipped = Skipped{};
  const Mark* heard = mark(name);
  return heard != nullptr && !heard->retracted ? &skipped : written(name);
}

const Value* State::written(NameId name) const {
  return find_kept(answers, name);
}

const Mark* State::mark(NameId question) const {
  const auto it = std::ranges::lower_bound(marks, question, {}, &Mark::question);
  return it != marks.end() && it->question == question ? &*it : nullptr;
}

const Value* State::remembered(NameId name) const {
  return find_kept(memory, name);
}

bool StagePlace::is_interrupted() const {
  return std::ranges::any_of(frames, [](const Frame& frame) {
    return frame.interrupted.has_value();
  });
}

const StagePlace* State::stage(NameId name) const {
  const auto it = std::ranges::find(stages, name, &StagePlace::stage);
  return it != stages.end() ? &*it : nullptr;
}

const StagePlace* State::current() const {
  return stage(here);
}

Wait State::wait() const {
  const StagePlace* place = current();
  return place != nullptr ? place->wait : Wait{};
}

std::uint32_t State::visits_of(NameId scene) const {
  const auto it = std::ranges::lower_bound(visits, scene, {}, &Visits::scene);
  return it != visits.end() && it->scene == scene ? it->count : 0;
}

const OfferedPractice* State::practice(NameId name) const {
  const auto it = std::ranges::lower_bound(practices, name, {}, &OfferedPractice::practice);
  return it != practices.end() && it->practice == name ? &*it : nullptr;
}

const KeptRequest* State::request(std::string_view id) const {
  const auto it = std::ranges::find(requests, name_id(id), &KeptRequest::request);
  return it != requests.end() ? &*it : nullptr;
}

const std::string* State::label(NameId question, std::string_view option) const {
  const auto it = std::ranges::find_if(labels, [&](const OldLabel& each) {
    return each.question == question && each.option == option;
  });
  return it != labels.end() ? &it->quoted : nullptr;
}

}  // namespace attune::engine
