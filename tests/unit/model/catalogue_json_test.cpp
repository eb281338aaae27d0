// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalogue_json.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "model/builtin_probes.hpp"
#include "model/probe_json.hpp"

namespace {

using nlohmann::json;

model::Probe probe_of(model::Step::Kind last) {
  model::Probe probe{"p", "To test.", "", model::Tier::standard, true, {}};
  for (const auto kind : {model::Step::Kind::reply, last}) {
    model::Step step;
    step.kind = kind;
    probe.steps.push_back(step);
  }
  return probe;
}

TEST_CASE("a probe costs a dirty close when its script cannot end with QUIT") {
  using Kind = model::Step::Kind;
  for (const Kind kind : {Kind::handshake, Kind::send, Kind::silence, Kind::pause, Kind::reply})
    CHECK(model::cost_of(probe_of(kind)) == "clean");
  for (const Kind kind : {Kind::hello, Kind::close})
    CHECK(model::cost_of(probe_of(kind)) == "dirty");
}

TEST_CASE("the catalogue has what its files say, and the cost") {
  std::vector<model::Probe> probes;
  for (const model::ProbeFile& file : model::builtin_probe_files())
    probes.push_back(*model::read_probe(file.json, std::string(file.name)));
  const json catalogue = json::parse(model::catalogue_document(probes));
  REQUIRE(catalogue.size() == model::builtin_probe_files().size());
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const json file = json::parse(model::builtin_probe_files()[i].json);
    CAPTURE(file["id"]);
    for (const std::string key : {"id", "purpose", "source", "tier", "deviates"})
      CHECK(catalogue[i].value(key, json()) == file.value(key, json()));
    CHECK(catalogue[i]["cost"] == model::cost_of(probes[i]));
    CHECK(catalogue[i].size() == (file.contains("source") ? 6 : 5));
  }
}

TEST_CASE("a probe without a source has none in the catalogue") {
  const json catalogue =
      json::parse(model::catalogue_document({probe_of(model::Step::Kind::hello)}));
  CHECK(catalogue == json{{{"id", "p"},
                           {"purpose", "To test."},
                           {"tier", "standard"},
                           {"deviates", true},
                           {"cost", "dirty"}}});
}

}  // namespace
