#include "engine/script/pictures.h"

#include "engine/program/limits.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace attune::engine {
namespace {

class Maker {
 public:
  Maker(
      const Symbols& symbols,
      const ast::Show& written,
      const Context& context,
      Builder& builder,
      Findings& findings
  )
      : symbols_{symbols},
        written_{written},
        form_{form_of(written.kind)},
        context_{context},
        builder_{builder},
        findings_{findings} {}

  Picture make() {
    Picture picture;
    picture.name = symbols_.qualified(context_.dialogue, written_.name.text);
    picture.id = name_id(picture.name);
    picture.kind = written_.kind;
    picture.span = written_.name.span;
    picture.title = builder_.words(context_, written_.title);
    picture.words = builder_.words(context_, written_.words);
    for (const ast::PictureRow& row : written_.rows) {
      picture.rows.push_back(make_row(row));
    }
    check_rows();
    return picture;
  }

 private:
  PictureRow make_row(const ast::PictureRow& row) {
    PictureRow made;
    made.role = role_of(row.role);
    made.label = builder_.phrase(row.label);
    made.text = row.text.raw.empty() ? none : builder_.words(context_, row.text);
    made.condition = row.condition ? builder_.condition(context_, *row.condition) : none;
    numbers(row, made);
    list(row, made);
    check_row(row);
    return made;
  }

  std::uint32_t role_of(const ast::Name& role) {
    const auto it = std::ranges::find(form_.roles, std::string_view{role.text});
    if (it != form_.roles.end()) {
      return static_cast<std::uint32_t>(it - form_.roles.begin());
    }
    const std::vector<std::string_view> roles{form_.roles.begin(), form_.roles.end()};
    std::string mend = Symbols::suggestion(role.text, roles);
    if (mend.empty()) {
      mend = "What it has is:";
      for (const std::string_view each : roles) {
        mend += (each == roles.front() ? " " : ", ") + std::string{each};
      }
      mend += ".";
    }
    roles_known_ = false;
    findings_.error(
        "A100", role.span, a_kind() + " has no \"" + role.text + "\".", std::move(mend)
    );
    return 0;
  }

  // Where it stands: each number is worked out when the picture is shown.
  void numbers(const ast::PictureRow& row, PictureRow& made) {
    for (const ast::Expression& number : row.at) {
      if (const auto node = builder_.number(context_, number)) {
        made.at.push_back(*node);
      }
    }
    if (row.over) {
      const QuestionSymbol* score = symbols_.question(context_.dialogue, row.over->text);
      if (builder_.number(context_, *row.over) && score != nullptr) {
        made.score = name_id(score->name);
        parts_ += limits::takings_kept + 1;
        return;
      }
    }
    parts_ += row.from ? 0 : 1;
  }

  void list(const ast::PictureRow& row, PictureRow& made) {
    if (!row.from) {
      return;
    }
    const QuestionSymbol* list = symbols_.question(context_.dialogue, row.from->text);
    const ValueType type = list != nullptr ? type_of(list->ask->kind) : ValueType::text;
    if (list == nullptr && symbols_.may_be_lost(context_.dialogue, row.from->text)) {
      return;
    }
    if (type != ValueType::items && type != ValueType::options) {
      findings_.error(
          "A033",
          row.from->span,
          list == nullptr ? "There is no list \"" + row.from->text + "\"."
                          : "\"" + row.from->text +
                                "\" is not a list: a row shows what a person listed, or chose of "
                                "several options.",
          list == nullptr
              ? Symbols::suggestion(row.from->text, symbols_.answer_names(context_.dialogue))
              : "Write {" + row.from->text + "} behind a colon instead."
      );
      return;
    }
    made.source = name_id(list->name);
    parts_ += type == ValueType::options ? list->ask->options.size() : most_of(*list->ask);
  }

  static std::size_t most_of(const ast::Ask& list) {
    if (list.kind == QuestionKind::list && list.high) {
      return static_cast<std::size_t>(std::max(list.high->value, 1.0));
    }
    return list.up_to.value_or(static_cast<std::uint32_t>(limits::list_items_max));
  }

  void unfit(const SourceSpan& span, std::string message, std::string mend) {
    findings_.error("A102", span, std::move(message), std::move(mend));
  }

  std::string a_kind() const { return "\"" + std::string{form_.word} + "\""; }

