// SPDX-License-Identifier: GPL-3.0-or-later
// Offsets are not kept while converting: a page in UTF-16 would need a table
// larger than itself. The few that are asked for are found by decoding again.
#include "indexer/formats/html_encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "index/text.h"

namespace ibid {
namespace {

using namespace std::string_view_literals;

constexpr size_t kDeclarationBytes = 4096;  // browsers look at 1024
constexpr size_t kGuessBytes = 64 << 10;
constexpr int32_t kSureEnough = 35;  // of 100, as ICU counts
// Fewer bytes outside of ASCII tell nothing, however sure ICU is.
constexpr std::ptrdiff_t kTellingBytes = 12;

struct ByteOrderMark {
  std::string_view bytes;
  const char* encoding;
};
// The longer ones first: UTF-32LE begins like UTF-16LE.
constexpr std::array kByteOrderMarks{
    ByteOrderMark{"\xEF\xBB\xBF"sv, "UTF-8"},
    ByteOrderMark{"\xFF\xFE\0\0"sv, "UTF-32LE"},
    ByteOrderMark{"\0\0\xFE\xFF"sv, "UTF-32BE"},
    ByteOrderMark{"\xFF\xFE"sv, "UTF-16LE"},
    ByteOrderMark{"\xFE\xFF"sv, "UTF-16BE"},
};

// What browsers take a declared name for, where ICU would take it literally.
constexpr std::array kBrowserNames{
    std::pair{"ascii"sv, "windows-1252"},
    std::pair{"big5"sv, "Big5-HKSCS"},
    std::pair{"euc-kr"sv, "windows-949"},
    std::pair{"gb2312"sv, "GBK"},
    std::pair{"iso-8859-1"sv, "windows-1252"},
    std::pair{"iso-8859-11"sv, "windows-874"},
    std::pair{"iso-8859-9"sv, "windows-1254"},
    std::pair{"ks_c_5601-1987"sv, "windows-949"},
    std::pair{"latin1"sv, "windows-1252"},
    std::pair{"shift_jis"sv, "windows-31j"},
    std::pair{"sjis"sv, "windows-31j"},
    std::pair{"tis-620"sv, "windows-874"},
    std::pair{"us-ascii"sv, "windows-1252"},
    std::pair{"utf8"sv, "UTF-8"},
};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const std::string& name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &error));
  return U_SUCCESS(error) ? std::move(converter) : nullptr;
}

// Calls visit(code point, offset of its first byte) for each character; what
// cannot be decoded comes as U+FFFD.
template <class Visit>
void decode(std::string_view source, const std::string& encoding, Visit visit) {
  const Converter converter = open_converter(encoding);
  if (!converter) return;
  std::array<UChar, 4096> units;
  std::array<int32_t, units.size()> offsets;
  const char* input = source.data();
  const char* const input_end = input + source.size();
  char32_t lead = 0;
  size_t at = 0;
  UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
  while (error == U_BUFFER_OVERFLOW_ERROR) {
    error = U_ZERO_ERROR;
    const auto base = static_cast<size_t>(input - source.data());
    UChar* output = units.data();
    ucnv_toUnicode(converter.get(), &output, output + units.size(), &input,
                   input_end, offsets.data(), true, &error);
    const auto count = static_cast<size_t>(output - units.data());
    for (size_t i = 0; i < count; ++i) {
      const char32_t unit = units[i];
      if (lead == 0 && offsets[i] >= 0) {
        at = base + static_cast<size_t>(offsets[i]);
      }
      if (lead != 0 && U16_IS_TRAIL(unit)) {
        visit(static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead, unit)), at);
        lead = 0;
        continue;
      }
      if (lead != 0) visit(U'\uFFFD', at);
      lead = U16_IS_LEAD(unit) ? unit : 0;
      if (lead == 0) visit(U16_IS_TRAIL(unit) ? U'\uFFFD' : unit, at);
    }
  }
  if (lead != 0) visit(U'\uFFFD', at);
}

// Whether markup reads the same in this encoding as in ASCII. Keeps out
// EBCDIC, UTF-16 (whose name somebody wrote in ASCII), and UTF-7 and HZ, in
// which harmless text hides other text.
bool reads_ascii(const std::string& encoding) {
  constexpr std::string_view kProbe = "<a b='+AGE- ~{VPND~}'>";
  std::string text;
  decode(kProbe, encoding, [&](char32_t c, size_t) { append_utf8(text, c); });
  return text == kProbe;
}

