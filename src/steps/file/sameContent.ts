import type { FileInfo, FilesPort } from "../../model/ports.ts"

/**
 * Whether the file holds these very bytes. A step that was cut after its effect and is repeated finds its own
 * work there, which must not be taken for another's.
 */
export async function sameContent(files: FilesPort, info: FileInfo, bytes: Uint8Array): Promise<boolean> {
  if (info.kind !== "file" || info.size !== bytes.length) return false
  const there = await files.read(info.path)
  return there.ok && there.value.every((byte, index) => byte === bytes[index])
}
