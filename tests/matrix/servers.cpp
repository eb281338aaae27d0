// SPDX-License-Identifier: GPL-3.0-or-later
//
// The settings of a row in the terms of the three libraries (README.md lists them).
#include "servers.hpp"

#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "support/gnutls_server.hpp"
#include "support/tls_peer.hpp"
#include "support/wolfssl_server.hpp"

namespace matrix {
namespace {

using support::PeerOptions;

// "1.0-1.2", or "1.2" for that alone, in a library's words.
std::pair<std::string, std::string> take_versions(Settings& settings, const std::string& otherwise,
                                                  const std::map<std::string, std::string>& words) {
  const std::string range = settings.take("versions", otherwise);
  const std::size_t dash = range.find('-');
  const auto oldest = words.find(range.substr(0, dash));
  const auto newest = words.find(dash == std::string::npos ? range : range.substr(dash + 1));
  if (oldest == words.end() || newest == words.end())
    settings.place().refuse("\"" + range + "\" is no range of versions");
  return {oldest->second, newest->second};
}

bool take_switch(Settings& settings, std::string_view key, bool otherwise) {
  const std::string on = otherwise ? "on" : "off";
  return settings.take_one_of(key, {on, otherwise ? "off" : "on"}) == "on";
}

// none, requested, required
std::string take_client_certificate(Settings& settings) {
  return settings.take_one_of("client-certificate", {"none", "requested", "required"});
}

std::vector<std::string> protocols(const std::string& word) {
  return word.empty() ? std::vector<std::string>() : std::vector<std::string>{word};
}

PeerOptions::NoName no_name(const std::string& word) {
  if (word == "alert") return PeerOptions::NoName::alert;
  return word == "abort" ? PeerOptions::NoName::abort : PeerOptions::NoName::serve;
}

// ---- OpenSSL ------------------------------------------------------------------------------------

void set_server_names(PeerOptions& options, Settings& settings, const std::string& host) {
  const std::vector<std::string> words{"served", "alert", "abort"};
  options.without_server_name = no_name(settings.take_one_of("no-sni", words));
  options.unknown_server_name = no_name(settings.take_one_of("unknown-sni", words));
  const bool by_name = take_switch(settings, "certificate-by-sni", false);
  if (!by_name && options.unknown_server_name == PeerOptions::NoName::serve) return;
  options.by_server_name = {{options.credential, options.chain, host}};
  if (!by_name) return;
  const support::Identity other = identity_of_another_host();
  options.credential = other.credential;
  options.chain = other.chain;
}

PeerOptions openssl_options(Settings& settings, const Certificates& certificates,
                            const std::string& host) {
  PeerOptions options;
  options.credential = certificates.identities.front().credential;
  options.chain = certificates.identities.front().chain;
  options.more_identities.assign(certificates.identities.begin() + 1,
                                 certificates.identities.end());
  std::tie(options.min_version, options.max_version) =
      take_versions(settings, "1.2-1.3",
                    {{"1.0", "TLSv1"}, {"1.1", "TLSv1.1"}, {"1.2", "TLSv1.2"}, {"1.3", "TLSv1.3"}});
  options.security_level = std::stoi(settings.take_one_of("level", {"1", "0", "2", "3"}));
  options.ciphers = settings.take("ciphers", "DEFAULT");
  options.groups = settings.take("groups", {});
  options.dhe = settings.take("dhe", "auto");
  options.extended_master_secret = take_switch(settings, "ems", true);
  options.session_tickets = take_switch(settings, "tickets", true);
  options.encrypt_then_mac = take_switch(settings, "etm", true);
  options.server_preference = settings.take_one_of("order", {"client", "server"}) == "server";
  const std::string wanted = take_client_certificate(settings);
  options.request_client_certificate = wanted == "requested";
  options.require_client_certificate = wanted == "required";
  options.alpn = protocols(settings.take("alpn", {}));
  options.alpn_mandatory = settings.take_one_of("other-alpn", {"alert", "ignored"}) == "alert";
  if (take_switch(settings, "staple", false)) options.ocsp_staple = "no OCSP response at all";
  set_server_names(options, settings, host);
  return options;
}

MakeServer openssl(Settings& settings, const Certificates& certificates, const std::string& host) {
  return [options = openssl_options(settings, certificates, host)] {
    return std::make_unique<support::TlsPeer>(options);
  };
}

// ---- GnuTLS -------------------------------------------------------------------------------------

MakeServer gnutls(Settings& settings, const Certificates& certificates) {
  support::GnutlsOptions options;
  for (const support::Identity& identity : certificates.identities)
    options.credentials.push_back(identity.credential);
  options.chain = certificates.identities.front().chain;
  options.priority = settings.take("priority", "NORMAL");
  options.session_tickets = take_switch(settings, "tickets", true);
  options.dh_bits = static_cast<unsigned>(std::stoul(settings.take("dhe", "0")));
  const std::string wanted = take_client_certificate(settings);
  options.request_client_certificate = wanted == "requested";
  options.require_client_certificate = wanted == "required";
  options.alpn = protocols(settings.take("alpn", {}));
  options.alpn_mandatory = settings.take_one_of("other-alpn", {"alert", "ignored"}) == "alert";
  return [options] { return std::make_unique<support::GnutlsServer>(options); };
}

// ---- wolfSSL ------------------------------------------------------------------------------------

MakeServer wolfssl(Settings& settings, const Certificates& certificates) {
  support::WolfsslOptions options;
  options.credential = certificates.identities.front().credential;
  options.chain = certificates.identities.front().chain;
  std::tie(options.min_version, options.max_version) = take_versions(settings, "1.2-1.3",
                                                                     {{"ssl3", "ssl3"},
                                                                      {"1.0", "tls1.0"},
                                                                      {"1.1", "tls1.1"},
                                                                      {"1.2", "tls1.2"},
                                                                      {"1.3", "tls1.3"}});
  options.ciphers = settings.take("ciphers", {});
  options.dhe = take_switch(settings, "dhe", true);
  return [options] { return std::make_unique<support::WolfsslServer>(options); };
}

}  // namespace

Server make_server(const Row& row, const std::string& host) {
  Settings settings = row.settings;
  Server server;
  server.certificates = make_certificates(settings, host);
  const Certificates& certificates = server.certificates;
  auto verifier = session::CertificateVerifier::create(certificates.trusted_root_pem);
  if (!verifier) throw std::runtime_error(verifier.error().message);
  server.verifier = std::move(*verifier);
  if (row.kind == "openssl") server.make = openssl(settings, certificates, host);
  if (row.kind == "gnutls") server.make = gnutls(settings, certificates);
  if (row.kind == "wolfssl") server.make = wolfssl(settings, certificates);
  server.enumerated = take_switch(settings, "enumerate", false);
  settings.refuse_the_rest();
  return server;
}

}  // namespace matrix
