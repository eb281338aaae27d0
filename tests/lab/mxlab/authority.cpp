// SPDX-License-Identifier: GPL-3.0-or-later
#include "authority.hpp"

#include <ctime>
#include <filesystem>
#include <fstream>

#include "certificate.hpp"
#include "key.hpp"
#include "start_error.hpp"

namespace mxlab {
namespace {

// "days" count from now: a kept certificate is remade before that shows.
constexpr std::int64_t keep_seconds = 20L * 3600;

CertificatePtr another(X509& certificate) {
  X509_up_ref(&certificate);
  return CertificatePtr(&certificate);
}

// The first line of a kept certificate: the wish it fulfils and when.
std::string heading(const std::string& wish, std::int64_t made) {
  return "mxlab " + wish + " " + std::to_string(made);
}

bool is_current(const std::string& file, const std::string& wish) {
  std::ifstream in(file);
  std::string mark, kept_wish;
  std::int64_t made = 0;
  if (!(in >> mark >> kept_wish >> made) || mark != "mxlab" || kept_wish != wish) return false;
  const std::int64_t age = std::time(nullptr) - made;
  return age >= 0 && age < keep_seconds;
}

CertificateSpec ca_spec(const std::string& common_name) {
  CertificateSpec spec;
  spec.common_name = common_name;
  spec.ca = true;
  spec.last_day = 3650;
  spec.key_usage = {"keyCertSign", "cRLSign"};
  spec.fingerprint = common_name;
  return spec;
}

}  // namespace

Authority::Authority(std::string directory) : directory_(std::move(directory)) {
  std::error_code failed;
  if (!directory_.empty()) std::filesystem::create_directories(directory_, failed);
  if (failed) throw StartError(directory_ + ": cannot be made: " + failed.message());
  ca_ = make_ca("ca", "Lab Root CA");
  stranger_ = make_ca("stranger", "Nobody's CA");
  intermediate_ = make_intermediate();
}

std::string Authority::file(const std::string& name) const {
  return directory_.empty() ? "" : directory_ + "/" + name;
}

// ca.key and ca.pem may come from elsewhere: then any kind of key will do.
Authority::Signer Authority::make_ca(const std::string& name, const std::string& common_name) {
  Signer out;
  if (!directory_.empty()) {
    out.key = read_key(file(name + ".key"));
    out.certificate = read_certificate_file(file(name + ".pem"));
    if (out.key && out.certificate) {
      if (X509_check_private_key(out.certificate.get(), out.key.get()) == 1) return out;
      throw StartError(file(name) + ".key and .pem do not belong together; remove both");
    }
  }
  out.key = make_key("ec-p256");
  out.certificate = make_certificate(ca_spec(common_name), *out.key, nullptr, nullptr);
  if (!directory_.empty()) {
    write_file(file(name + ".key"), mxlab::pem_of(*out.key), true);
    write_file(file(name + ".pem"), mxlab::pem_of(*out.certificate), false);
  }
  return out;
}

Authority::Signer Authority::make_intermediate() {
  Signer out;
  out.key = kept_key(file("intermediate.key"), "ec-p256");
  out.certificate =
      kept_certificate("intermediate", ca_spec("Lab Intermediate CA"), *out.key, &ca_);
  return out;
}

const Authority::Signer& Authority::signer(Issuer issuer) const {
  if (issuer == Issuer::stranger) return stranger_;
  return issuer == Issuer::intermediate ? intermediate_ : ca_;
}

CertificatePtr Authority::kept_certificate(const std::string& name, const CertificateSpec& spec,
                                           EVP_PKEY& key, const Signer* signer) const {
  const auto make = [&] {
    return signer == nullptr
               ? make_certificate(spec, key, nullptr, nullptr)
               : make_certificate(spec, key, signer->certificate.get(), signer->key.get());
  };
  if (directory_.empty()) return make();
  const std::string issuer = signer == nullptr ? "self" : der_of(*signer->certificate);
  const std::string wish = sha256_hex(spec.fingerprint + issuer + public_key_der(key));
  const std::string path = file(name + ".pem");
  if (is_current(path, wish)) {
    if (CertificatePtr kept = read_certificate_file(path)) return kept;
  }
  CertificatePtr made = make();
  write_file(path, heading(wish, std::time(nullptr)) + "\n" + mxlab::pem_of(*made), false);
  return made;
}

std::vector<CertificatePtr> Authority::chain_for(const CertificateSpec& spec) const {
  std::vector<CertificatePtr> chain;
  if (spec.chain == ChainShape::leaf) return chain;
  if (spec.issuer == Issuer::intermediate) chain.push_back(another(*intermediate_.certificate));
  const bool with_root = spec.chain == ChainShape::with_root || spec.chain == ChainShape::reversed;
  if (with_root && spec.issuer != Issuer::self) {
    const Issuer root = spec.issuer == Issuer::stranger ? Issuer::stranger : Issuer::ca;
    chain.push_back(another(*signer(root).certificate));
  }
  // The leaf comes first whatever happens: OpenSSL ties it to the key.
  if (spec.chain == ChainShape::reversed && chain.size() == 2) std::swap(chain[0], chain[1]);
  if (spec.chain == ChainShape::unrelated) {
    const Issuer other = spec.issuer == Issuer::stranger ? Issuer::ca : Issuer::stranger;
    chain.push_back(another(*signer(other).certificate));
  }
  return chain;
}

Identity Authority::issue(const std::string& name, const CertificateSpec& spec) {
  Identity out;
  out.key = kept_key(file(name + ".key"), spec.key);
  const Signer* issuer = spec.issuer == Issuer::self ? nullptr : &signer(spec.issuer);
  out.leaf = kept_certificate(name, spec, *out.key, issuer);
  out.chain = chain_for(spec);
  note_tlsa(name, out);
  return out;
}

void Authority::note_tlsa(const std::string& name, const Identity& identity) {
  tlsa_[name] = {{"3 0 1", sha256_hex(der_of(*identity.leaf))},
                 {"3 1 1", sha256_hex(public_key_der(*identity.key))},
                 {"2 0 1", sha256_hex(der_of(*ca_.certificate))},
                 {"2 1 1", sha256_hex(public_key_der(*ca_.key))}};
}

void Authority::write_tlsa() const {
  if (!directory_.empty()) write_file(file("tlsa.json"), tlsa_.dump(2) + "\n", false);
}

}  // namespace mxlab
