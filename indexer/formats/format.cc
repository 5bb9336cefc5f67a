// SPDX-License-Identifier: GPL-3.0-or-later
// Which reader a file goes to. Only articles are meant: source code and data
// are left out unless --format asks for them. The table, by the name's ending
// in any case:
//
//   .txt .text                             text
//   .md .markdown .mkd .mdown              Markdown
//   .html .htm .xhtml                      HTML
//   .jsonl .ndjson                         JSONL
//   .rst .org .adoc .tex .log .csv ...     text where the bytes are text
//   .cc .py .js .css .json .xml .yaml ...  nothing (kLeftOut)
//   .png .pdf .zip .so .woff ...           nothing (kLeftOut)
//   any other or none                      by the first bytes: HTML, scripts
//                                          (nothing), text, binary (nothing)
#include "indexer/formats/format.h"

#include <algorithm>
#include <array>

#include "index/text.h"

namespace ibid {
namespace {

struct Ending {
  std::string_view name;
  Format format;
};

constexpr auto kEndings = std::to_array<Ending>({
    {"txt", Format::kText},
    {"text", Format::kText},
    {"md", Format::kMarkdown},
    {"markdown", Format::kMarkdown},
    {"mkd", Format::kMarkdown},
    {"mdown", Format::kMarkdown},
    {"html", Format::kHtml},
    {"htm", Format::kHtml},
    {"xhtml", Format::kHtml},
    {"jsonl", Format::kJsonl},
    {"ndjson", Format::kJsonl},
});

// Sorted. Text with marks of its own that we have no reader for, such as .rst,
// is not here: it is read as plain text.
// clang-format off
constexpr auto kLeftOut = std::to_array<std::string_view>({
    "7z", "a", "aac", "apk", "asm", "avi", "avif", "awk", "bash", "bat", "bib",
    "bin", "bmp", "bz2", "c", "c++", "cab", "cc", "cfg", "class", "cmake",
    "conf", "cpp", "cr2", "cs", "css", "cxx", "d", "dart", "dat", "db", "deb",
    "diff", "djvu", "dll", "dmg", "doc", "docx", "dtd", "dylib", "ejs", "el",
    "elc", "eot", "eps", "epub", "erl", "ex", "exe", "exs", "f90", "fig",
    "fish", "flac", "flv", "fs", "gif", "glsl", "go", "gpg", "gradle",
    "graphql", "gv", "gz", "h", "h++", "heic", "hh", "hpp", "hs", "hxx", "ico",
    "idl", "img", "iml", "inc", "ini", "ipynb", "iso", "jar", "java", "jpeg",
    "jpg", "js", "json", "json5", "jsonc", "jsx", "kdbx", "kt", "kts", "less",
    "lisp", "lock", "lua", "lz", "lz4", "lzma", "m4", "m4a", "map", "mjs", "mk",
    "mkv", "ml", "mli", "mo", "mov", "mp3", "mp4", "mpeg", "mpg", "msi",
    "mustache", "nib", "nim", "nix", "o", "obj", "odp", "ods", "odt", "ogg",
    "ogv", "opus", "otf", "parquet", "patch", "pch", "pdf", "pem", "perl",
    "php", "pickle", "pl", "plist", "pm", "png", "po", "pot", "ppt", "pptx",
    "pro", "properties", "proto", "ps", "ps1", "psd", "pxd", "py", "pyc", "pyd",
    "pyi", "pyo", "pyx", "qml", "r", "rar", "rb", "rkt", "rlib", "rpm", "rs",
    "rtf", "s", "sass", "scala", "scm", "scss", "sh", "sig", "so", "sql",
    "sqlite", "sqlite3", "squashfs", "svelte", "svg", "swf", "swift", "sys",
    "tar", "tbz", "tcl", "tgz", "tif", "tiff", "toml", "ts", "tsv", "tsx",
    "ttc", "ttf", "txz", "vala", "vb", "vbs", "vim", "vue", "war", "wasm",
    "wav", "webm", "webp", "whl", "wma", "wmv", "woff", "woff2", "xcf", "xls",
    "xlsx", "xml", "xpi", "xsd", "xsl", "xslt", "xz", "y", "yaml", "yml", "z",
    "zig", "zip", "zst",
});

// Sorted; whole names, lower-case, of files that have no ending.
constexpr auto kLeftOutNames = std::to_array<std::string_view>({
    "brewfile", "dockerfile", "gemfile", "gnumakefile", "jenkinsfile",
    "justfile", "makefile", "rakefile", "vagrantfile",
});
// clang-format on
static_assert(std::ranges::is_sorted(kLeftOut));
static_assert(std::ranges::is_sorted(kLeftOutNames));

// How many of the first bytes decide.
constexpr size_t kSniffedBytes = 8192;
constexpr size_t kHtmlBytes = 1024;

bool is_control(unsigned char c) {
  return (c < 0x20 && !is_space(static_cast<char>(c)) && c != 0x08 &&
          c != 0x1B) ||
         c == 0x7F;
}

bool has_wide_bom(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

// No NUL byte; at most one control character in 50 (backspaces and escapes, as
// in man pages and logs of terminals, do not count); at most one invalid
// sequence in 4 characters, so that Latin-1 prose, mostly ASCII, still passes.
bool is_text(std::string_view bytes) {
  if (has_wide_bom(bytes)) return true;
  size_t control = 0;
  size_t invalid = 0;
  size_t count = 0;
  for (size_t at = 0; at < bytes.size(); ++count) {
    const auto c = static_cast<unsigned char>(bytes[at]);
    if (c == 0) return false;
    control += is_control(c);
    const CodePoint point = decode_utf8(bytes, at);
    at += point.length;
    // The bytes may end within a character.
    invalid += !point.valid && at + 4 < bytes.size();
  }
  return control * 50 <= count && invalid * 4 <= count;
}

// The bytes begin with markup, and with that of HTML.
bool is_html(std::string_view bytes) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
  const std::string_view start = trim(bytes);
  if (!start.starts_with('<')) return false;
  const std::string lower = ascii_lower(start.substr(0, kHtmlBytes));
  return lower.find("<!doctype html") != std::string::npos ||
         lower.find("<html") != std::string::npos;
}

// The last part of a path, lower-case.
std::string file_name(std::string_view path) {
  const size_t slash = path.find_last_of('/');
  return ascii_lower(slash == std::string_view::npos ? path
                                                     : path.substr(slash + 1));
}

// What follows the last full stop; empty for "README" and ".profile".
std::string_view ending_of(std::string_view name) {
  const size_t stop = name.find_last_of('.');
  if (stop == std::string_view::npos || stop == 0) return {};
  return name.substr(stop + 1);
}

}  // namespace

std::optional<Format> parse_format(std::string_view name) {
  for (const Format format :
       {Format::kText, Format::kMarkdown, Format::kHtml, Format::kJsonl}) {
    if (name == format_name(format)) return format;
  }
  return std::nullopt;
}

std::string_view format_name(Format format) {
  switch (format) {
    case Format::kText:
      return "text";
    case Format::kMarkdown:
      return "markdown";
    case Format::kHtml:
      return "html";
    case Format::kJsonl:
      break;
  }
  return "jsonl";
}

std::optional<Format> guess_format(std::string_view path,
                                   std::string_view first_bytes) {
  const std::string name = file_name(path);
  const std::string_view ending = ending_of(name);
  for (const Ending& known : kEndings) {
    if (ending == known.name) return known.format;
  }
  if (std::ranges::binary_search(kLeftOut, ending) ||
      std::ranges::binary_search(kLeftOutNames, std::string_view(name)))
    return std::nullopt;
  const std::string_view bytes = first_bytes.substr(0, kSniffedBytes);
  if (!is_text(bytes)) return std::nullopt;
  if (is_html(bytes)) return Format::kHtml;
  // Scripts, and XML that is no XHTML.
  if (bytes.starts_with("#!") || bytes.starts_with("<?xml"))
    return std::nullopt;
  return Format::kText;
}

}  // namespace ibid
