// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sections of a sender's file. For sender_json.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/json_source.hpp"
#include "model/sender.hpp"

namespace model {

// The text at `key`, of 1 to 1000 characters.
std::string read_text(ObjectReader& object, const std::string& key);

// The object at `key`, read by `read`, unless there is none.
template <typename Read>
void read_part(ObjectReader& object, const std::string& key, Read read) {
  ObjectReader part = object.object(key);
  if (!object.has(key)) return;
  read(part);
  if (const auto problem = part.problem()) object.adopt(*problem);
}

// "hello": its ClientHello.
Step read_senders_hello(ObjectReader& object);
// "accepts": what the server's answer must be.
Acceptance read_acceptance(ObjectReader& object);
// "without_policy".
Treatment read_treatment(ObjectReader& object);
// "dane", "mta_sts", "enforcing": a treatment or false, which says that there is no such thing.
std::optional<Treatment> read_optional_treatment(ObjectReader& object, const JsonSource& document,
                                                 const std::string& key);
// "queue".
Queue read_queue(ObjectReader& object);
// "sources": 1 to 64.
std::vector<Source> read_sources(ObjectReader& object, const JsonSource& document);

}  // namespace model
