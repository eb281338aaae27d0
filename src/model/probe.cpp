// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/probe.hpp"

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

}  // namespace model
