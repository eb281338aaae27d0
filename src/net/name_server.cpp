// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/name_server.hpp"

#include <charconv>
#include <memory>
#include <mutex>

#include <ares.h>
#include <fmt/format.h>

#include "base/text.hpp"

namespace net {

namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (port == 0 || port > 0xffff) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

std::optional<NameServer> with_port(std::string_view address, std::string_view port_text) {
  const auto parsed = base::IpAddress::parse(address);
  const auto port = parse_port(port_text);
  if (!parsed || !port) return std::nullopt;
  return NameServer{*parsed, *port};
}

// "127.0.0.53:53,[2001:db8::53]:53"; empty when the system names none.
std::string system_name_servers() {
  static std::once_flag once;
  std::call_once(once, [] { ares_library_init(ARES_LIB_INIT_ALL); });
  ares_options options{};
  options.flags = ARES_FLAG_NO_DFLT_SVR;  // none configured is an answer too, not 127.0.0.1
  ares_channel_t* channel = nullptr;
  if (ares_init_options(&channel, &options, ARES_OPT_FLAGS) != ARES_SUCCESS) return {};
  const std::unique_ptr<ares_channel_t, decltype(&ares_destroy)> owned(channel, ares_destroy);
  const std::unique_ptr<char, void (*)(char*)> list(ares_get_servers_csv(channel),
                                                    [](char* text) { ares_free_string(text); });
  return list == nullptr ? std::string() : std::string(list.get());
}

}  // namespace

std::optional<NameServer> NameServer::parse(std::string_view text) {
  if (!text.empty() && text.front() == '[') {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const auto inside = text.substr(1, end - 1);
    const auto after = text.substr(end + 1);
    if (inside.find(':') == std::string_view::npos) return std::nullopt;
    if (after.empty()) return with_port(inside, "53");
    return after.front() == ':' ? with_port(inside, after.substr(1)) : std::nullopt;
  }
  const auto colon = text.find(':');
  const bool one_colon = colon != std::string_view::npos && text.rfind(':') == colon;
  return one_colon ? with_port(text.substr(0, colon), text.substr(colon + 1))
                   : with_port(text, "53");
}

std::string NameServer::to_string() const {
  if (address.is_ipv4()) return fmt::format("{}:{}", address.to_string(), port);
  return fmt::format("[{}]:{}", address.to_string(), port);
}

base::Result<std::vector<NameServer>> choose_name_servers(const std::vector<std::string>& wanted) {
  std::vector<NameServer> servers;
  for (const auto& text : wanted) {
    const auto server = NameServer::parse(text);
    if (!server) {
      return base::Error{fmt::format(
          "\"{}\" is no name server: write an address such as 192.0.2.53, 192.0.2.53:5353 or "
          "[2001:db8::53]:53.",
          text)};
    }
    servers.push_back(*server);
  }
  if (!servers.empty()) return servers;
  const std::string configured = system_name_servers();
  for (const auto text : base::split(configured, ',')) {
    // Those with a zone (fe80::1%eth0) are left out.
    if (const auto server = NameServer::parse(text)) servers.push_back(*server);
  }
  if (servers.empty()) {
    return base::Error{
        "No name server is configured: /etc/resolv.conf names none that can be used. Give one."};
  }
  return servers;
}

}  // namespace net
