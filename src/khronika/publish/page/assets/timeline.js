// The timeline: a day is a block, what lasted is a bar, what is only known to lie within days is a hollow, dashed range.
"use strict";
(() => {
  const { data, signs, state, choose, button, meant, listen } = window.khronika;
  const box = document.getElementById("timeline");
  if (!box) return;
  const DAY = 86400000, MARGIN = { left: 26, right: 26, top: 6, bottom: 24 };
  const dated = data.events.filter((event) => event.record === "event" && event.start).map((event) => {
    const start = Date.parse(event.start), end = Date.parse(event.end ?? event.start);
    return { ...event, from: start, to: (end >= start ? end : start) + DAY };
  }).filter((event) => Number.isFinite(event.from) && Number.isFinite(event.to));
  const formats = { year: d3.utcFormat("%Y"), month: d3.utcFormat("%B"), day: d3.utcFormat("%-d %b"), hour: d3.utcFormat("%H:%M") };
  const dayName = (date) => formats[d3.utcDay(date) < date ? "hour" : d3.utcMonth(date) < date ? "day" : d3.utcYear(date) < date ? "month" : "year"](date);
  let view;

  function draw() {
    const width = box.clientWidth;
    box.replaceChildren();
    if (!width || !dated.length) return;
    const first = d3.min(dated, (e) => e.from), last = d3.max(dated, (e) => e.to), pad = Math.max(DAY, (last - first) * 0.02);
    const x = d3.scaleUtc([first - pad, last + pad], [MARGIN.left, width - MARGIN.right]);
    const svg = d3.select(box).append("svg").attr("role", "group").attr("aria-label", "Timeline of the events; Tab walks through them.");
    view = { svg, width, x, now: x, items: svg.append("g"), axis: svg.append("g").attr("class", "axis") };
    const most = Math.max(1, (last - first) / (2 * DAY));
    view.zoom = d3.zoom().scaleExtent([1, most]).translateExtent([[0, 0], [width, 300]]).extent([[0, 0], [width, 300]])
      .filter((event) => meant(event) && !event.button).on("zoom", ({ transform }) => { view.now = transform.rescaleX(x); place(); });
    svg.call(view.zoom).on("dblclick.zoom", null);
    controls();
    place();
  }

  // Greedy lanes: each event takes the lowest row in which nothing is in its way; days come first, so that they lie lowest.
  function lanes(shown) {
    const rows = [], rank = (event) => (event.exact ? 0 : event.throughout ? 1 : 2);
    for (const event of [...shown].sort((a, b) => rank(a) - rank(b) || a.from - b.from)) {
      event.left = view.now(event.from);
      event.wide = Math.max(5, Math.min(event.exact ? 16 : Infinity, view.now(event.to) - event.left - 1));
      const free = (row) => row.every((other) => other.left >= event.left + event.wide + 1 || event.left >= other.left + other.wide + 1);
      const lane = rows.findIndex(free);
      event.lane = lane < 0 ? rows.push([]) - 1 : lane;
      rows[event.lane].push(event);
    }
    return rows.length;
  }

  function place() {
    const shown = dated.filter((event) => state.visible.has(event.id));
    const rows = Math.max(1, lanes(shown)), step = Math.max(3, Math.min(15, 260 / rows)), high = Math.max(64, rows * step + 12);
    const floor = MARGIN.top + high;
    view.svg.attr("viewBox", `0 0 ${view.width} ${floor + MARGIN.bottom}`).attr("height", floor + MARGIN.bottom);
    view.axis.attr("transform", `translate(0,${floor})`).call(d3.axisBottom(view.now).ticks(Math.max(2, view.width / 120)).tickFormat(dayName).tickSizeOuter(0));
    const items = view.items.selectAll("g").data(shown, (event) => event.id).join(made);
    items.attr("class", (event) => `item g-${event.group}${event.id === state.chosen ? " chosen" : ""}`);
    items.select("rect").attr("x", (event) => event.left).attr("width", (event) => event.wide)
      .attr("y", (event) => floor - 3 - (event.lane + 1) * step).attr("height", Math.max(2, step - 3));
    items.select("text").text((event) => (step > 11 && event.wide > 9 ? signs[event.group] : ""))
      .attr("x", (event) => event.left + Math.min(event.wide, 16) / 2).attr("y", (event) => floor - (event.lane + 1) * step + 6.5);
  }

  function made(entered) {
    const item = entered.append("g").attr("tabindex", 0).attr("role", "button").attr("aria-label", (event) => event.headline);
    item.append("rect").attr("class", (event) => (event.exact || event.throughout ? "sure" : "range"));
    item.append("text").attr("aria-hidden", "true");
    item.append("title").text((event) => event.headline);
    return item.on("click", (_, event) => choose(event.id, { from: "timeline" }))
      .on("keydown", (key, event) => { if (key.key === "Enter" || key.key === " ") { key.preventDefault(); choose(event.id, { from: "timeline" }); } });
  }

  function controls() {
    const bar = document.createElement("div");
    bar.className = "zoom";
    bar.append(button("Longer days", "+", () => view.svg.call(view.zoom.scaleBy, 1.8)), button("Shorter days", "−", () => view.svg.call(view.zoom.scaleBy, 1 / 1.8)),
      button("Show the whole period", "⤢", () => view.svg.call(view.zoom.transform, d3.zoomIdentity)));
    box.append(bar);
  }

  let waiting, drawnAt = box.clientWidth;
  new ResizeObserver(() => { clearTimeout(waiting); waiting = setTimeout(() => { if (box.clientWidth !== drawnAt) { drawnAt = box.clientWidth; draw(); } }, 120); }).observe(box);
  draw();
  listen(() => { if (view) place(); });
})();
