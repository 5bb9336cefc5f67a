// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/file_record.h"

#include "index/codec.h"

namespace ibid {

std::string encode_file(const FileRecord& record) {
  Encoder out;
  out.signed_number(record.root);
  out.string(record.path);
  out.number(record.stat.size);
  out.signed_number(record.stat.mtime_ns);
  out.signed_number(record.stat.ctime_ns);
  out.number(record.stat.inode);
  out.signed_number(record.seen_ns);
  out.number(record.settled);
  out.hash(record.hash);
  out.hash(record.settings_hash);
  out.string(record.format);
  out.string(record.language);
  out.number(record.articles.size());
  for (const std::string& key : record.articles) out.string(key);
  return out.finish();
}

FileRecord decode_file(std::string_view data) {
  Decoder in(data, "the record of a file");
  FileRecord record;
  record.root = static_cast<int32_t>(in.signed_number());
  record.path = in.string();
  record.stat.size = in.number();
  record.stat.mtime_ns = in.signed_number();
  record.stat.ctime_ns = in.signed_number();
  record.stat.inode = in.number();
  record.seen_ns = in.signed_number();
  record.settled = in.number() != 0;
  record.hash = in.hash();
  record.settings_hash = in.hash();
  record.format = in.string();
  record.language = in.string();
  record.articles.resize(in.count());
  for (std::string& key : record.articles) key = in.string();
  in.finish();
  return record;
}

}  // namespace ibid
