import tailwindcss from "@tailwindcss/vite"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"
import { catalogueModules } from "./src/dev/catalogueModules.ts"
import { chunkContents } from "./src/dev/chunkContents.ts"
import { guestHeap } from "./src/dev/guestEngine.ts"
import { serviceWorkerFile, shellFiles } from "./src/dev/shellFiles.ts"
import { spokenLanguages } from "./src/dev/spokenLanguages.ts"

export default defineConfig({
  // Relative, so that the built page works in any folder of any static host.
  base: "./",
  cacheDir: ".cache/vite",
  plugins: [
    react(),
    tailwindcss(),
    catalogueModules(),
    guestHeap(),
    spokenLanguages(),
    chunkContents("dist/page-contents.json"),
    shellFiles(),
  ],
  // Workers load their parts as they need them.
  worker: { format: "es", plugins: () => [guestHeap()] },
  build: {
    outDir: "dist/page",
    emptyOutDir: true,
    target: "es2023",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The content security policy lets no font in as data.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: ["index.html", "run-frame.html", "src/worker/service/serviceWorker.ts"],
      output: {
        codeSplitting: {
          groups: [
            // What the first page draws with is one file: small ones weigh more, and each is asked for by itself.
            {
              name: "drawing",
              tags: ["$initial"],
              test: /node_modules\/(?:react|react-dom|scheduler|react-aria|react-aria-components|react-stately|@internationalized|lucide-react|clsx|use-sync-external-store|zustand|wouter|regexparam)\//,
            },
          ],
        },
        // A service worker keeps its address through all versions, and reaches what lies beside it.
        entryFileNames: ({ name }) =>
          name === "serviceWorker" ? serviceWorkerFile : "assets/[name]-[hash].js",
      },
    },
  },
})
