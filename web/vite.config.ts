import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const SMALL = /\.(js|css|html|svg|json|webmanifest)$/;

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

/** The function that serves the files compresses nothing: HTTP APIs do not, and every cold start would pay for it. */
function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle: () => {
      const built = files(folder).filter((path) => !path.includes(".vite"));
      const own = built.map((path) => "/" + relative(folder, path)).sort();
      const list = join(folder, "files.json"); // what the service worker keeps
      writeFileSync(list, JSON.stringify(own.filter((path) => path !== "/sw.js")));
      for (const path of [...built, list].filter((path) => SMALL.test(path))) {
        const content = readFileSync(path);
        writeFileSync(path + ".br", brotliCompressSync(content));
        writeFileSync(path + ".gz", gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  build: {
    // What WeChat's browser on a phone of 2018 understands.
    target: ["chrome64", "safari12"],
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { main: "index.html", sw: "src/offline/sw.ts" },
      // The service worker has one name for good: browsers look for its next version there.
      output: { entryFileNames: (entry) => (entry.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
  plugins: [compressed()],
});
