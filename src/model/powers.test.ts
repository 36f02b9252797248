import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { steps } from "../steps/registry.ts"
import { catalogueOf } from "./catalogueOf.ts"
import { covers, everyGrant, type Grant, grantMissing, parseGrant, sayGrant } from "./grants.ts"
import { missingPowers, powersOf } from "./powers.ts"
import type { Step, Workflow } from "./workflow.ts"

const catalogue = catalogueOf(steps, [])

function powers(...some: readonly Partial<Step>[]) {
  const all = some.map((step, index) => ({ id: `s${index}`, kind: "log", ...step }))
  return powersOf({ rivulet: 1, id: "w", steps: all }, catalogue)
}

function patterns(...some: readonly Partial<Step>[]): string[] {
  return powers(...some).map(({ pattern, atRunTime }) => (atRunTime ? `${pattern} at run time` : pattern))
}

function grant(text: string): Grant {
  const parsed = parseGrant(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

const request = (url: string, more: object = {}): Partial<Step> => ({
  kind: "http.request",
  with: { url, ...more },
})

describe("what a workflow uses", () => {
  test("is also what the tools of an agent use: what was set beforehand is named, the rest is chosen at run time", () => {
    const tools = [
      "file.read",
      "shell.run",
      { kind: "http.request", with: { url: "https://api.example.com/x" } },
      { kind: "http.request", name: "anywhere" },
      { workflow: "other" },
      "no.such",
    ]
    const found = patterns({ kind: "ai.agent", with: { provider: "claude", prompt: "Go", tools } })
    expect(found).toEqual([
      "ai:claude",
      "files:read",
      "http:* at run time",
      "http:https://api.example.com",
      "secret at run time",
      "shell",
    ])
  })

  test("is computed from its kinds and their parameters", () => {
    expect(
      patterns(
        { kind: "shell.run", with: { command: "ls" } },
        { kind: "file.write", with: { path: "a", content: "" } },
        { kind: "file.read", with: { path: "a" } },
        { kind: "ai.generate", with: { provider: "claude", prompt: "" } },
        { kind: "git.push" },
        { kind: "git.pull", with: { remote: "upstream", secret: "hub" } },
        { kind: "notify.slack", with: { secret: "team", text: "" } },
        { kind: "notify.show", with: { title: "" } },
        request("https://api.example.com/items"),
      ),
    ).toEqual([
      "ai:claude",
      "files:read",
      "files:write",
      "http:* at run time",
      "http:https://api.example.com",
      "notify:slack",
      "secret:hub",
      "secret:team",
      "shell",
    ])
  })

  test("is named once, with every step that uses it, however deep", () => {
    const inner = request("https://a.test/1", { id: "x" })
    const found = powers(request("https://a.test/0"), {
      kind: "group",
      steps: [{ id: "deep", kind: "http.request", ...inner } as Step],
    })
    expect(found).toMatchObject([{ pattern: "http:https://a.test", steps: ["s0", "deep"] }])
    expect(found[0]?.say).toBe("send requests to https://a.test")
  })

  test.each([
    ["https://a.test/{{ inputs.x }}", "http:https://a.test"],
    ["http://a.test:81?q={{ inputs.x }}", "http:http://a.test:81"],
    ["https://a.test{{ inputs.x }}", "http at run time"],
    ["https://a.test:{{ inputs.port }}/", "http at run time"],
    ["https://a.test@{{ inputs.x }}/", "http at run time"],
    ["https://a.test\\{{ inputs.x }}/{{ inputs.x }}", "http at run time"],
    ["https://u@a.test/{{ inputs.x }}", "http at run time"],
    ["{{ inputs.x }}/path", "http at run time"],
    ["https://{{ inputs.x }}.a.test/", "http at run time"],
    ["javascript:alert(1)", "http at run time"],
    ["http://127.1/", "http:http://127.0.0.1"],
  ])("%s is %s", (url, pattern) => {
    expect(patterns(request(url))).toEqual([pattern.replace("http at", "http:* at")])
  })

  test("secrets are found in every expression, in the workflow's own too", () => {
    const found = powersOf(
      {
        rivulet: 1,
        id: "w",
        steps: [
          {
            id: "a",
            kind: "log",
            with: { message: "{{ secrets.one }}" },
            next: [{ to: "b", when: "secrets.two != 1" }],
          },
          { id: "b", kind: "log", with: { message: "{{ secrets[inputs.x] }}" } },
          { id: "c", kind: "log", disabled: true, with: { message: "{{ secrets.four }}" } },
        ],
        output: "{{ secrets.three }}",
      },
      catalogue,
    )
    expect(found.map(({ pattern, steps: by }) => [pattern, ...by])).toEqual([
      ["secret", "b"],
      ["secret:one", "a"],
      ["secret:three", ""],
      ["secret:two", "a"],
    ])
  })

  test("a text that is taken as it stands mentions nothing", () => {
    expect(patterns({ kind: "code.run", with: { source: "'{{ secrets.x }}'" } })).toEqual([])
  })

  test("validators of wires use what their kinds use", () => {
    const next = [
      { to: "s1", validate: [{ ai: "Is it polite?", provider: "claude" }, { expression: "true" }] },
      { to: "s1", validate: [{ kind: "shell.run", with: { command: "true" } }] },
    ]
    expect(patterns({ next }, {})).toEqual(["ai:claude", "shell"])
  })

  test("steps that are disabled, of unknown kinds, or named like a prototype use nothing", () => {
    expect(patterns({ kind: "shell.run", disabled: true }, { kind: "__proto__" }, { kind: "none" })).toEqual(
      [],
    )
  })

  test("a parameter that is a template, and one that is left out", () => {
    expect(patterns({ kind: "ai.generate", with: { provider: "{{ inputs.p }}" } })).toEqual([
      "ai at run time",
    ])
    expect(patterns({ kind: "git.push", with: { remote: "{{ inputs.r }}" } })).toContain("http:* at run time")
    expect(patterns(request("https://a.test/", { secret: "{{ inputs.s }}" }))).toContain("secret at run time")
  })
})

describe("what is missing", () => {
  const workflow: Workflow = {
    rivulet: 1,
    id: "w",
    steps: [
      { id: "a", kind: "http.request", with: { url: "https://api.a.test/x" } },
      { id: "b", kind: "http.request", with: { url: "{{ inputs.url }}" } },
      { id: "c", kind: "shell.run", with: { command: "ls" } },
    ],
  }
  const missing = (...grants: string[]) =>
    missingPowers(powersOf(workflow, catalogue), grants.map(grant)).map(({ pattern }) => pattern)

  test("is named until it is granted", () => {
    expect(missing()).toEqual(["http:*", "http:https://api.a.test", "shell"])
    expect(missing("http:*.a.test")).toEqual(["shell"])
    expect(missing("http:https://other.test", "shell")).toEqual(["http:https://api.a.test"])
    expect(missingPowers(powersOf(workflow, catalogue), everyGrant)).toEqual([])
  })

  test("is a problem that names the grant, and that trying again does not help", () => {
    expect(grantMissing(grant("http:api.a.test"))).toMatchObject({
      code: "grant_missing",
      retryable: false,
      message: expect.stringContaining("send requests to https://api.a.test"),
      data: { pattern: "http:https://api.a.test" },
    })
  })
})

describe("grants", () => {
  test.each([
    ["ai", "ai:claude", true],
    ["ai:*", "ai:claude", true],
    ["ai:claude", "ai:gpt", false],
    ["ai:claude", "ai", false],
    ["ai", "secret:x", false],
    ["secret:a", "secret:b", false],
    ["files:read", "files:write", false],
    ["files", "files:write", true],
    ["shell", "shell", true],
    ["http:*", "http:https://a.test", true],
    ["http:*", "http:http://localhost", false],
    ["http:*", "http:local", false],
    ["http:*", "http:*", true],
    ["http:local", "http:http://10.0.0.1:8080", true],
    ["http:local", "http:*.local", true],
    ["http:*.a.test", "http:*.b.a.test", true],
    ["http:*.a.test", "http:*.a.test", true],
    ["http:*.b.a.test", "http:*.a.test", false],
    ["http:a.test", "http:*.a.test", false],
    ["http:*.a.test", "http:https://xa.test", false],
    ["http:https://a.test", "http:http://a.test", false],
    ["http:https://a.test", "http:https://a.test:8443", false],
    ["http:https://a.test", "http:https://a.test:443", true],
    ["http:*.a.test", "http:*", false],
  ])("%s covers %s: %s", (one, other, wanted) => expect(covers(grant(one), grant(other))).toBe(wanted))

  test.each([
    "",
    "none",
    "shell:x",
    "http:",
    "http:https://a/b",
    "files:delete",
    "ai:a b",
    "__proto__",
    "ai:\u0000",
  ])("%j is none", text => {
    const parsed = parseGrant(text)
    expect(parsed).toMatchObject({ ok: false, error: { code: "grant_malformed" } })
  })

  test("have one form, which reads as the same grant, and a sentence", () => {
    expect(grant(" http:API.a.test:443/ ").text).toBe("http:https://api.a.test")
    expect(grant("secret:*").text).toBe("secret")
    expect(everyGrant.map(({ text }) => text)).toEqual([
      "http:*",
      "shell",
      "files",
      "ai",
      "secret",
      "git",
      "folder",
      "notify",
      "http:local",
    ])
    for (const one of everyGrant) {
      expect(grant(one.text)).toEqual(one)
      expect(sayGrant(one)).toMatch(/^[a-z].*[^.{}]$/)
    }
    const name = fc.stringMatching(/^[\w$&.-]{1,40}$/)
    fc.assert(
      fc.property(fc.constantFrom("ai", "secret", "git", "notify"), name, (power, what) => {
        const one = grant(`${power}:${what}`)
        expect(grant(one.text)).toEqual(one)
        expect(sayGrant(one)).toContain(what === "*" ? "" : what)
      }),
    )
  })
})

test("powers are found anew with another catalogue, and for a step that is another one", () => {
  const step: Step = { id: "a", kind: "http.request", with: { url: "https://one.example/" } }
  const workflow: Workflow = { rivulet: 1, id: "w", steps: [step] }
  const patternsWith = (steps: readonly Step[], known = catalogue) =>
    powersOf({ ...workflow, steps }, known).map(({ pattern }) => pattern)
  expect(patternsWith([step])).toEqual(["http:https://one.example"])
  expect(patternsWith([step], catalogueOf([], []))).toEqual([])
  expect(patternsWith([step])).toEqual(["http:https://one.example"])
  expect(patternsWith([{ ...step, with: { url: "https://two.example/" } }])).toEqual([
    "http:https://two.example",
  ])
  expect(patternsWith([{ ...step, disabled: true }])).toEqual([])
})
