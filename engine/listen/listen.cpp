#include "engine/listen/listen.h"

#include "engine/listen/heard_words.h"
#include "engine/listen/marks.h"
#include "engine/listen/pronouns.h"
#include "engine/listen/setting.h"
#include "engine/program/limits.h"

#include <algorithm>
#include <map>
#include <span>
#include <vector>

namespace attune::engine {
namespace {

// Follows constructions through a text. All places where one may stand are followed at once, as
// sets, so the work for a construction depends on its own length and on the length of the text.
class Listener {
 public:
  Listener(const Listening& listening, std::span<const HeardWord> words)
      : listening_{listening},
        words_{words},
        occurrences_{listening, words},
        pronouns_{words.size()},
        setting_{settle(listening, words, occurrences_)},
        reached_(limits::places_max + 1, Marks{words.size() + 1}),
        heard_(listening.watches.size()) {}

  std::optional<Heard> hear() {
    const std::size_t first = cover_idioms();
    pronouns_ = Pronouns{listening_, words_, occurrences_};
    for (const Watch& watch : listening_.watches) {
      views_.push_back(view(watch, Tier::clear));
      views_.push_back(view(watch, Tier::unclear));
    }
    Tier surest = Tier::none;
    for (std::size_t next = first; next < listening_.constructions.size(); ++next) {
      const Construction& construction = listening_.constructions[next];
      // They stand in this order: what is clear, what is unclear, signs.
      if (construction.tier < surest || (construction.is_sign && surest != Tier::none)) {
        break;
      }
      if (fits(construction)) {
        follow_everywhere(static_cast<std::uint32_t>(next));
        surest = std::max(surest, heard_[construction.watch].first.tier);
      }
    }
    const auto best = std::ranges::max_element(heard_, {}, [](const HeardByWatch& heard) {
      return std::pair{heard.first.tier, heard.constructions};
    });
    return best->first.tier == Tier::none ? std::nullopt : std::optional{best->first};
  }

 private:
  // Of the surest tier in which a watch heard something.
  struct HeardByWatch {
    Heard first;
    std::uint32_t last = 0;           // index of the construction that was heard last
    std::uint32_t constructions = 0;  // how many were heard
  };

  // The places from which a construction of a watch counts in full, or for one tier less.
  struct View {
    Marks full;
    Marks full_if_me;  // about somebody else, unless it ends with the person who writes
    Marks lowered;
    Marks lowered_if_me;
    Marks me;         // words that are about the person who writes
    Marks strangers;  // pronouns that mean nobody of whom the watch speaks
    bool any_strangers = false;
  };

  View view(const Watch& watch, Tier tier) const {
    const Marks none{words_.size() + 1};
    const Marks others = watch.lowered_by_others ? setting_.others : none;
    Marks past = watch.lowered_by_past ? setting_.past : none;
    if (watch.lowered_by_past && tier == Tier::clear) {
      past |= setting_.over;  // what is unclear is asked about all the same
    }
    const Marks quoted = watch.lowered_by_quotes ? setting_.quoted : none;
    Marks full = setting_.claimed;
    full.remove(past).remove(quoted);
    Marks once = past;
    once |= quoted;
    Marks twice = past;
    twice &= quoted;
    once.remove(twice);
    once &= setting_.claimed;
    View made{
        .full = full,
        .full_if_me = full,
        .lowered = once,
        .lowered_if_me = once,
        .me = none,
        .strangers = none
    };
    if (watch.speaks_of != 0) {
      made.strangers = pronouns_.strangers_to(watch.speaks_of);
      made.any_strangers = made.strangers.any();
    }
    made.me.fill();
    made.me.remove(others);
    made.full &= made.me;
    made.full_if_me.remove(made.me);
    made.lowered &= made.me;
    made.lowered_if_me.remove(made.me);
    return made;
  }

  const View& view_of(const Construction& construction) const {
    return views_[construction.watch * 2 + (construction.tier == Tier::clear ? 0 : 1)];
  }

  std::span<const ConstructionPlace> places(const Construction& construction) const {
    return std::span{listening_.places}.subspan(construction.first, construction.count);
  }

  bool fits(const Construction& construction) const {
    const auto any = [this](std::uint32_t list) { return occurrences_.any(list); };
    const auto stands = [&](std::uint32_t list) {
      return any(list) || pronouns_.subjects(list) != nullptr || pronouns_.objects(list) != nullptr;
    };
    return std::ranges::all_of(
               places(construction),
               [&](const ConstructionPlace& place) { return place.is_gap() || stands(place.list); }
           ) &&
           std::ranges::all_of(construction.also, any);
  }

