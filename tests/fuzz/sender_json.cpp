// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sender_json.hpp"

#include "fuzz/octets.hpp"
#include "model/sender_catalogue_json.hpp"

namespace {

// One that is there to be extended.
constexpr const char* kBase = R"({
  "id": "base", "name": "Base", "software": "B", "hello": {}, "accepts": {},
  "without_policy": {"verifies": "nothing", "not_offered": "bounce", "refused_4xx": "next_mx",
    "refused_5xx": "next_mx", "starttls_broken": "next_mx", "handshake_failure": "next_mx"},
  "dane": false, "mta_sts": false, "enforcing": false, "queue": {},
  "sources": [{"says": "x", "where": "y", "confidence": "read"}]
})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto senders = model::read_senders(
      {{"base.json", kBase}, {"mine/sender.json", std::string(octets(data, size))}});
  if (!senders) {
    require(senders.error().message.rfind("mine/sender.json:", 0) == 0);
    return 0;
  }
  const model::Sender& sender = senders->back();
  require(senders->size() == 2 && sender.id == "sender");
  require(!sender.name.empty() && !sender.software.empty());
  require(!sender.sources.empty() && sender.sources.size() <= 64);
  require(sender.hello.kind == model::Step::Kind::hello && !sender.hello.tls.versions.empty());
  require(sender.queue.lifetime_hours >= 0 && sender.queue.lifetime_hours <= 8760);
  require(!model::senders_document({sender}).empty());
  return 0;
}
