import { expect, test } from "vitest"
import type { GitPort } from "../../../model/ports.ts"
import { createFiles } from "../../files/files.ts"
import type { FileHome } from "../../files/home.ts"
import { jobsHere } from "../../jobs/runHere.ts"
import { createGit } from "../git.ts"

/** Git over a home, with its files by hand. */
export function testGit<Home extends FileHome>(
  home: Home,
  more: Partial<Parameters<typeof createGit>[0]> = {},
) {
  let time = Date.UTC(2026, 0, 1)
  const git = createGit({ home, jobs: jobsHere, now: () => (time += 1_000), ...more })
  const files = createFiles(home)
  return {
    git,
    home,
    files,
    write: (path: string, text: string) => valueIn(files.write(path, text)),
    text: (path: string) => valueIn(files.readText(path)),
    /** Writes the files, or takes away those that are null, and commits it all. */
    async commit(message: string, changes: { readonly [path: string]: string | null } = {}) {
      for (const [path, text] of Object.entries(changes))
        await valueIn<unknown>(text === null ? files.remove(path) : files.write(path, text))
      return valueIn(git.commit({ message, all: true }))
    },
    states: async () =>
      Object.fromEntries(
        (await valueIn(git.status({}))).map(({ path, state, staged }) => [
          path,
          `${state}${staged ? "!" : ""}`,
        ]),
      ),
  }
}

/** The value of an answer that has to be one. */
export async function valueIn<T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: object }>) {
  const given = await answer
  if (!given.ok) throw new Error(`Expected a value but got ${JSON.stringify(given.error)}`)
  return given.value
}

/** The code of the problem that has to come. */
export async function codeOf(answer: ReturnType<GitPort[keyof GitPort]>): Promise<string> {
  const given = await answer
  return given.ok ? "ok" : given.error.code
}

