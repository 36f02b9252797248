import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { err, ok } from "../lib/result.ts"
import { type FileTrouble, type Io, nodeIo } from "./io.ts"
import { main } from "./main.ts"

/** Runs a command over files that are texts, bytes, or the reason why they cannot be read. */
async function run(
  words: string,
  files: Record<string, string | Uint8Array | { trouble: FileTrouble }> = {},
  colours = false,
) {
  let out = ""
  let complaint = ""
  const written: Record<string, string> = {}
  const io: Io = {
    out: text => {
      out += text
    },
    complain: text => {
      complaint += text
    },
    colours,
    read: async path => {
      const file = files[path]
      if (file === undefined) return err("missing")
      if (typeof file === "string") return ok(new TextEncoder().encode(file))
      return file instanceof Uint8Array ? ok(file) : err(file.trouble)
    },
    replace: async (path, text) => {
      if (path.startsWith("locked")) return err("forbidden")
      written[path] = text
      return ok(undefined)
    },
  }
  const code = await main(
    words.split(" ").filter(word => word !== ""),
    io,
  )
  return { code, out, complaint, written }
}

const clean = "rivulet: 1\nid: clean\nsteps:\n  - id: a\n    kind: log\n    with: { message: hello }\n"
const broken = clean.replace("kind: log", "kind: lgo")
const warned = `${clean}  - id: b\n    kind: group\n`

describe("validate", () => {
  test("a clean file", async () => {
    expect(await run("validate a.yaml", { "a.yaml": clean })).toEqual({
      code: 0,
      out: "No problems in 1 file.\n",
      complaint: "",
      written: {},
    })
  })

  test("an error is shown with its place, its code and its fix", async () => {
    const { code, out } = await run("validate a.yaml", { "a.yaml": broken })
    expect(code).toBe(1)
    expect(out).toBe(
      "a.yaml:5:11: error: No step is of the kind “lgo”. Choose one from the library. (unknown_kind)\n" +
        "  fix: Did you mean “log”?\n1 error in 1 file.\n",
    )
  })

  test("warnings alone are no failure", async () => {
    const { code, out } = await run("validate a.yaml", { "a.yaml": warned })
    expect(code).toBe(0)
    expect(out).toMatch(/: warning: .* \(nothing_inside\)\n1 warning in 1 file\.\n$/)
  })

  test("several files, standard input among them", async () => {
    const { code, out } = await run("validate a.yaml -", { "a.yaml": clean, "-": broken })
    expect(code).toBe(1)
    expect(out).toContain("-:5:11: error")
    expect(out).toContain("1 error in 2 files.")
  })

  test("as JSON, one object a line", async () => {
    const { code, out } = await run("validate --json a.yaml b.yaml", { "a.yaml": clean, "b.yaml": broken })
    const lines = out
      .trimEnd()
      .split("\n")
      .map(line => JSON.parse(line))
    expect(code).toBe(1)
    expect(lines[0]).toEqual({ file: "a.yaml", ok: true, problems: [] })
    expect(lines[1]).toMatchObject({
      file: "b.yaml",
      ok: false,
      problems: [
        {
          code: "unknown_kind",
          severity: "error",
          line: 5,
          column: 11,
          path: ["steps", 0, "kind"],
          step: "a",
          fix: { say: "Did you mean “log”?", set: { path: ["steps", 0, "kind"], value: "log" } },
        },
      ],
    })
  })

  test.each([
    ["file_missing", undefined],
    ["file_is_folder", { trouble: "folder" as const }],
    ["file_forbidden", { trouble: "forbidden" as const }],
    ["file_too_large", { trouble: "too_big" as const }],
    ["file_trouble", { trouble: "other" as const }],
    ["file_not_text", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff])],
    ["file_not_text", new Uint8Array([0x61, 0x00, 0x62])],
  ])("%s ends with 2, and the other files are looked at all the same", async (code, file) => {
    const result = await run("validate x.yaml a.yaml", {
      "a.yaml": broken,
      ...(file ? { "x.yaml": file } : {}),
    })
    expect(result.code).toBe(2)
    expect(result.out).toContain(`(${code})`)
    expect(result.out).toContain("(unknown_kind)")
  })

  test.each([
    "",
    "- ",
    "a: [",
    "a: b: c",
    "42",
    "- 1\n- 2",
    "rivulet: 1",
    "!!js/function x",
    "&a [*a]",
    "\t{",
    "rivulet: 99\nid: a\nsteps: []",
  ])("“%s” is a problem with a place, and no crash", async text => {
    const { code, out } = await run("validate a.yaml", { "a.yaml": text })
    expect(code).toBe(1)
    expect(out).toMatch(/^a\.yaml:\d+:\d+: error: /)
  })

  test("what comes from a file cannot steer the terminal", async () => {
    const hostile = 'rivulet: 1\nid: x\nsteps: [{ id: a, kind: "\\e[31mred\\u202e" }]'
    const { out } = await run("validate bad\u001b[2J.yaml", { "bad\u001b[2J.yaml": hostile })
    expect(out).toContain("unknown_kind")
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  test("colours are for terminals", async () => {
    const painted = await run("validate a.yaml", { "a.yaml": broken }, true)
    expect(painted.out).toContain("\u001b[31merror\u001b[0m")
  })

  test("without files it says how it is used", async () => {
    const { code, complaint } = await run("validate")
    expect(code).toBe(2)
    expect(complaint).toContain("rivulet validate --help")
  })
})

