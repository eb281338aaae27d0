// SPDX-License-Identifier: GPL-3.0-or-later
#include "key.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <unistd.h>

#include "start_error.hpp"

namespace mxlab {
namespace {

// A key read from a file must still be what the table asks for.
bool is_of_type(const EVP_PKEY& key, const std::string& type) {
  const int bits = EVP_PKEY_get_bits(&key);
  if (type.rfind("rsa-", 0) == 0) {
    return EVP_PKEY_is_a(&key, "RSA") == 1 && bits == std::stoi(type.substr(4));
  }
  if (type.rfind("ec-p", 0) == 0) {
    return EVP_PKEY_is_a(&key, "EC") == 1 && bits == std::stoi(type.substr(4));
  }
  return EVP_PKEY_is_a(&key, type == "ed25519" ? "ED25519" : "ED448") == 1;
}

std::string bio_text(BIO& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(&bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

std::string openssl_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return "no reason given";
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "error " + std::to_string(code);
}

KeyPtr make_key(const std::string& type) {
  KeyPtr key;
  if (type.rfind("rsa-", 0) == 0) {
    const auto bits = static_cast<std::size_t>(std::stoul(type.substr(4)));
    key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
  } else if (type.rfind("ec-p", 0) == 0) {
    const std::string curve = "P-" + type.substr(4);
    key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.c_str()));
  } else {
    key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, type == "ed25519" ? "ED25519" : "ED448"));
  }
  if (!key) throw StartError("cannot make a key " + type + ": " + openssl_error());
  return key;
}

KeyPtr kept_key(const std::string& file, const std::string& type) {
  if (file.empty()) return make_key(type);
  KeyPtr key = read_key(file);
  if (key && is_of_type(*key, type)) return key;
  key = make_key(type);
  write_file(file, pem_of(*key), true);
  return key;
}

void write_file(const std::string& file, const std::string& content, bool secret) {
  const std::string beside = file + "." + std::to_string(getpid());
  const int fd =
      open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, secret ? 0600 : 0644);
  bool whole = fd >= 0;
  std::size_t written = 0;
  while (whole && written < content.size()) {
    const ssize_t n = write(fd, content.data() + written, content.size() - written);
    whole = n > 0;
    if (whole) written += static_cast<std::size_t>(n);
  }
  if (fd >= 0) close(fd);
  if (!whole || std::rename(beside.c_str(), file.c_str()) != 0) {
    throw StartError(file + ": cannot be written: " + std::strerror(errno));
  }
}

std::string pem_of(EVP_PKEY& key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PKCS8PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    throw StartError("cannot write a key: " + openssl_error());
  }
  return bio_text(*bio);
}

KeyPtr read_key(const std::string& file) {
  if (!std::filesystem::exists(file)) return nullptr;
  const BioPtr bio(BIO_new_file(file.c_str(), "r"));
  KeyPtr key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  if (!key) throw StartError(file + ": is no readable private key; remove it to get a new one");
  return key;
}

}  // namespace mxlab
