#include "tests/support/run.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <streambuf>
#include <utility>

#include "tools/commands.h"

namespace attune::test {
namespace {

// Puts another buffer under a standard stream for as long as it lives.
class Redirected {
 public:
  Redirected(std::ios& stream, std::streambuf* buffer)
      : stream_{stream}, before_{stream.rdbuf(buffer)} {}

  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;

  ~Redirected() { stream_.rdbuf(before_); }

 private:
  std::ios& stream_;
  std::streambuf* before_;
};

// What is written goes to its own text, and to the screen.
class Shown : public std::streambuf {
 public:
  Shown(std::string& own, std::string& screen) : own_{own}, screen_{screen} {}

 protected:
  int_type overflow(int_type c) override {
    if (!traits_type::eq_int_type(c, traits_type::eof())) {
      own_.push_back(traits_type::to_char_type(c));
      screen_.push_back(traits_type::to_char_type(c));
    }
    return traits_type::not_eof(c);
  }

  std::streamsize xsputn(const char* text, std::streamsize size) override {
    own_.append(text, static_cast<std::size_t>(size));
    screen_.append(text, static_cast<std::size_t>(size));
    return size;
  }

 private:
  std::string& own_;
  std::string& screen_;
};

// Somebody who types: a line appears on the screen when it is read, and not before.
class Typed : public std::streambuf {
 public:
  Typed(std::string input, std::string& screen) : input_{std::move(input)}, screen_{screen} {}

 protected:
  int_type underflow() override {
    if (at_ == input_.size()) {
      return traits_type::eof();
    }
    const std::size_t end = std::min(input_.find('\n', at_), input_.size() - 1) + 1;
    screen_.append(input_, at_, end - at_);
    setg(input_.data() + at_, input_.data() + at_, input_.data() + end);
    at_ = end;
    return traits_type::to_int_type(*gptr());
  }

 private:
  std::string input_;
  std::string& screen_;
  std::size_t at_ = 0;
};

}  // namespace

Ran run(std::vector<std::string> arguments, const std::string& input) {
  CLI::App app;
  Ran ran;
  tools::add_commands(app, ran.status);
  Typed in{input, ran.screen};
  Shown out{ran.out, ran.screen};
  Shown errors{ran.errors, ran.screen};
  const Redirected from{std::cin, &in};
  const Redirected to{std::cout, &out};
  const Redirected wrong{std::cerr, &errors};
  std::cin.clear();  // the end of the input before
  std::ranges::reverse(arguments);
  app.parse(arguments);
  return ran;
}

}  // namespace attune::test
