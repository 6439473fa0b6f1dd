#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>

#include "bench/load/crash.h"
#include "bench/load/measure.h"
#include "bench/load/plan.h"

namespace {

using attune::bench::Plan;

void add_server_options(CLI::App& app, Plan& plan) {
  app.add_option("--server", plan.server, "The attune program to start");
  app.add_option("--courses", plan.courses, "Folder of courses for it");
  app.add_option("--course", plan.course, "The course to talk with")->capture_default_str();
  app.add_option("--config", plan.config, "Settings for it, in which its limits are raised");
  app.add_option("--data", plan.data, "Folder for its data and log, kept; else a temporary one");
  app.add_option("--cookies", plan.cookies, "Journeys that `begin` began, on the same --data");
  app.add_option("--echo", plan.echo, "Instead of attune: the command line of an echo server");
  app.add_option("--server-core", plan.server_core, "The one core that the server may run on");
  app.add_option("--load-core", plan.load_core, "The one core that the load runs on");
  app.add_option("--connections", plan.connections, "WebSockets")->capture_default_str();
}

void add_times(CLI::App& app, Plan& plan) {
  app.add_option_function<double>(
      "--warm-up",
      [&plan](double s) { plan.warm_up = std::chrono::milliseconds{static_cast<int>(s * 1000)}; },
      "Seconds before it measures (2)"
  );
  app.add_option_function<double>(
      "--seconds",
      [&plan](double s) { plan.lasting = std::chrono::milliseconds{static_cast<int>(s * 1000)}; },
      "Seconds that it measures (10)"
  );
}

int parse_and_run(int argc, char** argv) {
  Plan plan;
  CLI::App app{
      "Talks with a server as many people at once, and measures it. bench/README.md tells more."
  };
  app.require_subcommand(1);
  std::function<int()> run;
  const auto add = [&](const char* name, const char* about, int (*measure)(const Plan&)) {
    CLI::App* command = app.add_subcommand(name, about);
    add_server_options(*command, plan);
    command->callback([&run, &plan, measure] { run = [&plan, measure] { return measure(plan); }; });
    return command;
  };
  CLI::App* begin =
      add("begin", "Begins journeys for later measurements", attune::bench::begin_only);
  begin->get_option("--cookies")->required();
  begin->get_option("--data")->required();
  add_times(
      *add("closed", "Every connection has a turn under way", attune::bench::measure_closed_loop),
      plan
  );
  CLI::App* open = add("open", "Turns at a fixed rate", attune::bench::measure_open_loop);
  add_times(*open, plan);
  open->add_option("--rate", plan.rate, "Turns a second, over all connections")
      ->capture_default_str();
  add_times(
      *add("idle", "Memory of connections that do nothing", attune::bench::measure_idle), plan
  );
  add("start", "Time from start to the first answer", attune::bench::measure_start);
  add("resume", "Coming back to a long journey and to a short one", attune::bench::measure_resume);
  CLI::App* rest =
      add("rest", "Coming back to journeys that attune_fill wrote", attune::bench::measure_rest);
  rest->get_option("--cookies")->required();
  rest->get_option("--data")->required();
  CLI::App* crash =
      add("crash", "kill -9 under load: is every acknowledged answer there?", attune::bench::crash);
  crash->add_option("--kills", plan.kills, "How often")->capture_default_str();
  crash->add_option("--seed", plan.seed, "Of the moments of the kills; printed by each run");
  CLI11_PARSE(app, argc, argv);
  if (plan.server.empty() == plan.echo.empty()) {
    std::fputs("attune_load: either --server or --echo\n", stderr);
    return 2;
  }
  return run();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "attune_load: %s\n", error.what());
    return 1;
  }
}
