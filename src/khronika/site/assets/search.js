/* Search without a server: loads only the parts of the index that the words need, as scripts, so that it works from a file. */
(() => {
  "use strict";
  const SHARDS = 64, CHUNK = 400, MOST = 100;
  const input = document.getElementById("words"), list = document.getElementById("hits"), many = document.getElementById("many");
  const loaded = new Map(), waiting = new Map();
  window.khronikaSearch = ([sort, number, content]) => { const done = waiting.get(sort + number); if (done) done(content); };
  const part = (sort, number) => {
    const key = sort + number;
    if (!loaded.has(key)) loaded.set(key, new Promise((done, failed) => {
      waiting.set(key, done);
      const script = document.createElement("script");
      script.src = `search/${sort}-${number}.js`;
      script.onerror = failed;
      document.body.append(script);
    }));
    return loaded.get(key);
  };
  const wide = (c) => { const n = c.codePointAt(0); return (n >= 0x3040 && n <= 0x30ff) || (n >= 0x3400 && n <= 0x4dbf) || (n >= 0x4e00 && n <= 0x9fff) || (n >= 0xac00 && n <= 0xd7a3) || (n >= 0xf900 && n <= 0xfaff) || (n >= 0x20000 && n <= 0x323af); };
  const words = (text) => {
    const found = [];
    for (const run of text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) || []) {
      let piece = [], last = null;
      const end = () => { if (!piece.length) return; if (!last) found.push(piece.join("")); else for (let i = 0; i < Math.max(piece.length - 1, 1); i++) found.push(piece.slice(i, i + 2).join("")); piece = []; };
      for (const c of run) { if (wide(c) !== last) { end(); last = wide(c); } piece.push(c); }
      end();
    }
    return found;
  };
  const shard = (word) => [...word].slice(0, 2).reduce((n, c) => n + c.codePointAt(0), 0) % SHARDS;
  const holding = async (word, last) => {
    const chars = [...word];
    if (chars.length === 1 && last) {  /* one character: whatever begins with it, which lies in several parts */
      const all = await Promise.all([...Array(SHARDS).keys()].map((n) => part("t", n)));
      return new Set(all.flatMap((index) => Object.keys(index).filter((k) => k.startsWith(word)).flatMap((k) => index[k])));
    }
    const index = await part("t", shard(word));
    const keys = last ? Object.keys(index).filter((k) => k.startsWith(word)) : Object.hasOwn(index, word) ? [word] : [];
    return new Set(keys.flatMap((k) => index[k]));
  };
  let turn = 0;
  const search = async () => {
    const mine = ++turn, asked = words(input.value);
    if (!asked.length) { list.replaceChildren(); many.textContent = ""; return; }
    const sets = await Promise.all(asked.map((w, n) => holding(w, n === asked.length - 1)));
    const hits = [...sets[0]].filter((n) => sets.every((s) => s.has(n))).sort((a, b) => b - a);
    const rows = await Promise.all(hits.slice(0, MOST).map(async (n) => (await part("d", Math.floor(n / CHUNK)))[n % CHUNK]));
    if (mine !== turn) return;
    list.replaceChildren(...rows.map(([path, title]) => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = path; link.textContent = title; link.dir = "auto";
      item.append(link);
      return item;
    }));
    many.textContent = hits.length ? many.dataset.hits.replace("{n}", hits.length) : many.dataset.none;
  };
  input.addEventListener("input", search);
  document.getElementById("search").addEventListener("submit", (e) => { e.preventDefault(); search(); });
})();
