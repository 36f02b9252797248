import { afterEach, expect, test } from "vitest"
import words from "../../language/de/page.json"
import { forget, speak } from "../../language/language.ts"
import { translated } from "../../language/translated.ts"
import { allOfWorkspace, gitProblem } from "./gitProblems.ts"

afterEach(forget)

test("where the folder is all of the workspace, another language says so in its own words", () => {
  speak("de", words)
  const said = (folder: string) => translated(gitProblem("git_no_repository", { folder }).message)
  expect(said(allOfWorkspace.say)).toMatch(/^In dem Arbeitsbereich gibt es kein Git-Repository\./)
  expect(said("sub/folder")).toMatch(/^In sub\/folder gibt es kein Git-Repository\./)
})
