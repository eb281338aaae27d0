// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/tls_client.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include <wolfssl/error-ssl.h>
#include <wolfssl/internal.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/settings.h>

#include "base/random.hpp"
#include "session/flight_log.hpp"
#include "wire/tls_flight.hpp"

namespace session {
namespace {

constexpr std::size_t kMaxPlaintext = 256 * 1024;  // octets decrypted and not yet taken

struct FreeContext {
  void operator()(WOLFSSL_CTX* context) const { wolfSSL_CTX_free(context); }
};
struct FreeSsl {
  void operator()(WOLFSSL* ssl) const { wolfSSL_free(ssl); }
};
using ContextPtr = std::unique_ptr<WOLFSSL_CTX, FreeContext>;
using SslPtr = std::unique_ptr<WOLFSSL, FreeSsl>;

// Of these suites those that wolfSSL has, as it wants them.
std::vector<byte> known_suites(const std::vector<std::uint16_t>& wanted) {
  const CipherSuiteInfo* const begin = GetCipherNames();
  const CipherSuiteInfo* const end = begin + GetCipherNamesSize();
  std::vector<byte> bytes;
  for (const std::uint16_t suite : wanted) {
    const auto first = static_cast<byte>(suite >> 8);
    const auto second = static_cast<byte>(suite & 0xff);
    const bool known = std::any_of(begin, end, [first, second](const CipherSuiteInfo& info) {
      return info.cipherSuite0 == first && info.cipherSuite == second;
    });
    if (!known) continue;
    bytes.push_back(first);
    bytes.push_back(second);
  }
  return bytes;
}

bool offers_anonymous(const model::TlsOffer& offer) {
  return std::any_of(offer.cipher_suites.begin(), offer.cipher_suites.end(), wire::is_anonymous);
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

// Null when wolfSSL has none of the suites: it would offer its own list instead.
ContextPtr make_context(const model::TlsOffer& offer) {
  ContextPtr context(wolfSSL_CTX_new(wolfSSLv23_client_method()));
  assert(context && "wolfSSL could not make a context");
  wolfSSL_CTX_SetMinVersion(context.get(), minimum_of(offer.oldest_version()));
  wolfSSL_CTX_set_options(context.get(), ceiling_of(offer.newest_version()));
  if (offers_anonymous(offer)) wolfSSL_CTX_allow_anon_cipher(context.get());
  const std::vector<byte> suites = known_suites(offer.cipher_suites);
  const int taken = wolfSSL_CTX_set_cipher_list_bytes(context.get(), suites.data(),
                                                      static_cast<int>(suites.size()));
  if (suites.empty() || taken != WOLFSSL_SUCCESS) return nullptr;
  if (!offer.extended_master_secret) wolfSSL_CTX_DisableExtendedMasterSecret(context.get());
  return context;
}

std::string_view octets_of(const WOLFSSL_BUFFER_INFO& buffer) {
  return {reinterpret_cast<const char*>(buffer.buffer), buffer.length};
}

bool same_chain(const std::vector<std::string>& chain, const WOLFSSL_X509_STORE_CTX& store) {
  return std::equal(chain.begin(), chain.end(), store.certs, store.certs + store.totalCerts,
                    [](const std::string& one, const WOLFSSL_BUFFER_INFO& other) {
                      return one == octets_of(other);
                    });
}

// Encrypted alerts: only the library could read them.
void add_encrypted_alerts(WOLFSSL* ssl, model::TlsLog& log) {
  WOLFSSL_ALERT_HISTORY history{};
  wolfSSL_get_alert_history(ssl, &history);
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
}

}  // namespace

std::string wolfssl_version() { return wolfSSL_lib_version(); }

struct TlsContexts::Impl {
  std::map<model::TlsOffer, ContextPtr> by_offer;

