// How long a course listens to a text of 4,000 characters: an ordinary one, and texts made to cost
// as much as they can. Prints medians and extremes in microseconds.
//   attune_listen_bench [--course FOLDER] [--times 201] [--check]
// --check fails when the slowest median is over a millisecond (an optimised build is meant).

#include "engine/listen/listen.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace attune;

constexpr std::size_t characters = 4000;
constexpr double allowed_us = 1000;

struct Sample {
  const char* name;
  std::string text;
};

std::string repeated(std::string_view piece) {
  std::string text;
  while (text.size() < characters) {
    text += piece;
  }
  text.resize(characters);
  return text;
}

// Words of the course itself, so that as many constructions as can be stand half done.
std::string all_words(const engine::Listening& listening) {
  std::string text;
  std::size_t id = 1;
  while (text.size() < characters) {
    text += listening.lexicon.word(static_cast<engine::WordId>(id)) + " ";
    id = id * 7 % (listening.lexicon.size() - 1) + 1;
  }
  text.resize(characters);
  return text;
}

std::vector<Sample> samples(const engine::Listening& listening) {
  return {
      {"ordinary",
       repeated("We had a quarrel about the dishes and I went quiet, as I do when someone comes "
                "close. She asked what it was, and I said that it was nothing. ")},
      {"one clause, no end",
       repeated("i think i want to go on but not to he said that she will not ")},
      {"words of the course", all_words(listening)},
      {"denied", repeated("i never want to die not want to kill myself ")},
      {"idioms", repeated("this is killing me dying to see you he beat me at chess ")},
      {"reported", repeated("years ago he said she wants to die ")},
      {"letters", repeated("k i l l m y s e l f ")},
      {"single letters", repeated("a ")},
      {"slips", repeated("strangeld sucidie overdsoe mysefl ")},
      {"digits", repeated("k1ll my5elf su1c1de 5h00t ")},
      {"one word", repeated("k")},
      {"marks", repeated("\u0456\u043a\u200b ")},
      {"no words", repeated("\"'.,!?()")},
  };
}

double median_us(const engine::Listening& listening, const std::string& text, int times) {
  std::vector<double> took;
  for (int i = 0; i < times; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto heard = engine::listen(listening, text);
    const auto end = std::chrono::steady_clock::now();
    // What is heard has to be used, or nothing need be done.
    took.push_back(
        std::chrono::duration<double, std::micro>(end - start).count() +
        (heard && heard->to > text.size() ? 1 : 0)
    );
  }
  std::ranges::sort(took);
  return took[took.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  std::string folder = ATTUNE_DREAM_DIR;
  int times = 201;
  bool check = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--check") {
      check = true;
    } else if (option == "--course" && i + 1 < argc) {
      folder = argv[++i];
    } else if (option == "--times" && i + 1 < argc) {
      times = std::max(1, std::atoi(argv[++i]));
    } else {
      std::fprintf(stderr, "attune_listen_bench [--course FOLDER] [--times 201] [--check]\n");
      return 2;
    }
  }
  const auto sources = storage::read_course_folder(folder);
  if (!sources) {
    std::fprintf(stderr, "%s\n", sources.error().message.c_str());
    return 2;
  }
  const engine::Compilation made = engine::compile(*sources, storage::program_hash);
  if (made.program == nullptr) {
    std::fprintf(stderr, "The course has errors: attune check tells them.\n");
    return 2;
  }
  const engine::Listening& listening = made.program->listening;
  std::printf(
      "%zu constructions, %zu words, texts of %zu characters\n",
      listening.constructions.size(),
      listening.lexicon.size() - 1,
      characters
  );
  double slowest = 0;
  for (const Sample& sample : samples(listening)) {
    const double us = median_us(listening, sample.text, times);
    slowest = std::max(slowest, us);
    std::printf("%-22s %8.1f us\n", sample.name, us);
  }
  return check && slowest > allowed_us ? 1 : 0;
}
