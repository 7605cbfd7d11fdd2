// Bundles what pages load into vidarium/console/static: the modules, one sheet, one sprite, the icon. Hashes in names are whitenoise's affair.
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const there = fileURLToPath(new URL("../vidarium/console/static/", import.meta.url));
const debug = process.argv.includes("--debug");

await mkdir(there, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { console: "console.ts", player: "player.ts", person: "person.ts", styles: "styles/styles.css" },
  outdir: there,
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox125", "safari17.5"], // light-dark() and popovers set the floor
  minify: !debug,
  sourcemap: debug ? "inline" : false,
  legalComments: "none", // the whole licences stand in licences.txt
  metafile: true,
  loader: { ".svg": "text" },
  logLevel: "info",
});
for (const picture of ["sprite.svg", "icon.svg"]) await copyFile(`${here}${picture}`, `${there}${picture}`);
await writeFile(`${there}licences.txt`, (await Promise.all(packagesIn(metafile).map(licence))).join("\n"));

/** Names of the packages of which something was bundled. */
function packagesIn({ inputs }) {
  const names = Object.keys(inputs).flatMap((file) => file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** Name, version and the licence's own text, or its name where a package brings no text. */
async function licence(name) {
  const folder = `${here}node_modules/${name}/`;
  const { version, license } = JSON.parse(await readFile(`${folder}package.json`, "utf8"));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? await readFile(folder + file, "utf8") : `${license}\n`;
  return `${name} ${version}\n${"-".repeat(72)}\n${text}`;
}
