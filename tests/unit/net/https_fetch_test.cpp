// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/https_fetch.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "net/timer.hpp"
#include "support/certificate_maker.hpp"
#include "support/https_server.hpp"
#include "support/tcp_peer.hpp"

namespace {

using net::FetchEnd;
using net::FetchStage;
using net::HttpsAnswer;
using net::HttpsFetch;
using net::HttpsRequest;
using support::http_answer;
using support::HttpsScript;
using support::HttpsServer;
using Then = HttpsScript::Then;

const base::IpAddress kLoopback = *base::IpAddress::parse("127.0.0.1");

support::PeerOptions certificate() {
  support::PeerOptions options;
  support::CertificateWish wish;
  wish.name = "mta-sts.example.test";
  options.credential = support::make_certificate(wish);
  return options;
}

// A name that no name server knows.
HttpsRequest request_to(std::uint16_t port) {
  HttpsRequest request;
  request.host = "mta-sts.example.test";
  request.path = "/.well-known/mta-sts.txt";
  request.address = kLoopback;
  request.port = port;
  request.user_agent = "waxseal/1.0";
  return request;
}

// A fetch that hangs fails after 20 seconds.
HttpsAnswer fetch(const HttpsRequest& request) {
  net::Loop loop;
  std::optional<HttpsAnswer> answer;
  net::Timer guard(loop, [&loop] { loop.stop(); });
  guard.start(std::chrono::seconds(20));
  bool constructed = false;
  const HttpsFetch running(loop, request, [&](HttpsAnswer told) {
    CHECK(constructed);
    answer = std::move(told);
    loop.stop();
  });
  constructed = true;
  loop.run();
  REQUIRE(answer);
  return *answer;
}

HttpsAnswer fetch_of(const HttpsScript& script) {
  const HttpsServer server(certificate(), script);
  return fetch(request_to(server.port()));
}

TEST_CASE("https fetch: an answer, and what was asked for it") {
  const HttpsServer server(
      certificate(), {http_answer("200 OK", "version: STSv1\r\n", "Content-Type: text/plain\r\n")});
  const HttpsAnswer answer = fetch(request_to(server.port()));
  CHECK(answer.end == FetchEnd::answered);
  CHECK(answer.stage == FetchStage::answer);
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "text/plain");
  CHECK(answer.location.empty());
  CHECK(answer.body == "version: STSv1\r\n");
  CHECK(answer.words.empty());
  // A second connection is served when the first is over.
  CHECK(fetch(request_to(server.port())).status == 200);
  const auto requests = server.requests();
  REQUIRE(!requests.empty());
  CHECK(requests[0].server_name == "mta-sts.example.test");
  CHECK(requests[0].from == "127.0.0.1");
  CHECK(requests[0].text == "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.example.test:" +
                                std::to_string(server.port()) +
                                "\r\nUser-Agent: waxseal/1.0\r\nAccept: */*\r\n\r\n");
}

TEST_CASE("https fetch: from the address that it is told, if it is of the family") {
  const HttpsServer server(certificate(), {http_answer("200 OK", "x")});
  HttpsRequest request = request_to(server.port());
  request.source = base::IpAddress::parse("127.0.0.9");
  CHECK(fetch(request).status == 200);
  request.source = base::IpAddress::parse("2001:db8::1");
  CHECK(fetch(request).status == 200);
  request.source.reset();
  CHECK(fetch(request).status == 200);
  const auto requests = server.requests();
  REQUIRE(requests.size() >= 2);
  CHECK(requests[0].from == "127.0.0.9");
  CHECK(requests[1].from == "127.0.0.1");
}

TEST_CASE("https fetch: the chain is handed out as presented, whatever it is worth") {
  support::CertificateWish root_wish;
  root_wish.name = "Root";
  root_wish.ca = true;
  const auto root = support::make_certificate(root_wish);
  support::CertificateWish wish;
  wish.name = "elsewhere.test";
  wish.not_before_days = -30;
  wish.not_after_days = -1;
  support::PeerOptions options;
  options.credential = support::make_certificate(wish, &root);
  options.chain = {root};
  for (const std::string version : {"TLSv1.2", "TLSv1.3"}) {
    CAPTURE(version);
    options.max_version = version;
    const HttpsServer server(options, {http_answer("200 OK", "x")});
    const HttpsAnswer answer = fetch(request_to(server.port()));
    CHECK(answer.end == FetchEnd::answered);
    CHECK(answer.body == "x");
    CHECK(answer.chain ==
          std::vector<std::string>{options.credential.certificate_der, root.certificate_der});
  }
}

