// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_fields.hpp"

namespace model {
namespace {

JsonObject what_if_json(const std::array<Delivery, kWhatIfs>& deliveries) {
  JsonObject json;
  for (std::size_t i = 0; i < kWhatIfs; ++i)
    json.add(to_string(static_cast<WhatIf>(i)), to_string(deliveries[i]));
  return json;
}

JsonObject sender_json(const SenderVerdict& verdict) {
  JsonObject json;
  json.add("sender", verdict.sender).add("delivery", to_string(verdict.delivery));
  if (!verdict.reason.empty()) json.add("reason", outside(verdict.reason));
  if (!verdict.property.empty()) json.add("property", verdict.property);
  if (verdict.clear_after_minutes) json.add("clear_after_minutes", *verdict.clear_after_minutes);
  if (verdict.bounce_after_hours) json.add("bounce_after_hours", *verdict.bounce_after_hours);
  if (!verdict.tlsrpt_result.empty()) json.add("tlsrpt_result", verdict.tlsrpt_result);
  if (!verdict.tlsrpt_reason.empty()) json.add("tlsrpt_reason", verdict.tlsrpt_reason);
  if (!verdict.endpoint_id.empty()) json.add("endpoint_id", verdict.endpoint_id);
  return std::move(json.add("what_if", what_if_json(verdict.what_if)));
}

}  // namespace

JsonList senders_json(const std::vector<SenderVerdict>& verdicts) {
  JsonList list;
  for (const SenderVerdict& verdict : verdicts) list.push_back(sender_json(verdict));
  return list;
}

}  // namespace model
