/** Hands a text to the person as a file. */
export function download(fileName: string, text: string, type = "application/yaml") {
  downloadBytes(fileName, new Blob([text], { type }))
}

/** Hands bytes to the person as a file. */
export function downloadBytes(fileName: string, bytes: Blob) {
  const address = URL.createObjectURL(bytes)
  const link = document.createElement("a")
  link.href = address
  link.download = fileName
  link.click()
  // The browser takes its time to read it; at once would be too early.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
