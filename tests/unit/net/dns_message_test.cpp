// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_message.hpp"

#include <string>

#include <doctest/doctest.h>

#include "support/fake_dns.hpp"

namespace {

using net::DnsStatus;
using net::RecordType;
using support::FakeReply;
using namespace std::string_literals;

// A question, the query for it, and the parse of a reply to it.
struct Asked {
  Asked(std::string_view name, RecordType type)
      : question(*net::make_question(name, type)),
        query(support::read_query(net::make_query(question, 0x1234, true))) {}

  net::DnsQuestion question;
  support::FakeQuery query;

  [[nodiscard]] net::DnsResponse parse(const FakeReply& reply) const {
    REQUIRE(net::answers_query(reply.bytes(), question, 0x1234));
    return net::parse_response(reply.bytes(), question);
  }
};

TEST_CASE("dns message: a query has RD, AD and, when wanted, EDNS") {
  const auto question = *net::make_question("MX.Example.", RecordType::tlsa);
  CHECK(net::make_query(question, 0xabcd, false) ==
        "\xab\xcd\x01\x20\0\1\0\0\0\0\0\0\2mx\7example\0\0\x34\0\1"s);
  CHECK(net::make_query(question, 0xabcd, true) ==
        "\xab\xcd\x01\x20\0\1\0\0\0\0\0\1\2mx\7example\0\0\x34\0\1"
        "\0\0\x29\x04\xd0\0\0\0\0\0\0"s);
}

TEST_CASE("dns message: MX records as received, names in their one form, the least TTL") {
  const Asked asked("example.org", RecordType::mx);
  const auto answer = asked
                          .parse(FakeReply(asked.query)
                                     .mx("EXAMPLE.org", 20, "MX2.Example.ORG", 600)
                                     .mx("example.org", 10, "mx1.example.org", 60)
                                     .mx("example.org", 0, "", 300))
                          .answer;
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.ttl == 60);
  REQUIRE(answer.mx.size() == 3);
  CHECK(answer.mx[0].preference == 20);
  CHECK(answer.mx[0].exchange == "mx2.example.org");
  CHECK(answer.mx[2].exchange == ".");
  CHECK_FALSE(answer.authenticated);
}

TEST_CASE("dns message: addresses of both families") {
  const Asked a("mx.example", RecordType::a);
  const auto four =
      a.parse(FakeReply(a.query).authenticated().record("mx.example", 1, "\xc0\0\2\1"s));
  REQUIRE(four.answer.addresses.size() == 1);
  CHECK(four.answer.addresses[0].to_string() == "192.0.2.1");
  CHECK(four.answer.authenticated);

  const Asked aaaa("mx.example", RecordType::aaaa);
  const auto address = "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"s;
  const auto six = aaaa.parse(FakeReply(aaaa.query)
                                  .record("mx.example", 28, address)
                                  .record("mx.example", 28, address + "x")  // 17 octets
                                  .record("mx.example", 28, "short"));
  REQUIRE(six.answer.addresses.size() == 1);
  CHECK(six.answer.addresses[0].to_string() == "2001:db8::1");
}

TEST_CASE("dns message: TLSA records, also one without data, which must not hide the others") {
  const Asked asked("_25._tcp.mx.example", RecordType::tlsa);
  const auto answer = asked
                          .parse(FakeReply(asked.query)
                                     .record("_25._tcp.mx.example", 52, "\3\1\1"s)
                                     .record("_25._tcp.mx.example", 52, "\3\1"s)
                                     .record("_25._tcp.mx.example", 52, "\3\1\1\0\xff"s))
                          .answer;
  REQUIRE(answer.tlsa.size() == 2);
  CHECK(answer.tlsa[0].data.empty());
  CHECK(answer.tlsa[1].usage == 3);
  CHECK(answer.tlsa[1].selector == 1);
  CHECK(answer.tlsa[1].matching_type == 1);
  CHECK(answer.tlsa[1].data == "\0\xff"s);
}

TEST_CASE("dns message: the strings of a TXT record are one, records stay apart") {
  const Asked asked("_mta-sts.example", RecordType::txt);
  const auto answer = asked
                          .parse(FakeReply(asked.query)
                                     .record("_mta-sts.example", 16, "\10v=STSv1;\6 id=1;"s)
                                     .record("_mta-sts.example", 16, "\4\0\xff\"\\"s))
                          .answer;
  REQUIRE(answer.txt.size() == 2);
  CHECK(answer.txt[0] == "v=STSv1; id=1;");
  CHECK(answer.txt[1] == "\0\xff\"\\"s);
}

