// Filters, sorting and selection over what the server wrote. Map and timeline listen here; nothing is fetched.
"use strict";
window.khronika = (() => {
  const data = JSON.parse(document.getElementById("chronicle-data").textContent);
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#table tbody tr")];
  const stories = [...document.querySelectorAll(".story")];
  const storyOf = new Map(stories.map((story) => [story.dataset.id, story]));
  const rowOf = new Map(rows.map((row) => [row.dataset.id, row]));
  const listeners = [];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const state = { visible: new Set(storyOf.keys()), chosen: null };

  // Accents and case do not matter in a search; \p{M} also drops Arabic vowel signs.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const texts = new Map();
  const textOf = (id) => {
    if (!texts.has(id)) texts.set(id, plain(`${storyOf.get(id).textContent} ${rowOf.get(id)?.textContent ?? ""}`));
    return texts.get(id);
  };

  function fits(story, wanted) {
    const { group, country, languages, id } = story.dataset;
    if (wanted.group && group !== wanted.group) return false;
    if (wanted.country && country !== wanted.country) return false;
    if (wanted.language && !languages.split(" ").includes(wanted.language)) return false;
    return wanted.words.every((word) => textOf(id).includes(word));
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(form));
    wanted.words = plain(wanted.text).split(/\s+/).filter(Boolean);
    state.visible = new Set(stories.filter((story) => fits(story, wanted)).map((story) => story.dataset.id));
    for (const element of [...rows, ...stories]) element.hidden = !state.visible.has(element.dataset.id);
    const shown = rows.filter((row) => !row.hidden).length;
    document.getElementById("shown").textContent = `${shown} of ${rows.length} events`;
    const none = document.getElementById("none");
    if (none) none.hidden = shown > 0;
    tell();
  }

  function tell() {
    for (const listener of listeners) listener(state);
  }

  function choose(id, { from = "elsewhere" } = {}) {
    state.chosen = id;
    for (const element of [...rows, ...stories]) element.classList.toggle("chosen", element.dataset.id === id);
    const story = storyOf.get(id);
    if (story && from !== "story") {
      story.querySelector("details").open = true;
      history.replaceState(null, "", `#${encodeURIComponent(id)}`);
      story.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
      story.querySelector("summary").focus({ preventScroll: true });
    }
    tell();
  }

  function sortBy(header) {
    const column = [...header.parentElement.children].indexOf(header);
    const up = header.getAttribute("aria-sort") !== "ascending";
    const key = (row) => row.children[column].dataset.sort;
    const numbers = rows.every((row) => key(row).trim() !== "" && !Number.isNaN(Number(key(row))));
    const order = numbers ? (a, b) => key(a) - key(b) : (a, b) => key(a).localeCompare(key(b));
    for (const other of header.parentElement.children) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    const sorted = rows.map((row, i) => [row, i]).sort(([a, i], [b, j]) => (up ? order(a, b) : order(b, a)) || i - j);
    document.querySelector("#table tbody").append(...sorted.map(([row]) => row));
  }

  function wireTable() {
    for (const header of document.querySelectorAll("#table th")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      header.replaceChildren(button);
      button.addEventListener("click", () => sortBy(header));
    }
    for (const row of rows) {
      row.addEventListener("click", (event) => {
        event.preventDefault();
        if (!String(getSelection())) choose(row.dataset.id, { from: "row" });
      });
    }
  }

  function wireStories() {
    const all = document.getElementById("open-all");
    const open = (yes) => stories.forEach((story) => { story.querySelector("details").open = yes; });
    all.addEventListener("click", () => {
      const yes = all.getAttribute("aria-pressed") !== "true";
      all.setAttribute("aria-pressed", String(yes));
      all.textContent = yes ? "Close all" : "Open all";
      open(yes);
    });
    addEventListener("beforeprint", () => open(true));
  }

  function start() {
    document.documentElement.classList.add("js");
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    wireTable();
    wireStories();
    filter();
    const named = decodeURIComponent(location.hash.slice(1));
    if (storyOf.has(named)) choose(named);
  }

  // A wheel turned to scroll the page must not be caught by a map that happens to pass under the pointer.
  let lastScroll = 0;
  addEventListener("scroll", () => { lastScroll = performance.now(); }, { passive: true });
  const meant = (event) => event.type !== "wheel" || event.ctrlKey || performance.now() - lastScroll > 400;

  function button(label, sign, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.title = label;
    made.addEventListener("click", action);
    return made;
  }

  // A second sign beside colour, as in the legends.
  const SIGNS = { demonstrations: "●", state: "■", violence: "▲", control: "◆", movement: "▶", politics: "▬", other: "" };

  start();
  return { data, signs: SIGNS, state, choose, button, meant, listen: (listener) => { listeners.push(listener); listener(state); } };
})();
