// Bundles what pages load into vidarium/console/static: two modules, one sheet, one sprite, the icon. Hashes in names are whitenoise's affair.
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const there = fileURLToPath(new URL("../vidarium/console/static/", import.meta.url));
const debug = process.argv.includes("--debug");

await mkdir(there, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { console: "console.ts", player: "player.ts", styles: "styles/styles.css" },
  outdir: there,
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox125", "safari17.5"], // light-dark() and popovers set the floor
  minify: !debug,
  sourcemap: debug ? "inline" : false,
  legalComments: "linked",
  loader: { ".svg": "text" },
  logLevel: "info",
});
for (const picture of ["sprite.svg", "icon.svg"]) await copyFile(`${here}${picture}`, `${there}${picture}`);
