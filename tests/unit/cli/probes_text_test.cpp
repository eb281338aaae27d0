// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/probes_text.hpp"

#include <doctest/doctest.h>

#include "model/builtin_probes.hpp"
#include "model/probe_json.hpp"
#include "support/printed.hpp"

namespace {

model::Probe probe_of(const std::string& id, model::Tier tier, model::Step::Kind kind) {
  model::Probe probe{id, "To test " + id + ".", "RFC 1 section 2", tier, false, {}};
  probe.steps.emplace_back();
  probe.steps.back().kind = kind;
  return probe;
}

TEST_CASE("probes stand under their tier, with cost, purpose and source") {
  using Kind = model::Step::Kind;
  auto deviating = probe_of("b", model::Tier::survey, Kind::hello);
  deviating.deviates = true;
  deviating.source.clear();
  const std::string text =
      cli::probes_text({probe_of("a", model::Tier::audit, Kind::handshake), deviating});
  const std::size_t survey = text.find("\nsurvey: any visit may play it\n");
  REQUIRE(survey != std::string::npos);
  CHECK(text.substr(survey) ==
        "\nsurvey: any visit may play it\n"
        "\n"
        "  b                         dirty, deviates\n"
        "      To test b.\n"
        "\n"
        "audit: only a visit of the tier audit may play it\n"
        "\n"
        "  a                         clean\n"
        "      To test a.\n"
        "      RFC 1 section 2\n");
}

TEST_CASE("every built-in probe is in the list once, and no line is wider than 80 columns") {
  std::vector<model::Probe> probes;
  for (const model::ProbeFile& file : model::builtin_probe_files())
    probes.push_back(*model::read_probe(file.json, std::string(file.name)));
  const std::string text = cli::probes_text(probes);
  for (const model::Probe& probe : probes) {
    CAPTURE(probe.id);
    CHECK(printed::count(text, "\n  " + probe.id + " ") == 1);
  }
  CHECK(printed::widest_line(text) <= 80);
}

}  // namespace
