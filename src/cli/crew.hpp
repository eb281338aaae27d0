// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "net/loop.hpp"
#include "net/loop_thread.hpp"
#include "net/resolver.hpp"
#include "scan/worker.hpp"
#include "session/certificate_verifier.hpp"

namespace cli {

// The loops of a scan and what belongs to each. The first is the caller's to run; the others get a
// thread each.
class Crew {
 public:
  // The first loop is there already, because lists are read on it. Returns nullptr, with a message
  // and the code, when there is no resolver or no root. `dns_in_flight`: lookups at once, of all.
  static std::unique_ptr<Crew> create(net::Loop& first, const CommonOptions& options,
                                      std::size_t loops, std::size_t dns_in_flight, ExitCode& code);

  [[nodiscard]] std::vector<scan::LoopParts> parts() const;
  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] const net::Resolver& resolver() const { return *members_.front().resolver; }
  // Of all resolvers; only while no thread runs.
  [[nodiscard]] model::DnsCounts dns_counts() const;
  [[nodiscard]] session::CertificateVerifier& verifier() const {
    return *members_.front().verifier;
  }

  // Runs the loops but the first.
  void start();
  // When they have nothing left to say: joins them, and what belongs to them may be destroyed here.
  void stop() { threads_.clear(); }

 private:
  struct Member {
    std::unique_ptr<net::Loop> own;  // none of the first
    net::Loop* loop = nullptr;
    std::unique_ptr<net::Resolver> resolver;
    std::unique_ptr<session::CertificateVerifier> verifier;
  };
  std::vector<Member> members_;
  std::vector<std::unique_ptr<net::LoopThread>> threads_;  // ends first
};

}  // namespace cli
