import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { err } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import { withOpen } from "../../model/testing/withOpen.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { createNodeHome } from "../files/nodeHome.ts"
import { createNodeHttp } from "../http/nodeHttp.ts"
import { createOverlayHome } from "../overlay/overlayHome.ts"
import { codeOf, gitConformance, testGit, valueIn } from "./testing/gitConformance.ts"
import { type GitServer, startGitServer } from "./testing/gitServer.ts"

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "git-"))
  ends.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const memory = () => createMemoryHome(() => 0)

describe("git in memory", () => gitConformance(async () => memory()))
describe("git in a folder", () => gitConformance(async () => createNodeHome(newFolder())))
describe("git in an overlay", () => gitConformance(async () => createOverlayHome(memory(), () => 0)))

/** The http port of the terminal, with one secret. */
const http = createNodeHttp({
  mayReach: () => null,
  secrets: {
    find: async name =>
      name === "key" ? { value: "cGVyc29uOnBhc3M=", hosts: ["local"], before: "Basic " } : undefined,
  },
})

async function server(options: Parameters<typeof startGitServer>[0] = {}): Promise<GitServer> {
  const started = await startGitServer(options)
  ends.push(started.close)
  return started
}

/** Someone who works with the server: with a clone of it, once something was pushed. */
async function person(remote: GitServer, secret?: string) {
  const one = testGit(memory(), { http })
  await valueIn(one.git.clone({ url: remote.url, ...(secret ? { secret } : {}) }))
  return one
}

/** A server with one commit. */
async function started(options: Parameters<typeof startGitServer>[0] = {}) {
  const remote = await server(options)
  const secret = options.password ? "key" : undefined
  const first = await person(remote, secret)
  const commit = await first.commit("First", { "a.txt": "1\n", "dir/b.txt": "b\n" })
  await valueIn(first.git.push(secret ? { secret } : {}))
  return { remote, first, commit }
}

