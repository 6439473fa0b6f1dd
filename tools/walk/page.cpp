#include "tools/walk/page.h"

#include "storage/signatures.h"

#include <fmt/format.h>
#include <sstream>

#include "tools/markup.h"
#include "tools/walk/page_script.h"

namespace attune::tools {
namespace {

// Colours have a contrast of 4.5 and more on their ground, light and dark; paper is always light.
constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --ink: #1d1f24; --paper: #ffffff; --faint: #5a606b; --line: #d5d8de;
  --coach: #eef3fb; --ask: #f3eefb; --wrong: #a3122c; --link: #1a4fa0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --paper: #16181d; --faint: #a4abb8;
  --line: #3a3f49; --coach: #1f2837; --ask: #2a2338; --wrong: #ff8f9e; --link: #8fb8ff; } }
@media print { :root { --ink: #000; --paper: #fff; --faint: #444; --line: #bbb; --coach: #fff;
  --ask: #fff; --wrong: #8a0014; --link: #000; color-scheme: light; } nav { break-after: page; }
  h2, h3 { break-after: avoid; } p { break-inside: avoid; } body { font-size: 10pt; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h2 { border-bottom: 1px solid var(--line); margin-top: 3rem; }
h3 { margin: 2rem 0 .5rem; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid var(--line); }
section p { margin: .25rem 0; padding: .2rem .5rem; margin-left: calc(3rem + var(--depth) * 1.5rem);
  position: relative; }
.place { position: absolute; right: 100%; margin-right: calc(.5rem + var(--depth) * 1.5rem);
  color: var(--faint); font-size: .75rem; line-height: 2; }
.say { background: var(--coach); border-left: 3px solid var(--line); }
.ask { background: var(--ask); font-weight: 600; }
.option::before { content: "\25E6\00A0"; }
.note, .head, .help, .move, small { color: var(--faint); }
.note { font-style: italic; }
.if { font-weight: 600; }
small { font-weight: 400; }
var { border-bottom: 1px dotted; font-style: italic; }
.marks { display: block; font-size: .75rem; font-weight: 400; color: var(--faint); }
.mark + .mark::before { content: " \00B7 "; }
.unwalked { color: var(--wrong); font-weight: 600; }
.untold { text-decoration: underline dotted; }
.never { border-left: 3px solid var(--wrong); }
)css";

}  // namespace

std::string page_of(const WalkReport& report) {
  std::ostringstream summary;
  print(report, summary);
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}: every road</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
      escaped(report.program.source().language),
      escaped(report.program.source().title),
      style
  );
  page += fmt::format(
      "<h1>{}</h1>\n<p>{}</p>\n<p>Version {}<br>\n<small>{}</small></p>\n",
      escaped(report.program.source().title),
      escaped(report.program.source().about),
      storage::short_form(report.program.id),
      engine::to_hex(report.program.id)
  );
  page += contents_of(report);
  // What can be scrolled must be reached by the keyboard.
  page +=
      "<h2 id=\"walks\">What the walks found</h2>\n"
      "<pre tabindex=\"0\" role=\"region\" aria-labelledby=\"walks\">" +
      escaped(summary.str()) + "</pre>\n";
  page +=
      "<p>On the left of each line is its number in the file. Under it stands how often walks came "
      "through, and whether a transcript does. What no walk has reached is marked in red, with the "
      "words \u201cnever walked\u201d.</p>\n";
  return page + scripts_of(report) + "</main>\n</body>\n</html>\n";
}

}  // namespace attune::tools
