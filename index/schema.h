// SPDX-License-Identifier: GPL-3.0-or-later
// The database, in words: which terms, values and metadata keys there are, and
// what each is for. The indexer writes them, the searcher reads them, and
// nothing else stands on the disk. docs/schema.md shows one by example.
//
// The database is an ordinary Xapian (glass) database; one document is one
// passage. DO NOT CHANGE anything below without raising kFormatVersion.
//
// Terms of a passage
//   (no prefix)  Stems of title, headings, question and text; compounds as they
//                are written (covid-19, c++) and their other spellings.
//   XW           Words whose stem differs from them, whole; wdf 0, so document
//                lengths do not change. Serve wildcards, exact words, spelling
//                and document frequencies. Also single CJK characters.
//   S            Stems of the title.
//   XH           Stems of the headings.
//   XQ           Stems of a related question.
//   K            A tag, folded.
//   L            The language, e.g. Len.
//   T            The kind: Tquick_answer, Tsection, Tquestion.
//   XA           The article key: all passages of one article.
//   Q            The passage's unique id: the first 20 hex digits of the
//                XXH3-128 of article key, ':', content hash, '.', repeat (see
//                PassagePlace). As short as is safe: of 10^8 passages two have
//                the same one with a chance of 4 in 10^9.
//   L, T, XA, Q and K are boolean terms: wdf 0. No term has positions: they
//   would take two fifths of the database and a third of the time to build it
//   (docs/performance.md). Passages are short and stored: whether words stand
//   side by side, their text says (searcher/verify.h).
//
// Values
//   0 to 4       Omega's; left empty.
//   5            The article key: collapsing by article.
//   6            The article's date, "YYYY-MM-DD"; empty where unknown.
//   7            The order key: the first 8 bytes of the content hash. Breaks
//                ties the same way whatever the history of the database.
//
// Metadata
//   ibid:format     kFormatVersion, decimal.
//   ibid:settings   JSON: versions of analyser, Xapian and ICU, settings.
//   ibid:roots      JSON: list of {"name","path","whole","options"}
//   (database.h,
//                   Root); a record's root is its place in this list, so
//                   entries are never removed or reordered. % and bytes that
//                   are no UTF-8 stand as %XX.
//   ibid:shard      Which shard of which set this is (shards.h). Missing: none.
//   ibid:batch      Of a shard but the first: the number of the last commit
//   that
//                   reached several shards and this one, and the keys of the
//                   articles that it changed here (shard_batches.h).
//   ibid:batches    Of the first shard: that number for each shard.
//   ibid:copy       While a database is made as a copy of another (--reshard):
//                   of what, and how far it has come. Missing afterwards.
//   ibid:synonyms   JSON: the user's synonyms (synonyms.h), list of {"to"} (all
//                   of which stand for one another) and {"from","to"}. Missing
//                   where there are none.
//   ibid:gaps       How many document ids below the last were those of no
//                   passage after the last compaction, decimal. Missing: 0.
//   A + article key The article's record (article_record.h).
//   F + file key    The record of a file that articles came from
//                   (file_record.h). An article from a file is in its file's.
//   I + hash of id  The article key of the article of that id, where that is
//                   another than the hash (article_keys.h).
// The languages present are the L terms; no list of them is kept.
//
// Article key: the first 20 hex digits of the XXH3-128 of the id that the
// article had when it was added; it stays when the article moves. Opaque:
// passages carry it and nothing else of the article that can change.
// File key: the same digits of the hash of "ROOT:PATH", where ROOT is the place
// of the root, decimal, and PATH the path below it.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "index/article_record.h"
#include "index/hash.h"
#include "index/passage.h"

namespace ibid {

inline constexpr int kFormatVersion = 4;
inline constexpr int kAnalysisVersion = 1;

namespace prefix {
inline constexpr std::string_view kWord = "XW";
inline constexpr std::string_view kTitle = "S";
inline constexpr std::string_view kHeading = "XH";
inline constexpr std::string_view kQuestion = "XQ";
inline constexpr std::string_view kTag = "K";
inline constexpr std::string_view kLanguage = "L";
inline constexpr std::string_view kKind = "T";
inline constexpr std::string_view kArticle = "XA";
inline constexpr std::string_view kUnique = "Q";
}  // namespace prefix

inline constexpr Xapian::valueno kArticleSlot = 5;
inline constexpr Xapian::valueno kDateSlot = 6;
inline constexpr Xapian::valueno kOrderSlot = 7;

inline constexpr std::string_view kFormatKey = "ibid:format";
inline constexpr std::string_view kSettingsKey = "ibid:settings";
inline constexpr std::string_view kRootsKey = "ibid:roots";
inline constexpr std::string_view kShardKey = "ibid:shard";
inline constexpr std::string_view kBatchKey = "ibid:batch";
inline constexpr std::string_view kBatchesKey = "ibid:batches";
inline constexpr std::string_view kCopyKey = "ibid:copy";
inline constexpr std::string_view kSynonymsKey = "ibid:synonyms";
inline constexpr std::string_view kGapsKey = "ibid:gaps";
inline constexpr std::string_view kRecordPrefix = "A";
inline constexpr std::string_view kFilePrefix = "F";
inline constexpr std::string_view kAliasPrefix = "I";

// Xapian's limit for a term, in bytes; NUL counts double.
inline constexpr size_t kMaxTermBytes = 245;

// prefix + text; longer than kMaxTermBytes: cut, with a hash of the whole at
// its end, the same way in index and query.
std::string make_term(std::string_view prefix, std::string_view text);

// How long an article key is.
inline constexpr size_t kArticleKeyDigits = 20;

// Of a new article; of one in the database: article_keys.h.
std::string article_key(std::string_view article_id);
std::string record_key(std::string_view article_key);

// The metadata key of a file's record.
std::string file_key(int32_t root, std::string_view path);

// The Q term of a passage.
std::string unique_term(std::string_view article_key, const Hash128& hash,
                        uint32_t repeat);

// The value of kOrderSlot.
std::string order_key(const Hash128& content_hash);

}  // namespace ibid
