#include "engine/script/translation/translation.h"

#include "engine/base/text.h"
#include "engine/script/lexer.h"
#include "engine/script/pieces.h"
#include "engine/script/translation/pseudo.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace attune::engine {
namespace {

constexpr std::string_view translation_ending = ".po";

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string braces_of(const ast::Hole& hole) {
  return "{" + hole.name.text + (hole.shortened ? " short" : "") + "}";
}

// What stands in the braces of a phrase: "{a}" of "{a} and {b}".
std::set<std::string> holes_of(std::string_view phrase) {
  std::set<std::string> holes;
  for (std::size_t at = phrase.find('{'); at != std::string_view::npos;
       at = phrase.find('{', at + 1)) {
    if (const std::size_t close = phrase.find('}', at); close != std::string_view::npos) {
      holes.emplace(phrase.substr(at, close + 1 - at));
    }
  }
  return holes;
}

class Translator {
 public:
  Translator(
      const SourceFile& source,
      std::uint32_t file,
      std::string language,
      Findings& findings,
      std::vector<Untranslated>& untranslated
  )
      : file_{file},
        language_{std::move(language)},
        findings_{findings},
        untranslated_{untranslated},
        po_{read_po(file, source.text, findings)} {
    for (PoEntry& entry : po_.entries) {
      if (!entry.obsolete && !entry.id.text.empty()) {
        entries_.try_emplace(Key{entry.context_text(), entry.id.text}, &entry);
      }
    }
  }

  void translate(Said& said, bool is_source) {
    if (findings_.any_error()) {
      return;  // a file that was not understood says nothing about its texts
    }
    check_header();
    const std::size_t before = untranslated_.size();
    each_text(said, !is_english(language_), [&](const CourseText& text) {
      // In its own language a course needs only what the machine says.
      if (!is_source || text.is_phrase) {
        replace(text);
      }
    });
    std::ranges::sort(said.remembered);
    if (const std::size_t missing = untranslated_.size() - before; missing > 0) {
      findings_.warning(
          "W090",
          top(),
          std::to_string(missing) + " of " + std::to_string(count_) + " texts " +
              std::string{
                  missing == 1 ? "has no translation here, and stays as it is."
                               : "have no translation here, and stay as they are."
              },
          "Run \"attune check --complete\" to see which."
      );
    }
    for (const auto& [key, entry] : entries_) {
      if (!used_.contains(entry) && entry->is_translated()) {
        findings_.warning(
            "W091",
            entry->span,
            "The course does not say this text any more, or not in this scene.",
            "Run \"attune strings --language " + language_ + "\" to bring the file up to date."
        );
      }
    }
  }

 private:
  using Key = std::pair<std::string_view, std::string_view>;

  SourceSpan top() const { return SourceSpan{.file = file_, .line = 1, .column = 1, .length = 1}; }

  void check_header() {
    const PoEntry* header = po_.header();
    if (header == nullptr) {
      return;
    }
    std::string named{po_.field("Language")};
    std::ranges::replace(named, '_', '-');
    if (!named.empty() && named != language_) {
      findings_.error(
          "A093",
          header->span,
          "The header of this file says \"Language: " + named + "\", and its name says \"" +
              language_ + "\".",
          "Rename the file, or mend the header."
      );
    }
    const std::string type = lower_ascii(po_.field("Content-Type"));
    if (!type.empty() && type.find("charset=utf-8") == std::string::npos) {
      findings_.error(
          "A093",
          header->span,
          "The header of this file names another character set than UTF-8.",
          "Save it as UTF-8, with \"Content-Type: text/plain; charset=UTF-8\"."
      );
    }
  }

  void replace(const CourseText& text) {
    ++count_;
    const std::string source{text.source()};
    const auto found = entries_.find(Key{text.context, source});
    if (found == entries_.end() || !found->second->is_translated()) {
      SourceSpan span = text.span;
      if (found != entries_.end()) {
        used_.insert(found->second);
      }
      if (span.line == 0) {
        span = found != entries_.end() ? found->second->span : top();
      }
      untranslated_.push_back(Untranslated{.language = language_, .span = span, .text = source});
      return;
    }
    const PoEntry& entry = *found->second;
    used_.insert(&entry);
    const PoText& given = entry.translations.front();
    const Line line{
        .file = file_,
        .number = entry.span.line,
        .column = 1,
        .text = given.text,
        .placed = given.placed
    };
    if (text.words == nullptr) {
      if (may_be_said(line)) {
        if (text.is_phrase) {
          check_phrase(source, line);
        }
        *text.text = given.text;
      }
      return;
    }
    if (may_be_said(line)) {
      ast::Words words = parse_words(line, 0, line.text.size(), findings_);
      check_braces(*text.words, words);
      *text.words = std::move(words);
    }
  }

