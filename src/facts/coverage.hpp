// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "facts/numbers.hpp"
#include "model/records.hpp"

namespace facts {

// Which cipher suites, or groups, of one version are known to be taken and which to be refused:
// what is left to ask. Any conversation counts, whatever it was played for.
//
// A refusal is a fatal alert in place of an answer to an enumerating hello (probes
// "enumerate-..."), and only where everything else in the hello is known to be acceptable: other
// probes are refused for reasons of their own.
class Coverage {
 public:
  // Suites of `version`. Up to TLS 1.2 a group is taken for known where the hello offers one that
  // some conversation has used, or no elliptic curves at all.
  static Coverage of_cipher_suites(const model::EndpointRecord& visit, std::uint16_t version);
  // Groups of TLS 1.3, or the curves of TLS 1.2 and older.
  static Coverage of_groups(const model::EndpointRecord& visit, std::uint16_t version);

  // In the order first seen.
  [[nodiscard]] const Numbers& accepted() const { return accepted_; }
  [[nodiscard]] bool accepts(std::uint16_t value) const;
  // Those of `universe` that are neither accepted nor refused, in its order.
  [[nodiscard]] Numbers left_of(const Numbers& universe) const;
  // There are none.
  [[nodiscard]] bool knows_all_of(const Numbers& universe) const;
  // Something was asked by elimination.
  [[nodiscard]] bool enumerated() const { return enumerated_; }

 private:
  [[nodiscard]] bool is_left(std::uint16_t value) const {
    return !contains(accepted_, value) && !contains(refused_, value);
  }

  Numbers accepted_;
  Numbers refused_;
  bool enumerated_ = false;
};

}  // namespace facts
