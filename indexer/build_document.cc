// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_document.h"

#include "index/fold.h"
#include "index/schema.h"

namespace ibid {
namespace {

class Builder {
 public:
  Builder(const Analyser& analyser, Xapian::Document& document)
      : analyser_(analyser), document_(document) {}

  // field: its prefix; empty for text that is found without one only.
  void add(std::string_view text, std::string_view field) {
    analyser_.analyse(text,
                      [&](const Token& token) { add_token(token, field); });
  }

 private:
  void add_token(const Token& token, std::string_view field) {
    if (token.role != TokenRole::kChar) {
      document_.add_term(make_term("", token.stem));
      if (!field.empty()) document_.add_term(make_term(field, token.stem));
    }
    if (token.stem != token.word || token.role == TokenRole::kChar) {
      document_.add_boolean_term(make_term(prefix::kWord, token.word));
    }
  }

  const Analyser& analyser_;
  Xapian::Document& document_;
};

void add_boolean_terms(const StoredPassage& passage, const PassagePlace& place,
                       const ArticleRecord& record, Xapian::Document& out) {
  out.add_boolean_term(
      unique_term(passage.article_key, place.hash, place.repeat));
  out.add_boolean_term(make_term(prefix::kArticle, passage.article_key));
  out.add_boolean_term(
      make_term(prefix::kKind, passage_kind_name(passage.kind)));
  if (!record.language.empty()) {
    out.add_boolean_term(make_term(prefix::kLanguage, record.language));
  }
  for (const std::string& tag : record.tags) {
    out.add_boolean_term(make_term(prefix::kTag, fold(tag)));
  }
}

}  // namespace

Xapian::Document build_document(const StoredPassage& passage,
                                const PassagePlace& place,
                                const ArticleRecord& record,
                                const Analyser& analyser) {
  Xapian::Document document;
  Builder builder(analyser, document);
  builder.add(passage.title, prefix::kTitle);
  for (const std::string& heading : passage.headings) {
    builder.add(heading, prefix::kHeading);
  }
  builder.add(passage.question, prefix::kQuestion);
  builder.add(visible_text(passage.text, passage.markup), "");
  add_boolean_terms(passage, place, record, document);
  document.add_value(kArticleSlot, passage.article_key);
  if (!record.updated.empty()) document.add_value(kDateSlot, record.updated);
  document.add_value(kOrderSlot, order_key(place.hash));
  document.set_data(encode_passage(passage));
  return document;
}

}  // namespace ibid
