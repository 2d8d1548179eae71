// Elements made from data. Text goes in as text: nothing in this report parses HTML.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const count = (number) => number.toLocaleString('en');

function table(caption, columns, rows) {
  const cell = (value, place) => make(place ? 'td' : 'th', place ? {} : { scope: 'row' }, value);
  return make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    make('table', {},
      make('caption', {}, caption),
      make('thead', {}, make('tr', {}, columns.map((name) => make('th', { scope: 'col' }, name)))),
      make('tbody', {}, rows.map((row) => make('tr', {}, row.map(cell))))));
}

function choice(label, options, onchange) {
  // options: [value, text]
  const select = make('select', { onchange: () => onchange(select.value) },
    options.map(([value, text]) => make('option', { value }, text)));
  return make('label', { class: 'field' }, label, select);
}

function search(label, value, oninput) {
  const input = make('input', { type: 'search', value, oninput: () => oninput(input.value) });
  return make('label', { class: 'field' }, label, input);
}

function tick(label, checked, onchange) {
  const input = make('input', { type: 'checkbox', checked, onchange: () => onchange(input.checked) });
  return make('label', { class: 'tick' }, input, label);
}

// What is pointed at or focused explains itself in one tooltip, and lights up what has a key in common.
const tip = document.getElementById('tip');

function explain(target) {
  tip.textContent = target.dataset.tip;
  tip.hidden = false;
  target.setAttribute('aria-describedby', 'tip');
  const place = target.getClientRects()[0] ?? target.getBoundingClientRect();
  const left = Math.min(place.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
  const below = place.bottom + 6;
  const top = below + tip.offsetHeight > window.innerHeight ? place.top - tip.offsetHeight - 6 : below;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
  for (const key of (target.dataset.keys ?? '').split(' ').filter(Boolean)) {
    for (const other of document.querySelectorAll(`[data-keys~="${key}"]`)) other.classList.add('lit');
  }
}

function silence() {
  tip.hidden = true;
  for (const lit of document.querySelectorAll('.lit')) lit.classList.remove('lit');
  for (const said of document.querySelectorAll('[aria-describedby="tip"]')) said.removeAttribute('aria-describedby');
}

for (const [begin, end] of [['pointerover', 'pointerout'], ['focusin', 'focusout']]) {
  document.addEventListener(begin, (event) => {
    const target = event.target.closest?.('[data-tip]');
    if (target) { silence(); explain(target); }
  });
  document.addEventListener(end, silence);
}
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') silence(); });
