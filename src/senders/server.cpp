// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/server.hpp"

#include <algorithm>
#include <utility>

namespace senders {

Server::Server(const std::vector<Fact>& facts, std::optional<model::MergedOutcome> outcome)
    : facts_(kFacts), outcome_(std::move(outcome)) {
  for (std::size_t i = 0; i < kFacts; ++i) facts_[i].name = kFactNames[i];
  for (const Fact& fact : facts) {
    const std::size_t place = place_of(fact.name);
    if (place != kFacts) facts_[place] = fact;
  }
  Server tls13 = *this;
  for (const FactName version :
       {FactName("tls1_2"), FactName("tls1_1"), FactName("tls1_0"), FactName("ssl3")})
    tls13.pretend(version, Answer::no);
  Server expired = *this;
  // Without a certificate there is nothing to expire.
  if (is("certificate_in_dates") != Answer::unknown) {
    expired.pretend("certificate_in_dates", Answer::no);
    expired.pretend("certificate_trusted", Answer::no);
  }
  without_tls1_2_ = std::make_shared<const Server>(std::move(tls13));
  with_expired_certificate_ = std::make_shared<const Server>(std::move(expired));
}

bool Server::lists(FactName name, std::string_view word) const {
  const std::vector<std::string>& list = fact(name).list;
  return std::find(list.begin(), list.end(), word) != list.end();
}

void Server::pretend(FactName name, Answer value) {
  Fact& fact = facts_[name.place()];
  fact = {};
  fact.name = name;
  fact.value = value;
  fact.doubt = model::Doubt::none;
}

std::span<const std::string_view> facts_asked_for() { return kFactNames; }

FactName version_fact(std::uint16_t version) {
  switch (version) {
    case wire::kTls13:
      return "tls1_3";
    case wire::kTls12:
      return "tls1_2";
    case wire::kTls11:
      return "tls1_1";
    case wire::kTls10:
      return "tls1_0";
    default:
      return "ssl3";
  }
}

}  // namespace senders
