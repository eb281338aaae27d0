// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "notes.hpp"

namespace interop {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<unsigned>& value) { return value ? Json(*value) : Json(nullptr); }

Json json(const Notes::Transaction& transaction) {
  Json to = Json::array();
  for (const std::string& address : transaction.to) to.push_back(base::escape(address));
  return {{"from", base::escape(transaction.from)},
          {"to", std::move(to)},
          {"inside_tls", transaction.inside_tls},
          {"accepted", transaction.accepted}};
}

}  // namespace

std::string json_line(const Notes& notes) {
  Json commands = Json::array();
  for (const std::string& command : notes.commands) commands.push_back(base::escape(command));
  Json transactions = Json::array();
  for (const Notes::Transaction& transaction : notes.transactions)
    transactions.push_back(json(transaction));
  const Json line{{"row", notes.row},
                  {"peer", notes.peer},
                  {"started_ms", notes.started},
                  {"duration_ms", notes.duration},
                  {"ehlo", base::escape(notes.ehlo)},
                  {"starttls", notes.starttls},
                  {"handshake", notes.handshake},
                  {"handshake_ms", notes.handshake_duration},
                  {"client_alert", number(notes.client_alert)},
                  {"server_alert", number(notes.server_alert)},
                  {"transactions", std::move(transactions)},
                  {"commands", std::move(commands)},
                  {"end", notes.end},
                  {"client_hello", base::hex(notes.client_hello)}};
  return line.dump() + "\n";
}

}  // namespace interop
