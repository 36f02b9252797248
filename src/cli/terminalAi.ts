import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { parseAiSettings } from "../model/ai/parseAiSettings.ts"
import { type AiSettings, freshAiSettings, providersOf } from "../model/ai/providers.ts"
import { type Ai, createAi } from "../ports/ai/createAi.ts"
import { createNodeKeyedFetch } from "../ports/ai/nodeKeyedFetch.ts"
import { createEnvironmentSecrets, type Environment } from "./environmentSecrets.ts"

/** The models of the terminal: chosen in `ai.json` of the data folder, or by `RIVULET_AI`, with keys of the environment. */
export function createTerminalAi(data: string, environment: Environment): Ai {
  let read: Promise<AiSettings> | undefined
  const settings = (): Promise<AiSettings> => {
    read ??= readSettings(join(data, "ai.json"), environment)
    return read
  }
  const secrets = {
    find: async (name: string) =>
      createEnvironmentSecrets(environment, providersOf(await settings())).find(name),
  }
  return createAi({ settings, send: createNodeKeyedFetch({ secrets }), now: Date.now })
}

/** A file that is missing chooses nothing; one that cannot be read is said by whoever asks a model. */
async function readSettings(path: string, environment: Environment): Promise<AiSettings> {
  const text = await readFile(path, "utf8").catch(() => null)
  const chosen = text === null ? freshAiSettings : parseAiSettings(JSON.parse(text))
  if (chosen === null) throw new Error(`Expected settings of models in ${path} but got something else`)
  const usual = environment.RIVULET_AI
  return usual ? { ...chosen, usual } : chosen
}
