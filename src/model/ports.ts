import type { Json, JsonMap } from "../lib/json.ts"
import type { Result } from "../lib/result.ts"
import type { Spent } from "./budget.ts"
import type { ByteStream } from "./byteStream.ts"
import type { JobsPort } from "./jobs.ts"
import type { Problem } from "./problems.ts"
import type { RetryPolicy } from "./workflow.ts"

/*
 * Ports are the only way to the outside. A step kind names the ports that it needs and is handed just those.
 * What stands here are interfaces; the ports for real are in `ports/`, and around any of them may stand
 * recording, sandbox, grants and budget, of which a step knows nothing. Expected failures come back as problems.
 */

/** What a port answers: a value, or the problem. */
export type Answer<T> = Promise<Result<T, Problem>>

/** What is known of a file or folder in the workspace. */
export interface FileInfo {
  readonly path: string
  readonly kind: "file" | "folder"
  readonly size: number
  /** Milliseconds since 1970. */
  readonly changed: number
}

/** The workspace: the files that a workflow sees. Paths are relative to its root and cannot leave it. */
export interface FilesPort {
  read(path: string): Answer<Uint8Array>
  readText(path: string): Answer<string>
  /** The bytes piece by piece, however many they are. */
  readStream(path: string): Answer<ByteStream>
  write(path: string, content: string | Uint8Array): Answer<FileInfo>
  /** Takes the bytes as they come; the file is there once all have come, and nothing of it where the stream breaks. */
  writeStream(path: string, bytes: ByteStream): Answer<FileInfo>
  append(path: string, content: string | Uint8Array): Answer<FileInfo>
  move(from: string, to: string, watch?: Watch): Answer<FileInfo>
  copy(from: string, to: string, watch?: Watch): Answer<FileInfo>
  remove(path: string): Answer<void>
  makeFolder(path: string): Answer<void>
  /** The entries whose paths match a glob such as `notes/**\/*.md`, in order of path. */
  list(glob: string): Answer<readonly FileInfo[]>
  /** What stands at the path; null where nothing does. */
  info(path: string): Answer<FileInfo | null>
}

/** One commit. */
export interface GitCommit {
  readonly id: string
  readonly message: string
  readonly author: { readonly name: string; readonly email: string }
  readonly at: number
  readonly parents: readonly string[]
}

/** A file that differs from the last commit. */
export interface GitChange {
  readonly path: string
  readonly state: "added" | "changed" | "deleted" | "untracked"
  readonly staged: boolean
}

/** Which repository is meant: the folder of the workspace that it stands in; the workspace's own if left out. */
export interface GitPlace {
  readonly folder?: string
}

/** The other side of an exchange of commits, and what opens it. */
export interface GitRemote extends GitPlace {
  readonly remote?: string
  readonly branch?: string
  /** The name of the secret. */
  readonly secret?: string
}

/** Stops what takes long, and hears how far it is. What was stopped has changed nothing. */
export interface Watch {
  readonly signal?: AbortSignal
  readonly progress?: (share: number, say?: string) => void
}

/** Git over the workspace. */
export interface GitPort {
  /** Makes a repository; false where there was one. */
  init(options: GitPlace & { readonly branch?: string }, watch?: Watch): Answer<boolean>
  clone(
    options: GitPlace & {
      readonly url: string
      readonly branch?: string
      /** So many commits of the past; all if left out. */
      readonly depth?: number
      readonly secret?: string
    },
    watch?: Watch,
  ): Answer<{ readonly branch: string | null; readonly commit: string | null }>
  status(options: GitPlace, watch?: Watch): Answer<readonly GitChange[]>
  log(
    options: GitPlace & { readonly since?: number; readonly most?: number; readonly path?: string },
    watch?: Watch,
  ): Answer<readonly GitCommit[]>
  diff(
    options: GitPlace & { readonly from?: string; readonly to?: string; readonly path?: string },
    watch?: Watch,
  ): Answer<string>
  /** Stages what has changed of these files and folders. */
  add(options: GitPlace & { readonly files: readonly string[] }, watch?: Watch): Answer<readonly GitChange[]>
  commit(
    options: GitPlace & {
      readonly message: string
      readonly files?: readonly string[]
      readonly all?: boolean
      readonly author?: GitCommit["author"]
    },
    watch?: Watch,
  ): Answer<GitCommit>
  branch(options: GitPlace & { readonly name: string; readonly from?: string }, watch?: Watch): Answer<void>
  checkout(
    options: GitPlace & { readonly to: string; readonly create?: boolean },
    watch?: Watch,
  ): Answer<void>
  merge(
    options: GitPlace & { readonly from: string },
    watch?: Watch,
  ): Answer<{ readonly commit: string | null; readonly conflicts: readonly string[] }>
  /** Brings what others have pushed into the repository, and leaves its files as they are. */
  readonly fetch: (options: GitRemote, watch?: Watch) => Answer<{ readonly commit: string | null }>
  push(options: GitRemote, watch?: Watch): Answer<void>
  pull(options: GitRemote, watch?: Watch): Answer<{ readonly conflicts: readonly string[] }>
}

