// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two ways to let go of a connection: after what is queued has left, or at once.
#pragma once

#include <uv.h>

#include "net/loop.hpp"
#include "net/uv_handle.hpp"

namespace net {

// Waits in the background until what is queued has left, at most 5 seconds, then FIN and close;
// with nothing queued, FIN and close now. Nobody is called back.
void end_in_order(Loop& loop, UvHandle<uv_tcp_t> tcp);

// RST (SO_LINGER 0) and close, now.
void end_with_reset(UvHandle<uv_tcp_t> tcp);

}  // namespace net
