import { type ModelServer, serveModels, type Told } from "../../../../e2e/doubles/modelServer.ts"
import { isList, isMap, type Json, own } from "../../../lib/json.ts"
import type { Example } from "../../../model/step.ts"
import { type GitServer, startGitServer } from "../../../ports/git/testing/gitServer.ts"
import { createNodeHttp } from "../../../ports/http/nodeHttp.ts"
import {
  createMisbehavingServer,
  type MisbehavingServer,
} from "../../../ports/http/testing/misbehavingServer.ts"
import { createSandbox, type Sandbox } from "../../../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../../../ports/sandbox/testing/testThreads.ts"
import { pushCommits } from "../pushCommits.ts"
import { type PreparedServer, startPreparedServer } from "./preparedServer.ts"

/*
 * What stands outside of a run, for real and on this computer: a server, a server of git, one that speaks as vendors
 * of models do, and the thread in which user code runs. An example is told to them, and reads as if it had been
 * written for them: `https://api.example.com` is the server's own address then.
 */

/** The outside. */
export interface LiveWorld {
  readonly server: PreparedServer
  /** Two that misbehave: `https://bad.test`, and one that nothing is granted for, `https://elsewhere.test`. */
  readonly bad: MisbehavingServer
  readonly elsewhere: MisbehavingServer
  readonly models: ModelServer
  readonly sandbox: Sandbox
  /** Lets the world stand as the example says, and gives the example with its addresses. */
  stage(example: Example): Promise<{ readonly example: Example; readonly git: GitServer | undefined }>
  /** What was pushed to the git server since the example was written. */
  push(git: GitServer, commits: Example["served"]): Promise<void>
  close(): Promise<void>
}

/** The name of the provider that asks the double. */
export const doubleProvider = "double"

/** Opens the outside; the name keeps what it builds apart. */
export async function openLiveWorld(name: string): Promise<LiveWorld> {
  const [server, bad, elsewhere, models, spawn] = await Promise.all([
    startPreparedServer(),
    createMisbehavingServer(),
    createMisbehavingServer(),
    serveModels(),
    createTestThreads(name),
  ])
  const sandbox = createSandbox({ spawn })
  const gits: GitServer[] = []
  const http = createNodeHttp({ mayReach: () => null, secrets: { find: async () => undefined } })

  const push: LiveWorld["push"] = ({ url }, commits = []) => pushCommits({ url, http }, commits)

  return {
    ...{ server, bad, elsewhere, models, sandbox },
    push,
    async stage(example) {
      const git = example.served && (await startGitServer())
      if (git) {
        gits.push(git)
        const before = example.served?.filter(({ since }) => !since)
        await push(git, before)
      }
      const here = JSON.parse(
        JSON.stringify(example)
          .replaceAll("https://git.example.com/ada/notes.git", git?.url ?? "https://git.example.com")
          .replaceAll(/https:\/\/(?:\w+\.)?example\.com/g, server.origin)
          .replaceAll("https://bad.test", bad.origin)
          .replaceAll("https://elsewhere.test", elsewhere.origin)
          .replaceAll(/"provider":"\w+"/g, `"provider":"${doubleProvider}"`),
      ) as Example
      server.tell([...(here.answers?.http ?? []), ...(here.answers?.notify ?? []).map(() => ({}))])
      models.clear()
      models.tell(...[...(here.answers?.ai ?? []), ...turnsIn(here.answers?.steps ?? [])].map(toldBy))
      return { example: here, git }
    },
    async close() {
      sandbox.close()
      await Promise.all([
        server.close(),
        bad.close(),
        elsewhere.close(),
        models.close(),
        ...gits.map(git => git.close()),
      ])
    },
  }
}

/** What models say among what steps answer that are called: the others are really called. */
function turnsIn(answers: readonly Json[]): Json[] {
  return answers.flatMap(answer => {
    const output = isMap(answer) ? own(answer, "output") : undefined
    return isMap(output) && own(output, "stop") !== undefined ? [output] : []
  })
}

function toldBy(answer: Json): Told {
  const map = isMap(answer) ? answer : {}
  const [vectors, calls] = [own(map, "vectors"), own(map, "calls")]
  if (isList(vectors)) return { vectors: vectors as unknown as number[][] }
  return {
    text: String(own(map, "text") ?? ""),
    stop: String(own(map, "stop") ?? "end"),
    ...(isList(calls) ? { calls: calls as unknown as { name: string; input: object }[] } : {}),
  }
}
