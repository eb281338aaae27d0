// SPDX-License-Identifier: GPL-3.0-or-later
//
// What waxseal's client does at an endpoint: a visit of one probe.
#pragma once

#include <functional>
#include <string_view>

#include "model/probe.hpp"
#include "model/records.hpp"

namespace bench {

struct Errand {
  model::Probe probe;
  // Else it was not the work that is meant, and counts as failed.
  std::function<bool(const model::EndpointRecord&)> went_well;
};

// The probe `starttls`: a whole handshake, a chain without fault.
Errand starttls_errand();

// What a server says to a hello.
enum class Answer { alert, tls12_flight, tls13_hello, retry };

// A probe whose TLS step is a hello, and the answer that it must get.
Errand hello_errand(std::string_view probe, Answer answer);
// The same words up to the answer to STARTTLS, and then no hello: it closes.
Errand bare_errand(std::string_view probe);

}  // namespace bench
