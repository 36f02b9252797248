import type { TestProject } from "vitest/node"
import { createMisbehavingServer } from "./misbehavingServer.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** The origins of two servers that misbehave on demand. */
    readonly servers: readonly [one: string, other: string]
  }
}

/** Runs two servers for the tests in a browser, which cannot start any. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = [await createMisbehavingServer(), await createMisbehavingServer()] as const
  project.provide("servers", [servers[0].origin, servers[1].origin])
  return async () => {
    for (const server of servers) await server.close()
  }
}
