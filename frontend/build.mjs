// Builds what the pages load: dist/widget.js (the customers' chat), dist/htmx.js (pages of staff), dist/dashboard.js (the
// analysts' charts) and, for the page at /docs, Swagger's own files, so that no page of ours needs anybody else's server.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

const shared = {
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "info",
};

await Promise.all([
  build({ ...shared, entryPoints: ["widget/main.ts"], outfile: "dist/widget.js", loader: { ".css": "text" } }),
  build({ ...shared, entryPoints: ["console/htmx.ts"], outfile: "dist/htmx.js" }),
  build({ ...shared, entryPoints: ["dashboard/main.ts"], outfile: "dist/dashboard.js" }),
]);
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"]) {
  await copyFile(`node_modules/swagger-ui-dist/${name}`, `dist/${name}`);
}
