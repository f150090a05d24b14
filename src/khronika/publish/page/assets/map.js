// The map: uncertainty as area, in an equal-area projection centred on the events, so that areas may be compared.
"use strict";
(() => {
  const { data, signs, state, choose, button, meant, listen } = window.khronika;
  const box = document.getElementById("map");
  if (!box) return;
  const RING = 9, EARTH_M = 6371008.8, EMPTY = { type: "FeatureCollection", features: [] };
  const events = new Map(data.events.map((event) => [event.id, event]));
  const feature = (topology, name) => (topology ? topojson.feature(topology, topology.objects[name]) : EMPTY);
  const countries = feature(data.countries, "countries").features;
  const byCountry = new Map(countries.map((country) => [country.id, country]));
  const byUnit = new Map(feature(data.units, "admin1").features.map((unit) => [unit.id, unit]));
  const areas = data.areas.map((area) => ({ ...area, shapes: shapesOf(area) })).sort((a, b) => size(b) - size(a));
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  let view;

  function circle(area, metres) {
    return d3.geoCircle().center([area.lon, area.lat]).radius((metres / EARTH_M) * (180 / Math.PI)).precision(3)();
  }
  function shapesOf(area) {
    if (area.country) return byCountry.has(area.country) ? [byCountry.get(area.country)] : [];
    if (area.unit && byUnit.has(area.unit)) return [byUnit.get(area.unit)];
    return area.radii.map((metres) => circle(area, metres));
  }
  function size(area) {
    return area.shapes.reduce((most, shape) => Math.max(most, d3.geoArea(shape)), 0) + (area.country ? 20 : 0);
  }
  const shownIn = (area) => area.events.filter((id) => state.visible.has(id));
  function groupOf(several) {
    const groups = new Set(several.flatMap(shownIn).map((id) => events.get(id).group));
    return groups.size === 1 ? [...groups][0] : "other";
  }
  function caption(area) {
    const ids = shownIn(area);
    const what = ids.length === 1 ? events.get(ids[0]).headline : `${ids.length} events`;
    return `${area.name}: ${what}${area.country ? " (somewhere in the country)" : ""}`;
  }

  function projectionFor(width, height) {
    const spots = areas.map((area) => [area.lon, area.lat]);
    const all = { type: "MultiPoint", coordinates: spots };
    const centre = spots.length ? d3.geoCentroid(all) : [10, 20];
    const safe = centre.every(Number.isFinite) ? centre : [10, 20];
    const spread = d3.max(spots, (spot) => d3.geoDistance(spot, safe)) ?? Math.PI;
    const regional = spots.length > 0 && spread < 1.2;
    const projection = regional ? d3.geoAzimuthalEqualArea().rotate([-safe[0], -safe[1]]).clipAngle(125)
      : d3.geoEqualEarth().rotate([spots.length ? -safe[0] : -10, 0]);
    const shapes = areas.flatMap((area) => (area.country ? [] : area.shapes));
    const least = d3.geoCircle().center(safe).radius(4)();
    const points = { type: "Feature", geometry: all, properties: {} };
    const target = { type: "FeatureCollection", features: [...shapes.map(asFeature), points, asFeature(least)] };
    const edge = Math.min(56, width / 9), right = Math.min(150, width / 5); // room for names and buttons
    if (spots.length && spread < 2.2) projection.fitExtent([[edge, edge], [width - right, height - edge]], target);
    else projection.fitExtent([[8, 8], [width - 8, height - 8]], { type: "Sphere" });
    return projection;
  }
  const asFeature = (shape) => (shape.type === "Feature" ? shape : { type: "Feature", geometry: shape, properties: {} });

  function draw() {
    const width = box.clientWidth, height = box.clientHeight;
    if (!width) return;
    const projection = projectionFor(width, height), path = d3.geoPath(projection);
    box.replaceChildren();
    const svg = d3.select(box).append("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("tabindex", 0).attr("role", "group")
      .attr("aria-label", "Map of the events. Arrow keys move it, plus and minus zoom, 0 shows all; Tab walks through the areas.");
    hatches(svg);
    const ground = svg.append("g");
    base(ground, path);
    const marks = areaMarks(ground, path, projection);
    const labels = svg.append("g").attr("aria-hidden", "true");
    view = { svg, ground, marks, labels, path, projection, width, height, k: 1, transform: d3.zoomIdentity };
    view.zoom = zoomer(path, width, height);
    svg.call(view.zoom).on("dblclick.zoom", null).on("keydown", keys).on("click", () => close());
    controls();
    update();
  }

  function hatches(svg) {
    const groups = ["demonstrations", "state", "violence", "control", "movement", "politics", "other"];
    const made = svg.append("defs").selectAll("pattern").data(groups).join("pattern").attr("id", (g) => `hatch-${g}`)
      .attr("class", "hatch").attr("patternUnits", "userSpaceOnUse").attr("width", 9).attr("height", 9);
    made.append("path").attr("class", (g) => `g-${g}`).attr("d", "M-2 2 2 -2M0 9 9 0M7 11 11 7").attr("stroke", "currentColor")
      .attr("stroke-width", 1.1).attr("stroke-opacity", 0.55);
  }

  function base(ground, path) {
    const mesh = (name) => (data.countries.objects[name] ? topojson.feature(data.countries, data.countries.objects[name]) : EMPTY);
    ground.append("path").attr("class", "sphere").attr("d", path({ type: "Sphere" }));
    ground.append("g").selectAll("path").data(countries.filter((c) => c.geometry.type !== "Point")).join("path").attr("class", "country").attr("d", path);
    ground.append("path").attr("class", "borders").attr("d", path(mesh("borders")));
    ground.append("path").attr("class", "coast").attr("d", path(mesh("coast")));
    ground.append("g").selectAll("path").data(data.disputed.features).join("path").attr("class", (line) => `disputed ${line.properties.kind}`).attr("d", path)
      .append("title").text((line) => `Disputed: ${line.properties.name ?? "line"}`);
  }

  function areaMarks(ground, path, projection) {
    const marks = ground.append("g").selectAll("g").data(areas).join("g").attr("role", "button").attr("tabindex", 0);
    marks.each(function (area) {
      const mark = d3.select(this);
      for (const shape of area.shapes) mark.append("path").attr("class", `cover${area.country ? " whole" : ""}${shape.properties?.approximate ? " guessed" : ""}`).attr("d", path(shape));
      area.spot = projection([area.lon, area.lat]) ?? [-1e4, -1e4];
      const bounds = area.shapes.length ? path.bounds(area.shapes[area.shapes.length - 1]) : [[0, 0], [0, 0]];
      area.reach = Math.min(bounds[1][0] - bounds[0][0], bounds[1][1] - bounds[0][1]) / 2;
      const pin = mark.append("g").attr("class", "pin");
      pin.append("circle").attr("class", "hit").attr("r", 13);
      pin.append("circle").attr("class", "ring").attr("r", RING);
      pin.append("text").attr("class", "count").attr("dy", "0.36em").attr("text-anchor", "middle");
    });
    return marks.on("pointerenter focus", (_, area) => hint(area)).on("pointerleave blur", () => { if (!tip.classList.contains("open")) close(); })
      .on("click", (event, area) => { event.stopPropagation(); press(area); })
      .on("keydown", (event, area) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); press(area); } });
  }

  function zoomer(path, width, height) {
    const [[x0, y0], [x1, y1]] = path.bounds({ type: "Sphere" });
    const least = Math.min(1, width / (x1 - x0), height / (y1 - y0));
    return d3.zoom().scaleExtent([least, 400]).translateExtent([[x0 - 60, y0 - 60], [x1 + 60, y1 + 60]]).filter((event) => meant(event) && !event.button)
      .on("zoom", ({ transform }) => { view.transform = transform; view.k = transform.k; place(); }).on("end", names);
  }

  function place() {
    const { ground, marks, transform, k } = view;
    ground.attr("transform", transform);
    view.svg.selectAll(".hatch").attr("patternTransform", `scale(${1 / k})`);
    marks.select(".pin").attr("transform", (area) => `translate(${area.spot}) scale(${1 / k})`);
    cluster();
    // Under two pixels only the stroke would be seen: a dot, and a dot looks like a pin.
    marks.selectAll(".cover").style("display", function () { return this.parentNode.__data__.reach * k < 2 ? "none" : null; });
    marks.select(".pin").style("display", (area) => (area.leader === area ? null : "none"));
    marks.select(".ring").style("display", (area) => (area.country || (area.reach * k > RING + 1 && area.crowd.length === 1) ? "none" : null));
    paint();
    view.labels.attr("visibility", "hidden");
    close();
  }

  // Rings that would lie over each other at this scale become one, with the sum; the areas themselves stay apart.
  function cluster() {
    const leaders = [];
    for (const area of areas.filter((one) => shownIn(one).length)) {
      const [x, y] = view.transform.apply(area.spot);
      const near = area.country ? null : leaders.find((one) => !one.area.country && Math.hypot(one.x - x, one.y - y) < 2 * RING + 2);
      area.leader = near ? near.area : area;
      area.crowd = [area];
      if (near) near.area.crowd.push(area);
      else leaders.push({ area, x, y });
    }
  }
  const idsAt = (area) => area.crowd.flatMap(shownIn);

  function paint() {
    const shown = view.marks.filter((area) => shownIn(area).length);
    view.marks.style("display", (area) => (shownIn(area).length ? null : "none"));
    shown.attr("class", (area) => `area g-${groupOf([area])}${area.events.includes(state.chosen) ? " chosen" : ""}`).attr("aria-label", caption);
    shown.select(".pin").attr("class", (area) => `pin g-${groupOf(area.crowd)}${idsAt(area).length > 1 ? " several" : ""}`);
    shown.select(".whole").style("fill", (area) => `url(#hatch-${groupOf([area])})`);
    shown.select(".count").text((area) => (idsAt(area).length > 1 ? idsAt(area).length : ""));
  }

  function update() {
    if (!view) return;
    place();
    names();
  }

  // Names only where there is room: events first, then countries; none is drawn over another.
  function names() {
    const { labels, transform, projection, width, height, k } = view;
    const heads = areas.filter((a) => shownIn(a).length && a.leader === a);
    const taken = heads.filter((a) => !a.country || idsAt(a).length > 1).map((a) => around(transform.apply(a.spot), RING, RING));
    taken.push([width - 56, 0, width, 136], [0, height - 34, 90, height]); // buttons and scale
    const wanted = heads.filter((a) => !a.country).map((a) => eventName(a, transform, k))
      .concat(countries.filter((c) => c.properties.point).map((c) => countryName(c, transform, projection)));
    const free = wanted.filter((label) => {
      const b = label.box;
      if (!b || b[0] < 2 || b[1] < 2 || b[2] > width - 2 || b[3] > height - 2) return false;
      if (taken.some((t) => b[0] < t[2] && b[2] > t[0] && b[1] < t[3] && b[3] > t[1])) return false;
      return taken.push(b);
    });
    labels.attr("visibility", null).selectAll("text").data(free).join("text").attr("class", (l) => l.class)
      .attr("x", (l) => l.x).attr("y", (l) => l.y).text(null).each(function (l) {
      this.append(l.text);
      if (l.sign) d3.select(this).append("tspan").attr("class", l.group).attr("dx", 4).text(l.sign);
    });
    scaleBar();
  }
  const around = ([x, y], w, h) => [x - w, y - h, x + w, y + h];
  function eventName(area, transform, k) {
    const text = area.name.split(", ")[0] + (area.crowd.length > 1 ? " …" : ""), [x, y] = transform.apply(area.spot);
    const gap = area.unit ? RING + 4 : Math.max(RING, Math.min(area.reach * k, 90)) + 4;
    const group = groupOf(area.crowd), wide = text.length * 7 + (signs[group] ? 18 : 4);
    return { class: "place-name", sign: signs[group], group: `g-${group}`, text, x: x + gap, y: y + 4, box: [x + gap, y - 8, x + gap + wide, y + 8] };
  }
  function countryName(country, transform, projection) {
    const spot = projection(country.properties.point), text = country.properties.name;
    if (!spot || !view.path({ type: "Point", coordinates: country.properties.point })) return { box: null };
    const [x, y] = transform.apply(spot), [[x0], [x1]] = country.bounds ??= view.path.bounds(country);
    const half = text.length * 3.2, fits = (x1 - x0) * view.k > half * 1.6;
    return { class: "country-name", text, x, y, box: fits ? around([x, y - 4], half, 8) : null };
  }
  function scaleBar() {
    const { transform, projection, width, height } = view;
    const at = (x) => projection.invert(transform.invert([x, height / 2]));
    const metres = d3.geoDistance(at(width / 2 - 50), at(width / 2 + 50)) * EARTH_M;
    let bar = box.querySelector(".scale");
    if (!bar) { bar = document.createElement("div"); bar.className = "scale"; box.append(bar); }
    bar.hidden = !(metres > 0);
    const round = 10 ** Math.floor(Math.log10(metres)), nice = [5, 2, 1].map((n) => n * round).find((n) => n <= metres) ?? round;
    d3.select(bar).style("width", `${(nice / metres) * 100}px`).text(nice >= 1000 ? `${nice / 1000} km` : `${nice} m`);
  }

  function say(tag, text, name) {
    const made = document.createElement(tag);
    made.textContent = text;
    made.dir = "auto";
    if (name) made.className = name;
    return made;
  }
  function show(area, content) {
    const [x, y] = view.transform.apply(area.spot);
    tip.replaceChildren(...content);
    tip.hidden = false;
    const room = (at, most, own) => Math.max(6, Math.min(at, most - own - 6));
    d3.select(tip).style("left", `${room(x + 16, view.width, tip.offsetWidth)}px`).style("top", `${room(y + 16, view.height, tip.offsetHeight)}px`);
  }
  function hint(area) {
    if (tip.classList.contains("open")) return;
    const ids = idsAt(area), lines = ids.slice(0, 4).map((id) => say("p", events.get(id).headline));
    const exact = area.crowd.length > 1 ? "several places; zoom in to part them" : area.country ? "somewhere in the country" : area.unit ? "somewhere in the region" : area.radii.length ? `somewhere within ${(area.radii.at(-1) / 1000).toLocaleString("en")} km` : "";
    const more = ids.length > 4 ? [say("p", `and ${ids.length - 4} more`, "soft")] : [];
    show(area, [say("b", titleOf(area)), ...(exact ? [say("p", exact, "soft")] : []), ...lines, ...more]);
  }
  const titleOf = (area) => area.name + (area.crowd.length > 1 ? ` and ${area.crowd.length - 1} more` : "");
  function press(area) {
    const ids = idsAt(area);
    close();
    if (ids.length === 1) return choose(ids[0], { from: "map" });
    tip.classList.add("open");
    show(area, [say("b", `${titleOf(area)}: ${ids.length} events`), ...ids.map((id) => {
      const made = say("button", events.get(id).headline);
      made.type = "button";
      made.addEventListener("click", () => { close(); choose(id, { from: "map" }); });
      return made;
    })]);
    tip.querySelector("button").focus();
  }
  function close() {
    tip.hidden = true;
    tip.classList.remove("open");
  }

  function keys(event) {
    const { svg, zoom, k } = view, step = 70 / k;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.key in moves) svg.call(zoom.translateBy, ...moves[event.key]);
    else if (event.key === "+" || event.key === "=") svg.call(zoom.scaleBy, 1.6);
    else if (event.key === "-") svg.call(zoom.scaleBy, 1 / 1.6);
    else if (event.key === "0") svg.call(zoom.transform, d3.zoomIdentity);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }
  function controls() {
    const bar = document.createElement("div");
    bar.className = "zoom";
    bar.append(button("Zoom in", "+", () => view.svg.call(view.zoom.scaleBy, 1.6)), button("Zoom out", "−", () => view.svg.call(view.zoom.scaleBy, 1 / 1.6)),
      button("Show all events", "⤢", () => view.svg.call(view.zoom.transform, d3.zoomIdentity)));
    box.append(bar, tip);
  }

  tip.addEventListener("keydown", (event) => { if (event.key === "Escape") { close(); view.svg.node().focus(); } });
  let waiting, drawnAt = 0;
  new ResizeObserver(() => { clearTimeout(waiting); waiting = setTimeout(() => { if (box.clientWidth !== drawnAt) { drawnAt = box.clientWidth; draw(); } }, 120); }).observe(box);
  drawnAt = box.clientWidth;
  draw();
  listen(update);
})();
