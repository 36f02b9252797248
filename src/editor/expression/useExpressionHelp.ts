import { useContext, useEffect, useId, useRef, useState } from "react"
import type { Json } from "../../lib/json.ts"
import { useEditor } from "../useEditor.ts"
import type { ExpressionHelp } from "./expressionHelp.ts"
import { ExpressionPlaceContext, SecretNamesContext } from "./expressionPlace.ts"
import { type Preview, PreviewContext } from "./previewService.ts"

/** Gives the help for the open workflow as it is now, loading it when it is first asked for. */
export function useExpressionHelp(): () => Promise<ExpressionHelp> {
  const editor = useEditor()
  const secrets = useContext(SecretNamesContext)
  return async () => {
    const { helpFor } = await import("./expressionHelp.ts")
    return helpFor(editor.store.getState().file.workflow, editor.catalogue, secrets)
  }
}

/** Typing goes on: the value is asked for once it pauses so long, in milliseconds. */
const pause = 150

/** The value that a template would have; null while there is none to show. A newer text takes an older one's place. */
export function usePreview(value: Json | undefined): Preview | null {
  const editor = useEditor()
  const place = useContext(ExpressionPlaceContext)
  const service = useContext(PreviewContext)
  const help = useExpressionHelp()
  const latestHelp = useRef(help)
  latestHelp.current = help
  const name = useId()
  const [preview, setPreview] = useState<Preview | null>(null)
  const isAsked = place !== null && service !== null && typeof value === "string" && value.includes("{{")
  const { step = null, index } = place ?? {}

  useEffect(() => {
    if (!isAsked || service === null || value === undefined) {
      setPreview(null)
      return
    }
    let isOpen = true
    const timer = setTimeout(async () => {
      const { sample, incoming } = await latestHelp.current()
      const { workflow } = editor.store.getState().file
      const came = incoming(step)
      const made = await service.preview(name, {
        ...{ workflow: workflow.id, step, value, sample: sample(step, value) },
        ...(came === undefined ? {} : { incoming: came }),
        ...(index === undefined ? {} : { index }),
      })
      if (isOpen && made !== null) setPreview(made)
    }, pause)
    return () => {
      isOpen = false
      clearTimeout(timer)
      service.endPreview(name)
    }
  }, [isAsked, service, value, step, index, name, editor])

  return isAsked ? preview : null
}
