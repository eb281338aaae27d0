// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

namespace model {

// A part that most records lack: a pointer wide until it is there. A value like any other; read
// where it is not there it is an empty one.
template <typename Value>
class Rare {
 public:
  Rare() = default;
  Rare(Value value) : value_(std::make_unique<Value>(std::move(value))) {}  // NOLINT: is one
  Rare(const Rare& other)
      : value_(other.value_ ? std::make_unique<Value>(*other.value_) : nullptr) {}
  Rare(Rare&& other) noexcept = default;
  Rare& operator=(Rare other) noexcept {
    value_.swap(other.value_);
    return *this;
  }
  ~Rare() = default;

  const Value& operator*() const {
    static const Value kNone{};
    return value_ ? *value_ : kNone;
  }
  const Value* operator->() const { return &**this; }

 private:
  std::unique_ptr<Value> value_;
};

}  // namespace model
