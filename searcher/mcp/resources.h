// SPDX-License-Identifier: GPL-3.0-or-later
// Articles as resources: ibid://article/ID, with the id percent-encoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "searcher/mcp/library.h"
#include "searcher/mcp/message.h"
#include "searcher/mcp/revision.h"

namespace ibid {

std::string article_uri(std::string_view id);

// The id in a URI of an article; nullopt: it is no such URI.
std::optional<std::string> article_of_uri(std::string_view uri);

// What the methods resources/list, resources/templates/list and resources/read
// give back. params: an object.
RpcResult list_resources(Library& library, const McpJson& params,
                         Revision revision);
RpcResult list_resource_templates(const McpJson& params, Revision revision);
RpcResult read_resource(Library& library, const McpJson& params,
                        Revision revision);

// Bytes of an article's text that one read gives at most; what is left out is
// said at its end.
inline constexpr size_t kMaxResourceBytes = size_t{1} << 20;

}  // namespace ibid
