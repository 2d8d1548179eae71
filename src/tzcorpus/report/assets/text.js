// Texts cut at the ends of the spans that lie over them. All offsets are code points.

const points = (text) => Array.from(text);
const visible = (text) => text.replace(/\r\n|\r|\n/g, '⏎').replace(/\t/g, '⇥');

// Runs of text[start:end] with the items ({span: [a, b]}) that cover each; an empty span has a run of its own.
function runs(text, start, end, items) {
  const inside = items.filter(({ span: [a, b] }) => a < end && b > start || a === b && a >= start && a <= end)
    .sort((one, other) => one.span[0] - other.span[0]);
  const empty = new Map();
  const cuts = new Set([start, end]);
  for (const item of inside) {
    const [a, b] = item.span;
    cuts.add(Math.max(a, start));
    cuts.add(Math.min(b, end));
    if (a === b) empty.set(a, [...(empty.get(a) ?? []), item]);
  }
  const places = [...cuts].sort((a, b) => a - b);
  const out = [];
  let open = [];
  let next = 0;
  places.forEach((from, number) => {
    if (empty.has(from)) out.push({ text: '', on: empty.get(from) });
    const to = places[number + 1];
    if (to === undefined) return;
    open = open.filter(({ span }) => span[1] > from);
    for (; next < inside.length && inside[next].span[0] < to; next += 1) {
      if (inside[next].span[1] > from) open.push(inside[next]);
    }
    out.push({ text: text.slice(from, to).join(''), on: open, ends: open.filter(({ span }) => span[1] === to) });
  });
  return out;
}
