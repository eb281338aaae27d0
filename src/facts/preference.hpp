// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/records.hpp"

namespace facts {

// Whether a server of TLS 1.2 chooses cipher suites in an order of its own or in the client's.
class Preference {
 public:
  enum class Whose : std::uint8_t {
    unknown,
    servers,  // it chose what did not stand first of what it takes
    clients,  // of the same two it chose one when it stood first, and the other when that did
  };

  static Preference of(const model::EndpointRecord& visit);

  [[nodiscard]] Whose whose() const { return whose_; }
  [[nodiscard]] const std::string& seen() const { return seen_; }
  // That shows it, or the last that could have; nullptr: none had a choice to make.
  [[nodiscard]] const model::Conversation* conversation() const { return conversation_; }
  // What to offer to find out: suites between which it has chosen, the chosen one last. Empty: it
  // is known, or there is nothing to choose from.
  [[nodiscard]] const std::vector<std::uint16_t>& to_offer() const { return to_offer_; }

 private:
  Whose whose_ = Whose::unknown;
  std::string seen_;
  const model::Conversation* conversation_ = nullptr;
  std::vector<std::uint16_t> to_offer_;
};

}  // namespace facts