  void check_row(const ast::PictureRow& row) {
    const bool numbered = !row.at.empty() || row.over.has_value();
    if (form_.numbers == 0 && numbered) {
      unfit(row.span, a_kind() + " shows no numbers.", "Take it out, or choose another picture.");
    } else if (form_.numbers > 0 && !numbered) {
      const std::string two = form_.numbers == 2 ? ", NUMBER" : "";
      findings_.error(
          "A101",
          row.role.span,
          "Nothing says where this \"" + row.role.text + "\" stands.",
          "Write \"at NUMBER" + two + "\" before the colon."
      );
    } else if (row.over && !form_.over_time) {
      unfit(
          row.over->span,
          a_kind() + " shows one moment, and a score that is taken again has many.",
          "Write \"at\" and the score, or show a course."
      );
    } else if (!row.at.empty() && row.at.size() != form_.numbers) {
      unfit(
          row.at.front().span,
          form_.numbers == 2 ? a_kind() + " needs two numbers for each of its points."
                             : a_kind() + " needs one number for each of its parts.",
          form_.numbers == 2 ? "Write \"at ANXIETY, AVOIDANCE\"." : "Write \"at NUMBER\"."
      );
    }
    if (row.from && form_.in_turn) {
      unfit(
          row.from->span,
          a_kind() + " goes from one to the other, and a list would come all at once.",
          "Write a row for each step."
      );
    }
    if (row.from && !row.text.raw.empty()) {
      unfit(
          row.text.span,
          "This row shows the things of a list, so the text behind its colon would be lost.",
          "Take it out, or leave \"from\" out."
      );
    }
    const bool says = !row.label.text.empty() || !row.text.raw.empty() || row.from.has_value();
    if (form_.numbers == 0 && !says) {
      findings_.error(
          "A101", row.span, "Nothing would stand on this row.", "Write a colon and its text."
      );
    }
  }

  void check_rows() {
    if (written_.rows.size() > limits::picture_rows_max) {
      findings_.error(
          "A011",
          written_.rows[limits::picture_rows_max].span,
          "A picture has at most " + std::to_string(limits::picture_rows_max) + " rows.",
          "Show less, or show two pictures."
      );
    } else if (parts_ > limits::picture_parts_max) {
      findings_.error(
          "A011",
          written_.name.span,
          "With its lists this picture may have " + std::to_string(parts_) + " parts; at most " +
              std::to_string(limits::picture_parts_max) + " can be shown.",
          "Ask for shorter lists, or show less."
      );
    }
    if (!written_.is_whole || !roles_known_) {
      return;  // what seems to be missing may stand there
    }
    const bool from_list = std::ranges::any_of(written_.rows, [](const ast::PictureRow& row) {
      return row.from.has_value();
    });
    if (written_.rows.size() < form_.rows_min && !from_list) {
      findings_.error(
          "A101",
          written_.name.span,
          a_kind() + " needs at least " +
              (form_.rows_min == 1 ? "one row." : "two rows, or one from a list."),
          "Write \"- " + std::string{form_.roles.front()} + ": TEXT\"."
      );
      return;
    }
    for (const std::string_view role : form_.roles.first(form_.needed)) {
      const bool there = std::ranges::any_of(written_.rows, [role](const ast::PictureRow& row) {
        return row.role.text == role;
      });
      if (!there) {
        findings_.error(
            "A101",
            written_.name.span,
            a_kind() + " needs a row \"" + std::string{role} + "\".",
            "Write \"- " + std::string{role} + ": TEXT\"."
        );
      }
    }
    check_turns();
  }

  // Rows with a condition may take each other's place.
  void check_turns() {
    for (std::size_t i = 1; form_.in_turn && i < written_.rows.size(); ++i) {
      const ast::PictureRow& before = written_.rows[i - 1];
      const ast::PictureRow& row = written_.rows[i];
      if (before.role.text == row.role.text && !before.condition && !row.condition) {
        unfit(
            row.role.span,
            a_kind() + " goes from one to the other, and here \"" + row.role.text +
                "\" comes twice running.",
            "Put a row of the other between them."
        );
      }
    }
  }

  const Symbols& symbols_;
  const ast::Show& written_;
  const PictureForm& form_;
  const Context& context_;
  Builder& builder_;
  Findings& findings_;
  bool roles_known_ = true;
  std::size_t parts_ = 0;  // the most that it can have
};

}  // namespace

Picture make_picture(
    const Symbols& symbols,
    const ast::Show& written,
    const Context& context,
    Builder& builder,
    Findings& findings
) {
  return Maker{symbols, written, context, builder, findings}.make();
}

}  // namespace attune::engine
