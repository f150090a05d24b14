/* The time slider of the map: shows the marks that have an event between two days. Data come from map-data.js beside the page. */
(() => {
  "use strict";
  const form = document.getElementById("slider"), out = document.getElementById("shown");
  const since = document.getElementById("since"), until = document.getElementById("until");
  const links = new Map([...document.querySelectorAll("a[data-mark]")].map((a) => [Number(a.dataset.mark), a]));
  window.khronikaMap = ({ days, marks }) => {
    if (!days.length) return;
    const draw = () => {
      const from = Math.min(+since.value, +until.value), to = Math.max(+since.value, +until.value);
      const all = from === 0 && to === days.length - 1;
      let shown = 0;
      marks.forEach((events, n) => {
        const inside = events.filter((d) => (d >= from && d <= to) || (d < 0 && all)).length;
        shown += inside;
        const link = links.get(n);
        if (!link) return;
        link.classList.toggle("off", inside === 0);
        const number = link.querySelector("text");
        if (number) number.textContent = inside;
      });
      since.setAttribute("aria-valuetext", days[from]); until.setAttribute("aria-valuetext", days[to]);
      out.textContent = `${days[from]} – ${days[to]} · ${out.dataset.shown.replace("{n}", shown)}`;
    };
    for (const input of [since, until]) { input.max = days.length - 1; input.addEventListener("input", draw); }
    until.value = days.length - 1;
    form.hidden = false;
    draw();
  };
  const source = document.createElement("script");
  source.src = document.getElementById("map-source").getAttribute("src");
  document.body.append(source);
})();
