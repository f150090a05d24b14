// Called by bundle.sh in a folder with the installed packages: bundle.mjs ENTRY OUT.
// Writes d3-khronika.min.js, LICENSES.txt and vendor.json to OUT.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [entry, out] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "package.json"));
const esbuild = require("esbuild");
const FILE = "d3-khronika.min.js";

const result = esbuild.buildSync({
  entryPoints: [entry], bundle: true, minify: true, format: "iife", target: "es2019", charset: "utf8",
  legalComments: "none", metafile: true, write: false, nodePaths: [join(process.cwd(), "node_modules")],
  banner: { js: "/* Parts of d3 and topojson-client; licences in LICENSES.txt, versions in vendor.json. Made by tools/basemap/bundle.sh. */" },
});
const code = result.outputFiles[0].contents;
writeFileSync(join(out, FILE), code);

const names = new Set();
for (const path of Object.keys(result.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (found) names.add(found[1]);
}
const packages = [...names].sort().map((name) => {
  const folder = join(process.cwd(), "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const notice = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
  return { name, version, license, notice: readFileSync(join(folder, notice), "utf8").trim() };
});
writeFileSync(join(out, "LICENSES.txt"),
  packages.map((p) => `${p.name} ${p.version} (${p.license})\n\n${p.notice}\n`).join(`\n${"-".repeat(80)}\n\n`));
writeFileSync(join(out, "vendor.json"), JSON.stringify({
  file: FILE,
  sets: ["window.d3", "window.topojson"],
  bytes: code.length,
  sha256: createHash("sha256").update(code).digest("hex"),
  esbuild: esbuild.version,
  packages: packages.map(({ name, version, license }) => ({ name, version, license })),
}, null, 2) + "\n");
console.log(`${FILE}: ${Math.round(code.length / 1000)} kB, ${packages.length} packages`);
