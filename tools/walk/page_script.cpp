#include "tools/walk/page_script.h"

#include "engine/base/text.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>

#include "tools/markup.h"
#include "tools/script_lines.h"
#include "tools/walk/words.h"

namespace attune::tools {
namespace {

using Kind = ScriptLine::Kind;

// Words with the braces told apart.
std::string spoken(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t close = text.find('}', i);
    if (text[i] == '{' && text.substr(i).starts_with("{{")) {
      shown += '{';
      ++i;
    } else if (text[i] == '{' && close != std::string_view::npos) {
      shown += "<var>" + escaped(text.substr(i + 1, close - i - 1)) + "</var>";
      i = close;
    } else {
      shown += escaped(text.substr(i, 1));
    }
  }
  return shown;
}

std::string after_word(std::string_view code) {
  return std::string{engine::trimmed(code.substr(std::min(code.find(' '), code.size())))};
}

std::string stem(const std::string& path) {
  return std::filesystem::path{path}.stem().string();
}

class Script {
 public:
  Script(const WalkReport& report, std::uint32_t file) : report_{report}, file_{file} {
    for (const Item& item : report.items) {
      if (item.span.file == file) {
        items_[item.span.line].push_back(&item);
      }
    }
  }

  bool has_anything() const { return !items_.empty(); }

  std::string draw() {
    const engine::SourceFile& source = report_.sources.files[file_];
    name_ = stem(source.path);
    out_ += fmt::format("<section class=\"file\"><h2 id=\"{0}\">{0}</h2>\n", escaped(name_));
    for (const ScriptLine& line : read_script(source.text)) {
      draw(line);
    }
    out_ += "</section>\n";
    return std::move(out_);
  }

 private:
  void draw(const ScriptLine& line) {
    const LineParts parts = parts_of(line);
    switch (line.kind) {
      case Kind::note:
        put(line, "note", escaped(engine::trimmed(std::string_view{line.text}.substr(2))));
        break;
      case Kind::head:
        put(line, "head", parts.text.empty() ? escaped(line.text) : spoken(parts.text));
        break;
      case Kind::section: {
        const std::string name = after_word(line.text);
        const std::string bare = name.substr(0, name.find(' '));
        out_ += fmt::format(
            "<h3 id=\"{0}.{1}\">{2}</h3>\n", escaped(name_), escaped(bare), escaped(line.text)
        );
        break;
      }
      case Kind::say:
        put(line, "say", spoken(parts.text));
        break;
      case Kind::ask:
        put(line,
            "ask",
            (parts.text.empty() ? "(the line above)" : spoken(parts.text)) + " <small>" +
                escaped(after_word(parts.code)) + "</small>");
        break;
      case Kind::help:
        put(line, "help", "<b>" + escaped(parts.code) + "</b> " + spoken(parts.text));
        break;
      case Kind::option:
        option(line, parts);
        break;
      case Kind::show:
        put(line,
            "ask",
            "Picture: " + spoken(parts.text) + " <small>" + escaped(after_word(parts.code)) +
                "</small>");
        break;
      case Kind::row:
        put(line,
            "option",
            spoken(parts.text) + " <small>" + escaped(after_word(parts.code)) + "</small>");
        break;
      case Kind::condition: {
        const bool other = line.text.starts_with("else");
        const std::string condition = after_word(other ? after_word(line.text) : line.text);
        put(line, "if", std::string{other ? "Otherwise, if " : "If "} + escaped(in_words(condition))
        );
        break;
      }
      case Kind::otherwise:
        put(line, "if", "Otherwise");
        break;
      case Kind::one_of:
        put(line, "if", "One of these ways");
        break;
      case Kind::or_else:
        put(line, "if", "or");
        break;
      case Kind::end:
        break;
      case Kind::block:
        out_ += fmt::format("<h3>{}</h3>\n", escaped(line.text));
        break;
      case Kind::listen:  // never spoken: the words that a person may write
        put(line, "head", escaped(line.text));
        break;
      case Kind::other:
        other(line);
        break;
    }
  }

  void option(const ScriptLine& line, const LineParts& parts) {
    std::string id = after_word(parts.code);
    const std::size_t when = id.find(" when ");
    std::string text = spoken(parts.text);
    if (when != std::string::npos) {
      text += " <small>only when " + escaped(in_words(id.substr(when + 6))) + "</small>";
      id = id.substr(0, when);
    }
    text += " <small>" + escaped(id) + "</small>";
    if (!parts.target.empty()) {
      text += " " + link(parts.target);
    }
    put(line, "option", text);
  }

