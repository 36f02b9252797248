import { type Command, defineCommand, type ExecResult } from "just-bash/browser"

/** The most bytes that a file may unfold to. */
const mostUnfolded = 100_000_000

/** gzip, gunzip and zcat, which the shell's own library has for Node alone. */
export const gzipCommands: readonly Command[] = [
  defineCommand("gzip", (args, context) => run("gzip", args, context)),
  defineCommand("gunzip", (args, context) => run("gunzip", ["-d", ...args], context)),
  defineCommand("zcat", (args, context) => run("zcat", ["-dc", ...args], context)),
]

type Context = Parameters<Command["execute"]>[1]

async function run(name: string, args: readonly string[], { fs, cwd, stdin }: Context): Promise<ExecResult> {
  const letters = args.filter(arg => /^-[a-z0-9]+$/.test(arg)).join("")
  const files = args.filter(arg => arg === "-" || !arg.startsWith("-"))
  const [unfolds, toOutput, keeps] = [letters.includes("d"), letters.includes("c"), letters.includes("k")]
  const work = unfolds ? unfold : fold
  let [stdout, stderr, exitCode] = ["", "", 0]
  for (const file of files.length === 0 ? ["-"] : files) {
    try {
      if (file === "-") {
        stdout += latin1(await work(bytesOf(stdin as unknown as string)))
        continue
      }
      const path = fs.resolvePath(cwd, file)
      if (unfolds && !file.endsWith(".gz")) throw new Error("unknown suffix -- ignored")
      const made = await work(await fs.readFileBuffer(path))
      if (toOutput) stdout += latin1(made)
      else {
        await fs.writeFile(unfolds ? path.slice(0, -3) : `${path}.gz`, made)
        if (!keeps) await fs.rm(path)
      }
    } catch (cause) {
      stderr += `${name}: ${file}: ${cause instanceof Error ? cause.message : String(cause)}\n`
      exitCode = 1
    }
  }
  return { stdout, stderr, exitCode, stdoutKind: "bytes" }
}

async function fold(bytes: Uint8Array): Promise<Uint8Array> {
  const { gzipSync } = await import("fflate")
  return gzipSync(bytes)
}

/** Unfolds in portions, so that a small file cannot fill the memory before it is stopped. */
async function unfold(bytes: Uint8Array): Promise<Uint8Array> {
  const { Gunzip } = await import("fflate")
  const pieces: Uint8Array[] = []
  let size = 0
  const gunzip = new Gunzip(piece => {
    size += piece.length
    if (size > mostUnfolded) throw new Error(`unfolds to more than ${mostUnfolded} bytes`)
    pieces.push(piece)
  })
  const step = 65_536
  for (let at = 0; at === 0 || at < bytes.length; at += step)
    gunzip.push(bytes.subarray(at, at + step), at + step >= bytes.length)
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, letter => letter.charCodeAt(0))
}

function latin1(bytes: Uint8Array): string {
  let text = ""
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}
