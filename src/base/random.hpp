// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace base {

// From the kernel's generator, 4 KiB at a time and per thread: a system call for each of the
// several small draws of a handshake would cost more than the draws. Aborts when the kernel has
// none.
void random_bytes(unsigned char* out, std::size_t count);
std::string random_bytes(std::size_t count);

}  // namespace base