/** What git must do over every home; `make` gives an empty one. */
export function gitConformance(make: () => Promise<FileHome>): void {
  test("init, status, add, commit, log", async () => {
    const { git, write, states } = testGit(await make())
    expect(await codeOf(git.status({}))).toBe("git_no_repository")
    expect(await git.init({})).toEqual({ ok: true, value: true })
    expect(await git.init({})).toEqual({ ok: true, value: false })
    expect(await valueIn(git.log({}))).toEqual([])
    expect(await codeOf(git.commit({ message: "nothing", all: true }))).toBe("git_nothing_to_commit")
    await write("a.txt", "one\n")
    await write("sub/b.bin", "b\0b")
    await write("ignored.log", "x")
    await write(".gitignore", "*.log\n")
    expect(await states()).toEqual({
      ".gitignore": "untracked",
      "a.txt": "untracked",
      "sub/b.bin": "untracked",
    })
    expect(await valueIn(git.add({ files: ["sub"] }))).toEqual([
      { path: "sub/b.bin", state: "added", staged: true },
    ])
    const author = { name: "Ada", email: "ada@example.com" }
    const first = await valueIn(git.commit({ message: "First", author, files: ["a.txt"] }))
    expect(first).toMatchObject({ message: "First", author, parents: [] })
    expect(await states()).toEqual({ ".gitignore": "untracked" })
    expect(await codeOf(git.commit({ message: "again", files: ["a.txt"] }))).toBe("git_nothing_to_commit")
    expect(await codeOf(git.commit({ message: "x", files: ["none.txt"] }))).toBe("git_not_found")
    const second = await valueIn(git.commit({ message: "Second", all: true }))
    expect(await states()).toEqual({})
    const log = await valueIn(git.log({}))
    expect(log.map(({ id, message, parents }) => [id, message, parents])).toEqual([
      [second.id, "Second", [first.id]],
      [first.id, "First", []],
    ])
    expect(await valueIn(git.log({ most: 1 }))).toHaveLength(1)
    expect((await valueIn(git.log({ path: "a.txt" }))).map(({ message }) => message)).toEqual(["First"])
    expect(await valueIn(git.log({ since: Date.UTC(2027, 0, 1) }))).toEqual([])
  })

  test("changed, deleted and replaced files are told apart, whatever their times say", async () => {
    const { git, commit, files, write, states } = testGit(await make())
    await git.init({})
    await commit("First", { a: "1", b: "1", "c/d": "1", e: "1" })
    await write("a", "2")
    await files.remove("b")
    await files.remove("c")
    await write("c", "now a file")
    expect(await states()).toEqual({ a: "changed", b: "deleted", "c/d": "deleted", c: "untracked" })
    await commit("Second")
    expect(await states()).toEqual({})
    expect(await valueIn(git.diff({ from: "HEAD~0".slice(0, 4), to: "HEAD" }))).toBe("")
  })

  test("differences between commits and files", async () => {
    const { git, commit, write, files } = testGit(await make())
    await git.init({})
    const first = await commit("First", { "a.txt": "one\ntwo\n", "gone.txt": "x\n", bin: "a\0b" })
    await write("a.txt", "one\n2\n")
    await write("untracked.txt", "u\n")
    await files.remove("gone.txt")
    const before = await valueIn(git.diff({}))
    expect(before).toBe(
      [
        ...[
          "diff --git a/a.txt b/a.txt",
          "--- a/a.txt",
          "+++ b/a.txt",
          "@@ -1,2 +1,2 @@",
          " one",
          "-two",
          "+2",
        ],
        ...[
          "diff --git a/gone.txt b/gone.txt",
          "deleted file mode 100644",
          "--- a/gone.txt",
          "+++ /dev/null",
        ],
        ...["@@ -1 +0,0 @@", "-x", ""],
      ].join("\n"),
    )
    expect(await valueIn(git.diff({ path: "a.txt" }))).toBe(
      before.slice(0, before.indexOf("diff --git a/gone")),
    )
    await commit("Second", { "sub/new.txt": "n", bin: "b\0b" })
    const between = await valueIn(git.diff({ from: first.id.slice(0, 10), to: "main" }))
    expect(between).toContain("Binary files a/bin and b/bin differ\n")
    expect(between).toContain(
      "new file mode 100644\n--- /dev/null\n+++ b/sub/new.txt\n@@ -0,0 +1 @@\n+n\n\\ No newline",
    )
    expect(await valueIn(git.diff({ from: "main", to: first.id, path: "sub" }))).toContain(
      "deleted file mode",
    )
    expect(await codeOf(git.diff({ from: "nothing" }))).toBe("git_not_found")
  })

  test("branches and checkouts keep what is not committed", async () => {
    const { git, commit, write, text, files, states } = testGit(await make())
    await git.init({})
    await commit("First", { a: "1", "dir/b": "1" })
    expect(await codeOf(git.branch({ name: "side" }))).toBe("ok")
    expect(await codeOf(git.branch({ name: "side" }))).toBe("git_exists")
    expect(await codeOf(git.branch({ name: "no good..name" }))).toBe("git_bad_name")
    expect(await codeOf(git.checkout({ to: "other", create: true }))).toBe("ok")
    await commit("On other", { a: "2", "dir/b": null, c: "3" })
    await git.checkout({ to: "side" })
    expect([await text("a"), await text("dir/b")]).toEqual(["1", "1"])
    expect(await valueIn(files.info("c"))).toBeNull()
    await write("a", "mine")
    await write("c", "mine too")
    const lost = await git.checkout({ to: "other" })
    expect(lost).toMatchObject({ error: { code: "git_would_lose", data: { sent: false } } })
    expect([await text("a"), await text("c"), await text("dir/b")]).toEqual(["mine", "mine too", "1"])
    expect(await states()).toEqual({ a: "changed", c: "untracked" })
    expect(await codeOf(git.checkout({ to: "nowhere" }))).toBe("git_not_found")
    await write("a", "1")
    await files.remove("c")
    expect(await codeOf(git.checkout({ to: "other" }))).toBe("ok")
    expect([await text("a"), await text("c")]).toEqual(["2", "3"])
    expect(await valueIn(files.info("dir/b"))).toBeNull()
  })

  test("merges: nothing to do, fast forward, both sides, and a branch that is not there", async () => {
    const { git, commit, text } = testGit(await make())
    await git.init({})
    await commit("Base", { a: "1\n2\n3\n4\n5\n", b: "b" })
    await git.checkout({ to: "side", create: true })
    const side = await commit("Side", { a: "one\n2\n3\n4\n5\n" })
    await git.checkout({ to: "main" })
    expect(await valueIn(git.merge({ from: "side" }))).toEqual({ commit: side.id, conflicts: [] })
    expect(await text("a")).toContain("one")
    expect(await valueIn(git.merge({ from: "side" }))).toEqual({ commit: side.id, conflicts: [] })
    await commit("Ours", { a: "one\n2\n3\n4\nfive\n" })
    await git.checkout({ to: "side" })
    await commit("Theirs", { a: "one\n2\n3\n4\n5\n", b: null, c: "c" })
    await git.checkout({ to: "main" })
    const merged = await valueIn(git.merge({ from: "side" }))
    expect(merged.conflicts).toEqual([])
    expect(await text("a")).toBe("one\n2\n3\n4\nfive\n")
    expect(await text("c")).toBe("c")
    const [head] = await valueIn(git.log({ most: 1 }))
    expect(head).toMatchObject({ id: merged.commit, parents: [expect.any(String), expect.any(String)] })
    const messages = (await valueIn(git.log({}))).map(({ message }) => message)
    expect(messages.sort()).toEqual(["Base", "Merge 'side' into main", "Ours", "Side", "Theirs"])
    expect((await valueIn(git.log({ most: 5 }))).at(-1)?.message).toBe("Base")
    expect(await codeOf(git.merge({ from: "nowhere" }))).toBe("git_not_found")
  })

  test("a merge with conflicts marks them, and the next commit has both parents", async () => {
    const { git, commit, text, write, files, states } = testGit(await make())
    await git.init({})
    await commit("Base", { both: "a\nb\nc\n", gone: "x", clean: "1", "theirs-only": "1" })
    await git.checkout({ to: "side", create: true })
    const theirs = await commit("Theirs", {
      ...{ both: "a\ntheirs\nc\n", gone: null, clean: "2" },
      ...{ "theirs-only": null, added: "new" },
    })
    await git.checkout({ to: "main" })
    const ours = await commit("Ours", { both: "a\nours\nc\n", gone: "changed" })
    await write("both", "not committed")
    expect(await codeOf(git.merge({ from: "side" }))).toBe("git_would_lose")
    expect(await text("both")).toBe("not committed")
    await write("both", "a\nours\nc\n")

    expect(await valueIn(git.merge({ from: "side" }))).toEqual({ commit: null, conflicts: ["both", "gone"] })
    expect(await text("both")).toBe("a\n<<<<<<< main\nours\n=======\ntheirs\n>>>>>>> side\nc\n")
    expect([await text("clean"), await text("added")]).toEqual(["2", "new"])
    expect(await valueIn(files.info("theirs-only"))).toBeNull()
    expect(await valueIn(git.merge({ from: "side" }))).toEqual({ commit: null, conflicts: ["both", "gone"] })
    expect(await codeOf(git.merge({ from: "main" }))).toBe("git_merge_open")
    expect(await codeOf(git.checkout({ to: "side" }))).toBe("git_merge_open")
    expect(await git.commit({ message: "Merged", all: true })).toMatchObject({
      error: { code: "git_unmerged", data: { paths: ["both"] } },
    })
    await write("both", "a\nboth\nc\n")
    const merged = await valueIn(git.commit({ message: "Merged", all: true }))
    expect(merged.parents).toEqual([ours.id, theirs.id])
    expect(await states()).toEqual({})
    expect(await valueIn(git.merge({ from: "side" }))).toEqual({ commit: merged.id, conflicts: [] })
  })

  test("a repository in a folder of the workspace leaves the rest alone", async () => {
    const { git, write, files } = testGit(await make())
    await write("outside.txt", "x")
    await git.init({ folder: "work/repo", branch: "trunk" })
    await write("work/repo/a.txt", "a")
    const made = await valueIn(git.commit({ folder: "work/repo", message: "First", all: true }))
    expect(await valueIn(git.log({ folder: "./work/repo/" }))).toEqual([made])
    expect(await git.status({})).toMatchObject({
      error: { message: expect.stringContaining("the workspace") },
    })
    expect(await codeOf(git.status({ folder: "../x" }))).toBe("file_path_leaves")
    expect(await valueIn(files.info("work/repo/.git/refs/heads/trunk"))).toMatchObject({ kind: "file" })
  })
}