  WOLFSSL_CTX* context(const model::TlsOffer& offer) {
    ContextPtr& found = by_offer[offer];
    if (!found) found = make_context(offer);
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
  std::string_view unread;  // from the server, not yet read by wolfSSL; of the call under way
  std::string left_over;    // what a call left of it, because too much plaintext waits
  std::string outbox;
  std::string plaintext;
  // Of the handshake, until its log is taken: what we said, and what the server shows. Ours is read
  // no sooner than that, because it takes five times the room when it is read.
  bool log_taken = false;
  std::string said;
  std::unique_ptr<wire::TlsFlight> from_server;  // from the server's first octet on
  std::vector<std::string> certificates;
  int certificate_code = 0;
  int library_code = 0;

  Impl(WOLFSSL_CTX* context, const model::TlsOffer& offer, const std::string& server_name);
  [[nodiscard]] bool offer_groups(const std::vector<std::uint16_t>& groups);
  void offer_ticket(const model::TlsOffer& offer);
  void offer_alpn(const std::vector<std::string>& protocols);
  [[nodiscard]] std::string alpn_protocol() const;
  void give_back_secret();
  void prepare_secret();
  void connect();
  void read();
  void end(State ended, int code);

  static int receive(WOLFSSL*, char* buffer, int size, void* self);
  static int send(WOLFSSL*, char* buffer, int size, void* self);
  static int see_certificates(int ok, WOLFSSL_X509_STORE_CTX* store);
};

TlsClient::Impl::Impl(WOLFSSL_CTX* context, const model::TlsOffer& offer,
                      const std::string& server_name) {
  if (context == nullptr) {
    end(State::failed, MATCH_SUITE_ERROR);
    return;
  }
  ssl.reset(wolfSSL_new(context));
  assert(ssl && "wolfSSL could not make a connection");
  wolfSSL_SSLSetIORecv(ssl.get(), receive);
  wolfSSL_SSLSetIOSend(ssl.get(), send);
  wolfSSL_SetIOReadCtx(ssl.get(), this);
  wolfSSL_SetIOWriteCtx(ssl.get(), this);
  // Under any other mode wolfSSL refuses some certificates before the callback sees them.
  wolfSSL_set_verify(ssl.get(), WOLFSSL_VERIFY_PEER, see_certificates);
  wolfSSL_SetCertCbCtx(ssl.get(), this);
  wolfSSL_UseSecureRenegotiation(ssl.get());  // sends renegotiation_info (RFC 5746)
  // A primality test of the server's prime costs 15 ms; its size is what we report.
  wolfSSL_SetEnableDhKeyTest(ssl.get(), 0);
  if (!offer_groups(offer.groups)) {
    end(State::failed, ECC_CURVE_OID_E);
    return;
  }
  offer_ticket(offer);
  offer_alpn(offer.alpn_protocols);
  if (!server_name.empty()) {
    wolfSSL_UseSNI(ssl.get(), WOLFSSL_SNI_HOST_NAME, server_name.data(),
                   static_cast<unsigned short>(server_name.size()));
  }
}

bool TlsClient::Impl::offer_groups(const std::vector<std::uint16_t>& groups) {
  std::vector<int> numbers(groups.begin(), groups.end());
  return wolfSSL_set_groups(ssl.get(), numbers.data(), static_cast<int>(numbers.size())) ==
         WOLFSSL_SUCCESS;
}

// wolfSSL's public functions put a ticket only into a hello that resumes a session of theirs.
void TlsClient::Impl::offer_ticket(const model::TlsOffer& offer) {
  if (!offer.session_ticket) return;
  if (offer.session_ticket_octets == 0) {
    wolfSSL_UseSessionTicket(ssl.get());
    return;
  }
  std::string octets = base::random_bytes(offer.session_ticket_octets);
  SessionTicket* ticket = TLSX_SessionTicket_Create(0, reinterpret_cast<byte*>(octets.data()),
                                                    static_cast<word16>(octets.size()), nullptr);
  if (TLSX_UseSessionTicket(&ssl->extensions, ticket, nullptr) != WOLFSSL_SUCCESS)
    TLSX_SessionTicket_Free(ticket, nullptr);
}

void TlsClient::Impl::offer_alpn(const std::vector<std::string>& protocols) {
  if (protocols.empty()) return;
  std::string list;
  for (const std::string& protocol : protocols) list += (list.empty() ? "" : ",") + protocol;
  wolfSSL_UseALPN(ssl.get(), list.data(), static_cast<unsigned>(list.size()),
                  WOLFSSL_ALPN_CONTINUE_ON_MISMATCH);
}

// Octets of the server's choosing: no more than a protocol's name can have.
std::string TlsClient::Impl::alpn_protocol() const {
  char* name = nullptr;
  unsigned short length = 0;
  if (!ssl || wolfSSL_ALPN_GetProtocol(ssl.get(), &name, &length) != WOLFSSL_SUCCESS) return {};
  return {name, std::min<std::size_t>(length, 255)};
}

int TlsClient::Impl::receive(WOLFSSL*, char* buffer, int size, void* self) {
  auto& impl = *static_cast<Impl*>(self);
  const std::size_t count = std::min(static_cast<std::size_t>(size), impl.unread.size());
  if (count == 0) return WOLFSSL_CBIO_ERR_WANT_READ;
  std::memcpy(buffer, impl.unread.data(), count);
  impl.unread.remove_prefix(count);
  return static_cast<int>(count);
}

int TlsClient::Impl::send(WOLFSSL*, char* buffer, int size, void* self) {
  auto& impl = *static_cast<Impl*>(self);
  const std::string_view bytes(buffer, static_cast<std::size_t>(size));
  if (!impl.log_taken) impl.said += bytes;
  impl.outbox += bytes;
  return size;
}

// Sees the chain as presented, whatever is wrong with it, and lets it pass.
int TlsClient::Impl::see_certificates(int, WOLFSSL_X509_STORE_CTX* store) {
  auto& impl = *static_cast<Impl*>(store->userCtx);
  impl.certificate_code = store->error;
  if (same_chain(impl.certificates, *store)) return 1;
  impl.certificates.clear();
  // Up to TLS 1.2 the wire has shown it too: it is kept once.
  if (impl.from_server && impl.from_server->certificate) {
    auto& shown = impl.from_server->certificate->certificates;
    if (same_chain(shown, *store)) {
      impl.certificates.swap(shown);
      return 1;
    }
  }
  for (int i = 0; i < store->totalCerts; ++i)
    impl.certificates.emplace_back(octets_of(store->certs[i]));
  return 1;
}

// wolfSSL makes room for the premaster secret of an RSA key of 8192 bits with the connection and
// fills it when the ServerHello has come: a server that is silent need not be given that kilobyte.
void TlsClient::Impl::give_back_secret() {
  if (!ssl || ssl->arrays == nullptr) return;
  XFREE(ssl->arrays->preMasterSecret, ssl->heap, DYNAMIC_TYPE_SECRET);
  ssl->arrays->preMasterSecret = nullptr;
}

void TlsClient::Impl::prepare_secret() {
  if (ssl->arrays == nullptr || ssl->arrays->preMasterSecret != nullptr) return;
  auto* room = static_cast<byte*>(XMALLOC(ENCRYPT_LEN, ssl->heap, DYNAMIC_TYPE_SECRET));
  assert(room && "no room for a secret");
  std::memset(room, 0, ENCRYPT_LEN);
  ssl->arrays->preMasterSecret = room;
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

TlsClient::TlsClient(TlsContexts& contexts, const model::TlsOffer& offer, const ServerNames& names)
    : impl_(std::make_unique<Impl>(contexts.impl_->context(offer), offer, names.wanted_by(offer))) {
}
TlsClient::~TlsClient() = default;

void TlsClient::start() {
  if (impl_->state != State::handshaking) return;
  impl_->connect();
  impl_->give_back_secret();
}

void TlsClient::received(std::string_view bytes) {
  if (!impl_->ssl) return;
  const std::string joined =
      impl_->left_over.empty() ? std::string() : std::exchange(impl_->left_over, {}).append(bytes);
  impl_->unread = joined.empty() ? bytes : std::string_view(joined);
  if (!impl_->log_taken) {  // also when we have given up: its alert may cross ours
    if (!impl_->from_server) impl_->from_server = std::make_unique<wire::TlsFlight>();
    impl_->from_server->feed(bytes);
  }
  if (impl_->state == State::handshaking) {
    impl_->prepare_secret();
    impl_->connect();
  } else {
    impl_->read();
  }
  impl_->left_over = std::exchange(impl_->unread, {});
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

model::TlsLog TlsClient::take_log() {
  wire::TlsFlight from_client;
  from_client.feed(impl_->said);
  auto from_server = impl_->from_server ? std::move(*impl_->from_server) : wire::TlsFlight();
  model::TlsLog log = log_of(std::move(from_server), std::move(from_client));
  log.completed =
      impl_->state == State::open || impl_->state == State::closed || impl_->state == State::broken;
  // Up to TLS 1.2 the wire shows the chain even when wolfSSL refuses it before its callback.
  if (!impl_->certificates.empty()) log.certificates = std::exchange(impl_->certificates, {});
  if (log.completed) log.alpn_protocol = impl_->alpn_protocol();
  log.certificate_code = impl_->certificate_code;
  impl_->log_taken = true;
  impl_->from_server.reset();
  std::string().swap(impl_->said);
  return log;
}

void TlsClient::complete(model::TlsLog& log) const {
  log.library_code = impl_->library_code;
  if (log.library_code != 0) {
    std::array<char, WOLFSSL_MAX_ERROR_SZ> words{};
    wolfSSL_ERR_error_string(static_cast<unsigned long>(log.library_code), words.data());
    log.library_error = words.data();
  }
  if (impl_->ssl) add_encrypted_alerts(impl_->ssl.get(), log);
}

}  // namespace session
