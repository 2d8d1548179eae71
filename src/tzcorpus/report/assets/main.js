// Which page is shown, and in which colours.

const data = JSON.parse(document.getElementById('data').textContent);
const pages = { corpus: corpusPage, documents: documentsPage, passages: passagesPage, errors: errorsPage };

function route() {
  const [name, query] = location.hash.slice(1).split('?');
  if (name === 'main') return;
  const wanted = pages[name] ? name : 'corpus';
  silence();
  document.getElementById('page').replaceChildren(pages[wanted](data, new URLSearchParams(query ?? '')));
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#${wanted}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  window.scrollTo(0, 0);
}

const theme = document.getElementById('theme');
const dark = window.matchMedia('(prefers-color-scheme: dark)');
function paint(isDark) {
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  theme.setAttribute('aria-pressed', String(isDark));
}
paint(dark.matches);
dark.addEventListener('change', (event) => paint(event.matches));
theme.addEventListener('click', () => paint(document.documentElement.dataset.theme !== 'dark'));
window.addEventListener('hashchange', route);
route();
