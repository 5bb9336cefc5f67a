// SPDX-License-Identifier: GPL-3.0-or-later
// Where a tag begins libxml2 does not say. Between two events stands nothing
// but the tag that causes the second one (and end tags that match nothing), so
// its '<' is the first one after the place of the event before.
#include "indexer/formats/html_parser.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string>

#include "index/text.h"
#include "indexer/formats/format.h"
#include "indexer/formats/html_tame.h"

namespace ibid {
namespace {

std::string_view view(const xmlChar* text) {
  return reinterpret_cast<const char*>(text);
}

bool is_raw_text(std::string_view name) {
  return name == "script" || name == "style";
}

bool is_void(const xmlChar* name) {
  const htmlElemDesc* element = htmlTagLookup(name);
  return element != nullptr && element->empty != 0;
}

struct FreeParser {
  void operator()(htmlParserCtxt* parser) const { htmlFreeParserCtxt(parser); }
};

class Session {
 public:
  Session(std::string_view html, HtmlEvents& events)
      : html_(html),
        events_(events),
        parser_(htmlCreateMemoryParserCtxt(html.data(),
                                           static_cast<int>(html.size()))) {
    if (!parser_) throw std::bad_alloc();
    htmlCtxtUseOptions(parser_.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                          HTML_PARSE_NOWARNING |
                                          HTML_PARSE_NONET |
                                          HTML_PARSE_IGNORE_ENC);
    // Else the first byte that is not ASCII would switch it to Latin-1.
    parser_->charset = XML_CHAR_ENCODING_UTF8;
    set_handlers();
  }

  void run() {
    htmlParseDocument(parser_.get());
    at_ = html_.size();
    while (depth_ > 0) close(at_, at_);
  }

 private:
  static Session& self(void* data) { return *static_cast<Session*>(data); }

  void set_handlers() {
    htmlSAXHandler& sax = *parser_->sax;
    sax = htmlSAXHandler{};
    sax.startElement = [](void* data, const xmlChar* name,
                          const xmlChar** attributes) {
      self(data).start(name, attributes);
    };
    sax.endElement = [](void* data, const xmlChar* name) {
      self(data).end(view(name));
    };
    sax.characters = [](void* data, const xmlChar* text, int length) {
      self(data).text({reinterpret_cast<const char*>(text),
                       static_cast<size_t>(std::max(length, 0))});
    };
    sax.ignorableWhitespace = sax.characters;
    sax.cdataBlock = [](void* data, const xmlChar*, int) {
      self(data).at_ = self(data).position();
    };
    sax.comment = [](void* data, const xmlChar*) {
      self(data).at_ = self(data).position();
    };
    sax.processingInstruction = [](void* data, const xmlChar*, const xmlChar*) {
      self(data).at_ = self(data).position();
    };
    parser_->userData = this;
  }

  // How far the parser has read.
  size_t position() const {
    const xmlParserInput& input = *parser_->input;
    const size_t at =
        input.consumed + static_cast<size_t>(input.cur - input.base);
    return std::min(at, html_.size());
  }

  // Where the tag that is being read begins.
  size_t tag_start() const {
    const size_t now = position();
    const size_t from = std::min(at_, now);
    const size_t found = html_.substr(from, now - from).find('<');
    return found == std::string_view::npos ? now : from + found;
  }

  size_t open_elements() const {
    return static_cast<size_t>(std::max(parser_->nameNr, 0));
  }

  void close(size_t tag_start, size_t tag_end) {
    --depth_;
    events_.end(tag_start, tag_end);
  }

  // The parser drops an element without an event where its tag is broken.
  void catch_up(size_t open, size_t at) {
    while (depth_ > open) close(at, at);
  }

  // Whether this name stands at `at`; else the element is only implied there.
  bool is_written(std::string_view name, size_t at) const {
    return at < html_.size() &&
           equal_ignoring_ascii_case(html_.substr(at, name.size()), name);
  }

  // Where the text after the last event begins.
  size_t after_last() const {
    return at_ < html_.size() && html_[at_] == '>' ? at_ + 1 : at_;
  }

  HtmlTag make_tag(std::string_view name, const xmlChar** attributes) {
    const size_t begin = tag_start();
    HtmlTag tag{name, begin, begin,
                reinterpret_cast<const char* const*>(attributes)};
    if (is_written(name, begin + 1)) {
      at_ = position();
      const size_t mark = html_.find('>', at_);
      tag.end = mark == std::string_view::npos ? html_.size() : mark + 1;
    } else {
      tag.start = tag.end = std::min(begin, after_last());
    }
    return tag;
  }

  void start(const xmlChar* name, const xmlChar** attributes) {
    catch_up(open_elements() - 1, tag_start());
    const HtmlTag tag = make_tag(view(name), attributes);
    events_.start(tag);
    ++depth_;
    if (depth_ <= kMaxNesting || is_void(name) || is_raw_text(tag.name)) return;
    // The parser looks through all open elements at each end tag: too deep a
    // stack would make it quadratic.
    close(tag.end, tag.end);
    namePop(parser_.get());
  }

  void end(std::string_view name) {
    const size_t now = position();
    const size_t begin = tag_start();
    catch_up(open_elements(), begin);
    if (depth_ == 0) return;
    const bool own = begin < now && html_.substr(begin, 2) == "</" &&
                     is_written(name, begin + 2);
    if (own) at_ = now;
    close(begin, own ? now : begin);
  }

  void text(std::string_view text) {
    const size_t now = position();
    catch_up(open_elements(), now);
    size_t begin = std::min(after_last(), now);
    if (text.size() <= now &&
        html_.substr(now - text.size(), text.size()) == text) {
      begin = now - text.size();
    }
    at_ = now;
    events_.text(text, begin, now);
  }

  const std::string_view html_;
  HtmlEvents& events_;
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser_;
  size_t at_ = 0;     // where the last event stood
  size_t depth_ = 0;  // elements whose end has not been told yet
};

}  // namespace

std::optional<std::string_view> HtmlTag::attribute(std::string_view key) const {
  if (attributes == nullptr) return std::nullopt;
  for (const char* const* pair = attributes; *pair != nullptr; pair += 2) {
    if (key != pair[0]) continue;
    return pair[1] == nullptr ? std::string_view() : trim(pair[1]);
  }
  return std::nullopt;
}

void parse_html(std::string_view html, HtmlEvents& events) {
  static const bool ready = [] {
    xmlInitParser();
    return true;
  }();
  if (!ready || html.empty()) return;
  const std::optional<std::string> tamed = tame_html(html);
  Session(tamed ? std::string_view(*tamed) : html, events).run();
}

}  // namespace ibid