TEST_CASE("dns message: a TXT record of many strings is cut off at 4,096 octets, and stays one") {
  const Asked asked("_mta-sts.example", RecordType::txt);
  const std::string string = '\xff' + std::string(255, 't');
  std::string many;
  for (int i = 0; i < 20; ++i) many += string;
  const auto answer = asked
                          .parse(FakeReply(asked.query)
                                     .record("_mta-sts.example", 16, many)
                                     .record("_mta-sts.example", 16, string + string))
                          .answer;
  REQUIRE(answer.txt.size() == 2);
  CHECK(answer.txt[0] == std::string(net::kMaxText, 't'));
  CHECK(answer.txt[1] == std::string(510, 't'));
}

TEST_CASE("dns message: CAA records, their values as octets, those without a tag left out") {
  const Asked asked("mx.example", RecordType::caa);
  const auto answer = asked
                          .parse(FakeReply(asked.query)
                                     .authenticated()
                                     .record("mx.example", 257,
                                             "\0\5issue"
                                             "ca.example; a=b"s)
                                     .record("mx.example", 257, "\x80\11issuewild;\xff\0"s)
                                     .record("mx.example", 257, "\0\0;"s)        // no tag
                                     .record("mx.example", 257, "\0\12issue;"s)  // cut off
                                     .record("mx.example", 257, ""s)
                                     .record("mx.example", 257, "\0\5iodef"s))
                          .answer;
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.authenticated);
  REQUIRE(answer.caa.size() == 3);
  CHECK(answer.caa[0].flags == 0);
  CHECK(answer.caa[0].tag == "issue");
  CHECK(answer.caa[0].value == "ca.example; a=b");
  CHECK(answer.caa[1].flags == 0x80);
  CHECK(answer.caa[1].tag == "issuewild");
  CHECK(answer.caa[1].value == ";\xff\0"s);
  CHECK(answer.caa[2].tag == "iodef");
  CHECK(answer.caa[2].value.empty());
  const auto none = asked.parse(FakeReply(asked.query).record("mx.example", 257, "\0\0"s)).answer;
  CHECK(none.status == DnsStatus::no_answer);
}