/** What a command in the shell came to. */
export interface ShellResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A bash-like shell over the workspace. */
export interface ShellPort {
  /** The signal stops the command, with all that it has started. */
  run(
    options: {
      readonly command: string
      readonly folder?: string
      readonly stdin?: string
      readonly env?: { readonly [name: string]: string }
      /** Hears as it comes what the command writes, or, of a shell that knows this at the end alone, what it runs. */
      readonly hear?: (text: string) => void
    },
    signal?: AbortSignal,
  ): Answer<ShellResult>
}

/** A request as it leaves. Tokens of secrets may stand in its address, headers and body; the port puts them in. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string | Uint8Array
  /** The name of the secret that authorises it. */
  readonly secret?: string
  readonly timeout?: number
  readonly largest?: number
  /** It changes nothing, whatever its method says: a sandbox run asks it too. */
  readonly reads?: true
}

/** A response as it came. */
export interface HttpResponse {
  readonly status: number
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: Uint8Array
}

/** A response whose body comes as it is read. */
export type HttpStreamed = Omit<HttpResponse, "body"> & { readonly body: ByteStream }

/** Requests to hosts that were granted. */
export interface HttpPort {
  /** The signal stops it, wherever it is. */
  send(request: HttpRequest, signal?: AbortSignal): Answer<HttpResponse>
  /** The same, for bodies too large to be had whole: what goes wrong on the way breaks the stream. */
  open(request: HttpRequest, signal?: AbortSignal): Answer<HttpStreamed>
}

/** One turn of a conversation with a model. */
export interface AiMessage {
  readonly role: "system" | "user" | "assistant" | "tool"
  readonly content: string
  /** What the model asked of its tools in this turn of its own. */
  readonly calls?: readonly AiToolCall[]
  /** The call that a tool's turn answers. */
  readonly answers?: string
  /** The tool came to a problem, of which the content tells. */
  readonly failed?: boolean
}

/** What a model may ask for. */
export interface AiTool {
  /** Letters, digits, `_` and `-`, up to 64. */
  readonly name: string
  readonly description: string
  /** The JSON Schema of what it is called with. */
  readonly input: JsonMap
}

/** What a model asked of a tool. */
export interface AiToolCall {
  readonly id: string
  readonly name: string
  /** What it was called with; null where that is no JSON map. */
  readonly input: JsonMap | null
  /** The words of an input that cannot be read. */
  readonly unreadable?: string
}

/** What a model used, and what that cost; null where the price is not known. */
export interface AiUsage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly usd: number | null
}

/** What a model answered. A problem of a call that was paid for all the same has its usage in `data.usage`. */
export interface AiAnswer {
  readonly text: string
  readonly model: string
  readonly stop: "end" | "length" | "refusal" | "tool" | "other"
  readonly usage: AiUsage
  /** What it asks of its tools, where it was given any. */
  readonly calls?: readonly AiToolCall[]
}

/** What a model is asked. */
export interface AiRequest {
  readonly provider: string
  readonly model?: string
  readonly messages: readonly AiMessage[]
  readonly tools?: readonly AiTool[]
  readonly schema?: JsonMap
  readonly maxTokens?: number
  readonly temperature?: number
  /** Hears text as it comes; the answer has all of it. */
  readonly onText?: (text: string) => void
  /** Ends the connection. */
  readonly signal?: AbortSignal
}

/** Texts to make vectors of. */
export interface AiEmbedRequest {
  readonly provider: string
  readonly model?: string
  readonly texts: readonly string[]
  readonly signal?: AbortSignal
}

/** A vector for each text. */
export interface AiVectors {
  readonly vectors: readonly (readonly number[])[]
  readonly model: string
  readonly usage: AiUsage
}

/** Language models. */
export interface AiPort {
  chat(request: AiRequest): Answer<AiAnswer>
  /** Where a provider offers it. */
  embed?(request: AiEmbedRequest): Answer<AiVectors>
}

/** Messages that leave for a person who does not have to answer. */
export interface NotifyPort {
  show(options: { readonly title: string; readonly text: string }): Answer<void>
  webhook(options: {
    readonly service: "slack" | "discord"
    readonly secret: string
    readonly text: string
    /** Stops it, wherever it is. */
    readonly signal?: AbortSignal
  }): Answer<void>
  draft(options: {
    readonly to: readonly string[]
    readonly subject: string
    readonly text: string
  }): Answer<void>
  chat(options: { readonly session: string; readonly text: string }): Answer<void>
}

/** Named events that steps emit and triggers hear. */
export interface EventsPort {
  /**
   * Emits. What the step emits again when it is done again is the same event, by its place among all that it emits;
   * `as` names it instead, where the step could emit another one in that place.
   */
  emit(name: string, value: Json, as?: string): Answer<void>
}

