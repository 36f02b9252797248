/** Hands a text to the person as a file. */
export function download(fileName: string, text: string, type = "application/yaml") {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement("a")
  link.href = address
  link.download = fileName
  link.click()
  // The browser takes its time to read it; at once would be too early.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
