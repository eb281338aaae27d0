#include "attic/box.hpp"

#include <vector>

#include <uv.h>

#include "base/text.hpp"
