// SPDX-License-Identifier: GPL-3.0-or-later
// ibid-server: answers queries over HTTP.

#include "index/error.h"
#include "index/output.h"
#include "searcher/http/options.h"
#include "searcher/http/server.h"

namespace ibid {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 2;

int fail(const Error& error) {
  tell_error("ibid-server", error);
  return kFailed;
}

int run(int argc, const char* const* argv) {
  try {
    std::optional<std::string> early;
    const ServerOptions options = parse_server_options(argc, argv, early);
    if (early) {
      write_result(stdout, *early);
      finish_results(stdout);
    } else {
      run_server(options);
    }
    return kDone;
  } catch (const Error& e) {
    return fail(e);
  } catch (const std::exception& e) {
    return fail(Error(ErrorKind::kInternal, e.what()));
  }
}

}  // namespace
}  // namespace ibid

int main(int argc, char** argv) { return ibid::run(argc, argv); }
