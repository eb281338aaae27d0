// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/groups.hpp"

namespace senders {
namespace {

// The probes that ask for one group alone leave the version to the server, and libraries have one
// list of groups for all versions.
Answer by_own_probe(const Server& server, std::uint16_t group) {
  switch (group) {
    case 23:
      return server.is("group_secp256r1");
    case 24:
      return server.is("group_secp384r1");
    case 29:
      return server.is("group_x25519");
    case 0x11ec:
      return server.is("group_x25519mlkem768");
    default:
      return Answer::unknown;
  }
}

}  // namespace

Answer does_group(const Server& server, std::uint16_t group, std::uint16_t version) {
  const FactName list =
      version >= wire::kTls13 ? FactName("groups_tls1_3") : FactName("groups_tls1_2");
  if (server.lists(list, wire::group_name(group))) return Answer::yes;
  if (server.yes(list)) return Answer::no;
  return by_own_probe(server, group);
}

Answer does_any_group(const Server& server, const Numbers& groups, std::uint16_t version) {
  Answer any = Answer::no;
  for (const std::uint16_t group : groups) {
    const Answer does = does_group(server, group, version);
    if (does == Answer::yes) return does;
    if (does == Answer::unknown) any = Answer::unknown;
  }
  return any;
}

}  // namespace senders
