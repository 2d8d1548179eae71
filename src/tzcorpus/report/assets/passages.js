// Passages: a row a bead, Chinese beside English; entities, values, findings.

function passagesPage(data, asked) {
  const state = { words: asked.get('q') ?? '', name: asked.get('name') ?? '', id: asked.get('id') ?? '',
    label: '', finding: '', split: '' };
  const list = pagedList('passages', (item) => passageView(item));
  const refresh = () => list.set(data.passages.filter((item) => matches(item, state)));
  const set = (key) => (value) => { state[key] = value; refresh(); };
  const kinds = [...new Set(data.passages.flatMap((item) => item.findings.map(({ kind }) => kind)))].sort();
  const splits = [...new Set(data.passages.map((item) => item.split))].filter(Boolean);
  const only = state.name || state.id;
  refresh();
  return make('div', {},
    make('h2', {}, 'Passages'),
    make('div', { class: 'controls' },
      search('Find', state.words, set('words')),
      choice('Label', [['', 'all'], ['COMPANY', 'COMPANY'], ['PARK', 'PARK'], ['MONEY', 'MONEY']], set('label')),
      choice('Findings', [['', 'all passages'], ['*', 'any finding'], ...kinds.map((kind) => [kind, kind])], set('finding')),
      splits.length ? choice('Split', [['', 'all'], ...splits.map((name) => [name, name])], set('split')) : null,
      only ? make('p', {}, 'Only ', make('strong', { lang: 'zh' }, only), ' · ', make('a', { href: '#passages' }, 'show all')) : null),
    make('p', { class: 'legend' }, ['COMPANY', 'PARK', 'MONEY'].map((label) =>
      [make('span', { class: `entity ${label}` }, label), ' ']), make('span', { class: 'finding' }, 'finding of the number check')),
    list.element);
}

function matches(item, { words, name, id, label, finding, split }) {
  const sides = [item.zh, item.en].filter(Boolean);
  const entities = sides.flatMap((side) => side.entities.map((entity) => ({ ...entity, side })));
  if (id && item.id !== id) return false;
  if (split && item.split !== split) return false;
  if (label && !entities.some((entity) => entity.label === label)) return false;
  if (finding === '*' ? !item.findings.length : finding && !item.findings.some(({ kind }) => kind === finding)) return false;
  if (name && !entities.some((entity) => entity.entity === name || surface(entity) === name)) return false;
  const wanted = words.toLowerCase();
  return !wanted || item.id.toLowerCase().includes(wanted) || sides.some((side) => side.text.toLowerCase().includes(wanted));
}

const surface = ({ side, span }) => points(side.text).slice(...span).join('');

function passageView(item) {
  const facts = [item.role, item.split, item.method, item.method === 'unpaired' ? null : `score ${item.score}`,
    item.agrees ? `${item.agrees} ${item.agrees === 1 ? 'figure agrees' : 'figures agree'}` : null];
  return make('article', { class: 'passage' },
    make('h3', {}, item.id),
    make('p', { class: 'about' }, make('a', { href: `#documents?id=${encodeURIComponent(item.document)}` }, item.document),
      ' · ', facts.filter(Boolean).join(' · ')),
    rows(item),
    item.findings.length ? make('ul', { class: 'findings' }, item.findings.map(({ kind, message }, number) =>
      make('li', { tabindex: 0, 'data-keys': keyOf(item, `f${number}`), 'data-tip': kind }, `${kind}: ${message}`))) : null);
}

const keyOf = (item, key) => `p${[...item.id].map((c) => c.codePointAt(0).toString(36)).join('')}-${key}`;

function rows(item) {
  const sides = { zh: item.zh && marked(item, 'zh'), en: item.en && marked(item, 'en') };
  const beads = item.beads.length ? [...item.beads] : [[all(item.zh), all(item.en), null]];
  for (const [place, side] of [[0, item.zh], [1, item.en]]) {
    const covered = new Set(beads.flatMap((bead) => bead[place]));
    const rest = all(side).filter((number) => !covered.has(number));
    if (rest.length) beads.push(place ? [[], rest, null] : [rest, [], null]);
  }
  return make('div', { class: 'beads' }, beads.map(([zh, en, score]) =>
    make('div', { class: zh.length && en.length || score === null ? 'bead' : 'bead gap' },
      make('p', { lang: 'zh' }, sides.zh ? sides.zh(zh) : null),
      make('span', { class: 'score', tabindex: score === null ? null : 0,
        'data-tip': score === null ? null : `bead ${zh.length}–${en.length}, score ${score}` },
      score === null ? '' : `${zh.length}–${en.length}`),
      make('p', { lang: 'en' }, sides.en ? sides.en(en) : null))));
}

const all = (side) => (side ? (side.sentences.length ? side.sentences.map((_, number) => number) : [0]) : []);

// A function from sentence numbers to elements.
function marked(item, language) {
  const side = item[language];
  const text = points(side.text);
  const place = language === 'zh' ? 0 : 1;
  const entities = side.entities.map((entity, number) => {
    const link = item.links.findIndex((each) => each[place] === number);
    const other = link < 0 ? null : item[language === 'zh' ? 'en' : 'zh'].entities[item.links[link][1 - place]];
    const against = other && surface({ ...other, side: item[language === 'zh' ? 'en' : 'zh'] });
    const lines = [entity.label, entity.value, entity.entity && `short for ${entity.entity}`,
      against ? `linked with ${against} (${item.links[link][3]} ${item.links[link][2]})` : 'no link',
      `found by ${entity.source || 'unknown'}, score ${entity.score}`, `${language} ${entity.span[0]}–${entity.span[1]}`];
    return { ...entity, tip: lines.filter(Boolean).join('\n'),
      key: keyOf(item, link < 0 ? `${language}${number}` : `l${link}`) };
  });
  const findings = item.findings.map((finding, number) => ({ ...finding, span: finding[language], finding: true,
    key: keyOf(item, `f${number}`) })).filter(({ span }) => span);
  const spans = side.sentences.length ? side.sentences : [[0, text.length]];
  return (numbers) => numbers.flatMap((number, order) => {
    const [start, end] = spans[number];
    const gap = order && language === 'en' ? ' ' : '';
    return [gap, ...runs(text, start, end, [...entities, ...findings]).map(markRun)];
  });
}

function markRun({ text, on, ends }) {
  if (!on.length) return text;
  const entity = on.find(({ label }) => label);
  const finding = on.find((each) => each.finding);
  const classes = [entity && `entity ${entity.label}`, finding && 'finding'].filter(Boolean).join(' ');
  const words = [entity?.tip, finding && `${finding.kind}: ${finding.message}`].filter(Boolean).join('\n');
  const value = entity?.value && ends.includes(entity) ? make('span', { class: 'value' }, ` ${entity.value}`) : null;
  return make('span', { class: classes, tabindex: 0, 'data-tip': words, 'data-keys': on.map(({ key }) => key).join(' ') }, text, value);
}