/** The time of the run: a replay sees the same. */
export interface ClockPort {
  /** Milliseconds since 1970. */
  now(): number
  readonly timezone: string
}

/** Chance, from the run's own seed. */
export interface RandomPort {
  bytes(count: number): Uint8Array
  uuid(): string
}

/** How bytes are digested. */
export type DigestAlgorithm = "md5" | "sha1" | "sha256" | "sha384" | "sha512"

/** How bytes are signed: with a key that both sides have, or with one half of a pair. */
export type SignatureAlgorithm =
  | "hmac-sha1"
  | "hmac-sha256"
  | "hmac-sha512"
  | "rsa-sha256"
  | "ecdsa-sha256"
  | "ed25519"

/** Digests and signatures. Keys are secrets: they are named, and never seen. */
export interface CryptoPort {
  digest(options: { readonly algorithm: DigestAlgorithm; readonly bytes: Uint8Array }): Answer<Uint8Array>
  sign(options: {
    readonly algorithm: SignatureAlgorithm
    readonly secret: string
    readonly bytes: Uint8Array
  }): Answer<Uint8Array>
  verify(options: {
    readonly algorithm: SignatureAlgorithm
    /** The name of the secret that both sides have. */
    readonly secret?: string
    /** The public half of a pair, as PEM. */
    readonly publicKey?: string
    readonly bytes: Uint8Array
    readonly signature: Uint8Array
  }): Answer<boolean>
}

/** A row of a table: a map under a key that no other row of the table has. */
export interface TableRow {
  readonly key: string
  /** When it was first put there, in milliseconds since 1970. */
  readonly made: number
  readonly value: JsonMap
}

/** Tables: rows that outlive runs. What is changed is committed together with the step's outcome, where that can be. */
export interface TablesPort {
  /** The rows in the order in which they were made: those with the keys, or all. */
  rows(table: string, keys?: readonly string[]): Answer<readonly TableRow[]>
  /** Puts rows, each in the place of one with its key, and takes others away. */
  change(
    table: string,
    changes: { readonly put?: readonly TableRow[]; readonly remove?: readonly string[] },
  ): Answer<void>
}

/** User code, behind the walls that DESIGN.md names. */
export interface CodePort {
  run(options: {
    readonly language: "javascript" | "typescript"
    readonly source: string
    /** What the code is called where it fails; “The code” if left out. */
    readonly what?: string
    readonly scope: JsonMap
    readonly timeout?: number
    readonly signal?: AbortSignal
    /** Bytes of memory. */
    readonly memory?: number
    /** What the code writes to its console. */
    readonly onLog?: (level: "debug" | "info" | "warn" | "error", text: string) => void
    /** The methods that the code may call, by port: no others are there. */
    readonly calls?: { readonly [port: string]: readonly string[] }
    /** Answers such a call with plain data, or the sentence of its problem. */
    readonly onCall?: (port: string, method: string, given: readonly Json[]) => Promise<Result<Json, string>>
  }): Answer<Json>
}

/** How a called step is attempted, where that is not as usual for its kind. */
export interface CallOptions {
  readonly retry?: RetryPolicy | readonly RetryPolicy[]
  /** The longest that an attempt of it may take, such as `2m`. */
  readonly timeout?: string
  /** The longest that all its attempts may take together: once that is over, no other follows. */
  readonly within?: string
  /** What was not granted is refused, and nobody is asked for it: for calls that a stranger may have had a say in. */
  readonly refuseUngranted?: true
  /** Told when a budget that is used up holds it: it goes on once that is raised. */
  readonly onHeld?: (spent: Spent) => void
}

/** What a called step came to. */
export interface StepResult {
  /** The value of each outlet that it left by. */
  readonly outlets: JsonMap
  /** The value of the first of these, in the order of its kind. */
  readonly output: Json
  /** How long it executed, in milliseconds by the journal: what it waited does not count, nor time that nobody had the run. */
  readonly took: number
}

/**
 * Other steps, as tools. Each call is journaled as a part of the caller's visit, with a key, an effect, grants and
 * attempts of its own: when the caller is attempted again, what had ended is not done again.
 */
export interface StepsPort {
  /** Runs a step of the kind; its parameters are taken as they are, and hold no templates. */
  call(kind: string, parameters: JsonMap, options?: CallOptions): Answer<StepResult>
}

/** All ports, by the name under which a kind asks for them. */
export interface Ports {
  readonly files: FilesPort
  readonly git: GitPort
  readonly shell: ShellPort
  readonly http: HttpPort
  readonly ai: AiPort
  readonly notify: NotifyPort
  readonly events: EventsPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly crypto: CryptoPort
  readonly tables: TablesPort
  readonly code: CodePort
  readonly steps: StepsPort
  readonly jobs: JobsPort
}

/** The name of a port. */
export type PortName = keyof Ports
