#include "box.hpp"
