import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import type { FileInfo, FilesPort } from "../../model/ports.ts"
import { defineStep, done, failed, type Outcome } from "../../model/step.ts"
import { durationText } from "../durationText.ts"
import { fileInfo, filePath } from "./filePath.ts"
import { fileStepProblem } from "./fileStepProblems.ts"

/** How long it pauses between two looks, in milliseconds. */
const pause = 500

/** Waits until something happens to one file. */
export const fileWatch = defineStep({
  kind: "file.watch",
  version: 1,
  title: "Watch a file",
  summary: "Waits until a file is there, is changed or is gone",
  icon: "eye",
  group: "files",
  input: z.strictObject({
    path: filePath("The file or folder"),
    until: z
      .enum(["exists", "changed", "gone"])
      .default("exists")
      .meta({ description: "What is waited for: that it is there, is changed or made anew, or is gone" }),
    limit: durationText("How long it is watched").default("10m"),
  }),
  output: {
    success: z.union([fileInfo, z.strictObject({ path: z.string() })]),
    timeout: z.strictObject({ path: z.string() }),
  },
  hints: { path: { widget: "file", placeholder: "in/order.json" }, limit: { widget: "duration" } },
  outlets: ["success", "timeout"],
  effect: "read",
  needs: ["files"],
  powers: [{ power: "files", is: "read" }],
  card: "{{ path }} {{ until }}",
  docs: `
Watches one file or folder, whoever changes it: looks twice a second, and goes on as soon as it finds what is waited
for. A change counts from the moment at which the step begins; after a crash it begins anew. While it watches it takes
one of the run's slots: to start a run whenever files change, use the trigger *When a file changes*.

- **success**: it is so; what stands at the path now, or the path alone where it is gone.
- **timeout**: it was not so within *limit*. A sandbox run looks once and does not wait.

Fails if the path leads out of the workspace.
`,
  examples: [
    {
      title: "It is here",
      with: { path: "a.txt" },
      files: { "a.txt": "abc" },
      outlets: { success: { path: "a.txt", kind: "file", size: 3 } },
    },
    { title: "It is gone", with: { path: "a.txt", until: "gone" }, outlets: { success: { path: "a.txt" } } },
    {
      title: "Nobody changes it",
      with: { path: "a.txt", until: "changed", limit: "10ms" },
      files: { "a.txt": "abc" },
      outlets: { timeout: { path: "a.txt" } },
    },
  ],
  run: ({ path, until, limit }, { ports, signal }) => {
    const longest = parseDuration(limit)
    return watchFile(ports.files, { path, until, limit: longest.ok ? longest.value : 0 }, signal)
  },
  sandbox: ({ path, until }, { ports, signal }) => watchFile(ports.files, { path, until, limit: 0 }, signal),
})

async function watchFile(
  files: FilesPort,
  { path, until, limit }: { readonly path: string; readonly until: string; readonly limit: number },
  signal: AbortSignal,
): Promise<Outcome> {
  let first: FileInfo | null | undefined
  for (let watched = 0; ; watched += pause) {
    const info = await files.info(path)
    if (!info.ok) return failed(info.error)
    const now = info.value
    if (first === undefined) first = now
    if (now === null ? until === "gone" : until === "exists" || (until === "changed" && isOther(now, first)))
      return done(now === null ? { path } : { ...now })
    const left = limit - watched
    if (left <= 0) return done({ path }, "timeout")
    await rest(Math.min(pause, left), signal)
    if (signal.aborted) return failed(fileStepProblem("file_watch_stopped", { path }))
  }
}

function isOther(now: FileInfo, first: FileInfo | null): boolean {
  return first === null || now.changed !== first.changed || now.size !== first.size
}

/** Ends with the time, or as soon as the step is to stop. */
function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(go => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener("abort", end)
      go()
    }
    const timer = setTimeout(end, milliseconds)
    if (signal.aborted) end()
    else signal.addEventListener("abort", end)
  })
}
