import { expect, test } from "vitest"
import { testTerminal, workflowFile } from "./testing/testTerminal.ts"

/** What a terminal shows after it was sent this: lines that were written over are gone. */
function screenOf(sent: string): string[] {
  const lines: string[] = [""]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes that steer a terminal.
  for (const [part] of sent.matchAll(/\u001b\[\d*[A-Zm]|\n|[^\u001b\n]+/g)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
    const up = /^\u001b\[(\d+)A$/.exec(part)?.[1]
    if (up !== undefined) lines.splice(lines.length - 1 - Number(up), Number.POSITIVE_INFINITY, "")
    else if (part === "\n") lines.push("")
    else if (!part.startsWith("\u001b")) lines.push(`${lines.pop()}${part}`)
  }
  return lines
}

const slow = (id: string) => ({ id, kind: "shell.run", with: { command: "sleep 0.05" } })

test("in a terminal, what is under way is written over by what came of it", async () => {
  const steps = [
    { id: "side", kind: "parallel", steps: [slow("left"), slow("right")] },
    { id: "look", kind: "file.read", with: { path: "none.txt" }, onError: "continue" },
  ]
  const terminal = testTerminal({ "w.yaml": workflowFile("w", steps) }, 60)
  const { out } = await terminal.run("run w.yaml --grant shell")
  terminal.close()
  expect(out).toContain("▸ side[0].left")
  expect(out).toContain("\u001b[32m✓\u001b[0m")
  const screen = screenOf(out)
  expect(screen.filter(line => line.includes("▸"))).toEqual([])
  const names = screen.flatMap(line => /^ {2}[✓✗] (\S+)/.exec(line)?.[1] ?? [])
  expect(names.sort()).toEqual(["look", "side", "side[0].left", "side[0].right"])
})

test("elsewhere there are plain lines, also of retries and of waits that are over", async () => {
  const steps = [
    { id: "pause", kind: "wait", with: { for: "2h" } },
    {
      id: "look",
      kind: "file.read",
      with: { path: "none.txt" },
      retry: { attempts: 2, delay: "30s", jitter: "none" },
      onError: "continue",
    },
  ]
  const terminal = testTerminal({ "w.yaml": workflowFile("w", steps) })
  const { out } = await terminal.run("run w.yaml --fast-forward")
  terminal.close()
  expect(out).toMatch(/ {2}… pause +waits for 2h\n {2}✓ pause +2h\n/)
  expect(out).toMatch(/ {2}↻ look .*There is no file none\.txt.* Tried again in 30\.0 s\.\n {2}✗ look/)
})

test("what a workflow says cannot steer the terminal", async () => {
  const steps = [{ id: "a", kind: "log", with: { message: "\u001b[31mred\u0007" } }]
  const terminal = testTerminal({ "w.yaml": workflowFile("w", steps) })
  const { out } = await terminal.run("run w.yaml")
  terminal.close()
  expect(out).toContain("red")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be among it.
  expect(out).not.toMatch(/[\u001b\u0007\u202e]/)
})
