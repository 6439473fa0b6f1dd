#include "engine/listen/setting.h"

#include "engine/program/limits.h"

#include <algorithm>

namespace attune::engine {

bool is_remark(std::size_t from, std::size_t to) {
  return to - from <= limits::remark_words;
}

namespace {

// Reads the words once, and each sentence a second time for its tense.
class Settling {
 public:
  Settling(
      const Listening& listening, std::span<const HeardWord> words, const Occurrences& occurrences
  )
      : listening_{listening},
        words_{words},
        occurrences_{occurrences},
        clauses_{role(Role::clauses)},
        subjects_{role(Role::subjects)},
        carries_{role(Role::carries)},
        negation_{role(Role::negation).remove(role(Role::still_counts))},
        me_{role(Role::me)},
        others_{role(Role::others)},
        past_{role(Role::past)},
        over_{role(Role::over)},
        now_{role(Role::now).remove(past_).remove(over_)},  // "all gone now" is past
        stories_{role(Role::stories)},
        made_{
            .breaks = none(),
            .gaps = none(),
            .claimed = none(),
            .others = none(),
            .past = none(),
            .over = none(),
            .quoted = none()
        } {}

  Setting settle() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      begin_clause(i);
      tell_who(i);
      mark(i);
      if (over_.has(i) && made_.claimed.has(i)) {
        close(i);
      }
      negated_ = negated_ || negation_.has(i);
    }
    end_sentence(words_.size());
    return std::move(made_);
  }

 private:
  Marks none() const { return Marks{words_.size() + 1}; }

  Marks role(Role role) const {
    Marks marks = none();
    occurrences_.mark_words(listening_.roles[static_cast<std::size_t>(role)], marks);
    return marks;
  }

  void begin_clause(std::size_t i) {
    const Break before = words_[i].before;
    if (before != Break::none) {
      made_.breaks.set(i);
    }
    if (before == Break::sentence) {
      end_sentence(i);
      about_others_ = false;
      in_story_ = false;
    }
    const bool apart = before != Break::none || clauses_.has(i);
    // Without a comma: "I don't know what to do I want to die", but "I don't think I want to die".
    const bool subject = subjects_.has(i) && i > 0 && !carries_.has(i - 1);
    if (apart || subject) {
      negated_ = false;
    }
    if (apart) {
      story_may_end_ = in_story_;
      begins_.push_back(i);
      me_since_ = false;
    }
  }

  void tell_who(std::size_t i) {
    if (others_.has(i)) {
      about_others_ = true;
    } else if (me_.has(i)) {
      about_others_ = false;
      in_story_ = in_story_ && !story_may_end_;
      me_since_ = true;
    }
    if (stories_.has(i) && !in_story_ && !me_since_) {
      // "The girl hears voices, in the play": told before it is said where.
      for (std::size_t word = begins_.back(); word < i; ++word) {
        made_.claimed.reset(word);
      }
    }
    if (stories_.has(i)) {
      in_story_ = true;
      story_may_end_ = false;
    }
  }

  void mark(std::size_t i) {
    if (!negated_ && !in_story_) {
      made_.claimed.set(i);
    }
    if (about_others_) {
      made_.others.set(i);
    }
    if (words_[i].quoted) {
      made_.quoted.set(i);
    }
    const bool cut_off = i + 1 < words_.size() && words_[i + 1].before != Break::none;
    if (!negation_.has(i) && !clauses_.has(i) && !cut_off) {
      made_.gaps.set(i);
    }
  }

  bool any_between(const Marks& marks, std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < to; ++i) {
      if (marks.has(i)) {
        return true;
      }
    }
    return false;
  }

  // What is long over is so in the whole sentence, but for a clause that says "now" and what
  // follows it.
  void end_sentence(std::size_t end) {
    bool past = any_between(past_, sentence_, end);
    if (past && is_remark(sentence_, end) && !any_between(now_, sentence_before_, end)) {
      for (std::size_t i = sentence_before_; i < sentence_; ++i) {
        made_.past.set(i);
      }
    }
    for (std::size_t c = 0; c < begins_.size(); ++c) {
      const std::size_t to = c + 1 < begins_.size() ? begins_[c + 1] : end;
      if (any_between(now_, begins_[c], to)) {
        past = false;
      } else if (any_between(past_, begins_[c], to)) {
        past = true;
      }
      for (std::size_t i = begins_[c]; past && i < to; ++i) {
        made_.past.set(i);
      }
    }
    begins_.clear();
    if (end > sentence_) {
      sentence_before_ = sentence_;
    }
    sentence_ = end;
  }

  // All words up to this one are over, back to one that says "now".
  void close(std::size_t at) {
    for (std::size_t i = at + 1; i > 0 && !now_.has(i - 1) && !made_.over.has(i - 1); --i) {
      made_.over.set(i - 1);
    }
  }

  const Listening& listening_;
  std::span<const HeardWord> words_;
  const Occurrences& occurrences_;
  Marks clauses_;
  Marks subjects_;
  Marks carries_;
  Marks negation_;
  Marks me_;
  Marks others_;
  Marks past_;
  Marks over_;
  Marks now_;
  Marks stories_;
  Setting made_;
  bool negated_ = false;
  bool about_others_ = false;
  bool in_story_ = false;
  bool story_may_end_ = false;
  bool me_since_ = false;  // the clause told of the person who writes
  std::size_t sentence_before_ = 0;
  std::size_t sentence_ = 0;         // where it begins
  std::vector<std::size_t> begins_;  // its clauses
};

}  // namespace

Setting settle(
    const Listening& listening, std::span<const HeardWord> words, const Occurrences& occurrences
) {
  return Settling{listening, words, occurrences}.settle();
}

}  // namespace attune::engine
