const pictureTypes = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/
/** Larger pictures are not drawn by themselves. */
const largestPicture = 20_000_000

/** Whether the address holds a picture itself, and so leads nowhere. SVG is none: it is a program. */
export function isPictureAddress(address: string): boolean {
  const head = /^data:([a-z+/.-]+);base64,/.exec(address.slice(0, 64))
  return head?.[1] !== undefined && pictureTypes.test(head[1]) && address.length <= largestPicture
}
