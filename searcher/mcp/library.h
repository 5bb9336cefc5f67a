// SPDX-License-Identifier: GPL-3.0-or-later
// The database behind the server, opened when it is first needed: it may come
// to be only after the server has started, and go while it runs.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "searcher/mcp/options.h"
#include "searcher/searcher.h"

namespace ibid {

// Not thread-safe.
class Library {
 public:
  explicit Library(McpOptions options) : options_(std::move(options)) {}

  // Opens the database where it is not open. Throws Error as Database::open.
  Searcher& searcher();
  Database& database() { return searcher().database(); }

  // After an error that may be of the database: it is opened anew when it is
  // next needed.
  void close() { searcher_.reset(); }

  // What searches of the call under way are bound by, as SearchRequest has it.
  const std::string& language() const { return options_.language; }
  bool require_all() const { return options_.require_all; }
  std::chrono::milliseconds time_limit() const { return options_.time_limit; }
  const std::function<bool()>& is_cancelled() const { return is_cancelled_; }

  // Of the calls from now on; empty: they cannot be cancelled.
  void set_cancelled(std::function<bool()> is_cancelled) {
    is_cancelled_ = std::move(is_cancelled);
  }

 private:
  McpOptions options_;
  std::function<bool()> is_cancelled_;
  std::optional<Searcher> searcher_;
};

}  // namespace ibid
