// SPDX-License-Identifier: GPL-3.0-or-later
// How JSON is written, whatever it says.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace ibid {

// One line, with a line end. What could steer a terminal stands as escapes;
// invalid UTF-8 becomes U+FFFD. Throws nothing on any values.
std::string json_line(const nlohmann::ordered_json& json);

}  // namespace ibid
