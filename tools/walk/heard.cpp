#include "tools/walk/heard.h"

#include "engine/listen/listen.h"

#include <map>
#include <optional>
#include <utility>

#include "tools/limits.h"

namespace attune::tools {
namespace {

using namespace engine;

// A phrase of each list, the first that the tree of phrases has.
std::map<std::uint32_t, std::string> phrase_of_each_list(const Listening& listening) {
  const PhraseTree& tree = listening.phrases;
  std::map<std::uint32_t, std::pair<std::uint32_t, WordId>> come_from;
  for (const PhraseTree::Edge& edge : tree.edges) {
    if (edge.node != 0) {
      come_from[edge.node] = {
          static_cast<std::uint32_t>(edge.key >> 32U), static_cast<WordId>(edge.key & 0xffffffffU)
      };
    }
  }
  std::map<std::uint32_t, std::string> phrases;
  for (std::uint32_t node = 1; node < tree.nodes.size(); ++node) {
    std::string phrase;
    for (std::uint32_t at = node; at != 0; at = come_from[at].first) {
      phrase = listening.lexicon.word(come_from[at].second) + (phrase.empty() ? "" : " ") + phrase;
    }
    const PhraseTree::Node& found = tree.nodes[node];
    for (std::uint32_t i = 0; i < found.lists_count; ++i) {
      phrases.try_emplace(listening.phrase_lists[found.lists_first + i], phrase);
    }
  }
  return phrases;
}

// The construction in words; nullopt when some list of it has none.
std::optional<std::string> sentence_of(
    const Listening& listening,
    const Construction& construction,
    const std::map<std::uint32_t, std::string>& phrases
) {
  std::string sentence;
  const auto add = [&](std::uint32_t list) {
    const auto it = phrases.find(list);
    if (it != phrases.end()) {
      sentence += (sentence.empty() ? "" : " ") + it->second;
    }
    return it != phrases.end();
  };
  for (std::uint32_t i = 0; i < construction.count; ++i) {
    const ConstructionPlace& place = listening.places[construction.first + i];
    if (!place.is_gap() && !add(place.list)) {
      return std::nullopt;
    }
  }
  for (const std::uint32_t list : construction.also) {
    if (!add(list)) {
      return std::nullopt;
    }
  }
  return sentence;
}

}  // namespace

std::vector<std::string> heard_texts(const Program& program) {
  const Listening& listening = program.listening;
  const std::map<std::uint32_t, std::string> phrases = phrase_of_each_list(listening);
  std::map<std::pair<std::uint32_t, Tier>, std::size_t> found;
  std::vector<std::string> texts;
  for (const Construction& construction : listening.constructions) {
    if (construction.tier == Tier::none) {
      continue;
    }
    const std::optional<std::string> sentence = sentence_of(listening, construction, phrases);
    const std::optional<Heard> heard = sentence ? listen(listening, *sentence) : std::nullopt;
    if (heard && found[{heard->watch, heard->tier}]++ < limits::walk_heard_texts_each) {
      texts.push_back(*sentence);
    }
  }
  return texts;
}

}  // namespace attune::tools
