#pragma once

#include <string>
#include <vector>

// Results of `attune test` for a build server.
namespace attune::tools {

struct TestResult {
  std::string name;  // of the transcript, without its ending
  std::string path;
  bool passed = false;
  std::string message;  // why not, in a sentence
  std::string details;  // the difference
  double seconds = 0;
};

// The XML that build servers read as JUnit's.
std::string junit_report(const std::string& course, const std::vector<TestResult>& results);

}  // namespace attune::tools
