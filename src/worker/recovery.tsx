import type { ReactNode } from "react"
import { RecoveryPage } from "../app/RecoveryPage.tsx"
import type { Database } from "../storage/database.ts"
import type { RollingBackup } from "../storage/rollingBackup.ts"
import type { HomeState, Sentinel } from "../storage/sentinel.ts"
import { restoreBackup } from "./backups.ts"

interface RecoveryParts {
  readonly database: Database
  readonly sentinel: Sentinel
  readonly rolling: RollingBackup
  readonly page: Window
}

/** What stands in place of the page while its data is gone or cannot be read. */
export function recovery(
  state: Exclude<HomeState, { readonly is: "sound" }>,
  { database, sentinel, rolling, page }: RecoveryParts,
): ReactNode {
  const clear = async () => {
    if (state.is === "unreadable") await database.delete()
    await database.open()
  }
  return (
    <RecoveryPage
      lost={state.is === "gone" ? { is: "gone", workflows: state.before.workflows } : state}
      last={rolling.last}
      restore={async copy => {
        await clear()
        const restored = await restoreBackup(database, copy.stream())
        if (restored.ok) await sentinel.accept()
        return restored
      }}
      startAnew={async () => {
        await clear()
        await sentinel.accept()
      }}
      reload={() => page.location.reload()}
      now={Date.now}
    />
  )
}
