// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as the protocol's messages are made of it: members keep their order.
#pragma once

#include <nlohmann/json.hpp>

namespace ibid {

using McpJson = nlohmann::ordered_json;

}  // namespace ibid
