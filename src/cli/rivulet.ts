#!/usr/bin/env node
import { nodeIo } from "./io.ts"
import { main } from "./main.ts"

// Whoever reads what we print may stop reading, as `head` does: then we are done.
process.stdout.on("error", cause => {
  process.exit("code" in cause && cause.code === "EPIPE" ? 0 : 1)
})

process.exitCode = await main(process.argv.slice(2), nodeIo(process))

// An effect that did not stop when it was told to is not waited for.
setTimeout(() => process.exit(), 1_000).unref()
