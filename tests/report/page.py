# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions to a page, as function bodies that run in it."""

# Texts whose contrast against what is behind them is too low (WCAG 2.2, 1.4.3), as lines.
LOW_CONTRAST = r"""
const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
const linear = (value) => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
const opaque = (colour) => { const all = parts(colour); return all.length < 4 || all[3] > 0; };
const behind = (element) => {
  const box = element.closest('g.box');
  if (box) return getComputedStyle(box.querySelector('rect')).fill;
  for (let one = element; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (opaque(colour)) return colour;
  }
  return 'rgb(255, 255, 255)';
};
const low = [];
let count = 0;
const judge = (element, colour, text) => {
  count += 1;
  const [one, other] = [luminance(parts(colour)), luminance(parts(behind(element)))];
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (contrast < 4.5) low.push(`${contrast.toFixed(2)} ${colour} on ${behind(element)}: ${text.slice(0, 60)}`);
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode;
  const element = node.parentElement;
  if (!node.data.trim() || element.closest('script, style, title, desc') || !element.checkVisibility()) continue;
  const style = getComputedStyle(element);
  judge(element, element.closest('svg') ? style.fill : style.color, node.data.trim());
}
for (const element of document.querySelectorAll('main *')) {
  for (const which of ['::before', '::after']) {
    const style = getComputedStyle(element, which);
    if (/[a-z0-9\u2190-\u21ff]/i.test(style.content.replace(/^(none|normal|counter.*)$/, '')) && element.checkVisibility())
      judge(element, style.color, style.content);
  }
}
return { count, low };
"""

# Signs and lines that carry meaning (WCAG 2.2, 1.4.11).
LOW_SIGNS = r"""
const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
const linear = (value) => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
const paper = luminance(parts(getComputedStyle(document.body).backgroundColor));
return [...document.querySelectorAll('.mark, .picture rect, .picture .branch')].filter((element) => {
  const style = getComputedStyle(element);
  const own = luminance(parts(element.closest('svg') ? style.stroke : style.color));
  return (Math.max(own, paper) + 0.05) / (Math.min(own, paper) + 0.05) < 3;
}).length;
"""

# What reaches beyond the window, as lines; the width of the page first. What is clipped away for the
# eye and stays for readers does not count.
TOO_WIDE = r"""
const clipped = (element) => {
  for (let one = element; one; one = one.parentElement)
    if (getComputedStyle(one).clipPath !== 'none' || one.matches('.signs')) return true;
  return false;
};
const wide = [...document.querySelectorAll('body *')].filter((element) =>
  element.getBoundingClientRect().right > innerWidth + 0.5 && !clipped(element));
const names = wide.slice(0, 5).map((element) => `${element.tagName}: ${element.textContent.slice(0, 60)}`);
return document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth}`, ...names] : names;
"""

DOUBLE_IDS = r"""
const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
return ids.filter((id, index) => ids.indexOf(id) !== index);
"""

# References by id, in the page, that lead nowhere.
DEAD_REFERENCES = r"""
const dead = [];
for (const name of ['href', 'for', 'aria-labelledby', 'aria-describedby', 'data-table'])
  for (const element of document.querySelectorAll(`[${name}]`))
    for (const word of element.getAttribute(name).split(/\s+/)) {
      if (name === 'href' && !word.startsWith('#')) { dead.push(word); continue; }
      if (!document.getElementById(word.replace(/^#/, ''))) dead.push(`${name} ${word}`);
    }
return dead;
"""

HEADINGS = r"""
return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => Number(heading.tagName[1]));
"""

# Controls that a reader's machine could not name.
NAMELESS = r"""
return [...document.querySelectorAll('input, select, button, textarea')].filter((control) =>
  !control.labels?.length && !control.textContent.trim() && !control.getAttribute('aria-label'))
  .map((control) => control.outerHTML);
"""

# Tables without a caption, headings of rows and columns without a scope.
TABLES_WITHOUT = r"""
return [...document.querySelectorAll('table')].filter((table) =>
  !table.caption?.textContent.trim() || [...table.querySelectorAll('th')].some((heading) => !heading.scope))
  .map((table) => table.outerHTML.slice(0, 120));
"""

COLUMN = r"""
const [id, column] = arguments;
return [...document.getElementById(id).tBodies[0].rows].filter((row) => !row.hidden).map((row) =>
  row.cells[column].dataset.sort ?? row.cells[column].textContent.trim());
"""