  // Where a phrase of so many words may stand at a place of a construction.
  template <class Visit>
  void each_phrase(const Construction& construction, std::size_t place, const Visit& visit) const {
    const std::uint32_t list = places(construction)[place].list;
    for (std::size_t length = 1; length <= occurrences_.lengths(); ++length) {
      const Marks* found = occurrences_.at(list, length);
      if (found == nullptr) {
        continue;
      }
      // An idiom hears all pronouns.
      if (length == 1 && construction.tier != Tier::none && view_of(construction).any_strangers) {
        Marks known = *found;
        visit(known.remove(view_of(construction).strangers), length);
      } else {
        visit(*found, length);
      }
    }
    const Marks* meant = place == 0 ? pronouns_.subjects(list) : pronouns_.objects(list);
    if (meant != nullptr) {
      visit(*meant, 1);
    }
  }

  // reached_[i]: the places where the words may go on after the first i places of a construction.
  bool follow(const Construction& construction, const Marks& from) {
    reached_[0] = from;
    const std::span<const ConstructionPlace> each = places(construction);
    for (std::size_t i = 0; i < each.size(); ++i) {
      Marks& next = reached_[i + 1];
      if (each[i].is_gap()) {
        next = reached_[i];
        for (std::size_t word = 0; word < each[i].gap_words; ++word) {
          next.add_later(next, setting_.gaps, 1);
        }
      } else {
        next.clear();
        each_phrase(construction, i, [&](const Marks& found, std::size_t length) {
          next.add_later(reached_[i], found, length);
        });
        if (i + 1 < each.size()) {
          next.remove(setting_.breaks);
        }
      }
      if (!next.any()) {
        return false;
      }
    }
    return true;
  }

  // From the places where a construction ended, back to where it began. `visit` gets, for each
  // phrase on the way, the places where it begins and its length.
  template <class Visit>
  Marks trace(const Construction& construction, Marks ends, const Visit& visit) {
    const std::span<const ConstructionPlace> each = places(construction);
    for (std::size_t i = each.size(); i-- > 0;) {
      Marks begins{words_.size() + 1};
      if (each[i].is_gap()) {
        begins = ends;
        for (std::size_t word = 0; word < each[i].gap_words; ++word) {
          begins.add_earlier(begins, setting_.gaps, 1);
        }
      } else {
        each_phrase(construction, i, [&](const Marks& found, std::size_t length) {
          Marks here{words_.size() + 1};
          here.add_earlier(ends, found, length);
          here &= reached_[i];
          visit(here, length);
          begins |= here;
        });
      }
      begins &= reached_[i];
      ends = std::move(begins);
    }
    return ends;
  }

  // What an idiom is made of means nothing more. Gives the index of the first other construction.
  std::size_t cover_idioms() {
    Marks covered{words_.size() + 1};
    Marks everywhere{words_.size() + 1};
    everywhere.fill();
    std::size_t at = 0;
    for (; at < listening_.constructions.size() && listening_.constructions[at].tier == Tier::none;
         ++at) {
      const Construction& idiom = listening_.constructions[at];
      if (fits(idiom) && follow(idiom, everywhere)) {
        trace(idiom, reached_[idiom.count], [&](const Marks& begins, std::size_t length) {
          for (std::size_t word = 0; word < length; ++word) {
            covered.add_later(begins, begins, word);
          }
        });
      }
    }
    if (covered.any()) {
      occurrences_.cover(covered);
    }
    return at;
  }

  void follow_everywhere(std::uint32_t index) {
    const Construction& construction = listening_.constructions[index];
    const View& view = view_of(construction);
    const Tier full = construction.tier;
    const Tier less = full == Tier::clear ? Tier::unclear : Tier::none;
    follow_from(index, view.full, full, full);
    follow_from(index, view.full_if_me, construction.whoever ? full : less, full);
    if (less != Tier::none) {
      follow_from(index, view.lowered, less, less);
      follow_from(index, view.lowered_if_me, construction.whoever ? less : Tier::none, less);
    }
  }

  // `tier`, or `about_me` where its last word is about the person who writes.
  void follow_from(std::uint32_t index, const Marks& everywhere, Tier tier, Tier about_me) {
    const Construction& construction = listening_.constructions[index];
    Marks from = everywhere;
    for (const std::uint32_t list : construction.unless) {
      if (occurrences_.any(list)) {
        from.remove(sentences_with(list));
      }
    }
    if (!from.any() || !follow(construction, from)) {
      return;
    }
    const Marks& ends = reached_[construction.count];
    Marks mine{words_.size() + 1};
    mine.add_later(view_of(construction).me, view_of(construction).me, 1);
    mine &= ends;
    const bool any_mine = mine.any();
    note(index, any_mine ? mine : ends, any_mine ? about_me : tier);
  }

