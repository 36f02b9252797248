/** The SHA-256 of the bytes as hexadecimal digits, counted outside this thread where the platform does so. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice()))
  return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("")
}
