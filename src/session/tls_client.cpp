// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/tls_client.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include <wolfssl/internal.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/settings.h>

#include "base/ip_address.hpp"
#include "wire/tls_flight.hpp"

namespace session {
namespace {

constexpr std::size_t kMaxPlaintext = 256 * 1024;  // octets decrypted and not yet taken

// The order of a present-day sender; P-521 last, because servers that follow the client's order
// would otherwise pay, and make us pay, four times the price.
constexpr std::array<int, 5> kGroups{WOLFSSL_ECC_X25519, WOLFSSL_ECC_SECP256R1,
                                     WOLFSSL_ECC_SECP384R1, WOLFSSL_ECC_X448,
                                     WOLFSSL_ECC_SECP521R1};

// What OpenSSL offers by default, as far as wolfSSL has it: forward secrecy first, static RSA last.
constexpr std::array<std::uint16_t, 29> kSoundSuites{
    0x1302, 0x1303, 0x1301,                                          // TLS 1.3
    0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f,  // AEAD, forward secrecy
    0x009e, 0xc024, 0xc028, 0x006b, 0xc023, 0xc027, 0x0067,          // CBC with SHA-2
    0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033,                  // CBC with SHA-1
    0x009d, 0x009c, 0x003d, 0x003c, 0x002f,                          // static RSA
};

struct FreeContext {
  void operator()(WOLFSSL_CTX* context) const { wolfSSL_CTX_free(context); }
};
struct FreeSsl {
  void operator()(WOLFSSL* ssl) const { wolfSSL_free(ssl); }
};
using ContextPtr = std::unique_ptr<WOLFSSL_CTX, FreeContext>;
using SslPtr = std::unique_ptr<WOLFSSL, FreeSsl>;

// How willingly a suite is offered: sound ones first, then weak ones, then those that would hide
// the server's certificate or encrypt nothing.
int reluctance(const CipherSuiteInfo& suite) {
  const std::string_view name = suite.name_iana;
  const auto has = [name](std::string_view word) {
    return name.find(word) != std::string_view::npos;
  };
  if (has("_anon_")) return 4;
  if (has("NULL") || has("SHA256_SHA256") || has("SHA384_SHA384")) return 3;
  if (has("RC4") || has("3DES") || has("IDEA")) return 2;
  return has("TLS_RSA_") || has("TLS_ECDH_") ? 1 : 0;
}

std::vector<byte> all_suites() {
  std::vector<CipherSuiteInfo> infos(GetCipherNames(), GetCipherNames() + GetCipherNamesSize());
  std::stable_sort(infos.begin(), infos.end(),
                   [](const CipherSuiteInfo& a, const CipherSuiteInfo& b) {
                     return reluctance(a) < reluctance(b);
                   });
  std::vector<byte> bytes;
  for (const CipherSuiteInfo& info : infos) {
    bytes.push_back(info.cipherSuite0);
    bytes.push_back(info.cipherSuite);
  }
  return bytes;
}

std::vector<byte> sound_suites() {
  std::vector<byte> bytes;
  for (const std::uint16_t suite : kSoundSuites) {
    bytes.push_back(static_cast<byte>(suite >> 8));
    bytes.push_back(static_cast<byte>(suite & 0xff));
  }
  return bytes;
}

int minimum_of(std::uint16_t version) {
  switch (version) {
    case wire::kSsl30:
      return WOLFSSL_SSLV3;
    case wire::kTls10:
      return WOLFSSL_TLSV1;
    case wire::kTls11:
      return WOLFSSL_TLSV1_1;
    case wire::kTls12:
      return WOLFSSL_TLSV1_2;
    default:
      return WOLFSSL_TLSV1_3;
  }
}

// What must be switched off so that nothing above `version` is offered.
long ceiling_of(std::uint16_t version) {
  long options = 0;
  if (version < wire::kTls13) options |= WOLFSSL_OP_NO_TLSv1_3;
  if (version < wire::kTls12) options |= WOLFSSL_OP_NO_TLSv1_2;
  if (version < wire::kTls11) options |= WOLFSSL_OP_NO_TLSv1_1;
  if (version < wire::kTls10) options |= WOLFSSL_OP_NO_TLSv1;
  return options;
}

ContextPtr make_context(const model::TlsProfile& profile) {
  ContextPtr context(wolfSSL_CTX_new(wolfSSLv23_client_method()));
  assert(context && "wolfSSL could not make a context");
  wolfSSL_CTX_SetMinVersion(context.get(), minimum_of(profile.min_version));
  wolfSSL_CTX_set_options(context.get(), ceiling_of(profile.max_version));
  if (profile.all_cipher_suites) wolfSSL_CTX_allow_anon_cipher(context.get());
  const std::vector<byte> suites = profile.all_cipher_suites ? all_suites() : sound_suites();
  [[maybe_unused]] const int taken = wolfSSL_CTX_set_cipher_list_bytes(
      context.get(), suites.data(), static_cast<int>(suites.size()));
  assert(taken == WOLFSSL_SUCCESS && "wolfSSL would offer its own list instead");
  if (!profile.extended_master_secret) wolfSSL_CTX_DisableExtendedMasterSecret(context.get());
  return context;
}

}  // namespace

std::string wolfssl_version() { return wolfSSL_lib_version(); }

struct TlsContexts::Impl {
  std::map<model::TlsProfile, ContextPtr> by_profile;

