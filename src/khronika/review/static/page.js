// Keys, jumps between values and words, and the list. Every key is a place on the keyboard (event.code), whatever the layout.
"use strict";
(() => {
  const $ = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const say = (text) => { const box = $("#say"); box.textContent = text; clearTimeout(say.later); say.later = setTimeout(() => { box.textContent = ""; }, 2500); };
  window.khronikaSay = say;
  const typing = (target) => target.closest && target.closest("input, select, textarea, [contenteditable]");

  function flash(mark) {
    all("mark.here").forEach((m) => m.classList.remove("here"));
    if (!mark) return;
    const id = mark.dataset.marks.split(" ")[0], text = mark.closest(".text");
    all("mark", text).filter((m) => m.dataset.marks.split(" ").includes(id)).forEach((m) => m.classList.add("here"));
  }
  let last = null; // the value that a jump began at
  function jump(link) {
    const goal = document.getElementById(link.hash.slice(1));
    if (!goal) return;
    last = link;
    all(".value.here").forEach((v) => v.classList.remove("here"));
    link.classList.add("here");
    const mark = goal.closest("mark");
    mark.scrollIntoView({ block: "center" });
    flash(mark);
    link.focus({ preventScroll: true });
    say(mark.textContent);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-jump]");
    if (link) { event.preventDefault(); jump(link); return; }
    if (event.target.closest("[data-close]")) $("#help").close();
    const mark = event.target.closest("mark");
    if (mark && String(getSelection()) === "") back(mark);
  });
  function back(mark) {
    const keys = mark.dataset.marks.split(" "), source = all(".source").indexOf(mark.closest(".source"));
    const links = keys.map((k) => $(`a[data-jump][href="#s${source}-${k}"]`)).filter(Boolean);
    const link = links.find((l) => l.classList.contains("value")) || links[0];
    flash(mark);
    if (link) { link.scrollIntoView({ block: "nearest" }); link.focus({ preventScroll: true }); all(".value.here").forEach((v) => v.classList.remove("here")); link.classList.add("here"); }
  }

  function step(list, by) {
    const at = list.indexOf(document.activeElement);
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function values(by) {
    const list = all("a.value[data-jump]"), at = list.indexOf(last);
    const next = list[(at + by + list.length) % list.length];
    if (next) jump(next);
  }
  function edit() {
    const field = (document.activeElement.closest(".field") || (last && last.closest(".field")));
    const box = field && $("details.edit", field);
    if (!box) return;
    box.open = true;
    $("input:not([type=hidden]), select", box).focus();
  }
  const OWN = {
    KeyJ: () => { const link = $("[data-key=KeyJ]"); if (link) link.click(); else step(all("[data-row]"), 1); },
    KeyK: () => { const link = $("[data-key=KeyK]"); if (link) link.click(); else step(all("[data-row]"), -1); },
    KeyV: (event) => values(event.shiftKey ? -1 : 1),
    KeyE: edit,
    KeyB: () => { if (last) { last.focus(); last.scrollIntoView({ block: "nearest" }); } },
    Slash: () => { const box = $("[data-search]"); if (box) box.focus(); else location.href = "/search"; },
    KeyM: () => { const box = $("#e-comment"); if (box) { box.open = true; $("textarea", box).focus(); } },
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const help = $("#help");
    if (event.code === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target) || help.open) return;
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) { event.preventDefault(); help.showModal(); return; }
    if (event.shiftKey && event.code !== "KeyV") return;
    const marked = $(`[data-key="${event.code}"]`);
    if (OWN[event.code]) { event.preventDefault(); OWN[event.code](event); }
    else if (marked) { event.preventDefault(); marked.click(); }
  });
  const hash = location.hash.slice(1);
  const goal = hash && document.getElementById(hash);
  if (goal && goal.closest("mark")) flash(goal.closest("mark"));
  const first = $("[data-first]");
  // After the jump to the address's fragment, which takes the focus away.
  if (first) window.addEventListener("load", () => setTimeout(() => first.focus(), 0));
})();
