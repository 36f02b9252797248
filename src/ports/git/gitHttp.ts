import type { HttpClient } from "isomorphic-git"
import { joinBytes } from "../../lib/joinBytes.ts"
import type { Result } from "../../lib/result.ts"
import type { JobContext } from "../../model/jobs.ts"
import type { HttpResponse } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"

/** Requests as isomorphic-git makes them, asked of the host. */
export interface GitHttp {
  readonly client: HttpClient
  /** Why a request came to nothing. */
  refusal(): Problem | null
  /** The requests that follow are signed with the secret of this name. */
  use(secret: string | undefined): void
  /** Whether a request that changes the remote has gone out since it was last asked. */
  hasSent(): boolean
  /** What the remote answered last, where that was a refusal. */
  lastStatus(): { readonly status: number; readonly url: string; readonly secret: string | undefined } | null
  /** Forgets what went wrong: a failure that was looked into is none any more. */
  forgive(): void
}

/** Makes the line to remotes. */
export function createGitHttp({ call }: Pick<JobContext, "call">): GitHttp {
  let refused: Problem | null = null
  let secret: string | undefined
  let sent = false
  let last: ReturnType<GitHttp["lastStatus"]> = null
  return {
    refusal: () => refused,
    use(name) {
      secret = name
    },
    hasSent: () => sent,
    lastStatus: () => last,
    forgive() {
      refused = null
      last = null
    },
    client: {
      async request({ url, method = "GET", headers = {}, body }) {
        const pieces: Uint8Array[] = []
        for await (const piece of body ?? []) pieces.push(piece)
        const isPush = method === "POST" && url.endsWith("/git-receive-pack")
        if (isPush) sent = true
        const request = {
          ...{ method, url, headers },
          ...(pieces.length === 0 ? {} : { body: joinBytes(pieces) }),
          ...(secret === undefined ? {} : { secret }),
        }
        const answer = (await call("http", request)) as Result<HttpResponse, Problem>
        if (!answer.ok) {
          refused ??= answer.error
          throw Object.assign(new Error(answer.error.message), { code: "NoAnswer" })
        }
        const { status } = answer.value
        if (status !== 200) last = { status, url, secret }
        return {
          ...{ url: answer.value.url, method, statusCode: status, statusMessage: String(status) },
          headers: { ...answer.value.headers },
          body: oneByOne([answer.value.body]),
        }
      },
    },
  }
}

async function* oneByOne(pieces: readonly Uint8Array[]): AsyncIterableIterator<Uint8Array> {
  yield* pieces
}
