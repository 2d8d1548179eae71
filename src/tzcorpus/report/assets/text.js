// Texts cut at the ends of the spans that lie over them. All offsets are code points.

const points = (text) => Array.from(text);
const visible = (text) => text.replace(/\r\n|\r|\n/g, '⏎').replace(/\t/g, '⇥');

// Runs of text[start:end] with the items ({span: [a, b]}) that cover each; an empty span has a run of its own.
function runs(text, start, end, items) {
  const inside = items.filter(({ span: [a, b] }) => a < end && b > start || a === b && a >= start && a <= end);
  const cuts = new Set([start, end]);
  for (const { span: [a, b] } of inside) { cuts.add(Math.max(a, start)); cuts.add(Math.min(b, end)); }
  const places = [...cuts].sort((a, b) => a - b);
  const out = [];
  places.forEach((from, number) => {
    const empty = inside.filter(({ span: [a, b] }) => a === b && a === from);
    if (empty.length) out.push({ text: '', on: empty });
    const to = places[number + 1];
    if (to === undefined) return;
    const on = inside.filter(({ span: [a, b] }) => a < to && b > from);
    out.push({ text: text.slice(from, to).join(''), on, ends: on.filter(({ span }) => span[1] === to) });
  });
  return out;
}
