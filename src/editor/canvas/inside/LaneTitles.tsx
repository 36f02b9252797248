import { t } from "../../../language/t.ts"
import { sizes } from "../../scene.ts"
import { useShownFacts } from "../../useEditor.ts"

/** What the lanes of the container are called whose inside is shown alone, and that one is empty. */
export function LaneTitles() {
  const { within } = useShownFacts().scene
  if (within === null) return null
  return within.lanes.map(({ scope, title, y, height, isEmpty }) => (
    <div key={scope} className="absolute" style={{ left: sizes.padding, top: y }}>
      {title !== "" && (
        <span className="absolute -top-5 text-xs whitespace-nowrap font-semibold text-muted">{title}</span>
      )}
      {isEmpty && (
        <div
          className="grid place-items-center rounded-xl border border-dashed border-line-strong text-xs text-muted"
          style={{ width: within.width - 2 * sizes.padding, height: height - sizes.padding }}
        >{t`Drop steps here`}</div>
      )}
    </div>
  ))
}
