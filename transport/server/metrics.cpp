#include "transport/server/metrics.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

namespace attune::server {
namespace {

const prometheus::Histogram::BucketBoundaries seconds{
    0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5
};

const prometheus::Histogram::BucketBoundaries operation_counts{
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1024
};

double to_seconds(std::chrono::steady_clock::duration took) {
  return std::chrono::duration<double>{took}.count();
}

// Pages of resident memory, from the kernel; 0 where there is no /proc.
double resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  double all = 0;
  double resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto both = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return both(usage.ru_utime) + both(usage.ru_stime);
}

double open_files() {
  std::error_code error;
  const std::filesystem::directory_iterator files{"/proc/self/fd", error};
  return error ? 0 : static_cast<double>(std::distance(begin(files), end(files)));
}

double open_files_max() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : 0;
}

}  // namespace

struct Metrics::Families {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& turns =
      prometheus::BuildCounter()
          .Name("attune_turns_total")
          .Help("Requests of clients that are kept, and those that had been kept before.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& rejections =
      prometheus::BuildCounter()
          .Name("attune_rejections_total")
          .Help("Requests that were rejected, by the code that the client got.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& turn_seconds =
      prometheus::BuildHistogram()
          .Name("attune_turn_seconds")
          .Help("From a request's frame to its commit.")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& connections = prometheus::BuildGauge()
                                                           .Name("attune_connections")
                                                           .Help("Open conversations.")
                                                           .Register(registry);
  prometheus::Family<prometheus::Counter>& refusals =
      prometheus::BuildCounter()
          .Name("attune_refused_connections_total")
          .Help("Connections that were turned away, by the reason.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& over_limit =
      prometheus::BuildCounter()
          .Name("attune_limited_total")
          .Help("Calls and messages that were refused by a limit, by its name.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& closes =
      prometheus::BuildCounter()
          .Name("attune_closed_connections_total")
          .Help("Conversations that the server closed, by code.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& drops =
      prometheus::BuildCounter()
          .Name("attune_dropped_connections_total")
          .Help("Conversations that were cut because the client did not read.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("attune_http_requests_total")
          .Help("HTTP requests, by route and status.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& request_seconds =
      prometheus::BuildHistogram()
          .Name("attune_http_request_seconds")
          .Help("From an HTTP request to its answer, by route.")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& process =
      prometheus::BuildGauge()
          .Name("attune_process")
          .Help("The process itself: resident_bytes, cpu_seconds, open_files, open_files_max.")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& certificate =
      prometheus::BuildGauge()
          .Name("attune_certificate_expires_seconds")
          .Help("When the certificate in use ends, as a Unix time.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& commit_seconds =
      prometheus::BuildHistogram()
          .Name("attune_commit_seconds")
          .Help("A commit of the journal, with its sync.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& commit_operations =
      prometheus::BuildHistogram()
          .Name("attune_commit_operations")
          .Help("Operations that shared one commit.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& commit_failures =
      prometheus::BuildCounter()
          .Name("attune_commit_failures_total")
          .Help(
              "Commits that failed: nothing of them is kept, and nothing of them was acknowledged."
          )
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& storage_waiting =
      prometheus::BuildGauge()
          .Name("attune_storage_waiting")
          .Help("Operations that wait for the storage thread.")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& storage_bytes =
      prometheus::BuildGauge()
          .Name("attune_storage_bytes")
          .Help("Size of the database and of its write-ahead log.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& journeys =
      prometheus::BuildCounter()
          .Name("attune_journeys_total")
          .Help("Journeys begun, resumed, erased, and erased because nobody opened them.")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& build_info = prometheus::BuildGauge()
                                                          .Name("attune_build_info")
                                                          .Help("Which version runs; always 1.")
                                                          .Register(registry);
  // Those on the road of every answer are looked up once.
  prometheus::Counter& turns_kept = turns.Add({{"outcome", "kept"}});
  prometheus::Counter& turns_repeated = turns.Add({{"outcome", "repeated"}});
  prometheus::Histogram& seconds_a_turn = turn_seconds.Add({}, seconds);
  prometheus::Gauge& connections_open = connections.Add({});
  prometheus::Gauge& resident = process.Add({{"what", "resident_bytes"}});
  prometheus::Gauge& cpu = process.Add({{"what", "cpu_seconds"}});
  prometheus::Gauge& files = process.Add({{"what", "open_files"}});
  prometheus::Gauge& files_max = process.Add({{"what", "open_files_max"}});
  prometheus::Histogram& seconds_a_commit = commit_seconds.Add({}, seconds);
  prometheus::Histogram& operations_a_commit = commit_operations.Add({}, operation_counts);
  prometheus::Counter& commits_failed = commit_failures.Add({});
  std::function<StorageFigures()> figures;
};

Metrics::Metrics() : families_{std::make_unique<Families>()} {}

Metrics::~Metrics() = default;

void Metrics::turn(std::chrono::steady_clock::duration took) {
  families_->turns_kept.Increment();
  families_->seconds_a_turn.Observe(to_seconds(took));
}

void Metrics::repeated() {
  families_->turns_repeated.Increment();
}

void Metrics::rejected(std::string_view code) {
  families_->rejections.Add({{"code", std::string{code}}}).Increment();
}

void Metrics::connected() {
  families_->connections_open.Increment();
}

void Metrics::disconnected() {
  families_->connections_open.Decrement();
}

void Metrics::refused(std::string_view why) {
  families_->refusals.Add({{"why", std::string{why}}}).Increment();
}

void Metrics::limited(std::string_view limit) {
  families_->over_limit.Add({{"limit", std::string{limit}}}).Increment();
}

void Metrics::closed(std::uint16_t code) {
  families_->closes.Add({{"code", std::to_string(code)}}).Increment();
}

void Metrics::certificate(std::chrono::sys_seconds expires) {
  families_->certificate.Add({}).Set(static_cast<double>(expires.time_since_epoch().count()));
}

void Metrics::dropped() {
  families_->drops.Add({}).Increment();
}

void Metrics::http(
    std::string_view route, unsigned status, std::chrono::steady_clock::duration took
) {
  families_->requests.Add({{"route", std::string{route}}, {"status", std::to_string(status)}}
  ).Increment();
  families_->request_seconds.Add({{"route", std::string{route}}}, seconds)
      .Observe(to_seconds(took));
}

void Metrics::commit(
    std::chrono::steady_clock::duration took, std::size_t operations, bool failed
) {
  if (failed) {
    families_->commits_failed.Increment();
    return;
  }
  families_->seconds_a_commit.Observe(to_seconds(took));
  families_->operations_a_commit.Observe(static_cast<double>(operations));
}

void Metrics::journeys(std::string_view what, std::size_t count) {
  families_->journeys.Add({{"what", std::string{what}}}).Increment(static_cast<double>(count));
}

void Metrics::version(std::string_view version) {
  families_->build_info.Add({{"version", std::string{version}}}).Set(1);
}

void Metrics::watch_storage(std::function<StorageFigures()> figures) {
  families_->figures = std::move(figures);
}

std::string Metrics::text() const {
  families_->files.Set(open_files());
  families_->files_max.Set(open_files_max());
  if (families_->figures) {
    const StorageFigures now = families_->figures();
    families_->storage_waiting.Add({}).Set(static_cast<double>(now.waiting));
    families_->storage_bytes.Add({{"file", "database"}})
        .Set(static_cast<double>(now.database_bytes));
    families_->storage_bytes.Add({{"file", "log"}}).Set(static_cast<double>(now.log_bytes));
  }
  families_->resident.Set(resident_bytes());
  families_->cpu.Set(cpu_seconds());
  return prometheus::TextSerializer{}.Serialize(families_->registry.Collect());
}

}  // namespace attune::server
