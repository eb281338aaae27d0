// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/crew.hpp"

#include <utility>

#include "cli/set_up.hpp"

namespace cli {

std::unique_ptr<Crew> Crew::create(net::Loop& first, const CommonOptions& options,
                                   std::size_t loops, std::size_t dns_in_flight, ExitCode& code) {
  auto crew = std::make_unique<Crew>();
  for (std::size_t i = 0; i < loops; ++i) {
    Member member;
    if (i != 0) member.own = std::make_unique<net::Loop>();
    member.loop = i == 0 ? &first : member.own.get();
    member.verifier = make_verifier(options, code);
    if (member.verifier == nullptr) return nullptr;
    member.resolver =
        make_resolver(*member.loop, options, code, static_cast<unsigned>(dns_in_flight),
                      static_cast<unsigned>(loops));
    if (member.resolver == nullptr) return nullptr;
    crew->members_.push_back(std::move(member));
  }
  return crew;
}

std::vector<scan::LoopParts> Crew::parts() const {
  std::vector<scan::LoopParts> parts;
  for (const Member& member : members_)
    parts.push_back({*member.loop, *member.resolver, *member.verifier});
  return parts;
}

model::DnsCounts Crew::dns_counts() const {
  net::ResolverCounts sum;
  for (const Member& member : members_) sum += member.resolver->counts();
  model::DnsCounts counts{sum.lookups, sum.hits + sum.joined, sum.queries, sum.retries, {}};
  for (std::size_t i = 0; i < sum.by_status.size(); ++i) {
    const std::string_view word = net::to_string(static_cast<net::DnsStatus>(i));
    if (sum.by_status[i] != 0) counts.statuses[std::string(word)] = sum.by_status[i];
  }
  return counts;
}

void Crew::start() {
  for (std::size_t i = 1; i < members_.size(); ++i)
    threads_.push_back(std::make_unique<net::LoopThread>(*members_[i].loop));
}

}  // namespace cli