describe("remotes", () => {
  test("clone, fetch, pull and push between two people", async () => {
    const { remote, first, commit } = await started()
    expect(await remote.tip("main")).toBe(commit.id)
    const second = testGit(memory(), { http })
    const shares: number[] = []
    const cloned = await second.git.clone(
      { url: remote.url, folder: "repo" },
      { progress: s => shares.push(s) },
    )
    expect(cloned).toEqual({ ok: true, value: { branch: "main", commit: commit.id } })
    expect(await second.text("repo/dir/b.txt")).toBe("b\n")
    expect(shares.length).toBeGreaterThan(0)
    expect(await codeOf(second.git.clone({ url: remote.url, folder: "repo" }))).toBe("git_repository_there")

    const next = await first.commit("Second", { "a.txt": "2\n", "dir/b.txt": null })
    await valueIn(first.git.push({}))
    expect(await valueIn(second.git.fetch({ folder: "repo" }))).toEqual({ commit: next.id })
    expect(await second.text("repo/a.txt")).toBe("1\n")
    expect(await valueIn(second.git.pull({ folder: "repo" }))).toEqual({ conflicts: [] })
    expect(await second.text("repo/a.txt")).toBe("2\n")
    expect(await valueIn(second.files.info("repo/dir/b.txt"))).toBeNull()
    expect(await valueIn(second.git.pull({ folder: "repo" }))).toEqual({ conflicts: [] })
    expect(await codeOf(second.git.push({ folder: "repo" }))).toBe("ok")
  })

  test("who is behind pulls first: a merge, or conflicts as data", async () => {
    const { remote, first } = await started()
    const second = await person(remote)
    await first.commit("Ours", { "a.txt": "first\n", "new.txt": "n" })
    await valueIn(first.git.push({}))
    await second.commit("Theirs", { "c.txt": "c" })
    const tip = await remote.tip("main")
    expect(await second.git.push({})).toMatchObject({ error: { code: "git_behind", data: { sent: false } } })
    expect(await remote.tip("main")).toBe(tip)
    expect(await valueIn(second.git.pull({}))).toEqual({ conflicts: [] })
    expect([await second.text("a.txt"), await second.text("c.txt")]).toEqual(["first\n", "c"])
    expect(await codeOf(second.git.push({}))).toBe("ok")

    await first.commit("Clash", { "c.txt": "from first" })
    expect(await valueIn(first.git.pull({}))).toEqual({ conflicts: ["c.txt"] })
    expect(await first.text("c.txt")).toContain("<<<<<<<")
    expect(await valueIn(first.git.pull({}))).toEqual({ conflicts: ["c.txt"] })
    await second.commit("Another clash", { "c.txt": "from second" })
    await valueIn(second.git.push({}))
    expect(await codeOf(first.git.pull({}))).toBe("git_merge_open")
  })

  test("another branch is pushed, fetched and checked out", async () => {
    const { remote, first } = await started()
    await first.git.checkout({ to: "feature", create: true })
    const commit = await first.commit("Feature", { f: "f" })
    await valueIn(first.git.push({ branch: "feature" }))
    expect(await remote.tip("feature")).toBe(commit.id)
    const second = await person(remote)
    expect(await codeOf(second.git.checkout({ to: "feature" }))).toBe("ok")
    expect(await second.text("f")).toBe("f")
    const branch = testGit(memory(), { http })
    const options = { url: remote.url, branch: "feature", depth: 1 }
    expect(await valueIn(branch.git.clone(options))).toEqual({ branch: "feature", commit: commit.id })
    expect(await valueIn(branch.git.log({}))).toHaveLength(1)
  })

  test("keys go out by the http port alone, and what is wrong with them is said", async () => {
    const { remote } = await started({ password: "Basic cGVyc29uOnBhc3M=" })
    const second = await person(remote, "key")
    expect(await codeOf(second.git.pull({}))).toBe("git_unauthorized")
    expect(await second.git.fetch({ secret: "none" })).toMatchObject({ error: { code: "secret_missing" } })
    const all = JSON.stringify(second.home.all())
    expect(all).not.toContain("cGVyc29u")
    const none = testGit(memory(), { http })
    const refused = await none.git.clone({ url: remote.url })
    expect(refused).toMatchObject({
      error: { code: "git_unauthorized", message: expect.stringMatching(/127/) },
    })
    expect(none.home.all()).toEqual({})
  })

  test.each([
    ["error", "git_remote_trouble"],
    ["html", "git_bad_answer"],
    ["cut", "http_cut_body"],
  ] as const)("a server that answers with %s leaves nothing half-written", async (how, code) => {
    const { remote, first } = await started()
    await first.commit("Second", { "a.txt": "2\n" })
    await valueIn(first.git.push({}))
    const before = (await person(remote)).home
    const second = testGit(before, { http })
    await first.commit("Third", { "a.txt": "3\n" })
    await valueIn(first.git.push({}))
    const files = before.all()
    remote.misbehave(how)
    const pulled = await second.git.pull({})
    expect(pulled).toMatchObject({ ok: false, error: { code, data: { sent: false } } })
    expect(before.all()).toEqual(files)
    const empty = testGit(memory(), { http })
    expect(await codeOf(empty.git.clone({ url: remote.url }))).toBe(code)
    expect(empty.home.all()).toEqual({})
    remote.misbehave("none")
    expect(await codeOf(second.git.pull({}))).toBe("ok")
  })

  test("a server that hangs is left when that is asked", async () => {
    const { remote, first } = await started()
    remote.misbehave("hang")
    const stopper = new AbortController()
    const pulling = first.git.pull({}, { signal: stopper.signal })
    setTimeout(() => stopper.abort(), 50)
    expect(await pulling).toMatchObject({ error: { data: { sent: false } } })
  })

  test("a push whose answer was lost counts if the remote has it, and is unsure if nobody can tell", async () => {
    const { remote, first } = await started()
    const next = await first.commit("Second", { "a.txt": "2\n" })
    remote.misbehave("deaf")
    expect(await codeOf(first.git.push({}))).toBe("ok")
    expect(await remote.tip("main")).toBe(next.id)
    await first.commit("Third", { "a.txt": "3\n" })
    const unsure = testGit(first.home, {
      http: withOpen(async (request, signal) => {
        if (request.method === "POST") remote.misbehave("error")
        return http.send(request, signal)
      }),
    })
    remote.misbehave("none")
    const pushed = await unsure.git.push({})
    expect(pushed).toMatchObject({ ok: false, error: { data: { answered: false } } })
  })

  test("a push that the remote declines is told with its reason", async () => {
    const { remote, first } = await started()
    await first.commit("Second", { "a.txt": "2\n" })
    remote.misbehave("decline")
    const pushed = await first.git.push({})
    expect(pushed).toMatchObject({
      error: { code: "git_push_refused", message: expect.stringContaining("pre-receive hook declined") },
    })
    expect((pushed as { error: { data?: object } }).error.data).toBeUndefined()
  })

  test("remotes that are not there", async () => {
    const { first, remote } = await started()
    expect(await codeOf(first.git.push({ remote: "up" }))).toBe("git_no_remote")
    expect(await codeOf(first.git.push({ branch: "nope" }))).toBe("git_not_found")
    const none = testGit(memory(), { http })
    for (const [url, code] of [
      ["git@github.com:a/b.git", "git_bad_remote"],
      ["file:///etc", "git_bad_remote"],
      ["https://user:pass@127.0.0.1/x.git", "http_userinfo"],
      [remote.url.replace("repo.git", "other.git"), "git_no_remote_repository"],
      ["http://127.0.0.1:1/x.git", "http_unreachable"],
    ] as const)
      expect(await codeOf(none.git.clone({ url })), url).toBe(code)
    const offline = testGit(memory())
    expect(await codeOf(offline.git.clone({ url: remote.url }))).toBe("git_offline")
    expect(none.home.all()).toEqual({})
  })
})

