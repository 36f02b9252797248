import { err, ok, type Result } from "../lib/result.ts"

/*
 * How a plugin's text is run. It is one module in one file: its types and its `export`s are taken off, so that it can
 * stand within a function of the sandbox, and `import` finds nothing.
 */

/** The most letters that a plugin may have. */
export const longestPlugin = 1_000_000

/** The text as code without types, imports and exports; what is wrong with it in words. */
export async function compilePlugin(text: string): Promise<Result<string, string>> {
  const { transform } = await import("sucrase")
  try {
    return ok(transform(text, { transforms: ["typescript", "imports"], disableESTransforms: true }).code)
  } catch (cause) {
    return err(
      cause instanceof Error ? cause.message.replace("Error transforming code: ", "") : String(cause),
    )
  }
}

const begins = `const module = { exports: {} }, exports = module.exports
const require = name => { throw new Error("a plugin is one file, and cannot import " + name) }
`
const ends = `
;const plugin = module.exports.default ?? module.exports
`

/** Code that gives the manifest: all but the functions, and the names of actions and triggers that have theirs. */
export function manifestBody(code: string): string {
  return `${begins}${code}${ends}
const able = (of, name) => Object.keys(of ?? {}).filter(key => typeof of[key]?.[name] === "function")
return {
  manifest: JSON.parse(JSON.stringify(plugin) ?? "null"),
  runs: able(plugin.actions, "run"),
  polls: able(plugin.triggers, "poll"),
}`
}

/** Code that runs the action named by \`action\` on \`input\`, and says by which outlet it left. */
export function actionBody(code: string, ports: readonly string[]): string {
  const context = [...ports, "incoming", "key", "attempt", "now", "leave", "log: console.log"].join(", ")
  return `${inBlock(code)}
class Leaving { constructor(outlet, value) { this.outlet = outlet; this.value = value } }
const leave = (outlet, value) => new Leaving(String(outlet), value)
const left = await plugin.actions[action].run(input, { ${context} })
return left instanceof Leaving ? { outlet: left.outlet, value: left.value ?? null } : { outlet: null, value: left ?? null }`
}

/** Code that lets the trigger named by \`trigger\` look, and gives what it found. */
export function pollBody(code: string, ports: readonly string[]): string {
  const context = [...ports, "state", "now", "log: console.log"].join(", ")
  return `${inBlock(code)}
return (await plugin.triggers[trigger].poll(input, { ${context} })) ?? null`
}

/** The plugin's code in a function of its own, so that its names and ours do not meet. */
function inBlock(code: string): string {
  return `const plugin = await (async () => {
${begins}${code}${ends}return plugin
})()`
}
