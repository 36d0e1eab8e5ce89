// A plugin for esbuild: the pictures inside a style sheet become files, as our pages' policy allows no others.
const TYPE = /^data:image\/(\w+)/;

export const pictures = {
  name: "pictures",
  setup(build) {
    const found = [];
    build.onResolve({ filter: TYPE }, ({ path }) => {
      if (!found.includes(path)) found.push(path);
      return { path: `docs-${found.indexOf(path)}.${path.match(TYPE)[1]}`, namespace: "picture", pluginData: path };
    });
    build.onLoad({ filter: /./, namespace: "picture" }, async ({ pluginData }) => ({
      contents: new Uint8Array(await (await fetch(pluginData)).arrayBuffer()),
      loader: "file",
    }));
  },
};
