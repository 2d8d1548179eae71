// One document: raw and clean side by side, every edit marked, the page drawn from its boxes.

function documentsPage(data, asked) {
  if (!data.documents.length) {
    return make('div', {}, make('h2', {}, 'Documents'), make('p', {}, 'There is no document in what this report was made of.'));
  }
  const place = make('div', {});
  const select = make('select', { onchange: () => show() });
  const title = (item) => `${item.id}${item.title ? ` · ${item.title}` : ''} (${count(item.edits.length)} edits)`;
  function narrow(words) {
    const wanted = words.toLowerCase();
    const found = data.documents.map((item, number) => [number, title(item)])
      .filter(([, text]) => text.toLowerCase().includes(wanted));
    select.replaceChildren(...found.map(([value, text]) => make('option', { value }, text)));
    if (found.length) show();
  }
  function show() { place.replaceChildren(documentView(data.documents[Number(select.value)], data.body)); }
  const step = (by) => () => {
    select.selectedIndex = Math.min(Math.max(select.selectedIndex + by, 0), select.options.length - 1);
    show();
  };
  const page = make('div', {},
    make('h2', {}, 'Documents'),
    make('div', { class: 'controls' },
      search('Find', '', narrow),
      make('label', { class: 'field wide' }, 'Document', select),
      make('button', { type: 'button', onclick: step(-1) }, 'Previous'),
      make('button', { type: 'button', onclick: step(1) }, 'Next')),
    place);
  narrow('');
  const number = data.documents.findIndex((item) => item.id === asked.get('id'));
  if (number >= 0) { select.value = String(number); show(); }
  return page;
}

const editWords = ([start, end, replacement, rule, confidence], removed) => [
  replacement ? `“${visible(removed)}” reads “${visible(replacement)}”` : `“${visible(removed)}” is removed`,
  `rule ${rule}, confidence ${confidence.toFixed(2)}`,
  `raw ${start}–${end}`,
].join('\n');

function documentView(item, bodyRoles) {
  const text = points(item.raw);
  const slice = (start, end) => text.slice(start, end).join('');
  const rules = new Map();
  for (const edit of item.edits) rules.set(edit[3], (rules.get(edit[3]) ?? 0) + 1);
  const chosen = new Set(rules.keys());
  const panes = make('div', {});
  let removed = false;

  function refresh() {
    const shown = item.edits.map((edit, number) => ({
      span: [edit[0], edit[1]], number, edit, on: chosen.has(edit[3]),
    }));
    panes.replaceChildren(
      make('div', { class: 'panes' },
        make('section', { 'aria-label': 'Raw text' }, make('h4', {}, 'Raw'), rawText(item, text, shown)),
        make('section', { 'aria-label': 'Clean text' }, make('h4', {}, 'Clean'),
          cleanText(item, slice, shown, bodyRoles, removed))));
  }
  refresh();
  const legend = [...rules].sort((a, b) => b[1] - a[1]).map(([rule, number]) =>
    tick(`${rule} ${count(number)}`, true, (on) => { on ? chosen.add(rule) : chosen.delete(rule); refresh(); }));
  const all = (on) => () => {
    for (const box of filter.querySelectorAll('.rules input')) box.checked = on;
    chosen.clear();
    if (on) for (const rule of rules.keys()) chosen.add(rule);
    refresh();
  };
  const filter = make('fieldset', {}, make('legend', {}, 'Rules'),
    make('span', { class: 'rules' }, legend),
    make('button', { type: 'button', onclick: all(true) }, 'All'),
    make('button', { type: 'button', onclick: all(false) }, 'None'),
    tick('show removed text in the clean side', removed, (on) => { removed = on; refresh(); }));
  return make('article', { class: 'document' },
    make('h3', { lang: item.language }, item.title || item.id),
    make('p', { class: 'about' }, [item.id, item.split, ...item.about].filter(Boolean).join(' · ')),
    item.edits.length ? filter : make('p', {}, 'No edit: the text was clean.'),
    layoutView(item, slice), panes, suspects(item, slice));
}

function rawText(item, text, shown) {
  const blocks = item.blocks.flatMap((block, number) => block.fragments.map((span) => ({ span, block, number })));
  const out = runs(text, 0, text.length, [...blocks, ...shown]).map(({ text: piece, on }) => {
    const home = on.find((each) => each.block);
    const mark = on.find((each) => each.edit && each.on);
    if (!mark) {
      return make('span', { class: home && `role-${home.block.role}`, 'data-keys': home && `b${home.number}` }, piece);
    }
    const words = text.slice(mark.edit[0], mark.edit[1]).join('');
    const inserted = mark.edit[0] === mark.edit[1];
    const blank = inserted || !words.trim();
    return make('span', { class: `edit ${mark.edit[2] ? 'changed' : 'removed'}${blank ? ' blank' : ''}`, tabindex: 0, 'data-keys': `e${mark.number}`,
      'data-rule': mark.edit[3], 'data-tip': editWords(mark.edit, words) },
    inserted ? '‸' : piece.replace(/\r\n|\r|\n/g, '⏎$&'));
  });
  return make('div', { class: 'text', lang: item.language }, out);
}

function cleanText(item, slice, shown, bodyRoles, removed) {
  const body = make('div', { class: 'body' });
  const beside = make('div', { class: 'beside' });
  let article = -1;
  item.blocks.forEach((block, number) => {
    const inBody = bodyRoles.includes(block.role);
    if (inBody && block.article !== article) {
      article = block.article;
      body.append(make('p', { class: 'article' }, `Article ${article + 1}`));
    }
    const parts = block.pieces.map(([start, end, place]) => {
      if (place < 0) return slice(start, end);
      const { edit, on } = shown[place];
      const words = slice(edit[0], edit[1]);
      if (!on) return edit[2];
      return make('span', { class: `edit ${edit[2] ? 'changed' : 'removed'}`, tabindex: 0, 'data-rule': edit[3],
        'data-keys': `e${place}`, 'data-tip': editWords(edit, words) },
      removed && words ? make('del', {}, visible(words)) : null, edit[2] || (removed ? null : '‸'));
    });
    (inBody ? body : beside).append(make('p', { class: `block role-${block.role}`, 'data-keys': `b${number}` },
      make('span', { class: 'role' }, block.role), make('span', { lang: item.language }, parts)));
  });
  const left = beside.childElementCount ? beside : null;
  return make('div', { class: 'clean' }, body, left);
}

function suspects(item, slice) {
  if (!item.suspects.length) return null;
  return make('details', {}, make('summary', {}, `Noticed and left alone: ${item.suspects.length}`),
    table('Suspects', ['raw', 'text', 'rule', 'perhaps', 'why'], item.suspects.map(([start, end, rule, message, others]) =>
      [`${start}–${end}`, visible(slice(start, end)), rule, others.join(' / ') || '–', message || '–'])));
}
