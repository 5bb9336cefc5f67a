// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/output.h"

#include <fmt/format.h>

#include "index/text.h"

namespace ibid {

void tell_error(std::string_view program, const Error& error) {
  const std::string hint =
      error.hint().empty() ? "" : fmt::format(" ({})", error.hint());
  tell(fmt::format("{}: {}{}\n", program, printable(error.what()),
                   printable(hint)));
}

}  // namespace ibid
