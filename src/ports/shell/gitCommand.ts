import { type Command, defineCommand, type ExecResult } from "just-bash/browser"
import { isList, isMap, type Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { JobContext } from "../../model/jobs.ts"
import type { GitCommit } from "../../model/ports.ts"
import type { FileHome } from "../files/home.ts"
import { rootedAt } from "../files/rootedAt.ts"
import type { GitAsked } from "../git/gitJob.ts"
import { gitOn } from "../git/gitWork.ts"

/*
 * `git` in the built-in shell: what people type most, over the same git that the git steps use. What it does not know
 * it refuses, rather than doing something else.
 */

/** What the command works on. */
export interface GitCommandParts {
  readonly home: FileHome
  /** Where the workspace stands in the shell. */
  readonly mount: string
  readonly now: number
  readonly author: GitCommit["author"]
  readonly context: Pick<JobContext, "call" | "progress">
}

interface Parsed {
  readonly asked: GitAsked
  /** How what came of it is written. */
  say(value: Json): string
}

/** Makes the command. */
export function createGitCommand({ home, mount, now, author, context }: GitCommandParts): Command {
  return defineCommand("git", async (args, { cwd }): Promise<ExecResult> => {
    const [name = "help", ...rest] = args
    const parsed = commands[name]?.(readArgs(rest))
    if (parsed === undefined) return failed(`git: '${name}' is not offered here. Use: ${known}`)
    if (!parsed.ok) return failed(`git ${name}: ${parsed.error}`, 129)
    const { asked, say } = parsed.value
    if (cwd !== mount && !cwd.startsWith(`${mount}/`)) return failed("git: not in the workspace", 128)
    const below = cwd.slice(mount.length + 1)
    const makesOne = asked.op === "init" || asked.op === "clone"
    const folder = makesOne ? below : await repositoryAt(home, below)
    const target = asked.op === "clone" ? joined(folder, folderFor(asked.options)) : folder
    const done = await gitOn(rootedAt(home, target), { asked, now, author }, context)
    if (!done.ok) return failed(`fatal: ${done.error.message}`, 128)
    const value = done.value
    const conflicts = isMap(value) && isList(value.conflicts) ? value.conflicts : []
    return { stdout: say(value), stderr: "", exitCode: conflicts.length > 0 ? 1 : 0 }
  })
}

/** The nearest folder from here upwards that is a repository; here, if none is. */
async function repositoryAt(home: FileHome, from: string): Promise<string> {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    const info = await home.info(joined(folder, ".git"))
    if (info.ok && info.value) return folder
    if (folder === "") return from
  }
}

