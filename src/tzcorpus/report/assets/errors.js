// Gold against system: scores with intervals, and every mistake in its sentence.

const AROUND = 40;

function errorsPage(data) {
  const page = make('div', {}, make('h2', {}, 'Errors'));
  if (!data.errors) {
    page.append(make('p', {}, 'There is nothing to compare with. Give a gold side with the same passages: '),
      make('pre', {}, 'tzcorpus report build/rules --gold build/dataset -o errors.html'));
    return page;
  }
  const { scores, mistakes, chart } = data.errors;
  const share = (number) => number.toFixed(3);
  const list = pagedList('mistakes', mistakeView);
  const state = { language: '', kind: '', label: '' };
  const refresh = () => list.set(mistakes.filter((each) =>
    (!state.language || each.language === state.language) && (!state.kind || each.kind === state.kind)
    && (!state.label || [each.gold?.label, each.system?.label].includes(state.label))));
  const set = (key) => (value) => { state[key] = value; refresh(); };
  const options = (values) => [['', 'all'], ...[...new Set(values)].sort().map((value) => [value, value])];
  refresh();
  page.append(plot(chart),
    table('Strict scores; intervals by drawing documents with replacement',
      ['label', 'language', 'precision', 'recall', 'F1', '95 %', 'partial F1', 'gold', 'found', 'values right'],
      scores.map((row) => [row.label, row.language, share(row.precision), share(row.recall), share(row.f1),
        `${row.low.toFixed(2)}–${row.high.toFixed(2)}`, share(row.partial), count(row.gold), count(row.predicted),
        row.values ? `${row.values[0]} of ${row.values[1]}` : '–'])),
    make('h3', {}, 'Confusions'), confusions(mistakes),
    make('h3', {}, 'Every mistake'),
    make('div', { class: 'controls' },
      choice('Language', options(mistakes.map(({ language }) => language)), set('language')),
      choice('Kind', options(mistakes.map(({ kind }) => kind)), set('kind')),
      choice('Label', options(mistakes.map(({ gold, system }) => (gold ?? system).label)), set('label'))),
    list.element);
  return page;
}

function confusions(mistakes) {
  const counted = new Map();
  for (const { kind, language, gold, system } of mistakes) {
    const key = JSON.stringify([kind, language, gold ? gold.label : '–', system ? system.label : '–']);
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  const rows = [...counted].sort((a, b) => b[1] - a[1]).map(([key, number]) => [...JSON.parse(key), count(number)]);
  return rows.length ? table('Mistakes by kind', ['kind', 'language', 'gold', 'system', 'how many'], rows)
    : make('p', {}, 'No mistake.');
}

function mistakeView(each) {
  const text = points(each.text);
  const spans = [each.gold, each.system].filter(Boolean).map(({ span }) => span);
  const start = Math.max(0, Math.min(...spans.map(([a]) => a)) - AROUND);
  const end = Math.min(text.length, Math.max(...spans.map(([, b]) => b)) + AROUND);
  const items = [each.gold && { ...each.gold, side: 'gold' }, each.system && { ...each.system, side: 'system' }].filter(Boolean);
  const words = (mention) => (mention ? `${mention.label} ${mention.text}${mention.value ? ` = ${mention.value}` : ''}` : 'nothing');
  return make('article', { class: 'mistake' },
    make('h4', {}, each.kind, ' · ', make('a', { href: `#passages?id=${encodeURIComponent(each.passage)}` }, each.passage)),
    make('p', { lang: each.language }, start ? '…' : '', runs(text, start, end, items).map(({ text: piece, on }) =>
      (on.length ? make('span', { class: on.map(({ side }) => side).join(' ') }, piece) : piece)), end < text.length ? '…' : ''),
    make('p', { class: 'about' }, make('span', { class: 'gold' }, 'gold'), ` ${words(each.gold)} · `,
      make('span', { class: 'system' }, 'system'), ` ${words(each.system)}`));
}
