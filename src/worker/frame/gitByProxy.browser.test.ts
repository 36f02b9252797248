import { expect, inject, test } from "vitest"
import { grantOf } from "../../model/grants.ts"
import { parseProxy, type WebProxy } from "../../model/proxy.ts"
import { createMemoryHome } from "../../ports/files/memoryHome.ts"
import { codeOf, testGit, valueIn } from "../../ports/git/testing/gitConformance.ts"
import { createPageHttp } from "../../ports/http/frame/pageHttp.ts"
import { createJobs } from "../../ports/jobs/jobs.ts"
import { createJobThreads } from "../jobThreads.ts"
import { linesForTests } from "./testing/linesForTests.ts"

/* Git in a page, with a server that lets no page read it: by way of a proxy that asks in the page's place. */

const [, proxy] = inject("servers")
const url = inject("repository")
const { origin } = new URL(url)
const lines = linesForTests(() => ({ value: "key-for-git", hosts: [origin, proxy] }))

function here(between: WebProxy | null) {
  const http = createPageHttp({ lines, grants: () => [grantOf("http", origin)], proxy: async () => between })
  const jobs = createJobs({ spawn: createJobThreads() })
  return testGit(
    createMemoryHome(() => 1_000),
    { http, jobs },
  )
}

function chosen(): WebProxy {
  const parsed = parseProxy({ address: `${proxy}/via?url={url}`, hosts: [origin] })
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

test("push, clone, fetch and pull go through the proxy; without it they say that there could be one", async () => {
  const secret = "git"
  const mine = here(chosen())
  await valueIn(mine.git.clone({ url, secret }))
  await mine.commit("First", { "a.txt": "one\n", "pixels.bin": "\u0000\u00ff\u0100" })
  await valueIn(mine.git.push({ secret }))

  const theirs = here(chosen())
  await valueIn(theirs.git.clone({ url, secret }))
  expect(await theirs.text("a.txt")).toBe("one\n")
  expect(await theirs.text("pixels.bin")).toBe("\u0000\u00ff\u0100")

  const second = await mine.commit("Second", { "a.txt": "two\n" })
  await valueIn(mine.git.push({ secret }))
  await valueIn(theirs.git.fetch({ secret }))
  expect(await theirs.text("a.txt")).toBe("one\n")
  expect(await valueIn(theirs.git.pull({ secret }))).toMatchObject({ conflicts: [] })
  expect(await theirs.text("a.txt")).toBe("two\n")
  expect((await valueIn(theirs.git.log({})))[0]?.id).toBe(second.id)

  expect(await codeOf(here(null).git.clone({ url, secret }))).toBe("http_not_for_pages")
})
