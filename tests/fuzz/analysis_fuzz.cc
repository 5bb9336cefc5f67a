// SPDX-License-Identifier: GPL-3.0-or-later
// What makes terms of text, on any bytes: markup made invisible, sentences,
// folding, and the analyser in languages that go different ways.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "index/analysers.h"
#include "index/fold.h"
#include "index/markup.h"
#include "index/sentence.h"
#include "index/text.h"
#include "tests/fuzz/require.h"
#include "tests/index/sound_tokens.h"

namespace ibid {
namespace {

void check_fold(std::string_view text) {
  const std::string folded = fold(text);
  require(is_valid_utf8(folded), "folded text is UTF-8");
  require(fold(folded) == folded, "folding twice is folding once");
}

void check_sentences(std::string_view text) {
  size_t end = 0;
  for (const Span& sentence : sentences(text)) {
    require(end <= sentence.start && sentence.start < sentence.end &&
                sentence.end <= text.size(),
            "sentences are in order and in the text");
    require(trim(text, sentence) == sentence, "no white space is around them");
    require(trim(slice(text, {end, sentence.start})).empty(),
            "sentences leave nothing out");
    end = sentence.end;
  }
  require(trim(text.substr(end)).empty(), "sentences leave no end out");
}

void check_visible(std::string_view text) {
  require(visible_text(text, Markup::kNone) == text, "plain text stays");
  const std::string visible = visible_text(text, Markup::kMarkdown);
  require(visible.size() == text.size(), "offsets stay what they were");
  for (size_t i = 0; i < text.size(); ++i) {
    require(visible[i] == text[i] || visible[i] == ' ',
            "what is not visible is a space");
    require((text[i] == '\n') == (visible[i] == '\n'), "lines stay lines");
  }
  require(is_valid_utf8(visible) || !is_valid_utf8(text),
          "no character is cut");
}

void check_helpers(std::string_view text) {
  const std::string valid = to_valid_utf8(text);
  require(is_valid_utf8(valid), "to_valid_utf8 gives UTF-8");
  require(is_valid_utf8(text) == (valid == text), "UTF-8 stays as it is");
  require(is_valid_utf8(printable(text)), "printable text is UTF-8");
  const std::string collapsed = collapse_space(text);
  require(collapse_space(collapsed) == collapsed, "space collapses once");
  display_width(text);
}

void check_text(std::string_view text) {
  static Analysers analysers;
  check_helpers(text);
  check_fold(text);
  check_sentences(text);
  check_visible(text);
  for (const std::string_view language : {"none", "en", "de", "ru"}) {
    const std::string_view broken =
        unsound_tokens(analysers.get(language), text);
    require(broken.empty(), broken);
  }
}

}  // namespace
}  // namespace ibid

// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ibid::check_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