  bool may_be_said(const Line& line) {
    const std::size_t before = findings_.error_count();
    if (characters(line.text) > limits::line_characters_max) {
      findings_.error(
          "A011",
          line.span(0, 1),
          "This line has over " + std::to_string(limits::line_characters_max) + " characters.",
          "Divide it into several bubbles."
      );
    } else {
      report_unseen(line, findings_);
    }
    return findings_.error_count() == before;
  }

  // A phrase of the machine has what it puts in in braces of its own.
  void check_phrase(std::string_view source, const Line& line) {
    if (holes_of(source) != holes_of(line.text)) {
      findings_.error(
          "A092",
          line.whole(),
          "The braces here are not those of the text: \"" + std::string{source} + "\".",
          "Leave what stands in braces as it is."
      );
    }
  }

  void check_braces(const ast::Words& source, const ast::Words& words) {
    const auto same_as = [](const ast::Hole& hole) {
      return [&hole](const ast::Hole& other) {
        return other.what == hole.what && other.name.text == hole.name.text;
      };
    };
    for (const ast::Hole& hole : words.holes) {
      if (hole.what != Quoted::literal && std::ranges::none_of(source.holes, same_as(hole))) {
        std::vector<std::string_view> names;
        for (const ast::Hole& each : source.holes) {
          if (each.what != Quoted::literal) {
            names.push_back(each.name.text);
          }
        }
        const auto close = nearest(hole.name.text, names);
        findings_.error(
            "A092",
            hole.name.span,
            "The text that is translated here does not have " + braces_of(hole) + ".",
            close ? "Did you mean {" + std::string{*close} + "}?"
                  : "Leave what stands in braces as it is, and leave out what is not there."
        );
      }
    }
    for (const ast::Hole& hole : source.holes) {
      if (hole.what != Quoted::literal && std::ranges::none_of(words.holes, same_as(hole))) {
        findings_.error(
            "A092",
            words.span,
            "The text that is translated here has " + braces_of(hole) +
                ", and this translation leaves it out.",
            "Put it where it belongs in your sentence."
        );
      }
    }
  }

  std::uint32_t file_;
  std::string language_;
  Findings& findings_;
  std::vector<Untranslated>& untranslated_;
  PoFile po_;
  std::map<Key, const PoEntry*> entries_;
  std::set<const PoEntry*> used_;
  std::size_t count_ = 0;
};

}  // namespace

bool is_translation(const SourceFile& file) {
  return file.path.ends_with(translation_ending);
}

std::string language_of(const SourceFile& translation) {
  return std::string{file_stem(translation.path)};
}

bool is_language(std::string_view tag) {
  constexpr std::size_t subtag_max = 8;
  bool is_first = true;
  while (true) {
    const std::string_view subtag = tag.substr(0, tag.find('-'));
    // BCP 47 leaves room for longer first parts, and no language has one: "English" is none.
    const std::size_t least = is_first ? 2 : 1;
    const std::size_t most = is_first ? 3 : subtag_max;
    const bool letters = std::ranges::all_of(subtag, [&](char c) {
      return is_alphanumeric(c) && (!is_first || c > '9');
    });
    if (subtag.size() < least || subtag.size() > most || !letters) {
      return false;
    }
    if (subtag.size() == tag.size()) {
      return true;
    }
    tag.remove_prefix(subtag.size() + 1);
    is_first = false;
  }
}

bool is_english(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  return lower_ascii(primary) == "en" && language != accented_language;
}

void translate(
    Said& said,
    const CourseSources& sources,
    std::uint32_t file,
    Findings& findings,
    std::vector<Untranslated>& untranslated
) {
  const SourceFile& source = sources.files[file];
  const std::string language = language_of(source);
  if (!is_language(language)) {
    findings.error(
        "A093",
        SourceSpan{.file = file, .line = 1, .column = 1, .length = 1},
        "\"" + language + "\" is not the name of a language.",
        "Call the file es.po, pt-BR.po or the like."
    );
    return;
  }
  Translator{source, file, language, findings, untranslated}.translate(
      said, language == said.tree.course.language
  );
}

}  // namespace attune::engine
