// SPDX-License-Identifier: GPL-3.0-or-later
// The form that each page has: the box, the filters as they are set, and what
// else the search was given, hidden.
#pragma once

#include <string>
#include <vector>

#include "searcher/web/address.h"

namespace ibid {

struct FormState {
  Parameters parameters;               // of the search
  std::vector<std::string> databases;  // all names
  bool wants_focus = false;            // the box is what the page is for
};

std::string search_form(const FormState& state);

}  // namespace ibid
