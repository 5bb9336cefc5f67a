// SPDX-License-Identifier: GPL-3.0-or-later
// A term with kWord is a word. One without a prefix is a stem, a word that is
// its own stem, or both: it is a word where some passage has none of the words
// that become it, else where the text of a passage says so.
#include "searcher/spelling.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "index/passage.h"
#include "index/schema.h"
#include "index/text.h"
#include "searcher/near_terms.h"

namespace ibid {
namespace {

constexpr size_t kMinLetters = 4;
constexpr size_t kMinLettersForTwoEdits = 8;
// Candidates that may be mere stems, looked at before the search is given up.
constexpr size_t kMaxJudged = 5;
// Words that begin like a stem and are stemmed to see whose it is.
constexpr size_t kMaxForms = 2000;
// Passages of a term that are compared with those of its forms: where so many
// have a form, the term may be a word, but hardly one to correct to.
constexpr size_t kMaxPostings = 2000;
// Passages of a term that are read, all or none: which come first depends on
// the history of the database.
constexpr uint64_t kMaxRead = 16;

constexpr std::array kAlphabets = {
    Alphabet{U'a', 0x2AF},     // Latin
    Alphabet{0x370, 0x3FF},    // Greek
    Alphabet{0x400, 0x52F},    // Cyrillic
    Alphabet{0x560, 0x588},    // Armenian
    Alphabet{0x5D0, 0x5F2},    // Hebrew
    Alphabet{0x620, 0x6FF},    // Arabic
    Alphabet{0x10D0, 0x10FF},  // Georgian
};

struct Word {
  std::u32string letters;
  Alphabet alphabet;
};

// A word that may be corrected, or be a correction.
std::optional<Word> read_word(std::string_view text) {
  Word word;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    i += c.length;
    if (!u_isalpha(static_cast<UChar32>(c.value))) return std::nullopt;
    word.letters += c.value;
    if (word.letters.size() > NearTerms::kMaxLetters) return std::nullopt;
  }
  if (word.letters.size() < kMinLetters) return std::nullopt;
  const auto has_all = [&](const Alphabet& a) {
    return std::all_of(word.letters.begin(), word.letters.end(),
                       [&](char32_t c) { return c >= a.first && c <= a.last; });
  };
  const auto* alphabet =
      std::find_if(kAlphabets.begin(), kAlphabets.end(), has_all);
  if (alphabet == kAlphabets.end()) return std::nullopt;
  word.alphabet = *alphabet;
  return word;
}

bool text_has(std::string_view text, std::string_view word,
              const Analyser& analyser) {
  bool found = false;
  analyser.analyse(
      text, [&](const Token& token) { found = found || token.word == word; });
  return found;
}

bool passage_has(const StoredPassage& passage, std::string_view word,
                 const Analyser& analyser) {
  const auto has = [&](std::string_view text) {
    return text_has(text, word, analyser);
  };
  return has(visible_text(passage.text, passage.markup)) ||
         has(passage.title) || has(passage.question) ||
         std::any_of(passage.headings.begin(), passage.headings.end(), has);
}

// Tells words from stems among the terms without a prefix.
class Judge {
 public:
  Judge(const std::vector<std::string>& languages, const Xapian::Database& db,
        Analysers& analysers)
      : languages_(languages), db_(db), analysers_(analysers) {}

  // Whether a passage has the term as a word.
  bool is_word(const std::string& term, uint64_t passages) {
    const std::vector<std::string> forms = forms_of(term);
    uint64_t with_form = 0;
    for (const std::string& form : forms) with_form += db_.get_termfreq(form);
    return with_form < passages || stands_alone(term, forms) ||
           (passages <= kMaxRead && is_in_text(term));
  }

 private:
  // Terms of the words, other than the term, whose stem it is. They differ from
  // it in its last letter at most (happy, happiness: happi), but for words that
  // are too rare to matter here.
  std::vector<std::string> forms_of(const std::string& term) {
    const std::string start = make_term(
        prefix::kWord, term.substr(0, utf8_floor(term, term.size() - 1)));
    std::vector<std::string> forms;
    size_t seen = 0;
    for (auto word = db_.allterms_begin(start);
         word != db_.allterms_end(start) && seen < kMaxForms; ++word, ++seen) {
      std::string form = *word;
      if (is_form(form.substr(prefix::kWord.size()), term)) {
        forms.push_back(std::move(form));
      }
    }
    return forms;
  }

  bool is_form(const std::string& word, const std::string& stem) {
    return std::any_of(languages_.begin(), languages_.end(),
                       [&](const std::string& language) {
                         return analysers_.get(language).stem(word) == stem;
                       });
  }

