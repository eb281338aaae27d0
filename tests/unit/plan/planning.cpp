// SPDX-License-Identifier: GPL-3.0-or-later
#include "planning.hpp"

#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "model/builtin_probes.hpp"
#include "model/probe_json.hpp"
#include "support/test_keys.hpp"

namespace planning {

std::vector<model::Probe> catalogue() {
  std::vector<model::Probe> probes;
  for (const model::ProbeFile& file : model::builtin_probe_files())
    probes.push_back(*model::read_probe(file.json, std::string(file.name)));
  return probes;
}

plan::Planner planner(const plan::PlanOptions& options) {
  auto made = plan::Planner::create(catalogue(), options);
  REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.error().message));
  return std::move(*made);
}

support::PeerOptions healthy() {
  static const support::Credential credential =
      support::make_certificate({.key_pem = support::test_rsa_key(2048)});
  support::PeerOptions options;
  options.credential = credential;
  options.min_version = "TLSv1.2";
  options.ciphers = "DEFAULT";
  return options;
}

}  // namespace planning
