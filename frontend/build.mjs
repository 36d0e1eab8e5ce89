// Builds what the pages load: dist/widget.js (the customers' chat), dist/htmx.js (pages of staff), dist/dashboard.js (the
// analysts' charts), dist/docs.js and dist/docs.css (the API's description), so that no page of ours needs anybody else's
// server.
import { build } from "esbuild";
import { pictures } from "./docs/pictures.mjs";

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
  build({ ...shared, entryPoints: ["docs/main.ts"], outfile: "dist/docs.js" }),
  build({ ...shared, entryPoints: ["docs/style.css"], outfile: "dist/docs.css", assetNames: "[name]", plugins: [pictures] }),
]);
