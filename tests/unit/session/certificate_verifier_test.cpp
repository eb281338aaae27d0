// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/certificate_verifier.hpp"

#include <chrono>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "base/digest.hpp"
#include "support/tls_peer.hpp"

namespace {

using session::CertificateVerifier;
using session::ChainFault;
using support::CertificateWish;
using support::Credential;
using support::make_certificate;

using Faults = std::vector<ChainFault>;

base::WallTime now() {
  return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now());
}

CertificateWish authority(const std::string& name) {
  CertificateWish wish;
  wish.name = name;
  wish.ca = true;
  return wish;
}

CertificateWish server(const std::string& name = "mx.test") {
  CertificateWish wish;
  wish.name = name;
  return wish;
}

// root -> intermediate -> leaf, and a verifier that trusts the root.
struct World {
  Credential root = make_certificate(authority("Root"));
  Credential intermediate = make_certificate(authority("Intermediate"), &root);
  Credential leaf = make_certificate(server(), &intermediate);
  std::unique_ptr<CertificateVerifier> verifier =
      std::move(CertificateVerifier::create(root.certificate_pem).value());

  Faults verify(const std::vector<Credential>& chain, base::WallTime at = now()) const {
    std::vector<std::string> ders;
    for (const Credential& credential : chain) ders.push_back(credential.certificate_der);
    return verifier->verify(ders, at);
  }
};

TEST_CASE("a complete chain is valid, in whatever order it is presented") {
  const World world;
  const Credential second = make_certificate(authority("Second"), &world.intermediate);
  const Credential leaf = make_certificate(server(), &second);
  CHECK(world.verify({leaf, second, world.intermediate}) == Faults{});
  CHECK(world.verify({leaf, world.intermediate, second}) == Faults{});
  CHECK(world.verify({leaf, world.root, second, world.intermediate}) == Faults{});
}

TEST_CASE("one host's intermediates do not complete another host's chain") {
  const World world;
  // Given a host that sends its leaf alone
  CHECK(world.verify({world.leaf}) == Faults{ChainFault::untrusted_issuer});
  // When another host has shown the intermediate
  CHECK(world.verify({make_certificate(server("other.test"), &world.intermediate),
                      world.intermediate}) == Faults{});
  // Then the first host's chain is as incomplete as before, and so is one not seen yet
  CHECK(world.verify({world.leaf}) == Faults{ChainFault::untrusted_issuer});
  CHECK(world.verify({make_certificate(server("third.test"), &world.intermediate)}) ==
        Faults{ChainFault::untrusted_issuer});
}

TEST_CASE("a forged intermediate makes no path") {
  const World world;
  // Given an intermediate that says it was issued by the root, and was signed by somebody else
  const Credential stranger = make_certificate(authority("Stranger"));
  CertificateWish wish = authority("Intermediate");
  wish.issuer_name = "Root";
  const Credential forged = make_certificate(wish, &stranger);
  // When a leaf that it did sign is presented with it
  const Faults faults = world.verify({make_certificate(server(), &forged), forged});
  // Then there is no path
  CHECK(faults == Faults{ChainFault::untrusted_issuer});
}

TEST_CASE("a forged root that is sent along is not believed") {
  const World world;
  const Credential forged_root = make_certificate(authority("Root"));
  const Credential forged = make_certificate(authority("Intermediate"), &forged_root);
  const Faults faults = world.verify({make_certificate(server(), &forged), forged, forged_root});
  CHECK_FALSE(faults.empty());
}

TEST_CASE("a leaf that the root did not sign, under the root's name") {
  const World world;
  const Credential stranger = make_certificate(authority("Stranger"));
  CertificateWish wish = server();
  wish.issuer_name = "Root";
  CHECK(world.verify({make_certificate(wish, &stranger)}) == Faults{ChainFault::bad_signature});
}

TEST_CASE("a server's certificate issues nothing") {
  const World world;
  // Given a valid server certificate used as if it were an authority's
  const Credential below = make_certificate(server("victim.test"), &world.leaf);
  CHECK(world.verify({below, world.leaf, world.intermediate}) ==
        Faults{ChainFault::untrusted_issuer});
}

TEST_CASE("an intermediate below a path length of zero") {
  const World world;
  CertificateWish narrow = authority("Narrow");
  narrow.path_length = 0;
  const Credential issuer = make_certificate(narrow, &world.root);
  const Credential below = make_certificate(authority("Below"), &issuer);
  CHECK(world.verify({make_certificate(server(), &issuer), issuer}) == Faults{});
  CHECK_FALSE(world.verify({make_certificate(server(), &below), below, issuer}).empty());
}

TEST_CASE("self-signed, trusted or not") {
  const World world;
  const Credential self = make_certificate(server());
  CHECK(world.verify({self}) == Faults{ChainFault::self_signed});
  auto trusting = CertificateVerifier::create(self.certificate_pem);
  REQUIRE(trusting.ok());
  CHECK((*trusting)->verify({self.certificate_der}, now()) == Faults{});
}

TEST_CASE("expired and unknown are both said") {
  const World world;
  CertificateWish wish = server();
  wish.not_before_days = -30;
  wish.not_after_days = -1;
  CHECK(world.verify({make_certificate(wish, &world.root)}) == Faults{ChainFault::expired});
  CHECK(world.verify({make_certificate(wish)}) ==
        Faults{ChainFault::self_signed, ChainFault::expired});
}

