// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can really fail: command lines, probe files, lists, at start-up. On the network nothing is
// an error; there everything is a way in which a transcript can end (model/transcript.hpp).
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace base {

// Complete sentence for a person: where (file, line or JSON path), what, and what to do.
struct Error {
  std::string message;
};

// A value or the reason why there is none. Small on purpose: std::expected needs GCC 13 and
// clang 16.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : held_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(held_); }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const T& value() const {
    assert(ok() && "value() of a failed Result");
    return *std::get_if<T>(&held_);
  }
  T& value() {
    assert(ok() && "value() of a failed Result");
    return *std::get_if<T>(&held_);
  }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const Error& error() const {
    assert(!ok() && "error() of a good Result");
    return *std::get_if<Error>(&held_);
  }

 private:
  std::variant<T, Error> held_;
};

}  // namespace base
