#include "engine/script/translation/po_merge.h"

#include "engine/script/translation/pseudo.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace attune::engine {
namespace {

// Two texts of which this share of neighbouring letters is the same are the same text, changed.
constexpr double likeness_min = 0.6;
constexpr std::string_view fuzzy = "fuzzy";

// Every two neighbouring bytes of a text, sorted.
using Pairs = std::vector<std::pair<char, char>>;

Pairs pairs_of(std::string_view text) {
  Pairs pairs;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    pairs.emplace_back(text[i], text[i + 1]);
  }
  std::ranges::sort(pairs);
  return pairs;
}

// Dice's coefficient: from 0, nothing in common, to 1.
double likeness(const Pairs& a, const Pairs& b) {
  const double all = static_cast<double>(a.size() + b.size());
  if (all == 0 || 2 * static_cast<double>(std::min(a.size(), b.size())) < likeness_min * all) {
    return 0;
  }
  std::size_t common = 0;
  auto at = a.begin();
  auto other = b.begin();
  while (at != a.end() && other != b.end()) {
    if (*at < *other) {
      ++at;
    } else if (*other < *at) {
      ++other;
    } else {
      ++common;
      ++at;
      ++other;
    }
  }
  return 2 * static_cast<double>(common) / all;
}

bool has_words(const PoEntry& entry) {
  return std::ranges::any_of(entry.translations, [](const PoText& form) {
    return !form.text.empty();
  });
}

// Text as `#| ` shows it: on one line, with escapes.
std::string shown(std::string_view keyword, const PoText& text) {
  PoFile one;
  one.entries.emplace_back().id = text;
  std::string line = write_po(one);  // msgid "...": what a text looks like is known there alone
  line.erase(0, std::string_view{"msgid"}.size());
  std::ranges::replace(line, '\n', ' ');
  while (line.ends_with(' ')) {
    line.pop_back();
  }
  return std::string{keyword} + line;
}

class Merger {
 public:
  Merger(const PoFile& before, const Translating& translating)
      : before_{before}, translating_{translating} {
    for (const PoEntry& entry : before.entries) {
      if (&entry == before.header()) {
        continue;
      }
      // Of a text that is there and was there before, the one that is there counts.
      PoEntry const*& known = known_[{entry.context_text(), entry.id.text}];
      known = known == nullptr || known->obsolete ? &entry : known;
      if (has_words(entry)) {
        old_.push_back(Old{.entry = &entry, .pairs = pairs_of(entry.id.text)});
      }
    }
  }

  PoFile merge(const std::vector<Translatable>& texts) {
    PoFile made;
    made.entries.push_back(header());
    for (const Translatable& text : texts) {
      if (const auto it = known_.find({text.context, text.text}); it != known_.end()) {
        used_.insert(it->second);
      }
    }
    for (const Translatable& text : texts) {
      made.entries.push_back(merged(text));
    }
    for (const Old& old : old_) {
      if (!used_.contains(old.entry)) {
        PoEntry gone = *old.entry;
        gone.obsolete = true;
        gone.notes.clear();
        gone.references.clear();
        made.entries.push_back(std::move(gone));
      }
    }
    return made;
  }

 private:
  using Key = std::pair<std::string_view, std::string_view>;

  struct Old {
    const PoEntry* entry = nullptr;
    Pairs pairs;
  };

  PoEntry header() const {
    if (const PoEntry* there = before_.header()) {
      return *there;
    }
    PoEntry made;
    made.id = {};
    std::string language = translating_.language;
    std::ranges::replace(language, '-', '_');
    made.translations.push_back(PoText{
        .text = "Project-Id-Version: " + translating_.project + "\nLanguage: " + language +
                "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
                "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n",
        .placed = {}
    });
    return made;
  }

