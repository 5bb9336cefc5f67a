// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/passage.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "index/error.h"

namespace ibid {
namespace {

StoredPassage sample() {
  StoredPassage passage;
  passage.article_key = "0123456789abcdef0123";
  passage.kind = PassageKind::kQuestion;
  passage.title = "What is Rust used for";
  passage.headings = {"Server Back Ends", "Web = fast"};
  passage.question = "Is Rust fast?";
  passage.markup = Markup::kMarkdown;
  passage.text = "Yes.\n\nkind=section\n**Caf\u00E9**";
  return passage;
}

void expect_damaged(std::string_view data) {
  try {
    decode_passage(data);
    ADD_FAILURE() << "accepted " << testing::PrintToString(data);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kCorrupt);
    EXPECT_NE(e.hint(), "");
  }
}

TEST(Passage, ComesBackAsItWas) {
  StoredPassage plain;
  plain.article_key = "k";
  plain.text = "Text.";
  StoredPassage bare;
  StoredPassage odd = sample();
  odd.kind = PassageKind::kQuickAnswer;
  odd.title = "=a=\xff\tb";
  odd.headings = {"", "=", ""};
  odd.text = std::string("\n\n\0\xff\n", 5);
  StoredPassage large = sample();
  large.text = std::string(1000000, 'x');
  large.headings.assign(1000, "heading");
  for (const StoredPassage& passage : {plain, bare, sample(), odd, large}) {
    EXPECT_EQ(decode_passage(encode_passage(passage)), passage);
  }
}

TEST(Passage, HasTheHashOfItsContentInItsStoredForm) {
  StoredPassage odd = sample();
  odd.title = "two\nlines";
  odd.text = "\n\n\xff\n";
  StoredPassage moved = sample();
  moved.article_key = "another";
  for (const StoredPassage& passage : {StoredPassage(), sample(), odd}) {
    EXPECT_EQ(stored_content_hash(encode_passage(passage)),
              content_hash(passage));
  }
  EXPECT_EQ(stored_content_hash(encode_passage(moved)), content_hash(sample()));
  for (const std::string_view data : {"", "\n", "ibid", "ibid=\narticle="}) {
    EXPECT_EQ(stored_content_hash(data), hash128("")) << data;
  }
}

TEST(Passage, WritesTheFieldsOnOneLineEach) {
  StoredPassage passage = sample();
  passage.title = "two\nlines\r\n";
  passage.headings = {"a\nb"};
  passage.question = "c\n\nd";
  const StoredPassage back = decode_passage(encode_passage(passage));
  EXPECT_EQ(back.title, "two lines  ");
  EXPECT_EQ(back.headings, std::vector<std::string>{"a b"});
  EXPECT_EQ(back.question, "c  d");
  EXPECT_EQ(back.text, passage.text);
}

// These bytes stand in databases. Where they must change, raise kFormatVersion.
TEST(Passage, HasTheBytesThatDatabasesHold) {
  EXPECT_EQ(encode_passage(sample()),
            "ibid=951be67b\n"
            "article=0123456789abcdef0123\n"
            "kind=question\n"
            "title=What is Rust used for\n"
            "heading=Server Back Ends\n"
            "heading=Web = fast\n"
            "question=Is Rust fast?\n"
            "markup=markdown\n"
            "\n"
            "Yes.\n\nkind=section\n**Caf\u00E9**");
  EXPECT_EQ(encode_passage({}), "ibid=2760a89c\narticle=\ntitle=\n\n");
  EXPECT_EQ(content_hash(sample()).hex(), "65d38643e4ed825d3ca66d8e7d94dad1");
}

TEST(Passage, HashesWhatItSaysAndNotWhoseItIs) {
  StoredPassage other = sample();
  other.article_key = "another";
  EXPECT_EQ(content_hash(other), content_hash(sample()));

  std::vector<StoredPassage> changed(7, sample());
  changed[0].kind = PassageKind::kSection;
  changed[1].title += "?";
  changed[2].headings.pop_back();
  changed[3].question.clear();
  changed[4].markup = Markup::kNone;
  changed[5].text += " ";
  changed[6].headings = {"Server Back Ends\nheading=Web = fast"};
  for (size_t i = 0; i < changed.size(); ++i) {
    EXPECT_NE(content_hash(changed[i]), content_hash(sample())) << i;
  }
}

TEST(Passage, NoticesEveryFlippedBit) {
  const std::string data = encode_passage(sample());
  for (size_t i = 0; i < data.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = data;
      damaged[i] = static_cast<char>(damaged[i] ^ 1 << bit);
      expect_damaged(damaged);
    }
  }
}

TEST(Passage, NoticesEveryCutAndWhatIsAdded) {
  const std::string data = encode_passage(sample());
  for (size_t size = 0; size < data.size(); ++size) {
    expect_damaged(data.substr(0, size));
    expect_damaged(data.substr(size + 1));
  }
  expect_damaged(data + "x");
  expect_damaged(data + data);
  expect_damaged(" " + data);
}

TEST(Passage, NoticesForeignData) {
  expect_damaged("");
  expect_damaged("\n");
  expect_damaged("just some text in a document");
  expect_damaged(std::string(100, '\0'));
  expect_damaged("url=/index.html\nsample=Omega's own form\n");
}

// The right checksum over what no version of ours writes.
TEST(Passage, NoticesAFormThatIsNotOurs) {
  const auto signed_data = [](const std::string& rest) {
    std::string digits = "0123456789abcdef";
    uint64_t sum = hash64(rest) >> 32;
    std::string hex;
    for (int i = 0; i < 8; ++i, sum >>= 4) {
      hex.insert(hex.begin(), digits[sum & 15]);
    }
    return "ibid=" + hex + "\n" + rest;
  };
  EXPECT_EQ(decode_passage(signed_data("title=a\n\ntext")).text, "text");
  expect_damaged(signed_data(""));
  expect_damaged(signed_data("title=a"));
  expect_damaged(signed_data("title=a\n"));
  expect_damaged(signed_data("title\n\n"));
  expect_damaged(signed_data("kind=essay\n\n"));
  expect_damaged(signed_data("markup=latex\n\n"));
  expect_damaged(signed_data("colour=red\n\n"));
}

TEST(Passage, NamesItsKinds) {
  constexpr PassageKind kKinds[] = {
      PassageKind::kQuickAnswer, PassageKind::kSection, PassageKind::kQuestion};
  constexpr std::string_view kNames[] = {"quick_answer", "section", "question"};
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    EXPECT_EQ(passage_kind_name(kKinds[i]), kNames[i]);
    EXPECT_EQ(parse_passage_kind(kNames[i]), kKinds[i]);
  }
  for (const std::string_view name : {"", "Section", "quick answer", "x"}) {
    EXPECT_EQ(parse_passage_kind(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace ibid
