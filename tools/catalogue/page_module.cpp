#include "tools/catalogue/page_module.h"

#include "engine/script/translation/plural.h"

#include <nlohmann/json.hpp>
#include <set>

namespace attune::tools {
namespace {

using nlohmann::ordered_json;

// What stands in braces: "{n}" of "{n} lines".
std::set<std::string> holes_of(std::string_view text) {
  std::set<std::string> holes;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    if (const std::size_t close = text.find('}', at); close != std::string_view::npos) {
      holes.emplace(text.substr(at, close + 1 - at));
    }
  }
  return holes;
}

std::unexpected<engine::Error> wrong(const engine::PoEntry& entry, std::string what) {
  return std::unexpected{engine::Error{std::to_string(entry.span.line) + ": " + std::move(what)}};
}

}  // namespace

engine::Result<std::string> page_module(const engine::PoFile& file) {
  const auto rule = engine::PluralRule::read(file.field("Plural-Forms"));
  if (!rule) {
    return std::unexpected{engine::Error{"1: " + rule.error().message}};
  }
  ordered_json texts = ordered_json::object();
  for (const engine::PoEntry& entry : file.entries) {
    if (entry.id.text.empty() || !entry.is_translated()) {
      continue;
    }
    ordered_json forms = ordered_json::array();
    for (const engine::PoText& form : entry.translations) {
      // One of one need not say how many they are.
      std::set<std::string> holes = holes_of(form.text);
      if (entry.plural) {
        holes.insert("{n}");
      }
      if (holes != holes_of(entry.plural ? entry.plural->text : entry.id.text)) {
        return wrong(
            entry,
            "The braces of this translation are not those of \"" + entry.id.text +
                "\". Leave what stands in braces as it is."
        );
      }
      forms.push_back(form.text);
    }
    if (entry.plural && forms.size() != rule->forms()) {
      return wrong(
          entry,
          "This text needs " + std::to_string(rule->forms()) + " forms, as Plural-Forms says."
      );
    }
    texts[entry.id.text] = entry.plural ? forms : forms[0];
  }
  // JSON is JavaScript, on lines of their own.
  return "export const texts = " + texts.dump(1) + ";\nexport const form = (n) => Number(" +
         rule->expression() + ");\n";
}

}  // namespace attune::tools