std::optional<std::string> usable_name(std::string_view declared) {
  const std::string name = ascii_lower(trim(declared));
  if (name.starts_with("utf-16") || name.starts_with("utf-32")) return "UTF-8";
  for (const auto& [alias, meant] : kBrowserNames) {
    if (name == alias) return meant;
  }
  if (name.empty() || name.find('\0') != std::string::npos ||
      !reads_ascii(name)) {
    return std::nullopt;
  }
  return name == "utf-8" ? "UTF-8" : name;
}

// The value after `key` and an equals sign, in quotes or not; empty: none.
std::string_view value_after(std::string_view lower, std::string_view key) {
  size_t at = lower.find(key);
  if (at == std::string_view::npos) return {};
  at = lower.find_first_not_of(" \t\r\n", at + key.size());
  if (at == std::string_view::npos || lower[at] != '=') return {};
  at = lower.find_first_not_of(" \t\r\n\"'", at + 1);
  if (at == std::string_view::npos) return {};
  return lower.substr(at, lower.find_first_of(" \t\r\n\"';/>", at) - at);
}

std::optional<std::string> declared_by_meta(std::string_view lower) {
  size_t at = 0;
  while ((at = lower.find('<', at)) != std::string_view::npos) {
    const std::string_view rest = lower.substr(at);
    if (rest.starts_with("<!--")) {
      at = std::min(lower.size(), lower.find("-->", at));
    } else if (rest.starts_with("<meta")) {
      const std::string_view tag = rest.substr(0, rest.find('>'));
      if (auto name = usable_name(value_after(tag, "charset"))) return name;
    }
    if (at < lower.size()) ++at;
  }
  return std::nullopt;
}

std::optional<std::string> declared_by_xml(std::string_view lower) {
  if (!lower.starts_with("<?xml")) return std::nullopt;
  return usable_name(
      value_after(lower.substr(0, lower.find("?>")), "encoding"));
}

std::string guess_encoding(std::string_view source) {
  if (source.starts_with("<\0"sv)) return "UTF-16LE";
  if (source.starts_with("\0<"sv)) return "UTF-16BE";
  const std::string_view sample = source.substr(0, kGuessBytes);
  const auto telling = std::count_if(sample.begin(), sample.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80;
  });
  if (telling < kTellingBytes) return "windows-1252";
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(
      ucsdet_open(&error), &ucsdet_close);
  ucsdet_enableInputFilter(detector.get(), true);  // looks past the tags
  ucsdet_setText(detector.get(), sample.data(),
                 static_cast<int32_t>(sample.size()), &error);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &error);
  if (U_FAILURE(error) || match == nullptr) return "windows-1252";
  const int32_t confidence = ucsdet_getConfidence(match, &error);
  const char* name = ucsdet_getName(match, &error);
  if (U_FAILURE(error) || confidence < kSureEnough) return "windows-1252";
  return usable_name(name).value_or("windows-1252");
}

}  // namespace

std::string find_encoding(std::string_view source) {
  for (const ByteOrderMark& mark : kByteOrderMarks) {
    if (source.starts_with(mark.bytes)) return mark.encoding;
  }
  const std::string lower = ascii_lower(source.substr(0, kDeclarationBytes));
  if (auto name = declared_by_meta(lower)) return *name;
  if (auto name = declared_by_xml(lower)) return *name;
  return is_valid_utf8(source) && !source.starts_with("<\0"sv) &&
                 !source.starts_with("\0<"sv)
             ? "UTF-8"
             : guess_encoding(source);
}

HtmlBytes::HtmlBytes(std::string_view source)
    : source_(source), encoding_(find_encoding(source)) {
  for (const ByteOrderMark& mark : kByteOrderMarks) {
    if (!source.starts_with(mark.bytes)) continue;
    mark_bytes_ = mark.bytes.size();
    source_.remove_prefix(mark_bytes_);
    break;
  }
  text_ = source_;
  if (encoding_ == "UTF-8" && is_valid_utf8(source_)) return;
  converted_.reserve(source_.size() + source_.size() / 8);
  decode(source_, encoding_,
         [&](char32_t c, size_t) { append_utf8(converted_, c); });
  text_ = converted_;
}

std::vector<size_t> HtmlBytes::source_offsets(
    const std::vector<size_t>& offsets) const {
  std::vector<size_t> result;
  result.reserve(offsets.size());
  if (text_.data() == source_.data()) {
    for (const size_t offset : offsets) result.push_back(mark_bytes_ + offset);
    return result;
  }
  std::string character;
  size_t end = 0;  // of the characters seen so far, in text_
  decode(source_, encoding_, [&](char32_t c, size_t at) {
    character.clear();
    append_utf8(character, c);
    end += character.size();
    while (result.size() < offsets.size() && offsets[result.size()] < end) {
      result.push_back(mark_bytes_ + at);
    }
  });
  result.resize(offsets.size(), mark_bytes_ + source_.size());
  return result;
}

}  // namespace ibid
