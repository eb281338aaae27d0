// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "errand.hpp"
#include "load.hpp"

namespace bench {

// waxseal as `waxseal scan` runs it, from the visit to the lines in a file: loop, conversation,
// session, TLS, verification of the chain, JSON. Without what stands before a visit: the list and
// the DNS.
class WaxsealClient {
 public:
  // `roots`: PEM. `lines_file` is overwritten; empty: the lines are not even made.
  WaxsealClient(const std::string& roots, const std::string& lines_file, Errand errand);
  ~WaxsealClient();
  WaxsealClient(const WaxsealClient&) = delete;
  WaxsealClient& operator=(const WaxsealClient&) = delete;

  Tally play(const Load& load);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bench
