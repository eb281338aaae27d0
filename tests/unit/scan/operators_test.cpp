// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/operators.hpp"

#include <doctest/doctest.h>

TEST_CASE("an operator is the registrable domain of the MX host") {
  using scan::operator_of;
  CHECK(operator_of("mx1.mail.example.org") == "example.org");
  CHECK(operator_of("example.org") == "example.org");
  CHECK(operator_of("mx.example.co.uk") == "example.co.uk");
  CHECK(operator_of("example-org.mail.protection.outlook.com") == "outlook.com");
  CHECK(operator_of("mx.xn--bcher-kva.example") == "xn--bcher-kva.example");
  // Not even in the list: the last label is taken for a public suffix.
  CHECK(operator_of("mx1.good.test") == "good.test");
}

TEST_CASE("the private part of the list does not take customers for operators") {
  CHECK(scan::operator_of("mx.customer.github.io") == "github.io");
  CHECK(scan::operator_of("mail.customer.blogspot.com") == "blogspot.com");
}

TEST_CASE("what has no registrable domain stands for itself") {
  CHECK(scan::operator_of("co.uk") == "co.uk");
  CHECK(scan::operator_of("org") == "org");
  CHECK(scan::operator_of("localhost") == "localhost");
  CHECK(scan::operator_of("") == "");
}

TEST_CASE("the list has a date") {
  const std::string version = scan::suffix_list_version();
  CHECK((version == "unknown" || version.size() == 8));
}
