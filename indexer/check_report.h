// SPDX-License-Identifier: GPL-3.0-or-later
// What a check of the database found, for people and as JSON.
#pragma once

#include <cstdint>
#include <string>

#include "index/error.h"
#include "indexer/article.h"

namespace ibid {

struct CheckReport {
  uint64_t articles = 0;  // with a record that can be read
  uint64_t passages = 0;  // that were compared
  // What is wrong; file says with which article, passage or table. The first
  // kMaxListed only.
  Diagnostics problems;
  uint64_t problem_count = 0;  // all of them; 0: the database is sound
  std::string repair;          // what to do; empty where it is sound
  double seconds = 0;
  std::string shard;  // that is looked at: begins where a problem is

  static constexpr size_t kMaxListed = 100;

  // where: empty for the database as a whole.
  void add(std::string where, std::string reason);

  // Runs call; what it throws is a problem of `where`, but for an interrupt.
  // False where there was one.
  template <class Call>
  bool guard(const std::string& where, Call&& call) {
    try {
      call();
      return true;
    } catch (const Error& e) {
      if (e.kind() == ErrorKind::kInterrupted) throw;
      add(where, e.what());
      return false;
    }
  }
};

// One line, with a line end.
std::string print_check(const CheckReport& report);

// The object of the man page, on one line, with a line end.
std::string print_check_json(const CheckReport& report);

}  // namespace ibid
