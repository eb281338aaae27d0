// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <stdexcept>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "conversation.hpp"
#include "row.hpp"
#include "support/openssl_handles.hpp"
#include "zone.hpp"

namespace {

using interop::Conversation;
using interop::Row;

std::vector<Row> rows_of(const std::string& text) {
  return interop::read_servers(text, "servers.txt");
}

std::string refusal(const std::string& servers, const std::string& domains = {}) {
  try {
    (void)interop::read_domains(domains, "domains.txt", rows_of(servers));
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

// The server's words to these, which come all at once.
std::string answer(Conversation& conversation, const std::string& words) {
  conversation.received(words, 5);
  return conversation.take_output();
}

// The other side of TLS, that trusts everybody.
class Client {
 public:
  Client() : context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_.get())) {
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl_.get());
  }
  bool shake_hands(Conversation& conversation) {
    for (int turn = 0; turn < 4 && SSL_do_handshake(ssl_.get()) != 1; ++turn)
      exchange(conversation);
    exchange(conversation);  // its last words
    return SSL_is_init_finished(ssl_.get()) == 1;
  }
  std::string ask(Conversation& conversation, const std::string& words) {
    SSL_write(ssl_.get(), words.data(), static_cast<int>(words.size()));
    exchange(conversation);
    std::array<char, 4096> buffer{};
    const int count = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    return {buffer.data(), static_cast<std::size_t>(std::max(count, 0))};
  }

 private:
  void exchange(Conversation& conversation) {
    const std::string sent = support::openssl::content(SSL_get_wbio(ssl_.get()));
    (void)BIO_reset(SSL_get_wbio(ssl_.get()));
    conversation.received(sent, 7);
    const std::string back = conversation.take_output();
    BIO_write(SSL_get_rbio(ssl_.get()), back.data(), static_cast<int>(back.size()));
  }

  support::openssl::ContextPtr context_;
  support::openssl::SslPtr ssl_;
};

constexpr const char* kMail =
    "MAIL FROM:<a@sender.test> SIZE=9\r\nRCPT "
    "TO:<b@plain.interop.test>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n";
constexpr const char* kAllTaken =
    "250 2.1.0 OK\r\n250 2.1.5 OK\r\n354 End with <CRLF>.<CRLF>\r\n250 2.0.0 Taken\r\n"
    "221 2.0.0 Bye\r\n";

TEST_CASE("the tables are read, and every server can be made") {
  const std::string folder = INTEROP_TABLES;
  const auto rows = rows_of(matrix::read_text(folder + "/servers.txt"));
  const auto domains =
      interop::read_domains(matrix::read_text(folder + "/domains.txt"), "domains.txt", rows);
  CHECK(rows.size() >= 60);
  CHECK(domains.size() >= 8);
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK_NOTHROW((void)row.server.make());
  }
}

TEST_CASE("what means nothing is refused with its line") {
  CHECK(refusal("a\n") == "");
  CHECK(refusal("a | stage=never") == "servers.txt:1: \"never\" is no stage");
  CHECK(refusal("a\na") == "servers.txt:2: \"a\" is there already");
  CHECK(refusal("a.b") == "servers.txt:1: \"a.b\" is no name: a-z, 0-9 and - only, 40 at most");
  CHECK(refusal("a | tlsa=intermediate").ends_with("no intermediate is sent"));
  CHECK(refusal("a | b | c") == "servers.txt:1: a row is \"name | settings\"");
  CHECK(refusal("a | size=3") == "servers.txt:1: \"size\" means nothing for this server");
  CHECK(refusal("a", "b | c:10") == "domains.txt:1: \"c:10\" is no ROW:PREFERENCE of servers.txt");
  CHECK(refusal("a", "b | a:65536") == "domains.txt:1: \"a:65536\" has no preference");
  CHECK(refusal("a", "a | a:10") == "domains.txt:1: \"a\" is there already");
}

TEST_CASE("names and TLSA records") {
  const auto rows = rows_of("a | tlsa=wrong\nb | dnssec=off\nc | tlsa=servfail");
  const auto domains = interop::read_domains("d | a:10 b:20", "domains.txt", rows);
  const std::string zones = interop::zones(rows, domains);
  CHECK(
      zones.starts_with("zone interop.test. signed\n"
                        "a.interop.test. MX 10 mx.a.interop.test.\n"
                        "mx.a.interop.test. A 127.77.0.1\n"
                        "_25._tcp.mx.a.interop.test. TLSA 3 1 1 " +
                        std::string(64, '0') + "\n"));
  CHECK(zones.find("d.interop.test. MX 10 mx.a.interop.test.\n"
                   "d.interop.test. MX 20 mx.b.interop.test.\n") != std::string::npos);
  CHECK(zones.find("zone b.interop.test. unsigned\nb.interop.test. MX") != std::string::npos);
  CHECK(zones.find("zone _tcp.mx.c.interop.test. signed wrong-ds\n_25._tcp.mx.c") !=
        std::string::npos);
}

