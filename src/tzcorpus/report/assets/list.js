// A long list, a page at a time: two thousand passages are as quick as twenty.

const PAGE = 20;

function pagedList(name, drawItem) {
  const body = make('div', { class: 'list' });
  const status = make('p', { class: 'status', role: 'status' });
  const turn = (by) => () => { at += by; show(); status.scrollIntoView({ block: 'nearest' }); };
  const back = make('button', { type: 'button', onclick: turn(-1) }, 'Previous');
  const on = make('button', { type: 'button', onclick: turn(1) }, 'Next');
  let items = [];
  let at = 0;

  function show() {
    const pages = Math.max(1, Math.ceil(items.length / PAGE));
    at = Math.min(Math.max(at, 0), pages - 1);
    body.replaceChildren(...items.slice(at * PAGE, (at + 1) * PAGE).map(drawItem));
    status.textContent = items.length
      ? `${count(items.length)} ${name}, page ${count(at + 1)} of ${count(pages)}` : `No ${name} match.`;
    back.disabled = at === 0;
    on.disabled = at >= pages - 1;
  }
  const element = make('section', { 'aria-label': name },
    make('div', { class: 'pager' }, back, on, status), body);
  return { element, set(found) { items = found; at = 0; show(); } };
}
