import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import { isList, type Json } from "../../lib/json.ts"
import { err } from "../../lib/result.ts"
import { parseAddress } from "../../model/address.ts"
import { covers, grantMissing, grantOf, grantOfAddress } from "../../model/grants.ts"
import { parseHostPattern } from "../../model/hostPattern.ts"
import type { HttpRequest, Ports } from "../../model/ports.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { dataProblem, wordFor } from "../data/dataProblems.ts"
import { durationText } from "../durationText.ts"
import { codePorts, createCodeCalls, methodsOf } from "./codeCalls.ts"

const megabyte = 2 ** 20

/** Runs code of the user's. */
export const codeRun = defineStep({
  kind: "code.run",
  version: 1,
  title: "Run code",
  summary: "Runs JavaScript or TypeScript, walled in",
  icon: "code",
  group: "code",
  input: z.strictObject({
    language: z
      .enum(["javascript", "typescript"])
      .default("javascript")
      .meta({ description: "What it is written in" }),
    source: z
      .string()
      .min(1)
      .max(1_000_000)
      .meta({ description: "The body of an async function: return the result" }),
    input: anyJson.optional().meta({ description: "The value that the code sees as inputs" }),
    per: z
      .enum(["whole", "item"])
      .default("whole")
      .meta({ description: "Whether it runs once, or once for each item of a list" }),
    ports: z
      .array(z.enum(codePorts))
      .max(codePorts.length)
      .default([])
      .meta({ description: "What it may reach besides: nothing, unless it is named here" }),
    hosts: z
      .array(
        z.string().refine(isHostPattern, { error: "That names no host. Write one such as api.example.com." }),
      )
      .max(50)
      .optional()
      .meta({
        description:
          "The hosts that its requests may go to; each is asked about when first reached, if left out",
      }),
    timeout: durationText("The time that it may take").default("10s"),
    memory: z
      .int()
      .min(16)
      .max(1_024)
      .default(256)
      .meta({ description: "Megabytes of memory that it may use, 16 to 1,024" }),
  }),
  output: z.strictObject({ result: anyJson }),
  hints: {
    source: { widget: "code", raw: true, placeholder: "return inputs.map(row => row.price * 1.19)" },
    input: { label: "Inputs", widget: "expression", placeholder: "{{ incoming }}" },
    per: { label: "Runs once for", advanced: true },
    ports: {
      label: "May use",
      advanced: true,
      help: "files, http, ai, git, shell, notify, events. Each is a power that has to be granted.",
    },
    hosts: {
      label: "Hosts",
      advanced: true,
      help: "Where http may go: api.example.com, *.example.com, http://localhost:8080. Only these are granted.",
    },
    timeout: { label: "Longest time", widget: "duration" },
    memory: { label: "Most memory, in MB" },
  },
  outlets: ["success"],
  effect: {
    by: "ports",
    table: {
      files: "once",
      http: "once",
      git: "once",
      shell: "once",
      notify: "once",
      events: "once",
      ai: "read",
    },
    otherwise: "pure",
  },
  needs: ["code"],
  mayUse: codePorts,
  powers: [
    { power: "files", listedIn: "ports" },
    { power: "http", listedIn: "ports", eachOf: "hosts" },
    { power: "ai", listedIn: "ports" },
    { power: "git", listedIn: "ports" },
    { power: "shell", listedIn: "ports" },
    { power: "notify", listedIn: "ports" },
  ],
  card: "{{ source }}",
  docs: `
Runs code in a JavaScript engine of its own, which reaches neither the page nor the network nor your files. It sees
\`inputs\` (what arrived by the wire, if *inputs* is left out; \`input\` is the same), the functions of expressions, and
\`console\`, which writes to the run's log. Braces in the source are code, not templates. With *per item* it runs once
for each item of a list, which it sees as \`item\` and \`index\`, and gives the list of results.

What it may reach besides stands in *may use*, and has to be granted like any power. Each gives promises:

- **files**: \`readText(path)\`, \`write(path, text)\`, \`append\`, \`move\`, \`copy\`, \`remove\`, \`makeFolder\`, \`list(glob)\`, \`info(path)\`
- **http**: \`get(url, { headers, secret })\`, \`send({ method, url, headers, body, secret })\`; the answer has \`status\`, \`headers\`, \`body\`
  With *hosts* those alone are granted, and its requests go nowhere else
- **ai**: \`chat({ provider, messages })\` · **shell**: \`run({ command })\` · **notify**: \`show({ title, text })\`
- **git**: \`status()\`, \`log({ most })\`, \`diff({})\`, \`commit({ message })\` · **events**: \`emit(name, value)\`

- **success**: \`result\`, which is what the code returned.

It may take *timeout* (10 seconds) and *memory* (256 MB), give 64 MB, and write 1,000 lines to the log. Fails if the
code throws, passes a limit, or returns what is no plain data. Without ports it is safe to repeat; with any that can change
something it is not, and a crash leaves it in doubt, unless the step says \`repeatable\`.
`,
  examples: [
    {
      title: "A sum",
      with: { source: "return inputs.a + inputs.b", input: { a: 1, b: 2 } },
      answers: { code: [3] },
      outlets: { success: { result: 3 } },
    },
    {
      title: "TypeScript",
      with: {
        language: "typescript",
        source: "const n: number = inputs.length; return n",
        input: ["a", "b"],
      },
      answers: { code: [2] },
      outlets: { success: { result: 2 } },
    },
    {
      title: "Each item of a list",
      with: { per: "item", source: "return item * 2 + index", input: [1, 2] },
      answers: { code: [[2, 5]] },
      outlets: { success: { result: [2, 5] } },
    },
    {
      title: "With a file",
      with: { ports: ["files"], source: "return (await files.readText('a.txt')).length" },
      files: { "a.txt": "hello" },
      answers: { code: [5] },
      outlets: { success: { result: 5 } },
    },
  ],
  run: async (
    { language, source, input, per, ports: names, hosts, timeout, memory },
    { ports, incoming, signal, log },
  ) => {
    const limit = parseDuration(timeout)
    const inputs: Json = input === undefined ? (incoming ?? null) : input
    if (per === "item" && !isList(inputs)) {
      return failed(dataProblem("data_not_list", { what: wordFor(inputs) }))
    }
    const answer = await ports.code.run({
      language,
      source: per === "item" ? perItem(source) : source,
      scope: { input: inputs, inputs },
      ...(limit.ok ? { timeout: limit.value } : {}),
      memory: memory * megabyte,
      signal,
      onLog: log,
      calls: methodsOf(names),
      onCall: createCodeCalls(withinHosts(ports, hosts), names, signal),
    })
    return answer.ok ? done({ result: answer.value }) : failed(answer.error)
  },
})

function isHostPattern(text: string): boolean {
  return parseHostPattern(text).ok
}

/** The ports, of which http goes to no other host than these: not even where another step's grant would let it. */
function withinHosts(ports: Partial<Ports>, hosts: readonly string[] | undefined): Partial<Ports> {
  const { http } = ports
  if (hosts === undefined || hosts.length === 0 || http === undefined) return ports
  const named = hosts.map(host => grantOf("http", host))
  const missing = ({ url }: HttpRequest) => {
    const address = parseAddress(url)
    // What is no address is refused by the port itself, in its own words.
    if (!address.ok) return undefined
    const wanted = grantOfAddress(address.value)
    return named.some(grant => covers(grant, wanted)) ? undefined : err(grantMissing(wanted))
  }
  return {
    ...ports,
    http: {
      send: async (request, signal) => missing(request) ?? http.send(request, signal),
      open: async (request, signal) => missing(request) ?? http.open(request, signal),
    },
  }
}

/** The source as a function of an item, called for one after the other. */
function perItem(source: string): string {
  return `const one = async (item, index) => {${source}\n}
const results = []
for (let index = 0; index < inputs.length; index++) results.push((await one(inputs[index], index)) ?? null)
return results`
}
