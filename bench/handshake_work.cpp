// SPDX-License-Identifier: GPL-3.0-or-later
#include "handshake_work.hpp"

#include <array>
#include <string_view>

#include <wolfssl/wolfcrypt/aes.h>
#include <wolfssl/wolfcrypt/asn_public.h>
#include <wolfssl/wolfcrypt/curve25519.h>
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/hmac.h>
#include <wolfssl/wolfcrypt/kdf.h>
#include <wolfssl/wolfcrypt/random.h>
#include <wolfssl/wolfcrypt/rsa.h>
#include <wolfssl/wolfcrypt/settings.h>
#include <wolfssl/wolfcrypt/sha512.h>

#include "base/random.hpp"
#include "machine.hpp"

namespace bench {
namespace {

constexpr std::size_t kHash = WC_SHA384_DIGEST_SIZE;
constexpr std::size_t kKey = 32;
constexpr std::size_t kIv = 12;
constexpr std::size_t kTag = 16;
constexpr std::size_t kClientHello = 270;
constexpr std::size_t kServerHello = 122;
constexpr std::size_t kFinished = 52;

using Hash = std::array<byte, kHash>;

void require(int result) {
  if (result != 0) give_up("wolfCrypt: error " + std::to_string(result));
}

const byte* bytes(std::string_view text) { return reinterpret_cast<const byte*>(text.data()); }
word32 length_of(std::string_view text) { return static_cast<word32>(text.size()); }

Hash extract(const Hash& salt, byte* secret, std::size_t length) {
  Hash out;  // NOLINT: filled by the call
  require(wc_Tls13_HKDF_Extract(out.data(), salt.data(), kHash, secret, static_cast<word32>(length),
                                WC_SHA384));
  return out;
}

template <std::size_t kLength>
std::array<byte, kLength> expand(const Hash& secret, std::string_view label, const byte* context,
                                 std::size_t context_length) {
  constexpr std::string_view kProtocol = "tls13 ";
  std::array<byte, kLength> out;  // NOLINT: filled by the call
  require(wc_Tls13_HKDF_Expand_Label(out.data(), kLength, secret.data(), kHash, bytes(kProtocol),
                                     length_of(kProtocol), bytes(label), length_of(label), context,
                                     static_cast<word32>(context_length), WC_SHA384));
  return out;
}

Hash derive(const Hash& secret, std::string_view label, const Hash& transcript) {
  return expand<kHash>(secret, label, transcript.data(), kHash);
}

// One direction's record protection.
class Protection {
 public:
  explicit Protection(const Hash& secret) : iv_(expand<kIv>(secret, "iv", nullptr, 0)) {
    const auto key = expand<kKey>(secret, "key", nullptr, 0);
    require(wc_AesInit(&aes_, nullptr, INVALID_DEVID));
    require(wc_AesGcmSetKey(&aes_, key.data(), kKey));
  }
  ~Protection() { wc_AesFree(&aes_); }
  Protection(const Protection&) = delete;
  Protection& operator=(const Protection&) = delete;

  // Sealing and opening are the same work; what is opened here was never sealed, so it seals.
  void record(std::size_t octets) {
    static std::array<byte, 32 * 1024> text;
    std::array<byte, kTag> tag{};
    std::array<byte, 5> header{};
    if (octets > text.size()) give_up("a record of more than 32 KB");
    require(wc_AesGcmEncrypt(&aes_, text.data(), text.data(), static_cast<word32>(octets),
                             iv_.data(), kIv, tag.data(), kTag, header.data(), header.size()));
  }

 private:
  Aes aes_{};
  std::array<byte, kIv> iv_;
};

class Transcript {
 public:
  Transcript() { require(wc_InitSha384(&sha_)); }
  ~Transcript() { wc_Sha384Free(&sha_); }
  Transcript(const Transcript&) = delete;
  Transcript& operator=(const Transcript&) = delete;

  void add(std::size_t octets) {
    static const std::array<byte, 32 * 1024> text{};
    require(wc_Sha384Update(&sha_, text.data(), static_cast<word32>(octets)));
  }
  Hash so_far() {
    Hash out;  // NOLINT: filled by the call
    require(wc_Sha384GetHash(&sha_, out.data()));
    return out;
  }

