/*
 * Development as modules: testing, implementation and documentation. Each action leaves by the outlet that names its
 * outcome, so that a workflow can go on from what happened.
 */

const change = {
  type: "object",
  properties: {
    path: { type: "string" },
    before: { description: "What stood there; null where nothing did" },
    after: { type: "string" },
  },
  required: ["path", "before", "after"],
}
const changes = { type: "array", items: change }
const provider = { type: "string", default: "simulated", description: "The AI provider that is asked" }
const folder = { type: "string", default: "proposals", description: "The folder that may be written to" }

export default {
  plugin: 1,
  name: "modules",
  version: "1.0.0",
  title: "Development modules",
  summary: "Tests, implements and documents a feature, and says what came of it",
  author: "Rivulet",
  licence: "MIT",
  docs: `Three modules for workflows that develop software. **Testing** runs a test command and has failing tests
mended; **implementation** writes a feature by its plan, and takes it back; **documentation** keeps a page for each
feature and the list of changes. Whatever is written is handed on as changes, each with what stood there before.`,
  actions: {
    "run-tests": {
      title: "Run the tests",
      summary: "Runs the test command, and says what passed",
      icon: "list-checks",
      group: "code",
      effect: "once",
      uses: { shell: true },
      card: "{{ command }}",
      timeout: "10m",
      input: {
        type: "object",
        properties: {
          command: { type: "string", default: "npm test", description: "The command that runs the tests" },
          folder: { type: "string", description: "The folder that it runs in" },
          changes: { ...changes, description: "What was changed, handed on with the results" },
        },
      },
      hints: { folder: { advanced: true }, changes: { widget: "expression", advanced: true } },
      outlets: {
        passed: {
          type: "object",
          properties: {
            passed: { type: "boolean" },
            coverage: { description: "In percent; null where the output does not say" },
            failures: { type: "array", items: { type: "string" } },
            output: { type: "string" },
            changes,
          },
          required: ["passed", "coverage", "failures", "output", "changes"],
        },
        failed: {},
      },
      docs: `Runs the command in the shell of the workspace.

- **passed**: it ended with 0. \`coverage\` is read from a line such as \`All files | 85.7\`.
- **failed**: it ended otherwise; \`failures\` are the lines of the output that say which tests did.`,
      examples: [
        {
          title: "Tests that pass",
          with: { command: "npm test" },
          answers: { shell: [{ exitCode: 0, stdout: "3 passed\nAll files | 85.71 | 80\n", stderr: "" }] },
          outlets: { passed: { passed: true, coverage: 85.71, failures: [] } },
        },
        {
          title: "A test that fails",
          with: { command: "npm test" },
          answers: { shell: [{ exitCode: 1, stdout: "ok 1 adds\nnot ok 2 subtracts\n", stderr: "" }] },
          outlets: { failed: { passed: false, coverage: null, failures: ["not ok 2 subtracts"] } },
        },
      ],
      async run({ command, folder: at, changes: made = [] }, { shell, leave, log }) {
        const { exitCode, stdout, stderr } = await shell.run({ command, ...(at ? { folder: at } : {}) })
        const output = `${stdout}${stderr}`
        const coverage = /(?:All files|Coverage)[^\d\n]*(\d+(?:\.\d+)?)/i.exec(output)
        const failures = output
          .split("\n")
          .filter(line => /^\s*(?:not ok|FAIL|✗|×|✖|--- FAIL)/.test(line))
          .map(line => line.trim())
        log(`${command} ended with ${exitCode}`)
        const passed = exitCode === 0
        const results = { passed, coverage: coverage ? Number(coverage[1]) : null, failures, output, changes: made }
        return leave(passed ? "passed" : "failed", results)
      },
    },
    "fix-failing-tests": {
      title: "Fix failing tests",
      summary: "Has a model mend what makes tests fail",
      icon: "pencil",
      group: "ai",
      effect: "write",
      uses: { ai: ["{{ provider }}"], files: { read: ["**"], write: ["{{ folder }}/**"] } },
      card: "{{ provider }}",
      timeout: "5m",
      input: {
        type: "object",
        properties: {
          testResults: { type: "object", description: "What running the tests gave" },
          provider,
          folder: { ...folder, default: "src" },
        },
        required: ["testResults"],
      },
      hints: { testResults: { widget: "expression", placeholder: "{{ incoming }}" } },
      outlets: {
        fixed: { type: "object", properties: { fixed: { type: "boolean" }, changes }, required: ["fixed", "changes"] },
        unfixed: {},
      },
      docs: `Shows the model the failures and the files that were changed, and writes the files that it answers with.

- **fixed**: files were written; run the tests again.
- **unfixed**: the answer named no file within the folder.`,
      examples: [
        {
          title: "A file is mended",
          with: { testResults: { failures: ["not ok 1 adds"], output: "", changes: [] } },
          answers: { ai: [{ text: "```src/add.js\nexport const add = (a, b) => a + b\n```" }] },
          files: { "src/add.js": "broken" },
          outlets: {
            fixed: {
              fixed: true,
              changes: [{ path: "src/add.js", before: "broken", after: "export const add = (a, b) => a + b\n" }],
            },
          },
          filesAfter: { "src/add.js": "export const add = (a, b) => a + b\n" },
        },
        {
          title: "An answer without files",
          with: { testResults: { failures: [] } },
          answers: { ai: [{ text: "Nothing comes to mind." }] },
          outlets: { unfixed: { fixed: false, changes: [] } },
        },
      ],
      async run({ testResults, provider: by, folder: at }, { ai, files, leave }) {
        const paths = (testResults.changes ?? []).map(({ path }) => path)
        const shown = await Promise.all(
          paths.map(async path => `\`\`\`${path}\n${(await textAt(files, path)) ?? ""}\n\`\`\``),
        )
        const answer = await ai.chat({
          provider: by,
          messages: [
            { role: "system", content: howToAnswer(at) },
            {
              role: "user",
              content: `These tests fail:\n${(testResults.failures ?? []).join("\n")}\n\n${testResults.output ?? ""}\n\n${shown.join("\n\n")}`,
            },
          ],
        })
        const made = await writeAll(files, filesIn(answer.text, at))
        return leave(made.length > 0 ? "fixed" : "unfixed", { fixed: made.length > 0, changes: made })
      },
    },
    "implement-feature": {
      title: "Implement a feature",
      summary: "Has a model write a feature by its plan",
      icon: "code-xml",
      group: "ai",
      effect: "write",
      uses: { ai: ["{{ provider }}"], files: { read: ["{{ folder }}/**"], write: ["{{ folder }}/**"] } },
      card: "{{ feature }}",
      timeout: "5m",
      input: {
        type: "object",
        properties: {
          feature: { type: "string", minLength: 1, maxLength: 200, description: "What it is called" },
          plan: { description: "How it is to be made" },
          provider,
          folder,
        },
        required: ["feature"],
      },
      hints: { plan: { widget: "expression" } },
      outlets: {
        success: {
          type: "object",
          properties: { codeChanges: changes, said: { type: "string" } },
          required: ["codeChanges", "said"],
        },
      },
      docs: `Asks the model for files, and writes those that lie within the folder. Where the answer names none, it is
kept in the folder as a proposal, so that a person can read it.

- **success**: \`codeChanges\` are the files that were written, \`said\` is the whole answer.`,
      examples: [
        {
          title: "A model that writes a file",
          with: { feature: "Greeting", plan: "Say hello", folder: "src" },
          answers: { ai: [{ text: "Here it is.\n```src/greet.js\nexport const greet = () => 'hello'\n```" }] },
          outlets: {
            success: {
              codeChanges: [{ path: "src/greet.js", before: null, after: "export const greet = () => 'hello'\n" }],
            },
          },
          filesAfter: { "src/greet.js": "export const greet = () => 'hello'\n" },
        },
        {
          title: "A model that only talks",
          with: { feature: "User login", plan: "" },
          answers: { ai: [{ text: "Begin with a form." }] },
          outlets: { success: { said: "Begin with a form." } },
          filesAfter: { "proposals/user-login.md": "# User login\n\nBegin with a form.\n" },
        },
      ],
      async run({ feature, plan, provider: by, folder: at }, { ai, files }) {
        const how = typeof plan === "string" ? plan : JSON.stringify(plan ?? "", null, 2)
        const answer = await ai.chat({
          provider: by,
          messages: [
            { role: "system", content: howToAnswer(at) },
            { role: "user", content: `Implement the feature “${feature}”.\n\n${how}` },
          ],
        })
        const found = filesIn(answer.text, at)
        const proposal = { path: `${at}/${slug(feature)}.md`, after: `# ${feature}\n\n${answer.text}\n` }
        const codeChanges = await writeAll(files, found.length > 0 ? found : [proposal])
        return { codeChanges, said: answer.text }
      },
    },
    "rollback-changes": {
      title: "Roll changes back",
      summary: "Puts files back as they were before",
      icon: "rotate-ccw-clock",
      group: "files",
      effect: "write",
      uses: { files: { read: ["{{ folder }}/**"], write: ["{{ folder }}/**"] } },
      card: "{{ folder }}",
      input: {
        type: "object",
        properties: { changes: { ...changes, description: "The changes to take back" }, folder },
        required: ["changes"],
      },
      hints: { changes: { widget: "expression", placeholder: "{{ steps.implement.output.codeChanges }}" } },
      outlets: {
        success: {
          type: "object",
          properties: { restored: { type: "array", items: { type: "string" } } },
          required: ["restored"],
        },
      },
      docs: `The last change goes first, so that a file that was changed twice is as it was at the beginning.

- **success**: \`restored\` are the paths.`,
      examples: [
        {
          title: "A new file, and one that was there",
          with: {
            changes: [
              { path: "proposals/a.md", before: "old", after: "new" },
              { path: "proposals/b.md", before: null, after: "new" },
            ],
          },
          files: { "proposals/a.md": "new", "proposals/b.md": "new" },
          outlets: { success: { restored: ["proposals/b.md", "proposals/a.md"] } },
          filesAfter: { "proposals/a.md": "old" },
        },
        { title: "Nothing to take back", with: { changes: [] }, outlets: { success: { restored: [] } } },
      ],
      async run({ changes: made }, { files }) {
        const restored = []
        for (const { path, before } of [...made].reverse()) {
          if (before === null) {
            if (await files.info(path)) await files.remove(path)
          } else await files.write(path, before)
          restored.push(path)
        }
        return { restored }
      },
    },
    "update-docs": {
      title: "Update the documentation",
      summary: "Writes a feature's page, and the list of changes",
      icon: "book-text",
      group: "files",
      effect: "write",
      uses: { files: { read: ["{{ folder }}/**"], write: ["{{ folder }}/**"] } },
      card: "{{ feature }}",
      input: {
        type: "object",
        properties: {
          feature: { type: "string", minLength: 1, maxLength: 200, description: "What it is called" },
          changes: { ...changes, default: [], description: "What was changed for it" },
          folder: { ...folder, default: "docs" },
        },
        required: ["feature"],
      },
      hints: { changes: { widget: "expression", placeholder: "{{ steps.implement.output.codeChanges }}" } },
      outlets: {
        success: {
          type: "object",
          properties: { page: { type: "string" }, changelog: { type: "string" } },
          required: ["page", "changelog"],
        },
      },
      docs: `The page is written anew each time. A feature that stands in the list of changes already is not added again.

- **success**: \`page\` and \`changelog\` are the paths.`,
      examples: [
        {
          title: "The first feature",
          with: { feature: "User login", changes: [{ path: "src/login.js", before: null, after: "" }] },
          outlets: { success: { page: "docs/features/user-login.md", changelog: "docs/CHANGELOG.md" } },
          filesAfter: {
            "docs/CHANGELOG.md": "# Changes\n\n- User login\n",
            "docs/features/user-login.md": "# User login\n\n- added `src/login.js`\n",
          },
        },
        {
          title: "One that is listed already",
          with: { feature: "User login" },
          files: { "docs/CHANGELOG.md": "# Changes\n\n- User login\n" },
          outlets: { success: {} },
          filesAfter: {
            "docs/CHANGELOG.md": "# Changes\n\n- User login\n",
            "docs/features/user-login.md": "# User login\n\nNo files were changed.\n",
          },
        },
      ],
      async run({ feature, changes: made, folder: at }, { files }) {
        const page = `${at}/features/${slug(feature)}.md`
        const lines = made.map(({ path, before }) => `- ${before === null ? "added" : "changed"} \`${path}\``)
        await files.write(page, `# ${feature}\n\n${lines.join("\n") || "No files were changed."}\n`)
        const changelog = `${at}/CHANGELOG.md`
        const list = (await textAt(files, changelog)) ?? "# Changes\n\n"
        if (!list.split("\n").includes(`- ${feature}`)) await files.write(changelog, `${list}- ${feature}\n`)
        return { page, changelog }
      },
    },
  },
  templates: [
    `rivulet: 1
id: feature-by-modules
name: Feature by modules
description: Implements a feature, tests it, mends what fails up to three times, and documents it.
tags: [code, modules]
inputs:
  feature: { type: string, title: Feature, default: User login, required: true }
  command: { type: string, title: Test command, default: ls proposals }
triggers:
  - { id: by_hand, type: manual }
steps:
  - id: implement
    name: Implement it
    kind: modules.implement-feature
    with: { feature: "{{ inputs.feature }}", plan: Small steps, provider: simulated, folder: proposals }
    next: { success: test, failure: say_failed }
  - id: test
    name: Run the tests
    kind: modules.run-tests
    visits: 4
    with: { command: "{{ inputs.command }}", changes: "{{ steps.implement.output.codeChanges }}" }
    next: { passed: document, failed: mend, failure: rollback }
  - id: mend
    name: Mend what fails
    kind: modules.fix-failing-tests
    with: { testResults: "{{ incoming }}", provider: simulated, folder: proposals }
    next: { fixed: test, unfixed: rollback, failure: rollback }
  - id: document
    name: Document it
    kind: modules.update-docs
    with: { feature: "{{ inputs.feature }}", changes: "{{ steps.implement.output.codeChanges }}", folder: docs }
  - id: rollback
    name: Take it back
    join: any
    kind: modules.rollback-changes
    with: { changes: "{{ steps.implement.output.codeChanges }}", folder: proposals }
    next: say_failed
  - id: say_failed
    name: Say so
    join: any
    kind: log
    with: { message: "{{ inputs.feature }} was not implemented" }
`,
  ],
}

function howToAnswer(folder) {
  return `Answer with whole files, each as a fenced block that begins with its path, such as \`\`\`${folder}/name.js. Write to no other folder than ${folder}.`
}

/** The files that an answer holds: fenced blocks that begin with a path within the folder. */
function filesIn(text, folder) {
  const found = [...text.matchAll(/```([^\s`]+\/[^\s`]+)\n([\s\S]*?)```/g)]
  return found.map(([, path, after]) => ({ path, after })).filter(({ path }) => path.startsWith(`${folder}/`))
}

async function writeAll(files, all) {
  const made = []
  for (const { path, after } of all) {
    const before = await textAt(files, path)
    await files.write(path, after)
    made.push({ path, before, after })
  }
  return made
}

async function textAt(files, path) {
  return (await files.info(path)) === null ? null : files.readText(path)
}

function slug(text) {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "feature"
  )
}
