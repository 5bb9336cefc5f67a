// SPDX-License-Identifier: GPL-3.0-or-later
// Passages are told apart by their content hash and, among equal ones of an
// article, by how many came before: that pair names the document. So the
// difference between two states of an article is a difference of two sets.
#include "indexer/update.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <vector>

#include "index/language.h"
#include "index/schema.h"
#include "indexer/build_document.h"
#include "indexer/split.h"

namespace ibid {
namespace {

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

std::vector<PassagePlace> places(const std::vector<Passage>& passages,
                                 size_t start) {
  std::vector<PassagePlace> places;
  std::map<decltype(Hash128::bytes), uint32_t> repeats;
  for (const Passage& passage : passages) {
    PassagePlace place;
    place.hash = content_hash(passage.stored);
    place.repeat = repeats[place.hash.bytes]++;
    place.span = {start + passage.span.start, start + passage.span.end};
    place.line = passage.line;
    place.exact = passage.exact;
    place.anchor = passage.anchor;
    places.push_back(std::move(place));
  }
  return places;
}

ArticleRecord make_record(const Article& article, const Origin& origin,
                          const std::vector<Passage>& passages) {
  ArticleRecord record;
  record.id = origin.id;
  record.root = origin.root;
  record.path = origin.relative;
  record.size = origin.stat.size;
  record.mtime_ns = origin.stat.mtime_ns;
  record.inode = origin.stat.inode;
  record.source_hash = origin.source_hash;
  record.settings_hash = origin.settings_hash;
  record.title = article.title;
  record.updated = article.updated;
  record.url = article.url;
  record.language = article.language;
  record.tags = article.tags;
  record.sources = article.sources;
  record.passages = places(passages, origin.start);
  return record;
}

}  // namespace

Update::Update(Target& target, const Roots& roots, Report& report)
    : target_(target), roots_(roots), report_(report) {}

void Update::note(Diagnostic::Severity severity, const Origin& origin,
                  std::string reason, std::string hint) {
  report_.diagnostics.push_back({severity, origin.shown, origin.line,
                                 std::move(reason), std::move(hint)});
}

void Update::report_taken(const Origin& origin,
                          const std::string& other_place) {
  note(Diagnostic::Severity::kError, origin,
       fmt::format("the id {} is already that of {}", origin.id, other_place),
       "give one of the two another id; --root NAME=DIR sets a prefix");
  ++report_.articles.failed;
}

bool Update::wants(const Origin& origin) {
  const auto [seen, first] = seen_.emplace(origin.id, origin.shown);
  if (!first) {
    report_taken(origin, seen->second);
    return false;
  }
  const auto before = target_.record(article_key(origin.id));
  if (!before) return true;
  if (before->root != origin.root || before->path != origin.relative) {
    const std::string other = roots_.absolute(before->root, before->path);
    std::error_code ignored;
    if (!other.empty() && std::filesystem::exists(other, ignored)) {
      report_taken(origin, other);
      return false;
    }
    return true;
  }
  if (before->source_hash != origin.source_hash ||
      before->settings_hash != origin.settings_hash) {
    return true;
  }
  ++report_.articles.kept;
  return false;
}

const Analyser& Update::analyser(const std::string& language) {
  const auto found = analysers_.find(language);
  if (found != analysers_.end()) return found->second;
  if (!language.empty() && language != "none" && !has_stemmer(language)) {
    report_.diagnostics.push_back(
        {Diagnostic::Severity::kWarning, "", 0,
         fmt::format("no stemmer for the language {}: its words are found "
                     "as they are written",
                     language),
         ""});
  }
  return analysers_.emplace(language, Analyser(language)).first->second;
}

void Update::put(const Article& article, const Origin& origin,
                 std::string_view source) {
  Diagnostics diagnostics;
  const std::vector<Passage> passages = split(article, source, diagnostics);
  for (Diagnostic& d : diagnostics) {
    note(d.severity, origin, std::move(d.reason), std::move(d.hint));
  }
  const ArticleRecord record = make_record(article, origin, passages);
  const auto before = target_.record(article_key(origin.id));
  write_changes(passages, record, before ? &*before : nullptr);
  target_.put_record(article_key(origin.id), record);
  if (before) {
    ++report_.articles.changed;
  } else {
    ++report_.articles.added;
  }
  target_.article_done(source.size());
}

void Update::write_changes(const std::vector<Passage>& passages,
                           const ArticleRecord& record,
                           const ArticleRecord* before) {
  const std::string key = article_key(record.id);
  std::set<std::string> old_terms;
  if (before != nullptr) old_terms = unique_terms(key, *before);
  const std::set<std::string> new_terms = unique_terms(key, record);
  const bool keep_equal = before != nullptr && same_carried(*before, record);
  for (const std::string& term : old_terms) {
    if (keep_equal && new_terms.contains(term)) continue;
    target_.delete_document(term);
    ++report_.passages.removed;
  }
  const Analyser& analyse = analyser(record.language);
  for (size_t i = 0; i < passages.size(); ++i) {
    const PassagePlace& place = record.passages[i];
    const std::string term = unique_term(key, place.hash, place.repeat);
    if (keep_equal && old_terms.contains(term)) continue;
    StoredPassage stored = passages[i].stored;
    stored.article_key = key;
    if (!target_.dry_run()) {
      target_.add_document(build_document(stored, place, record, analyse));
    }
    ++report_.passages.written;
  }
}

bool Update::remove(std::string_view key) {
  const auto before = target_.record(key);
  if (!before) return false;
  for (const std::string& term : unique_terms(key, *before)) {
    target_.delete_document(term);
    ++report_.passages.removed;
  }
  target_.delete_record(key);
  ++report_.articles.removed;
  target_.article_done(before->size);
  return true;
}

}  // namespace ibid
