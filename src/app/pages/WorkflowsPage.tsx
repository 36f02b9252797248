import { Plus, Upload } from "lucide-react"
import { DropZone, FileTrigger } from "react-aria-components"
import { t } from "../../language/t.ts"
import { worded } from "../../language/wordFiles.ts"
import { Button } from "../../ui/Button.tsx"
import { later } from "../../ui/later.tsx"
import { DescribeBar } from "../DescribeBar.tsx"
import { JustNow } from "../JustNow.tsx"
import { StatusBar } from "../StatusBar.tsx"
import { TemplateCards } from "../TemplateCards.tsx"
import { useLibrary } from "../useLibrary.ts"
import { useRecentRuns } from "../useRecentRuns.ts"
import { useWorkflows } from "../useWorkflows.ts"
import { Welcome } from "../Welcome.tsx"
import { WorkflowList } from "../WorkflowList.tsx"

const ImportDialog = later(worded(() => import("../ImportDialog.tsx")))

/** All workflows: to find one, make one, bring some in. Files may be dropped anywhere. */
export function WorkflowsPage() {
  const library = useLibrary()
  const rows = useWorkflows()
  const runs = useRecentRuns()
  return (
    <DropZone
      onDrop={async event => {
        const dropped = event.items.filter(item => item.kind === "file")
        await library.importFiles(await Promise.all(dropped.map(item => item.getFile())))
      }}
      className="flex h-full flex-col outline-none data-drop-target:bg-accent-wash"
    >
      <div className="flex min-h-0 flex-1 max-[1250px]:flex-col-reverse">
        <div className="min-h-0 min-w-0 flex-1 overflow-auto">
          <div className="mx-auto flex max-w-[1180px] flex-col gap-5 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
            <h1 className="text-2xl font-semibold tracking-tight">{t`Workflows`}</h1>
            <DescribeBar onDescribe={words => void library.describe(words)}>
              <FileTrigger
                allowsMultiple
                acceptedFileTypes={[".yaml", ".yml", ".json"]}
                onSelect={files => files && void library.importFiles(files)}
              >
                <Button icon={Upload}>{t`Import`}</Button>
              </FileTrigger>
              <Button
                look="primary"
                icon={Plus}
                onPress={() => void library.create()}
              >{t`New workflow`}</Button>
            </DescribeBar>
            {rows && rows.length > 0 && <WorkflowList rows={rows} runs={runs} library={library} />}
            {rows && rows.length === 0 && <Welcome library={library} />}
            <section aria-label={t`Templates`} className="flex flex-col gap-3">
              <h2 className="text-base font-semibold">{t`Start from a template, runs at once and offline`}</h2>
              <TemplateCards library={library} most={4} />
            </section>
          </div>
        </div>
        <JustNow runs={runs} />
      </div>
      <StatusBar rows={rows ?? []} runs={runs} />
      {library.pending && <ImportDialog items={library.pending} library={library} />}
    </DropZone>
  )
}