describe("format", () => {
  const untidy = "rivulet: 1\nsteps:\n- {id: a, kind: log} # said\nid: 'clean'\n"
  const tidy = "rivulet: 1\nid: clean\n\nsteps:\n  # said\n  - id: a\n    kind: log\n"

  test("a file is written anew only if that changes it", async () => {
    const { code, out, written } = await run("format a.yaml b.yaml", { "a.yaml": untidy, "b.yaml": tidy })
    expect({ code, out, written }).toEqual({ code: 0, out: "a.yaml changed\n", written: { "a.yaml": tidy } })
  })

  test("--check writes nothing, and says what would change", async () => {
    const files = { "a.yaml": untidy, "b.yaml": tidy, "-": untidy }
    const { code, out, written } = await run("format --check a.yaml b.yaml -", files)
    expect({ code, out, written }).toEqual({
      code: 1,
      out: "a.yaml would change\n- would change\n",
      written: {},
    })
    expect((await run("format --check b.yaml", files)).code).toBe(0)
  })

  test("standard input goes to standard output, changed or not", async () => {
    expect(await run("format -", { "-": untidy })).toMatchObject({ code: 0, out: tidy, written: {} })
    expect(await run("format -", { "-": tidy })).toMatchObject({ code: 0, out: tidy })
  })

  test("what cannot be read stays, and the other files are written all the same", async () => {
    const { code, complaint, written } = await run("format none.yaml bad.yaml a.yaml", {
      "bad.yaml": "a: [\n",
      "a.yaml": untidy,
    })
    expect(code).toBe(2)
    expect(complaint).toMatch(
      /^none\.yaml: error: .*\(file_missing\)\nbad\.yaml:\d+:\d+: error: .*\(not_yaml\)\n$/,
    )
    expect(Object.keys(written)).toEqual(["a.yaml"])
  })

  test("what cannot be written is told", async () => {
    const { code, complaint } = await run("format locked.yaml", { "locked.yaml": untidy })
    expect(code).toBe(2)
    expect(complaint).toContain("(file_not_written)")
    expect((await run("format")).code).toBe(2)
  })
})

test("the schema is JSON, and knows the kinds", async () => {
  const { code, out } = await run("schema")
  expect(code).toBe(0)
  expect(JSON.stringify(JSON.parse(out))).toContain("ai.generate")
  expect((await run("schema a.yaml")).code).toBe(2)
})

describe("usage", () => {
  test("help, in general and for each command", async () => {
    expect(await run("--help")).toMatchObject({ code: 0, out: expect.stringContaining("validate") })
    for (const name of ["validate", "format", "schema"]) {
      const asked = await run(`${name} --help`)
      expect(asked).toMatchObject({ code: 0, out: expect.stringContaining(`Usage: rivulet ${name}`) })
      expect((await run(`help ${name}`)).out).toBe(asked.out)
    }
  })

  test.each([
    ["", "Usage"],
    ["valdiate", "Did you mean validate?"],
    ["validate --jsno a", "Did you mean --json?"],
    ["validate -j a", "no option -j"],
    ["validate --json=yes a", "takes no value"],
    ["validate --constructor a", "no option --constructor"],
  ])("“%s” ends with 2", async (words, say) => {
    const { code, out, complaint } = await run(words)
    expect(code).toBe(2)
    expect(out + complaint).toContain(say)
  })

  test("after -- everything is a file", async () => {
    expect(await run("validate -- --json", { "--json": clean })).toMatchObject({ code: 0 })
  })
})

describe("real files", () => {
  const folder = mkdtempSync(join(tmpdir(), "rivulet-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  const io = (): Io & { shown: string[] } => {
    const shown: string[] = []
    return { ...nodeIo(process), out: text => shown.push(text), complain: text => shown.push(text), shown }
  }

  test("the fixtures are valid", async () => {
    const fixtures = join(import.meta.dirname, "../../e2e/workflows")
    const files = readdirSync(fixtures).map(name => join(fixtures, name))
    const terminal = io()
    expect(await main(["validate", ...files], terminal), terminal.shown.join("")).toBe(0)
    expect(terminal.shown.at(-1)).toBe(`No problems in ${files.length} files.\n`)
  })

  test("a missing file, a folder and a binary are told apart", async () => {
    const binary = join(folder, "binary.yaml")
    writeFileSync(binary, new Uint8Array([0, 255, 1]))
    const terminal = io()
    expect(
      await main(["validate", join(folder, "none.yaml"), folder, binary, join(binary, "x")], terminal),
    ).toBe(2)
    const codes = terminal.shown.join("").match(/\((file_\w+)\)/g)
    expect(codes).toEqual(["(file_missing)", "(file_is_folder)", "(file_not_text)", "(file_missing)"])
    expect(readFileSync(binary)).toHaveLength(3)
  })

  test("a formatted file takes the old one's place, with its rights, through a link too, and leaves nothing behind", async () => {
    const home = mkdtempSync(join(folder, "format-"))
    const [file, link, shut] = [join(home, "a.yaml"), join(home, "link.yaml"), join(home, "bad.yaml")]
    writeFileSync(file, "id: a\nrivulet: 1\nsteps: [] # none\n")
    writeFileSync(shut, "a: [\n")
    chmodSync(file, 0o640)
    symlinkSync(file, link)
    expect(await main(["format", link, shut], io())).toBe(2)
    expect(readFileSync(file, "utf8")).toBe("rivulet: 1\nid: a\nsteps: [] # none\n")
    expect(readFileSync(shut, "utf8")).toBe("a: [\n")
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect(readdirSync(home).toSorted()).toEqual(["a.yaml", "bad.yaml", "link.yaml"])
  })
})
