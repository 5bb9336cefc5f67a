// SPDX-License-Identifier: GPL-3.0-or-later
// ibid-mcp: serves passages over the Model Context Protocol.
#include <unistd.h>

#include <cstdio>

#include "index/error.h"
#include "index/output.h"
#include "searcher/mcp/options.h"
#include "searcher/mcp/serve.h"

namespace ibid {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 2;

int fail(const Error& error) {
  tell_error("ibid-mcp", error);
  return kFailed;
}

int run(int argc, const char* const* argv) {
  try {
    std::optional<std::string> early;
    McpOptions options = parse_mcp_options(argc, argv, early);
    if (early) {
      write_result(stdout, *early);
      finish_results(stdout);
      return kDone;
    }
    McpServer server(Library(std::move(options)));
    serve_mcp(server, STDIN_FILENO, STDOUT_FILENO);
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
