// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/probe.hpp"

#include <algorithm>

namespace model {

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::connect:
      return "connect";
    case Stage::banner:
      return "banner";
    case Stage::ehlo:
      return "ehlo";
    case Stage::starttls:
      return "starttls";
    case Stage::handshake:
      return "handshake";
    case Stage::post_tls:
      return "post_tls";
    case Stage::quit:
      return "quit";
  }
  return "";
}

std::string_view to_string(Tier tier) {
  switch (tier) {
    case Tier::survey:
      return "survey";
    case Tier::standard:
      return "standard";
    case Tier::audit:
      return "audit";
  }
  return "";
}

std::string_view to_string(Step::Kind kind) {
  switch (kind) {
    case Step::Kind::send:
      return "send";
    case Step::Kind::reply:
      return "reply";
    case Step::Kind::hello:
      return "hello";
    case Step::Kind::handshake:
      return "handshake";
    case Step::Kind::silence:
      return "silence";
    case Step::Kind::pause:
      return "pause";
    case Step::Kind::close:
      return "close";
  }
  return "";
}

bool TlsOffer::offers(std::uint16_t version) const {
  return std::find(versions.begin(), versions.end(), version) != versions.end();
}

std::uint16_t TlsOffer::newest_version() const {
  std::uint16_t newest = wire::kSsl30;
  for (const std::uint16_t version : versions) {
    if (version <= wire::kTls13) newest = std::max(newest, version);
  }
  return newest;
}

std::uint16_t TlsOffer::oldest_version() const {
  return *std::min_element(versions.begin(), versions.end());
}

const Step* tls_step(const Probe& probe) {
  const auto found = std::find_if(probe.steps.begin(), probe.steps.end(), [](const Step& step) {
    return step.kind == Step::Kind::hello || step.kind == Step::Kind::handshake;
  });
  return found == probe.steps.end() ? nullptr : &*found;
}

bool deviates_before_tls(const Probe& probe) {
  for (const Step& step : probe.steps) {
    if (&step == tls_step(probe)) return false;
    const bool usual = step.text == "EHLO {client_name}\r\n" || step.text == "STARTTLS\r\n";
    if (step.kind == Step::Kind::send && !usual) return true;
  }
  return false;
}

}  // namespace model
