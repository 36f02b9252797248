import { CircleStop, Ellipsis, FlaskConical, Hammer, History, Link2, Rewind, Share2 } from "lucide-react"
import { useContext, useState } from "react"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Menu, MenuItem } from "../../ui/Menu.tsx"
import { Switch } from "../../ui/Switch.tsx"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import { useRuns } from "../runsContext.ts"
import { runsProblem } from "../runsProblems.ts"
import { linkOf, type SharedRun, withoutValues, writeShared } from "../sharedRun.ts"
import { KeepDialog } from "../tests/KeepDialog.tsx"
import { TestDeskContext } from "../tests/testDesk.ts"

/** What else can be done with the run. */
export function RunMenu({ run }: { readonly run: RunStore }) {
  const testDesk = useContext(TestDeskContext)
  const desk = useRunDesk()
  const isAlone = useRunDeskState(state => state.isAlone)
  const isGoing = useStore(run.store, ({ view }) => view !== null && !view.hasEnded)
  const [isSharing, setSharing] = useState(false)
  const [isKeeping, setKeeping] = useState(false)

  async function replay() {
    const told = await run.tell({ type: "replay" })
    if (told.ok) desk.look(told.value.run)
  }
  function breakCalls() {
    desk.store.setState({ sheet: "tests" })
    void testDesk?.breakCalls({ run: run.run })
  }
  return (
    <>
      <Menu
        label={t`More for this run`}
        trigger={<IconButton icon={Ellipsis} label={t`More for this run`} className="-mr-1.5" />}
      >
        {isGoing ? (
          <MenuItem
            label={t`Stop everything at once`}
            icon={CircleStop}
            onAction={() => void run.tell({ type: "kill" })}
          />
        ) : (
          <MenuItem label={t`Replay from its recording`} icon={Rewind} onAction={() => void replay()} />
        )}
        {testDesk !== null && !isGoing && (
          <MenuItem label={t`Keep as a test`} icon={FlaskConical} onAction={() => setKeeping(true)} />
        )}
        {testDesk !== null && !isGoing && (
          <MenuItem label={t`Break its calls`} icon={Hammer} onAction={breakCalls} />
        )}
        {!isAlone && (
          <MenuItem
            label={t`See the workflow as it ran`}
            icon={History}
            onAction={() => {
              location.hash = `#/runs/${run.run}`
            }}
          />
        )}
        <MenuItem label={t`Share this run`} icon={Share2} onAction={() => setSharing(true)} />
      </Menu>
      {isKeeping && <KeepDialog run={run} onClose={() => setKeeping(false)} />}
      {isSharing && <ShareDialog run={run} onClose={() => setSharing(false)} />}
    </>
  )
}

/** Hands the run on as a file, or as a link where it is small enough. */
function ShareDialog({ run, onClose }: { readonly run: RunStore; readonly onClose: () => void }) {
  const { service, save } = useRuns()
  const [isBare, setBare] = useState(false)
  const [say, setSay] = useState("")

  async function shared(): Promise<SharedRun | null> {
    const events = await service.eventsOf(run.run)
    const { workflow } = run.store.getState()
    if (events === undefined || workflow === null) {
      setSay(translated(runsProblem("events_unreadable").message))
      return null
    }
    return isBare ? withoutValues({ workflow, events }) : { workflow, events }
  }
  async function download() {
    const found = await shared()
    if (found === null) return
    save(`${found.workflow.id}.rivulet-run.json`, writeShared(found), "application/json")
    setSay(t`The file is in your downloads.`)
  }
  async function copy() {
    const found = await shared()
    if (found === null) return
    const link = await linkOf(found)
    if (link === null) {
      setSay(t`This run is too large for a link. Share it as a file.`)
      return
    }
    const copied = navigator.clipboard.writeText(`${location.origin}${location.pathname}#/shared/${link}`)
    await copied.then(
      () => setSay(t`The link is copied. It holds the whole run; nothing was sent anywhere.`),
      () => setSay(t`The browser does not let this page copy. Share it as a file.`),
    )
  }

  return (
    <Dialog
      title={t`Share this run`}
      onClose={onClose}
      actions={
        <>
          <Button icon={Link2} onPress={() => void copy()}>{t`Copy a link`}</Button>
          <Button look="primary" icon={Share2} onPress={() => void download()}>{t`Save as a file`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm text-muted">{t`Whoever has it can go through the run step by step: the workflow, and what each step was given and gave. Keys and passwords are not in it.`}</p>
        <Switch label={t`Leave out what the values say`} isOn={isBare} onChange={setBare} />
        <p role="status" className="text-sm">
          {say}
        </p>
      </div>
    </Dialog>
  )
}