TEST_CASE("the same chain, asked at other times") {
  const World world;
  using std::chrono::hours;
  CHECK(world.verify({world.leaf, world.intermediate}) == Faults{});
  CHECK(world.verify({world.leaf, world.intermediate}, now() + hours(24 * 91)) ==
        Faults{ChainFault::expired});
  CHECK(world.verify({world.leaf, world.intermediate}, now() - hours(48)) ==
        Faults{ChainFault::not_yet_valid});
  // And the signatures were checked once
  CHECK(world.verifier->verified() == 1);
}

TEST_CASE("what a chain is worth for a host: the names are judged for each, kept or not") {
  World world;
  CertificateWish many = server("mx.test");
  SUBCASE("names that are kept") {}
  SUBCASE("a certificate too big for its names to be kept") {
    while (many.more_names.size() < 400) {
      many.more_names.push_back("host-" + std::to_string(many.more_names.size()) +
                                ".a-domain-with-a-rather-long-name.test");
    }
  }
  const Credential leaf = make_certificate(many, &world.intermediate);
  const std::vector<std::string> chain{leaf.certificate_der, world.intermediate.certificate_der};
  for (int turn = 0; turn < 2; ++turn) {
    const auto right = world.verifier->validate(chain, "MX.test", now());
    CHECK(right.matches_domain);
    CHECK(right.faults.empty());
    CHECK(right.fingerprints ==
          std::vector<std::string>{base::sha256(chain[0]), base::sha256(chain[1])});
    CHECK_FALSE(world.verifier->validate(chain, "mx2.test", now()).matches_domain);
  }
  CHECK(world.verifier->verified() == 1);
  CHECK(world.verifier->validate({}, "mx.test", now()).faults ==
        std::vector<std::string>{"no_certificate"});
}

TEST_CASE("an expired intermediate spoils the path, an expired stranger beside it does not") {
  const World world;
  CertificateWish old = authority("Old");
  old.not_before_days = -30;
  old.not_after_days = -1;
  const Credential expired = make_certificate(old, &world.root);
  CHECK(world.verify({make_certificate(server(), &expired), expired}) ==
        Faults{ChainFault::expired});
  CHECK(world.verify({world.leaf, world.intermediate, expired}) == Faults{});
}

TEST_CASE("an expired cross-certificate for a root that is trusted anyway") {
  // Given a leaf of a trusted root, and a second root that once vouched for the first
  const World world;
  const Credential old_root = make_certificate(authority("Old Root"));
  auto verifier =
      CertificateVerifier::create(world.root.certificate_pem + old_root.certificate_pem);
  REQUIRE(verifier.ok());
  CertificateWish cross = authority("Root");
  cross.key_pem = world.root.key_pem;
  cross.not_before_days = -30;
  cross.not_after_days = -1;
  const Credential cross_certificate = make_certificate(cross, &old_root);
  // When the leaf comes with the expired cross-certificate
  const Credential leaf = make_certificate(server(), &world.root);
  const auto faults =
      (*verifier)->verify({leaf.certificate_der, cross_certificate.certificate_der}, now());
  // Then the path through the root itself counts
  CHECK(faults == Faults{});
}

TEST_CASE("no certificate, and octets that are none") {
  const World world;
  CHECK(world.verifier->verify({}, now()) == Faults{ChainFault::no_certificate});
  CHECK(world.verifier->verify({"nonsense"}, now()) == Faults{ChainFault::malformed});
  CHECK(world.verifier->verify({""}, now()) == Faults{ChainFault::malformed});
  // And nonsense beside a good chain changes nothing
  CHECK(world.verifier->verify(
            {world.leaf.certificate_der, "x", world.intermediate.certificate_der}, now()) ==
        Faults{});
}

TEST_CASE("a chain longer than we look at") {
  const World world;
  std::vector<std::string> chain{world.leaf.certificate_der};
  const Credential stranger = make_certificate(authority("Stranger"));
  while (chain.size() < CertificateVerifier::kMaxChain) chain.push_back(stranger.certificate_der);
  chain.push_back(world.intermediate.certificate_der);
  CHECK(world.verifier->verify(chain, now()) == Faults{ChainFault::untrusted_issuer});
}

TEST_CASE("roots that cannot be read are a failure with a sentence") {
  CHECK_FALSE(CertificateVerifier::create("").ok());
  CHECK_FALSE(CertificateVerifier::create("no PEM here").ok());
}

TEST_CASE("a verifier per thread, at the same time") {
  const World world;
  std::vector<int> valid(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < valid.size(); ++t) {
    threads.emplace_back([&world, &valid, t] {
      auto verifier = CertificateVerifier::create(world.root.certificate_pem);
      for (int i = 0; i < 50; ++i) {
        const std::vector<std::string> chain{
            world.leaf.certificate_der, world.intermediate.certificate_der,
            std::string(1, static_cast<char>(i))};  // not from the cache
        valid[t] += (*verifier)->verify(chain, now()).empty() ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(valid == std::vector<int>(4, 50));
}

}  // namespace
