import { expect, test } from "vitest"
import { bundledNames, bundledPlugins } from "../dev/bundledPlugins.ts"
import kinds from "../language/de/kinds.json"
import { parsePlugin } from "../model/plugins/manifest.ts"
import { namesOf, renamedPlugin } from "../model/plugins/pluginNames.ts"

const words: { readonly [english: string]: string } = kinds

test("what comes along has names in another language: the plugin, and each step and trigger that it brings", () => {
  const said = bundledNames().map(name => words[name])
  expect(said).toContain("Wörter zählen")
  expect(said).toContain("Bevor es regnet")
  expect(said.filter(name => name === undefined)).toEqual([])
})

test("a plugin is called by other names, and says and does everything else as it did", () => {
  const [weather] = bundledPlugins.filter(({ plugin }) => plugin.name === "weather")
  const { name, version } = weather?.plugin ?? {}
  const plugin = parsePlugin({
    ...{ name, version, hash: "h", text: "", code: "" },
    manifest: JSON.parse(JSON.stringify(weather?.plugin)),
  })
  if (plugin === undefined) throw new Error("Expected a plugin")
  const said = renamedPlugin(plugin, text => words[text] ?? text)
  expect(said.manifest.title).toBe("Wetter")
  expect(namesOf(said.manifest)).toEqual(namesOf(plugin.manifest).map(text => words[text]))
  expect(renamedPlugin(said, text => Object.keys(words).find(key => words[key] === text) ?? text)).toEqual(
    plugin,
  )
})
