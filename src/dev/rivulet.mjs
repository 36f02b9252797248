import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "./build.mjs"
import { root } from "./project.mjs"

await build("cli")
await import(pathToFileURL(join(root, "dist/cli/rivulet.js")).href)
