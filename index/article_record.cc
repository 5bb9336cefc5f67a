// SPDX-License-Identifier: GPL-3.0-or-later
// The place comes first: passes over all records read no further.
#include "index/article_record.h"

#include "index/codec.h"

namespace ibid {
namespace {

constexpr std::string_view kWhat = "the record of an article";

void put(Encoder& out, const Source& source) {
  out.string(source.name);
  out.number(source.licence.has_value());
  out.string(source.licence.value_or(""));
}

Source get_source(Decoder& in) {
  Source source;
  source.name = in.string();
  const bool known = in.number() != 0;
  std::string licence = in.string();
  if (known) source.licence = std::move(licence);
  return source;
}

void put(Encoder& out, const PassagePlace& place) {
  out.hash(place.hash);
  out.number(place.repeat);
  out.number(place.span.start);
  out.number(place.span.end);
  out.number(place.line);
  out.number(place.bytes_hash);
  out.number(place.exact);
  out.string(place.anchor);
}

PassagePlace get_place(Decoder& in) {
  PassagePlace place;
  place.hash = in.hash();
  place.repeat = static_cast<uint32_t>(in.number());
  place.span.start = in.number();
  place.span.end = in.number();
  place.line = static_cast<uint32_t>(in.number());
  place.bytes_hash = in.number();
  place.exact = in.number() != 0;
  place.anchor = in.string();
  return place;
}

}  // namespace

std::string encode_record(const ArticleRecord& record) {
  Encoder out;
  out.string(record.id);
  out.signed_number(record.root);
  out.string(record.path);
  out.hash(record.source_hash);
  out.hash(record.settings_hash);
  out.string(record.title);
  out.string(record.updated);
  out.string(record.url);
  out.string(record.language);
  out.number(record.tags.size());
  for (const std::string& tag : record.tags) out.string(tag);
  out.number(record.sources.size());
  for (const Source& source : record.sources) put(out, source);
  out.number(record.passages.size());
  for (const PassagePlace& place : record.passages) put(out, place);
  return out.finish();
}

RecordPlace decode_place(std::string_view data) {
  Decoder in(data, kWhat);
  RecordPlace place;
  place.id = in.string();
  place.root = static_cast<int32_t>(in.signed_number());
  place.path = in.string();
  return place;
}

RecordHead decode_head(std::string_view data) {
  Decoder in(data, kWhat);
  RecordHead head;
  head.id = in.string();
  head.root = static_cast<int32_t>(in.signed_number());
  head.path = in.string();
  in.hash();    // of the source
  in.hash();    // of the settings
  in.string();  // title
  head.updated = in.string();
  in.string();  // url
  head.language = in.string();
  return head;
}

ArticleRecord decode_record(std::string_view data) {
  Decoder in(data, kWhat);
  ArticleRecord record;
  record.id = in.string();
  record.root = static_cast<int32_t>(in.signed_number());
  record.path = in.string();
  record.source_hash = in.hash();
  record.settings_hash = in.hash();
  record.title = in.string();
  record.updated = in.string();
  record.url = in.string();
  record.language = in.string();
  record.tags.resize(in.count());
  for (std::string& tag : record.tags) tag = in.string();
  record.sources.resize(in.count());
  for (Source& source : record.sources) source = get_source(in);
  record.passages.resize(in.count());
  for (PassagePlace& place : record.passages) place = get_place(in);
  in.finish();
  return record;
}

}  // namespace ibid
