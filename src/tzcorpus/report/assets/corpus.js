// The first page: numbers, plots, the most frequent names.

function corpusPage(data) {
  return make('div', {},
    make('h2', {}, 'Corpus'),
    make('dl', { class: 'numbers' }, data.headline.map(([what, number]) =>
      make('div', {}, make('dt', {}, what), make('dd', {}, count(number))))),
    make('div', { class: 'plots' }, data.charts.map(plot)),
    names('Most frequent companies', data.companies, 'parks beside it'),
    names('Most frequent parks', data.parks, 'companies beside it'));
}

function plot(chart) {
  const place = make('div', { class: 'plot', role: 'img', 'aria-label': `${chart.title}; the table below holds the same numbers` });
  requestAnimationFrame(() => window.drawChart(place, chart.spec));
  return make('figure', {},
    make('figcaption', {}, chart.title),
    place,
    make('details', {}, make('summary', {}, `Table: ${chart.title}`),
      table(chart.title, chart.columns, chart.rows.map((row) => row.map(String)))));
}

function names(title, rows, beside) {
  if (!rows.length) return null;
  return make('section', {}, make('h3', {}, title),
    table(title, ['name', 'in English', 'mentions', 'documents', beside], rows.map((row) => [
      make('a', { href: `#passages?name=${encodeURIComponent(row.name)}`, lang: 'zh' }, row.name),
      row.english || '–', count(row.mentions), count(row.documents),
      make('span', { lang: 'zh' }, row.beside.join('、') || '–'),
    ])));
}
