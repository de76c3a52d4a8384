// npm run build: style sheet, typeface, mark and behaviour into design/static/design/, each also compressed for WhiteNoise.
import { mkdirSync, rmSync, copyFileSync, readFileSync, writeFileSync, readdirSync } from "node:fs";
import { gzipSync, brotliCompressSync } from "node:zlib";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const parts = join(here, "..", "node_modules");
const out = join(here, "static", "design");
const govuk = join(parts, "govuk-frontend", "dist", "govuk");
const font = join(parts, "@fontsource-variable", "atkinson-hyperlegible-next");

// The behaviour we use; `js/start.mjs` loads one only where a page needs it.
const behaviours = ["button", "character-count", "checkboxes", "error-summary", "notification-banner", "password-input", "radios"];

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "govuk"), { recursive: true });

const css = sass.compile(join(here, "sass", "waymark.scss"), {
  loadPaths: [join(here, "sass"), parts],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(join(out, "waymark.css"), css.css);
copyFileSync(join(font, "files", "atkinson-hyperlegible-next-latin-wght-normal.woff2"), join(out, "atkinson.woff2"));
for (const name of readdirSync(join(here, "js"))) copyFileSync(join(here, "js", name), join(out, name));
for (const name of behaviours) {
  const source = readFileSync(join(govuk, "components", name, `${name}.bundle.mjs`), "utf8");
  writeFileSync(join(out, "govuk", `${name}.mjs`), source.replace(/^\/\/# sourceMappingURL.*$/m, ""));
}

// Licences travel with what they cover.
writeFileSync(join(out, "LICENCES.txt"), readFileSync(join(here, "licences.txt"), "utf8") + "Atkinson Hyperlegible Next\n==========================\n" + readFileSync(join(font, "LICENSE"), "utf8"));

const sizes = [];
for (const folder of [out, join(out, "govuk")]) {
  for (const name of readdirSync(folder)) {
    if (!/\.(css|mjs|svg)$/.test(name)) continue;
    const text = readFileSync(join(folder, name));
    const small = brotliCompressSync(text);
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
    writeFileSync(join(folder, `${name}.br`), small);
    sizes.push(`${name} ${text.length} → ${small.length}`);
  }
}
console.log(sizes.join("\n"));