function joined(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`
}

function folderFor({ folder, url }: { readonly folder?: string; readonly url: string }): string {
  return (
    folder ??
    url
      .replace(/\/+$/, "")
      .replace(/^.*\//, "")
      .replace(/\.git$/, "")
  )
}

interface Args {
  readonly words: readonly string[]
  /** What stands after `--`. */
  readonly paths: readonly string[]
  has(...names: readonly string[]): boolean
  /** The value of an option: the next word, or what stands after `=`. */
  value(...names: readonly string[]): string | undefined
  readonly unknown: string | undefined
}

/** The options that the commands know; those with `=` take a value. */
const options = [
  "-m=",
  "--message=",
  "-a",
  "--all",
  "-b",
  "-c",
  "-n=",
  "-s",
  "--short",
  "--porcelain",
  "--oneline",
  "--depth=",
  "--branch=",
  "--initial-branch=",
  "-A",
  "-q",
  "--quiet",
  "--cached",
  "--show-current",
]

function readArgs(args: readonly string[]): Args {
  const words: string[] = []
  const given = new Map<string, string>()
  let unknown: string | undefined
  const end = args.indexOf("--")
  const before = end < 0 ? args : args.slice(0, end)
  for (let at = 0; at < before.length; at++) {
    const word = before[at] ?? ""
    const [, number] = /^-(\d+)$/.exec(word) ?? []
    const [name = "", inside] = word.split(/=(.*)/s)
    if (number !== undefined) given.set("-n", number)
    else if (word === "-am") {
      given.set("-a", "")
      given.set("-m", before[++at] ?? "")
    } else if (!word.startsWith("-") || word === "-") words.push(word)
    else if (options.includes(`${name}=`)) given.set(name, inside ?? before[++at] ?? "")
    else if (options.includes(word)) given.set(word, "")
    else unknown ??= word
  }
  return {
    words,
    paths: end < 0 ? [] : args.slice(end + 1),
    has: (...names) => names.some(name => given.has(name)),
    value: (...names) => names.map(name => given.get(name)).find(value => value !== undefined),
    unknown,
  }
}

type Reading = (args: Args) => Result<Parsed, string>

const nothing = () => ""
const letters: { readonly [state: string]: string } = { added: "A", changed: "M", deleted: "D" }

/** The option, if it was given; so that what was not given is left out. */
function some<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value }
}

const commands: { readonly [name: string]: Reading | undefined } = {
  init: offered(({ words: [first], has, value }) =>
    ok({
      asked: { op: "init", options: some("branch", has("-b") ? first : value("--initial-branch")) },
      say: made => (made === true ? "Initialized empty Git repository\n" : "Reinitialized Git repository\n"),
    }),
  ),
  clone: offered(({ words, has, value }) => {
    // After -b the branch comes first among the words.
    const [url, folder] = has("-b") ? words.slice(1) : words
    const branch = has("-b") ? words[0] : value("--branch")
    if (url === undefined) return err("name the address of a repository")
    const more = {
      ...some("folder", folder),
      ...some("branch", branch),
      ...some("depth", numberIn(value("--depth"))),
    }
    return ok({ asked: { op: "clone", options: { url, ...more } }, say: nothing })
  }),
  status: offered(() =>
    ok({
      asked: { op: "status", options: {} },
      say: files =>
        (files as readonly { path: string; state: string; staged: boolean }[])
          .map(({ path, state, staged }) => {
            const letter = letters[state]
            if (letter === undefined) return `?? ${path}\n`
            return staged ? `${letter}  ${path}\n` : ` ${letter} ${path}\n`
          })
          .join(""),
    }),
  ),
  log: offered(({ has, value, words: [first], paths: [path] }) =>
    first !== undefined
      ? err("only the current branch can be listed")
      : ok({
          asked: { op: "log", options: { ...some("most", numberIn(value("-n"))), ...some("path", path) } },
          say: commits =>
            (commits as unknown as readonly GitCommit[])
              .map(({ id, message, author, at }) =>
                has("--oneline")
                  ? `${id.slice(0, 7)} ${message.split("\n")[0]}\n`
                  : `commit ${id}\nAuthor: ${author.name} <${author.email}>\nDate:   ${new Date(at).toUTCString()}\n\n${message.replace(/^/gm, "    ")}\n\n`,
              )
              .join(""),
        }),
  ),
  diff: offered(({ words: [from, to], paths: [path] }) =>
    ok({
      asked: { op: "diff", options: { ...some("from", from), ...some("to", to), ...some("path", path) } },
      say: String,
    }),
  ),
  add: offered(({ words, paths, has }) => {
    const files = has("-A", "--all") ? ["."] : [...words, ...paths]
    return files.length === 0
      ? err("name what to add, or . for everything")
      : ok({ asked: { op: "add", options: { files } }, say: nothing })
  }),
  commit: offered(({ value, has, paths }) => {
    const message = value("-m", "--message")
    if (!message) return err("give a message with -m")
    const files = paths.length > 0 ? { files: paths } : has("-a", "--all") ? { all: true } : {}
    return ok({
      asked: { op: "commit", options: { message, ...files } },
      say: commit => (isMap(commit) ? `[${String(commit.id).slice(0, 7)}] ${message.split("\n")[0]}\n` : ""),
    })
  }),
  branch: offered(({ words: [name, from] }) =>
    name === undefined
      ? err("name a branch to make")
      : ok({ asked: { op: "branch", options: { name, ...some("from", from) } }, say: nothing }),
  ),
  checkout: offered(readCheckout),
  switch: offered(readCheckout),
  merge: offered(({ words: [from] }) =>
    from === undefined
      ? err("name a branch to merge")
      : ok({ asked: { op: "merge", options: { from } }, say: sayMerge }),
  ),
  fetch: offered(({ words: [remote, branch] }) =>
    ok({
      asked: { op: "fetch", options: { ...some("remote", remote), ...some("branch", branch) } },
      say: nothing,
    }),
  ),
  pull: offered(({ words: [remote, branch] }) =>
    ok({
      asked: { op: "pull", options: { ...some("remote", remote), ...some("branch", branch) } },
      say: sayMerge,
    }),
  ),
  push: offered(({ words: [remote, branch] }) =>
    ok({
      asked: { op: "push", options: { ...some("remote", remote), ...some("branch", branch) } },
      say: nothing,
    }),
  ),
}

const known = Object.keys(commands).join(", ")

/** Refuses options that nobody knows. */
function offered(read: Reading): Reading {
  return args =>
    args.unknown === undefined ? read(args) : err(`the option ${args.unknown} is not offered here`)
}

function readCheckout({ words: [to], has, paths }: Args): Result<Parsed, string> {
  if (paths.length > 0) return err("single files cannot be brought back; use a commit")
  if (to === undefined) return err("name a branch, tag or commit")
  const create = has("-b", "-c") ? { create: true } : {}
  return ok({ asked: { op: "checkout", options: { to, ...create } }, say: nothing })
}

function sayMerge(value: Json): string {
  const conflicts = isMap(value) && isList(value.conflicts) ? value.conflicts : []
  return conflicts.map(path => `CONFLICT (content): Merge conflict in ${String(path)}\n`).join("")
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined || !/^\d{1,9}$/.test(text) ? undefined : Number(text)
}

function failed(stderr: string, exitCode = 1): ExecResult {
  return { stdout: "", stderr: `${stderr}\n`, exitCode }
}