TEST_CASE("a message in clear is taken, and noted") {
  const auto rows = rows_of("plain");
  Conversation conversation(rows[0], 1);
  CHECK(conversation.take_output() == "220 mx.plain.interop.test ESMTP\r\n");
  CHECK(answer(conversation, kMail).starts_with("503 "));
  CHECK(conversation.then() == Conversation::Then::close);

  Conversation again(rows[0], 1);
  (void)again.take_output();
  CHECK(answer(again, "EHLO sender.test\r\n")
            .ends_with("\r\n250-STARTTLS\r\n250-ENHANCEDSTATUSCODES\r\n"
                       "250 8BITMIME\r\n"));
  CHECK(answer(again, kMail) == kAllTaken);
  const interop::Notes& notes = again.ended("peer-closed", 9);
  CHECK(notes.end == "quit");
  CHECK(notes.duration == 8);
  CHECK(notes.ehlo == "sender.test");
  REQUIRE(notes.transactions.size() == 1);
  CHECK(notes.transactions[0].from == "a@sender.test");
  CHECK(notes.transactions[0].to == std::vector<std::string>{"b@plain.interop.test"});
  CHECK(notes.transactions[0].accepted);
  CHECK_FALSE(notes.transactions[0].inside_tls);
}

TEST_CASE("a message inside TLS, and what comes along with STARTTLS is gone") {
  const auto rows = rows_of("plain | versions=1.2");
  Conversation conversation(rows[0], 1);
  (void)conversation.take_output();
  (void)answer(conversation, "EHLO sender.test\r\n");
  CHECK(answer(conversation, "STARTTLS\r\nMAIL FROM:<x@x.test>\r\n") ==
        "220 2.0.0 Ready to start TLS\r\n");
  Client client;
  REQUIRE(client.shake_hands(conversation));
  const std::string extensions = client.ask(conversation, "EHLO sender.test\r\n");
  CHECK(extensions.starts_with("250-mx.plain.interop.test\r\n"));
  CHECK(extensions.find("STARTTLS") == std::string::npos);
  CHECK(client.ask(conversation, kMail) == kAllTaken);
  const auto line = nlohmann::json::parse(json_line(conversation.ended("", 9)));
  CHECK(line["handshake"] == "complete");
  CHECK(line["starttls"] == "accepted");
  CHECK(line["client_hello"].get<std::string>().starts_with("1603"));
  CHECK(line["transactions"].size() == 1);
  CHECK(line["transactions"][0]["inside_tls"] == true);
}

TEST_CASE("stages") {
  const auto rows = rows_of(
      "offered\na | stage=greeting-554\nb | stage=starttls-closed\nc | stage=handshake-alert-80\n"
      "d | stage=handshake-reset\ne | stage=tls-demanded\nf | stage=inside-closed");
  const std::string client_hello("\x16\x03\x01\x00\x06\x01\x00\x00\x02\x03\x03", 11);

  Conversation rejecting(rows[1], 1);
  CHECK(rejecting.take_output().starts_with("554 "));
  CHECK(answer(rejecting, "EHLO a\r\nQUIT\r\n") ==
        "503 5.5.1 Bad sequence of commands\r\n221 2.0.0 Bye\r\n");

  const auto after_starttls = [&](Conversation& conversation) {
    (void)conversation.take_output();
    (void)answer(conversation, "EHLO a\r\n");
    return answer(conversation, "STARTTLS\r\n");
  };
  Conversation closing(rows[2], 1);
  CHECK(after_starttls(closing).empty());
  CHECK(closing.then() == Conversation::Then::close);

  Conversation alerting(rows[3], 1);
  CHECK(after_starttls(alerting).starts_with("220 "));
  CHECK(answer(alerting, client_hello.substr(0, 7)).empty());
  CHECK(answer(alerting, client_hello.substr(7)) == std::string("\x15\x03\x01\x00\x02\x02\x50", 7));
  CHECK(alerting.ended("", 1).client_hello == client_hello);

  Conversation resetting(rows[4], 1);
  CHECK(after_starttls(resetting).starts_with("220 "));
  CHECK(answer(resetting, client_hello).empty());
  CHECK(resetting.then() == Conversation::Then::reset);

  Conversation demanding(rows[5], 1);
  (void)demanding.take_output();
  (void)answer(demanding, "EHLO a\r\n");
  CHECK(answer(demanding, "MAIL FROM:<>\r\n").starts_with("530 "));

  Conversation silent(rows[6], 1);
  CHECK(after_starttls(silent).starts_with("220 "));
  Client client;
  CHECK(client.shake_hands(silent));
  CHECK(silent.then() == Conversation::Then::close);
}

TEST_CASE("limits") {
  const auto rows = rows_of("plain");
  Conversation conversation(rows[0], 1);
  (void)conversation.take_output();
  CHECK(answer(conversation, std::string(5000, 'x')) == "500 5.5.2 Line too long\r\n");
  CHECK(conversation.then() == Conversation::Then::close);
}

}  // namespace
