import type { Pick } from "../../editor/inspector/widgets/picks.ts"
import { t } from "../../language/t.ts"
import type { AiService } from "../../model/ai/aiService.ts"
import {
  type AiSettings,
  defaultProvider,
  type Provider,
  providerNamed,
  providersOf,
} from "../../model/ai/providers.ts"

/** Who may answer for an AI step: whichever is the usual one, those that can be asked now, and those that lack a key. */
export function providerPicks(settings: AiSettings, secrets: readonly string[]): readonly Pick[] {
  const usual = providerNamed(defaultProvider, settings)
  const lacksKey = ({ secret }: Provider) => secret !== null && !secrets.includes(secret)
  const all = providersOf(settings)
  return [
    ...(usual
      ? [{ id: defaultProvider, label: t`The usual one: ${usual.title}`, about: defaultProvider }]
      : []),
    ...all.filter(one => !lacksKey(one)).map(({ id, title }) => ({ id, label: title, about: id })),
    ...all
      .filter(lacksKey)
      .map(({ id, title }) => ({ id, label: t`${title}, without a key yet`, about: id })),
  ]
}

/** What the user chose about models, as it stands now. */
export async function aiSettingsNow(ai: AiService): Promise<AiSettings> {
  let stop = (): void => {}
  const settings = await new Promise<AiSettings>(hear => {
    stop = ai.watch(hear)
  })
  stop()
  return settings
}
