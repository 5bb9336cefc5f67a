// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of thing a question asks for, and whether a sentence has one.
#pragma once

#include <cstdint>
#include <string_view>

namespace ibid {

enum class AnswerType : uint8_t {
  kNone,        // keywords, or a question that any sentence may answer
  kPerson,      // who: a name
  kTime,        // when, what year: a date or a year
  kNumber,      // how many, how much: a number
  kPlace,       // where: a name after in, at, from, ...
  kReason,      // why: because, so that, ...
  kName,        // which, what NOUN: a name
  kSteps,       // how to: steps, or what to do
  kDefinition,  // what is X: X is ...
  kYesNo,       // is, does, can: yes or no
};

// Knows English. text: the query as typed.
AnswerType answer_type(std::string_view text);

// How well a sentence fits, from 0 (has nothing of the kind) to 1. query: the
// folded query, whose own names are no answers. Of definitions: 0, see
// definition.h.
double type_match(AnswerType type, std::string_view sentence,
                  std::string_view folded_query);

}  // namespace ibid
