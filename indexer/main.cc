// SPDX-License-Identifier: GPL-3.0-or-later
// ibid-indexer: writes the passages of articles to a database.
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string_view>

#include "index/database.h"
#include "index/error.h"
#include "index/output.h"
#include "indexer/check.h"
#include "indexer/compact.h"
#include "indexer/indexer.h"
#include "indexer/options.h"
#include "indexer/report.h"
#include "indexer/reshard.h"
#include "indexer/run_apart.h"
#include "indexer/status.h"
#include "indexer/watch.h"

namespace ibid {
namespace {

constexpr int kSomeFailed = 1;
constexpr int kNothingDone = 2;
constexpr int kLocked = 3;
constexpr int kInterrupted = 130;

// Signal handlers can reach nothing else.
std::atomic<bool> stop_requested{false};

extern "C" void request_stop(int /*signal*/) { stop_requested = true; }

void handle_signals() {
  struct sigaction action {};
  action.sa_handler = request_stop;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kLocked:
      return kLocked;
    case ErrorKind::kInterrupted:
      return kInterrupted;
    default:
      return kNothingDone;
  }
}

int fail(const Error& error, bool json, bool color) {
  if (json) std::fputs(print_error_json(error).c_str(), stdout);
  tell(print_diagnostic(
      {Diagnostic::Severity::kError, "", 0, error.what(), error.hint()},
      color));
  return exit_code(error.kind());
}

// Whether the program ends for a fault of the database's, and not of ours.
bool is_database_fault() {
  if (std::current_exception() == nullptr) return true;
  try {
    rethrow_as_error("");
  } catch (const Error& e) {
    return e.kind() != ErrorKind::kInternal;
  }
}

// Xapian 1.4 ends the program where writes fail while it undoes a commit that
// failed: by a throw without an exception, or by one while another is thrown.
// What was committed before stands.
std::atomic<bool> dying_words_as_json{false};

[[noreturn]] void give_up() {
  if (!is_database_fault()) std::abort();
  fail(Error(ErrorKind::kIo,
             "cannot write to the database: a write failed, and so did "
             "undoing what was written",
             "look for a full or failing disk, then run the same command "
             "again; what was committed is kept"),
       dying_words_as_json, false);
  std::fflush(stdout);
  std::_Exit(kNothingDone);
}

// Before the command line is understood: whether errors are wanted as JSON.
bool asks_for_json(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--json") return true;
  }
  return false;
}

int print(const Report& report, const IndexerOptions& options, bool color) {
  for (const Diagnostic& d : report.diagnostics) {
    const bool error = d.severity == Diagnostic::Severity::kError;
    if (options.quiet && !error) continue;
    tell(print_diagnostic(d, color));
  }
  if (options.json) {
    write_result(stdout, print_report_json(report));
  } else if (!options.quiet) {
    write_result(stdout, print_report(report));
  }
  finish_results(stdout);
  return has_failures(report) ? kSomeFailed : 0;
}

int print(const CheckReport& report, const IndexerOptions& options,
          bool color) {
  for (const Diagnostic& d : report.problems) tell(print_diagnostic(d, color));
  if (options.json) {
    write_result(stdout, print_check_json(report));
  } else if (!options.quiet) {
    write_result(stdout, print_check(report));
  }
  finish_results(stdout);
  return report.problem_count > 0 ? kSomeFailed : 0;
}

int print(const StatusReport& report, const IndexerOptions& options,
          bool color) {
  const Diagnostics problems = problems_of(report);
  for (const Diagnostic& d : problems) tell(print_diagnostic(d, color));
  if (options.json) {
    write_result(stdout, print_status_json(report));
  } else {
    write_result(stdout, print_status(report));
  }
  finish_results(stdout);
  return problems.empty() ? 0 : kSomeFailed;
}

int run_check(const IndexerOptions& options, bool color) {
  const auto check = [&] {
    try {
      return print(
          check_database(options.db, patience_of(options, stop_requested)),
          options, color);
    } catch (const Error& e) {
      return fail(e, options.json, color);
    } catch (const std::exception& e) {
      return fail(Error(ErrorKind::kInternal, e.what()), options.json, color);
    }
  };
  const Ending ending = run_apart(check, stop_requested);
  if (ending.signal == 0) return ending.code;
  return print(crashed_check(ending.signal), options, color);
}

int print(const Compacted& compacted, const IndexerOptions& options) {
  if (options.json) {
    write_result(stdout, print_compacted_json(compacted));
  } else if (!options.quiet) {
    write_result(stdout, print_compacted(compacted));
  }
  finish_results(stdout);
  return 0;
}

int print(const Resharded& resharded, const IndexerOptions& options) {
  if (options.json) {
    write_result(stdout, print_resharded_json(resharded));
  } else if (!options.quiet) {
    write_result(stdout, print_resharded(resharded));
  }
  finish_results(stdout);
  return 0;
}

int run_mode(const IndexerOptions& options, bool color) {
  const Patience patience = patience_of(options, stop_requested);
  switch (options.mode) {
    case IndexerMode::kCheck:
      return run_check(options, color);
    case IndexerMode::kStatus:
    case IndexerMode::kStatusChanges:
      return print(database_status(options, stop_requested), options, color);
    case IndexerMode::kCompact:
      return print(compact_database(options.db, patience), options);
    case IndexerMode::kReshard:
      return print(reshard_database(options, stop_requested), options);
    default:
      return print(run_indexer(options, stop_requested), options, color);
  }
}

// Until a signal comes. stdout is flushed after each line.
int watch_and_print(const IndexerOptions& options, bool color) {
  const auto report = [&](const Report& done) { print(done, options, color); };
  const auto error = [&](const Error& e) {
    fail(e, options.json, color);
    finish_results(stdout);
  };
  const auto warning = [&](const Diagnostic& diagnostic) {
    if (!options.quiet) tell(print_diagnostic(diagnostic, color));
  };
  watch(options, stop_requested, {report, error, warning});
  return 0;
}

int run(int argc, const char* const* argv) {
  bool json = asks_for_json(argc, argv);
  bool color = false;
  try {
    std::optional<EarlyExit> early;
    const IndexerOptions options = parse_options(argc, argv, early);
    if (early) {
      write_result(stdout, early->text);
      finish_results(stdout);
      return 0;
    }
    json = options.json;
    color = use_color(options.color, fileno(stderr));
    handle_signals();
    dying_words_as_json = json;
    std::set_terminate(give_up);
    if (options.watch) return watch_and_print(options, color);
    return run_mode(options, color);
  } catch (const Error& e) {
    return fail(e, json, color);
  } catch (const std::exception& e) {
    return fail(Error(ErrorKind::kInternal, e.what()), json, color);
  }
}

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) { return ibid::run(argc, argv); }
