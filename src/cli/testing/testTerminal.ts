import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { Json } from "../../lib/json.ts"
import { type Io, nodeIo } from "../io.ts"
import { main } from "../main.ts"

/*
 * Drives commands in a folder of its own, as a person in a terminal would:
 *
 *     const terminal = testTerminal({ "a.yaml": "…" })
 *     const { code, result } = await terminal.run("run a.yaml --json")
 */

/** What a command came to. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly complaint: string
  /** Each line of output as JSON. */
  readonly lines: () => readonly Line[]
  /** The last line of output as JSON. */
  readonly result: () => Line
}

/** A line of output, whatever it holds. */
export interface Line {
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it.
  readonly [key: string]: any
}

/** A terminal in a folder. */
export interface TestTerminal {
  readonly folder: string
  /** Runs a command: its words are parted by blanks, unless they are given one by one. */
  run(...words: readonly string[]): Promise<Ran>
  /** Runs a command, and presses Ctrl+C each time that a line of output has the text. */
  interruptAt(text: string, ...words: readonly string[]): Promise<Ran>
  write(path: string, content: string): void
  read(path: string): string
  close(): void
}

/** Opens a terminal in a folder with these files; one with columns is a real one, with colours. */
export function testTerminal(
  files: { readonly [path: string]: string } = {},
  columns?: number,
): TestTerminal {
  const folder = mkdtempSync(join(tmpdir(), "rivulet-"))
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  for (const [path, content] of Object.entries(files)) write(path, content)

  const start = async (words: readonly string[], interruptAt?: string): Promise<Ran> => {
    const real = nodeIo(process)
    let out = ""
    let complaint = ""
    let interrupt = () => {}
    const io: Io = {
      colours: columns !== undefined,
      ...(columns === undefined ? {} : { columns }),
      out(text) {
        out += text
        if (interruptAt !== undefined && text.includes(interruptAt)) setTimeout(interrupt, 0)
      },
      complain(text) {
        complaint += text
      },
      // A file of the name `-` is what comes in by standard input.
      read: path => real.read(join(folder, path)),
      replace: (path, text) => real.replace(join(folder, path), text),
      list: async path => (await real.list?.(join(folder, path))) ?? [],
      onInterrupt(hear) {
        interrupt = hear
        return () => {
          interrupt = () => {}
        }
      },
    }
    const all = words.length === 1 ? (words[0] ?? "").split(" ") : words
    const isPlaced = all[0] === "format" || all.includes("--help") || all.includes("--data")
    const placed = isPlaced ? all : [...all, "--data", join(folder, ".rivulet")]
    const workspace =
      (all[0] === "run" || all[0] === "watch") && !all.includes("--workspace") ? ["--workspace", folder] : []
    const code = await main([...placed, ...workspace], io)
    const lines = () =>
      out
        .trimEnd()
        .split("\n")
        .map(line => JSON.parse(line) as Line)
    return { code, out, complaint, lines, result: () => lines().at(-1) ?? {} }
  }
  return {
    folder,
    run: (...words) => start(words),
    interruptAt: (text, ...words) => start(words, text),
    write,
    read: path => readFileSync(join(folder, path), "utf8"),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A workflow's file, as JSON is YAML. */
export function workflowFile(
  id: string,
  steps: readonly Json[],
  more: { readonly [key: string]: Json } = {},
): string {
  return JSON.stringify({ rivulet: 1, id, ...more, steps })
}
