import { defineConfig } from "vitest/config"

export default defineConfig({
  cacheDir: ".cache/vite",
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}"],
          exclude: ["src/**/*.browser.test.ts"],
          environment: "node",
          testTimeout: 20_000,
        },
      },
    ],
  },
})