  PoEntry merged(const Translatable& text) {
    PoEntry made;
    made.notes = text.notes;
    made.references = text.references;
    if (!text.context.empty()) {
      made.context = PoText{.text = text.context, .placed = {}};
    }
    made.id.text = text.text;
    if (text.plural) {
      made.plural = PoText{.text = *text.plural, .placed = {}};
    }
    if (is_pseudo_language(translating_.language)) {
      make_up(made);
      return made;
    }
    if (const auto it = known_.find({text.context, text.text}); it != known_.end()) {
      const PoEntry& old = *it->second;
      made.comments = old.comments;
      made.flags = old.flags;
      made.previous = old.previous;
      take_forms(made, old);
      return made;
    }
    take_nearest(made);
    return made;
  }

  void make_up(PoEntry& made) const {
    const auto words = [&](const std::string& source) {
      return PoText{.text = pseudo_translated(translating_.language, source), .placed = {}};
    };
    made.translations.push_back(words(made.id.text));
    if (made.plural) {
      made.translations.push_back(words(made.plural->text));
    }
  }

  // A text that has got a plural, or lost it, has another number of forms: its translation is to be
  // looked at.
  void take_forms(PoEntry& made, const PoEntry& old) const {
    made.translations = old.translations;
    if (made.plural.has_value() != old.plural.has_value()) {
      made.translations.resize(made.plural ? forms() : 1, made.translations.front());
      mark_fuzzy(made);
    }
  }

  static void mark_fuzzy(PoEntry& entry) {
    if (!entry.has_flag(fuzzy)) {
      entry.flags.emplace_back(fuzzy);
    }
  }

  std::size_t forms() const {
    const std::string_view rule = before_.field("Plural-Forms");
    const std::size_t at = rule.find("nplurals=");
    const char digit = at == std::string_view::npos || at + 9 >= rule.size() ? '2' : rule[at + 9];
    return digit >= '1' && digit <= '9' ? static_cast<std::size_t>(digit - '0') : 2;
  }

  // The old text that is most like this one; of two that are as like, one that is gone, and then
  // one of the same scene.
  void take_nearest(PoEntry& made) {
    const Pairs pairs = pairs_of(made.id.text);
    const PoEntry* nearest = nullptr;
    std::tuple<double, bool, bool> best{likeness_min, false, false};
    for (const Old& old : old_) {
      const bool is_gone = !used_.contains(old.entry);
      const bool same_scene = old.entry->context_text() == made.context_text();
      const double like = old.entry->id.text == made.id.text ? 1.0 : likeness(pairs, old.pairs);
      const std::tuple found{like, is_gone, same_scene};
      if (like >= likeness_min && (nearest == nullptr || found > best)) {
        nearest = old.entry;
        best = found;
      }
    }
    if (nearest == nullptr) {
      made.translations.resize(made.plural ? forms() : 1);
      return;
    }
    used_.insert(nearest);
    made.comments = nearest->comments;
    take_forms(made, *nearest);
    mark_fuzzy(made);
    if (nearest->context) {
      made.previous.push_back(shown("msgctxt", *nearest->context));
    }
    made.previous.push_back(shown("msgid", nearest->id));
  }

  const PoFile& before_;
  const Translating& translating_;
  std::map<Key, const PoEntry*> known_;
  std::vector<Old> old_;
  std::set<const PoEntry*> used_;  // whose translation is in the new file
};

}  // namespace

PoFile merge(
    const PoFile& before, const std::vector<Translatable>& texts, const Translating& translating
) {
  // A made-up translation has nothing to keep.
  const PoFile nothing;
  const bool is_made_up = is_pseudo_language(translating.language);
  return Merger{is_made_up ? nothing : before, translating}.merge(texts);
}

PoCounts count(const PoFile& file) {
  PoCounts counts;
  for (const PoEntry& entry : file.entries) {
    if (&entry == file.header()) {
      continue;
    }
    std::size_t& into = entry.obsolete          ? counts.obsolete
                        : entry.has_flag(fuzzy) ? counts.fuzzy
                        : entry.is_translated() ? counts.translated
                                                : counts.untranslated;
    ++into;
  }
  return counts;
}

}  // namespace attune::engine
