#include "transport/service/six_words.h"

#include "engine/base/text.h"

#include <algorithm>
#include <utility>

namespace attune::service {
namespace {

struct WordList {
  std::vector<std::string_view> all;    // sorted
  std::vector<std::string_view> drawn;  // without hyphens

  WordList() {
    std::string_view text = wordlist_text();
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      if (const std::string_view word = text.substr(0, end); !word.empty()) {
        all.push_back(word);
        if (word.find('-') == std::string_view::npos) {
          drawn.push_back(word);
        }
      }
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::ranges::sort(all);
  }

  bool has(std::string_view word) const { return std::ranges::binary_search(all, word); }
};

const WordList& word_list() {
  static const WordList list;
  return list;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool between = byte <= 0x20U || c == '-' || c == ',' || c == '.' || c == ';' || c == '_';
    if (between) {
      finish();
    } else {
      word.push_back(c);
    }
  }
  finish();
  return words;
}

}  // namespace

std::expected<std::string, WordsFault> read_words(std::string_view typed) {
  std::string plain = engine::lower_ascii(typed);
  // Dashes and spaces that phones put in by themselves.
  for (const std::string_view other : {"\u00a0", "\u2010", "\u2011", "\u2013", "\u2014"}) {
    for (std::size_t at = plain.find(other); at != std::string::npos; at = plain.find(other, at)) {
      plain.replace(at, other.size(), " ");
    }
  }
  const std::vector<std::string> words = split(plain);
  for (const std::string& word : words) {
    if (word_list().has(word)) {
      continue;
    }
    const std::string shown{engine::first_characters(word, 30)};
    WordsFault fault{
        .message = "\"" + shown + "\" is not one of the words that are used here.",
        .unknown_word = true,
        .details = {{"word", shown}}
    };
    if (const auto near = engine::nearest(word, word_list().all)) {
      fault.message += " Did you mean \"" + std::string{*near} + "\"?";
      fault.details.emplace_back("nearest", *near);
    }
    return std::unexpected{std::move(fault)};
  }
  if (words.size() != words_count) {
    return std::unexpected{WordsFault{
        .message = "That is " + std::to_string(words.size()) +
                   (words.size() == 1 ? " word" : " words") + "; six are needed.",
        .unknown_word = false,
        .details = {{"count", std::to_string(words.size())}}
    }};
  }
  std::string joined;
  for (const std::string& word : words) {
    joined += joined.empty() ? word : " " + word;
  }
  return joined;
}

std::string draw_words(std::uint32_t (*random_below)(std::uint32_t bound)) {
  const std::vector<std::string_view>& list = word_list().drawn;
  std::string words;
  for (std::size_t i = 0; i < words_count; ++i) {
    words += i == 0 ? "" : " ";
    words += list[random_below(static_cast<std::uint32_t>(list.size()))];
  }
  return words;
}

}  // namespace attune::service