  void other(const ScriptLine& line) {
    const std::string rest = after_word(line.text);
    const std::string_view text = line.text;
    if (text.starts_with("go ")) {
      put(line, "move", link(rest));
    } else if (text.starts_with("do ")) {
      put(line, "move", link(rest) + " and back here");
    } else if (text == "finish") {
      put(line, "move", "The stage is done.");
    } else if (text == "return") {
      put(line, "move", "Back to where this was done from.");
    } else if (text == "pause") {
      put(line, "move", "A rest, until they come back.");
    } else if (text.starts_with("pause ")) {
      put(line, "move", "A rest " + escaped(rest) + ".");
    } else if (text.starts_with("set ")) {
      put(line, "move", escaped(in_words(rest)));
    } else {
      put(line, "move", escaped(text));
    }
  }

  std::string link(const std::string& target) const {
    const std::string id = target.find('.') == std::string::npos ? name_ + "." + target : target;
    return "<a href=\"#" + escaped(id) + "\">\u2192 " + escaped(target) + "</a>";
  }

  void put(const ScriptLine& line, std::string_view kind, const std::string& inner) {
    const auto it = items_.find(line.number);
    std::string marks;
    bool never = false;
    if (it != items_.end()) {
      for (const Item* item : it->second) {
        marks += mark(*item);
        never = never || item->walked == 0;
      }
    }
    out_ += fmt::format(
        "<p class=\"{}{}\" style=\"--depth:{}\"><span class=\"place\">{}</span>{}{}</p>\n",
        kind,
        never ? " never" : "",
        line.depth,
        line.number,
        inner,
        marks.empty() ? "" : "<span class=\"marks\">" + marks + "</span>"
    );
  }

  // In words as well as in colour.
  static std::string mark(const Item& item) {
    const std::string what = item.kind == Item::Kind::road ? escaped(item.what) + " " : "";
    const std::string walked =
        item.walked == 0 ? "never walked" : "walked " + std::to_string(item.walked);
    const std::string told = item.told == 0 ? "in no transcript" : "in transcripts";
    return fmt::format(
        "<span class=\"mark{}{}\">{}{}, {}</span>",
        item.walked == 0 ? " unwalked" : "",
        item.told == 0 ? " untold" : "",
        what,
        walked,
        told
    );
  }

  const WalkReport& report_;
  std::uint32_t file_;
  std::string name_;
  std::string out_;
  std::map<std::uint32_t, std::vector<const Item*>> items_;  // by line
};

// Stages in the course's order, then the rest.
std::vector<std::uint32_t> files_in_order(const WalkReport& report) {
  std::vector<std::uint32_t> files;
  const auto add = [&](auto wanted) {
    for (std::uint32_t file = 0; file < report.sources.files.size(); ++file) {
      if (wanted(stem(report.sources.files[file].path)) &&
          std::ranges::find(files, file) == files.end()) {
        files.push_back(file);
      }
    }
  };
  for (const engine::Stage& stage : report.program.stages) {
    add([&](const std::string& name) { return name == stage.name; });
  }
  add([](const std::string& name) { return name != "course"; });
  std::erase_if(files, [&](std::uint32_t file) { return !Script{report, file}.has_anything(); });
  return files;
}

}  // namespace

std::string contents_of(const WalkReport& report) {
  std::string out = "<nav><h2>Contents</h2><ul>\n";
  for (const std::uint32_t file : files_in_order(report)) {
    const std::string name = stem(report.sources.files[file].path);
    out += fmt::format("<li><a href=\"#{0}\">{0}</a>: ", escaped(name));
    std::string scenes;
    for (const engine::Scene& scene : report.program.scenes) {
      if (scene.file == file) {
        const std::string bare = scene.name.substr(scene.name.find('.') + 1);
        scenes += fmt::format(
            "{}<a href=\"#{}\">{}</a>",
            scenes.empty() ? "" : ", ",
            escaped(scene.name),
            escaped(bare)
        );
      }
    }
    out += scenes + "</li>\n";
  }
  return out + "</ul></nav>\n";
}

std::string scripts_of(const WalkReport& report) {
  std::string out;
  for (const std::uint32_t file : files_in_order(report)) {
    out += Script{report, file}.draw();
  }
  return out;
}

}  // namespace attune::tools
