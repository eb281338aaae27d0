// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/suggestions.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "mail.hpp"
#include "policy/zone_text.hpp"
#include "wire/mta_sts_policy.hpp"

namespace {

using model::Measurability;
using policy::Suggestions;
using policy::ZoneRecord;
using policy_test::Mail;
using policy_test::Shown;
using policy_test::tlsa;

constexpr std::string_view kId = "20261122000000";

Suggestions of(const Mail& mail, const std::string& id = std::string(kId)) {
  const policy::View view = mail.view();
  return policy::suggestions_of(view, policy::dane_of(view), policy::mta_sts_of(view),
                                policy::tlsrpt_of(view), id);
}

std::string value(const model::TlsaRecord& record) {
  return std::to_string(record.usage) + " " + std::to_string(record.selector) + " " +
         std::to_string(record.matching_type) + " " + base::hex(record.data);
}

// ---- TLSA ---------------------------------------------------------------------------------------

TEST_CASE("tlsa: a record for every key seen at any address of a host") {
  Mail mail;
  mail.host().server("kx_ecdhe_ecdsa", {{"ai", "bi"}, 1}).server("", {{"ai"}}).server("", {{"c"}});
  const Suggestions found = of(mail);
  CHECK(found.tlsa_why_not.empty());
  CHECK(found.tlsa_to_remove.empty());
  REQUIRE(found.tlsa.size() == 3);
  for (const ZoneRecord& record : found.tlsa) {
    CHECK(record.name == "_25._tcp.mx.example.org.");
    CHECK(record.type == "TLSA");
    CHECK_FALSE(record.published);
  }
  CHECK(found.tlsa[0].value == value(tlsa(3, 1, 1, 'a')));
  CHECK(found.tlsa[0].note == "the server's RSA key at mx.example.org/192.0.2.1:25");
  CHECK(found.tlsa[1].value == value(tlsa(3, 1, 1, 'b')));
  CHECK(found.tlsa[1].note == "the server's ECDSA key at mx.example.org/192.0.2.1:25");
  CHECK(found.tlsa[2].value == value(tlsa(3, 1, 1, 'c')));
}

TEST_CASE("tlsa: what is there and fits is left, what is of nothing is to be removed") {
  Mail mail;
  mail.host()
      .tlsa({tlsa(3, 0, 1, 'a'), tlsa(3, 1, 1, 'n'), tlsa(1, 1, 1, 'n')})
      .server("", {{"a", "b"}, 1});
  const Suggestions found = of(mail);
  REQUIRE(found.tlsa.size() == 2);
  CHECK(found.tlsa[0].value == value(tlsa(3, 0, 1, 'a')));
  CHECK(found.tlsa[0].published);
  CHECK(found.tlsa[0].note == "the server's RSA certificate");
  CHECK(found.tlsa[1].value == value(tlsa(3, 1, 1, 'b')));
  CHECK_FALSE(found.tlsa[1].published);
  REQUIRE(found.tlsa_to_remove.size() == 1);
  CHECK(found.tlsa_to_remove[0].value == value(tlsa(3, 1, 1, 'n')));
  CHECK(found.tlsa_to_remove[0].published);
  CHECK(found.tlsa_to_remove[0].note.find("two TTLs") != std::string::npos);
}

TEST_CASE("tlsa: a trust anchor that fails for its names needs a record of the key") {
  Mail mail;
  mail.host().tlsa({tlsa(2, 1, 1, 'i')});
  CHECK(of(Mail(mail).server("", {{"ai"}})).tlsa.size() == 1);
  const Suggestions found = of(mail.server("certificate_names_mx_host=0:other.test", {{"ai"}}));
  REQUIRE(found.tlsa.size() == 2);
  CHECK(found.tlsa[1].value == value(tlsa(3, 1, 1, 'a')));
}

TEST_CASE("tlsa: the name is that at the end of a signed alias, where no records stand yet") {
  Mail mail;
  mail.host().server();
  mail.exchange().aliases = {"real.example.net"};
  CHECK(of(mail).tlsa.front().name == "_25._tcp.real.example.net.");
  mail.tlsa({tlsa(3, 1, 1, 'a')});
  CHECK(of(mail).tlsa.front().name == "_25._tcp.mx.example.org.");
  CHECK(of(mail).tlsa.front().published);
  model::TlsaLookup other_port;
  other_port.status = "NXDOMAIN";
  other_port.name = "_2525._tcp.mx.example.org";
  mail.exchange().tlsa = other_port;
  CHECK(of(mail).tlsa.front().name == "_2525._tcp.real.example.net.");
}

TEST_CASE("tlsa: nothing that locks mail out, and why not") {
  const auto why_not = [](const Mail& mail) {
    const Suggestions found = of(mail);
    CHECK(found.tlsa.empty());
    CHECK(found.tlsa_to_remove.empty());
    CHECK(found.tlsa_why_not.back() == '.');
    return found.tlsa_why_not;
  };
  const auto lookup = [](const std::string& status, const std::string& skipped) {
    Mail mail;
    mail.host().server();
    model::TlsaLookup ended;
    ended.status = status;
    ended.skipped = skipped;
    mail.exchange().tlsa = ended;
    return mail;
  };
  CHECK(why_not(lookup("", "insecure_address")) ==
        "mx.example.org: its zone is not signed with DNSSEC, and without that no sender looks at "
        "TLSA records.");
  CHECK(why_not(lookup("SERVFAIL", "")) ==
        "mx.example.org: the TLSA lookup fails (SERVFAIL), which comes first.");
  CHECK(why_not(lookup("TIMEOUT", "")) ==
        "mx.example.org: whether its zone is signed with DNSSEC is not known.");
  Mail insecure = lookup("NXDOMAIN", "");
  insecure.exchange().authenticated = false;
  CHECK(why_not(insecure) == why_not(lookup("", "")));
  CHECK(why_not(Mail().host()) == "mx.example.org: no server of it was looked at.");
  const auto server = [&](std::string_view but, Shown shown = {}) {
    Mail mail;
    mail.host().server().server(but, shown);
    const std::string begins = "No TLSA record for mx.example.org/192.0.2.2:25: ";
    const std::string sentence = why_not(mail);
    CHECK(sentence.starts_with(begins));
    return sentence.substr(begins.size());
  };
  CHECK(server("starttls_offered=no") == "STARTTLS is not offered.");
  CHECK(server("starttls_works=unknown") ==
        "whether a handshake comes through is not known "
        "(quit.completed).");
  CHECK(server("one_identity=no") ==
        "different servers answer there, and may have certificates that were not seen.");
  CHECK(server("certificate_digests=unknown") ==
        "its certificate was not seen, or could not be read.");
  CHECK(server("", {{"A"}}) == "its certificate was not seen, or could not be read.");
  CHECK(server("", {{"a", "b", "c"}, 4}) == "it shows more certificates than are listed.");
  CHECK(why_not(Mail().host().away("banner.blocked", Measurability::blocked)).find("not known") !=
        std::string::npos);
  CHECK(why_not(Mail()) == "There is no mail server.");
}

TEST_CASE("tlsa: a host that has no record to suggest does not stand against another") {
  Mail mail;
  mail.host("mx1.example.org").server().host("mx2.example.org").unseen();
  const Suggestions found = of(mail);
  CHECK(found.tlsa.size() == 1);
  CHECK(found.tlsa_why_not ==
        "No TLSA record for mx2.example.org/192.0.2.2:25: nobody has looked at the server.");
}

TEST_CASE("tlsa: nothing behind a resolver that is not trusted") {
  Mail mail;
  mail.host().server();
  policy::View view = mail.view();
  view.resolver_trusted = false;
  const Suggestions found =
      policy::suggestions_of(view, policy::dane_of(view), policy::mta_sts_of(view),
                             policy::tlsrpt_of(view), std::string(kId));
  CHECK(found.tlsa.empty());
  CHECK(found.tlsa_why_not ==
        "Whether the zones are signed is not known: the resolver's word on DNSSEC is not trusted.");
  CHECK(found.mta_sts_mode == "testing");
}

// ---- MTA-STS ------------------------------------------------------------------------------------

TEST_CASE("mta-sts: a policy that names every host, once and in order") {
  Mail mail;
  mail.host("mx.example.org")
      .server()
      .host("b.example.net", 20)
      .server()
      .host("mx.example.org", 30);
  mail.server();
  const Suggestions found = of(mail);
  CHECK(found.mta_sts_mode == "testing");
  CHECK(found.mta_sts_why_not_enforce.starts_with("A first policy is for testing"));
  CHECK(found.mta_sts_url == "https://mta-sts.example.org/.well-known/mta-sts.txt");
  CHECK(found.mta_sts_policy ==
        "version: STSv1\r\nmode: testing\r\nmx: mx.example.org\r\nmx: b.example.net\r\n"
        "max_age: 604800\r\n");
  CHECK(wire::read_mta_sts_policy(found.mta_sts_policy).flaws.empty());
  CHECK(found.mta_sts_record.name == "_mta-sts.example.org.");
  CHECK(found.mta_sts_record.type == "TXT");
  CHECK(found.mta_sts_record.value == "\"v=STSv1; id=20261122000000;\"");
  CHECK_FALSE(found.mta_sts_record.published);
  CHECK(found.mta_sts_record.note.find("raise its max_age") != std::string::npos);
  // A name that would break the text out of its line.
  mail.host("a\nmx: evil.test").server();
  CHECK(of(mail).mta_sts_policy.find("evil") == std::string::npos);
}

TEST_CASE("mta-sts: testing where a server does not fit, or it is not known") {
  Mail mail;
  mail.host().server().unseen();
  Suggestions found = of(mail);
  CHECK(found.mta_sts_mode == "testing");
  CHECK(found.mta_sts_policy.find("mode: testing\r\n") != std::string::npos);
  CHECK(found.mta_sts_why_not_enforce ==
        "mx.example.org/192.0.2.2:25: nobody has looked at the server.");
  found = of(mail.server("certificate_in_dates=no"));
  CHECK(found.mta_sts_mode == "testing");
  CHECK(found.mta_sts_why_not_enforce ==
        "mx.example.org/192.0.2.3:25: the certificate is expired.");
  CHECK(of(Mail().host()).mta_sts_why_not_enforce == "Nobody has looked at mx.example.org.");
}

TEST_CASE("mta-sts: what is enforced and holds stays as it is") {
  const std::string text = "version: STSv1\nmode: enforce\nmx: *.example.org\nmax_age: 86400\n";
  Mail mail;
  mail.host().server().policy(text, "v=STSv1; id=old;");
  Suggestions found = of(mail);
  CHECK(found.mta_sts_record.published);
  CHECK(found.mta_sts_record.value == "\"v=STSv1; id=old;\"");
  CHECK(found.mta_sts_policy == text);
  CHECK(found.mta_sts_mode == "enforce");
  // What loses mail is taken back, with another id, so that senders fetch it.
  found = of(mail.server("tls1_2=no tls1_3=no"));
  CHECK_FALSE(found.mta_sts_record.published);
  CHECK(found.mta_sts_record.value == "\"v=STSv1; id=20261122000000;\"");
  CHECK(found.mta_sts_mode == "testing");
  CHECK(found.mta_sts_policy.find("mode: testing\r\n") != std::string::npos);
  CHECK(found.mta_sts_why_not_enforce ==
        "mx.example.org/192.0.2.2:25: neither TLS 1.2 nor TLS 1.3.");
}

TEST_CASE("mta-sts: behind testing comes enforce, once nothing is against it") {
  const std::string text = "version: STSv1\nmode: testing\nmx: *.example.org\nmax_age: 86400\n";
  Mail mail;
  mail.host().server().policy(text, "v=STSv1; id=old;");
  Suggestions found = of(mail);
  CHECK(found.mta_sts_mode == "enforce");
  CHECK_FALSE(found.mta_sts_record.published);
  CHECK(found.mta_sts_record.note.find("two weeks") != std::string::npos);
  found = of(mail.server("tls1_2=no tls1_3=no"));
  CHECK(found.mta_sts_record.published);
  CHECK(found.mta_sts_mode == "testing");
  CHECK(found.mta_sts_policy == text);
}

TEST_CASE("tlsa: nothing while a certificate with another kind of key may be there") {
  const auto tlsa_of = [](const std::string& but) { return of(Mail().host().server(but)); };
  CHECK(tlsa_of("").tlsa.size() == 1);
  const Suggestions found = tlsa_of("kx_ecdhe_ecdsa=unknown");
  CHECK(found.tlsa.empty());
  CHECK(found.tlsa_why_not.find("another kind of key") != std::string::npos);
  CHECK(tlsa_of("kx_ecdhe_ecdsa").tlsa.empty());
}

TEST_CASE("tlsa: beside SHA-512 records no SHA-256, which nobody would look at") {
  Mail mail;
  mail.host().tlsa({policy_test::tlsa(3, 1, 2, 'z')}).server();
  const Suggestions found = of(mail);
  REQUIRE(found.tlsa.size() == 1);
  CHECK(found.tlsa[0].value.starts_with("3 1 2 "));
}

TEST_CASE("mta-sts: what is there and leaves a host out is made anew, with another id") {
  Mail mail;
  mail.host("mx1.example.org").server().host("mx2.example.org").server();
  mail.policy("version: STSv1\nmode: enforce\nmx: mx1.example.org\nmax_age: 1\n",
              "v=STSv1; id=old1;");
  const Suggestions found = of(mail);
  CHECK_FALSE(found.mta_sts_record.published);
  CHECK(found.mta_sts_mode == "enforce");  // once each host is named
  CHECK(found.mta_sts_policy.find("mx: mx2.example.org\r\n") != std::string::npos);
  CHECK(of(mail, "old1").mta_sts_record.value == "\"v=STSv1; id=old2;\"");
  CHECK(of(mail, "old2").mta_sts_record.value == "\"v=STSv1; id=old2;\"");
}

TEST_CASE("mta-sts: without a mail server nothing is suggested") {
  const Suggestions found = of(Mail());
  CHECK(found.mta_sts_policy.empty());
  CHECK(found.mta_sts_record.name.empty());
  CHECK(found.tlsrpt_record.name.empty());
  CHECK(found.mta_sts_why_not_enforce == "There is no mail server.");
}

// ---- TLSRPT -------------------------------------------------------------------------------------

TEST_CASE("tlsrpt: a record, unless a valid one is there") {
  Mail mail;
  mail.host().server();
  ZoneRecord record = of(mail).tlsrpt_record;
  CHECK(record.name == "_smtp._tls.example.org.");
  CHECK(record.type == "TXT");
  CHECK(record.value == "\"v=TLSRPTv1; rua=mailto:tlsrpt@example.org\"");
  CHECK_FALSE(record.published);
  CHECK(record.note == "the mailbox must exist; senders report there what fails");
  model::PolicyLookup lookup;
  lookup.status = "NOERROR";
  lookup.records = {"v=TLSRPTv1; rua=mailto:a@b.test"};
  mail.domain.tlsrpt = lookup;
  record = of(mail).tlsrpt_record;
  CHECK(record.published);
  CHECK(record.value == "\"v=TLSRPTv1; rua=mailto:a@b.test\"");
  CHECK(record.note.empty());
  lookup.records = {"v=TLSRPTv1;"};
  mail.domain.tlsrpt = lookup;
  CHECK(of(mail).tlsrpt_record.note.ends_with("; in place of what is there"));
  lookup.status = "TIMEOUT";
  mail.domain.tlsrpt = lookup;
  CHECK(of(mail).tlsrpt_record.note.ends_with("; whether one is there is not known"));
}

TEST_CASE("text as a zone file has it") {
  CHECK(policy::txt_value("") == "\"\"");
  CHECK(policy::txt_value("v=STSv1; id=1;") == "\"v=STSv1; id=1;\"");
  CHECK(policy::txt_value("a\"b\\c\n\xff") == "\"a\\\"b\\\\c\\010\\255\"");
  CHECK(policy::txt_value(std::string(255, 'a')) == "\"" + std::string(255, 'a') + "\"");
  CHECK(policy::txt_value(std::string(256, 'a')) == "\"" + std::string(255, 'a') + "\" \"a\"");
}

}  // namespace
