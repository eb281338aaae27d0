// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/probe_json.hpp"

#include "fuzz/octets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto probe = model::read_probe(octets(data, size), "probe.json");
  if (!probe) {
    require(probe.error().message.rfind("probe.json:", 0) == 0);
    return 0;
  }
  require(!probe->id.empty() && !probe->steps.empty() && probe->steps.size() <= 64);
  for (const model::Step& step : probe->steps) {
    require(!step.name.empty());
    if (step.kind == model::Step::Kind::send) require(!step.text.empty());
    const bool waits =
        step.kind != model::Step::Kind::send && step.kind != model::Step::Kind::close;
    if (waits) require(step.within.count() >= 1 && step.within.count() <= 600'000);
  }
  return 0;
}
