// SPDX-License-Identifier: GPL-3.0-or-later
// The revisions of the Model Context Protocol that ibid-mcp speaks, and what
// each of them knows. The only place that tells them apart by date.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ibid {

// Ordered by date.
enum class Revision : uint8_t {
  k2024_11_05,
  k2025_03_26,
  k2025_06_18,
  k2025_11_25,
  k2026_07_28
};

// The newest first.
const std::vector<Revision>& revisions();

// "2025-06-18".
std::string_view revision_name(Revision revision);
std::optional<Revision> parse_revision(std::string_view name);

// The newest that begins with an initialize request.
inline constexpr Revision kNewestWithSession = Revision::k2025_11_25;

// Each request says its revision by itself; there is no initialize, no ping.
inline bool is_stateless(Revision revision) {
  return revision >= Revision::k2026_07_28;
}

// Several messages in one array.
inline bool has_batches(Revision revision) {
  return revision == Revision::k2025_03_26;
}

// Tools say that they only read.
inline bool has_tool_hints(Revision revision) {
  return revision >= Revision::k2025_03_26;
}

// Results beside their text, with schemas, and titles beside names.
inline bool has_structured_results(Revision revision) {
  return revision >= Revision::k2025_06_18;
}

// Programs say what they are for.
inline bool has_descriptions_of_programs(Revision revision) {
  return revision >= Revision::k2025_11_25;
}

}  // namespace ibid
