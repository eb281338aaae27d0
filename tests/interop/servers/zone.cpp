// SPDX-License-Identifier: GPL-3.0-or-later
#include "zone.hpp"

#include <stdexcept>

#include <openssl/sha.h>
#include <openssl/x509.h>

#include "base/text.hpp"
#include "support/openssl_handles.hpp"

namespace interop {
namespace {

using support::Credential;

std::string sha256(const std::string& octets) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return base::hex(digest);
}

std::string sha512(const std::string& octets) {
  std::string digest(SHA512_DIGEST_LENGTH, '\0');
  SHA512(reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return base::hex(digest);
}

// SubjectPublicKeyInfo, DER.
std::string public_key(const Credential& credential) {
  const auto certificate = support::openssl::read_certificate(credential.certificate_pem);
  unsigned char* octets = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &octets);
  support::openssl::require(size > 0, "a public key as DER");
  std::string der(reinterpret_cast<const char*>(octets), static_cast<std::size_t>(size));
  OPENSSL_free(octets);
  return der;
}

std::string der_of(const std::string& certificate_pem) {
  const auto certificate = support::openssl::read_certificate(certificate_pem);
  unsigned char* octets = nullptr;
  const int size = i2d_X509(certificate.get(), &octets);
  support::openssl::require(size > 0, "a certificate as DER");
  std::string der(reinterpret_cast<const char*>(octets), static_cast<std::size_t>(size));
  OPENSSL_free(octets);
  return der;
}

// The rdata of a row's TLSA records.
std::vector<std::string> tlsa(const Row& row) {
  const matrix::Certificates& certificates = row.server.certificates;
  const support::Identity& served = certificates.identities.front();
  const std::string match = "3 1 1 " + sha256(public_key(served.credential));
  const std::string wrong = "3 1 1 " + std::string(64, '0');
  if (row.tlsa == "match" || row.tlsa == "servfail") return {match};
  if (row.tlsa == "wrong") return {wrong};
  if (row.tlsa == "rollover") return {wrong, match};
  if (row.tlsa == "sha512") return {"3 1 2 " + sha512(public_key(served.credential))};
  if (row.tlsa == "root") return {"2 0 1 " + sha256(der_of(certificates.trusted_root_pem))};
  if (row.tlsa == "intermediate") return {"2 1 1 " + sha256(public_key(served.chain.at(0)))};
  if (row.tlsa == "pkix") return {"1 1 1 " + sha256(public_key(served.credential))};
  if (row.tlsa == "unknown-usage") return {"7 1 1 " + sha256(public_key(served.credential))};
  return {};
}

std::string absolute(const std::string& name) { return name + "."; }

// "zone NAME. unsigned", for what is not simply a part of interop.test.
std::string zone_line(const std::string& name, const std::string& dnssec) {
  return "\nzone " + absolute(name) + (dnssec == "off" ? " unsigned" : " signed wrong-ds") + "\n";
}

std::string records_of(const Row& row) {
  std::string lines = absolute(row.domain) + " MX 10 " + absolute(row.host) + "\n" +
                      absolute(row.host) + " A " + row.address + "\n";
  if (row.tlsa == "servfail") return lines;
  for (const std::string& rdata : tlsa(row))
    lines += "_25._tcp." + absolute(row.host) + " TLSA " + rdata + "\n";
  return lines;
}

std::string records_of(const Domain& domain) {
  std::string lines;
  for (const Domain::Mx& mx : domain.hosts)
    lines += absolute(domain.name) + " MX " + std::to_string(mx.preference) + " " +
             absolute(mx.row->host) + "\n";
  return lines;
}

}  // namespace

std::string zones(const std::vector<Row>& rows, const std::vector<Domain>& domains) {
  std::string all = "zone " + absolute(std::string(kZone)) + " signed\n";
  std::string others;
  const auto add = [&](const std::string& name, const std::string& dnssec,
                       const std::string& records) {
    (dnssec == "on" ? all : others += zone_line(name, dnssec)) += records;
  };
  for (const Row& row : rows) {
    add(row.domain, row.dnssec, records_of(row));
    // A bogus delegation makes an answer about TLSA impossible, and about nothing else.
    if (row.tlsa == "servfail") {
      others += zone_line("_tcp." + row.host, "bogus");
      for (const std::string& rdata : tlsa(row))
        others += "_25._tcp." + absolute(row.host) + " TLSA " + rdata + "\n";
    }
  }
  for (const Domain& domain : domains) add(domain.name, domain.dnssec, records_of(domain));
  return all + others;
}

}  // namespace interop
