import { type ChildProcess, spawn } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"

/*
 * The built command, run as a program of its own in a folder of its own. It is copied away from the project first:
 * what stands in `dist/cli` is all that it needs.
 */

const built = resolve(import.meta.dirname, "../../dist/cli")

/** What a program came to. */
export interface Ended {
  /** Null where it was killed. */
  readonly code: number | null
  readonly out: string
  readonly complaint: string
  readonly lines: readonly Line[]
}

/** A line of `--json`. */
export interface Line {
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it.
  readonly [key: string]: any
}

/** A program under way. */
export interface Program {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** Is told each line of a program's output, with how many there were. */
export type OnLine = (line: string, count: number, program: ChildProcess) => void

/** A folder with the program and some files. */
export interface Bench {
  readonly folder: string
  /** Starts the program. With `mostBytes` no file that it writes can grow beyond that, as on a full disk. */
  start(words: readonly string[], more?: { readonly onLine?: OnLine; readonly mostBytes?: number }): Program
  run(...words: readonly string[]): Promise<Ended>
  write(path: string, content: string): void
  read(path: string): string
  /** The entries of the run's journal that count, in order. */
  journal(run: string): readonly Line[]
  /** The runs that began. */
  runs(): readonly string[]
  close(): void
}

/** Makes a folder with the program and these files; the program sees these variables besides the usual ones. */
export function createBench(
  files: { readonly [path: string]: string } = {},
  variables: { readonly [name: string]: string } = {},
): Bench {
  const folder = mkdtempSync(join(tmpdir(), "rivulet-e2e-"))
  const program = join(folder, "program")
  cpSync(built, program, { recursive: true })
  const work = join(folder, "work")
  cpSync(resolve(import.meta.dirname, "../workflows"), work, { recursive: true })
  for (const [path, content] of Object.entries(files)) writeFileSync(join(work, path), content)

  const start: Bench["start"] = (words, { onLine, mostBytes } = {}) => {
    const command = [process.execPath, join(program, "rivulet.js"), ...words]
    // The shell counts in blocks of 512 bytes.
    const limited = ["sh", "-c", `ulimit -f ${(mostBytes ?? 0) / 512} && exec "$@"`, "sh", ...command]
    const [name = "", ...rest] = mostBytes === undefined ? command : limited
    const child = spawn(name, rest, {
      cwd: work,
      env: { ...process.env, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    })
    let out = ""
    let complaint = ""
    let count = 0
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const before = out.lastIndexOf("\n") + 1
      out += text
      for (const line of out
        .slice(before, out.lastIndexOf("\n") + 1)
        .split("\n")
        .slice(0, -1)) {
        onLine?.(line, ++count, child)
      }
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint += text
    })
    const ended = new Promise<Ended>(go =>
      child.on("close", code => go({ code, out, complaint, lines: linesOf(out) })),
    )
    return { child, ended }
  }
  const runsFolder = join(work, ".rivulet", "runs")
  return {
    folder: work,
    start,
    run: (...words) => start(words).ended,
    write(path, content) {
      mkdirSync(dirname(join(work, path)), { recursive: true })
      writeFileSync(join(work, path), content)
    },
    read: path => (existsSync(join(work, path)) ? readFileSync(join(work, path), "utf8") : ""),
    runs: () =>
      existsSync(runsFolder)
        ? readdirSync(runsFolder).filter(run => existsSync(join(runsFolder, run, "journal.jsonl")))
        : [],
    journal: run => journalOf(readFileSync(join(runsFolder, run, "journal.jsonl"), "utf8")),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function linesOf(out: string): Line[] {
  return out.split("\n").flatMap(line => {
    try {
      return [JSON.parse(line) as Line]
    } catch {
      return []
    }
  })
}

/** The events of a journal file, read without the program's own code; those of an owner that was overtaken do not count. */
function journalOf(text: string): Line[] {
  const events: Line[] = []
  let epoch = 1
  for (const line of linesOf(text.slice(0, text.lastIndexOf("\n") + 1))) {
    if (typeof line.claim === "number") epoch = line.claim
    else if (Array.isArray(line.events) && line.epoch === epoch) {
      if (line.seq !== events.length) throw new Error(`Expected event ${events.length} but got ${line.seq}`)
      events.push(...line.events)
    }
  }
  return events
}
