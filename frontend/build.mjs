// Builds what the pages load: dist/widget.js (the customers' chat) and dist/htmx.js (the agents' console).
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
]);
