// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files that the page consists of, as they were when the program was built.
#pragma once

#include <string_view>

namespace report {

std::string_view page_style();   // page.css
std::string_view page_script();  // page.js

}  // namespace report