  WOLFSSL_CTX* context(const model::TlsProfile& profile) {
    ContextPtr& found = by_profile[profile];
    if (!found) found = make_context(profile);
    return found.get();
  }
};

TlsContexts::TlsContexts() : impl_(std::make_unique<Impl>()) { wolfSSL_Init(); }
TlsContexts::~TlsContexts() {
  impl_.reset();
  wolfSSL_Cleanup();
}

struct TlsClient::Impl {
  SslPtr ssl;
  State state = State::handshaking;
  std::string inbox;  // from the server, not yet read by wolfSSL
  std::size_t inbox_read = 0;
  std::string outbox;
  std::string plaintext;
  wire::TlsFlight from_server;
  wire::TlsFlight from_client;
  std::vector<std::string> certificates;
  int certificate_code = 0;
  int library_code = 0;

  Impl(WOLFSSL_CTX* context, const model::TlsProfile& profile, const std::string& server_name);
  void connect();
  void read();
  void end(State ended, int code);

  static int receive(WOLFSSL*, char* buffer, int size, void* self);
  static int send(WOLFSSL*, char* buffer, int size, void* self);
  static int see_certificates(int ok, WOLFSSL_X509_STORE_CTX* store);
};

TlsClient::Impl::Impl(WOLFSSL_CTX* context, const model::TlsProfile& profile,
                      const std::string& server_name)
    : ssl(wolfSSL_new(context)) {
  assert(ssl && "wolfSSL could not make a connection");
  wolfSSL_SSLSetIORecv(ssl.get(), receive);
  wolfSSL_SSLSetIOSend(ssl.get(), send);
  wolfSSL_SetIOReadCtx(ssl.get(), this);
  wolfSSL_SetIOWriteCtx(ssl.get(), this);
  // Under any other mode wolfSSL refuses some certificates before the callback sees them.
  wolfSSL_set_verify(ssl.get(), WOLFSSL_VERIFY_PEER, see_certificates);
  wolfSSL_SetCertCbCtx(ssl.get(), this);
  wolfSSL_UseSecureRenegotiation(ssl.get());  // sends renegotiation_info (RFC 5746)
  wolfSSL_UseSessionTicket(ssl.get());
  // A primality test of the server's prime costs 15 ms; its size is what we report.
  wolfSSL_SetEnableDhKeyTest(ssl.get(), 0);
  std::array<int, kGroups.size()> groups = kGroups;
  wolfSSL_set_groups(ssl.get(), groups.data(), static_cast<int>(groups.size()));
  if (profile.server_name && !server_name.empty() && !base::IpAddress::parse(server_name)) {
    wolfSSL_UseSNI(ssl.get(), WOLFSSL_SNI_HOST_NAME, server_name.data(),
                   static_cast<unsigned short>(server_name.size()));
  }
}

int TlsClient::Impl::receive(WOLFSSL*, char* buffer, int size, void* self) {
  auto& impl = *static_cast<Impl*>(self);
  const std::size_t count =
      std::min(static_cast<std::size_t>(size), impl.inbox.size() - impl.inbox_read);
  if (count == 0) return WOLFSSL_CBIO_ERR_WANT_READ;
  std::memcpy(buffer, impl.inbox.data() + impl.inbox_read, count);
  impl.inbox_read += count;
  return static_cast<int>(count);
}

int TlsClient::Impl::send(WOLFSSL*, char* buffer, int size, void* self) {
  auto& impl = *static_cast<Impl*>(self);
  const std::string_view bytes(buffer, static_cast<std::size_t>(size));
  impl.from_client.feed(bytes);
  impl.outbox += bytes;
  return size;
}

// Sees the chain as presented, whatever is wrong with it, and lets it pass.
int TlsClient::Impl::see_certificates(int, WOLFSSL_X509_STORE_CTX* store) {
  auto& impl = *static_cast<Impl*>(store->userCtx);
  impl.certificate_code = store->error;
  impl.certificates.clear();
  for (int i = 0; i < store->totalCerts; ++i) {
    const WOLFSSL_BUFFER_INFO& der = store->certs[i];
    impl.certificates.emplace_back(reinterpret_cast<const char*>(der.buffer), der.length);
  }
  return 1;
}

void TlsClient::Impl::connect() {
  const int result = wolfSSL_connect(ssl.get());
  if (result == WOLFSSL_SUCCESS) {
    state = State::open;
    read();  // what follows the server's Finished in the same segment
    return;
  }
  const int code = wolfSSL_get_error(ssl.get(), result);
  if (code != WOLFSSL_ERROR_WANT_READ && code != WOLFSSL_ERROR_WANT_WRITE) end(State::failed, code);
}

void TlsClient::Impl::read() {
  std::array<char, 4096> buffer{};
  while (state == State::open && plaintext.size() < kMaxPlaintext) {
    const int count = wolfSSL_read(ssl.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (count > 0) {
      plaintext.append(buffer.data(), static_cast<std::size_t>(count));
      continue;
    }
    const int code = wolfSSL_get_error(ssl.get(), count);
    if (code == WOLFSSL_ERROR_WANT_READ || code == WOLFSSL_ERROR_WANT_WRITE) return;
    if (code == WOLFSSL_ERROR_ZERO_RETURN) return end(State::closed, 0);
    end(State::broken, code);
  }
}

void TlsClient::Impl::end(State ended, int code) {
  state = ended;
  library_code = code;
}

TlsClient::TlsClient(TlsContexts& contexts, const model::TlsProfile& profile,
                     const std::string& server_name)
    : impl_(std::make_unique<Impl>(contexts.impl_->context(profile), profile, server_name)) {}
TlsClient::~TlsClient() = default;

void TlsClient::start() { impl_->connect(); }

void TlsClient::received(std::string_view bytes) {
  impl_->from_server.feed(bytes);
  impl_->inbox.erase(0, impl_->inbox_read);
  impl_->inbox_read = 0;
  impl_->inbox += bytes;
  if (impl_->state == State::handshaking) {
    impl_->connect();
  } else {
    impl_->read();
  }
}

void TlsClient::write(std::string_view plaintext) {
  assert(impl_->state == State::open &&
         "clear text can only be sent through an open TLS connection");
  const int written =
      wolfSSL_write(impl_->ssl.get(), plaintext.data(), static_cast<int>(plaintext.size()));
  if (written <= 0) impl_->end(State::broken, wolfSSL_get_error(impl_->ssl.get(), written));
}

void TlsClient::shut_down() {
  if (impl_->state == State::open || impl_->state == State::closed)
    wolfSSL_shutdown(impl_->ssl.get());
}

TlsClient::State TlsClient::state() const { return impl_->state; }
std::string TlsClient::take_output() { return std::exchange(impl_->outbox, {}); }
std::string TlsClient::take_plaintext() { return std::exchange(impl_->plaintext, {}); }

model::TlsLog TlsClient::log() const {
  model::TlsLog log;
  const wire::TlsFlight& server = impl_->from_server;
  log.completed =
      impl_->state == State::open || impl_->state == State::closed || impl_->state == State::broken;
  log.client_hello = impl_->from_client.client_hello;
  log.server_hello = server.server_hello;
  log.hello_retry_request = server.hello_retry_request;
  log.server_key_exchange = server.server_key_exchange;
  log.certificate_request = server.certificate_request;
  log.session_ticket = server.session_ticket;
  // Up to TLS 1.2 the wire shows the chain even when wolfSSL refuses it before its callback.
  log.certificates = impl_->certificates;
  if (log.certificates.empty() && server.certificate)
    log.certificates = server.certificate->certificates;
  for (const wire::Alert& alert : server.alerts) log.alerts.push_back({alert, true});
  for (const wire::Alert& alert : impl_->from_client.alerts) log.alerts.push_back({alert, false});

  // Encrypted alerts: only the library could read them.
  WOLFSSL_ALERT_HISTORY history{};
  wolfSSL_get_alert_history(impl_->ssl.get(), &history);
  const auto add_unseen = [&log](const WOLFSSL_ALERT& alert, bool from_server) {
    if (alert.level < 0 || alert.code < 0) return;
    const wire::Alert read{static_cast<std::uint8_t>(alert.level),
                           static_cast<std::uint8_t>(alert.code)};
    const bool known =
        std::any_of(log.alerts.begin(), log.alerts.end(), [&](const model::SeenAlert& seen) {
          return seen.from_server == from_server && seen.alert == read;
        });
    if (!known) log.alerts.push_back({read, from_server});
  };
  add_unseen(history.last_rx, true);
  add_unseen(history.last_tx, false);

  if (log.server_key_exchange) log.signature_scheme = log.server_key_exchange->signature_scheme;
  log.certificate_code = impl_->certificate_code;
  log.library_code = impl_->library_code;
  if (log.library_code != 0) {
    std::array<char, WOLFSSL_MAX_ERROR_SZ> words{};
    wolfSSL_ERR_error_string(static_cast<unsigned long>(log.library_code), words.data());
    log.library_error = words.data();
  }
  return log;
}

}  // namespace session