  // All words of the sentences in which a phrase of this list stands. A few words by themselves
  // ("I was six.") belong to the sentence before them.
  const Marks& sentences_with(std::uint32_t list) {
    const auto [it, fresh] = sentences_with_.try_emplace(list, words_.size() + 1);
    if (fresh) {
      Marks phrases{words_.size() + 1};
      occurrences_.mark_words(list, phrases);
      std::size_t before = 0;
      for (std::size_t from = 0, to = 1; from < words_.size(); before = from, from = to++) {
        bool any = phrases.has(from);
        for (; to < words_.size() && words_[to].before != Break::sentence; ++to) {
          any = any || phrases.has(to);
        }
        const std::size_t first = is_remark(from, to) ? before : from;
        for (std::size_t word = first; any && word < to; ++word) {
          it->second.set(word);
        }
      }
    }
    return it->second;
  }

  void note(std::uint32_t index, const Marks& ends, Tier tier) {
    const Construction& construction = listening_.constructions[index];
    HeardByWatch& heard_so_far = heard_[construction.watch];
    if (tier == Tier::none || tier < heard_so_far.first.tier) {
      return;
    }
    const auto heard = construction.is_sign ? beside_another(index, ends) : heard_to(index, ends);
    if (!heard) {
      return;
    }
    if (tier > heard_so_far.first.tier) {
      heard_so_far = HeardByWatch{.first = *heard, .last = index, .constructions = 1};
      heard_so_far.first.tier = tier;
    } else if (index != heard_so_far.last) {
      heard_so_far.last = index;
      ++heard_so_far.constructions;
    }
  }

  Heard heard_from(std::uint32_t index, std::size_t first, std::size_t after) const {
    return Heard{
        .watch = listening_.constructions[index].watch,
        .tier = listening_.constructions[index].tier,
        .from = words_[first].from,
        .to = words_[after - 1].to,
        .construction = index
    };
  }

  // Where it ends for the first time.
  std::optional<Heard> heard_to(std::uint32_t index, const Marks& ends) {
    Marks end{words_.size() + 1};
    const std::size_t after = ends.first();
    end.set(after);
    const Marks begins = begins_of(index, std::move(end));
    return heard_from(index, begins.last(), after);
  }

  Marks begins_of(std::uint32_t index, Marks ends) {
    const auto pass = [](const Marks&, std::size_t) {};
    return trace(listening_.constructions[index], std::move(ends), pass);
  }

  // Where a sign stands, in how many ways ever: it begins and ends there.
  struct Sign {
    std::uint32_t construction = 0;
    Marks begins;
    Marks ends;
  };

  // Both signs, when there is another of the same watch a few words away.
  std::optional<Heard> beside_another(std::uint32_t index, const Marks& ends) {
    const std::uint32_t watch = listening_.constructions[index].watch;
    Sign sign{.construction = index, .begins = begins_of(index, ends), .ends = ends};
    std::optional<Heard> both;
    for (const Sign& other : signs_) {
      if (!both && other.construction != index &&
          listening_.constructions[other.construction].watch == watch &&
          !say_the_same(sign, other)) {
        both = one_behind_the_other(other, sign);
        if (!both) {
          both = one_behind_the_other(sign, other);
        }
      }
    }
    signs_.push_back(std::move(sign));
    return both;
  }

  // "ready" and "I am ready" are one sign, said in two ways: saying it twice is no second one.
  static bool say_the_same(const Sign& one, const Sign& other) {
    Marks begins = one.begins;
    Marks ends = one.ends;
    begins &= other.begins;
    ends &= other.ends;
    return begins.any() || ends.any();
  }

  std::optional<Heard> one_behind_the_other(const Sign& before, const Sign& behind) const {
    Marks all{words_.size() + 1};
    all.fill();
    Marks near = before.ends;
    for (std::size_t word = 0; word < limits::sign_gap_words; ++word) {
      near.add_later(near, all, 1);
    }
    near &= behind.begins;
    if (!near.any()) {
      return std::nullopt;
    }
    const std::size_t second = near.first();
    const std::size_t first = before.begins.last_before(before.ends.last_before(second + 1));
    return heard_from(behind.construction, first, behind.ends.first_after(second));
  }

  const Listening& listening_;
  std::span<const HeardWord> words_;
  Occurrences occurrences_;
  Pronouns pronouns_;
  Setting setting_;
  std::vector<View> views_;
  std::vector<Marks> reached_;
  std::map<std::uint32_t, Marks> sentences_with_;
  std::vector<Sign> signs_;
  std::vector<HeardByWatch> heard_;
};

}  // namespace

std::optional<Heard> listen(const Listening& listening, std::string_view text) {
  if (listening.empty()) {
    return std::nullopt;
  }
  const std::vector<HeardWord> words = heard_words(listening, text);
  if (words.empty()) {
    return std::nullopt;
  }
  return Listener{listening, words}.hear();
}

}  // namespace attune::engine
