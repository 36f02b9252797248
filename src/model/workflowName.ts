import { t } from "../language/t.ts"
import type { Workflow } from "./workflow.ts"

/** The id of a workflow whose file gives it none. */
export const idOfNone = "workflow"

/** What people call a workflow: its name, else its id, else what stands for neither. */
export function workflowName({ name, id }: Pick<Workflow, "name" | "id">): string {
  return name || (id === idOfNone ? t`Workflow without a name` : id)
}
