// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/wish.hpp"

#include <utility>

namespace senders {
namespace {

Hurdle not_known(FactName fact) {
  return Hurdle::open(fact, "what the server is like there is not known");
}

}  // namespace

Hurdle wants_yes(const Server& server, FactName fact, std::string reason) {
  if (server.yes(fact)) return Hurdle::none();
  if (server.no(fact)) return Hurdle::fails(fact, std::move(reason));
  return not_known(fact);
}

Hurdle wants_no(const Server& server, FactName fact, std::string reason) {
  const Fact& known = server.fact(fact);
  if (known.value == Answer::yes) return Hurdle::fails(fact, std::move(reason));
  if (known.value == Answer::no || known.doubt == model::Doubt::not_applicable)
    return Hurdle::none();
  return not_known(fact);
}

}  // namespace senders