  // Whether a passage has the term without any of the forms.
  bool stands_alone(const std::string& term,
                    const std::vector<std::string>& forms) const {
    std::vector<Xapian::PostingIterator> with_form;
    with_form.reserve(forms.size());
    for (const std::string& form : forms) {
      with_form.push_back(db_.postlist_begin(form));
    }
    const Xapian::PostingIterator end;
    size_t seen = 0;
    for (auto posting = db_.postlist_begin(term);
         posting != end && seen < kMaxPostings; ++posting, ++seen) {
      const bool has_form =
          std::any_of(with_form.begin(), with_form.end(), [&](auto& form) {
            if (form != end) form.skip_to(*posting);
            return form != end && *form == *posting;
          });
      if (!has_form) return true;
    }
    return false;
  }

  bool is_in_text(const std::string& term) {
    // Where words begin and end is the same in every language.
    const Analyser& analyser = analysers_.get("");
    const auto end = db_.postlist_end(term);
    for (auto posting = db_.postlist_begin(term); posting != end; ++posting) {
      const std::string data = db_.get_document(*posting).get_data();
      if (passage_has(decode_passage(data), term, analyser)) return true;
    }
    return false;
  }

  const std::vector<std::string>& languages_;
  const Xapian::Database& db_;
  Analysers& analysers_;
};

struct Candidate {
  std::string word;
  uint64_t passages = 0;
  bool is_word = false;  // false: it may be a stem only
};

// The words and stems at exactly so many edits, the best first.
std::vector<Candidate> candidates(NearTerms& terms, int edits, Start start,
                                  uint64_t least_passages) {
  std::map<std::string, Candidate> found;
  for (NearTerm& term : terms.find(prefix::kWord, edits, start)) {
    found[term.word] = {term.word, term.passages, true};
  }
  for (NearTerm& term : terms.find("", edits, start)) {
    Candidate& candidate = found[term.word];
    candidate.word = term.word;
    candidate.passages = std::max(candidate.passages, term.passages);
  }
  std::vector<Candidate> sorted;
  for (auto& [word, candidate] : found) {
    if (candidate.passages >= least_passages && read_word(word)) {
      sorted.push_back(std::move(candidate));
    }
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return a.passages > b.passages;
                   });
  return sorted;
}

std::optional<Correction> best(NearTerms& terms, int edits, Start start,
                               uint64_t least_passages, Judge& judge) {
  size_t judged = 0;
  for (Candidate& c : candidates(terms, edits, start, least_passages)) {
    if (++judged > kMaxJudged) break;
    if (c.is_word || judge.is_word(c.word, c.passages)) {
      return Correction{std::move(c.word), c.passages, edits};
    }
  }
  return std::nullopt;
}

std::optional<Correction> within_one_edit(NearTerms& terms,
                                          uint64_t least_passages,
                                          Judge& judge) {
  auto found = best(terms, 1, Start::kSame, least_passages, judge);
  if (!found) found = best(terms, 1, Start::kOther, least_passages, judge);
  return found;
}

}  // namespace

std::optional<Correction> nearest_word(
    std::string_view folded_word, const std::vector<std::string>& languages,
    const Xapian::Database& db, Analysers& analysers, TermLists* lists) {
  const auto word = read_word(folded_word);
  if (!word) return std::nullopt;
  NearTerms terms(word->letters, word->alphabet, db, lists);
  Judge judge(languages, db, analysers);
  auto found = within_one_edit(terms, 1, judge);
  if (!found && word->letters.size() >= kMinLettersForTwoEdits) {
    found = best(terms, 2, Start::kSame, 1, judge);
  }
  return found;
}

std::optional<Correction> commoner_word(
    std::string_view folded_word, uint64_t times,
    const std::vector<std::string>& languages, const Xapian::Database& db,
    Analysers& analysers, TermLists* lists) {
  const auto word = read_word(folded_word);
  if (!word) return std::nullopt;
  uint64_t passages = 1;
  for (const std::string& language : languages) {
    const std::string stem = analysers.get(language).stem(folded_word);
    passages =
        std::max<uint64_t>(passages, db.get_termfreq(make_term("", stem)));
  }
  if (passages * times > db.get_doccount()) return std::nullopt;
  NearTerms terms(word->letters, word->alphabet, db, lists);
  Judge judge(languages, db, analysers);
  // Terms of another first letter are all over the database, and each costs a
  // block to look at: too much for every rare word of a query.
  return best(terms, 1, Start::kSame, passages * times, judge);
}

}  // namespace ibid
