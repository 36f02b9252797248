import { build } from "./build.mjs"
import { installPackages } from "./install.mjs"
import { serve } from "./serve.mjs"

installPackages()
await build("page")
const address = await serve({ port: Number(process.env.PORT ?? 4173), firstFree: true })
console.log(`\n  Rivulet is at ${address}\n  Ctrl+C stops it.\n`)
