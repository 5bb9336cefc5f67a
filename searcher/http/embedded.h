// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the source tree that the server brings with it; the build makes
// their contents into a source.
#pragma once

#include <string_view>

namespace ibid {

extern const std::string_view kOpenApi;       // searcher/http/openapi.json
extern const std::string_view kAnswerSchema;  // docs/answer.schema.json

}  // namespace ibid
