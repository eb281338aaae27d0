// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sorting, filtering and copying. The page is whole without it.
(() => {
  'use strict';

  const bodyOf = (table) => table.tBodies[0];

  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort ?? cell.textContent.trim().toLowerCase();
  };

  const compare = (one, other) => {
    const difference = Number(one) - Number(other);
    return Number.isNaN(difference) ? one.localeCompare(other, 'en') : difference;
  };

  // Rows with equal keys stay in their order.
  const sort = (table, column, direction) => {
    const rows = [...bodyOf(table).rows].map((row) => ({ row, key: keyOf(row, column) }));
    rows.sort((one, other) => direction * compare(one.key, other.key));
    bodyOf(table).append(...rows.map(({ row }) => row));
  };

  const makeSortable = (table) => {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener('click', () => {
        const ascending = heading.getAttribute('aria-sort') !== 'ascending';
        headings.forEach((other) => other.removeAttribute('aria-sort'));
        heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
        sort(table, column, ascending ? 1 : -1);
      });
    });
    table.classList.add('sorted');
  };

  // A row stays when it has every word that was written, and is of the kind that was chosen.
  const makeFilter = (tools) => {
    const table = document.getElementById(tools.dataset.table);
    const input = tools.querySelector('input');
    const choice = tools.querySelector('select');
    const status = tools.querySelector('output');
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const kind = choice ? choice.value : 'any';
      const rows = [...bodyOf(table).rows];
      rows.forEach((row) => {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word)) ||
          (kind !== 'any' && row.dataset.kind !== kind);
      });
      const left = rows.filter((row) => !row.hidden).length;
      status.textContent = `${left} of ${rows.length} ${tools.dataset.things} shown`;
    };
    input.addEventListener('input', filter);
    if (choice) choice.addEventListener('change', filter);
    tools.hidden = false;
  };

  // Selecting and copying asks for no permission; where it is refused the text stays selected.
  const makeCopyable = (box) => {
    const text = box.querySelector('pre');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy ${box.dataset.what}`);
    const status = document.createElement('output');
    button.addEventListener('click', () => {
      getSelection().selectAllChildren(text);
      const copied = document.execCommand('copy');
      status.textContent = copied ? 'Copied' : 'Selected: copy it with the keyboard';
    });
    box.append(button, status);
  };

  document.querySelectorAll('table[data-sortable]').forEach(makeSortable);
  document.querySelectorAll('.tools').forEach(makeFilter);
  document.querySelectorAll('.copyable').forEach(makeCopyable);

  // Paper cannot be unfolded.
  addEventListener('beforeprint', () => {
    document.querySelectorAll('details').forEach((details) => { details.open = true; });
  });
})();