describe("trouble", () => {
  test("a tree that leads out of the workspace, or into git's own folder, is not checked out", async () => {
    const git = await import("isomorphic-git")
    const { createGitFs, root } = await import("./gitFs.ts")
    for (const name of ["..", ".git", ".GIT", "aux", "a:b"]) {
      const one = testGit(memory())
      await one.git.init({})
      await one.commit("First", { a: "1" })
      const fs = createGitFs(one.home)
      const place = { fs, dir: root }
      const blob = await git.writeBlob({ ...place, blob: new TextEncoder().encode("evil") })
      const entry = `100644 ${name}\0`
      const object = Buffer.concat([Buffer.from(entry), Buffer.from(blob, "hex")])
      const tree = await git.writeObject({ ...place, type: "tree", object, format: "content" })
      const who = { name: "E", email: "e", timestamp: 0, timezoneOffset: 0 }
      const commit = { tree, parent: [], author: who, committer: who, message: "Evil" }
      const oid = await git.writeCommit({ ...place, commit })
      const before = one.home.all()
      const gone = await one.git.checkout({ to: oid })
      expect(gone, name).toMatchObject({ ok: false, error: { code: expect.stringMatching(/path/) } })
      expect(one.home.all(), name).toEqual(before)
    }
  })

  test("a disk that fills up in the middle leaves what was there", async () => {
    const home = memory()
    const plain = testGit(home)
    await plain.git.init({})
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`f/${n}.txt`, `${n}`]))
    await plain.commit("First", { keep: "1", ...many })
    await plain.git.checkout({ to: "side", create: true })
    await plain.commit("Second", {
      keep: null,
      ...Object.fromEntries(Object.keys(many).map(path => [path, "changed"])),
    })
    const before = home.all()
    let room = 30
    const full = testGit({
      ...home,
      write: async (path, bytes) =>
        room-- > 0 ? home.write(path, bytes) : err(fileProblem("file_no_room", { path })),
    })
    const moving = full.git.checkout({ to: "main" })
    await moving.then(() => {
      room = 1_000
    })
    expect(await moving).toMatchObject({ error: { code: "file_no_room", data: { sent: false } } })
    // What was taken back needed room too, which a full disk gives once drafts are gone.
    const left = home.all()
    expect(Object.keys(left).sort()).toEqual(Object.keys(before).sort())
  })

  test("a repository of 5,000 files is committed, changed, and its changes are found", async () => {
    const one = testGit(memory())
    const path = (n: number) => `d${n % 50}/f${n}.txt`
    for (let n = 0; n < 5_000; n++) await one.home.write(path(n), new TextEncoder().encode(`file ${n}\n`))
    await one.git.init({})
    await one.commit("All")
    await one.write(path(77), "other\n")
    expect(await one.states()).toEqual({ [path(77)]: "changed" })
  }, 60_000)
})
