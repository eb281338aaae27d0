// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sender.hpp"

#include <algorithm>
#include <array>

namespace model {
namespace {

constexpr std::array<std::string_view, kDeliveries> kDeliveryNames{
    "tls_auth",           "tls_unauth",      "clear_same_session",
    "clear_reconnect",    "clear_after_age", "next_mx",
    "defer_until_expiry", "bounce",          "unknown"};
constexpr std::array<std::string_view, 4> kVerificationNames{"nothing", "name_and_chain",
                                                             "domain_and_chain", "dane"};
constexpr std::array<std::string_view, 4> kKeyUsageRuleNames{"ignored", "elliptic_keys", "always",
                                                             "where_verified"};
constexpr std::array<std::string_view, 5> kConfidenceNames{"measured", "read", "documented",
                                                           "reported", "assumed"};

}  // namespace

std::string_view to_string(Delivery delivery) {
  return kDeliveryNames[static_cast<std::size_t>(delivery)];
}
std::string_view to_string(Verification verification) {
  return kVerificationNames[static_cast<std::size_t>(verification)];
}
std::string_view to_string(KeyUsageRule rule) {
  return kKeyUsageRuleNames[static_cast<std::size_t>(rule)];
}
std::string_view to_string(Confidence confidence) {
  return kConfidenceNames[static_cast<std::size_t>(confidence)];
}

std::optional<Delivery> delivery_of(std::string_view name) {
  const auto found = std::find(kDeliveryNames.begin(), kDeliveryNames.end(), name);
  if (found == kDeliveryNames.end()) return std::nullopt;
  return static_cast<Delivery>(found - kDeliveryNames.begin());
}

bool is_delivered_in_tls(Delivery delivery) {
  return delivery == Delivery::tls_auth || delivery == Delivery::tls_unauth;
}

bool is_delivered_in_clear(Delivery delivery) {
  return delivery == Delivery::clear_same_session || delivery == Delivery::clear_reconnect ||
         delivery == Delivery::clear_after_age;
}

Confidence Sender::confidence() const {
  const auto worst = std::max_element(
      sources.begin(), sources.end(),
      [](const Source& one, const Source& other) { return one.confidence < other.confidence; });
  return worst == sources.end() ? Confidence::assumed : worst->confidence;
}

const Sender* find_sender(const std::vector<Sender>& senders, std::string_view id) {
  const auto found = std::find_if(senders.begin(), senders.end(),
                                  [id](const Sender& sender) { return sender.id == id; });
  return found == senders.end() ? nullptr : &*found;
}

}  // namespace model
