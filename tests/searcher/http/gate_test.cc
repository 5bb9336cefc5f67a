// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/http/gate.h"

#include <gtest/gtest.h>

namespace ibid {
namespace {

using Headers = std::vector<HttpHeader>;

struct Case {
  std::string method;
  Headers headers;
  int status;  // 0: comes through
  std::string version = "HTTP/1.1";
};

const GateOptions kOptions = {{"search.example"}, {"https://page.example"}};

int status_of(const HttpRequest& request, const GateOptions& options) {
  try {
    check_request(request, options);
    return 0;
  } catch (const Refusal& refusal) {
    EXPECT_STRNE(refusal.what(), "");
    return refusal.status();
  }
}

void expect(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    HttpRequest request{c.method, "/search", c.version, c.headers, ""};
    std::string told = c.method;
    for (const auto& [name, value] : c.headers) {
      told += "; " + name + ": " + value;
    }
    EXPECT_EQ(status_of(request, kOptions), c.status) << told;
  }
}

TEST(Gate, KnowsTheHostsThatAreItsOwn) {
  const auto host = [](const std::string& name, int status) {
    return Case{"GET", {{"host", name}}, status};
  };
  expect({host("localhost", 0),
          host("LOCALHOST:80", 0),
          host("127.0.0.1", 0),
          host("127.0.0.1:8423", 0),
          host("10.1.2.3", 0),
          host("[::1]", 0),
          host("[::1]:8423", 0),
          host("search.example", 0),
          host("Search.Example:80", 0),
          host("evil.example", 421),
          host("localhost.evil.example", 421),
          host("127.0.0.1.evil.x", 421),
          host("localhost.", 421),
          host("", 421),
          host("[::1", 421),
          host("[::1]x", 421),
          host("localhost:x", 421),
          host("search.example:80:80", 421),
          host("evil@localhost", 421),
          host("127.1", 421),
          host("a,localhost", 421)});
  expect({{"GET", {}, 400},
          {"GET", {}, 0, "HTTP/1.0"},
          {"GET", {{"host", "evil.example"}}, 421, "HTTP/1.0"},
          {"GET", {{"host", "localhost"}, {"host", "localhost"}}, 400}});
}

TEST(Gate, LetsOnlyKnownOriginsAsk) {
  const auto origin = [](const std::string& name, int status) {
    return Case{"GET", {{"host", "localhost:81"}, {"origin", name}}, status};
  };
  expect({origin("http://localhost:81", 0), origin("https://localhost:81", 0),
          origin("https://page.example", 0), origin("http://localhost", 403),
          origin("http://localhost:82", 403), origin("null", 403),
          origin("", 403), origin("https://page.example.evil.x", 403),
          origin("http://page.example", 403)});
}

TEST(Gate, TakesAnyOriginWhereToldSo) {
  const HttpRequest request{
      "GET", "/", "HTTP/1.1", {{"host", "localhost"}, {"origin", "null"}}, ""};
  EXPECT_EQ(status_of(request, {{}, {"*"}}), 0);
}

TEST(Gate, WantsOneWayToTellWhereABodyEnds) {
  const auto post = [](Headers headers, int status,
                       const std::string& version = "HTTP/1.1") {
    headers.push_back({"host", "localhost"});
    return Case{"POST", std::move(headers), status, version};
  };
  expect(
      {post({}, 0),
       post({{"content-length", "5"}}, 0),
       post({{"transfer-encoding", "chunked"}}, 0),
       post({{"transfer-encoding", "Chunked"}}, 0),
       post({{"content-length", "5"}, {"content-length", "5"}}, 400),
       post({{"content-length", "5"}, {"transfer-encoding", "chunked"}}, 400),
       post(
           {{"transfer-encoding", "chunked"}, {"transfer-encoding", "chunked"}},
           400),
       post({{"transfer-encoding", "gzip, chunked"}}, 400),
       post({{"transfer-encoding", "identity"}}, 400),
       post({{"transfer-encoding", "chunked"}}, 400, "HTTP/1.0"),
       post({{"content-length", "5, 5"}}, 400),
       post({{"content-length", "+5"}}, 400),
       post({{"content-length", "-5"}}, 400),
       post({{"content-length", ""}}, 400),
       post({{"content-length", "0x5"}}, 400),
       post({{"content-length", "65536"}}, 0),
       post({{"content-length", "65537"}}, 413),
       post({{"content-length", "99999999999999999999999"}}, 413),
       post({{"content-encoding", "gzip"}}, 415),
       post({{"content-encoding", "identity"}}, 0),
       post({{"expect", "100-continue"}}, 0),
       post({{"expect", "200-ok"}}, 417)});
}

TEST(Gate, TakesNoBodyWhereNoneBelongs) {
  for (const std::string method :
       {"GET", "HEAD", "OPTIONS", "DELETE", "BREW"}) {
    expect({{method, {{"host", "localhost"}, {"content-length", "0"}}, 0},
            {method, {{"host", "localhost"}, {"content-length", "1"}}, 400},
            {method,
             {{"host", "localhost"}, {"transfer-encoding", "chunked"}},
             400}});
  }
}

TEST(Gate, WantsHeadersSpelledWell) {
  const auto header = [](const std::string& name, const std::string& value,
                         int status) {
    return Case{"GET", {{"host", "localhost"}, {name, value}}, status};
  };
  expect({header("x-a_b", "any \t text", 0), header("x a", "1", 400),
          header("transfer-encoding ", "chunked", 400), header("", "1", 400),
          header("x", std::string("a\0b", 3), 400), header("x", "a\rb", 400),
          header("x", "a\nb", 400), header("x(", "1", 400),
          header("x", "\xc3\xa4", 0)});
}

TEST(Gate, WantsAnAddressWithoutSpace) {
  HttpRequest request{"GET", "/a", "HTTP/1.1", {{"host", "localhost"}}, ""};
  for (const char c : {' ', '\t', '\r', '\x01', '\x7f'}) {
    request.target = std::string("/a") + c + "b";
    EXPECT_EQ(status_of(request, {}), 400) << int{c};
  }
  request.target = "/\xc3\xa4";
  EXPECT_EQ(status_of(request, {}), 0);
}

TEST(Gate, BoundsTheHead) {
  HttpRequest request{
      "GET", "/" + std::string(kMaxTargetBytes - 1, 'a'), "HTTP/1.1", {}, ""};
  request.headers.push_back({"host", "localhost"});
  EXPECT_EQ(status_of(request, {}), 0);
  request.target += 'a';
  EXPECT_EQ(status_of(request, {}), 414);
  request.target = "/";
  request.headers.push_back({"x", std::string(kMaxHeaderBytes, 'a')});
  EXPECT_EQ(status_of(request, {}), 431);
  request.headers.pop_back();
  request.headers.resize(kMaxHeaders, {"x", "1"});
  EXPECT_EQ(status_of(request, {}), 0);
  request.headers.push_back({"x", "1"});
  EXPECT_EQ(status_of(request, {}), 431);
}

}  // namespace
}  // namespace ibid
