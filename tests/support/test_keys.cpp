// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_keys.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace support {
namespace {

std::string test_file(const std::string& name) {
  std::ifstream file(WAXSEAL_TEST_KEYS_DIR "/" + name);
  if (!file) throw std::runtime_error("tests/data/keys has no " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::string test_rsa_key(unsigned bits) { return test_file("rsa" + std::to_string(bits) + ".pem"); }
std::string test_dh_parameters(unsigned bits) {
  return test_file("dh" + std::to_string(bits) + ".pem");
}

}  // namespace support
