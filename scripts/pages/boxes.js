// Puts every character's box into the page, by block: [character, left, top, right, bottom] in CSS pixels.
(() => {
  const out = {};
  for (const element of document.querySelectorAll("[data-key]")) {
    const cells = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // text of a picture or quotation that stands inside a paragraph is not the paragraph's
      if (node.parentElement.closest("[data-key]") !== element) continue;
      let at = 0;
      for (const ch of node.data) {
        const range = document.createRange();
        range.setStart(node, at);
        at += ch.length;
        range.setEnd(node, at);
        const box = range.getClientRects()[0];
        if (ch.trim() && box) {
          cells.push([ch, box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY]
            .map((v) => (typeof v === "number" ? Math.round(v * 10) / 10 : v)));
        }
      }
    }
    out[element.dataset.key] = cells;
  }
  const holder = document.createElement("script");
  holder.type = "application/json";
  holder.id = "boxes";
  holder.textContent = JSON.stringify({ height: document.documentElement.scrollHeight, blocks: out })
    .replace(/</g, "\\u003c");
  document.body.append(holder);
})();
