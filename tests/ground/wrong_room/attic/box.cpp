#include "scan/scanner.hpp"
