#include "engine/script/builder.h"

namespace attune::engine {

using ast::Expression;
using ast::ExpressionKind;

std::uint32_t Builder::intern(
    std::string_view text, Interned& interned, std::vector<std::string>& texts
) {
  const auto it = interned.find(text);
  if (it != interned.end()) {
    return it->second;
  }
  const auto index = static_cast<std::uint32_t>(texts.size());
  texts.emplace_back(text);
  interned.emplace(text, index);
  return index;
}

std::uint32_t Builder::compared(std::string_view text) {
  return intern(text, compared_, program_.texts);
}

std::uint32_t Builder::said(std::string_view text) {
  return intern(text, said_, wording_.texts);
}

std::uint32_t Builder::add(Node node, const SourceSpan& span) {
  program_.nodes.push_back(node);
  written_.nodes.push_back(span);
  return static_cast<std::uint32_t>(program_.nodes.size() - 1);
}

std::uint32_t Builder::words(const Context& context, const ast::Words& words) {
  const std::size_t first = wording_.segments.size();
  for (const ast::Hole& hole : words.holes) {
    add_hole(context, hole);
  }
  return add_template(first);
}

std::uint32_t Builder::phrase(const ast::Phrase& phrase) {
  if (phrase.text.empty()) {
    return none;
  }
  const std::size_t first = wording_.segments.size();
  Segment segment;
  segment.text = said(phrase.text);
  wording_.segments.push_back(segment);
  written_.segments.push_back(phrase.span);
  return add_template(first);
}

// Of the segments from `first` on.
std::uint32_t Builder::add_template(std::size_t first) {
  const std::size_t count = wording_.segments.size() - first;
  wording_.templates.push_back(Template{
      .first = static_cast<std::uint32_t>(first), .count = static_cast<std::uint32_t>(count)
  });
  return static_cast<std::uint32_t>(wording_.templates.size() - 1);
}

void Builder::add_hole(const Context& context, const ast::Hole& hole) {
  Segment segment;
  segment.what = hole.what;
  segment.shortened = hole.shortened;
  switch (hole.what) {
    case Quoted::literal:
      segment.text = said(hole.words);
      break;
    case Quoted::visits:
      if (context.in_part) {
        findings_.error(
            "A030", hole.name.span, "\"visits\" counts visits of a scene; this is a part."
        );
      }
      segment.name = context.scene;
      break;
    case Quoted::memory:
    case Quoted::answer: {
      const std::string name = symbols_.qualified(context.dialogue, hole.name.text);
      segment.name = name_id(name);
      if (hole.otherwise) {
        segment.text = said(*hole.otherwise);
      }
      if (symbols_.remembered(context.dialogue, hole.name.text) != nullptr) {
        segment.what = Quoted::memory;
      } else if (symbols_.question(context.dialogue, hole.name.text) == nullptr &&
                 !symbols_.is_profile_field(name)) {
        report_unknown(context, hole.name.text, hole.name.span);
      }
      break;
    }
  }
  wording_.segments.push_back(segment);
  written_.segments.push_back(hole.name.span);
}

void Builder::report_unknown(
    const Context& context, const std::string& name, const SourceSpan& span
) {
  if (symbols_.may_be_lost(context.dialogue, name)) {
    return;
  }
  if (name.starts_with("you.")) {
    std::vector<std::string> fields{"you.name"};
    for (const ast::Name& field : symbols_.course().profile) {
      fields.push_back("you." + field.text);
    }
    const std::string suggestion = Symbols::suggestion(name, {fields.begin(), fields.end()});
    findings_.error(
        "A023",
        span,
        "The course has no field \"" + name.substr(4) + "\".",
        (suggestion.empty() ? "Name it under \"profile:\" in course.dialogue." : suggestion)
    );
    return;
  }
  std::vector<std::string_view> names = symbols_.answer_names(context.dialogue);
  names.insert(names.end(), {"skipped", "answered", "visits", "true", "false"});
  findings_.error(
      "A023",
      span,
      "There is no question and no memory \"" + name + "\".",
      Symbols::suggestion(name, names)
  );
}

std::uint32_t Builder::condition(const Context& context, const Expression& given) {
  const std::optional<TypedNode> made = expression(context, given);
  if (!made) {
    return none;
  }
  if (made->type != ValueType::boolean) {
    mismatch(given, made->type, "something that is true or false");
    return none;
  }
  return made->node;
}

std::optional<std::uint32_t> Builder::number(const Context& context, const Expression& given) {
  const std::optional<TypedNode> made = expression(context, given);
  if (!made) {
    return std::nullopt;
  }
  if (made->type != ValueType::number) {
    mismatch(given, made->type, "a number");
    return std::nullopt;
  }
  return made->node;
}

std::optional<TypedNode> Builder::mismatch(
    const Expression& at, ValueType found, std::string_view wanted
) {
  findings_.error(
      "A030",
      at.span,
      "This is " + std::string{type_words(found)} + ", but here belongs " + std::string{wanted} +
          "."
  );
  return std::nullopt;
}

std::optional<TypedNode> Builder::expression(const Context& context, const Expression& given) {
  switch (given.kind) {
    case ExpressionKind::number: {
      Node node;
      node.op = Op::number;
      node.number = given.number;
      return TypedNode{.node = add(node, given.span), .type = ValueType::number};
    }
    case ExpressionKind::boolean: {
      Node node;
      node.op = Op::boolean;
      node.number = given.number;
      return TypedNode{.node = add(node, given.span), .type = ValueType::boolean};
    }
    case ExpressionKind::text: {
      Node node;
      node.op = Op::text;
      node.text = compared(given.text);
      return TypedNode{.node = add(node, given.span), .type = ValueType::text};
    }
    case ExpressionKind::word:
      return word(context, given);
    case ExpressionKind::visits:
      return visits(context, given);
    case ExpressionKind::days_since:
      return days_since(context, given);
    case ExpressionKind::count:
      return answer_test(context, given, Op::count, ValueType::number);
    case ExpressionKind::is_skipped:
      return answer_test(context, given, Op::is_skipped, ValueType::boolean);
    case ExpressionKind::is_answered:
      return answer_test(context, given, Op::is_answered, ValueType::boolean);
    case ExpressionKind::operation:
      return operation(context, given);
  }
  return std::nullopt;
}

std::optional<TypedNode> Builder::word(const Context& context, const Expression& given) {
  Node node;
  const std::string name = symbols_.qualified(context.dialogue, given.text);
  node.name = name_id(name);
  if (const MemorySymbol* memory = symbols_.remembered(context.dialogue, given.text)) {
    node.op = Op::memory;
    const Value& initial = memory->remember->value;
    const ValueType type = std::holds_alternative<double>(initial) ? ValueType::number
                           : std::holds_alternative<bool>(initial) ? ValueType::boolean
                                                                   : ValueType::text;
    return TypedNode{.node = add(node, given.span), .type = type};
  }
  node.op = Op::answer;
  if (const QuestionSymbol* question = symbols_.question(context.dialogue, given.text)) {
    if (given.score && !question->scored) {
      return report_no_score(given);
    }
    return TypedNode{.node = add(node, given.span), .type = type_of(question->ask->kind)};
  }
  if (symbols_.is_profile_field(name)) {
    return TypedNode{.node = add(node, given.span), .type = ValueType::text};
  }
  if (given.score) {
    return report_no_score(given);
  }
  report_unknown(context, given.text, given.span);
  return std::nullopt;
}

std::optional<TypedNode> Builder::report_no_score(const Expression& given) {
  findings_.error(
      "A023",
      given.span,
      "There is no measure with this score.",
      "Name the measure and its score, such as score(closeness.anxiety); before them the file, "
      "where it is another one."
  );
  return std::nullopt;
}

std::optional<TypedNode> Builder::answer_test(
    const Context& context, const Expression& given, Op op, ValueType type
) {
  const QuestionSymbol* question = symbols_.question(context.dialogue, given.text);
  const std::string name = symbols_.qualified(context.dialogue, given.text);
  if (given.score && (question == nullptr || !question->scored)) {
    return report_no_score(given);
  }
  if (question == nullptr && !symbols_.is_profile_field(name)) {
    SourceSpan at = given.span;  // "is skipped" behind it is right
    at.length = static_cast<std::uint32_t>(given.text.size());
    report_unknown(context, given.text, at);
    return std::nullopt;
  }
  if (op == Op::count) {
    const ValueType counted = question != nullptr ? type_of(question->ask->kind) : ValueType::text;
    if (counted != ValueType::items && counted != ValueType::options) {
      return mismatch(given, counted, "a list or several chosen options to count");
    }
  }
  Node node;
  node.op = op;
  node.name = name_id(name);
  return TypedNode{.node = add(node, given.span), .type = type};
}

std::optional<TypedNode> Builder::visits(const Context& context, const Expression& given) {
  if (context.in_part) {
    findings_.error("A030", given.span, "\"visits\" counts visits of a scene; this is a part.");
    return std::nullopt;
  }
  Node node;
  node.op = Op::visits;
  node.name = context.scene;
  return TypedNode{.node = add(node, given.span), .type = ValueType::number};
}

std::optional<TypedNode> Builder::days_since(const Context& context, const Expression& given) {
  const PracticeSymbol* practice = symbols_.practice(context.dialogue, given.text);
  if (practice == nullptr && !symbols_.is_stage(given.text)) {
    std::vector<std::string_view> stages;
    for (const ast::Name& stage : symbols_.course().stages) {
      stages.push_back(stage.text);
    }
    findings_.error(
        "A025",
        given.span,
        "There is no stage \"" + given.text + "\" in this course, and no practice.",
        Symbols::suggestion(given.text, stages)
    );
    return std::nullopt;
  }
  Node node;
  node.op = Op::days_since;
  node.name = name_id(practice != nullptr ? practice->name : given.text);
  return TypedNode{.node = add(node, given.span), .type = ValueType::number};
}

std::optional<TypedNode> Builder::binary(
    const Context& context, const Expression& given, ValueType operand, ValueType result
) {
  Node node;
  node.op = given.op;
  const std::string wanted =
      operand == ValueType::boolean ? "something that is true or false" : "a number";
  std::uint32_t* into[] = {&node.left, &node.right};
  bool fits = true;
  for (std::size_t i = 0; i < given.operands.size(); ++i) {
    const std::optional<TypedNode> made = expression(context, given.operands[i]);
    if (made && made->type != operand) {
      mismatch(given.operands[i], made->type, wanted);
      fits = false;
    }
    fits = fits && made.has_value();
    *into[i] = made ? made->node : none;
  }
  if (!fits) {
    return std::nullopt;
  }
  return TypedNode{.node = add(node, given.span), .type = result};
}

std::optional<TypedNode> Builder::operation(const Context& context, const Expression& given) {
  switch (given.op) {
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
      return binary(context, given, ValueType::boolean, ValueType::boolean);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
      return binary(context, given, ValueType::number, ValueType::number);
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: {
      // Two days have an order too.
      const QuestionSymbol* left = symbols_.question(context.dialogue, given.operands[0].text);
      const bool days = given.operands[0].kind == ExpressionKind::word && left != nullptr &&
                        left->ask->kind == QuestionKind::date;
      return binary(context, given, days ? ValueType::day : ValueType::number, ValueType::boolean);
    }
    case Op::equal:
    case Op::not_equal:
      return equality(context, given);
    case Op::includes:
      return inclusion(context, given);
    case Op::number:
    case Op::boolean:
    case Op::text:
    case Op::option:
    case Op::answer:
    case Op::memory:
    case Op::visits:
    case Op::days_since:
    case Op::count:
    case Op::is_skipped:
    case Op::is_answered:
      break;
  }
  return std::nullopt;
}

std::optional<TypedNode> Builder::option_of(
    const Context& context, const Expression& question, const Expression& option
) {
  const QuestionSymbol* asked = symbols_.question(context.dialogue, question.text);
  if (asked == nullptr || option.kind != ExpressionKind::word) {
    findings_.error(
        "A030", option.span, "Here belongs the id of an option, without quotation marks."
    );
    return std::nullopt;
  }
  std::vector<std::string_view> ids;
  for (const ast::OptionLine& line : asked->ask->options) {
    ids.push_back(line.id.text);
    if (line.id.text == option.text) {
      Node node;
      node.op = Op::option;
      node.text = compared(option.text);
      return TypedNode{.node = add(node, option.span), .type = ValueType::option};
    }
  }
  if (symbols_.may_be_lost(asked->dialogue, option.text)) {
    return std::nullopt;
  }
  findings_.error(
      "A024",
      option.span,
      "The question \"" + question.text + "\" has no option \"" + option.text + "\".",
      Symbols::suggestion(option.text, ids)
  );
  return std::nullopt;
}

std::optional<TypedNode> Builder::equality(const Context& context, const Expression& given) {
  const Expression& left_side = given.operands[0];
  Expression right_side = given.operands[1];
  const std::optional<TypedNode> left = expression(context, left_side);
  if (!left) {
    return std::nullopt;
  }
  if (left->type == ValueType::options || left->type == ValueType::items) {
    findings_.error(
        "A030",
        given.span,
        "This is " + std::string{type_words(left->type)} + ".",
        "Ask whether it \"includes\" something, instead of whether it \"is\"."
    );
    return std::nullopt;
  }
  if (left->type == ValueType::boolean && right_side.kind == ExpressionKind::word &&
      (right_side.text == "yes" || right_side.text == "no")) {
    right_side.kind = ExpressionKind::boolean;
    right_side.number = right_side.text == "yes" ? 1 : 0;
  }
  const std::optional<TypedNode> right = left->type == ValueType::option
                                             ? option_of(context, left_side, right_side)
                                             : expression(context, right_side);
  if (!right) {
    return std::nullopt;
  }
  if (right->type != left->type) {
    return mismatch(right_side, right->type, type_words(left->type));
  }
  Node node;
  node.op = given.op;
  node.left = left->node;
  node.right = right->node;
  return TypedNode{.node = add(node, given.span), .type = ValueType::boolean};
}

std::optional<TypedNode> Builder::inclusion(const Context& context, const Expression& given) {
  const std::optional<TypedNode> left = expression(context, given.operands[0]);
  if (!left) {
    return std::nullopt;
  }
  if (left->type != ValueType::options && left->type != ValueType::items) {
    return mismatch(given.operands[0], left->type, "a list or several chosen options");
  }
  const std::optional<TypedNode> right =
      left->type == ValueType::options ? option_of(context, given.operands[0], given.operands[1])
                                       : expression(context, given.operands[1]);
  if (!right) {
    return std::nullopt;
  }
  if (left->type == ValueType::items && right->type != ValueType::text) {
    return mismatch(given.operands[1], right->type, "a text");
  }
  Node node;
  node.op = Op::includes;
  node.left = left->node;
  node.right = right->node;
  return TypedNode{.node = add(node, given.span), .type = ValueType::boolean};
}

}  // namespace attune::engine
