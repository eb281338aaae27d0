// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/cipher_suites.hpp"

#include <algorithm>
#include <array>

#include "wire/tls_names.hpp"

namespace wire {
namespace {

// What OpenSSL 3 offers by default: forward secrecy first, static RSA last.
constexpr std::uint16_t kSound[] = {
    0x1302, 0x1303, 0x1301,                                          // TLS 1.3
    0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f,  // AEAD, forward secrecy
    0x009e, 0xc024, 0xc028, 0x006b, 0xc023, 0xc027, 0x0067,          // CBC with SHA-2
    0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033,                  // CBC with SHA-1
    0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f,                  // static RSA
};

// Behind the sound ones in "common".
constexpr std::uint16_t kWeakOrRare[] = {
    0xc0ad, 0xc09f, 0xc0ac, 0xc09e, 0xc0af, 0xc0a3, 0xc0ae, 0xc0a2,  // CCM, forward secrecy
    0xc073, 0xc077, 0x00c4, 0xc072, 0xc076, 0x00be, 0x0088, 0x0045,  // Camellia, forward secrecy
    0xc09d, 0xc09c, 0xc0a1, 0xc0a0, 0x00c0, 0x00ba, 0x0084, 0x0041,  // static RSA
    0xc008, 0xc012, 0x0016, 0x000a,                                  // 3DES
    0x0096, 0x0007,                                                  // SEED, IDEA
    0xc007, 0xc011, 0x0005, 0x0004,                                  // RC4
};
static_assert(std::size(kSound) + std::size(kWeakOrRare) <= kMostCipherSuites);

bool begins(std::string_view name, std::string_view prefix) {
  return name.substr(0, prefix.size()) == prefix;
}
bool has(std::string_view name, std::string_view word) {
  return name.find(word) != std::string_view::npos;
}

bool wants_a_shared_secret(std::string_view name) {
  return has(name, "PSK") || has(name, "SRP") || has(name, "KRB5");
}
bool protects_nothing(std::string_view name) { return has(name, "NULL") || has(name, "EXPORT"); }

struct Class {
  std::string_view name;
  bool (*holds)(std::string_view suite);
};

constexpr Class kClasses[] = {
    {"tls13",
     [](std::string_view suite) {
       return begins(suite, "TLS_AES_") || begins(suite, "TLS_CHACHA20_");
     }},
    {"ecdhe-rsa",
     [](std::string_view suite) {
       return begins(suite, "TLS_ECDHE_RSA_") && !protects_nothing(suite);
     }},
    {"ecdhe-ecdsa",
     [](std::string_view suite) {
       return begins(suite, "TLS_ECDHE_ECDSA_") && !protects_nothing(suite);
     }},
    {"dhe",
     [](std::string_view suite) { return begins(suite, "TLS_DHE_") && !protects_nothing(suite); }},
    {"static-rsa",
     [](std::string_view suite) { return begins(suite, "TLS_RSA_") && !protects_nothing(suite); }},
    {"anonymous",
     [](std::string_view suite) { return has(suite, "_anon_") && !protects_nothing(suite); }},
    {"3des", [](std::string_view suite) { return has(suite, "_3DES_"); }},
    {"rc4", [](std::string_view suite) { return has(suite, "_RC4_128_"); }},
    {"null",
     [](std::string_view suite) {
       return has(suite, "_WITH_NULL_") && suite != "TLS_NULL_WITH_NULL_NULL";
     }},
    {"export", [](std::string_view suite) { return has(suite, "_EXPORT"); }},
};

constexpr auto kClassNames = [] {
  std::array<std::string_view, std::size(kClasses) + 2> names{"sound", "common"};
  for (std::size_t i = 0; i < std::size(kClasses); ++i) names[i + 2] = kClasses[i].name;
  return names;
}();

}  // namespace

std::vector<std::uint16_t> cipher_suites_in(std::string_view class_name) {
  std::vector<std::uint16_t> suites;
  if (class_name == "sound" || class_name == "common") {
    suites.assign(std::begin(kSound), std::end(kSound));
    if (class_name == "common") {
      suites.insert(suites.end(), std::begin(kWeakOrRare), std::end(kWeakOrRare));
    }
    return suites;
  }
  const auto found = std::find_if(std::begin(kClasses), std::end(kClasses),
                                  [class_name](const Class& c) { return c.name == class_name; });
  if (found == std::end(kClasses)) return suites;
  for (const std::uint16_t suite : named_cipher_suites()) {
    const std::string_view name = cipher_suite_name(suite);
    if (found->holds(name) && !wants_a_shared_secret(name)) suites.push_back(suite);
  }
  return suites;
}

std::span<const std::string_view> cipher_suite_class_names() { return kClassNames; }

}  // namespace wire
