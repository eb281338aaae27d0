// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/implicit_tls.hpp"

#include <algorithm>

namespace model {

std::optional<Probe> implicit_form(const Probe& probe) {
  const auto is_tls = [tls = tls_step(probe)](const Step& step) { return &step == tls; };
  const auto tls = std::find_if(probe.steps.begin(), probe.steps.end(), is_tls);
  if (tls == probe.steps.end() || deviates_before_tls(probe)) return std::nullopt;
  if (tls == probe.steps.begin()) return probe;
  const bool only_talks = std::all_of(probe.steps.begin(), tls, [](const Step& step) {
    return step.kind == Step::Kind::send || step.kind == Step::Kind::reply;
  });
  const Step& greeting = probe.steps.front();
  if (!only_talks || greeting.kind != Step::Kind::reply) return std::nullopt;
  Probe form = probe;
  form.steps = {*tls};
  if (tls->kind == Step::Kind::handshake) form.steps.push_back(greeting);
  form.steps.insert(form.steps.end(), tls + 1, probe.steps.end());
  return form;
}

std::optional<Probe> form_for(const Endpoint& endpoint, const Probe& probe) {
  return endpoint.has_implicit_tls() ? implicit_form(probe) : probe;
}

}  // namespace model
