// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/result.hpp"

#include <memory>
#include <string>

#include <doctest/doctest.h>

namespace {

TEST_CASE("result: a value or a reason") {
  const base::Result<std::string> good(std::string("value"));
  CHECK(good.ok());
  CHECK(good);
  CHECK(*good == "value");
  CHECK(good->size() == 5);

  const base::Result<std::string> bad(base::Error{"list.txt:3: not a domain"});
  CHECK_FALSE(bad.ok());
  CHECK(bad.error().message == "list.txt:3: not a domain");
}

TEST_CASE("result: a value that can only be moved") {
  base::Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  const std::unique_ptr<int> taken = std::move(*result);
  CHECK(*taken == 7);
}

}  // namespace
