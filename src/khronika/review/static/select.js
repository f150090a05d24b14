// Selecting words in a source, by mouse or keys, and handing them to a field. Offsets are code points of the stored text:
// the start of the stretch and the code points before the selection in it, which is what the server counts too.
"use strict";
(() => {
  const $ = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const points = (text) => { let n = 0; for (const _ of text) n += 1; return n; };
  const bar = $("#bar");

  function selected() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const from = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
    const text = from && from.closest(".text");
    if (!text || !text.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const quote = range.toString();
    let start = Number(text.dataset.start) + points(before.toString()), stop = start + points(quote);
    start += points(quote) - points(quote.trimStart());
    stop -= points(quote) - points(quote.trimEnd());
    return start < stop ? { document: text.dataset.document, start, stop, quote: quote.trim() } : null;
  }
  window.khronikaSelected = selected;
  const show = () => { if (bar) bar.hidden = !selected(); };
  document.addEventListener("selectionchange", show);

  async function hand(as) {
    const words = selected();
    if (!words) return;
    if (as === "missed") {
      const query = new URLSearchParams({ id: words.document, start: words.start, stop: words.stop });
      location.href = `/document?${query}#tell`;
      return;
    }
    const box = document.getElementById(`e-${as}`);
    if (!box) return;
    box.open = true;
    const form = $("form", box);
    for (const [name, value] of Object.entries({ words: words.quote, document: words.document, start: words.start, stop: words.stop })) form.elements[name].value = value;
    box.scrollIntoView({ block: "nearest" });
    getSelection().removeAllRanges();
    const field = as === "claims" ? "claims.participants" : as;
    await offer(form, field, words);
    (as === "claims" ? form.elements.field : $("button:not([data-offered])", form)).focus();
  }
  async function offer(form, field, words) {
    const place = $("[data-offer]", form);
    place.replaceChildren();
    place.hidden = true;
    if (!/^(date|place|claims)/.test(field)) return;
    const query = new URLSearchParams({ id: words.document, field, start: words.start, stop: words.stop });
    const answer = await fetch(`/document/read.json?${query}`);
    if (!answer.ok) return;
    const found = await answer.json();
    if (!found.length) return;
    fill(form, found[0]);
    place.hidden = found.length < 2;
    for (const one of found.slice(0, 8)) {
      const button = document.createElement("button");
      button.type = "button"; button.dataset.offered = "1"; button.textContent = one.label;
      button.addEventListener("click", () => { fill(form, one); $("button:not([data-offered])", form).focus(); });
      place.append(button);
    }
  }
  function fill(form, one) {
    for (const name of ["date_start", "date_end", "low", "best", "high", "geonameid"]) {
      const input = form.elements[name];
      if (input) input.value = one.value[name] ?? "";
    }
    if (form.elements.place_name) form.elements.place_name.value = one.label;
  }
  if (bar) bar.addEventListener("click", (event) => { const button = event.target.closest("[data-as]"); if (button) hand(button.dataset.as); });
  if (bar) bar.addEventListener("mousedown", (event) => event.preventDefault());

  const texts = () => all(".text");
  function enter() {
    const list = texts();
    if (!list.length) return;
    const at = list.indexOf(document.activeElement);
    const text = list[(at + 1) % list.length];
    text.focus();
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const first = walker.nextNode();
    if (first) getSelection().collapse(first, 0);
    text.scrollIntoView({ block: "nearest" });
  }
  // Left and right are what the eye sees; in a text that runs from right to left the selection goes the other way.
  function move(event, text) {
    const way = event.code === "ArrowRight" ? "right" : "left";
    const chosen = getSelection();
    if (!chosen.rangeCount || !text.contains(chosen.focusNode)) enter();
    const forward = (way === "right") !== (getComputedStyle(text).direction === "rtl");
    chosen.modify(event.shiftKey ? "extend" : "move", forward ? "forward" : "backward", event.altKey ? "character" : "word");
    const at = chosen.focusNode && (chosen.focusNode.nodeType === 1 ? chosen.focusNode : chosen.focusNode.parentElement);
    if (at) at.scrollIntoView({ block: "nearest" });
  }
  function line(event, text) {
    const chosen = getSelection();
    if (!chosen.rangeCount || !text.contains(chosen.focusNode)) enter();
    chosen.modify(event.shiftKey ? "extend" : "move", event.code === "ArrowDown" ? "forward" : "backward", "line");
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const target = event.target;
    if (target.closest && target.closest("input, select, textarea")) return;
    const text = target.closest && target.closest(".text");
    if (event.code === "KeyS" && !event.altKey) { event.preventDefault(); enter(); return; }
    if (text && event.code === "Escape") { event.preventDefault(); getSelection().removeAllRanges(); text.blur(); return; }
    if (text && (event.code === "ArrowLeft" || event.code === "ArrowRight")) { event.preventDefault(); move(event, text); return; }
    if (text && (event.code === "ArrowUp" || event.code === "ArrowDown")) { event.preventDefault(); line(event, text); return; }
    const button = bar && selected() && $(`[data-code="${event.code}"]`, bar); // the bar itself is shown a moment later
    if (button && !event.altKey) { event.preventDefault(); event.stopPropagation(); hand(button.dataset.as); }
  }, true);
})();
