// SPDX-License-Identifier: GPL-3.0-or-later
// The licences that a source may carry at the end of its line (parts.h).
#pragma once

#include <cstddef>
#include <string_view>

namespace ibid {

// No licence of the table is longer, however it is written.
inline constexpr size_t kMaxLicenceBytes = 100;

// Whether text is a licence of the table: an SPDX id or a phrase, in any case.
// Spaces, hyphens, underscores and commas do not matter ("CC BY-SA 4.0"), nor
// do the words the, licence (license), version, v, international, unported and
// generic behind its first word ("MIT License", "Apache License, Version 2.0").
bool is_licence(std::string_view text);

// Whether a licence shares its name with a program or a body (PostgreSQL, W3C,
// Ruby), so that at the end of "Wikipedia - Ruby" it is none.
bool is_also_a_name(std::string_view licence);

}  // namespace ibid
