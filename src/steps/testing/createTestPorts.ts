import { isMap, type Json, own } from "../../lib/json.ts"
import { err, ok } from "../../lib/result.ts"
import type {
  AiAnswer,
  AiVectors,
  Answer,
  CryptoPort,
  FilesPort,
  GitPort,
  HttpResponse,
  Ports,
  StepResult,
} from "../../model/ports.ts"
import { problemsOf } from "../../model/problems.ts"
import type { Example } from "../../model/step.ts"
import { withOpen } from "../../model/testing/withOpen.ts"
import { createWebCrypto } from "../../ports/crypto/webCrypto.ts"
import { createFiles } from "../../ports/files/files.ts"
import type { FileHome } from "../../ports/files/home.ts"
import { createMemoryHome } from "../../ports/files/memoryHome.ts"
import { createGit } from "../../ports/git/git.ts"
import { jobsHere } from "../../ports/jobs/runHere.ts"
import { aroundPorts } from "../../ports/recording/portCalls.ts"
import { createMemoryTables } from "../../ports/tables/memoryTables.ts"
import { createTables } from "../../ports/tables/tables.ts"

/** One thing that a step asked of a port. */
export interface Asked {
  readonly port: string
  readonly what: string
  readonly with: unknown
}

/**
 * Ports for tests: files, git, tables and digests for real, in memory; the others, and those for which answers were
 * prepared, answer these in order. What was asked is kept.
 */
export interface TestPorts extends Ports {
  readonly files: FilesPort & { all(): { readonly [path: string]: string } }
  readonly asked: readonly Asked[]
  /** How many prepared answers nobody asked for. */
  unused(): number
}

const problem = problemsOf({
  nothing_prepared: { say: "Nothing was prepared for {what} to answer. Add it to the answers." },
})

/** Makes ports for a test. An answer `{ problem: … }` is one that the port fails with. */
export function createTestPorts(
  options: {
    readonly files?: { readonly [path: string]: string }
    readonly tables?: NonNullable<Example["tables"]>
    readonly answers?: { readonly [port: string]: readonly Json[] }
    readonly secrets?: { readonly [name: string]: string }
    readonly now?: number
    /** What stands around the home of the files, or in its place. */
    readonly beneath?: (home: FileHome) => FileHome
  } = {},
): TestPorts {
  const asked: Asked[] = []
  const now = options.now ?? Date.UTC(2026, 0, 31, 9)
  const memory = createMemoryHome(() => now, options.files)
  const home = options.beneath?.(memory) ?? memory
  const tables = createTables(createMemoryTables())
  for (const [table, rows] of Object.entries(options.tables ?? {}))
    void tables.change(table, { put: rows.map(row => ({ ...row, made: 0 })) })
  const left = new Map(Object.entries(options.answers ?? {}).map(([port, answers]) => [port, [...answers]]))

  async function answer<T>(
    port: string,
    what: string,
    input: unknown,
    read = (value: Json) => value as T,
  ): Answer<T> {
    asked.push({ port, what, with: input })
    const queue = left.get(port) ?? []
    if (queue.length === 0) return err(problem("nothing_prepared", { what: `${port}.${what}` }))
    const value = queue.shift() ?? null
    const code = isMap(value) ? own(value, "problem") : undefined
    if (typeof code === "string") return err({ code, message: code, severity: "error", retryable: false })
    return ok(read(value))
  }
  const of =
    <T>(port: string, what: string) =>
    (input?: unknown) =>
      answer<T>(port, what, input)

  const preparedGit: GitPort = {
    status: of("git", "status"),
    log: of("git", "log"),
    diff: of("git", "diff"),
    commit: of("git", "commit"),
    branch: of("git", "branch"),
    checkout: of("git", "checkout"),
    merge: of("git", "merge"),
    push: of("git", "push"),
    pull: of("git", "pull"),
    fetch: of("git", "fetch"),
    clone: of("git", "clone"),
    init: of("git", "init"),
    add: of("git", "add"),
  }
  const preparedCrypto: CryptoPort = {
    digest: input => answer("crypto", "digest", input, hexBytes),
    sign: input => answer("crypto", "sign", input, hexBytes),
    verify: of("crypto", "verify"),
  }
  const real = aroundPorts(
    {
      git: createGit({ home, jobs: jobsHere, now: () => now }),
      crypto: createWebCrypto({
        subtle: globalThis.crypto.subtle,
        secret: async name => own(options.secrets ?? {}, name),
      }),
    },
    ({ port, what, asked: [input], perform }) => {
      asked.push({ port, what, with: input })
      return perform()
    },
  ) as Pick<Ports, "git" | "crypto">

  return {
    asked,
    unused: () => [...left.values()].reduce((sum, queue) => sum + queue.length, 0),
    files: { ...createFiles(home), all: () => memory.all() },
    git: left.has("git") ? preparedGit : real.git,
    shell: { run: of("shell", "run") },
    http: withOpen(request => answer("http", "send", request, value => responseOf(value, request.url))),
    ai: {
      chat: async request => {
        const said = await answer<AiAnswer>("ai", "chat", request)
        if (said.ok) request.onText?.(said.value.text)
        return said
      },
      embed: request => answer<AiVectors>("ai", "embed", request),
    },
    notify: {
      show: of("notify", "show"),
      webhook: of("notify", "webhook"),
      draft: of("notify", "draft"),
      chat: of("notify", "chat"),
    },
    events: { emit: (name, value) => answer("events", "emit", { name, value }) },
    crypto: left.has("crypto") ? preparedCrypto : real.crypto,
    tables,
    clock: { now: () => now, timezone: "UTC" },
    random: {
      bytes: count => new Uint8Array(count).fill(7),
      uuid: () => "00000000-0000-4000-8000-000000000000",
    },
    code: { run: of("code", "run") },
    steps: {
      call: (kind, parameters) =>
        answer(
          "steps",
          "call",
          { kind, with: parameters },
          value => ({ took: 0, ...(value as object) }) as StepResult,
        ),
    },
    jobs: jobsHere,
  }
}

/** Bytes from what was prepared: `{ hex: "0a0b" }`. */
function hexBytes(value: Json): Uint8Array {
  const hex = String(isMap(value) ? own(value, "hex") : "")
  return Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}

/** A response from what was prepared: status 200, no headers and an empty body unless they are said. */
function responseOf(value: Json, url: string): HttpResponse {
  const map = isMap(value) ? value : {}
  const headers = own(map, "headers")
  const texts = Object.entries(isMap(headers) ? headers : {}).map(([name, text]) => [name, String(text)])
  return {
    status: Number(own(map, "status") ?? 200),
    url: String(own(map, "url") ?? url),
    headers: Object.fromEntries(texts),
    body: new TextEncoder().encode(String(own(map, "body") ?? "")),
  }
}
