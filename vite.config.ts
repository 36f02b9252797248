import tailwindcss from "@tailwindcss/vite"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"
import { catalogueModules } from "./src/dev/catalogueModules.ts"
import { chunkContents } from "./src/dev/chunkContents.ts"
import { guestHeap } from "./src/dev/guestEngine.ts"
import { oneLanguage } from "./src/dev/oneLanguage.ts"
import { serviceWorkerFile, shellFiles } from "./src/dev/shellFiles.ts"

export default defineConfig({
  // Relative, so that the built page works in any folder of any static host.
  base: "./",
  cacheDir: ".cache/vite",
  plugins: [
    react(),
    tailwindcss(),
    catalogueModules(),
    guestHeap(),
    oneLanguage(),
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
        // A service worker keeps its address through all versions, and reaches what lies beside it.
        entryFileNames: ({ name }) =>
          name === "serviceWorker" ? serviceWorkerFile : "assets/[name]-[hash].js",
      },
    },
  },
})
