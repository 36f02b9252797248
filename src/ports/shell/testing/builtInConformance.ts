import { afterAll, beforeAll, expect, test } from "vitest"
import { withOpen } from "../../../model/testing/withOpen.ts"
import { createFiles } from "../../files/files.ts"
import type { FileHome } from "../../files/home.ts"
import { createGit } from "../../git/git.ts"
import { createJobs } from "../../jobs/jobs.ts"
import type { JobThread } from "../../jobs/protocol.ts"
import { type BuiltInShellParts, createBuiltInShell } from "../builtInShell.ts"

/** What the built-in shell must do in every place; `make` gives an empty home. */
export function builtInConformance(spawn: () => JobThread, make: () => Promise<FileHome>): void {
  const jobs = createJobs({ spawn })
  // The first command loads the shell, which takes a while where nothing is bundled.
  beforeAll(async () => {
    const { run } = await open()
    await run("true")
  }, 120_000)
  afterAll(() => jobs.close())

  const open = async (more: Partial<BuiltInShellParts> = {}) => {
    const home = await make()
    const files = createFiles(home)
    const shell = createBuiltInShell({ home, jobs, now: () => 5, ...more })
    return { home, files, shell, run: (command: string) => shell.run({ command }) }
  }

  test("small tools over the workspace, with outputs and exit code apart", async () => {
    const { files, run, shell } = await open()
    await files.write("notes/a.md", "ä one\ntodo: two\n")
    await files.write("notes/b.md", "todo: three\n")
    expect(await run("cat notes/*.md | grep todo | sort -r; echo oops >&2; exit 3")).toEqual({
      ok: true,
      value: { exitCode: 3, stdout: "todo: two\ntodo: three\n", stderr: "oops\n" },
    })
    expect(await run("head -n1 notes/a.md | tee out.txt; wc -c < notes/a.md")).toMatchObject({
      value: { stdout: expect.stringMatching(/^ä one\n\s*17\n$/) },
    })
    expect(await files.readText("out.txt")).toEqual({ ok: true, value: "ä one\n" })
    const asked = {
      command: 'pwd; cat; echo "$TITLE"',
      folder: "notes",
      stdin: "in\n",
      env: { TITLE: "$(rm -rf /)" },
    }
    expect(await shell.run(asked)).toMatchObject({ value: { stdout: "/workspace/notes\nin\n$(rm -rf /)\n" } })
    expect(await run("nosuchcommand")).toMatchObject({ value: { exitCode: 127 } })
  })

  test("files are made, moved and removed, and links and ways out are not there", async () => {
    const { files, run } = await open()
    const made = await run(
      "mkdir -p a/b && echo 1 > a/b/x && cp -r a c && mv a/b/x y && rm -r a && printf 'k: v' | gzip > z.gz && cat c/b/x",
    )
    expect(made).toMatchObject({ value: { exitCode: 0, stdout: "1\n", stderr: "" } })
    const listed = await files.list("**")
    expect(listed.ok && listed.value.map(({ path }) => path)).toEqual(["c", "c/b", "c/b/x", "y", "z.gz"])
    expect(await run("zcat z.gz; gunzip -k z.gz; cat z")).toMatchObject({ value: { stdout: "k: vk: v" } })
    expect(await run("ln -s y link")).toMatchObject({ value: { exitCode: 1 } })
    expect(await run("echo x > /workspace/../out; echo x > ../../out2; cat /etc/passwd")).toMatchObject({
      value: { exitCode: expect.any(Number) },
    })
    expect(await run("cd / && ls workspace/y && rm -rf /workspace/* ; ls -A /workspace")).toMatchObject({
      value: { stdout: "workspace/y\n" },
    })
    expect(await files.list("**")).toEqual({ ok: true, value: [] })
  })

  test("what it runs is heard while it runs, with what takes no time left out", async () => {
    const { shell } = await open()
    let [text, ended] = ["", false]
    let isHeard = (): void => {}
    const heard = new Promise<void>(go => {
      isHeard = go
    })
    const hear = (more: string): void => {
      text += more
      if (text.includes("$ sleep")) isHeard()
    }
    const command =
      "echo a | sort -r | gzip -c | zcat; x=$(seq 3 | tail -1); sleep 0.2; for i in $(seq 1 60); do seq 1; done"
    const running = shell.run({ command, hear }).then(ran => {
      ended = true
      return ran
    })
    await heard
    expect(ended).toBe(false)
    expect(text).toBe("$ sort -r\n$ gzip -c\n$ zcat\n$ seq 3\n$ tail -1\n$ sleep 0.2\n")
    expect(await running).toMatchObject({
      value: { exitCode: 0, stdout: `a\n${"1\n".repeat(60)}`, stderr: "" },
    })
    expect(text.match(/^\$ /gm)?.length).toBeLessThan(60)
  })

  test("git works on the same files", async () => {
    const { home, run } = await open()
    const said = await run(
      "git init -b trunk && echo 1 > a && git add a && git commit -m First && echo 2 > a && git status -s && git diff && git log --oneline",
    )
    expect(said).toMatchObject({ value: { exitCode: 0, stderr: "" } })
    expect(said.ok && said.value.stdout).toMatch(
      /\] First\n M a\ndiff --git[\s\S]*-1\n\+2\n[0-9a-f]{7} First\n$/,
    )
    const git = createGit({ home, jobs, now: () => 6 })
    expect(await git.log({})).toMatchObject({ ok: true, value: [{ message: "First" }] })
    expect(await run("mkdir s; cd s; git status")).toMatchObject({ value: { stdout: " M a\n" } })
    expect(await run("git rebase main")).toMatchObject({ value: { exitCode: 1, stderr: /not offered/ } })
    expect(await run("git commit --amend -m x")).toMatchObject({ value: { exitCode: 129 } })
    expect(await run("git push")).toMatchObject({ value: { exitCode: 128, stderr: /fatal: .*origin/ } })
  })

  test("an endless command is stopped within 100 ms, by hand or by its time, and has changed nothing", async () => {
    const { files, shell } = await open({ timeout: 400 })
    const command = "echo x > made; while true; do :; done"
    expect(await shell.run({ command })).toMatchObject({
      error: { code: "shell_timed_out", data: { sent: false } },
    })
    const stopper = new AbortController()
    const running = shell.run({ command }, stopper.signal)
    await new Promise(go => setTimeout(go, 100))
    const told = performance.now()
    stopper.abort()
    expect(await running).toMatchObject({ error: { code: "shell_stopped", data: { sent: false } } })
    expect(performance.now() - told).toBeLessThan(100)
    expect(await files.list("**")).toEqual({ ok: true, value: [] })
  })

  test("long output is cut in the middle, and says so", async () => {
    const { run } = await open({ largest: 100 })
    const ran = await run("seq 1 1000")
    expect(ran.ok && ran.value.stdout).toMatch(/^1\n2\n[\s\S]*letters left out …[\s\S]*999\n1000\n$/)
    expect(ran.ok && ran.value.stdout.length).toBeLessThan(160)
  })

  test("a folder that is not there, or is a file, or leads out", async () => {
    const { shell, files } = await open()
    await files.write("file", "x")
    for (const [folder, code] of [
      ["none", "file_missing"],
      ["file", "file_not_folder"],
      ["../x", "file_path_leaves"],
    ] as const)
      expect(await shell.run({ command: "ls", folder })).toMatchObject({
        error: { code, data: { sent: false } },
      })
  })

  test("curl is there where requests can be sent, and goes through them", async () => {
    const { run } = await open()
    expect(await run("curl -s http://example.com")).toMatchObject({ value: { exitCode: 127 } })
    const asked: string[] = []
    const online = await open({
      http: withOpen(async ({ method, url }) => {
        asked.push(`${method} ${url}`)
        return { ok: true, value: { status: 200, url, headers: {}, body: new TextEncoder().encode("hi") } }
      }),
    })
    expect(await online.run("curl -s https://example.com/x | tr a-z A-Z")).toMatchObject({
      value: { stdout: "HI" },
    })
    expect(asked).toEqual(["GET https://example.com/x"])
  })
}
