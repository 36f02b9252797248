import { ClipboardCopy, X } from "lucide-react"
import { useMemo, useState } from "react"
import { t } from "../../language/t.ts"
import type { Json, Path } from "../../lib/json.ts"
import { pathText } from "../../syntax/pathText.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { later } from "../../ui/later.tsx"
import { Segments } from "../../ui/Tabs.tsx"
import { useRuns } from "../runsContext.ts"
import { JsonTree } from "./JsonTree.tsx"
import { PictureView } from "./PictureView.tsx"
import { referenceIn, sayShort } from "./sayValue.ts"
import { TextView } from "./TextView.tsx"
import { ValueTable } from "./ValueTable.tsx"
import { type ValueLook, valueLooks } from "./valueLooks.ts"

const MarkdownView = later(
  () => import("./MarkdownView.tsx"),
  () => <p className="text-xs text-muted">{t`Loading Markdown`}</p>,
)

interface ValueViewProps {
  readonly label: string
  readonly value: Json
  /** What an expression calls the value: its parts can then be dragged into fields. */
  readonly expression?: string | undefined
  /** Asks where the part at the path came from. */
  readonly onWhy?: ((path: Path) => void) | undefined
}

/** A value, whatever it is: as a tree, a table, text, Markdown or a picture. Large ones come when they are asked for. */
export function ValueView(props: ValueViewProps) {
  const hash = referenceIn(props.value)
  return hash === undefined ? <PlainValue {...props} /> : <LargeValue key={hash} {...props} hash={hash} />
}

const names: { readonly [Look in ValueLook]: string } = {
  tree: t`Tree`,
  table: t`Table`,
  text: t`Text`,
  json: "JSON",
  markdown: t`Markdown`,
  picture: t`Picture`,
}

function PlainValue({ label, value, expression, onWhy }: ValueViewProps) {
  const looks = valueLooks(value)
  const [chosen, setChosen] = useState<ValueLook | null>(null)
  const [opened, setOpened] = useState<{ readonly path: Path; readonly value: Json } | null>(null)
  const open = (path: Path, part: Json) => setOpened({ path, value: part })
  const look = looks.find(each => each === chosen) ?? looks[0]
  if (look === undefined || looks.length === 0) return <Scalar value={value} onWhy={onWhy} />
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {looks.length > 1 && (
        <div className="flex items-center gap-1">
          <Segments
            label={t`How ${label} is shown`}
            isSmall
            segments={looks.map(id => ({ id, label: names[id] }))}
            value={look}
            onChange={setChosen}
          />
          <IconButton
            icon={ClipboardCopy}
            label={t`Copy ${label}`}
            className="size-6"
            onPress={() => void navigator.clipboard.writeText(textOf(value))}
          />
        </div>
      )}
      {look === "tree" && (
        <JsonTree label={label} value={value} expression={expression} onOpen={open} onWhy={onWhy} />
      )}
      {look === "table" && <ValueTable label={label} value={value} onOpen={open} />}
      {opened !== null && (look === "tree" || look === "table") && (
        <section
          key={sayPath(opened.path)}
          ref={intoView}
          aria-label={sayPath(opened.path)}
          className="flex flex-col gap-1 rounded-lg border border-line p-2"
        >
          <header className="flex items-center">
            <h4 className="min-w-0 flex-1 truncate font-mono text-xs text-muted">{sayPath(opened.path)}</h4>
            <IconButton
              icon={X}
              label={t`Close this part`}
              className="size-6"
              onPress={() => setOpened(null)}
            />
          </header>
          <PlainValue
            label={sayPath(opened.path)}
            value={opened.value}
            expression={expression && expression + pathText(opened.path)}
            onWhy={onWhy && (path => onWhy([...opened.path, ...path]))}
          />
        </section>
      )}
      {look === "text" && <TextView text={String(value)} />}
      {look === "json" && <JsonView value={value} />}
      {look === "picture" && <PictureView label={label} value={value} />}
      {look === "markdown" && <MarkdownView text={String(value)} />}
    </div>
  )
}

/** A value as JSON, which is written once: of a large one that takes a while. */
function JsonView({ value }: { readonly value: Json }) {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value])
  return <TextView text={text} />
}

function Scalar({ value, onWhy }: Pick<ValueViewProps, "value" | "onWhy">) {
  return (
    <p className="flex items-center gap-2 rounded-lg bg-wash px-2.5 py-1.5 font-mono text-xs">
      <span className="min-w-0 flex-1 break-words">
        {value === "" ? t`(empty text)` : sayShort(value, 2_000)}
      </span>
      {onWhy !== undefined && (
        <button
          type="button"
          className="-my-1 -mr-1.5 min-h-6 shrink-0 rounded px-1.5 font-sans text-muted hover:text-accent"
          onClick={() => onWhy([])}
        >{t`Why?`}</button>
      )}
    </p>
  )
}

function LargeValue({ hash, ...shown }: ValueViewProps & { readonly hash: string }) {
  const { service } = useRuns()
  const [state, setState] = useState<"here" | "loading" | "gone" | { readonly value: Json }>("here")
  if (typeof state === "object") return <PlainValue {...shown} value={state.value} />

  async function load() {
    setState("loading")
    const value = await service.value(hash)
    setState(value === undefined ? "gone" : { value })
  }

  if (state === "gone") {
    return <p className="text-sm text-muted">{t`This value is not stored any more.`}</p>
  }
  return (
    <div className="flex items-center gap-3 rounded-lg bg-wash px-3 py-2 text-sm text-muted">
      <span className="flex-1">{t`A large value, kept apart from the run`}</span>
      <Button className="h-7" isDisabled={state === "loading"} onPress={() => void load()}>
        {state === "loading" ? t`Loading` : t`Load it`}
      </Button>
    </div>
  )
}

/** A part that is opened below a long tree is seen at once. */
function intoView(part: HTMLElement | null): void {
  part?.scrollIntoView({ block: "nearest" })
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2)
}

function sayPath(path: Path): string {
  return path.join(".")
}
