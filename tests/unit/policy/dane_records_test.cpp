// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "mail.hpp"
#include "policy/dane.hpp"

namespace {

using policy::RecordUse;
using policy_test::Mail;
using policy_test::Shown;
using policy_test::tlsa;

// What the records are worth at a server that showed this.
std::vector<policy::RecordAtServer> at(std::vector<model::TlsaRecord> records, Shown shown,
                                       std::string_view but = {}) {
  Mail mail;
  mail.host().tlsa(std::move(records)).server(but, std::move(shown));
  return policy::dane_of(mail.view()).hosts.front().servers.front().records;
}

policy::RecordAtServer one(const model::TlsaRecord& record, Shown shown,
                           std::string_view but = {}) {
  const auto records = at({record}, std::move(shown), but);
  REQUIRE(records.size() == 1);
  CHECK(records.front().record.data == record.data);
  CHECK(!records.front().why.empty());
  return records.front();
}

const Shown kChain{{"aij"}};

TEST_CASE("a TLSA record at a server: what it is of") {
  for (const unsigned type : {0U, 1U, 2U}) {
    CAPTURE(type);
    CHECK(one(tlsa(3, 1, type, 'a'), kChain).use == RecordUse::matches);
    CHECK(one(tlsa(3, 1, type, 'a'), kChain).why == "the server's key");
    CHECK(one(tlsa(3, 0, type, 'a'), kChain).why == "the server's certificate");
    CHECK(one(tlsa(2, 0, type, 'i'), kChain).use == RecordUse::matches);
    CHECK(one(tlsa(2, 0, type, 'i'), kChain).why == "issuer 1 of the chain");
    CHECK(one(tlsa(2, 1, type, 'j'), kChain).why == "issuer 2 of the chain");
  }
  const Shown two{{"a", "b"}, 1};
  CHECK(one(tlsa(3, 1, 1, 'a'), two, "kx_ecdhe_ecdsa").why == "the server's RSA key");
  CHECK(one(tlsa(3, 1, 1, 'b'), two, "kx_ecdhe_ecdsa").why == "the server's ECDSA key");
  CHECK(one(tlsa(3, 1, 1, 'b'), two).why == "the server's other key");
  CHECK(one(tlsa(3, 1, 1, 'a'), two, "certificate_key_sound=256:Ed25519").why ==
        "the server's Ed25519 key");
}

TEST_CASE("a TLSA record at a server: of nothing that counts") {
  CHECK(one(tlsa(3, 1, 1, 'n'), kChain).use == RecordUse::matches_nothing);
  CHECK(one(tlsa(3, 1, 1, 'n'), kChain).why == "no certificate that was shown");
  CHECK(one(tlsa(3, 0, 1, 'i'), kChain).use == RecordUse::matches_nothing);
  CHECK(one(tlsa(3, 0, 1, 'i'), kChain).why ==
        "issuer 1 of the chain, which usage 3 does not mean");
  CHECK(one(tlsa(2, 0, 1, 'n'), kChain).use == RecordUse::matches_nothing);
}

TEST_CASE("a TLSA record at a server: what nobody can use") {
  CHECK(one(tlsa(1, 1, 1, 'a'), kChain).use == RecordUse::unusable);
  CHECK(one(tlsa(1, 1, 1, 'a'), kChain).why == "usage 1 is not for mail servers");
  CHECK(one(tlsa(0, 1, 1, 'a'), kChain).why == "usage 0 is not for mail servers");
  CHECK(one({3, 1, 1, "short"}, kChain).why == "5 octets of data instead of 32");
  CHECK(one({3, 2, 1, std::string(32, 'x')}, kChain).why == "unknown selector 2");
  CHECK(one({9, 1, 1, std::string(32, 'x')}, kChain).use == RecordUse::unusable);
}

TEST_CASE("a TLSA record at a server: the stronger digest counts") {
  const auto records =
      at({tlsa(3, 1, 1, 'a'), tlsa(3, 1, 2, 'a'), tlsa(3, 0, 1, 'a'), tlsa(2, 1, 1, 'i')}, kChain);
  CHECK(records[0].use == RecordUse::outweighed);
  CHECK(records[0].why == "3 1 2 counts instead");
  CHECK(records[1].use == RecordUse::matches);
  CHECK(records[2].use == RecordUse::matches);  // another selector
  CHECK(records[3].use == RecordUse::matches);  // another usage
  // One that cannot be used outweighs nothing.
  CHECK(at({tlsa(3, 1, 1, 'a'), {3, 1, 2, "short"}}, kChain)[0].use == RecordUse::matches);
}

TEST_CASE("a TLSA record at a server: what is not known") {
  const auto not_seen = one(tlsa(3, 1, 1, 'a'), {{}});
  CHECK(not_seen.use == RecordUse::unknown);
  CHECK(not_seen.why == "the server's certificates are not known");
  CHECK(one(tlsa(3, 1, 1, 'n'), {{"A"}}).use == RecordUse::unknown);  // its key cannot be read
  CHECK(one(tlsa(3, 0, 1, 'n'), {{"A"}}).use == RecordUse::matches_nothing);
  CHECK(one(tlsa(2, 1, 1, 'a'), kChain).use == RecordUse::unknown);
  CHECK(one(tlsa(2, 1, 1, 'a'), kChain).why ==
        "the server's key, which few senders accept for usage 2");
  CHECK(one(tlsa(2, 0, 0, 'n'), kChain).why == "a trust anchor that was not shown");
  CHECK(one(tlsa(2, 0, 1, 'n'), {{"aijklm"}}).why == "the chain is longer than is listed");
}

TEST_CASE("a TLSA record at a server: the words of its uses") {
  CHECK(policy::to_string(RecordUse::matches) == "matches");
  CHECK(policy::to_string(RecordUse::matches_nothing) == "matches_nothing");
  CHECK(policy::to_string(RecordUse::outweighed) == "outweighed");
  CHECK(policy::to_string(RecordUse::unusable) == "unusable");
  CHECK(policy::to_string(RecordUse::unknown) == "unknown");
}

}  // namespace