TEST_CASE("dns message: a CAA value is cut off at 4,096 octets, all of them at 64 KiB") {
  const Asked asked("mx.example", RecordType::caa);
  FakeReply reply(asked.query);
  for (int i = 0; i < 3; ++i)
    reply.record("mx.example", 257, "\0\5issue"s + std::string(20'000, 'v'));
  const auto answer = asked.parse(reply).answer;
  REQUIRE(answer.caa.size() == 3);
  for (const net::CaaRecord& caa : answer.caa) CHECK(caa.value == std::string(net::kMaxText, 'v'));
  CHECK(asked.question.wire.ends_with("\1\1\0\1"s));
}

TEST_CASE("dns message: at most 64 TXT, 64 TLSA and 64 CAA records are taken") {
  const Asked caa("example", RecordType::caa);
  FakeReply authorities(caa.query);
  for (unsigned i = 0; i < 100; ++i) authorities.record("example", 257, "\0\5issue;"s);
  CHECK(caa.parse(authorities).answer.caa.size() == 64);
  const Asked txt("example", RecordType::txt);
  const Asked tlsa("_25._tcp.example", RecordType::tlsa);
  FakeReply texts(txt.query);
  FakeReply records(tlsa.query);
  for (unsigned i = 0; i < 100; ++i) {
    texts.record("example", 16, "\1t");
    records.record("_25._tcp.example", 52, "\3\1\1x");
  }
  CHECK(txt.parse(texts).answer.txt.size() == 64);
  CHECK(tlsa.parse(records).answer.tlsa.size() == 64);
}

TEST_CASE("dns message: aliases are followed whatever their order, strangers are left out") {
  const Asked asked("Www.example", RecordType::a);
  const auto answer = asked
                          .parse(FakeReply(asked.query)
                                     .record("c.example", 1, "\1\1\1\1"s, 50)
                                     .record("stranger.example", 1, "\2\2\2\2"s, 1)
                                     .cname("b.example", "C.example", 40)
                                     .cname("www.example", "b.example", 60)
                                     .cname("stranger.example", "www.example", 2)
                                     .record("www.example", 46, "a signature", 3))
                          .answer;
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.aliases == std::vector<std::string>{"b.example", "c.example"});
  REQUIRE(answer.addresses.size() == 1);
  CHECK(answer.addresses[0].to_string() == "1.1.1.1");
  CHECK(answer.ttl == 40);
}

TEST_CASE("dns message: the alias itself can be asked for") {
  const Asked asked("www.example", RecordType::cname);
  const auto answer = asked.parse(FakeReply(asked.query).cname("www.example", "x.example")).answer;
  CHECK(answer.status == DnsStatus::noerror);
  CHECK(answer.aliases == std::vector<std::string>{"x.example"});
}

TEST_CASE("dns message: aliases in a circle, and too many of them") {
  const Asked asked("n0.example", RecordType::a);
  FakeReply reply(asked.query);
  SUBCASE("to itself") { reply.cname("n0.example", "n0.example"); }
  SUBCASE("a circle of two") {
    reply.cname("n0.example", "n1.example").cname("n1.example", "N0.example");
  }
  SUBCASE("a circle further down") {
    reply.cname("n0.example", "n1.example")
        .cname("n1.example", "n2.example")
        .cname("n2.example", "n1.example");
  }
  SUBCASE("17 steps") {
    for (int i = 0; i < 17; ++i) {
      reply.cname("n" + std::to_string(i) + ".example", "n" + std::to_string(i + 1) + ".example");
    }
  }
  const auto answer = asked.parse(reply).answer;
  CHECK(answer.status == DnsStatus::cname_loop);
  CHECK(answer.aliases.size() <= 16);
}

TEST_CASE("dns message: NXDOMAIN, NODATA and aliases to either are told apart") {
  const Asked asked("www.example", RecordType::a);
  CHECK(asked.parse(FakeReply(asked.query, 3)).answer.status == DnsStatus::nxdomain);
  CHECK(asked.parse(FakeReply(asked.query)).answer.status == DnsStatus::no_answer);
  CHECK(asked.parse(FakeReply(asked.query).mx("www.example", 1, "a")).answer.status ==
        DnsStatus::no_answer);
  const auto gone = asked.parse(FakeReply(asked.query, 3).cname("www.example", "gone.example"));
  CHECK(gone.answer.status == DnsStatus::nxdomain);
  CHECK(gone.answer.aliases == std::vector<std::string>{"gone.example"});
  const auto bare = asked.parse(FakeReply(asked.query).cname("www.example", "bare.example"));
  CHECK(bare.answer.status == DnsStatus::no_answer);
  CHECK(bare.answer.aliases.size() == 1);
}

TEST_CASE("dns message: how long a no may be kept (RFC 2308 section 5)") {
  const Asked asked("www.example", RecordType::mx);
  const auto kept = [&](const FakeReply& reply) { return asked.parse(reply).answer.negative_ttl; };
  const FakeReply gone(asked.query, 3);
  const FakeReply bare(asked.query);
  CHECK(kept(FakeReply(gone).soa("example", 3600, 300)) == 300);
  CHECK(kept(FakeReply(bare).soa("example", 120, 300)) == 120);
  CHECK(kept(FakeReply(bare).soa("www.example", 120, 300)) == 120);
  CHECK(kept(FakeReply(bare).soa("", 86'400, 86'400)) == 86'400);
  CHECK(kept(gone) == 0);
  CHECK(kept(FakeReply(gone).soa("example", 0, 300)) == 0);
  CHECK(kept(FakeReply(gone).soa("example", 300, 0x80000000)) == 0);  // RFC 2181 section 8
  // A stranger's, and one that only ends alike.
  CHECK(kept(FakeReply(gone).soa("other", 300, 300)) == 0);
  CHECK(kept(FakeReply(gone).soa("ample", 300, 300)) == 0);
  // Records and failures are kept for other reasons.
  CHECK(kept(FakeReply(bare).mx("www.example", 1, "a", 60).soa("example", 300, 300)) == 0);
  CHECK(kept(FakeReply(asked.query, 2).soa("example", 300, 300)) == 0);
}

TEST_CASE("dns message: a no at the end of aliases is kept no longer than they are") {
  const Asked asked("www.example", RecordType::mx);
  const auto answer =
      asked
          .parse(
              FakeReply(asked.query, 3).cname("www.example", "gone.test", 60).soa("test", 300, 300))
          .answer;
  CHECK(answer.status == DnsStatus::nxdomain);
  CHECK(answer.negative_ttl == 60);
}

TEST_CASE("dns message: a SOA record that is too short says nothing") {
  const Asked asked("www.example", RecordType::mx);
  std::string message = FakeReply(asked.query, 3).soa("example", 300, 300).bytes();
  const std::size_t length = message.rfind("\2ns\4test"s) - 2;
  message.resize(length);
  message += "\0\4\0\0\0\1"s;
  CHECK(net::parse_response(message, asked.question).answer.negative_ttl == 0);
}

TEST_CASE("dns message: what a server says instead of an answer") {
  const Asked asked("example", RecordType::a);
  CHECK(asked.parse(FakeReply(asked.query, 1)).answer.status == DnsStatus::formerr);
  CHECK(asked.parse(FakeReply(asked.query, 2)).answer.status == DnsStatus::servfail);
  CHECK(asked.parse(FakeReply(asked.query, 4)).answer.status == DnsStatus::notimp);
  CHECK(asked.parse(FakeReply(asked.query, 5)).answer.status == DnsStatus::refused);
  CHECK(asked.parse(FakeReply(asked.query, 9)).answer.status == DnsStatus::bad_answer);
  CHECK(asked.parse(FakeReply(asked.query, 1).without_question()).answer.status ==
        DnsStatus::formerr);
}

TEST_CASE("dns message: an extended error is named, its text is made harmless") {
  const Asked asked("bogus.example", RecordType::mx);
  const auto one = asked.parse(FakeReply(asked.query, 2).extended_error(9, "no key for example"));
  CHECK(one.has_edns);
  CHECK(one.answer.status == DnsStatus::servfail);
  CHECK(one.answer.extended_error == "9 DNSKEY Missing: no key for example");
  const auto odd = asked.parse(FakeReply(asked.query, 2).extended_error(4711, "\xff\n\0"s));
  CHECK(odd.answer.extended_error == "4711 Unassigned: \\xff\n");
  const auto bare = asked.parse(FakeReply(asked.query, 2).extended_error(22, ""));
  CHECK(bare.answer.extended_error == "22 No Reachable Authority");
  const auto none = asked.parse(FakeReply(asked.query, 2));
  CHECK_FALSE(none.has_edns);
  CHECK(none.answer.extended_error.empty());
}

TEST_CASE("dns message: the truncated flag is seen, also where the rest cannot be read") {
  const Asked asked("example", RecordType::mx);
  CHECK(asked.parse(FakeReply(asked.query).truncated()).truncated);
  auto cut = FakeReply(asked.query).truncated().mx("example", 1, "mx.example").bytes();
  cut.resize(cut.size() - 3);
  const auto response = net::parse_response(cut, asked.question);
  CHECK(response.truncated);
  CHECK(response.answer.status == DnsStatus::bad_answer);
}

TEST_CASE("dns message: what does not answer the query") {
  const Asked asked("example", RecordType::mx);
  const auto good = FakeReply(asked.query).mx("example", 1, "mx.example").bytes();
  const auto answers = [&](const std::string& message) {
    return net::answers_query(message, asked.question, 0x1234);
  };
  REQUIRE(answers(good));
  for (std::size_t size = 0; size < 12; ++size) CHECK_FALSE(answers(good.substr(0, size)));
  const auto with = [&](std::size_t at, char octet) {
    auto changed = good;
    changed[at] = octet;
    return changed;
  };
  CHECK_FALSE(answers(with(0, '\x13')));  // another id
  CHECK_FALSE(answers(with(2, '\x01')));  // a query
  CHECK_FALSE(answers(with(2, '\xa9')));  // another opcode
  CHECK_FALSE(answers(with(5, '\2')));    // two questions
  CHECK_FALSE(answers(with(5, '\0')));    // none, and no error
  CHECK_FALSE(answers(with(13, 'x')));    // another name
  CHECK(answers(with(13, 'E')));          // the same, in another case
  CHECK_FALSE(answers(with(22, '\1')));   // another type
  CHECK_FALSE(answers(good.substr(0, 20)));
}

TEST_CASE("dns message: every cut and every flipped octet is survived") {
  const Asked asked("www.example", RecordType::mx);
  const auto good = FakeReply(asked.query)
                        .cname("www.example", "a.example")
                        .mx("a.example", 1, "mx.example")
                        .extended_error(9, "text")
                        .bytes();
  for (std::size_t at = 0; at < good.size(); ++at) {
    static_cast<void>(net::parse_response(good.substr(0, at), asked.question));
    for (const char octet : {'\0', '\1', '\x3f', '\x40', '\xc0', '\xff'}) {
      auto changed = good;
      changed[at] = octet;
      static_cast<void>(net::parse_response(changed, asked.question));
    }
  }
}

TEST_CASE(
    "dns message: at most 256 records are taken; a header that promises thousands is refused") {
  const Asked asked("example", RecordType::mx);
  FakeReply reply(asked.query);
  for (unsigned i = 0; i < 300; ++i) reply.mx("example", i, "mx.example");
  CHECK(asked.parse(reply).answer.mx.size() == 256);
  auto promising = FakeReply(asked.query).bytes();
  promising[6] = promising[7] = '\xff';
  CHECK(net::parse_response(promising, asked.question).answer.status == DnsStatus::bad_answer);
}

}  // namespace
