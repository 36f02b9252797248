import { join } from "node:path"
import { beforeAll, describe } from "vitest"
import { bundle, nodeProgram } from "../../dev/build.mjs"
import { root } from "../../dev/project.mjs"
import { createMemoryHome } from "../files/memoryHome.ts"
import { createNodeJobThreads } from "../jobs/nodeJobThreads.ts"
import { builtInConformance } from "./testing/builtInConformance.ts"

const folder = ".cache/jobs/shell"
beforeAll(() => bundle(nodeProgram({ job: "src/cli/jobWorker.ts" }, folder)))

describe("the built-in shell in the terminal", () =>
  builtInConformance(createNodeJobThreads(join(root, folder, "job.js")), async () =>
    createMemoryHome(() => 0),
  ))
