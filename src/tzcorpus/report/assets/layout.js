// The page drawn from the boxes of its blocks.

function layoutView(item, slice) {
  const placed = item.blocks.map((block, number) => ({ ...block, number })).filter((block) => block.boxes.length);
  if (!placed.length) return null;
  const pages = [...new Set(placed.map((block) => block.page))].sort((a, b) => a - b);
  return make('details', { class: 'layout', open: true }, make('summary', {}, 'The page as it was laid out'),
    pages.map((page) => sheet(placed.filter((block) => block.page === page), page, slice)));
}

function sheet(blocks, page, slice) {
  const all = blocks.flatMap(({ boxes }) => boxes);
  const [left, top] = [0, 1].map((side) => Math.min(...all.map((box) => box[side])));
  const [right, bottom] = [2, 3].map((side) => Math.max(...all.map((box) => box[side])));
  const area = ({ boxes }) => boxes.reduce((sum, [l, t, r, b]) => sum + (r - l) * (b - t), 0);
  const margin = (right - left) / 40;
  const size = (right - left) / 36;
  return draw('svg', { role: 'group', 'aria-label': `Page ${page + 1}, ${blocks.length} blocks in reading order`,
    viewBox: `${left - margin} ${top - margin} ${right - left + 2 * margin} ${bottom - top + 2 * margin}` },
  [...blocks].sort((a, b) => area(b) - area(a)).map(({ boxes, role, number, fragments }) => {
    const words = Array.from(visible(fragments.map(([a, b]) => slice(a, b)).join(' '))).slice(0, 40).join('');
    return draw('g', { class: `box role-${role}`, tabindex: 0, 'data-keys': `b${number}`,
      'data-tip': `${number + 1}. ${role}\n${words}…` },
    boxes.map(([l, t, r, b]) => draw('rect', { x: l, y: t, width: r - l, height: b - t })),
    draw('text', { x: boxes[0][0] + size / 3, y: boxes[0][1] + size, 'font-size': size }, String(number + 1)));
  }));
}
