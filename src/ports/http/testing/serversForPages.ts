import type { TestProject } from "vitest/node"
import { startGitServer } from "../../git/testing/gitServer.ts"
import { createMisbehavingServer } from "./misbehavingServer.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** The origins of two servers that misbehave on demand. */
    readonly servers: readonly [one: string, other: string]
    /** The address of a repository whose server lets no page read it, and wants `Bearer key-for-git`. */
    readonly repository: string
  }
}

/** Runs servers for the tests in a browser, which cannot start any. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = [await createMisbehavingServer(), await createMisbehavingServer()] as const
  project.provide("servers", [servers[0].origin, servers[1].origin])
  const git = await startGitServer({ password: "Bearer key-for-git" })
  project.provide("repository", git.url)
  return async () => {
    await git.close()
    for (const server of servers) await server.close()
  }
}
