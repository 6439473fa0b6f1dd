#include "tools/catalogue/page_texts.h"

#include "engine/base/text.h"

#include <algorithm>
#include <optional>
#include <string>

namespace attune::tools {
namespace {

using engine::Translatable;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

class Scanner {
 public:
  Scanner(std::string_view file_name, std::string_view script)
      : file_{file_name}, script_{script} {}

  engine::Result<std::vector<Translatable>> scan() {
    while (at_ < script_.size()) {
      if (starts("/*")) {
        at_ = std::min(script_.find("*/", at_), script_.size() - 2) + 2;
      } else if (starts("//")) {
        at_ = std::min(script_.find('\n', at_), script_.size());
      } else if ((at_ == 0 || !is_word(script_[at_ - 1])) && (starts("_(") || starts("_n("))) {
        if (!text(starts("_n("))) {
          return std::unexpected{engine::Error{
              std::to_string(line()) +
              ": A text of the page stands in single quotation marks, directly behind _( or _n(."
          }};
        }
      } else {
        ++at_;
      }
    }
    return std::move(texts_);
  }

 private:
  bool starts(std::string_view what) const { return script_.substr(at_).starts_with(what); }

  std::size_t line() const {
    return static_cast<std::size_t>(std::ranges::count(script_.substr(0, at_), '\n')) + 1;
  }

  // What this text is called: the last name before a colon on its line.
  std::string name() const {
    const std::size_t start = script_.substr(0, at_).rfind('\n') + 1;
    const std::string_view before = script_.substr(start, at_ - start);
    const std::size_t colon = before.rfind(": ");
    if (colon == std::string_view::npos) {
      return {};
    }
    std::size_t from = colon;
    while (from > 0 && is_word(before[from - 1])) {
      --from;
    }
    return std::string{before.substr(from, colon - from)};
  }

  bool text(bool has_plural) {
    Translatable made;
    made.references.push_back(std::string{file_} + ":" + std::to_string(line()));
    if (std::string called = name(); !called.empty()) {
      made.notes.push_back(std::move(called));
    }
    at_ += has_plural ? 3 : 2;
    std::optional<std::string> first = literal();
    if (!first) {
      return false;
    }
    made.text = *std::move(first);
    if (has_plural) {
      skip_blanks();
      if (!starts(",")) {
        return false;
      }
      ++at_;
      made.plural = literal();
      if (!made.plural) {
        return false;
      }
    }
    texts_.push_back(std::move(made));
    return true;
  }

  void skip_blanks() { at_ = std::min(script_.find_first_not_of(" \t\r\n", at_), script_.size()); }

  std::optional<std::string> literal() {
    skip_blanks();
    if (!starts("'")) {
      return std::nullopt;
    }
    std::string words;
    for (++at_; at_ < script_.size() && script_[at_] != '\''; ++at_) {
      if (script_[at_] == '\n') {
        return std::nullopt;
      }
      if (script_[at_] == '\\') {
        ++at_;
        // The page writes its letters as they are: nothing but a mark is escaped.
        if (at_ >= script_.size() || (script_[at_] != '\'' && script_[at_] != '\\')) {
          return std::nullopt;
        }
      }
      words += script_[at_];
    }
    if (at_ >= script_.size()) {
      return std::nullopt;
    }
    ++at_;
    return words;
  }

  std::string_view file_;
  std::string_view script_;
  std::size_t at_ = 0;
  std::vector<Translatable> texts_;
};

}  // namespace

engine::Result<std::vector<Translatable>> page_texts(
    std::string_view file_name, std::string_view script
) {
  return Scanner{file_name, script}.scan();
}

}  // namespace attune::tools
