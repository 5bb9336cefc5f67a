// SPDX-License-Identifier: GPL-3.0-or-later
// Passages are told apart by their content hash and, among equal ones of an
// article, by how many came before: that pair names the document. So the
// difference between two states of an article is a difference of two sets.
#include "indexer/update.h"

#include <fmt/format.h>

#include <set>
#include <utility>
#include <vector>

#include "index/language.h"
#include "index/schema.h"

namespace ibid {
namespace {

// About what a passage that is removed costs of a batch.
constexpr size_t kRemovedBytes = 1000;

// What passages carry of their article; where it changes, all are rewritten.
bool same_carried(const ArticleRecord& a, const ArticleRecord& b) {
  return a.updated == b.updated && a.language == b.language && a.tags == b.tags;
}

std::set<std::string> unique_terms(std::string_view key,
                                   const ArticleRecord& record) {
  std::set<std::string> terms;
  for (const PassagePlace& place : record.passages) {
    terms.insert(unique_term(key, place.hash, place.repeat));
  }
  return terms;
}

// Collects what changes of an article's passages, and hands it on in pieces
// that can be worked on side by side.
class Changes {
 public:
  Changes(Target& target, Report& report, const std::string& key,
          const ArticleRecord& record)
      : target_(target), report_(report) {
    changes_.article_key = key;
    changes_.article.language = record.language;
    changes_.article.updated = record.updated;
    changes_.article.tags = record.tags;
  }

  // All that is removed comes before what is added.
  void remove(const std::string& unique_term) {
    changes_.removed.push_back(unique_term);
    ++report_.passages.removed;
  }

  void add(StoredPassage passage, const PassagePlace& place) {
    changes_.added.push_back(std::move(passage));
    changes_.places.push_back(place);
    ++report_.passages.written;
    if (changes_.added.size() >= kPassagesOfPiece) hand_on();
  }

  void hand_on() {
    PassageChanges rest;
    rest.article_key = changes_.article_key;
    rest.article = changes_.article;
    target_.change_passages(std::exchange(changes_, std::move(rest)));
  }

 private:
  static constexpr size_t kPassagesOfPiece = 100;

  Target& target_;
  Report& report_;
  PassageChanges changes_;
};

void fill_in(ArticleRecord& record, const Origin& origin) {
  record.id = origin.id;
  record.root = origin.root;
  record.path = origin.relative;
  record.source_hash = origin.source_hash;
  record.settings_hash = origin.settings_hash;
}

}  // namespace

Update::Update(Target& target, Claims& claims, Report& report)
    : target_(target), claims_(claims), report_(report) {}

void Update::note(Diagnostic::Severity severity, const Origin& origin,
                  std::string reason, std::string hint) {
  report_.diagnostics.push_back({severity, origin.shown, origin.line,
                                 std::move(reason), std::move(hint)});
}

std::optional<Claim> Update::claim(const Origin& origin) {
  std::optional<Claim> claim =
      claims_.claim({origin.id, origin.shown, origin.root, origin.relative,
                     origin.source_hash, origin.settings_hash});
  if (claim) return claim;
  note(Diagnostic::Severity::kError, origin,
       fmt::format("the id {} is already that of {}", origin.id,
                   claims_.owner()),
       "give one of the two another id; --root NAME=DIR sets a prefix");
  ++report_.articles.failed;
  ++report_.refused;
  return std::nullopt;
}

void Update::note_language(const std::string& language) {
  if (!languages_.insert(language).second) return;
  if (language.empty() || language == "none" || has_stemmer(language)) return;
  report_.diagnostics.push_back(
      {Diagnostic::Severity::kWarning, "", 0,
       fmt::format("no stemmer for the language {}: its words are found "
                   "as they are written",
                   language),
       ""});
}

void Update::put(PreparedArticle article, const Origin& origin,
                 const Claim& claim) {
  for (Diagnostic& d : article.of_split) {
    note(d.severity, origin, std::move(d.reason), std::move(d.hint));
  }
  ArticleRecord& record = article.record;
  fill_in(record, origin);
  write_changes(std::move(article.passages), record, claim);
  if (!claim.before) {
    target_.add_record(claim.key, record);
    ++report_.articles.added;
  } else {
    target_.put_record(claim.key, record);
    ++(claim.moved ? report_.articles.moved : report_.articles.changed);
  }
  target_.article_done(article.source_bytes);
}

void Update::keep(const Origin& origin, const Claim& claim) {
  ++report_.articles.kept;
  ArticleRecord record = *claim.before;
  if (origin.line == 0 || record.passages.empty()) return;
  // All passages of a line have the span of the line.
  const PassagePlace& first = record.passages.front();
  if (first.span.start == origin.start && first.line == origin.line) return;
  for (PassagePlace& place : record.passages) {
    place.span = {origin.start, origin.start + place.span.size()};
    place.line = origin.line;
  }
  target_.put_record(claim.key, record);
}

void Update::write_changes(std::vector<StoredPassage> passages,
                           const ArticleRecord& record, const Claim& claim) {
  const std::string& key = claim.key;
  std::set<std::string> old_terms;
  if (claim.before) old_terms = unique_terms(key, *claim.before);
  const std::set<std::string> new_terms = unique_terms(key, record);
  const bool keep_equal = claim.before && same_carried(*claim.before, record);
  note_language(record.language);
  Changes changes(target_, report_, key, record);
  for (const std::string& term : old_terms) {
    if (!keep_equal || !new_terms.contains(term)) changes.remove(term);
  }
  for (size_t i = 0; i < passages.size(); ++i) {
    const PassagePlace& place = record.passages[i];
    const std::string term = unique_term(key, place.hash, place.repeat);
    if (keep_equal && old_terms.contains(term)) continue;
    passages[i].article_key = key;
    changes.add(std::move(passages[i]), place);
  }
  changes.hand_on();
}

bool Update::remove(const std::string& key) {
  const auto before = target_.record(key);
  if (!before) return false;
  Changes changes(target_, report_, key, *before);
  for (const std::string& term : unique_terms(key, *before)) {
    changes.remove(term);
  }
  changes.hand_on();
  target_.delete_record(key);
  claims_.forget(key);
  ++report_.articles.removed;
  target_.article_done(before->passages.size() * kRemovedBytes);
  return true;
}

bool says_the_same(const Claim& claim, const Origin& origin) {
  return claim.before && claim.before->root == origin.root &&
         claim.before->path == origin.relative &&
         claim.before->source_hash == origin.source_hash &&
         claim.before->settings_hash == origin.settings_hash;
}

}  // namespace ibid
