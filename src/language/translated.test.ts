import { afterEach, expect, test } from "vitest"
import { forget, speak } from "./language.ts"
import { phrase } from "./phrase.tsx"
import { t } from "./t.ts"
import { translated } from "./translated.ts"

afterEach(forget)

const words = {
  "No step": "Kein Schritt",
  "{0} of {1} steps": "Von {1} Schritten {0}",
  "{path} could not be read: {why}. Choose another file.":
    "{path} war nicht lesbar: {why}. Wählen Sie eine andere Datei.",
  "it is a folder": "es ist ein Ordner",
  "{0} waits": "{0} wartet",
  Send: "Senden",
  'The step "{step}" came to nothing: {why}': "Aus dem Schritt „{step}“ wurde nichts: {why}",
  "The key {name} is gone. Add it again.": "Der Schlüssel {name} ist weg. Fügen Sie ihn wieder hinzu.",
}

test("English is said as it stands in the code", () => {
  expect([t`No step`, t`${1} of ${2} steps`, translated("it is a folder")]).toEqual([
    "No step",
    "1 of 2 steps",
    "it is a folder",
  ])
})

test("another language says it in its own order, and what it does not know in English", () => {
  speak("de", words)
  expect([t`No step`, t`${1} of ${2} steps`, t`Unheard of ${3}`]).toEqual([
    "Kein Schritt",
    "Von 2 Schritten 1",
    "Unheard of 3",
  ])
})

test("a phrase keeps its elements wherever they go", () => {
  speak("de", words)
  expect(phrase`${"a"} of ${"b"} steps`).toMatchObject([
    "Von ",
    { props: { children: "b" } },
    " Schritten ",
    { props: { children: "a" } },
    "",
  ])
})

test("a text that was made elsewhere is known by its sentence, and so is what fills its blanks", () => {
  speak("de", words)
  expect(translated("a.txt could not be read: it is a folder. Choose another file.")).toBe(
    "a.txt war nicht lesbar: es ist ein Ordner. Wählen Sie eine andere Datei.",
  )
  expect(translated("The key (shop) $& is gone. Add it again.")).toBe(
    "Der Schlüssel (shop) $& ist weg. Fügen Sie ihn wieder hinzu.",
  )
  expect(translated('The step "Send" came to nothing: it is a folder')).toBe(
    "Aus dem Schritt „Send“ wurde nichts: es ist ein Ordner",
  )
  expect(translated("Nobody said this.")).toBe("Nobody said this.")
  expect(translated(undefined)).toBeUndefined()
})

test("values in a text stand as they are, however they look", () => {
  speak("de", words)
  expect(t`${"{1}"} of ${"{0}"} steps`).toBe("Von {0} Schritten {1}")
})
