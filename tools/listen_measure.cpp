#include "tools/listen_measure.h"

#include "engine/listen/listen.h"

#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace attune::tools {
namespace {

struct Sample {
  std::size_t line = 0;
  std::string text;
  int tier = 0;
  std::string topic;  // empty in tier 0
  std::string kind;   // its class
};

struct Outcome {
  int tier = 0;
  std::string topic;
};

std::optional<Sample> read_sample(const std::string& line, std::size_t number) {
  std::vector<std::string> fields{""};
  for (const char c : line) {
    if (c == '\t') {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  if (fields.size() != 4 || fields[1].size() != 1 || fields[1][0] < '0' || fields[1][0] > '2') {
    return std::nullopt;
  }
  const int tier = fields[1][0] - '0';
  return Sample{
      .line = number,
      .text = std::move(fields[0]),
      .tier = tier,
      .topic = tier == 0 ? "" : std::move(fields[2]),
      .kind = std::move(fields[3])
  };
}

std::string shown(const Proportion& proportion) {
  if (proportion.whole == 0) {
    return "none to measure";
  }
  return fmt::format(
      "{:.1f}% ({}/{}; {:.1f} to {:.1f})",
      100.0 * static_cast<double>(proportion.part) / static_cast<double>(proportion.whole),
      proportion.part,
      proportion.whole,
      100 * proportion.low(),
      100 * proportion.high()
  );
}

void count(Proportion& proportion, bool fits) {
  proportion.part += fits ? 1U : 0U;
  ++proportion.whole;
}

class Measuring {
 public:
  void add(const Sample& sample, const Outcome& outcome) {
    const bool found = sample.tier > 0 && outcome.tier > 0 && outcome.topic == sample.topic;
    if (sample.tier > 0) {
      count(recall_[sample.topic], found);
      count(all_found_, found);
      count(of_class_[sample.kind], found);
      count(any_topic_, outcome.tier > 0);
      if (sample.kind == "explicit") {
        count(explicit_found_, found);
      }
      if (sample.tier == 2) {
        count(interrupted_, outcome.tier == 2 && found);
      }
      if (!found) {
        note("missed", sample);
      } else if (outcome.tier < sample.tier) {
        note("found one tier too low", sample);
      } else if (outcome.tier > sample.tier) {
        note("found one tier too high", sample);
      }
    } else {
      count(alarms_, outcome.tier == 2);
      count(questions_, outcome.tier == 1);
      count(quiet_[sample.kind], outcome.tier == 0);
      if (outcome.tier > 0) {
        note(outcome.tier == 2 ? "false alarm, tier 2" : "false alarm, tier 1", sample);
      }
    }
    if (outcome.tier > 0) {
      count(precision_[outcome.topic], found);
    }
  }

  void write(std::ostream& out) const {
    out << "recall and precision by topic (95% intervals, Wilson)\n";
    for (const auto& [topic, recall] : recall_) {
      const auto precision = precision_.find(topic);
      out << fmt::format(
          "  {:<18} recall {:<32} precision {}\n",
          topic,
          shown(recall),
          shown(precision != precision_.end() ? precision->second : Proportion{})
      );
    }
    out << "explicit statements found: " << shown(explicit_found_) << '\n';
    out << "all positives found:       " << shown(all_found_) << '\n';
    out << "positives heard at all:    " << shown(any_topic_) << '\n';
    out << "tier 2 found in tier 2:    " << shown(interrupted_) << '\n';
    out << "false alarms in tier 2:    " << shown(alarms_) << '\n';
    out << "false alarms in tier 1:    " << shown(questions_) << '\n';
    out << "found by class\n";
    for (const auto& [kind, found] : of_class_) {
      out << fmt::format("  {:<18} {}\n", kind, shown(found));
    }
    out << "left alone by class\n";
    for (const auto& [kind, quiet] : quiet_) {
      out << fmt::format("  {:<18} {}\n", kind, shown(quiet));
    }
    for (const auto& [what, samples] : notes_) {
      out << what << '\n';
      for (const auto& [kind, lines] : samples) {
        out << fmt::format("  {:<18} lines {}\n", kind, fmt::join(lines, ", "));
      }
    }
  }

 private:
  void note(const std::string& what, const Sample& sample) {
    notes_[what][sample.kind].push_back(sample.line);
  }

  std::map<std::string, Proportion> recall_;
  std::map<std::string, Proportion> precision_;
  std::map<std::string, Proportion> of_class_;
  std::map<std::string, Proportion> quiet_;
  Proportion explicit_found_;
  Proportion all_found_;
  Proportion any_topic_;
  Proportion interrupted_;
  Proportion alarms_;
  Proportion questions_;
  std::map<std::string, std::map<std::string, std::vector<std::size_t>>> notes_;
};

constexpr double z95 = 1.959963984540054;  // two-sided 95% of a normal distribution

double wilson(const Proportion& proportion, double side) {
  if (proportion.whole == 0) {
    return 0;
  }
  const auto n = static_cast<double>(proportion.whole);
  const double p = static_cast<double>(proportion.part) / n;
  const double centre = p + z95 * z95 / (2 * n);
  const double spread = z95 * std::sqrt(p * (1 - p) / n + z95 * z95 / (4 * n * n));
  return (centre + side * spread) / (1 + z95 * z95 / n);
}

}  // namespace

double Proportion::low() const {
  return wilson(*this, -1);
}

double Proportion::high() const {
  return wilson(*this, 1);
}

bool measure_listening(
    const engine::Listening& listening,
    const std::filesystem::path& path,
    std::ostream& out,
    std::ostream& errors
) {
  std::ifstream file{path};
  if (!file) {
    errors << path.string() << ": this file cannot be read.\n";
    return false;
  }
  Measuring measuring;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    const bool heading = number == 1 && line.starts_with("text\ttier\t");
    if (line.empty() || heading || line.starts_with("# ")) {
      continue;
    }
    const std::optional<Sample> sample = read_sample(line, number);
    if (!sample) {
      errors << path.string() << ':' << number
             << ": a line has a text, a tier (0, 1 or 2), a topic and a class, with tabs between "
                "them.\n";
      return false;
    }
    Outcome outcome;
    if (const auto heard = engine::listen(listening, sample->text)) {
      outcome.tier = static_cast<int>(heard->tier);
      outcome.topic = listening.watches[heard->watch].name;
    }
    measuring.add(*sample, outcome);
  }
  measuring.write(out);
  return true;
}

}  // namespace attune::tools
