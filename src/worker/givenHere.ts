import { type Grant, grantOf } from "../model/grants.ts"
import { simulatedProvider } from "../ports/ai/simulated.ts"
import { givenWithTheWorkspace } from "../ports/grants/grantedPorts.ts"

/** What nobody has to be asked for in a page: the workspace, and a model that is none. */
export const givenHere: readonly Grant[] = [...givenWithTheWorkspace, grantOf("ai", simulatedProvider)]
