// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the source tree that the server brings with it; the build makes
// their contents into a source.
#pragma once

#include <string_view>

namespace ibid {

extern const std::string_view kOpenApi;       // searcher/http/openapi.json
extern const std::string_view kAnswerSchema;  // docs/answer.schema.json
extern const std::string_view kPageCss;       // searcher/web/page.css
extern const std::string_view kFormCss;       // searcher/web/form.css
extern const std::string_view kFoundCss;      // searcher/web/found.css
extern const std::string_view kReadCss;       // searcher/web/read.css
extern const std::string_view kPageJs;        // searcher/web/page.js
extern const std::string_view kFoundJs;       // searcher/web/found.js
extern const std::string_view kSuggestJs;     // searcher/web/suggest.js
extern const std::string_view kIconSvg;       // searcher/web/icon.svg

}  // namespace ibid