TEST_CASE("https fetch: other statuses are answers, whose body is not waited for") {
  const HttpsAnswer missing = fetch_of(
      {http_answer("404 Not Found", std::string(100'000, 'x'), "Content-Type: text/html\r\n"),
       Then::hold});
  CHECK(missing.end == FetchEnd::answered);
  CHECK(missing.status == 404);
  CHECK(missing.content_type == "text/html");
  CHECK(missing.body.empty());
  CHECK(missing.words.empty());
  CHECK(missing.chain.size() == 1);
  const HttpsAnswer unavailable =
      fetch_of({"HTTP/1.1 503 Wait\r\nTransfer-Encoding: chunked\r\n\r\n", Then::hold});
  CHECK(unavailable.end == FetchEnd::answered);
  CHECK(unavailable.status == 503);
}

TEST_CASE("https fetch: a redirect is told, and not followed") {
  const HttpsServer server(certificate(), {http_answer("301 Moved", "moved",
                                                       "Location: https://other.test/policy\r\n")});
  const HttpsAnswer answer = fetch(request_to(server.port()));
  CHECK(answer.end == FetchEnd::answered);
  CHECK(answer.status == 301);
  CHECK(answer.location == "https://other.test/policy");
  CHECK(answer.body.empty());
  // The next one is served when the first is over: nothing came between.
  CHECK(fetch(request_to(server.port())).status == 301);
  CHECK(server.requests().size() <= 2);
  const HttpsAnswer far = fetch_of(
      {http_answer("302 Found", "", "Location: https://" + std::string(5'000, 'x') + "/\r\n")});
  CHECK(far.location.size() == HttpsFetch::kMaxHeaderValue);
}

TEST_CASE("https fetch: interim answers are none") {
  const HttpsAnswer answer =
      fetch_of({"HTTP/1.1 103 Early Hints\r\nLocation: https://a.test/\r\n\r\n" +
                http_answer("200 OK", "x")});
  CHECK(answer.status == 200);
  CHECK(answer.body == "x");
  CHECK(answer.location.empty());
}

TEST_CASE("https fetch: a body is taken up to its limit, and not an octet beyond") {
  const std::string most(65'536, 'x');
  const std::string undeclared = "HTTP/1.1 200 OK\r\n\r\n";
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n" + most;
  for (const auto& [row, script] :
       {std::pair<const char*, HttpsScript>{"declared", {http_answer("200 OK", most)}},
        {"undeclared", {undeclared + most}},
        {"chunked", {chunked + "\r\n0\r\n\r\n"}}}) {
    CAPTURE(row);
    const HttpsAnswer answer = fetch_of(script);
    CHECK(answer.end == FetchEnd::answered);
    CHECK(answer.body == most);
  }
  for (const auto& [row, script] :
       {std::pair<const char*, HttpsScript>{
            "declared, and not sent",
            {"HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n", Then::hold}},
        {"undeclared", {undeclared + most + "y", Then::hold}},
        {"chunked", {chunked + "\r\n1\r\ny", Then::hold}}}) {
    CAPTURE(row);
    const HttpsAnswer answer = fetch_of(script);
    CHECK(answer.end == FetchEnd::too_large);
    CHECK(answer.stage == FetchStage::answer);
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
    CHECK_FALSE(answer.words.empty());
  }
}

TEST_CASE("https fetch: headers without end, many or one, and interim answers without end") {
  std::string many = "HTTP/1.1 200 OK\r\n";
  std::string interim;
  while (many.size() < 2 * HttpsFetch::kMaxHeaders) many += "X-More: and more\r\n";
  while (interim.size() < 2 * HttpsFetch::kMaxHeaders) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  const std::string one = "HTTP/1.1 200 OK\r\nX-Long: " + std::string(200'000, 'x');
  for (const std::string& answer : {many, interim, one}) {
    const HttpsAnswer ended = fetch_of({answer, Then::hold});
    CHECK(ended.end == FetchEnd::too_large);
    CHECK(ended.stage == FetchStage::answer);
    CHECK(ended.status == 0);
  }
}

TEST_CASE("https fetch: a server that says nothing, before TLS and behind it") {
  {
    HttpsScript silent;
    silent.silent = true;
    const HttpsServer server(certificate(), silent);
    HttpsRequest request = request_to(server.port());
    request.connect_limit = std::chrono::milliseconds(500);
    const HttpsAnswer answer = fetch(request);
    CHECK(answer.end == FetchEnd::timeout);
    CHECK(answer.stage == FetchStage::handshake);
    CHECK(answer.chain.empty());
    CHECK(answer.duration >= request.connect_limit);
    CHECK_FALSE(answer.words.empty());
  }
  {
    const HttpsServer server(certificate(), {"HTTP/1.1 200 OK\r\n", Then::hold});
    HttpsRequest request = request_to(server.port());
    request.limit = std::chrono::milliseconds(2'000);
    const HttpsAnswer answer = fetch(request);
    CHECK(answer.end == FetchEnd::timeout);
    CHECK(answer.stage == FetchStage::answer);
    CHECK(answer.chain.size() == 1);
    CHECK(answer.status == 0);
  }
}

TEST_CASE("https fetch: closed within the answer") {
  const std::string half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
  const std::string unframed = "HTTP/1.1 200 OK\r\n\r\nperhaps all";
  for (const HttpsScript& script :
       {HttpsScript{half}, HttpsScript{half, Then::without_close_notify},
        HttpsScript{half, Then::reset}, HttpsScript{unframed, Then::without_close_notify},
        HttpsScript{"HTTP/1.1 200 OK\r\nContent-", Then::close}, HttpsScript{""}}) {
    CAPTURE(script.answer);
    const HttpsAnswer answer = fetch_of(script);
    CHECK(answer.end == FetchEnd::failed);
    CHECK(answer.stage == FetchStage::answer);
    CHECK(answer.body.empty());
    CHECK_FALSE(answer.words.empty());
    CHECK(answer.chain.size() == 1);
  }
}

TEST_CASE("https fetch: an answer that is no HTTP") {
  const HttpsAnswer answer = fetch_of({"220 mail.example.test ESMTP\r\n"});
  CHECK(answer.end == FetchEnd::failed);
  CHECK(answer.stage == FetchStage::answer);
  CHECK(answer.status == 0);
}

TEST_CASE("https fetch: nobody listens") {
  const HttpsAnswer answer = fetch(request_to(support::unused_port()));
  CHECK(answer.end == FetchEnd::failed);
  CHECK(answer.stage == FetchStage::connect);
  CHECK(answer.status == 0);
  CHECK(answer.chain.empty());
  CHECK_FALSE(answer.words.empty());
}

TEST_CASE("https fetch: no TLS, and none that is new enough") {
  HttpsScript plain;
  plain.instead_of_tls = http_answer("400 Bad Request", "this is not TLS");
  const HttpsAnswer clear = fetch_of(plain);
  CHECK(clear.end == FetchEnd::failed);
  CHECK(clear.stage == FetchStage::handshake);
  CHECK_FALSE(clear.words.empty());
  support::PeerOptions old = certificate();
  old.max_version = "TLSv1.1";
  const HttpsServer server(old, {http_answer("200 OK", "x")});
  const HttpsAnswer answer = fetch(request_to(server.port()));
  CHECK(answer.end == FetchEnd::failed);
  CHECK(answer.stage == FetchStage::handshake);
  CHECK(answer.status == 0);
}

TEST_CASE("https fetch: a host that is none goes nowhere") {
  HttpsRequest request = request_to(support::unused_port());
  for (const std::string host :
       {"", "a b", "user@example.test", "example.test/x", "example.test:1"}) {
    CAPTURE(host);
    request.host = host;
    const HttpsAnswer answer = fetch(request);
    CHECK(answer.end == FetchEnd::failed);
    CHECK(answer.stage == FetchStage::connect);
    CHECK_FALSE(answer.words.empty());
  }
}

TEST_CASE("https fetch: destroyed in mid-flight, it says nothing and lets go of the connection") {
  bool told = false;
  const auto tell = [&told](const HttpsAnswer&) { told = true; };
  SUBCASE("before it began") {
    net::Loop loop;
    HttpsFetch(loop, request_to(support::unused_port()), tell);
    loop.run();
  }
  SUBCASE("within the handshake") {
    const support::TcpListener listener;
    net::Loop loop;
    auto running = std::make_unique<HttpsFetch>(loop, request_to(listener.port()), tell);
    std::string hello;
    std::string then;
    std::thread server([&] {
      const support::TcpPeer peer = listener.accept();
      hello = peer.receive();
      loop.post([&running] { running.reset(); });
      then = peer.receive_all();
    });
    loop.run();  // until nothing is left to wait for
    server.join();
    CHECK(running == nullptr);
    CHECK_FALSE(hello.empty());
    CHECK(then.find("TIMEOUT") == std::string::npos);
  }
  CHECK_FALSE(told);
}

TEST_CASE("https fetch: destroyed by its own answer, many beside each other") {
  const HttpsServer server(certificate(), {http_answer("200 OK", "x")});
  net::Loop loop;
  constexpr std::size_t many = 5;
  std::vector<std::unique_ptr<HttpsFetch>> running(many);
  std::size_t answered = 0;
  for (std::size_t i = 0; i < many; ++i) {
    running[i] = std::make_unique<HttpsFetch>(loop, request_to(server.port()),
                                              [&, i](const HttpsAnswer& answer) {
                                                answered += answer.status == 200 ? 1 : 0;
                                                running[i].reset();
                                              });
  }
  loop.run();  // until nothing is left to wait for
  CHECK(answered == many);
  CHECK(net::curl_version().find('.') != std::string::npos);
}

}  // namespace