 private:
  wc_Sha384 sha_{};
};

Hash finished(const Hash& secret, const Hash& transcript) {
  const Hash key = expand<kHash>(secret, "finished", nullptr, 0);
  Hmac hmac{};
  Hash out;  // NOLINT: filled by the call
  require(wc_HmacInit(&hmac, nullptr, INVALID_DEVID));
  require(wc_HmacSetKey(&hmac, WC_SHA384, key.data(), kHash));
  require(wc_HmacUpdate(&hmac, transcript.data(), kHash));
  require(wc_HmacFinal(&hmac, out.data()));
  wc_HmacFree(&hmac);
  return out;
}

void verify_rsa(const SignedContent& server) {
  RsaKey key{};
  word32 at = 0;
  require(wc_InitRsaKey(&key, nullptr));
  require(wc_RsaPublicKeyDecode(bytes(server.public_key), &at, &key, length_of(server.public_key)));
  std::array<byte, WC_SHA512_DIGEST_SIZE> digest{};
  require(wc_Sha512Hash(bytes(server.content), length_of(server.content), digest.data()));
  std::string signature = server.signature;  // worked on in place
  byte* found = nullptr;
  const int length = wc_RsaPSS_VerifyCheckInline(
      reinterpret_cast<byte*>(signature.data()), length_of(signature), &found, digest.data(),
      digest.size(), WC_HASH_TYPE_SHA512, WC_MGF1SHA512, &key);
  if (length <= 0) require(length == 0 ? -1 : length);
  wc_FreeRsaKey(&key);
}

void verify_ecdsa(const SignedContent& server) {
  ecc_key key{};
  word32 at = 0;
  require(wc_ecc_init(&key));
  require(wc_EccPublicKeyDecode(bytes(server.public_key), &at, &key, length_of(server.public_key)));
  std::array<byte, WC_SHA256_DIGEST_SIZE> digest{};
  require(wc_Sha256Hash(bytes(server.content), length_of(server.content), digest.data()));
  int good = 0;
  require(wc_ecc_verify_hash(bytes(server.signature), length_of(server.signature), digest.data(),
                             digest.size(), &good, &key));
  if (good != 1) give_up("wolfCrypt: the signature is bad");
  wc_ecc_free(&key);
}

}  // namespace

struct HandshakeWork::Impl {
  SignedContent server;
  WC_RNG rng{};
  curve25519_key server_share{};
  // The secrets of the last handshake, for the records inside it: who talks when does not change
  // the amount of work.
  std::array<byte, CURVE25519_KEYSIZE> client_share{};
  Hash to_server{};
  Hash to_client{};

  void make_share(curve25519_key& key) {
    require(wc_curve25519_init(&key));
    require(wc_curve25519_make_key(&rng, CURVE25519_KEYSIZE, &key));
  }
  std::array<byte, CURVE25519_KEYSIZE> shared_secret() const;
};

HandshakeWork::HandshakeWork(SignedContent server) : impl_(std::make_unique<Impl>()) {
  impl_->server = std::move(server);
  require(wc_InitRng(&impl_->rng));
  impl_->make_share(impl_->server_share);
}

HandshakeWork::~HandshakeWork() {
  wc_curve25519_free(&impl_->server_share);
  wc_FreeRng(&impl_->rng);
}

void HandshakeWork::begin() {
  base::random_bytes(impl_->client_share.data(), 32);  // ClientHello.random
  curve25519_key share{};
  impl_->make_share(share);
  word32 length = CURVE25519_KEYSIZE;
  require(wc_curve25519_export_private_raw_ex(&share, impl_->client_share.data(), &length,
                                              EC25519_LITTLE_ENDIAN));
  wc_curve25519_free(&share);
}

std::array<byte, CURVE25519_KEYSIZE> HandshakeWork::Impl::shared_secret() const {
  curve25519_key own{};
  require(wc_curve25519_init(&own));
  require(wc_curve25519_import_private_ex(client_share.data(), CURVE25519_KEYSIZE, &own,
                                          EC25519_LITTLE_ENDIAN));
  curve25519_key theirs = server_share;
  std::array<byte, CURVE25519_KEYSIZE> secret{};
  word32 length = CURVE25519_KEYSIZE;
  require(
      wc_curve25519_shared_secret_ex(&own, &theirs, secret.data(), &length, EC25519_LITTLE_ENDIAN));
  wc_curve25519_free(&own);
  return secret;
}

void HandshakeWork::take_flight(std::size_t octets) {
  if (octets < kServerHello + kFinished) give_up("a flight too small");
  const std::size_t messages = octets - kServerHello;
  auto secret = impl_->shared_secret();
  Transcript transcript;
  transcript.add(kClientHello);
  transcript.add(kServerHello);
  const Hash hellos = transcript.so_far();
  Hash zeros{};
  const Hash nothing = Transcript().so_far();
  const Hash early = extract(zeros, zeros.data(), kHash);
  const Hash handshake = extract(derive(early, "derived", nothing), secret.data(), secret.size());
  const Hash client = derive(handshake, "c hs traffic", hellos);
  const Hash server = derive(handshake, "s hs traffic", hellos);
  Protection from_server(server);
  // EncryptedExtensions, Certificate, CertificateVerify, Finished: as OpenSSL sends them, a record
  // each.
  const std::size_t verify = impl_->server.signature.size() + 8;
  const std::size_t certificate = messages > verify + 100 ? messages - verify - 100 : 100;
  for (const std::size_t message : {std::size_t{6}, certificate, verify, kFinished}) {
    from_server.record(message + 1);
  }
  transcript.add(6 + certificate);
  transcript.so_far();  // is what the signature covers
  impl_->server.rsa ? verify_rsa(impl_->server) : verify_ecdsa(impl_->server);
  transcript.add(verify);
  finished(server, transcript.so_far());
  transcript.add(kFinished);
  const Hash whole = transcript.so_far();
  const Hash master = extract(derive(handshake, "derived", nothing), zeros.data(), kHash);
  impl_->to_server = derive(master, "c ap traffic", whole);
  impl_->to_client = derive(master, "s ap traffic", whole);
  finished(client, whole);
  Protection(client).record(kFinished + 1);
}

void HandshakeWork::talk(std::size_t heard) {
  constexpr std::size_t kEhlo = 26;
  constexpr std::size_t kQuit = 6;
  constexpr std::size_t kBye = 16;
  constexpr std::size_t kAlert = 2;
  Protection to_server(impl_->to_server);
  for (const std::size_t text : {kEhlo, kQuit, kAlert}) to_server.record(text + 1);
  Protection to_client(impl_->to_client);
  for (const std::size_t text : {heard, kBye, kAlert}) to_client.record(text + 1);
}

}  // namespace bench
