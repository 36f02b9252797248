import { defineConfig } from "vite"
import { engineBeside } from "./guestEngine.ts"

/** How programs for Node are built, beside what `nodeProgram` says of each. */
export default defineConfig({ plugins: [engineBeside()] })
