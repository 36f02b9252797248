/** The engine's memory as the build prepares it for guests, and the hash of the binary that it belongs to. */
declare module "virtual:guest-heap" {
  export const heapUrl: string
  export const binaryHash: string
}
