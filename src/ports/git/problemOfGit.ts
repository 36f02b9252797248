import { isMap } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import { gitProblem } from "./gitProblems.ts"

/** A problem as an error, for the way through code that knows only errors. */
export class GitFailure extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

/** So many files are named in a sentence. */
const mostNamed = 3

/** Names of files as a sentence has them: the first few, and how many more there are. */
export function namesOf(paths: readonly string[]): string {
  const more = paths.length - mostNamed
  return paths.slice(0, mostNamed).join(", ") + (more > 0 ? ` and ${more} more` : "")
}

/** What an error of isomorphic-git means for people. */
export function problemOfGit(cause: unknown): Problem {
  if (cause instanceof GitFailure) return cause.problem
  const message = cause instanceof Error ? cause.message : String(cause)
  const { code, data } = (cause instanceof Error ? cause : {}) as { code?: unknown; data?: unknown }
  const errors: unknown = cause instanceof Error ? Reflect.get(cause, "errors") : undefined
  if (Array.isArray(errors) && errors.length > 0) return problemOfGit(errors[0])
  const known = isMap(data) ? data : {}
  const text = (name: string) => String(known[name] ?? "")
  switch (code) {
    case "NotFoundError":
    case "ResolveTreeError":
    case "CommitNotFetchedError":
      return gitProblem("git_not_found", { what: text("what") || text("ref") || "such commit" })
    case "AlreadyExistsError":
      return gitProblem("git_exists", { what: `${text("noun")} ${text("where")}`.trim() })
    case "InvalidRefNameError":
      return gitProblem("git_bad_name", { name: text("ref") })
    case "CheckoutConflictError": {
      const paths = Array.isArray(known.filepaths) ? known.filepaths.map(String) : []
      return { ...gitProblem("git_would_lose", { files: namesOf(paths) }), data: { paths } }
    }
    case "MergeNotSupportedError":
      return gitProblem("git_cannot_merge", { from: "the branch" })
    case "UnsafeFilepathError":
      return gitProblem("git_unsafe_path", { path: text("filepath") })
    case "UrlParseError":
    case "UnknownTransportError":
      return gitProblem("git_bad_remote", { url: text("url") })
    case "GitPushError":
      return gitProblem("git_push_refused", { why: text("prettyDetails").trim() || message })
    case "SmartHttpError":
    case "ParseError":
    case "EmptyServerResponse":
    case "EmptyServerResponseError":
      return gitProblem("git_bad_answer", { host: "The remote", why: message })
    default:
      return gitProblem("git_trouble", { why: message })
  }
}
