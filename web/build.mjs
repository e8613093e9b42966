// Builds the scripts of the pages, and the list of the licences of what is in them:
//
//     npm ci --ignore-scripts --prefix web && npm run build --prefix web
//
// The same sources and the same lock file give the same bytes. `node build.mjs FOLDER` writes there.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = process.argv[2] ?? join(HERE, "..", "src", "mcdgraph", "web", "static");

const options = {
  absWorkingDir: HERE,
  outdir: STATIC,
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  target: "es2022",
  banner: { js: "// Built by web/build.mjs; THIRD-PARTY.txt has the licences of what is in it." },
};
const NO_GRAMMAR = "./editor/language.js";
// What completes is a file of its own, fetched when someone first writes, and so is what it has
// in common with the editor.
const built = await Promise.all([
  build({ ...options, entryPoints: ["editor/query.js"] }),
  build({
    ...options,
    entryPoints: ["editor/editor.js"],
    alias: { "@codemirror/language": NO_GRAMMAR, "@lezer/common": NO_GRAMMAR },
    chunkNames: "editor-[name]",
    splitting: true,
  }),
]);
const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const outputs = built.flatMap(({ metafile }) => Object.entries(metafile.outputs));

/** Return the package of npm that a source file is of, or nothing. */
function packageOf(source) {
  return /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
}

const packages = [...new Set(inputs.map(packageOf))].filter(Boolean).sort();
const licences = packages.map((name) => {
  const folder = join(HERE, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} comes without its licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
mkdirSync(STATIC, { recursive: true });
writeFileSync(
  join(STATIC, "THIRD-PARTY.txt"),
  ["What the editor of queries is built from, and the licences of it.\n", ...licences].join(`\n${"-".repeat(72)}\n\n`),
);
for (const [file, { bytes }] of outputs) {
  process.stdout.write(`${relative(process.cwd(), join(HERE, file))} ${bytes} bytes\n`);
}
